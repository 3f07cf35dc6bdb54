/* SPDX-License-Identifier: MIT */
/* What the parts of text/html share. Nobody else includes this.
 *
 * html_token cuts the bytes into tags and text and knows no tag's meaning; html_tags says what each
 * tag is to a reader; html_media puts pictures and players; html_entities is a table. */
#ifndef TEXT_HTML_INTERNAL_H
#define TEXT_HTML_INTERNAL_H

#include "text/html.h"

/* Bytes that grow in an arena. */
struct grow {
	char *ptr;
	size_t len, capacity;
};

void grow_put(struct arena *arena, struct grow *grow, struct slice s);

struct html_tag {
	struct slice name;  /* as written */
	struct slice attrs; /* what stands behind the name */
	struct slice rest;  /* of the same piece, behind the tag: to look ahead */
	bool end;
};

/* The value of @name as written, without its quotes; false when it is absent. */
bool html_attr(const struct html_tag *tag, struct slice name, struct slice *value);

enum html_state {
	HTML_TEXT,
	HTML_TAG,     /* pending holds its start */
	HTML_COMMENT, /* to "-->" */
	HTML_BOGUS,   /* <!doctype>, <?xml?>: to ">" */
	HTML_RAW,     /* text up to the end tag raw_tag */
};

/* Who gets the text. */
enum html_collect {
	COLLECT_NONE,
	COLLECT_PRE,
	COLLECT_CODE,
	COLLECT_CAPTION,
};

#define HTML_TABLES_MAX  8
#define HTML_COLUMNS_MAX 64
#define HTML_SEEN_MAX    128

struct html_table {
	struct doc_node *node; /* NULL: it lays out a page, or the builder had no room */
	struct doc_node *row;
	unsigned cells, capacity;
	unsigned spanned; /* columns of the last cell that are still to be made ... */
	unsigned char span_rows; /* ... and in how many rows below they stay empty */
	unsigned char rows_left[HTML_COLUMNS_MAX]; /* the same by column */
	bool layout, head, body;
};

struct html {
	struct doc *doc;
	struct build *build;
	const struct text_env *env;
	struct arena *arena;

	/* html_token */
	enum html_state state;
	char quote;
	bool quotes_off; /* a quote was never closed: from here on quotes mean nothing */
	unsigned dashes; /* seen right before, in a comment */
	struct grow pending;
	struct slice raw_tag;
	bool raw_drop, raw_inline;
	bool in_paragraph; /* this piece stands in a paragraph of Markdown */

	/* html_tags */
	struct slice
		drop_tag; /* everything up to its end is dropped; empty: nothing is */
	unsigned drop_depth;
	bool drop_inline; /* it began inside a paragraph */
	enum html_collect collect;
	struct slice collect_tag;
	struct grow text;
	struct slice code_class;
	struct slice code_href; /* of a link inside <code> */
	char script;            /* '^' in <sup>, '_' in <sub>, else 0 */
	struct html_table tables[HTML_TABLES_MAX];
	unsigned table_depth;
	struct doc_node *figure_image, *figure_caption;
	unsigned figure_images;
	bool in_figure, in_caption, object_linked;
	/* A <video> or <audio> whose <source> is still to come; else without name. */
	struct html_tag media;
	struct slice abbr_title;
	unsigned long long abbr_seen[HTML_SEEN_MAX];
	unsigned abbr_count;
	/* Tags whose end is known not to come in this piece, so that nobody looks twice. */
	const char *absent_from[8];
};

/* html_tag_table */
enum html_role {
	ROLE_NONE,  /* its content is what counts */
	ROLE_BLOCK, /* a border between paragraphs */
	ROLE_SPAN,  /* kind */
	ROLE_HOLD,  /* a block of kind, opened and closed in the builder */
	ROLE_DROP,  /* nothing of it is for reading */
	ROLE_RAW,   /* the same, and what is in it is no markup */
	ROLE_ABBR,
	ROLE_ANCHOR,
	ROLE_BODY,
	ROLE_BREAK,
	ROLE_CAPTION,
	ROLE_CELL,
	ROLE_CODE,
	ROLE_CONTROL, /* part of a form */
	ROLE_EMBED,   /* iframe, embed */
	ROLE_FIGCAPTION,
	ROLE_FIGURE,
	ROLE_FORM,
	ROLE_HEAD_CELL,
	ROLE_IMAGE,
	ROLE_INPUT,
	ROLE_LABEL, /* a component whose attributes name what is in it */
	ROLE_MEDIA, /* video, audio */
	ROLE_OBJECT,
	ROLE_PARAM,
	ROLE_PRE,
	ROLE_QUOTATION,
	ROLE_ROW,
	ROLE_RT,
	ROLE_RULE,
	ROLE_SCRIPT,
	ROLE_SOURCE,
	ROLE_SUB,
	ROLE_SUP,
	ROLE_TABLE,
	ROLE_TBODY,
	ROLE_THEAD,
};

struct html_tag_row {
	struct slice name;
	enum html_role role;
	enum doc_kind kind;
	unsigned level; /* headings; 1 for an ordered list */
};

/* NULL: a tag that means nothing. */
const struct html_tag_row *html_find_tag_row(struct slice name);

/* html_text: text to whom it belongs, and what collects it. */
void html_start_collect(struct html *html, enum html_collect collect, struct slice tag);
/* A tag inside <pre>, <code> or <caption>. True: it has been dealt with. */
bool html_collect_tag(struct html *html, const struct html_tag_row *meaning,
	const struct html_tag *tag);
void html_start_drop(struct html *html, struct slice name);
void html_start_raw(struct html *html, struct slice name, bool drop);
/* A tag inside what is dropped. True: so is it. */
bool html_dropped_tag(struct html *html, const struct html_tag_row *meaning,
	const struct html_tag *tag);
/* Does the end tag of @name come later in this piece? One search a piece that finds nothing is
 * remembered, so that many openings without an end stay linear. @slot: one for each name. */
bool html_ends_in_piece(
	struct html *html, const struct html_tag *tag, struct slice name, unsigned slot);

/* html_token */
void html_tokenize(struct html *html, struct slice bytes);
/* A tag that was never closed: its bytes are shown or read anew. */
void html_flush_tag(struct html *html);

/* html_tags: what the tokeniser found. @bytes lives only as long as the call. */
void html_on_text(struct html *html, struct slice bytes, bool entities);
void html_on_tag(struct html *html, const struct html_tag *tag);
void html_on_raw_end(struct html *html);
void html_close_figure(struct html *html);
void html_end_collect(struct html *html);

/* A value with its references decoded, in the arena. */
struct slice html_value(struct html *html, struct slice raw);
/* NULL: no link, keep the words. */
const struct doc_target *html_target(struct html *html, struct slice href, bool image);
void html_put_text(struct html *html, struct slice text);
/* The same for bytes of the source, whose references are decoded. */
void html_put_plain(struct html *html, struct slice bytes);

/* html_markdown: Markdown where HTML is read. */
bool html_has_marks(struct slice bytes);
void html_put_marked(struct html *html, struct slice bytes);

/* html_table */
void html_open_table(struct html *html, const struct html_tag *tag);
void html_close_table(struct html *html);
void html_open_row(struct html *html);
void html_open_cell(struct html *html, const struct html_tag *tag, bool header);

/* html_media: a line that links to what cannot be shown. */
void html_put_link(struct html *html, struct slice url, struct slice label);
void html_put_media(struct html *html, const struct html_tag *tag, struct slice src);
void html_put_image(struct html *html, const struct html_tag *tag);

/* html_entities: the code points (the second may be 0) of a name without '&' and ';'. */
bool html_entity(struct slice name, bool semicolon, unsigned codepoints[2]);

#endif
