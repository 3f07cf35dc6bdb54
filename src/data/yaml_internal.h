/* SPDX-License-Identifier: MIT */
/* Shared by the files of the YAML parser: yaml_guard refuses input that makes libyaml slow, yaml_json mends what only
 * JSON has, yaml handles libyaml's events, yaml_recover continues where it gave up. Nobody else includes this. */
#ifndef DATA_YAML_INTERNAL_H
#define DATA_YAML_INTERNAL_H

#include "data/yaml.h"

enum yaml_fault_kind {
	YAML_FAULT_NONE,
	YAML_FAULT_SYNTAX, /* one key's value cannot be read */
	YAML_FAULT_DEPTH,  /* nested too deeply: the key is left out */
	YAML_FAULT_LIMIT,  /* too much: nothing more is read */
};

struct yaml_fault {
	enum yaml_fault_kind kind;
	struct slice problem;  /* in the reader's arena */
	const char *hint;      /* what the author could do; NULL: no hint */
	unsigned line, column; /* in the file, from 1 */
};

struct yaml_anchor {
	struct slice name;
	struct value value;
	bool is_open; /* its value is still being read */
};

struct yaml_reader {
	struct arena *arena;
	const struct yaml_limits *limits;
	struct slice file;
	struct diag_list *diags;
	size_t events;  /* over all passes over this file */
	size_t brought; /* values added by aliases */
	unsigned diag_count, sub_read_count;
	struct yaml_anchor *anchors;
	size_t anchor_count;
};

/* The maximum of messages about one file; nobody reads more. */
#define YAML_MAX_DIAGS 20

/* Adds a message to the reader's list, unless the maximum is reached. */
void yaml_say(struct yaml_reader *reader, enum diag_level level, unsigned line,
	unsigned column, const char *instead, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

void yaml_warn_duplicates(struct yaml_reader *reader, const struct value *map);

/* False, with the fault, when libyaml would need quadratic time: it clears its whole buffer of
 * spaces at each word, and compares each %TAG with all previous ones. */
bool yaml_is_cheap(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct yaml_fault *fault);

/* @bytes for libyaml: those of JSON with pairs of \uXXXX that are one character. A copy in @arena, or @bytes. Lines
 * stay where they are. */
struct slice yaml_json_escapes(struct arena *arena, struct slice bytes);

/* Reads one document; @first_line is the line of its first byte. On a fault (false) @root holds
 * what came before, and @resume_line is the line of the first key of the outermost map whose
 * value is incomplete (first_line when there is none). */
bool yaml_read(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct value *root, unsigned *resume_line, struct yaml_fault *fault);

/* Continues after @fault: key by key from @resume_line on, each with libyaml, and faulty values as
 * plain text. Adds to @root, which is a map afterwards (or unchanged when nothing looked like a
 * key), and adds messages about the faults. */
void yaml_recover(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	unsigned resume_line, const struct yaml_fault *fault, struct value *root);

#endif
