/* SPDX-License-Identifier: MIT */
/* What post_read is made of. */
#ifndef SOURCE_POST_READING_H
#define SOURCE_POST_READING_H

#include "source/fields.h"
#include "source/name.h"
#include "source/permalink.h"
#include "source/post.h"

/* One post while it is read; everything in the arena until post_pack. */
struct post_reading {
	struct arena arena;
	const struct post_origin *origin;
	const struct settings *settings;
	struct diag_list *diags;
	struct fields fields;
	const struct value *unread; /* words of front matter that has mistakes; or NULL */
	bool is_timeless;           /* it appears at a time that cannot be read */
	bool is_unknown;            /* there is more of it than is read */
	struct name name;
	struct slice
		date_slug; /* what is left of a name that gave the date, where that is the slug too */
	const struct settings_root *root; /* that the source lies in; may be NULL */
	struct slice
		place;     /* the source less what is no part of addresses ("content/") */
	struct slice body; /* what is known of it */
	struct post post;
	struct fields_names tags, categories, aliases;
	struct permalink address;
};

/* Of Jekyll, and in no collection: a page whatever its date. */
bool post_is_jekyll_page(const struct post_reading *reading);
/* Its dates, and the times between which it may be seen. */
void post_dates(struct post_reading *reading);
/* The words of front matter @text, which begins in line @line and cannot be read, whatever the depth at which they
 * stand. With @ends it may as well be a paragraph behind a thematic break, and is taken up to that
 * (*ends: there is one). */
const struct value *post_unread(
	struct arena *arena, struct slice text, unsigned line, bool *ends);
/* The same of the front matter that a marker at the beginning of @head opens and nothing closes; NULL:
 * there is no marker. */
const struct value *post_endless(struct arena *arena, struct slice head, bool *ends);
/* What the web does not show of the page gives it no title either: takes it out of reading->body. */
void post_close_parts(struct post_reading *reading);
/* Who may see it. After its tags are known. */
void post_visibility(struct post_reading *reading);
/* A page that the build of the web site encrypts is locked. After its address is known. */
void post_locked_address(struct post_reading *reading);
/* Fills in reading->tags and reading->categories. */
void post_names(struct post_reading *reading);
/* "A, B"; empty: nobody is named. */
struct slice post_author(struct post_reading *reading);
/* Sets reading->address from front matter, the site's patterns and the place. */
void post_address(struct post_reading *reading);
/* Aliases of the front matter as keys; redirect_to. After post_address. */
void post_redirects(struct post_reading *reading);
/* Copies the post and all its strings into one heap block with one reference. */
struct post *post_pack(const struct post_reading *reading);
/* A copy of @post at another address (two posts had the same); one reference. */
struct post *post_move(const struct post *post, const struct permalink *address);

#endif
