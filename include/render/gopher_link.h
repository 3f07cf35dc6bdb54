/* SPDX-License-Identifier: MIT */
/* Where a link leads in gopher (RFC 1436, RFC 4266): an item of a menu, or a URL. Pure; shared by
 * the renderers and by the service.
 *
 * A selector of ours is the path of the page or file, of the characters [A-Za-z0-9/._~-] and
 * percent-encodings only. Over 255 bytes, which RFC 1436 forbids, it becomes an alias: "/-/" and 16
 * hexadecimal digits, the hash (slice_hash) of the selector it stands for less its last slash or ".txt",
 * and the same ending (".txt", a file's extension), so that clients still see what it is. */
#ifndef RENDER_GOPHER_LINK_H
#define RENDER_GOPHER_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "doc/doc.h"

#define GOPHER_PORT               70
#define GOPHER_SELECTOR_MAX_BYTES 255

/* Who we are to clients. */
struct gopher_origin {
	struct slice host;   /* IPv6 without brackets; empty: none, URLs are then paths */
	uint16_t port;       /* 0: 70 */
	bool posts_are_text; /* a post is "/x.txt" of type 0; else the menu "/x/" */
	/* For texts that are read over another protocol, "gemini://example.org": pages and files of the
	 * site are then this and their path, whatever stands above. */
	struct slice elsewhere;
};

struct gopher_item {
	char type; /* one of 0 1 7 9 I g s h */
	struct slice selector, host;
	uint16_t port;
};

/* The type alone. Outside links are 'h'. */
char gopher_type(const struct gopher_origin *origin, const struct doc_target *target);
/* The selector of @path of this site (percent-encoded, a query or fragment is left out); @text:
 * that of its plain text, "/x.txt" for "/x/". */
struct slice gopher_selector(struct arena *arena, struct slice path, bool text);
/* The item for @target: gopher links as what they are, pages of the web, of Gemini, and addresses of
 * mail as 'h' with "URL:..." at our own host. False: no item says it (another scheme, no host to
 * name, or a URL that no request can hold). */
bool gopher_item_of(struct arena *arena, const struct gopher_origin *origin,
	const struct doc_target *target, struct gopher_item *out);
/* Does our page for "URL:..." lead on to @url, by its scheme? */
bool gopher_leads_on(struct slice url);
/* The absolute URL, of ASCII without white space. */
void gopher_put_url(struct buf *out, struct arena *arena,
	const struct gopher_origin *origin, const struct doc_target *target);

#endif
