/* SPDX-License-Identifier: MIT */
/* A generator's settings for Markdown: whether line ends are kept, whether quotes become curly, and which
 * extensions are on. */
#include "base/text.h"
#include "data/script.h"
#include "source/settings_reader.h"

enum holds {
	ALWAYS,
	IS_TRUE,  /* the key is true */
	IS_FALSE, /* ... or is false */
	NAMES,    /* the key's text, list or map contains the word */
	STARTS,   /* ... or a word that begins with it */
	/* The settings are a program: */
	SCRIPT_TRUE, /* it has "key: true" */
	SCRIPT_FALSE,
	SCRIPT_NAMES, /* it contains the key */
};

enum field {
	BREAKS = offsetof(struct settings, breaks),
	SMART = offsetof(struct settings, smart),
	MATH = offsetof(struct settings, math),
	PYMDOWNX = offsetof(struct settings, pymdownx),
};

/* Later rows of a generator override earlier ones. */
static const struct row {
	enum generator generator;
	struct slice key;
	enum holds holds;
	struct slice word;
	enum field field;
	bool set_to;
} rows[] = {
	{GENERATOR_JEKYLL, S("kramdown.hard_wrap"), IS_TRUE, S(""), BREAKS, true},
	{GENERATOR_JEKYLL, S("kramdown.smart_quotes"), NAMES, S("quot"), SMART, false},
	{GENERATOR_JEKYLL, S("markdown"), NAMES, S("CommonMark"), SMART, false},
	{GENERATOR_JEKYLL, S("markdown"), NAMES, S("CommonMarkGhPages"), SMART, false},
	{GENERATOR_JEKYLL, S("commonmark.options"), NAMES, S("SMART"), SMART, true},
	{GENERATOR_JEKYLL, S("commonmark.options"), NAMES, S("HARDBREAKS"), BREAKS, true},
	{GENERATOR_HUGO, S("markup.goldmark.renderer.hardWraps"), IS_TRUE, S(""), BREAKS,
		true},
	{GENERATOR_HUGO, S("markup.goldmark.extensions.typographer"), IS_FALSE, S(""),
		SMART, false},
	{GENERATOR_HUGO, S("markup.goldmark.extensions.typographer.disable"), IS_TRUE,
		S(""), SMART, false},
	{GENERATOR_HUGO, S("markup.goldmark.extensions.passthrough.delimiters.inline"),
		NAMES, S("$"), MATH, true},
	{GENERATOR_HUGO, S("markup.goldmark.extensions.passthrough.enable"), IS_FALSE,
		S(""), MATH, false},
	/* hexo-renderer-marked, then hexo-renderer-markdown-it: both break lines unless told otherwise. */
	{GENERATOR_HEXO, S(""), ALWAYS, S(""), BREAKS, true},
	{GENERATOR_HEXO, S("marked.breaks"), IS_FALSE, S(""), BREAKS, false},
	{GENERATOR_HEXO, S("marked.gfm"), IS_FALSE, S(""), BREAKS, false},
	{GENERATOR_HEXO, S("marked.smartypants"), IS_FALSE, S(""), SMART, false},
	{GENERATOR_HEXO, S("markdown.render.breaks"), IS_FALSE, S(""), BREAKS, false},
	{GENERATOR_HEXO, S("markdown.breaks"), IS_FALSE, S(""), BREAKS, false},
	{GENERATOR_HEXO, S("markdown.render.typographer"), IS_FALSE, S(""), SMART, false},
	{GENERATOR_HEXO, S("markdown.typographer"), IS_FALSE, S(""), SMART, false},
	{GENERATOR_MKDOCS, S("markdown_extensions"), NAMES, S("nl2br"), BREAKS, true},
	{GENERATOR_MKDOCS, S("markdown_extensions"), NAMES, S("smarty"), SMART, true},
	{GENERATOR_MKDOCS, S("markdown_extensions"), STARTS, S("pymdownx."), PYMDOWNX,
		true},
	{GENERATOR_MKDOCS, S("markdown_extensions"), NAMES, S("arithmatex"), MATH, true},
	{GENERATOR_HEXO, S("math.enable"), IS_TRUE, S(""), MATH, true},
	{GENERATOR_HEXO, S("mathjax.enable"), IS_TRUE, S(""), MATH, true},
	{GENERATOR_HEXO, S("katex.enable"), IS_TRUE, S(""), MATH, true},
	{GENERATOR_ELEVENTY, S("katex"), SCRIPT_NAMES, S(""), MATH, true},
	{GENERATOR_ELEVENTY, S("mathjax"), SCRIPT_NAMES, S(""), MATH, true},
	{GENERATOR_ASTRO, S("remark-math"), SCRIPT_NAMES, S(""), MATH, true},
	{GENERATOR_DOCUSAURUS, S("remark-math"), SCRIPT_NAMES, S(""), MATH, true},
	{GENERATOR_GATSBY, S("gatsby-remark-katex"), SCRIPT_NAMES, S(""), MATH, true},
	{GENERATOR_QUARTZ, S(""), ALWAYS, S(""), MATH, true},
	{GENERATOR_OBSIDIAN, S(""), ALWAYS, S(""), MATH, true},
	{GENERATOR_GARDEN, S(""), ALWAYS, S(""), MATH, true},
	{GENERATOR_PELICAN, S("nl2br"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_PELICAN, S("TYPOGRIFY"), IS_TRUE, S(""), SMART, true},
	{GENERATOR_ELEVENTY, S("breaks"), SCRIPT_TRUE, S(""), BREAKS, true},
	{GENERATOR_ELEVENTY, S("typographer"), SCRIPT_TRUE, S(""), SMART, true},
	{GENERATOR_ASTRO, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_ASTRO, S("smartypants"), SCRIPT_FALSE, S(""), SMART, false},
	{GENERATOR_DOCUSAURUS, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_GATSBY, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_GARDEN, S(""), ALWAYS, S(""), BREAKS, true},
	{GENERATOR_GARDEN, S(""), ALWAYS, S(""), SMART, false},
	{GENERATOR_OBSIDIAN, S(""), ALWAYS, S(""), SMART, false},
	{GENERATOR_VITEPRESS, S("math"), SCRIPT_TRUE, S(""), MATH, true},
	{GENERATOR_VITEPRESS, S("breaks"), SCRIPT_TRUE, S(""), BREAKS, true},
	{GENERATOR_VITEPRESS, S("typographer"), SCRIPT_TRUE, S(""), SMART, true},
	{GENERATOR_QUARTZ, S("HardLineBreaks("), SCRIPT_NAMES, S(""), BREAKS, true},
};

/* "markdown.extensions.nl2br" is nl2br. */
static bool is_word(struct slice name, const struct row *row)
{
	ptrdiff_t dot = slice_rfind_char(name, '.');

	if (row->holds == STARTS)
		return slice_starts(name, row->word);
	return slice_eq_nocase(slice_from(name, (size_t)(dot + 1)), row->word);
}

/* Does @value contain the row's word: as its text, between commas, as an item of its list or a key of its
 * map? */
static bool names(const struct value *value, const struct row *row)
{
	struct slice rest = value_text(value), part;

	while (rest.len) {
		slice_cut(rest, ',', &part, &rest);
		if (is_word(slice_trim(part), row))
			return true;
	}
	for (size_t i = 0; value && value->kind == VALUE_LIST && i < value->count; i++) {
		const struct value *item = &value->items[i];

		/* A pair of delimiters is a list of two. */
		if (item->kind == VALUE_LIST && item->count)
			item = &item->items[0];
		if (item->kind != VALUE_LIST && names(item, row))
			return true;
	}
	for (size_t i = 0; value && value->kind == VALUE_MAP && i < value->count; i++) {
		if (is_word(value->pairs[i].key, row))
			return true;
	}
	return false;
}

static bool has_switch(const struct value *value, bool wanted)
{
	bool is;

	return value_bool(value, &is) && is == wanted;
}

static bool holds(struct settings_reader *reader, const struct row *row)
{
	struct settings *settings = reader->settings;
	struct slice script = reader->source.script;
	const struct value *value = value_path(settings->raw, row->key);
	struct value found;

	switch (row->holds) {
	case ALWAYS:
		return true;
	case IS_TRUE:
	case IS_FALSE:
		return has_switch(value, row->holds == IS_TRUE);
	case NAMES:
	case STARTS:
		return names(value, row);
	case SCRIPT_TRUE:
	case SCRIPT_FALSE:
		return script_find(&settings->arena, script, row->key, &found) &&
		       has_switch(&found, row->holds == SCRIPT_TRUE);
	case SCRIPT_NAMES:
		return slice_find(script, row->key) >= 0;
	}
	return false;
}

/* The options of a MkDocs extension; extensions are a map, or a list of names and maps. */
static const struct value *extension(const struct value *all, struct slice name)
{
	const struct value *found = value_get(all, name);

	for (size_t i = 0; all && all->kind == VALUE_LIST && i < all->count && !found;
		i++)
		found = value_get(&all->items[i], name);
	return found;
}

/* The folders of snippets: base_path, else that of mkdocs.yml. */
static void read_snippet_folders(struct settings *settings)
{
	static const struct slice names[] = {
		S("pymdownx.snippets"), S("mdx_include"), S("markdown_include.include")};
	const struct value *all = value_get(settings->raw, S("markdown_extensions"));
	const struct slice *paths = NULL;
	size_t count = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !count; i++)
		count = settings_strings(settings,
			value_get(extension(all, names[i]), S("base_path")), &paths);
	struct slice *folders =
		arena_array(&settings->arena, count ? count : 1, struct slice);

	for (size_t i = 0; i < count; i++) {
		struct slice path = paths[i];

		if (slice_starts(path, S("$docs_dir")))
			path = arena_printf(&settings->arena, "%.*s%.*s",
				SARG(settings->content_dir),
				SARG(slice_from(path, strlen("$docs_dir"))));
		else if (slice_starts(path, S("$config_dir")))
			path = slice_from(path, strlen("$config_dir"));
		while (slice_skip(&path, S("./")))
			;
		folders[i] = slice_eq(path, S(".")) ? slice_none
						    : settings_trim_path(settings, path);
	}
	settings->snippet_folders = folders;
	settings->snippet_folder_count = count ? count : 1;
}

void settings_read_markdown(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];

		if (row->generator == settings->generator && holds(reader, row))
			*(bool *)((char *)settings + row->field) = row->set_to;
	}
	if (settings->pymdownx)
		read_snippet_folders(settings);
}
