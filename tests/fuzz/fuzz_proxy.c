/* SPDX-License-Identifier: MIT */
/* Whatever comes: a header is within its bytes and its limit, and a judgement never changes with what
 * follows. */
#include <stdint.h>
#include <stdlib.h>

#include "proto/proxy.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct slice all = slice((const char *)data, len);
	struct proxy_header whole, part;
	enum proxy_result judged = proxy_parse(all, &whole);

	if (judged == PROXY_OK)
		MUST(whole.bytes >= 15 && whole.bytes <= len &&
			whole.bytes <= PROXY_HEADER_MAX_BYTES);
	if (len > PROXY_HEADER_MAX_BYTES)
		MUST(judged != PROXY_MORE);
	for (size_t n = 0; n < len && n < 256; n++) {
		enum proxy_result early = proxy_parse(slice_head(all, n), &part);

		MUST(early == PROXY_MORE || early == judged);
		MUST(early != PROXY_OK || part.bytes == whole.bytes);
	}
	return 0;
}
