/* SPDX-License-Identifier: MIT */
#include "unescape.h"

/* "{a*1000}" at the start of @in, behind its backslash; "a" may be escaped, too, but not a brace. */
static bool put_repeated(struct slice *in, struct buf *out)
{
	ptrdiff_t close = slice_find_char(*in, '}'), star;
	unsigned long long count;
	struct buf one;

	if (close < 0)
		return false;
	struct slice inside = slice(in->ptr + 1, (size_t)close - 1);
	star = slice_rfind_char(inside, '*');
	if (star < 1 || !slice_to_uint(slice_from(inside, (size_t)star + 1), &count) ||
		count > UNESCAPE_REPEAT_MAX ||
		slice_find(slice_head(inside, (size_t)star), S("{")) >= 0)
		return false;
	buf_init(&one, BUF_UNLIMITED);
	bool known = unescape(slice_head(inside, (size_t)star), &one);
	for (unsigned long long i = 0; i < count; i++)
		buf_put(out, buf_slice(&one));
	buf_fini(&one);
	*in = slice_from(*in, (size_t)close + 1);
	return known;
}

bool unescape(struct slice in, struct buf *out)
{
	static const char names[] = "rnt\\", bytes[] = "\r\n\t\\";

	while (in.len) {
		char c = in.ptr[0];

		in = slice_from(in, 1);
		if (c != '\\') {
			buf_putc(out, c);
			continue;
		}
		const char *name = in.len ? strchr(names, in.ptr[0]) : NULL;
		if (name && *name) {
			buf_putc(out, bytes[name - names]);
			in = slice_from(in, 1);
		} else if (in.len >= 3 && in.ptr[0] == 'x' && ascii_hex(in.ptr[1]) >= 0 &&
			   ascii_hex(in.ptr[2]) >= 0) {
			buf_putc(out,
				(char)(ascii_hex(in.ptr[1]) * 16 + ascii_hex(in.ptr[2])));
			in = slice_from(in, 3);
		} else if (!in.len || in.ptr[0] != '{' || !put_repeated(&in, out)) {
			return false;
		}
	}
	return true;
}
