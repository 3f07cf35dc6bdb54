/* SPDX-License-Identifier: MIT */
/* Sites whose files hide, tests/sites/NAME.hidden and NAME.zones: each file of such a site under a line
 *
 *	=== STATE PATH
 *
 * and in it WORD, which becomes a word of its own, SECRET, which becomes one that no reader may
 * see, LONG, which becomes very many letters. */
#ifndef TESTS_HIDING_H
#define TESTS_HIDING_H

#include "base/arena.h"
#include "tree.h"

enum hiding_state {
	HIDING_SITE,      /* "site": settings, templates; has no word */
	HIDING_SHOWN,     /* "shown": readers see it somewhere */
	HIDING_LISTED,    /* "listed": on other pages than its own too */
	HIDING_UNLISTED,  /* "unlisted": at its own address, and nowhere else */
	HIDING_LOCAL,     /* "local": beside that, in the list of its section */
	HIDING_OFF_HOME,  /* "off-home": somewhere, and not on the home page */
	HIDING_OFF_FEEDS, /* "off-feeds": somewhere, and in no feed */
	HIDING_HIDDEN,    /* "hidden": nowhere; the site is the same without the file */
	HIDING_KEPT,      /* "kept": nowhere; the site is another one without the file */
	HIDING_GONE,      /* "gone": nowhere; its address says that it is gone */
	HIDING_ZONE, /* "zone": only readers of its zone see it; to others the site is the same without it */
};

struct hiding_file {
	enum hiding_state state;
	const char *path, *text;
	struct slice word, secret; /* lower case */
};

struct hiding {
	struct arena arena;
	struct hiding_file *files;
	size_t count;
};

/* Reads the site of @path. A line "=== every PATH" stands for a file for each word that all generators
 * know; in what follows it LINE becomes that word's line of front matter. */
void hiding_read(struct hiding *out, const char *path);
void hiding_fini(struct hiding *hiding);
void hiding_write(const struct hiding *hiding, const struct tree *tree);
/* Removes what is in @state. */
void hiding_remove(
	const struct hiding *hiding, const struct tree *tree, enum hiding_state state);

#endif
