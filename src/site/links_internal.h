/* SPDX-License-Identifier: MIT */
/* What the files of site/links share. */
#ifndef SITE_LINKS_INTERNAL_H
#define SITE_LINKS_INTERNAL_H

#include "site/links.h"
#include "text/env_value.h"

/* Links of a post to addresses of its own site where nothing is, each said once. */

#define LINKS_DEAD_MAX 100 /* of one post; who has more knows by then */

struct links_dead {
	struct diag_list *diags;
	struct slice file, body;                 /* to find the line in */
	unsigned first_line;                     /* of the body */
	unsigned long long seen[LINKS_DEAD_MAX]; /* hashes */
	size_t count;
};

/* @href: as the author wrote it. @web: where it leads now; empty: it is kept. */
void links_dead_say(struct links_dead *dead, struct arena *arena, struct slice href,
	bool image, struct slice web);

/* What of a site is at an address or at a place of its folder, in whatever spelling authors link to it.
 * Each fills @target and returns true, or false: nothing is there. */

/* The page at @url, a path of this site (percent-encoded). */
bool links_to_post(struct doc_target *target, const struct post *post);
bool links_to_page(struct doc_target *target, struct slice url);
/* By a look-up key: a post, a file, where a redirect leads, a page that the capsule makes. */
bool links_find_key(const struct site *site, struct arena *arena, struct slice key,
	struct doc_target *target);
/* By a place in the site's folder, "/_posts/x.md" (the key of one), also without its ending or from
 * below the folder of the content on. */
bool links_find_source(
	const struct site *site, struct slice key, struct doc_target *target);
/* By a percent-encoded path, perhaps with a query or with the base of the web site before it: a key,
 * else a source. */
bool links_find_path(const struct site *site, struct arena *arena, struct slice path,
	struct doc_target *target);
/* By a relative reference: beside the post's source, then beside its page, then by its name alone. */
bool links_find_relative(const struct links *links, struct arena *arena,
	struct slice href, struct doc_target *target);
/* By the name that a wikilink calls it. */
bool links_find_named(const struct links *links, struct arena *arena, struct slice name,
	struct doc_target *target);
/* The folder part of a path, with its last slash. */
struct slice links_folder_of(struct slice path);

/* The sound or video that @front_matter (may be NULL) names as the post's own, in the links' arena; or NULL. */
const struct doc_target *links_enclosure_of(
	const struct links *links, const struct value *front_matter);

/* The files that stand in posts by {% include x %}, as text_env.include.
 *
 * A name never leaves its folder, not by "..", not by a symlink, and means no file with a dot in front.
 * What is read from the folder of the page must be published by itself or be a fragment: text without
 * front matter, and no draft. Everything else there is hidden. What keeps a file from being read that may
 * be there is in @links->trouble. */
enum env_answer links_include(struct links *links, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text);

/* What templates find in a site: its settings, data files, pages, tags, as text_env.value, item and variable.
 *
 * All of it is of the snapshot, so nothing that is hidden is in it, and no page that stands in no list. A
 * setting whose name sounds like a secret is kept from readers. */
enum env_answer links_value(struct links *links, struct arena *arena,
	const struct env_value *of, struct slice name, struct env_value *out);
void links_item(struct links *links, struct arena *arena, const struct env_value *list,
	size_t index, struct env_value *out);
/* The text that a dotted name leads to. */
enum env_answer links_variable(
	struct links *links, struct arena *arena, struct slice name, struct slice *text);

enum links_type {
	LINKS_SITE = 1,
	LINKS_PAGE,        /* struct post */
	LINKS_PAGES,       /* list of struct post pointers */
	LINKS_GROUPS,      /* list of struct site_group */
	LINKS_STRINGS,     /* list of struct slice */
	LINKS_FILES,       /* list of struct site_entry pointers */
	LINKS_FILE,        /* struct site_file */
	LINKS_COLLECTIONS, /* Eleventy's: pages by their tags */
	LINKS_JEKYLL,
};

#define LINKS_LISTS_MAX 16

/* What one conversion has asked for already. */
struct links_asked {
	struct slice names[LINKS_LISTS_MAX]; /* of lists that were made */
	struct env_value lists[LINKS_LISTS_MAX];
	size_t count;
	const struct post *post; /* the page whose front matter was read last */
	const struct value *matter;
};

static inline struct env_value links_object(enum links_type type, const void *object)
{
	return (struct env_value){.kind = ENV_OBJECT, .type = type, .object = object};
}

/* An empty list is one of no type. */
static inline struct env_value links_list(
	enum links_type type, const void *items, size_t count)
{
	if (!count)
		return (struct env_value){.kind = ENV_ITEMS};
	return (struct env_value){
		.kind = ENV_OBJECT, .type = type, .object = items, .count = count};
}

struct links_asked *links_asked(struct links *links, struct arena *arena);
/* ENV_NONE: its front matter does not say. */
enum env_answer links_of_page(struct links *links, struct arena *arena,
	const struct post *post, struct slice name, struct env_value *out);

#endif
