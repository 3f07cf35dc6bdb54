/* SPDX-License-Identifier: MIT */
/* Shared by the files of site/links. */
#ifndef SITE_LINKS_INTERNAL_H
#define SITE_LINKS_INTERNAL_H

#include "site/links.h"
#include "text/env_value.h"

/* Links of a post to missing addresses of its own site, each reported once. */

#define LINKS_DEAD_MAX 100 /* per post */

struct links_dead {
	struct diag_list *diags;
	struct slice file, body;                 /* to find the line in */
	unsigned first_line;                     /* of the body */
	unsigned long long seen[LINKS_DEAD_MAX]; /* hashes */
	size_t count;
};

/* @href: as written. @web: where it leads now; empty: it is kept. */
void links_dead_say(struct links_dead *dead, struct arena *arena, struct slice href,
	bool image, struct slice web);

/* Look-ups by address or by place in the site's folder, in every spelling that authors use. Each fills
 * @target and returns true; false: nothing there. */

/* The page at @url, a path of this site (percent-encoded). */
bool links_to_post(struct doc_target *target, const struct post *post);
bool links_to_page(struct doc_target *target, struct slice url);
/* By a look-up key: a post, a file, a redirect's target, a generated page. */
bool links_find_key(const struct site *site, struct arena *arena, struct slice key,
	struct doc_target *target);
/* By a path in the site's folder, "/_posts/x.md" (as a key), also without extension or relative to
 * the content folder. */
bool links_find_source(
	const struct site *site, struct slice key, struct doc_target *target);
/* By a percent-encoded path, perhaps with a query or the web site's base path: a key, else a
 * source. */
bool links_find_path(const struct site *site, struct arena *arena, struct slice path,
	struct doc_target *target);
/* By a relative reference: beside the post's source, then beside its page, then by name only. */
bool links_find_relative(const struct links *links, struct arena *arena,
	struct slice href, struct doc_target *target);
/* By the name in a wikilink. */
bool links_find_named(const struct links *links, struct arena *arena, struct slice name,
	struct doc_target *target);
/* The folder part of a path, with its last slash. */
struct slice links_folder_of(struct slice path);

/* The post's audio or video in @front_matter (may be NULL), in the links' arena; or NULL. */
const struct doc_target *links_enclosure_of(
	const struct links *links, const struct value *front_matter);

/* Files included by {% include x %}, as text_env.include.
 *
 * A name never leaves its folder, neither by ".." nor by a symlink, and never names a dot file. A file in
 * the page's folder must be published or be a fragment: text without front matter, and not a draft.
 * Everything else there is hidden. An error that says nothing about the file is in @links->trouble. */
enum env_answer links_include(struct links *links, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text);

/* The site for templates: settings, data files, pages, tags, as text_env.value, item and variable.
 *
 * Everything is from the snapshot, so nothing hidden and no unlisted page is in it. A setting whose name
 * suggests a secret is not shown. */
enum env_answer links_value(struct links *links, struct arena *arena,
	const struct env_value *of, struct slice name, struct env_value *out);
void links_item(struct links *links, struct arena *arena, const struct env_value *list,
	size_t index, struct env_value *out);
/* The text of a dotted name. */
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
	LINKS_COLLECTIONS, /* Eleventy: pages by tag */
	LINKS_JEKYLL,
};

#define LINKS_LISTS_MAX 16

/* What a conversion has looked up already. */
struct links_asked {
	struct slice names[LINKS_LISTS_MAX]; /* of cached lists */
	struct env_value lists[LINKS_LISTS_MAX];
	size_t count;
	const struct post *post; /* the page whose front matter was read last */
	const struct value *matter;
};

static inline struct env_value links_object(enum links_type type, const void *object)
{
	return (struct env_value){.kind = ENV_OBJECT, .type = type, .object = object};
}

/* An empty list has no type. */
static inline struct env_value links_list(
	enum links_type type, const void *items, size_t count)
{
	if (!count)
		return (struct env_value){.kind = ENV_ITEMS};
	return (struct env_value){
		.kind = ENV_OBJECT, .type = type, .object = items, .count = count};
}

struct links_asked *links_asked(struct links *links, struct arena *arena);
/* ENV_NONE: not in its front matter. */
enum env_answer links_of_page(struct links *links, struct arena *arena,
	const struct post *post, struct slice name, struct env_value *out);

#endif
