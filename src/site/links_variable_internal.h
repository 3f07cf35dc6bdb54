/* SPDX-License-Identifier: MIT */
/* What {{ site.x }} and {{ page.x }} stand for: internal to site/links, as text_env.variable. A setting
 * whose name sounds like a secret is kept from readers. */
#ifndef SITE_LINKS_VARIABLE_INTERNAL_H
#define SITE_LINKS_VARIABLE_INTERNAL_H

#include "site/links.h"

enum env_answer links_variable(const struct links *links, struct arena *arena,
	struct slice name, struct slice *text);

#endif
