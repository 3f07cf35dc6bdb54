/* SPDX-License-Identifier: MIT */
/* Finds the tags of Liquid and Hugo in text, outside of code. */
#include "text/dialect/liquid_internal.h"
#include "text/gaps.h"

/* White space that may come between a heading and the lines below it. */
#define OVER_MAX_BYTES 512

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
		t->column, "it is left out", "%s: %.*s %.*s", what, SARG(name),
		SARG(why));
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

void template_warn_once(struct template *t, const char *what, struct slice name)
{
	unsigned long long hash = slice_hash_more(slice_hash(name), slice_str(what));
	struct template_budget *budget = t->budget;

	for (unsigned i = 0; i < budget->warned_count; i++) {
		if (budget->warned[i] == hash)
			return;
	}
	if (t->dead || budget->warned_count == TEMPLATE_WARNED_MAX)
		return;
	budget->warned[budget->warned_count++] = hash;
	template_warn(t, what, name);
}

enum env_answer template_variable(
	struct template *t, struct slice name, struct slice *text)
{
	*text = slice_none;
	if (!t->env || !t->env->variable)
		return ENV_NONE;
	enum env_answer answer = t->env->variable(t->env->ctx, t->arena, name, text);
	if (answer == ENV_KEPT)
		template_warn_kept(t, "setting not shown", name, *text);
	if (answer != ENV_TEXT)
		*text = answer == ENV_KEPT ? S("") : slice_none;
	return answer;
}

void template_gap(struct template *t)
{
	if (t->options->gaps && !t->dead)
		template_put(t, S(TEXT_GAP));
}

struct template_frame *template_push(
	struct template *t, enum template_frame_kind kind, struct slice name)
{
	if (!t->frames)
		t->frames =
			arena_array(t->arena, TEMPLATE_FRAMES_MAX, struct template_frame);
	if (t->frame_count == TEMPLATE_FRAMES_MAX) {
		/* The oldest one was probably never closed. */
		if (t->frames[0].dead)
			t->dead--;
		memmove(&t->frames[0], &t->frames[1],
			(TEMPLATE_FRAMES_MAX - 1) * sizeof(t->frames[0]));
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

/* The offset of the next closing mark at or after @from, or 0. When a loop goes back, what is cached about the
 * text after it stays valid. */
static size_t find_close(struct template *t, enum template_close which, size_t from)
{
	static const struct slice marks[CLOSE_COUNT] = {
		S("%}"), S("}}"), S(">}}"), S("%}}")};
	size_t end = t->source.len, *none_from = &t->none_from[which];

	if (from >= *none_from)
		return 0;
	if (from < t->searched_from[which] || from > t->next_close[which]) {
		if (*none_from != SIZE_MAX && *none_from + 2 < end)
			end = *none_from + 2;
		const char *hit = memmem(t->source.ptr + from, end - from,
			marks[which].ptr, marks[which].len);
		if (!hit) {
			*none_from = from;
			return 0;
		}
		t->searched_from[which] = from;
		t->next_close[which] = (size_t)(hit - t->source.ptr);
	}
	size_t at = t->next_close[which];
	return at - from > TEMPLATE_TAG_MAX ? 0 : at;
}

/* A shortcode with a comment inside is shown as the comment's content. */
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

struct slice template_without_dashes(struct slice tag)
{
	slice_skip(&tag, S("-"));
	slice_drop(&tag, S("-"));
	return slice_trim(tag);
}

/* Removes the dashes of "{%- x -%}"; the first also removes the white space before the tag, the second is
 * reported. */
static bool take_dashes(struct template *t, struct slice *tag)
{
	bool ends = tag->len && tag->ptr[tag->len - 1] == '-';

	if (ends)
		tag->len--;
	if (!tag->len || *tag->ptr != '-')
		return ends;
	*tag = slice_from(*tag, 1);
	struct slice out = buf_slice(&t->out->buf);
	size_t len = out.len, lines = 0;
	while (len > t->tag_end && ascii_is_space(out.ptr[len - 1]))
		lines += out.ptr[--len] == '\n';
	/* The last line begun has no end yet. */
	bool was_begun = out.len && out.ptr[out.len - 1] != '\n';
	bool is_begun = len && out.ptr[len - 1] != '\n';
	dialect_text_truncate(t->out, len, t->out->count - was_begun - lines + is_begun);
	if (t->line_start > len)
		t->line_start =
			(size_t)(slice_rfind_char(slice_head(out, len), '\n') + 1);
	return ends;
}

/* Continues after the tag that ends at @to; @skips: also after the white space there. */
static void leave_tag(struct template *t, size_t to, bool skips)
{
	while (skips && to < t->source.len && ascii_is_space(t->source.ptr[to]))
		to++;
	template_advance(t, to);
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
	struct slice bare = template_without_dashes(tag);
	bool ends_raw = slice_eq(bare, S("endraw")),
	     starts_raw = slice_eq(bare, S("raw"));
	if (t->in_raw ? !ends_raw : in_code && !ends_raw && !starts_raw)
		return false;
	/* Its fence was removed before tags were read. */
	if (in_code && t->options->hexo && t->info.kind == LINE_FENCED)
		return false;
	leave_tag(t, close + 2, take_dashes(t, &tag));
	t->tag_on_line = true;
	if (ends_raw || starts_raw)
		t->in_raw = starts_raw;
	else
		liquid_tag(t, tag);
	t->tag_end = t->out->buf.len;
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
	leave_tag(t, close + 2, t->options->liquid && take_dashes(t, &inner));
	t->tag_on_line = true;
	if (t->options->liquid)
		liquid_output(t, inner);
	t->tag_end = t->out->buf.len;
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

/* A backtick at the cursor: skips the code span that it opens. */
static void at_backtick(struct template *t)
{
	bool is_code;
	if (t->at < t->paragraph_begin || t->at >= t->paragraph_end) {
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
		t->paragraph_begin = t->at;
		spans_begin(&t->spans, t->source, t->at, t->paragraph_end);
		/* A loop comes back to paragraphs that may reach far beyond its end. */
		if (t->budget->loop)
			liquid_step(t, (t->paragraph_end - t->at) / 16);
	}
	size_t next = spans_skip(&t->spans, t->source, t->at, &is_code);
	if (is_code) {
		/* Only the escapes of Liquid and Hugo count in it. */
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

/* From the cursor to the end of the line. @in_code: only syntax that counts in code. */
static void expand_line(struct template *t, bool in_code)
{
	/* Most lines have nothing to stop at; memchr(3) is faster than the loop. */
	if (t->text.ptr == t->source.ptr + t->at && slice_find_char(t->text, '{') < 0 &&
		slice_find_char(t->text, '`') < 0) {
		template_put(t, t->text);
		t->at += t->text.len;
	}
	while (t->at < t->source.len) {
		size_t at = t->at;
		while (at < t->source.len && t->source.ptr[at] != '{' &&
			t->source.ptr[at] != '\n' &&
			(t->source.ptr[at] != '`' || in_code || t->plain ||
				t->options->liquid_in_code))
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

/* Drops a line of only tags without output. */
static bool is_emptied(struct template *t)
{
	if (!t->tag_on_line)
		return false;
	struct slice line = slice_from(buf_slice(&t->out->buf), t->line_start);
	return template_is_marks_only(line);
}

/* Removes the current line from the output. */
static void drop_line(struct template *t)
{
	dialect_text_truncate(t->out, t->line_start,
		t->out->buf.len > t->line_start ? t->out->count - 1 : t->out->count);
	t->tag_end = t->line_start;
	for (unsigned i = t->frame_count; i-- > 0 && t->frames[i].len > t->line_start;) {
		t->frames[i].len = t->line_start;
		t->frames[i].count = t->out->count;
	}
}

/* Does the last non-empty line introduce what follows: a heading, or a label with a colon? A line far above
 * does not. */
static bool stands_over(struct slice text)
{
	size_t from = text.len > OVER_MAX_BYTES ? text.len - OVER_MAX_BYTES : 0;

	if (!slice_trim(slice_from(text, from)).len)
		return false;
	text = slice_trim_end(text);
	struct slice line = slice_from(text, (size_t)(slice_rfind_char(text, '\n') + 1));
	line = slice_trim_start(line);
	while (slice_ends(line, S("*")) || slice_ends(line, S("_")))
		line.len--;
	return slice_starts(line, S("#")) || slice_ends(line, S(":")) ||
	       slice_ends(line, S("---")) || slice_ends(line, S("===")) ||
	       slice_find(line, S("</h")) >= 0;
}

/* A line of tags left nothing where something was expected: marks a gap for the text
 * above. */
static void mark_emptied(struct template *t, bool in_code)
{
	bool html = t->plain || t->info.kind == LINE_HTML;

	if (!t->options->gaps || in_code || t->dead)
		return;
	if (!html && !stands_over(buf_slice(&t->out->buf)))
		return;
	if (!html)
		template_put(t, S("\n"));
	template_put(t, slice_head(t->text, t->info.quoted ? 0 : t->info.prefix));
	template_gap(t);
	template_put(t, S("\n"));
}

static void end_line(struct template *t, bool in_code)
{
	bool emptied = is_emptied(t), ends = t->at < t->source.len;
	bool tight = in_code || t->plain || t->info.kind == LINE_HTML;

	if (emptied && (tight || !t->info.quoted))
		drop_line(t);
	if (emptied && t->left_gap)
		mark_emptied(t, in_code);
	if (ends && !(emptied && tight))
		template_put(t, S("\n"));
	if (ends)
		template_advance(t, t->at + 1);
}

void template_expand(struct template *t)
{
	bool everywhere = t->options->liquid_in_code;

	while (t->at < t->source.len) {
		struct slice rest = slice_from(t->source, t->at);
		t->text = slice_none;
		slice_next_line(&rest, &t->text);
		t->line_start = t->out->buf.len;
		t->tag_on_line = t->left_gap = false;
		bool in_code = false;
		if (!t->plain) {
			blocks_line(&t->blocks, t->text, &t->info);
			in_code = line_is_code(&t->info) || t->info.kind == LINE_FENCE;
			/* Liquid runs before Markdown: indented code does not protect its
			 * tags. */
			struct slice content = slice_from(t->text, t->info.content);
			if (t->info.kind == LINE_INDENTED &&
				(slice_starts(content, S("{% highlight")) ||
					slice_starts(content, S("{% include"))))
				in_code = false;
		}
		if (!in_code && t->frame_count)
			tag_part_comment(t);
		expand_line(t, in_code && !everywhere);
		end_line(t, in_code);
	}
}

void template_inner(struct template *t, struct slice source, struct dialect_text *out,
	struct template *inner)
{
	*inner = (struct template){.arena = t->arena,
		.options = t->options,
		.env = t->env,
		.out = out,
		.budget = t->budget,
		.depth = t->depth + 1,
		.source = source,
		.line = t->line,
		.tag_line = t->tag_line,
		.column = t->column,
		.line_is_fixed = true};
	for (unsigned i = 0; i < CLOSE_COUNT; i++)
		inner->none_from[i] = SIZE_MAX;
	inner->line_end_from = SIZE_MAX;
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
	const struct template whole = {.arena = arena,
		.options = options,
		.env = env,
		.budget = arena_new(arena, struct template_budget),
		.line = 1,
		.tag_line = 1,
		.column = 1};
	struct template *t = arena_new(arena, struct template);

	template_inner((struct template *)&whole, source, out, t);
	t->depth = 0;
	t->line_is_fixed = false;
	t->plain = options->format == CONVERT_HTML;
	if (options->shortcodes)
		shortcode_find_closers(t);
	template_expand(t);
}
