/* SPDX-License-Identifier: MIT */
#include "text/target.h"

#include "base/uri.h"
#include "text/gaps.h"

const struct doc_target *target_for(
	struct arena *arena, const struct text_env *env, struct slice href, bool image)
{
	struct doc_target *target = arena_new(arena, struct doc_target);
	struct slice scheme;

	target->size_bytes = -1;
	href = slice_trim(gaps_without(arena, href));
	if (env && env->link)
		return env->link(env->ctx, arena, href, image, target) == ENV_LINK
			       ? target
			       : NULL;
	scheme = uri_scheme(href);
	if (!href.len || href.ptr[0] == '#' ||
		slice_any(scheme, S("javascript|vbscript|data"), slice_eq_nocase) ||
		!uri_normalize(arena, href, &target->url))
		return NULL;
	return target;
}
