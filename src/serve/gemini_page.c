/* SPDX-License-Identifier: MIT */
#include "serve/gemini_page.h"

#include "base/uri.h"
#include "proto/gemini.h"
#include "render/atom.h"
#include "render/gemtext.h"
#include "render/plain.h"

static struct slice meta(
	struct arena *arena, const struct page *page, enum page_form form)
{
	struct slice mime = page->mime.len ? page->mime : S("text/gemini");
	if (form == FORM_TEXT && page->content == PAGE_IS_DOC)
		mime = S("text/plain");
	if (!page->langs.len || !slice_starts(mime, S("text/")))
		return mime;
	bool several = slice_find_char(page->langs, ',') >= 0;
	return arena_printf(arena, several ? "%.*s; lang=\"%.*s\"" : "%.*s; lang=%.*s",
		SARG(mime), SARG(page->langs));
}

static void put_text(struct buf *out, const struct page *page, struct slice path,
	struct slice origin, struct arena *arena)
{
	struct plain_foot foot = {page->author, page->date, page->web_url};
	struct plain_options options = {.origin.elsewhere = origin, .foot = &foot};
	if (!foot.url.len)
		foot.url = arena_printf(arena, "%.*s%.*s", SARG(origin),
			SARG(uri_encode_path(arena, path)));
	plain_render(out, page->doc, &options);
}

static void put_page(struct buf *out, const struct site *site, const struct page *page,
	const struct page_ref *ref, const struct gemini_origins *origins,
	struct arena *arena)
{
	struct gemtext_options options = {
		.links = (enum link_placement)site->settings->links,
		.markers = site->settings->markers,
	};
	switch (page->content) {
	case PAGE_IS_DOC:
		if (ref->form == FORM_TEXT)
			put_text(out, page, ref->path, origins->own, arena);
		else
			gemtext_render(out, page->doc, &options);
		break;
	case PAGE_IS_FEED:
		atom_render(out, page->feed, origins->own, origins->ids);
		break;
	case PAGE_IS_BYTES:
		buf_put(out, page->bytes);
		break;
	}
}

int gemini_page_render(struct render_output *out, const struct site *site,
	const struct page_ref *ref, const struct gemini_origins *origins,
	struct arena *arena, struct diag_list *diags)
{
	struct page page;
	int error = page_build(site, ref, arena, diags, &page);
	if (error)
		return error;
	struct slice head =
		gemini_header(arena, GEMINI_SUCCESS, meta(arena, &page, ref->form));
	buf_put(&out->bytes, head);
	out->head_bytes = head.len;
	out->reads_files = page.reads_files;
	out->reads_site = page.reads_site;
	out->is_behind = page.is_behind;
	put_page(&out->bytes, site, &page, ref, origins, arena);
	return 0;
}
