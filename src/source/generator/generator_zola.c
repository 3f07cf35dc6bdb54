/* SPDX-License-Identifier: MIT */
/* Zola's config.toml and addresses (getzola.org/documentation/content/page). */
#include "source/generator.h"
#include "source/visibility.h"

/* Globs for the whole path on the author's machine. */
static void read_ignored(
	struct settings_reader *reader, struct slice setting, struct slice folder)
{
	struct pattern_list *hide =
		settings_hide(reader, PATTERN_GLOB, PATTERN_ALL, setting, folder);

	hide->prefix = arena_printf(&reader->settings->arena, "%.*s%.*s/",
		SARG(settings_absolute(reader)), SARG(folder));
	settings_add_patterns(reader, hide, value_get(reader->settings->raw, setting));
}

/* Themes call it menu_items, after_dark_menu, hyde_links, nav ... */
static void read_menu(struct settings_reader *reader)
{
	const struct value *extra = settings_value(reader, S("extra"));
	struct slice words = S("menu|nav|_links");

	for (size_t i = 0; extra && extra->kind == VALUE_MAP && i < extra->count; i++) {
		const struct value_pair *pair = &extra->pairs[i];
		if (!reader->settings->menu_count && pair->value.kind != VALUE_SCALAR &&
			slice_any(pair->key, words, slice_contains))
			settings_read_menu(reader, &pair->value, slice_none);
	}
}

/* taxonomies = [{name = "authors"}]: those beside tags and categories. */
static void read_taxonomies(struct settings_reader *reader)
{
	const struct value *list = settings_value(reader, S("taxonomies"));

	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		struct slice name = value_text(value_get(&list->items[i], S("name")));
		if (!slice_any(name, S("tags|categories|series"), slice_eq))
			settings_add_taxonomy(reader->settings, name);
	}
}

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	SETTING("description", LINE, description),
	SETTING("author|extra.author", LINE, author),
	SETTING("base_url", URL, url),
	SETTING("default_language", LANG, lang),
	SETTING("markdown.smart_punctuation", SWITCH, smart),
	SETTING("markdown.render_emoji", SWITCH, emoji),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *languages = settings_value(reader, S("languages"));
	struct slice *tags = NULL;
	size_t count = 0;

	settings->shortcodes = true;
	settings->nested = S("taxonomies|extra");
	settings->bundles = BUNDLES_INDEX;
	settings->page_suffix = S("/");
	settings->future = true; /* Zola always does so */
	SETTINGS_READ(reader, rows);
	read_taxonomies(reader);
	if (languages && languages->kind == VALUE_MAP) {
		tags = arena_array(&settings->arena, languages->count, struct slice);
		for (; count < languages->count; count++)
			tags[count] = languages->pairs[count].key;
	}
	settings_set_langs(settings, tags, count);
	/* [slugify] paths = "on", "safe" or "off" */
	struct slice paths = value_text(settings_value(reader, S("slugify.paths")));
	settings->keeps_case = paths.len && !slice_eq(paths, S("on"));
	read_menu(reader);
	SETTINGS_ROOT(settings, .folder = S("content"), .only_bundled = true);
	SETTINGS_ROOT(settings, .folder = S("static"), .is_static = true);
	read_ignored(reader, S("ignored_content"), S("content"));
	read_ignored(reader, S("ignored_static"), S("static"));
}

static struct slice slug_of(
	const struct settings *settings, struct arena *arena, struct slice s)
{
	return settings->keeps_case ? permalink_slugify(arena, s, SLUG_HUGO)
				    : permalink_slugify(arena, permalink_ascii(arena, s),
					      SLUG_DEFAULT);
}

/* Folders unchanged, then the slug, without the date of a name. */
static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;
	struct slice folder = name->folder;

	if (name->lang_in_name &&
		!slice_eq(reading->post.lang, reading->settings->lang)) {
		buf_putc(out, '/');
		buf_put(out, reading->post.lang);
	}
	if (name->is_index && !name->is_section) {
		ptrdiff_t slash = slice_rfind_char(folder, '/');
		folder = slice_head(folder, slash < 0 ? 0 : (size_t)slash);
	}
	buf_putc(out, '/');
	permalink_escape(out, folder);
	buf_putc(out, '/');
	if (name->is_section)
		return;
	permalink_escape(out, slug_of(reading->settings, &reading->arena,
				      facts->slug.len ? facts->slug : name->slug));
	buf_putc(out, '/');
}

static struct settings_default inherited(struct arena *arena, struct slice path,
	struct slice kind, struct slice key, struct slice text)
{
	struct value *values = arena_new(arena, struct value);

	*values = (struct value){.kind = VALUE_MAP};
	struct value_pair *pair = value_add_pair(arena, values);
	pair->key = key;
	pair->value = (struct value){.kind = VALUE_SCALAR, .text = text};
	return (struct settings_default){.path = path, .kind = kind, .values = values};
}

/* The effect of a section's file on its content: a draft hides everything below, and when pages are
 * sorted by a field, those without it are not built. "_index.fr.md" applies to its language. */
static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	struct settings_section *sections;
	size_t n =
		settings_sections(settings, arena, fd, path, S("md"), &sections, reading);
	struct settings_default *list =
		arena_array(arena, 2 * n, struct settings_default);

	for (size_t i = 0; i < n; i++) {
		const struct value *root = &sections[i].fields;
		struct slice lang = sections[i].lang;
		bool draft = false;
		if (lang.len == 0)
			lang = settings->langs[0];
		struct slice sort = value_text(value_get(root, S("sort_by")));
		list[*count] = inherited(arena, path, S("page"), S(VISIBILITY_SORT_BY),
			sort.len ? sort : S("none"));
		list[(*count)++].lang = lang;
		settings_switch(value_get(root, S("draft")), &draft);
		if (!draft)
			continue;
		list[*count] = inherited(
			arena, path, slice_none, S(VISIBILITY_DRAFT_SECTION), S("true"));
		list[(*count)++].lang = lang;
	}
	return list;
}

const struct generator_rules generator_zola = {
	.settings = read_settings,
	.own_keys = S("path"),
	.own_alone = true,
	.own_address = generator_own_folder,
	.address = put_address,
	.folder = read_folder,
};
