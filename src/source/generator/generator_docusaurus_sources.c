/* SPDX-License-Identifier: MIT */
/* The sources of Docusaurus: the plugins of its preset and separate ones, without what their options exclude
 * (docusaurus.io/docs/api/plugins, /docs/versioning). */
#include "data/script.h"
#include "data/yaml.h"
#include "source/generator.h"
#include "source/generator/generator_docusaurus_internal.h"

#define PLUGINS_MAX 64

/* The value of @key in a plugin's options, without slashes at the ends; else @otherwise. */
static struct slice path_option(struct settings *settings, const struct value *options,
	struct slice key, struct slice otherwise)
{
	struct slice text = value_text(value_get(options, key));

	if (text.len == 0)
		return otherwise;
	slice_skip(&text, S("./"));
	return settings_trim_path(settings, text);
}

/* A plugin that makes pages from a folder: blog, docs or pages. */
struct plugin {
	struct slice name;   /* "blog" */
	struct slice config; /* the whole file, for constants */
	struct slice text;   /* of its options; empty: none */
	struct value options;
	struct settings_collection *collection; /* or NULL */
};

/* The globs of @key in the plugin's options, including constants. */
static size_t globs(struct settings_reader *reader, const struct plugin *plugin,
	struct slice key, struct slice **out)
{
	struct slice expression;
	bool whole;

	*out = NULL;
	if (!script_expression(plugin->text, key, &expression))
		return 0;
	size_t count = script_strings(
		&reader->settings->arena, plugin->config, expression, out, &whole);
	if (!whole)
		diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0,
			0, "every string in it is used", "computed setting: %.*s of %.*s",
			SARG(key), SARG(plugin->name));
	return count;
}

/* Which files of the folder become pages: "include" without "exclude". */
static void read_globs(
	struct settings_reader *reader, const struct plugin *plugin, struct slice folder)
{
	struct arena *arena = &reader->settings->arena;
	struct slice *texts;
	struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES, arena_printf(arena, "include of %.*s", SARG(plugin->name)),
		folder);

	settings_add_pattern(reader, list, S("**"));
	size_t count = globs(reader, plugin, S("include"), &texts);
	for (size_t i = 0; i < count; i++)
		settings_add_pattern(
			reader, list, arena_printf(arena, "!%.*s", SARG(texts[i])));
	if (count == 0)
		settings_add_pattern(reader, list, S("!**/*.{md,mdx,gmi,gemini}"));
	list = settings_hide(reader, PATTERN_PATH_GLOB, PATTERN_PAGES,
		arena_printf(arena, "exclude of %.*s", SARG(plugin->name)), folder);
	count = globs(reader, plugin, S("exclude"), &texts);
	for (size_t i = 0; i < count; i++)
		settings_add_pattern(reader, list, texts[i]);
}

static void add_root(struct settings_reader *reader, const struct plugin *plugin,
	struct settings_root root)
{
	root.only_linked = true;
	root.collection = plugin->collection;
	settings_add_root(reader->settings, root);
	read_globs(reader, plugin, root.folder);
}

/* The sources of a plugin, and their translations, if any. */
static void add_sources(struct settings_reader *reader, const struct plugin *plugin,
	struct slice folder, struct slice route, struct slice translated)
{
	struct settings *settings = reader->settings;

	if (!settings_has_folder(reader, folder))
		return;
	add_root(reader, plugin,
		(struct settings_root){
			.folder = folder, .prefix = settings_prefix(settings, route)});
	for (size_t i = 0; i < settings->lang_count; i++) {
		struct slice lang = settings->langs[i];
		struct slice below = arena_printf(
			&settings->arena, "i18n/%.*s/%.*s", SARG(lang), SARG(translated));
		if (slice_eq(lang, settings->lang) || !settings_has_folder(reader, below))
			continue;
		add_root(reader, plugin,
			(struct settings_root){.folder = below,
				.lang = lang,
				.prefix = settings_prefix(
					settings, settings_join(settings, lang, route))});
	}
}

/* The version shown instead of unpublished docs: the one set as the last version, else the newest published
 * one. Empty: none. */
static struct slice last_version(
	struct settings_reader *reader, const struct plugin *plugin)
{
	struct settings *settings = reader->settings;
	struct slice last = value_text(value_get(&plugin->options, S("lastVersion")));
	struct slice text = settings_read_file(reader, S("versions.json")), *only;
	const struct slice *names = NULL;
	struct value list = {0};

	if (last.len)
		return last;
	yaml_parse(&settings->arena, text, &yaml_config_limits, S("versions.json"), 0,
		reader->diags, &list);
	size_t count = settings_strings(settings, &list, &names);
	size_t only_count = globs(reader, plugin, S("onlyIncludeVersions"), &only);
	for (size_t i = 0; i < count; i++) {
		bool wanted = only_count == 0;
		for (size_t k = 0; k < only_count; k++)
			wanted |= slice_eq(only[k], names[i]);
		if (wanted)
			return names[i];
	}
	return slice_none;
}

/* Is docs/ itself, the next version, on the web? */
static bool has_current(struct settings_reader *reader, const struct plugin *plugin)
{
	bool current = true;
	struct slice *only;

	settings_switch(
		value_get(&plugin->options, S("includeCurrentVersion")), &current);
	size_t count = globs(reader, plugin, S("onlyIncludeVersions"), &only);
	bool named = count == 0;
	for (size_t i = 0; i < count; i++)
		named |= slice_eq(only[i], S("current"));
	return current && named;
}

static void add_docs(struct settings_reader *reader, const struct plugin *plugin)
{
	struct settings *settings = reader->settings;
	struct slice folder =
		path_option(settings, &plugin->options, S("path"), S("docs"));
	struct slice route =
		path_option(settings, &plugin->options, S("routeBasePath"), S("docs"));
	struct slice translated = S("docusaurus-plugin-content-docs/current");
	struct slice id = value_text(value_get(&plugin->options, S("id")));

	if (!has_current(reader, plugin)) {
		struct slice version = last_version(reader, plugin);
		if (!version.len)
			return;
		folder = arena_printf(&settings->arena,
			"%.*s%sversioned_docs/version-%.*s", SARG(id), id.len ? "_" : "",
			SARG(version));
		translated = arena_printf(&settings->arena,
			"docusaurus-plugin-content-docs/version-%.*s", SARG(version));
	}
	if (id.len)
		translated = arena_printf(&settings->arena,
			"docusaurus-plugin-content-docs-%.*s/current", SARG(id));
	add_sources(reader, plugin, folder, route, translated);
}

static void add_plugin(struct settings_reader *reader, const struct plugin *plugin)
{
	struct settings *settings = reader->settings;
	struct slice id = value_text(value_get(&plugin->options, S("id")));

	if (slice_eq(plugin->name, S("docs"))) {
		add_docs(reader, plugin);
	} else if (slice_eq(plugin->name, S("blog"))) {
		struct slice folder =
			path_option(settings, &plugin->options, S("path"), S("blog"));
		settings_read_authors_file(
			reader, settings_join(settings, folder,
					path_option(settings, &plugin->options,
						S("authorsMapPath"), S("authors.yml"))));
		add_sources(reader, plugin, folder,
			path_option(settings, &plugin->options, S("routeBasePath"),
				S("blog")),
			arena_printf(&settings->arena,
				"docusaurus-plugin-content-blog%s%.*s", id.len ? "-" : "",
				SARG(id)));
	} else {
		add_sources(reader, plugin,
			path_option(
				settings, &plugin->options, S("path"), S("src/pages")),
			path_option(settings, &plugin->options, S("routeBasePath"),
				slice_none),
			S("docusaurus-plugin-content-pages"));
	}
}

/* "blog: {...}" of the preset; false: disabled. */
static bool read_options(
	struct settings_reader *reader, struct slice presets, struct plugin *plugin)
{
	if (!script_expression(presets, plugin->name, &plugin->text) &&
		!script_expression(plugin->config, plugin->name, &plugin->text))
		return true;
	if (slice_eq(plugin->text, S("false")))
		return false;
	struct slice rest = plugin->text;
	script_after(&reader->settings->arena, &rest, S(""), &plugin->options);
	return true;
}

/* "['@docusaurus/plugin-content-docs', {...}]": a separate plugin. */
static void add_others(struct settings_reader *reader, struct plugin *plugin)
{
	struct slice rest = plugin->config;
	struct slice marker = arena_printf(
		&reader->settings->arena, "plugin-content-%.*s", SARG(plugin->name));

	for (int i = 0; i < PLUGINS_MAX; i++) {
		ptrdiff_t at = slice_find(rest, marker);
		if (at < 0)
			return;
		rest = slice_from(rest, (size_t)at + marker.len);
		struct slice behind = rest;
		while (behind.len && strchr("\"'`) \t\r\n,", *behind.ptr) && *behind.ptr)
			behind = slice_from(behind, 1);
		if (!slice_starts(behind, S("{")))
			continue;
		plugin->text = behind;
		if (!script_after(
			    &reader->settings->arena, &behind, S(""), &plugin->options) ||
			!script_expression_after(&plugin->text, S(""), &plugin->text))
			continue;
		add_plugin(reader, plugin);
	}
}

static void read_plugins(struct settings_reader *reader, struct slice config)
{
	struct settings *settings = reader->settings;
	struct settings_collection *made =
		arena_array(&settings->arena, 2, struct settings_collection);
	struct plugin plugins[] = {
		{.name = S("pages")}, {.name = S("blog")}, {.name = S("docs")}};
	struct slice presets;

	made[0] = (struct settings_collection){
		.name = S("posts"), .folder = S("blog"), .output = true};
	made[1] = (struct settings_collection){
		.name = S("docs"), .folder = S("docs"), .output = true};
	plugins[1].collection = &made[0];
	plugins[2].collection = &made[1];
	settings->collections = made;
	settings->collection_count = 2;
	settings->dates_make_no_posts = true;
	if (!script_expression(config, S("presets"), &presets))
		presets = config;
	for (size_t i = 0; i < sizeof(plugins) / sizeof(*plugins); i++) {
		plugins[i].config = config;
		if (read_options(reader, presets, &plugins[i]))
			add_plugin(reader, &plugins[i]);
		add_others(reader, &plugins[i]);
	}
}

static void read_static(struct settings_reader *reader, struct slice config)
{
	struct settings *settings = reader->settings;
	struct slice expression, *folders = NULL;
	bool whole;
	size_t count = 0;

	if (script_expression(config, S("staticDirectories"), &expression))
		count = script_strings(
			&settings->arena, config, expression, &folders, &whole);
	for (size_t i = 0; i < count; i++)
		SETTINGS_ROOT(settings, .is_static = true,
			.folder = settings_trim_path(settings, folders[i]));
	if (count == 0)
		SETTINGS_ROOT(settings, .folder = S("static"), .is_static = true);
}

void docusaurus_sources(struct settings_reader *reader, struct slice config)
{
	read_static(reader, config);
	read_plugins(reader, config);
}
