/* SPDX-License-Identifier: MIT */
/* What of a folder Eleventy builds, leaves out and copies (11ty.dev/docs/ignores, /docs/copy, /docs/config). */
#include "data/script.h"
#include "source/generator.h"
#include "source/generator/generator_eleventy_internal.h"

#define CALLS_MAX 256

/* "x" in the project is a file or a folder; a folder means everything in it. */
static void add_glob(
	struct settings_reader *reader, struct pattern_list *list, struct slice glob)
{
	glob = settings_trim_path(reader->settings, glob);
	if (glob.len == 0)
		return;
	settings_add_pattern(reader, list, glob);
	settings_add_pattern(
		reader, list, settings_join(reader->settings, glob, S("**")));
}

/* Lines of globs, relative to the file's folder; negated ones are ignored. */
static void read_ignore_file(
	struct settings_reader *reader, struct slice folder, struct slice file)
{
	struct slice text = settings_read_file(
			     reader, eleventy_joined(reader->settings, folder, file)),
		     line;
	struct pattern_list *list =
		settings_hide(reader, PATTERN_PATH_GLOB, PATTERN_PAGES, file, folder);

	list->file = file;
	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		if (line.len && *line.ptr != '#' && *line.ptr != '!')
			add_glob(reader, list, line);
	}
}

static void read_gitignore(struct settings_reader *reader, struct slice config)
{
	struct slice rest = config, argument;
	bool used = true;

	for (int i = 0; i < CALLS_MAX &&
			script_expression_after(&rest, S("setUseGitIgnore("), &argument);
		i++)
		used = !slice_eq(argument, S("false"));
	if (!used)
		return;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_PAGES, S(".gitignore"), slice_none);
	list->file = S(".gitignore");
	settings_add_lines(reader, list, settings_read_file(reader, S(".gitignore")));
}

/* The globs of eleventyConfig.ignores.add(). */
static void read_ignores_of_config(struct settings_reader *reader, struct slice config)
{
	struct slice rest = config, argument, *texts;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("ignores.add"), slice_none);
	bool whole;

	for (int i = 0; i < CALLS_MAX &&
			script_expression_after(&rest, S("ignores.add("), &argument);
		i++) {
		size_t count = script_strings(
			&reader->settings->arena, config, argument, &texts, &whole);
		for (size_t k = 0; k < count; k++)
			add_glob(reader, list, texts[k]);
		if (!whole)
			diag_add(reader->diags, DIAG_WARNING,
				reader->settings->generator_file, 0, 0,
				count ? "everything that its strings name is left out"
				      : "nothing is left out, because what it names is "
					"unknown",
				"computed setting: ignores.add(%.*s)", SARG(argument));
	}
}

/* Folders of templates, data and output: never part of the input. */
static void hide_folders(
	struct settings_reader *reader, const struct eleventy_folders *folders)
{
	struct settings *settings = reader->settings;
	struct slice input = folders->input;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S("dir"), slice_none);
	const struct slice others[] = {
		folders->includes, folders->layouts, folders->data, folders->output};

	if (folders->input_is_unknown)
		settings_add_pattern(reader, list, S("*"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		bool of_project = i == 3;
		struct slice folder = slice_none;
		if (others[i].len)
			folder = eleventy_joined(
				settings, of_project ? slice_none : input, others[i]);
		/* A folder that is the input, or contains it, hides nothing. */
		if (folder.len && !slice_eq(folder, input) &&
			!(slice_starts(input, folder) && input.ptr[folder.len] == '/'))
			settings_add_folder(reader, list, folder);
	}
}

static bool is_glob(struct slice path)
{
	for (size_t i = 0; i < path.len; i++) {
		if (strchr("*?{[", path.ptr[i]) && path.ptr[i])
			return true;
	}
	return false;
}

/* @path is copied to @to, or, if that is empty, to its own path. */
static void add_copy(struct settings_reader *reader, struct slice input,
	struct slice path, struct slice to)
{
	struct settings *settings = reader->settings;
	struct slice hole, rest;

	/* "${input}/img" */
	if (slice_starts(path, S("${")) && slice_cut(path, '}', &hole, &rest))
		path = settings_join(settings, input, settings_trim_path(settings, rest));
	path = eleventy_joined(settings, slice_none, path);
	to = settings_trim_path(settings, to);
	bool in_input =
		input.len == 0 || (slice_starts(path, input) && path.len > input.len &&
					  path.ptr[input.len] == '/');
	struct slice own = in_input && input.len ? slice_from(path, input.len + 1) : path;
	if (path.len == 0)
		return;
	if (is_glob(path) || (in_input && (!to.len || slice_eq(to, own)) &&
				     settings_has_folder(reader, path))) {
		/* Pages in it stay pages. */
		add_glob(reader, &settings->without_link, path);
		return;
	}
	bool folder = settings_has_folder(reader, path);
	if (slice_eq(to, S(".")) || (folder && !to.len))
		to = slice_eq(to, S(".")) ? slice_none : own;
	else if (!to.len)
		to = own;
	if (folder || to.len)
		SETTINGS_ROOT(settings, .folder = path, .is_static = true,
			.prefix = settings_prefix(settings, to));
}

/* addPassthroughCopy("img") and ({ "./public/": "/" }): files that are copied. */
static void read_copies(
	struct settings_reader *reader, struct slice config, struct slice input)
{
	struct arena *arena = &reader->settings->arena;
	struct slice rest = config, argument, literal, *texts;
	struct value value;
	bool whole;

	for (int i = 0; i < CALLS_MAX && script_expression_after(&rest,
						 S("addPassthroughCopy("), &argument);
		i++) {
		literal = argument;
		script_after(arena, &literal, S(""), &value);
		for (size_t k = 0; value.kind == VALUE_MAP && k < value.count; k++) {
			struct slice to = value_text(&value.pairs[k].value);
			bool root = slice_eq(slice_trim(to), S("/")) || !to.len;
			add_copy(reader, input, value.pairs[k].key, root ? S(".") : to);
		}
		if (value.kind == VALUE_MAP)
			continue;
		size_t count = script_strings(arena, config, argument, &texts, &whole);
		for (size_t k = 0; k < count; k++)
			add_copy(reader, input, texts[k], slice_none);
	}
}

/* "templateFormats: ['md', 'css']": extensions other than those of templates are copied. */
static void read_formats(struct settings_reader *reader, struct slice config)
{
	static const struct slice keys[] = {
		S("setTemplateFormats("), S("addTemplateFormats(")};
	static const struct slice templates = S(
		"md|html|njk|liquid|hbs|mustache|ejs|haml|pug|11ty.js|11ty.cjs|11ty.mjs|"
		"11ty.ts|11ty.jsx|11ty.tsx|webc|js");
	struct settings *settings = reader->settings;
	struct slice expression, *texts, format;
	bool whole;

	for (size_t i = 0; i < 1 + sizeof(keys) / sizeof(*keys); i++) {
		struct slice rest = config;
		if (i == 0 ? !script_expression(config, S("templateFormats"), &expression)
			   : !script_expression_after(&rest, keys[i - 1], &expression))
			continue;
		size_t count = script_strings(
			&settings->arena, config, expression, &texts, &whole);
		for (size_t k = 0; k < count; k++) {
			struct slice all = texts[k];
			while (slice_split(&all, ',', &format)) {
				format = slice_trim(format);
				if (format.len && !slice_any(format, templates, slice_eq))
					settings_add_pattern(reader,
						&settings->without_link,
						arena_printf(&settings->arena,
							"**/*.%.*s", SARG(format)));
			}
		}
	}
}

void eleventy_read_paths(struct settings_reader *reader, struct slice config,
	const struct eleventy_folders *folders)
{
	struct slice input = folders->input;

	reader->settings->without_link =
		(struct pattern_list){.kind = PATTERN_PATH_GLOB, .scope = PATTERN_FILES};
	read_ignore_file(reader, slice_none, S(".eleventyignore"));
	if (input.len)
		read_ignore_file(reader, input, S(".eleventyignore"));
	read_gitignore(reader, config);
	read_ignores_of_config(reader, config);
	hide_folders(reader, folders);
	read_copies(reader, config, input);
	read_formats(reader, config);
}
