/* SPDX-License-Identifier: MIT */
/* URI references: RFC 3986 grammar, percent-encoding, normalisation, resolution. Nothing
 * here decodes twice. Raw UTF-8 (an IRI) is accepted where noted. */
#ifndef BASE_URI_H
#define BASE_URI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* The five components as written (RFC 3986, 3). An absent component has a NULL ptr; an empty
 * one ("http://h?") does not. */
struct uri {
	struct slice scheme, userinfo, host, port, path, query, fragment;
	bool has_authority;
};

/* Splits by the grammar of RFC 3986 appendix B and checks every component's characters (bytes over
 * 0x7F are accepted when they are valid UTF-8), percent-encodings, and the host: a reg-name, or an
 * IP literal in brackets. False: @s is not a URI reference. */
bool uri_parse(struct slice s, struct uri *out);

/* Appends @s decoded. False on an invalid percent-encoding or a decoded NUL; discard what was
 * appended then. */
bool uri_decode(struct buf *out, struct slice s);
/* @words as a query: all but the unreserved characters (RFC 3986, 2.3) percent-encoded. */
struct slice uri_encode_query(struct arena *arena, struct slice words);
/* The look-up key of a URI's path: cut at '/', each segment decoded once except %2F and %25 (upper-case hex),
 * dot segments removed (RFC 3986, 5.2.4), NFC. "" gives "/", and a path without a leading slash is taken from
 * the root. Repeated slashes stay. False: invalid encoding, a NUL or control character, invalid UTF-8, or a
 * path that climbs above the root. */
bool uri_path_key(struct arena *arena, struct slice path, struct slice *key);
/* The inverse, for links: everything but unreserved characters, sub-delims, ':', '@', '/' is
 * percent-encoded; the %2F and %25 of a key are kept. A key that begins with "//" is written
 * "/.//", which no client takes for a host. */
struct slice uri_encode_path(struct arena *arena, struct slice key);
/* Normalizes an author's link as browsers do: surrounding white space, tabs and line ends are
 * dropped, spaces and characters that RFC 3986 does not allow are encoded, valid encodings are
 * kept, a stray '%' becomes %25, a non-ASCII host its A-label (RFC 3492 punycode), scheme and
 * host are lower-cased. False: @s is neither an absolute URI nor a relative reference, or it
 * cannot be repaired. */
bool uri_normalize(struct arena *arena, struct slice s, struct slice *out);

/* Resolves @reference against @base (RFC 3986, 5.2); both must be normalized for uri_parse.
 * False when either does not parse. @base may be a bare path; then so is the result. */
bool uri_resolve(struct arena *arena, struct slice base, struct slice reference,
	struct slice *out);

/* The scheme of "x:..." without its colon, in its original case; slice_none for a relative
 * reference. */
struct slice uri_scheme(struct slice s);
/* Does @s run code or open this machine's files instead of a page (javascript:, data:, file:)? */
bool uri_is_harmful(struct slice s);
/* The host in a form that can be compared: without port, brackets, case, percent-encoding and final
 * dot; a non-ASCII host as its A-label, an IPv6 address in its shortest form. */
struct slice uri_host_key(struct arena *arena, struct slice host);
/* The last segment's extension without the dot; empty also for ".name". */
struct slice uri_extension(struct slice path);

#endif
