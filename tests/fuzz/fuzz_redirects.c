/* SPDX-License-Identifier: MIT */
/* A file _redirects: what it gives are addresses of this site, and targets that a header may hold. The first line is
 * the site's address on the web. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/uri.h"
#include "scan/snapshot_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_target(struct slice target)
{
	struct uri uri;

	must(uri_parse(target, &uri) && !uri_is_harmful(target));
	for (size_t i = 0; i < target.len; i++)
		must(target.ptr[i] > ' ' && target.ptr[i] < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice((const char *)data, size);
	struct settings settings = {0};
	struct site site = {.settings = &settings};
	struct snapshot_list list = {0};
	size_t lines = 1;

	slice_cut(all, '\n', &settings.url, &all);
	for (size_t i = 0; i < all.len; i++)
		lines += all.ptr[i] == '\n';
	diag_init(&site.diags);
	/* As from two folders. */
	snapshot_redirects(&site, S("_redirects"), all, &list);
	snapshot_redirects(&site, S("static/_redirects"), all, &list);
	must(list.count + site.rule_count <= 2 * lines);
	for (size_t i = 0; i < list.count; i++) {
		must(list.items[i].kind == SITE_REDIRECT);
		must(slice_starts(list.items[i].path, S("/")));
		must(text_is_utf8(list.items[i].path));
		check_target(list.items[i].redirect.target);
	}
	for (size_t i = 0; i < site.rule_count; i++)
		must(slice_starts(site.rules[i].from, S("/")));
	diag_fini(&site.diags);
	arena_fini(&site.arena);
	return 0;
}
