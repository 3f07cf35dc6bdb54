/* SPDX-License-Identifier: MIT */
/* Whoever asks for a page that is not as it was scanned has its site read again, and no other one: over a real
 * connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/peer.h"
#include "../support/site_check.h"
#include "net/worker.h"
#include "serve/gemini_service.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Of the second of two sites; the first was not scanned. */
#define NUMBER 1

static struct {
	struct tree tree;
	struct site *sites[2];
	struct serve serve;
	struct serve_table table;
	struct serve_worker worker;
	struct service service;
	struct workers *workers;
	struct listener listener;
	atomic_uint told[2];
} it;

static void give_back(void *ctx, struct site *site)
{
	(void)ctx;
	site_free(site);
}

static void tell_behind(void *ctx, unsigned number)
{
	(void)ctx;
	assert_true(number < COUNT(it.told));
	atomic_fetch_add(&it.told[number], 1);
}

static void *start_worker(struct worker *worker, void *ctx)
{
	(void)worker;
	return ctx;
}

static void start(void)
{
	static const struct slice names[] = {S("a.example"), S("b.example")};
	static const struct serve_host hosts[] = {
		{S("a.example"), 0, 1}, {S("b.example"), NUMBER, 1}};
	static const uint16_t ports[] = {1965, 1965};
	static const struct scan_hint hint = {.all = true, .may_wait = true};
	const struct site_config config = {
		.folder = it.tree.path, .lists = 1, .feed = 1, .pages = true};
	const struct workers_options options = {.count = 1,
		.limits = {.request_ms = 20000,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 65536,
			.drain_ms = 20000},
		.start = start_worker,
		.ctx = &it.worker};
	struct sockaddr_storage addresses[2];

	assert_int_equal(
		scan(&config, NULL, &hint, SITE_CHECK_NOW, &it.sites[NUMBER]), 0);
	it.table = (struct serve_table){.refs = 1,
		.hosts = hosts,
		.host_count = COUNT(hosts),
		.site_count = COUNT(names),
		.names = names,
		.ports = ports,
		.port_count = 1};
	it.worker = (struct serve_worker){.table = &it.table, .sites = it.sites};
	it.serve = (struct serve){.cache = cache_new(1 << 20),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		.site_free = give_back,
		.site_behind = tell_behind};
	assert_int_equal(workers_new(&options, &it.workers), 0);
	gemini_service_init(&it.service, &it.serve);
	it.service.tls = false;
	it.service.wait_ms = 1;
	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	it.listener = (struct listener){.service = &it.service};
	it.listener.fd = listener_open(&addresses[0]);
	assert_true(it.listener.fd >= 0);
	assert_int_equal(listener_address(it.listener.fd, &it.listener.address), 0);
	workers_listen(it.workers, &it.listener);
}

static void stop(void)
{
	workers_free(it.workers);
	close(it.listener.fd);
	serve_site_drop(&it.serve, it.sites[NUMBER]);
	cache_free(it.serve.cache);
	cache_free(it.serve.tables);
}

static void ask(const char *path, const char *status, const char *word, const char *why)
{
	const struct peer_options options = {.port = listener_port(&it.listener.address)};
	auto_buf struct buf reply = BUF(BUF_UNLIMITED);
	struct arena arena = {0};
	struct peer peer;

	assert_true(peer_open(&peer, &options));
	assert_true(
		peer_send(&peer, arena_printf(&arena, "gemini://b.example%s\r\n", path)));
	assert_int_equal(peer_read_all(&peer, &reply), PEER_EOF);
	peer_close(&peer);
	if (!slice_starts(buf_slice(&reply), slice_str(status)) ||
		!slice_contains(buf_slice(&reply), slice_str(word)))
		fail_msg("%s: %.*s", why, SARG(buf_slice(&reply)));
	arena_fini(&arena);
}

static void who_meets_a_change_has_its_site_read(void **state)
{
	static const struct {
		const char *path, *status, *why;
	} rows[] = {
		{"/one/", "4", "the page itself"},
		{"/two/", "4", "a page that includes it"},
		{"/feed.xml", "20 ", "the feed"},
		{"/", "20 ", "the home page"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(&it, 0, sizeof(it));
		tree_init(&it.tree);
		tree_write(&it.tree, "_config.yml", "permalink: /:title/\n");
		tree_write(&it.tree, "_posts/2024-05-01-one.md", "---\n---\nWords\n");
		tree_write(&it.tree, "_posts/2024-05-02-two.md",
			"---\ndescription: Two\n---\n{% include_relative "
			"2024-05-01-one.md %}\n");
		start();
		ask(rows[i].path, "20 ", "Words", rows[i].why);
		assert_int_equal(atomic_load(&it.told[NUMBER]), 0);
		stop();
		start();
		tree_write(&it.tree, "_posts/2024-05-01-one.md",
			"---\npublished: false\n---\nDraftwords\n");
		ask(rows[i].path, rows[i].status, "", rows[i].why);
		if (!atomic_load(&it.told[NUMBER]) || atomic_load(&it.told[0]))
			fail_msg("%s: the site is told of %u times, the other %u",
				rows[i].why, atomic_load(&it.told[NUMBER]),
				atomic_load(&it.told[0]));
		stop();
		tree_fini(&it.tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_meets_a_change_has_its_site_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
