/* SPDX-License-Identifier: MIT */
/* Detects the generator of a folder. Each generator has a file (src/source/generator/generator_*.c)
 * and a row in generator.c; their common interface is source/rules.h. */
#ifndef SOURCE_GENERATOR_H
#define SOURCE_GENERATOR_H

#include "source/permalink.h"
#include "source/post_reading.h"
#include "source/rules.h"
#include "source/settings_reader.h"

const struct generator_rules *generator_rules(enum generator generator);
/* Sets settings->generator, and generator_file to the most telling file. */
void generator_recognise(struct settings_reader *reader);
/* Is the folder a site of a known generator? */
bool generator_is_site(int folder);
/* The same, only by a settings file, which is stronger evidence than folder names. */
bool generator_has_settings(int folder);
/* The name of a direct subfolder of @folder that is a site of a generator: the one that the
 * administrator of a repository may mean. Empty: none. */
struct slice generator_below(int folder, struct arena *arena);
/* The folder to serve for @path. A folder without settings (splashdown.yaml counts) and without Markdown except
 * README and the like is a repository when exactly one folder in it, at most two levels deep, has settings:
 * that folder is the blog. Else @path itself. */
struct slice generator_meant(struct arena *arena, const char *path);
/* The generator of @folder; *by_file: known from a settings file. */
enum generator generator_of(int folder, bool *by_file);
/* Can the file or folder at @path decide the generator? */
bool generator_is_mark(struct slice path);

/* Usual names of collections and folders of posts, for generators that leave them to the
 * author. */
#define GENERATOR_POSTS "posts|blog|articles|notes"

extern const struct generator_rules generator_plain, generator_jekyll, generator_hugo,
	generator_zola, generator_eleventy, generator_hexo, generator_astro,
	generator_mkdocs, generator_pelican, generator_gatsby, generator_docusaurus,
	generator_quartz, generator_garden, generator_obsidian, generator_vitepress,
	generator_mdbook;

/* Members of struct generator_rules that several generators use. */
/* Jekyll's placeholders. */
bool generator_own_permalink(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out);
/* A path with one slash at its end. */
bool generator_own_folder(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out);
/* A pattern with placeholders in braces, "{slug}.html"; @put appends each value. */
void generator_put_braces(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice pattern, struct buf *out,
	void (*put)(struct post_reading *reading, const struct permalink_facts *facts,
		struct slice field, struct buf *out));
/* The file's own path, for folders without a generator and for vaults. */
void generator_plain_address(struct post_reading *reading,
	const struct permalink_facts *facts, struct buf *out);
/* "/fr" when the name gives another language than the site's. */
void generator_put_lang(struct post_reading *reading, struct buf *out);
/* The file's folder and name without language: "/a/b/", for an index "/a/". */
void generator_put_path(struct post_reading *reading, struct slice last,
	const struct generator_rules *rules, struct buf *out);

#endif
