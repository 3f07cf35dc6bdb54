/* SPDX-License-Identifier: MIT */
/* The result of the line pre-pass (text/dialect), for Markdown, the notes and the tree pass. */
#ifndef TEXT_EXPANDED_H
#define TEXT_EXPANDED_H

#include "base/buf.h"

/* What the pre-pass took out of the lines for the tree pass. All in @arena. */
struct dialect_note {
	struct slice id; /* as written, compared without case */
	unsigned line;   /* of its definition in the source */
};
struct dialect_abbr {
	struct slice word, meaning;
};

struct dialect {
	struct buf text; /* Markdown for cmark; the caller's to buf_fini */
	struct dialect_abbr *abbrs;
	size_t abbr_count;
	bool has_gaps;      /* templates left gaps (text/gaps) */
	bool has_summary;   /* a summary cut was found ... */
	size_t summary_end; /* ... before this byte of @text */
	/* Footnote definitions follow a line DIALECT_NOTES_MARK at the end of @text: for each, a line
	 * DIALECT_NOTE_MARK with its id, then its blocks. So one parse keeps their links. */
	bool has_notes;
};

/* Marks from the pre-pass for the tree pass: control characters, which cannot occur in cleaned
 * text (text_clean removes them). */
#define DIALECT_PIPE       "\x1f" /* a '|' that separates table cells */
#define DIALECT_NOTES_MARK "\x1c\x1cnotes"
#define DIALECT_NOTE_MARK  "\x1c\x1cnote "
#define DIALECT_MARK       '\x1c'
#define DIALECT_MORE       '\x1d' /* the summary ends here, within a paragraph */

#endif
