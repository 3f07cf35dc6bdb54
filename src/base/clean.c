/* SPDX-License-Identifier: MIT */
#include "base/clean.h"

#include "base/buf.h"
#include "base/text.h"

/* Printable ASCII, tab and line ends: nearly all front matter. */
static bool is_plain(unsigned char c)
{
	return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || c == '\r';
}

/* Is @codepoint printable by YAML 1.1 (c-printable, which libyaml accepts), and not a
 * line break that only YAML 1.1 knows? */
static bool is_wanted(unsigned codepoint)
{
	if (codepoint < 0x80)
		return is_plain((unsigned char)codepoint);
	return codepoint >= 0xA0 && codepoint != 0xFEFF && codepoint != 0xFFFE &&
	       codepoint != 0xFFFF && codepoint != 0x2028 && codepoint != 0x2029;
}

/* The length of the start of @s that needs no change. */
static size_t clean_length(struct slice s)
{
	struct slice rest = s;

	while (rest.len) {
		if (is_plain((unsigned char)rest.ptr[0])) {
			rest = slice_from(rest, 1);
			continue;
		}
		struct slice before = rest;
		unsigned codepoint;
		text_next(&rest, &codepoint);
		/* An invalid byte decodes to U+FFFD; a real U+FFFD has three bytes. */
		if (!is_wanted(codepoint) ||
			(codepoint == 0xFFFD && before.len - rest.len == 1))
			return s.len - before.len;
	}
	return s.len;
}

struct slice clean_source(struct arena *arena, struct slice bytes, unsigned first_line,
	unsigned *bad_line, unsigned *bad_column)
{
	*bad_line = *bad_column = 0;
	slice_skip(&bytes, S("\xEF\xBB\xBF"));
	if (clean_length(bytes) == bytes.len)
		return bytes;

	unsigned line = first_line, column = 1;
	struct buf out = BUF(BUF_MAX_BYTES);
	while (bytes.len) {
		unsigned codepoint;
		struct slice before = bytes;
		text_next(&bytes, &codepoint);
		bool invalid = codepoint == 0 ||
			       (codepoint == 0xFFFD && before.len - bytes.len == 1);
		if (invalid)
			buf_puts(&out, "\xEF\xBF\xBD");
		else if (is_wanted(codepoint))
			buf_put(&out, slice_head(before, before.len - bytes.len));
		else if (codepoint == 0x85 || codepoint == 0x2028 || codepoint == 0x2029)
			buf_putc(&out, ' ');
		if (invalid && !*bad_line) {
			*bad_line = line;
			*bad_column = column;
		}
		column++;
		if (codepoint == '\n') {
			line++;
			column = 1;
		}
	}
	return buf_take(&out, arena);
}
