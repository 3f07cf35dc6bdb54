/* SPDX-License-Identifier: MIT */
/* What only the layouts of a site say: many a blog tells its language nowhere else. */
#include "base/text.h"
#include "source/settings_reader.h"

/* The value of @name in the tag @tag, when it is a literal one. */
static struct slice literal(struct slice tag, struct slice name)
{
	ptrdiff_t at = slice_find(tag, name);

	/* "xml:lang" and "data-lang" are others. */
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
	static const struct slice files[] = {S("_layouts/default.html"),
		S("_layouts/base.html"), S("_includes/head.html"),
		S("layouts/_default/baseof.html"), S("layouts/baseof.html"),
		S("layouts/partials/head.html"), S("layouts/partials/header.html"),
		S("templates/base.html"), S("templates/index.html"),
		S("_includes/base.njk"), S("_includes/layouts/base.njk"),
		S("_layouts/base.njk"), S("src/_includes/base.njk"),
		S("src/_includes/layouts/base.njk"), S("src/layouts/Layout.astro"),
		S("src/layouts/BaseLayout.astro")};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct slice lang = lang_of(settings_read_file(reader, files[i]));
		settings_set_lang(reader, &lang, 1);
		if (!reader->settings->lang_is_said)
			continue;
		settings_set_langs(reader->settings, NULL, 0);
		return;
	}
}
