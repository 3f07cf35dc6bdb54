/* SPDX-License-Identifier: MIT */
#include <errno.h>
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

struct place {
	struct arena arena;
	struct tree tree;
	char error[CERTS_ERROR_BYTES];
};

static const struct slice hosts[] = {{"example.org", 11}, {"www.example.org", 15},
	{"192.0.2.1", 9}, {"2001:db8::1", 11}};

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
	assert_true(first.made);
	assert_int_equal(certs_ensure(&place->arena, place->tree.path, hosts, 4, &second,
				 place->error),
		0);
	assert_false(second.made);
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
	assert_non_null(strstr(place->error, "does not belong"));
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
			test_a_key_under_a_passphrase_is_refused_and_nobody_is_asked,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_state_folder_that_cannot_be_used_is_named, set_up,
			tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
