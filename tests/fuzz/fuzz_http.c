/* SPDX-License-Identifier: MIT */
/* Whatever comes: a judgement never changes with later bytes, and what is let through is what every reader of
 * HTTP takes for one request without a body. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "proto/http.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

static void look_at(struct slice head, const struct http_request *request)
{
	struct slice line, segment, rest = head;
	unsigned hosts = 0;

	MUST(head.len <= HTTP_HEAD_MAX_BYTES);
	MUST(request->path.len + request->query.len <= HTTP_TARGET_MAX_BYTES);
	while (slice_cut(rest, '\n', &line, &rest)) {
		MUST(slice_ends(line, S("\r")));
		line.len--;
		MUST(slice_find_char(line, '\r') < 0 && slice_find_char(line, '\0') < 0);
		MUST(!slice_starts_nocase(line, S("Transfer-Encoding:")));
		hosts += slice_starts_nocase(line, S("Host:"));
	}
	MUST(hosts <= 1);
	MUST(slice_eq(http_field(request, S("Host")), request->host));
	MUST(slice_starts(request->key, S("/")) && text_is_utf8(request->key));
	MUST(slice_find_char(request->key, '\0') < 0);
	rest = slice_from(request->key, 1);
	while (slice_split(&rest, '/', &segment))
		MUST(!slice_eq(segment, S(".")) && !slice_eq(segment, S("..")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice((const char *)data, size);
	struct arena arena = {0};
	struct http_request request, again;
	enum http_status status = 0, before = 0;
	ptrdiff_t end = slice_find(all, S("\r\n\r\n"));
	enum http_result result = http_parse(&arena, all, false, &request, &status);

	/* Half of it says more, or the same. */
	enum http_result half =
		http_parse(&arena, slice_head(all, size / 2), false, &again, &before);
	MUST(half == HTTP_MORE || half == result);
	switch (result) {
	case HTTP_MORE:
		MUST(end < 0 && size < HTTP_HEAD_MAX_BYTES);
		break;
	case HTTP_OK:
		MUST(end >= 0);
		look_at(slice_head(all, (size_t)end + 4), &request);
		MUST(http_parse(&arena, slice_head(all, (size_t)end + 4), false, &again,
			     &status) == HTTP_OK &&
			slice_eq(request.key, again.key));
		break;
	case HTTP_BAD:
		MUST(status >= 400 && status < 500);
		break;
	}
	if (size)
		MUST(http_parse(&arena, all, true, &request, &status) != HTTP_MORE);
	arena_fini(&arena);
	return 0;
}
