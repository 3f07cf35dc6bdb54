/* SPDX-License-Identifier: MIT */
/* What data/script*.c share. Nobody else includes this. */
#ifndef DATA_SCRIPT_INTERNAL_H
#define DATA_SCRIPT_INTERNAL_H

#include "data/script.h"

bool script_is_word(char c);
/* The length of the string literal at the start of @s, with its quotes; *body is its content. An
 * unclosed one ends with its line. 0: no string starts here. */
size_t script_string(struct slice s, struct slice *body);
struct slice script_unescaped(struct arena *arena, struct slice body);
/* Where the expression at the start of @s ends: at one of @stops outside of brackets, or the bracket around it. */
size_t script_expression_length(struct slice s, const char *stops);

/* Places in @source where a name is followed by ':' or '=', one after the other. */
struct script_places {
	struct slice source, rest;
	int tries;
};

/* The next occurrence of @name; @behind begins after the ':' or '='. */
bool script_next_place(
	struct script_places *places, struct slice name, struct slice *behind);
/* The expression at the start of @rest, after a name and its ':' or '='. */
struct slice script_expression_at(struct slice rest);
/* The expression of "const @name = expression". */
bool script_constant(struct slice source, struct slice name, struct slice *out);
/* Is @expression a literal, and nothing else? */
bool script_literal(struct arena *arena, struct slice expression, struct value *out);

#endif
