/* SPDX-License-Identifier: MIT */
/* Which file of a blog an upload is: no name ever comes from the client. A text goes to the source of the post
 * that is at its address, or to a new file in the folder of posts; a picture to the folder of pictures. */
#ifndef STORE_TARGET_H
#define STORE_TARGET_H

#include "site/site.h"
#include "store/store.h"

struct store_target {
	struct slice source;     /* path in the blog's folder */
	enum store_kind kind;    /* STORE_TEXT or STORE_FILE */
	const struct post *post; /* that readers find there now; NULL: none, or a file */
	bool is_new;             /* there is no such file yet, nor an upload of it */
	/* The name was made of what the person typed: what has it already may be anybody's, and is not what was meant. */
	bool is_placed;
	/* Where readers find it: a path, percent-encoded. Of a new text store_check knows it: empty. */
	struct slice address;
	const char *why; /* for the person, when it can be nowhere; static */
};

/* The file of an address of @site, a key (uri_path_key): that of the page or file that is there, else a new one
 * beside those that are below the same folder. False: @out->why. All is in @arena. */
bool store_target_at(const struct site *site, struct arena *arena, struct slice key,
	int64_t now, struct store_target *out);
/* For /me/new/SLUG: @slug is one segment, with the ending of a picture or another file, or a text. */
bool store_target_new(const struct site *site, struct arena *arena, struct slice slug,
	int64_t now, struct store_target *out);
/* For a page that is known, a hidden one, too. False: what it is written in is not taken (HTML, MDX). */
bool store_target_post(
	struct arena *arena, const struct post *post, struct store_target *out);

/* What may be uploaded, for messages. */
#define STORE_TARGET_TEXTS "md markdown gmi"
#define STORE_TARGET_FILES "png jpg jpeg gif webp avif mp3 ogg opus m4a flac mp4 webm pdf"
/* Do the first bytes (16 are enough) agree with the ending of @source, one of STORE_TARGET_FILES? */
bool store_target_agrees(struct slice source, struct slice head);

#endif
