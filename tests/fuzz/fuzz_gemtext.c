/* SPDX-License-Identifier: MIT */
/* A gemlog's page to a document and back to gemtext: well-formed, in the limits of gemtext, and from the second time
 * on the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/dump.h"
#include "../support/gemtext_check.h"
#include "base/uri.h"
#include "render/gemtext.h"
#include "text/gemtext_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum env_link resolve_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	(void)ctx;
	if (!href.len || !uri_normalize(arena, href, &target->url))
		return ENV_NO_LINK;
	target->kind = uri_scheme(target->url).ptr ? DOC_TO_OUTSIDE
		       : image                     ? DOC_TO_IMAGE
						   : DOC_TO_PAGE;
	return ENV_LINK;
}

static void must_not(const char *wrong, struct slice text)
{
	if (!wrong)
		return;
	fprintf(stderr, "%s\n%.*s\n", wrong, SARG(text));
	abort();
}

static void read_and_render(struct buf *out, struct arena *arena, struct slice source)
{
	const struct text_env env = {.file = S("x.gmi"), .link = resolve_link};
	const struct gemtext_options options = {.links = LINKS_BLOCK};
	struct doc *doc = doc_new(arena, S("en"));
	struct gemtext_check check;

	gemtext_read(doc, source, &env);
	must_not(dump_check(doc), source);
	gemtext_render(out, doc, &options);
	must_not(gemtext_check(&check, buf_slice(out), doc), buf_slice(out));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice source = slice((const char *)data, size);
	auto_buf struct buf once = BUF(BUF_UNLIMITED), twice = BUF(BUF_UNLIMITED),
			    thrice = BUF(BUF_UNLIMITED);
	struct arena arena = {0};

	/* A byte order mark within the text is kept, and dropped once it is the first of a page. */
	if (slice_find(slice_from(source, 1), S("\xEF\xBB\xBF")) >= 0)
		return 0;
	read_and_render(&once, &arena, source);
	read_and_render(&twice, &arena, buf_slice(&once));
	read_and_render(&thrice, &arena, buf_slice(&twice));
	if (!slice_eq(buf_slice(&twice), buf_slice(&thrice)))
		must_not("the third time it is another text", buf_slice(&twice));
	arena_fini(&arena);
	return 0;
}
