/* SPDX-License-Identifier: MIT */
/* Raw HTML into the document builder: a tolerant tokeniser and what each tag means to a reader.
 * It is fed piece by piece (a block, then Markdown, then the next block) and keeps its state between
 * them, so that a tag, a comment or a <table> may span pieces. */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "doc/build.h"
#include "text/env.h"

struct html; /* in the doc's arena */

struct html *html_new(struct doc *doc, struct build *build, const struct text_env *env);
/* The next bytes of HTML, as they stand in the source. */
void html_feed(struct html *html, struct slice bytes);
/* True while inside a comment, <script>, <style>, <svg>, <form> ...: what Markdown
 * brings now is dropped with it. */
bool html_is_dropping(const struct html *html);
/* True where the text that Markdown brings is to be handed to html_text: inside <pre>, <code>, <sup>
 * and the like, or inside a tag that a blank line cut in two. */
bool html_is_verbatim(const struct html *html);
/* Text that Markdown brings while html_is_verbatim(); line ends as LF. */
void html_text(struct html *html, struct slice text);
/* The end of a Markdown block that held inline HTML: inline elements left open in it end here. */
void html_end_block(struct html *html);
void html_finish(struct html *html);

/* Appends @s with character references (named, decimal, hexadecimal; HTML 5) decoded; what is none
 * stays as it is. */
void html_decode(struct buf *out, struct slice s);
/* All the text of a fragment, tags and comments dropped, entities decoded: for titles. */
struct slice html_strip(struct arena *arena, struct slice s);

#endif
