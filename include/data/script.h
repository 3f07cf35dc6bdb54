/* SPDX-License-Identifier: MIT */
/* Literals in the configuration files that other generators run: "NAME = 'x'" in Python, "name: 'x'"
 * or "export default {...}" in JavaScript and TypeScript. Nothing is run: what is no plain literal
 * (a call, a sum, a template with holes) is VALUE_NULL. */
#ifndef DATA_SCRIPT_H
#define DATA_SCRIPT_H

#include "data/value.h"

#define SCRIPT_MAX_BYTES  (256 * 1024)
#define SCRIPT_MAX_VALUES 4096
#define SCRIPT_MAX_DEPTH  16

/* Every top-level assignment of a Python file as one map; of equal names the last counts. */
void script_python(struct arena *arena, struct slice source, struct value *root);

/* JavaScript without its comments, in @arena; what the two functions below get. */
struct slice script_javascript(struct arena *arena, struct slice source);
/* The literal that the first "name: literal" or "name = literal" has, at whatever depth. False: none,
 * or it is no literal. */
bool script_find(
	struct arena *arena, struct slice source, struct slice name, struct value *out);
/* What the property @name of the exported object comes to, else that of the outermost object that has it: a
 * literal, a constant, "a || 'b'", a choice by NODE_ENV, a template of constants. A variable of that name is
 * none. *there: there is such a property. False: none, or nobody knows what it comes to. */
bool script_property(struct arena *arena, struct slice source, struct slice name,
	struct value *out, bool *there);
/* The text of the expression that the first "name: expression" or "name = expression" has, up to its comma,
 * semicolon or closing bracket. False: there is none. */
bool script_expression(struct slice source, struct slice name, struct slice *out);
/* The same right behind the next @marker, as script_after. */
bool script_expression_after(
	struct slice *source, struct slice marker, struct slice *out);
/* All strings that stand in @expression, whatever is computed of them, and those of the constants of @source
 * that it names. In @arena; *whole is false when something in it is neither, so that what it comes to is
 * not known. */
size_t script_strings(struct arena *arena, struct slice source, struct slice expression,
	struct slice **out, bool *whole);
/* The literal right behind the next @marker ("module.exports =", "addPassthroughCopy("), white space
 * in between left aside; @source then begins behind it. False: there is no @marker any more. */
bool script_after(struct arena *arena, struct slice *source, struct slice marker,
	struct value *out);

#endif
