/* SPDX-License-Identifier: MIT */
/* Wikilinks in any line: what is read lies inside the line, and the words hold no brackets of their own. */
#include <stdint.h>
#include <stdlib.h>

#include "text/wikilink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_lie_in(struct slice whole, struct slice part)
{
	must(!part.len ||
		(part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice line = slice((const char *)data, size);
	struct arena arena = {0};
	struct wikilink link;

	for (size_t at = 0; at < size && at < 4096; at++) {
		struct slice rest = slice_from(line, at);
		if (!wikilink_read(rest, &link))
			continue;
		struct slice whole = slice_head(rest, link.len);
		must(link.len > 4 && link.len <= rest.len);
		must(slice_ends(whole, S("]]")));
		must_lie_in(whole, link.name);
		must_lie_in(whole, link.part);
		must_lie_in(whole, link.label);
		must(link.name.len || link.part.len);
		struct slice words = wikilink_words(&arena, &link);
		must(slice_find_char(words, '[') < 0 && slice_find_char(words, '\n') < 0);
	}
	struct slice stripped = wikilink_strip(&arena, line);
	must(stripped.len <= size + 2 * size);
	must_lie_in(line, wikilink_without_size(line));
	arena_fini(&arena);
	return 0;
}
