/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "data/toml_internal.h"

struct toml_place toml_mark(struct toml_input *in)
{
	struct toml_place *place = &in->place;

	for (; place->at < in->at; place->at++) {
		if (*place->at == '\n') {
			place->line++;
			place->column = 1;
		} else if ((*place->at & 0xC0) != 0x80) {
			place->column++;
		}
	}
	return *place;
}

void toml_seek(struct toml_input *in, struct toml_place place)
{
	in->at = place.at;
	in->place = place;
}

static bool fault(struct toml_input *in, const char *problem)
{
	in->problem = problem;
	return false;
}

static struct slice ahead(const struct toml_input *in)
{
	return slice(in->at, (size_t)(in->end - in->at));
}

bool toml_at(const struct toml_input *in, struct slice s)
{
	return slice_starts(ahead(in), s);
}

bool toml_take(struct toml_input *in, char c)
{
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

static bool take_newline(struct toml_input *in)
{
	if (toml_at(in, S("\r\n")))
		in->at++;
	return toml_take(in, '\n');
}

void toml_skip_blanks(struct toml_input *in)
{
	while (in->at < in->end && (*in->at == ' ' || *in->at == '\t'))
		in->at++;
}

struct slice toml_rest_of_line(const struct toml_input *in)
{
	struct slice line = ahead(in);

	slice_cut(line, '\n', &line, NULL);
	return slice_ends(line, S("\r")) ? slice_head(line, line.len - 1) : line;
}

static void skip_comment(struct toml_input *in)
{
	if (in->at < in->end && *in->at == '#')
		in->at += toml_rest_of_line(in).len;
}

void toml_skip_all(struct toml_input *in)
{
	do {
		toml_skip_blanks(in);
		skip_comment(in);
	} while (take_newline(in));
}

bool toml_take_line_end(struct toml_input *in)
{
	toml_skip_blanks(in);
	skip_comment(in);
	if (in->at == in->end || take_newline(in))
		return true;
	return fault(in, "expected a comment or the end of the line");
}

/* --- strings ----------------------------------------------------------------------- */

/* Exactly @digits hexadecimal digits. */
static bool take_code(struct toml_input *in, unsigned digits, struct buf *out)
{
	unsigned codepoint = 0;

	for (unsigned i = 0; i < digits; i++, in->at++) {
		int digit = in->at < in->end ? ascii_hex(*in->at) : -1;
		if (digit < 0)
			return fault(in, "escape with too few hexadecimal digits");
		codepoint = codepoint << 4 | (unsigned)digit;
	}
	buf_put_utf8(out, codepoint);
	return true;
}

/* After a backslash. */
static bool take_escape(struct toml_input *in, bool multiline, struct buf *out)
{
	static const char names[] = "btnfre\"\\", means[] = "\b\t\n\f\r\x1B\"\\";

	if (in->at == in->end)
		return fault(in, "unclosed string");
	const char *name = memchr(names, *in->at, sizeof(names) - 1);
	if (name) {
		buf_putc(out, means[name - names]);
		in->at++;
		return true;
	}
	if (toml_take(in, 'u'))
		return take_code(in, 4, out);
	if (toml_take(in, 'U'))
		return take_code(in, 8, out);
	/* At a line's end it removes the line end and the white space that follows. */
	const char *start = in->at;
	toml_skip_blanks(in);
	if (multiline && take_newline(in)) {
		do {
			toml_skip_blanks(in);
		} while (take_newline(in));
		return true;
	}
	in->at = start;
	return fault(in, "invalid escape (write a backslash as \\\\, or use '...')");
}

/* @in is at the quote. */
static bool take_string(struct toml_input *in, bool may_be_multiline, struct buf *out)
{
	char quote = *in->at;
	char triple[3] = {quote, quote, quote};
	bool multiline = toml_at(in, slice(triple, 3));
	const char *start = in->at;

	if (multiline && !may_be_multiline)
		return fault(in, "a string over several lines is not allowed here");
	in->at += multiline ? 3 : 1;
	if (multiline)
		take_newline(in);
	while (in->at < in->end) {
		if (multiline && toml_at(in, slice(triple, 3))) {
			in->at += 3;
			/* Up to two quotes may precede the closing ones. */
			for (int i = 0; i < 2 && toml_take(in, quote); i++)
				buf_putc(out, quote);
			return true;
		}
		if (!multiline && toml_take(in, quote))
			return true;
		if (quote == '"' && toml_take(in, '\\')) {
			if (!take_escape(in, multiline, out))
				return false;
		} else if (take_newline(in)) {
			if (!multiline)
				break;
			buf_putc(out, '\n');
		} else {
			buf_putc(out, *in->at++);
		}
	}
	in->at = start;
	return fault(in, "unclosed string");
}

static bool at_quote(const struct toml_input *in)
{
	return in->at < in->end && (*in->at == '"' || *in->at == '\'');
}

static bool string(struct toml_input *in, bool may_be_multiline, struct slice *out)
{
	auto_buf struct buf text = BUF(BUF_MAX_BYTES);

	bool ok = take_string(in, may_be_multiline, &text);
	*out = ok ? buf_dup(&text, in->arena) : slice_none;
	return ok;
}

/* --- keys and scalars ----------------------------------------------------------------- */

bool toml_key(struct toml_input *in, struct slice *key)
{
	const char *start = in->at;

	if (at_quote(in))
		return string(in, false, key);
	/* Letters of other scripts are TOML 1.1. */
	while (in->at < in->end &&
		(ascii_is_alnum(*in->at) || *in->at == '_' || *in->at == '-' ||
			(unsigned char)*in->at >= 0x80))
		in->at++;
	*key = arena_dup(in->arena, slice(start, (size_t)(in->at - start)));
	return key->len > 0 || fault(in, "expected a key");
}

bool toml_scalar(struct toml_input *in, struct value *out)
{
	struct toml_place place = toml_mark(in);

	*out = (struct value){
		.kind = VALUE_SCALAR,
		.line = place.line,
		.column = place.column,
		.quoted = at_quote(in),
	};
	if (out->quoted)
		return string(in, true, &out->text);

	const char *start = in->at;
	while (in->at < in->end &&
		(ascii_is_alnum(*in->at) || memchr("+-_:. ", *in->at, 6)))
		in->at++;
	struct slice text = slice_trim_end(slice(start, (size_t)(in->at - start)));
	in->at = start + text.len;
	bool known = text.len && (ascii_is_digit(text.ptr[0]) ||
					 (text.len > 1 && memchr("+-", text.ptr[0], 2) &&
						 ascii_is_digit(text.ptr[1])));
	if (!known &&
		!slice_any(text, S("true|false|inf|+inf|-inf|nan|+nan|-nan"), slice_eq)) {
		in->at = start;
		return fault(in, "expected a value (text needs quotes)");
	}
	out->text = arena_dup(in->arena, text);
	return true;
}
