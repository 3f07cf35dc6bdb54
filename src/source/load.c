/* SPDX-License-Identifier: MIT */
#include "source/load.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "data/script.h"
#include "source/generator.h"
#include "source/robots.h"

static const struct slice *copy_of(
	struct settings *settings, const struct slice *list, size_t count)
{
	struct slice *copy = arena_array(&settings->arena, count, struct slice);

	for (size_t i = 0; i < count; i++)
		copy[i] = arena_dup(&settings->arena, list[i]);
	return copy;
}

/* The administrator's word goes before the generator's file. */
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
	settings->drafts |= config->drafts;
	settings->source = config->source;
	settings->markers = config->markers;
	settings->links = config->links;
	if (config->smart >= 0)
		settings->smart = config->smart != 0;
	settings->gone = copy_of(settings, config->gone, config->gone_count);
	settings->gone_count = config->gone_count;
	settings->shown = copy_of(settings, config->shown, config->shown_count);
	settings->shown_count = config->shown_count;
}

static void hash_config(struct settings *settings, const struct site_config *config)
{
	const struct slice strings[] = {config->title, config->description,
		config->author, config->language, config->url};
	const int numbers[] = {config->drafts, config->source, config->markers,
		config->links, config->smart, settings->is_vault,
		(int)settings->generator};
	unsigned long long hash = slice_hash(settings->generator_file);

	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++)
		hash = slice_hash_more(slice_hash_more(hash, strings[i]), slice("", 1));
	for (size_t i = 0; i < config->gone_count; i++)
		hash = slice_hash_more(slice_hash_more(hash, config->gone[i]), S("\n"));
	for (size_t i = 0; i < config->shown_count; i++)
		hash = slice_hash_more(slice_hash_more(hash, config->shown[i]), S(" "));
	settings->version =
		slice_hash_more(hash, slice((const char *)numbers, sizeof(numbers)));
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
	if (slice_any(settings->generator_file, S(".js|.mjs|.cjs|.ts|.mts|.py"),
		    slice_ends))
		reader.source.script = script_javascript(&settings->arena,
			settings_read_file(&reader, settings->generator_file));
	settings->rules->settings(&reader);
	settings_read_markdown(&reader);
	if (!settings->lang_is_said && settings->lang_count <= 1)
		settings_lang_of_layouts(&reader);
	settings_hash_includes(&reader, settings->includes_dir);
	settings_read_locked(&reader);
	settings_tell_of_encryption(&reader);
	if (settings->root_count == 0)
		settings_add_root(settings, (struct settings_root){0});
	robots_read(&reader);
	if (reader.trouble) {
		settings_free(settings);
		return reader.trouble;
	}
	if (settings->lang_count == 0)
		settings_set_langs(settings, NULL, 0);
	apply_config(settings, config);
	*out = settings;
	return 0;
}
