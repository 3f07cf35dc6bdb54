/* SPDX-License-Identifier: MIT */
/* VitePress: .vitepress/config.*, the Markdown files of its source folder, each at its own path, and rewrites of these
 * (vitepress.dev/reference/site-config, /guide/routing). */
#include "data/script.h"
#include "source/generator.h"

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	SETTING("description", LINE, description),
	SETTING("hostname", URL, url),
	SETTING("base", PREFIX, baseurl),
	SETTING("lang", LANG, lang),
};

/* A folder that is named as in paths, "./src"; "." and an empty one are @otherwise. */
static struct slice folder_of(
	struct settings_reader *reader, struct slice key, struct slice otherwise)
{
	struct slice path = settings_path(reader, key, slice_none);

	return path.len == 0 || slice_eq(path, S(".")) ? otherwise : path;
}

/* A pattern also leaves out what is below a folder that it matches. */
static void add_excluded(
	struct settings_reader *reader, struct pattern_list *list, struct slice glob)
{
	glob = slice_trim(glob);
	while (slice_skip(&glob, S("./")))
		;
	while (slice_drop(&glob, S("/")))
		;
	settings_add_pattern(reader, list, glob);
	if (!slice_ends(glob, S(".md")) && !slice_ends(glob, S("*")))
		settings_add_pattern(reader, list,
			arena_printf(&reader->settings->arena, "%.*s/**", SARG(glob)));
}

static void read_excluded(struct settings_reader *reader, struct slice source)
{
	struct settings *settings = reader->settings;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("srcExclude"), source);
	struct slice config = reader->source.script, expression, *globs;
	bool whole = true;

	if (script_expression(config, S("srcExclude"), &expression)) {
		size_t count = script_strings(
			&settings->arena, config, expression, &globs, &whole);
		for (size_t i = 0; i < count; i++)
			add_excluded(reader, list, globs[i]);
	}
	if (!whole)
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"everything that its strings name is left out",
			"computed setting: srcExclude");
	list = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("a folder \"dist\""), source);
	settings_add_pattern(reader, list, S("**/dist/**"));
	list = settings_hide(reader, PATTERN_REGEX, PATTERN_PAGES,
		S("pages that a program makes"), source);
	settings_add_pattern(reader, list, S("\\[\\w+\\]"));
	/* Only Markdown becomes pages. */
	list = settings_hide(
		reader, PATTERN_REGEX, PATTERN_PAGES, S("a page in HTML"), source);
	settings_add_pattern(reader, list, S("\\.[hH][tT][mM][lL]?$"));
	struct slice built = folder_of(reader, S("outDir"), slice_none);
	if (built.len && !slice_in_folder(source, built)) {
		list = settings_hide(
			reader, PATTERN_GITIGNORE, PATTERN_ALL, S("outDir"), slice_none);
		settings_add_folder(reader, list, built);
	}
}

/* "locales: {root: {lang: 'en'}, fr: {...}}" */
static void read_locales(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *locales = settings_value(reader, S("locales"));
	size_t count = 0;

	if (!locales || locales->kind != VALUE_MAP)
		return;
	struct slice *tags = arena_array(&settings->arena, locales->count, struct slice);
	for (size_t i = 0; i < locales->count; i++) {
		if (!slice_eq(locales->pairs[i].key, S("root")))
			tags[count++] = slice_trim(locales->pairs[i].key);
	}
	settings_set_langs(settings, tags, count);
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice source = folder_of(reader, S("srcDir"), slice_none);
	const struct value *rewrites = settings_value(reader, S("rewrites"));

	SETTINGS_READ(reader, rows);
	read_locales(reader);
	settings->markdown_extensions = S("md");
	settings->future = true;
	settings->main_sections = S(GENERATOR_POSTS);
	settings->page_suffix =
		settings_bool(reader, S("cleanUrls"), false) ? S("") : S(".html");
	settings->rewrites = rewrites && rewrites->kind == VALUE_MAP ? rewrites : NULL;
	if (!settings->rewrites && slice_contains(reader->source.script, S("rewrites")))
		diag_add(reader->diags, DIAG_NOTE, settings->generator_file, 0, 0,
			"each page is at the path of its file",
			"computed setting: rewrites");
	SETTINGS_ROOT(
		settings, .folder = source, .underscores = true, .only_linked = true);
	SETTINGS_ROOT(settings,
		.folder = settings_join(
			settings, source, folder_of(reader, S("publicDir"), S("public"))),
		.is_static = true);
	read_excluded(reader, source);
	settings_read_menu(reader, settings_value(reader, S("nav")), slice_none);
}

#define PARAMS_MAX 16
#define STEPS_MAX  10000

/* A match of a path with a pattern of path-to-regexp: ":name" is a segment, ":name*" or ":name+" several,
 * "(.*)" anything. */
struct match {
	struct slice names[PARAMS_MAX], values[PARAMS_MAX];
	size_t count, steps;
};

/* Takes a parameter from the start of *pattern. False: none is there. */
static bool take_param(struct slice *pattern, struct slice *name, bool *many, bool *none)
{
	struct slice rest = *pattern;

	*name = slice_none;
	*many = *none = false;
	if (slice_skip(&rest, S(":"))) {
		*name = slice_take(&rest, slice_span(rest, "_"));
		if (!name->len)
			return false;
	}
	if (slice_starts(rest, S("(")) && slice_cut(rest, ')', NULL, &rest))
		*many = *none = true;
	else if (!name->len)
		return false;
	if (rest.len && strchr("*+", *rest.ptr)) {
		*many = true;
		*none |= *rest.ptr == '*';
		rest = slice_from(rest, 1);
	}
	*pattern = rest;
	return true;
}

/* The depth is bounded by PARAMS_MAX. */
static bool matches(struct match *match, struct slice pattern, struct slice path)
{
	struct slice name;
	bool many, none;

	for (;;) {
		if (match->steps++ == STEPS_MAX)
			return false;
		if (!pattern.len)
			return !path.len;
		if (take_param(&pattern, &name, &many, &none))
			break;
		if (!path.len || *path.ptr != *pattern.ptr)
			return false;
		pattern = slice_from(pattern, 1);
		path = slice_from(path, 1);
	}
	if (match->count == PARAMS_MAX)
		return false;
	size_t at = match->count++;
	ptrdiff_t slash = many ? -1 : slice_find_char(path, '/');
	size_t most = slash < 0 ? path.len : (size_t)slash;
	match->names[at] = name;
	for (size_t len = most + 1; len-- > (none ? 0 : 1);) {
		match->values[at] = slice_head(path, len);
		if (matches(match, pattern, slice_from(path, len)))
			return true;
	}
	match->count = at;
	return false;
}

static void put_rewritten(const struct match *match, struct slice to, struct buf *out)
{
	struct slice name;
	bool many, none;

	while (to.len) {
		if (!take_param(&to, &name, &many, &none)) {
			buf_putc(out, *to.ptr);
			to = slice_from(to, 1);
			continue;
		}
		for (size_t i = 0; i < match->count; i++) {
			if (slice_eq(match->names[i], name))
				buf_put(out, match->values[i]);
		}
	}
}

/* The path of a source on the web site, "guide/x.md". The first rule that fits counts. */
static struct slice rewritten(struct post_reading *reading)
{
	const struct value *rules = reading->settings->rewrites;
	struct buf out;

	for (size_t i = 0; rules && i < rules->count; i++) {
		struct match match = {.count = 0};
		struct slice to = value_text(&rules->pairs[i].value);
		if (!to.len || !matches(&match, rules->pairs[i].key, reading->place))
			continue;
		buf_init(&out, BUF_MAX_BYTES);
		put_rewritten(&match, to, &out);
		return buf_take(&out, &reading->arena);
	}
	return reading->place;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	struct slice path = rewritten(reading);

	(void)facts;
	slice_drop(&path, S(".md"));
	buf_putc(out, '/');
	if (slice_eq(slice_path_name(path), S("index"))) {
		permalink_escape(out, slice_head(path, path.len - S("index").len));
		return;
	}
	permalink_escape(out, path);
	buf_put(out, reading->settings->page_suffix);
}

const struct generator_rules generator_vitepress = {
	.settings = read_settings,
	.address = put_address,
};
