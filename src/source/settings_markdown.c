/* SPDX-License-Identifier: MIT */
/* What a generator's settings say of Markdown itself: whether a line of the source is a line of the page, and
 * whether quotes become curly. */
#include "base/text.h"
#include "data/script.h"
#include "source/settings_reader.h"

enum holds {
	ALWAYS,
	IS_TRUE,  /* the key has true */
	IS_FALSE, /* ... or false */
	NAMES,    /* the key's text, list or map names the word */
	/* The settings are a program: */
	SCRIPT_TRUE, /* it has "key: true" */
	SCRIPT_FALSE,
	SCRIPT_NAMES, /* the key stands in it */
};

enum field { BREAKS, SMART };

/* Later rows of a generator win over earlier ones. */
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
	{GENERATOR_PELICAN, S("nl2br"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_PELICAN, S("TYPOGRIFY"), IS_TRUE, S(""), SMART, true},
	{GENERATOR_ELEVENTY, S("breaks"), SCRIPT_TRUE, S(""), BREAKS, true},
	{GENERATOR_ELEVENTY, S("typographer"), SCRIPT_TRUE, S(""), SMART, true},
	{GENERATOR_ASTRO, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_ASTRO, S("smartypants"), SCRIPT_FALSE, S(""), SMART, false},
	{GENERATOR_DOCUSAURUS, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_GATSBY, S("remark-breaks"), SCRIPT_NAMES, S(""), BREAKS, true},
	{GENERATOR_QUARTZ, S("HardLineBreaks("), SCRIPT_NAMES, S(""), BREAKS, true},
};

/* "markdown.extensions.nl2br" is nl2br. */
static bool is_word(struct slice name, struct slice word)
{
	ptrdiff_t dot = slice_rfind_char(name, '.');

	return slice_eq_nocase(slice_from(name, (size_t)(dot + 1)), word);
}

/* Names @value the word: as its text or a part between commas, an item of its list, a key of its map? */
static bool names(const struct value *value, struct slice word)
{
	struct slice rest = value_text(value), part;

	while (rest.len) {
		slice_cut(rest, ',', &part, &rest);
		if (is_word(slice_trim(part), word))
			return true;
	}
	for (size_t i = 0; value && value->kind == VALUE_LIST && i < value->count; i++) {
		if (value->items[i].kind != VALUE_LIST && names(&value->items[i], word))
			return true;
	}
	for (size_t i = 0; value && value->kind == VALUE_MAP && i < value->count; i++) {
		if (is_word(value->pairs[i].key, word))
			return true;
	}
	return false;
}

static bool has_switch(const struct value *value, bool wanted)
{
	bool is;

	return value_bool(value, &is) && is == wanted;
}

static bool holds(struct settings *settings, const struct row *row, struct slice script)
{
	const struct value *value = value_path(settings->raw, row->key);
	struct value found;

	switch (row->holds) {
	case ALWAYS:
		return true;
	case IS_TRUE:
	case IS_FALSE:
		return has_switch(value, row->holds == IS_TRUE);
	case NAMES:
		return names(value, row->word);
	case SCRIPT_TRUE:
	case SCRIPT_FALSE:
		return script_find(&settings->arena, script, row->key, &found) &&
		       has_switch(&found, row->holds == SCRIPT_TRUE);
	case SCRIPT_NAMES:
		return slice_find(script, row->key) >= 0;
	}
	return false;
}

void settings_read_markdown(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice script = slice_none;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];

		if (row->generator != settings->generator)
			continue;
		if (row->holds >= SCRIPT_TRUE && !script.ptr)
			script = script_javascript(&settings->arena,
				settings_read_file(reader, settings->generator_file));
		if (holds(settings, row, script))
			*(row->field == BREAKS ? &settings->breaks : &settings->smart) =
				row->set_to;
	}
}
