/* SPDX-License-Identifier: MIT */
/* Texts that cost a careless converter dear: each is @head, then @unit again and again, then @tail. In
 * @unit a '\1' stands for the number of its round, so that names may differ. */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include "base/buf.h"

struct hostile {
	const char *head, *unit, *tail, *why;
};

static const struct hostile hostile_texts[] = {
	{"", "[", "", "brackets that open"},
	{"",
		"{{ 'a' | replace: 'a', 'aaaaaaaa' | replace: 'a', 'aaaaaaaa' | replace: "
		"'a', 'aaaaaaaa' | replace: 'a', 'aaaaaaaa' | replace: 'a', 'aaaaaaaa' | "
		"replace: 'a', 'aaaaaaaa' | replace: 'a', 'aaaaaaaa' | remove: 'a' }}\n",
		"", "filters that make more and more"},
	{"", "]", "", "brackets that close"},
	{"", "[a](", "", "links that never end"},
	{"", "[a](<b", "", "addresses in angles that never end"},
	{"", "![[]()", "", "pictures in brackets"},
	{"", "[a][", "", "references that never end"},
	{"", "[a][b] ", "", "references that nobody defines"},
	{"", "[\1][x\1] ", "", "as many labels"},
	{"", "[x\1]: /y\n", "", "definitions"},
	{"", "[x\1]: /y\n\n[x\1][] ", "", "definitions that are used"},
	{"", "]:", "", "ends of definitions"},
	{"", "> ", "", "quotes in quotes"},
	{"", "> a\n", "", "a long quote"},
	{"", ">\n", "", "a quote of nothing"},
	{"", "\"", "", "quotation marks"},
	{"", "a\"b'c ", "", "quotation marks in words"},
	{"", "*", "", "stars"},
	{"", "*a ", "", "emphasis that opens"},
	{"", "a* ", "", "emphasis that closes"},
	{"", "*a_ ", "", "emphasis of two kinds"},
	{"", "**a", "", "strong that may open and close"},
	{"", "a**.** ", "", "strong without a flank"},
	{"", "a**.", "", "strong without a flank, never closed"},
	{"", "\xe3\x80\x8c**", "", "strong beside Japanese"},
	{"", "~~a ", "", "strikes that open"},
	{"", "_a__b", "", "underscores in words"},
	{"", "`", "", "backticks"},
	{"", "``a` ", "", "backticks that do not pair"},
	{"e", "`a``b```c````d", "", "runs of backticks of many lengths"},
	{"", "- ", "", "lists in lists"},
	{"", "- a\n  ", "", "items on items"},
	{"", "* a\n\n", "", "a list with empty lines"},
	{"", "1. ", "", "ordered lists in lists"},
	{"- - - - - - - -\n", "\n", "", "empty lines in a list"},
	{"", "-\n", "", "underlines"},
	{"", "a\n-\n", "", "headings"},
	{"", "# a [b](c)\n", "", "headings with links"},
	{"", "<", "", "angles"},
	{"", "<a ", "", "tags that never end"},
	{"", "<a href=\"", "", "attributes that never end"},
	{"", "x <a href=\"b\"c>", "", "broken tags"},
	{"", "x <img alt=", "", "pictures that never end"},
	{"", "<b>", "", "elements that stay open"},
	{"", "<a href=/b><p><b>", "", "links that begin in each other"},
	{"", "<div>\n", "", "blocks that stay open"},
	{"", "<table><tr><td>", "", "tables in tables"},
	{"<table>", "<td>a", "", "a row of many cells"},
	{"", "</p>", "", "end tags without a start"},
	{"", "<!--", "", "comments that never end"},
	{"", "x <!-- a\n", "", "comments in text that never end"},
	{"", "<pre>a\n\n", "", "preformatted text that stays open"},
	{"", "<video><source ", "", "players that never end"},
	{"<p>", "[a](/b) **c** ", "", "Markdown in HTML"},
	{"<p>", "**a", "", "stars in HTML"},
	{"<p>", "![", "", "pictures in HTML that never end"},
	{"", "&amp;&#0;&x", "", "references"},
	{"", "{%", "", "tags of Liquid that never end"},
	{"", "{% if a %}", "", "conditions that stay open"},
	{"", "{% for a in b %}", "", "loops that stay open"},
	{"", "{% raw %}", "", "raw that stays open"},
	{"", "{% highlight c %}", "", "code of Liquid that stays open"},
	{"", "{% include a.md %}\n", "", "includes"},
	{"", "{% link_to \"a\" %}", "", "unknown tags"},
	{"", "[a]({% x \"a\" %}) ", "", "unknown tags as addresses"},
	{"", "{{ a | b: c | d }}", "", "filters"},
	{"", "{{", "", "outputs that never end"},
	{"", "{{<", "", "shortcodes that never end"},
	{"", "{{< a >}}", "", "shortcodes that stay open"},
	{"", "{{< a\1 >}}{{< /a\1 >}}", "", "shortcodes of many names"},
	{"", "{{% a %}}b{{% /a %}}", "", "shortcodes in pairs"},
	{"", "{: .a}", "", "attributes"},
	{"", "*a*{: .b}{", "", "attributes behind words"},
	{"", "{::comment}", "", "extensions that stay open"},
	{"", "$$", "", "mathematics"},
	{"", "\\(", "", "mathematics that stays open"},
	{"", "$$\na\n", "", "blocks of mathematics"},
	{"", "|", "", "pipes"},
	{"", "| a ", "", "a row without an end"},
	{"|a|\n|-|\n", "|", "", "a cell after the other"},
	{"|a|\n|-|\n", "|b|\n", "", "a row after the other"},
	{"", "| a |\n|--|\n", "", "tables that begin"},
	{"", "[^a", "", "footnotes that never end"},
	{"", "a[^\1]", "", "footnotes that nobody defines"},
	{"", "[^\1]: a\n", "", "footnotes that nobody uses"},
	{"", "a[^\1]\n\n[^\1]: b\n\n", "", "footnotes"},
	{"[^a]: x\n\n", "y[^a] ", "", "one footnote used often"},
	{"", "*[A\1]: b\n", "A1 A2 A3", "abbreviations"},
	{"*[A]: b\n*[C]: d\n\n", "A C ", "", "abbreviations in use"},
	{"", "a\n: b\n", "", "definitions of terms"},
	{"", ": a\n", "", "definitions without a term"},
	{"", "!!! note\n    a\n", "", "admonitions"},
	{"", "!!! a\n", "", "admonitions in a row"},
	{"", "::: a\n", "", "containers that stay open"},
	{"", "```\n", "", "fences"},
	{"", "~~~a\n```\n", "", "fences in fences"},
	{"", "> ```\n", "", "fences in quotes"},
	{"", "http://a.b/c ", "", "bare addresses"},
	{"", "www.", "", "what may become an address"},
	{"", "a@b.", "", "what may become an address of mail"},
	{"", "http://a.b/((", "", "brackets in addresses"},
	{"", "[a](/x\1) ", "", "as many links in a paragraph"},
	{"", "- [a](/x\1)\n", "", "as many links in a list"},
	{"", "[here](http://a.b/\1)", "", "as many links of one label"},
	{"", "![](/a\1.png)\n", "", "as many pictures"},
	{"", ":a:", "", "what may be an emoji"},
	{"", "\\", "", "escapes"},
	{"", "\t", "a", "tabs"},
	{"", "    a\n\n", "", "indented code"},
	{"", "\xef\xbb\xbf\x1b\xff", "", "bytes that are no text"},
	{"", "[*`<{%{{<|> -", "", "a bit of everything"},
	{"", "- > 1. [a](b \"c\") `d` <e f=\"g\">\n", "", "everything in its place"},
	{"", "<b>*[`|$$", "", "openings of all kinds"},
	{"", "z", "", "a word without end"},
	{"[", "z", "](/a.png)", "a label without a break"},
	{"![", "z", "](/a.png)", "a picture's label without a break"},
	{"[", "\xe6\xbc\xa2", "](/a)", "a label in Chinese"},
	{"[", "\xd7\x90", "](/a)", "a label without a break, right to left"},
	{"[", "a\xc2\xa0", "](/a)", "a label of spaces that do not break"},
	{"[a", "\xcc\x81", "](/a)", "a label of marks"},
	{"[", "\xf0\x9f\x91\xa9\xe2\x80\x8d", "](/a)", "a label of one joined emoji"},
	{"    ", "\xf0\x9f\x91\xa9\xe2\x80\x8d", "", "code of one joined emoji"},
	{"[", "\xe1\x84\x80", "](/a)", "a label of one syllable without end"},
	{"    ", "\xe1\x84\x80", "", "code of one syllable without end"},
	{"[", "a ", "](/a)", "a label of many words"},
	{"[a](http://b/", "z", ")", "an address without end"},
	{"[here](/b \"", "z", "\")", "a title without end"},
	{"`", "z", "`", "a code span without a break"},
	{"# ", "z", "", "a heading without a break"},
	{"- [a](/b) - ", "z", "", "a description without a break"},
	{"|a|\n|-|\n|", "a ", "|", "a cell of many words"},
	{"|a|b|\n|-|-|\n",
		"|a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a "
		"a|b|\n",
		"", "cells of many words"},
	{"", "## [a](/b\1) - [c](/d\1)\n", "", "headings that end in links"},
	{"", "- ![](/a\1.png) [b](/c\1)\n", "", "pictures and links in a list"},
};

#define HOSTILE_COUNT (sizeof(hostile_texts) / sizeof(*hostile_texts))

/* @out gets the text, of about @bytes. */
static inline void hostile_text(
	struct buf *out, const struct hostile *hostile, size_t bytes)
{
	const char *unit = hostile->unit;
	unsigned round;

	buf_puts(out, hostile->head);
	for (round = 0; out->len < bytes; round++) {
		const char *at;

		for (at = unit; *at; at++)
			if (*at == '\1')
				buf_printf(out, "%u", round);
			else
				buf_putc(out, *at);
	}
	buf_puts(out, hostile->tail);
}

#endif
