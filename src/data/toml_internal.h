/* SPDX-License-Identifier: MIT */
/* The lower half of the TOML reader: characters to keys and scalars. Only data/toml includes this. */
#ifndef DATA_TOML_INTERNAL_H
#define DATA_TOML_INTERNAL_H

#include "base/arena.h"
#include "data/value.h"

struct toml_place {
	const char *at;
	unsigned line, column;
};

struct toml_input {
	struct arena *arena;
	const char *at, *end;
	struct toml_place place; /* of the last toml_mark, at or before @at */
	const char *problem;     /* of the last fault, found at @at; NULL: none */
};

/* The place of @in->at; cheap when calls go forward. */
struct toml_place toml_mark(struct toml_input *in);
/* Moves to a place returned by toml_mark. */
void toml_seek(struct toml_input *in, struct toml_place place);

bool toml_at(const struct toml_input *in, struct slice s);
/* Consumes @c if it is next. */
bool toml_take(struct toml_input *in, char c);
void toml_skip_blanks(struct toml_input *in);
/* Skips white space, line ends and comments. */
void toml_skip_all(struct toml_input *in);
/* After a statement: skips white space and a comment up to the end of the line or of the
 * input. */
bool toml_take_line_end(struct toml_input *in);
/* The rest of the line, without its end, which is not consumed. */
struct slice toml_rest_of_line(const struct toml_input *in);

/* One part of a dotted key. False: a fault. */
bool toml_key(struct toml_input *in, struct slice *key);
/* A string, number, boolean or date. False: a fault. */
bool toml_scalar(struct toml_input *in, struct value *out);

#endif
