/* SPDX-License-Identifier: MIT */
/* What ASCII can say of a text: all of it, or its typography alone. */
#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/text.h"

/* Sorted. What NFKD takes apart by itself is not here, but for the marks. */
static const struct replacement {
	unsigned codepoint;
	const char *ascii;
	const char
		*mark; /* where it is punctuation or drawing: as a reader would type it */
} replacements[] = {
	{0xA1, "!", NULL},
	{0xA2, "c", NULL},
	{0xA3, "GBP", NULL},
	{0xA5, "JPY", NULL},
	{0xA6, "|", NULL},
	{0xA7, "S.", NULL},
	{0xA9, "(c)", NULL},
	{0xAB, "\"", NULL},
	{0xAC, "!", NULL},
	{0xAD, "", NULL},
	{0xAE, "(R)", NULL},
	{0xB0, "deg", NULL},
	{0xB1, "+-", NULL},
	{0xB6, "P.", NULL},
	{0xB7, "*", NULL},
	{0xBB, "\"", NULL},
	{0xBF, "?", NULL},
	{0xC6, "AE", NULL},
	{0xD0, "D", NULL},
	{0xD7, "x", NULL},
	{0xD8, "O", NULL},
	{0xDE, "Th", NULL},
	{0xDF, "ss", NULL},
	{0xE6, "ae", NULL},
	{0xF0, "d", NULL},
	{0xF7, "/", NULL},
	{0xF8, "o", NULL},
	{0xFE, "th", NULL},
	{0x110, "D", NULL},
	{0x111, "d", NULL},
	{0x126, "H", NULL},
	{0x127, "h", NULL},
	{0x131, "i", NULL},
	{0x138, "k", NULL},
	{0x141, "L", NULL},
	{0x142, "l", NULL},
	{0x14A, "N", NULL},
	{0x14B, "n", NULL},
	{0x152, "OE", NULL},
	{0x153, "oe", NULL},
	{0x166, "T", NULL},
	{0x167, "t", NULL},
	{0x192, "f", NULL},
	{0x1E9E, "SS", NULL},
	{0x2010, "-", "-"},
	{0x2011, "-", "-"},
	{0x2012, "-", "-"},
	{0x2013, "-", "-"},
	{0x2014, "-", "--"},
	{0x2015, "-", "--"},
	{0x2018, "'", "'"},
	{0x2019, "'", "'"},
	{0x201A, "'", "'"},
	{0x201B, "'", "'"},
	{0x201C, "\"", "\""},
	{0x201D, "\"", "\""},
	{0x201E, "\"", "\""},
	{0x201F, "\"", "\""},
	{0x2020, "+", NULL},
	{0x2021, "++", NULL},
	{0x2022, "*", "*"},
	{0x2023, ">", ">"},
	{0x2024, ".", "."},
	{0x2025, "..", ".."},
	{0x2026, "...", "..."},
	{0x2030, "0/00", NULL},
	{0x2032, "'", "'"},
	{0x2033, "\"", "\""},
	{0x2039, "<", "<"},
	{0x203A, ">", ">"},
	{0x2043, "-", "-"},
	{0x2044, "/", "/"},
	{0x20AC, "EUR", NULL},
	{0x2190, "<-", "<-"},
	{0x2191, "^", NULL},
	{0x2192, "->", "->"},
	{0x2193, "v", NULL},
	{0x2194, "<->", "<->"},
	{0x21D0, "<=", "<="},
	{0x21D2, "=>", "=>"},
	{0x21D4, "<=>", "<=>"},
	{0x2212, "-", NULL},
	{0x2217, "*", NULL},
	{0x2248, "~", NULL},
	{0x2260, "!=", NULL},
	{0x2264, "<=", NULL},
	{0x2265, ">=", NULL},
	{0x2500, "-", "-"},
	{0x2501, "-", "-"},
	{0x2502, "|", NULL},
	{0x2503, "|", NULL},
	{0x250C, "+", NULL},
	{0x2510, "+", NULL},
	{0x2514, "+", NULL},
	{0x2518, "+", NULL},
	{0x251C, "+", NULL},
	{0x2524, "+", NULL},
	{0x252C, "+", NULL},
	{0x2534, "+", NULL},
	{0x253C, "+", NULL},
	{0x25AA, "-", "-"},
	{0x25CF, "*", "*"},
	{0x25E6, "-", "o"},
	{0x2610, "[ ]", "[ ]"},
	{0x2611, "[x]", "[x]"},
	{0x2612, "[x]", "[x]"},
	{0x2713, "v", NULL},
	{0x2714, "v", NULL},
	{0x2717, "x", NULL},
	{0x2718, "x", NULL},
	{0x3001, ",", NULL},
	{0x3002, ".", NULL},
	{0x300C, "\"", NULL},
	{0x300D, "\"", NULL},
};

static int by_codepoint(const void *key, const void *item)
{
	unsigned a = *(const unsigned *)key,
		 b = ((const struct replacement *)item)->codepoint;

	return (a > b) - (a < b);
}

static const struct replacement *replacement_of(unsigned codepoint)
{
	return bsearch(&codepoint, replacements,
		sizeof(replacements) / sizeof(*replacements), sizeof(*replacements),
		by_codepoint);
}

/* @s, which is decomposed, as far as ASCII can say it. */
static void put_ascii(struct buf *out, struct slice s)
{
	unsigned codepoint;

	while (text_next(&s, &codepoint)) {
		if (codepoint < 0x80) {
			buf_putc(out, (char)codepoint);
			continue;
		}
		const struct replacement *found = replacement_of(codepoint);
		if (found)
			buf_puts(out, found->ascii);
		else if (text_is_space(codepoint))
			buf_putc(out, ' ');
		else if (!uc_is_general_category_withtable(
				 codepoint, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf))
			buf_putc(out, '?');
	}
}

void text_ascii(struct buf *out, struct slice s)
{
	size_t len = 0;
	uint8_t *decomposed =
		u8_normalize(UNINORM_NFKD, (const uint8_t *)s.ptr, s.len, NULL, &len);

	put_ascii(out, decomposed ? slice((const char *)decomposed, len) : s);
	free(decomposed);
}

/* The digit or sign that is raised or lowered in @codepoint, or 0. */
static char raised(unsigned codepoint)
{
	static const char signs[] = "+-=()";

	if (codepoint == 0xB9)
		return '1';
	if (codepoint == 0xB2 || codepoint == 0xB3)
		return (char)('0' + codepoint - 0xB0);
	if (codepoint == 0x2070 || (codepoint >= 0x2074 && codepoint <= 0x2079))
		return (char)('0' + codepoint - 0x2070);
	return codepoint >= 0x207A && codepoint <= 0x207E ? signs[codepoint - 0x207A] : 0;
}

static char lowered(unsigned codepoint)
{
	static const char signs[] = "+-=()";

	if (codepoint >= 0x2080 && codepoint <= 0x2089)
		return (char)('0' + codepoint - 0x2080);
	return codepoint >= 0x208A && codepoint <= 0x208E ? signs[codepoint - 0x208A] : 0;
}

/* The run of them at the start of *@s, after one @sign. A single ¹ ² ³ stays: they are in Latin-1. */
static bool put_run(struct buf *out, struct slice *s, char sign, char (*digit)(unsigned))
{
	struct slice rest = *s, end = rest;
	unsigned codepoint, highest = 0;
	size_t from = out->len;

	buf_putc(out, sign);
	for (; text_next(&rest, &codepoint) && digit(codepoint); end = rest) {
		buf_putc(out, digit(codepoint));
		highest = codepoint > highest ? codepoint : highest;
	}
	if (highest < 0x100) {
		buf_truncate(out, from);
		return false;
	}
	*s = end;
	return true;
}

bool text_ascii_mark(struct buf *out, struct slice *s)
{
	struct slice rest = *s;
	unsigned codepoint;

	if (!text_next(&rest, &codepoint) || codepoint < 0x80 || codepoint >= 0x2E80)
		return false;
	if ((raised(codepoint) && put_run(out, s, '^', raised)) ||
		(lowered(codepoint) && put_run(out, s, '_', lowered)))
		return true;
	const struct replacement *found = replacement_of(codepoint);
	if (codepoint >= 0x2000 && text_is_space(codepoint))
		buf_puts(out, codepoint == 0x202F || codepoint == 0x2007 ? "\u2060 \u2060"
									 : " ");
	else if (found && found->mark)
		buf_puts(out, found->mark);
	else
		return false;
	*s = rest;
	return true;
}
