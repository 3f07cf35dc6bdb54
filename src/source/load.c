/* SPDX-License-Identifier: MIT */
#include "source/load.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/uri.h"
#include "data/script.h"
#include "source/generator.h"
#include "source/robots.h"

static const struct slice *copy_of(struct settings *settings, const struct slices *list)
{
	struct slice *copy = arena_array(&settings->arena, list->count, struct slice);

	for (size_t i = 0; i < list->count; i++)
		copy[i] = arena_dup(&settings->arena, list->items[i]);
	return copy;
}

/* Replaces the generator's menu. */
static void set_menu(struct settings *settings, const struct slices *menu)
{
	struct settings_menu_item *items =
		arena_array(&settings->arena, menu->count, struct settings_menu_item);

	for (size_t i = 0; i < menu->count; i++) {
		struct slice line = arena_dup(&settings->arena, menu->items[i]);
		slice_cut(slice_trim(line), ' ', &items[i].address, &items[i].title);
		items[i].title = slice_trim(items[i].title);
	}
	settings->menu = items;
	settings->menu_count = menu->count;
	settings->menu_name = slice_none;
	settings->menu_has_sections = settings->menu_and_pages = false;
}

static void set_zones(struct settings *settings, const struct zones *zones)
{
	struct reader_zone *list =
		arena_array(&settings->arena, zones->count, struct reader_zone);

	for (size_t i = 0; i < zones->count; i++) {
		list[i].path = arena_dup(&settings->arena, zones->list[i].path);
		list[i].title = arena_dup(&settings->arena, zones->list[i].title);
	}
	settings->zones = (struct zones){list, zones->count};
}

/* The administrator's setting overrides the generator's file. */
static void apply_config(struct settings *settings, const struct site_config *config)
{
	if (config->title.len)
		settings->title = arena_dup(&settings->arena, config->title);
	if (config->description.len)
		settings->description = arena_dup(&settings->arena, config->description);
	if (config->author.len)
		settings->author = arena_dup(&settings->arena, config->author);
	if (config->url.len)
		settings_set_url(settings, config->url);
	if (config->menu.count)
		set_menu(settings, &config->menu);
	settings->pages = config->pages;
	settings->search = config->search && !config->is_static;
	settings->is_static = config->is_static;
	settings->reply = arena_dup(&settings->arena, config->reply);
	if (config->reply.len && !uri_scheme(config->reply).len)
		settings->reply = arena_printf(
			&settings->arena, "mailto:%.*s", SARG(config->reply));
	settings->summaries = config->lists == 1;
	settings->full_feed = config->feed == 1;
	settings->related = config->related == 0;
	settings->backlinks = config->backlinks;
	settings->drafts |= config->drafts;
	settings->source = config->source;
	settings->markers = config->emphasis == 1;
	settings->links = (int)config->links;
	if (config->smart)
		settings->smart = config->smart == 1;
	settings->gone = copy_of(settings, &config->gone);
	settings->gone_count = config->gone.count;
	settings->shown = copy_of(settings, &config->shown);
	settings->shown_count = config->shown.count;
	set_zones(settings, &config->zones);
}

static void hash_config(struct settings *settings, const struct site_config *config)
{
	const unsigned long long numbers[] = {
		config->version, settings->is_vault, settings->generator};

	settings->version = slice_hash_more(slice_hash(settings->generator_file),
		slice((const char *)numbers, sizeof(numbers)));
}

static void set_defaults(struct settings *settings, const struct site_config *config)
{
	settings->markdown_extensions =
		S("markdown|mdown|mkdown|mkdn|mkd|md|mdwn|mdtxt|mdtext");
	settings->page_suffix = S("/");
	settings->lang = settings_lang_tag(&settings->arena, config->language);
	settings->lang_is_said = settings->lang.len != 0;
	if (!settings->lang_is_said)
		settings->lang = S("en");
}

static void guess_lang(struct settings *settings, const struct site_config *config)
{
	if (!config->language_guess.len ||
		slice_eq(config->language_guess, settings->lang))
		return;
	settings->lang = arena_dup(&settings->arena, config->language_guess);
	settings->version = slice_hash_more(settings->version, settings->lang);
	settings->lang_count = 0;
}

/* Every site has a host or a folder. */
static void set_name(struct settings *settings, const struct site_config *config)
{
	struct slice name = config->host, folder = slice_str(config->folder);
	struct uri uri;

	/* Tried at home: no name that anybody gave it. */
	if (slice_eq(name, S("localhost")))
		name = slice_none;
	if (uri_parse(settings->url, &uri) && uri.host.len)
		name = uri.host;
	slice_skip(&name, S("www."));
	while (slice_ends(folder, S("/")))
		folder.len--;
	if (!name.len)
		name = slice_path_name(folder);
	name = text_one_line(&settings->arena, name);
	settings->name = name.len ? arena_dup(&settings->arena, name) : S("/");
}

int settings_load(int folder, const struct site_config *config, struct diag_list *diags,
	struct settings **out)
{
	struct stat st;

	if (fstat(folder, &st) < 0)
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	struct settings *settings = memory_new(1, sizeof(*settings));
	struct settings_reader reader = {
		.settings = settings, .config = config, .diags = diags, .folder = folder};
	arena_init(&settings->arena);
	set_defaults(settings, config);
	generator_recognise(&reader);
	settings->is_vault = settings->generator == GENERATOR_QUARTZ ||
			     settings_has_folder(&reader, S(".obsidian"));
	settings->is_garden =
		settings->is_vault || settings_has_folder(&reader, S(".foam"));
	settings->wikilinks =
		settings->is_garden || settings->generator == GENERATOR_PLAIN;
	hash_config(settings, config);
	settings->rules = generator_rules(settings->generator);
	settings->raw = settings_read_tree(&reader, settings->generator_file);
	reader.source.trees[0] = settings->raw;
	if (slice_any(settings->generator_file, S(".js|.mjs|.cjs|.ts|.mts|.cts|.py"),
		    slice_ends))
		reader.source.script = script_javascript(&settings->arena,
			settings_read_file(&reader, settings->generator_file));
	settings->rules->settings(&reader);
	settings_read_markdown(&reader);
	reader.hides_nothing = true;
	if (!settings->lang_is_said && settings->lang_count <= 1)
		settings_lang_of_layouts(&reader);
	if (!settings->lang_is_said && settings->lang_count <= 1)
		guess_lang(settings, config);
	settings_hash_includes(&reader, settings->includes_dir);
	settings_read_locked(&reader);
	settings_read_authors(&reader);
	settings_tell_of_encryption(&reader);
	settings->redirects = buf_take(&reader.redirects, &settings->arena);
	if (settings->root_count == 0)
		settings_add_root(settings, (struct settings_root){0});
	robots_read(&reader);
	if (!reader.trouble && settings_are_unsettled(&reader))
		reader.trouble = SETTINGS_UNSETTLED;
	if (reader.trouble) {
		settings_free(settings);
		return reader.trouble;
	}
	if (settings->lang_count == 0)
		settings_set_langs(settings, NULL, 0);
	apply_config(settings, config);
	set_name(settings, config);
	*out = settings;
	return 0;
}
