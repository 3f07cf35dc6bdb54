/* SPDX-License-Identifier: MIT */
/* A post's body, whatever its bytes, to gopher text and menu: what comes out is read back and keeps every
 * promise. The first byte says which dialects and options are on. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/gopher_check.h"
#include "base/uri.h"
#include "render/gophermap.h"
#include "render/plain.h"
#include "text/convert.h"

static enum env_link resolve_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	(void)ctx;
	if (!href.len || href.ptr[0] == '#' || !uri_normalize(arena, href, &target->url))
		return ENV_NO_LINK;
	target->kind = uri_scheme(target->url).ptr ? DOC_TO_OUTSIDE
		       : image                     ? DOC_TO_IMAGE
						   : DOC_TO_PAGE;
	target->article = target->kind == DOC_TO_PAGE;
	target->size_bytes = 1234;
	return ENV_LINK;
}

static void fail(const struct gopher_check *check, const char *wrong, struct slice out)
{
	fprintf(stderr, "line %u: %s\n%.*s", check->line, wrong, SARG(out));
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned widths[] = {0, 40, 67, 78};
	const struct text_env env = {.file = S("x.md"), .link = resolve_link};
	unsigned flags = size ? data[0] : 0;
	const struct convert_options options = {
		.format = CONVERT_MARKDOWN,
		.liquid = flags & 1,
		.shortcodes = !(flags & 1),
		.kramdown = flags & 2,
		.smart = flags & 4,
		.lang = flags & 4 ? S("ja") : S("en"),
	};
	const struct gopher_origin origin = {
		.host = S("a.example"), .posts_are_text = flags >> 5 & 1};
	const struct plain_options plain = {
		.width = widths[flags >> 3 & 3], .ascii = flags >> 7, .origin = origin};
	const struct gophermap_options menu = {
		.width = widths[flags >> 3 & 3], .ascii = flags >> 7, .origin = origin};
	struct gopher_check check = {.ascii = plain.ascii,
		.width = plain.width ? plain.width : PLAIN_WIDTH,
		.host = origin.host,
		.port = S("70")};
	struct arena arena = {0};
	const char *wrong;
	struct doc *doc;
	struct buf out;

	if (!size)
		return 0;
	buf_init(&out, BUF_UNLIMITED);
	convert(&arena, slice((const char *)data + 1, size - 1), &options, &env, &doc);
	plain_render(&out, doc, &plain);
	wrong = gopher_check_text(&check, buf_slice(&out));
	if (wrong)
		fail(&check, wrong, buf_slice(&out));
	buf_clear(&out);
	gophermap_render(&out, doc, &menu);
	check.line = 0;
	if (check.width > GOPHERMAP_WIDTH)
		check.width = GOPHERMAP_WIDTH;
	wrong = gopher_check_menu(&check, buf_slice(&out));
	if (wrong)
		fail(&check, wrong, buf_slice(&out));
	buf_fini(&out);
	arena_fini(&arena);
	return 0;
}
