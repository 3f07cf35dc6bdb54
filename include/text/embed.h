/* SPDX-License-Identifier: MIT */
/* What pages take from other hosts: players and cards, to which a page of text can only link, and pictures
 * that only count. One table of each, for HTML, Liquid and shortcodes. */
#ifndef TEXT_EMBED_H
#define TEXT_EMBED_H

#include "base/arena.h"

enum embed_media { EMBED_VIDEO, EMBED_AUDIO, EMBED_CARD };

/* Lists have blanks between their words. */
struct embed_player {
	enum embed_media media;
	struct slice service; /* as readers know it */
	struct slice page; /* address of its page up to the id; empty: the embed's own */
	struct slice embeds; /* one of them stands in an embed's address ... */
	struct slice query;  /* ... whose id is this parameter; empty: the id follows */
	struct slice tail;   /* of the page's address, behind the id */
	struct slice tags;   /* names of template tags for it ... */
	struct slice
		between;     /* ... that may give a user and an id: stands between them */
	struct slice nobody; /* and before an id alone */
};

/* The player whose tag is called @name, or NULL. */
const struct embed_player *embed_by_tag(struct slice name);
/* The same by a part of the name of a theme's file, "youtube-lite.html", whose id is a video's. */
const struct embed_player *embed_by_part(struct slice name);
/* The page, for readers, of what the frame or script at @src shows; @src itself when that is not known.
 * *player gets whose it is, or NULL. */
struct slice embed_page(
	struct arena *arena, struct slice src, const struct embed_player **player);
/* The page of @id, which may be a whole address; @user and @start (seconds) may be empty. */
struct slice embed_page_of(struct arena *arena, const struct embed_player *player,
	struct slice user, struct slice id, struct slice start);
/* "Video (YouTube)", "Gist". */
struct slice embed_label(
	struct arena *arena, struct slice lang, const struct embed_player *player);
/* Is @url a picture that counts visitors, shows the state of a build, or keeps a place? */
bool embed_is_tracker(struct slice url);

#endif
