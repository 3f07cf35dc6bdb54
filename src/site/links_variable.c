/* SPDX-License-Identifier: MIT */
#include "site/links_variable.h"

#include "site/secret.h"

static void page_variable(const struct links *links, struct arena *arena,
	struct slice name, struct slice *text)
{
	const struct post *post = links->post;

	if (slice_starts(name, S("params.")))
		name = slice_from(name, S("params.").len);
	if (post && slice_eq(name, S("title"))) {
		*text = post->title;
	} else if (post && slice_eq(name, S("url"))) {
		*text = post->url;
	} else if (post && slice_eq(name, S("description"))) {
		*text = post->description;
	} else if (post && slice_eq(name, S("date")) && post->date.set) {
		struct buf day;
		buf_init(&day, 0);
		date_put_iso_day(&day, &post->date);
		*text = buf_dup(&day, arena);
		buf_fini(&day);
	} else {
		*text = value_text(value_path(links->front_matter, name));
	}
}

/* Is the setting @dotted a secret by any of its names, as asked for or as the file writes it (where
 * "apitoken" may be "apiToken")? */
static bool is_secret(const struct value *map, struct slice dotted)
{
	struct slice key;

	if (secret_is_name(dotted))
		return true;
	while (map && slice_split(&dotted, '.', &key)) {
		const struct value *value = value_get(map, key);
		for (size_t i = 0; value && i < map->count; i++) {
			if (value_key_eq(map->pairs[i].key, key) &&
				secret_is_name(map->pairs[i].key))
				return true;
		}
		map = value;
	}
	return false;
}

/* Where a template may ask for the whole of the settings. Elsewhere "site" is something else. */
static bool may_ask(const struct settings *settings, struct slice name)
{
	return settings->generator == GENERATOR_JEKYLL ||
	       slice_starts(name, S("params."));
}

static enum env_answer site_variable(
	const struct links *links, struct slice name, struct slice *text)
{
	const struct settings *settings = links->site->settings;
	const struct {
		struct slice name, text;
	} known[] = {{S("title"), settings->title},
		{S("description"), settings->description}, {S("url"), settings->url},
		{S("baseurl"), S("")}};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (slice_eq(name, known[i].name)) {
			*text = known[i].text;
			return text->ptr ? ENV_TEXT : ENV_NONE;
		}
	}
	if (!may_ask(settings, name))
		return ENV_NONE;
	*text = value_text(value_path(settings->raw, name));
	if (!text->ptr)
		return ENV_NONE;
	if (!is_secret(settings->raw, name))
		return ENV_TEXT;
	*text = S("has the name of a secret (one with another name is shown)");
	return ENV_KEPT;
}

enum env_answer links_variable(const struct links *links, struct arena *arena,
	struct slice name, struct slice *text)
{
	*text = slice_none;
	if (slice_starts(name, S("site.")))
		return site_variable(links, slice_from(name, 5), text);
	if (slice_starts(name, S("page.")))
		page_variable(links, arena, slice_from(name, 5), text);
	return text->ptr ? ENV_TEXT : ENV_NONE;
}
