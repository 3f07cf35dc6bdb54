/* SPDX-License-Identifier: MIT */
/* Quartz: the notes of its folder "content", less what quartz.config.ts (version 4) or quartz.config.yaml
 * (version 5) leaves out (quartz.jzhao.xyz/configuration, /features/private-pages). */
#include "base/uri.h"
#include "data/script.h"
#include "source/generator.h"

#define CONTENT S("content")

/* What its glob library does: one that ends with a plain name means all that is below such a folder. */
static void add_ignored(
	struct settings_reader *reader, struct pattern_list *list, struct slice glob)
{
	struct arena *arena = &reader->settings->arena;
	glob = slice_trim(glob);
	struct slice name = slice_path_name(glob);
	bool plain = name.len != 0;

	for (size_t i = 0; i < name.len; i++)
		plain &= !name.ptr[i] || !strchr("*?[]{}()!+@", name.ptr[i]);
	pattern_add(arena, list, glob, reader->diags);
	if (plain)
		pattern_add(arena, list, arena_printf(arena, "%.*s/**", SARG(glob)),
			reader->diags);
	else if (slice_ends(glob, S("/")))
		pattern_add(arena, list, arena_printf(arena, "%.*s**", SARG(glob)),
			reader->diags);
}

static void read_ignored(
	struct settings_reader *reader, const struct slice *globs, size_t count)
{
	static const struct slice usual[] = {
		S("private"), S("templates"), S(".obsidian")};
	struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES | PATTERN_FILES, S("ignorePatterns"));

	list->folder = CONTENT;
	if (!globs) {
		globs = usual;
		count = sizeof(usual) / sizeof(*usual);
	}
	for (size_t i = 0; i < count; i++)
		add_ignored(reader, list, globs[i]);
	list = settings_hide(reader, PATTERN_GITIGNORE, PATTERN_ALL, S(".gitignore"));
	list->file = S("content/.gitignore");
	list->folder = CONTENT;
	settings_add_lines(
		reader, list, settings_read_file(reader, S("content/.gitignore")));
}

/* "q.example/notes": it has no scheme. */
static void set_base(struct settings *settings, struct slice base)
{
	if (base.len && !uri_scheme(base).len)
		base = arena_printf(&settings->arena, "https://%.*s", SARG(base));
	settings_set_url(settings, base);
}

/* "shortest" and "absolute" are tried always. */
static void set_links(struct settings *settings, struct slice resolution)
{
	settings->wikilinks_are_relative = slice_eq_nocase(resolution, S("relative"));
}

static void read_script(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct arena *arena = &settings->arena;
	struct slice expression, *globs = NULL, lang;
	struct value value;
	bool whole = true;
	size_t count = 0;
	struct slice config = script_javascript(
		arena, settings_read_file(reader, settings->generator_file));

	if (script_find(arena, config, S("pageTitle"), &value))
		settings_line(settings, &value, &settings->title);
	if (script_find(arena, config, S("baseUrl"), &value))
		set_base(settings, value_text(&value));
	if (script_find(arena, config, S("locale"), &value)) {
		lang = value_text(&value);
		settings_set_lang(reader, &lang, 1);
	}
	bool said = script_expression(config, S("ignorePatterns"), &expression);
	if (said)
		count = script_strings(arena, config, expression, &globs, &whole);
	/* An empty list ignores nothing, none at all what is usual. */
	read_ignored(reader, said && whole && !globs ? &expression : globs, count);
	if (!whole)
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"all that its strings name is left out",
			"a setting is computed: ignorePatterns");
	if (slice_find(config, S("ExplicitPublish(")) >= 0)
		settings->opt_in = S("publish");
	if (script_find(arena, config, S("markdownLinkResolution"), &value))
		set_links(settings, value_text(&value));
}

/* Is it "- source: github:quartz-community/explicit-publish" (for that @word) with "enabled: true"? */
static bool is_plugin(const struct value *plugin, struct slice word)
{
	static const struct slice keys[] = {S("source"), S("name"), S("plugin")};
	bool enabled = true;
	struct slice name = value_text(plugin);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !name.len; i++)
		name = value_text(value_get(plugin, keys[i]));
	settings_switch(value_get(plugin, S("enabled")), &enabled);
	return enabled && slice_find(name, word) >= 0;
}

/* What version 5 says of Markdown itself. */
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
	struct slice lang = value_text(value_get(config, S("locale")));

	settings_line(settings, value_get(config, S("pageTitle")), &settings->title);
	set_base(settings, value_text(value_get(config, S("baseUrl"))));
	settings_set_lang(reader, &lang, 1);
	size_t count = settings_strings(settings, ignored, &globs);
	read_ignored(reader, ignored && !count ? &lang : globs, count);
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
	settings_add_root(settings, (struct settings_root){.folder = CONTENT});
	if (slice_ends(settings->generator_file, S(".ts")))
		read_script(reader);
	else
		read_yaml(reader);
}

/* Blanks are dashes, a few signs words or nothing. */
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
	struct slice made = buf_dup(&out, arena);
	buf_fini(&out);
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
	.own_address = generator_own_permalink,
	.address = put_address,
	.segment = segment,
};
