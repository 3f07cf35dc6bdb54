/* SPDX-License-Identifier: MIT */
/* hugo.toml, hugo.yaml, hugo.json and the older config.* (gohugo.io/configuration); Zola's config.toml,
 * whose folders are the same (getzola.org/documentation/getting-started/configuration). */
#include "site/settings_parts.h"

#define RULES_MAX 256

static void read_langs(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	const struct value *languages = value_get(raw, S("languages"));
	struct slice lang = settings_lang_tag(&settings->arena, reader->config->language);
	struct slice *tags = NULL;
	size_t count = 0;

	if (lang.len == 0)
		lang = settings_lang_tag(&settings->arena,
			value_text(value_get(raw, S("defaultContentLanguage"))));
	if (lang.len == 0)
		lang = settings_lang_tag(
			&settings->arena, value_text(value_get(raw, S("languageCode"))));
	if (lang.len)
		settings->lang = lang;
	if (languages && languages->kind == VALUE_MAP) {
		tags = arena_array(&settings->arena, languages->count, struct slice);
		for (size_t i = 0; i < languages->count; i++) {
			const struct value_pair *pair = &languages->pairs[i];
			tags[count++] = pair->key;
			/* The title of the site may stand with its language. */
			if (settings->title.len == 0 &&
				slice_eq_nocase(pair->key, settings->lang))
				settings_line(settings,
					value_get(&pair->value, S("title")),
					&settings->title);
		}
	}
	settings_set_langs(settings, tags, count);
}

/* [permalinks] posts = "/:year/:slug/", or the same below "page". */
static void read_permalinks(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("permalinks"));
	const struct value *page = value_get(raw, S("page"));
	size_t count = 0;

	if (page && page->kind == VALUE_MAP)
		raw = page;
	if (!raw || raw->kind != VALUE_MAP)
		return;
	size_t max = raw->count < RULES_MAX ? raw->count : RULES_MAX;
	struct settings_collection *list =
		arena_array(&settings->arena, max, struct settings_collection);
	for (size_t i = 0; i < max; i++) {
		struct slice pattern = value_text(&raw->pairs[i].value);
		if (pattern.len == 0)
			continue;
		list[count].name = raw->pairs[i].key;
		list[count].folder = arena_printf(&settings->arena, "%.*s/%.*s",
			SARG(settings->content_dir), SARG(raw->pairs[i].key));
		list[count].output = true;
		list[count++].permalink = pattern;
	}
	settings->collections = list;
	settings->collection_count = count;
}

void settings_read_hugo(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw, *params = value_get(raw, S("params"));
	bool said;

	settings->shortcodes = settings->smart = true;
	settings_line(settings, value_get(raw, S("title")), &settings->title);
	settings_line(
		settings, value_get(params, S("description")), &settings->description);
	const struct value *author = value_get(params, S("author"));
	if (!author)
		author = value_get(raw, S("author"));
	if (author && author->kind == VALUE_MAP)
		author = value_get(author, S("name"));
	settings_line(settings, author, &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("baseURL"))));
	read_langs(reader);
	struct slice zone = value_text(value_get(raw, S("timeZone")));
	if (zone.len)
		settings->zone = zone_load(&settings->arena, zone);
	if (value_bool(value_get(raw, S("buildFuture")), &said))
		settings->future = said;
	if (value_bool(value_get(raw, S("buildDrafts")), &said))
		settings->drafts = said;
	if (value_bool(value_get(raw, S("enableEmoji")), &said))
		settings->emoji = said;
	settings->content_dir =
		settings_trim_path(settings, value_text(value_get(raw, S("contentDir"))));
	if (settings->content_dir.len == 0)
		settings->content_dir = S("content");
	settings->static_dir = S("static");
	read_permalinks(settings);
}

void settings_read_zola(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	struct slice lang = settings_lang_tag(&settings->arena, reader->config->language);

	settings->shortcodes = true;
	settings_line(settings, value_get(raw, S("title")), &settings->title);
	settings_line(settings, value_get(raw, S("description")), &settings->description);
	settings_line(settings, value_get(raw, S("author")), &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("base_url"))));
	if (lang.len == 0)
		lang = settings_lang_tag(&settings->arena,
			value_text(value_get(raw, S("default_language"))));
	if (lang.len)
		settings->lang = lang;
	settings->content_dir = S("content");
	settings->static_dir = S("static");
	settings->future = true; /* Zola knows no other */
}
