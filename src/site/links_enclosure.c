/* SPDX-License-Identifier: MIT */
/* The audio or video in a post's front matter. */
#include "base/uri.h"
#include "site/body.h"
#include "site/links_internal.h"
#include "source/mime.h"

/* A string, a map with one, or the first of a list. WordPress writes address, size and type. */
static struct slice address_of(const struct value *value)
{
	static const struct slice keys[] = {S("url"), S("file"), S("path"), S("href"),
		S("src"), S("audio"), S("mp3"), S("link")};
	if (value && value->kind == VALUE_LIST && value->count)
		value = &value->items[0];
	if (value && value->kind == VALUE_MAP) {
		const struct value *inner = NULL;
		for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !inner; i++)
			inner = value_get(value, keys[i]);
		value = inner;
	}
	struct slice text = slice_trim(value_text(value)), line;
	slice_cut(text, '\n', &line, NULL);
	if (uri_scheme(line).len)
		slice_cut(line, ' ', &line, NULL);
	return slice_trim(line);
}

/* Is it a file, not a word such as "yes" or a player's name? */
static bool is_recording(struct slice address)
{
	struct slice mime = mime_of(address);

	return slice_starts(mime, S("audio/")) || slice_starts(mime, S("video/"));
}

const struct doc_target *links_enclosure_of(
	const struct links *links, const struct value *front_matter)
{
	static const struct slice keys[] = {S("audio"), S("enclosure"), S("podcast"),
		S("audio_url"), S("audio_file"), S("podcast_url"), S("podcast_file"),
		S("mp3")};
	struct doc_target target;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct slice address = address_of(value_get(front_matter, keys[i])), path;
		slice_cut(address, '?', &path, NULL);
		if (!is_recording(path) || links_resolve(links, links->arena, address,
						   true, &target) != ENV_LINK)
			continue;
		struct doc_target *kept = arena_new(links->arena, struct doc_target);
		*kept = target;
		return kept;
	}
	return NULL;
}

int links_enclosure(const struct site *site, const struct post *post, struct arena *arena,
	const struct doc_target **out)
{
	const struct links links = {.site = site, .post = post, .arena = arena};
	struct body body;
	int error = body_read(site, post, arena, &body);

	*out = error ? NULL : links_enclosure_of(&links, body.front_matter);
	return error;
}
