/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/capture.h"
#include "app/config_keys.h"
#include "app/config_live.h"
#include "app/config_watch.h"
#include "app/server_internal.h"
#include "source/zones.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ZONED                                                                            \
	"people: {ann: [\"" KEY "\"]}\n"                                                 \
	"zones: [{path: /x/, readers: [ann]}, {path: /y/, readers: [ann]}]\n"

#define TWO "sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [b]}]\n"

static void load(struct config *config, const char *text)
{
	char path[] = "/tmp/splashdown-live-XXXXXX";
	struct diag_list diags;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	config_init(config);
	diag_init(&diags);
	assert_int_equal(config_load(config, path, &diags), 0);
	assert_int_equal(config_finish(config, "/srv/blog", &diags), 0);
	assert_int_equal(diags.count, 0);
	diag_fini(&diags);
	unlink(path);
}

static void test_keys_of_sites_are_for_now_and_the_others_wait(void **state)
{
	static const struct {
		const char *old, *fresh, *now, *reload, *restart, *why;
		bool names;
	} rows[] = {
		{"title: a\n", "title: a\n", "", "", "", "nothing", false},
		{"title: a\n", "# b\ntitle: a\n", "", "", "", "a comment", false},
		{"title: a\n", "title: b\ndrafts: yes\n", "title, drafts", "", "",
			"keys of a site", false},
		{"title: a\n", "", "title", "", "", "one less", false},
		{"cache: 1M\n", "log: {level: debug}\n", "", "cache, log.level", "",
			"keys of the process", false},
		{"hosts: [a.example]\nworkers: 1\ngemini: 1965\nsandbox: yes\n",
			"hosts: [a.example]\nworkers: 2\ngemini: 1966\nsandbox: no\n", "",
			"", "gemini, workers, sandbox", "what takes a start", false},
		{"hosts: [a.example]\n",
			"hosts: [a.example]\ncertificate: /x.pem\ngopher: 7070\n", "",
			"certificate", "gopher", "what a site has of the process", false},
		{ZONED, "people: {ann: [\"" KEY "\"]}\n", "", "zones", "",
			"a file that is half there opens no zone", false},
		{ZONED, "", "people", "zones", "", "nor does one that is empty", false},
		{"title: a\n", "title: a\nzones: [{path: /x/}]\n", "zones", "", "",
			"what closes is for now", false},
		{ZONED,
			"people: {ann: [\"" KEY "\"]}\n"
			"zones: [{path: /y/, readers: [ann]}, {path: /X/, title: Z}]\n",
			"zones", "", "", "a zone has other readers and another title",
			false},
		{ZONED,
			"people: {ann: [\"" KEY "\"]}\n"
			"zones: [{path: /z/}, {path: /x/, readers: [ann]}]\n",
			"zones", "zones", "", "one more, and one less", false},
		{"hosts: [a.example]\n", "hosts: [b.example]\n", "hosts", "", "",
			"another name", true},
		{"", "hosts: [a.example]\n", "hosts", "", "gemini",
			"a first name, with which all could connect", true},
		{"sites: [{folder: /a, hosts: [a], title: x}]\n",
			"sites: [{folder: /a, hosts: [a], title: x},"
			" {folder: /b, hosts: [b], title: y}]\n",
			"sites", "", "", "one more site", true},
		{"sites: [{folder: /a, hosts: [a], title: x}, {folder: /b, hosts: "
		 "[b]}]\n",
			"sites: [{folder: /b, hosts: [b]}, {folder: /a, hosts: [a], "
			"title: "
			"z}]\n",
			"title", "", "gopher",
			"in another order: Gopher is the first one's", false},
		{"sites: [{folder: /a, hosts: [a]}]\n",
			"sites: [{folder: /a, hosts: [a]},"
			" {folder: /b, hosts: [b], gopher: 7070}]\n",
			"sites", "", "gopher", "one more site that is to listen", true},
		{"sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [b]}]\n",
			"sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [c]}]\n",
			"hosts", "", "", "a name of one of two", true},
		{"sites: [{folder: /a, hosts: [a]}, {folder: /b, hosts: [b]}]\n",
			"sites: [{folder: /a, hosts: [a]}, {folder: /c, hosts: [b]}]\n",
			"sites", "", "", "a folder of one of two", false},
		{TWO, "drafts: yes\n", "", "sites", "gemini",
			"a file that is half there drops no site", false},
		{TWO, "", "", "sites", "gemini", "nor does one that is empty", false},
		{TWO, "hosts: [c]\n", "", "sites", "", "another site alone", false},
		{TWO, "sites: [{folder: /a, hosts: [a]}]\n", "", "sites", "",
			"the second one is not there yet", false},
		{"sites: [{folder: /a, hosts: [a]}]\n", "", "", "sites", "gemini",
			"there was one", false},
		{TWO, "sites: [{folder: /a, hosts: [a, b]}]\n", "sites, hosts", "", "",
			"its name is another's now", true},
		{TWO, "sites: [{folder: /a, hosts: [a]}, {folder: /c, hosts: [c]}]\n",
			"sites", "sites", "", "one more, and one less", true},
		{"title: x\n", TWO, "sites", "", "gopher, gemini",
			"the only one was not listed", true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct config old, fresh;
		struct config_changes changes;
		load(&old, rows[i].old);
		load(&fresh, rows[i].fresh);
		config_changes_init(&changes, CONFIG_LIVE, false);
		config_keep(&fresh, &old, &changes);
		if (!slice_eq(buf_slice(&changes.now), slice_str(rows[i].now)) ||
			!slice_eq(
				buf_slice(&changes.reload), slice_str(rows[i].reload)) ||
			!slice_eq(buf_slice(&changes.restart),
				slice_str(rows[i].restart)) ||
			changes.names != rows[i].names)
			fail_msg("%s: now %.*s; reload %.*s; restart %.*s; names %d",
				rows[i].why, SARG(buf_slice(&changes.now)),
				SARG(buf_slice(&changes.reload)),
				SARG(buf_slice(&changes.restart)), changes.names);
		config_changes_fini(&changes);
		config_fini(&fresh);
		config_fini(&old);
	}
}

static void test_a_reload_takes_all_but_what_needs_a_start(void **state)
{
	static const struct {
		bool passed;
		const char *restart;
		unsigned gemini;
		const char *why;
	} rows[] = {
		{false, "gopher, gemini, workers", 1, "it listens itself"},
		{true, "workers", 2, "a service manager passes its sockets"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct config old, fresh;
		struct config_changes changes;
		load(&old, "hosts: [a.example]\ncache: 1M\ngemini: [1965]\nworkers: 1\n");
		load(&fresh, "hosts: [a.example]\ncache: 2M\ngemini: [1965, 1966]\n"
			     "gopher: 7070\nworkers: 2\n");
		config_changes_init(&changes, CONFIG_RELOAD, rows[i].passed);
		config_keep(&fresh, &old, &changes);
		if (!slice_eq(buf_slice(&changes.restart), slice_str(rows[i].restart)) ||
			changes.reload.len || fresh.cache_bytes != 2 << 20 ||
			fresh.workers != 1 || fresh.gemini.count != rows[i].gemini)
			fail_msg("%s: restart %.*s; reload %.*s", rows[i].why,
				SARG(buf_slice(&changes.restart)),
				SARG(buf_slice(&changes.reload)));
		config_changes_fini(&changes);
		config_fini(&fresh);
		config_fini(&old);
	}
}

static void test_what_waits_stays_as_it_was(void **state)
{
	struct config old, fresh;
	struct config_changes changes;
	(void)state;
	load(&old, "hosts: [a.example]\ncache: 1M\nstate: /old\ncertificate: /old.pem\n"
		   "proxy: [192.0.2.1]\ntitle: Old\nlog: {access: no}\n");
	load(&fresh, "hosts: [a.example]\ncache: 2M\nstate: /new\ncertificate: /new.pem\n"
		     "title: New\nworkers: 7\n");
	config_changes_init(&changes, CONFIG_LIVE, false);
	config_keep(&fresh, &old, &changes);
	config_fini(&old); /* nothing of it is borrowed */
	assert_int_equal(fresh.cache_bytes, 1 << 20);
	assert_int_equal(fresh.workers, 0);
	assert_false(fresh.log_access);
	assert_true(slice_eq(fresh.state, S("/old")));
	assert_true(slice_eq(fresh.sites[0].certificate, S("/old.pem")));
	assert_true(slice_eq(fresh.sites[0].blog.title, S("New")));
	assert_int_equal(fresh.proxy.count, 1);
	assert_true(slice_eq(fresh.proxy.items[0], S("192.0.2.1")));
	config_changes_fini(&changes);
	config_fini(&fresh);
}

static void test_a_saved_file_opens_no_zone(void **state)
{
	struct config old, fresh;
	struct config_changes changes;
	struct site_config site;
	(void)state;
	load(&old, ZONED);
	load(&fresh, "zones: [{path: /X/, readers: [], title: Z}]\n");
	config_changes_init(&changes, CONFIG_LIVE, false);
	config_keep(&fresh, &old, &changes);
	config_fini(&old);
	config_site_config(&fresh.arena, &fresh, &fresh.sites[0], &site);
	assert_int_equal(site.zones.count, 2);
	assert_non_null(zones_at(&site.zones, S("/x/1")));
	assert_int_equal(zones_at(&site.zones, S("/x/1"))->readers.count, 0);
	assert_non_null(zones_at(&site.zones, S("/y/1")));
	config_changes_fini(&changes);
	config_fini(&fresh);
	/* A reload is asked for: it opens what is no zone any more. */
	load(&old, ZONED);
	load(&fresh, "title: a\n");
	config_changes_init(&changes, CONFIG_RELOAD, false);
	config_keep(&fresh, &old, &changes);
	config_site_config(&fresh.arena, &fresh, &fresh.sites[0], &site);
	assert_int_equal(site.zones.count, 0);
	config_changes_fini(&changes);
	config_fini(&fresh);
	config_fini(&old);
}

static void test_a_saved_file_drops_no_site(void **state)
{
	static const struct {
		const char *fresh;
		enum config_when until;
		const char *folders, *why;
	} rows[] = {
		{"title: t\n", CONFIG_LIVE, "/a /b", "it ends before the list"},
		{"title: t\n", CONFIG_RELOAD, "/srv/blog", "a reload is asked for"},
		{"sites: [{folder: /b, hosts: [b]}]\n", CONFIG_LIVE, "/b /a", "one less"},
		{"sites: [{folder: /b, hosts: [b]}]\n", CONFIG_RELOAD, "/b",
			"one less, by a reload"},
		{"sites: [{folder: /b, hosts: [b, a]}]\n", CONFIG_LIVE, "/b",
			"it has the name of the other"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct config old, fresh;
		struct config_changes changes;
		auto_buf struct buf folders = BUF(1000);
		load(&old, TWO);
		load(&fresh, rows[i].fresh);
		config_changes_init(&changes, rows[i].until, false);
		config_keep(&fresh, &old, &changes);
		config_fini(&old);
		for (size_t k = 0; k < fresh.site_count; k++)
			buf_printf(&folders, "%s%.*s", k ? " " : "",
				SARG(fresh.sites[k].folder));
		if (!slice_eq(buf_slice(&folders), slice_str(rows[i].folders)))
			fail_msg("%s: %.*s", rows[i].why, SARG(buf_slice(&folders)));
		config_changes_fini(&changes);
		config_fini(&fresh);
	}
}

/* A plan outlives the configuration that it is made of. */
static void test_a_plan_borrows_nothing_of_its_configuration(void **state)
{
	struct server server = {0};
	struct config *config = calloc(1, sizeof(*config));
	(void)state;
	assert_non_null(config);
	load(config,
		"title: t\ndescription: d\nauthor: a\nlanguage: fr\nurl: https://u\n"
		"gone: [/g]\nshown: [s]\nhosts: [h.example]\ngopher_host: p.example\n");
	server.config = config;
	struct scanner_plan *plan = server_plan(&server, config);
	config_fini(config); /* a sanitizer, or an allocator, sees what is still used */
	free(config);
	const struct site_config *site = &plan->sites[0];
	assert_string_equal(site->folder, "/srv/blog");
	assert_true(slice_eq(site->title, S("t")));
	assert_true(slice_eq(site->description, S("d")));
	assert_true(slice_eq(site->author, S("a")));
	assert_true(slice_eq(site->language, S("fr")));
	assert_true(slice_eq(site->url, S("https://u")));
	assert_true(site->gone.count == 1 && slice_eq(site->gone.items[0], S("/g")));
	assert_true(site->shown.count == 1 && slice_eq(site->shown.items[0], S("s")));
	assert_true(slice_starts(site->file, S("/tmp/")));
	assert_true(slice_eq(plan->table->names[0], S("h.example")));
	assert_true(slice_eq(plan->table->gopher[0].host, S("p.example")));
	scanner_plan_free(plan);
}

static time_t says; /* 0: the real time */

/* For all code of this program. */
time_t time(time_t *timer)
{
	struct timespec now = {.tv_sec = says};
	if (!says)
		clock_gettime(CLOCK_REALTIME, &now);
	if (timer)
		*timer = now.tv_sec;
	return now.tv_sec;
}

static void test_a_clock_that_is_wrong_is_said_once(void **state)
{
	static const struct {
		const char *config;
		time_t clock;
		size_t times;
		const char *why;
	} rows[] = {
		{ZONED, PEOPLE_CLOCK_MIN - 1, 1, "as after a start without a battery"},
		{ZONED, 1, 1, "1970"},
		{ZONED, PEOPLE_CLOCK_MIN, 0, "it is right"},
		{"title: x\n", 1, 0, "nobody's certificate matters"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		static const struct server_source source;
		struct server server = {.source = &source};
		struct config config;
		struct slice rest, line;
		size_t times = 0;
		load(&config, rows[i].config);
		server.config = &config;
		says = rows[i].clock;
		struct capture capture = capture_pipe();
		for (int plan = 0; plan < 3; plan++)
			scanner_plan_free(server_plan(&server, &config));
		struct buf *all = capture_end(&capture);
		says = 0;
		rest = buf_slice(all);
		while (slice_next_line(&rest, &line))
			times += slice_contains(
				line, S("warning: the clock of this machine is wrong"));
		capture_drop(all);
		if (times != rows[i].times)
			fail_msg("%s: said %zu times", rows[i].why, times);
		config_fini(&config);
	}
}

/* --- the file ------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/splashdown-watch-XXXXXX";
static char paths[2][64];

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Looks until it is told, for as long as it is asked to look again. */
static bool told(struct config_watch *watch)
{
	int wait_ms;
	do {
		if (config_watch_look(watch, &wait_ms))
			return true;
		usleep(wait_ms > 0 ? 1000 : 0);
	} while (wait_ms >= 0);
	return false;
}

static void test_each_way_to_save_a_file_is_seen_once(void **state)
{
	const char *files[] = {paths[0], paths[1]};
	char other[80];
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(paths[0], sizeof(paths[0]), "%s/a.yaml", folder);
	snprintf(paths[1], sizeof(paths[1]), "%s/a.yml", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	struct config_watch *watch = config_watch_new(files, 2, true);
	assert_false(told(watch));
	put(other, "something else");
	assert_false(told(watch));
	put(paths[0], "new");
	assert_true(told(watch));
	assert_false(told(watch));
	put(paths[0], "in place");
	assert_true(told(watch));
	put(other, "renamed");
	assert_int_equal(rename(other, paths[0]), 0);
	assert_true(told(watch));
	put(other, "by a link");
	assert_int_equal(symlink(other, paths[1]), 0);
	assert_true(told(watch));
	put(other, "through a link");
	assert_true(told(watch));
	unlink(paths[1]);
	assert_true(told(watch));
	unlink(paths[0]);
	assert_true(told(watch));
	assert_false(told(watch));
	config_watch_free(watch);
	unlink(other);
}

static void test_a_list_of_people_counts_at_once(void **state)
{
	char place[] = "/tmp/config-live-XXXXXX", path[64], other[64];
	const char *files[] = {path};
	int wait_ms;
	(void)state;
	assert_non_null(mkdtemp(place));
	snprintf(path, sizeof(path), "%s/people.yaml", place);
	snprintf(other, sizeof(other), "%s/other", place);
	put(path, "anna, bob");
	struct config_watch *watch = config_watch_new(files, 1, false);
	assert_false(config_watch_look(watch, &wait_ms));
	put(other, "bob");
	assert_int_equal(rename(other, path), 0);
	assert_true(config_watch_look(watch, &wait_ms));
	assert_int_equal(chmod(path, 0), 0);
	assert_true(config_watch_look(watch, &wait_ms));
	put(other, "");
	assert_int_equal(rename(other, path), 0);
	assert_true(config_watch_look(watch, &wait_ms));
	unlink(path);
	assert_true(config_watch_look(watch, &wait_ms));
	assert_false(config_watch_look(watch, &wait_ms));
	config_watch_free(watch);
	rmdir(place);
}

static void test_a_folder_that_is_swapped_by_a_deploy_says_nothing_while_it_is_away(
	void **state)
{
	const char *files[] = {paths[0], paths[1]};
	char aside[80];
	(void)state;
	snprintf(aside, sizeof(aside), "%s-aside", folder);
	put(paths[0], "one");
	struct config_watch *watch = config_watch_new(files, 2, true);
	assert_int_equal(rename(folder, aside), 0);
	assert_false(told(watch));
	assert_int_equal(rename(aside, folder), 0);
	assert_false(told(watch));
	put(paths[0], "another");
	assert_true(told(watch));
	config_watch_free(watch);
	unlink(paths[0]);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_of_sites_are_for_now_and_the_others_wait),
		cmocka_unit_test(test_a_reload_takes_all_but_what_needs_a_start),
		cmocka_unit_test(test_what_waits_stays_as_it_was),
		cmocka_unit_test(test_a_saved_file_opens_no_zone),
		cmocka_unit_test(test_a_saved_file_drops_no_site),
		cmocka_unit_test(test_a_plan_borrows_nothing_of_its_configuration),
		cmocka_unit_test(test_a_clock_that_is_wrong_is_said_once),
		cmocka_unit_test(test_each_way_to_save_a_file_is_seen_once),
		cmocka_unit_test(test_a_list_of_people_counts_at_once),
		cmocka_unit_test(
			test_a_folder_that_is_swapped_by_a_deploy_says_nothing_while_it_is_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
