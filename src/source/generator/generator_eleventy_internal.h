/* SPDX-License-Identifier: MIT */
/* For src/source/generator/generator_eleventy*.c only. */
#ifndef SOURCE_GENERATOR_ELEVENTY_INTERNAL_H
#define SOURCE_GENERATOR_ELEVENTY_INTERNAL_H

#include "source/settings_reader.h"

/* A path as in configurations, "./a/../b/", below @base. */
struct slice eleventy_joined(
	struct settings *settings, struct slice base, struct slice path);
/* Sets which paths are not built and which are copied. @config is JavaScript without comments. */
void eleventy_read_paths(
	struct settings_reader *reader, struct slice config, struct slice input);

#define ELEVENTY_DATA_MAX     1000 /* pages per folder with data files */
#define ELEVENTY_DATA_ENDINGS 7

/* The suffixes of data files, the strongest first. */
extern const char *const eleventy_data_endings[ELEVENTY_DATA_ENDINGS];
/* The names ("x" of "x.md") of pages in the folder @path, @fd, that have such files beside them, into @names (of
 * ELEVENTY_DATA_MAX), after the first @count. Returns the new count. @reading: as with generator_rules.folder. */
size_t eleventy_pages_with_data(const struct settings *settings, struct arena *arena,
	int fd, struct slice path, struct slice *names, size_t count,
	struct folder_reading *reading);

#endif
