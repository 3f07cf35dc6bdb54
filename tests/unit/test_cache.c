/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "serve/cache.h"

static struct blob *filled(size_t len, char with)
{
	struct blob *blob = blob_new(len);
	memset(blob->bytes, with, len);
	return blob;
}

static void put(struct cache *cache, struct slice path, unsigned long long version,
	size_t len, char with)
{
	struct cache_key key = {.path = path, .version = version};
	struct blob *blob = filled(len, with);
	cache_put(cache, &key, blob);
	blob_drop(blob);
}

/* The byte that the page is filled with, or 0 when it is not there. */
static char look(struct cache *cache, struct slice path, unsigned long long version)
{
	struct cache_key key = {.path = path, .version = version};
	struct blob *blob = cache_get(cache, &key);
	char found = blob ? blob->bytes[0] : 0;
	blob_drop(blob);
	return found;
}

static void test_a_page_is_found_by_all_of_its_key(void **state)
{
	(void)state;
	struct cache *cache = cache_new(1 << 20);
	put(cache, S("/a/"), 7, 100, 'a');
	assert_int_equal(look(cache, S("/a/"), 7), 'a');
	assert_int_equal(look(cache, S("/a"), 7), 0);
	struct cache_key other_site = {.site = 1, .path = S("/a/"), .version = 7};
	struct cache_key other_renderer = {.renderer = 1, .path = S("/a/"), .version = 7};
	assert_null(cache_get(cache, &other_site));
	assert_null(cache_get(cache, &other_renderer));
	cache_free(cache);
}

static void test_another_version_replaces_a_page(void **state)
{
	(void)state;
	struct cache_counts counts;
	struct cache *cache = cache_new(1 << 20);
	put(cache, S("/a/"), 1, 100, 'o');
	assert_int_equal(look(cache, S("/a/"), 2), 0);
	put(cache, S("/a/"), 2, 100, 'n');
	assert_int_equal(look(cache, S("/a/"), 2), 'n');
	assert_int_equal(look(cache, S("/a/"), 1), 0);
	cache_counts(cache, &counts);
	assert_int_equal(counts.entries, 1);
	cache_free(cache);
}

static void test_the_least_recently_used_page_leaves_first(void **state)
{
	(void)state;
	struct cache_counts counts;
	struct cache *cache = cache_new(10000);
	char paths[12][16];
	for (int i = 0; i < 8; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/%02d", i);
		put(cache, slice(paths[i], 3), 1, 900, (char)('a' + i));
	}
	assert_int_equal(look(cache, S("/00"), 1), 'a'); /* now the newest */
	for (int i = 8; i < 12; i++) {
		snprintf(paths[i], sizeof(paths[i]), "/%02d", i);
		put(cache, slice(paths[i], 3), 1, 900, (char)('a' + i));
	}
	assert_int_equal(look(cache, S("/00"), 1), 'a');
	assert_int_equal(look(cache, S("/01"), 1), 0);
	assert_int_equal(look(cache, S("/11"), 1), 'l');
	cache_counts(cache, &counts);
	assert_true(counts.bytes <= counts.budget_bytes);
	assert_true(counts.evicted > 0);
	cache_free(cache);
}

static void test_a_page_over_an_eighth_of_the_budget_is_not_kept(void **state)
{
	(void)state;
	struct cache *cache = cache_new(80000);
	/* With what it costs to keep it. */
	put(cache, S("/small"), 1, 7800, 's');
	put(cache, S("/large"), 1, 10001, 'l');
	assert_int_equal(look(cache, S("/small"), 1), 's');
	assert_int_equal(look(cache, S("/large"), 1), 0);
	cache_free(cache);
}

static void test_a_smaller_budget_empties_at_once_and_readers_keep_theirs(void **state)
{
	(void)state;
	struct cache_counts counts;
	struct cache_key key = {.path = S("/a"), .version = 1};
	struct cache *cache = cache_new(1 << 20);
	put(cache, S("/a"), 1, 500, 'a');
	struct blob *held = cache_get(cache, &key);
	cache_set_budget(cache, 0);
	cache_counts(cache, &counts);
	assert_int_equal(counts.entries, 0);
	assert_int_equal(counts.bytes, 0);
	assert_int_equal(held->bytes[499], 'a');
	blob_drop(held);
	cache_free(cache);
}

static void test_thousands_of_pages_are_all_found(void **state)
{
	(void)state;
	struct cache *cache = cache_new(64 << 20);
	char path[16];
	for (int i = 0; i < 5000; i++) {
		int len = snprintf(path, sizeof(path), "/post/%d", i);
		put(cache, slice(path, (size_t)len), (unsigned)i, 16,
			(char)(1 + i % 100));
	}
	for (int i = 0; i < 5000; i++) {
		int len = snprintf(path, sizeof(path), "/post/%d", i);
		assert_int_equal(
			look(cache, slice(path, (size_t)len), (unsigned)i), 1 + i % 100);
	}
	cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_page_is_found_by_all_of_its_key),
		cmocka_unit_test(test_another_version_replaces_a_page),
		cmocka_unit_test(test_the_least_recently_used_page_leaves_first),
		cmocka_unit_test(test_a_page_over_an_eighth_of_the_budget_is_not_kept),
		cmocka_unit_test(
			test_a_smaller_budget_empties_at_once_and_readers_keep_theirs),
		cmocka_unit_test(test_thousands_of_pages_are_all_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
