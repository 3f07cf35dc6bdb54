/* SPDX-License-Identifier: MIT */
/* A post's body, whatever its bytes, to gemtext: what comes out is read back and keeps every promise.
 * The first byte says which dialects and options are on. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/gemtext_check.h"
#include "base/uri.h"
#include "render/gemtext.h"
#include "text/convert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum env_link resolve_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	(void)ctx;
	if (!href.len || href.ptr[0] == '#' || !uri_normalize(arena, href, &target->url))
		return ENV_NO_LINK;
	target->kind = uri_scheme(target->url).ptr ? DOC_TO_OUTSIDE
		       : image                     ? DOC_TO_IMAGE
						   : DOC_TO_PAGE;
	target->size_bytes = 1234;
	return ENV_LINK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct text_env env = {.file = S("x.md"), .link = resolve_link};
	unsigned flags = size ? data[0] : 0;
	const struct convert_options options = {
		.format = CONVERT_MARKDOWN,
		.liquid = flags & 1,
		.shortcodes = flags & 2,
		.kramdown = flags & 4,
		.smart = flags & 8,
		.breaks = flags & 8,
		.pymdownx = (flags & 7) == 4,
		.lang = flags & 16 ? S("ja") : S("en"),
	};
	const struct gemtext_options print_options = {
		.links = flags >> 5 & 3, .markers = flags >> 7};
	struct gemtext_check check;
	struct arena arena = {0};
	const char *wrong;
	struct doc *doc;
	struct buf out;

	if (!size)
		return 0;
	buf_init(&out, BUF_UNLIMITED);
	convert(&arena, slice((const char *)data + 1, size - 1), &options, &env, &doc);
	gemtext_render(&out, doc, &print_options);
	wrong = gemtext_check(&check, buf_slice(&out), doc);
	if (wrong) {
		fprintf(stderr, "line %u: %s\n%.*s", check.line, wrong,
			SARG(buf_slice(&out)));
		abort();
	}
	buf_fini(&out);
	arena_fini(&arena);
	return 0;
}
