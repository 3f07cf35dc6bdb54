/* SPDX-License-Identifier: MIT */
#include "app/export.h"

#include <errno.h>
#include <stdlib.h>

#include "app/output.h"
#include "base/file.h"
#include "base/uri.h"
#include "page/page.h"
#include "render/atom.h"
#include "render/gemtext.h"
#include "site/body.h"
#include "source/overlay.h"

bool export_own_key(
	struct arena *arena, struct slice base, struct slice reference, struct slice *key)
{
	struct slice resolved, path;
	if (uri_scheme(reference).len || slice_starts(reference, S("//")) ||
		!uri_resolve(arena, uri_encode_path(arena, base), reference, &resolved))
		return false;
	slice_cut(resolved, '#', &path, NULL);
	slice_cut(path, '?', &path, NULL);
	return uri_path_key(arena, path, key);
}

static void add_link(struct export_item *item, struct slice reference)
{
	struct slice key;
	if (!export_own_key(&item->arena, item->key, reference, &key))
		return;
	*arena_next(&item->arena, item->links, item->link_count, item->link_capacity) =
		key;
}

static void add_links_of_doc(struct export_item *item, const struct doc *doc)
{
	for (const struct doc_node *n = doc->root; n; n = doc_next(n, doc->root)) {
		if ((n->kind == DOC_LINK || n->kind == DOC_IMAGE) &&
			n->target->kind != DOC_TO_OUTSIDE)
			add_link(item, n->target->url);
	}
}

static void add_links_of_gemtext(struct export_item *item, struct slice text)
{
	struct slice line, url;
	while (slice_next_line(&text, &line)) {
		if (!slice_starts(line, S("=>")))
			continue;
		line = slice_trim(slice_from(line, 2));
		line = slice_head(line, slice_until(line, ""));
		if (uri_normalize(&item->arena, line, &url))
			add_link(item, url);
	}
}

static int put_page(
	const struct exporting *export, struct export_item *item, struct arena *arena)
{
	struct gemtext_options rendering;
	struct page page;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	int error = blog_page(export->blog, &item->route.page, arena, NULL, &page);
	if (error)
		return error;
	switch (page.content) {
	case PAGE_IS_DOC:
		blog_rendering(export->blog, &rendering);
		gemtext_render(&out, page.doc, &rendering);
		add_links_of_doc(item, page.doc);
		break;
	case PAGE_IS_FEED:
		atom_render(&out, page.feed, export->origin, export->origin);
		break;
	case PAGE_IS_BYTES:
		buf_put(&out, page.bytes);
		if (slice_eq(page.mime, S("text/gemini")))
			add_links_of_gemtext(item, page.bytes);
		break;
	}
	return out.overflow ? -EFBIG
			    : output_put(export->folder, item->file, buf_slice(&out));
}

/* A page with one link: every server and every client understands it. */
static int put_redirect(
	const struct exporting *export, struct export_item *item, struct arena *arena)
{
	struct slice location = item->route.location, title = location, key;
	struct doc *doc = doc_new(arena, export->blog->site->settings->lang);
	struct gemtext_options rendering;
	struct route target;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	bool own = export_own_key(arena, item->key, location, &key);
	if (own) {
		add_link(item, location);
		route(export->blog->site, arena, key, &target);
		if (target.kind == ROUTE_PAGE && target.page.post)
			title = target.page.post->title;
	}
	doc_add_heading(doc, 1, title);
	doc_add_link_line(doc, own ? DOC_TO_PAGE : DOC_TO_OUTSIDE, location,
		slice_eq(title, location) ? slice_none : title);
	blog_rendering(export->blog, &rendering);
	gemtext_render(&out, doc, &rendering);
	return output_put(export->folder, item->file, buf_slice(&out));
}

static int put_file(const struct exporting *export, const struct export_item *item)
{
	auto_close int from = overlay_open_beneath(export->blog->site->overlay,
		export->blog->site->folder, item->route.file->source, NULL);
	if (from < 0)
		return from;
	/* Of a file that became a page, and a hidden one, nothing is written. */
	if (!body_file_is_as_scanned(export->blog->site, item->route.file))
		return BODY_CHANGED;
	return output_put_from(export->folder, item->file, from);
}

void export_put(
	const struct exporting *export, struct export_item *item, struct arena *arena)
{
	switch (item->route.kind) {
	case ROUTE_PAGE:
		item->error = put_page(export, item, arena);
		break;
	case ROUTE_FILE:
		item->error = put_file(export, item);
		break;
	case ROUTE_REDIRECT:
		item->error = put_redirect(export, item, arena);
		break;
	case ROUTE_GONE:
	case ROUTE_NONE:
		break;
	}
}
