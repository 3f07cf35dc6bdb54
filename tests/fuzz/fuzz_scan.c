/* SPDX-License-Identifier: MIT */
/* A whole hostile folder: it becomes a snapshot, the second scan finds the same, each address leads to what can be
 * built, and nothing of the file beside the folder is in it. The first byte says whose folder it is. */
#include <stdint.h>

#include "base/text.h"
#include "folder.h"
#include "page/page.h"
#include "page/route.h"
#include "render/gemtext.h"
#include "scan/scan.h"

#define NOW     1767225600 /* 2026-01-01 */
#define OUTSIDE "WORDS-OUTSIDE-THE-FOLDER"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

/* The file that links out of the folder may lead to. */
static void write_outside(void)
{
	static bool is_there;
	char path[FOLDER_ABOVE_MAX + 16];

	if (is_there)
		return;
	is_there = true;
	folder();
	snprintf(path, sizeof(path), "%s/outside.md", folder_above);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0 && write(fd, OUTSIDE "\n", strlen(OUTSIDE) + 1) > 0, "no outside");
	close(fd);
}

static void check_bytes(struct slice bytes)
{
	must(slice_find(bytes, S(OUTSIDE)) < 0, "a page shows a file outside");
}

static void check_page(const struct site *site, const struct page_ref *ref)
{
	static const struct gemtext_options options = {.links = LINKS_BLOCK};
	struct arena arena = {0};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	struct page page;

	if (page_build(site, ref, &arena, NULL, &page) == 0) {
		if (page.content == PAGE_IS_DOC) {
			gemtext_render(&out, page.doc, &options);
			check_bytes(buf_slice(&out));
		} else if (page.content == PAGE_IS_BYTES) {
			check_bytes(page.bytes);
		}
	}
	arena_fini(&arena);
}

static void check_inside(struct slice path)
{
	struct slice part;

	while (slice_split(&path, '/', &part))
		must(!slice_eq(part, S("..")), "a path that climbs");
}

static void check_address(const struct site *site, struct slice path)
{
	struct arena arena = {0};
	struct route to;

	route(site, &arena, path, &to);
	if (to.kind == ROUTE_PAGE)
		check_page(site, &to.page);
	if (to.kind == ROUTE_FILE)
		check_inside(to.file->source);
	if (to.kind == ROUTE_REDIRECT)
		must(slice_find_char(to.location, '\n') < 0, "a location of two lines");
	arena_fini(&arena);
}

static void check_site(const struct site *site)
{
	static const struct slice usual[] = {S("/"), S("/archive/"), S("/feed.xml"),
		S("/tags/"), S("/pages/"), S("/old/a"), S("/a.md")};

	for (size_t i = 0; i < site->entry_count; i++) {
		struct slice path = site->entries[i].path;
		must(slice_starts(path, S("/")) && text_is_utf8(path), "no address");
		must(!i || slice_cmp(site->entries[i - 1].path, path) < 0,
			"entries out of order");
		check_inside(path);
		check_address(site, path);
	}
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		check_address(site, usual[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct site_config config = {.pages = true, .source = true};
	struct site *site = NULL, *again = NULL;

	/* Nobody else may say them. */
	if (!size || slice_find(slice((const char *)data, size), S(OUTSIDE)) >= 0)
		return 0;
	folder_fill(data[0] % FOLDER_MARKS, slice((const char *)data + 1, size - 1));
	write_outside();
	config.folder = folder();
	must(scan(&config, NULL, NULL, NOW, &site) == 0, "no snapshot");
	check_site(site);
	must(scan(&config, site, NULL, NOW, &again) == 0, "no second snapshot");
	must(again->entry_count == site->entry_count &&
			again->post_count == site->post_count &&
			again->page_count == site->page_count,
		"the second scan finds something else");
	site_drop(again);
	site_free(again);
	site_drop(site);
	site_free(site);
	return 0;
}
