/* SPDX-License-Identifier: MIT */
/* The page of all tags, categories or series. */
#include <stdlib.h>

#include "base/uri.h"
#include "page/page_internal.h"
#include "site/scope.h"

static int by_slug(const void *a, const void *b)
{
	const struct site_group *x = *(const struct site_group *const *)a;
	const struct site_group *y = *(const struct site_group *const *)b;
	return slice_cmp(x->slug, y->slug);
}

static void group_line(struct doc *doc, struct slice base, const struct locale *locale,
	const struct site_group *group)
{
	parts_page_line(doc,
		arena_printf(doc->arena, "%.*s%.*s/", SARG(base), SARG(group->slug)),
		arena_printf(doc->arena, "%.*s (%.*s)", SARG(group->name),
			SARG(parts_count(doc->arena, locale, group->count))));
}

/* The @most groups with the most posts, sorted by name. In one pass: there may be as many groups
 * as posts. */
static const struct site_group **pick_top(
	struct arena *arena, const struct site_group *groups, size_t count, size_t most)
{
	const struct site_group **top =
		arena_array(arena, most + 1, const struct site_group *);
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		const struct site_group *group = &groups[i];
		size_t at = n;
		/* They are sorted by name: of equal ones, the first stay. */
		while (at && top[at - 1]->count < group->count)
			at--;
		if (at == most)
			continue;
		n += n < most;
		memmove(&top[at + 1], &top[at], (n - at - 1) * sizeof(*top));
		top[at] = group;
	}
	qsort(top, n, sizeof(*top), by_slug);
	return top;
}

/* A link to a part of the whole list, labelled by its first entry and that of @last. */
static void part_line(struct doc *doc, struct slice base, const struct site_group *groups,
	size_t count, unsigned most, unsigned first, unsigned last)
{
	size_t from = (size_t)(first - 1) * most, to = (size_t)last * most;
	if (to > count)
		to = count;
	parts_page_line(doc,
		arena_printf(doc->arena, "%.*sby-name/%u/", SARG(base), first),
		arena_printf(doc->arena, "%.*s … %.*s", SARG(groups[from].name),
			SARG(groups[to - 1].name)));
}

/* Too many for one page: the ones with the most posts, then links to the parts of the whole list.
 * Together they fit a page; when there are very many parts, each line links to several. */
static void most_used(struct doc *doc, struct slice base, const struct locale *locale,
	const struct site_group *groups, size_t count, unsigned most)
{
	unsigned parts = scope_parts(count, most);
	unsigned step = (parts + most / 2 - 1) / (most / 2);
	unsigned lines = (parts + step - 1) / step;
	const struct site_group **top = pick_top(doc->arena, groups, count, most - lines);
	for (size_t i = 0; i < most - lines; i++)
		group_line(doc, base, locale, top[i]);
	doc_add_links(doc);
	for (unsigned part = 1; part <= parts; part += step)
		part_line(doc, base, groups, count, most, part,
			part + step - 1 < parts ? part + step - 1 : parts);
}

/* One part, and links to its neighbours. */
static void one_part(struct doc *doc, struct slice base, const struct locale *locale,
	const struct site_group *groups, size_t count, unsigned most, unsigned part)
{
	unsigned parts = scope_parts(count, most);
	size_t from = (size_t)(part - 1) * most;
	for (size_t i = from; i < count && i < from + most; i++)
		group_line(doc, base, locale, &groups[i]);
	doc_add_links(doc);
	if (part > 1)
		part_line(doc, base, groups, count, most, part - 1, part - 1);
	if (part < parts)
		part_line(doc, base, groups, count, most, part + 1, part + 1);
}

int page_groups(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	const struct locale *locale = parts_locale(site, slice_none);
	struct slice word = parts_taxonomy(site, arena, locale, ref->taxonomy);
	struct slice base = arena_printf(arena, "%.*s%.*s/", SARG(site->base),
		SARG(taxonomy_segment(site, ref->taxonomy)));
	struct doc *doc = doc_new(arena, site->settings->lang);
	unsigned most = site->names_max;
	size_t count;
	const struct site_group *groups = scope_groups(site, ref->taxonomy, &count);

	struct slice title = ref->post ? ref->post->title : word;
	if (ref->part)
		title = arena_printf(arena, "%.*s (%u)", SARG(title), ref->part);
	doc_add_heading(doc, 1,
		arena_printf(
			arena, "%.*s — %.*s", SARG(title), SARG(page_site_title(site))));
	if (ref->post) {
		int error = parts_author_text(site, ref->post, diags, doc);
		if (error)
			return error;
	}
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	locale_put_label(&text, locale, word, arena_printf(arena, "%zu", count));
	doc_add_paragraph(doc, buf_take(&text, arena));
	doc_add_links(doc);
	if (ref->part) {
		one_part(doc, base, locale, groups, count, most, ref->part);
	} else if (count > most) {
		most_used(doc, base, locale, groups, count, most);
	} else {
		for (size_t i = 0; i < count; i++)
			group_line(doc, base, locale, &groups[i]);
	}
	doc_add_links(doc);
	if (ref->part)
		parts_page_line(doc, base, word);
	parts_search_line(site, doc, slice_none);
	parts_home_line(doc, site);
	*out = (struct page){.doc = doc, .langs = site->settings->lang};
	return 0;
}
