/* SPDX-License-Identifier: MIT */
/* Zones over real connections: who gets a word of them, and who does not. What is in them is in no other reply, no
 * cache, no count and no line of the log, whoever asks, at whatever address. SPLASHDOWN_REQUESTS says how many
 * mutated requests are sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <netinet/in.h>
#include <openssl/pem.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "../support/capsule.h"
#include "../support/capture.h"
#include "../support/peer.h"
#include "../support/site_check.h"
#include "base/log.h"
#include "base/memory.h"
#include "net/worker.h"
#include "scan/closed.h"
#include "serve/gemini_service.h"
#include "serve/gopher_service.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define LETTERS      60
#define WORKERS      4
/* In the text of every file of a zone, and in their names. */
#define WORD "xyzzy"
#define NAME "plugh"

static const struct tree_file files[] = {
	{"open.md", "---\ntitle: Open\ndate: 2025-02-04\ntags: [all]\n---\n"
		    "[in](/letters/) [nothing](/letters/nothing/) [theirs](/family/)\n"},
	{"again.md", "---\ntitle: Again\ndate: 2025-02-06\ntags: [all]\n---\nx\n"},
	{"about.md", "About.\n"},
	{"plan.txt", "a plan\n"},
	{"_redirects", "/go/ /letters/plugh-1/\n/went/* /letters/:splat\n/old/ /open/\n"
		       "/by/* /:splat\n/letters/all/* /open/\n"},
	{"letters/index.md", "---\ntitle: Letters xyzzy\n---\nxyzzy\n"},
	{"letters/plugh.txt", "xyzzy\n"},
	{"letters/plugh-long.md", "---\ntitle: Long xyzzy\n---\n"}, /* made long */
	{"elsewhere.md", "---\ntitle: There xyzzy\npermalink: /letters/plugh-e/\n"
			 "aliases: [/plugh-old/]\n---\nxyzzy\n"},
	{"family/plugh-a.md",
		"---\ntitle: Family xyzzy\n---\nxyzzy [one](/letters/plugh-1/)\n"},
	{"letters/plugh-draft.md", "---\ntitle: Draft xyzzy\ndraft: true\n---\nxyzzy\n"},
};

static const struct slice friends[] = {S("friend")}, others[] = {S("other")};
static const struct reader_zone zone_list[] = {
	{S("/letters/"), S("Letters to friends"), {friends, 1}},
	{S("/family/"), S("Family"), {others, 1}},
};
static const struct zones zones = {zone_list, COUNT(zone_list)};

enum who {
	NOBODY,
	NOBODY_12,
	STRANGER,
	OTHER,
	EXPIRED,
	WEAK,
	FRIEND,
	FRIEND_12,
	WRITER,
	WHO
};
static const char *const who_names[WHO] = {"nobody", "nobody, TLS 1.2", "a stranger",
	"a friend of another zone", "an expired friend", "a friend with a weak key",
	"a friend", "a friend, TLS 1.2", "a writer"};

static struct {
	struct tree tree;
	struct site *sites[1];
	struct people people;
	struct person persons[4];
	struct serve_table table;
	struct serve_worker worker;
	struct serve serve;
	struct service secure, plain;
	struct gopher_service gopher;
	struct tls_context *tls;
	struct test_certificate certificate, own[WHO];
	SSL_CTX *clients[WHO];
	struct workers *workers;
	struct listener listeners[3];
	struct arena arena;
	struct slice *addresses; /* of the zones: half of them exist */
	size_t address_count;
} it;

/* --- the capsule -------------------------------------------------------------------- */

static void give_back(void *ctx, struct site *site)
{
	(void)ctx;
	site_free(site);
}

static void *start_worker(struct worker *worker, void *ctx)
{
	(void)worker;
	return ctx;
}

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

static void make_clients(void)
{
	static const int versions[WHO] = {
		[NOBODY_12] = TLS1_2_VERSION, [FRIEND_12] = TLS1_2_VERSION};
	EVP_PKEY *key = EVP_EC_gen("P-256"), *weak = EVP_RSA_gen(1024);

	for (size_t i = STRANGER; i < WHO; i++) {
		bool is_friend = i == FRIEND || i == FRIEND_12 || i == EXPIRED;
		if (is_friend || i == WEAK)
			test_certificate_make_for(&it.own[i], "me", 2,
				i == EXPIRED ? -1 : 30, i == WEAK ? weak : key);
		else
			test_certificate_make(&it.own[i], "me", 2, 30);
	}
	for (size_t i = 0; i < WHO; i++) {
		it.clients[i] = peer_tls_new(versions[i]);
		SSL_CTX_set_security_level(it.clients[i], 0);
		if (i >= STRANGER)
			peer_tls_identify(it.clients[i], &it.own[i]);
	}
	EVP_PKEY_free(key);
	EVP_PKEY_free(weak);
	it.persons[0] = (struct person){.name = S("friend")};
	it.persons[1] = (struct person){.name = S("other")};
	it.persons[2] = (struct person){.name = S("writer"), .writes = true};
	it.persons[3] = (struct person){.name = S("friend")};
	key_of(&it.own[FRIEND], it.persons[0].key);
	key_of(&it.own[OTHER], it.persons[1].key);
	key_of(&it.own[WRITER], it.persons[2].key);
	key_of(&it.own[WEAK], it.persons[3].key);
	qsort(it.persons, COUNT(it.persons), sizeof(*it.persons), people_order);
	it.people = (struct people){.list = it.persons,
		.count = COUNT(it.persons),
		.zones = zones,
		.desk = S("/me/")};
}

static void make_site(void)
{
	auto_buf struct buf page = BUF(BUF_UNLIMITED);

	tree_init(&it.tree);
	tree_write_all(&it.tree, files, COUNT(files));
	for (unsigned i = 1; i <= LETTERS; i++)
		tree_write(&it.tree,
			arena_printf(&it.arena, "letters/" NAME "-%u.md", i).ptr,
			arena_printf(&it.arena,
				"---\ntitle: Letter " WORD " %u\ndate: 2025-03-%02u\n"
				"tags: [all, " NAME "-tag]\n---\n" WORD
				" [next](/letters/" NAME "-%u/)\n",
				i, 1 + i % 28, i + 1)
				.ptr);
	/* So long that it is made on the work queue. */
	buf_puts(&page, "---\ntitle: Long " WORD "\n---\n");
	for (unsigned i = 0; i < 12000; i++)
		buf_puts(&page, WORD " ");
	buf_putc(&page, '\0');
	tree_write(&it.tree, "letters/" NAME "-long.md", page.ptr);
	it.sites[0] = site_check_scan_zones(&it.tree, NULL, &zones);
}

static void ask_for(struct slice address)
{
	size_t room = it.address_count;

	if (room % 256 == 0) {
		struct slice *more = arena_array(&it.arena, room + 256, struct slice);
		if (room)
			memcpy(more, it.addresses, room * sizeof(*more));
		it.addresses = more;
	}
	it.addresses[it.address_count++] = arena_dup(&it.arena, address);
}

/* What readers of a zone get, of the letters every seventh, and as much that is not there. */
static void list_addresses(void)
{
	size_t count;
	struct site *closed = closed_sites(it.sites[0], &count);

	for (size_t i = 0; i < count; i++) {
		struct capsule capsule;
		capsule_read(&capsule, &closed[i], NULL, 0);
		for (size_t k = 0; k < capsule.count; k++) {
			const struct capsule_reply *reply = &capsule.replies[k];
			if (k && slice_eq(reply->address, capsule.replies[k - 1].address))
				continue;
			if (!site_covers(&closed[i], reply->address) || (i == 0 && k % 7))
				continue;
			ask_for(reply->address);
		}
		capsule_fini(&capsule);
	}
}

static void list_other_addresses(void)
{
	ask_for(S("/letters/all/x"));
	ask_for(S("/letters/" NAME "-draft/"));
	ask_for(S("/letters/" NAME "-none.gmi"));
}

static void open_listener(size_t i, const struct service *service, bool tls)
{
	struct sockaddr_storage addresses[2];
	struct listener *listener = &it.listeners[i];

	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	*listener = (struct listener){.fd = listener_open(&addresses[0]),
		.service = service,
		.tls = tls ? it.tls : NULL};
	assert_true(listener->fd >= 0);
	assert_int_equal(listener_address(listener->fd, &listener->address), 0);
	workers_listen(it.workers, listener);
}

static void start_tls(void)
{
	static const struct slice hosts[] = {S("localhost")};
	char error[256];

	test_certificate_make(&it.certificate, "localhost", 2, 30);
	struct tls_certificate certificate = {
		.chain_pem = buf_slice(&it.certificate.chain),
		.key_pem = buf_slice(&it.certificate.key),
		.hosts = hosts,
		.host_count = 1,
	};
	const struct tls_options options = {
		.certificates = &certificate, .count = 1, .ask_client_certificate = true};
	assert_int_equal(tls_context_new(&options, &it.tls, error, sizeof(error)), 0);
}

static void start_workers(void)
{
	const struct workers_options options = {
		.count = WORKERS,
		.limits = {.request_ms = 20000,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 64 * 1024,
			.drain_ms = 1000},
		.start = start_worker,
		.ctx = &it.worker,
	};

	assert_int_equal(workers_new(&options, &it.workers), 0);
	open_listener(0, &it.secure, true);
	open_listener(1, &it.plain, false);
	open_listener(2, &it.gopher.service, false);
}

static void stop_workers(void)
{
	workers_free(it.workers);
	for (size_t i = 0; i < COUNT(it.listeners); i++)
		close(it.listeners[i].fd);
}

static int set_up(void **state)
{
	static const struct serve_host hosts[] = {{S("localhost"), 0, 1}};
	static const struct slice names[] = {S("localhost")};
	static const uint16_t ports[] = {1965};
	static const struct serve_gopher gopher[] = {
		{.host = S("localhost"), .port = 70, .gemini = S("gemini://localhost")}};
	const struct log_settings quiet = {.level = LOG_ERROR};

	(void)state;
	log_setup(&quiet);
	make_site();
	make_clients();
	it.table = (struct serve_table){.refs = 1,
		.hosts = hosts,
		.host_count = 1,
		.site_count = 1,
		.names = names,
		.ports = ports,
		.port_count = 1,
		.gopher = gopher,
		.people = &it.people};
	it.worker = (struct serve_worker){.table = &it.table, .sites = it.sites};
	it.serve = (struct serve){.cache = cache_new(8 * 1024 * 1024),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		.tally = tally_new(),
		.site_free = give_back};
	gemini_service_init(&it.secure, &it.serve);
	it.plain = it.secure;
	it.plain.tls = false;
	gopher_service_init(&it.gopher, &it.serve, names[0]);
	start_tls();
	start_workers();
	list_addresses();
	list_other_addresses();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	stop_workers();
	serve_site_drop(&it.serve, it.sites[0]);
	cache_free(it.serve.cache);
	cache_free(it.serve.tables);
	tally_free(it.serve.tally);
	tls_context_free(it.tls);
	for (size_t i = 0; i < WHO; i++) {
		SSL_CTX_free(it.clients[i]);
		test_certificate_fini(&it.own[i]);
	}
	test_certificate_fini(&it.certificate);
	arena_fini(&it.arena);
	tree_fini(&it.tree);
	return 0;
}

/* --- asking ------------------------------------------------------------------------- */

static uint16_t port_of(size_t listener)
{
	const struct sockaddr_in *in =
		(const struct sockaddr_in *)&it.listeners[listener].address;

	return ntohs(in->sin_port);
}

static struct slice converse(
	size_t listener, SSL_CTX *client, struct slice request, struct arena *arena)
{
	const struct peer_options options = {.port = port_of(listener),
		.tls = client,
		.server_name = client ? "localhost" : NULL};
	struct buf reply = BUF(BUF_UNLIMITED);
	struct peer peer;

	assert_true(peer_open(&peer, &options));
	peer_send(&peer, request);
	enum peer_end end = peer_read_all(&peer, &reply);
	assert_true(end != PEER_LATE);
	peer_close(&peer);
	return buf_take(&reply, arena);
}

/* @key is as it is in addresses. */
static struct slice get(enum who who, struct slice key, struct arena *arena)
{
	return converse(0, it.clients[who],
		arena_printf(arena, "gemini://localhost%.*s\r\n", SARG(key)), arena);
}

static bool holds(struct slice text, struct slice word)
{
	for (size_t i = 0; i + word.len <= text.len; i++) {
		if (slice_eq_nocase(slice(text.ptr + i, word.len), word))
			return true;
	}
	return false;
}

static bool may_read(enum who who, struct slice key)
{
	const struct reader_zone *zone = zones_at(&zones, key);

	return who == WRITER || (who == FRIEND && zone == &zone_list[0]) ||
	       (who == OTHER && zone == &zone_list[1]);
}

static unsigned long requests(void)
{
	const char *said = getenv("SPLASHDOWN_REQUESTS");

	return said ? strtoul(said, NULL, 10) : 3000;
}

/* --- what is closed ------------------------------------------------------------------- */

/* Whoever may not read gets one answer at all addresses of a zone, of which half are those of pages. */
static void addresses_of_a_zone_have_one_answer(void **state)
{
	static const unsigned statuses[WHO] = {60, 60, 61, 61, 62, 62, 61, 60, 61};
	size_t answers = 0;

	(void)state;
	assert_true(it.address_count > 20);
	for (size_t who = 0; who < WHO; who++) {
		struct slice expected[COUNT(zone_list)] = {{0}};
		auto_arena struct arena arena = {0};
		for (size_t i = 0; i < it.address_count; i++) {
			struct slice key = it.addresses[i];
			size_t zone = (size_t)(zones_at(&zones, key) - zone_list);
			if (may_read((enum who)who, key))
				continue;
			struct slice reply = get((enum who)who, key, &arena);
			answers++;
			if (!expected[zone].len)
				expected[zone] = reply;
			if (!slice_eq(expected[zone], reply))
				fail_msg("%s, %.*s: %.*s", who_names[who], SARG(key),
					SARG(reply));
		}
		for (size_t zone = 0; zone < COUNT(zone_list); zone++) {
			struct slice status = arena_printf(&arena, "%u ", statuses[who]);
			if (expected[zone].len && !slice_starts(expected[zone], status))
				fail_msg(
					"%s: %.*s", who_names[who], SARG(expected[zone]));
		}
	}
	assert_int_equal(answers, 7 * it.address_count);
}

/* The same without TLS, where that is quick: at thousands of addresses. */
static void thousands_of_addresses_have_one_answer(void **state)
{
	const unsigned long count = requests() / 10 < 2000 ? 2000 : requests() / 10;
	static const char *const endings[] = {"/", "", ".gmi", ".txt", ".md", ".html"};

	(void)state;
	for (unsigned long i = 0; i < count; i++) {
		auto_arena struct arena arena = {0};
		struct slice request = arena_printf(&arena,
			"gemini://localhost/letters/" NAME "-%lu%s%s\r\n",
			1 + i / 2 % LETTERS, i % 2 ? "-none" : "",
			endings[i / 2 / LETTERS % COUNT(endings)]);
		struct slice reply = converse(1, NULL, request, &arena);
		if (!slice_eq(reply,
			    S("60 Your client is too old to show who you are\r\n")))
			fail_msg("%.*s: %.*s", SARG(request), SARG(reply));
	}
}

/* What is there or not makes no difference to the work either: the snapshot, in memory that cannot be read here, is not
 * looked at before it is known who asks. */
static void who_may_not_read_costs_the_same_whatever_is_there(void **state)
{
	struct site *site = it.sites[0];
	const size_t bytes = (size_t)sysconf(_SC_PAGESIZE);
	auto_arena struct arena arena = {0};
	size_t answers = 0;

	(void)state;
	stop_workers();
	it.sites[0] = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(it.sites[0], MAP_FAILED);
	start_workers();
	for (size_t i = 0; i < it.address_count; i++) {
		for (size_t who = 0; who < WHO; who++) {
			struct slice key = it.addresses[i];
			if (may_read((enum who)who, key))
				continue;
			struct slice reply = get((enum who)who, key, &arena);
			if (!slice_starts(reply, S("6")))
				fail_msg("%.*s: %.*s", SARG(key), SARG(reply));
			answers++;
		}
	}
	assert_true(answers > it.address_count);
	stop_workers();
	munmap(it.sites[0], bytes);
	it.sites[0] = site;
	start_workers();
}

static void spellings_of_a_zone_have_that_answer_too(void **state)
{
	static const struct slice keys[] = {S("/letters"), S("/letters/"), S("/LETTERS/"),
		S("/letters.gmi"), S("/letters.txt"), S("/letters.md"),
		S("/letters.html"), S("/letters.xml"), S("/letters?q"),
		S("/letters/../letters/plugh-1/"), S("/l%65tters/plugh-1/"),
		S("//letters/plugh-1/"), S("/letters%2Fplugh-1/"),
		S("/letters%2fplugh-1/"), S("/letters//plugh-1/"),
		S("/x/../letters/plugh-1/"), S("/./letters/plugh-1.gmi"),
		S("/letters/feed.xml"), S("/letters/tags/all/"),
		S("/letters/index.html")};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct slice reply = get(NOBODY, keys[i], &arena);
		if (!slice_eq(reply, S("60 Letters to friends\r\n")))
			fail_msg("%.*s: %.*s", SARG(keys[i]), SARG(reply));
	}
}

/* What leads into a zone leads nowhere, for its own readers too. */
static void nothing_outside_leads_in(void **state)
{
	static const struct slice keys[] = {S("/go/"), S("/went/plugh-1/"),
		S("/plugh-old/"), S("/elsewhere/"), S("/plugh-1/"), S("/tags/plugh-tag/"),
		S("/by/letters/plugh-1/"), S("/archive/2025/03/")};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t who = 0; who < WHO; who++) {
		for (size_t i = 0; i < COUNT(keys); i++) {
			struct slice reply = get((enum who)who, keys[i], &arena);
			if (!slice_starts(reply, S("51 ")))
				fail_msg("%s, %.*s: %.*s", who_names[who], SARG(keys[i]),
					SARG(reply));
		}
	}
}

/* Public pages are the same for everybody, and have no word of a zone. */
static void public_pages_do_not_know_who_asks(void **state)
{
	struct capsule capsule;
	auto_arena struct arena arena = {0};

	(void)state;
	capsule_read(&capsule, it.sites[0], NULL, 0);
	for (size_t i = 0; i < capsule.count; i++) {
		struct slice key = capsule.replies[i].address;
		if (zones_at(&zones, key) || slice_starts(key, S("/me")) ||
			(i && slice_eq(key, capsule.replies[i - 1].address)))
			continue;
		struct slice expected = get(NOBODY, key, &arena);
		assert_false(holds(expected, S(WORD)) || holds(expected, S(NAME)));
		/* One post or the other, of two. */
		if (slice_eq(key, S("/random")))
			continue;
		for (size_t who = STRANGER; who < WHO; who += 2) {
			if (!slice_eq(get((enum who)who, key, &arena), expected))
				fail_msg("%s, %.*s", who_names[who], SARG(key));
		}
		arena_reset(&arena);
	}
	capsule_fini(&capsule);
}

/* --- what is open ------------------------------------------------------------------------ */

static void its_readers_get_all_of_a_zone(void **state)
{
	static const struct {
		const char *key, *begins, *holds;
	} rows[] = {
		{"/letters/", "20 text/gemini", "# Letters to friends"},
		{"/letters/", "20 text/gemini",
			"=> /letters/plugh-27/ 2025-03-28 Letter "},
		{"/letters/", "20 text/gemini", "=> /letters/feed.xml"},
		{"/letters", "31 /letters/\r\n", ""},
		{"/letters/plugh-1/", "20 text/gemini", "=> /letters/plugh-2/ next"},
		{"/letters/plugh-1/", "20 text/gemini", "=> /letters/tags/all/"},
		{"/letters/plugh-1/", "20 text/gemini",
			"=> /letters/ Letters to friends"},
		{"/letters/plugh-1.txt", "20 text/plain", WORD},
		{"/letters/plugh-1.md", "20 text/markdown", WORD},
		{"/letters/plugh-1.html", "31 /letters/plugh-1/\r\n", ""},
		{"/letters/plugh-e/", "20 text/gemini", "There " WORD},
		{"/letters/plugh-long/", "20 text/gemini", "Long " WORD},
		{"/letters/plugh.txt", "20 text/plain\r\n" WORD "\n", ""},
		{"/letters/feed.xml", "20 application/atom+xml", "Letter " WORD " 27"},
		{"/letters/tags/all/", "20 text/gemini", "60 posts"},
		{"/letters/archive/2025/03/", "20 text/gemini", "Letter " WORD},
		{"/letters/all/x", "31 /open/\r\n", ""},
		{"/letters/none/", "51 No page at this address\r\n", ""},
		{"/letters/plugh-draft/", "51 No page at this address\r\n", ""},
	};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice reply = get(FRIEND, slice_str(rows[i].key), &arena);
		if (!slice_starts(reply, slice_str(rows[i].begins)) ||
			slice_find(reply, slice_str(rows[i].holds)) < 0)
			fail_msg("%s: %.*s", rows[i].key, SARG(reply));
		if (!slice_eq(get(WRITER, slice_str(rows[i].key), &arena), reply))
			fail_msg("%s: not the same for a writer", rows[i].key);
	}
	assert_true(slice_starts(get(OTHER, S("/family/plugh-a/"), &arena), S("20 ")));
}

/* A friend and a stranger in turn, at the same address: each gets only what is theirs. */
static void nothing_stays_of_what_a_friend_read(void **state)
{
	auto_arena struct arena arena = {0};
	struct cache_counts before, after;
	struct tally_entry *entries;

	(void)state;
	cache_counts(it.serve.cache, &before);
	for (unsigned i = 0; i < 200; i++) {
		static const char *const names[] = {
			"", NAME "-long/", "feed.xml", NAME ".txt"};
		struct slice key =
			arena_printf(&arena, "/letters/%s", names[i % COUNT(names)]);
		if (i < LETTERS)
			key = arena_printf(&arena, "/letters/" NAME "-%u/", i + 1);
		struct slice theirs = get(FRIEND, key, &arena);
		if (!slice_starts(theirs, S("20 ")) || !holds(theirs, S(WORD)))
			fail_msg("a friend, %.*s: %.*s", SARG(key), SARG(theirs));
		enum who who = i % 2 ? STRANGER : NOBODY;
		struct slice reply = get(who, key, &arena);
		if (!slice_starts(reply, S("6")) || holds(reply, S(WORD)))
			fail_msg(
				"%s, %.*s: %.*s", who_names[who], SARG(key), SARG(reply));
		arena_reset(&arena);
	}
	cache_counts(it.serve.cache, &after);
	assert_int_equal(after.entries, before.entries);
	assert_int_equal(after.misses, before.misses);
	for (unsigned kind = 0; kind < TALLY_KINDS; kind++) {
		size_t count = tally_top(
			it.serve.tally, (enum tally_kind)kind, &arena, 1000, &entries);
		for (size_t i = 0; i < count; i++)
			assert_false(holds(
				entries[i].address, S("gemini://localhost/letters")));
	}
}

/* The people from now on. */
static void trade_people(const struct people *people)
{
	stop_workers();
	it.people = *people;
	start_workers();
}

static void a_reader_is_refused_at_the_next_request(void **state)
{
	const struct people all = it.people;
	struct people less = all;
	auto_arena struct arena arena = {0};

	(void)state;
	assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("20 ")));
	less.is_broken = true;
	trade_people(&less);
	assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("61 ")));
	assert_true(slice_starts(get(WRITER, S("/letters/"), &arena), S("61 ")));
	less = all;
	less.count = 0;
	trade_people(&less);
	assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("61 ")));
	trade_people(&all);
	assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("20 ")));
}

/* Whom a list lets in that was saved and not read yet, nobody knows. */
static void a_list_that_was_just_saved_lets_nobody_in(void **state)
{
	auto_arena struct arena arena = {0};
	static const char *const names[] = {"people.yaml", "splashdown.yaml"};
	struct serve_source sources[2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		tree_write(&it.tree, names[i], "friend, other\n");
		sources[i].path =
			arena_printf(&arena, "%s/%s", it.tree.path, names[i]).ptr;
	}
	for (size_t i = 0; i < 2; i++) {
		stop_workers();
		for (size_t k = 0; k < 2; k++)
			sources[k].stamp = people_stamp(sources[k].path);
		it.table.people_sources = sources;
		it.table.people_source_count = 2;
		start_workers();
		assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("20 ")));
		tree_write(&it.tree, names[i], "other\n");
		assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("40 ")));
		assert_true(slice_starts(get(WRITER, S("/me/"), &arena), S("40 ")));
		assert_true(
			slice_starts(get(STRANGER, S("/letters/"), &arena), S("61 ")));
		assert_true(slice_starts(get(FRIEND, S("/"), &arena), S("20 ")));
		tree_remove(&it.tree, names[i]);
		assert_true(slice_starts(get(FRIEND, S("/letters/"), &arena), S("40 ")));
	}
	stop_workers();
	it.table.people_source_count = 0;
	start_workers();
}

/* --- other places ------------------------------------------------------------------------ */

static void gopher_has_no_zones(void **state)
{
	auto_arena struct arena arena = {0};
	struct slice nothing = converse(2, NULL, S("/nothing/\r\n"), &arena);

	(void)state;
	assert_true(slice_starts(nothing, S("3")));
	for (size_t i = 0; i < it.address_count; i++) {
		struct slice line =
			arena_printf(&arena, "%.*s\r\n", SARG(it.addresses[i]));
		struct slice reply = converse(2, NULL, line, &arena);
		if (!slice_eq(reply, nothing))
			fail_msg("%.*s: %.*s", SARG(it.addresses[i]), SARG(reply));
	}
}

static void the_log_has_the_path_of_the_zone(void **state)
{
	const struct log_settings loud = {.level = LOG_DEBUG, .access = true};
	const struct log_settings quiet = {.level = LOG_ERROR};
	auto_arena struct arena arena = {0};
	struct capture capture;

	(void)state;
	/* The workers' lines are theirs to write: all of them have been when they have ended. */
	capture = capture_pipe();
	log_setup(&loud);
	for (size_t who = 0; who < WHO; who++)
		get((enum who)who, S("/letters/" NAME "-1/?" WORD), &arena);
	get(FRIEND, S("/letters/" NAME "-none/"), &arena);
	/* It is gone. */
	tree_remove(&it.tree, "letters/" NAME "-2.md");
	get(FRIEND, S("/letters/" NAME "-2/"), &arena);
	stop_workers();
	log_setup(&quiet);
	struct buf *all = capture_end(&capture);
	start_workers();
	size_t lines = 0;
	for (struct slice rest = buf_slice(all), line; slice_next_line(&rest, &line);)
		lines += slice_find(line, S(" gemini://localhost/letters/ ")) >= 0;
	if (lines != WHO + 2 || holds(buf_slice(all), S(NAME)) ||
		holds(buf_slice(all), S(WORD)))
		fail_msg("%zu lines: %.*s", lines, SARG(buf_slice(all)));
	capture_drop(all);
}

/* A link with a wrong port or host, an upload where there are none, and Gopher, which knows no zone. */
static void refused_requests_name_no_page_of_a_zone(void **state)
{
	static const struct {
		size_t listener;
		const char *request, *reply, *line;
	} rows[] = {
		{0, "gemini://localhost:1966/letters/" NAME "-1/\r\n", "53 ",
			"gemini://localhost/letters/ 53"},
		{0, "gemini://elsewhere/letters/" NAME "-1/\r\n", "53 ",
			"gemini://elsewhere/letters/ 53"},
		{0, "gemini://elsewhere/other/\r\n", "53 ",
			"gemini://elsewhere/other/ 53"},
		{0, "gemini://localhost:1966/me/" NAME "\r\n", "53 ",
			"gemini://localhost/me/ 53"},
		{0, "titan://localhost/letters/" NAME "-1/;size=0\r\n", "53 ",
			"titan://localhost/letters/ 53"},
		{0, "titan://elsewhere/letters/" NAME "-1/;size=0\r\n", "53 ",
			"titan://elsewhere/letters/ 53"},
		{2, "/letters/" NAME "-1/\r\n", "3", "gopher://localhost/letters/ 3"},
		{2, "letters/" NAME "-1.txt\r\n", "3", "gopher://localhost/letters/ 3"},
		{2, "/%6cetters/" NAME "-1.txt\r\n", "3",
			"gopher://localhost/letters/ 3"},
		{2, "/letters/" NAME "\t" NAME "\r\n", "3",
			"gopher://localhost/letters/ 3"},
		{2, "/me/" NAME "\r\n", "3", "gopher://localhost/me/ 3"},
	};
	const struct log_settings loud = {.level = LOG_DEBUG, .access = true};
	const struct log_settings quiet = {.level = LOG_ERROR};
	auto_arena struct arena arena = {0};
	struct slice replies[COUNT(rows)];
	struct tally_entry *entries;

	(void)state;
	struct capture capture = capture_pipe();
	log_setup(&loud);
	for (size_t i = 0; i < COUNT(rows); i++)
		replies[i] = converse(rows[i].listener,
			rows[i].listener ? NULL : it.clients[NOBODY],
			slice_str(rows[i].request), &arena);
	stop_workers();
	log_setup(&quiet);
	struct buf *all = capture_end(&capture);
	start_workers();
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!slice_starts(replies[i], slice_str(rows[i].reply)))
			fail_msg("%s: %.*s", rows[i].request, SARG(replies[i]));
		if (slice_find(buf_slice(all), slice_str(rows[i].line)) < 0)
			fail_msg("no %s: %.*s", rows[i].line, SARG(buf_slice(all)));
	}
	if (holds(buf_slice(all), S(NAME)))
		fail_msg("%.*s", SARG(buf_slice(all)));
	capture_drop(all);
	for (unsigned kind = 0; kind < TALLY_KINDS; kind++) {
		size_t count = tally_top(
			it.serve.tally, (enum tally_kind)kind, &arena, 1000, &entries);
		for (size_t i = 0; i < count; i++) {
			if (holds(entries[i].address, S("localhost/letters")) ||
				holds(entries[i].address, S("localhost/me/")))
				fail_msg("%.*s is counted", SARG(entries[i].address));
		}
	}
}

/* Before there is a snapshot, and where one was made without the zone. */
static void zones_are_closed_from_the_start(void **state)
{
	struct site *site = it.sites[0];
	auto_arena struct arena arena = {0};
	static const struct zones none = {0};

	(void)state;
	stop_workers();
	it.sites[0] = NULL;
	start_workers();
	assert_true(slice_eq(
		get(NOBODY, S("/letters/"), &arena), S("60 Letters to friends\r\n")));
	assert_true(slice_starts(get(STRANGER, S("/letters/"), &arena), S("61 ")));
	stop_workers();
	it.sites[0] = site_check_scan_zones(&it.tree, NULL, &none);
	it.secure.wait_ms = 1;
	start_workers();
	assert_true(slice_eq(get(NOBODY, S("/letters/" NAME "-1/"), &arena),
		S("60 Letters to friends\r\n")));
	assert_true(
		slice_starts(get(FRIEND, S("/letters/" NAME "-1/"), &arena), S("41 ")));
	stop_workers();
	site_check_free(it.sites[0]);
	it.secure.wait_ms = SERVE_WAIT_MS;
	it.sites[0] = site;
	start_workers();
}

/* --- mutated requests -------------------------------------------------------------------- */

static unsigned long long next_random(unsigned long long *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* An address of a zone or a public one, some of its bytes changed. */
static struct slice mutated(struct arena *arena, unsigned long long *seed, bool gopher)
{
	static const struct slice pieces[] = {S("/"), S("//"), S("%2F"), S("%2e"),
		S(".."), S("."), S(";"), S("?"), S("#"), S("%00"), S("\t"), S("letters"),
		S("/letters/"), S("LETTERS"), S("l%65tters"), S(NAME "-1"), S(".gmi"),
		S(".txt"), S(".md"), S(".html"), S("feed.xml"), S("tags/"), S("URL:"),
		S("\xC3\xA9"), S("%"), S(" "), S("/me/"), S("archive/"), S("-/"),
		S("\n")};
	static const struct slice starts[] = {S("/"), S("/open/"), S("/tags/all/"),
		S("/go/"), S("/went/" NAME "-1"), S("/letters"), S("/letters/"),
		S("/letters/" NAME "-1/"), S("/family/" NAME "-a/"), S("/feed.xml")};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	struct slice from = next_random(seed) % 2
				    ? starts[next_random(seed) % COUNT(starts)]
				    : it.addresses[next_random(seed) % it.address_count];

	buf_puts(&out, gopher ? "" : "gemini://localhost");
	for (size_t i = 0; i < from.len; i++) {
		unsigned long long dice = next_random(seed) % 16;
		if (dice == 0)
			buf_put(&out, pieces[next_random(seed) % COUNT(pieces)]);
		else if (dice == 1)
			buf_printf(&out, "%%%02X", (unsigned char)from.ptr[i]);
		else if (dice != 2)
			buf_putc(&out, from.ptr[i]);
	}
	buf_puts(&out, "\r\n");
	return buf_dup(&out, arena);
}

static void no_mutated_request_gets_a_word(void **state)
{
	const unsigned long count = requests();
	unsigned long long seed = 0x5eed;
	auto_arena struct arena arena = {0};

	(void)state;
	for (unsigned long i = 0; i < count; i++) {
		bool gopher = i % 4 == 3;
		struct slice request = mutated(&arena, &seed, gopher);
		struct slice reply = converse(gopher ? 2 : 1, NULL, request, &arena);
		if (holds(reply, S(WORD)) ||
			(holds(reply, S(NAME)) && !holds(request, S(NAME))))
			fail_msg("%.*s: %.*s", SARG(request), SARG(reply));
		if (i % 256 == 0)
			arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_of_a_zone_have_one_answer),
		cmocka_unit_test(thousands_of_addresses_have_one_answer),
		cmocka_unit_test(who_may_not_read_costs_the_same_whatever_is_there),
		cmocka_unit_test(spellings_of_a_zone_have_that_answer_too),
		cmocka_unit_test(nothing_outside_leads_in),
		cmocka_unit_test(public_pages_do_not_know_who_asks),
		cmocka_unit_test(its_readers_get_all_of_a_zone),
		cmocka_unit_test(nothing_stays_of_what_a_friend_read),
		cmocka_unit_test(a_reader_is_refused_at_the_next_request),
		cmocka_unit_test(a_list_that_was_just_saved_lets_nobody_in),
		cmocka_unit_test(gopher_has_no_zones),
		cmocka_unit_test(refused_requests_name_no_page_of_a_zone),
		cmocka_unit_test(no_mutated_request_gets_a_word),
		cmocka_unit_test(zones_are_closed_from_the_start),
		cmocka_unit_test(the_log_has_the_path_of_the_zone),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
