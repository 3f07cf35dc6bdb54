/* SPDX-License-Identifier: MIT */
#include "data/script.h"

#include "base/buf.h"
#include "base/text.h"
#include "data/script_internal.h"

#define VAIN_MAX_BYTES (4 * SCRIPT_MAX_BYTES)

struct script {
	struct arena *arena;
	struct slice rest;
	size_t values;
};

bool script_is_word(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '$';
}

size_t script_string(struct slice s, struct slice *body)
{
	if (s.len == 0 || !strchr("'\"`", *s.ptr) || !*s.ptr)
		return 0;
	char quote = *s.ptr;
	size_t marks = s.len >= 3 && s.ptr[1] == quote && s.ptr[2] == quote ? 3 : 1;
	size_t i = marks;

	for (; i < s.len; i++) {
		if (s.ptr[i] == '\\') {
			i++;
		} else if (s.ptr[i] == quote) {
			if (marks == 1 || (i + 2 < s.len && s.ptr[i + 1] == quote &&
						  s.ptr[i + 2] == quote))
				break;
		} else if (s.ptr[i] == '\n' && marks == 1 && quote != '`') {
			*body = slice_head(slice_from(s, 1), i - 1);
			return i;
		}
	}
	if (i >= s.len) {
		*body = slice_from(s, marks);
		return s.len;
	}
	*body = slice(s.ptr + marks, i - marks);
	return i + marks;
}

static void put_escape(struct buf *out, struct slice body, size_t *at)
{
	char c = body.ptr[*at];
	unsigned long codepoint = 0;
	size_t digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;

	if (c == 'r' || c == '\n')
		return;
	if (!digits || *at + digits >= body.len) {
		buf_putc(out, c == 'n' ? '\n' : c == 't' ? '\t' : c);
		return;
	}
	for (size_t i = 1; i <= digits; i++) {
		int digit = ascii_hex(body.ptr[*at + i]);
		if (digit < 0) {
			buf_putc(out, c);
			return;
		}
		codepoint = codepoint * 16 + (unsigned)digit;
	}
	buf_put_utf8(out, (unsigned)codepoint);
	*at += digits;
}

struct slice script_unescaped(struct arena *arena, struct slice body)
{
	struct buf out = BUF(BUF_MAX_BYTES);

	if (slice_find_char(body, '\\') < 0)
		return body;
	for (size_t i = 0; i < body.len; i++) {
		if (body.ptr[i] == '\\' && i + 1 < body.len) {
			i++;
			put_escape(&out, body, &i);
		} else {
			buf_putc(&out, body.ptr[i]);
		}
	}
	return buf_take(&out, arena);
}

/* Comments become spaces, so that lines and their starts keep their positions. */
static struct slice without_comments(struct arena *arena, struct slice s, bool python)
{
	struct buf clean = BUF(BUF_MAX_BYTES);
	struct slice body;

	text_clean(&clean, slice_head(s, SCRIPT_MAX_BYTES));
	s = buf_take(&clean, arena);
	struct slice copy = arena_dup(arena, s);
	char *out = (char *)copy.ptr;

	for (size_t i = 0; i < s.len;) {
		struct slice rest = slice_from(s, i);
		size_t len = script_string(rest, &body);
		if (len) {
			i += len;
			continue;
		}
		/* In a regular expression: its slashes do not begin comments. */
		if (!python && *rest.ptr == '\\') {
			i += 2;
			continue;
		}
		struct slice end;
		if (python ? *rest.ptr == '#' : slice_starts(rest, S("//")))
			end = S("\n");
		else if (!python && slice_starts(rest, S("/*")))
			end = S("*/");
		else {
			i++;
			continue;
		}
		/* A comment that is never closed goes to the end. */
		size_t mark = python ? 1 : 2;
		ptrdiff_t found = slice_find(slice_from(rest, mark), end);
		len = found < 0 ? rest.len : mark + (size_t)found + end.len;
		for (size_t k = 0; k < len; k++) {
			if (out[i + k] != '\n')
				out[i + k] = ' ';
		}
		i += len;
	}
	return copy;
}

static void skip_space(struct script *in)
{
	in->rest = slice_trim_start(in->rest);
}

static bool at(const struct script *in, char c)
{
	return in->rest.len && *in->rest.ptr == c;
}

static void skip_expression(struct script *in)
{
	in->rest = slice_from(in->rest, script_expression_length(in->rest, ","));
}

static struct slice take_word(struct script *in)
{
	return slice_take(&in->rest, slice_span(in->rest, "_$.-+"));
}

static bool is_number(struct slice word)
{
	bool digits = false;

	for (size_t i = 0; i < word.len; i++) {
		digits |= ascii_is_digit(word.ptr[i]);
		if (!ascii_is_digit(word.ptr[i]) && !strchr(".-_", word.ptr[i]))
			return false;
	}
	return digits;
}

static bool read_literal(struct script *in, struct value *out, unsigned depth);

/* Does the expression end after this literal? If more follows, it is not a literal. */
static bool ends_here(struct script *in)
{
	struct slice rest = in->rest;

	while (rest.len && (*rest.ptr == ' ' || *rest.ptr == '\t'))
		rest = slice_from(rest, 1);
	if (rest.len == 0 || strchr(",)]};\r\n", *rest.ptr))
		return true;
	return slice_starts(rest, S("as ")) || slice_starts(rest, S("satisfies "));
}

/* The items of "(", "[" or "{"; the bracket is consumed. */
static bool read_items(struct script *in, struct value *out, char close, unsigned depth)
{
	bool map = close == '}';

	*out = (struct value){.kind = map ? VALUE_MAP : VALUE_LIST};
	for (;;) {
		skip_space(in);
		if (in->rest.len == 0)
			return false;
		if (at(in, close))
			break;
		if (at(in, ',')) {
			in->rest = slice_from(in->rest, 1);
			continue;
		}
		if (++in->values > SCRIPT_MAX_VALUES || depth == SCRIPT_MAX_DEPTH)
			return false;
		struct slice key = slice_none, body, before = in->rest;
		if (map) {
			size_t len = script_string(in->rest, &body);
			if (len) {
				key = script_unescaped(in->arena, body);
				in->rest = slice_from(in->rest, len);
			} else {
				key = take_word(in);
			}
			skip_space(in);
			if (key.len == 0 || !at(in, ':')) {
				/* A method, a spread, or a bare name. */
				in->rest = before;
				skip_expression(in);
				if (!at(in, ',') && !at(in, close))
					return false;
				continue;
			}
			in->rest = slice_from(in->rest, 1);
		}
		struct value value = {0};
		before = in->rest;
		if (!read_literal(in, &value, depth + 1)) {
			value = (struct value){0};
			in->rest = before;
		}
		skip_expression(in);
		if (!at(in, ',') && !at(in, close))
			return false;
		if (map) {
			struct value_pair *pair = value_add_pair(in->arena, out);
			pair->key = key;
			pair->value = value;
		} else {
			*value_add_item(in->arena, out) = value;
		}
	}
	in->rest = slice_from(in->rest, 1);
	return true;
}

/* Depth is bounded by SCRIPT_MAX_DEPTH. False: no literal. */
static bool read_literal(struct script *in, struct value *out, unsigned depth)
{
	struct slice body;

	*out = (struct value){0};
	skip_space(in);
	/* Python's "r'...'", "u'...'" are strings as well, a raw one without escapes; "f'...'" has holes. */
	bool raw = false;
	if (in->rest.len > 1 && strchr("uUrRbB", *in->rest.ptr) &&
		strchr("'\"", in->rest.ptr[1])) {
		raw = strchr("rR", *in->rest.ptr) != NULL;
		in->rest = slice_from(in->rest, 1);
	}
	size_t len = script_string(in->rest, &body);
	if (len) {
		bool holes = *in->rest.ptr == '`' && slice_find(body, S("${")) >= 0;
		in->rest = slice_from(in->rest, len);
		*out = (struct value){.kind = VALUE_SCALAR, .quoted = true};
		out->text = raw ? body : script_unescaped(in->arena, body);
		return !holes && ends_here(in);
	}
	if (at(in, '[') || at(in, '(') || at(in, '{')) {
		char open = *in->rest.ptr;
		in->rest = slice_from(in->rest, 1);
		char close = open == '(' ? ')' : open == '[' ? ']' : '}';
		if (!read_items(in, out, close, depth))
			return false;
		/* Brackets around one string are not a list. */
		if (open == '(' && out->count == 1 && out->items[0].kind == VALUE_SCALAR)
			*out = out->items[0];
		return true;
	}
	struct slice word = take_word(in);
	if (!slice_eq_nocase(word, S("true")) && !slice_eq_nocase(word, S("false")) &&
		!is_number(word))
		return slice_eq(word, S("None")) || slice_eq(word, S("null"));
	*out = (struct value){.kind = VALUE_SCALAR, .text = word};
	return ends_here(in);
}

/* The same at a place in a source. A bracket that is never closed is read to the end, at the next place again:
 * past that many bytes in vain there are no more literals. */
static bool literal_at(struct script *in, struct value *out, size_t *vain_bytes)
{
	struct slice from = in->rest;

	if (*vain_bytes > VAIN_MAX_BYTES)
		return false;
	if (read_literal(in, out, 0))
		return true;
	*vain_bytes += from.len - in->rest.len;
	return false;
}

bool script_literal(struct arena *arena, struct slice expression, struct value *out)
{
	struct script in = {.arena = arena, .rest = expression};

	if (!read_literal(&in, out, 0))
		return false;
	struct slice rest = slice_trim(in.rest);
	return !rest.len || slice_any(rest, S("as |satisfies "), slice_starts);
}

void script_python(struct arena *arena, struct slice source, struct value *root)
{
	struct slice text = without_comments(arena, source, true);
	bool at_start = true;
	size_t vain_bytes = 0;

	*root = (struct value){.kind = VALUE_MAP};
	for (size_t i = 0; i < text.len && root->count < SCRIPT_MAX_VALUES;) {
		struct script in = {.arena = arena, .rest = slice_from(text, i)};
		struct slice body;
		size_t len = script_string(in.rest, &body);
		if (len) {
			i += len;
			at_start = false;
			continue;
		}
		bool starts = at_start && script_is_word(*in.rest.ptr);
		at_start = *in.rest.ptr == '\n';
		if (!starts) {
			i++;
			continue;
		}
		struct slice name = slice_take(&in.rest, slice_span(in.rest, "_$"));
		while (at(&in, ' ') || at(&in, '\t'))
			in.rest = slice_from(in.rest, 1);
		i = text.len - in.rest.len;
		if (!at(&in, '=') || (in.rest.len > 1 && in.rest.ptr[1] == '='))
			continue;
		in.rest = slice_from(in.rest, 1);
		struct value value;
		if (!literal_at(&in, &value, &vain_bytes))
			continue;
		i = text.len - in.rest.len;
		struct value_pair *pair = value_add_pair(arena, root);
		pair->key = name;
		pair->value = value;
	}
}

struct slice script_javascript(struct arena *arena, struct slice source)
{
	return without_comments(arena, source, false);
}

bool script_find(
	struct arena *arena, struct slice source, struct slice name, struct value *out)
{
	struct script in = {.arena = arena};
	size_t vain_bytes = 0;

	for (struct script_places places = {source, source, 0};
		script_next_place(&places, name, &in.rest);) {
		if (literal_at(&in, out, &vain_bytes))
			return true;
	}
	return false;
}

bool script_after(
	struct arena *arena, struct slice *source, struct slice marker, struct value *out)
{
	struct slice unused;

	if (!script_expression_after(source, marker, &unused))
		return false;
	struct script in = {.arena = arena, .rest = *source};
	if (!read_literal(&in, out, 0))
		*out = (struct value){0};
	return true;
}
