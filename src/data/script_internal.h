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
/* The expression at the start of @rest, after a name and its ':' or '='. */
struct slice script_expression_at(struct slice rest);
/* The expression of "const @name = expression". */
bool script_constant(struct slice source, struct slice name, struct slice *out);
/* Is @expression a literal, and nothing else? */
bool script_literal(struct arena *arena, struct slice expression, struct value *out);

#endif
