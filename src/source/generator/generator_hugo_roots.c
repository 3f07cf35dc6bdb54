/* SPDX-License-Identifier: MIT */
/* Which files of a Hugo site are published: folders, mounts, languages, ignoreFiles and disableKinds
 * (gohugo.io/configuration/module, gohugo.io/configuration/all). */
#include "base/text.h"
#include "base/uri.h"
#include "source/generator/generator_hugo_internal.h"

#define ASSETS_DEPTH_MAX 6 /* of folders in it */

const struct value *hugo_languages(const struct settings *settings)
{
	const struct value *languages = value_get(settings->raw, S("languages"));

	return languages && languages->kind == VALUE_MAP && languages->count ? languages
									     : NULL;
}

bool hugo_is_disabled(const struct settings *settings, const struct value_pair *language)
{
	const struct value *off = value_get(settings->raw, S("disableLanguages"));
	bool disabled = false;

	for (size_t i = 0; off && off->kind == VALUE_LIST && i < off->count; i++)
		disabled |= slice_eq_nocase(value_text(&off->items[i]), language->key);
	settings_switch(value_get(&language->value, S("disabled")), &disabled);
	return disabled;
}

/* "x" or "! x" of a mount's "files". */
static void add_negated(struct settings_reader *reader, struct pattern_list *list,
	const struct value *value, bool shown)
{
	const struct slice *texts = NULL;
	size_t count = settings_strings(reader->settings, value, &texts);

	for (size_t i = 0; i < count; i++) {
		struct slice text = slice_trim(texts[i]);
		bool hides = slice_starts(text, S("!"));
		if (hides == shown)
			continue;
		if (hides)
			text = slice_trim(slice_from(text, 1));
		while (slice_skip(&text, S("/")))
			;
		size_t before = list->count;
		settings_add_pattern(reader, list, text);
		if (list->count > before)
			list->items[before].negated = shown;
	}
}

/* The files that a mount takes from its folder, by globs on their paths: "includeFiles"
 * overrides "excludeFiles"; files excluded by "files" stay excluded. */
static void read_mount_files(
	struct settings_reader *reader, const struct value *mount, struct slice source)
{
	static const struct {
		struct slice shows, hides;
	} settings[] = {{S("includeFiles"), S("excludeFiles")}, {S("files"), S("files")}};

	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		const struct value *shows = value_get(mount, settings[i].shows);
		const struct value *hides = value_get(mount, settings[i].hides);
		if (!shows && !hides)
			continue;
		struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
			PATTERN_PAGES | PATTERN_FILES, settings[i].hides, source);
		list->nocase = true;
		struct pattern_list wanted = *list;
		add_negated(reader, &wanted, shows, true);
		if (wanted.count)
			settings_add_pattern(reader, list, S("**"));
		if (i == 0)
			settings_add_patterns(reader, list, hides);
		add_negated(reader, list, shows, true);
		if (i == 1)
			add_negated(reader, list, hides, false);
	}
}

/* Regular expressions for absolute paths, perhaps of another machine. */
static void read_ignored(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = value_get(settings->raw, S("ignoreFiles"));
	const struct slice *texts = NULL;
	size_t count = settings_strings(settings, raw, &texts);

	for (size_t r = 0; count && r < settings->root_count; r++) {
		const struct settings_root *root = &settings->roots[r];
		if (root->is_static)
			continue;
		struct pattern_list *list = settings_hide(reader, PATTERN_REGEX,
			PATTERN_PAGES | PATTERN_FILES, S("ignoreFiles"), root->folder);
		list->prefix = arena_printf(&settings->arena, "%.*s%.*s/",
			SARG(settings_absolute(reader)), SARG(root->folder));
		settings_add_patterns(reader, list, raw);
		struct slice own =
			arena_printf(&settings->arena, "/%.*s/", SARG(root->folder));
		list = settings_hide(reader, PATTERN_REGEX, PATTERN_PAGES | PATTERN_FILES,
			S("ignoreFiles"), root->folder);
		list->prefix = own;
		for (size_t i = 0; i < count; i++) {
			ptrdiff_t at = slice_find(texts[i], own);
			if (at > 0 && slice_starts(texts[i], S("^")))
				settings_add_pattern(reader, list,
					arena_printf(&settings->arena, "^%.*s",
						SARG(slice_from(texts[i], (size_t)at))));
		}
	}
}

/* The contentDir of a language; or empty. */
static struct slice own_content(
	struct settings *settings, const struct value_pair *language)
{
	return settings_trim_path(
		settings, value_text(value_get(&language->value, S("contentDir"))));
}

static void hide_folder(struct settings_reader *reader, struct slice folder)
{
	struct settings *settings = reader->settings;

	if (folder.len == 0)
		return;
	struct pattern_list *list = settings_hide(reader, PATTERN_GITIGNORE, PATTERN_ALL,
		S("disabled languages"), slice_none);
	settings_add_pattern(
		reader, list, arena_printf(&settings->arena, "/%.*s/", SARG(folder)));
}

/* A disabled language: hides files named "x.fr.md", and its folder. */
static void hide_language(
	struct settings_reader *reader, const struct value_pair *language)
{
	struct settings *settings = reader->settings;
	struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES | PATTERN_FILES, S("disabled languages"), slice_none);
	struct slice folder = own_content(settings, language);

	list->nocase = true;
	settings_add_pattern(reader, list,
		arena_printf(&settings->arena, "**/*.%.*s.*", SARG(language->key)));
	hide_folder(reader, folder);
}

/* Kinds of pages that are disabled. */
static void read_kinds(struct settings_reader *reader)
{
	static const struct {
		struct slice kind, regex;
	} rows[] = {
		{S("page"), S("(^|/)(?!_index\\.)[^/]*$")},
		{S("section"), S("/_index\\.[^/]*$")},
		{S("home"), S("^_index\\.[^/]*$")},
	};
	struct settings *settings = reader->settings;
	const struct slice *kinds = NULL;
	size_t count = settings_strings(
		settings, value_get(settings->raw, S("disableKinds")), &kinds);

	for (size_t i = 0; i < count * settings->root_count; i++) {
		const struct settings_root *root =
			&settings->roots[i % settings->root_count];
		struct slice kind = kinds[i / settings->root_count];
		for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
			if (root->is_static || !slice_eq_nocase(kind, rows[k].kind))
				continue;
			struct pattern_list *list = settings_hide(reader, PATTERN_REGEX,
				PATTERN_PAGES, S("disableKinds"), root->folder);
			settings_add_pattern(reader, list, rows[k].regex);
		}
	}
}

/* A folder of the site, and where its files appear. */
static void add_root(struct settings *settings, struct slice source,
	struct slice component, struct slice rest, struct slice lang)
{
	struct settings_root root = {.folder = source,
		.prefix = rest,
		.mount = rest.len ? slice_from(rest, 1) : rest};

	root.is_static = !slice_eq(component, S("content"));
	/* Files of assets/ are published only when pages use them. */
	root.only_linked = slice_eq(component, S("assets"));
	if (!root.is_static && lang.len) {
		root.lang = lang;
		if (settings->lang_in_path || !slice_eq(lang, settings->lang))
			root.prefix = arena_printf(&settings->arena, "/%.*s%.*s",
				SARG(text_lower(&settings->arena, lang)), SARG(rest));
	}
	settings_add_root(settings, root);
}

/* Is that the key of a disabled language? */
static bool is_off(const struct settings *settings, struct slice lang)
{
	const struct value *languages = hugo_languages(settings);

	for (size_t i = 0; languages && i < languages->count; i++) {
		if (slice_eq_nocase(languages->pairs[i].key, lang))
			return hugo_is_disabled(settings, &languages->pairs[i]);
	}
	return false;
}

/* The mounts of a component ("content", "static", "assets"), which replace its folder. False: none. */
static bool read_mounts(struct settings_reader *reader, struct slice component)
{
	struct settings *settings = reader->settings;
	const struct value *mounts = value_path(settings->raw, S("module.mounts"));
	bool mounted = false;

	for (size_t i = 0; mounts && mounts->kind == VALUE_LIST && i < mounts->count;
		i++) {
		const struct value *mount = &mounts->items[i];
		struct slice source = settings_trim_path(
			settings, value_text(value_get(mount, S("source"))));
		struct slice target = settings_trim_path(
			settings, value_text(value_get(mount, S("target"))));
		struct slice rest = slice_from(target, component.len);
		if (!slice_starts(target, component) || (rest.len && *rest.ptr != '/'))
			continue;
		mounted = true;
		if (slice_starts(source, S("..")))
			continue;
		struct slice lang = value_text(value_get(mount, S("lang")));
		if (is_off(settings, lang)) {
			hide_folder(reader, source);
			continue;
		}
		read_mount_files(reader, mount, source);
		add_root(settings, source, component, rest,
			settings_lang_tag(&settings->arena, lang));
	}
	return mounted;
}

/* contentDir of the site for the languages without one, and theirs of the others. */
static void read_content(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *languages = hugo_languages(settings);
	size_t count = languages ? languages->count : 0;
	bool shared = true;

	for (size_t i = 0; i < count; i++) {
		const struct value_pair *pair = &languages->pairs[i];
		if (hugo_is_disabled(settings, pair))
			continue;
		shared = own_content(settings, pair).len == 0;
		if (shared)
			break;
	}
	if (shared)
		add_root(settings, settings_path(reader, S("contentDir"), S("content")),
			S("content"), slice_none, slice_none);
	for (size_t i = 0; i < count; i++) {
		const struct value_pair *pair = &languages->pairs[i];
		struct slice folder = own_content(settings, pair);
		if (hugo_is_disabled(settings, pair))
			hide_language(reader, pair);
		else if (folder.len)
			add_root(settings, folder, S("content"), slice_none,
				settings_lang_tag(&settings->arena, pair->key));
	}
}

/* Is there a file that a page could link? Sources of style sheets and scripts do not count: most sites
 * have nothing else there, and then posts need not be searched for links. */
static bool holds_files(
	struct settings_reader *reader, struct slice folder, unsigned depth)
{
	static const struct slice code =
		S("scss|sass|less|css|js|mjs|ts|jsx|tsx|map|html|json");
	struct slice *names;
	size_t count = settings_list(reader, folder, &names);
	bool found = false;

	for (size_t i = 0; i < count && !found; i++) {
		struct slice extension = uri_extension(names[i]);
		struct slice path = settings_join(reader->settings, folder, names[i]);
		if (extension.len == 0 && depth < ASSETS_DEPTH_MAX) {
			found = holds_files(reader, path, depth + 1);
			continue;
		}
		found = extension.len && !slice_any(extension, code, slice_eq_nocase);
	}
	return found;
}

void hugo_read_roots(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *languages = hugo_languages(settings);
	const struct slice *dirs = NULL;
	struct slice assets = settings_path(reader, S("assetDir"), S("assets"));

	if (!read_mounts(reader, S("content"))) {
		read_content(reader);
	} else {
		for (size_t i = 0; languages && i < languages->count; i++) {
			if (hugo_is_disabled(settings, &languages->pairs[i]))
				hide_language(reader, &languages->pairs[i]);
		}
	}
	if (!read_mounts(reader, S("static"))) {
		size_t count = settings_strings(
			settings, value_get(settings->raw, S("staticDir")), &dirs);
		for (size_t i = 0; i < count; i++)
			add_root(settings, settings_trim_path(settings, dirs[i]),
				S("static"), slice_none, slice_none);
		if (count == 0)
			add_root(settings, S("static"), S("static"), slice_none,
				slice_none);
	}
	reader->hides_nothing = true;
	if (!read_mounts(reader, S("assets")) && holds_files(reader, assets, 0))
		add_root(settings, assets, S("assets"), slice_none, slice_none);
	reader->hides_nothing = false;
	read_ignored(reader);
	read_kinds(reader);
}
