/* SPDX-License-Identifier: MIT */
/* What the three files of the YAML reader say to each other: yaml_guard keeps from libyaml what it
 * is slow at, yaml runs its events, yaml_recover reads on where libyaml gave up. Nobody else includes
 * this. */
#ifndef DATA_YAML_INTERNAL_H
#define DATA_YAML_INTERNAL_H

#include "data/yaml.h"

enum yaml_fault_kind {
	YAML_FAULT_NONE,
	YAML_FAULT_SYNTAX, /* what one key says cannot be read */
	YAML_FAULT_DEPTH,  /* nested too deeply: the key is left out */
	YAML_FAULT_LIMIT,  /* too much: nothing more is read */
};

struct yaml_fault {
	enum yaml_fault_kind kind;
	struct slice problem;  /* in the reader's arena */
	const char *hint;      /* what the author could do; NULL: nothing to say */
	unsigned line, column; /* in the file, from 1 */
};

struct yaml_anchor {
	struct slice name;
	struct value value;
	bool is_open; /* what it names is still being read */
};

struct yaml_reader {
	struct arena *arena;
	const struct yaml_limits *limits;
	struct slice file;
	struct diag_list *diags;
	size_t events;  /* of all readings of this file */
	size_t brought; /* values, by aliases */
	unsigned diag_count, sub_read_count;
	struct yaml_anchor *anchors;
	size_t anchor_count;
};

/* The most messages about one file: who sees so many does not read the rest. */
#define YAML_MAX_DIAGS 20

/* Says so in the reader's list unless it has heard enough. */
void yaml_say(struct yaml_reader *reader, enum diag_level level, unsigned line,
	unsigned column, const char *instead, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

void yaml_warn_duplicates(struct yaml_reader *reader, const struct value *map);

/* False, with the fault, where libyaml would need quadratic time: it clears its whole buffer of
 * blanks at each word, and compares each %TAG with all before. */
bool yaml_is_cheap(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct yaml_fault *fault);

/* Reads one document; @first_line is the line of its first byte. On a fault (false) @root is what
 * came before, @resume_line the line of the first key of the outermost map whose value is not
 * complete (first_line when there is none). */
bool yaml_read(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct value *root, unsigned *resume_line, struct yaml_fault *fault);

/* Goes on after @fault: key by key from @resume_line on, each by libyaml alone, and what is wrong in
 * itself as plain text. Adds to @root, which is a map then (or what it was when nothing looked
 * like a key), and says what was wrong. */
void yaml_recover(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	unsigned resume_line, const struct yaml_fault *fault, struct value *root);

#endif
