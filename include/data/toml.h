/* SPDX-License-Identifier: MIT */
/* Parses TOML 1.0 (front matter, hugo.toml) into a value tree.
 *
 * Four kinds of strings, booleans, arrays over several lines, inline tables, [tables], [[arrays of
 * tables]], dotted keys. Integers, floats and dates stay text, as written. */
#ifndef DATA_TOML_H
#define DATA_TOML_H

#include "base/diag.h"
#include "data/value.h"

#define TOML_MAX_BYTES  (1024 * 1024)
#define TOML_MAX_VALUES 100000 /* scalars, lists and maps in one file */
#define TOML_MAX_DEPTH  32

/* Reads @bytes into @root, a map. @line_offset is added to the lines of messages and values (0: the
 * first is line 1). A line that cannot be read is left out with a diag, and reading goes on at the
 * next, so a fault costs one key; the result is false then. Of two equal keys the last counts, with
 * a warning. */
bool toml_parse(struct arena *arena, struct slice bytes, struct slice file,
	unsigned line_offset, struct diag_list *diags, struct value *root);

#endif
