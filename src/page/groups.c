/* SPDX-License-Identifier: MIT */
/* The page of all tags, categories or series. */
#include <stdlib.h>

#include "base/uri.h"
#include "page/parts.h"
#include "page/scope.h"

static int most_posts_first(const void *a, const void *b)
{
	const struct site_group *x = *(const struct site_group *const *)a;
	const struct site_group *y = *(const struct site_group *const *)b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return slice_cmp(x->slug, y->slug);
}

static int by_slug(const void *a, const void *b)
{
	const struct site_group *x = *(const struct site_group *const *)a;
	const struct site_group *y = *(const struct site_group *const *)b;
	return slice_cmp(x->slug, y->slug);
}

static void group_line(struct doc *doc, struct slice segment, const struct locale *locale,
	const struct site_group *group)
{
	parts_page_line(doc,
		arena_printf(doc->arena, "/%.*s/%.*s/", SARG(segment), SARG(group->slug)),
		arena_printf(doc->arena, "%.*s (%.*s)", SARG(group->name),
			SARG(parts_count(doc->arena, locale, group->count))));
}

/* Too many for one page: those with the most posts, then the parts of the whole list. */
static void most_used(struct doc *doc, struct slice segment, const struct locale *locale,
	const struct site_group *groups, size_t count, unsigned most)
{
	const struct site_group **sorted =
		arena_array(doc->arena, count, const struct site_group *);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &groups[i];
	qsort(sorted, count, sizeof(*sorted), most_posts_first);
	qsort(sorted, most, sizeof(*sorted), by_slug);
	for (size_t i = 0; i < most; i++)
		group_line(doc, segment, locale, sorted[i]);
	doc_add_links(doc);
	for (unsigned part = 1; part <= scope_parts(count, most); part++) {
		size_t from = (size_t)(part - 1) * most;
		size_t to = from + most < count ? from + most : count;
		parts_page_line(doc,
			arena_printf(
				doc->arena, "/%.*s/by-name/%u/", SARG(segment), part),
			arena_printf(doc->arena, "%.*s … %.*s", SARG(groups[from].name),
				SARG(groups[to - 1].name)));
	}
}

int page_groups(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	static const enum locale_word words[TAXONOMY_COUNT] = {
		WORD_TAGS, WORD_CATEGORIES, WORD_SERIES};
	const struct locale *locale = parts_locale(site, slice_none);
	struct slice word = locale_word(locale, words[ref->taxonomy]);
	struct slice segment = taxonomy_segments[ref->taxonomy];
	struct doc *doc = doc_new(arena, site->settings->lang);
	unsigned most = site->names_max;
	size_t count;
	const struct site_group *groups = scope_groups(site, ref->taxonomy, &count);

	struct slice title = ref->post ? ref->post->title : word;
	if (ref->part)
		title = arena_printf(arena, "%.*s (%u)", SARG(title), ref->part);
	doc_add_heading(doc, 1,
		arena_printf(
			arena, "%.*s — %.*s", SARG(title), SARG(parts_site_title(site))));
	if (ref->post) {
		int error = parts_author_text(site, ref->post, diags, doc);
		if (error)
			return error;
	}
	struct buf text;
	buf_init(&text, 0);
	locale_put_label(&text, locale, word, arena_printf(arena, "%zu", count));
	doc_add_paragraph(doc, buf_dup(&text, arena));
	buf_fini(&text);
	doc_add_links(doc);
	if (ref->part) {
		size_t from = (size_t)(ref->part - 1) * most;
		for (size_t i = from; i < count && i < from + most; i++)
			group_line(doc, segment, locale, &groups[i]);
	} else if (count > most) {
		most_used(doc, segment, locale, groups, count, most);
	} else {
		for (size_t i = 0; i < count; i++)
			group_line(doc, segment, locale, &groups[i]);
	}
	doc_add_links(doc);
	if (ref->part)
		parts_page_line(doc, arena_printf(arena, "/%.*s/", SARG(segment)), word);
	doc_add_link_line(doc, DOC_TO_PAGE, S("/"), parts_site_title(site));
	*out = (struct page){.doc = doc, .langs = site->settings->lang};
	return 0;
}
