/* SPDX-License-Identifier: MIT */
/* What pages embed from other hosts: players and cards, to which text can only link, and tracking
 * pictures. One table of each, for HTML, Liquid and shortcodes. */
#ifndef TEXT_EMBED_H
#define TEXT_EMBED_H

#include "base/arena.h"

enum embed_media { EMBED_VIDEO, EMBED_AUDIO, EMBED_CARD };

/* Lists are words separated by spaces. */
struct embed_player {
	enum embed_media media;
	struct slice service; /* its name for readers */
	struct slice
		page; /* address of the page up to the id; empty: the embed's address */
	struct slice embeds;  /* an embed's address contains one of them ... */
	struct slice query;   /* ... whose id is this parameter; empty: the id follows */
	struct slice tail;    /* end of the page's address, after the id */
	struct slice tags;    /* names of template tags for it ... */
	struct slice between; /* ... with a user and an id: goes between them */
	struct slice nobody;  /* goes before an id without a user */
};

/* The player with the tag @name, or NULL. */
const struct embed_player *embed_by_tag(struct slice name);
/* The same by a part of the name of a theme's file, "youtube-lite.html"; its id is a video's. */
const struct embed_player *embed_by_part(struct slice name);
/* The page for the embed (a frame or script) at @src; @src itself when that is unknown. *player is set
 * to the player, or NULL. */
struct slice embed_page(
	struct arena *arena, struct slice src, const struct embed_player **player);
/* The page of @id, which may be a complete address; @user and @start (seconds) may be
 * empty. */
struct slice embed_page_of(struct arena *arena, const struct embed_player *player,
	struct slice user, struct slice id, struct slice start);
/* "Video (YouTube)", "Gist". */
struct slice embed_label(
	struct arena *arena, struct slice lang, const struct embed_player *player);
/* Is @url a picture that counts visitors, a build badge, or a placeholder? */
bool embed_is_tracker(struct slice url);

#endif
