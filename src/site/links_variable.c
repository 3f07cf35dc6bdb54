/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include "source/secret.h"

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
		buf_init(&day, BUF_MAX_BYTES);
		date_put_iso_day(&day, &post->date);
		*text = buf_dup(&day, arena);
		buf_fini(&day);
	} else {
		*text = value_text(value_path(links->front_matter, name));
	}
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
	if (!secret_is_setting(settings->raw, name))
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
