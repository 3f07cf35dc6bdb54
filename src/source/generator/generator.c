/* SPDX-License-Identifier: MIT */
#include "source/generator.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

/* Folders that are looked into for a site of their own. */
#define BELOW_MAX 100

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
	};

	return rules[generator];
}

/* By which files a generator is known. The first row that fits counts. */
static const struct mark {
	enum generator generator;
	struct slice file;
	struct slice with; /* a file or folder that must be there too; or empty */
	struct slice word,
		no_word; /* that stand, or do not, in @file (or in @with, a file) */
} marks[] = {
	{GENERATOR_HUGO, S("hugo.toml"), S(""), S(""), S("")},
	{GENERATOR_HUGO, S("hugo.yaml"), S(""), S(""), S("")},
	{GENERATOR_HUGO, S("hugo.yml"), S(""), S(""), S("")},
	{GENERATOR_HUGO, S("hugo.json"), S(""), S(""), S("")},
	{GENERATOR_HUGO, S("config/_default"), S(""), S(""), S("")},
	{GENERATOR_QUARTZ, S("quartz.config.ts"), S(""), S(""), S("")},
	{GENERATOR_QUARTZ, S("quartz.config.yaml"), S(""), S(""), S("")},
	{GENERATOR_QUARTZ, S("quartz.config.yml"), S(""), S(""), S("")},
	{GENERATOR_MKDOCS, S("mkdocs.yml"), S(""), S(""), S("")},
	{GENERATOR_MKDOCS, S("mkdocs.yaml"), S(""), S(""), S("")},
	{GENERATOR_PELICAN, S("pelicanconf.py"), S(""), S(""), S("")},
	{GENERATOR_ASTRO, S("astro.config.mjs"), S(""), S(""), S("")},
	{GENERATOR_ASTRO, S("astro.config.ts"), S(""), S(""), S("")},
	{GENERATOR_ASTRO, S("astro.config.js"), S(""), S(""), S("")},
	{GENERATOR_ASTRO, S("astro.config.mts"), S(""), S(""), S("")},
	{GENERATOR_ASTRO, S("astro.config.cjs"), S(""), S(""), S("")},
	{GENERATOR_GATSBY, S("gatsby-config.js"), S(""), S(""), S("")},
	{GENERATOR_GATSBY, S("gatsby-config.ts"), S(""), S(""), S("")},
	{GENERATOR_GATSBY, S("gatsby-config.mjs"), S(""), S(""), S("")},
	{GENERATOR_GATSBY, S("gatsby-config.cjs"), S(""), S(""), S("")},
	{GENERATOR_DOCUSAURUS, S("docusaurus.config.js"), S(""), S(""), S("")},
	{GENERATOR_DOCUSAURUS, S("docusaurus.config.ts"), S(""), S(""), S("")},
	{GENERATOR_DOCUSAURUS, S("docusaurus.config.mjs"), S(""), S(""), S("")},
	{GENERATOR_DOCUSAURUS, S("docusaurus.config.cjs"), S(""), S(""), S("")},
	{GENERATOR_JEKYLL, S("bridgetown.config.yml"), S("src"), S(""), S("")},
	{GENERATOR_JEKYLL, S("config/initializers.rb"), S("src"), S("Bridgetown"), S("")},
	{GENERATOR_ELEVENTY, S(".eleventy.js"), S(""), S(""), S("")},
	{GENERATOR_ELEVENTY, S("eleventy.config.js"), S(""), S(""), S("")},
	{GENERATOR_ELEVENTY, S("eleventy.config.mjs"), S(""), S(""), S("")},
	{GENERATOR_ELEVENTY, S("eleventy.config.cjs"), S(""), S(""), S("")},
	{GENERATOR_ELEVENTY, S("eleventy.config.ts"), S(""), S(""), S("")},
	{GENERATOR_ELEVENTY, S("pack11ty.config.js"), S(""), S(""), S("")},
	{GENERATOR_HEXO, S("_config.yml"), S("source/_posts"), S(""), S("")},
	{GENERATOR_HEXO, S("_config.yml"), S("package.json"), S("\"hexo\""), S("")},
	{GENERATOR_JEKYLL, S("_config.yml"), S(""), S(""), S("")},
	{GENERATOR_JEKYLL, S("_config.yaml"), S(""), S(""), S("")},
	{GENERATOR_JEKYLL, S("_config.toml"), S(""), S(""), S("")},
	{GENERATOR_ZOLA, S("config.toml"), S("content"), S("base_url"), S("baseURL")},
	{GENERATOR_ZOLA, S("zola.toml"), S("content"), S(""), S("")},
	{GENERATOR_HUGO, S("config.toml"), S("content"), S(""), S("")},
	{GENERATOR_HUGO, S("config.yaml"), S("content"), S(""), S("")},
	{GENERATOR_HUGO, S("config.yml"), S("content"), S(""), S("")},
	{GENERATOR_HUGO, S("config.json"), S("content"), S(""), S("")},
	{GENERATOR_ELEVENTY, S("package.json"), S(""), S("@11ty/eleventy"), S("")},
	{GENERATOR_GARDEN, S(".obsidian/plugins/digitalgarden"), S(""), S(""), S("")},
	{GENERATOR_JEKYLL, S("_posts"), S(""), S(""), S("")},
	{GENERATOR_OBSIDIAN, S(".obsidian"), S(""), S(""), S("")},
};

#define MARKS (sizeof(marks) / sizeof(*marks))

static bool is_there(struct settings_reader *reader, struct slice path, bool *file)
{
	struct stat st;
	/* All of them are literals: they end in NUL. */
	bool there = fstatat(reader->folder, path.ptr, &st, 0) == 0;

	settings_failed(reader, path, there ? 0 : -errno);
	*file = there && S_ISREG(st.st_mode);
	return there && (*file || S_ISDIR(st.st_mode));
}

static bool fits(struct settings_reader *reader, const struct mark *mark, bool *is_file)
{
	bool with_file = false;

	if (!is_there(reader, mark->file, is_file))
		return false;
	if (mark->with.len && !is_there(reader, mark->with, &with_file))
		return false;
	if (mark->word.len == 0 && mark->no_word.len == 0)
		return true;
	struct slice text =
		settings_read_file(reader, with_file ? mark->with : mark->file);
	return slice_find(text, mark->word) >= 0 &&
	       (mark->no_word.len == 0 || slice_find(text, mark->no_word) < 0);
}

void generator_recognise(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	bool is_file;

	for (size_t i = 0; i < MARKS; i++) {
		if (!fits(reader, &marks[i], &is_file))
			continue;
		settings->generator = marks[i].generator;
		settings->generator_file = is_file ? marks[i].file : slice_none;
		return;
	}
}

static enum generator recognised(int folder, bool *by_file)
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

	return recognised(folder, &by_file) != GENERATOR_PLAIN;
}

bool generator_has_settings(int folder)
{
	bool by_file;

	return recognised(folder, &by_file) != GENERATOR_PLAIN && by_file;
}

/* A vault in a folder of notes is a part of it. */
static bool is_blog(int folder)
{
	bool by_file;
	enum generator generator = recognised(folder, &by_file);

	return generator != GENERATOR_PLAIN && generator != GENERATOR_GARDEN &&
	       generator != GENERATOR_OBSIDIAN;
}

struct slice generator_below(int folder, struct arena *arena)
{
	struct settings settings = {0};
	struct settings_reader reader = {.settings = &settings, .folder = folder};
	struct slice *names, found = slice_none;

	arena_init(&settings.arena);
	size_t count = settings_list(&reader, slice_none, &names);
	for (size_t i = 0; i < count && i < BELOW_MAX && found.len == 0; i++) {
		if (slice_starts(names[i], S("_")) ||
			slice_eq(names[i], S("node_modules")))
			continue;
		auto_close int below = file_beneath(folder,
			arena_cstr(&settings.arena, names[i]), O_RDONLY | O_DIRECTORY);
		if (below >= 0 && is_blog(below))
			found = arena_dup(arena, names[i]);
	}
	arena_fini(&settings.arena);
	return found;
}

bool generator_is_mark(struct slice path)
{
	for (size_t i = 0; i < MARKS; i++) {
		if (slice_eq(path, marks[i].file) || slice_eq(path, marks[i].with))
			return path.len != 0;
	}
	return false;
}

bool generator_own_permalink(struct post_reading *reading,
	const struct permalink_facts *facts, struct buf *out)
{
	static const char *const permalink[] = {"permalink", NULL};
	struct slice own = fields_text(&reading->fields, permalink);

	if (own.len)
		permalink_expand(out, own, facts, &reading->arena);
	return own.len != 0;
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
