/* SPDX-License-Identifier: MIT */
/* Links in Gopher (RFC 1436, RFC 4266): menu items and URLs. Pure; shared by the renderers and the
 * service.
 *
 * Our selectors are paths of pages and files, with the characters [A-Za-z0-9/._~-] and percent-encodings
 * only; those of results of a search have '?' and the words behind them. A selector over 255 bytes, which RFC 1436 forbids, becomes an alias: "/-/", then 16 hexadecimal
 * digits, the hash (slice_hash) of the selector without its last slash or ".txt", then the same ending
 * (".txt", a file's extension), so that clients still see the type. */
#ifndef RENDER_GOPHER_LINK_H
#define RENDER_GOPHER_LINK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "doc/doc.h"

#define GOPHER_PORT               70
#define GOPHER_SELECTOR_MAX_BYTES 255

/* The server, as clients see it. */
struct gopher_origin {
	struct slice host;   /* IPv6 without brackets; empty: none, then URLs are paths */
	uint16_t port;       /* 0: 70 */
	bool posts_are_text; /* a post is "/x.txt" of type 0; else the menu "/x/" */
	/* For texts read over another protocol, "gemini://example.org": the prefix of pages and files
	 * of the site, instead of the above. */
	struct slice elsewhere;
};

struct gopher_item {
	char type; /* one of 0 1 7 9 I g s h */
	struct slice selector, host;
	uint16_t port;
};

/* Only the type. Outside links are 'h'. */
char gopher_type(const struct gopher_origin *origin, const struct doc_target *target);
/* The selector of @path (percent-encoded, without query and fragment). @text: the selector of
 * its plain text, "/x.txt" for "/x/". */
struct slice gopher_selector(struct arena *arena, struct slice path, bool text);
/* The item for @target: Gopher links as they are; web pages, Gemini pages and mail addresses as 'h'
 * with "URL:..." at our own host. False: it cannot be an item (another scheme, no host name, or a
 * URL too long for a request). */
bool gopher_item_of(struct arena *arena, const struct gopher_origin *origin,
	const struct doc_target *target, struct gopher_item *out);
/* Does our page for "URL:..." lead on to @url, by its scheme? */
bool gopher_leads_on(struct slice url);
/* Appends the absolute URL, as ASCII without white space. */
void gopher_put_url(struct buf *out, struct arena *arena,
	const struct gopher_origin *origin, const struct doc_target *target);

#endif
