/* SPDX-License-Identifier: MIT */
/* The title of a post: from front matter, a heading, its first words, or its file's name. */
#include "base/text.h"
#include "source/post_reading.h"
#include "source/title.h"

/* "42", "1.5", "2025-08-13": a name made for sorting. A quoted title is intended. */
static bool is_bare_number(const struct value *value, struct slice text)
{
	struct slice rest;
	struct date date;

	if (value && value->quoted)
		return false;
	if (date_from_name(text, NULL, &date, &rest) && rest.len == 0)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		if (!ascii_is_digit(text.ptr[i]) && text.ptr[i] != '.')
			return false;
	}
	return true;
}

/* The file's name: unchanged when it reads as words, else made readable. */
static struct slice title_of_name(struct post_reading *reading)
{
	struct slice slug = reading->name.slug;

	return reading->settings->is_garden || slice_find_char(slug, ' ') >= 0
		       ? text_one_line(&reading->arena, slug)
		       : name_pretty(&reading->arena, slug);
}

/* Is its file named like a page? The notes of a vault always are, but by the numbers of some. */
static bool has_name(const struct post_reading *reading)
{
	struct slice slug = reading->name.slug;

	return name_is_words(slug) ||
	       (reading->settings->is_vault && slug.len && !ascii_is_digit(*slug.ptr));
}

/* The title when there is none in front matter. @number: a number that the author wrote
 * as title, or empty. */
static struct slice title_without(struct post_reading *reading, struct slice number)
{
	const struct name *name = &reading->name;
	enum convert_format format = reading->post.format;
	struct arena *arena = &reading->arena;
	struct slice title = title_of_heading(arena, reading->body, format);
	bool first = name->is_index && slice_eq(reading->place, name->file);

	reading->post.has_heading = title.len != 0;
	if (title.len == 0 && number.len == 0 && has_name(reading) && !first)
		title = title_of_name(reading);
	if (title.len == 0 && first)
		title = reading->settings->title;
	if (title.len == 0)
		title = title_of_text(arena, reading->body, format);
	if (title.len == 0)
		title = number;
	if (title.len == 0)
		title = name_pretty(arena, name->slug);
	if (title.len == 0)
		title = name_pretty(arena, name->stem);
	/* A name of only control characters. */
	return title.len ? title : S("?");
}

void post_title(struct post_reading *reading)
{
	struct post *post = &reading->post;
	const struct value *value = fields_get(&reading->fields, S("title"));
	struct slice title = title_words(&reading->arena, value_text(value));

	post->has_title = title.len != 0 && !is_bare_number(value, title);
	post->title = post->has_title ? title : title_without(reading, title);
	post->list_title = title_words(
		&reading->arena, fields_text(&reading->fields, S("linkTitle")));
	if (post->list_title.len == 0)
		post->list_title = post->title;
}
