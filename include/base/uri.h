/* SPDX-License-Identifier: MIT */
/* URI references: RFC 3986 grammar, percent-encoding, normalisation, resolution.
 * Nothing here decodes twice. Raw UTF-8 is let through where said (it is an IRI then). */
#ifndef BASE_URI_H
#define BASE_URI_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* The five components as they stand in the text (RFC 3986, 3). A part that is absent has a NULL
 * ptr; one that is empty ("http://h?") has not. */
struct uri {
	struct slice scheme, userinfo, host, port, path, query, fragment;
	bool has_authority;
};

/* Splits by the grammar of RFC 3986 appendix B and checks every component's characters (bytes
 * over 0x7F are accepted when they are valid UTF-8), percent-encodings, and the host: a reg-name,
 * or an IP literal in brackets. False: @s is no URI reference. */
bool uri_parse(struct slice s, struct uri *out);

/* Appends @s decoded. False on a bad percent-encoding or a decoded NUL; what was appended is then
 * to be thrown away. */
bool uri_decode(struct buf *out, struct slice s);
/* A look-up key from a URI's path: cut at '/', each segment decoded once except %2F and %25
 * (upper-case hex), dot segments removed (RFC 3986, 5.2.4), NFC. "" gives "/", and a path
 * without its first slash is taken from the root. Repeated slashes stay. False: bad encoding, a NUL or control character, invalid UTF-8, or a climb above
 * the root. */
bool uri_path_key(struct arena *arena, struct slice path, struct slice *key);
/* The inverse for links: everything but unreserved characters, sub-delims, ':', '@', '/' is
 * percent-encoded; the %2F and %25 of a key are kept. A key that begins with "//" is written
 * "/.//", which no reader takes for a host. */
struct slice uri_encode_path(struct arena *arena, struct slice key);
/* Makes the link of an author fit for a reader: white space around it, tabs and line ends are
 * dropped (as browsers do), spaces and characters that RFC 3986 does not
 * allow are encoded, valid encodings are kept, a stray '%' becomes %25, a non-ASCII host its
 * A-label (RFC 3492 punycode), scheme and host are lower-cased. False: it has no scheme and is
 * no relative reference either, or it cannot be mended. */
bool uri_normalize(struct arena *arena, struct slice s, struct slice *out);

/* @reference seen from @base (both already fit for uri_parse), RFC 3986 5.2. False when either
 * does not parse. @base may be a path alone; then so is the result. */
bool uri_resolve(struct arena *arena, struct slice base, struct slice reference,
	struct slice *out);

/* Scheme of "x:..." without its colon, lower case not enforced; slice_none for a relative one. */
struct slice uri_scheme(struct slice s);
/* Does @s lead to what is run, or to this machine, instead of to a page (javascript:, data:, file:)? */
bool uri_is_harmful(struct slice s);
/* "host" without port, brackets, case, percent-encoding and last dot, a non-ASCII one as its A-label,
 * an IPv6 address in its shortest form: fit to compare. */
struct slice uri_host_key(struct arena *arena, struct slice host);
/* Last segment's extension without the dot, or empty (also for ".name"). */
struct slice uri_extension(struct slice path);

#endif
