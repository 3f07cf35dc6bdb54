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

static struct slice list_title(const struct site *site, const struct page_ref *ref,
	const struct locale *locale, struct arena *arena)
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
	if (ref->post && ref->post->title.len)
		title = ref->post->title;
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
static void by_year(struct doc *doc, const struct scope *scope)
{
	for (size_t i = 0; i < scope->dated;) {
		struct civil first = date_civil(&scope->posts[i]->date);
		struct site_run run =
			site_by_date(scope->posts, scope->dated, first.year, 0);
		size_t count = run.count ? run.count : 1;
		doc_add_heading(doc, 2, arena_printf(doc->arena, "%04d", first.year));
		parts_post_lines(doc, scope->posts + i, count);
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
	parts_post_lines(doc, scope->posts + from, to - from);
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
		parts_post_lines(doc, scope->posts + scope->dated, undated);
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
		by_year(doc, scope);
	else
		parts_post_lines(doc, scope->posts, scope->count);
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

/* Other pages and files under a folder's address, as many as fit. */
static void folder_rest(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale, size_t room)
{
	size_t under, shown = 0;
	const struct site_entry *entries = site_under(site, ref->base, &under);
	for (int files = 0; files < 2; files++) {
		bool headed = false;
		for (size_t i = 0; i < under && shown < LISTING_MAX; i++) {
			const struct site_entry *entry = &entries[i];
			bool is_file = entry->kind == SITE_FILE;
			if (is_file != files || !site_lists(entry) ||
				(!is_file && entry->kind != SITE_POST) ||
				(!is_file && !entry->post->is_page) ||
				(!is_file && entry->post == ref->post))
				continue;
			struct slice url =
				is_file ? uri_encode_path(doc->arena, entry->path)
					: entry->post->url;
			struct slice label =
				is_file ? slice_from(entry->path, ref->base.len)
					: parts_list_title(doc->arena, entry->post);
			size_t bytes = listing_line_bytes(url, label);
			if (bytes > room)
				return;
			room -= bytes;
			if (!headed)
				doc_add_heading(doc, 2,
					locale_word(
						locale, files ? WORD_FILES : WORD_PAGES));
			headed = true;
			shown++;
			if (is_file)
				parts_file_line(doc, entry, label);
			else
				parts_post_link(doc, entry->post, label);
		}
	}
}

static void up_lines(struct doc *doc, const struct site *site, const struct page_ref *ref,
	const struct locale *locale)
{
	doc_add_links(doc);
	if (ref->scope == SCOPE_GROUP) {
		if (!ref->year && !ref->undated)
			parts_page_line(doc,
				arena_printf(doc->arena, "%.*sfeed.xml", SARG(ref->base)),
				locale_word(locale, WORD_FEED));
		static const enum locale_word words[TAXONOMY_COUNT] = {
			WORD_TAGS, WORD_CATEGORIES, WORD_SERIES};
		parts_page_line(doc,
			arena_printf(doc->arena, "/%.*s/",
				SARG(taxonomy_segments[ref->taxonomy])),
			locale_word(locale, words[ref->taxonomy]));
	}
	if (ref->scope != SCOPE_ALL || ref->year || ref->undated)
		parts_page_line(doc, S("/archive/"), locale_word(locale, WORD_ARCHIVE));
	doc_add_link_line(doc, DOC_TO_PAGE, S("/"), page_site_title(site));
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
	if (!ref->post || !parts_lists(doc, scope.posts, scope.count)) {
		if (scope.count)
			doc_add_paragraph(doc, parts_count(arena, locale, scope.count));
		post_list(site, doc, ref, locale, &scope);
	}
	if (ref->scope == SCOPE_FOLDER && !ref->year && !ref->undated)
		folder_rest(site, doc, ref, locale, room_behind(site, &scope));
	up_lines(doc, site, ref, locale);
	*out = (struct page){.doc = doc,
		.langs = parts_langs(arena, site, scope.posts,
			scope.count < site->list_max ? scope.count : site->list_max)};
	return 0;
}
