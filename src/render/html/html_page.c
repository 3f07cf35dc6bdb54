/* SPDX-License-Identifier: MIT */
/* The page around the content, and the walk over a doc's top level. */
#include "base/text.h"
#include "render/html/html_internal.h"

#define DESCRIPTION_COLUMNS 200
#define LEVELS              6

static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7F && !strchr("&<>\"'", c);
}

void html_escape(struct buf *out, struct slice s)
{
	unsigned codepoint;
	size_t plain;

	do {
		for (plain = 0; plain < s.len && is_plain(s.ptr[plain]);)
			plain++;
		buf_put(out, slice_head(s, plain));
		s = slice_from(s, plain);
		if (!text_next(&s, &codepoint))
			return;
		buf_put(out, text_reference(codepoint));
		if (codepoint == '\t' || codepoint == '\n' || codepoint >= 0xA0)
			buf_put_utf8(out, codepoint);
	} while (s.len);
}

void html_attribute(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, " %s=\"", name);
	html_escape(out, value);
	buf_putc(out, '"');
}

void html_policy(struct buf *out, const char *ancestors)
{
	buf_printf(out,
		"default-src 'none'; img-src 'self'; media-src 'self'; style-src %s; "
		"form-action 'self'; base-uri 'none'; frame-ancestors %s",
		HTML_STYLE_HASH, ancestors);
}

/* --- the page ------------------------------------------------------------------- */

/* Only letters, digits and hyphens, as in a language tag. */
static bool is_lang(struct slice lang)
{
	for (size_t i = 0; i < lang.len; i++)
		if (!ascii_is_alnum(lang.ptr[i]) && lang.ptr[i] != '-')
			return false;
	return lang.len > 0;
}

static void put_meta(struct buf *out, const char *name, struct slice content)
{
	if (!content.len)
		return;
	buf_printf(out, "<meta name=\"%s\"", name);
	html_attribute(out, "content", content);
	buf_puts(out, ">\n");
}

static void put_title(struct buf *out, struct slice title, struct slice site)
{
	buf_puts(out, "<title>");
	if (!title.len)
		title = site.len ? site : S("Untitled");
	html_escape(out, title);
	if (site.len && !slice_eq(site, title)) {
		buf_puts(out, " · ");
		html_escape(out, site);
	}
	buf_puts(out, "</title>\n");
}

void html_page_open(struct html_writer *w, const struct html_head *head)
{
	const struct html_options *options = w->options;
	struct buf *out = w->out;

	if (options->fragment)
		return;
	buf_puts(out, "<!DOCTYPE html>\n<html");
	if (is_lang(head->lang))
		html_attribute(out, "lang", head->lang);
	if (locale_is_right_to_left(head->lang))
		html_attribute(out, "dir", S("rtl"));
	buf_puts(out, ">\n<head>\n<meta charset=\"utf-8\">\n");
	put_meta(out, "viewport", S("width=device-width, initial-scale=1"));
	put_meta(out, "referrer", S("no-referrer"));
	put_title(out, options->title.len ? options->title : head->title,
		options->site_title);
	put_meta(out, "description",
		options->description.len ? options->description : head->description);
	put_meta(out, "author", options->author);
	buf_puts(out, "<style>");
	buf_puts(out, html_style);
	buf_puts(out, "</style>\n</head>\n<body");
	if (head->body_class)
		html_attribute(out, "class", slice_str(head->body_class));
	buf_puts(out, ">\n");
}

void html_page_close(struct html_writer *w)
{
	if (!w->options->fragment)
		buf_puts(w->out, "</body>\n</html>\n");
}

/* --- a doc ---------------------------------------------------------------------- */

static bool is_dateline(const struct doc_node *node)
{
	return node && node->kind == DOC_PARAGRAPH && slice_eq(node->info, S("dateline"));
}

/* The block after the page's head: title, description, dateline. */
static const struct doc_node *behind_head(const struct doc_node *first)
{
	const struct doc_node *at;

	if (!first || first->kind != DOC_HEADING || first->level > 1)
		return first;
	for (at = first->next; at && at->kind == DOC_PARAGRAPH; at = at->next) {
		if (is_dateline(at))
			return at->next;
		if (at != first->next)
			break;
	}
	return first->next;
}

/* "December 15, 2025 · 9 min": the date comes first, and the caller gives its machine form. */
static void put_dateline(struct html_writer *w, const struct doc_node *node)
{
	struct slice text = doc_plain_text(&w->arena, node);
	ptrdiff_t end = slice_find(text, S(" · "));
	size_t len = end < 0 ? text.len : (size_t)end;

	buf_puts(w->out, "<p class=\"dateline\">");
	if (w->options->published.len) {
		buf_puts(w->out, "<time");
		html_attribute(w->out, "datetime", w->options->published);
		buf_putc(w->out, '>');
		html_escape(w->out, slice_head(text, len));
		buf_puts(w->out, "</time>");
		text = slice_from(text, len);
	}
	html_escape(w->out, text);
	buf_puts(w->out, "</p>\n");
}

static void put_head(
	struct html_writer *w, const struct doc_node *at, const struct doc_node *end)
{
	if (at == end)
		return;
	buf_puts(w->out, "<header>\n");
	for (; at != end; at = at->next) {
		if (at->kind == DOC_HEADING) {
			html_heading(w, at);
		} else if (is_dateline(at)) {
			put_dateline(w, at);
		} else {
			buf_puts(w->out, "<p class=\"lede\">");
			html_spans(w, at);
			buf_puts(w->out, "</p>\n");
		}
	}
	buf_puts(w->out, "</header>\n");
}

/* The link lines at the end of a page (navigation); NULL: there are none, or they are the whole
 * page. */
static const struct doc_node *find_ways(const struct doc_node *root)
{
	const struct doc_node *last = root->last;

	return last && last->kind == DOC_LINKS && last->previous &&
			       last->previous->kind != DOC_HEADING
		       ? last
		       : NULL;
}

/* A heading begins a section, which contains those of the deeper headings after it. */
static void put_sections(
	struct html_writer *w, const struct doc_node *at, const struct doc_node *end)
{
	unsigned open[LEVELS], count = 0;

	while (at != end) {
		const struct doc_node *next = at;

		if (at->kind == DOC_HEADING) {
			while (count && open[count - 1] >= at->level) {
				buf_puts(w->out, "</section>\n");
				count--;
			}
			if (at->level > 1 && count < LEVELS) {
				buf_puts(w->out, "<section>\n");
				open[count++] = at->level;
			}
			html_heading(w, at);
			next = at->next;
		}
		at = next;
		while (next != end && next->kind != DOC_HEADING)
			next = next->next;
		html_blocks(w, at, next);
		at = next;
	}
	while (count--)
		buf_puts(w->out, "</section>\n");
}

/* Counts the notes and the references to them. */
static void find_notes(struct html_writer *w)
{
	const struct doc_node *root = w->doc->root, *at;

	for (at = root; at; at = doc_next(at, root))
		w->notes += at->kind == DOC_NOTE_REF || at->kind == DOC_NOTE;
	w->has_note = arena_array(&w->arena, w->notes + 1, bool);
	w->has_ref = arena_array(&w->arena, w->notes + 1, bool);
	for (at = root; at; at = doc_next(at, root)) {
		if (at->number > w->notes)
			continue;
		if (at->kind == DOC_NOTE)
			w->has_note[at->number] = true;
	}
}

static struct slice first_paragraph(struct html_writer *w)
{
	const struct doc_node *at = w->doc->root->first;
	struct slice text = w->doc->first_text;

	while (at && (at->kind != DOC_PARAGRAPH || is_dateline(at)))
		at = at->next;
	if (at)
		text = doc_plain_text(&w->arena, at);
	return text_ellipsis(
		&w->arena, text_one_line(&w->arena, text), DESCRIPTION_COLUMNS);
}

void html_render(
	struct buf *out, const struct doc *doc, const struct html_options *options)
{
	struct html_writer w = {.out = out, .doc = doc, .options = options};
	const struct doc_node *first = doc->root->first, *head = behind_head(first),
			      *ways = find_ways(doc->root);
	struct html_head about = {.lang = doc->lang};

	arena_init(&w.arena);
	w.ids.arena = &w.arena;
	w.locale = locale_for(doc->lang);
	find_notes(&w);
	if (first && first->kind == DOC_HEADING)
		about.title = doc_plain_text(&w.arena, first);
	about.description = first_paragraph(&w);
	html_page_open(&w, &about);
	buf_puts(out, "<main>\n<article>\n");
	put_head(&w, first, head);
	put_sections(&w, head, ways);
	buf_puts(out, "</article>\n</main>\n");
	if (ways) {
		buf_puts(out, "<footer>\n<nav>\n");
		html_link_list(&w, ways);
		buf_puts(out, "</nav>\n</footer>\n");
	}
	html_page_close(&w);
	arena_fini(&w.arena);
}
