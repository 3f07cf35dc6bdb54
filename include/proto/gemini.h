/* SPDX-License-Identifier: MIT */
/* The Gemini protocol's grammar (specification 0.24.1): request line and response header. No I/O; what
 * is allocated is in the caller's arena. */
#ifndef PROTO_GEMINI_H
#define PROTO_GEMINI_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "proto/titan.h"

#define GEMINI_REQUEST_MAX_BYTES 1024 /* before the CRLF */
#define GEMINI_META_MAX_BYTES    1024
#define GEMINI_PORT              1965

enum gemini_status {
	GEMINI_INPUT = 10,
	GEMINI_SENSITIVE_INPUT = 11,
	GEMINI_SUCCESS = 20,
	GEMINI_REDIRECT_TEMPORARY = 30,
	GEMINI_REDIRECT_PERMANENT = 31,
	GEMINI_TEMPORARY_FAILURE = 40,
	GEMINI_SERVER_UNAVAILABLE = 41,
	GEMINI_CGI_ERROR = 42,
	GEMINI_PROXY_ERROR = 43,
	GEMINI_SLOW_DOWN = 44,
	GEMINI_PERMANENT_FAILURE = 50,
	GEMINI_NOT_FOUND = 51,
	GEMINI_GONE = 52,
	GEMINI_PROXY_REQUEST_REFUSED = 53,
	GEMINI_BAD_REQUEST = 59,
	GEMINI_CERTIFICATE_REQUIRED = 60,
	GEMINI_CERTIFICATE_NOT_AUTHORISED = 61,
	GEMINI_CERTIFICATE_NOT_VALID = 62,
};

struct gemini_request {
	struct slice scheme, host, port, path,
		query; /* as they stand, but for spaces and raw UTF-8 of the query, which are
			     * percent-encoded; query NULL: none */
	bool is_gemini; /* the scheme is */
	bool is_titan;  /* an upload: @path is without its parameters */
	struct titan_parameters titan;
	size_t line_bytes; /* with the CRLF: the body of an upload follows */
	struct slice
		host_key; /* lower case, A-label or IP without brackets; in the arena */
	uint16_t port_number; /* 1965 when none is given */
	struct slice key;     /* look-up key of the path (uri_path_key); in the arena */
};

enum gemini_result {
	GEMINI_MORE, /* no CRLF yet, and one may still come */
	GEMINI_OK,
	GEMINI_BAD, /* answer 59; *why is a phrase for META */
};

/* Judges all @bytes that came so far; what follows the CRLF is ignored. A request of another
 * scheme than gemini and titan: GEMINI_OK with is_gemini and is_titan false (host_key and key are then empty), for the
 * caller to refuse by 53. @end: nothing more will come; GEMINI_MORE then only when nothing came at all. */
enum gemini_result gemini_parse(struct arena *arena, struct slice bytes, bool end,
	struct gemini_request *out, const char **why);

/* "NN META\r\n" in @arena: control characters in @meta become spaces, it is cut at 1024 bytes on a
 * character's border. */
struct slice gemini_header(
	struct arena *arena, enum gemini_status status, struct slice meta);

#endif
