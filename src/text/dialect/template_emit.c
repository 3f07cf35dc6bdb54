/* SPDX-License-Identifier: MIT */
/* The output of template tags: links, pictures, code. */
#include "base/text.h"
#include "text/dialect/template_internal.h"

/* --- arguments --------------------------------------------------------------------------- */

void template_parse_args(struct slice in, struct template_args *args)
{
	args->count = 0;
	args->raw = in;
	while (args->count < TEMPLATE_ARGS_MAX) {
		while (in.len && (ascii_is_space(in.ptr[0]) || in.ptr[0] == ','))
			in = slice_from(in, 1);
		if (!in.len)
			return;
		struct slice key = slice_none, value;
		size_t len = slice_span(in, "_-.");
		size_t equals = in.len - slice_trim_start(slice_from(in, len)).len;
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

/* Paired brackets stay: they may belong to a link. */
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

static bool in_html(const struct template *t)
{
	return t->plain || t->info.kind == LINE_HTML;
}

static void put_escaped(struct template *t, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		struct slice c = slice(&text.ptr[i], 1),
			     reference = text_reference(*c.ptr);
		template_put(t, *c.ptr == '\n'  ? S("&#10;")
				: reference.len ? reference
						: c);
	}
}

/* The same in an HTML block, where Markdown does not work. */
static void put_html_link(
	struct template *t, bool image, struct slice url, struct slice label)
{
	template_put(t, image ? S("<img src=\"") : S("<a href=\""));
	put_escaped(t, url);
	template_put(t, image ? S("\" title=\"") : S("\">"));
	put_escaped(t, label);
	template_put(t, image ? S("\">") : S("</a>"));
}

void template_put_link(
	struct template *t, bool image, struct slice url, struct slice label)
{
	bool fine = is_balanced(label);
	if (in_html(t)) {
		put_html_link(t, image, url, label);
		return;
	}
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

void template_no_page(struct template *t, struct slice name)
{
	struct slice before = buf_slice(&t->out->buf);
	template_warn(t, "no such page:", name);
	/* In the place of an address, an address to nowhere keeps the link's words. */
	if (before.len && (strchr("(<\"'", before.ptr[before.len - 1]) ||
				  slice_ends(before, S("]: "))))
		template_put(t, S("#"));
}

/* --- code ------------------------------------------------------------------------------------ */

/* In an HTML block a fence does not work: <pre> on one line, since a blank line would end the
 * block. */
static void put_pre(struct template *t, struct slice language, struct slice body)
{
	template_put(t, S("<pre><code class=\"language-"));
	template_put(t, language);
	template_put(t, S("\">"));
	put_escaped(t, body);
	template_put(t, S("</code></pre>"));
}

bool template_is_marks_only(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_space(s.ptr[i]) && s.ptr[i] != '>')
			return false;
	return true;
}

/* The prefix for a block that replaces the current line: quote marks and spaces. */
static struct slice block_prefix(struct template *t)
{
	size_t end = t->info.indent > 3 ? t->info.prefix : t->info.content;
	return dialect_as_blanks(t->arena, slice_head(t->text, end));
}

bool template_begins_line(const struct template *t)
{
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	return template_is_marks_only(before) ||
	       (t->info.opens && before.len <= t->info.content);
}

/* Prepares for a block in the containers of the current line. */
static void begin_block(struct template *t, struct slice prefix, bool after_blank)
{
	struct slice before = slice_from(buf_slice(&t->out->buf), t->line_start);
	if (template_is_marks_only(before))
		/* Indentation past the containers' would make it indented code. */
		dialect_text_truncate(t->out, t->line_start,
			before.len ? t->out->count - 1 : t->out->count);
	else if (template_begins_line(t))
		return; /* after the marker of a list item */
	else
		template_put(t, S("\n"));
	if (after_blank) {
		template_put(t, slice_trim_end(prefix));
		template_put(t, S("\n"));
	}
	t->line_start = t->out->buf.len;
	template_put(t, prefix);
}

void template_put_border(struct template *t)
{
	begin_block(t, block_prefix(t), true);
	blocks_break(&t->blocks);
}

void template_put_block(struct template *t, struct slice words)
{
	template_put_border(t);
	template_put(t, words);
	template_put(t, S("\n"));
	t->line_start = t->out->buf.len;
	template_put_border(t);
}

static void put_marks(struct template *t, size_t count)
{
	while (count--)
		template_put(t, S("`"));
}

void template_put_code_span(struct template *t, struct slice code)
{
	if (in_html(t)) {
		template_put(t, S("<code>"));
		put_escaped(t, code);
		template_put(t, S("</code>"));
		return;
	}
	size_t marks = dialect_longest_run(code) + 1;
	bool pad = code.len && (*code.ptr == '`' || slice_ends(code, S("`")));
	put_marks(t, marks);
	template_put(t, pad ? S(" ") : S(""));
	template_put(t, code);
	template_put(t, pad ? S(" ") : S(""));
	put_marks(t, marks);
}

void template_put_code(struct template *t, struct slice language, struct slice body)
{
	struct slice line;
	while (body.len &&
		(body.ptr[0] == '\n' || body.ptr[0] == ' ' || body.ptr[0] == '\t')) {
		/* White space on the tag's line; the first line's indentation counts. */
		ptrdiff_t end = slice_find_char(body, '\n');
		if (end < 0 || slice_trim(slice_head(body, (size_t)end)).len)
			break;
		body = slice_from(body, (size_t)end + 1);
	}
	body = slice_trim_end(body);
	if (in_html(t)) {
		put_pre(t, language, body);
		return;
	}
	struct slice prefix = block_prefix(t);
	struct slice marks_only = slice_trim(prefix);
	if (marks_only.len && slice_ends(body, slice_trim_start(marks_only)))
		body = slice_trim_end(slice_head(body, body.len - marks_only.len));
	begin_block(t, prefix, false);
	size_t marks = dialect_longest_run(body) + 1;
	marks = marks < 3 ? 3 : marks;
	put_marks(t, marks);
	template_put(t, language);
	template_put(t, S("\n"));
	while (slice_next_line(&body, &line)) {
		slice_skip(&line, prefix);
		template_put(t, slice_trim(line).len ? prefix : slice_trim_end(prefix));
		template_put(t, line);
		template_put(t, S("\n"));
	}
	template_put(t, prefix);
	put_marks(t, marks);
	template_put(t, S("\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
	/* The rest of the tag's line starts a new line. */
	size_t next = t->at;
	next += blocks_blanks(slice_from(t->source, next));
	template_advance(t, next);
	if (next < t->source.len && t->source.ptr[next] != '\n')
		template_put(t, prefix);
}
