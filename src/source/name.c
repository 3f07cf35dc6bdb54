/* SPDX-License-Identifier: MIT */
#include "source/name.h"

#include "base/text.h"
#include "base/uri.h"

/* The digits at the start of a segment; @rest follows them. */
static bool leading_number(struct slice s, size_t min, size_t max,
	unsigned long long *out, struct slice *rest)
{
	size_t len = 0;

	while (len < s.len && len <= max && ascii_is_digit(s.ptr[len]))
		len++;
	*rest = slice_from(s, len);
	return len >= min && len <= max && slice_to_uint(slice_head(s, len), out);
}

bool name_is_of_post(struct slice name, struct slice *rest)
{
	static const size_t max[] = {4, 2, 2};
	unsigned long long number;

	for (size_t i = 0; i < 3; i++) {
		if (!leading_number(name, i ? 1 : 2, max[i], &number, &name) ||
			name.len < 2 || *name.ptr != '-')
			return false;
		name = slice_from(name, 1);
	}
	*rest = name;
	return true;
}

bool name_date_of_path(struct slice path, const struct zone *zone, struct date *out)
{
	struct slice segment, rest, after;

	while (slice_split(&path, '/', &segment)) {
		unsigned long long year, month, day;
		if (!leading_number(segment, 4, 4, &year, &rest) || rest.len ||
			year < 1900 || year > 2199)
			continue;
		after = path;
		if (!slice_split(&after, '/', &segment) ||
			!leading_number(segment, 1, 2, &month, &rest) || rest.len ||
			month < 1 || month > 12)
			continue;
		/* The day may be a segment, or begin one: "2024/05/17-x". */
		bool has_day = slice_split(&after, '/', &segment) &&
			       leading_number(segment, 1, 2, &day, &rest) &&
			       (rest.len == 0 || *rest.ptr == '-' || *rest.ptr == '_') &&
			       date_valid((int)year, (unsigned)month, (unsigned)day);
		*out = date_from_civil(
			(int)year, (unsigned)month, has_day ? (unsigned)day : 1, zone);
		return true;
	}
	return false;
}

/* Where the language of a name moves the page, it is one of the settings, so that "youtu.be.md" is at
 * "/youtu.be/"; "index.fr.md" can mean nothing else. */
static bool knows_lang(
	const struct settings *settings, struct slice stem, struct slice tag)
{
	bool moves = settings->generator == GENERATOR_ASTRO ||
		     settings->generator == GENERATOR_GATSBY;

	return moves && !slice_starts(stem, S("index."))
		       ? settings_has_lang(settings, tag)
		       : settings_knows_lang(settings, tag);
}

/* A language after the last @mark of the stem: "x.fr", "x-en". */
static bool lang_after(
	const struct settings *settings, struct slice stem, char mark, struct slice *lang)
{
	char memory[36];
	ptrdiff_t at = slice_rfind_char(stem, mark);
	struct slice tag = slice_from(stem, (size_t)(at + 1));

	if (at <= 0 || tag.len < 2 || tag.len > sizeof(memory))
		return false;
	for (size_t i = 0; i < tag.len; i++)
		memory[i] = tag.ptr[i] == '_' ? '-' : tag.ptr[i];
	if (!knows_lang(settings, stem, slice(memory, tag.len)))
		return false;
	*lang = tag;
	return true;
}

static void read_lang(const struct settings *settings, struct name *out)
{
	out->base = out->stem;
	/* "x-en" is a language only if several are configured; other generators have it in addresses. */
	bool dashed =
		settings->lang_count > 1 &&
		(settings_is_plain(settings) || settings->generator == GENERATOR_JEKYLL);
	if (lang_after(settings, out->stem, '.', &out->lang) ||
		(dashed && lang_after(settings, out->stem, '-', &out->lang))) {
		out->base.len = out->stem.len - out->lang.len - 1;
		out->lang_in_name = true;
	}
	struct slice rest = out->folder, segment;
	for (int depth = 0; depth < 2 && slice_split(&rest, '/', &segment); depth++) {
		/* A name with a language does not need the folder, but may have it. */
		if (out->lang_in_name ? slice_eq_nocase(segment, out->lang)
				      : settings_knows_lang(settings, segment)) {
			out->lang = out->lang_folder = segment;
			return;
		}
		/* Only below a folder of sources: "_posts/fr", "_i18n/fr". */
		if (segment.len == 0 || *segment.ptr != '_')
			return;
	}
}

void name_read(const struct settings *settings, struct slice path, struct name *out)
{
	*out = (struct name){0};
	out->folder = slice_path_folder(path);
	out->file = slice_path_name(path);
	out->extension = uri_extension(out->file);
	out->stem = out->file;
	if (out->extension.len)
		out->stem.len -= out->extension.len + 1;
	read_lang(settings, out);
	out->is_section = slice_eq(out->base, S("_index"));
	out->is_index = out->is_section || slice_eq_nocase(out->base, S("index"));
	out->slug = out->base;
	struct slice named = out->base;
	if (out->is_index)
		named = out->slug = slice_path_name(out->folder);
	struct slice rest;
	if (date_from_name(named, settings->zone, &out->date, &rest)) {
		out->is_dated_name = true;
		if (rest.len)
			out->slug = rest;
		return;
	}
	/* An impossible date is not part of the name either. */
	if (name_is_of_post(named, &rest))
		out->slug = rest;
	name_date_of_path(path, settings->zone, &out->date);
}

bool name_is_words(struct slice name)
{
	bool letter = false, dashed = false, words = false;
	unsigned c;

	for (struct slice rest = name; text_next(&rest, &c);) {
		bool is_letter = text_is_letter_or_digit(c) && !(c >= '0' && c <= '9');
		if (c >= 'A' && c <= 'Z')
			return true;
		words |= letter && (c == ' ' || c == 0x3000);
		if ((c == '-' || c == '_') && letter)
			dashed = true;
		letter |= is_letter;
		words |= dashed && is_letter;
	}
	return words;
}

struct slice name_pretty(struct arena *arena, struct slice name)
{
	char *text = arena_alloc(arena, name.len + 1);

	for (size_t i = 0; i < name.len; i++)
		text[i] = name.ptr[i] == '-' || name.ptr[i] == '_' ? ' ' : name.ptr[i];
	struct slice pretty = text_one_line(arena, slice(text, name.len));
	if (pretty.len && *pretty.ptr >= 'a' && *pretty.ptr <= 'z') {
		char *copy = arena_alloc(arena, pretty.len);
		memcpy(copy, pretty.ptr, pretty.len);
		copy[0] = (char)(copy[0] - 32);
		pretty.ptr = copy;
	}
	return pretty;
}

uint32_t name_hash(struct arena *arena, struct slice path)
{
	return (uint32_t)slice_hash(text_fold(arena, slice_path_name(path)));
}

struct slice name_without_ending(struct slice path)
{
	ptrdiff_t dot = slice_rfind_char(slice_path_name(path), '.');

	if (dot > 0)
		path.len = (size_t)(slice_path_name(path).ptr - path.ptr) + (size_t)dot;
	return path;
}
