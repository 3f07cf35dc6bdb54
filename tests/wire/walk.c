/* SPDX-License-Identifier: MIT */
/* Walks every Gopher menu of a site from its home, as a client would, over loopback, with the real
 * service and workers in this process: each line of each menu is sound, each selector of
 * ours answers with what its item promised. Sites: content/ and site/ beside this file, or
 * the folders on the command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/gopher_check.h"
#include "../support/peer.h"
#include "../support/searched.h"
#include "../support/tree.h"
#include "base/log.h"
#include "net/worker.h"
#include "render/slice_map.h"
#include "scan/scan.h"
#include "serve/gopher_service.h"

#define ITEMS_MAX 2000000
#define URLS_MAX  1000 /* each is looked for in all posts */

struct item {
	char type;
	struct slice selector;
};

struct walk {
	const char *folder;
	bool menus; /* posts are menus in lists */
	struct arena arena;
	struct site *site;
	struct serve_gopher gopher;
	struct serve_table table;
	struct serve_worker worker;
	struct serve serve;
	struct gopher_service service;
	struct workers *workers;
	struct listener listener;
	char port[8];
	struct slice_map seen;
	struct item *items;
	size_t count, room, faults;
	size_t menu_count, text_count, file_count, url_count, alias_count;
};

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

static void start(struct walk *walk)
{
	static const struct slice name = S("walk.example");
	static const struct serve_host host = {S("walk.example"), 0, 1};
	struct site_config config = {
		.folder = walk->folder, .source = true, .pages = true, .search = true};
	struct sockaddr_storage addresses[2];
	struct workers_options options = {.count = 1,
		.limits = {.request_ms = 20000,
			.stall_ms = 20000,
			.linger_ms = 1000,
			.linger_bytes = 65536,
			.drain_ms = 1000},
		.start = start_worker,
		.ctx = &walk->worker};

	assert_int_equal(scan(&config, NULL, &(struct scan_hint){.all = true}, 1767225600,
				 &walk->site),
		0);
	walk->gopher = (struct serve_gopher){.host = name,
		.posts_are_text = !walk->menus,
		.tls = true,
		.gemini = S("gemini://walk.example")};
	walk->table = (struct serve_table){.refs = 1,
		.hosts = &host,
		.host_count = 1,
		.site_count = 1,
		.names = &name,
		.gopher = &walk->gopher};
	walk->worker = (struct serve_worker){&walk->table, &walk->site};
	walk->serve = (struct serve){.cache = cache_new(64 << 20),
		.tables = cache_new(SERVE_TABLES_MAX_BYTES),
		.search = searched_new(&walk->site, 1),
		.site_free = give_back};
	gopher_service_init(&walk->service, &walk->serve, name);
	assert_int_equal(workers_new(&options, &walk->workers), 0);
	assert_int_equal(listener_parse(S("127.0.0.1:0"), 0, addresses), 1);
	walk->listener.fd = listener_open(&addresses[0]);
	assert_true(walk->listener.fd >= 0);
	assert_int_equal(listener_address(walk->listener.fd, &walk->listener.address), 0);
	walk->listener.service = &walk->service.service;
	snprintf(walk->port, sizeof(walk->port), "%u",
		(unsigned)listener_port(&walk->listener.address));
	workers_listen(walk->workers, &walk->listener);
}

static void stop(struct walk *walk)
{
	workers_free(walk->workers);
	close(walk->listener.fd);
	serve_site_drop(&walk->serve, walk->site);
	search_free(walk->serve.search);
	cache_free(walk->serve.cache);
	cache_free(walk->serve.tables);
	free(walk->items);
	arena_fini(&walk->arena);
}

static void fault(struct walk *walk, struct slice selector, const char *what)
{
	walk->faults++;
	print_error("%s: %.*s: %s\n", walk->folder, SARG(selector), what);
}

static void push(struct walk *walk, char type, struct slice selector)
{
	bool added;

	slice_map_get(&walk->seen, selector, slice_none, 0, &added);
	if (!added)
		return;
	if (walk->count == walk->room) {
		walk->room = walk->room ? walk->room * 2 : 1024;
		assert_true(walk->room < ITEMS_MAX);
		walk->items = realloc(walk->items, walk->room * sizeof(*walk->items));
		assert_non_null(walk->items);
	}
	walk->items[walk->count++] = (struct item){type, selector};
}

static void fetch(struct walk *walk, struct slice selector, struct buf *out)
{
	struct peer_options options = {.port = listener_port(&walk->listener.address)};
	struct peer peer;

	assert_true(peer_open(&peer, &options));
	peer_send(&peer, selector);
	peer_send(&peer, S("\r\n"));
	if (peer_read_all(&peer, out) != PEER_EOF)
		fault(walk, selector, "the connection did not end in order");
	peer_close(&peer);
}

static void push_lines(struct walk *walk, struct slice menu)
{
	struct slice line, selector, host, port;

	while (slice_next_line(&menu, &line)) {
		if (line.len < 2 || line.ptr[0] == 'i' ||
			!slice_cut(line, '\t', NULL, &selector))
			continue;
		slice_cut(selector, '\t', &selector, &host);
		slice_cut(host, '\t', &host, &port);
		if (slice_eq(host, walk->gopher.host) &&
			slice_eq(port, slice_str(walk->port)))
			push(walk, line.ptr[0], arena_dup(&walk->arena, selector));
	}
}

static void look_at_menu(struct walk *walk, struct slice selector, struct slice menu)
{
	struct gopher_check check = {
		.width = 67, .host = walk->gopher.host, .port = slice_str(walk->port)};
	const char *wrong = gopher_check_menu(&check, menu);

	walk->menu_count++;
	if (wrong) {
		print_error("line %u\n", check.line);
		fault(walk, selector, wrong);
	}
	push_lines(walk, menu);
}

static void look_at_text(struct walk *walk, struct slice selector, struct slice text)
{
	struct slice line;

	walk->text_count++;
	while (slice_split(&text, '\n', &line)) {
		if (!slice_ends(line, S("\r"))) {
			fault(walk, selector, "a line without CRLF");
			return;
		}
		if (slice_eq(line, S(".\r"))) {
			fault(walk, selector, "a line that ends the text");
			return;
		}
	}
}

static void visit(struct walk *walk, struct item item)
{
	struct buf reply;

	if (item.type == 'h' && walk->url_count == URLS_MAX)
		return;
	buf_init(&reply, 64 << 20);
	fetch(walk, item.selector, &reply);
	walk->alias_count += slice_starts(item.selector, S("/-/"));
	struct slice bytes = buf_slice(&reply);
	if (slice_starts(bytes, S("3")) && slice_ends(bytes, S("\r\n.\r\n")) &&
		slice_find(bytes, S("\t\twalk.example\t")) > 0) {
		fault(walk, item.selector, "leads nowhere");
	} else if (item.type == '1') {
		look_at_menu(walk, item.selector, bytes);
	} else if (item.type == '0') {
		look_at_text(walk, item.selector, bytes);
	} else if (item.type == 'h') {
		walk->url_count++;
		if (!slice_starts(bytes, S("<!DOCTYPE html>")))
			fault(walk, item.selector, "no page leads on");
	} else if (bytes.len) {
		walk->file_count++;
	} else {
		fault(walk, item.selector, "an empty file");
	}
	buf_fini(&reply);
}

static size_t walk_site(const char *folder, bool menus)
{
	struct walk walk = {.folder = folder, .menus = menus};

	walk.seen.arena = &walk.arena;
	start(&walk);
	push(&walk, '1', S("/"));
	for (size_t i = 0; i < walk.count; i++)
		visit(&walk, walk.items[i]);
	printf("%s, posts as %s: %zu menus, %zu texts, %zu files, %zu links out, %zu "
	       "aliases; %zu faults\n",
		folder, menus ? "menus" : "texts", walk.menu_count, walk.text_count,
		walk.file_count, walk.url_count, walk.alias_count, walk.faults);
	stop(&walk);
	return walk.faults;
}

static void every_menu_of_the_starter_capsule_is_sound(void **state)
{
	(void)state;
	assert_int_equal(walk_site("content", false), 0);
	assert_int_equal(walk_site("content", true), 0);
}

static void every_menu_of_the_conversations_is_sound(void **state)
{
	(void)state;
	assert_int_equal(walk_site("tests/wire/site", false), 0);
	assert_int_equal(walk_site("tests/wire/site", true), 0);
}

/* Titles, tags, names and links that no kind author writes, or only one who writes no Latin. */
static void every_menu_of_a_hostile_site_is_sound(void **state)
{
	struct tree tree;
	struct buf text;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: \"Tab\\there \\u202E\"\n");
	buf_init(&text, BUF_UNLIMITED);
	buf_puts(&text, "---\ntitle: \"a\\tb\\nc\\e[31m \xE2\x80\xAE rtl\"\n"
			"tags: [\"x\\ty\", \"\xE2\x80\xAE"
			"evil\", \"");
	for (int i = 0; i < 80; i++)
		buf_puts(&text, "\xE8\xAA\x9E");
	buf_puts(&text,
		"\"]\n---\n[link\ttext\xE2\x80\xAE](https://a.example/?\xE2\x80\xAE)\n"
		"\n.\n\n=> /x no link\n\n");
	buf_repeat(&text, 'x', 100000);
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "%s[l%d](https://b.example/%d)", i ? " " : "\n\n", i,
			i % 40);
	buf_putc(&text, '\0');
	tree_write(&tree, "_posts/2024-01-01-hostile.md", text.ptr);
	/* Selectors of over 255 bytes. */
	buf_clear(&text);
	buf_puts(&text, "_posts/2024-01-02-");
	for (int i = 0; i < 70; i++)
		buf_puts(&text, "\xE9\x95\xB7");
	buf_puts(&text, ".md");
	buf_putc(&text, '\0');
	tree_write(&tree, text.ptr, "---\ntitle: long\ntags: [long]\n---\nText.\n");
	buf_fini(&text);
	assert_int_equal(walk_site(tree.path, false), 0);
	assert_int_equal(walk_site(tree.path, true), 0);
	tree_fini(&tree);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_menu_of_the_starter_capsule_is_sound),
		cmocka_unit_test(every_menu_of_the_conversations_is_sound),
		cmocka_unit_test(every_menu_of_a_hostile_site_is_sound),
	};
	struct log_settings quiet = {.level = LOG_ERROR};
	size_t faults = 0;

	log_setup(&quiet);
	for (int i = 1; i < argc; i++)
		faults += walk_site(argv[i], false) + walk_site(argv[i], true);
	if (argc > 1)
		return faults != 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
