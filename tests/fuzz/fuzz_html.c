/* SPDX-License-Identifier: MIT */
/* HTML, cut into pieces at the bytes 0xFF, into a document: nothing breaks its rules, and however the
 * pieces are cut no memory runs away. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../support/dump.h"
#include "base/text.h"
#include "text/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct slice rest = slice((const char *)data, size), piece;
	struct buf clean;
	struct doc *doc = doc_new(&arena, S("en"));
	struct build *build = build_new(doc);
	struct html *html = html_new(doc, build, NULL);
	buf_init(&clean, BUF_UNLIMITED);
	for (unsigned i = 0; slice_split(&rest, (char)0xff, &piece); i++) {
		buf_clear(&clean);
		text_clean(&clean, piece);
		if (i % 3 == 2 && html_is_verbatim(html) && !html_is_dropping(html))
			html_text(html, buf_dup(&clean, &arena));
		else
			html_feed(html, buf_dup(&clean, &arena));
		if (i % 4 == 3)
			html_end_block(html);
	}
	html_finish(html);
	build_finish(build);
	const char *wrong = dump_check(doc);
	must(!wrong, wrong);
	must(size > 100000 || arena.used_bytes < (size_t)64 * 1024 * 1024,
		"more memory than it may take");
	struct slice url;
	for (int markdown = 0; markdown < 2; markdown++) {
		if (html_refresh(&arena, slice((const char *)data, size), markdown, &url))
			must(url.len != 0, "a page that leads nowhere");
	}
	buf_clear(&clean);
	html_decode(&clean, slice((const char *)data, size));
	must(clean.len <= 3 * size + 8, "decoding makes text longer");
	buf_fini(&clean);
	arena_fini(&arena);
	return 0;
}
