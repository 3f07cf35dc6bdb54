/* SPDX-License-Identifier: MIT */
/* What a query asks beside words: of the snapshot's pages, not of the index. A new filter is an enum search_term_kind,
 * a row of "filters" and a case of filter_value in search/query, and a case here. */
#include <stdlib.h>

#include "base/text.h"
#include "search/index_internal.h"
#include "site/scope.h"

static int by_pointer(const void *a, const void *b)
{
	const struct post *x = *(const struct post *const *)a,
			  *y = *(const struct post *const *)b;

	return x < y ? -1 : x > y;
}

static void add_group(struct index_filter *filter, struct index_tagged *to,
	const struct site_group *group)
{
	const struct post **posts = arena_array(
		filter->arena, to->count + group->count + 1, const struct post *);

	for (size_t i = 0; i < to->count; i++)
		posts[i] = to->posts[i];
	for (size_t i = 0; i < group->count; i++)
		posts[to->count + i] = group->posts[i];
	to->posts = posts;
	to->count += group->count;
}

/* Tags, categories, series: readers do not know which of them a word is. */
static void find_tagged(
	struct index_filter *filter, struct slice slug, struct index_tagged *to)
{
	for (unsigned i = 0; i < taxonomy_count(filter->site); i++) {
		size_t count;
		const struct site_group *groups = scope_groups(filter->site, i, &count),
					*group = site_group_find(groups, count, slug);
		if (group)
			add_group(filter, to, group);
	}
	if (to->count)
		qsort(to->posts, to->count, sizeof(*to->posts), by_pointer);
}

/* Lists of tags have posts alone: what other pages say of themselves is asked of them. */
static bool has_tag(
	const struct index_filter *filter, const struct post *post, size_t term)
{
	const struct index_tagged *tagged = &filter->tags[term];
	auto_arena struct arena scratch = {0};
	struct slice slug = filter->query->terms[term].text;
	bool has = tagged->count &&
		   bsearch(&post, tagged->posts, tagged->count, sizeof(post), by_pointer);

	if (has || site_is_post(filter->site, post))
		return has;
	for (uint16_t i = 0; i < post->tag_count && !has; i++)
		has = slice_eq(text_slug(&scratch, post->tags[i]), slug);
	for (uint16_t i = 0; i < post->category_count && !has; i++)
		has = slice_eq(text_slug(&scratch, post->categories[i]), slug);
	return has;
}

/* "fr" fits "fr-CA" too. */
static bool is_in_language(const struct post *post, struct slice lang)
{
	struct slice base = slice_head(post->lang, lang.len);

	return slice_eq_nocase(base, lang) &&
	       (post->lang.len == lang.len || post->lang.ptr[lang.len] == '-');
}

static bool is_of_year(const struct post *post, struct slice digits)
{
	unsigned long long year;

	return post->date.set && slice_to_uint(digits, &year) &&
	       (unsigned long long)date_civil(&post->date).year == year;
}

bool index_filter_fits(const struct index_filter *filter, const struct post *post)
{
	for (size_t i = 0; i < filter->query->count; i++) {
		const struct search_term *term = &filter->query->terms[i];
		bool fits = true;
		switch (term->kind) {
		case SEARCH_WORD:
		case SEARCH_PHRASE:
			continue;
		case SEARCH_TAG:
			fits = has_tag(filter, post, i);
			break;
		case SEARCH_LANG:
			fits = is_in_language(post, term->text);
			break;
		case SEARCH_YEAR:
			fits = is_of_year(post, term->text);
			break;
		}
		if (fits == term->excluded)
			return false;
	}
	return true;
}

void index_filter_init(struct index_filter *filter, const struct site *site,
	const struct search_query *query, struct arena *arena)
{
	*filter = (struct index_filter){.site = site, .query = query, .arena = arena};
	filter->tags = arena_array(arena, query->count + 1, struct index_tagged);
	for (size_t i = 0; i < query->count; i++) {
		if (query->terms[i].kind == SEARCH_TAG)
			find_tagged(filter, query->terms[i].text, &filter->tags[i]);
	}
}
