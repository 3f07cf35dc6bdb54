/* SPDX-License-Identifier: MIT */
/* Where a link of the source leads: what the environment says, or, without one, what an outside
 * link can be. */
#ifndef TEXT_TARGET_H
#define TEXT_TARGET_H

#include "text/env.h"

/* A target for @href (entities and escapes undone); NULL: keep the words only. In @arena. */
const struct doc_target *target_for(
	struct arena *arena, const struct text_env *env, struct slice href, bool image);

#endif
