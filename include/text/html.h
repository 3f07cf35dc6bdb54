/* SPDX-License-Identifier: MIT */
/* Raw HTML into the document builder: a tolerant tokeniser, and the meaning of each tag. Fed piece by
 * piece (a block, then Markdown, then the next block), it keeps its state in between, so that a tag, a
 * comment or a <table> may span pieces. */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "doc/build.h"
#include "text/env.h"

struct html; /* in the doc's arena */

struct html *html_new(struct doc *doc, struct build *build, const struct text_env *env);
/* The next bytes of HTML, as in the source. */
void html_feed(struct html *html, struct slice bytes);
/* True inside a comment, <script>, <style>, <svg>, <form> ...: Markdown within is
 * dropped, too. */
bool html_is_dropping(const struct html *html);
/* True where text from Markdown must go to html_text: inside <pre>, <code>, <sup> and the like, or
 * inside a tag that a blank line cut in two. */
bool html_is_verbatim(const struct html *html);
/* Text from Markdown while html_is_verbatim(); line ends as LF. */
void html_text(struct html *html, struct slice text);
/* The end of a Markdown block with inline HTML: closes inline elements left open in it. */
void html_end_block(struct html *html);
void html_finish(struct html *html);

/* Appends @s with character references (named, decimal, hexadecimal; HTML 5) decoded; invalid ones
 * stay as they are. */
void html_decode(struct buf *out, struct slice s);
/* The fields in the head of the page @source: names of <meta> with their contents, and the title, as a map; VALUE_NULL:
 * none. False: the end of the head is not in @source. */
bool html_fields(struct arena *arena, struct slice source, struct value *map);
/* The text of a fragment, without tags and comments, with entities decoded: for titles. */
struct slice html_strip(struct arena *arena, struct slice s);
/* Where <meta http-equiv="refresh"> of a page sends its readers, in @arena, as written. Not one in code, in a
 * comment or in <noscript>; in Markdown one at the start of a line. */
bool html_refresh(
	struct arena *arena, struct slice source, bool markdown, struct slice *url);

#endif
