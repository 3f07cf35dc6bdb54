/* SPDX-License-Identifier: MIT */
/* What a folder that no generator is known for says of its files. */
#ifndef SOURCE_GENERATOR_PLAIN_INTERNAL_H
#define SOURCE_GENERATOR_PLAIN_INTERNAL_H

#include "source/fields.h"
#include "source/generator.h"

/* A field that no author can write: a sorted map from files to the dates that their index gives them. */
#define PLAIN_DATES " dates of the index"

/* As generator_rules.folder: the dates that the folder's index.gmi gives. */
const struct settings_default *plain_index(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count, int *error);
/* As generator_rules.date: what an index above says of the file @source. */
struct slice plain_date(const struct fields *fields, struct slice source);

#endif
