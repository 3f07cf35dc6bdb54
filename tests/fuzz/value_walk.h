/* SPDX-License-Identifier: MIT */
/* Reads every byte of a value tree, so that a sanitizer sees one that is not there. */
#ifndef FUZZ_VALUE_WALK_H
#define FUZZ_VALUE_WALK_H

#include <stdlib.h>

#include "base/text.h"
#include "data/value.h"

#define must(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

/* Deeper than this no reader goes: the limit of 32, the root, and one for a scalar. */
static inline void value_walk(const struct value *value, unsigned depth)
{
	must(depth <= 34);
	switch (value->kind) {
	case VALUE_NULL:
		break;
	case VALUE_SCALAR:
		must(text_is_utf8(value->text));
		value_text(value);
		break;
	case VALUE_LIST:
		for (size_t i = 0; i < value->count; i++)
			value_walk(&value->items[i], depth + 1);
		break;
	case VALUE_MAP:
		for (size_t i = 0; i < value->count; i++) {
			must(text_is_utf8(value->pairs[i].key));
			value_walk(&value->pairs[i].value, depth + 1);
		}
		break;
	}
}

#endif
