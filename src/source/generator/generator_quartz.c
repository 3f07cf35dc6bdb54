/* SPDX-License-Identifier: MIT */
/* Quartz: the notes in the folder "content", without what quartz.config.ts (version 4) or
 * quartz.config.yaml (version 5) excludes (quartz.jzhao.xyz/configuration, /features/private-pages). */
#include "data/script.h"
#include "source/generator.h"

#define CONTENT S("content")

/* As in its glob library, a pattern that ends with a plain name includes everything below such a
 * folder. */
static void add_ignored(
	struct settings_reader *reader, struct pattern_list *list, struct slice glob)
{
	struct arena *arena = &reader->settings->arena;
	glob = slice_trim(glob);
	struct slice name = slice_path_name(glob);
	bool plain = name.len != 0;

	for (size_t i = 0; i < name.len; i++)
		plain &= !name.ptr[i] || !strchr("*?[]{}()!+@", name.ptr[i]);
	settings_add_pattern(reader, list, glob);
	if (plain || slice_ends(glob, S("/")))
		settings_add_pattern(reader, list,
			arena_printf(arena, "%.*s%s**", SARG(glob), plain ? "/" : ""));
}

static void read_ignored(
	struct settings_reader *reader, const struct slice *globs, size_t count)
{
	static const struct slice usual[] = {
		S("private"), S("templates"), S(".obsidian")};
	struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES | PATTERN_FILES, S("ignorePatterns"), CONTENT);

	if (!globs) {
		globs = usual;
		count = sizeof(usual) / sizeof(*usual);
	}
	for (size_t i = 0; i < count; i++)
		add_ignored(reader, list, globs[i]);
	list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S(".gitignore"), CONTENT);
	list->file = S("content/.gitignore");
	settings_add_lines(
		reader, list, settings_read_file(reader, S("content/.gitignore")));
}

static const struct settings_row rows[] = {
	SETTING("pageTitle", LINE, title),
	SETTING("baseUrl", HOST, url),
	SETTING("locale", LANG, lang),
};

/* "shortest" and "absolute" are always tried. */
static void set_links(struct settings *settings, struct slice resolution)
{
	settings->wikilinks_are_relative = slice_eq_nocase(resolution, S("relative"));
}

static void read_script(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice config = reader->source.script, expression, *globs = NULL;
	bool whole = true;
	size_t count = 0;

	SETTINGS_READ(reader, rows);
	bool is_set = script_expression(config, S("ignorePatterns"), &expression);
	if (is_set)
		count = script_strings(
			&settings->arena, config, expression, &globs, &whole);
	/* An empty list ignores nothing; a missing one has the default. */
	read_ignored(reader, is_set && whole && !globs ? &expression : globs, count);
	if (!whole)
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"everything that its strings name is left out",
			"computed setting: ignorePatterns");
	if (slice_contains(config, S("ExplicitPublish(")))
		settings->opt_in = S("publish");
	set_links(settings,
		value_text(settings_value(reader, S("markdownLinkResolution"))));
}

/* Is it "- source: github:quartz-community/explicit-publish" (for that @word) with "enabled: true"? */
static bool is_plugin(const struct value *plugin, struct slice word)
{
	struct slice keys = S("source|name|plugin"), key;
	bool enabled = true;
	struct slice name = value_text(plugin);

	while (!name.len && slice_split(&keys, '|', &key))
		name = value_text(value_get(plugin, key));
	settings_switch(value_get(plugin, S("enabled")), &enabled);
	return enabled && slice_find(name, word) >= 0;
}

/* Version 5's settings for Markdown. */
static void read_markdown_plugins(struct settings *settings, const struct value *plugins)
{
	for (size_t i = 0; plugins && i < plugins->count; i++) {
		const struct value *plugin = plugins->kind == VALUE_LIST
						     ? &plugins->items[i]
						     : &plugins->pairs[i].value;
		bool named =
			plugins->kind == VALUE_MAP &&
			slice_find(plugins->pairs[i].key, S("hard-line-breaks")) >= 0;
		bool on = true;
		settings_switch(value_get(plugin, S("enabled")), &on);
		settings->breaks |=
			on && (named || is_plugin(plugin, S("hard-line-breaks")));
		const struct value *links =
			value_path(plugin, S("options.markdownLinkResolution"));
		if (value_text(links).len)
			set_links(settings, value_text(links));
	}
}

static void read_yaml(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *config = value_get(settings->raw, S("configuration"));
	const struct value *plugins = value_get(settings->raw, S("plugins"));
	const struct value *ignored = value_get(config, S("ignorePatterns"));
	const struct slice *globs = NULL;

	reader->source.trees[0] = config;
	SETTINGS_READ(reader, rows);
	size_t count = settings_strings(settings, ignored, &globs);
	read_ignored(reader, ignored && !count ? &slice_none : globs, count);
	if (plugins && (plugins->kind == VALUE_LIST || plugins->kind == VALUE_MAP))
		read_markdown_plugins(settings, plugins);
	for (size_t i = 0; plugins && i < plugins->count; i++) {
		bool on = plugins->kind == VALUE_LIST &&
			  is_plugin(&plugins->items[i], S("explicit-publish"));
		if (plugins->kind == VALUE_MAP &&
			slice_find(plugins->pairs[i].key, S("explicit-publish")) >= 0) {
			on = true;
			settings_switch(&plugins->pairs[i].value, &on);
			settings_switch(
				value_get(&plugins->pairs[i].value, S("enabled")), &on);
		}
		if (on)
			settings->opt_in = S("publish");
	}
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	generator_plain.settings(reader);
	settings->mdx = false;
	settings->future = true;
	SETTINGS_ROOT(settings, .folder = CONTENT);
	if (slice_ends(settings->generator_file, S(".ts")))
		read_script(reader);
	else
		read_yaml(reader);
}

/* Spaces become dashes; some signs become words or nothing. */
static struct slice segment(
	const struct settings *settings, struct arena *arena, struct slice s)
{
	struct buf out;
	(void)settings;

	buf_init(&out, BUF_MAX_BYTES);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (ascii_is_space(c))
			buf_putc(&out, '-');
		else if (c == '&')
			buf_puts(&out, "-and-");
		else if (c == '%')
			buf_puts(&out, "-percent");
		else if (c != '?' && c != '#')
			buf_putc(&out, c);
	}
	struct slice made = buf_take(&out, arena);
	return made.len ? made : s;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;

	(void)facts;
	generator_put_path(reading, name->is_index ? slice_none : name->stem,
		&generator_quartz, out);
}

const struct generator_rules generator_quartz = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = generator_own_permalink,
	.address = put_address,
	.segment = segment,
};
