/* SPDX-License-Identifier: MIT */
#include "source/settings.h"

#include <stdlib.h>

#include "base/locale.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/uri.h"
#include "source/settings_reader.h"

#define LANG_MAX_BYTES 35

struct slice settings_lang_tag(struct arena *arena, struct slice s)
{
	s = slice_trim(s);
	char *tag = arena_alloc(arena, LANG_MAX_BYTES + 1);
	size_t len = 0, part = 0, parts = 0;

	/* "en_GB.UTF-8" is a POSIX locale: what follows the dot is not a language. */
	for (size_t i = 0; i < s.len && len < LANG_MAX_BYTES; i++) {
		char c = s.ptr[i] == '_' ? '-' : s.ptr[i];
		if (c == '.' || c == '@')
			break;
		if (c == '-') {
			if (part == 0)
				return slice_none;
			part = 0;
			parts++;
		} else if (ascii_is_alnum(c)) {
			part++;
			c = ascii_lower(c);
		} else {
			return slice_none;
		}
		tag[len++] = c;
	}
	while (len && tag[len - 1] == '-')
		len--;
	/* RFC 5646, 2.1.1: regions in capitals, scripts with a capital first. */
	for (size_t at = 0, n = 0; at < len; at++, n++) {
		size_t from = at;
		while (at < len && tag[at] != '-')
			at++;
		if (n == 0)
			continue;
		for (size_t i = from; i < at; i++) {
			bool upper = at - from == 2 || (at - from == 4 && i == from);
			if (upper && tag[i] >= 'a' && tag[i] <= 'z')
				tag[i] = (char)(tag[i] - 32);
		}
	}
	return slice(tag, len);
}

bool settings_has_lang(const struct settings *settings, struct slice tag)
{
	for (size_t i = 0; i < settings->lang_count; i++) {
		if (slice_eq_nocase(settings->langs[i], tag))
			return true;
	}
	return false;
}

bool settings_knows_lang(const struct settings *settings, struct slice tag)
{
	if (tag.len < 2)
		return false;
	if (settings_has_lang(settings, tag))
		return true;
	/* Where all languages are settings, "content/cs" is about computers. */
	if (settings->lang_count > 1 || settings->generator == GENERATOR_HUGO ||
		settings->generator == GENERATOR_ZOLA)
		return false;
	return tag.len == 2 && !slice_eq_nocase(locale_language_name(tag), tag);
}

struct slice settings_trim_path(struct settings *settings, struct slice s)
{
	s = slice_trim(s);
	while (slice_skip(&s, S("./")))
		;
	while (s.len && *s.ptr == '/')
		s = slice_from(s, 1);
	while (s.len && s.ptr[s.len - 1] == '/')
		s.len--;
	return arena_dup(&settings->arena, s);
}

struct slice settings_join(
	struct settings *settings, struct slice folder, struct slice name)
{
	if (folder.len == 0 || name.len == 0)
		return name.len ? name : folder;
	return arena_printf(&settings->arena, "%.*s/%.*s", SARG(folder), SARG(name));
}

struct slice settings_prefix(struct settings *settings, struct slice path)
{
	return path.len ? arena_printf(&settings->arena, "/%.*s", SARG(path)) : path;
}

size_t settings_strings(
	struct settings *settings, const struct value *value, const struct slice **out)
{
	struct slice *strings = NULL;
	size_t count = value_strings(&settings->arena, value, &strings);

	*out = strings;
	return count;
}

void settings_set_langs(struct settings *settings, const struct slice *tags, size_t count)
{
	struct slice *langs = arena_array(&settings->arena, count + 1, struct slice);
	size_t n = 0;

	langs[n++] = settings->lang;
	for (size_t i = 0; i < count && n < 64; i++) {
		struct slice tag = settings_lang_tag(&settings->arena, tags[i]);
		bool known = tag.len == 0;
		for (size_t k = 0; k < n && !known; k++)
			known = slice_eq(langs[k], tag);
		if (!known)
			langs[n++] = tag;
	}
	settings->langs = langs;
	settings->lang_count = n;
}

void settings_set_url(struct settings *settings, struct slice url)
{
	struct uri uri;

	url = slice_trim(url);
	if (url.len == 0 || !uri_parse(url, &uri) || !uri.has_authority ||
		!uri.scheme.len)
		return;
	size_t origin =
		(size_t)(uri.path.ptr ? uri.path.ptr - url.ptr : (ptrdiff_t)url.len);
	settings->url = arena_dup(&settings->arena, slice_head(url, origin));
	struct slice path = settings_trim_path(settings, uri.path);
	if (path.len)
		settings->baseurl = arena_printf(&settings->arena, "/%.*s", SARG(path));
}

void settings_set_lang(
	struct settings_reader *reader, const struct slice *tags, size_t count)
{
	struct settings *settings = reader->settings;
	struct slice lang = settings_lang_tag(&settings->arena, reader->config->language);

	for (size_t i = 0; i < count && lang.len == 0; i++)
		lang = settings_lang_tag(&settings->arena, tags[i]);
	if (lang.len) {
		settings->lang = lang;
		settings->lang_is_said = true;
	}
}

void settings_set_zone(struct settings_reader *reader, struct slice name)
{
	struct settings *settings = reader->settings;

	if (name.len == 0)
		return;
	settings->zone = zone_load(&settings->arena, name);
	if (!settings->zone)
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"dates are read as UTC", "unknown time zone \"%.*s\"",
			SARG(name));
}

void settings_switch(const struct value *value, bool *field)
{
	bool said;

	if (value_bool(value, &said))
		*field = said;
}

struct slice settings_absolute(struct settings_reader *reader)
{
	const char *folder = reader->config->folder;

	return arena_printf(&reader->settings->arena, "%s/", folder ? folder : "");
}

#define ROOTS_MAX 256

void settings_add_root(struct settings *settings, struct settings_root root)
{
	struct settings_root *roots = (struct settings_root *)settings->roots;

	for (size_t i = 0; i < settings->root_count; i++) {
		if (slice_eq(roots[i].folder, root.folder))
			return;
	}
	if (!roots)
		settings->roots = roots =
			arena_array(&settings->arena, ROOTS_MAX, struct settings_root);
	if (settings->root_count == ROOTS_MAX)
		return;
	bool first = true;
	for (size_t i = 0; i < settings->root_count; i++)
		first &= roots[i].is_static;
	if (first && !root.is_static)
		settings->content_dir = root.folder;
	roots[settings->root_count++] = root;
}

const struct settings_root *settings_root_of(
	const struct settings *settings, struct slice path)
{
	const struct settings_root *best = NULL;

	for (size_t i = 0; i < settings->root_count; i++) {
		const struct settings_root *root = &settings->roots[i];
		if (slice_in_folder(path, root->folder) &&
			(!best || root->folder.len > best->folder.len))
			best = root;
	}
	return best;
}

struct slice settings_place(const struct settings *settings, struct slice path)
{
	const struct settings_root *root = settings_root_of(settings, path);

	return root && root->folder.len ? slice_from(path, root->folder.len + 1) : path;
}

bool settings_is_plain(const struct settings *settings)
{
	return settings->generator == GENERATOR_PLAIN ||
	       settings->generator == GENERATOR_GARDEN ||
	       settings->generator == GENERATOR_OBSIDIAN;
}

bool settings_is_mdx(const struct settings *settings, struct slice source)
{
	return slice_ends(source, S(".mdx")) ||
	       (settings->mdx && slice_ends(source, S(".md")));
}

void settings_free(struct settings *settings)
{
	if (!settings)
		return;
	arena_fini(&settings->arena);
	free(settings);
}
