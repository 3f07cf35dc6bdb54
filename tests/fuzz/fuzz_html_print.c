/* SPDX-License-Identifier: MIT */
/* Any bytes to HTML: as a post's body, as gemtext, as a text and as a menu of Gopher. What comes out is read back and
 * keeps every promise. The first byte says which, and which dialects are on. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/html_check.h"
#include "base/uri.h"
#include "render/html.h"
#include "text/convert.h"

/* A site that lets everything through: the renderer alone decides. */
static enum env_link resolve_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	(void)ctx;
	target->url = href;
	if (!href.len || (!uri_normalize(arena, href, &target->url) && href.len % 2))
		return ENV_NO_LINK;
	target->kind = uri_scheme(target->url).ptr ? DOC_TO_OUTSIDE
		       : image                     ? DOC_TO_IMAGE
						   : DOC_TO_PAGE;
	if (href.len % 5 == 0)
		target->mime = image ? S("video/mp4") : S("audio/mpeg");
	target->size_bytes = 1234;
	return ENV_LINK;
}

static void print_post(
	struct buf *out, struct slice source, unsigned flags, struct html_options *html)
{
	const struct text_env env = {.file = S("x.md"), .link = resolve_link};
	const struct convert_options options = {
		.format = flags & 4 ? CONVERT_HTML : CONVERT_MARKDOWN,
		.liquid = flags & 8,
		.shortcodes = !(flags & 8),
		.kramdown = flags & 16,
		.smart = flags & 32,
		.pymdownx = flags & 64,
		.lang = flags & 128 ? S("ar") : S("en"),
	};
	struct arena arena = {0};
	struct doc *doc;

	convert(&arena, source, &options, &env, &doc);
	html_render(out, doc, html);
	arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned flags = size ? data[0] : 0;
	struct html_options options = {
		.fragment = flags & 128,
		.path = S("/a/b/"),
		.host = S("a.example"),
		.lang = flags & 4 ? S("ar") : S("\"><script>"),
		.pages = flags & 8 ? S("/p/T") : S(""),
	};
	struct html_check check;
	struct slice source;
	const char *wrong;
	struct buf out;

	if (!size)
		return 0;
	source = slice((const char *)data + 1, size - 1);
	buf_init(&out, BUF_UNLIMITED);
	switch (flags & 3) {
	case 0:
		html_gemtext(&out, source, &options);
		break;
	case 1:
		html_gopher_menu(&out, source, &options);
		break;
	case 2:
		html_gopher_text(&out, source, &options);
		break;
	default:
		print_post(&out, source, flags, &options);
		break;
	}
	wrong = html_check(&check, buf_slice(&out));
	if (wrong) {
		fprintf(stderr, "%s: %.*s\n%.*s", wrong, SARG(check.at),
			SARG(buf_slice(&out)));
		abort();
	}
	buf_fini(&out);
	return 0;
}
