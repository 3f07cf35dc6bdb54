/* SPDX-License-Identifier: MIT */
/* Tags with an end: quotations, code, and frames, whose content stays under their title. */
#include "base/text.h"
#include "text/dialect/template_internal.h"

static struct slice first_word(struct slice s)
{
	size_t len = 0;
	while (len < s.len && !ascii_is_space(s.ptr[len]))
		len++;
	return slice_head(s, len);
}

static void put_block(struct template *t, struct slice words)
{
	template_put(t, S("\n\n"));
	template_put(t, words);
	template_put(t, S("\n\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
}

/* --- quotations ---------------------------------------------------------------------------------- */

/* {% blockquote [author[, source]] [url] [title] %}: whose words these are stands under them. */
static void close_quote(struct template *t, struct slice whose)
{
	struct slice author = slice_none, url = slice_none, rest = whose, word;
	size_t from = 0;
	while (from < rest.len) {
		while (from < rest.len && ascii_is_space(rest.ptr[from]))
			from++;
		word = first_word(slice_from(rest, from));
		if (tag_is_url(word)) {
			url = word;
			break;
		}
		from += word.len;
	}
	author = slice_trim(slice_head(rest, url.len ? from : rest.len));
	struct slice title = url.len ? slice_trim(slice_from(rest, from + url.len)) : url;
	if (author.len || title.len || url.len) {
		template_put(t, S("\n\n\xe2\x80\x94 "));
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
	put_block(t, S("</blockquote>"));
}

/* From "author source link" as arguments. */
static struct slice whose(struct template *t, const struct template_args *args)
{
	struct slice author = tag_first_of(args, S("author attribution by cite"));
	struct slice source = tag_first_of(args, S("source title work"));
	struct slice link = tag_first_of(args, S("url link href"));
	return slice_trim(arena_printf(t->arena, "%.*s%s%.*s %.*s", SARG(author),
		author.len && source.len ? ", " : "", SARG(source), SARG(link)));
}

/* --- code ------------------------------------------------------------------------------------------ */

/* {% codeblock [title] [lang:x] [url] [words of the link] %}: what stands above the code. */
static void put_code_title(struct template *t, const struct template_args *args)
{
	struct slice url = slice_none;
	struct template_args others = *args;
	for (unsigned i = 0; i < args->count && !url.len; i++) {
		if (args->key[i].len || !tag_is_url(args->value[i]))
			continue;
		url = args->value[i];
		others.count = i;
	}
	struct slice title = tag_words(t, &others, 0);
	if (!url.len && !title.len)
		return;
	if (url.len)
		template_put_link(
			t, false, url, title.len ? title : slice_path_name(url));
	else
		template_put(t, title);
	template_put(t, S("\n\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
}

/* The text up to the tag's end, taken; false: it does not come. */
static bool read_body(struct template *t, const struct tag *tag, struct slice *body)
{
	bool absent = false;
	struct slice end = S("end");
	if (tag->syntax == TAG_HUGO)
		return shortcode_body(t, tag->name, body);
	if (tag->syntax == TAG_LIQUID)
		end = arena_printf(t->arena, "end%.*s", SARG(tag->name));
	if (template_is_absent(t, end))
		return false;
	if (!liquid_body(t, end, &absent, body))
		template_add_absent(t, end);
	return !absent;
}

bool tag_put_code(struct template *t, const struct tag *tag)
{
	struct slice body, language = tag->name;
	if (tag->kind == TAG_COMMENT) {
		(void)read_body(t, tag, &body);
		return true;
	}
	if ((tag->kind != TAG_CODE && tag->kind != TAG_HIGHLIGHT &&
		    tag->kind != TAG_DIAGRAM) ||
		!read_body(t, tag, &body))
		return false;
	if (tag->kind == TAG_HIGHLIGHT)
		language = tag_positional(&tag->args, 0);
	if (tag->kind == TAG_CODE) {
		template_arg(&tag->args, S("lang"), &language);
		put_code_title(t, &tag->args);
	}
	template_put_code(t, text_lower(t->arena, language), body);
	return true;
}

/* --- frames ---------------------------------------------------------------------------------------- */

static bool starts_line(const struct template *t)
{
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	return slice_trim(before).len == 0;
}

/* The tag stands alone in its line, which is in no list and no quote. */
static bool is_block(const struct template *t)
{
	struct slice rest = slice_from(t->source, t->at);
	slice_cut(rest, '\n', &rest, NULL);
	return slice_trim(rest).len == 0 && starts_line(t);
}

static struct slice title_of(const struct tag *tag)
{
	struct slice title =
		tag_first_of(&tag->args, S("summary title header label tabName"));
	if (!title.len && tag->row && tag->row->title == 1)
		title = tag_first_of(&tag->args, S("name"));
	if (!title.len && tag->row && tag->row->title)
		title = tag_positional(&tag->args, tag->row->title - 1);
	return slice_trim(title);
}

void tag_open(struct template *t, const struct tag *tag)
{
	bool quote = tag->kind == TAG_QUOTE || tag->kind == TAG_PULLQUOTE;
	if (tag->syntax == TAG_LIQUID ? !quote : t->dead || !is_block(t)) {
		if (tag->syntax != TAG_LIQUID)
			template_push(t, FRAME_PAIR, tag->name);
		return;
	}
	struct slice title = quote ? slice_none : title_of(tag);
	if (quote || title.len)
		put_block(t, quote ? S("<blockquote>") : title);
	struct template_frame *frame = template_push(t, FRAME_PAIR, tag->name);
	frame->is_quote = quote;
	if (tag->kind == TAG_QUOTE)
		frame->author =
			tag->syntax == TAG_LIQUID ? tag->raw : whose(t, &tag->args);
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
	if (t->frames[i - 1].is_quote && !t->dead)
		close_quote(t, t->frames[i - 1].author);
}

/* --- the words in a theme's arguments ---------------------------------------------------------------- */

/* The second one of two pictures that change places. */
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
		     title = title_of(tag), other;
	if (template_put_by_args(t, tag->name, &tag->args)) {
		put_other_picture(t, &tag->args);
		return true;
	}
	if (text.len) {
		if (!t->dead && starts_line(t) && title.len && !slice_eq(title, text))
			put_block(t, title);
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
		if (ends)
			tag_close(t, tag.name);
		else
			tag_open(t, &tag);
		return true;
	case TAG_FRAME:
	case TAG_NOTHING:
		return true;
	default:
		return !ends && (tag_put_code(t, &tag) || tag_put_single(t, &tag));
	}
}
