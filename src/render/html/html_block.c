/* SPDX-License-Identifier: MIT */
/* The blocks of a doc. */
#include "base/text.h"
#include "render/html/html_internal.h"

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

bool html_is_pictures(const struct doc_node *paragraph)
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
	if (html_is_pictures(node)) {
		for (const struct doc_node *at = node->first; at; at = at->next)
			if (!is_gap(at))
				put_figure(w, at);
		return;
	}
	buf_puts(w->out, "<p>");
	html_spans(w, node);
	buf_puts(w->out, "</p>\n");
}

/* --- code, quotes ------------------------------------------------------------------ */

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
		html_list(w, node);
		break;
	case DOC_LINKS:
		html_link_list(w, node);
		break;
	case DOC_NOTES:
		html_notes(w, node);
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
		if (html_in_definitions(first, end)) {
			first = html_definitions(w, first, end);
		} else {
			put_block(w, first);
			first = first->next;
		}
	}
}
