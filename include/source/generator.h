/* SPDX-License-Identifier: MIT */
/* Which generator a folder is made for. One file (src/source/generator/generator_*.c) and one row in
 * generator.c each; what they have in common is source/rules.h. */
#ifndef SOURCE_GENERATOR_H
#define SOURCE_GENERATOR_H

#include "source/permalink.h"
#include "source/post_reading.h"
#include "source/rules.h"
#include "source/settings_reader.h"

const struct generator_rules *generator_rules(enum generator generator);
/* Sets settings->generator, and generator_file to the file that says most. */
void generator_recognise(struct settings_reader *reader);
/* Is the folder a site of one of them? */
bool generator_is_site(int folder);
/* The same by a file of settings, which says more than a folder that is named like one. */
bool generator_has_settings(int folder);
/* The name of a folder right in @folder that is a site of one of the generators: who serves the folder
 * of a repository may mean that one. Empty: there is none. */
struct slice generator_below(int folder, struct arena *arena);
/* The folder that who names @path means. One without settings (splashdown.yaml is one) and without Markdown but
 * README and its like, in which exactly one folder, at most two deep, has settings, is a repository: that folder
 * is the blog. Else @path itself. */
struct slice generator_meant(struct arena *arena, const char *path);
/* Which generator @folder is a site of; *by_file: a file of settings says so. */
enum generator generator_of(int folder, bool *by_file);
/* Does the file or folder at @path decide which generator it is? */
bool generator_is_mark(struct slice path);

/* What collections and folders of posts are called where a generator leaves that to the author. */
#define GENERATOR_POSTS "posts|blog|articles|notes"

extern const struct generator_rules generator_plain, generator_jekyll, generator_hugo,
	generator_zola, generator_eleventy, generator_hexo, generator_astro,
	generator_mkdocs, generator_pelican, generator_gatsby, generator_docusaurus,
	generator_quartz, generator_garden, generator_obsidian;

/* As struct generator_rules has them, for several generators. */
/* Jekyll's placeholders. */
bool generator_own_permalink(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out);
/* A path, and a slash at its end (where it has one, no second). */
bool generator_own_folder(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice own, struct buf *out);
/* A pattern whose placeholders stand in braces, "{slug}.html": @put appends each. */
void generator_put_braces(struct post_reading *reading,
	const struct permalink_facts *facts, struct slice pattern, struct buf *out,
	void (*put)(struct post_reading *reading, const struct permalink_facts *facts,
		struct slice field, struct buf *out));
/* The file's own path: what a folder without a generator, and a vault, do. */
void generator_plain_address(struct post_reading *reading,
	const struct permalink_facts *facts, struct buf *out);
/* "/fr" where the name says another language than the site's. */
void generator_put_lang(struct post_reading *reading, struct buf *out);
/* The file's own folder and name: "/a/b/", for an index "/a/"; no language. */
void generator_put_path(struct post_reading *reading, struct slice last,
	const struct generator_rules *rules, struct buf *out);

#endif
