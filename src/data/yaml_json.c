/* SPDX-License-Identifier: MIT */
/* JSON's escapes of what is past U+FFFF: two of UTF-16, which YAML does not have. */
#include "data/yaml_internal.h"

#define ESCAPE_BYTES 6 /* "\uD83D" */

/* The number of an escape that @s begins with, or -1. */
static long escape_at(struct slice s)
{
	long number = 0;

	if (s.len < ESCAPE_BYTES || s.ptr[0] != '\\' || s.ptr[1] != 'u')
		return -1;
	for (size_t i = 2; i < ESCAPE_BYTES; i++) {
		int digit = ascii_hex(s.ptr[i]);
		if (digit < 0)
			return -1;
		number = number << 4 | digit;
	}
	return number;
}

static bool is_high(long number)
{
	return number >= 0xD800 && number <= 0xDBFF;
}

static bool is_low(long number)
{
	return number >= 0xDC00 && number <= 0xDFFF;
}

/* The escape that @s begins with, as YAML has it; a half without the other is U+FFFD. Returns its bytes. */
static size_t put_escape(struct buf *out, struct slice s)
{
	long number = escape_at(s), low = escape_at(slice_from(s, ESCAPE_BYTES));

	if (is_high(number) && is_low(low)) {
		buf_printf(out, "\\U%08lx",
			0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00));
		return 2 * ESCAPE_BYTES;
	}
	if (is_high(number) || is_low(number)) {
		buf_puts(out, "\\ufffd");
		return ESCAPE_BYTES;
	}
	/* Any other, as long as it is certain to be: "\\" hides no quote, nor another escape. */
	buf_put(out, slice_head(s, 2));
	return 2;
}

struct slice yaml_json_escapes(struct arena *arena, struct slice bytes)
{
	struct slice start = slice_trim_start(bytes);
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	char quote = '\0';

	/* In a text of YAML they stand for themselves. */
	if (!slice_starts(start, S("{")) && !slice_starts(start, S("[")))
		return bytes;
	if (slice_find(bytes, S("\\ud")) < 0 && slice_find(bytes, S("\\uD")) < 0)
		return bytes;
	for (size_t i = 0; i < bytes.len;) {
		char c = bytes.ptr[i];

		if (c == '\\' && quote == '"') {
			i += put_escape(&out, slice_from(bytes, i));
			continue;
		}
		if (quote == '\0' && (c == '"' || c == '\''))
			quote = c;
		else if (c == quote)
			quote = '\0';
		buf_putc(&out, c);
		i++;
	}
	return buf_dup(&out, arena);
}
