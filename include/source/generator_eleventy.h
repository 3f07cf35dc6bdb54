/* SPDX-License-Identifier: MIT */
/* For src/site/generator_eleventy*.c only. */
#ifndef SOURCE_GENERATOR_ELEVENTY_H
#define SOURCE_GENERATOR_ELEVENTY_H

#include "source/settings_parts.h"

/* A path as configurations have it, "./a/../b/", below @base. */
struct slice eleventy_joined(
	struct settings *settings, struct slice base, struct slice path);
/* What is not built, and what is copied as it is: all by path. @config is JavaScript without comments. */
void eleventy_read_paths(
	struct settings_reader *reader, struct slice config, struct slice input);

#endif
