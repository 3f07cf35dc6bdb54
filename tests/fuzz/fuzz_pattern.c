/* SPDX-License-Identifier: MIT */
/* Patterns that hide, of every kind, and a path on the first line: a list without a pattern hides nothing, a pattern that
 * cannot be compiled hides what has its words, and a glob is what its regular expression is. The first
 * byte says which kind. */
#include <stdint.h>
#include <stdlib.h>

#include "source/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice((const char *)data + 1, size ? size - 1 : 0), line,
		     path;
	const struct pattern *which = NULL;
	struct arena arena = {0};
	struct diag_list diags;
	bool negated = false;

	if (!size)
		return 0;
	struct pattern_list list = {.kind = data[0] % (PATTERN_GITIGNORE + 1),
		.scope = PATTERN_ALL,
		.nocase = data[0] & 8,
		.anchored = data[0] & 16,
		.setting = S("exclude"),
		.file = S("_config.yml")};
	diag_init(&diags);
	/* The first line is the path. */
	slice_cut(rest, '\n', &path, &rest);
	if (path.len > 4096)
		path.len = 4096;
	must(!pattern_hides(&list, path, PATTERN_FILES, &which));
	for (unsigned i = 0; i < 8 && slice_next_line(&rest, &line); i++)
		pattern_add(&arena, &list, slice_head(line, 256), &diags);
	bool hidden = pattern_hides(&list, path, PATTERN_FILES, &which);
	must(!hidden || (which && !which->negated));
	for (size_t i = 0; i < list.count; i++) {
		const struct pattern *pattern = &list.items[i];
		negated |= pattern->negated;
		if (pattern->broken)
			must(diags.count > 0);
		pattern_fits(&list, pattern, path, true);
	}
	if (!negated && list.kind != PATTERN_GITIGNORE)
		for (size_t i = 0; i < list.count; i++)
			must(hidden || list.items[i].folders_only ||
				!pattern_fits(&list, &list.items[i], path, false));
	diag_fini(&diags);
	arena_fini(&arena);
	return 0;
}
