/* SPDX-License-Identifier: MIT */
/* Reads literals from the configuration files that are programs: "NAME = 'x'" in Python, "name: 'x'"
 * or "export default {...}" in JavaScript and TypeScript. Nothing is run: anything but a plain
 * literal (a call, a sum, a template with holes) is VALUE_NULL. */
#ifndef DATA_SCRIPT_H
#define DATA_SCRIPT_H

#include "data/value.h"

#define SCRIPT_MAX_BYTES  (256 * 1024)
#define SCRIPT_MAX_VALUES 4096
#define SCRIPT_MAX_DEPTH  16

/* Every top-level assignment of a Python file as one map. The last of equal names
 * counts. */
void script_python(struct arena *arena, struct slice source, struct value *root);

/* JavaScript without its comments, in @arena: the input of the functions below. */
struct slice script_javascript(struct arena *arena, struct slice source);
/* The literal of the first "name: literal" or "name = literal", at any depth. False: there is none,
 * or it is not a literal. */
bool script_find(
	struct arena *arena, struct slice source, struct slice name, struct value *out);
/* The value of the property @name of the exported object, else of the outermost object that has it: a literal,
 * a constant, "a || 'b'", a choice by NODE_ENV, a template of constants. A variable of that name is not a
 * property. *there: the property exists. False: it does not, or its value is unknown. */
bool script_property(struct arena *arena, struct slice source, struct slice name,
	struct value *out, bool *there);
/* The value of @expression, as of a property's. False: it is unknown. */
bool script_value(struct arena *arena, struct slice source, struct slice expression,
	struct value *out);
/* The text of the expression in the first "name: expression" or "name = expression", up to its comma,
 * semicolon or closing bracket. False: there is none. */
bool script_expression(struct slice source, struct slice name, struct slice *out);
/* The same for the expression right after the next @marker, as in script_after. */
bool script_expression_after(
	struct slice *source, struct slice marker, struct slice *out);
/* All strings in @expression, whatever is computed from them, and those of the constants of @source that it
 * names. In @arena. *whole is false when it contains anything else, so that its value is unknown. */
size_t script_strings(struct arena *arena, struct slice source, struct slice expression,
	struct slice **out, bool *whole);
/* The literal right after the next @marker ("module.exports =", "addPassthroughCopy(") and white
 * space; @source then begins after it. False: there are no more @marker. */
bool script_after(struct arena *arena, struct slice *source, struct slice marker,
	struct value *out);

#endif
