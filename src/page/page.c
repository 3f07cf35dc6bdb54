/* SPDX-License-Identifier: MIT */
#include "page/page_internal.h"

#include <errno.h>

/* Endless pages for crawlers, and pages for a single reader. */
#define OWN_ROBOTS "User-agent: *\nDisallow: /random\nDisallow: /search\nDisallow: /me/\n"

/* The author's, expanded from the generator's template; else everything is allowed. */
static void robots(const struct site *site, struct page *out)
{
	struct slice own = site->settings->robots;

	*out = (struct page){
		.content = PAGE_IS_BYTES,
		.bytes = own.len ? own : S(OWN_ROBOTS),
		.mime = S("text/plain"),
	};
}

static int build(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	switch (ref->kind) {
	case PAGE_HOME:
		return page_home(site, ref, arena, diags, out);
	case PAGE_POST:
		if (ref->form == FORM_SOURCE)
			return page_source(site, ref->post, arena, out);
		return page_post(site, ref, arena, diags, out);
	case PAGE_LIST:
		return page_list(site, ref, arena, diags, out);
	case PAGE_PAGES:
		return page_pages(site, ref, arena, diags, out);
	case PAGE_GROUPS:
		return page_groups(site, ref, arena, diags, out);
	case PAGE_FEED:
		return page_feed(site, ref, arena, out);
	case PAGE_SEARCH:
		return page_search(site, ref, arena, diags, out);
	case PAGE_ROBOTS:
		robots(site, out);
		return 0;
	case PAGE_KIND_COUNT:
		break;
	}
	return -EINVAL;
}

int page_build(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	*out = (struct page){0};
	int error = build(site, ref, arena, diags, out);
	out->reads_files |= !error && out->doc && out->doc->reads_files;
	out->is_behind |= !error && out->doc && out->doc->is_behind;
	out->reads_site |= !error && out->doc && out->doc->reads_site;
	return error;
}
