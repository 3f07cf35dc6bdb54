/* SPDX-License-Identifier: MIT */
#include "search/index.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "base/file.h"
#include "search/index_internal.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A site, and an index of it. */
struct fixture {
	struct tree tree;
	struct site *site;
	struct search_index *index;
	struct search_reader *reader;
};

/* A page's file behind its front matter stands for its converted text. */
static struct slice body_of(
	const struct site *site, const struct post *post, struct arena *arena)
{
	struct buf text = BUF(BUF_MAX_BYTES);

	assert_int_equal(file_read_beneath(site->folder, post->source, 0, &text), 0);
	return slice_from(buf_take(&text, arena), post->body_offset);
}

static int put_post(struct fixture *fixture, const struct post *post)
{
	struct arena arena = {0};
	struct search_document document = {
		.post = post, .body = body_of(fixture->site, post, &arena)};
	int error = search_index_put(fixture->index, &document);

	arena_fini(&arena);
	return error;
}

static void put_all(struct fixture *fixture, bool backwards)
{
	size_t count = fixture->site->source_count;

	for (size_t i = 0; i < count; i++) {
		const struct post *post =
			fixture->site->by_source[backwards ? count - 1 - i : i];
		assert_int_equal(put_post(fixture, post), 0);
	}
	assert_int_equal(search_index_commit(fixture->index), 0);
}

static void start(struct fixture *fixture, const struct tree_file *files, size_t count,
	const char *folder, bool backwards)
{
	const struct search_index_options options = {
		.folder = folder, .memory_max_bytes = 64 << 20};

	tree_init(&fixture->tree);
	tree_write_all(&fixture->tree, files, count);
	fixture->site = site_check_scan(&fixture->tree);
	assert_int_equal(search_index_new(&options, &fixture->index), 0);
	put_all(fixture, backwards);
	assert_int_equal(search_reader_new(fixture->index, &fixture->reader), 0);
}

static void end(struct fixture *fixture)
{
	search_reader_free(fixture->reader);
	search_index_free(fixture->index);
	site_check_free(fixture->site);
	tree_fini(&fixture->tree);
}

/* The sources of the pages that fit, "a.md b.md", and how many there are in all where that is more. */
static struct slice found(struct fixture *fixture, struct arena *arena, const char *typed,
	size_t from, size_t count)
{
	struct search_query query;
	struct search_hits hits;
	struct buf out = BUF(BUF_MAX_BYTES);

	search_query_read(arena, slice_str(typed), &query);
	enum search_outcome outcome = search_find(fixture->reader, fixture->site, &query,
		from, count, 10000, NULL, arena, &hits);
	if (outcome != SEARCH_FOUND)
		fail_msg("\"%s\": outcome %d", typed, outcome);
	for (size_t i = 0; i < hits.count; i++) {
		buf_puts(&out, i ? " " : "");
		buf_put(&out, slice_path_name(hits.posts[i]->source));
	}
	if (hits.total > hits.count)
		buf_printf(&out, " of %zu", hits.total);
	return buf_take(&out, arena);
}

static void expect(
	struct fixture *fixture, const char *typed, const char *expected, const char *why)
{
	struct arena arena = {0};
	struct slice is = found(fixture, &arena, typed, 0, 30);

	if (!slice_eq(is, slice_str(expected)))
		fail_msg("%s: \"%s\" finds \"%.*s\", not \"%s\"", why, typed, SARG(is),
			expected);
	arena_fini(&arena);
}

#define POST(date, title, more, body)                                                    \
	"---\ntitle: " title "\ndate: " date "\n" more "---\n" body "\n"

static const struct tree_file blog[] = {
	{"_config.yml", "title: Jay\n"},
	{"_posts/2025-01-01-title.md",
		POST("2025-01-01", "Plover", "", "Birds of the shore.")},
	{"_posts/2025-01-02-tag.md",
		POST("2025-01-02", "Waders", "tags: [plover, Bird Life]\n", "On mud.")},
	{"_posts/2025-01-03-description.md",
		POST("2025-01-03", "Shores", "description: A plover.\n", "And sand.")},
	{"_posts/2025-01-04-body.md",
		POST("2025-01-04", "Walk", "", "I saw a plover and a curlew there.")},
	{"_posts/2024-05-05-often.md",
		POST("2024-05-05", "Diary", "", "plover plover plover")},
	{"_posts/2023-01-01-far.md",
		POST("2023-01-01", "Far", "",
			"curlew one two three four five six seven eight plover")},
	{"_posts/2022-02-02-fr.md",
		POST("2022-02-02", "C\u0153ur", "lang: fr\n",
			"Un pluvier na\u00EFf, l\u2019\u00E9t\u00E9.")},
	{"_posts/2022-02-03-ja.md",
		POST("2022-02-03", "\u732B", "lang: ja\n",
			"\u6771\u4EAC\u306E\u732B\u304C\u597D\u304D\u3067\u3059")},
	{"_posts/2022-02-04-cpp.md",
		POST("2022-02-04", "C++", "", "About C++ and about notepad++.")},
	{"_posts/2022-02-05-c.md", POST("2022-02-05", "Plain C", "", "About C.")},
	{"about.md", "---\ntitle: About\ntags: [Site Facts]\n---\nA page on gulls.\n"},
};

static void what_readers_type_finds_what_fits(void **state)
{
	static const struct {
		const char *typed, *expected, *why;
	} rows[] = {
		{"plover",
			"2025-01-01-title.md 2025-01-02-tag.md 2025-01-03-description.md "
			"2024-05-05-often.md 2025-01-04-body.md 2023-01-01-far.md",
			"title, tag, description, often, once, once in more words"},
		{"PLOVER curlew", "2025-01-04-body.md 2023-01-01-far.md",
			"all words, the nearest first"},
		{"\"saw a plover\"", "2025-01-04-body.md", "a phrase"},
		{"\"a saw plover\"", "", "in another order"},
		{"plover -curlew year:2025",
			"2025-01-01-title.md 2025-01-02-tag.md "
			"2025-01-03-description.md",
			"without a word, of a year"},
		{"in:title plover", "2025-01-01-title.md", "in titles"},
		{"tag:Plover", "2025-01-02-tag.md", "a tag"},
		{"tag:\"bird life\" mud", "2025-01-02-tag.md", "a tag and a word"},
		{"tag:site-facts", "about.md", "a tag of a page that is no post"},
		{"tag:nothing", "", "no such tag"},
		{"plover -tag:plover year:2025",
			"2025-01-01-title.md 2025-01-03-description.md "
			"2025-01-04-body.md",
			"without a tag"},
		{"lang:fr", "2022-02-02-fr.md", "a language alone"},
		{"year:2022 -c -lang:ja", "2022-02-04-cpp.md 2022-02-02-fr.md",
			"nothing but filters, and a word that is not wanted"},
		{"coeur naif", "2022-02-02-fr.md", "without marks"},
		{"\u00C9T\u00C9", "2022-02-02-fr.md", "with them, capitals"},
		{"\u6771\u4EAC", "2022-02-03-ja.md", "two characters"},
		{"\u304C\u597D\u304D", "2022-02-03-ja.md", "three"},
		{"\u4EAC\u732B", "", "two that are not neighbours"},
		{"\u597D", "2022-02-03-ja.md", "one"},
		{"c++", "2022-02-04-cpp.md", "C++ is not C"},
		{"c", "2022-02-05-c.md", "nor C C++"},
		{"notepad", "2022-02-04-cpp.md", "a name with signs, without"},
		{"gulls", "about.md", "a page"},
		{"plov", "", "half a word"},
		{"", "", "nothing"},
	};
	struct fixture fixture;
	(void)state;

	for (int backwards = 0; backwards < 2; backwards++) {
		start(&fixture, blog, COUNT(blog), NULL, backwards);
		for (size_t i = 0; i < COUNT(rows); i++)
			expect(&fixture, rows[i].typed, rows[i].expected, rows[i].why);
		end(&fixture);
	}
}

static void pages_of_results_are_parts_of_one_list(void **state)
{
	struct fixture fixture;
	struct arena arena = {0};
	(void)state;

	start(&fixture, blog, COUNT(blog), NULL, false);
	assert_true(slice_eq(found(&fixture, &arena, "plover", 1, 2),
		S("2025-01-02-tag.md 2025-01-03-description.md of 6")));
	assert_true(slice_eq(
		found(&fixture, &arena, "plover", 5, 2), S("2023-01-01-far.md of 6")));
	assert_true(slice_eq(found(&fixture, &arena, "plover", 6, 2), S(" of 6")));
	assert_true(
		slice_eq(found(&fixture, &arena, "plover", SIZE_MAX / 2, 2), S(" of 6")));
	arena_fini(&arena);
	end(&fixture);
}

static void equal_hits_are_by_date_then_address(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\n"},
		{"_posts/2025-01-01-b.md", POST("2025-01-01", "Same", "", "words")},
		{"_posts/2025-01-01-a.md", POST("2025-01-01", "Same", "", "words")},
		{"_posts/2025-01-02-c.md", POST("2025-01-02", "Same", "", "words")},
		{"p.md", "---\ntitle: Same\n---\nwords\n"},
		{"o.md", "---\ntitle: Same\n---\nwords\n"},
	};
	struct fixture fixture;
	(void)state;

	for (int backwards = 0; backwards < 2; backwards++) {
		start(&fixture, files, COUNT(files), NULL, backwards);
		expect(&fixture, "words",
			"2025-01-02-c.md 2025-01-01-b.md 2025-01-01-a.md o.md p.md",
			"as in every list");
		end(&fixture);
	}
}

static void words_side_by_side_stand_before_words_apart(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: Jay\n"},
		{"_posts/2024-01-01-near.md",
			POST("2024-01-01", "Near", "",
				"one two three four five six seven eight nine ten, red "
				"knot, eleven twelve thirteen fourteen fifteen")},
		{"_posts/2024-01-02-apart.md",
			POST("2024-01-02", "Apart", "", "red one two three four knot")},
		{"_posts/2024-01-03-columns.md",
			POST("2024-01-03", "Tower", "description: red\n", "knot")},
	};
	struct fixture fixture;
	(void)state;

	start(&fixture, files, COUNT(files), NULL, false);
	expect(&fixture, "red -tower knot", "2024-01-01-near.md 2024-01-02-apart.md",
		"although it is older and longer");
	expect(&fixture, "knot red",
		"2024-01-01-near.md 2024-01-03-columns.md 2024-01-02-apart.md",
		"in another order; in two columns is not near");
	end(&fixture);
}

static void rescan(struct fixture *fixture)
{
	struct site *old = fixture->site;

	fixture->site = site_check_scan(&fixture->tree);
	site_check_free(old);
}

static void put_path(struct fixture *fixture, const char *path)
{
	assert_int_equal(
		put_post(fixture, site_by_source(fixture->site, slice_str(path))), 0);
}

static void a_changed_post_has_its_newest_words(void **state)
{
	struct fixture fixture;
	(void)state;

	start(&fixture, blog, COUNT(blog), NULL, false);
	tree_write(&fixture.tree, "_posts/2025-01-04-body.md",
		POST("2025-01-04", "Walk", "", "I saw a dunlin there."));
	rescan(&fixture);
	put_path(&fixture, "_posts/2025-01-04-body.md");
	assert_int_equal(search_index_commit(fixture.index), 0);
	expect(&fixture, "curlew", "2023-01-01-far.md", "the old word finds no more");
	expect(&fixture, "dunlin", "2025-01-04-body.md", "the new one does");
	assert_int_equal(search_index_stale_percent(fixture.index), 100 / 12);
	/* Twice in one turn: the last one counts. */
	put_path(&fixture, "_posts/2025-01-04-body.md");
	put_path(&fixture, "_posts/2025-01-04-body.md");
	assert_int_equal(search_index_commit(fixture.index), 0);
	expect(&fixture, "dunlin", "2025-01-04-body.md", "once");
	assert_int_equal(
		search_index_remove(fixture.index, S("_posts/2025-01-04-body.md")), 0);
	assert_int_equal(search_index_remove(fixture.index, S("no-such.md")), 0);
	expect(&fixture, "dunlin", "2025-01-04-body.md", "not before the commit");
	assert_int_equal(search_index_commit(fixture.index), 0);
	expect(&fixture, "dunlin", "", "removed");
	end(&fixture);
}

static void what_the_snapshot_does_not_list_is_never_found(void **state)
{
	static const struct {
		const char *more, *why;
	} rows[] = {
		{"draft: true\n", "a draft"},
		{"published: false\n", "unpublished"},
		{"unlisted: true\n", "unlisted"},
		{"password: x\n", "locked"},
		{"date: 2999-01-01\n", "in the future"},
		{"searchable: false\n", "kept from searches"},
		{"noindex: true\n", "kept from all that indexes"},
	};
	struct fixture fixture;
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[200];
		start(&fixture, blog, COUNT(blog), NULL, false);
		expect(&fixture, "dunlin", "", "before");
		snprintf(text, sizeof(text), "---\ntitle: Walk\n%s---\nA plover.\n",
			rows[i].more);
		tree_write(&fixture.tree, "_posts/2025-01-04-body.md", text);
		rescan(&fixture);
		/* The index has it still; the request's snapshot not. */
		expect(&fixture, "saw", "", rows[i].why);
		expect(&fixture, "curlew", "2023-01-01-far.md", rows[i].why);
		expect(&fixture, "year:2025",
			"2025-01-03-description.md 2025-01-02-tag.md "
			"2025-01-01-title.md",
			rows[i].why);
		expect(&fixture, "year:2025 shore", "2025-01-01-title.md", rows[i].why);
		end(&fixture);
	}
}

static size_t count_files(const char *folder, char *first, size_t size)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (!slice_ends(slice_str(entry->d_name), S(".lock")) || !count)
			snprintf(first, size, "%s", entry->d_name);
		count++;
	}
	closedir(dir);
	return count;
}

/* The file's journal; to be freed. */
static char *journal_of(const struct search_index *index)
{
	char *path;

	assert_true(asprintf(&path, "%s-wal", index->file.path.ptr) > 0);
	return path;
}

static void the_file_is_ours_alone_and_goes_with_the_index(void **state)
{
	struct fixture fixture;
	struct tree cache;
	struct stat st;
	char name[300];
	(void)state;

	tree_init(&cache);
	start(&fixture, blog, COUNT(blog), cache.path, false);
	assert_true(count_files(cache.path, name, sizeof(name)) >= 2);
	char *path = tree_at(&cache, name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
	/* A change is in the file itself, not beside it. */
	put_path(&fixture, "_posts/2025-01-04-body.md");
	assert_int_equal(search_index_commit(fixture.index), 0);
	path = journal_of(fixture.index);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
	free(path);
	expect(&fixture, "curlew", "2025-01-04-body.md 2023-01-01-far.md", "from a file");
	search_index_sweep(cache.path);
	expect(&fixture, "curlew", "2025-01-04-body.md 2023-01-01-far.md",
		"a sweep leaves what is in use");
	assert_true(count_files(cache.path, name, sizeof(name)) >= 2);
	end(&fixture);
	assert_int_equal(count_files(cache.path, name, sizeof(name)), 0);
	tree_fini(&cache);
}

static void leftovers_are_swept_and_nothing_else(void **state)
{
	struct tree cache;
	char name[300];
	(void)state;

	tree_init(&cache);
	tree_write(&cache, "search-abcdef.lock", "");
	tree_write(&cache, "search-abcdef.db", "x");
	tree_write(&cache, "search-abcdef.db-wal", "x");
	tree_write(&cache, "search-abcdef.db-shm", "x");
	tree_write(&cache, "search-orphan.db-journal", "x");
	tree_write(&cache, "search-engine.txt", "somebody else's");
	search_index_sweep(cache.path);
	assert_int_equal(count_files(cache.path, name, sizeof(name)), 1);
	assert_string_equal(name, "search-engine.txt");
	search_index_sweep("/nonexistent");
	tree_fini(&cache);
}

static void too_much_for_memory_is_said_and_nothing_half(void **state)
{
	const struct search_index_options small = {.memory_max_bytes = 64 << 10},
					  little = {.memory_max_bytes = 256 << 10};
	struct fixture fixture;
	struct arena arena = {0};
	struct search_index *index;
	struct buf words = BUF(BUF_MAX_BYTES);
	(void)state;

	start(&fixture, blog, COUNT(blog), NULL, false);
	for (unsigned i = 0; i < 200000; i++)
		buf_printf(&words, "word%u ", i);
	const struct search_document document = {
		.post = site_by_source(fixture.site, S("_posts/2025-01-04-body.md")),
		.body = buf_slice(&words)};
	assert_int_equal(search_index_new(&small, &index), 0);
	int error = search_index_put(index, &document);
	if (!error)
		error = search_index_commit(index);
	assert_int_equal(error, -ENOSPC);
	assert_int_equal(search_index_put(index, &document), -ENOSPC);
	search_index_free(index);
	/* What was whole before stays, and goes on. */
	assert_int_equal(search_index_new(&little, &index), 0);
	search_reader_free(fixture.reader);
	search_index_free(fixture.index);
	fixture.index = index;
	put_all(&fixture, false);
	assert_int_equal(search_reader_new(index, &fixture.reader), 0);
	error = search_index_put(index, &document);
	if (!error)
		error = search_index_commit(index);
	assert_int_equal(error, -ENOSPC);
	assert_int_equal(search_index_stale_percent(index), 0);
	expect(&fixture, "curlew", "2025-01-04-body.md 2023-01-01-far.md", "as before");
	put_path(&fixture, "_posts/2025-01-04-body.md");
	assert_int_equal(search_index_commit(index), 0);
	expect(&fixture, "curlew", "2025-01-04-body.md 2023-01-01-far.md", "and after");
	buf_fini(&words);
	arena_fini(&arena);
	end(&fixture);
}

/* --- a large site that is in no folder --- */

#define MANY 3000

struct crowd {
	struct post *posts;
	const struct post **by_source;
	struct settings *settings;
	struct site site;
	struct search_index *index;
	struct search_reader *reader;
	struct arena arena;
};

static void crowd_start(struct crowd *crowd)
{
	const struct search_index_options options = {.memory_max_bytes = 64 << 20};

	*crowd = (struct crowd){0};
	crowd->posts = calloc(MANY, sizeof(*crowd->posts));
	crowd->by_source = calloc(MANY, sizeof(*crowd->by_source));
	crowd->settings = calloc(1, sizeof(*crowd->settings));
	assert_int_equal(search_index_new(&options, &crowd->index), 0);
	for (size_t i = 0; i < MANY; i++) {
		struct post *post = &crowd->posts[i];
		post->source = post->path = arena_printf(&crowd->arena, "%05zu.md", i);
		post->title = S("Same");
		post->date = (struct date){.set = true, .at = (int64_t)i * 86400};
		crowd->by_source[i] = post;
		const struct search_document document = {.post = post,
			.body = i % 2 ? S("one two three") : S("three two one four")};
		assert_int_equal(search_index_put(crowd->index, &document), 0);
	}
	assert_int_equal(search_index_commit(crowd->index), 0);
	crowd->site = (struct site){.by_source = crowd->by_source,
		.source_count = MANY,
		.settings = crowd->settings};
	assert_int_equal(search_reader_new(crowd->index, &crowd->reader), 0);
}

static void crowd_end(struct crowd *crowd)
{
	search_reader_free(crowd->reader);
	search_index_free(crowd->index);
	arena_fini(&crowd->arena);
	free(crowd->posts);
	free(crowd->by_source);
	free(crowd->settings);
}

static void a_search_ends_when_its_time_is_over_or_it_is_told_to(void **state)
{
	static const struct {
		unsigned deadline_ms;
		bool stop;
		enum search_outcome outcome;
		size_t most;
		const char *why;
	} rows[] = {
		{60000, false, SEARCH_FOUND, MANY, "time enough"},
		{0, false, SEARCH_CUT, MANY - 1, "no time"},
		{60000, true, SEARCH_CUT, MANY - 1, "told to stop"},
		{60000, false, SEARCH_FOUND, MANY, "and again"},
	};
	struct crowd crowd;
	(void)state;

	crowd_start(&crowd);
	for (size_t i = 0; i < COUNT(rows); i++) {
		atomic_bool stop = rows[i].stop;
		struct search_query query;
		struct search_hits hits;
		search_query_read(&crowd.arena, S("two"), &query);
		enum search_outcome outcome = search_find(crowd.reader, &crowd.site,
			&query, 0, 30, rows[i].deadline_ms, &stop, &crowd.arena, &hits);
		if (outcome != rows[i].outcome || hits.total > rows[i].most ||
			(outcome == SEARCH_FOUND && hits.total != MANY))
			fail_msg("%s: outcome %d, %zu hits", rows[i].why, outcome,
				hits.total);
	}
	crowd_end(&crowd);
}

/* All pages of results together are all hits, each once, in the order of one long page. */
static void readers_wait_for_a_writer_as_long_as_they_have(void **state)
{
	static const struct {
		bool is_written;
		unsigned deadline_ms;
		bool stop;
		enum search_outcome outcome;
		const char *why;
	} rows[] = {
		{true, 20, false, SEARCH_CUT, "until their time is over"},
		{true, 600000, true, SEARCH_CUT, "until they are told to stop"},
		{false, 600000, false, SEARCH_FOUND, "afterwards"},
	};
	struct fixture fixture;
	struct search_reader *late;
	struct arena arena = {0};
	struct search_query query;
	struct search_hits hits;
	(void)state;

	start(&fixture, blog, COUNT(blog), NULL, false);
	search_query_read(&arena, S("gulls"), &query);
	for (size_t i = 0; i < COUNT(rows); i++) {
		atomic_bool stop = rows[i].stop;
		assert_int_equal(index_exec(fixture.index->db, "BEGIN IMMEDIATE"), 0);
		if (!rows[i].is_written)
			assert_int_equal(index_exec(fixture.index->db, "COMMIT"), 0);
		enum search_outcome outcome = search_find(fixture.reader, fixture.site,
			&query, 0, 30, rows[i].deadline_ms, &stop, &arena, &hits);
		if (outcome != rows[i].outcome || hits.total != (outcome == SEARCH_FOUND))
			fail_msg("%s: outcome %d, %zu hits", rows[i].why, outcome,
				hits.total);
		if (rows[i].is_written) {
			assert_int_equal(search_reader_new(fixture.index, &late), -EBUSY);
			assert_int_equal(index_exec(fixture.index->db, "COMMIT"), 0);
		}
	}
	arena_fini(&arena);
	end(&fixture);
}

static void pages_of_many_results_fit_together(void **state)
{
	struct crowd crowd;
	struct search_query query;
	struct search_hits all, part;
	(void)state;

	crowd_start(&crowd);
	search_query_read(&crowd.arena, S("one two -four"), &query);
	search_find(crowd.reader, &crowd.site, &query, 0, MANY, 60000, NULL, &crowd.arena,
		&all);
	assert_int_equal(all.total, MANY / 2);
	assert_int_equal(all.count, MANY / 2);
	for (size_t from = 0; from < all.count; from += 30) {
		search_find(crowd.reader, &crowd.site, &query, from, 30, 60000, NULL,
			&crowd.arena, &part);
		assert_int_equal(part.count, 30);
		assert_memory_equal(
			part.posts, all.posts + from, 30 * sizeof(*part.posts));
	}
	/* The newest is the last of them. */
	assert_ptr_equal(all.posts[0], &crowd.posts[MANY - 1]);
	crowd_end(&crowd);
}

static void the_database_can_do_no_more_than_we_ask(void **state)
{
	static const struct {
		int limit, most;
		const char *why;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, 1 << 26, "length"},
		{SQLITE_LIMIT_SQL_LENGTH, 4096, "SQL"},
		{SQLITE_LIMIT_ATTACHED, 0, "attached databases"},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 1, "triggers"},
		{SQLITE_LIMIT_WORKER_THREADS, 0, "threads"},
		{SQLITE_LIMIT_VARIABLE_NUMBER, 8, "variables"},
		{SQLITE_LIMIT_EXPR_DEPTH, 16, "expressions"},
	};
	static const char *const refused[] = {
		"ATTACH ':memory:' AS other",
		"SELECT load_extension('x')",
		"DELETE FROM words_data",
		"INSERT INTO words_config VALUES('k', 'v')",
		"PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
	};
	struct crowd crowd;
	sqlite3_stmt *stmt;
	(void)state;

	crowd_start(&crowd);
	sqlite3 *db = crowd.index->db;
	for (size_t i = 0; i < COUNT(limits); i++)
		if (sqlite3_limit(db, limits[i].limit, -1) != limits[i].most)
			fail_msg("%s: %d", limits[i].why,
				sqlite3_limit(db, limits[i].limit, -1));
	for (size_t i = 0; i < COUNT(refused); i++)
		if (sqlite3_exec(db, refused[i], NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("%s: done", refused[i]);
	for (int i = 0; i < 2; i++) {
		static const char *const asks[] = {
			"PRAGMA secure_delete", "PRAGMA trusted_schema"};
		int64_t value = -1;
		assert_int_equal(index_prepare(db, asks[i], &stmt), 0);
		assert_int_equal(index_number(db, stmt, &value), 0);
		sqlite3_finalize(stmt);
		assert_int_equal(value, i == 0);
	}
	crowd_end(&crowd);
}

/* A file system of its own that is soon full. */
/* A long turn is stored in parts, so that readers in memory need not wait for its end; and all the same none of it is
 * seen before, nor when it fails. */
static void a_long_turn_in_memory_is_whole_or_nothing(void **state)
{
	const struct search_index_options options = {.memory_max_bytes = 12 << 20};
	struct crowd crowd;
	struct buf words = BUF(BUF_MAX_BYTES);
	struct search_index *index;
	struct search_reader *reader;
	struct search_query old, fresh;
	struct search_hits hits;
	int error = 0;
	(void)state;

	crowd_start(&crowd);
	search_query_read(&crowd.arena, S("before"), &old);
	search_query_read(&crowd.arena, S("word5"), &fresh);
	assert_int_equal(search_index_new(&options, &index), 0);
	for (size_t i = 0; i < 40; i++) {
		const struct search_document document = {
			.post = &crowd.posts[i], .body = S("before")};
		assert_int_equal(search_index_put(index, &document), 0);
	}
	assert_int_equal(search_index_commit(index), 0);
	assert_int_equal(search_reader_new(index, &reader), 0);
	for (unsigned i = 0; i < 20000; i++)
		buf_printf(&words, "word%u ", i);
	/* Fails when the memory is full; the second time it ends before. */
	for (int turn = 0; turn < 2; turn++) {
		size_t most = turn ? 12 : 4000, i = 0;
		for (error = 0; i < most && !error; i++) {
			const struct search_document document = {
				.post = &crowd.posts[i % 40], .body = buf_slice(&words)};
			error = search_index_put(index, &document);
			search_find(reader, &crowd.site, &old, 0, 1, 60000, NULL,
				&crowd.arena, &hits);
			assert_int_equal(hits.total, 40);
			search_find(reader, &crowd.site, &fresh, 0, 1, 60000, NULL,
				&crowd.arena, &hits);
			assert_int_equal(hits.total, 0);
		}
		assert_int_equal(error, turn ? 0 : -ENOSPC);
		assert_true(turn || i > 10);
		if (!turn) { /* what was stored of it fills the memory: a new one is needed */
			search_reader_free(reader);
			search_index_free(index);
			assert_int_equal(search_index_new(&options, &index), 0);
			for (size_t k = 0; k < 40; k++) {
				const struct search_document document = {
					.post = &crowd.posts[k], .body = S("before")};
				assert_int_equal(search_index_put(index, &document), 0);
			}
			assert_int_equal(search_index_commit(index), 0);
			assert_int_equal(search_reader_new(index, &reader), 0);
		}
	}
	assert_int_equal(search_index_commit(index), 0);
	search_find(reader, &crowd.site, &fresh, 0, 1, 60000, NULL, &crowd.arena, &hits);
	assert_int_equal(hits.total, 12);
	search_find(reader, &crowd.site, &old, 0, 1, 60000, NULL, &crowd.arena, &hits);
	assert_int_equal(hits.total, 28);
	search_reader_free(reader);
	search_index_free(index);
	buf_fini(&words);
	crowd_end(&crowd);
}

static void a_full_disk_is_said_and_what_was_whole_stays(void **state)
{
	struct fixture fixture;
	struct tree cache;
	char name[300];
	struct buf words = BUF(BUF_MAX_BYTES);
	(void)state;

	tree_init(&cache);
	if (mount("none", cache.path, "tmpfs", 0, "size=256k") != 0) {
		tree_fini(&cache);
		skip(); /* only root can */
	}
	start(&fixture, blog, COUNT(blog), cache.path, false);
	for (unsigned i = 0; i < 200000; i++)
		buf_printf(&words, "word%u ", i);
	const struct search_document document = {
		.post = site_by_source(fixture.site, S("_posts/2025-01-04-body.md")),
		.body = buf_slice(&words)};
	for (int i = 0; i < 2; i++) {
		int error = search_index_put(fixture.index, &document);
		if (!error)
			error = search_index_commit(fixture.index);
		assert_int_equal(error, -ENOSPC);
		expect(&fixture, "curlew", "2025-01-04-body.md 2023-01-01-far.md",
			"what was whole before");
		expect(&fixture, "word5", "", "nothing half");
	}
	assert_int_equal(search_index_stale_percent(fixture.index), 0);
	end(&fixture);
	assert_int_equal(count_files(cache.path, name, sizeof(name)), 0);
	umount(cache.path);
	buf_fini(&words);
	tree_fini(&cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_readers_type_finds_what_fits),
		cmocka_unit_test(pages_of_results_are_parts_of_one_list),
		cmocka_unit_test(equal_hits_are_by_date_then_address),
		cmocka_unit_test(words_side_by_side_stand_before_words_apart),
		cmocka_unit_test(a_changed_post_has_its_newest_words),
		cmocka_unit_test(what_the_snapshot_does_not_list_is_never_found),
		cmocka_unit_test(the_file_is_ours_alone_and_goes_with_the_index),
		cmocka_unit_test(leftovers_are_swept_and_nothing_else),
		cmocka_unit_test(too_much_for_memory_is_said_and_nothing_half),
		cmocka_unit_test(a_search_ends_when_its_time_is_over_or_it_is_told_to),
		cmocka_unit_test(readers_wait_for_a_writer_as_long_as_they_have),
		cmocka_unit_test(pages_of_many_results_fit_together),
		cmocka_unit_test(the_database_can_do_no_more_than_we_ask),
		cmocka_unit_test(a_long_turn_in_memory_is_whole_or_nothing),
		cmocka_unit_test(a_full_disk_is_said_and_what_was_whole_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
