/* SPDX-License-Identifier: MIT */
/* Tags, categories and authors of a post. */
#include "base/text.h"
#include "source/post_reading.h"

#define INLINE_TAGS_MAX 100 /* per note; more are not meant as tags */

/* Tags for the site's templates are not for readers. */
static void drop_hidden_tags(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct fields_names *tags = &reading->tags;
	size_t kept = 0;

	for (size_t i = 0; i < tags->count; i++) {
		if (!slice_any(tags->names[i], settings->hidden_tags, slice_eq_nocase))
			tags->names[kept++] = tags->names[i];
	}
	tags->count = kept;
}

/* The length of the tag after the '#' at the start of @s: letters, digits and emoji, '_', '-' and '/', but
 * not only digits; 0: none. */
static size_t tag_length(struct slice s)
{
	struct slice rest = slice_from(s, 1), next = rest;
	bool letters = false;
	unsigned c;

	while (text_next(&next, &c)) {
		bool sign = c == '_' || c == '-' || c == '/';
		bool digit = c >= '0' && c <= '9';
		if (!sign && !text_is_letter_or_digit(c) &&
			!(c > 0x2100 && c < 0xe000 && !text_is_cjk(c)) && c != 0x200d &&
			!(c >= 0xfe00 && c <= 0xfe0f) && !(c > 0x1f000))
			break;
		letters |= !sign && !digit;
		rest = next;
	}
	size_t len = (size_t)(rest.ptr - s.ptr);
	while (len > 1 && s.ptr[len - 1] == '/')
		len--;
	return letters ? len : 0;
}

static bool has_name(const struct fields_names *list, struct slice name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_eq_nocase(list->names[i], name))
			return true;
	}
	return false;
}

/* "#tag/inside" in the text of @line, not in code. */
static void add_inline_tags(
	struct arena *arena, struct slice line, struct fields_names *list)
{
	for (size_t at = 0; at < line.len && list->count < INLINE_TAGS_MAX;) {
		struct slice rest = slice_from(line, at);
		size_t len = 0;
		if (*rest.ptr == '`') {
			struct slice behind = slice_from(rest, 1);
			ptrdiff_t end = slice_find_char(behind, '`');
			at += end < 0 ? 1 : (size_t)end + 2;
			continue;
		}
		if (*rest.ptr == '#' && (at == 0 || ascii_is_space(line.ptr[at - 1])))
			len = tag_length(rest);
		struct slice name = slice_from(slice_head(rest, len), 1);
		if (len && !has_name(list, name))
			fields_add_name(arena, name, list);
		at += len ? len : 1;
	}
}

/* The tags in the text of a note, whose fences and indented lines are code. */
static void read_inline_tags(struct post_reading *reading)
{
	const struct post_origin *origin = reading->origin;
	struct slice text = reading->body, line, fence = slice_none;

	if (origin->text.len)
		text = post_shown_text(reading->settings, &reading->post, &reading->arena,
			slice_from(origin->text, reading->post.body_offset));
	if (slice_find_char(text, '#') < 0)
		return;
	while (slice_next_line(&text, &line)) {
		struct slice start = slice_trim_start(line);
		bool marks = slice_any(start, S("```|~~~"), slice_starts);
		if (fence.len) {
			if (slice_starts(start, fence))
				fence = slice_none;
		} else if (marks) {
			fence = slice_head(start, 3);
		} else if (!slice_starts(line, S("    ")) &&
			   !slice_starts(line, S("\t"))) {
			add_inline_tags(&reading->arena, line, &reading->tags);
		}
	}
}

/* Names in the site's own taxonomies, with an empty one after those of each. */
static void read_terms(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct fields_names *all = &reading->terms;

	for (size_t i = 0; i < settings->taxonomy_count; i++) {
		struct fields_names names = {0};
		fields_add_names(&reading->arena, &reading->fields,
			settings->taxonomies[i].key, true, &names);
		for (size_t k = 0; k <= names.count; k++) {
			if (all->count == all->capacity)
				all->names = arena_grown(&reading->arena, all->names,
					all->count, &all->capacity, sizeof(*all->names));
			all->names[all->count++] =
				k < names.count ? names.names[k] : slice_none;
		}
	}
}

void post_names(struct post_reading *reading)
{
	struct arena *arena = &reading->arena;
	const struct fields *fields = &reading->fields;
	const struct name *name = &reading->name;
	struct slice rest = name->folder, segment;

	const struct settings *settings = reading->settings;
	fields_add_names(arena, fields,
		settings->tags_key.len ? settings->tags_key : S("tags"), true,
		&reading->tags);
	fields_add_names(arena, fields, S("tag"), false, &reading->tags);
	if (settings->is_garden && reading->post.format == CONVERT_MARKDOWN)
		read_inline_tags(reading);
	drop_hidden_tags(reading);
	read_terms(reading);
	/* Jekyll: the folders above _posts. */
	ptrdiff_t posts = slice_find(rest, S("_posts"));
	if (posts > 0 && reading->origin->collection) {
		rest.len = (size_t)posts;
		size_t skip = settings_place(settings, settings->collections_dir).len;
		rest = skip ? slice_from(rest, skip + 1) : rest;
		while (slice_split(&rest, '/', &segment)) {
			if (segment.len)
				fields_add_name(arena, segment, &reading->categories);
		}
	}
	fields_add_names(arena, fields,
		settings->categories_key.len ? settings->categories_key : S("categories"),
		true, &reading->categories);
	fields_add_names(arena, fields, S("category"), false, &reading->categories);
	if (settings->folder_is_category && reading->categories.count == 0 &&
		reading->origin->collection && name->folder.len)
		fields_add_name(
			arena, slice_path_name(name->folder), &reading->categories);
}

/* An author: a name, a key of a known author, or a map with one of them. */
static void add_author(struct post_reading *reading, const struct value *author,
	struct fields_names *names)
{
	struct slice text = value_text(author);

	if (author && author->kind == VALUE_MAP) {
		text = value_text(value_get(author, S("name")));
		if (!text.len)
			text = value_text(value_get(author, S("key")));
	}
	fields_add_name(&reading->arena, settings_author(reading->settings, text), names);
}

static void add_authors(
	struct post_reading *reading, struct slice key, struct fields_names *names)
{
	const struct value *value = fields_get(&reading->fields, key);
	struct slice text = value_text(value), piece;

	for (size_t i = 0; value && value->kind == VALUE_LIST && i < value->count; i++)
		add_author(reading, &value->items[i], names);
	if (value && value->kind == VALUE_LIST)
		return;
	/* "Ann, Bob", but "Doe, Jane" is one author. */
	bool several = slice_eq(key, S("authors")) && slice_find_char(text, ',') >= 0;
	while (several && slice_split(&text, ',', &piece))
		fields_add_name(&reading->arena,
			settings_author(reading->settings, slice_trim(piece)), names);
	if (!several)
		add_author(reading, value, names);
}

struct slice post_author(struct post_reading *reading)
{
	struct fields_names names = {0};
	struct buf joined = BUF(1024);

	add_authors(reading, S("author"), &names);
	add_authors(reading, S("authors"), &names);
	if (names.count <= 1)
		return names.count ? names.names[0] : slice_none;
	for (size_t i = 0; i < names.count; i++) {
		buf_puts(&joined, i ? ", " : "");
		buf_put(&joined, names.names[i]);
	}
	return buf_take(&joined, &reading->arena);
}
