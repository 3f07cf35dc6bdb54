/* SPDX-License-Identifier: MIT */
/* Dates in a folder without a known generator. */
#ifndef SOURCE_GENERATOR_PLAIN_INTERNAL_H
#define SOURCE_GENERATOR_PLAIN_INTERNAL_H

#include "source/fields.h"
#include "source/generator.h"

/* A field that authors cannot write: a sorted map from files to their dates in the index. */
#define PLAIN_DATES " dates of the index"

/* As generator_rules.folder: the dates that the folder's index.gmi gives. */
const struct settings_default *plain_index(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading);
/* As generator_rules.date: the date of @source in an index above it. */
struct slice plain_date(const struct fields *fields, struct slice source);

#endif
