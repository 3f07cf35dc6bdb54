/* SPDX-License-Identifier: MIT */
/* Finds the tags of Liquid and Hugo in the text around them, outside code. */
#include "text/dialect/template_internal.h"

void template_put(struct template *t, struct slice s)
{
	dialect_text_put(t->out, s, t->line);
}

void template_advance(struct template *t, size_t to)
{
	if (to > t->source.len)
		to = t->source.len;
	for (size_t i = t->at; i < to && !t->line_is_fixed; i++) {
		if (t->source.ptr[i] != '\n')
			continue;
		t->line++;
		t->line_from = i + 1;
	}
	t->at = to;
}

/* A tag begins at the cursor. */
static void template_mark(struct template *t)
{
	if (t->line_is_fixed)
		return;
	t->tag_line = t->line;
	t->column = (unsigned)(t->at - t->line_from) + 1;
}

void template_warn(struct template *t, const char *what, struct slice name)
{
	if (t->dead || !t->env)
		return;
	unsigned first = t->env->first_line ? t->env->first_line : 1;
	diag_add(t->env->diags, DIAG_WARNING, t->env->file, first + t->tag_line - 1,
		t->column, "it is left out", "%s '%.*s'", what, SARG(name));
}

void template_warn_kept(
	struct template *t, const char *what, struct slice name, struct slice why)
{
	if (t->dead || !t->env)
		return;
	unsigned first = t->env->first_line ? t->env->first_line : 1;
	diag_add(t->env->diags, DIAG_WARNING, t->env->file, first + t->tag_line - 1,
		t->column, "nothing stands in its place", "%s: %.*s %.*s", what,
		SARG(name), SARG(why));
}

bool template_is_absent(const struct template *t, struct slice end)
{
	for (unsigned i = 0; i < t->absent_count; i++)
		if (slice_eq(t->absent[i], end))
			return true;
	return t->absent_count == TEMPLATE_ABSENT_MAX;
}

void template_add_absent(struct template *t, struct slice end)
{
	if (t->absent_count < TEMPLATE_ABSENT_MAX)
		t->absent[t->absent_count++] = end;
}

struct template_frame *template_push(
	struct template *t, enum template_frame_kind kind, struct slice name)
{
	if (t->frame_count == TEMPLATE_FRAMES_MAX) {
		/* The oldest was most likely never closed. */
		if (t->frames[0].dead)
			t->dead--;
		memmove(&t->frames[0], &t->frames[1],
			sizeof(t->frames) - sizeof(t->frames[0]));
		t->frame_count--;
	}
	struct template_frame *frame = &t->frames[t->frame_count++];
	*frame = (struct template_frame){.kind = kind,
		.name = name,
		.len = t->out->buf.len,
		.count = t->out->count};
	return frame;
}

void template_truncate(struct template *t, const struct template_frame *frame)
{
	dialect_text_truncate(t->out, frame->len, frame->count);
	if (t->line_start > t->out->buf.len)
		t->line_start = t->out->buf.len;
}

/* --- finding tags ------------------------------------------------------------------------------ */

/* Offset of the next closing mark at or behind @from, or 0. */
static size_t find_close(struct template *t, enum template_close which, size_t from)
{
	static const struct slice marks[CLOSE_COUNT] = {
		S("%}"), S("}}"), S(">}}"), S("%}}")};
	const char *start = t->source.ptr + from, *end = t->source.ptr + t->source.len;
	if (t->no_close[which] || from > t->source.len)
		return 0;
	if (!t->next_close[which] || t->next_close[which] < start) {
		t->next_close[which] = memmem(
			start, (size_t)(end - start), marks[which].ptr, marks[which].len);
		t->no_close[which] = !t->next_close[which];
		if (!t->next_close[which])
			return 0;
	}
	size_t at = (size_t)(t->next_close[which] - t->source.ptr);
	return at - from > TEMPLATE_TAG_MAX ? 0 : at;
}

/* A shortcode whose inside is a comment is shown as what the comment holds. */
static bool shown_shortcode(struct template *t, struct slice tag, char open, bool in_code)
{
	struct slice inner = slice_trim(tag);
	if (!slice_starts(inner, S("/*")) || !slice_ends(inner, S("*/")) || inner.len < 4)
		return false;
	inner = slice(inner.ptr + 2, inner.len - 4);
	template_put(t, open == '%' ? S("{{%") : in_code ? S("{{<") : S("{{\\<"));
	template_put(t, inner);
	template_put(t, open == '%' ? S("%}}") : S(">}}"));
	return true;
}

static bool is_word(struct slice tag, struct slice word)
{
	tag = slice_trim(tag);
	if (tag.len && tag.ptr[0] == '-')
		tag = slice_trim_start(slice_from(tag, 1));
	if (tag.len && tag.ptr[tag.len - 1] == '-')
		tag = slice_trim_end(slice_head(tag, tag.len - 1));
	return slice_eq(tag, word);
}

/* "{%" at the cursor. False: it is text. */
static bool at_tag(struct template *t, bool in_code)
{
	size_t close = find_close(t, CLOSE_TAG, t->at + 2);
	if (!close)
		return false;
	struct slice tag = slice(t->source.ptr + t->at + 2, close - t->at - 2);
	template_mark(t);
	if (!t->options->liquid) {
		if (in_code || !t->options->shortcodes || !shortcode_block(tag))
			return false;
		template_advance(t, close + 2);
		t->tag_on_line = true;
		shortcode_block_tag(t, tag);
		return true;
	}
	bool ends_raw = is_word(tag, S("endraw")), starts_raw = is_word(tag, S("raw"));
	if (t->in_raw ? !ends_raw : in_code && !ends_raw && !starts_raw)
		return false;
	template_advance(t, close + 2);
	t->tag_on_line = true;
	if (ends_raw || starts_raw)
		t->in_raw = starts_raw;
	else
		liquid_tag(t, tag);
	return true;
}

/* "{{" at the cursor. */
static bool at_output(struct template *t, bool in_code)
{
	struct slice rest = slice_from(t->source, t->at + 2);
	char next = rest.len ? rest.ptr[0] : 0;
	template_mark(t);
	if (t->options->shortcodes && (next == '<' || next == '%')) {
		size_t close = find_close(
			t, next == '<' ? CLOSE_ANGLE : CLOSE_PERCENT, t->at + 3);
		if (!close)
			return false;
		struct slice tag = slice(t->source.ptr + t->at + 3, close - t->at - 3);
		bool shown = slice_starts(slice_trim_start(tag), S("/*"));
		if (in_code && !shown)
			return false;
		template_advance(t, close + 3);
		if (shown && shown_shortcode(t, tag, next, in_code))
			return true;
		t->tag_on_line = true;
		shortcode_tag(t, tag);
		return true;
	}
	if (in_code || t->in_raw || (!t->options->liquid && !t->options->shortcodes))
		return false;
	size_t close = find_close(t, CLOSE_OUTPUT, t->at + 2);
	if (!close)
		return false;
	struct slice inner = slice(rest.ptr, close - t->at - 2);
	if (!t->options->liquid && !shortcode_call(t, slice_trim(inner)))
		return false;
	template_advance(t, close + 2);
	t->tag_on_line = true;
	if (t->options->liquid)
		liquid_output(t, inner);
	return true;
}

/* Does a paragraph end before @line? */
static bool ends_paragraph(struct slice line)
{
	line = slice_trim(line);
	if (!line.len)
		return true;
	char c = line.ptr[0];
	if (c == '#' || slice_starts(line, S("```")) || slice_starts(line, S("~~~")))
		return true;
	return line.len > 1 && (c == '-' || c == '*' || c == '+') && line.ptr[1] == ' ';
}

/* A backtick at the cursor: the code span it opens is left alone. */
static void at_backtick(struct template *t)
{
	bool is_code;
	if (t->at >= t->paragraph_end) {
		struct slice rest = slice_from(t->source, t->at), line;
		bool first = true;
		t->paragraph_end = t->source.len;
		while (slice_next_line(&rest, &line)) {
			if (!first && ends_paragraph(line)) {
				t->paragraph_end = (size_t)(line.ptr - t->source.ptr);
				break;
			}
			first = false;
		}
		spans_begin(&t->spans, t->source, t->at, t->paragraph_end);
	}
	size_t next = spans_skip(&t->spans, t->source, t->at, &is_code);
	if (is_code) {
		/* Only Liquid's and Hugo's own escapes mean something in it. */
		while (t->at < next) {
			const char *hit =
				memchr(t->source.ptr + t->at, '{', next - t->at);
			size_t to = hit ? (size_t)(hit - t->source.ptr) : next;
			template_put(t, slice(t->source.ptr + t->at, to - t->at));
			template_advance(t, to);
			if (to == next)
				return;
			char mark = hit[1];
			if (!(mark == '%' && at_tag(t, true)) &&
				!(mark == '{' && at_output(t, true))) {
				template_put(t, slice(hit, mark == '{' ? 2 : 1));
				template_advance(t, to + (mark == '{' ? 2 : 1));
			}
		}
		return;
	}
	template_put(t, slice(t->source.ptr + t->at, next - t->at));
	template_advance(t, next);
}

/* From the cursor to behind the next line end. @in_code: only what means something in code. */
static void expand_line(struct template *t, bool in_code)
{
	while (t->at < t->source.len) {
		size_t at = t->at;
		while (at < t->source.len && t->source.ptr[at] != '{' &&
			t->source.ptr[at] != '\n' &&
			(t->source.ptr[at] != '`' || in_code || t->plain))
			at++;
		template_put(t, slice(t->source.ptr + t->at, at - t->at));
		t->at = at;
		if (at == t->source.len)
			return;
		char c = t->source.ptr[at],
		     next = at + 1 < t->source.len ? t->source.ptr[at + 1] : 0;
		if (c == '\n')
			return;
		if (c == '`') {
			at_backtick(t);
		} else if (!(next == '%' && at_tag(t, in_code)) &&
			   !(next == '{' && at_output(t, in_code))) {
			size_t len = next == '{' ? 2 : 1;
			template_put(t, slice(t->source.ptr + at, len));
			template_advance(t, at + len);
		}
	}
}

/* The line that held nothing but tags that left nothing. */
static bool is_emptied(struct template *t)
{
	if (!t->tag_on_line)
		return false;
	struct slice line = slice_from(buf_slice(&t->out->buf), t->line_start);
	return template_is_marks_only(line);
}

void template_expand(struct template *t)
{
	while (t->at < t->source.len) {
		struct slice rest = slice_from(t->source, t->at);
		t->text = slice_none;
		slice_next_line(&rest, &t->text);
		t->line_start = t->out->buf.len;
		t->tag_on_line = false;
		bool in_code = false;
		if (!t->plain) {
			blocks_line(&t->blocks, t->text, &t->info);
			in_code = line_is_code(&t->info) || t->info.kind == LINE_FENCE;
			/* Liquid comes before Markdown: its blocks are none of indented code. */
			struct slice content = slice_from(t->text, t->info.content);
			if (t->info.kind == LINE_INDENTED &&
				(slice_starts(content, S("{% highlight")) ||
					slice_starts(content, S("{% include"))))
				in_code = false;
		}
		expand_line(t, in_code);
		bool emptied = is_emptied(t);
		if (emptied && (in_code || t->plain || t->info.kind == LINE_HTML)) {
			dialect_text_truncate(t->out, t->line_start,
				t->out->buf.len > t->line_start ? t->out->count - 1
								: t->out->count);
		} else {
			if (emptied && !t->info.quoted)
				dialect_text_truncate(t->out, t->line_start,
					t->out->buf.len > t->line_start
						? t->out->count - 1
						: t->out->count);
			if (t->at < t->source.len)
				template_put(t, S("\n"));
		}
		if (t->at < t->source.len)
			template_advance(t, t->at + 1);
	}
}

bool dialect_has_templates(struct slice source, const struct convert_options *options)
{
	if (!options->liquid && !options->shortcodes)
		return false;
	for (ptrdiff_t at; (at = slice_find_char(source, '{')) >= 0;) {
		source = slice_from(source, (size_t)at + 1);
		if (slice_starts(source, S("%")) || slice_starts(source, S("{")))
			return true;
	}
	return false;
}

void dialect_templates(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect_text *out)
{
	struct template_budget *budget = arena_new(arena, struct template_budget);
	struct template *t = arena_new(arena, struct template);
	t->arena = arena;
	t->options = options;
	t->env = env;
	t->out = out;
	t->budget = budget;
	t->source = source;
	t->line = t->tag_line = t->column = 1;
	t->plain = options->format == CONVERT_HTML;
	if (options->shortcodes)
		shortcode_find_closers(t);
	template_expand(t);
}
