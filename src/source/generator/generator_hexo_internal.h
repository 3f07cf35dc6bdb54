/* SPDX-License-Identifier: MIT */
/* The two halves of Hexo: settings and addresses. */
#ifndef SOURCE_GENERATOR_HEXO_INTERNAL_H
#define SOURCE_GENERATOR_HEXO_INTERNAL_H

#include "source/generator.h"

/* As in struct generator_rules. */
bool hexo_own_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice own, struct buf *out);
void hexo_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out);

#endif
