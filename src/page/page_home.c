/* SPDX-License-Identifier: MIT */
/* The home page of the site or of one language: the author's text, navigation, the latest
 * posts. */
#include "page/page_internal.h"
#include "scan/advice.h"
#include "site/links.h"
#include "site/scope.h"
#include "source/visibility.h"

#define LATEST          30
#define LATEST_BETWEEN  10 /* of a long page, whose other text follows */
#define OWN_LINES_MAX   16 /* of the author's text before the latest posts */
#define OWN_BLOCKS_KEPT 4
#define LANGUAGES_MAX   4 /* shown before the latest posts */

static const struct site_group *language(const struct site *site, struct slice lang)
{
	for (size_t i = 0; i < site->lang_count; i++) {
		if (slice_eq(site->langs[i].name, lang))
			return &site->langs[i];
	}
	return NULL;
}

/* Does the body contain the description? Then it is not repeated. */
static bool says(struct slice body, struct slice description)
{
	return !description.len || slice_starts(body, description) ||
	       slice_starts(description, body.len ? body : S("\n"));
}

/* Without posts, the page says how many other pages there are, or tells the owner, who looks here first,
 * what to do next. */
static void next_step(const struct site *site, const struct page_ref *ref,
	struct doc *doc, const struct locale *locale)
{
	size_t pages = scope_pages(site, ref->lang, NULL, NULL);
	struct slice none = locale_word(locale, WORD_NO_POSTS), step = slice_none;
	/* A zone's readers are never its owner. */
	switch (site->zone ? ADVICE_NONE : advice_of(site)) {
	case ADVICE_EMPTY:
		/* The same with or without drafts: readers do not learn of drafts. */
		doc_add_paragraph(doc, locale_word(locale, WORD_EMPTY_SITE));
		doc_add_paragraph(doc, locale_word(locale, WORD_DRAFT_WAITS));
		return;
	case ADVICE_UNDATED:
		step = locale_word(locale, WORD_POST_BY_DATE);
		break;
	case ADVICE_NONE:
		if (pages) {
			parts_page_count(doc, locale, pages);
			return;
		}
		break;
	case ADVICE_FILES:
	case ADVICE_HIDDEN:
	case ADVICE_FUTURE:
		break;
	}
	doc_add_paragraph(doc,
		step.len ? arena_printf(doc->arena, "%.*s %.*s", SARG(none), SARG(step))
			 : none);
}

/* The newest of @posts, except those that their authors keep off this list. */
static size_t latest_of(
	const struct post *const *posts, size_t count, const struct post *latest[LATEST])
{
	size_t kept = 0;

	for (size_t i = 0; i < count && kept < LATEST; i++) {
		if (!(posts[i]->kept_from & KEPT_FROM_LATEST))
			latest[kept++] = posts[i];
	}
	return kept;
}

/* The author's page. A list of posts made by its templates is replaced by ours, whose dates subscribers
 * need. */
static int own_words(const struct site *site, const struct page_ref *ref,
	struct diag_list *diags, const struct doc *doc, struct doc **own)
{
	const struct post *latest[LATEST];

	*own = doc_new(doc->arena, doc->lang);
	if (!ref->post)
		return 0;
	int error = parts_author_text(site, ref->post, diags, *own);
	if (error || !(*own)->reads_site ||
		!parts_lists(
			*own, latest, latest_of(site->posts, site->post_count, latest)))
		return error;
	*own = doc_new(doc->arena, doc->lang);
	return parts_author_text_without_posts(site, ref->post, NULL, *own);
}

/* Leaves in @own its beginning, up to a heading; what follows is moved to *rest. The latest posts go in
 * between, so that a reader need not scroll for them; unless @own is short, or links them itself. */
static void cut_long(const struct site *site, struct doc *own, struct doc **rest)
{
	const struct post *latest[LATEST];
	size_t lines = 0, kept = 0;

	*rest = doc_new(own->arena, own->lang);
	for (const struct doc_node *node = own->root; node;
		node = doc_next(node, own->root))
		lines += node->parent == own->root || node->kind == DOC_ITEM ||
			 node->kind == DOC_LINK;
	size_t count = latest_of(site->posts, site->post_count, latest);
	if (lines <= OWN_LINES_MAX || !count || parts_lists(own, latest, count))
		return;
	for (struct doc_node *node = own->root->first, *next; node; node = next) {
		next = node->next;
		bool end = kept >= OWN_BLOCKS_KEPT && node->kind != DOC_LINKS;
		if ((*rest)->root->first || end || (kept && node->kind == DOC_HEADING)) {
			doc_unlink(node);
			doc_append((*rest)->root, node);
		}
		kept++;
	}
}

/* The title, then the text under it: description, then the author's page. There is always some text,
 * so that a following level-2 heading is not read as a subtitle. */
static int opening(const struct site *site, const struct page_ref *ref,
	struct diag_list *diags, struct doc *doc, const struct locale *locale,
	struct slice title, size_t posts, struct doc **rest)
{
	struct slice description = site->zone ? slice_none : site->settings->description;
	struct doc *own;
	int error = own_words(site, ref, diags, doc, &own);
	if (error)
		return error;
	parts_name(doc, title, own);
	/* The site's description is in the site's language; in others, the author's page has
	 * it. */
	bool foreign = ref->post && !slice_eq(doc->lang, site->settings->lang);
	if (!foreign && !says(own->first_text, description))
		doc_add_paragraph(doc, description);
	cut_long(site, own, rest);
	parts_move(doc, own);
	bool bare = doc->root->first == doc->root->last;
	if (posts && bare)
		doc_add_paragraph(doc, parts_count(doc->arena, locale, posts));
	else if (!posts && (bare || !ref->post))
		next_step(site, ref, doc, locale);
	return 0;
}

/* A link to a generated page, unless it, or the author's page there, is already linked. */
static void way(const struct site *site, struct doc *doc, const struct parts_urls *linked,
	struct slice key, struct slice label)
{
	const struct site_entry *entry = site_find(site, key);
	if (!entry)
		entry = site_find(site, slice_head(key, key.len - 1));
	if (parts_urls_have(linked, key) ||
		(entry && entry->kind == SITE_POST &&
			parts_urls_have(linked, entry->post->url)))
		return;
	parts_page_line(doc, key, label);
}

/* A link to the search, unless the author's menu or words have one. */
static void search_way(const struct site *site, const struct page_ref *ref,
	struct doc *doc, const struct parts_urls *linked)
{
	static const char *const pages[] = {"search", "search/", "search.html"};

	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		if (node->kind == DOC_LINK && node->target->kind == DOC_TO_SEARCH)
			return;
	}
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		if (parts_urls_have(linked, arena_printf(doc->arena, "%.*s%s",
						    SARG(ref->path), pages[i])))
			return;
	}
	parts_search_line(site, doc, ref->lang);
}

/* Links to other languages; many of them go after the posts. */
static void language_lines(
	const struct site *site, const struct page_ref *ref, struct doc *doc)
{
	for (size_t i = 0; site->lang_count > 1 && i < site->lang_count; i++) {
		if (!slice_eq(site->langs[i].name, ref->lang))
			parts_page_line(doc,
				parts_home_path(site, site->langs[i].name, doc->arena),
				locale_language_name(site->langs[i].name));
	}
}

static void ways_in(const struct site *site, const struct page_ref *ref,
	const struct doc *rest, struct doc *doc, const struct locale *locale,
	size_t posts)
{
	struct arena *arena = doc->arena;
	struct parts_urls linked;

	/* What the rest of the author's words links is linked, too. */
	parts_urls(doc, rest, &linked);
	doc_add_links(doc);
	page_menu(site, ref, &linked, doc);
	parts_urls(doc, rest, &linked);
	if (posts)
		way(site, doc, &linked,
			arena_printf(arena, "%.*sarchive/", SARG(ref->path)),
			locale_word(locale, WORD_ARCHIVE));
	for (unsigned t = 0; t < taxonomy_count(site); t++) {
		size_t count;
		scope_groups(site, t, &count);
		if (count)
			way(site, doc, &linked,
				arena_printf(arena, "%.*s%.*s/", SARG(site->base),
					SARG(taxonomy_segment(site, t))),
				parts_taxonomy(site, arena, locale, t));
	}
	if (site->listed_count)
		search_way(site, ref, doc, &linked);
	if (site->lang_count <= LANGUAGES_MAX)
		language_lines(site, ref, doc);
	if (ref->lang.len)
		parts_home_line(doc, site);
	if (site->zone)
		parts_home_line(doc, site->outer);
	if (posts)
		parts_page_line(doc, arena_printf(arena, "%.*sfeed.xml", SARG(ref->path)),
			locale_word(locale, WORD_FEED));
}

int page_home(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	const struct site_group *only = ref->lang.len ? language(site, ref->lang) : NULL;
	const struct post *const *posts = only ? only->posts : site->posts;
	size_t count = only ? only->count : site->post_count;
	const struct post *latest_posts[LATEST];
	size_t latest = latest_of(posts, count, latest_posts);
	const struct locale *locale = parts_locale(site, ref->lang);
	struct doc *doc =
		doc_new(arena, ref->lang.len ? ref->lang : site->settings->lang);

	struct slice title = page_site_title(site);
	if (only)
		title = arena_printf(arena, "%.*s — %.*s", SARG(title),
			SARG(locale_language_name(ref->lang)));
	struct doc *rest;
	int error = opening(site, ref, diags, doc, locale, title, count, &rest);
	if (error)
		return error;
	if (rest->root->first && latest > LATEST_BETWEEN)
		latest = LATEST_BETWEEN;
	ways_in(site, ref, rest, doc, locale, count);
	if (latest) {
		doc_add_heading(doc, 2, locale_word(locale, WORD_LATEST));
		parts_post_lines(site, doc, latest_posts, latest);
	}
	if (count > latest) {
		doc_add_links(doc);
		parts_page_line(doc, arena_printf(arena, "%.*sarchive/", SARG(ref->path)),
			locale_word(locale, WORD_ALL_POSTS));
	}
	parts_move(doc, rest);
	if (site->lang_count > LANGUAGES_MAX) {
		doc_add_heading(doc, 2, locale_word(locale, WORD_LANGUAGES));
		language_lines(site, ref, doc);
	}
	*out = (struct page){.doc = doc,
		.langs = only ? ref->lang
			      : parts_langs(arena, site, latest_posts, latest)};
	return 0;
}
