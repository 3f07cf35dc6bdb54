/* SPDX-License-Identifier: MIT */
/* What the line pre-pass (text/dialect) leaves for Markdown, for the notes and for the tree pass. */
#ifndef TEXT_EXPANDED_H
#define TEXT_EXPANDED_H

#include "base/buf.h"

/* What the pre-pass lifted out of the lines, for the tree pass. All in @arena. */
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
	bool has_gaps;      /* templates left some (text/gaps) */
	bool has_summary;   /* a summary cut was found ... */
	size_t summary_end; /* ... before this byte of @text */
	/* Footnote definitions stand behind a line DIALECT_NOTES_MARK at the end of @text, each as a line
	 * DIALECT_NOTE_MARK followed by its id, and its blocks: so one parse keeps their links. */
	bool has_notes;
};

/* Bytes that cannot occur in cleaned text mark what the pre-pass tells the tree pass. They are
 * control characters, which text_clean removes from every source. */
#define DIALECT_PIPE       "\x1f" /* a '|' that separates table cells */
#define DIALECT_NOTES_MARK "\x1c\x1cnotes"
#define DIALECT_NOTE_MARK  "\x1c\x1cnote "
#define DIALECT_MARK       '\x1c'
#define DIALECT_MORE       '\x1d' /* the summary ends here, within a paragraph */

#endif
