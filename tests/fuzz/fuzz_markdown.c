/* SPDX-License-Identifier: MIT */
/* A body, whatever its bytes and format, to a document: deep as allowed, each node where it may
 * stand, its text clean. The first byte says which format and dialects. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/dump.h"
#include "text/convert.h"

#define MEMORY_MAX_BYTES ((size_t)64 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned flags = size ? data[0] : 0;
	const struct convert_options options = {
		.format = flags & 64   ? CONVERT_HTML
			  : flags & 32 ? CONVERT_GEMTEXT
				       : CONVERT_MARKDOWN,
		.liquid = flags & 1,
		.shortcodes = flags & 2,
		.kramdown = flags & 4,
		.smart = flags & 8,
		.emoji = flags & 16,
		.lang = flags & 128 ? S("zh") : S("en"),
		.title = S("A title"),
	};
	struct arena arena = {0};
	const char *wrong;
	struct doc *doc;

	if (!size)
		return 0;
	convert(&arena, slice((const char *)data + 1, size - 1), &options, NULL, &doc);
	wrong = dump_check(doc);
	if (!wrong && size <= 100000 && arena.used_bytes > MEMORY_MAX_BYTES)
		wrong = "more memory than it may take";
	if (wrong) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	arena_fini(&arena);
	return 0;
}
