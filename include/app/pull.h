/* SPDX-License-Identifier: MIT */
/* What writers uploaded, brought into a working tree or an archive, one file after another. What is shown goes to
 * standard error, and so does what is refused, and why. */
#ifndef APP_PULL_H
#define APP_PULL_H

#include "base/buf.h"
#include "store/store.h"

struct overlay_item;

struct pull {
	int tree;           /* the folder; only looked at where there is an archive */
	const char *folder; /* its name, for messages */
	bool is_archive;    /* to standard output, instead of the tree */
	bool is_dry;        /* nothing is written */
	bool takes_code;
	bool has_braces; /* a "{" begins code (store/code.h) */
	/* Results: lines of shell, for git and to remove what an archive cannot. */
	struct buf git, removals;
	size_t taken, there, refused;
};

/* One version that is STORE_CURRENT; @item is what it covers, by which files are known that it may replace; @fd has its
 * bytes, -1: it says that the file is deleted. False: nothing can be written any more (the archive's reader is gone). */
bool pull_version(struct pull *pull, const struct store_version *version,
	const struct overlay_item *item, int fd);

/* The line that commits @source: @verb and the title that @text has, else its path, are the message. */
void pull_put_git(
	struct buf *out, const char *verb, struct slice source, struct slice text);
/* @text as one word of a shell. */
void pull_quote(struct buf *out, struct slice text);

#endif
