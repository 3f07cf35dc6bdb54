/* SPDX-License-Identifier: MIT */
#include "app/uploads.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "app/scanner.h"
#include "base/file.h"
#include "base/memory.h"

#define HOST "reef.example"
#define KEY  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char friend_only[] = "people:\n  \"ann\": [\"" KEY "\"]\n";
static const char with_writer[] =
	"people:\n  \"ann\": [\"" KEY "\"]\nwriters:\n  - \"ann\"\n";

struct bed {
	struct tree tree; /* "blog", "state" */
	struct config config;
	struct config_site site;
	struct slice host;
	struct sandbox sandbox;
	struct uploads *uploads;
	unsigned changes;
	const struct store *changed;
};

static void note(void *ctx, const struct store *store)
{
	struct bed *bed = ctx;

	bed->changes++;
	bed->changed = store;
}

static void bed_init(struct bed *bed, const char *people)
{
	*bed = (struct bed){.host = S(HOST)};
	tree_init(&bed->tree);
	tree_folder(&bed->tree, "blog");
	tree_folder(&bed->tree, "state");
	if (people)
		tree_write(&bed->tree, "state/people.yaml", people);
	config_init(&bed->config);
	struct arena *arena = &bed->config.arena;
	bed->config.state = arena_printf(arena, "%s/state", bed->tree.path);
	bed->config.upload_folder =
		arena_printf(arena, "%s/state/uploads", bed->tree.path);
	bed->site = bed->config.site;
	bed->site.folder = arena_printf(arena, "%s/blog", bed->tree.path);
	bed->site.hosts = (struct slices){&bed->host, 1};
	bed->config.sites = &bed->site;
	bed->config.site_count = 1;
	sandbox_init(&bed->sandbox);
	bed->uploads = uploads_new(note, bed);
}

static void bed_fini(struct bed *bed)
{
	uploads_free(bed->uploads);
	sandbox_fini(&bed->sandbox);
	config_fini(&bed->config);
	tree_fini(&bed->tree);
}

/* As if the server was started anew. */
static int again(struct bed *bed)
{
	uploads_free(bed->uploads);
	bed->uploads = uploads_new(note, bed);
	return uploads_open(bed->uploads, &bed->config, &bed->sandbox);
}

static void upload(struct bed *bed)
{
	struct store *store = uploads_of(bed->uploads, bed->host);
	auto_close int blog =
		open(bed->site.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct store_request request = {.source = S("x.md"),
		.author = S("ann"),
		.kind = STORE_TEXT,
		.size_bytes = 5,
		.blog = blog};
	struct store_upload *upload;

	assert_int_equal(store_begin(store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, S("Text\n")), STORE_OK);
	assert_int_equal(store_finish(upload, STORE_CURRENT, NULL, NULL), STORE_OK);
	assert_int_equal(bed->changes, 1);
	assert_ptr_equal(bed->changed, store);
}

static void there_is_a_folder_once_there_are_writers(void **state)
{
	struct bed bed;
	struct stat st;
	(void)state;

	bed_init(&bed, friend_only);
	char *folder = tree_at(&bed.tree, "state/uploads/" HOST);
	assert_int_equal(again(&bed), 0);
	assert_null(uploads_of(bed.uploads, bed.host));
	assert_int_equal(stat(folder, &st), -1);
	tree_write(&bed.tree, "state/people.yaml", with_writer);
	/* Within the sandbox nobody makes it ... */
	assert_int_equal(uploads_open(bed.uploads, &bed.config, NULL), 0);
	assert_null(uploads_of(bed.uploads, bed.host));
	/* ... but `splashdown people` and a start. */
	assert_int_equal(uploads_make_folder(&bed.config, bed.host), 0);
	assert_int_equal(uploads_open(bed.uploads, &bed.config, NULL), 0);
	assert_non_null(uploads_of(bed.uploads, bed.host));
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	free(folder);
	bed_fini(&bed);
}

/* P28: what was deleted does not come back. */
static void lost_uploads_end_the_start(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed, with_writer);
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	assert_int_equal(again(&bed), 0);
	tree_rename(&bed.tree, "state/uploads", "away");
	assert_int_equal(again(&bed), -ENODATA);
	tree_folder(&bed.tree, "state/uploads/" HOST);
	assert_int_equal(again(&bed), -ENODATA);
	tree_remove(&bed.tree, "state/uploads/" HOST);
	tree_remove(&bed.tree, "state/uploads");
	tree_rename(&bed.tree, "away", "state/uploads");
	assert_int_equal(again(&bed), 0);
	tree_write(&bed.tree, "state/uploads/" HOST "/index.yaml", "next: 2\n");
	assert_int_equal(again(&bed), -EBADMSG);
	bed_fini(&bed);
}

/* A disk that fails says neither that there are uploads nor that there are none. */
static void uploads_that_cannot_be_looked_for_end_the_start(void **state)
{
	static const struct {
		const char *folder, *broken, *why;
	} rows[] = {
		{"state/uploads", "state/uploads/" HOST, "their folder"},
		{"state/uploads", "state/uploads." HOST, "the mark beside no folder"},
		{"state/uploads/" HOST, "state/uploads." HOST,
			"that beside an empty one"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bed bed;
		bed_init(&bed, with_writer);
		tree_folder(&bed.tree, rows[i].folder);
		auto_free char *path = tree_at(&bed.tree, rows[i].broken);
		assert_int_equal(symlink(path, path), 0);
		if (again(&bed) != -ELOOP)
			fail_msg("%s", rows[i].why);
		bed_fini(&bed);
	}
}

/* Nobody may write any more: what they wrote stays. */
static void uploads_outlive_their_writers(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed, with_writer);
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	tree_remove(&bed.tree, "state/people.yaml");
	assert_int_equal(again(&bed), 0);
	assert_non_null(uploads_of(bed.uploads, bed.host));
	bed_fini(&bed);
}

static bool is_told(const struct bed *bed)
{
	struct pollfd at = {.fd = uploads_fd(bed->uploads), .events = POLLIN};

	return poll(&at, 1, 0) == 1;
}

/* What they cover would be shown again, if they were not found under another name. */
static void a_new_first_name_does_not_lose_uploads(void **state)
{
	struct slice names[] = {S("www." HOST), S(HOST)};
	struct bed bed;
	struct store *store;
	(void)state;

	bed_init(&bed, with_writer);
	bed.site.hosts = (struct slices){names, 2};
	assert_int_equal(again(&bed), 0);
	tree_remove(&bed.tree, "state/uploads/www." HOST);
	bed.site.hosts = (struct slices){&bed.host, 1};
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	bed.site.hosts = (struct slices){names, 2};
	assert_int_equal(again(&bed), -ENODATA);
	assert_int_equal(uploads_open_site(&bed.config, &bed.site, &store), -ENODATA);
	names[0] = S(HOST);
	names[1] = S("www." HOST);
	assert_int_equal(again(&bed), 0);
	assert_non_null(uploads_of(bed.uploads, bed.host));
	bed_fini(&bed);
}

/* `splashdown uploads`, beside a server. */
static void a_command_has_the_store_of_one_site(void **state)
{
	struct bed bed;
	struct store *store;
	size_t erased;
	(void)state;

	bed_init(&bed, with_writer);
	assert_int_equal(uploads_open_site(&bed.config, &bed.site, &store), -ENOENT);
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	assert_true(is_told(&bed));
	uploads_seen(bed.uploads);
	assert_false(is_told(&bed));
	/* A file that a killed server left is for the next server. */
	tree_write(&bed.tree, "state/uploads/" HOST "/.splashdown-0123456789abcdef", "");
	assert_int_equal(uploads_open_site(&bed.config, &bed.site, &store), 0);
	assert_int_equal(store_forget(store, S("x.md"), 0, &erased), STORE_OK);
	assert_int_equal(erased, 1);
	store_close(store);
	assert_true(is_told(&bed));
	tree_remove(&bed.tree, "state/uploads/" HOST "/.splashdown-0123456789abcdef");
	tree_remove(&bed.tree, "state/uploads/" HOST "/index.yaml");
	assert_int_equal(uploads_open_site(&bed.config, &bed.site, &store), -ENODATA);
	tree_remove(&bed.tree, "state/uploads/" HOST);
	assert_int_equal(uploads_open_site(&bed.config, &bed.site, &store), -ENODATA);
	bed_fini(&bed);
}

/* --- a server's scanner ---------------------------------------------------------------------------- */

struct running {
	struct bed *bed;
	struct serve serve;
	struct serve_table *table;
	struct workers *workers;
	struct scanner *scanner;
};

static void uploaded(void *ctx, const struct store *store)
{
	struct running *it = ctx;

	scanner_uploaded(it->scanner, store);
}

static void *begin_worker(struct worker *worker, void *ctx)
{
	struct running *it = ctx;

	(void)worker;
	return scanner_worker_new(it->table);
}

static void end_worker(struct worker *worker, void *ctx, void *data)
{
	struct running *it = ctx;

	(void)worker;
	scanner_worker_free(&it->serve, data);
}

static void give_back(void *ctx, struct site *site)
{
	struct running *it = ctx;

	scanner_take(it->scanner, site);
}

static void run(struct running *it)
{
	const struct workers_options options = {
		.count = 1, .start = begin_worker, .stop = end_worker, .ctx = it};
	struct scanner_plan *plan = scanner_plan_new();
	struct serve_table *table = memory_new(1, sizeof(*table));
	struct store **stores = arena_array(&table->arena, 1, struct store *);
	struct slice *names = arena_array(&table->arena, 1, struct slice);

	stores[0] = uploads_of(it->bed->uploads, it->bed->host);
	names[0] = it->bed->host;
	table->refs = 2; /* and ours */
	table->site_count = 1;
	table->stores = stores;
	table->names = names;
	plan->table = it->table = table;
	plan->sites = arena_array(&plan->arena, 1, struct site_config);
	plan->sites[0] =
		(struct site_config){.folder = it->bed->site.folder.ptr, .pages = true};
	it->serve = (struct serve){.site_free = give_back, .ctx = it};
	assert_int_equal(workers_new(&options, &it->workers), 0);
	const struct scanner_options scanning = {
		.workers = it->workers, .serve = &it->serve};
	assert_int_equal(scanner_new(&scanning, plan, &it->scanner), 0);
}

static void end(struct running *it)
{
	scanner_stop(it->scanner);
	workers_stop(it->workers);
	scanner_free(it->scanner);
	workers_free(it->workers);
	serve_table_drop(it->table);
}

/* Are there @pages in the newest snapshot, at once or soon? */
static bool has_pages(struct running *it, size_t pages)
{
	struct scanner_facts facts = {0};

	for (unsigned tries = 0; tries < 20000; tries++) {
		scanner_facts(it->scanner, &facts);
		if (facts.scanned_at && facts.posts + facts.pages == pages)
			return true;
		usleep(1000);
	}
	return false;
}

static void put(struct running *it, const char *source)
{
	struct store *store = uploads_of(it->bed->uploads, it->bed->host);
	auto_close int blog =
		open(it->bed->site.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct store_request request = {.source = slice_str(source),
		.author = S("ann"),
		.kind = STORE_TEXT,
		.size_bytes = 7,
		.blog = blog};
	struct store_upload *upload;

	assert_int_equal(store_begin(store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, S("# Text\n")), STORE_OK);
	assert_int_equal(store_finish(upload, STORE_CURRENT, NULL, NULL), STORE_OK);
}

/* The scanner is told; it does not look at its folder again. */
static void an_upload_is_in_the_next_snapshot(void **state)
{
	struct bed bed;
	struct running it = {.bed = &bed};
	size_t erased;
	(void)state;

	bed_init(&bed, with_writer);
	tree_write(&bed.tree, "blog/one.md", "# One\n");
	uploads_free(bed.uploads);
	bed.uploads = uploads_new(uploaded, &it);
	assert_int_equal(uploads_open(bed.uploads, &bed.config, &bed.sandbox), 0);
	run(&it);
	assert_true(has_pages(&it, 1));
	put(&it, "two.md");
	assert_true(has_pages(&it, 2));
	put(&it, "three/three.md");
	assert_true(has_pages(&it, 3));
	struct store *store = uploads_of(bed.uploads, bed.host);
	assert_int_equal(store_forget(store, S("two.md"), 0, &erased), STORE_OK);
	assert_true(has_pages(&it, 2));
	end(&it);
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_is_a_folder_once_there_are_writers),
		cmocka_unit_test(lost_uploads_end_the_start),
		cmocka_unit_test(uploads_that_cannot_be_looked_for_end_the_start),
		cmocka_unit_test(uploads_outlive_their_writers),
		cmocka_unit_test(a_new_first_name_does_not_lose_uploads),
		cmocka_unit_test(a_command_has_the_store_of_one_site),
		cmocka_unit_test(an_upload_is_in_the_next_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
