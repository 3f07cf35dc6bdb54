/* SPDX-License-Identifier: MIT */
/* Lists, definitions, link lines, footnotes. */
#include "render/html/html_internal.h"

/* An item of only text, or text with lists below it, needs no paragraph. */
static bool is_tight(const struct doc_node *holder)
{
	const struct doc_node *at = holder->first;

	if (!at || at->kind != DOC_PARAGRAPH || html_is_pictures(at))
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

void html_list(struct html_writer *w, const struct doc_node *list)
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

bool html_in_definitions(const struct doc_node *node, const struct doc_node *end)
{
	return node && node != end &&
	       (node->kind == DOC_TERM || node->kind == DOC_DEFINITION);
}

/* Each group in <dl> has a term and a definition; a missing one is empty. */
const struct doc_node *html_definitions(
	struct html_writer *w, const struct doc_node *first, const struct doc_node *end)
{
	buf_puts(w->out, "<dl>\n");
	if (first->kind == DOC_DEFINITION)
		buf_puts(w->out, "<dt></dt>\n");
	for (; html_in_definitions(first, end); first = first->next) {
		bool term = first->kind == DOC_TERM;

		buf_puts(w->out, term ? "<dt>" : "<dd>");
		if (term)
			html_spans(w, first);
		else
			put_held(w, first);
		buf_puts(w->out, term ? "</dt>\n" : "</dd>\n");
		if (term && !html_in_definitions(first->next, end))
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
	bool words = last && last->kind == DOC_PARAGRAPH && !html_is_pictures(last);

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

void html_notes(struct html_writer *w, const struct doc_node *notes)
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
