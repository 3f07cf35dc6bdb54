/* SPDX-License-Identifier: MIT */
/* What differs from one generator to the next: one file (src/source/generator/generator_*.c) and one row in
 * generator.c each. */
#ifndef SOURCE_GENERATOR_H
#define SOURCE_GENERATOR_H

#include "source/permalink.h"
#include "source/post_reading.h"
#include "source/settings_reader.h"

struct generator_rules {
	/* Fills in what the generator's own files say; settings->raw is the tree of the one that it was
	 * recognised by (may be NULL). */
	void (*settings)(struct settings_reader *reader);
	/* Appends the address that the author's front matter gives the page. False: none does. NULL:
	 * the generator knows none. */
	bool (*own_address)(struct post_reading *reading,
		const struct permalink_facts *facts, struct buf *out);
	/* Appends the address by the generator's rule. */
	void (*address)(struct post_reading *reading, const struct permalink_facts *facts,
		struct buf *out);
	/* A folder's name as addresses have it; NULL: as it is. */
	struct slice (*segment)(const struct settings *settings, struct arena *arena,
		struct slice segment);
	/* Files in a folder which say something of all that is below it: their names, and what they
	 * say (maps for defaults). NULL: there are none. *error: one of them is there, perhaps, and could
	 * not be read (file_is_trouble). */
	const struct settings_default *(*folder)(const struct settings *settings,
		struct arena *arena, int fd, struct slice path, size_t *count,
		int *error);
};

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
/* Does the file or folder at @path decide which generator it is? */
bool generator_is_mark(struct slice path);

extern const struct generator_rules generator_plain, generator_jekyll, generator_hugo,
	generator_zola, generator_eleventy, generator_hexo, generator_astro,
	generator_mkdocs, generator_pelican, generator_gatsby, generator_docusaurus,
	generator_quartz, generator_garden, generator_obsidian;

/* Placeholders of the front matter's permalink as Jekyll has them: what several generators do. */
bool generator_own_permalink(struct post_reading *reading,
	const struct permalink_facts *facts, struct buf *out);
/* The file's own folder and name: "/a/b/", for an index "/a/"; no language. */
void generator_put_path(struct post_reading *reading, struct slice last,
	const struct generator_rules *rules, struct buf *out);

#endif
