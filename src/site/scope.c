/* SPDX-License-Identifier: MIT */
#include "site/scope.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "site/order.h"

/* A folder with less than this share of all posts is sorted alone: a pass over all posts would
 * cost more. */
#define FEW_IN 16

unsigned taxonomy_count(const struct site *site)
{
	return TAXONOMY_OWN + (unsigned)site->settings->taxonomy_count;
}

struct slice taxonomy_segment(const struct site *site, unsigned taxonomy)
{
	const struct settings *settings = site->settings;

	switch (taxonomy) {
	case TAXONOMY_TAGS:
		return settings->tags_segment.len ? settings->tags_segment : S("tags");
	case TAXONOMY_CATEGORIES:
		return settings->categories_segment.len ? settings->categories_segment
							: S("categories");
	case TAXONOMY_SERIES:
		return S("series");
	default:
		return settings->taxonomies[taxonomy - TAXONOMY_OWN].segment;
	}
}

/* Undated posts are last: finds the border by binary search. */
static size_t count_dated(const struct post *const *posts, size_t count)
{
	return lower_bound(0, count, i, posts[i]->date.set);
}

void scope_all(const struct site *site, struct scope *out)
{
	*out = (struct scope){site->posts, site->post_count, site->dated_count};
}

/* Everything that a folder may list: posts, and other dated pages. */
static void scope_articles(const struct site *site, struct scope *out)
{
	*out = (struct scope){site->articles, site->article_count,
		count_dated(site->articles, site->article_count)};
}

void scope_group(const struct site_group *group, struct scope *out)
{
	*out = (struct scope){
		group->posts, group->count, count_dated(group->posts, group->count)};
}

/* All posts of one language; lists of the whole site may show some in another. */
static bool scope_language(const struct site *site, struct slice lang, struct scope *out)
{
	for (size_t i = 0; i < site->lang_count; i++) {
		if (slice_eq(site->langs[i].name, lang)) {
			scope_group(&site->langs[i], out);
			return true;
		}
	}
	return false;
}

static int newest_first(const void *a, const void *b)
{
	return site_order(*(const struct post *const *)a, *(const struct post *const *)b);
}

static bool is_listed(const struct site_entry *entry)
{
	return entry->kind == SITE_POST && site_is_article(entry->post);
}

static bool is_local(const struct site_entry *entry, struct slice prefix)
{
	return entry->kind == SITE_POST && site_lists_locally(entry->post, prefix);
}

/* Adds the posts that only this folder lists; @posts stays sorted. */
static size_t add_local(const struct site_entry *entries, size_t under,
	struct slice prefix, const struct post **posts, size_t count)
{
	size_t before = count;

	for (size_t i = 0; i < under; i++) {
		if (is_local(&entries[i], prefix))
			posts[count++] = entries[i].post;
	}
	if (count > before)
		qsort(posts, count, sizeof(*posts), newest_first);
	return count;
}

/* Few of many: look them up by address, then sort. */
static size_t few_under(
	const struct site_entry *entries, size_t count, const struct post **posts)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (is_listed(&entries[i]))
			posts[kept++] = entries[i].post;
	}
	qsort(posts, kept, sizeof(*posts), newest_first);
	return kept;
}

/* Many: filter all posts, which are sorted. */
static size_t many_under(
	const struct scope *all, struct slice prefix, const struct post **posts)
{
	size_t kept = 0;
	for (size_t i = 0; i < all->count; i++) {
		if (slice_starts(all->posts[i]->path, prefix))
			posts[kept++] = all->posts[i];
	}
	return kept;
}

void scope_folder(const struct site *site, struct slice prefix, struct arena *arena,
	struct scope *out)
{
	struct scope all;
	size_t under;
	const struct site_entry *entries = site_under(site, prefix, &under);
	const struct post **posts =
		arena_array(arena, under ? under : 1, const struct post *);
	scope_articles(site, &all);
	size_t count = under < all.count / FEW_IN ? few_under(entries, under, posts)
						  : many_under(&all, prefix, posts);
	if (site->local_count)
		count = add_local(entries, under, prefix, posts, count);
	*out = (struct scope){posts, count, count_dated(posts, count)};
}

/* Keeps the posts of @ref's year or month, or the undated ones. */
static void narrow(const struct page_ref *ref, struct scope *scope)
{
	if (ref->undated) {
		*scope = (struct scope){
			scope->posts + scope->dated, scope->count - scope->dated, 0};
	} else if (ref->year) {
		struct site_run run =
			site_by_date(scope->posts, scope->dated, ref->year, ref->month);
		*scope = (struct scope){run.posts, run.count, run.count};
	}
}

void scope_of(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct scope *out)
{
	switch (ref->scope) {
	case SCOPE_ALL:
		if (!ref->lang.len || !scope_language(site, ref->lang, out))
			scope_all(site, out);
		break;
	case SCOPE_GROUP:
		scope_group(ref->group, out);
		break;
	case SCOPE_FOLDER:
		scope_folder(site, ref->base, arena, out);
		break;
	}
	narrow(ref, out);
}

/* Does @post match the year, month or undated of @ref? */
static bool is_asked(const struct page_ref *ref, const struct post *post)
{
	if (ref->undated)
		return !post->date.set;
	return !ref->year ||
	       (post->date.set &&
		       site_by_date(&post, 1, ref->year, ref->month).count > 0);
}

/* Searches by address or by date, whichever is fewer. */
static size_t folder_count(
	const struct site *site, const struct page_ref *ref, size_t enough)
{
	struct scope scope;
	size_t count = 0, under;
	const struct site_entry *entries = site_under(site, ref->base, &under);
	scope_articles(site, &scope);
	narrow(ref, &scope);
	if (under <= scope.count || site->local_count || (!ref->year && !ref->undated)) {
		for (size_t i = 0; i < under && count < enough; i++)
			count += (is_listed(&entries[i]) ||
					 is_local(&entries[i], ref->base)) &&
				 is_asked(ref, entries[i].post);
	} else {
		for (size_t i = 0; i < scope.count && count < enough; i++)
			count += slice_starts(scope.posts[i]->path, ref->base);
	}
	return count;
}

size_t scope_count(const struct site *site, const struct page_ref *ref, size_t enough)
{
	struct scope scope;
	if (ref->scope == SCOPE_FOLDER)
		return folder_count(site, ref, enough);
	scope_of(site, ref, NULL, &scope);
	return scope.count;
}

static struct slice top_folder(const struct post *post, size_t from)
{
	struct slice rest = slice_from(post->path, from), first;

	if (slice_cut(rest, '/', &first, &rest) && rest.len &&
		slice_eq_nocase(first, post->lang))
		from += first.len + 1;
	else
		rest = slice_from(post->path, from);
	ptrdiff_t slash = slice_find_char(rest, '/');
	if (slash < 0 || (size_t)slash + 1 >= rest.len)
		return slice_none;
	return slice_head(post->path, from + (size_t)slash + 1);
}

struct slice scope_top_folder(const struct site *site, const struct post *post)
{
	return top_folder(post, site->base.len);
}

static bool is_page_for(
	const struct site *site, const struct post *page, struct slice lang)
{
	if (page->is_home)
		return false;
	return lang.len ? slice_eq_nocase(page->lang, lang)
			: site_is_preferred(site, page, site->settings->lang);
}

static int by_folder(const void *a, const void *b)
{
	return slice_cmp(top_folder(a, 1), top_folder(b, 1));
}

size_t scope_pages(const struct site *site, struct slice lang, struct arena *arena,
	const struct post *const **out)
{
	size_t count = 0;

	for (size_t i = 0; i < site->page_count; i++)
		count += is_page_for(site, site->pages[i], lang);
	if (!out)
		return count;
	const struct post **pages = arena_array(arena, count + 1, const struct post *);
	count = 0;
	for (size_t i = 0; i < site->page_count; i++) {
		if (is_page_for(site, site->pages[i], lang))
			pages[count++] = site->pages[i];
	}
	order_sort((const void **)pages, count, by_folder);
	*out = pages;
	return count;
}

const struct site_group *scope_groups(
	const struct site *site, unsigned taxonomy, size_t *count)
{
	switch (taxonomy) {
	case TAXONOMY_TAGS:
		*count = site->tag_count;
		return site->tags;
	case TAXONOMY_CATEGORIES:
		*count = site->category_count;
		return site->categories;
	case TAXONOMY_SERIES:
		*count = site->series_count;
		return site->series;
	default:
		*count = site->terms[taxonomy - TAXONOMY_OWN].count;
		return site->terms[taxonomy - TAXONOMY_OWN].list;
	}
}

unsigned scope_parts(size_t count, unsigned most)
{
	return count ? (unsigned)((count + most - 1) / most) : 1;
}

void scope_part(size_t count, unsigned most, unsigned part, size_t *from, size_t *to)
{
	size_t oldest_end = (size_t)part * most;
	size_t oldest_start = oldest_end - most;
	if (oldest_end > count)
		oldest_end = count;
	*from = count - oldest_end;
	*to = count - oldest_start;
}
