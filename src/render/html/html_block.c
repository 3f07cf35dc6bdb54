/* SPDX-License-Identifier: MIT */
/* The blocks of a doc. */
#include "base/text.h"
#include "render/html/html_internal.h"
#include "render/label.h"

#define LEVELS 6

/* --- headings -------------------------------------------------------------------- */

/* A heading's id: its words as a slug, unique in the page. */
static struct slice id_of(struct html_writer *w, const struct doc_node *heading)
{
	struct slice slug = text_slug(&w->arena, doc_plain_text(&w->arena, heading));
	struct slice id = slug;
	bool added = !slug.len;
	unsigned count;

	while (!added) {
		count = (*slice_map_get(&w->ids, slug, slice_none, 0, NULL))++;
		if (count)
			id = arena_printf(&w->arena, "%.*s-%u", SARG(slug), count + 1);
		added = !count;
		if (count)
			(*slice_map_get(&w->ids, id, slice_none, 0, &added))++;
	}
	return id;
}

void html_heading(struct html_writer *w, const struct doc_node *heading)
{
	unsigned level = heading->level < 1        ? 1
			 : heading->level > LEVELS ? LEVELS
						   : heading->level;
	struct slice id = level > 1 ? id_of(w, heading) : slice_none;

	buf_printf(w->out, "<h%u", level);
	if (id.len)
		html_attribute(w->out, "id", id);
	buf_putc(w->out, '>');
	html_spans(w, heading);
	buf_printf(w->out, "</h%u>\n", level);
}

/* --- paragraphs and figures -------------------------------------------------------- */

/* The picture of this site that @node is, or that a link @node consists of. */
static const struct doc_node *picture_in(const struct doc_node *node)
{
	if (node->kind == DOC_LINK && node->first && node->first == node->last)
		node = node->first;
	return node->kind == DOC_IMAGE && node->target->kind != DOC_TO_OUTSIDE ? node
									       : NULL;
}

/* White space or a break between pictures. */
static bool is_gap(const struct doc_node *node)
{
	return node->kind == DOC_BREAK ||
	       (node->kind == DOC_TEXT && !slice_trim(node->text).len);
}

static bool is_pictures(const struct doc_node *paragraph)
{
	bool some = false;

	for (const struct doc_node *at = paragraph->first; at; at = at->next) {
		some |= picture_in(at) != NULL;
		if (!picture_in(at) && !is_gap(at))
			return false;
	}
	return some;
}

static void put_figure(struct html_writer *w, const struct doc_node *node)
{
	const struct doc_node *image = picture_in(node);

	buf_puts(w->out, "<figure>\n");
	if (node == image)
		html_image(w, image, image->info.len > 0);
	else
		html_link(w, node, false);
	buf_putc(w->out, '\n');
	if (image->info.len) {
		buf_puts(w->out, "<figcaption>");
		html_escape(w->out, image->info);
		buf_puts(w->out, "</figcaption>\n");
	}
	buf_puts(w->out, "</figure>\n");
}

static void put_paragraph(struct html_writer *w, const struct doc_node *node)
{
	const struct doc_node *only = node->first == node->last ? node->first : NULL;

	if (is_pictures(node)) {
		for (const struct doc_node *at = node->first; at; at = at->next)
			if (!is_gap(at))
				put_figure(w, at);
		return;
	}
	buf_puts(w->out, "<p>");
	if (only && only->kind == DOC_LINK)
		html_link(w, only, true);
	else
		html_spans(w, node);
	buf_puts(w->out, "</p>\n");
}

/* --- code, quotes, lists ------------------------------------------------------------ */

static void put_code(struct html_writer *w, const struct doc_node *code)
{
	struct slice language = code->info;
	size_t len = 0;

	while (len < language.len && !ascii_is_space(language.ptr[len]))
		len++;
	buf_puts(w->out, "<pre><code");
	if (len) {
		buf_puts(w->out, " class=\"language-");
		html_escape(w->out, slice_head(language, len));
		buf_putc(w->out, '"');
	}
	buf_putc(w->out, '>');
	html_escape(w->out, slice_trim_end(code->text));
	buf_puts(w->out, "\n</code></pre>\n");
}

/* The kind of a callout by its title in the page's language. */
static const char *callout_class(struct html_writer *w, struct slice word)
{
	static const struct {
		enum locale_word word;
		const char *name;
	} kinds[] = {
		{WORD_ADMONITION_TIP, "tip"},
		{WORD_ADMONITION_IMPORTANT, "important"},
		{WORD_ADMONITION_WARNING, "warning"},
		{WORD_ADMONITION_CAUTION, "caution"},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (slice_eq(word, locale_word(w->locale, kinds[i].word)))
			return kinds[i].name;
	return "note";
}

static void put_quote(struct html_writer *w, const struct doc_node *quote)
{
	const struct doc_node *title = doc_quote_title(quote);

	if (!quote->text.len) {
		buf_puts(w->out, "<blockquote>\n");
		html_blocks(w, quote->first, NULL);
		buf_puts(w->out, "</blockquote>\n");
		return;
	}
	buf_printf(w->out, "<aside class=\"callout %s\">\n<p class=\"title\"><strong>",
		callout_class(w, quote->text));
	html_escape(w->out, quote->text);
	buf_puts(w->out, title ? ":</strong> " : "</strong>");
	if (title)
		html_spans(w, title);
	buf_puts(w->out, "</p>\n");
	html_blocks(w, title ? title->next : quote->first, NULL);
	buf_puts(w->out, "</aside>\n");
}

/* An item of only text, or text with lists below it, needs no paragraph. */
static bool is_tight(const struct doc_node *holder)
{
	const struct doc_node *at = holder->first;

	if (!at || at->kind != DOC_PARAGRAPH || is_pictures(at))
		return false;
	for (at = at->next; at; at = at->next)
		if (at->kind != DOC_LIST)
			return false;
	return true;
}

static void put_held(struct html_writer *w, const struct doc_node *holder)
{
	const struct doc_node *first = holder->first;

	if (is_tight(holder)) {
		html_spans(w, first);
		first = first->next;
		if (first)
			buf_putc(w->out, '\n');
		else
			return;
	} else {
		buf_putc(w->out, '\n');
	}
	html_blocks(w, first, NULL);
}

static void put_list(struct html_writer *w, const struct doc_node *list)
{
	const char *element = list->ordered ? "ol" : "ul";

	buf_printf(w->out, "<%s", element);
	if (list->ordered && list->number != 1)
		buf_printf(w->out, " start=\"%u\"", list->number);
	buf_puts(w->out, ">\n");
	for (const struct doc_node *item = list->first; item; item = item->next) {
		buf_puts(w->out, item->task ? "<li class=\"task\">" : "<li>");
		if (item->task)
			buf_puts(w->out, item->task == DOC_TASK_DONE ? "☑ " : "☐ ");
		put_held(w, item);
		buf_puts(w->out, "</li>\n");
	}
	buf_printf(w->out, "</%s>\n", element);
}

static bool in_definitions(const struct doc_node *node, const struct doc_node *end)
{
	return node && node != end &&
	       (node->kind == DOC_TERM || node->kind == DOC_DEFINITION);
}

/* The run of terms and definitions from @first; returns the block after it. Each group in <dl> has a term and
 * a definition, if necessary an empty one. */
static const struct doc_node *put_definitions(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end)
{
	buf_puts(w->out, "<dl>\n");
	if (first->kind == DOC_DEFINITION)
		buf_puts(w->out, "<dt></dt>\n");
	for (; in_definitions(first, end); first = first->next) {
		bool term = first->kind == DOC_TERM;

		buf_puts(w->out, term ? "<dt>" : "<dd>");
		if (term)
			html_spans(w, first);
		else
			put_held(w, first);
		buf_puts(w->out, term ? "</dt>\n" : "</dd>\n");
		if (term && !in_definitions(first->next, end))
			buf_puts(w->out, "<dd></dd>\n");
	}
	buf_puts(w->out, "</dl>\n");
	return first;
}

void html_link_list(struct html_writer *w, const struct doc_node *links)
{
	buf_puts(w->out, "<ul class=\"links\">\n");
	for (const struct doc_node *at = links->first; at; at = at->next) {
		buf_puts(w->out, "<li>");
		if (at->kind == DOC_IMAGE)
			html_image(w, at, false);
		else
			html_link(w, at, true);
		buf_puts(w->out, "</li>\n");
	}
	buf_puts(w->out, "</ul>\n");
}

static void put_note(struct html_writer *w, const struct doc_node *note)
{
	const struct doc_node *last = note->last;
	bool back = note->number <= w->notes && w->has_ref[note->number];
	bool words = last && last->kind == DOC_PARAGRAPH && !is_pictures(last);

	if (words && last == note->first) {
		html_spans(w, last);
		words = false;
	} else {
		buf_putc(w->out, '\n');
		html_blocks(w, note->first, words ? last : NULL);
		if (words || back)
			buf_puts(w->out, "<p>");
		if (words)
			html_spans(w, last);
		words |= back;
	}
	if (back)
		buf_printf(w->out, " <a class=\"back\" href=\"#ref:%u\">↩</a>",
			note->number);
	if (words)
		buf_puts(w->out, "</p>\n");
}

static void put_notes(struct html_writer *w, const struct doc_node *notes)
{
	buf_puts(w->out, "<ol class=\"notes\">\n");
	for (const struct doc_node *note = notes->first; note; note = note->next) {
		buf_printf(w->out, "<li id=\"note:%u\" value=\"%u\">", note->number,
			note->number);
		put_note(w, note);
		buf_puts(w->out, "</li>\n");
	}
	buf_puts(w->out, "</ol>\n");
}

/* --- tables ------------------------------------------------------------------------- */

static void put_row(
	struct html_writer *w, const struct doc_node *table, const struct doc_node *row)
{
	static const char *const aligned[] = {
		"", "", " class=\"center\"", " class=\"right\""};
	unsigned column = 0;

	buf_puts(w->out, "<tr>");
	for (const struct doc_node *cell = row->first; cell; cell = cell->next) {
		enum doc_align align = table->aligns && column < table->columns
					       ? table->aligns[column]
					       : DOC_ALIGN_NONE;

		buf_puts(w->out, row->header ? "<th scope=\"col\"" : "<td");
		buf_puts(w->out, aligned[align]);
		buf_putc(w->out, '>');
		html_spans(w, cell);
		buf_puts(w->out, row->header ? "</th>" : "</td>");
		column++;
	}
	buf_puts(w->out, "</tr>\n");
}

static void put_table(struct html_writer *w, const struct doc_node *table)
{
	const struct doc_node *row = table->first;

	buf_puts(w->out, "<div class=\"table\">\n<table>\n");
	if (table->text.len) {
		buf_puts(w->out, "<caption>");
		html_escape(w->out, table->text);
		buf_puts(w->out, "</caption>\n");
	}
	if (row && row->header) {
		buf_puts(w->out, "<thead>\n");
		for (; row && row->header; row = row->next)
			put_row(w, table, row);
		buf_puts(w->out, "</thead>\n");
	}
	if (row) {
		buf_puts(w->out, "<tbody>\n");
		for (; row; row = row->next)
			put_row(w, table, row);
		buf_puts(w->out, "</tbody>\n");
	}
	buf_puts(w->out, "</table>\n</div>\n");
}

/* --- all ---------------------------------------------------------------------------- */

static void put_block(struct html_writer *w, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_HEADING:
		html_heading(w, node);
		break;
	case DOC_CODE:
		put_code(w, node);
		break;
	case DOC_QUOTE:
		put_quote(w, node);
		break;
	case DOC_LIST:
		put_list(w, node);
		break;
	case DOC_LINKS:
		html_link_list(w, node);
		break;
	case DOC_NOTES:
		put_notes(w, node);
		break;
	case DOC_TABLE:
		put_table(w, node);
		break;
	case DOC_RULE:
		buf_puts(w->out, "<hr>\n");
		break;
	default:
		put_paragraph(w, node);
		break;
	}
}

void html_blocks(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end)
{
	while (first != end) {
		if (in_definitions(first, end)) {
			first = put_definitions(w, first, end);
		} else {
			put_block(w, first);
			first = first->next;
		}
	}
}
