/* SPDX-License-Identifier: MIT */
/* Whatever comes: a judgement never changes with later bytes, a key is fit for a look-up, words and URLs
 * are text, and what is made for the wire has no line that ends it early. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "proto/gopher.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

static void look_at(const struct gopher_request *request)
{
	struct slice segment, rest = slice_from(request->key, 1);

	MUST(text_is_utf8(request->words) && text_is_utf8(request->url));
	MUST(slice_find_char(request->words, '\n') < 0);
	if (!request->key.len)
		return;
	MUST(request->key.ptr[0] == '/' && text_is_utf8(request->key));
	MUST(slice_find_char(request->key, '\0') < 0);
	while (slice_split(&rest, '/', &segment))
		MUST(!slice_eq(segment, S(".")) && !slice_eq(segment, S("..")));
}

static void look_at_text(struct slice text)
{
	struct slice line, rest;
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	gopher_put_text(&out, text);
	rest = buf_slice(&out);
	MUST(!rest.len || slice_ends(rest, S("\r\n")));
	while (slice_next_line(&rest, &line))
		MUST(!slice_eq(line, S(".")));
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice((const char *)data, size);
	struct arena arena = {0};
	struct gopher_request request, again;
	const char *why = NULL;
	ptrdiff_t end = slice_find_char(all, '\n');

	switch (gopher_parse(&arena, all, false, &request, &why)) {
	case GOPHER_MORE:
		MUST(end < 0 && size <= GOPHER_REQUEST_MAX_BYTES + 1);
		break;
	case GOPHER_OK:
		look_at(&request);
		/* The same without what follows the line. */
		if (end >= 0 && end <= GOPHER_REQUEST_MAX_BYTES)
			MUST(gopher_parse(&arena, slice_head(all, (size_t)end + 1), false,
				     &again, &why) == GOPHER_OK &&
				slice_eq(request.key, again.key) &&
				request.ask == again.ask);
		break;
	case GOPHER_BAD:
		MUST(why && *why);
		break;
	}
	if (size)
		MUST(gopher_parse(&arena, all, true, &request, &why) != GOPHER_MORE);
	look_at_text(all);
	arena_fini(&arena);
	return 0;
}
