/* SPDX-License-Identifier: MIT */
/* The steps of post_read. */
#ifndef SOURCE_POST_READING_H
#define SOURCE_POST_READING_H

#include "source/fields.h"
#include "source/name.h"
#include "source/permalink.h"
#include "source/post.h"

/* A field that no author can write: the tags that Eleventy's data gives to all pages of a folder. */
#define POST_TAGS_OF_FOLDER " tags"

/* A post while it is read; everything is in the arena until post_pack. */
struct post_reading {
	struct arena arena;
	const struct post_origin *origin;
	const struct settings *settings;
	struct diag_list *diags;
	struct fields fields;
	const struct value *unread; /* words of faulty front matter; or NULL */
	bool is_timeless;           /* its publication time cannot be read */
	bool is_unknown;            /* its front matter is longer than what is read */
	struct name name;
	struct slice date_slug; /* the rest of a dated name, when that is also the slug */
	const struct settings_root *root; /* of the source; may be NULL */
	struct slice place; /* the source without what is not in addresses ("content/") */
	struct slice body;  /* as far as it was read */
	struct post post;
	struct fields_names tags, categories, aliases, terms;
	struct permalink address;
};

/* A Jekyll page outside of collections: a page whatever its date. */
bool post_is_jekyll_page(const struct post_reading *reading);
/* Sets its dates, and when it appears and expires. */
void post_dates(struct post_reading *reading);
/* The words of the faulty front matter @text, which begins on line @line, at any depth. With @ends, it may also
 * be a paragraph after a thematic break, and is read up to the next break (*ends: there is one). */
const struct value *post_unread(
	struct arena *arena, struct slice text, unsigned line, bool *ends);
/* The same for unclosed front matter after a marker at the start of @head; NULL: there is no marker. */
const struct value *post_endless(struct arena *arena, struct slice head, bool *ends);
/* Removes from reading->body the parts that the web does not show, so that they do not give a
 * title. */
void post_close_parts(struct post_reading *reading);
/* Sets its visibility. After its tags are known. */
void post_visibility(struct post_reading *reading);
/* A page that the build of the web site encrypts is locked. After its address is known. */
void post_locked_address(struct post_reading *reading);
/* A page for errors (404.md), or a half of a page (header.html), is unlisted. After the kind of page is known. */
void post_unlist(struct post_reading *reading, bool has_front_matter);
/* Its language by front matter, its name and folder; may stay empty until post_lang_of_address. */
void post_lang(struct post_reading *reading);
/* The first segment of the address, when nothing else gives a language. */
void post_lang_of_address(struct post_reading *reading);
/* By the name and folder alone; else the site's. */
struct slice post_lang_of_place(struct post_reading *reading);
/* Translations share a key from front matter, else their source or address without its language. */
void post_key(struct post_reading *reading);
/* Is its address "/" or "/fr/"? */
bool post_is_home_of_language(const struct post_reading *reading);
/* Its title, also in lists. */
void post_title(struct post_reading *reading);
/* Fills in reading->tags and reading->categories. */
void post_names(struct post_reading *reading);
/* "A, B"; empty: no author. */
struct slice post_author(struct post_reading *reading);
/* Sets reading->address from front matter, the site's patterns and the file's place. */
void post_address(struct post_reading *reading);
/* Sets aliases from front matter, as keys, and redirect_to. After post_address. */
void post_redirects(struct post_reading *reading);
/* Copies the post and all its strings into one heap block with one reference. */
struct post *post_pack(const struct post_reading *reading);
/* A copy of @post at another address (two posts had the same); one reference. */
struct post *post_move(const struct post *post, const struct permalink *address);

#endif
