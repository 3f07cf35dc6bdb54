/* SPDX-License-Identifier: MIT */
#include "serve/gopher_page.h"

#include "base/uri.h"
#include "proto/gopher.h"
#include "render/atom.h"
#include "render/gemtext.h"
#include "render/plain.h"

struct gopher_origin gopher_place_origin(const struct gopher_place *place)
{
	return (struct gopher_origin){
		.host = place->host,
		.port = place->port,
		.posts_are_text = place->gopher->posts_are_text,
	};
}

struct gophermap_options gopher_place_menus(const struct gopher_place *place)
{
	return (struct gophermap_options){
		.width = place->gopher->width,
		.ascii = place->gopher->ascii,
		.origin = gopher_place_origin(place),
	};
}

char gopher_page_type(const struct page_ref *ref)
{
	if (page_is_file(ref->kind))
		return '0';
	return ref->form == FORM_PAGE ? '1' : '0';
}

/* --- addresses --------------------------------------------------------------- */

static struct slice address(struct arena *arena, const struct gopher_origin *origin,
	enum doc_target_kind kind, struct slice url, bool article)
{
	struct doc_target target = {
		.kind = kind, .url = url, .size_bytes = -1, .article = article};
	struct buf text = BUF(BUF_MAX_BYTES);
	gopher_put_url(&text, arena, origin, &target);
	return buf_take(&text, arena);
}

static struct slice recording_address(struct arena *arena,
	const struct gopher_origin *origin, const struct feed_entry *entry)
{
	const struct doc_target target = {.kind = DOC_TO_FILE,
		.url = entry->enclosure,
		.mime = entry->enclosure_mime,
		.size_bytes = entry->enclosure_bytes};
	struct buf text = BUF(BUF_MAX_BYTES);
	gopher_put_url(&text, arena, origin, &target);
	return buf_take(&text, arena);
}

/* --- forms -------------------------------------------------------------------- */

static void put_feed(struct buf *out, const struct feed *feed,
	const struct gopher_place *place, struct arena *arena)
{
	struct gopher_origin origin = gopher_place_origin(place);
	struct feed own = *feed;
	struct feed_entry *entries =
		arena_array(arena, feed->entry_count + 1, struct feed_entry);
	for (size_t i = 0; i < feed->entry_count; i++) {
		entries[i] = feed->entries[i];
		entries[i].address =
			address(arena, &origin, DOC_TO_PAGE, entries[i].path, true);
		if (slice_starts(entries[i].enclosure, S("/")))
			entries[i].enclosure =
				recording_address(arena, &origin, &entries[i]);
	}
	own.entries = entries;
	own.address = address(
		arena, &origin, DOC_TO_TEXT, uri_encode_path(arena, feed->path), false);
	own.alternate_address = address(arena, &origin, DOC_TO_PAGE,
		uri_encode_path(arena, feed->alternate), false);
	auto_buf struct buf text = BUF(SERVE_PAGE_MAX_BYTES);
	/* The ids of Gemini, so that subscribers to both feeds see each entry once. */
	atom_render(&text, &own, own.alternate_address, place->gopher->gemini);
	gopher_put_text(out, buf_slice(&text));
}

/* The last line names the web page, or else the menu, where links can be followed. */
static void put_text(struct buf *out, const struct page *page, struct slice path,
	const struct gopher_place *place, struct arena *arena)
{
	struct plain_foot foot = {page->author, page->date, page->web_url};
	struct plain_options options = {
		.width = place->gopher->width,
		.ascii = place->gopher->ascii,
		.crlf = true,
		.origin = gopher_place_origin(place),
		.foot = &foot,
	};
	if (!foot.url.len)
		foot.url = address(arena, &options.origin, DOC_TO_PAGE,
			uri_encode_path(arena, path), false);
	plain_render(out, page->doc, &options);
}

static void put_gemtext(struct buf *out, const struct site *site, const struct page *page,
	const struct gopher_place *place, struct arena *arena)
{
	struct gopher_origin origin = gopher_place_origin(place);
	struct slice home = address(arena, &origin, DOC_TO_PAGE, S("/"), false);
	struct gemtext_options options = {
		.links = (enum link_placement)site->settings->links,
		.markers = site->settings->markers,
		.origin = slice_head(home, home.len - strlen("/1/")),
	};
	auto_buf struct buf text = BUF(SERVE_PAGE_MAX_BYTES);
	gemtext_render(&text, page->doc, &options);
	gopher_put_text(out, buf_slice(&text));
}

static void put_doc(struct buf *out, const struct site *site, const struct page *page,
	const struct page_ref *ref, const struct gopher_place *place, struct arena *arena)
{
	struct gophermap_options menus = gopher_place_menus(place);
	switch (ref->form) {
	case FORM_PAGE:
		gophermap_render(out, page->doc, &menus);
		break;
	case FORM_GEMTEXT:
		put_gemtext(out, site, page, place, arena);
		break;
	case FORM_TEXT:
	case FORM_SOURCE:
		put_text(out, page, ref->path, place, arena);
		break;
	}
}

int gopher_page_render(struct render_output *out, const struct site *site,
	const struct page_ref *ref, const struct gopher_place *place, struct arena *arena,
	struct diag_list *diags)
{
	struct page_ref build = *ref;
	struct page page;
	/* Links in gemtext must become Gopher links, so it is rendered, too. */
	if (ref->form != FORM_SOURCE)
		build.form = FORM_TEXT;
	int error = page_build(site, &build, arena, diags, &page);
	if (error)
		return error;
	out->reads_files = page.reads_files;
	out->reads_site = page.reads_site;
	out->is_behind = page.is_behind;
	switch (page.content) {
	case PAGE_IS_DOC:
		put_doc(&out->bytes, site, &page, ref, place, arena);
		break;
	case PAGE_IS_FEED:
		put_feed(&out->bytes, page.feed, place, arena);
		break;
	case PAGE_IS_BYTES:
		gopher_put_text(&out->bytes, page.bytes);
		break;
	}
	return 0;
}
