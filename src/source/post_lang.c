/* SPDX-License-Identifier: MIT */
/* The language of a post, and what ties it to its translations. */
#include "base/locale.h"
#include "source/post_reading.h"

struct slice post_lang_of_place(struct post_reading *reading)
{
	struct slice tag = settings_lang_tag(&reading->arena, reading->name.lang);

	if (tag.len == 0 && reading->root)
		tag = reading->root->lang;
	return tag.len ? tag : reading->settings->lang;
}

void post_lang(struct post_reading *reading)
{
	struct slice keys = S("lang|language|locale"), key, tag = slice_none;

	while (tag.len == 0 && slice_split(&keys, '|', &key))
		tag = settings_lang_tag(
			&reading->arena, value_text(fields_get(&reading->fields, key)));
	if (tag.len == 0)
		tag = settings_lang_tag(&reading->arena, reading->name.lang);
	if (tag.len == 0 && reading->root)
		tag = reading->root->lang;
	/* "fr" on a site in "fr-FR": the same language for readers. */
	const struct settings *settings = reading->settings;
	bool configured = false;
	for (size_t i = 0; i < settings->lang_count; i++)
		configured |= slice_eq_nocase(settings->langs[i], tag);
	if (tag.len && !configured &&
		slice_eq(locale_language_name(tag), locale_language_name(settings->lang)))
		tag = settings->lang;
	reading->post.lang = tag;
}

void post_lang_of_address(struct post_reading *reading)
{
	struct slice first;

	if (reading->post.lang.len)
		return;
	slice_cut(slice_from(reading->address.key, 1), '/', &first, NULL);
	if (settings_knows_lang(reading->settings, first))
		reading->post.lang = settings_lang_tag(&reading->arena, first);
	else
		reading->post.lang = reading->settings->lang;
}

/* Is the folder @name the page's language: "zh_cn" is zh-CN? */
static bool is_own_lang(const struct post *post, struct slice name)
{
	if (name.len != post->lang.len)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i] == '_' ? '-' : name.ptr[i];
		if (ascii_lower(c) != ascii_lower(post->lang.ptr[i]))
			return false;
	}
	return true;
}

void post_key(struct post_reading *reading)
{
	struct post *post = &reading->post;
	struct slice
		key = fields_own_text(&reading->fields,
			S("ref|translationKey|translation_key|lang-ref|translation_id")),
		path, first;

	if (key.len) {
		post->key = key;
		return;
	}
	/* Hugo and Zola: sources that differ only in the language, whatever their slugs. */
	enum generator generator = reading->settings->generator;
	if ((generator == GENERATOR_HUGO || generator == GENERATOR_ZOLA) &&
		!reading->name.lang_folder.len) {
		post->key = arena_printf(&reading->arena, "/%.*s/%.*s",
			SARG(reading->name.folder), SARG(reading->name.base));
		return;
	}
	path = reading->address.key;
	slice_cut(slice_from(path, 1), '/', &first, NULL);
	if (is_own_lang(post, first) && path.len > first.len + 1)
		path = slice_from(path, first.len + 1);
	/* "/x.fr" and "/x-fr" beside "/x": Jekyll's addresses for such names. */
	if (reading->name.lang_in_name && path.len > post->lang.len + 2) {
		struct slice bare = path;
		slice_drop(&bare, S("/"));
		if (slice_ends_nocase(bare, post->lang) &&
			strchr(".-_", bare.ptr[bare.len - post->lang.len - 1])) {
			bare.len -= post->lang.len + 1;
			path = bare;
		}
	}
	post->key = path;
}

bool post_is_home_of_language(const struct post_reading *reading)
{
	struct slice key = reading->address.key, first;

	if (slice_eq(key, S("/")))
		return true;
	slice_cut(slice_from(key, 1), '/', &first, NULL);
	return key.len == first.len + 2 && is_own_lang(&reading->post, first);
}
