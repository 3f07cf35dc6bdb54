/* SPDX-License-Identifier: MIT */
/* The Gopher protocol's grammar (RFC 1436, and what clients of today send): the request line, and the
 * shapes of replies that no renderer makes. No I/O; what is allocated is in the caller's arena.
 *
 * A request is one line, ended by CRLF, by LF, or by the client's end of sending: a selector, then
 * perhaps TAB and the words of a search, or TAB and what a Gopher+ client wants to know. */
#ifndef PROTO_GOPHER_H
#define PROTO_GOPHER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

#define GOPHER_REQUEST_MAX_BYTES 1024 /* before the line's end */
/* The selector that asks for words: '?' serves as TAB there; also "/fr/search" and "/search/2". */
#define GOPHER_SEARCH "/search"

enum gopher_ask {
	GOPHER_ITEM, /* key is set */
	GOPHER_INFO, /* the same, asked as Gopher+ clients open a menu ("TAB $") */
	GOPHER_URL, /* url is set: "URL:..." of an 'h' item, for clients that know none */
	GOPHER_HTTP, /* "GET ", "HEAD " or "POST ": a browser came to the wrong port */
};

struct gopher_request {
	enum gopher_ask ask;
	struct slice selector; /* as it stands, for logs; never for a reply */
	/* Look-up key of the selector (uri_path_key): "", "/" are "/", "x" is "/x". Empty: nothing can
	 * be there (it climbs above the root). */
	struct slice key;
	struct slice words; /* of a search, decoded; NULL: none were sent */
	struct slice url;
};

enum gopher_result {
	GOPHER_MORE, /* the line is not whole yet */
	GOPHER_OK,
	GOPHER_BAD, /* *why is a phrase for people, which holds nothing of the request */
};

/* Judges all @bytes that came so far; what follows the line is ignored. @end: nothing more will come,
 * which ends the line; GOPHER_MORE then only when nothing came at all. */
enum gopher_result gopher_parse(struct arena *arena, struct slice bytes, bool end,
	struct gopher_request *out, const char **why);

/* Do @bytes open a TLS handshake (RFC 8446, 5.1)? No request of Gopher begins so. */
bool gopher_is_tls(struct slice bytes);

/* Text (item type 0) from @text with LF or CRLF line ends: CRLF, and a line that is exactly "."
 * gets a space in front, since some clients take it for the end. */
void gopher_put_text(struct buf *out, struct slice text);
/* A menu as Gopher+ clients want it: "+-2", then each of the lines of @menu but the last "."
 * behind "+INFO: ". */
void gopher_put_info(struct buf *out, struct slice menu);

#endif
