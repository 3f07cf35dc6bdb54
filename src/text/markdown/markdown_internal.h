/* SPDX-License-Identifier: MIT */
/* Shared by the files of text/markdown: the walk over libcmark's tree. */
#ifndef TEXT_MARKDOWN_INTERNAL_H
#define TEXT_MARKDOWN_INTERNAL_H

#include <cmark.h>

#include "base/locale.h"
#include "text/markdown.h"
#include "text/notes.h"

#define TABLE_MAX_COLUMNS 64

/* Paired marks in the text of one parent: ~~, ==, and the ** that CommonMark leaves but kramdown, and
 * authors of CJK text, use. */
enum markdown_pair {
	PAIR_STRIKE, /* ~~x~~ */
	PAIR_STRONG, /* **x** */
	PAIR_MARK,   /* ==x== */
	PAIR_COUNT
};

struct markdown {
	struct doc *doc;
	struct build *build;
	struct html *html;
	const struct dialect *dialect;
	const struct convert_options *options;
	const struct text_env *env;
	const struct locale *locale;
	struct note_table notes;

	unsigned autolinks;   /* kinds of bare addresses that may occur */
	bool has_pipes;       /* DIALECT_PIPE somewhere in the text */
	bool has_inline_html; /* in the current block */
	char before;          /* the previous byte: '\n' at a block's start */
	bool quoting;         /* the last double quote was an opening one */
	unsigned links;       /* open ones */
	bool link_open;       /* the builder has it open, too */
	cmark_node *title_of; /* the paragraph whose first line is a callout's title */
	bool in_notes, in_note;
	cmark_node *skip_in;             /* in this text node ... */
	size_t skip_bytes;               /* ... skip the first bytes */
	cmark_node *pair_in[PAIR_COUNT]; /* the parent in which one is open */

	/* A paragraph read line by line: a table or a definition list. */
	cmark_node *lines_of;
	struct doc_node *table, *row;
	bool rule_first; /* the table begins with a rule */
	unsigned cells;
	bool has_terms; /* definitions, not a table */
	bool defining;  /* the current line is a definition, not a term */

	/* Summary: ends with the last block that starts on or before this line. */
	unsigned summary_line;
};

struct slice markdown_literal(cmark_node *node);
/* @text with the pipes that the pre-pass marked as plain ones; @escaped: "\\|" becomes
 * one, too. */
struct slice markdown_pipes(struct markdown *md, struct slice text, bool escaped);
/* Is @node at a line break or at the end of the block? */
bool markdown_is_line_end(cmark_node *node);

/* text/markdown_text: one text node. */
void markdown_text(struct markdown *md, cmark_node *node);
/* text/markdown_lines: paragraphs with line-based syntax. */
bool markdown_lines_begin(struct markdown *md, cmark_node *paragraph);
/* At the start of each line. */
void markdown_line(struct markdown *md, cmark_node *first);
/* A separating pipe in the text. */
void markdown_cell(struct markdown *md, bool at_line_end);
void markdown_lines_end(struct markdown *md);

/* text/markdown_blocks: syntax at the start of a quote or an item. */
void markdown_read_admonition(
	struct markdown *md, cmark_node *quote, struct doc_node *node);
void markdown_read_task(struct markdown *md, cmark_node *item, struct doc_node *node);
void markdown_put_code(struct markdown *md, cmark_node *node);
bool markdown_put_note_mark(struct markdown *md, cmark_node *paragraph);
bool markdown_is_contents_mark(cmark_node *paragraph);
bool markdown_is_contents_list(cmark_node *list);
bool markdown_is_same_page_only(cmark_node *paragraph);

#endif
