/* SPDX-License-Identifier: MIT */
#include "source/generator.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

const struct generator_rules *generator_rules(enum generator generator)
{
	static const struct generator_rules *const rules[] = {
		[GENERATOR_PLAIN] = &generator_plain,
		[GENERATOR_JEKYLL] = &generator_jekyll,
		[GENERATOR_HUGO] = &generator_hugo,
		[GENERATOR_ZOLA] = &generator_zola,
		[GENERATOR_ELEVENTY] = &generator_eleventy,
		[GENERATOR_HEXO] = &generator_hexo,
		[GENERATOR_ASTRO] = &generator_astro,
		[GENERATOR_MKDOCS] = &generator_mkdocs,
		[GENERATOR_PELICAN] = &generator_pelican,
		[GENERATOR_GATSBY] = &generator_gatsby,
		[GENERATOR_DOCUSAURUS] = &generator_docusaurus,
		[GENERATOR_QUARTZ] = &generator_quartz,
		[GENERATOR_GARDEN] = &generator_garden,
		[GENERATOR_OBSIDIAN] = &generator_obsidian,
		[GENERATOR_VITEPRESS] = &generator_vitepress,
		[GENERATOR_MDBOOK] = &generator_mdbook,
	};

	return rules[generator];
}

/* The files by which generators are detected. The first matching row counts. */
static const struct mark {
	enum generator generator;
	struct slice files; /* "hugo.toml|hugo.yaml": one of them */
	struct slice with;  /* a file or folder that must also exist; or empty */
	struct slice word,
		/* that must, or must not, be in the file (or in @with, if a file) */
		no_word;
} marks[] = {
	{GENERATOR_HUGO,
		.files = S("hugo.toml|hugo.yaml|hugo.yml|hugo.json|config/_default")},
	{GENERATOR_QUARTZ,
		.files = S("quartz.config.ts|quartz.config.yaml|quartz.config.yml")},
	{GENERATOR_MKDOCS, .files = S("properdocs.yml|properdocs.yaml|zensical.toml|"
				      "mkdocs.yml|mkdocs.yaml")},
	{GENERATOR_PELICAN, .files = S("pelicanconf.py")},
	{GENERATOR_ASTRO, .files = S("astro.config.mjs|astro.config.ts|astro.config.js|"
				     "astro.config.mts|astro.config.cjs")},
	{GENERATOR_GATSBY, .files = S("gatsby-config.js|gatsby-config.ts|gatsby-config."
				      "mjs|gatsby-config.cjs")},
	{GENERATOR_DOCUSAURUS, .files = S("docusaurus.config.js|docusaurus.config.ts|"
					  "docusaurus.config.mjs|docusaurus.config.cjs")},
	{GENERATOR_MDBOOK, .files = S("book.toml")},
	{GENERATOR_VITEPRESS,
		.files = S(".vitepress/config.mts|.vitepress/config.ts|"
			   ".vitepress/config.mjs|.vitepress/config.js|"
			   ".vitepress/config.cts|.vitepress/config.cjs|"
			   ".vitepress/config/index.mts|.vitepress/config/index.ts|"
			   ".vitepress/config/index.mjs|.vitepress/config/index.js")},
	{GENERATOR_JEKYLL, .files = S("bridgetown.config.yml"), .with = S("src")},
	{GENERATOR_JEKYLL, .files = S("config/initializers.rb"), .with = S("src"),
		.word = S("Bridgetown")},
	{GENERATOR_ELEVENTY,
		.files = S(".eleventy.js|eleventy.config.js|eleventy.config.mjs|eleventy."
			   "config.cjs|eleventy.config.ts|pack11ty.config.js")},
	{GENERATOR_HEXO, .files = S("_config.yml"), .with = S("source/_posts")},
	{GENERATOR_HEXO, .files = S("_config.yml"), .with = S("package.json"),
		.word = S("\"hexo\"")},
	{GENERATOR_JEKYLL, .files = S("_config.yml|_config.yaml|_config.toml")},
	{GENERATOR_ZOLA, .files = S("config.toml"), .with = S("content"),
		.word = S("base_url"), .no_word = S("baseURL")},
	{GENERATOR_ZOLA, .files = S("zola.toml"), .with = S("content")},
	{GENERATOR_HUGO, .files = S("config.toml|config.yaml|config.yml|config.json"),
		.with = S("content")},
	{GENERATOR_ELEVENTY, .files = S("package.json"), .word = S("@11ty/eleventy")},
	{GENERATOR_GARDEN, .files = S(".obsidian/plugins/digitalgarden")},
	{GENERATOR_JEKYLL, .files = S("_posts")},
	{GENERATOR_OBSIDIAN, .files = S(".obsidian")},
};

#define MARKS (sizeof(marks) / sizeof(*marks))

static bool is_there(struct settings_reader *reader, struct slice path, bool *file)
{
	struct arena *arena = &reader->settings->arena;
	struct stat st;
	bool there = fstatat(reader->folder, arena_cstr(arena, path), &st, 0) == 0;

	settings_failed(reader, path, there ? 0 : -errno);
	*file = there && S_ISREG(st.st_mode);
	return there && (*file || S_ISDIR(st.st_mode));
}

static bool fits(struct settings_reader *reader, const struct mark *mark,
	struct slice file, bool *is_file)
{
	bool with_file = false;

	if (!is_there(reader, file, is_file))
		return false;
	if (mark->with.len && !is_there(reader, mark->with, &with_file))
		return false;
	if (mark->word.len == 0 && mark->no_word.len == 0)
		return true;
	struct slice text = settings_read_file(reader, with_file ? mark->with : file);
	return slice_contains(text, mark->word) &&
	       (mark->no_word.len == 0 || !slice_contains(text, mark->no_word));
}

void generator_recognise(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice file;
	bool is_file;

	for (size_t i = 0; i < MARKS; i++) {
		for (struct slice rest = marks[i].files;
			slice_split(&rest, '|', &file);) {
			if (!fits(reader, &marks[i], file, &is_file))
				continue;
			settings->generator = marks[i].generator;
			settings->generator_file = is_file ? file : slice_none;
			return;
		}
	}
}

enum generator generator_of(int folder, bool *by_file)
{
	struct settings settings = {0};
	struct settings_reader reader = {.settings = &settings, .folder = folder};

	arena_init(&settings.arena);
	generator_recognise(&reader);
	*by_file = settings.generator_file.len != 0;
	arena_fini(&settings.arena);
	return settings.generator;
}

bool generator_is_site(int folder)
{
	bool by_file;

	return generator_of(folder, &by_file) != GENERATOR_PLAIN;
}

bool generator_has_settings(int folder)
{
	bool by_file;

	return generator_of(folder, &by_file) != GENERATOR_PLAIN && by_file;
}

bool generator_is_mark(struct slice path)
{
	for (size_t i = 0; i < MARKS; i++) {
		if (path.len && (slice_any(path, marks[i].files, slice_eq) ||
					slice_eq(path, marks[i].with)))
			return true;
	}
	return false;
}

bool generator_own_permalink(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out)
{
	permalink_expand(out, own, facts, &reading->arena);
	return true;
}

bool generator_own_folder(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out)
{
	(void)reading, (void)facts;
	permalink_escape(out, own);
	buf_putc(out, '/');
	return true;
}

void generator_put_braces(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice pattern, struct buf *out,
	void (*put)(struct post_reading *reading, const struct permalink_facts *facts,
		struct slice field, struct buf *out))
{
	struct slice before, field;

	while (slice_cut(pattern, '{', &before, &pattern)) {
		buf_put(out, before);
		slice_cut(pattern, '}', &field, &pattern);
		put(reading, facts, field, out);
	}
	buf_put(out, before);
}

void generator_put_lang(struct post_reading *reading, struct buf *out)
{
	if (!reading->name.lang_in_name ||
		slice_eq(reading->post.lang, reading->settings->lang))
		return;
	buf_putc(out, '/');
	buf_put(out, text_lower(&reading->arena, reading->post.lang));
}

void generator_put_path(struct post_reading *reading, struct slice last,
	const struct generator_rules *rules, struct buf *out)
{
	const struct settings *settings = reading->settings;
	struct slice rest = reading->name.folder, segment;

	buf_putc(out, '/');
	while (slice_split(&rest, '/', &segment)) {
		if (rules->segment)
			segment = rules->segment(settings, &reading->arena, segment);
		permalink_escape(out, segment);
		buf_putc(out, '/');
	}
	if (last.len == 0)
		return;
	if (rules->segment)
		last = rules->segment(settings, &reading->arena, last);
	permalink_escape(out, last);
	buf_put(out, settings->page_suffix);
}
