/* SPDX-License-Identifier: MIT */
/* Uploads over real connections: what is kept of which bytes, who may, and what each is told. */
#include "serve/titan.h"

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/capture.h"
#include "../support/peer.h"
#include "../support/tree.h"
#include "app/desk.h"
#include "app/desk_tokens.h"
#include "app/scanner.h"
#include "app/scanner_internal.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "serve/gemini_service.h"
#include "store/store.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define WRITERS      5 /* one more than may upload at once */

enum who {
	NOBODY,
	NOBODY_12,
	WEAK,
	EXPIRED,
	STRANGER,
	FRIEND,
	WRITER,
	WRITER_12,
	WHO = WRITER_12 + WRITERS
};
static const char *const who_names[] = {"nobody", "nobody, TLS 1.2",
	"a writer with a weak key", "an expired writer", "a stranger", "a friend",
	"a writer", "a writer, TLS 1.2"};

static const struct tree_file files[] = {
	{"blog/_config.yml", "title: Reef\n"},
	{"blog/_posts/2025-01-02-boat.md", "---\ntitle: Boat\n---\nOld words\n"},
	{"blog/_posts/2025-01-03-plan.html", "---\ntitle: Plan\n---\nOld words\n"},
	{"blog/_drafts/secret.md", "---\ntitle: Secret\n---\nSecret words\n"},
	{"blog/OLD.JPG", "\xff\xd8\xff"},
	{"state", NULL},
	{"store", NULL},
};

static const struct slice friends[] = {S("friend")};
static const struct reader_zone zone_list[] = {
	{S("/letters/"), S("Letters"), {friends, 1}}};

static const struct people nobody = {.desk = S("/me/")};
static const struct people unknown = {.desk = S("/me/"), .is_broken = true};

static struct {
	struct tree tree;
	char *blog, *folder;
	struct store *store, *stores[1];
	struct people people;
	struct person persons[WRITERS + 3];
	struct arena arena;
	struct serve serve;
	struct serve_table *table;
	struct service service;
	struct tls_context *tls;
	struct test_certificate certificate, own[WHO];
	SSL_CTX *clients[WHO];
	struct workers *workers;
	struct listener listener;
	struct scanner *scanner;
} it;

/* --- the capsule -------------------------------------------------------------------- */

static void key_of(
	const struct test_certificate *own, unsigned char key[PEOPLE_KEY_BYTES])
{
	BIO *bio = BIO_new_mem_buf(own->chain.ptr, (int)own->chain.len);
	X509 *x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	unsigned char *bytes = NULL;
	int len = i2d_PUBKEY(X509_get0_pubkey(x509), &bytes);

	assert_true(len > 0);
	assert_int_equal(
		EVP_Digest(bytes, (size_t)len, key, NULL, EVP_sha256(), NULL), 1);
	OPENSSL_free(bytes);
	X509_free(x509);
	BIO_free(bio);
}

/* As Lagrange makes them: X.509 v1. */
static void make_clients(void)
{
	EVP_PKEY *writer = EVP_RSA_gen(2048), *weak = EVP_RSA_gen(1024);
	size_t count = 0;

	for (size_t i = WEAK; i < WHO; i++) {
		if (i == WRITER || i == WRITER_12 || i == EXPIRED)
			test_certificate_make_for(
				&it.own[i], "me", 0, i == EXPIRED ? -1 : 30, writer);
		else if (i == WEAK)
			test_certificate_make_for(&it.own[i], "me", 0, 30, weak);
		else
			test_certificate_make(&it.own[i], "me", 0, 30);
	}
	for (size_t i = 0; i < WHO; i++) {
		bool is_12 = i == NOBODY_12 || i == WRITER_12;
		it.clients[i] = peer_tls_new(is_12 ? TLS1_2_VERSION : 0);
		SSL_CTX_set_security_level(it.clients[i], 0);
		if (i >= WEAK)
			peer_tls_identify(it.clients[i], &it.own[i]);
	}
	EVP_PKEY_free(writer);
	EVP_PKEY_free(weak);
	for (size_t i = WEAK; i < WHO; i++) {
		struct person *person = &it.persons[count];
		if (i == STRANGER || i == EXPIRED || i == WRITER_12)
			continue;
		person->name = i == FRIEND   ? S("friend")
			       : i == WEAK   ? S("weak")
			       : i == WRITER ? S("writer")
					     : arena_printf(&it.arena, "w%zu", i);
		person->writes = i != FRIEND;
		key_of(&it.own[i], person->key);
		count++;
	}
	qsort(it.persons, count, sizeof(*it.persons), people_order);
	it.people = (struct people){.list = it.persons,
		.count = count,
		.zones = {zone_list, COUNT(zone_list)},
		.desk = S("/me/")};
}

static void uploaded(void *ctx)
{
	(void)ctx;
	if (it.scanner)
		scanner_uploaded(it.scanner, it.store);
}

static void give_back(void *ctx, struct site *site)
{
	(void)ctx;
	scanner_take(it.scanner, site);
}

static void *begin_worker(struct worker *worker, void *ctx)
{
	(void)worker, (void)ctx;
	return scanner_worker_new(it.table);
}

static void end_worker(struct worker *worker, void *ctx, void *data)
{
	(void)worker, (void)ctx;
	scanner_worker_free(&it.serve, data);
}

static struct serve_table *new_table(void)
{
	static const struct serve_host hosts[] = {{S("localhost"), 0, 1}};
	static const struct slice names[] = {S("localhost")};
	static const uint16_t ports[] = {1965};
	struct serve_table *table = memory_new(1, sizeof(*table));

	table->refs = 2; /* and ours */
	table->hosts = hosts;
	table->host_count = table->site_count = 1;
	table->names = names;
	table->ports = ports;
	table->port_count = 1;
	table->people = &it.people;
	table->stores = it.stores;
	struct serve_source *source = arena_new(&table->arena, struct serve_source);
	source->path =
		arena_printf(&table->arena, "%s/state/people.yaml", it.tree.path).ptr;
	source->stamp = people_stamp(source->path);
	table->people_sources = source;
	table->people_source_count = 1;
	return table;
}

static void start_scanner(void)
{
	struct scanner_plan *plan = scanner_plan_new();

	plan->table = it.table;
	plan->sites = arena_array(&plan->arena, 1, struct site_config);
	plan->sites[0] = (struct site_config){
		.folder = it.blog, .pages = true, .zones = it.people.zones};
	const struct scanner_options options = {
		.workers = it.workers, .serve = &it.serve};
	assert_int_equal(scanner_new(&options, plan, &it.scanner), 0);
}

static void open_listener(void)
{
	struct sockaddr_storage addresses[2];

	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	it.listener = (struct listener){.fd = listener_open(&addresses[0]),
		.service = &it.service,
		.tls = it.tls};
	assert_true(it.listener.fd >= 0);
	assert_int_equal(listener_address(it.listener.fd, &it.listener.address), 0);
	workers_listen(it.workers, &it.listener);
}

static const struct limits generous = {
	.request_ms = 20000,
	.stall_ms = 20000,
	.linger_ms = 1000,
	.linger_bytes = 64 * 1024,
	.drain_ms = 5000,
	.body_ms = 20000,
	.body_bytes = 1,
	.body_total_ms = 60000,
};

/* Without its scanner it has nothing to answer from. */
static void begin_with(const struct limits *limits, uint64_t quota, bool scans)
{
	struct workers_options options = {
		.count = 2, .limits = *limits, .start = begin_worker, .stop = end_worker};
	const struct store_options storing = {
		.text_bytes = 3000,
		.file_bytes = 200000,
		.quota_bytes = quota,
		.spare_bytes = 1,
		.sweeps = true,
		.changed = uploaded,
	};

	tree_init(&it.tree);
	tree_write_all(&it.tree, files, COUNT(files));
	it.blog = tree_at(&it.tree, "blog");
	it.folder = tree_at(&it.tree, "store");
	assert_int_equal(store_open(it.folder, &storing, &it.store), 0);
	it.serve = (struct serve){.cache = cache_new(8 * 1024 * 1024),
		.tally = tally_new(),
		.titan = titan_new(),
		.desk = desk_page,
		.desk_target = desk_target,
		.desk_tokens = desk_tokens_new(),
		.site_free = give_back};
	it.stores[0] = it.store;
	it.table = new_table();
	gemini_service_init(&it.service, &it.serve);
	assert_int_equal(workers_new(&options, &it.workers), 0);
	if (scans)
		start_scanner();
	open_listener();
}

static void begin(void)
{
	begin_with(&generous, 1 << 20, true);
}

static void stop(void)
{
	scanner_stop(it.scanner);
	workers_stop(it.workers);
}

static void clean(void)
{
	scanner_free(it.scanner);
	it.scanner = NULL;
	workers_free(it.workers);
	close(it.listener.fd);
	serve_table_drop(it.table);
	store_close(it.store);
	titan_free(it.serve.titan);
	desk_tokens_free(it.serve.desk_tokens);
	cache_free(it.serve.cache);
	tally_free(it.serve.tally);
	free(it.blog);
	free(it.folder);
	tree_fini(&it.tree);
}

static void end(void)
{
	stop();
	clean();
}

static int set_up(void **state)
{
	static const struct slice hosts[] = {S("localhost")};
	const struct log_settings quiet = {.level = LOG_ERROR};
	char error[256];

	(void)state;
	log_setup(&quiet);
	make_clients();
	test_certificate_make(&it.certificate, "localhost", 2, 30);
	struct tls_certificate certificate = {
		.chain_pem = buf_slice(&it.certificate.chain),
		.key_pem = buf_slice(&it.certificate.key),
		.hosts = hosts,
		.host_count = 1,
	};
	const struct tls_options options = {
		.certificates = &certificate, .count = 1, .ask_client_certificate = true};
	return tls_context_new(&options, &it.tls, error, sizeof(error));
}

static int tear_down(void **state)
{
	(void)state;
	tls_context_free(it.tls);
	for (size_t i = 0; i < WHO; i++) {
		SSL_CTX_free(it.clients[i]);
		test_certificate_fini(&it.own[i]);
	}
	test_certificate_fini(&it.certificate);
	arena_fini(&it.arena);
	workers_end_queue();
	return 0;
}

/* --- asking ------------------------------------------------------------------------- */

static struct peer_options options_of(enum who who)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&it.listener.address;

	return (struct peer_options){.port = ntohs(in->sin_port),
		.tls = it.clients[who],
		.server_name = "localhost"};
}

static struct slice read_rest(struct peer *peer)
{
	auto_buf struct buf reply = BUF(BUF_UNLIMITED);
	enum peer_end end = peer_read_all(peer, &reply);

	if (end != PEER_CLOSE_NOTIFY)
		fail_msg(
			"it ended by %d after '%.*s'", (int)end, SARG(buf_slice(&reply)));
	peer_close(peer);
	return buf_dup(&reply, &it.arena);
}

/* The reply to all @bytes at once, or byte by byte. */
static struct slice say(enum who who, struct slice bytes, size_t piece)
{
	const struct peer_options options = options_of(who);
	struct peer peer;

	assert_true(peer_open(&peer, &options));
	while (bytes.len) {
		struct slice next =
			slice_take(&bytes, bytes.len < piece ? bytes.len : piece);
		assert_true(peer_send(&peer, next));
	}
	return read_rest(&peer);
}

static struct slice upload_of(const char *path, struct slice body, const char *more)
{
	auto_buf struct buf out = BUF(BUF_UNLIMITED);

	buf_printf(&out, "titan://localhost%s;mime=text/plain;size=%zu%s\r\n", path,
		body.len, more);
	buf_put(&out, body);
	return buf_dup(&out, &it.arena);
}

static struct slice put(enum who who, const char *path, const char *body)
{
	return say(who, upload_of(path, slice_str(body), ""), SIZE_MAX);
}

static struct slice get(enum who who, const char *path)
{
	return say(
		who, arena_printf(&it.arena, "gemini://localhost%s\r\n", path), SIZE_MAX);
}

static void expect(struct slice reply, const char *start, const char *why)
{
	if (!slice_starts(reply, slice_str(start)))
		fail_msg("%s: got '%.*s', want '%s'", why, SARG(reply), start);
}

static void expect_words(struct slice reply, const char *words, const char *why)
{
	if (!slice_contains(reply, slice_str(words)))
		fail_msg("%s: got '%.*s', want '%s' in it", why, SARG(reply), words);
}

/* Files in the store's folder. */
static size_t count_files(void)
{
	DIR *entries = opendir(it.folder);
	size_t count = 0;

	assert_non_null(entries);
	for (const struct dirent *entry; (entry = readdir(entries));)
		count += strcmp(entry->d_name, ".") != 0 &&
			 strcmp(entry->d_name, "..") != 0;
	closedir(entries);
	return count;
}

/* Bounded waiting for what other threads do. */
#define EVENTUALLY(condition)                                                            \
	do {                                                                             \
		for (unsigned tries_ = 0; !(condition) && tries_ < 20000; tries_++)      \
			usleep(1000);                                                    \
		assert_true(condition);                                                  \
	} while (0)

static void met(struct worker *worker, void *data)
{
	(void)worker;
	atomic_fetch_add((atomic_uint *)data, 1);
}

/* All workers know @people from now on, and no site. */
static void change_people(const struct people *people)
{
	static struct site *const none[1];
	struct serve_table *table = new_table();
	atomic_uint here = 0;

	table->people = people;
	scanner_update_table(it.workers, &it.serve, table, none);
	for (unsigned i = 0; i < workers_count(it.workers); i++)
		assert_true(workers_send(it.workers, i, met, &here));
	EVENTUALLY(atomic_load(&here) == workers_count(it.workers));
	serve_table_drop(table);
	serve_table_drop(table);
}

/* --- what is kept --------------------------------------------------------------------- */

static void an_upload_is_there_when_the_answer_comes(void **state)
{
	static const size_t pieces[] = {SIZE_MAX, 1, 100, 1026, 1027};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct slice body = arena_printf(
			&it.arena, "---\ntitle: Boat\n---\nWords of %zu\n", pieces[i]);
		expect(say(WRITER, upload_of("/2025/01/02/boat", body, ""), pieces[i]),
			"30 gemini://localhost/2025/01/02/boat\r\n", "an edit");
		expect_words(get(NOBODY, "/2025/01/02/boat"),
			arena_printf(&it.arena, "Words of %zu\n", pieces[i]).ptr,
			"at once");
	}
	expect(put(WRITER, "/me/new/sun", "# Sun\n\nShines.\n"), "30 gemini://localhost/",
		"a new post");
	expect(say(WRITER,
		       S("titan://localhost/2025/01/02/boat;size=40\r\n"
			 "---\ntitle: Boat\n---\nNo more than this..what follows is not "
			 "read\n"),
		       SIZE_MAX),
		"30 ", "more than was announced");
	struct slice shown = get(NOBODY, "/2025/01/02/boat");
	expect_words(shown, "No more than this", "what was announced");
	assert_false(slice_contains(shown, S("follows")));
	end();
}

/* Whichever worker is asked next. */
static void no_redirect_meets_a_page_that_is_not_there(void **state)
{
	(void)state;
	begin();
	for (unsigned i = 0; i < 60; i++) {
		struct slice to,
			path = slice_str(
				arena_printf(&it.arena, "/me/new/number-%u", i).ptr);
		struct slice reply = put(WRITER, path.ptr,
			arena_printf(&it.arena, "# Number %u\n", i).ptr);
		expect(reply, "30 gemini://localhost/", "it is there");
		slice_cut(slice_from(reply, strlen("30 gemini://localhost")), '\r', &to,
			NULL);
		expect(get(NOBODY, arena_dup(&it.arena, to).ptr), "20 text/gemini",
			"where the answer leads");
	}
	end();
}

static void files_lead_to_themselves_and_say_what_they_tell(void **state)
{
	static const char jpeg[] =
		"\xff\xd8\xff\xdb\x01\x01JFIF\xff\xd9 no zero is in it";
	static const char film[] = "\x01\x01\x01\x18"
				   "ftypisom, and \xa9"
				   "xyz";

	(void)state;
	begin();
	expect(put(WRITER, "/me/new/Sea View.jpg", jpeg), "59 ", "a space");
	expect(put(WRITER, "/me/new/Sea%20View.jpg", jpeg),
		"30 gemini://localhost/images/sea-view.jpg\r\n", "a picture");
	expect(get(NOBODY, "/images/sea-view.jpg"), "20 image/jpeg\r\n\xff\xd8", "shown");
	struct slice reply = put(WRITER, "/me/new/sea.mp4", film);
	expect(reply, "20 text/gemini", "a film");
	expect_words(reply, "it may say where it was taken", "a film");
	expect_words(reply, "=> gemini://localhost/images/sea.mp4", "a film");
	expect(get(NOBODY, "/images/sea.mp4"), "20 video/mp4", "shown all the same");
	/* One of the blog whose ending is in capitals is cleaned, too. */
	expect(say(WRITER,
		       upload_of("/OLD.JPG",
			       S("\xff\xd8\xff\xe1\0\x10"
				 "Exif\0\0GPSGPS"
				 "\xff\xda\0\2\xff\xd9"),
			       ""),
		       SIZE_MAX),
		"30 gemini://localhost/OLD.JPG\r\n", "a picture of the blog");
	assert_false(slice_contains(get(NOBODY, "/OLD.JPG"), S("GPS")));
	end();
}

static void an_upload_that_ends_early_leaves_nothing(void **state)
{
	static const size_t sent[] = {0, 1, 500, 1999};
	struct peer_options options;
	struct peer peer;
	char body[2000];

	(void)state;
	memset(body, 'x', sizeof(body));
	begin();
	options = options_of(WRITER);
	for (size_t i = 0; i < COUNT(sent); i++) {
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(
			&peer, S("titan://localhost/me/new/long;size=2000\r\n")));
		if (sent[i])
			assert_true(peer_send(&peer, slice(body, sent[i])));
		peer_half_close(&peer);
		expect(read_rest(&peer),
			"59 Nothing was changed: it ended before all of it had arrived",
			"half closed");
		assert_int_equal(count_files(), 0);
		/* A reset is seen once it is read. */
		assert_true(peer_open(&peer, &options));
		assert_true(peer_send(
			&peer, S("titan://localhost/me/new/long;size=2000\r\n")));
		if (sent[i])
			assert_true(peer_send(&peer, slice(body, sent[i])));
		EVENTUALLY(count_files() == 1);
		peer_reset(&peer);
		EVENTUALLY(count_files() == 0);
	}
	/* The place is free again. */
	expect(put(WRITER, "/me/new/long", "Words\n"), "30 ", "afterwards");
	end();
}

static void who_drips_is_cut(void **state)
{
	struct limits limits = generous;
	struct peer peer;

	(void)state;
	limits.body_ms = 100;
	limits.body_bytes = 1000;
	begin_with(&limits, 1 << 20, true);
	const struct peer_options options = options_of(WRITER);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("titan://localhost/me/new/x;size=2000\r\nabc")));
	expect(read_rest(&peer), "59 Nothing was changed: it ended before", "a dripper");
	assert_int_equal(count_files(), 0);
	end();
}

static void a_stop_leaves_whole_uploads_or_nothing(void **state)
{
	struct limits limits = generous;
	struct peer peer;

	(void)state;
	limits.drain_ms = 50;
	begin_with(&limits, 1 << 20, true);
	const struct peer_options options = options_of(WRITER);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("titan://localhost/me/new/x;size=2000\r\nabc")));
	EVENTUALLY(count_files() == 1);
	stop();
	assert_int_equal(count_files(), 0);
	peer_close(&peer);
	clean();
}

/* The body waits for the first snapshot, and none of it is lost. */
static void an_upload_at_the_start_waits(void **state)
{
	struct peer peer;

	(void)state;
	begin_with(&generous, 1 << 20, false);
	const struct peer_options options = options_of(WRITER);
	struct slice all = upload_of(
		"/2025/01/02/boat", S("---\ntitle: Boat\n---\nPatient words\n"), "");
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, slice_head(all, all.len - 10)));
	assert_true(peer_send(&peer, slice_from(all, all.len - 10)));
	start_scanner();
	expect(read_rest(&peer), "30 gemini://localhost/2025/01/02/boat\r\n",
		"it waited");
	expect_words(get(NOBODY, "/2025/01/02/boat"), "Patient words", "all of it");
	end();
}

/* --- who, and where --------------------------------------------------------------------- */

static void only_writers_upload_wherever_it_is(void **state)
{
	static const char *const paths[] = {"/2025/01/02/boat", "/nothing/here",
		"/letters/x", "/letters", "/me/", "/me/new/x",
		"/me/edit/_drafts/secret.md"};
	static const char *const forms[] = {
		";size=5\r\nwords", ";edit\r\n", ";size=0\r\n"};
	static const char *const want[] = {
		[NOBODY] = "60 ",
		[NOBODY_12] = "60 Your client is too old",
		[WEAK] = "62 The key of your certificate is too weak",
		[EXPIRED] = "62 Your certificate expired",
		[STRANGER] = "61 ",
		[FRIEND] = "61 Only writers upload here; gemini://localhost/me/ says how",
	};
	struct titan_facts facts;
	size_t bodies = 0;

	(void)state;
	begin();
	for (size_t who = 0; who <= FRIEND; who++) {
		for (size_t i = 0; i < COUNT(paths) * COUNT(forms); i++) {
			struct slice bytes = arena_printf(&it.arena,
				"titan://localhost%s%s", paths[i / 3], forms[i % 3]);
			expect(say((enum who)who, bytes, SIZE_MAX), want[who],
				arena_printf(&it.arena, "%s: %.*s", who_names[who],
					SARG(bytes))
					.ptr);
			bodies += i % 3 == 0 && who > NOBODY_12;
		}
	}
	expect(put(WRITER_12, "/2025/01/02/boat", "x"), "60 Your client is too old",
		"under TLS 1.2");
	assert_int_equal(count_files(), 0);
	titan_facts(it.serve.titan, &facts);
	assert_int_equal(facts.uploads, 0);
	assert_int_equal(facts.refused, bodies);
	/* Nobody writes any more: there are no uploads. */
	change_people(&nobody);
	expect(put(WRITER, "/2025/01/02/boat", "x"), "53 No uploads here", "no writers");
	end();
}

static void a_writer_who_is_removed_meanwhile_changes_nothing(void **state)
{
	struct peer peer;

	(void)state;
	begin();
	const struct peer_options options = options_of(WRITER);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("titan://localhost/me/new/x;size=9\r\nWo")));
	EVENTUALLY(count_files() == 1);
	change_people(&unknown);
	assert_true(peer_send(&peer, S("rds here")));
	expect(read_rest(&peer), "61 Nothing was changed: you may not upload here",
		"removed");
	assert_int_equal(count_files(), 0);
	end();
}

/* The list was saved, and the server has not read it yet. */
static void while_the_list_of_people_changes_nothing_is_kept(void **state)
{
	struct peer peer;

	(void)state;
	begin();
	const struct peer_options options = options_of(WRITER);
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("titan://localhost/me/new/x;size=9\r\nWo")));
	EVENTUALLY(count_files() == 1);
	tree_write(&it.tree, "state/people.yaml", "people: {}\n");
	assert_true(peer_send(&peer, S("rds here")));
	expect(read_rest(&peer),
		"40 Nothing was changed: who may upload here was just changed; try again",
		"saved meanwhile");
	assert_int_equal(count_files(), 0);
	end();
}

/* P1: a session says nothing of who resumes it. */
static void a_resumed_session_is_a_stranger(void **state)
{
	SSL_CTX *client;
	struct peer peer;

	(void)state;
	begin();
	struct peer_options options = options_of(NOBODY);
	client = peer_tls_new(0);
	options.tls = client;
	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(&peer, S("gemini://localhost/\r\n")));
	auto_buf struct buf reply = BUF(BUF_UNLIMITED);
	assert_int_equal(peer_read_all(&peer, &reply), PEER_CLOSE_NOTIFY);
	SSL_SESSION *session = SSL_get1_session(peer.ssl);
	assert_true(SSL_SESSION_is_resumable(session));
	/* One that was not shut down would count as broken. */
	SSL_shutdown(peer.ssl);
	peer_close(&peer);
	peer_tls_identify(client, &it.own[WRITER]);
	options.session = session;
	assert_true(peer_open(&peer, &options));
	assert_true(SSL_session_reused(peer.ssl));
	assert_true(peer_send(&peer, upload_of("/2025/01/02/boat", S("words"), "")));
	expect(read_rest(&peer), "60 ", "resumed");
	SSL_SESSION_free(session);
	SSL_CTX_free(client);
	end();
}

static void the_address_is_judged_before_the_body(void **state)
{
	static const struct {
		const char *request, *want, *why;
	} rows[] = {
		{"titan://localhost/x;size=5;size=5",
			"59 A parameter of the upload stands twice", "doubled size"},
		{"titan://localhost/x;size=+1", "59 ", "a sign"},
		{"titan://localhost/x;size=1e3", "59 ", "an exponent"},
		{"titan://localhost/x;size=1234567890", "59 ", "ten digits"},
		{"titan://localhost/x;size=", "59 ", "no digits"},
		{"titan://localhost/x", "59 ", "no size"},
		{"titan://localhost/x?;size=5", "59 ", "in the query"},
		{"titan://localhost/x;edit;size=5", "59 ", "edit with a size"},
		{"titan://localhost/x;size=5;other=1", "59 ", "another parameter"},
		{"titan://other.example/x;size=5", "53 ", "another host"},
		{"titan://localhost:1966/x;size=5", "53 ", "another port"},
		{"titan://localhost/../x;size=5", "59 ", "above the root"},
		{"titan://localhost/me/new/;size=5", "59 ", "no name"},
		{"titan://localhost/me/new/a/b;size=5", "59 ", "a name with a slash"},
		{"titan://localhost/me/read/x;size=5", "59 ", "nothing to upload to"},
		{"titan://localhost/me/;size=5", "59 ", "the desk itself"},
		{"titan://localhost/me;size=5", "59 ", "without its slash"},
		{"titan://localhost/archive/;size=5", "59 ", "a page that is made"},
		{"titan://localhost/2025/01/03/plan;size=5", "59 ", "a page of HTML"},
		{"titan://localhost/me/new/x.svg;size=5", "59 ",
			"a kind that is not taken"},
		{"titan://localhost/me/new/x;size=3001",
			"59 Nothing was changed: a text may have 3000 bytes here",
			"a large text"},
		{"titan://localhost/me/new/x.png;size=200001",
			"59 Nothing was changed: a file may have 200000 bytes here",
			"a large file"},
		{"titan://localhost/me/new/x.png;size=5",
			"59 Nothing was changed: what came is no .png", "no picture"},
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect(say(WRITER,
			       arena_printf(&it.arena, "%s\r\nwords", rows[i].request),
			       SIZE_MAX),
			rows[i].want, rows[i].why);
		assert_int_equal(count_files(), 0);
	}
	/* Who sends on reads the answer, too. */
	auto_buf struct buf body = BUF(BUF_UNLIMITED);
	buf_puts(&body, "titan://localhost/me/new/x;size=50000\r\n");
	buf_repeat(&body, 'x', 50000);
	expect(say(WRITER, buf_slice(&body), SIZE_MAX),
		"59 Nothing was changed: a text may", "with all of it");
	end();
}

static void four_at_once_and_one_of_a_person(void **state)
{
	struct peer peers[TITAN_AT_ONCE];

	(void)state;
	begin();
	for (size_t i = 0; i < TITAN_AT_ONCE; i++) {
		/* WRITER_12 is the writer. */
		const struct peer_options options =
			options_of((enum who)(i ? WRITER + 1 + i : WRITER));
		assert_true(peer_open(&peers[i], &options));
		assert_true(peer_send(&peers[i],
			arena_printf(&it.arena,
				"titan://localhost/me/new/p%zu;size=10\r\nW", i)));
		EVENTUALLY(count_files() == i + 1);
		if (i < TITAN_AT_ONCE - 1)
			expect(put(WRITER, "/me/new/again", "x"),
				"40 Your other upload is still under way",
				"the same person");
	}
	expect(put(WRITER, "/me/new/again", "x"), "40 ", "the same person");
	expect(say((enum who)(WHO - 1), upload_of("/me/new/fifth", S("x"), ""), SIZE_MAX),
		"41 Four uploads are under way", "a fifth");
	/* A text to edit is no upload. */
	expect(say(WRITER, S("titan://localhost/2025/01/02/boat;edit\r\n"), SIZE_MAX),
		"20 text/markdown", "meanwhile");
	for (size_t i = 0; i < TITAN_AT_ONCE; i++) {
		assert_true(peer_send(&peers[i], S("ords here")));
		expect(read_rest(&peers[i]), "30 ", "each ends well");
	}
	expect(say((enum who)(WHO - 1), upload_of("/me/new/fifth", S("x"), ""), SIZE_MAX),
		"30 ", "afterwards");
	end();
}

static void a_full_quota_is_said(void **state)
{
	(void)state;
	begin_with(&generous, 4000, true);
	char body[1500];
	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	expect(put(WRITER, "/me/new/one", body), "30 ", "one");
	expect(put(WRITER, "/me/new/two", body), "30 ", "two");
	expect(put(WRITER, "/me/new/three", body),
		"50 Nothing was changed: your uploads, with their history, take all",
		"three");
	assert_int_equal(count_files(), 3); /* and the index */
	end();
}

/* --- what is said ----------------------------------------------------------------------- */

static void source_is_given_and_changes_are_noticed(void **state)
{
	static const char boat[] = "/2025/01/02/boat";
	struct slice edit = S("titan://localhost/2025/01/02/boat;edit\r\n");
	enum who other = WHO - 1;

	(void)state;
	begin();
	expect(say(WRITER, edit, SIZE_MAX),
		"20 text/markdown\r\n---\ntitle: Boat\n---\nOld words\n", "the blog's");
	expect(say(other, edit, SIZE_MAX), "20 text/markdown\r\n---\ntitle: Boat",
		"the same");
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nMine\n"), "30 ", "mine");
	struct slice reply = put(other, boat, "---\ntitle: Boat\n---\nTheirs\n");
	expect(reply, "20 text/gemini", "changed meanwhile");
	expect_words(reply, "writer changed this page after you fetched its text", "who");
	expect_words(get(NOBODY, boat), "Mine", "readers");
	expect(say(other, edit, SIZE_MAX),
		"20 text/markdown\r\n---\ntitle: Boat\n---\nTheirs\n", "the draft");
	expect(say(WRITER, edit, SIZE_MAX),
		"20 text/markdown\r\n---\ntitle: Boat\n---\nMine\n",
		"no draft of others");
	expect(put(other, boat, "---\ntitle: Boat\n---\nBoth\n"), "30 ", "all the same");
	expect_words(get(NOBODY, boat), "Both", "readers");
	/* By the same person nothing changes meanwhile. */
	expect(put(other, boat, "---\ntitle: Boat\n---\nAgain\n"), "30 ", "once more");
	expect(say(WRITER, S("titan://localhost/me/new/none;edit\r\n"), SIZE_MAX),
		"20 text/markdown\r\n", "nothing yet");
	end();
}

/* The desk deletes @source, or restores its oldest version. */
static void at_desk(const char *source, bool is_deletion, const char *author)
{
	auto_arena struct arena arena = {0};
	struct store_version *list;
	size_t count;
	auto_close int blog = open(it.blog, O_PATH | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(
		store_versions(it.store, &arena, slice_str(source), &list, &count), 0);
	assert_true(count > 0);
	assert_int_equal(is_deletion ? store_delete(it.store, slice_str(source),
					       slice_str(author), list[0].id, blog)
				     : store_restore(it.store, list[count - 1].id,
					       slice_str(author), list[0].id, blog),
		STORE_OK);
}

static void acts_at_the_desk_are_known_to_who_did_them(void **state)
{
	static const char boat[] = "/bay/boat", source[] = "bay/boat.md";

	(void)state;
	begin();
	/* Beside it the address stays one where a page may be begun. */
	tree_write(&it.tree, "blog/bay/pier.md", "---\ntitle: Pier\n---\nPier\n");
	for (int i = 0; i < 1000 && !slice_starts(get(NOBODY, "/bay/pier"), S("20 "));
		i++)
		poll(NULL, 0, 10);
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nOne\n"), "30 ", "one");
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nTwo\n"), "30 ", "two");
	at_desk(source, false, "writer");
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nThree\n"), "30 ",
		"after one's own restoring");
	at_desk(source, true, "writer");
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nFour\n"), "30 ",
		"after one's own deletion");
	at_desk(source, true, "other");
	struct slice reply = put(WRITER, boat, "---\ntitle: Boat\n---\nFour\n");
	expect(reply, "20 text/gemini", "after somebody else's deletion");
	expect_words(reply, "other deleted this page after you had its text", "said");
	expect(put(WRITER, boat, "---\ntitle: Boat\n---\nFour\n"), "30 ", "all the same");
	end();
}

/* The link on @page that begins so. */
static const char *link_in(struct slice page, const char *start)
{
	struct slice link;
	ptrdiff_t at = slice_find(page, slice_str(start));

	if (at < 0)
		fail_msg("no %s: %.*s", start, SARG(page));
	slice_cut(slice_from(page, (size_t)at), ' ', &link, NULL);
	return arena_cstr(&it.arena, link);
}

/* Follows the link of a page that asks; what the reply leads to. */
static void act(const char *path)
{
	expect(get(WRITER, link_in(get(WRITER, path), "/me/do/")), "30 /me/history/",
		path);
}

#define JPEG "\xff\xd8\xff\xdb\x01\x01JFIF\xff\xd9 "

/* Only one old version of a file is kept. */
static void a_new_file_takes_nobody_else_s_place(void **state)
{
	static const char taken[] =
		"59 Nothing was changed: there is a file of that name already, by "
		"writer; choose another name, or replace it at your desk, "
		"gemini://localhost/me/edit/images/boat.jpg\r\n";
	static const char *const heads[] = {"me/new/boat.jpg", "me/new/Boat.jpg",
		"nowhere/boat.jpg", "nowhere/at/all/boat.jpg"};
	enum who other = WHO - 1;

	(void)state;
	begin();
	expect(put(WRITER, "/me/new/boat.jpg", JPEG "one"), "30 ", "the first");
	expect(put(WRITER, "/me/new/boat.jpg", JPEG "two"), "30 ", "one's own again");
	for (size_t i = 0; i < COUNT(heads); i++)
		expect(say(other,
			       arena_printf(&it.arena,
				       "titan://localhost/%s;size=2000\r\n", heads[i]),
			       SIZE_MAX),
			taken, heads[i]);
	expect_words(get(NOBODY, "/images/boat.jpg"), "two", "it stays");
	expect(put(other, "/me/new/pier.jpg", JPEG "three"), "30 ", "another name");
	expect(put(other, "/images/boat.jpg", JPEG "four"), "30 ", "its own address");
	expect(put(other, "/me/edit/images/boat.jpg", JPEG "five"), "30 ", "its page");
	expect(put(other, "/me/new/boat.jpg", JPEG "six"), "30 ", "now it is theirs");
	at_desk("images/boat.jpg", true, "writer");
	expect(put(other, "/me/new/boat.jpg", JPEG "six"),
		"59 Nothing was changed: a file of that name is in the history, by "
		"writer; ",
		"one that was deleted");
	expect(put(WRITER, "/me/new/boat.jpg", JPEG "seven"), "30 ", "who deleted it");
	end();
}

/* Begun with @path and not ended yet. */
static struct peer begun(enum who who, const char *path)
{
	const struct peer_options options = options_of(who);
	struct peer peer;

	assert_true(peer_open(&peer, &options));
	assert_true(peer_send(
		&peer, arena_printf(&it.arena, "titan://localhost%s;size=%zu\r\n" JPEG,
			       path, strlen(JPEG) + 1)));
	return peer;
}

static struct slice ended(struct peer *peer, const char *with)
{
	assert_true(peer_send(peer, slice_str(with)));
	return read_rest(peer);
}

static void two_files_in_one_moment_do_not_pass_each_other(void **state)
{
	static const struct {
		const char *path, *one, *want;
	} rows[] = {
		{"/me/new/sea.jpg", "1",
			"59 Nothing was changed: there is a file of that name already, "
			"by writer; "},
		{"/images/sea.jpg", "2",
			"40 Nothing was changed: somebody changed this file meanwhile; "},
		{"/OLD.JPG", "3",
			"40 Nothing was changed: somebody changed this file meanwhile; "},
	};
	enum who other = WHO - 1;

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t before = count_files();
		struct peer one = begun(WRITER, rows[i].path);
		struct peer two = begun(other, rows[i].path);
		EVENTUALLY(count_files() == before + 2);
		expect(ended(&one, rows[i].one), "30 ", rows[i].path);
		expect(ended(&two, "x"), rows[i].want, rows[i].path);
	}
	end();
}

static void a_new_text_takes_nobody_else_s_place_at_once(void **state)
{
	enum who other = WHO - 1;
	static const char sun[] = "/me/new/sun";

	(void)state;
	begin();
	struct slice reply = put(WRITER, sun, "# Sun\n\nMine.\n"), to;
	expect(reply, "30 gemini://localhost/", "the first");
	slice_cut(slice_from(reply, strlen("30 gemini://localhost")), '\r', &to, NULL);
	const char *path = arena_dup(&it.arena, to).ptr;
	struct slice page = get(other, sun);
	expect_words(page, "There is one of that name already, by writer.", "the desk");
	assert_false(slice_contains(page, S("titan:")));
	reply = put(other, sun, "# Sun\n\nTheirs.\n");
	expect(reply, "20 text/gemini", "by chance");
	expect_words(reply, "writer wrote a page of that name, and readers see it as",
		"by chance");
	expect_words(get(NOBODY, path), "Mine", "it stays");
	expect_words(reply, "=> titan://localhost:1965/me/edit/_posts/", "by chance");
	const char *edit = link_in(reply, "/me/edit/_posts/");
	*(char *)strchr(edit, ';') = '\0';
	expect(put(other, edit, "---\ntitle: Sun\n---\nTheirs.\n"), "30 ",
		"all the same");
	expect_words(get(NOBODY, path), "Theirs", "on purpose");
	end();
}

static void mistakes_have_their_place_and_hide_nothing(void **state)
{
	static const char boat[] = "/2025/01/02/boat";
	static const struct {
		const char *path, *body, *words, *why;
	} rows[] = {
		{boat, "---\ntitle: \"Boat\n---\nNew\n",
			"* _posts/2025-01-02-boat.md:2:8: error:", "front matter"},
		{boat, "---\ntitle: Boat\npermalink: /x/\n---\nNew\n",
			"an upload cannot set this key: permalink", "an address"},
		{boat, "---\ntitle: Boat\naliases: [/robots.txt]\n---\nNew\n",
			"an upload cannot set this key: aliases", "an alias"},
		{boat, "---js\n{title: 1}\n---\nNew\n", "front matter that is code: js",
			"code"},
		{boat, "---\ntitle: Boat\n", "the front matter has no end", "no end"},
		{boat, "---\ntitle: Boat\ndraft: true\n---\nNew\n",
			"this would hide the page", "hidden"},
		{boat, "---\ntitle: Boat\n---\nNew \xff\n", "this is no text in UTF-8",
			"Latin-1"},
		{"/me/new/x", "---\ntitle: X\ndraft: true\n---\nNew\n", "a draft",
			"a draft"},
		{"/me/new/x", "---\ntitle: X\n---\nNew\n",
			"this would show a hidden page", "a draft that is none any more"},
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice reply = put(WRITER, rows[i].path, rows[i].body);
		expect(reply, "20 text/gemini", rows[i].why);
		expect_words(reply, rows[i].words, rows[i].why);
		expect_words(
			reply, "=> titan://localhost:1965/me/edit/_posts/", rows[i].why);
		expect_words(reply, "=> gemini://localhost/me/edit/_posts/", rows[i].why);
		expect_words(get(NOBODY, boat), "Old words", rows[i].why);
	}
	/* Where readers find it is no more changed than who sees it. */
	expect(put(WRITER, boat, "---\ntitle: Boat\nunlisted: true\n---\nNew\n"),
		"20 text/gemini", "off lists");
	expect_words(get(NOBODY, boat), "Old words", "off lists");
	const char *publish = link_in(
		get(WRITER, "/me/edit/_posts/2025-01-02-boat.md"), "/me/publish/");
	expect_words(get(WRITER, publish),
		"will see it at /2025/01/02/boat, but it is in no list.", "off lists");
	act(publish);
	assert_false(slice_contains(get(NOBODY, "/"), S("Boat")));
	struct slice reply = put(WRITER, boat, "---\ntitle: Boat\n---\nNewest\n");
	expect_words(reply, "this would put the page on lists", "onto lists");
	expect_words(get(NOBODY, boat), "New\n", "onto lists");
	expect(put(WRITER, boat, "---\ntitle: Boat\nunlisted: true\n---\nSame\n"), "30 ",
		"as before");
	expect(put(WRITER, "/me/new/y", "---\ntitle: Y\nunlisted: true\n---\nNew\n"),
		"30 ", "a new page");
	expect(put(WRITER, "/2025/01/02/boat", "# Boat\n\nOld words\n"),
		"59 Nothing was changed: this is the page as shown", "as shown");
	end();
}

/* Nobody reads it yet, and what its folder says is all that is known of its zone. */
static void a_letter_that_nobody_reads_is_mended(void **state)
{
	static const struct {
		const char *text, *want, *why;
	} rows[] = {
		{"---\ntitle: [\n---\nx\n", "20 text/gemini", "a mistake"},
		{"---\ntitle: X\n---\nDear\n", "30 gemini://localhost/letters/x\r\n",
			"mended"},
	};

	(void)state;
	begin();
	expect(put(WRITER, "/letters/x", "---\ntitle: [\n---\nx\n"), "20 text/gemini",
		"a new one with a mistake");
	for (size_t i = 0; i < COUNT(rows); i++)
		expect(put(WRITER, "/me/edit/letters/x.md", rows[i].text), rows[i].want,
			rows[i].why);
	at_desk("letters/x.md", true, "other");
	expect(put(WRITER, "/me/edit/letters/x.md", rows[1].text), "20 text/gemini",
		"after somebody else deleted it");
	expect(put(WRITER, "/me/edit/letters/x.md", rows[1].text), rows[1].want,
		"all the same");
	expect_words(get(FRIEND, "/letters/x"), "Dear", "its reader");
	expect(get(NOBODY, "/letters/x"), "60 ", "nobody else");
	end();
}

/* P40. */
static void the_log_has_a_name_and_a_path_and_no_parameters(void **state)
{
	const struct log_settings loud = {.level = LOG_INFO, .access = true},
				  quiet = {.level = LOG_ERROR};
	struct capture capture;

	(void)state;
	begin();
	capture = capture_pipe();
	log_setup(&loud);
	say(WRITER,
		upload_of("/2025/01/02/boat", S("---\ntitle: Hatstand\n---\nPlugh\n"),
			";token=xyzzy"),
		SIZE_MAX);
	put(WRITER, "/me/new/shown", "Words\n");
	put(WRITER, "/letters/plugh", "---\ntitle: [\n---\nHatstand\n");
	put(WRITER, "/me/edit/letters/plugh.md", "---\ntitle: [\n---\nHatstand\n");
	put(WRITER, "/me/edit/letters/none-of-plugh.md", "x\n");
	put(STRANGER, "/me/edit/letters/plugh.md", "x\n");
	expect(put(WRITER, "/me/edit/letters/plugh.md", "---\ntitle: A\n---\nHatstand\n"),
		"30 ", "a letter");
	act("/me/delete/5/letters/plugh.md");
	act("/me/restore/5/letters/plugh.md");
	act(link_in(get(WRITER, "/me/edit/letters/plugh.md"), "/me/forget/"));
	put(STRANGER, "/2025/01/02/boat", "x");
	end();
	log_flush();
	log_setup(&quiet);
	struct buf *all = capture_end(&capture);
	struct slice said = arena_dup(&it.arena, buf_slice(all));
	capture_drop(all);
	expect_words(said, "titan://localhost/2025/01/02/boat 30 ", "the path");
	expect_words(said, " by writer, 30 bytes", "the person");
	expect_words(said, "titan://localhost/2025/01/02/boat 61 ", "a stranger");
	expect_words(said, " by nobody, 1 bytes", "a stranger");
	expect_words(said, "titan://localhost/me/new/shown ", "a page of the desk");
	expect_words(said, "titan://localhost/letters/ ", "the zone alone");
	expect_words(said, "titan://localhost/me/ 61 ", "a stranger at the desk");
	expect_words(said, "localhost: writer: restore /letters/", "an act");
	expect_words(said, "localhost: writer: forget /letters/", "an act");
	assert_false(slice_contains(said, S("xyzzy")));
	assert_false(slice_contains(said, S("mime")));
	assert_false(slice_contains(said, S("Hatstand")));
	assert_false(slice_contains(said, S("lugh")));
}

/* Without a wait readers would see the old page for as long as a scan takes. */
static void an_act_is_seen_when_the_answer_comes(void **state)
{
	(void)state;
	begin();
	for (unsigned i = 1; i <= 10; i++) {
		act("/me/delete/0/_posts/2025-01-02-boat.md");
		expect(get(NOBODY, "/2025/01/02/boat"), "51 ", "deleted");
		act(arena_printf(&it.arena, "/me/discard/%u/_posts/2025-01-02-boat.md", i)
				.ptr);
		expect(get(NOBODY, "/2025/01/02/boat"), "20 ", "there again");
	}
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_upload_is_there_when_the_answer_comes),
		cmocka_unit_test(no_redirect_meets_a_page_that_is_not_there),
		cmocka_unit_test(files_lead_to_themselves_and_say_what_they_tell),
		cmocka_unit_test(an_upload_that_ends_early_leaves_nothing),
		cmocka_unit_test(who_drips_is_cut),
		cmocka_unit_test(a_stop_leaves_whole_uploads_or_nothing),
		cmocka_unit_test(an_upload_at_the_start_waits),
		cmocka_unit_test(only_writers_upload_wherever_it_is),
		cmocka_unit_test(a_writer_who_is_removed_meanwhile_changes_nothing),
		cmocka_unit_test(while_the_list_of_people_changes_nothing_is_kept),
		cmocka_unit_test(a_resumed_session_is_a_stranger),
		cmocka_unit_test(the_address_is_judged_before_the_body),
		cmocka_unit_test(four_at_once_and_one_of_a_person),
		cmocka_unit_test(a_full_quota_is_said),
		cmocka_unit_test(source_is_given_and_changes_are_noticed),
		cmocka_unit_test(acts_at_the_desk_are_known_to_who_did_them),
		cmocka_unit_test(a_new_file_takes_nobody_else_s_place),
		cmocka_unit_test(two_files_in_one_moment_do_not_pass_each_other),
		cmocka_unit_test(a_new_text_takes_nobody_else_s_place_at_once),
		cmocka_unit_test(mistakes_have_their_place_and_hide_nothing),
		cmocka_unit_test(a_letter_that_nobody_reads_is_mended),
		cmocka_unit_test(the_log_has_a_name_and_a_path_and_no_parameters),
		cmocka_unit_test(an_act_is_seen_when_the_answer_comes),
	};

	return cmocka_run_group_tests_name("titan_served", tests, set_up, tear_down);
}
