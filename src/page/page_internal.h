/* SPDX-License-Identifier: MIT */
/* The pages, one file each, and their common parts: list lines, navigation, languages, the author's text. */
#ifndef PAGE_PAGE_INTERNAL_H
#define PAGE_PAGE_INTERNAL_H

#include "base/locale.h"
#include "page/page.h"

struct parts_urls;
struct scope;

int page_post(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_home(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_list(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
/* Adds everything else under the folder of @ref, in at most @room bytes: pages, and files unless the
 * folder is an author's page. */
void page_list_below(const struct site *site, struct doc *doc, const struct page_ref *ref,
	size_t room);
/* Does @doc, the author's words, link at least half of @scope and of the pages below? */
bool page_links_all(const struct site *site, const struct page_ref *ref,
	const struct doc *doc, const struct scope *scope);
int page_groups(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_pages(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
/* The home page's links to pages: the author's menu, else the first pages; without those that @own, the
 * author's text, links already. Into the open DOC_LINKS. */
void page_menu(const struct site *site, const struct page_ref *ref,
	const struct parts_urls *own, struct doc *doc);
int page_search(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
int page_feed(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct page *out);
/* Front matter reduced to title, date, tags and lang, then the body without HTML and Liquid
 * comments. */
int page_source(const struct site *site, const struct post *post, struct arena *arena,
	struct page *out);

/* The locale of a generated page: of the requested language, else of the site's. */
const struct locale *parts_locale(const struct site *site, struct slice lang);
/* What a taxonomy is called: "Tags"; one of the site's own by its segment. */
struct slice parts_taxonomy(const struct site *site, struct arena *arena,
	const struct locale *locale, unsigned taxonomy);
/* "3 posts" as a slice in @arena. */
struct slice parts_count(struct arena *arena, const struct locale *locale, size_t posts);
/* A paragraph: "Pages: 3". */
void parts_page_count(struct doc *doc, const struct locale *locale, size_t pages);

/* "=> url 2025-12-15 Title" for dated posts, "=> url Title" for others: the form that clients can
 * subscribe to (Gemini "Subscribing to Gemini pages"). Into the open DOC_LINKS, or a new one. */
void parts_post_line(struct doc *doc, const struct post *post);
/* The title for listings; a very long one is cut. */
struct slice parts_list_title(struct arena *arena, const struct post *post);
/* A line with another label, without the date. */
void parts_post_link(struct doc *doc, const struct post *post, struct slice label);
/* A static file by its entry. */
void parts_file_line(struct doc *doc, const struct site_entry *entry, struct slice label);
/* The lines of @posts, each with a summary below if the settings say so. */
void parts_post_lines(const struct site *site, struct doc *doc,
	const struct post *const *posts, size_t count);
/* The author's description, else the body's text before the cut, or its first paragraph. @body may be
 * NULL: it is not there. */
struct slice parts_summary_of(const struct post *post, const struct doc *body,
	struct arena *arena, unsigned columns);
/* The same, the body converted only if that is needed. A post deleted since the scan has none; one that cannot
 * be read is -errno. */
int parts_summary(const struct site *site, const struct post *post, struct arena *arena,
	unsigned columns, struct slice *out, bool *reads_files);
/* A link to a page of this site by its key. */
void parts_page_line(struct doc *doc, struct slice key, struct slice label);
/* A link to the home page, of the zone if @site is that of one. */
void parts_home_line(struct doc *doc, const struct site *site);
/* A link to the search of @lang (empty: of the site), if there is one; to a post by chance. */
void parts_search_line(const struct site *site, struct doc *doc, struct slice lang);
void parts_random_line(const struct site *site, struct doc *doc, struct slice lang);
/* The address of the home page of @lang ("/pt-br/"), or (empty) of the site. */
struct slice parts_home_path(
	const struct site *site, struct slice lang, struct arena *arena);
/* The languages of @posts, each once, in order: "fr", "en,fr". */
struct slice parts_langs(struct arena *arena, const struct site *site,
	const struct post *const *posts, size_t count);
/* Adds the page's heading. Drops an equal first heading of @own, and raises the others by the freed level. */
void parts_name(struct doc *doc, struct slice title, struct doc *own);
/* Moves the content of @from to the end of @doc, and its reads_ flags, too. */
void parts_move(struct doc *doc, struct doc *from);
/* The media type of a recording (doc->enclosure). */
struct slice parts_recording_mime(const struct doc_target *target);
/* The post's address on the web; empty: unknown. */
struct slice parts_web_url(
	struct arena *arena, const struct site *site, const struct post *post);
/* Moves the body of the author's page @post under @doc's root. Returns 0 or -errno. */
int parts_author_text(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc);
/* The same, for pages that show the list of all posts below anyway: templates see that
 * list as empty. */
int parts_author_text_without_posts(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc);
/* What the folder at the key @folder is called: its own page's title, else its name. */
struct slice parts_folder_name(
	const struct site *site, struct arena *arena, struct slice folder);
/* The pages of this site that @doc and @more (may be NULL) link to, in the arena of @doc. */
struct parts_urls {
	struct slice *urls; /* sorted */
	size_t count;
};
void parts_urls(const struct doc *doc, const struct doc *more, struct parts_urls *out);
bool parts_urls_have(const struct parts_urls *urls, struct slice url);
/* Does @doc link to at least half of these? Then the author's templates made the list. */
bool parts_lists(const struct doc *doc, const struct post *const *posts, size_t count);

#endif
