/* SPDX-License-Identifier: MIT */
/* What is served from no folder, whatever the site's generator: its settings and those of tools, also of
 * a blog that lies deeper; keys and secrets; copies that an editor or a database left. By name, and where
 * that says too little, by the file's first bytes. Pages are none of it: "id_rsa-explained.md" is a post. */
#ifndef SOURCE_NEVER_H
#define SOURCE_NEVER_H

#include <stdbool.h>

#include "base/slice.h"

enum never {
	NEVER_NOT,
	NEVER_SECRET,   /* a key, or a file that tools keep passwords in */
	NEVER_SETTINGS, /* of a generator or of a tool */
	NEVER_COPY,     /* a dump of a database, what an editor left */
};

/* Of the file at @path (relative to the site's folder). @is_static: its folder is one whose files the
 * generator copies as they are, so that dumps in it are there on purpose. */
enum never never_by_name(struct slice path, bool is_static);
/* May the first bytes of a file of that name say that it is a key? */
bool never_wants_look(struct slice path);
/* Do they? "-----BEGIN ..." in a *.key (others are slides of Keynote), a private key elsewhere. */
bool never_by_text(struct slice path, struct slice head);
/* For messages: "a key or a secret". */
const char *never_name(enum never never);

#endif
