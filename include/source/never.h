/* SPDX-License-Identifier: MIT */
/* Files that are never served, whatever the site's generator: settings of generators and tools, also of a
 * blog in a subfolder; keys and secrets; copies left by an editor or a database. Decided by name and, when
 * that is not enough, by the file's first bytes. Pages are exempt: "id_rsa-explained.md" is a post. */
#ifndef SOURCE_NEVER_H
#define SOURCE_NEVER_H

#include <stdbool.h>

#include "base/slice.h"

enum never {
	NEVER_NOT,
	NEVER_SECRET,   /* a key, or a tool's file of passwords */
	NEVER_SETTINGS, /* settings of a generator or a tool */
	NEVER_COPY,     /* a database dump or an editor's backup */
};

/* For the file at @path (relative to the site's folder). @is_static: the generator copies the files
 * of its folder unchanged, so dumps in it are intended. */
enum never never_by_name(struct slice path, bool is_static);
/* Must the first bytes of a file with that name be checked for a key? */
bool never_wants_look(struct slice path);
/* Are they a key? "-----BEGIN ..." in a *.key file (others are Keynote slides), a private key
 * elsewhere. */
bool never_by_text(struct slice path, struct slice head);
/* For messages: "a key or a secret". */
const char *never_name(enum never never);

#endif
