/* SPDX-License-Identifier: MIT */
#include "text/dialect_internal.h"

void dialect_templates(struct arena *arena, struct slice source,
	const struct convert_options *options, const struct text_env *env,
	struct dialect_text *out)
{
	(void)arena;
	(void)options;
	(void)env;
	struct slice line;
	for (unsigned number = 1; slice_next_line(&source, &line); number++) {
		dialect_text_put(out, line, number);
		dialect_text_put(out, S("\n"), number);
	}
}
