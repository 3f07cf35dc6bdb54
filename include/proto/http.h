/* SPDX-License-Identifier: MIT */
/* The head of a request of HTTP/1.1 (RFC 9112), and that of its answer, as far as whoever only shows pages
 * needs them: GET and HEAD, no body, one request a connection. Stricter than the RFC lets a server
 * be: what two readers of a request could take for two things is refused. No I/O; what is allocated is in
 * the caller's arena. */
#ifndef PROTO_HTTP_H
#define PROTO_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

#define HTTP_HEAD_MAX_BYTES   8192 /* with the empty line that ends it */
#define HTTP_FIELDS_MAX       64
#define HTTP_TARGET_MAX_BYTES 1024

enum http_status {
	HTTP_SUCCESS = 200,
	HTTP_FOUND = 302,
	HTTP_BAD_REQUEST = 400,
	HTTP_FORBIDDEN = 403,
	HTTP_NOT_FOUND = 404,
	HTTP_METHOD_NOT_ALLOWED = 405,
	HTTP_GONE = 410,
	HTTP_TARGET_TOO_LONG = 414,
	HTTP_MISDIRECTED = 421,
	HTTP_HEAD_TOO_LARGE = 431,
	HTTP_UNAVAILABLE = 503,
};

struct http_request {
	bool head_only;      /* HEAD: the answer has no body */
	struct slice path;   /* as it stands, for logs */
	struct slice query;  /* the same; NULL: none */
	struct slice key;    /* look-up key of the path (uri_path_key); in the arena */
	struct slice host;   /* of the Host field, as it stands; empty: none */
	struct slice fields; /* all field lines, for http_field */
};

enum http_result {
	HTTP_MORE, /* the head is not whole yet */
	HTTP_OK,
	HTTP_BAD, /* *status says how it is refused */
};

/* Judges all @bytes that came so far; what follows the head is ignored. @end: nothing more will come;
 * HTTP_MORE then only when nothing came at all. */
enum http_result http_parse(struct arena *arena, struct slice bytes, bool end,
	struct http_request *out, enum http_status *status);

/* The value of the first field @name (in any case), without white space around it; NULL: there is none. */
struct slice http_field(const struct http_request *request, struct slice name);

/* Status line (without words, which nobody reads), Connection and Content-Length, @fields ("Name: value" lines with CRLF), and the empty line. */
void http_put_head(
	struct buf *out, enum http_status status, size_t body_bytes, struct slice fields);

#endif
