/* SPDX-License-Identifier: MIT */
/* Reads gemtext back and says which promise of the renderer a line breaks. For the unit tests and the
 * fuzz target, which link no other support. */
#ifndef TESTS_GEMTEXT_CHECK_H
#define TESTS_GEMTEXT_CHECK_H

#include "base/slice.h"
#include "base/text.h"
#include "doc/doc.h"

struct gemtext_check {
	bool in_code, after_blank;
	size_t headings, bullets, quotes, links;
	unsigned line; /* of the complaint */
};

/* "=> URL" or "=> URL label", the URL of characters that RFC 3986 allows. */
static inline const char *gemtext_check_link(struct slice line)
{
	struct slice url, label;
	size_t i;

	if (!slice_starts(line, S("=> ")))
		return "a link line does not start with \"=> \"";
	slice_cut(slice_from(line, 3), ' ', &url, &label);
	if (!url.len)
		return "a link line has no URL";
	if (url.len > 1024)
		return "a URL is over 1024 bytes";
	for (i = 0; i < url.len; i++) {
		unsigned char c = (unsigned char)url.ptr[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			return "a URL has a character that none may have";
	}
	if (label.len && slice_eq(slice_trim(label), S("")))
		return "a label is blank";
	return NULL;
}

static inline const char *gemtext_check_line(
	struct gemtext_check *check, struct slice line)
{
	size_t i;

	for (i = 0; i < line.len; i++)
		if ((unsigned char)line.ptr[i] < ' ' &&
			!(check->in_code && line.ptr[i] == '\t'))
			return "a control character";
	if (line.len && ascii_is_space(line.ptr[line.len - 1]))
		return "white space at the end of a line";
	if (slice_starts(line, S("```"))) {
		check->in_code = !check->in_code;
		check->after_blank = false;
		return !check->in_code && line.len > 3 ? "text behind a closing fence"
						       : NULL;
	}
	if (check->in_code)
		return NULL;
	if (!line.len && check->after_blank)
		return "two blank lines, or one at the start";
	check->after_blank = !line.len;
	if (slice_starts(line, S("####")))
		return "a heading of a fourth level";
	if (slice_starts(line, S("#"))) {
		check->headings++;
		return slice_find_char(line, ' ') < 1 ? "a heading without a space"
						      : NULL;
	}
	check->bullets += slice_starts(line, S("* "));
	check->quotes += slice_starts(line, S(">"));
	if (!slice_starts(line, S("=>")))
		return NULL;
	check->links++;
	return gemtext_check_link(line);
}

/* NULL when all is well. @doc may be NULL; else there is no heading, bullet, quote or link that it
 * does not have. */
static inline const char *gemtext_check(
	struct gemtext_check *check, struct slice text, const struct doc *doc)
{
	size_t kinds[DOC_NOTE_REF + 1] = {0};
	const struct doc_node *at;
	const char *wrong;
	struct slice line;

	*check = (struct gemtext_check){.after_blank = true};
	if (!text_is_utf8(text))
		return "not UTF-8";
	if (text.len && !slice_ends(text, S("\n")))
		return "no line end at the end";
	while (slice_next_line(&text, &line)) {
		check->line++;
		wrong = gemtext_check_line(check, line);
		if (wrong)
			return wrong;
	}
	if (check->in_code)
		return "an open fence";
	if (check->after_blank && check->line)
		return "a blank line at the end";
	for (at = doc ? doc->root : NULL; at; at = doc_next(at, doc->root))
		kinds[at->kind]++;
	if (!doc)
		return NULL;
	if (check->headings > kinds[DOC_HEADING] + kinds[DOC_NOTES])
		return "text became a heading";
	if (check->bullets > kinds[DOC_ITEM] + kinds[DOC_DEFINITION] + kinds[DOC_CELL])
		return "text became a list item";
	if (check->quotes && !kinds[DOC_QUOTE])
		return "text became a quote";
	if (check->links > kinds[DOC_LINK] + kinds[DOC_IMAGE])
		return "text became a link";
	return NULL;
}

#endif
