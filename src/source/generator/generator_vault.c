/* SPDX-License-Identifier: MIT */
/* Obsidian vaults: plain, with Obsidian Publish, or as a digital garden
 * (help.obsidian.md/publish, dg-docs.ole.dev). Addresses are as in a plain folder. */
#include <errno.h>

#include "source/generator.h"

/* Only notes that opt in, and the files that these link. */
static void opt_in(struct settings_reader *reader, struct slice key)
{
	reader->settings->opt_in = key;
	SETTINGS_ROOT(reader->settings, .only_linked = true);
}

static void read_garden(struct settings_reader *reader)
{
	generator_plain.settings(reader);
	opt_in(reader, S("dg-publish"));
}

/* "private/" is a prefix of paths, "/x/" a regular expression. */
static void read_filters(struct settings_reader *reader, const struct value *filters)
{
	const struct slice *texts = NULL;
	size_t count = settings_strings(reader->settings, filters, &texts);
	struct pattern_list *begins = settings_hide(
		reader, PATTERN_PREFIX, PATTERN_ALL, S("userIgnoreFilters"), slice_none);
	struct pattern_list *regexes = settings_hide(reader, PATTERN_REGEX,
		PATTERN_PAGES | PATTERN_FILES, S("userIgnoreFilters"), slice_none);

	begins->file = regexes->file = S(".obsidian/app.json");
	for (size_t i = 0; i < count; i++) {
		struct slice text = texts[i];
		if (text.len > 2 && *text.ptr == '/' && slice_ends(text, S("/")))
			settings_add_pattern(
				reader, regexes, slice(text.ptr + 1, text.len - 2));
		else
			settings_add_pattern(reader, begins, text);
	}
}

static void read_obsidian(struct settings_reader *reader)
{
	static const struct slice publish = S(".obsidian/publish.json");
	static const struct slice app = S(".obsidian/app.json");
	struct settings *settings = reader->settings;
	const struct slice *folders = NULL;
	struct slice bytes;

	generator_plain.settings(reader);
	settings->breaks = true;
	if (settings_read_file(reader, app).len) {
		const struct value *tree = settings_read_tree(reader, app);
		bool strict = false;
		read_filters(reader, value_get(tree, S("userIgnoreFilters")));
		settings_switch(value_get(tree, S("strictLineBreaks")), &strict);
		settings->breaks = !strict;
	}
	/* An unreadable one exists all the same. */
	reader->hides_nothing = true;
	int error = settings_read_closing(reader, publish, &bytes);
	if (error == -ENOENT || error == -ENOTDIR) {
		reader->hides_nothing = false;
		return;
	}
	opt_in(reader, S("publish"));
	size_t count = settings_strings(settings,
		value_get(settings_read_tree(reader, publish), S("excluded")), &folders);
	reader->hides_nothing = false;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S("excluded"), slice_none);
	list->file = publish;
	for (size_t i = 0; i < count; i++) {
		struct slice folder = settings_trim_path(settings, folders[i]);
		if (folder.len)
			settings_add_folder(reader, list, folder);
	}
}

const struct generator_rules generator_garden = {
	.settings = read_garden,
	.own_keys = S("permalink"),
	.own_address = generator_own_permalink,
	.address = generator_plain_address,
};

const struct generator_rules generator_obsidian = {
	.settings = read_obsidian,
	.own_keys = S("permalink"),
	.own_address = generator_own_permalink,
	.address = generator_plain_address,
};
