/* SPDX-License-Identifier: MIT */
#include "searched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "site/links.h"

struct search_index *searched_index(const struct site *site)
{
	static const struct search_index_options options = {
		.memory_max_bytes = 64 * 1024 * 1024};
	struct search_index *index;

	assert_int_equal(search_index_new(&options, &index), 0);
	for (size_t i = 0; i < site->source_count; i++) {
		struct search_document document = {.post = site->by_source[i]};
		struct arena arena = {0};
		struct doc *doc;

		if (!links_convert(site, document.post, &arena, NULL, &doc))
			document.body = doc_plain_text(&arena, doc->root);
		assert_int_equal(search_index_put(index, &document), 0);
		arena_fini(&arena);
	}
	assert_int_equal(search_index_commit(index), 0);
	return index;
}

struct search *searched_new(struct site *const *sites, unsigned count)
{
	struct search *search = search_new();

	for (unsigned i = 0; i < count; i++)
		search_set_index(search, i, sites[i], searched_index(sites[i]));
	return search;
}
