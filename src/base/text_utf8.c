/* SPDX-License-Identifier: MIT */
/* The half of base/text that needs no tables of Unicode: UTF-8 itself. */
#include "base/text.h"

#include <stdint.h>

/* Length of the valid sequence at the start of @s (RFC 3629, 4), or 0. */
static size_t sequence(struct slice s, unsigned *codepoint)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	unsigned low = 0x80, high = 0xBF, value;
	size_t len;

	if (p[0] < 0x80) {
		*codepoint = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		len = 2;
		value = p[0] & 0x1Fu;
	} else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
		len = 3;
		value = p[0] & 0x0Fu;
		low = p[0] == 0xE0 ? 0xA0 : 0x80;  /* overlong */
		high = p[0] == 0xED ? 0x9F : 0xBF; /* surrogates */
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		len = 4;
		value = p[0] & 0x07u;
		low = p[0] == 0xF0 ? 0x90 : 0x80;
		high = p[0] == 0xF4 ? 0x8F : 0xBF;
	} else {
		return 0;
	}
	if (s.len < len || p[1] < low || p[1] > high)
		return 0;
	value = value << 6 | (p[1] & 0x3Fu);
	for (size_t i = 2; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (p[i] & 0x3Fu);
	}
	*codepoint = value;
	return len;
}

bool text_next(struct slice *in, unsigned *codepoint)
{
	if (in->len == 0)
		return false;
	size_t len = sequence(*in, codepoint);
	if (len == 0) {
		*codepoint = 0xFFFD;
		len = 1;
	}
	*in = slice_from(*in, len);
	return true;
}

bool text_is_utf8(struct slice s)
{
	while (s.len) {
		uint64_t eight;
		if (s.len >= sizeof(eight)) {
			memcpy(&eight, s.ptr, sizeof(eight));
			if ((eight & 0x8080808080808080u) == 0) {
				s = slice_from(s, sizeof(eight));
				continue;
			}
		}
		unsigned codepoint;
		size_t len = sequence(s, &codepoint);
		if (len == 0)
			return false;
		s = slice_from(s, len);
	}
	return true;
}
