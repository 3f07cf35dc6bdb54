/* SPDX-License-Identifier: MIT */
/* Splits a post into its front matter and its body, and reads the front matter whatever its
 * format: --- YAML, +++ TOML, { JSON }, Pelican's "Key: value" lines, or none. */
#ifndef DATA_FRONTMATTER_H
#define DATA_FRONTMATTER_H

#include "base/diag.h"
#include "data/value.h"

enum frontmatter_format {
	FRONTMATTER_NONE,
	FRONTMATTER_YAML,
	FRONTMATTER_TOML,
	FRONTMATTER_JSON,
	FRONTMATTER_SCRIPT, /* Eleventy's "---js": what its constants hold */
	FRONTMATTER_LINES,  /* Pelican, MultiMarkdown */
};

/* What may open it. */
enum frontmatter_opening {
	FRONTMATTER_MARKED,   /* a marker */
	FRONTMATTER_OR_LINES, /* or nothing: lines of Pelican and Python-Markdown */
	/* The same where they may as well be a paragraph: each line down to an empty one has to be such. */
	FRONTMATTER_OR_PARAGRAPH,
	/* Or nothing: Hexo's YAML down to a line of dashes, JSON without its braces down to one of semicolons. Such
	 * lines may open it as well. */
	FRONTMATTER_OR_CLOSED,
};

struct frontmatter {
	enum frontmatter_format format;
	bool whole;        /* the closing line was found in the bytes given */
	bool endless;      /* NONE, but a marker and a usual key begin what never ends */
	struct slice raw;  /* between the markers */
	unsigned raw_line; /* line of raw's first byte */
	size_t body_offset; /* bytes from the start of the input to the body's first byte */
	unsigned body_line; /* line of the body's first byte, from 1 */
};

/* Finds the borders only: no parsing, no allocation. A BOM and empty lines before the opening marker
 * are skipped, CRLF is as LF. An opening marker that is never closed within @bytes: @whole is
 * false, @raw what there is; if @bytes is all there is (@at_end), the format is NONE: the marker is
 * then a thematic break.
 * The opening "---" may name its language: "---toml", "---json", "---js".
 * YAML: "---" line to "---" or "..." line; TOML: "+++" to "+++"; JSON: "{" followed by a key in
 * quotes or "}" (so that "{% include %}" is none), to its matching "}" at a line's end, the
 * braces are part of @raw; LINES: only with FRONTMATTER_OR_LINES: from the first line, "Key: value"
 * lines (indented by at most three) and those indented by four under them, to an empty line, "---", "..." or the
 * first line that is none of them, which is the body's; one of the keys has to be one that everybody uses (title,
 * date, ...), else it is a paragraph. "---" may open them as well, where it opens nothing else. */
void frontmatter_split(struct slice bytes, bool at_end, enum frontmatter_opening opening,
	struct frontmatter *out);

/* Parses fm->raw into @root (a map, or VALUE_NULL). False after a diag: @root has what could be
 * read. False with VALUE_NULL: nothing in it is a key, so it is rather text between two thematic
 * breaks, and who serves the post had better show it. TOML dates stay text. */
bool frontmatter_parse(struct arena *arena, const struct frontmatter *fm,
	struct slice file, struct diag_list *diags, struct value *root);

#endif
