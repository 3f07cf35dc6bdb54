/* SPDX-License-Identifier: MIT */
/* Reads a page of HTML back and says which promise of the renderer it breaks: known elements, each closed in its place,
 * known attributes in quotes, nothing that runs, and addresses that lead to pages only. For the unit tests and the
 * fuzz targets, which link no other support. */
#ifndef TESTS_HTML_CHECK_H
#define TESTS_HTML_CHECK_H

#include "base/slice.h"
#include "base/text.h"

#define HTML_CHECK_DEPTH 400

struct html_check {
	struct slice open[HTML_CHECK_DEPTH];
	size_t depth;
	size_t links, pictures;
	struct slice at; /* of the complaint */
};

/* What may stand in a line, what in the page, and what has no end. */
#define HTML_CHECK_SPANS                                                                 \
	"a|em|strong|del|code|sup|small|span|time|img|br|audio|video|title|style|"       \
	"strong"
#define HTML_CHECK_BLOCKS                                                                \
	"html|head|body|main|article|header|footer|nav|section|aside|h1|h2|h3|h4|h5|"    \
	"h6|p|ul|ol|li|dl|dt|dd|pre|blockquote|figure|figcaption|div|table|caption|"     \
	"thead|tbody|tr|th|td|hr|meta"
#define HTML_CHECK_ALONE "meta|img|br|hr"
#define HTML_CHECK_LINES                                                                 \
	"p|h1|h2|h3|h4|h5|h6|dt|figcaption|caption|a|span|em|strong|del|code"
#define HTML_CHECK_ATTRIBUTES                                                            \
	"lang|dir|charset|name|content|class|id|href|rel|target|src|alt|loading|"        \
	"controls|preload|datetime|start|value|scope"

static inline bool html_check_is(struct slice name, struct slice names)
{
	return slice_any(name, names, slice_eq);
}

/* The value as it stands; the only reference that a scheme could hide in is "&#", which there is none of but of the
 * apostrophe. */
static inline const char *html_check_address(struct slice value)
{
	if (slice_starts(value, S("#")))
		return NULL;
	if (slice_any(value, S("//|/\\"), slice_starts))
		return "an address of another host in disguise";
	if (slice_starts(value, S("/")))
		return NULL;
	return slice_any(value,
		       S("http://|https://|gemini://|gopher://|spartan://|nex://|"
			 "finger://|mailto:|tel:|xmpp:"),
		       slice_starts_nocase)
		       ? NULL
		       : "an address that leads to no page";
}

static inline const char *html_check_text(struct slice text)
{
	while (text.len) {
		struct slice rest = text;

		if ((unsigned char)*text.ptr < ' ' && *text.ptr != '\n' &&
			*text.ptr != '\t')
			return "a control character";
		if (strchr("<>\"'", *text.ptr))
			return "a character that is not escaped";
		if (*text.ptr == '&' && !slice_skip(&rest, S("&amp;")) &&
			!slice_skip(&rest, S("&lt;")) && !slice_skip(&rest, S("&gt;")) &&
			!slice_skip(&rest, S("&quot;")) && !slice_skip(&rest, S("&#39;")))
			return "an unknown reference";
		text = slice_from(text, 1);
	}
	return NULL;
}

static inline const char *html_check_attributes(struct slice tag)
{
	struct slice name, value;
	const char *wrong;

	while (slice_skip(&tag, S(" "))) {
		size_t len = 0;

		while (len < tag.len && tag.ptr[len] != '=' && tag.ptr[len] != ' ')
			len++;
		name = slice_head(tag, len);
		tag = slice_from(tag, len);
		value = slice_none;
		if (slice_skip(&tag, S("=\"")) && !slice_cut(tag, '"', &value, &tag))
			return "an attribute that does not end";
		wrong = html_check_text(value);
		if (!html_check_is(name, S(HTML_CHECK_ATTRIBUTES)))
			wrong = "an attribute that is not ours";
		else if (!wrong && html_check_is(name, S("href|src")))
			wrong = html_check_address(value);
		if (wrong)
			return wrong;
	}
	return tag.len ? "something behind the attributes" : NULL;
}

static inline const char *html_check_tag(struct html_check *check, struct slice tag)
{
	struct slice name;
	size_t len = 0;
	bool ends = slice_skip(&tag, S("/"));

	while (len < tag.len && tag.ptr[len] != ' ')
		len++;
	name = slice_head(tag, len);
	if (!html_check_is(name, S(HTML_CHECK_SPANS "|" HTML_CHECK_BLOCKS)))
		return "an element that is not ours";
	if (ends) {
		if (!check->depth || !slice_eq(check->open[--check->depth], name))
			return "an end tag out of its place";
		return tag.len > len ? "an end tag with attributes" : NULL;
	}
	for (size_t i = 0; i < check->depth; i++) {
		if (slice_eq(name, S("a")) && slice_eq(check->open[i], S("a")))
			return "a link in a link";
		if (html_check_is(name, S(HTML_CHECK_BLOCKS)) &&
			html_check_is(check->open[i], S(HTML_CHECK_LINES)))
			return "a block in a line";
	}
	check->links += slice_eq(name, S("a"));
	check->pictures += slice_eq(name, S("img"));
	if (!html_check_is(name, S(HTML_CHECK_ALONE))) {
		if (check->depth == HTML_CHECK_DEPTH)
			return "too deep";
		check->open[check->depth++] = name;
	}
	return html_check_attributes(slice_from(tag, len));
}

/* NULL when all is well. @html is a page or a fragment of one. */
static inline const char *html_check(struct html_check *check, struct slice html)
{
	const char *wrong = NULL;
	struct slice text, tag;

	*check = (struct html_check){0};
	if (!text_is_utf8(html))
		return "not UTF-8";
	slice_skip(&html, S("<!DOCTYPE html>"));
	while (html.len && !wrong) {
		bool in_style = check->depth &&
				slice_eq(check->open[check->depth - 1], S("style"));

		check->at = slice_head(html, 200);
		slice_cut(html, '<', &text, &html);
		wrong = in_style ? NULL : html_check_text(text);
		if (wrong || !html.ptr || (!html.len && slice_ends(text, S("\n"))))
			continue;
		if (!slice_cut(html, '>', &tag, &html))
			wrong = "a tag that does not end";
		else
			wrong = html_check_tag(check, tag);
	}
	return wrong ? wrong : check->depth ? "an element that is not closed" : NULL;
}

#endif
