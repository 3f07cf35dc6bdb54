/* SPDX-License-Identifier: MIT */
/* The target of a link in the source: from the environment, or, without one, as an outside
 * link. */
#ifndef TEXT_TARGET_H
#define TEXT_TARGET_H

#include "text/env.h"

/* The target of @href (without entities and escapes), in @arena; NULL: keep only the
 * words. */
const struct doc_target *target_for(
	struct arena *arena, const struct text_env *env, struct slice href, bool image);

#endif
