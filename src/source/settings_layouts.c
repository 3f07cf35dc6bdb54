/* SPDX-License-Identifier: MIT */
/* Settings from a site's layouts: many blogs give their language nowhere else. */
#include "base/text.h"
#include "source/settings_reader.h"

/* The value of @name in the tag @tag, when it is a literal one. */
static struct slice literal(struct slice tag, struct slice name)
{
	ptrdiff_t at = slice_find(tag, name);

	/* "xml:lang" and "data-lang" are other attributes. */
	if (at < 1 || !ascii_is_space(tag.ptr[at - 1]))
		return slice_none;
	tag = slice_from(tag, (size_t)at + name.len);
	if (tag.len == 0 || (*tag.ptr != '"' && *tag.ptr != '\''))
		return slice_none;
	ptrdiff_t end = slice_find_char(slice_from(tag, 1), *tag.ptr);
	struct slice value = end < 0 ? slice_none : slice(tag.ptr + 1, (size_t)end);
	return slice_find_char(value, '{') < 0 ? value : slice_none;
}

static struct slice lang_of(struct slice layout)
{
	ptrdiff_t at = slice_find(layout, S("<html"));

	if (at < 0)
		return slice_none;
	layout = slice_from(layout, (size_t)at);
	ptrdiff_t end = slice_find_char(layout, '>');
	return end < 0 ? slice_none
		       : literal(slice_head(layout, (size_t)end), S("lang="));
}

void settings_lang_of_layouts(struct settings_reader *reader)
{
	struct slice
		files = S("_layouts/default.html|_layouts/base.html|_includes/head.html|"
			  "layouts/_default/baseof.html|layouts/baseof.html|"
			  "layouts/partials/head.html|layouts/partials/header.html|"
			  "templates/base.html|templates/index.html|_includes/base.njk|"
			  "_includes/layouts/base.njk|_layouts/base.njk|"
			  "src/_includes/base.njk|src/_includes/layouts/base.njk|"
			  "src/layouts/Layout.astro|src/layouts/BaseLayout.astro"),
		file;

	while (slice_split(&files, '|', &file)) {
		struct slice lang = lang_of(settings_read_file(reader, file));
		settings_set_lang(reader, &lang, 1);
		if (!reader->settings->lang_is_said)
			continue;
		settings_set_langs(reader->settings, NULL, 0);
		return;
	}
}
