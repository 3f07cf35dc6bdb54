/* SPDX-License-Identifier: MIT */
#include "doc/smart.h"

#include "base/buf.h"

/* Does a quote after @c open? */
static bool opens_after(char c)
{
	return ascii_is_space(c) || c == '(' || c == '[' || c == '{' || c == '-' ||
	       c == '/' || c == '=' || c == '>' || c == '"' || c == '\'';
}

/* After dashes, curly quotes, guillemets and no-break spaces (UTF-8) it opens, too. */
static char byte_before(struct slice text, size_t at, char before)
{
	const unsigned char *p = (const unsigned char *)text.ptr + at;

	if (at == 0)
		return before;
	if (p[-1] < 0x80)
		return (char)p[-1];
	if (at >= 2 && p[-2] == 0xc2 && (p[-1] == 0xa0 || p[-1] == 0xab))
		return ' ';
	if (at >= 3 && p[-3] == 0xe2 && p[-2] == 0x80 &&
		((p[-1] >= 0x90 && p[-1] <= 0x98) || p[-1] == 0x9c || p[-1] == 0xaf))
		return ' ';
	return 'a';
}

static size_t quote(char mark, char before, char after, struct slice *out)
{
	bool opens = opens_after(before) && !ascii_is_space(after);

	if (mark == '"')
		*out = opens ? S("“") : S("”");
	else if (opens && ascii_is_digit(after)) /* the '90s */
		*out = S("’");
	else
		*out = opens ? S("‘") : S("’");
	return 1;
}

size_t smart_at(struct slice text, size_t at, char before, char after, struct slice *out)
{
	char c = text.ptr[at];
	size_t run = 1;

	before = byte_before(text, at, before);
	if (c == '\'' || c == '"')
		return quote(
			c, before, at + 1 < text.len ? text.ptr[at + 1] : after, out);
	while (at + run < text.len && text.ptr[at + run] == c)
		run++;
	after = at + run < text.len ? text.ptr[at + run] : after;
	if (c == '.') {
		*out = S("…");
		return (run == 3 || run == 4) && before != '.' && after != '/' ? 3 : 0;
	}
	if ((run != 2 && run != 3) || before == '-' || before == '<' || before == '!' ||
		after == '>')
		return 0;
	if (run == 2 && ascii_is_space(before) && !ascii_is_space(after))
		return 0;
	*out = run == 2 ? S("–") : S("—");
	return run;
}

struct slice smart_line(struct arena *arena, struct slice line)
{
	struct slice put;
	auto_buf struct buf out = BUF(0);
	size_t from = 0;
	bool code = false;

	for (size_t at = 0; at < line.len; at++) {
		code ^= line.ptr[at] == '`';
		size_t len = code || !strchr("'\"-.", line.ptr[at])
				     ? 0
				     : smart_at(line, at, '\n', '\n', &put);
		if (!len)
			continue;
		buf_put(&out, slice(line.ptr + from, at - from));
		buf_put(&out, put);
		from = at + len;
		at = from - 1;
	}
	buf_put(&out, slice_from(line, from));
	if (from)
		line = buf_dup(&out, arena);
	return line;
}
