/* SPDX-License-Identifier: MIT */
/* An author's working tree, which may be anybody's: files are read, written and removed beneath its folder, no link is
 * followed on the way, nothing below a folder with a dot is touched, and what somebody changes meanwhile stays. */
#ifndef APP_WORK_TREE_H
#define APP_WORK_TREE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/sha256.h"
#include "base/slice.h"

/* Opens the folder @path, as its owner: root becomes that user for good, groups too, before anything in it is looked
 * at. *owner: who that is. Returns a descriptor; -EPERM when it belongs to another user and this is not root;
 * -ELOOP when this is root, and a link leads there; or -errno. @reads: nothing is to be changed, so neither matters. */
int work_tree_open(const char *path, bool reads, uid_t *owner);

/* Opens the folder @name, one name, in @folder. A descriptor; -ELOOP when it is no folder, or a link to one; or -errno. */
int work_tree_step(int folder, const char *name);

/* May @path name a file here: relative, without "..", control characters and names with a dot at their start? */
bool work_tree_may_hold(struct slice path);

struct work_tree_file {
	bool is_there;
	char hash[SHA256_DIGITS];
	uint64_t size_bytes;
};
/* What is at @path; its bytes are appended to @out (or NULL) as far as it takes them. 0; -ELOOP: a link is on the
 * way; -EINVAL: it is no regular file; or -errno. */
int work_tree_look(
	int tree, struct slice path, struct work_tree_file *file, struct buf *out);
/* Puts @bytes there, in the place of the file with the hash @base (empty: there is none). Folders are made.
 * 0; -ESTALE: another file is there now, and stays; or -errno, as work_tree_look. */
int work_tree_put(int tree, struct slice path, struct slice base, struct slice bytes);
/* Removes the file with the hash @base. The same result. */
int work_tree_remove(int tree, struct slice path, struct slice base);

#endif
