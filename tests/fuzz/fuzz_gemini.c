/* SPDX-License-Identifier: MIT */
/* Whatever comes: a judgement never changes with later bytes, no judgement comes before its time, and a
 * key is fit for a look-up. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "proto/gemini.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

static void look_at_key(struct slice key)
{
	struct slice segment, rest = slice_from(key, 1);

	MUST(key.len && key.ptr[0] == '/');
	MUST(slice_find_char(key, '\0') < 0);
	MUST(text_is_utf8(key));
	while (slice_split(&rest, '/', &segment))
		MUST(!slice_eq(segment, S(".")) && !slice_eq(segment, S("..")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = slice((const char *)data, size);
	struct arena arena = {0};
	struct gemini_request request = {0}, again = {0};
	const char *why = NULL;
	enum gemini_result result = gemini_parse(&arena, all, false, &request, &why);
	ptrdiff_t end = slice_find(all, S("\r\n"));

	switch (result) {
	case GEMINI_MORE:
		MUST(end < 0 && size <= GEMINI_REQUEST_MAX_BYTES + 1);
		break;
	case GEMINI_OK:
		MUST(end >= 0 && end <= GEMINI_REQUEST_MAX_BYTES);
		if (request.is_gemini) {
			MUST(request.host_key.len > 0);
			look_at_key(request.key);
		}
		MUST(gemini_parse(&arena, slice_head(all, (size_t)end + 1), false, &again,
			     &why) == GEMINI_MORE);
		MUST(gemini_parse(&arena, slice_head(all, (size_t)end + 2), true, &again,
			     &why) == GEMINI_OK);
		MUST(slice_eq(request.key, again.key));
		break;
	case GEMINI_BAD:
		MUST(why && *why);
		break;
	}
	struct slice header = gemini_header(&arena, GEMINI_NOT_FOUND, all);
	MUST(header.len <= 3 + GEMINI_META_MAX_BYTES + 2);
	MUST(slice_find(header, S("\r\n")) == (ptrdiff_t)header.len - 2);
	if (text_is_utf8(all))
		MUST(text_is_utf8(header));
	arena_fini(&arena);
	return 0;
}
