/* SPDX-License-Identifier: MIT */
/* An index answers from what is listed now: whatever its past, whoever writes meanwhile. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/buf.h"
#include "search/index.h"
#include "source/visibility.h"

#define POSTS   400
#define QUERIES 1000

/* A site of posts whose words are made of their number and version. */
struct world {
	struct post posts[POSTS];
	const struct post *by_source[POSTS];
	struct settings *settings;
	struct site site;
	struct arena arena;
};

static const char *const words[] = {"plover", "dunlin", "curlew", "knot", "gull", "tern",
	"\u6771\u4EAC", "\u732B\u304C", "c++", "\u00C9t\u00E9", "secret", "sand"};

#define WORDS (sizeof(words) / sizeof(*words))

static unsigned mixed(unsigned a, unsigned b)
{
	uint64_t hash = (a * 2654435761u ^ b) * 0x9E3779B97F4A7C15u;

	return (unsigned)(hash >> 40);
}

static struct slice body_of(struct arena *arena, unsigned post, unsigned version)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	unsigned length = 5 + mixed(post, version) % 60;

	for (unsigned i = 0; i < length; i++)
		buf_printf(&out, "%s ", words[mixed(post * 64 + i, version) % WORDS]);
	return buf_take(&out, arena);
}

static void make_world(struct world *world)
{
	world->arena = (struct arena){0};
	world->settings = calloc(1, sizeof(*world->settings));
	for (unsigned i = 0; i < POSTS; i++) {
		world->posts[i] = (struct post){
			.source = arena_printf(&world->arena, "_posts/%04u.md", i),
			.path = arena_printf(&world->arena, "/%04u/", i),
			.title = slice_str(words[mixed(i, 7) % WORDS]),
			.lang = i % 3 ? S("en") : S("fr"),
			/* Many of one day: ties. */
			.date = {.set = true, .at = (int64_t)(i / 10) * 86400},
		};
		world->by_source[i] = &world->posts[i];
	}
	world->site = (struct site){.by_source = world->by_source,
		.source_count = POSTS,
		.settings = world->settings};
}

static void drop_world(struct world *world)
{
	arena_fini(&world->arena);
	free(world->settings);
}

static void put(
	struct search_index *index, struct world *world, unsigned post, unsigned version)
{
	struct arena arena = {0};
	const struct search_document document = {
		.post = &world->posts[post], .body = body_of(&arena, post, version)};

	assert_int_equal(search_index_put(index, &document), 0);
	arena_fini(&arena);
}

static struct search_index *new_index(const char *folder)
{
	const struct search_index_options options = {
		.folder = folder, .memory_max_bytes = 32 << 20};
	struct search_index *index;

	assert_int_equal(search_index_new(&options, &index), 0);
	return index;
}

/* One to three words, some of them excluded, in titles, of a language; the same for the same @number. */
static void put_query(struct buf *out, unsigned number)
{
	static const char *const before[] = {
		"", "", "", "", "-", "in:title ", "lang:fr ", "lang:en "};

	for (unsigned i = 0; i < 1 + mixed(number, 1) % 3; i++)
		buf_printf(out, "%s%s ", before[mixed(number, 20 + i) % 8],
			words[mixed(number, 10 + i) % WORDS]);
}

static void expect_same(
	struct search_reader *a, struct search_reader *b, const struct world *world)
{
	for (unsigned i = 0; i < QUERIES; i++) {
		struct arena arena = {0};
		struct search_query query;
		struct search_hits of_a, of_b;
		struct buf typed = BUF(BUF_MAX_BYTES);
		size_t from = i % 3 ? 0 : 30;
		put_query(&typed, i);
		search_query_read(&arena, buf_slice(&typed), &query);
		assert_int_equal(search_find(a, &world->site, &query, from, 30, 60000,
					 NULL, &arena, &of_a),
			SEARCH_FOUND);
		assert_int_equal(search_find(b, &world->site, &query, from, 30, 60000,
					 NULL, &arena, &of_b),
			SEARCH_FOUND);
		if (of_a.total != of_b.total || of_a.count != of_b.count ||
			(of_a.count && memcmp(of_a.posts, of_b.posts,
					       of_a.count * sizeof(*of_a.posts)) != 0))
			fail_msg("\"%.*s\": %zu and %zu hits, or others",
				SARG(buf_slice(&typed)), of_a.total, of_b.total);
		for (size_t k = 0; k < of_a.count; k++)
			assert_int_equal(of_a.posts[k]->state, POST_PUBLIC);
		buf_fini(&typed);
		arena_fini(&arena);
	}
}

/* One index saw every post from the beginning, and what became of it; the other only what is left. */
static void the_past_of_an_index_is_not_seen(void **state)
{
	static struct world world;
	struct tree cache;
	struct search_reader *reader, *other;
	(void)state;

	tree_init(&cache);
	make_world(&world);
	struct search_index *old = new_index(cache.path), *fresh = new_index(NULL);
	for (unsigned i = 0; i < POSTS; i++)
		put(old, &world, i, 1);
	assert_int_equal(search_index_commit(old), 0);
	assert_int_equal(search_reader_new(old, &reader), 0);
	for (unsigned i = 0; i < POSTS; i += 5)
		put(old, &world, i, 2);
	assert_int_equal(search_index_commit(old), 0);
	for (unsigned i = 3; i < POSTS; i += 7) {
		world.posts[i].state = i % 2 ? POST_LOCKED : POST_UNLISTED;
		/* Half of them the index was told about. */
		if (i % 4 < 2)
			assert_int_equal(
				search_index_remove(old, world.posts[i].source), 0);
	}
	assert_int_equal(search_index_commit(old), 0);
	for (unsigned i = POSTS; i-- > 0;)
		if (world.posts[i].state == POST_PUBLIC)
			put(fresh, &world, i, i % 5 ? 1 : 2);
	assert_int_equal(search_index_commit(fresh), 0);
	assert_int_equal(search_reader_new(fresh, &other), 0);
	world.site.version++;
	expect_same(reader, other, &world);
	search_reader_free(reader);
	search_reader_free(other);
	search_index_free(old);
	search_index_free(fresh);
	drop_world(&world);
	tree_fini(&cache);
}

/* --- at the same time --- */

struct searching {
	struct search_index *index;
	const struct world *world;
	atomic_bool *done;
	unsigned failed, searches;
};

/* Every version of every post has one of the words. */
static void *search_on(void *data)
{
	struct searching *searching = data;
	struct search_reader *reader;

	if (search_reader_new(searching->index, &reader) != 0) {
		searching->failed++;
		return NULL;
	}
	for (unsigned i = 0; !atomic_load(searching->done) || i < 20; i++) {
		struct arena arena = {0};
		struct search_query query;
		struct search_hits hits;
		search_query_read(&arena, S("always -never"), &query);
		if (search_find(reader, &searching->world->site, &query, 0, 30, 60000,
			    NULL, &arena, &hits) != SEARCH_FOUND ||
			hits.total != POSTS)
			searching->failed++;
		searching->searches++;
		arena_fini(&arena);
	}
	search_reader_free(reader);
	return NULL;
}

static void write_while_others_read(const char *folder)
{
	static struct world world;
	struct search_index *index = new_index(folder);
	atomic_bool done = false;
	struct searching searching[2];
	pthread_t threads[2];

	make_world(&world);
	for (unsigned i = 0; i < 8 * POSTS; i++) {
		const struct search_document document = {
			.post = &world.posts[i % POSTS], .body = S("always here")};
		assert_int_equal(search_index_put(index, &document), 0);
		if (i + 1 == POSTS) {
			assert_int_equal(search_index_commit(index), 0);
			for (int k = 0; k < 2; k++) {
				searching[k] =
					(struct searching){index, &world, &done, 0, 0};
				assert_int_equal(pthread_create(&threads[k], NULL,
							 search_on, &searching[k]),
					0);
			}
		} else if (i >= POSTS && i % 16 == 0) {
			assert_int_equal(search_index_commit(index), 0);
		}
	}
	atomic_store(&done, true);
	for (int k = 0; k < 2; k++) {
		pthread_join(threads[k], NULL);
		assert_int_equal(searching[k].failed, 0);
		assert_true(searching[k].searches > 0);
	}
	search_index_free(index);
	drop_world(&world);
}

static void readers_see_whole_turns_while_others_are_written(void **state)
{
	struct tree cache;
	(void)state;

	tree_init(&cache);
	write_while_others_read(cache.path);
	write_while_others_read(NULL);
	tree_fini(&cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_past_of_an_index_is_not_seen),
		cmocka_unit_test(readers_see_whole_turns_while_others_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
