/* SPDX-License-Identifier: MIT */
/* Tags with an end tag: quotations, code, and frames, whose content stays under a title. */
#include "text/dialect/template_internal.h"

/* Longer ones are not looked for. */
#define END_TAG_MAX_BYTES 256

/* --- quotations ---------------------------------------------------------------------------------- */

/* {% blockquote [author[, source]] [url] [title] %}: the attribution goes below the
 * quotation. */
static void close_quote(struct template *t, struct slice whose)
{
	struct slice author = slice_none, url = slice_none, rest = whose, word;
	size_t from = 0;
	while (from < rest.len) {
		word = slice_trim_start(slice_from(rest, from));
		from = rest.len - word.len;
		word = slice_head(word, slice_until(word, ""));
		if (tag_is_url(word)) {
			url = word;
			break;
		}
		from += word.len;
	}
	author = slice_trim(slice_head(rest, url.len ? from : rest.len));
	struct slice title = url.len ? slice_trim(slice_from(rest, from + url.len)) : url;
	if (author.len || title.len || url.len) {
		template_put_border(t);
		template_put(t, S("\xe2\x80\x94 "));
		if (!title.len && url.len && author.len) {
			title = author;
			author = slice_none;
		}
		template_put(t, author);
		if (author.len && title.len)
			template_put(t, S(", "));
		if (url.len)
			template_put_link(t, false, url, title.len ? title : url);
	}
	template_put_block(t, S("</blockquote>"));
}

/* The attribution from the arguments "author source link". */
static struct slice whose(struct template *t, const struct template_args *args)
{
	struct slice author = tag_first_of(args, S("author attribution by cite"));
	struct slice source = tag_first_of(args, S("source title work"));
	struct slice link = tag_first_of(args, S("url link href"));
	return slice_trim(arena_printf(t->arena, "%.*s%s%.*s %.*s", SARG(author),
		author.len && source.len ? ", " : "", SARG(source), SARG(link)));
}

/* --- frames ---------------------------------------------------------------------------------------- */

/* The rest of the line after the tag, without the white space at its end. */
static struct slice rest_of_line(struct template *t)
{
	if (t->at < t->line_end_from || t->at > t->line_end) {
		struct slice rest = slice_from(t->source, t->at);

		slice_cut(rest, '\n', &rest, NULL);
		t->line_end_from = t->at;
		t->line_end = t->at + slice_trim_end(rest).len;
	}
	return slice(t->source.ptr + t->at, t->line_end - t->at);
}

/* Does the end tag of @name end the current line: "{{% def name="x" %}} Words. {{% /def %}}"? */
static bool fills_line(struct slice rest, struct slice name)
{
	if (!slice_ends(rest, S("}}")) || rest.len < 3)
		return false;
	if (rest.len > END_TAG_MAX_BYTES)
		rest = slice_from(rest, rest.len - END_TAG_MAX_BYTES);
	rest = slice_trim_end(slice_head(rest, rest.len - 3));
	if (!slice_ends(rest, name))
		return false;
	rest = slice_trim_end(slice_head(rest, rest.len - name.len));
	return slice_ends(rest, S("/"));
}

/* The innermost frame with named parts, or NULL. */
static struct template_frame *open_tabs(struct template *t)
{
	for (unsigned i = t->frame_count; i-- > 0;)
		if (t->frames[i].is_tabs)
			return &t->frames[i];
	return NULL;
}

static struct slice title_of(struct template *t, const struct tag *tag)
{
	struct slice title =
		tag_first_of(&tag->args, S("summary title header label tabName"));
	unsigned which = tag->row ? tag->row->title : 0;
	const struct template_frame *tabs = open_tabs(t);
	if (!title.len && (which == 1 || !tag->row))
		title = tag_first_of(&tag->args, S("name term"));
	if (!title.len && which == TAG_TITLE_WORDS) {
		title = tag_title_words(tag->args.raw);
		/* {% tab group name %} */
		if (tabs && tabs->label.len && slice_starts(title, tabs->label) &&
			slice_starts(slice_from(title, tabs->label.len), S(" ")))
			title = slice_from(title, tabs->label.len);
	} else if (!title.len && which) {
		title = tag_positional(&tag->args, which - 1);
	}
	return slice_trim(title);
}

void tag_open(struct template *t, const struct tag *tag)
{
	bool quote = tag->kind == TAG_QUOTE || tag->kind == TAG_PULLQUOTE;
	bool liquid = tag->syntax == TAG_LIQUID;
	struct slice line = rest_of_line(t);
	/* When text follows on the line, a tag that is not known to hold blocks is inline. */
	bool block = liquid || (!t->dead && template_begins_line(t) &&
				       (tag->kind == TAG_FRAME || !line.len ||
					       fills_line(line, tag->name)));
	struct slice title = block && !quote ? title_of(t, tag) : slice_none;
	if (block && (quote || title.len))
		template_put_block(t, quote ? S("<blockquote>") : title);
	if (liquid && tag->kind == TAG_FRAME)
		return; /* they work without an end tag, too */
	struct template_frame *frame = template_push(t, FRAME_PAIR, tag->name);
	frame->is_quote = block && quote;
	frame->is_verse = block && tag->kind == TAG_VERSE;
	frame->is_tabs = tag->kind == TAG_TABS;
	frame->language = tag_first_of(&tag->args, S("lang language"));
	if (frame->is_tabs) {
		struct slice rest = tag->args.raw;
		tag_next_part(&rest, &frame->label);
	} else if (tag->kind == TAG_QUOTE) {
		frame->label = liquid ? tag->args.raw : whose(t, &tag->args);
	}
}

/* The lines of a poem are kept, by two spaces at their ends. */
static void keep_lines(struct template *t, const struct template_frame *frame)
{
	struct slice text = arena_dup(
			     t->arena, slice_from(buf_slice(&t->out->buf), frame->len)),
		     line, next;
	buf_truncate(&t->out->buf, frame->len);
	while (slice_next_line(&text, &line)) {
		bool last = !text.len && (!line.ptr || line.ptr[line.len] != '\n');
		slice_cut(text, '\n', &next, NULL);
		buf_put(&t->out->buf, line);
		if (slice_trim(line).len && slice_trim(next).len)
			buf_put(&t->out->buf, S("  "));
		if (!last)
			buf_putc(&t->out->buf, '\n');
	}
}

void tag_close(struct template *t, struct slice name)
{
	unsigned i = t->frame_count;
	while (i > 0 && !(t->frames[i - 1].kind == FRAME_PAIR &&
				slice_eq(t->frames[i - 1].name, name)))
		i--;
	if (!i)
		return;
	while (t->frame_count >= i)
		if (t->frames[--t->frame_count].dead)
			t->dead--;
	if (t->dead)
		return;
	if (t->frames[i - 1].is_quote)
		close_quote(t, t->frames[i - 1].label);
	if (t->frames[i - 1].is_verse)
		keep_lines(t, &t->frames[i - 1]);
}

bool tag_part_comment(struct template *t)
{
	struct slice rest = slice_from(t->source, t->at), line, word;
	struct template_frame *tabs = open_tabs(t);
	slice_cut(rest, '\n', &line, NULL);
	size_t indent = line.len - slice_trim_start(line).len;
	line = slice_from(line, indent);
	ptrdiff_t end = slice_find(line, S("-->"));
	if (!tabs || !slice_starts(line, S("<!--")) || end < 4)
		return false;
	struct slice words = slice_trim(slice(line.ptr + 4, (size_t)end - 4));
	slice_cut(words, ' ', &word, &words);
	if (!slice_has_word(S("tab timeline node folder cell"), word))
		return false;
	slice_cut(words, '@', &words, NULL);
	words = slice_trim(words);
	tabs->part_count++;
	if (!words.len && tabs->label.len)
		words = arena_printf(
			t->arena, "%.*s %u", SARG(tabs->label), tabs->part_count);
	template_advance(t, t->at + indent + (size_t)end + 3);
	t->tag_on_line = true;
	if (words.len)
		template_put_block(t, words);
	return true;
}

/* --- the words in a theme's arguments ---------------------------------------------------------------- */

/* The second of two alternating pictures. */
static void put_other_picture(struct template *t, const struct template_args *args)
{
	struct slice src = tag_first_of(args, S("toggled_src hovered_src"));
	if (!src.len)
		return;
	template_put(t, S(" "));
	template_put_link(t, true, src, tag_first_of(args, S("toggled_alt hovered_alt")));
}

bool tag_put_words(struct template *t, const struct tag *tag)
{
	struct slice text = tag_first_of(&tag->args, S("text content body")),
		     title = title_of(t, tag), other;
	if (template_put_by_args(t, tag->name, &tag->args)) {
		put_other_picture(t, &tag->args);
		return true;
	}
	if (text.len) {
		if (!t->dead && template_begins_line(t) && title.len &&
			!slice_eq(title, text))
			template_put_block(t, title);
		template_put(t, text);
		return true;
	}
	text = tag_first_of(&tag->args, S("original"));
	other = tag_first_of(&tag->args, S("translated"));
	template_put(t, text);
	template_put(t, text.len && other.len ? S("\n\n") : S(""));
	template_put(t, other);
	return text.len || other.len;
}

/* --- tags of Liquid that plugins bring --------------------------------------------------------------- */

bool plugin_tag(struct template *t, struct slice name, struct slice args)
{
	struct tag tag;
	bool ends = slice_starts(name, S("end"));
	tag_init(&tag, TAG_LIQUID, slice_from(name, ends ? 3 : 0), args);
	switch (tag.kind) {
	case TAG_QUOTE:
	case TAG_PULLQUOTE:
	case TAG_TABS:
	case TAG_FRAME:
	case TAG_VERSE:
		if (ends)
			tag_close(t, tag.name);
		else if (tag.kind != TAG_FRAME || !tag_put_code(t, &tag))
			tag_open(t, &tag);
		return true;
	case TAG_NOTHING:
		return true;
	case TAG_CODE:
	case TAG_LISTING:
		/* Its fences are the content. */
		if (ends || tag_put_code(t, &tag))
			return true;
		break;
	default:
		return !ends && (tag_put_code(t, &tag) || tag_put_single(t, &tag));
	}
	tag.kind = TAG_FRAME;
	tag_open(t, &tag);
	return true;
}
