/* SPDX-License-Identifier: MIT */
#include "serve/gopher_reply.h"

#include "base/locale.h"
#include "page/page.h"
#include "proto/gopher.h"
#include "render/html.h"

static void put_home(
	struct buf *out, const struct gopher_place *place, const struct site *site)
{
	struct gophermap_options options = gopher_place_menus(place);
	struct gopher_item item = {'1', S("/"), options.origin.host, options.origin.port};
	gophermap_item(
		out, &item, site ? page_site_title(site) : options.origin.host, &options);
}

void gopher_put_error(struct buf *out, const struct gopher_place *place,
	const struct site *site, struct slice phrase, bool may_search)
{
	struct gophermap_options options = gopher_place_menus(place);
	struct gopher_item item = {'3', S(""), options.origin.host, options.origin.port};
	gophermap_item(out, &item, phrase, &options);
	if (may_search && site && site->settings->search) {
		item = (struct gopher_item){
			'7', S(GOPHER_SEARCH), options.origin.host, options.origin.port};
		gophermap_item(out, &item,
			locale_word(locale_for(site->settings->lang), WORD_SEARCH),
			&options);
	}
	put_home(out, place, site);
	buf_puts(out, ".\r\n");
}

void gopher_put_moved(struct buf *out, const struct gopher_place *place,
	struct arena *arena, const struct site *site, struct slice url)
{
	struct gophermap_options options = gopher_place_menus(place);
	struct doc_target target = {.kind = DOC_TO_OUTSIDE, .url = url, .size_bytes = -1};
	struct gopher_item item;
	if (!gopher_item_of(arena, &options.origin, &target, &item)) {
		gopher_put_error(out, place, site,
			S("This page moved to an address that Gopher cannot reach"),
			false);
		return;
	}
	gophermap_item(out, &item, url, &options);
	put_home(out, place, site);
	buf_puts(out, ".\r\n");
}

/* --- HTML ---------------------------------------------------------------------- */

static void put_link(struct buf *out, struct slice url)
{
	buf_puts(out, "<a href=\"");
	html_escape(out, url);
	buf_puts(out, "\">");
	html_escape(out, url);
	buf_puts(out, "</a>");
}

static void put_head(struct buf *out, struct slice title)
{
	buf_puts(out, "<!DOCTYPE html>\r\n<html>\r\n<head>\r\n"
		      "<meta charset=\"utf-8\">\r\n<title>");
	html_escape(out, title);
	buf_puts(out, "</title>\r\n");
}

void gopher_put_http(
	struct buf *out, const struct gopher_place *place, const struct site *site)
{
	struct gopher_origin origin = gopher_place_origin(place);
	struct doc_target home = {.kind = DOC_TO_PAGE, .url = S("/"), .size_bytes = -1};
	auto_arena struct arena arena = {0};
	struct slice gemini;
	auto_buf struct buf url = BUF(BUF_MAX_BYTES);

	gopher_put_url(&url, &arena, &origin, &home);
	buf_puts(out, "HTTP/1.0 400 Bad Request\r\n"
		      "Content-Type: text/html; charset=utf-8\r\n"
		      "Connection: close\r\n\r\n");
	put_head(out, site ? page_site_title(site) : origin.host);
	buf_puts(out, "</head>\r\n<body>\r\n<p>This port speaks Gopher, not HTTP.</p>\r\n"
		      "<ul>\r\n<li>");
	put_link(out, buf_slice(&url));
	buf_puts(out, "</li>\r\n<li>");
	gemini = arena_printf(&arena, "%.*s/", SARG(place->gopher->gemini));
	put_link(out, gemini);
	if (site && site->settings->url.len) {
		buf_puts(out, "</li>\r\n<li>");
		put_link(out, site->settings->url);
	}
	buf_puts(out, "</li>\r\n</ul>\r\n</body>\r\n</html>\r\n");
}

void gopher_put_url_page(struct buf *out, struct slice url)
{
	put_head(out, url);
	buf_puts(out, "<meta http-equiv=\"refresh\" content=\"1; url=");
	html_escape(out, url);
	buf_puts(out, "\">\r\n</head>\r\n<body>\r\n<p>This link leads out of Gopher, "
		      "to ");
	put_link(out, url);
	buf_puts(out, "</p>\r\n</body>\r\n</html>\r\n");
}

/* --- caps.txt ------------------------------------------------------------------- */

void gopher_put_caps(struct buf *out, const struct gopher_place *place)
{
	buf_puts(out, "CAPS\r\n\r\n"
		      "CapsVersion=1\r\n"
		      "ExpireCapsAfter=86400\r\n\r\n"
		      "PathDelimeter=/\r\n"
		      "PathIdentity=.\r\n"
		      "PathParent=..\r\n"
		      "PathParentDouble=FALSE\r\n"
		      "PathKeepPreDelimeter=FALSE\r\n\r\n"
		      "ServerDefaultEncoding=UTF-8\r\n");
	if (place->gopher->tls)
		buf_printf(out, "ServerTLSPort=%u\r\n", place->port);
	buf_puts(out, "ServerSoftware=Splashdown\r\n");
}
