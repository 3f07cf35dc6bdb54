/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "page/page.h"
#include "pages.h"
#include "render/gemtext.h"
#include "search/pass.h"

static const struct gemtext_options options = {.links = LINKS_BLOCK};

static void put_feed(struct buf *out, const struct feed *feed)
{
	for (size_t i = 0; i < feed->entry_count; i++) {
		const struct feed_entry *entry = &feed->entries[i];
		buf_printf(out, "%.*s: %.*s\n", SARG(entry->title), SARG(entry->summary));
		if (entry->content)
			gemtext_render(out, entry->content, &options);
	}
}

static void put_page(struct buf *out, const struct site *site, struct arena *arena,
	const struct page_ref *ref)
{
	struct page page;

	assert_int_equal(page_build(site, ref, arena, NULL, &page), 0);
	switch (page.content) {
	case PAGE_IS_DOC:
		gemtext_render(out, page.doc, &options);
		break;
	case PAGE_IS_FEED:
		put_feed(out, page.feed);
		break;
	case PAGE_IS_BYTES:
		buf_put(out, page.bytes);
		break;
	}
}

static const char *text_at(const struct site *site, struct arena *arena, const char *path)
{
	struct route to;
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	route(site, arena, slice_str(path), &to);
	if (to.kind == ROUTE_PAGE)
		put_page(&out, site, arena, &to.page);
	else if (to.kind == ROUTE_REDIRECT)
		buf_printf(&out, "31 %.*s\n", SARG(to.location));
	else
		buf_puts(&out, "no page\n");
	const char *text = arena_cstr(arena, buf_slice(&out));
	buf_fini(&out);
	return text;
}

/* Ends @site. */
static void check_site(struct site *site, const struct pages_row *rows, size_t row_count)
{
	for (size_t i = 0; i < row_count; i++) {
		struct arena arena = {0};
		const char *text = text_at(site, &arena, rows[i].path);
		if (rows[i].has && !strstr(text, rows[i].has))
			fail_msg("%s: %s has no \"%s\":\n%s", rows[i].why, rows[i].path,
				rows[i].has, text);
		if (rows[i].hasnt && strstr(text, rows[i].hasnt))
			fail_msg("%s: %s has \"%s\":\n%s", rows[i].why, rows[i].path,
				rows[i].hasnt, text);
		arena_fini(&arena);
	}
	site_check_free(site);
}

void pages_check(const struct tree_file *files, size_t file_count,
	const struct pages_row *rows, size_t row_count)
{
	const struct site_config config = {.pages = true};

	pages_check_with(&config, files, file_count, rows, row_count);
}

static void check_with(const struct site_config *config, const struct tree_file *files,
	size_t file_count, bool tied, const struct pages_row *rows, size_t row_count)
{
	struct tree tree;
	struct site_config own = *config;
	struct site *site = NULL;

	tree_init(&tree);
	tree_write_all(&tree, files, file_count);
	own.folder = tree.path;
	assert_int_equal(scan(&own, NULL, NULL, SITE_CHECK_NOW, &site), 0);
	if (tied)
		pass_once(site, 1);
	check_site(site, rows, row_count);
	tree_fini(&tree);
}

void pages_check_with(const struct site_config *config, const struct tree_file *files,
	size_t file_count, const struct pages_row *rows, size_t row_count)
{
	check_with(config, files, file_count, false, rows, row_count);
}

void pages_check_tied(const struct site_config *config, const struct tree_file *files,
	size_t file_count, const struct pages_row *rows, size_t row_count)
{
	check_with(config, files, file_count, true, rows, row_count);
}

void pages_check_tree(struct tree *tree, const struct pages_row *rows, size_t row_count)
{
	check_site(site_check_scan(tree), rows, row_count);
	tree_fini(tree);
}
