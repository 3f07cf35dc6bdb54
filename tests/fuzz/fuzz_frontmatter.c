/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "data/frontmatter.h"
#include "value_walk.h"

/* What holds of every split. */
static void check(struct slice bytes, const struct frontmatter *fm)
{
	must(fm->body_offset <= bytes.len);
	must(fm->body_line >= 1 && fm->raw_line >= 1);
	if (fm->raw.len) {
		must(fm->raw.ptr >= bytes.ptr);
		must(fm->raw.ptr + fm->raw.len <= bytes.ptr + bytes.len);
	}
	if (fm->whole && fm->format != FRONTMATTER_NONE)
		must(fm->raw.ptr + fm->raw.len <= bytes.ptr + fm->body_offset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(struct slice bytes, enum frontmatter_opening opening)
{
	struct arena arena = {0};
	struct diag_list diags;
	struct frontmatter fm, part;
	struct value root;

	diag_init(&diags);
	frontmatter_split(bytes, true, opening, &fm);
	check(bytes, &fm);
	must(fm.format == FRONTMATTER_NONE || fm.whole);
	bool ok = frontmatter_parse(&arena, &fm, S("fuzz.md"), &diags, &root);
	must(ok || diags.count > 0);
	must(root.kind == VALUE_MAP || root.kind == VALUE_NULL);
	value_walk(&root, 0);

	/* A part that says it is whole says the same as all. */
	for (size_t len = bytes.len / 2; len < bytes.len; len += bytes.len / 8 + 1) {
		frontmatter_split(slice_head(bytes, len), false, opening, &part);
		check(slice_head(bytes, len), &part);
		if (part.format != FRONTMATTER_NONE && part.whole) {
			must(part.format == fm.format);
			must(part.body_offset == fm.body_offset);
			must(slice_eq(part.raw, fm.raw));
		}
	}
	diag_fini(&diags);
	arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice((const char *)data, size);

	look_at(bytes, FRONTMATTER_OR_LINES);
	look_at(bytes, FRONTMATTER_OR_CLOSED);
	look_at(bytes, FRONTMATTER_OR_PARAGRAPH);
	return 0;
}
