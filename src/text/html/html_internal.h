/* SPDX-License-Identifier: MIT */
/* Shared by the parts of text/html. Nobody else includes this.
 *
 * html_token splits the bytes into tags and text; html_tags gives each tag its meaning; html_media
 * handles pictures and players; html_entities is a table. */
#ifndef TEXT_HTML_INTERNAL_H
#define TEXT_HTML_INTERNAL_H

#include "text/html.h"

/* A growing string in an arena. */
struct grow {
	char *ptr;
	size_t len, capacity;
};

void grow_put(struct arena *arena, struct grow *grow, struct slice s);

struct html_tag {
	struct slice name;  /* as written */
	struct slice attrs; /* the text after the name */
	struct slice rest;  /* of the same piece, after the tag: for lookahead */
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

/* Where text goes. */
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
	struct doc_node *node; /* NULL: a layout table, or the builder had no room */
	struct doc_node *row;
	unsigned cells, capacity;
	unsigned spanned;        /* columns of the last cell still to be added ... */
	unsigned char span_rows; /* ... and how many rows below they stay empty */
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
	bool quotes_off; /* a quote was never closed: quotes are ignored from here on */
	unsigned dashes; /* seen right before, in a comment */
	struct grow pending;
	struct slice raw_tag;
	bool raw_drop, raw_inline;
	bool in_paragraph; /* this piece is in a Markdown paragraph */

	/* html_tags */
	struct slice
		drop_tag; /* everything up to its end tag is dropped; empty: nothing */
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
	/* A <video> or <audio> that waits for its <source>; else without a name. */
	struct html_tag media;
	struct slice abbr_title;
	unsigned long long abbr_seen[HTML_SEEN_MAX];
	unsigned abbr_count;
	/* Tags without an end tag in this piece, so that no search is repeated. */
	const char *absent_from[8];
};

/* html_tag_table */
enum html_role {
	ROLE_NONE,  /* only its content counts */
	ROLE_BLOCK, /* a border between paragraphs */
	ROLE_SPAN,  /* kind */
	ROLE_HOLD,  /* a block of kind, opened and closed in the builder */
	ROLE_DROP,  /* its content is dropped */
	ROLE_RAW,   /* the same, and its content is not markup */
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
	ROLE_LABEL, /* a component whose attributes label its content */
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

/* NULL: a tag without meaning. */
const struct html_tag_row *html_find_tag_row(struct slice name);

/* html_text: passes text to its destination. */
void html_start_collect(struct html *html, enum html_collect collect, struct slice tag);
/* A tag inside <pre>, <code> or <caption>. True: handled. */
bool html_collect_tag(struct html *html, const struct html_tag_row *meaning,
	const struct html_tag *tag);
void html_start_drop(struct html *html, struct slice name);
void html_start_raw(struct html *html, struct slice name, bool drop);
/* A tag inside dropped content. True: dropped, too. */
bool html_dropped_tag(struct html *html, const struct html_tag_row *meaning,
	const struct html_tag *tag);
/* Does the end tag of @name come later in this piece? A failed search is cached per piece, so
 * that many unclosed tags stay linear. @slot: one per name. */
bool html_ends_in_piece(
	struct html *html, const struct html_tag *tag, struct slice name, unsigned slot);

/* html_token */
void html_tokenize(struct html *html, struct slice bytes);
/* An unclosed tag: its bytes are shown or read again. */
void html_flush_tag(struct html *html);

/* html_tags: a token. @bytes is valid only during the call. */
void html_on_text(struct html *html, struct slice bytes, bool entities);
void html_on_tag(struct html *html, const struct html_tag *tag);
void html_on_raw_end(struct html *html);
void html_close_figure(struct html *html);
void html_end_collect(struct html *html);

/* A value with decoded references, in the arena. */
struct slice html_value(struct html *html, struct slice raw);
/* NULL: not a link, keep the words. */
const struct doc_target *html_target(struct html *html, struct slice href, bool image);
void html_put_text(struct html *html, struct slice text);
/* The same for bytes of the source, whose references are decoded. */
void html_put_plain(struct html *html, struct slice bytes);

/* html_markdown: Markdown inside HTML. */
bool html_has_marks(struct slice bytes);
void html_put_marked(struct html *html, struct slice bytes);

/* html_table */
void html_open_table(struct html *html, const struct html_tag *tag);
void html_close_table(struct html *html);
void html_open_row(struct html *html);
void html_open_cell(struct html *html, const struct html_tag *tag, bool header);

/* html_media: a link line for content that cannot be shown. */
void html_put_link(struct html *html, struct slice url, struct slice label);
void html_put_media(struct html *html, const struct html_tag *tag, struct slice src);
void html_put_image(struct html *html, const struct html_tag *tag);

/* html_entities: the code points (the second may be 0) of a name without '&' and ';'. */
bool html_entity(struct slice name, bool semicolon, unsigned codepoints[2]);

#endif
