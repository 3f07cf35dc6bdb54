/* SPDX-License-Identifier: MIT */
/* Spans: text, emphasis, links, pictures, audio and video. */
#include "render/html/html_internal.h"
#include "render/label.h"

static void put_span(struct html_writer *w, const struct doc_node *node, bool alone);

void html_spans(struct html_writer *w, const struct doc_node *block)
{
	bool alone = block->kind == DOC_PARAGRAPH && block->first == block->last;

	for (const struct doc_node *at = block->first; at; at = at->next)
		put_span(w, at, alone);
}

static void put_wrapped(
	struct html_writer *w, const char *element, const struct doc_node *node)
{
	buf_printf(w->out, "<%s>", element);
	html_spans(w, node);
	buf_printf(w->out, "</%s>", element);
}

/* A note links back to the first reference to it. */
static void put_note_ref(struct html_writer *w, unsigned number)
{
	bool known = number <= w->notes && w->has_note[number];

	buf_puts(w->out, "<sup>");
	if (known && !w->in_link) {
		buf_puts(w->out, "<a");
		if (!w->has_ref[number])
			buf_printf(w->out, " id=\"ref:%u\"", number);
		buf_printf(w->out, " href=\"#note:%u\">%u</a>", number, number);
		w->has_ref[number] = true;
	} else {
		buf_put_number(w->out, number);
	}
	buf_puts(w->out, "</sup>");
}

/* --- pictures, sound, video ------------------------------------------------------- */

static const char *player_of(const struct doc_target *target)
{
	if (target->kind == DOC_TO_OUTSIDE)
		return NULL;
	return slice_starts(target->mime, S("audio/"))   ? "audio"
	       : slice_starts(target->mime, S("video/")) ? "video"
							 : NULL;
}

static void put_player(
	struct html_writer *w, const char *element, const struct doc_target *target)
{
	buf_printf(w->out, "<%s controls preload=\"metadata\" src=\"", element);
	html_put_address(w, target);
	buf_printf(w->out, "\"></%s>", element);
}

void html_image(struct html_writer *w, const struct doc_node *image, bool captioned)
{
	const struct doc_target *target = image->target;
	const char *player = player_of(target);
	struct slice words = label_image_words(&w->arena, image);

	if (!words.len)
		words = locale_word(w->locale, WORD_IMAGE);
	/* Do not repeat the same text. */
	if (captioned && (!image->text.len || slice_eq(image->text, image->info)))
		words = slice_none;
	if (player && !w->in_link && html_way_of(target)) {
		put_player(w, player, target);
	} else if (!player && target->kind != DOC_TO_OUTSIDE && html_way_of(target)) {
		buf_puts(w->out, "<img src=\"");
		html_put_address(w, target);
		buf_puts(w->out, "\" loading=\"lazy\"");
		html_attribute(w->out, "alt", words);
		buf_putc(w->out, '>');
	} else {
		/* A picture from another host would tell that host who reads what. */
		const struct html_way *way = html_link_open(w, target);

		buf_puts(w->out, "<span class=\"elsewhere\">🖼 ");
		html_escape(
			w->out, words.len ? words : locale_word(w->locale, WORD_IMAGE));
		buf_puts(w->out, "</span>");
		if (way)
			html_link_close(w);
	}
}

/* --- links ------------------------------------------------------------------------ */

static bool has_picture(const struct doc_node *link)
{
	for (const struct doc_node *at = link; at; at = doc_next(at, link))
		if (at->kind == DOC_IMAGE)
			return true;
	return false;
}

/* "2025-12-15 A title": the label of a post in a list. */
static bool starts_with_day(struct slice label)
{
	static const char pattern[] = "dddd-dd-dd ";

	for (size_t i = 0; i < sizeof(pattern) - 1; i++) {
		if (i >= label.len || (pattern[i] == 'd' ? !ascii_is_digit(label.ptr[i])
							 : label.ptr[i] != pattern[i]))
			return false;
	}
	return true;
}

static void put_day(struct html_writer *w, struct slice day)
{
	buf_printf(w->out, "<time datetime=\"%.*s\">%.*s</time> ", SARG(day), SARG(day));
}

void html_link(struct html_writer *w, const struct doc_node *link, bool alone)
{
	const char *player = alone && !w->in_link ? player_of(link->target) : NULL;
	struct slice words = doc_plain_text(&w->arena, link);
	bool listed = link->parent && link->parent->kind == DOC_LINKS;
	const struct html_way *way;

	if (player && html_way_of(link->target)) {
		put_player(w, player, link->target);
		buf_putc(w->out, '\n');
	}
	if (listed && starts_with_day(words)) {
		put_day(w, slice_head(words, 10));
		words = slice_from(words, 11);
	} else {
		listed = false;
	}
	way = html_link_open(w, link->target);
	if (listed)
		html_escape(w->out, words);
	else if (words.len || has_picture(link))
		html_spans(w, link);
	else
		html_escape(w->out, label_host(&w->arena, link->target));
	if (!way)
		return;
	html_link_close(w);
	if (way->marked && !slice_starts_nocase(words, slice_str(way->name)))
		buf_printf(w->out, " <small>(%s)</small>", way->name);
}

static void put_span(struct html_writer *w, const struct doc_node *node, bool alone)
{
	switch (node->kind) {
	case DOC_TEXT:
		html_escape(w->out, node->text);
		break;
	case DOC_EMPHASIS:
		put_wrapped(w, "em", node);
		break;
	case DOC_STRONG:
		put_wrapped(w, "strong", node);
		break;
	case DOC_STRIKE:
		put_wrapped(w, "del", node);
		break;
	case DOC_CODE_SPAN:
		buf_puts(w->out, "<code>");
		html_escape(w->out, node->text);
		buf_puts(w->out, "</code>");
		break;
	case DOC_LINK:
		html_link(w, node, alone);
		break;
	case DOC_IMAGE:
		html_image(w, node, false);
		break;
	case DOC_BREAK:
		buf_puts(w->out, "<br>\n");
		break;
	case DOC_NOTE_REF:
		put_note_ref(w, node->number);
		break;
	default:
		html_spans(w, node);
		break;
	}
}
