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
#define HUGO_CASCADES_MAX 64
/* Extensions of files that may be a page. */
#define HUGO_FORMATS "md|markdown|mdown|html|htm|adoc|asciidoc|ad|org|rst|pandoc|pdc"
/* A cascade is a map, or a list of maps that each may name its target. Returns the number of those in @list. */
size_t hugo_cascades(struct arena *arena, const struct value *value,
	const struct settings_default *below, struct settings_default *list, size_t max);
/* The cascades that a folder's pages have from sections of other folders, above the place where it is mounted. */
size_t hugo_mounted_cascades(
	struct settings_reader *reader, struct settings_default *list, size_t max);
/* Adds the roots, and what hides their files. */
void hugo_read_roots(struct settings_reader *reader);

#endif
