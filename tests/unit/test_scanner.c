/* SPDX-License-Identifier: MIT */
/* The scanner's thread on a folder that is changed under it. No worker listens: what it knows is looked at on that
 * thread itself, each time that it wakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../support/site_check.h"
#include "../support/tree.h"
#include "app/scanner.h"
#include "app/scanner_internal.h"
#include "base/memory.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* When the settings were written. */
#define SETTINGS_S 1700000000

static struct {
	struct tree tree;
	struct serve serve;
	struct serve_table *table;
	struct workers *workers;
	struct scanner *scanner;
	bool by_upload; /* what comes after the scan that waited: else a save of another file */
	atomic_bool is_being_saved; /* _config.yml */
	atomic_bool is_read;        /* the site, once */
	atomic_bool is_hidden;      /* the page that became a draft */
	atomic_bool has_waited;     /* a scan for _config.yml */
} it;

bool __wrap_file_is_changing(int64_t mtime_ns);
bool __real_file_is_changing(int64_t mtime_ns);
bool __wrap_file_is_changing(int64_t mtime_ns)
{
	return mtime_ns == SETTINGS_S * INT64_C(1000000000)
		       ? atomic_load(&it.is_being_saved)
		       : __real_file_is_changing(mtime_ns);
}

static void write_old(const char *file, const char *text)
{
	static const struct timespec old[2] = {
		{.tv_sec = SETTINGS_S}, {.tv_sec = SETTINGS_S}};
	char *path = tree_at(&it.tree, file);

	tree_write(&it.tree, file, text);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	free(path);
}

/* Its author has saved a draft and _config.yml, and what told of both is used up by a scan that waits. */
static void go_on(const struct watched *site)
{
	if (!site->unsettled_ms || !atomic_load(&it.is_being_saved))
		return;
	atomic_store(&it.has_waited, true);
	atomic_store(&it.is_being_saved, false);
	if (it.by_upload)
		scanner_uploaded(it.scanner, NULL);
	else
		write_old("_posts/2024-05-02-sand.md", "---\ntitle: Newer\n---\n");
}

/* On the scanner's thread, before it looks at what woke it. */
static int on_turn(void *ctx)
{
	const struct watched *site = it.scanner->sites;

	(void)ctx;
	if (site && site->site) {
		atomic_store(&it.is_hidden, !site_find(site->site, S("/coral/")));
		atomic_store(&it.is_read, true);
		go_on(site);
	}
	return -1;
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

static void begin(void)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Reef\npermalink: /:title/\n"},
		{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\n---\n"},
		{"_posts/2024-05-02-sand.md", "---\ntitle: Sand\n---\n"},
	};
	const struct workers_options working = {
		.count = 1, .start = begin_worker, .stop = end_worker};
	struct scanner_plan *plan = scanner_plan_new();

	tree_init(&it.tree);
	for (size_t i = 0; i < COUNT(files); i++)
		write_old(files[i].path, files[i].text);
	plan->table = it.table = memory_new(1, sizeof(*it.table));
	it.table->refs = 2; /* and ours */
	it.table->site_count = 1;
	plan->sites = arena_array(&plan->arena, 1, struct site_config);
	plan->sites[0] = (struct site_config){.folder = it.tree.path};
	it.serve = (struct serve){.site_free = give_back};
	atomic_store(&it.is_read, false);
	atomic_store(&it.has_waited, false);
	assert_int_equal(workers_new(&working, &it.workers), 0);
	const struct scanner_options scanning = {.workers = it.workers,
		.serve = &it.serve,
		.loop_turn = on_turn,
		.loop_turn_fds = {-1, -1, -1}};
	assert_int_equal(scanner_new(&scanning, plan, &it.scanner), 0);
}

static void end(void)
{
	scanner_stop(it.scanner);
	workers_stop(it.workers);
	scanner_free(it.scanner);
	workers_free(it.workers);
	serve_table_drop(it.table);
	tree_fini(&it.tree);
}

/* Within 15 s. The thread wakes, and is told of nothing. */
static bool becomes(const atomic_bool *what)
{
	for (unsigned tries = 0; tries < 15000 && !atomic_load(what); tries++) {
		scanner_set(it.scanner, NULL);
		usleep(1000);
	}
	return atomic_load(what);
}

static void what_a_scan_that_waited_left_open_is_read(void **state)
{
	(void)state;

	for (int by_upload = 0; by_upload < 2; by_upload++) {
		it.by_upload = by_upload;
		begin();
		assert_true(becomes(&it.is_read));
		assert_false(atomic_load(&it.is_hidden));
		atomic_store(&it.is_being_saved, true);
		tree_write(&it.tree, "_posts/2024-05-01-coral.md",
			"---\ntitle: Coral\ndraft: true\n---\n");
		if (!becomes(&it.is_hidden))
			fail_msg("a draft is shown after %s",
				by_upload ? "an upload" : "another save");
		assert_true(atomic_load(&it.has_waited));
		end();
	}
}

/* The kernel tells of no change that is made by another name of the file. */
static void what_only_a_reader_met_is_read(void **state)
{
	struct tree notes;
	(void)state;

	begin();
	assert_true(becomes(&it.is_read));
	tree_init(&notes);
	char *from = tree_at(&it.tree, "_posts/2024-05-01-coral.md"),
	     *to = tree_at(&notes, "coral.md");
	assert_int_equal(link(from, to), 0);
	int fd = open(to, O_WRONLY | O_TRUNC);
	assert_true(fd >= 0);
	assert_int_equal(dprintf(fd, "---\ntitle: Coral\ndraft: true\n---\n"), 33);
	close(fd);
	scanner_look(it.scanner, 0);
	assert_true(becomes(&it.is_hidden));
	free(from);
	free(to);
	end();
	tree_fini(&notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_scan_that_waited_left_open_is_read),
		cmocka_unit_test(what_only_a_reader_met_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
