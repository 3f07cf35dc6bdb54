/* SPDX-License-Identifier: MIT */
/* The targets of a post's links: the site's callbacks for a conversion (text/env.h). */
#ifndef SITE_LINKS_H
#define SITE_LINKS_H

#include "site/site.h"
#include "text/env.h"

struct links {
	const struct site *site;
	const struct post *post;          /* NULL: a generated page */
	const struct value *front_matter; /* for page variables; may be NULL */
	struct arena *arena;              /* of the request */
	struct links_asked *asked;        /* by templates; NULL: nothing was asked yet */
	struct links_dead *dead;          /* collects links to nowhere; may be NULL */
	bool reads_files;                 /* used files whose changes no scan notices */
	bool reads_site; /* used more than titles and addresses: valid only for this snapshot */
	bool reads_names;  /* looked for titles and addresses */
	bool reads_titles; /* titles became words */
	bool hides_posts;  /* templates see the list of all posts as empty */
	int trouble; /* a file_is_trouble error of an include: the result is not the page;
		      * or 0 */
};

/* Fills @env with callbacks that use @links, which must outlive it. */
void links_env(struct links *links, struct diag_list *diags, struct text_env *env);

/* Resolves a single link (covers, redirect targets), as text_env.link. */
enum env_link links_resolve(const struct links *links, struct arena *arena,
	struct slice href, bool image, struct doc_target *target);

/* Converts a post's body to a doc: reads its file beneath the snapshot's folder, splits off the front matter,
 * converts. Returns 0, or -errno when the file cannot be read (it may have been deleted since the scan) or an
 * included file is in trouble (file_is_trouble). */
int links_convert(const struct site *site, const struct post *post, struct arena *arena,
	struct diag_list *diags, struct doc **out);

/* The same. @hides_posts: its templates see the list of all posts as empty, since the page shows that list
 * itself. */
int links_convert_page(const struct site *site, const struct post *post, bool hides_posts,
	struct arena *arena, struct diag_list *diags, struct doc **out);

/* The audio or video in the post's front matter (audio, enclosure, podcast), or NULL. Returns 0, or
 * -errno when the file cannot be read. */
int links_enclosure(const struct site *site, const struct post *post, struct arena *arena,
	const struct doc_target **out);

#endif
