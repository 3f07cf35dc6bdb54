/* SPDX-License-Identifier: MIT */
/* The pre-pass over any bytes: clean text comes out, within bounds, whatever the templates say. The
 * first byte says which dialects; includes and references are answered from the input itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "text/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Why something is kept from readers: words for the author only. */
#define KEPT "WHY-IT-IS-KEPT"

struct input {
	struct slice bytes;
};

/* Every name has a text: half of the input, which may include again. */
static enum env_answer include(void *ctx, struct arena *arena, enum env_include kind,
	struct slice name, struct slice *text)
{
	const struct input *input = ctx;
	(void)arena;
	(void)kind;
	*text = slice_head(input->bytes, input->bytes.len / 2);
	if (slice_find(name, S("..")) < 0)
		return name.len > 0 ? ENV_TEXT : ENV_NONE;
	*text = S(KEPT);
	return ENV_KEPT;
}

static enum env_answer variable(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	(void)ctx;
	(void)arena;
	*text = S("value");
	if (!slice_starts(name, S("site.")))
		return ENV_NONE;
	if (slice_find(name, S("secret")) < 0)
		return ENV_TEXT;
	*text = S(KEPT);
	return ENV_KEPT;
}

static bool reference(void *ctx, struct arena *arena, enum env_reference kind,
	struct slice name, struct slice *url)
{
	(void)ctx;
	(void)arena;
	(void)kind;
	*url = S("/there/");
	return name.len > 1;
}

/* Do the words stand in the input itself, once it is cleaned? */
static bool stands_in(struct slice bytes)
{
	struct buf clean;

	buf_init(&clean, bytes.len * 3 + 16);
	text_clean(&clean, bytes);
	bool found = slice_find(buf_slice(&clean), S(KEPT)) >= 0;
	buf_fini(&clean);
	return found;
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned flags = size ? data[0] : 0;
	struct input input = {
		.bytes = slice((const char *)data + 1, size ? size - 1 : 0)};
	struct diag_list diags;
	diag_init(&diags);
	const struct text_env env = {.ctx = &input,
		.file = S("fuzz.md"),
		.first_line = 1,
		.diags = &diags,
		.reference = reference,
		.include = flags & 16 ? include : NULL,
		.variable = variable};
	const struct convert_options options = {
		.format = flags & 8 ? CONVERT_HTML : CONVERT_MARKDOWN,
		.liquid = flags & 1,
		.shortcodes = flags & 2,
		.kramdown = flags & 4,
		.pymdownx = flags & 64,
		.excerpt_separator = flags & 32 ? S("---8<---") : slice_none};
	struct arena arena = {0};
	struct dialect dialect;
	if (!size)
		return 0;
	dialect_expand(&arena, input.bytes, &options, &env, &dialect);
	must(!dialect.has_summary || dialect.summary_end <= dialect.text.len,
		"a cut past the end");
	must(slice_find(buf_slice(&dialect.text), S(KEPT)) < 0 || stands_in(input.bytes),
		"words that are for the author");
	must(text_is_utf8(buf_slice(&dialect.text)) || dialect.text.overflow, "no UTF-8");
	for (size_t i = 0; i < dialect.abbr_count; i++)
		must(dialect.abbrs[i].word.len > 0, "an abbreviation without a word");
	for (size_t i = 0; i < diags.count; i++)
		must(diags.items[i].line > 0, "a diag without a line");
	/* Without includes the text grows by marks and fences only. */
	if (!(flags & 16))
		must(dialect.text.len <= 64 * size + 4096,
			"more text than its source explains");
	buf_fini(&dialect.text);
	diag_fini(&diags);
	arena_fini(&arena);
	return 0;
}
