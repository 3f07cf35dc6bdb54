/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "data/script.h"
#include "text/mdx.h"
#include "value_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice((const char *)data, size);
	struct arena arena = {0};
	struct value value = {0};

	script_python(&arena, bytes, &value);
	must(value.kind == VALUE_MAP);
	value_walk(&value, 0);
	struct slice text = script_javascript(&arena, bytes);
	if (script_find(&arena, text, S("a"), &value))
		value_walk(&value, 0);
	bool there;
	if (script_property(&arena, text, S("a"), &value, &there)) {
		must(there);
		value_walk(&value, 0);
	}
	for (struct slice rest = text; script_after(&arena, &rest, S("="), &value);)
		value_walk(&value, 0);
	must(mdx_plain(&arena, bytes).len == bytes.len);
	arena_fini(&arena);
	return 0;
}
