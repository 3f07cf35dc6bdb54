/* SPDX-License-Identifier: MIT */
/* Splits a post into front matter and body, and parses the front matter in any of its
 * formats: --- YAML, +++ TOML, { JSON }, Pelican's "Key: value" lines, or none. */
#ifndef DATA_FRONTMATTER_H
#define DATA_FRONTMATTER_H

#include "base/diag.h"
#include "data/value.h"

enum frontmatter_format {
	FRONTMATTER_NONE,
	FRONTMATTER_YAML,
	FRONTMATTER_TOML,
	FRONTMATTER_JSON,
	FRONTMATTER_SCRIPT, /* Eleventy's "---js": the values of its constants */
	FRONTMATTER_LINES,  /* Pelican, MultiMarkdown */
};

/* What may open front matter. */
enum frontmatter_opening {
	FRONTMATTER_MARKED,   /* a marker */
	FRONTMATTER_OR_LINES, /* or nothing: lines of Pelican and Python-Markdown */
	/* The same where they may as well be a paragraph: each line down to an empty one has to be such. */
	FRONTMATTER_OR_PARAGRAPH,
	/* Or no marker: Hexo's YAML up to a line of dashes, or JSON without braces up to a line of semicolons.
	 * Such lines may open it, too. */
	FRONTMATTER_OR_CLOSED,
};

struct frontmatter {
	enum frontmatter_format format;
	bool whole;        /* the closing line was found in the bytes given */
	bool endless;      /* format is NONE, but it starts with a marker and a usual key,
			    * and is never closed */
	struct slice raw;  /* between the markers */
	unsigned raw_line; /* line of raw's first byte */
	size_t body_offset; /* bytes from the start of the input to the body's first byte */
	unsigned body_line; /* line of the body's first byte, from 1 */
};

/* Finds the borders only: no parsing, no allocation. Skips a BOM and empty lines before the opening marker;
 * CRLF counts as LF. When an opening marker is not closed within @bytes, @whole is false and @raw is the rest.
 * If @bytes is the whole file (@at_end), the format is NONE then: the marker is a thematic break. The opening
 * "---" may name its language: "---toml", "---json", "---js". YAML: "---" line to "---" or "..." line; TOML:
 * "+++" to "+++"; JSON: "{" followed by a quoted key or "}" (so "{% include %}" is not JSON), to its matching
 * "}" at a line's end; the braces are part of @raw; LINES, only with FRONTMATTER_OR_LINES: from the first line,
 * "Key: value" lines (indented by at most three) and lines indented by four under them, up to an empty line,
 * "---", "..." or the first other line, which belongs to the body. At least one key must be a common one
 * (title, date, ...), else it is a paragraph. "---" may open them, too, if it opens nothing else. */
void frontmatter_split(struct slice bytes, bool at_end, enum frontmatter_opening opening,
	struct frontmatter *out);

/* Parses fm->raw into @root (a map, or VALUE_NULL). False, after a diag: @root holds what could be
 * read. False with VALUE_NULL: no keys, so it is probably text between two thematic breaks, and
 * the caller should show it. TOML dates stay text. */
bool frontmatter_parse(struct arena *arena, const struct frontmatter *fm,
	struct slice file, struct diag_list *diags, struct value *root);

#endif
