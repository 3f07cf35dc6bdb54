/* SPDX-License-Identifier: MIT */
/* The pages, one file each, and what several have in common: list lines, navigation, languages, the author's own text. */
#ifndef PAGE_PAGE_INTERNAL_H
#define PAGE_PAGE_INTERNAL_H

#include "base/locale.h"
#include "page/page.h"

struct parts_urls;

int page_post(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_home(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_list(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_groups(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_pages(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
/* The home page's links to pages: the author's menu, else the first ones; none that @own, the author's words,
 * links already. Into the DOC_LINKS that is open. */
void page_menu(const struct site *site, const struct page_ref *ref,
	const struct parts_urls *own, struct doc *doc);
int page_feed(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct page *out);
/* Front matter reduced to title, date, tags and lang, then the body without HTML and Liquid
 * comments. */
int page_source(const struct site *site, const struct post *post, struct arena *arena,
	struct page *out);

/* The words of a page that no post is: the language asked for, else the site's. */
const struct locale *parts_locale(const struct site *site, struct slice lang);
/* "3 posts" as a slice in @arena. */
struct slice parts_count(struct arena *arena, const struct locale *locale, size_t posts);

/* "=> url 2025-12-15 Title" for dated posts, "=> url Title" for others: the form that makes a page a
 * subscription (Gemini "Subscribing to Gemini pages"). Into the DOC_LINKS that is open, or a new
 * one. */
void parts_post_line(struct doc *doc, const struct post *post);
/* The title as listings have it: one that would fill a page by itself is cut. */
struct slice parts_list_title(struct arena *arena, const struct post *post);
/* A line with another label, without the date. */
void parts_post_link(struct doc *doc, const struct post *post, struct slice label);
/* A static file by its entry. */
void parts_file_line(struct doc *doc, const struct site_entry *entry, struct slice label);
void parts_post_lines(struct doc *doc, const struct post *const *posts, size_t count);
/* A link to a page of this site by its key. */
void parts_page_line(struct doc *doc, struct slice key, struct slice label);
/* Languages of @posts, each once, in their order: "fr", "en,fr". */
struct slice parts_langs(struct arena *arena, const struct site *site,
	const struct post *const *posts, size_t count);
/* The heading of the page. A first heading of @own that says the same goes, and the others rise to the level
 * that it leaves. */
void parts_name(struct doc *doc, struct slice title, struct doc *own);
/* Moves all that is in @from behind what is in @doc, which then reads what @from read. */
void parts_move(struct doc *doc, struct doc *from);
/* The media type of a recording (doc->enclosure). */
struct slice parts_recording_mime(const struct doc_target *target);
/* Where the post is on the web; empty: nobody says. */
struct slice parts_web_url(
	struct arena *arena, const struct site *site, const struct post *post);
/* The body of the author's own page @post, moved under @doc's root. Returns 0 or -errno. */
int parts_author_text(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc);
/* The same, where what its templates would walk over all posts for stands below anyway. */
int parts_author_text_without_posts(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc);
/* The pages of this site that @doc links to, in its arena. */
struct parts_urls {
	struct slice *urls; /* sorted */
	size_t count;
};
void parts_urls(const struct doc *doc, struct parts_urls *out);
bool parts_urls_have(const struct parts_urls *urls, struct slice url);
/* Does @doc link to at least half of these? Then it is their list, made by its author's templates. */
bool parts_lists(const struct doc *doc, const struct post *const *posts, size_t count);

#endif
