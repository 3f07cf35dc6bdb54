/* SPDX-License-Identifier: MIT */
/* Snapshots of folders that tests make, and what is expected to be in them. */
#ifndef TESTS_SITE_CHECK_H
#define TESTS_SITE_CHECK_H

#include "scan/hidden.h"
#include "scan/scan.h"
#include "tree.h"

/* 2026-01-01T00:00:00Z: every test's now. */
#define SITE_CHECK_NOW 1767225600

/* Scans all of @tree at SITE_CHECK_NOW; fails the test on an error. */
struct site *site_check_scan(const struct tree *tree);
struct site *site_check_scan_with(const struct tree *tree, const struct site *previous,
	const struct scan_hint *hint, int64_t now);
/* All of @tree, with @overlay in front of it. */
struct site *site_check_scan_over(const struct tree *tree, const struct overlay *overlay);
/* All of @tree with these zones. */
struct site *site_check_scan_zones(
	const struct tree *tree, const struct site *previous, const struct zones *zones);
void site_check_free(struct site *site);

/* The post or page at @path, which must be there. */
const struct post *site_check_post(const struct site *site, const char *path);
/* What is at @path: "post SOURCE", "file SOURCE", "to TARGET", "gone" or "none". */
const char *site_check_at(struct arena *arena, const struct site *site, const char *path);
/* What is expected at an address, in the words of site_check_at. */
struct site_check_row {
	const char *path, *expected, *why;
};

void site_check_rows(
	const struct site *site, const struct site_check_row *rows, size_t count);
/* The same of the site that @files make. */
void site_check_files(const struct tree_file *files, size_t file_count,
	const struct site_check_row *rows, size_t row_count);
/* Does a diag of @file have @words in its message? */
bool site_check_diag(const struct site *site, const char *file, const char *words);

#endif
