/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "data/toml.h"
#include "value_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice((const char *)data, size);
	struct arena arena = {0};
	struct diag_list diags;
	struct value root;

	diag_init(&diags);
	bool ok = toml_parse(&arena, bytes, S("fuzz.toml"), 0, &diags, &root);
	must(ok || diags.count > 0);
	must(diags.count <= 41);
	for (size_t i = 0; i < diags.count; i++)
		must(diags.items[i].line > 0 && diags.items[i].column > 0);
	must(root.kind == VALUE_MAP);
	value_walk(&root, 0);
	diag_fini(&diags);
	arena_fini(&arena);
	return 0;
}
