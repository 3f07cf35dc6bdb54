/* SPDX-License-Identifier: MIT */
/* Finds the tags of Liquid and Hugo in the text around them, outside code. */
#include "text/dialect_template.h"

#include "base/locale.h"

void template_put(struct template *t, struct slice s)
{
	dialect_text_put(t->out, s, t->line);
}

void template_advance(struct template *t, size_t to)
{
	if (to > t->source.len)
		to = t->source.len;
	if (!t->line_is_fixed)
		for (size_t i = t->at; i < to; i++)
			t->line += t->source.ptr[i] == '\n';
	t->at = to;
}

void template_warn(struct template *t, const char *what, struct slice name)
{
	if (t->dead || !t->env)
		return;
	unsigned first = t->env->first_line ? t->env->first_line : 1;
	diag_add(t->env->diags, DIAG_WARNING, t->env->file, first + t->line - 1, 0,
		"it is left out", "%s '%.*s'", what, SARG(name));
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

/* --- arguments --------------------------------------------------------------------------- */

void template_parse_args(struct slice in, struct template_args *args)
{
	args->count = 0;
	while (args->count < TEMPLATE_ARGS_MAX) {
		while (in.len && (ascii_is_space(in.ptr[0]) || in.ptr[0] == ','))
			in = slice_from(in, 1);
		if (!in.len)
			return;
		struct slice key = slice_none, value;
		size_t len = 0;
		while (len < in.len &&
			(ascii_is_alnum(in.ptr[len]) || in.ptr[len] == '_' ||
				in.ptr[len] == '-' || in.ptr[len] == '.'))
			len++;
		size_t equals = len;
		while (equals < in.len && ascii_is_space(in.ptr[equals]))
			equals++;
		if (len && equals < in.len &&
			(in.ptr[equals] == '=' || in.ptr[equals] == ':') &&
			!(in.ptr[equals] == ':' && equals + 1 < in.len &&
				in.ptr[equals + 1] == '/')) {
			key = slice_head(in, len);
			in = slice_trim_start(slice_from(in, equals + 1));
		}
		char quote = in.len ? in.ptr[0] : 0;
		bool quoted = quote == '"' || quote == '\'' || quote == '`';
		len = quoted ? 1 : 0;
		while (len < in.len &&
			(quoted ? in.ptr[len] != quote
				: !ascii_is_space(in.ptr[len]) && in.ptr[len] != ',')) {
			if (quoted && in.ptr[len] == '\\' && len + 1 < in.len)
				len++;
			len++;
		}
		value = quoted ? slice(in.ptr + 1, len - 1) : slice_head(in, len);
		in = slice_from(in, quoted && len < in.len ? len + 1 : len);
		args->key[args->count] = key;
		args->value[args->count] = value;
		args->quoted[args->count++] = quoted;
	}
}

bool template_arg(const struct template_args *args, struct slice key, struct slice *value)
{
	for (unsigned i = 0; i < args->count; i++) {
		if (args->key[i].len && slice_eq(args->key[i], key)) {
			*value = args->value[i];
			return true;
		}
	}
	*value = slice_none;
	return false;
}

/* --- links and pictures ---------------------------------------------------------------------- */

/* Brackets in pairs may stay: they may be a link's. */
static bool is_balanced(struct slice label)
{
	unsigned open = 0;
	for (size_t i = 0; i < label.len; i++) {
		if (label.ptr[i] == '\\')
			i++;
		else if (label.ptr[i] == '[')
			open++;
		else if (label.ptr[i] == ']' && open-- == 0)
			return false;
	}
	return open == 0;
}

void template_put_link(
	struct template *t, bool image, struct slice url, struct slice label)
{
	bool fine = is_balanced(label);
	if (image)
		template_put(t, S("!"));
	template_put(t, S("["));
	for (size_t i = 0; i < label.len; i++) {
		if (label.ptr[i] == '\n') {
			template_put(t, S(" "));
			continue;
		}
		if (!fine && (label.ptr[i] == '[' || label.ptr[i] == ']'))
			template_put(t, S("\\"));
		template_put(t, slice(label.ptr + i, 1));
	}
	template_put(t, S("](<"));
	for (size_t i = 0; i < url.len; i++) {
		char c = url.ptr[i];
		if (c == '\n')
			continue;
		if (c == '<' || c == '>')
			template_put(t, c == '<' ? S("%3C") : S("%3E"));
		else
			template_put(t, slice(&url.ptr[i], 1));
	}
	template_put(t, S(">)"));
}

static bool is_picture(struct slice url)
{
	static const struct slice ends[] = {{".png", 4}, {".jpg", 4}, {".jpeg", 5},
		{".gif", 4}, {".svg", 4}, {".webp", 5}, {".avif", 5}};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (slice_ends_nocase(url, ends[i]))
			return true;
	return false;
}

static struct slice first_arg(const struct template_args *args, const struct slice *keys,
	size_t count, size_t *which)
{
	struct slice value;
	for (size_t i = 0; i < count; i++) {
		if (template_arg(args, keys[i], &value) && slice_trim(value).len) {
			*which = i;
			return slice_trim(value);
		}
	}
	return slice_none;
}

bool template_put_by_args(
	struct template *t, struct slice name, const struct template_args *args)
{
	static const struct slice urls[] = {{"src", 3}, {"image_path", 10}, {"image", 5},
		{"img", 3}, {"url", 3}, {"href", 4}, {"link", 4}, {"file", 4},
		{"path", 4}};
	static const struct slice labels[] = {{"caption", 7}, {"alt", 3}, {"title", 5},
		{"text", 4}, {"label", 5}, {"name", 4}};
	static const struct slice ids[] = {
		{"id", 2}, {"video_id", 8}, {"youtube_id", 10}};
	size_t which = 0, ignored;
	struct slice url = first_arg(args, urls, sizeof(urls) / sizeof(urls[0]), &which);
	struct slice label =
		first_arg(args, labels, sizeof(labels) / sizeof(labels[0]), &ignored);
	if (url.len) {
		bool image = which < 4 || is_picture(url);
		if (!label.len && !image)
			label = url;
		template_put_link(t, image, url, label);
		return true;
	}
	struct slice id = first_arg(args, ids, sizeof(ids) / sizeof(ids[0]), &ignored);
	if (!id.len)
		return false;
	const char *page = slice_find(name, S("vimeo")) >= 0 ? "https://vimeo.com/"
			   : slice_find(name, S("youtube")) >= 0 ||
					   slice_find(name, S("yt")) >= 0 ||
					   slice_find(name, S("video")) >= 0
				   ? "https://www.youtube.com/watch?v="
				   : NULL;
	if (!page)
		return false;
	if (!label.len)
		label = arena_printf(t->arena, "%.*s (%s)",
			SARG(locale_word(locale_for(t->options->lang), WORD_VIDEO)),
			slice_find(name, S("vimeo")) >= 0 ? "Vimeo" : "YouTube");
	template_put_link(
		t, false, arena_printf(t->arena, "%s%.*s", page, SARG(id)), label);
	return true;
}

/* --- code ------------------------------------------------------------------------------------ */

/* In a block of HTML a fence is none: <pre>, on one line since a blank one would end the block. */
static void put_pre(struct template *t, struct slice language, struct slice body)
{
	template_put(t, S("<pre><code class=\"language-"));
	template_put(t, language);
	template_put(t, S("\">"));
	for (size_t i = 0; i < body.len; i++) {
		char c = body.ptr[i];
		template_put(t, c == '<'    ? S("&lt;")
				: c == '>'  ? S("&gt;")
				: c == '&'  ? S("&amp;")
				: c == '\n' ? S("&#10;")
					    : slice(&body.ptr[i], 1));
	}
	template_put(t, S("</code></pre>"));
}

static size_t longest_run(struct slice body, char mark)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < body.len; i++) {
		run = body.ptr[i] == mark ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static bool is_marks_only(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_space(s.ptr[i]) && s.ptr[i] != '>')
			return false;
	return true;
}

/* What stands before a block in the place of the line at hand: quote marks and blanks. */
static struct slice block_prefix(struct template *t)
{
	size_t end = t->info.indent > 3 ? t->info.prefix : t->info.content;
	struct slice prefix = arena_dup(t->arena, slice_head(t->text, end));
	for (size_t i = 0; i < prefix.len; i++)
		if (prefix.ptr[i] != '>' && prefix.ptr[i] != '\t')
			((char *)prefix.ptr)[i] = ' ';
	return prefix;
}

void template_put_code(struct template *t, struct slice language, struct slice body)
{
	struct slice line;
	while (body.len &&
		(body.ptr[0] == '\n' || body.ptr[0] == ' ' || body.ptr[0] == '\t')) {
		/* Blanks on the tag's own line; the first line's indentation counts. */
		ptrdiff_t end = slice_find_char(body, '\n');
		if (end < 0 || slice_trim(slice_head(body, (size_t)end)).len)
			break;
		body = slice_from(body, (size_t)end + 1);
	}
	body = slice_trim_end(body);
	if (t->plain || t->info.kind == LINE_HTML) {
		put_pre(t, language, body);
		return;
	}
	struct slice prefix = block_prefix(t);
	struct slice marks_only = slice_trim(prefix);
	if (marks_only.len && slice_ends(body, slice_trim_start(marks_only)))
		body = slice_trim_end(slice_head(body, body.len - marks_only.len));
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	if (is_marks_only(before)) {
		/* Indentation past the containers' would make it indented code. */
		dialect_text_truncate(t->out, t->line_start,
			before.len ? t->out->count - 1 : t->out->count);
		template_put(t, prefix);
	} else if (!(t->info.opens && before.len <= t->info.content)) {
		template_put(t, S("\n"));
		template_put(t, prefix);
	}
	size_t marks = longest_run(body, '`') + 1;
	marks = marks < 3 ? 3 : marks;
	for (size_t i = 0; i < marks; i++)
		template_put(t, S("`"));
	template_put(t, language);
	template_put(t, S("\n"));
	while (slice_next_line(&body, &line)) {
		if (prefix.len && slice_starts(line, prefix))
			line = slice_from(line, prefix.len);
		template_put(t, slice_trim(line).len ? prefix : slice_trim_end(prefix));
		template_put(t, line);
		template_put(t, S("\n"));
	}
	template_put(t, prefix);
	for (size_t i = 0; i < marks; i++)
		template_put(t, S("`"));
	template_put(t, S("\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
	/* What follows on the tag's line begins anew. */
	size_t next = t->at;
	while (next < t->source.len &&
		(t->source.ptr[next] == ' ' || t->source.ptr[next] == '\t'))
		next++;
	template_advance(t, next);
	if (next < t->source.len && t->source.ptr[next] != '\n')
		template_put(t, prefix);
}

/* --- finding tags ------------------------------------------------------------------------------ */

/* Offset of the next closing mark at or behind @from, or 0. */
static size_t find_close(struct template *t, enum template_close which, size_t from)
{
	static const struct slice marks[CLOSE_COUNT] = {
		{"%}", 2}, {"}}", 2}, {">}}", 3}, {"%}}", 3}};
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
	if (!t->options->liquid || !close)
		return false;
	struct slice tag = slice(t->source.ptr + t->at + 2, close - t->at - 2);
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
	return is_marks_only(line);
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

static void copy_lines(struct slice source, struct dialect_text *out)
{
	struct slice line;
	for (unsigned number = 1; source.len; number++) {
		const char *start = source.ptr;
		slice_next_line(&source, &line);
		dialect_text_put(out, slice(start, (size_t)(source.ptr - start)), number);
	}
}

void dialect_templates(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect_text *out)
{
	bool any = (options->liquid && slice_find(source, S("{%")) >= 0) ||
		   ((options->liquid || options->shortcodes) &&
			   slice_find(source, S("{{")) >= 0) ||
		   (options->shortcodes && slice_find(source, S("{%")) >= 0);
	if (!any) {
		copy_lines(source, out);
		return;
	}
	struct template_budget *budget = arena_new(arena, struct template_budget);
	struct template *t = arena_new(arena, struct template);
	t->arena = arena;
	t->options = options;
	t->env = env;
	t->out = out;
	t->budget = budget;
	t->source = source;
	t->line = 1;
	t->plain = options->format == CONVERT_HTML;
	if (options->shortcodes)
		shortcode_find_closers(t);
	template_expand(t);
}
