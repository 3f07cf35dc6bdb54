/* SPDX-License-Identifier: MIT */
/* All pages that are not posts, by folder: for those that the home page has no room for. */
#include "base/text.h"
#include "page/page_internal.h"
#include "site/scope.h"

static void page_lines(const struct site *site, struct doc *doc,
	const struct post *const *pages, size_t count)
{
	struct slice folder = slice_none;

	for (size_t i = 0; i < count; i++) {
		struct slice of = scope_top_folder(site, pages[i]);
		if (!slice_eq(of, folder))
			doc_add_heading(doc, 2, parts_folder_name(site, doc->arena, of));
		folder = of;
		parts_post_link(doc, pages[i], parts_list_title(doc->arena, pages[i]));
	}
}

/* A link to a part, labelled by its first and last page. */
static void part_line(const struct site *site, const struct page_ref *ref,
	struct doc *doc, const struct post *const *pages, size_t count, unsigned part)
{
	size_t from = (size_t)(part - 1) * site->list_max, to = from + site->list_max;

	if (to > count)
		to = count;
	parts_page_line(doc,
		arena_printf(doc->arena, "%.*spages/%u/",
			SARG(parts_home_path(site, ref->lang, doc->arena)), part),
		arena_printf(doc->arena, "%.*s … %.*s",
			SARG(text_ellipsis(doc->arena, pages[from]->list_title, 40)),
			SARG(text_ellipsis(doc->arena, pages[to - 1]->list_title, 40))));
}

static void put_parts(const struct site *site, const struct page_ref *ref,
	struct doc *doc, const struct post *const *pages, size_t count)
{
	unsigned parts = scope_parts(count, site->list_max), part = ref->part;

	if (!part) {
		for (part = 1; part <= parts; part++)
			part_line(site, ref, doc, pages, count, part);
		return;
	}
	size_t from = (size_t)(part - 1) * site->list_max, left = count - from;
	page_lines(
		site, doc, pages + from, left < site->list_max ? left : site->list_max);
	doc_add_links(doc);
	if (part > 1)
		part_line(site, ref, doc, pages, count, part - 1);
	if (part < parts)
		part_line(site, ref, doc, pages, count, part + 1);
}

int page_pages(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	struct slice lang = ref->lang.len ? ref->lang : site->settings->lang;
	const struct locale *locale = parts_locale(site, lang);
	struct slice word = locale_word(locale, WORD_PAGES);
	struct doc *doc = doc_new(arena, lang);
	const struct post *const *pages;
	size_t count = scope_pages(site, ref->lang, arena, &pages);

	struct slice title = ref->post ? ref->post->title : word;
	if (ref->part)
		title = arena_printf(arena, "%.*s (%u)", SARG(title), ref->part);
	doc_add_heading(doc, 1,
		arena_printf(
			arena, "%.*s — %.*s", SARG(title), SARG(page_site_title(site))));
	int error = ref->post ? parts_author_text(site, ref->post, diags, doc) : 0;
	if (error)
		return error;
	parts_page_count(doc, locale, count);
	doc_add_links(doc);
	if (count > site->list_max)
		put_parts(site, ref, doc, pages, count);
	else
		page_lines(site, doc, pages, count);
	doc_add_links(doc);
	if (ref->part)
		parts_page_line(doc,
			arena_printf(arena, "%.*spages/",
				SARG(parts_home_path(site, ref->lang, arena))),
			word);
	parts_home_line(doc, site);
	*out = (struct page){.doc = doc, .langs = lang};
	return 0;
}
