/* SPDX-License-Identifier: MIT */
/* Where the links of a post lead: the site's answers to a conversion's questions (text/env.h). */
#ifndef SITE_LINKS_H
#define SITE_LINKS_H

#include "site/site.h"
#include "text/env.h"

struct links {
	const struct site *site;
	const struct post *post;          /* NULL: a page that no file is */
	const struct value *front_matter; /* for page variables; may be NULL */
	struct arena *arena;              /* of the request */
	struct links_asked *asked;        /* by templates; NULL: nothing yet */
	struct links_dead *dead; /* told of links that lead nowhere; may be NULL */
	bool reads_files; /* of the page's folder: no scan tells when they change */
	bool reads_site; /* more of it than titles and addresses: good for this snapshot alone */
	bool hides_posts; /* the list of all posts is empty for templates */
	int trouble; /* file_is_trouble of an include: what was made is not the page; or 0 */
};

/* Fills @env with callbacks that answer from @links, which must outlive it. */
void links_env(struct links *links, struct diag_list *diags, struct text_env *env);

/* One link by itself (covers, redirect targets): as text_env.link. */
enum env_link links_resolve(const struct links *links, struct arena *arena,
	struct slice href, bool image, struct doc_target *target);

/* A post's body to a doc: reads its file beneath the snapshot's folder, splits off the front matter,
 * converts. Returns 0, or -errno when the file cannot be read (it may be gone since the scan), or a file that
 * it includes is in trouble. */
int links_convert(const struct site *site, const struct post *post, struct arena *arena,
	struct diag_list *diags, struct doc **out);

/* The same. @hides_posts: for its templates the list of all posts is empty, since the page shows that itself. */
int links_convert_page(const struct site *site, const struct post *post, bool hides_posts,
	struct arena *arena, struct diag_list *diags, struct doc **out);

/* The sound or video that the post's front matter names (audio, enclosure, podcast); or NULL. 0, or
 * -errno when the file cannot be read. */
int links_enclosure(const struct site *site, const struct post *post, struct arena *arena,
	const struct doc_target **out);

#endif
