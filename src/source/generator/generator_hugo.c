/* SPDX-License-Identifier: MIT */
/* hugo.toml, hugo.yaml, hugo.json, the older config.* and config/_default/ (gohugo.io/configuration);
 * addresses as in gohugo.io/content-management/urls and gohugo.io/configuration/permalinks. */
#include "base/text.h"
#include "base/uri.h"
#include "source/generator/generator_hugo_internal.h"
#include "source/pattern.h"

#define RULES_MAX 256

/* Merges a tree under a key. */
static void merge_under(struct settings *settings, struct value *to, struct slice key,
	const struct value *tree)
{
	struct value map = {.kind = VALUE_MAP};
	struct value_pair *pair = value_add_pair(&settings->arena, &map);

	pair->key = key;
	pair->value = *tree;
	settings_merge(settings, to, &map);
}

/* A folder of settings: hugo.toml is the root, params.toml its key "params", and so on; "params.fr.toml"
 * and "languages.fr.toml" are of a language. */
static void read_config_folder(
	struct settings_reader *reader, struct slice folder, struct value *root)
{
	struct settings *settings = reader->settings;
	struct slice *names;
	size_t count = settings_list(reader, folder, &names);

	for (size_t i = 0; i < count; i++) {
		struct slice stem, file = settings_join(settings, folder, names[i]);
		const struct value *tree = settings_read_tree(reader, file);
		slice_cut(names[i], '.', &stem, NULL);
		if (!tree)
			continue;
		if (settings->generator_file.len == 0)
			settings->generator_file = file;
		if (slice_eq(stem, S("hugo")) || slice_eq(stem, S("config"))) {
			settings_merge(settings, root, tree);
		} else if (names[i].len == stem.len + 1 + uri_extension(names[i]).len) {
			/* A list cannot be the root of TOML: "[[cascade]]" in cascade.toml. */
			if (slice_eq(stem, S("cascade")) && value_get(tree, stem))
				tree = value_get(tree, stem);
			merge_under(settings, root, stem, tree);
		} else if (slice_any(stem, S("languages|menus|menu"), slice_eq)) {
			/* languages.fr.toml, menus.fr.toml */
			struct value languages = {.kind = VALUE_MAP},
				     menus = {.kind = VALUE_MAP};
			struct slice lang = slice_from(names[i], stem.len + 1);
			slice_cut(lang, '.', &lang, NULL);
			if (*stem.ptr == 'm')
				merge_under(settings, &menus, stem, tree);
			merge_under(settings, &languages, lang,
				*stem.ptr == 'm' ? &menus : tree);
			merge_under(settings, root, S("languages"), &languages);
		}
	}
}

/* config/_default/, overridden by the production settings. */
static void read_config_folders(struct settings_reader *reader)
{
	static const struct slice folders[] = {
		S("config/_default"), S("config/production")};
	struct settings *settings = reader->settings;
	struct value *root = arena_new(&settings->arena, struct value);

	root->kind = VALUE_MAP;
	settings_merge(settings, root, settings->raw);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (settings_has_folder(reader, folders[i]))
			read_config_folder(reader, folders[i], root);
	}
	if (root->count)
		settings->raw = root;
}

static void read_langs(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw, *languages = hugo_languages(settings);
	const struct slice langs[] = {
		value_text(value_get(raw, S("defaultContentLanguage"))),
		languages ? languages->pairs[0].key : slice_none,
		value_text(value_get(raw, S("locale"))),
		value_text(value_get(raw, S("languageCode")))};
	struct slice *tags = NULL;
	size_t count = 0;

	settings_set_lang(reader, langs, sizeof(langs) / sizeof(*langs));
	if (languages) {
		tags = arena_array(&settings->arena, languages->count, struct slice);
		for (size_t i = 0; i < languages->count; i++) {
			if (!hugo_is_disabled(settings, &languages->pairs[i]))
				tags[count++] = languages->pairs[i].key;
		}
	}
	settings_set_langs(settings, tags, count);
}

/* @section: a folder at the top, or a glob that begins with a slash. */
static void add_rule(struct settings *settings, struct slice section,
	struct slice pattern, bool of_sections, struct settings_collection *list,
	size_t *count)
{
	if (pattern.len == 0 || *count == RULES_MAX)
		return;
	list[(*count)++] = (struct settings_collection){.name = section,
		/* Rules of section pages are no rules of the pages in them. */
		.folder = of_sections
				  ? arena_printf(&settings->arena, "%.*s/", SARG(section))
				  : section,
		.permalink = pattern,
		.output = true};
}

static void add_rules(struct settings *settings, const struct value *map,
	bool of_sections, struct settings_collection *list, size_t *count)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		struct slice section = settings_trim_path(settings, map->pairs[i].key);
		/* A folder that is deeper is all that is below it. */
		if (slice_find_char(section, '/') > 0)
			section = arena_printf(&settings->arena, "/{%.*s,%.*s/**}",
				SARG(section), SARG(section));
		add_rule(settings, section, value_text(&map->pairs[i].value), of_sections,
			list, count);
	}
}

/* [[permalinks]] with a pattern and a target of path and kind: the first that fits counts. */
static void add_targets(struct settings *settings, const struct value *rules,
	struct settings_collection *list, size_t *count)
{
	for (size_t i = 0; rules && rules->kind == VALUE_LIST && i < rules->count; i++) {
		const struct value *target = value_get(&rules->items[i], S("target"));
		struct slice pattern =
			value_text(value_get(&rules->items[i], S("pattern")));
		struct slice path = value_text(value_get(target, S("path")));
		struct slice kind = value_text(value_get(target, S("kind")));
		slice_drop(&path, S("/"));
		path = path.len ? text_lower(&settings->arena, path) : S("/**");
		if (!kind.len || slice_eq_nocase(kind, S("page")))
			add_rule(settings, path, pattern, false, list, count);
		if (!kind.len || slice_eq_nocase(kind, S("section")))
			add_rule(settings, path, pattern, true, list, count);
	}
}

/* [permalinks] posts = "/:year/:slug/", or the same below "page" and "section", or a list. */
static void read_permalinks(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("permalinks"));
	struct settings_collection *list =
		arena_array(&settings->arena, RULES_MAX, struct settings_collection);
	size_t count = 0;

	add_targets(settings, raw, list, &count);
	add_rules(settings, raw, false, list, &count);
	add_rules(settings, value_get(raw, S("page")), false, list, &count);
	add_rules(settings, value_get(raw, S("section")), true, list, &count);
	settings->collections = list;
	settings->collection_count = count;
}

/* [taxonomies] tag = "topics": the field is then called "topics", and so are its pages. If there are no tags, the
 * first that is not categories, series or authors is used as tags. */
static void read_taxonomies(struct settings *settings)
{
	static const struct slice known = S("tag|category|series|serie|author");
	const struct value *raw = value_get(settings->raw, S("taxonomies"));

	if (!raw || raw->kind != VALUE_MAP)
		return;
	settings->tags_key = value_text(value_get(raw, S("tag")));
	settings->categories_key = value_text(value_get(raw, S("category")));
	for (size_t i = 0; i < raw->count; i++) {
		struct slice one = raw->pairs[i].key,
			     key = value_text(&raw->pairs[i].value);
		if (!settings->tags_key.len && !settings->categories_key.len &&
			!slice_any(one, known, slice_eq_nocase))
			settings->tags_key = key;
		else if (!slice_any(one, S("tag|category"), slice_eq_nocase) &&
			 !slice_eq(key, S("series")) &&
			 !slice_eq(key, settings->tags_key))
			settings_add_taxonomy(settings, key);
	}
	settings->tags_segment = settings_taxonomy_segment(settings, settings->tags_key);
	settings->categories_segment =
		settings_taxonomy_segment(settings, settings->categories_key);
}

/* [frontmatter] date = [":filename", ":default"]: the fields, each with its other names. */
static struct slice date_keys(
	struct settings *settings, struct slice which, struct slice usual)
{
	static const struct {
		struct slice key, keys;
	} names[] = {{S("publishdate"), S("publishdate|pubdate|published")},
		{S("expirydate"), S("expirydate|unpublishdate")},
		{S("lastmod"), S("lastmod|modified")}};
	const struct slice *keys;
	struct buf all;
	size_t count = settings_strings(settings,
		value_get(value_get(settings->raw, S("frontmatter")), which), &keys);

	buf_init(&all, BUF_MAX_BYTES);
	for (size_t i = 0; i < count; i++) {
		struct slice key = text_lower(&settings->arena, keys[i]);
		if (slice_eq(key, S(":default")))
			key = usual;
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
			key = slice_eq(key, names[k].key) ? names[k].keys : key;
		buf_puts(&all, i ? "|" : "");
		buf_put(&all, key);
	}
	return buf_take(&all, &settings->arena);
}

static void read_date_keys(struct settings *settings)
{
	/* When it appears is said by "date", too, wherever the date comes from. */
	static const struct slice publish = S("publishdate|pubdate|published|date"),
				  expiry = S("expirydate|unpublishdate");

	settings->date_keys = date_keys(settings, S("date"),
		S("date|publishdate|pubdate|published|lastmod|modified"));
	settings->publish_keys = date_keys(settings, S("publishDate"), publish);
	settings->expiry_keys = date_keys(settings, S("expiryDate"), expiry);
	if (settings->publish_keys.len == 0)
		settings->publish_keys = publish;
}

/* A path begins at the root, and so does each of several: "{/posts,/notes}". */
static struct slice without_roots(struct arena *arena, struct slice path)
{
	struct slice out = arena_dup(arena, path);
	char *to = (char *)out.ptr;
	size_t len = 0;

	for (size_t i = 0; i < path.len; i++) {
		if (path.ptr[i] == '/' && (len == 0 || strchr("{,/", to[len - 1])))
			continue;
		to[len++] = path.ptr[i];
	}
	return slice_head(out, len);
}

/* The target of a cascade; one for another environment than production is ignored. */
static bool read_target(
	struct arena *arena, const struct value *target, struct settings_default *out)
{
	struct slice path = value_text(value_get(target, S("path")));
	struct slice environment = value_text(value_get(target, S("environment")));

	if (environment.len && !pattern_glob_braces(environment, S("production"), false))
		return false;
	out->kind = value_text(value_get(target, S("kind")));
	if (out->lang.len == 0)
		out->lang = value_text(value_get(target, S("lang")));
	out->target = without_roots(arena, path);
	return true;
}

/* A cascade is a map, or a list of maps that each may name its target. */
size_t hugo_cascades(struct arena *arena, const struct value *value,
	const struct settings_default *below, struct settings_default *list, size_t max)
{
	size_t count = 0, items = value && value->kind == VALUE_LIST ? value->count : 1;

	for (size_t i = 0; value && i < items && count < max; i++) {
		const struct value *item =
			value->kind == VALUE_LIST ? &value->items[i] : value;
		const struct value *target = value_get(item, S("target"));
		struct settings_default entry = *below;
		if (!target)
			target = value_get(item, S("_target"));
		if (item->kind != VALUE_MAP || !read_target(arena, target, &entry))
			continue;
		const struct value *params = value_get(item, S("params"));
		if (params && params->kind == VALUE_MAP) {
			entry.values = params;
			list[count++] = entry;
		}
		entry.values = item;
		if (count < max)
			list[count++] = entry;
	}
	return count;
}

/* Those of the site, and those of a language for its pages. */
static void read_cascades(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *languages = hugo_languages(settings);
	struct settings_default *list =
		arena_array(&settings->arena, HUGO_CASCADES_MAX, struct settings_default);
	size_t count = 0;

	for (size_t i = 0; languages && i < languages->count; i++) {
		struct settings_default below = {
			.lang = settings_lang_tag(
				&settings->arena, languages->pairs[i].key)};
		count += hugo_cascades(&settings->arena,
			value_get(&languages->pairs[i].value, S("cascade")), &below,
			list + count, HUGO_CASCADES_MAX - count);
	}
	count += hugo_cascades(&settings->arena, value_get(settings->raw, S("cascade")),
		&(struct settings_default){0}, list + count, HUGO_CASCADES_MAX - count);
	count += hugo_mounted_cascades(reader, list + count, HUGO_CASCADES_MAX - count);
	settings->defaults = list;
	settings->default_count = count;
}

/* mainSections = ["posts"]: what themes list, and their feeds hold. */
static void read_main_sections(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice keys = S("mainSections|params.mainSections"), key;
	const struct slice *names;
	struct buf list;

	buf_init(&list, BUF_MAX_BYTES);
	while (list.len == 0 && slice_split(&keys, '|', &key)) {
		size_t count =
			settings_strings(settings, settings_value(reader, key), &names);
		for (size_t i = 0; i < count; i++)
			buf_printf(&list, "%s%.*s", list.len ? "|" : "",
				SARG(settings_trim_path(settings, names[i])));
	}
	settings->main_sections = buf_take(&list, &settings->arena);
	settings->largest_is_main = true;
}

/* [[menus.main]]; older sites have "menu". Entries with a parent are left to its page. */
static void read_menu(
	struct settings_reader *reader, const struct value *tree, struct slice lang)
{
	struct settings *settings = reader->settings;
	const struct value *menus = value_get(tree, S("menus"));
	struct slice names = S(SETTINGS_MENU_NAMES), name;
	const struct value *menu = NULL;

	menus = menus ? menus : value_get(tree, S("menu"));
	while (!menu && slice_split(&names, '|', &name))
		menu = value_get(menus, name);
	if (!menu || menu->kind != VALUE_LIST)
		return;
	settings->menu_name = name;
	struct value top = {.kind = VALUE_LIST};
	for (size_t i = 0; i < menu->count; i++) {
		if (!value_text(value_get(&menu->items[i], S("parent"))).len)
			*value_add_item(&settings->arena, &top) = menu->items[i];
	}
	settings_read_menu(reader, &top, lang);
}

/* That of each language, else that of the site. */
static void read_menus(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *languages = hugo_languages(settings);
	struct slice sections =
		value_text(value_get(settings->raw, S("sectionPagesMenu")));

	settings->menu_name = sections.len ? sections : S("main");
	settings->menu_has_sections = sections.len != 0;
	read_menu(reader, settings->raw, slice_none);
	for (size_t i = 0; languages && i < languages->count; i++)
		read_menu(reader, &languages->pairs[i].value,
			settings_lang_tag(&settings->arena, languages->pairs[i].key));
}

static const struct settings_row rows[] = {
	SETTING("defaultContentLanguageInSubdir", SWITCH, lang_in_path),
	SETTING("baseURL", URL, url),
	SETTING("timeZone", ZONE, zone),
	SETTING("buildFuture", SWITCH, future),
	SETTING("buildExpired", SWITCH, expired),
	SETTING("buildDrafts", DRAFTS, drafts),
	SETTING("enableEmoji", SWITCH, emoji),
	SETTING("disablePathToLower", SWITCH, keeps_case),
	SETTING("removePathAccents", SWITCH, drops_marks),
};

/* The site's value, or that of its default language. */
static const struct settings_row lang_rows[] = {
	SETTING("title", LINE, title),
	SETTING("params.description|description", LINE, description),
	SETTING("params.author|author", NAME, author),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	read_config_folders(reader);
	const struct value *raw = settings->raw;
	settings->shortcodes = settings->smart = true;
	settings->definitions = true;
	settings->nested = S("params");
	read_langs(reader);
	reader->source.trees[0] = raw;
	SETTINGS_READ(reader, rows);
	reader->source.trees[1] = raw;
	reader->source.trees[0] = value_get(hugo_languages(settings), settings->lang);
	SETTINGS_READ(reader, lang_rows);
	reader->source = (struct settings_source){.trees = {raw}};
	settings->page_suffix =
		settings_bool(reader, S("uglyURLs"), false) ? S(".html") : S("/");
	settings->bundles = BUNDLES_LEAF;
	hugo_read_roots(reader);
	read_permalinks(settings);
	read_taxonomies(settings);
	read_date_keys(settings);
	read_main_sections(reader);
	read_menus(reader);
	read_cascades(reader);
}

/* "_index.fr.md" is for its language, "_index.md" for every one; in any format that Hugo takes. */
static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	struct settings_default *list =
		arena_array(arena, HUGO_CASCADES_MAX, struct settings_default);
	struct settings_section *sections;
	size_t n = settings_sections(
		settings, arena, fd, path, S(HUGO_FORMATS), &sections, reading);

	for (size_t i = 0; i < n; i++) {
		struct settings_default below = {.path = path, .lang = sections[i].lang};
		*count +=
			hugo_cascades(arena, value_get(&sections[i].fields, S("cascade")),
				&below, list + *count, HUGO_CASCADES_MAX - *count);
	}
	return list;
}

const struct generator_rules generator_hugo = {
	.settings = read_settings,
	.own_keys = S("url"),
	.own_address = hugo_own_address,
	.address = hugo_address,
	.alias_prefix = hugo_alias_prefix,
	.segment = hugo_segment,
	.folder = read_folder,
};
