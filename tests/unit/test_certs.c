/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/pem.h>

#include "../support/tree.h"
#include "app/certs.h"
#include "app/certs_store_internal.h"

struct place {
	struct arena arena;
	struct tree tree;
	char error[CERTS_ERROR_BYTES];
};

static const struct slice hosts[] = {
	S("example.org"), S("www.example.org"), S("192.0.2.1"), S("2001:db8::1")};

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	assert_non_null(place);
	tree_init(&place->tree);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	struct place *place = *state;
	tree_fini(&place->tree);
	arena_fini(&place->arena);
	free(place);
	return 0;
}

static struct certs_facts facts_of(struct place *place, const struct certs_pair *pair)
{
	struct certs_facts facts;
	assert_int_equal(
		certs_facts(&place->arena, pair->chain_pem, &facts, place->error), 0);
	return facts;
}

static void test_a_pair_is_made_once_and_then_kept(void **state)
{
	struct place *place = *state;
	struct certs_pair first, second;
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 4, &first,
				 place->error),
		0);
	assert_true(first.generated);
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 4, &second,
				 place->error),
		0);
	assert_false(second.generated);
	assert_true(slice_eq(first.chain_pem, second.chain_pem));
	assert_true(slice_eq(first.key_pem, second.key_pem));
}

static void test_the_certificate_names_every_host_and_does_not_end(void **state)
{
	struct place *place = *state;
	struct certs_pair pair;
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 4, &pair,
				 place->error),
		0);
	struct certs_facts facts = facts_of(place, &pair);
	assert_true(slice_eq(facts.subject, S("example.org")));
	assert_true(slice_eq(facts.not_after, S("9999-12-31")));
	assert_false(facts.expired);
	assert_int_equal(facts.fingerprint.len, 32 * 3 - 1);
	for (size_t i = 0; i < 4; i++)
		assert_true(certs_covers(&facts, hosts[i]));
	assert_false(certs_covers(&facts, S("example.com")));
	assert_false(certs_covers(&facts, S("sub.example.org")));
}

static void test_a_wildcard_covers_one_label(void **state)
{
	(void)state;
	struct certs_facts facts = {.names = S("*.example.org, example.net")};
	assert_true(certs_covers(&facts, S("a.example.org")));
	assert_false(certs_covers(&facts, S("a.b.example.org")));
	assert_false(certs_covers(&facts, S("example.org")));
	assert_true(certs_covers(&facts, S("Example.NET")));
}

static void test_the_key_file_is_for_its_owner_alone(void **state)
{
	struct place *place = *state;
	struct certs_pair pair;
	struct stat st;
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &pair,
				 place->error),
		0);
	assert_int_equal(stat(pair.key_path.ptr, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* A certificate's file may hold the key too, as servers of mail want it. */
static void test_a_key_in_the_file_of_its_certificate_is_for_its_owner_alone(void **state)
{
	struct place *place = *state;
	struct certs_pair first, second;
	struct stat st;
	char *from = tree_at(&place->tree, "both.pem"), *to = tree_at(&place->tree, "s");
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &first,
				 place->error),
		0);
	struct slice both = arena_printf(
		&place->arena, "%.*s%.*s", SARG(first.chain_pem), SARG(first.key_pem));
	tree_write_bytes(&place->tree, "both.pem", both.ptr, both.len);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(certs_import(&place->arena, to, hosts[0], from, from,
					 &second, place->error),
			0);
		assert_int_equal(stat(second.chain_path.ptr, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		tree_write_bytes(&place->tree, "both.pem", both.ptr, both.len - 1);
	}
	assert_int_equal(
		stat(arena_printf(&place->arena, "%s/example.org.crt.old", to).ptr, &st),
		0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(from);
	free(to);
}

static void test_renewal_keeps_the_key(void **state)
{
	struct place *place = *state;
	struct certs_pair first, second;
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &first,
				 place->error),
		0);
	assert_int_equal(certs_renew(&place->arena, place->tree.path, hosts, 2, &second,
				 place->error),
		0);
	struct certs_facts before = facts_of(place, &first),
			   after = facts_of(place, &second);
	assert_true(slice_eq(before.key_fingerprint, after.key_fingerprint));
	assert_false(slice_eq(before.fingerprint, after.fingerprint));
	assert_true(certs_covers(&after, hosts[1]));
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 2, &first,
				 place->error),
		0);
	assert_true(slice_eq(first.chain_pem, second.chain_pem));
}

static void test_renewal_without_a_key_says_which_file_is_missing(void **state)
{
	struct place *place = *state;
	struct certs_pair pair;
	assert_true(certs_renew(&place->arena, place->tree.path, hosts, 1, &pair,
			    place->error) < 0);
	assert_non_null(strstr(place->error, "example.org.key"));
}

static void test_an_import_keeps_the_old_pair_beside_it(void **state)
{
	struct place *place = *state;
	struct certs_pair old, other, now;
	char elsewhere[80], path[160];
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", place->tree.path);
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &old,
				 place->error),
		0);
	assert_int_equal(
		certs_ensure(&place->arena, elsewhere, hosts, 1, &other, place->error),
		0);
	assert_int_equal(
		certs_import(&place->arena, place->tree.path, hosts[0],
			other.chain_path.ptr, other.key_path.ptr, &now, place->error),
		0);
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &now,
				 place->error),
		0);
	assert_true(slice_eq(now.chain_pem, other.chain_pem));
	snprintf(path, sizeof(path), "%s/example.org.key.old", place->tree.path);
	assert_int_equal(access(path, F_OK), 0);
}

static void test_a_key_of_another_certificate_is_refused_in_words(void **state)
{
	struct place *place = *state;
	struct certs_pair one, other, pair;
	char elsewhere[80];
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", place->tree.path);
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &one,
				 place->error),
		0);
	assert_int_equal(
		certs_ensure(&place->arena, elsewhere, hosts, 1, &other, place->error),
		0);
	assert_true(certs_load(&place->arena, one.chain_path.ptr, other.key_path.ptr,
			    &pair, place->error) < 0);
	assert_non_null(strstr(place->error, "does not match"));
}

/* The key at @path under a passphrase, in its place. */
static bool lock_key(const char *path, char *passphrase)
{
	FILE *file = fopen(path, "r+");
	EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
	bool locked = key && fseek(file, 0, SEEK_SET) == 0 &&
		      PEM_write_PKCS8PrivateKey(file, key, EVP_aes_256_cbc(), NULL, 0,
			      NULL, passphrase) == 1;
	EVP_PKEY_free(key);
	if (file)
		fclose(file);
	return locked;
}

/* Not even with somebody there who knows it: a server that asks stands still. */
static void test_a_key_under_a_passphrase_is_refused_and_nobody_is_asked(void **state)
{
	struct place *place = *state;
	struct certs_pair pair;
	int ends[2], status = -1;
	char known[] = "secret", said[] = "secret\nsecret\n";
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 1, &pair,
				 place->error),
		0);
	const char *key = arena_cstr(&place->arena, pair.key_path);
	assert_true(lock_key(key, known));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], said, strlen(said)), (ssize_t)strlen(said));
	pid_t child = fork();
	if (child == 0) {
		/* Without a terminal, the library would ask there. */
		setsid();
		dup2(ends[0], STDIN_FILENO);
		int code = certs_load(
			&place->arena, pair.chain_path.ptr, key, &pair, place->error);
		_exit(code == -EINVAL && strstr(place->error, "without a passphrase")
				? 0
				: 1);
	}
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void test_a_state_folder_that_cannot_be_used_is_named(void **state)
{
	struct place *place = *state;
	struct certs_pair pair;
	char path[80];
	snprintf(path, sizeof(path), "%s/file", place->tree.path);
	FILE *file = fopen(path, "w");
	fclose(file);
	assert_true(certs_ensure(&place->arena, path, hosts, 1, &pair, place->error) < 0);
	assert_non_null(strstr(place->error, path));
	assert_non_null(strstr(place->error, "--state"));
}

static void test_a_pair_that_went_away_is_found_no_more_and_none_is_made(void **state)
{
	struct place *place = *state;
	struct certs_pair made, found;
	struct stat st;
	const char *path = place->tree.path;
	assert_int_equal(
		certs_ensure(&place->arena, path, hosts, 4, &made, place->error), 0);
	assert_int_equal(
		certs_find(&place->arena, path, hosts[0], &found, place->error), 0);
	assert_true(slice_eq(made.key_pem, found.key_pem));
	tree_remove(&place->tree, "example.org.key");
	tree_remove(&place->tree, "example.org.crt");
	assert_true(certs_find(&place->arena, path, hosts[0], &found, place->error) < 0);
	assert_true(stat(arena_cstr(&place->arena, made.key_path), &st) < 0);
}

static void copy(struct place *place, const char *from, const char *to)
{
	struct slice bytes;
	char *path = tree_at(&place->tree, from);
	assert_int_equal(certs_store_read(&place->arena, path, &bytes), 0);
	tree_write_bytes(&place->tree, to, bytes.ptr, bytes.len);
	free(path);
}

static bool is_file(struct place *place, const char *name, struct slice want)
{
	struct slice bytes = slice_none;
	char *path = tree_at(&place->tree, name);
	int code = certs_store_read(&place->arena, path, &bytes);
	free(path);
	return want.ptr ? code == 0 && slice_eq(bytes, want) : code == -ENOENT;
}

static struct certs_pair make(struct place *place, const char *folder)
{
	struct certs_pair pair;
	char *path = tree_at(&place->tree, folder);
	assert_int_equal(
		certs_ensure(&place->arena, path, hosts, 1, &pair, place->error), 0);
	free(path);
	return pair;
}

/* What a state folder holds ("a", "b": a file of pair a or b; "-": nothing), and what a start makes of
 * it. A want of NULL is a refusal with @words. */
struct half {
	const char *chain, *key, *new_chain, *new_key, *old_chain, *old_key;
	const char *want_chain, *want_key; /* "x": a new one */
	const char *words, *why;
};

static void fill(struct place *place, const struct half *half)
{
	const struct {
		const char *of, *from, *to;
	} files[] = {
		{half->chain, "crt", "s/example.org.crt"},
		{half->key, "key", "s/example.org.key"},
		{half->new_chain, "crt", "s/.example.org.crt.new"},
		{half->new_key, "key", "s/.example.org.key.new"},
		{half->old_chain, "crt", "s/example.org.crt.old"},
		{half->old_key, "key", "s/example.org.key.old"},
	};
	char from[40];
	tree_folder(&place->tree, "s");
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(from, sizeof(from), "%s/example.org.%s", files[i].of,
			files[i].from);
		if (*files[i].of != '-')
			copy(place, from, files[i].to);
	}
}

/* "a", "b" or "x". */
static const struct certs_pair *pair_of(const char *which, const struct certs_pair *a,
	const struct certs_pair *b, const struct certs_pair *x)
{
	return *which == 'a' ? a : *which == 'b' ? b : x;
}

static void test_what_is_half_there_becomes_a_whole_pair_or_a_refusal(void **state)
{
	static const struct half rows[] = {
		{"a", "a", "-", "-", "-", "-", "a", "a", NULL, "nothing to do"},
		{"-", "-", "-", "-", "-", "-", "x", "x", NULL, "a first start"},
		{"-", "a", "-", "-", "-", "-", "x", "a", NULL,
			"a certificate is made for the key"},
		{"a", "a", "b", "-", "-", "-", "a", "a", NULL,
			"a change whose key is not there yet is taken back"},
		{"-", "-", "b", "-", "-", "-", "x", "x", NULL,
			"the same in a first start"},
		{"a", "a", "b", "b", "a", "a", "b", "b", NULL,
			"a change that counts is finished"},
		{"b", "a", "-", "b", "a", "a", "b", "b", NULL,
			"the same when the certificate is in place"},
		{"-", "-", "b", "b", "-", "-", "b", "b", NULL,
			"the same in a first start"},
		{"b", "a", "-", "-", "-", "-", "x", "a", NULL,
			"a certificate of ours is made again for the key"},
		{"-", "a", "-", "-", "a", "-", "a", "a", NULL,
			"the key's own certificate is taken back"},
		{"-", "a", "-", "-", "b", "b", "x", "a", NULL, "another key's is not"},
		{"-", "-", "-", "-", "a", "a", NULL, NULL,
			"rename example.org.key.old to example.org.key",
			"an import of an earlier version was interrupted"},
		{"-", "-", "-", "-", "a", "a", NULL, NULL,
			"and example.org.crt.old to example.org.crt to keep using them, "
			"or move them to another folder to have a new key generated",
			"both are named"},
		{"-", "-", "-", "-", "-", "a", NULL, NULL,
			"rename example.org.key.old to example.org.key to keep using it, "
			"or move it to another folder to have a new key generated",
			"a file that is not there is not named"},
		{"a", "-", "-", "-", "-", "a", NULL, NULL,
			"rename example.org.key.old to example.org.key to keep using it, "
			"or move example.org.key.old and example.org.crt to another "
			"folder to have a new key generated",
			"the key alone was renamed"},
		{"b", "-", "-", "-", "a", "a", NULL, NULL,
			"rename example.org.key.old to example.org.key and "
			"example.org.crt.old to example.org.crt to keep using them, or "
			"move example.org.key.old and example.org.crt to another folder",
			"the new certificate came before its key"},
		{"-", "-", "-", "-", "a", "-", "x", "x", NULL,
			"what those refusals lead to when the files are moved away"},
		{"a", "-", "-", "-", "-", "-", NULL, NULL,
			"example.org.key is missing, and example.org.crt is useless "
			"without it: restore the key from a backup, or move "
			"example.org.crt to another folder to have a new key",
			"a key that went away is not made again"},
	};
	struct place *place = *state;
	const struct certs_pair a = make(place, "a"), b = make(place, "b");
	char *folder = tree_at(&place->tree, "s");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct half *row = &rows[i];
		struct certs_pair pair, found;
		fill(place, row);
		int code = certs_ensure(
			&place->arena, folder, hosts, 1, &pair, place->error);
		if ((code == 0) != (row->want_key != NULL) ||
			(row->words && !strstr(place->error, row->words)))
			fail_msg("%s: %d, %s", row->why, code, place->error);
		if (!code &&
			(!is_file(place, "s/example.org.crt",
				 pair_of(row->want_chain, &a, &b, &pair)->chain_pem) ||
				!is_file(place, "s/example.org.key",
					pair_of(row->want_key, &a, &b, &pair)->key_pem) ||
				pair.generated != (*row->want_chain == 'x') ||
				!is_file(place, "s/.example.org.crt.new", slice_none) ||
				!is_file(place, "s/.example.org.key.new", slice_none) ||
				certs_find(&place->arena, folder, hosts[0], &found,
					place->error)))
			fail_msg("%s: other files", row->why);
		tree_remove(&place->tree, "s");
	}
	free(folder);
}

/* Who only looks, and writes nothing, sees a change that counts. */
static void test_a_look_finds_a_whole_pair_in_the_middle_of_a_change(void **state)
{
	struct place *place = *state;
	const struct certs_pair a = make(place, "a"), b = make(place, "b");
	struct certs_pair found;
	char *folder = tree_at(&place->tree, "a");
	copy(place, "b/example.org.crt", "a/.example.org.crt.new");
	assert_int_equal(
		certs_find(&place->arena, folder, hosts[0], &found, place->error), 0);
	assert_true(slice_eq(found.key_pem, a.key_pem));
	copy(place, "b/example.org.key", "a/.example.org.key.new");
	assert_int_equal(
		certs_find(&place->arena, folder, hosts[0], &found, place->error), 0);
	assert_true(slice_eq(found.key_pem, b.key_pem));
	tree_rename(&place->tree, "a/.example.org.crt.new", "a/example.org.crt");
	assert_int_equal(
		certs_find(&place->arena, folder, hosts[0], &found, place->error), 0);
	assert_true(slice_eq(found.chain_pem, b.chain_pem));
	assert_true(is_file(place, "a/.example.org.key.new", b.key_pem));
	free(folder);
}

static void test_a_renewal_keeps_what_it_could_not_make(void **state)
{
	struct place *place = *state;
	const struct certs_pair a = make(place, "a");
	struct certs_pair now;
	char *folder = tree_at(&place->tree, "a");
	assert_int_equal(
		certs_renew(&place->arena, folder, hosts, 1, &now, place->error), 0);
	assert_true(is_file(place, "a/example.org.crt.old", slice_none));
	/* Somebody else's, for all that we know: it is not even a certificate. */
	tree_write(&place->tree, "a/example.org.crt", "of an authority");
	assert_int_equal(
		certs_renew(&place->arena, folder, hosts, 1, &now, place->error), 0);
	assert_true(is_file(place, "a/example.org.crt.old", S("of an authority")));
	assert_true(is_file(place, "a/example.org.key.old", a.key_pem));
	free(folder);
}

#define NEEDLE_BYTES 32

/* Is @needle, with every bit turned round so that it is not found itself, in our own memory from @from to
 * @to? */
static bool is_in_memory(
	int memory, unsigned long long from, unsigned long long to, const char *needle)
{
	static char piece[1 << 16];
	for (; from < to; from += sizeof(piece) - NEEDLE_BYTES) {
		ssize_t got = pread(memory, piece,
			to - from < sizeof(piece) ? to - from : sizeof(piece),
			(off_t)from);
		for (ssize_t at = 0; at + NEEDLE_BYTES <= got; at++) {
			ssize_t same = 0;
			while (same < NEEDLE_BYTES &&
				piece[at + same] == (char)~needle[same])
				same++;
			if (same == NEEDLE_BYTES)
				return true;
		}
	}
	return false;
}

static void test_a_private_key_is_left_in_no_memory(void **state)
{
	struct place *place = *state;
	struct arena arena = {0};
	struct certs_pair pair;
	char needle[NEEDLE_BYTES], range[256];
	assert_int_equal(
		certs_ensure(&arena, place->tree.path, hosts, 1, &pair, place->error), 0);
	assert_int_equal(
		certs_find(&arena, place->tree.path, hosts[0], &pair, place->error), 0);
	/* Of the first line of the key itself. */
	for (size_t i = 0; i < NEEDLE_BYTES; i++)
		needle[i] = (char)~pair.key_pem.ptr[60 + i];
	arena_wipe(&arena);
	arena_fini(&arena);
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	assert_non_null(maps);
	assert_true(memory >= 0);
	while (fgets(range, sizeof(range), maps)) {
		char *end;
		unsigned long long from = strtoull(range, &end, 16);
		unsigned long long to = strtoull(end + 1, &end, 16);
		if (strncmp(end, " rw", 3) == 0 && to - from < 1ULL << 28 &&
			is_in_memory(memory, from, to, needle))
			fail_msg("a copy is in %s", range);
	}
	close(memory);
	(void)fclose(maps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_a_pair_is_made_once_and_then_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_pair_that_went_away_is_found_no_more_and_none_is_made,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_the_certificate_names_every_host_and_does_not_end, set_up,
			tear_down),
		cmocka_unit_test(test_a_wildcard_covers_one_label),
		cmocka_unit_test_setup_teardown(
			test_the_key_file_is_for_its_owner_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_key_in_the_file_of_its_certificate_is_for_its_owner_alone,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_renewal_keeps_the_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_renewal_without_a_key_says_which_file_is_missing, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_an_import_keeps_the_old_pair_beside_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_key_of_another_certificate_is_refused_in_words, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_is_half_there_becomes_a_whole_pair_or_a_refusal, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_look_finds_a_whole_pair_in_the_middle_of_a_change, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_renewal_keeps_what_it_could_not_make, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_private_key_is_left_in_no_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_key_under_a_passphrase_is_refused_and_nobody_is_asked,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_state_folder_that_cannot_be_used_is_named, set_up,
			tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
