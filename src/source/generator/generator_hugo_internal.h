/* SPDX-License-Identifier: MIT */
/* The two halves of Hugo: settings and addresses. */
#ifndef SOURCE_GENERATOR_HUGO_INTERNAL_H
#define SOURCE_GENERATOR_HUGO_INTERNAL_H

#include "source/generator.h"

/* As in struct generator_rules. */
struct slice hugo_segment(
	const struct settings *settings, struct arena *arena, struct slice segment);
bool hugo_own_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice own, struct buf *out);
void hugo_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out);
void hugo_alias_prefix(struct post_reading *reading, struct buf *out);

/* The map of languages, or NULL. */
const struct value *hugo_languages(const struct settings *settings);
bool hugo_is_disabled(const struct settings *settings, const struct value_pair *language);
/* Adds the roots, and what hides their files. */
void hugo_read_roots(struct settings_reader *reader);

#endif
