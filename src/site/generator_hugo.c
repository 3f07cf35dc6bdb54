/* SPDX-License-Identifier: MIT */
/* hugo.toml, hugo.yaml, hugo.json, the older config.* and config/_default/ (gohugo.io/configuration);
 * addresses as gohugo.io/content-management/urls and gohugo.io/configuration/permalinks have them. */
#include "site/generator_hugo.h"
#include "base/file.h"
#include "base/text.h"
#include "base/uri.h"
#include "text/frontmatter.h"

#define RULES_MAX 256
#define SECTION_MAX                                                                      \
	(64 * 1024) /* of a section's file: what is not front matter is not read */
#define CASCADES_MAX 16

static void add_pairs(
	struct settings *settings, struct value *to, const struct value *from)
{
	for (size_t i = 0; from && from->kind == VALUE_MAP && i < from->count; i++)
		*value_add_pair(&settings->arena, to) = from->pairs[i];
}

/* config/_default/: hugo.toml is the root, params.toml its key "params", and so on; "params.fr.toml" and
 * "languages.fr.toml" are of a language. */
static void read_config_folder(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice folder = S("config/_default"), *names;
	size_t count = settings_list(reader, folder, &names);
	struct value *root = arena_new(&settings->arena, struct value);

	struct value languages = {.kind = VALUE_MAP};

	root->kind = VALUE_MAP;
	add_pairs(settings, root, settings->raw);
	for (size_t i = 0; i < count; i++) {
		struct slice stem, file = arena_printf(&settings->arena, "%.*s/%.*s",
					   SARG(folder), SARG(names[i]));
		const struct value *tree = settings_read_tree(reader, file);
		slice_cut(names[i], '.', &stem, NULL);
		if (!tree)
			continue;
		if (settings->generator_file.len == 0)
			settings->generator_file = file;
		if (slice_eq(stem, S("hugo")) || slice_eq(stem, S("config"))) {
			add_pairs(settings, root, tree);
		} else if (names[i].len == stem.len + 1 + uri_extension(names[i]).len) {
			struct value_pair *pair = value_add_pair(&settings->arena, root);
			pair->key = stem;
			pair->value = *tree;
		} else if (slice_eq(stem, S("languages"))) { /* languages.fr.toml */
			struct slice lang = slice_from(names[i], stem.len + 1);
			slice_cut(lang, '.', &lang, NULL);
			struct value_pair *pair =
				value_add_pair(&settings->arena, &languages);
			pair->key = lang;
			pair->value = *tree;
		}
	}
	if (languages.count) {
		add_pairs(settings, &languages, value_get(root, S("languages")));
		struct value_pair *pair = value_add_pair(&settings->arena, root);
		pair->key = S("languages");
		pair->value = languages;
	}
	if (root->count)
		settings->raw = root;
}

/* What a site says, or what it says of its default language. */
static const struct value *of_site(const struct settings *settings, struct slice key)
{
	const struct value *languages = hugo_languages(settings);
	const struct value *value =
		value_path(languages ? value_get(languages, settings->lang) : NULL, key);

	return value ? value : value_path(settings->raw, key);
}

static void read_langs(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw, *languages = hugo_languages(settings);
	const struct slice said[] = {
		value_text(value_get(raw, S("defaultContentLanguage"))),
		languages ? languages->pairs[0].key : slice_none,
		value_text(value_get(raw, S("locale"))),
		value_text(value_get(raw, S("languageCode")))};
	struct slice *tags = NULL;
	size_t count = 0;

	settings_set_lang(reader, said, sizeof(said) / sizeof(*said));
	if (languages) {
		tags = arena_array(&settings->arena, languages->count, struct slice);
		for (size_t i = 0; i < languages->count; i++) {
			if (!hugo_is_disabled(settings, &languages->pairs[i]))
				tags[count++] = languages->pairs[i].key;
		}
	}
	settings_set_langs(settings, tags, count);
	settings_switch(value_get(raw, S("defaultContentLanguageInSubdir")),
		&settings->lang_in_path);
}

static void add_rules(struct settings *settings, const struct value *map,
	struct slice kind, struct settings_collection *list, size_t *count)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		struct slice pattern = value_text(&map->pairs[i].value);
		struct slice section = settings_trim_path(settings, map->pairs[i].key);
		if (pattern.len == 0 || *count == RULES_MAX)
			continue;
		list[*count] = (struct settings_collection){.name = section,
			.folder = section,
			.permalink = pattern,
			.output = true};
		/* Rules of section pages are no rules of the pages in them. */
		if (slice_eq(kind, S("section")))
			list[*count].folder =
				arena_printf(&settings->arena, "%.*s/", SARG(section));
		(*count)++;
	}
}

/* [permalinks] posts = "/:year/:slug/", or the same below "page" and "section". */
static void read_permalinks(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("permalinks"));
	struct settings_collection *list =
		arena_array(&settings->arena, RULES_MAX, struct settings_collection);
	size_t count = 0;

	add_rules(settings, raw, slice_none, list, &count);
	add_rules(settings, value_get(raw, S("page")), S("page"), list, &count);
	add_rules(settings, value_get(raw, S("section")), S("section"), list, &count);
	settings->collections = list;
	settings->collection_count = count;
}

/* [taxonomies] tag = "topics": the field is called "topics" then. The first of none that is known takes
 * the place of tags. */
static void read_taxonomies(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("taxonomies"));

	if (!raw || raw->kind != VALUE_MAP)
		return;
	settings->tags_key = value_text(value_get(raw, S("tag")));
	settings->categories_key = value_text(value_get(raw, S("category")));
	if (settings->tags_key.len == 0 && settings->categories_key.len == 0 &&
		raw->count)
		settings->tags_key = value_text(&raw->pairs[0].value);
}

/* A cascade is a map, or a list of maps that each may name its target. */
static size_t cascades(struct arena *arena, const struct value *value,
	struct slice folder, struct slice content, struct settings_default *list,
	size_t max)
{
	size_t count = 0, items = value && value->kind == VALUE_LIST ? value->count : 1;

	for (size_t i = 0; value && i < items && count < max; i++) {
		const struct value *item =
			value->kind == VALUE_LIST ? &value->items[i] : value;
		const struct value *target = value_get(item, S("target"));
		if (!target)
			target = value_get(item, S("_target"));
		struct slice path = value_text(value_get(target, S("path")));
		struct slice kind = value_text(value_get(target, S("kind")));
		if (item->kind != VALUE_MAP || (kind.len && !slice_eq(kind, S("page"))))
			continue;
		const struct value *params = value_get(item, S("params"));
		list[count] = (struct settings_default){.path = folder, .values = item};
		if (path.len) {
			while (path.len && *path.ptr == '/')
				path = slice_from(path, 1);
			list[count].path = arena_printf(
				arena, "%.*s/%.*s", SARG(content), SARG(path));
		}
		count++;
		if (params && params->kind == VALUE_MAP && count < max) {
			list[count] = list[count - 1];
			list[count++].values = params;
		}
	}
	return count;
}

static void read_settings(struct settings_reader *reader)
{
	static const struct slice nested[] = {S("params")};
	struct settings *settings = reader->settings;

	if (settings_has_folder(reader, S("config/_default")))
		read_config_folder(reader);
	const struct value *raw = settings->raw;
	settings->shortcodes = settings->smart = true;
	settings->definitions = true;
	settings->nested = nested;
	settings->nested_count = 1;
	read_langs(reader);
	settings_line(settings, of_site(settings, S("title")), &settings->title);
	settings_line(settings, of_site(settings, S("params.description")),
		&settings->description);
	if (settings->description.len == 0)
		settings_line(settings, of_site(settings, S("description")),
			&settings->description);
	const struct value *author = of_site(settings, S("params.author"));
	if (!author)
		author = of_site(settings, S("author"));
	if (author && author->kind == VALUE_MAP)
		author = value_get(author, S("name"));
	settings_line(settings, author, &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("baseURL"))));
	settings_set_zone(reader, value_text(value_get(raw, S("timeZone"))));
	settings_switch(value_get(raw, S("buildFuture")), &settings->future);
	settings_switch(value_get(raw, S("buildDrafts")), &settings->drafts);
	settings_switch(value_get(raw, S("enableEmoji")), &settings->emoji);
	settings_switch(value_get(raw, S("disablePathToLower")), &settings->keeps_case);
	bool ugly = false;
	settings_switch(value_get(raw, S("uglyURLs")), &ugly);
	settings->page_suffix = ugly ? S(".html") : S("/");
	settings->bundles = BUNDLES_LEAF;
	hugo_read_roots(reader);
	read_permalinks(settings);
	read_taxonomies(settings);
	struct settings_default *list =
		arena_array(&settings->arena, CASCADES_MAX, struct settings_default);
	settings->default_count = cascades(&settings->arena, value_get(raw, S("cascade")),
		slice_none, settings->content_dir, list, CASCADES_MAX);
	settings->defaults = list;
}

/* The front matter of the folder's _index.md. */
static bool read_section(
	int fd, const char *name, struct arena *arena, struct value *root)
{
	struct frontmatter fm;
	struct diag_list diags;
	struct buf bytes;

	buf_init(&bytes, SECTION_MAX);
	int error = file_read_beneath(fd, slice_str(name), SECTION_MAX, &bytes);
	struct slice head = error < 0 ? slice_none : buf_dup(&bytes, arena);
	buf_fini(&bytes);
	if (slice_find(head, S("cascade")) < 0)
		return false;
	frontmatter_split(head, error == 0, false, &fm);
	if (fm.format == FRONTMATTER_NONE || !fm.whole)
		return false;
	/* What is wrong with it is said when it is read as a page. */
	diag_init(&diags);
	frontmatter_parse(arena, &fm, slice_none, &diags, root);
	diag_fini(&diags);
	return root->kind == VALUE_MAP;
}

static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count)
{
	struct value *root = arena_new(arena, struct value);
	struct settings_default *list =
		arena_array(arena, CASCADES_MAX, struct settings_default);

	if (read_section(fd, "_index.md", arena, root))
		*count = cascades(arena, value_get(root, S("cascade")), path,
			settings->content_dir, list, CASCADES_MAX);
	return list;
}

const struct generator_rules generator_hugo = {
	.settings = read_settings,
	.own_address = hugo_own_address,
	.address = hugo_address,
	.segment = hugo_segment,
	.folder = read_folder,
};
