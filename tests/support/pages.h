/* SPDX-License-Identifier: MIT */
/* Pages of small sites as readers of gemtext get them, looked at in rows. */
#ifndef TESTS_PAGES_H
#define TESTS_PAGES_H

#include "site_check.h"

struct pages_row {
	const char *path;
	const char *
		has; /* stands in it, NULL: nothing to look for; "31 /x/": it leads there */
	const char *hasnt; /* does not stand in it; or NULL */
	const char *why;
};

/* Scans the site of @files and looks at its pages. A feed is the titles and texts of its entries, one a line. */
void pages_check(const struct tree_file *files, size_t file_count,
	const struct pages_row *rows, size_t row_count);

/* The same with what an administrator says; @config->folder is ignored. */
void pages_check_with(const struct site_config *config, const struct tree_file *files,
	size_t file_count, const struct pages_row *rows, size_t row_count);
/* The same after a pass (search/pass.h): feet have backlinks and related posts. */
void pages_check_tied(const struct site_config *config, const struct tree_file *files,
	size_t file_count, const struct pages_row *rows, size_t row_count);
/* As pages_check, of a tree that is written already; ends it. */
void pages_check_tree(struct tree *tree, const struct pages_row *rows, size_t row_count);

#define PAGES_CHECK(files, rows)                                                         \
	pages_check(files, sizeof(files) / sizeof(*(files)), rows,                       \
		sizeof(rows) / sizeof(*(rows)))

#endif
