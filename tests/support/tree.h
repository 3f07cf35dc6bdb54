/* SPDX-License-Identifier: MIT */
/* Folders that tests make, fill and remove. */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <stddef.h>

struct tree {
	char *path; /* absolute, below the system's folder for temporary files */
};

struct tree_file {
	const char *path, *text; /* text NULL: a folder */
};

void tree_init(struct tree *tree);
/* Removes everything in it. */
void tree_fini(struct tree *tree);
/* Writes @text to the file @path, making the folders on the way. */
void tree_write(const struct tree *tree, const char *path, const char *text);
void tree_write_bytes(
	const struct tree *tree, const char *path, const char *bytes, size_t len);
void tree_write_all(const struct tree *tree, const struct tree_file *files, size_t count);
void tree_folder(const struct tree *tree, const char *path);
void tree_link(const struct tree *tree, const char *target, const char *path);
void tree_remove(const struct tree *tree, const char *path);
void tree_rename(const struct tree *tree, const char *from, const char *to);
/* Absolute path of @path in it; freed by the caller. */
char *tree_at(const struct tree *tree, const char *path);

#endif
