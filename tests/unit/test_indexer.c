/* SPDX-License-Identifier: MIT */
/* The background thread gives each snapshot its threads, while others read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

#include "../support/site_check.h"
#include "app/indexer.h"
#include "base/memory.h"
#include "serve/search_internal.h"
#include "site/threads.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Snapshots that came back, for the thread that may free them; and what was published. */
struct desk {
	pthread_mutex_t lock;
	pthread_cond_t news;
	struct site *back[64];
	size_t back_count;
	unsigned published[4];
	struct serve serve;
	struct indexer *indexer;
};

static void give_back(void *ctx, struct site *site)
{
	struct desk *desk = ctx;

	pthread_mutex_lock(&desk->lock);
	assert_true(desk->back_count < COUNT(desk->back));
	desk->back[desk->back_count++] = site;
	pthread_mutex_unlock(&desk->lock);
}

static void published(void *ctx, unsigned index)
{
	struct desk *desk = ctx;

	pthread_mutex_lock(&desk->lock);
	desk->published[index]++;
	pthread_cond_broadcast(&desk->news);
	pthread_mutex_unlock(&desk->lock);
}

/* With searches: @folder as the indexer has it. */
static void open_desk_retrying(struct desk *desk, bool search, const char *folder,
	size_t memory_max_bytes, unsigned retry_ms)
{
	*desk = (struct desk){.lock = PTHREAD_MUTEX_INITIALIZER,
		.news = PTHREAD_COND_INITIALIZER,
		.serve = {.site_free = give_back,
			.ctx = desk,
			.search = search ? search_new() : NULL}};
	const struct indexer_options options = {.serve = &desk->serve,
		.cache_folder = folder,
		.memory_max_bytes = memory_max_bytes,
		.retry_ms = retry_ms,
		.published = published,
		.ctx = desk};
	assert_int_equal(indexer_new(&options, &desk->indexer), 0);
}

static void open_desk_with(
	struct desk *desk, bool search, const char *folder, size_t memory_max_bytes)
{
	open_desk_retrying(desk, search, folder, memory_max_bytes, 0);
}

static void open_desk(struct desk *desk)
{
	open_desk_with(desk, false, NULL, 0);
}

static void clear_desk(struct desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	for (size_t i = 0; i < desk->back_count; i++)
		site_free(desk->back[i]);
	desk->back_count = 0;
	pthread_mutex_unlock(&desk->lock);
}

static void close_desk(struct desk *desk)
{
	indexer_free(desk->indexer);
	clear_desk(desk);
	search_free(desk->serve.search);
}

static void wait_for(struct desk *desk, unsigned index, unsigned times)
{
	pthread_mutex_lock(&desk->lock);
	while (desk->published[index] < times)
		pthread_cond_wait(&desk->news, &desk->lock);
	pthread_mutex_unlock(&desk->lock);
}

static const struct tree_file files[] = {
	{"_config.yml", "permalink: /:title/\n"},
	{"_posts/2024-01-01-a.md", "---\ntitle: A\ntags: [t]\n---\nA.\n"},
	{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\n[a](/a/)\n"},
	{"_posts/2024-01-03-c.md", "---\ntitle: C\ntags: [t]\n---\nC.\n"},
	{"_posts/2024-01-04-d.md", "---\ntitle: D\n---\nD.\n"},
};

static struct site *scan_again(const struct tree *tree, const struct site *before)
{
	struct site *site = NULL;
	const struct site_config config = {
		.folder = tree->path, .pages = true, .backlinks = true};

	assert_int_equal(scan(&config, before, NULL, SITE_CHECK_NOW, &site), 0);
	if (before)
		threads_inherit(site, before);
	return site;
}

static size_t backlinks_of(const struct site *site, const char *path)
{
	auto_arena struct arena arena = {0};
	const struct post *const *posts;

	return threads_backlinks(site, site_check_post(site, path), &arena, &posts);
}

static void each_snapshot_gets_its_threads(void **state)
{
	struct tree trees[2];
	struct desk desk;
	(void)state;

	open_desk(&desk);
	indexer_resize(desk.indexer, 2);
	struct site *sites[2];
	for (unsigned i = 0; i < 2; i++) {
		tree_init(&trees[i]);
		tree_write_all(&trees[i], files, COUNT(files));
		sites[i] = scan_again(&trees[i], NULL);
		assert_int_equal(backlinks_of(sites[i], "/a/"), 0);
		indexer_take(desk.indexer, i, sites[i]);
	}
	wait_for(&desk, 0, 1);
	wait_for(&desk, 1, 1);
	assert_int_equal(backlinks_of(sites[0], "/a/"), 1);
	assert_int_equal(backlinks_of(sites[1], "/a/"), 1);
	tree_write(&trees[1], "_posts/2024-01-04-d.md", "---\ntitle: D\n---\n[a](/a/)\n");
	struct site *next = scan_again(&trees[1], sites[1]);
	assert_int_equal(backlinks_of(next, "/a/"), 1);
	indexer_take(desk.indexer, 1, next);
	wait_for(&desk, 1, 2);
	assert_int_equal(backlinks_of(next, "/a/"), 2);
	assert_int_equal(backlinks_of(sites[1], "/a/"), 1);
	site_check_free(sites[0]);
	site_check_free(sites[1]);
	site_check_free(next);
	close_desk(&desk);
	tree_fini(&trees[0]);
	tree_fini(&trees[1]);
}

static void a_number_may_get_another_folder(void **state)
{
	static const struct tree_file others[] = {
		{"_config.yml", "permalink: /:title/\n"},
		{"_posts/2024-01-01-a.md", "---\ntitle: A\n---\nA.\n"},
		{"_posts/2024-01-02-b.md", "---\ntitle: B\n---\nB.\n"},
	};
	struct tree trees[2];
	struct desk desk;
	(void)state;

	open_desk(&desk);
	tree_init(&trees[0]);
	tree_write_all(&trees[0], files, COUNT(files));
	tree_init(&trees[1]);
	tree_write_all(&trees[1], others, COUNT(others));
	struct site *first = scan_again(&trees[0], NULL),
		    *other = scan_again(&trees[1], NULL);
	indexer_resize(desk.indexer, 1);
	indexer_take(desk.indexer, 0, first);
	wait_for(&desk, 0, 1);
	indexer_take(desk.indexer, 1, other); /* there is no such number */
	indexer_resize(desk.indexer, 0);
	indexer_resize(desk.indexer, 1);
	indexer_take(desk.indexer, 0, other);
	wait_for(&desk, 0, 2);
	assert_int_equal(backlinks_of(first, "/a/"), 1);
	assert_int_equal(backlinks_of(other, "/a/"), 0);
	site_check_free(first);
	site_check_free(other);
	close_desk(&desk);
	tree_fini(&trees[0]);
	tree_fini(&trees[1]);
}

static void it_ends_when_it_is_told(void **state)
{
	struct tree tree;
	struct desk desk;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = scan_again(&tree, NULL);
	open_desk(&desk);
	indexer_resize(desk.indexer, 1);
	for (int i = 0; i < 20; i++)
		indexer_take(desk.indexer, 0, site);
	indexer_stop(desk.indexer);
	indexer_take(desk.indexer, 0, site);
	close_desk(&desk);
	/* All references came back: this is the last. */
	assert_true(site_drop(site));
	site_free(site);
	tree_fini(&tree);
}

/* --- searches -------------------------------------------------------------------------------------- */

static size_t documents_of(struct desk *desk)
{
	struct search_facts facts;

	search_facts(desk->serve.search, &facts);
	return facts.documents;
}

static size_t files_in(const char *folder)
{
	auto_free char *pattern = NULL;
	glob_t found;

	assert_true(asprintf(&pattern, "%s/*", folder) > 0);
	size_t count = glob(pattern, 0, NULL, &found) ? 0 : found.gl_pathc;
	globfree(&found);
	return count;
}

static struct site *scan_searched(
	const struct tree *tree, const struct site *before, bool search)
{
	struct site *site = NULL;
	const struct site_config config = {.folder = tree->path,
		.search = search,
		.backlinks = true,
		.version = search};

	assert_int_equal(scan(&config, before, NULL, SITE_CHECK_NOW, &site), 0);
	return site;
}

static void the_index_follows_the_folder(void **state)
{
	struct tree tree, cache;
	struct desk desk;
	struct site *sites[5];
	(void)state;

	tree_init(&cache);
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	open_desk_with(&desk, true, cache.path, 0);
	indexer_resize(desk.indexer, 1);
	static const struct {
		const char *removed, *written;
		size_t documents;
		bool search;
		const char *why;
	} rows[] = {
		{NULL, NULL, 4, true, "all"},
		{"_posts/2024-01-04-d.md", NULL, 3, true, "a page less"},
		{NULL, "_posts/2024-01-05-e.md", 4, true, "a page more"},
		{NULL, NULL, 0, false, "search: no"},
		{NULL, NULL, 4, true, "search: yes"},
	};
	_Static_assert(COUNT(rows) == COUNT(sites), "one for each");
	for (unsigned i = 0; i < COUNT(rows); i++) {
		if (rows[i].removed)
			tree_remove(&tree, rows[i].removed);
		if (rows[i].written)
			tree_write(&tree, rows[i].written, "---\ntitle: E\n---\nE.\n");
		sites[i] = scan_searched(&tree, i ? sites[i - 1] : NULL, rows[i].search);
		indexer_take(desk.indexer, 0, sites[i]);
		wait_for(&desk, 0, i + 1);
		if (documents_of(&desk) != rows[i].documents ||
			(files_in(cache.path) > 0) != rows[i].search)
			fail_msg("%s: %zu documents, %zu files", rows[i].why,
				documents_of(&desk), files_in(cache.path));
	}
	for (unsigned i = 0; i < COUNT(sites); i++)
		site_check_free(sites[i]);
	close_desk(&desk);
	assert_int_equal(files_in(cache.path), 0);
	tree_fini(&tree);
	tree_fini(&cache);
}

static void without_a_folder_there_is_memory(void **state)
{
	static const struct {
		const char *folder;
		size_t memory_max_bytes, documents;
		const char *why;
	} rows[] = {
		{NULL, 0, 4, "no folder"},
		{"/nowhere/at/all", 0, 4, "one that is not there"},
		{NULL, 4096, 0, "too little memory: no search, but links"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct desk desk;
		open_desk_with(&desk, true, rows[i].folder, rows[i].memory_max_bytes);
		indexer_resize(desk.indexer, 1);
		struct site *site = scan_searched(&tree, NULL, true);
		indexer_take(desk.indexer, 0, site);
		wait_for(&desk, 0, 1);
		if (documents_of(&desk) != rows[i].documents)
			fail_msg("%s: %zu documents", rows[i].why, documents_of(&desk));
		assert_int_equal(backlinks_of(site, "/a/"), 1);
		/* What is off stays off, and links go on. */
		indexer_take(desk.indexer, 0, site);
		wait_for(&desk, 0, 2);
		assert_int_equal(documents_of(&desk), rows[i].documents);
		site_check_free(site);
		close_desk(&desk);
	}
	tree_fini(&tree);
}

static unsigned times_published(struct desk *desk)
{
	pthread_mutex_lock(&desk->lock);
	unsigned times = desk->published[0];
	pthread_mutex_unlock(&desk->lock);
	return times;
}

static bool can_be_read(struct desk *desk, const struct site *site)
{
	struct indexed *indexed;
	struct search_reader *reader =
		search_reader_take(desk->serve.search, 0, site, &indexed);

	if (reader)
		search_reader_give(desk->serve.search, indexed, reader);
	return reader;
}

static void remove_all_in(const char *folder)
{
	auto_free char *pattern = NULL;
	glob_t found;

	assert_true(asprintf(&pattern, "%s/*", folder) > 0);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		assert_int_equal(unlink(found.gl_pathv[i]), 0);
	globfree(&found);
}

static void what_failed_is_tried_again(void **state)
{
	struct tree tree, cache;
	struct desk desk;
	auto_free char *folder = NULL;
	unsigned times;
	(void)state;

	tree_init(&cache);
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	assert_true(asprintf(&folder, "%s/later", cache.path) > 0);
	open_desk_retrying(&desk, true, folder, 4096, 1);
	indexer_resize(desk.indexer, 1);
	struct site *site = scan_searched(&tree, NULL, true);
	indexer_take(desk.indexer, 0, site);
	wait_for(&desk, 0, 1);
	assert_int_equal(documents_of(&desk), 0);
	/* There is room, and nothing else changed. */
	assert_int_equal(mkdir(folder, 0700), 0);
	while ((times = times_published(&desk), documents_of(&desk) != 4))
		wait_for(&desk, 0, times + 1);
	/* Somebody tidies up, and a reader notices. */
	remove_all_in(folder);
	assert_false(can_be_read(&desk, site));
	while ((times = times_published(&desk), !can_be_read(&desk, site)))
		wait_for(&desk, 0, times + 1);
	assert_int_equal(documents_of(&desk), 4);
	site_check_free(site);
	close_desk(&desk);
	tree_fini(&tree);
	tree_fini(&cache);
}

static void wait_for_documents(struct desk *desk, size_t count)
{
	unsigned times;

	while ((times = times_published(desk), documents_of(desk) != count))
		wait_for(desk, 0, times + 1);
}

static void what_could_not_be_read_is_tried_again(void **state)
{
	struct tree tree;
	struct desk desk;
	auto_free char *posts = NULL, *away = NULL;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	assert_true(asprintf(&posts, "%s/_posts", tree.path) > 0);
	assert_true(asprintf(&away, "%s/_away", tree.path) > 0);
	open_desk_with(&desk, true, NULL, 0);
	indexer_resize(desk.indexer, 1);
	struct site *site = scan_searched(&tree, NULL, true);
	assert_int_equal(rename(posts, away), 0);
	indexer_take(desk.indexer, 0, site);
	wait_for(&desk, 0, 1);
	assert_int_equal(documents_of(&desk), 0);
	assert_int_equal(backlinks_of(site, "/a/"), 0);
	/* Nobody tells it that they are there again: the folder looks as it did when it was read. */
	assert_int_equal(rename(away, posts), 0);
	wait_for_documents(&desk, 4);
	assert_int_equal(backlinks_of(site, "/a/"), 1);
	/* The same while a new index is made, since a page is gone. */
	tree_remove(&tree, "_posts/2024-01-04-d.md");
	struct site *next = scan_searched(&tree, site, true);
	assert_int_equal(rename(posts, away), 0);
	indexer_take(desk.indexer, 0, next);
	wait_for_documents(&desk, 0);
	assert_int_equal(rename(away, posts), 0);
	wait_for_documents(&desk, 3);
	site_check_free(next);
	site_check_free(site);
	close_desk(&desk);
	tree_fini(&tree);
}

/* Or it would be looked at again and again for what nobody wants to know any more. */
static void what_is_switched_off_keeps_no_snapshot(void **state)
{
	struct tree tree;
	struct desk desk;
	struct site *next = NULL;
	auto_free char *posts = NULL, *away = NULL;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	assert_true(asprintf(&posts, "%s/_posts", tree.path) > 0);
	assert_true(asprintf(&away, "%s/_away", tree.path) > 0);
	open_desk_with(&desk, true, NULL, 0);
	indexer_resize(desk.indexer, 1);
	struct site *site = scan_searched(&tree, NULL, true);
	const struct site_config off = {.folder = tree.path, .related = 1, .version = 2};
	assert_int_equal(scan(&off, site, NULL, SITE_CHECK_NOW, &next), 0);
	assert_int_equal(rename(posts, away), 0);
	indexer_take(desk.indexer, 0, site);
	wait_for(&desk, 0, 1);
	assert_int_equal(rename(away, posts), 0);
	indexer_take(desk.indexer, 0, next);
	wait_for(&desk, 0, 2);
	assert_int_equal(documents_of(&desk), 0);
	/* All references came back: this is the last. */
	assert_true(site_drop(site));
	site_free(site);
	site_check_free(next);
	close_desk(&desk);
	tree_fini(&tree);
}

/* --- while others read ----------------------------------------------------------------------------- */

struct shared {
	pthread_mutex_t lock;
	struct site *site; /* under lock; one reference */
	atomic_bool stop;
	struct desk *desk;
};

static void *read_on(void *data)
{
	struct shared *shared = data;

	while (!atomic_load(&shared->stop)) {
		pthread_mutex_lock(&shared->lock);
		struct site *site = site_ref(shared->site);
		pthread_mutex_unlock(&shared->lock);
		const struct post *post = site_check_post(site, "/a/");
		(void)threads_version(site, post);
		size_t count = backlinks_of(site, "/a/");
		if (count > 2)
			abort();
		serve_site_drop(&shared->desk->serve, site);
	}
	return NULL;
}

static void readers_read_meanwhile(void **state)
{
	struct tree tree;
	struct desk desk;
	pthread_t readers[3];
	struct shared shared = {.lock = PTHREAD_MUTEX_INITIALIZER, .desk = &desk};
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	open_desk(&desk);
	indexer_resize(desk.indexer, 1);
	shared.site = scan_again(&tree, NULL);
	for (size_t i = 0; i < COUNT(readers); i++)
		pthread_create(&readers[i], NULL, read_on, &shared);
	for (unsigned i = 0; i < 40; i++) {
		indexer_take(desk.indexer, 0, shared.site);
		tree_write(&tree, "_posts/2024-01-04-d.md",
			i % 2 ? "---\ntitle: D\n---\nD.\n"
			      : "---\ntitle: D\n---\n[a](/a/)\n");
		struct site *old = shared.site, *next = scan_again(&tree, old);
		pthread_mutex_lock(&shared.lock);
		shared.site = next;
		pthread_mutex_unlock(&shared.lock);
		serve_site_drop(&desk.serve, old);
		if (i % 4 == 0)
			wait_for(&desk, 0, 1 + i / 4);
		clear_desk(&desk);
	}
	atomic_store(&shared.stop, true);
	for (size_t i = 0; i < COUNT(readers); i++)
		pthread_join(readers[i], NULL);
	serve_site_drop(&desk.serve, shared.site);
	close_desk(&desk);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_snapshot_gets_its_threads),
		cmocka_unit_test(a_number_may_get_another_folder),
		cmocka_unit_test(it_ends_when_it_is_told),
		cmocka_unit_test(the_index_follows_the_folder),
		cmocka_unit_test(without_a_folder_there_is_memory),
		cmocka_unit_test(what_failed_is_tried_again),
		cmocka_unit_test(what_could_not_be_read_is_tried_again),
		cmocka_unit_test(what_is_switched_off_keeps_no_snapshot),
		cmocka_unit_test(readers_read_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
