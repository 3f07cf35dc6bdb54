/* SPDX-License-Identifier: MIT */
/* What the files of site/links share. */
#ifndef SITE_LINKS_INTERNAL_H
#define SITE_LINKS_INTERNAL_H

#include "site/links.h"

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

/* The files that stand in posts by {% include x %}, as text_env.include.
 *
 * A name never leaves its folder, not by "..", not by a symlink, and means no file with a dot in front.
 * What is read from the folder of the page must be published by itself or be a fragment: text without
 * front matter, and no draft. Everything else there is hidden. What keeps a file from being read that may
 * be there is in @links->trouble. */
enum env_answer links_include(struct links *links, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text);

/* What {{ site.x }} and {{ page.x }} stand for, as text_env.variable. A setting whose name sounds like a
 * secret is kept from readers. */
enum env_answer links_variable(const struct links *links, struct arena *arena,
	struct slice name, struct slice *text);

#endif
