/* SPDX-License-Identifier: MIT */
#include "site_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"

static struct site *scan_as(const struct site_config *config, const struct site *previous,
	const struct scan_hint *hint, int64_t now)
{
	struct site *site = NULL;
	int error = scan(config, previous, hint, now, &site);

	if (error)
		fail_msg(
			"the scan of %s failed: %s", config->folder, log_strerror(error));
	return site;
}

struct site *site_check_scan_with(const struct tree *tree, const struct site *previous,
	const struct scan_hint *hint, int64_t now)
{
	const struct site_config config = {.folder = tree->path,
		.source = true,
		.pages = true,
		.backlinks = true,
		.search = true};

	return scan_as(&config, previous, hint, now);
}

struct site *site_check_scan_over(const struct tree *tree, const struct overlay *overlay)
{
	const struct site_config config = {.folder = tree->path,
		.source = true,
		.pages = true,
		.backlinks = true,
		.search = true,
		.overlay = overlay};

	return scan_as(&config, NULL, NULL, SITE_CHECK_NOW);
}

struct site *site_check_scan_zones(
	const struct tree *tree, const struct site *previous, const struct zones *zones)
{
	static const struct scan_hint all = {.all = true};
	const struct site_config config = {.folder = tree->path,
		.source = true,
		.pages = true,
		.search = true,
		.zones = *zones,
		.version = zones->count};

	return scan_as(&config, previous, &all, SITE_CHECK_NOW);
}

struct site *site_check_scan(const struct tree *tree)
{
	return site_check_scan_with(tree, NULL, NULL, SITE_CHECK_NOW);
}

void site_check_free(struct site *site)
{
	if (site && site_drop(site))
		site_free(site);
}

const struct post *site_check_post(const struct site *site, const char *path)
{
	const struct site_entry *entry = site_find(site, slice_str(path));

	if (!entry || entry->kind != SITE_POST)
		fail_msg("no post is at %s", path);
	return entry->post;
}

const char *site_check_at(struct arena *arena, const struct site *site, const char *path)
{
	const struct site_entry *entry = site_find(site, slice_str(path));

	if (!entry)
		return "none";
	switch (entry->kind) {
	case SITE_POST:
		return arena_printf(arena, "post %.*s", SARG(entry->post->source)).ptr;
	case SITE_FILE:
		return arena_printf(arena, "file %.*s", SARG(entry->file->source)).ptr;
	case SITE_REDIRECT:
		return arena_printf(arena, "to %.*s", SARG(entry->redirect.target)).ptr;
	case SITE_GONE:
		return "gone";
	}
	return "?";
}

void site_check_rows(
	const struct site *site, const struct site_check_row *rows, size_t count)
{
	struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		const char *got = site_check_at(&arena, site, rows[i].path);
		if (strcmp(got, rows[i].expected) != 0)
			fail_msg("%s: at %s is \"%s\", expected \"%s\"", rows[i].why,
				rows[i].path, got, rows[i].expected);
	}
	arena_fini(&arena);
}

void site_check_files(const struct tree_file *files, size_t file_count,
	const struct site_check_row *rows, size_t row_count)
{
	struct tree tree;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	struct site *site = site_check_scan(&tree);
	site_check_rows(site, rows, row_count);
	site_check_free(site);
	tree_fini(&tree);
}

static bool has_diag(const struct diag_list *diags, const char *file, const char *words)
{
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];
		if (slice_eq(diag->file, slice_str(file)) &&
			slice_find(diag->message, slice_str(words)) >= 0)
			return true;
	}
	return false;
}

bool site_check_diag(const struct site *site, const char *file, const char *words)
{
	struct diag_list told;

	diag_init(&told);
	hidden_tell(site, &told);
	bool has = has_diag(&site->diags, file, words) ||
		   has_diag(&hidden_of(site)->diags, file, words) ||
		   has_diag(&told, file, words);
	diag_fini(&told);
	return has;
}
