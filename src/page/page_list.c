/* SPDX-License-Identifier: MIT */
/* Listings: the posts of a scope by date; long ones are split by year, month and numbered parts. */
#include "base/buf.h"
#include "base/uri.h"
#include "page/page_internal.h"
#include "site/listing.h"
#include "site/scope.h"

static struct slice month_name(
	struct arena *arena, const struct locale *locale, const struct page_ref *ref)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	if (ref->month)
		locale_put_month(&text, locale, ref->year, ref->month);
	else
		buf_printf(&text, "%04d", ref->year);
	return buf_take(&text, arena);
}

/* "archive" -> "Archive"; "/fr/blog/" -> "fr/blog". */
static struct slice folder_title(struct arena *arena, struct slice base)
{
	struct slice inner =
		slice_head(slice_from(base, 1), base.len > 2 ? base.len - 2 : 0);
	return inner.len ? arena_dup(arena, inner) : S("/");
}

/* What the whole list is called, of which a year is a part. */
static struct slice scope_title(
	const struct page_ref *ref, const struct locale *locale, struct arena *arena)
{
	struct slice title = slice_none;
	switch (ref->scope) {
	case SCOPE_ALL:
		title = locale_word(locale, WORD_ARCHIVE);
		break;
	case SCOPE_GROUP:
		title = ref->group->name;
		break;
	case SCOPE_FOLDER:
		title = folder_title(arena, ref->base);
		break;
	}
	return ref->post && ref->post->title.len ? ref->post->title : title;
}

static struct slice list_title(const struct site *site, const struct page_ref *ref,
	const struct locale *locale, struct arena *arena)
{
	struct slice title = scope_title(ref, locale, arena);
	if (ref->year)
		title = arena_printf(arena, "%.*s, %.*s", SARG(title),
			SARG(month_name(arena, locale, ref)));
	if (ref->undated)
		title = arena_printf(arena, "%.*s, %.*s", SARG(title),
			SARG(locale_word(locale, WORD_UNDATED)));
	if (ref->part)
		title = arena_printf(arena, "%.*s (%u)", SARG(title), ref->part);
	return arena_printf(
		arena, "%.*s — %.*s", SARG(title), SARG(page_site_title(site)));
}

static struct slice counted(
	struct arena *arena, const struct locale *locale, struct slice what, size_t posts)
{
	return arena_printf(arena, "%.*s (%.*s)", SARG(what),
		SARG(parts_count(arena, locale, posts)));
}

/* Links to the years (or, within a year, the months) of the dated posts, with counts. */
static void split_lines(struct doc *doc, const struct page_ref *ref,
	const struct locale *locale, const struct scope *scope)
{
	doc_add_links(doc);
	for (size_t i = 0; i < scope->dated;) {
		struct civil first = date_civil(&scope->posts[i]->date);
		unsigned month = ref->year ? first.month : 0;
		struct site_run run =
			site_by_date(scope->posts, scope->dated, first.year, month);
		struct page_ref part = {.year = first.year, .month = month};
		struct slice key = month ? arena_printf(doc->arena, "%.*s%04d/%02u/",
						   SARG(ref->base), first.year, month)
					 : arena_printf(doc->arena, "%.*s%04d/",
						   SARG(ref->base), first.year);
		parts_page_line(doc, key,
			counted(doc->arena, locale, month_name(doc->arena, locale, &part),
				run.count));
		i += run.count ? run.count : 1;
	}
}

/* The posts, with a heading for each year. */
static void by_year(const struct site *site, struct doc *doc, const struct scope *scope)
{
	for (size_t i = 0; i < scope->dated;) {
		struct civil first = date_civil(&scope->posts[i]->date);
		struct site_run run =
			site_by_date(scope->posts, scope->dated, first.year, 0);
		size_t count = run.count ? run.count : 1;
		doc_add_heading(doc, 2, arena_printf(doc->arena, "%04d", first.year));
		parts_post_lines(site, doc, scope->posts + i, count);
		i += count;
	}
}

/* One part of a month or of the undated posts, and links to its neighbours. */
static void part_lines(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale,
	const struct scope *scope)
{
	unsigned parts = scope_parts(scope->count, site->list_max);
	unsigned part = ref->part ? ref->part : parts;
	struct slice base =
		ref->undated ? arena_printf(doc->arena, "%.*sundated/", SARG(ref->base))
			     : arena_printf(doc->arena, "%.*s%04d/%02u/", SARG(ref->base),
				       ref->year, ref->month);
	size_t from, to;
	scope_part(scope->count, site->list_max, part, &from, &to);
	parts_post_lines(site, doc, scope->posts + from, to - from);
	if (parts == 1)
		return;
	doc_add_links(doc);
	if (part > 1)
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*s%u/", SARG(base), part - 1),
			locale_word(locale, WORD_OLDER));
	if (part + 1 <= parts)
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*s%u/", SARG(base), part + 1),
			locale_word(locale, WORD_NEWER));
}

static void undated_lines(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale,
	const struct scope *scope)
{
	size_t undated = scope->count - scope->dated;
	if (!undated)
		return;
	struct slice word = locale_word(locale, WORD_UNDATED);
	if (scope->count <= site->list_max) {
		if (scope->dated)
			doc_add_heading(doc, 2, word);
		parts_post_lines(site, doc, scope->posts + scope->dated, undated);
	} else {
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*sundated/", SARG(ref->base)),
			counted(doc->arena, locale, word, undated));
	}
}

static void post_list(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale,
	const struct scope *scope)
{
	if (ref->undated || ref->month) {
		part_lines(site, doc, ref, locale, scope);
		return;
	}
	if (scope->count > site->list_max)
		split_lines(doc, ref, locale, scope);
	else if (!ref->year)
		by_year(site, doc, scope);
	else
		parts_post_lines(site, doc, scope->posts, scope->count);
	undated_lines(site, doc, ref, locale, scope);
}

/* The bytes of a listing that its posts leave free. */
static size_t room_behind(const struct site *site, const struct scope *scope)
{
	size_t used = 0;
	for (size_t i = 0; scope->count <= site->list_max && i < scope->count; i++)
		used += listing_line_bytes(
			scope->posts[i]->url, scope->posts[i]->list_title);
	return used < LISTING_MAX_BYTES ? LISTING_MAX_BYTES - used : 0;
}

/* --- the ways on -------------------------------------------------------------------------------- */

static void date_line(struct doc *doc, const struct page_ref *ref,
	const struct locale *locale, const struct post *post, const char *arrow)
{
	struct civil day = date_civil(&post->date);
	struct page_ref to = {.year = day.year, .month = ref->month ? day.month : 0};
	struct slice key =
		arena_printf(doc->arena, "%.*s%04d/", SARG(ref->base), day.year);

	if (ref->month)
		key = arena_printf(doc->arena, "%.*s%02u/", SARG(key), day.month);
	parts_page_line(doc, key,
		arena_printf(doc->arena, "%s %.*s", arrow,
			SARG(month_name(doc->arena, locale, &to))));
}

/* The years or months before and after that have posts, and what both lie in. */
static void neighbour_lines(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale)
{
	struct page_ref whole = *ref;
	struct scope all;

	whole.year = 0;
	whole.month = 0;
	whole.undated = false;
	scope_of(site, &whole, doc->arena, &all);
	struct site_run run = site_by_date(all.posts, all.dated, ref->year, ref->month);
	size_t from = (size_t)(run.posts - all.posts);
	if (ref->year && from + run.count < all.dated)
		date_line(doc, ref, locale, all.posts[from + run.count], "←");
	if (ref->year && from)
		date_line(doc, ref, locale, all.posts[from - 1], "→");
	if (ref->month)
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*s%04d/", SARG(ref->base), ref->year),
			arena_printf(doc->arena, "%04d", ref->year));
	parts_page_line(doc, ref->base, scope_title(ref, locale, doc->arena));
}

static void up_lines(struct doc *doc, const struct site *site, const struct page_ref *ref,
	const struct locale *locale)
{
	struct slice archive = arena_printf(doc->arena, "%.*sarchive/", SARG(site->base));

	doc_add_links(doc);
	if (ref->year || ref->undated)
		neighbour_lines(site, doc, ref, locale);
	if (ref->scope == SCOPE_GROUP) {
		if (!ref->year && !ref->undated)
			parts_page_line(doc,
				arena_printf(doc->arena, "%.*sfeed.xml", SARG(ref->base)),
				locale_word(locale, WORD_FEED));
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*s%.*s/", SARG(site->base),
				SARG(taxonomy_segment(site, ref->taxonomy))),
			parts_taxonomy(site, doc->arena, locale, ref->taxonomy));
	}
	if (!ref->year && !ref->undated && ref->scope != SCOPE_FOLDER)
		parts_search_line(site, doc, ref->lang);
	if (!ref->year && !ref->undated && ref->scope == SCOPE_ALL)
		parts_random_line(site, doc, ref->lang);
	if (ref->scope != SCOPE_ALL)
		parts_page_line(doc, archive, locale_word(locale, WORD_ARCHIVE));
	if (ref->lang.len)
		parts_page_line(doc, parts_home_path(site, ref->lang, doc->arena),
			locale_language_name(ref->lang));
	parts_home_line(doc, site);
}

int page_list(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	const struct locale *locale = parts_locale(site, ref->lang);
	struct doc *doc =
		doc_new(arena, ref->lang.len ? ref->lang : site->settings->lang);
	struct scope scope;
	scope_of(site, ref, arena, &scope);
	doc_add_heading(doc, 1, list_title(site, ref, locale, arena));
	if (ref->post) {
		int error = parts_author_text(site, ref->post, diags, doc);
		if (error)
			return error;
	}
	/* A folder may hold only pages and files, which are listed below. */
	if (!ref->post || !page_links_all(site, ref, doc, &scope)) {
		if (scope.count)
			doc_add_paragraph(doc, parts_count(arena, locale, scope.count));
		else if (ref->scope == SCOPE_ALL)
			doc_add_paragraph(doc, locale_word(locale, WORD_NO_POSTS));
		post_list(site, doc, ref, locale, &scope);
		if (ref->scope == SCOPE_FOLDER && !ref->year && !ref->undated)
			page_list_below(site, doc, ref, room_behind(site, &scope));
	}
	up_lines(doc, site, ref, locale);
	*out = (struct page){.doc = doc,
		.langs = parts_langs(arena, site, scope.posts,
			scope.count < site->list_max ? scope.count : site->list_max)};
	return 0;
}
