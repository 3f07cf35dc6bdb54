/* SPDX-License-Identifier: MIT */
/* For src/source/generator/generator_eleventy*.c only. */
#ifndef SOURCE_GENERATOR_ELEVENTY_INTERNAL_H
#define SOURCE_GENERATOR_ELEVENTY_INTERNAL_H

#include "source/settings_reader.h"

/* A path as in configurations, "./a/../b/", below @base. */
struct slice eleventy_joined(
	struct settings *settings, struct slice base, struct slice path);

/* The folders of a project, as they are written: @output below the project, others below the input. Empty: nothing
 * is said. */
struct eleventy_folders {
	struct slice input, includes, layouts, data, output;
	bool input_is_unknown; /* no page may be shown then */
};

/* The option @name ("--input") of the command that builds the web site, from package.json. */
struct slice eleventy_option(const struct value *package, struct slice name);
/* @config is JavaScript without comments, also below. */
void eleventy_read_folders(struct settings_reader *reader, const struct value *package,
	struct slice config, struct eleventy_folders *out);
/* Sets which paths are not built and which are copied. @folders->input is joined. */
void eleventy_read_paths(struct settings_reader *reader, struct slice config,
	const struct eleventy_folders *folders);

#define ELEVENTY_DATA_MAX 1000 /* pages per folder with data files */

/* Sets how data files are called. */
void eleventy_read_data_names(struct settings_reader *reader, struct slice config);
/* The names ("x" of "x.md") of pages in the folder @path, @fd, that have such files beside them, into @names (of
 * ELEVENTY_DATA_MAX), after the first @count. Returns the new count. @reading: as with generator_rules.folder. */
size_t eleventy_pages_with_data(const struct settings *settings, struct arena *arena,
	int fd, struct slice path, struct slice *names, size_t count,
	struct folder_reading *reading);

#endif
