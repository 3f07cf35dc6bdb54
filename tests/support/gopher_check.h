/* SPDX-License-Identifier: MIT */
/* Reads a menu or a text back and says which promise of its renderer a line breaks. For the unit tests
 * and the fuzz target, which link no other support. */
#ifndef TESTS_GOPHER_CHECK_H
#define TESTS_GOPHER_CHECK_H

#include "base/slice.h"
#include "base/text.h"

struct gopher_check {
	unsigned width;
	bool ascii;
	struct slice host, port; /* of a menu */
	unsigned line;           /* of the complaint */
	size_t items;            /* lines that are no text */
};

/* What may be shown: no control, nothing that turns or hides text, no white space at the end. */
static inline const char *gopher_check_shown(
	const struct gopher_check *check, struct slice shown)
{
	struct slice rest = shown;
	unsigned c;

	while (text_next(&rest, &c)) {
		if (c < ' ' || (c >= 0x7f && c < 0xa0))
			return "a control character";
		if (c == 0x200b || c == 0x200e || c == 0x200f || c == 0x61c ||
			(c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
			c == 0xfeff)
			return "an invisible character";
		if (check->ascii && c > 0x7f)
			return "a character that is not ASCII";
	}
	if (text_trim_end(shown).len != shown.len)
		return "white space at the end";
	return NULL;
}

static inline const char *gopher_check_selector(
	const struct gopher_check *check, struct slice selector, struct slice host)
{
	size_t i;

	for (i = 0; i < selector.len; i++)
		if ((unsigned char)selector.ptr[i] < ' ' ||
			(unsigned char)selector.ptr[i] >= 0x7f)
			return "a selector that is not ASCII";
	if (slice_starts(selector, S("URL:")))
		return NULL;
	if (selector.len > 255)
		return "a selector over 255 bytes";
	if (!slice_eq(host, check->host))
		return NULL;
	if (!slice_starts(selector, S("/")))
		return "a selector of ours without slash";
	for (i = 0; i < selector.len; i++)
		if (!ascii_is_alnum(selector.ptr[i]) &&
			!strchr("/._~-%", selector.ptr[i]))
			return "a selector of ours with a character it may not have";
	return NULL;
}

static inline const char *gopher_check_item(struct gopher_check *check, struct slice line)
{
	struct slice display, selector, host, port;
	const char *wrong;
	char type = line.ptr[0];

	if (!strchr("0179Igshi", type))
		return "an item type that is not allowed";
	if (!slice_cut(slice_from(line, 1), '\t', &display, &selector) ||
		!slice_cut(selector, '\t', &selector, &host) ||
		!slice_cut(host, '\t', &host, &port) || slice_find_char(port, '\t') >= 0)
		return "not four fields";
	wrong = gopher_check_shown(check, display);
	if (wrong)
		return wrong;
	if (text_columns(display) > check->width)
		return "a display wider than the width";
	if (!host.len || !port.len)
		return "no host or no port";
	if (type != 'i') {
		check->items++;
		return display.len ? gopher_check_selector(check, selector, host)
				   : "an item without words";
	}
	if (selector.len)
		return "text with a selector";
	if (!slice_eq(host, check->host) || !slice_eq(port, check->port))
		return "text of another host";
	if (slice_starts(display, S("=>")) || slice_starts(display, S("```")))
		return "text that looks like gemtext";
	return NULL;
}

/* NULL when all is well. */
static inline const char *gopher_check_menu(struct gopher_check *check, struct slice menu)
{
	struct slice line;
	const char *wrong;

	if (!text_is_utf8(menu))
		return "not UTF-8";
	if (!slice_eq(menu, S(".\r\n")) && !slice_ends(menu, S("\r\n.\r\n")))
		return "no end";
	for (menu.len -= 3; menu.len; menu = slice_from(menu, line.len + 2)) {
		ptrdiff_t end = slice_find(menu, S("\r\n"));

		check->line++;
		if (end < 1)
			return "an empty line, or one without CRLF";
		line = slice_head(menu, (size_t)end);
		wrong = gopher_check_item(check, line);
		if (wrong)
			return wrong;
	}
	return NULL;
}

/* May the line be wider than the width? Code, addresses, code spans and long words may. */
static inline bool gopher_check_may_overflow(
	const struct gopher_check *check, struct slice line)
{
	struct slice piece;

	if (slice_starts(line, S("    ")) || slice_find(line, S("://")) >= 0 ||
		slice_find_char(line, '`') >= 0 || slice_find_char(line, ':') >= 0 ||
		slice_find_char(line, '@') >= 0 || slice_find_char(line, '[') >= 0)
		return true;
	/* What stands before the words: prefixes, numbers, emphasis. */
	while (line.len && strchr(" >*+-_~.([0123456789", line.ptr[0])) {
		line = slice_from(line, 1);
		if (slice_starts(line, S("     ")))
			return true;
	}
	return !line.len || (text_wrap(&line, check->width, &piece) && !line.len);
}

static inline const char *gopher_check_text(struct gopher_check *check, struct slice text)
{
	unsigned blank = 2;
	struct slice line;
	const char *wrong;

	if (!text_is_utf8(text))
		return "not UTF-8";
	if (text.len && !slice_ends(text, S("\n")))
		return "no line end at the end";
	while (slice_split(&text, '\n', &line)) {
		check->line++;
		wrong = gopher_check_shown(check, line);
		if (wrong)
			return wrong;
		if (slice_eq(line, S(".")))
			return "a dot alone";
		if (check->line == 1 && !line.len)
			return "a blank line at the start";
		blank = line.len ? 0 : blank + 1;
		if (text_columns(line) > check->width &&
			!gopher_check_may_overflow(check, line))
			return "a line wider than the width";
	}
	return blank && check->line ? "a blank line at the end" : NULL;
}

#endif
