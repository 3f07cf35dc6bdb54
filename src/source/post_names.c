/* SPDX-License-Identifier: MIT */
/* Tags, categories and authors of a post. */
#include "source/post_reading.h"

/* Tags that only the site's templates look for are none of a reader's. */
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
	drop_hidden_tags(reading);
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
		fields_add_name(arena,
			slice_from(name->folder,
				(size_t)(slice_rfind_char(name->folder, '/') + 1)),
			&reading->categories);
}

struct slice post_author(struct post_reading *reading)
{
	struct fields_names names = {0};
	struct buf joined;

	const struct value *author = fields_get(&reading->fields, S("author"));
	if (author && author->kind == VALUE_MAP)
		fields_add_name(&reading->arena, value_text(value_get(author, S("name"))),
			&names);
	else if (author && author->kind == VALUE_LIST)
		fields_add_names(
			&reading->arena, &reading->fields, S("author"), false, &names);
	else
		fields_add_name(&reading->arena, value_text(author), &names);
	fields_add_names(&reading->arena, &reading->fields, S("authors"), false, &names);
	if (names.count <= 1)
		return names.count ? names.names[0] : slice_none;
	buf_init(&joined, 1024);
	for (size_t i = 0; i < names.count; i++) {
		buf_puts(&joined, i ? ", " : "");
		buf_put(&joined, names.names[i]);
	}
	return buf_take(&joined, &reading->arena);
}
