/* SPDX-License-Identifier: MIT */
/* Searches: the way to ask, and what was found. */
#include <limits.h>

#include "base/text.h"
#include "base/uri.h"
#include "page/page_internal.h"
#include "page/search.h"
#include "site/scope.h"

#define TITLE_COLUMNS 60 /* of the words in a heading */
#define TAGS_MAX      5  /* that are like the words */
#define BEGINNING_MIN 3  /* bytes that a tag may begin with */

struct group {
	const struct site_group *group;
	unsigned taxonomy;
};

struct slice page_search_url(const struct site *site, struct arena *arena,
	struct slice lang, unsigned part, struct slice words)
{
	struct slice home = parts_home_path(site, lang, arena);
	struct slice query = uri_encode_query(arena, words);

	if (part > 1)
		return arena_printf(
			arena, "%.*ssearch/%u?%.*s", SARG(home), part, SARG(query));
	return arena_printf(arena, "%.*ssearch?%.*s", SARG(home), SARG(query));
}

/* --- what was found ------------------------------------------------------------------------------ */

static unsigned part_of(const struct page_ref *ref)
{
	return ref->part ? ref->part : 1;
}

/* "31–60" of the results of @part. */
static struct slice range(struct arena *arena, unsigned part, size_t total)
{
	size_t from = (size_t)(part - 1) * PAGE_SEARCH_RESULTS;
	size_t to = from + PAGE_SEARCH_RESULTS;

	return arena_printf(arena, "%zu–%zu", from + 1, to < total ? to : total);
}

static struct slice results(
	struct arena *arena, const struct locale *locale, struct slice number)
{
	struct buf text;

	buf_init(&text, BUF_MAX_BYTES);
	locale_put_label(&text, locale, locale_word(locale, WORD_RESULTS), number);
	return buf_take(&text, arena);
}

static void count_line(
	struct doc *doc, const struct page_ref *ref, const struct locale *locale)
{
	size_t total = ref->search->hits->total;
	struct slice number = arena_printf(doc->arena, "%zu", total);

	if (total > PAGE_SEARCH_RESULTS)
		number = arena_printf(doc->arena, "%.*s / %zu",
			SARG(range(doc->arena, part_of(ref), total)), total);
	doc_add_paragraph(doc, results(doc->arena, locale, number));
}

static void part_line(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale, unsigned part,
	const char *arrow)
{
	const struct page_search *search = ref->search;
	struct slice label =
		results(doc->arena, locale, range(doc->arena, part, search->hits->total));

	doc_add_link_line(doc, DOC_TO_SEARCH,
		page_search_url(site, doc->arena, ref->lang, part, search->query->text),
		arena_printf(doc->arena, "%s %.*s", arrow, SARG(label)));
}

static void hit_lines(const struct site *site, struct doc *doc,
	const struct page_ref *ref, const struct locale *locale)
{
	const struct page_search *search = ref->search;
	size_t total = search->hits->total;
	unsigned part = part_of(ref);

	count_line(doc, ref, locale);
	doc_add_links(doc);
	for (size_t i = 0; i < search->hits->count; i++) {
		parts_post_line(doc, search->hits->posts[i]);
		if (search->excerpts[i].len)
			doc_add_paragraph(doc, search->excerpts[i]);
	}
	doc_add_links(doc);
	if (part > 1)
		part_line(site, doc, ref, locale, part - 1, "←");
	if ((size_t)part * PAGE_SEARCH_RESULTS < total)
		part_line(site, doc, ref, locale, part + 1, "→");
}

/* --- nothing ------------------------------------------------------------------------------------- */

/* The tag, category or the like that is spelled most like @word, or begins with it. */
static bool nearest_group(const struct site *site, struct slice word, struct group *out)
{
	unsigned least = UINT_MAX;

	out->group = NULL;
	for (unsigned t = 0; t < taxonomy_count(site); t++) {
		size_t count;
		const struct site_group *groups = scope_groups(site, t, &count);
		for (size_t i = 0; i < count; i++) {
			bool begins = !out->group && word.len >= BEGINNING_MIN &&
				      slice_starts(groups[i].slug, word);
			if (text_is_near(word, groups[i].slug, &least) || begins)
				*out = (struct group){&groups[i], t};
		}
	}
	return out->group != NULL;
}

static void tag_lines(const struct site *site, struct doc *doc,
	const struct search_query *query, const struct locale *locale)
{
	struct group near[TAGS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < query->count && count < TAGS_MAX; i++) {
		const struct search_term *term = &query->terms[i];
		struct slice word = text_slug(doc->arena, term->text);
		bool is_word = !term->excluded && word.len && term->kind != SEARCH_LANG &&
			       term->kind != SEARCH_YEAR;
		bool is_new = is_word && nearest_group(site, word, &near[count]);
		for (size_t j = 0; is_new && j < count; j++)
			is_new = near[j].group != near[count].group;
		count += is_new;
	}
	if (!count)
		return;
	doc_add_heading(doc, 2, locale_word(locale, WORD_SIMILAR_TAGS));
	for (size_t i = 0; i < count; i++)
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*s%.*s/%.*s/", SARG(site->base),
				SARG(taxonomy_segment(site, near[i].taxonomy)),
				SARG(near[i].group->slug)),
			near[i].group->name);
}

static void try_line(const struct site *site, struct doc *doc, struct slice lang,
	struct slice words, struct slice label, size_t total)
{
	doc_add_link_line(doc, DOC_TO_SEARCH,
		page_search_url(site, doc->arena, lang, 1, words),
		arena_printf(doc->arena, "%.*s (%zu)", SARG(label), total));
}

static void nothing(const struct site *site, struct doc *doc, const struct page_ref *ref,
	const struct locale *locale)
{
	const struct page_search *search = ref->search;

	doc_add_paragraph(doc, locale_word(locale, WORD_NOTHING_FOUND));
	doc_add_paragraph(doc, locale_word(locale, WORD_SEARCH_HELP));
	if (search->elsewhere) {
		doc_add_links(doc);
		try_line(site, doc, slice_none, search->query->text,
			locale_word(locale, WORD_ALL_LANGUAGES), search->elsewhere);
	}
	if (search->try_count)
		doc_add_heading(doc, 2, locale_word(locale, WORD_TRY_INSTEAD));
	for (size_t i = 0; i < search->try_count; i++)
		try_line(site, doc, ref->lang, search->tries[i].words,
			search->tries[i].words, search->tries[i].total);
	tag_lines(site, doc, search->query, locale);
}

/* --- the page ------------------------------------------------------------------------------------ */

/* "Search: rust — Site": subscribers see which search it is. */
static struct slice title_of(const struct site *site, const struct page_ref *ref,
	const struct locale *locale, struct arena *arena)
{
	struct slice title = locale_word(locale, WORD_SEARCH);
	struct buf text;

	if (ref->post && ref->post->title.len)
		title = ref->post->title;
	if (ref->search) {
		buf_init(&text, BUF_MAX_BYTES);
		locale_put_label(&text, locale, title,
			text_ellipsis(arena, ref->search->query->text, TITLE_COLUMNS));
		title = buf_take(&text, arena);
	}
	return arena_printf(
		arena, "%.*s — %.*s", SARG(title), SARG(page_site_title(site)));
}

static void outcome(const struct site *site, struct doc *doc, const struct page_ref *ref,
	const struct locale *locale)
{
	const struct page_search *search = ref->search;

	if (search->query->is_cut)
		doc_add_paragraph(doc, locale_word(locale, WORD_SEARCH_LONG));
	if (search->is_cut)
		doc_add_paragraph(doc, locale_word(locale, WORD_SEARCH_CUT));
	if (search->hits->count)
		hit_lines(site, doc, ref, locale);
	else
		nothing(site, doc, ref, locale);
}

/* Where the author's page is the address that asks for words, an empty query asks. */
static struct slice ask_url(
	const struct site *site, const struct page_ref *ref, struct arena *arena)
{
	struct slice url = arena_printf(
		arena, "%.*ssearch", SARG(parts_home_path(site, ref->lang, arena)));

	if (ref->post && slice_eq(ref->post->path, url))
		return arena_printf(arena, "%.*s?", SARG(url));
	return url;
}

int page_search(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	const struct locale *locale = parts_locale(site, ref->lang);
	struct doc *doc =
		doc_new(arena, ref->lang.len ? ref->lang : site->settings->lang);
	struct doc *own = doc_new(arena, doc->lang);
	struct slice home = parts_home_path(site, ref->lang, arena);
	int error = ref->post ? parts_author_text(site, ref->post, diags, own) : 0;

	if (error)
		return error;
	parts_name(doc, title_of(site, ref, locale, arena), own);
	parts_move(doc, own);
	if (ref->search)
		outcome(site, doc, ref, locale);
	else
		doc_add_paragraph(doc, locale_word(locale, WORD_SEARCH_HELP));
	doc_add_links(doc);
	doc_add_link_line(doc, DOC_TO_SEARCH, ask_url(site, ref, arena),
		locale_word(locale, ref->search ? WORD_NEW_SEARCH : WORD_SEARCH));
	parts_random_line(site, doc, ref->lang);
	parts_page_line(doc, arena_printf(arena, "%.*sarchive/", SARG(home)),
		locale_word(locale, WORD_ARCHIVE));
	doc_add_link_line(doc, DOC_TO_PAGE, home, page_site_title(site));
	*out = (struct page){.doc = doc, .langs = doc->lang};
	if (ref->search && ref->search->hits->count && !ref->lang.len)
		out->langs = parts_langs(
			arena, site, ref->search->hits->posts, ref->search->hits->count);
	return 0;
}
