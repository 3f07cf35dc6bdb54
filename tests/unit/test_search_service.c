/* SPDX-License-Identifier: MIT */
/* Searches as a process serves them: who may search, who waits, what ends. The index is a stand-in whose searches
 * last until they are let go or told to stop. */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/peer.h"
#include "../support/site_check.h"
#include "base/log.h"
#include "net/worker.h"
#include "serve/gemini_service.h"
#include "serve/gopher_service.h"
#include "serve/search.h"

#define EVENTUALLY(condition)                                                            \
	do {                                                                             \
		for (unsigned tries_ = 0; !(condition) && tries_ < 20000; tries_++)      \
			usleep(1000);                                                    \
		assert_true(condition);                                                  \
	} while (0)

/* --- the stand-in ------------------------------------------------------------------------------- */

/* Of an index: what is done with it. */
struct stand_in {
	struct search_index *index;
	atomic_uint readers, finding, stopped, searches;
	atomic_bool let_go;
	atomic_bool finds_nothing; /* else it is cut */
	atomic_int error;          /* of opening it */
};

static struct stand_in first_index, next_index;

struct search_reader {
	struct stand_in *of;
};

int search_reader_new(struct search_index *index, struct search_reader **out)
{
	struct stand_in *of = index == first_index.index ? &first_index : &next_index;

	if (atomic_load(&of->error))
		return atomic_load(&of->error);
	*out = calloc(1, sizeof(**out));
	(*out)->of = of;
	atomic_fetch_add(&(*out)->of->readers, 1);
	return 0;
}

void search_reader_free(struct search_reader *reader)
{
	atomic_fetch_sub(&reader->of->readers, 1);
	free(reader);
}

enum search_outcome search_find(struct search_reader *reader, const struct site *site,
	const struct search_query *query, size_t from, size_t count, unsigned deadline_ms,
	const atomic_bool *stop, struct arena *arena, struct search_hits *out)
{
	struct stand_in *of = reader->of;

	(void)site, (void)query, (void)from, (void)count, (void)deadline_ms, (void)arena;
	atomic_fetch_add(&of->searches, 1);
	atomic_fetch_add(&of->finding, 1);
	while (!atomic_load(&of->let_go) && !atomic_load(stop))
		usleep(1000);
	atomic_fetch_add(&of->stopped, atomic_load(stop));
	atomic_fetch_sub(&of->finding, 1);
	*out = (struct search_hits){0};
	return atomic_load(&of->finds_nothing) ? SEARCH_FOUND : SEARCH_CUT;
}

static void stand_in_init(struct stand_in *out)
{
	static const struct search_index_options options = {.memory_max_bytes = 1 << 20};

	memset(out, 0, sizeof(*out));
	assert_int_equal(search_index_new(&options, &out->index), 0);
}

/* --- the server --------------------------------------------------------------------------------- */

enum { GEMINI, GOPHER, PORTS };

static struct {
	struct tree tree;
	struct site *site;
	struct serve serve;
	struct serve_table table;
	struct serve_gopher gopher;
	struct serve_worker worker;
	struct service gemini;
	struct gopher_service gopher_service;
	struct workers *workers;
	struct listener listeners[PORTS];
} it;

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

static void listen_for(int port, const struct service *service)
{
	struct sockaddr_storage addresses[2];
	struct listener *listener = &it.listeners[port];

	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	*listener = (struct listener){.service = service};
	listener->fd = listener_open(&addresses[0]);
	assert_true(listener->fd >= 0);
	assert_int_equal(listener_address(listener->fd, &listener->address), 0);
	workers_listen(it.workers, listener);
}

static void start_workers(void)
{
	const struct workers_options options = {.count = 2,
		.limits = {.request_ms = 20000,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 65536,
			.drain_ms = 20000},
		.start = start_worker,
		.ctx = &it.worker};

	assert_int_equal(workers_new(&options, &it.workers), 0);
	gemini_service_init(&it.gemini, &it.serve);
	it.gemini.tls = false;
	gopher_service_init(&it.gopher_service, &it.serve, slice_none);
	listen_for(GEMINI, &it.gemini);
	listen_for(GOPHER, &it.gopher_service.service);
}

static int start(void **state)
{
	static const struct slice name = S("localhost");
	static const struct serve_host host = {S("localhost"), 0, 1};
	static const uint16_t port = 1965;
	struct log_settings quiet = {.level = LOG_ERROR};

	(void)state;
	log_setup(&quiet);
	memset(&it, 0, sizeof(it));
	/* The memory of an index that was freed may be that of the next one. */
	memset(&first_index, 0, sizeof(first_index));
	memset(&next_index, 0, sizeof(next_index));
	tree_init(&it.tree);
	tree_write(&it.tree, "2024-05-01-coral.md", "# Coral\n\nIt grows.\n");
	it.site = site_check_scan(&it.tree);
	it.gopher = (struct serve_gopher){.host = name, .port = 70};
	it.table = (struct serve_table){.refs = 1,
		.hosts = &host,
		.host_count = 1,
		.site_count = 1,
		.names = &name,
		.ports = &port,
		.port_count = 1,
		.gopher = &it.gopher};
	it.worker = (struct serve_worker){.table = &it.table, .sites = &it.site};
	it.serve = (struct serve){.cache = cache_new(1 << 20),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		.search = search_new(),
		.site_free = give_back};
	start_workers();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	search_stop(it.serve.search);
	workers_free(it.workers);
	search_free(it.serve.search);
	for (int i = 0; i < PORTS; i++)
		close(it.listeners[i].fd);
	serve_site_drop(&it.serve, it.site);
	cache_free(it.serve.cache);
	cache_free(it.serve.tables);
	tree_fini(&it.tree);
	return 0;
}

/* Sends @request from 127.0.0.@host. */
static struct peer ask(int port, unsigned host, const char *request)
{
	struct peer_options options = {
		.port = listener_port(&it.listeners[port].address)};
	struct sockaddr_in from = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7F000000 + host)};
	struct peer peer;

	peer_socket(&peer, &options);
	assert_int_equal(bind(peer.fd, (struct sockaddr *)&from, sizeof(from)), 0);
	peer_dial(&peer, &options);
	assert_true(peer_send(&peer, slice_str(request)));
	return peer;
}

static void expect(struct peer *peer, const char *beginning, const char *why)
{
	struct buf reply;

	buf_init(&reply, BUF_UNLIMITED);
	assert_int_equal(peer_read_all(peer, &reply), PEER_EOF);
	if (!slice_starts(buf_slice(&reply), slice_str(beginning)))
		fail_msg("%s: %.*s", why, SARG(buf_slice(&reply)));
	buf_fini(&reply);
	peer_close(peer);
}

#define SEARCH "gemini://localhost/search?coral\r\n"

static struct search_facts facts(void)
{
	struct search_facts out;

	search_facts(it.serve.search, &out);
	return out;
}

/* --- tests -------------------------------------------------------------------------------------- */

static void of_one_address_two_search_at_once(void **state)
{
	struct peer first, second, other, third;

	(void)state;
	stand_in_init(&first_index);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	first = ask(GEMINI, 1, SEARCH);
	second = ask(GOPHER, 1, "/search\tcoral\r\n");
	EVENTUALLY(atomic_load(&first_index.finding) == 2);
	third = ask(GEMINI, 1, SEARCH);
	expect(&third, "44 2\r\n", "a third one");
	third = ask(GOPHER, 1, "/search\tcoral\r\n");
	expect(&third, "3Too many searches at once; try again in 2 seconds\t",
		"a third one over Gopher");
	assert_int_equal(facts().refused, 2);
	/* Others wait for their turn, and pages are answered meanwhile. */
	other = ask(GEMINI, 2, SEARCH);
	third = ask(GEMINI, 1, "gemini://localhost/archive/\r\n");
	expect(&third, "20 text/gemini", "a page");
	atomic_store(&first_index.let_go, true);
	expect(&first, "20 text/gemini", "the first");
	expect(&second, "iSearch: coral", "the second");
	expect(&other, "20 text/gemini", "another address");
	/* Afterwards the address may search again. */
	third = ask(GEMINI, 1, SEARCH);
	expect(&third, "20 text/gemini", "afterwards");
	assert_int_equal(facts().queries, 4);
	assert_int_equal(facts().cut, 4);
}

static void of_all_addresses_there_is_a_limit(void **state)
{
	struct peer peers[17];
	size_t refused = 0;

	(void)state;
	stand_in_init(&first_index);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	for (unsigned i = 0; i < 17; i++)
		peers[i] = ask(GEMINI, 1 + i, SEARCH);
	/* Which of them is one too many, nobody knows: there are two workers. */
	EVENTUALLY(facts().refused == 1);
	atomic_store(&first_index.let_go, true);
	for (unsigned i = 0; i < 17; i++) {
		struct buf reply;
		buf_init(&reply, BUF_UNLIMITED);
		assert_int_equal(peer_read_all(&peers[i], &reply), PEER_EOF);
		refused += slice_eq(buf_slice(&reply), S("44 2\r\n"));
		buf_fini(&reply);
		peer_close(&peers[i]);
	}
	assert_int_equal(refused, 1);
}

static void a_search_ends_with_its_connection(void **state)
{
	struct peer peer;

	(void)state;
	stand_in_init(&first_index);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	peer = ask(GEMINI, 1, SEARCH);
	EVENTUALLY(atomic_load(&first_index.finding) == 1);
	peer_reset(&peer);
	EVENTUALLY(atomic_load(&first_index.stopped) >= 1);
	EVENTUALLY(atomic_load(&first_index.finding) == 0);
}

static void for_nobody_nothing_else_is_tried(void **state)
{
	static const char request[] = "gemini://localhost/search?corals%20sand\r\n";
	struct peer peer;

	(void)state;
	stand_in_init(&first_index);
	atomic_store(&first_index.finds_nothing, true);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	peer = ask(GEMINI, 1, request);
	EVENTUALLY(atomic_load(&first_index.finding) == 1);
	peer_reset(&peer);
	EVENTUALLY(facts().queries == 1);
	atomic_store(&first_index.let_go, true);
	peer = ask(GEMINI, 2, "gemini://localhost/search?reef\r\n");
	expect(&peer, "20 text/gemini", "somebody else");
	search_stop(it.serve.search);
	assert_int_equal(atomic_load(&first_index.searches), 2);
}

static void a_stop_ends_searches_and_those_that_wait(void **state)
{
	struct peer running, other, waiting;

	(void)state;
	stand_in_init(&first_index);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	running = ask(GEMINI, 1, SEARCH);
	other = ask(GEMINI, 2, SEARCH);
	EVENTUALLY(atomic_load(&first_index.finding) == 2);
	waiting = ask(GOPHER, 3, "/search\tcoral\r\n");
	search_stop(it.serve.search);
	assert_int_equal(atomic_load(&first_index.finding), 0);
	expect(&running, "41 The server is stopping", "running");
	expect(&other, "41 The server is stopping", "running");
	expect(&waiting, "3The server is stopping", "waiting");
	running = ask(GEMINI, 1, SEARCH);
	expect(&running, "41 The server is stopping", "later");
}

static void an_index_lasts_as_long_as_it_is_read(void **state)
{
	struct peer peer;

	(void)state;
	stand_in_init(&first_index);
	stand_in_init(&next_index);
	search_set_index(it.serve.search, 0, it.site, first_index.index);
	peer = ask(GEMINI, 1, SEARCH);
	EVENTUALLY(atomic_load(&first_index.finding) == 1);
	search_set_index(it.serve.search, 0, it.site, next_index.index);
	assert_int_equal(atomic_load(&first_index.readers), 1);
	atomic_store(&first_index.let_go, true);
	expect(&peer, "20 text/gemini", "of the old index");
	EVENTUALLY(atomic_load(&first_index.readers) == 0);
	atomic_store(&next_index.let_go, true);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "20 text/gemini", "of the new index");
	assert_int_equal(atomic_load(&next_index.readers), 1);
	search_set_index(it.serve.search, 0, it.site, NULL);
	EVENTUALLY(atomic_load(&next_index.readers) == 0);
}

static void an_index_that_is_being_written_has_not_failed(void **state)
{
	static const struct {
		int error;
		bool failed;
		const char *why;
	} rows[] = {
		{-EBUSY, false, "it is being written"},
		{-EIO, true, "it cannot be read"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		stand_in_init(&first_index);
		atomic_store(&first_index.error, rows[i].error);
		search_set_index(it.serve.search, 0, it.site, first_index.index);
		struct peer peer = ask(GEMINI, 1, SEARCH);
		expect(&peer, "41 The search is not ready yet", rows[i].why);
		if (search_index_failed(it.serve.search, 0) != rows[i].failed)
			fail_msg("%s: failed is %d", rows[i].why, !rows[i].failed);
	}
}

/* After a reload: the workers have the new numbers, and the indexes follow. */
static void another_folder_is_not_searched_with_it(void **state)
{
	struct peer peer;
	struct tree other;

	(void)state;
	tree_init(&other);
	tree_write(&other, "2024-05-01-coral.md", "# Coral\n\nIt is secret.\n");
	struct site *site = site_check_scan(&other);
	stand_in_init(&first_index);
	stand_in_init(&next_index);
	atomic_store(&first_index.let_go, true);
	atomic_store(&next_index.let_go, true);
	search_set_index(it.serve.search, 0, site, first_index.index);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "41 The search is not ready yet", "of another folder");
	assert_int_equal(atomic_load(&first_index.readers), 0);
	search_set_index(it.serve.search, 0, it.site, next_index.index);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "20 text/gemini", "its own");
	site_check_free(site);
	tree_fini(&other);
}

static void indexes_change_while_readers_search(void **state)
{
	struct peer peers[8];

	(void)state;
	for (unsigned turn = 0; turn < 20; turn++) {
		struct stand_in *now = turn % 2 ? &first_index : &next_index;
		/* The one before the last is not read any more. */
		EVENTUALLY(atomic_load(&now->readers) == 0);
		stand_in_init(now);
		atomic_store(&now->let_go, true);
		for (unsigned i = 0; i < 4; i++)
			peers[i] = ask(GEMINI, 1 + i, SEARCH);
		search_set_index(it.serve.search, 0, it.site, now->index);
		for (unsigned i = 4; i < 8; i++)
			peers[i] = ask(GOPHER, 1 + i, "/search\tcoral\r\n");
		for (unsigned i = turn ? 0 : 4; i < 8; i++)
			expect(&peers[i], i < 4 ? "20 text/gemini" : "iSearch: coral",
				"whichever index it was");
		for (unsigned i = 0; !turn && i < 4; i++)
			peer_close(&peers[i]);
	}
}

static void before_there_is_an_index_readers_are_told(void **state)
{
	struct peer peer;

	(void)state;
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "41 The search is not ready yet; try again in a few seconds\r\n",
		"nothing is known");
	search_set_progress(it.serve.search, 0, 0);
	peer = ask(GOPHER, 1, "/search\tcoral\r\n");
	expect(&peer, "3The search is not ready yet; try again in a few seconds\t",
		"it begins");
	search_set_progress(it.serve.search, 0, 40);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "41 The search has read 40 % of the pages; try again in ",
		"some is read");
	search_set_off(it.serve.search, 0);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "40 There is no search at the moment", "there is no room");
	search_set_index(it.serve.search, 0, it.site, NULL);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "41 The search is not ready yet", "it is tried again");
	search_set_all_off(it.serve.search);
	peer = ask(GEMINI, 1, SEARCH);
	expect(&peer, "40 There is no search at the moment", "nobody makes one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			of_one_address_two_search_at_once, start, stop),
		cmocka_unit_test_setup_teardown(
			of_all_addresses_there_is_a_limit, start, stop),
		cmocka_unit_test_setup_teardown(
			a_search_ends_with_its_connection, start, stop),
		cmocka_unit_test_setup_teardown(
			for_nobody_nothing_else_is_tried, start, stop),
		cmocka_unit_test_setup_teardown(
			a_stop_ends_searches_and_those_that_wait, start, stop),
		cmocka_unit_test_setup_teardown(
			an_index_lasts_as_long_as_it_is_read, start, stop),
		cmocka_unit_test_setup_teardown(
			an_index_that_is_being_written_has_not_failed, start, stop),
		cmocka_unit_test_setup_teardown(
			another_folder_is_not_searched_with_it, start, stop),
		cmocka_unit_test_setup_teardown(
			indexes_change_while_readers_search, start, stop),
		cmocka_unit_test_setup_teardown(
			before_there_is_an_index_readers_are_told, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
