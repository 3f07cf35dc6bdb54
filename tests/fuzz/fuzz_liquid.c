/* SPDX-License-Identifier: MIT */
/* Liquid over any bytes, from the template to the tree that readers see: within bounds, without a mark of ours
 * in it. The first byte says the format, and whether what the site does not have is nil or unknown. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "data/yaml.h"
#include "text/convert.h"
#include "text/gaps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	struct slice bytes;
	struct value root;
	unsigned flags;
};

static const char site[] =
	"site: {title: T, url: 'https://t.example', time: 2024-03-09 07:05:03 +0100,\n"
	"  data: {a: [{n: 1, s: x, l: [p, q]}, {n: 2.5, s: y}, {n: ~}], m: {k: v, w: "
	"[1]}}}\n"
	"page: {title: 'P <b>', tags: [one, two], n: 3, d: 2024-01-05, f: false, e: '', "
	"c: \"\\a\\x1f\"}\n";

static enum env_answer value(void *ctx, struct arena *arena, const struct env_value *of,
	struct slice name, struct env_value *out)
{
	const struct input *input = ctx;

	(void)arena;
	if (of) {
		*out = env_nil();
		return ENV_TEXT;
	}
	*out = env_of_tree(value_get(&input->root, name));
	return out->kind == ENV_NIL && input->flags & 2 ? ENV_NONE : ENV_TEXT;
}

/* Every name has a text: half of the input, which may include again. */
static enum env_answer include(void *ctx, struct arena *arena, enum env_include kind,
	struct slice name, struct slice *text)
{
	const struct input *input = ctx;

	(void)arena, (void)kind;
	*text = slice_head(input->bytes, input->bytes.len / 2);
	return name.len > 1 ? ENV_TEXT : ENV_NONE;
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
	struct input input = {.flags = flags,
		.bytes = slice((const char *)data + 1, size ? size - 1 : 0)};
	const struct text_env env = {.ctx = &input,
		.file = S("fuzz.md"),
		.first_line = 1,
		.include = include,
		.value = value};
	const struct convert_options options = {
		.format = flags & 1 ? CONVERT_HTML : CONVERT_MARKDOWN,
		.liquid = true,
		.liquid_in_code = flags & 4,
		.kramdown = true};
	struct arena arena = {0};
	struct doc *doc;

	must(yaml_parse(&arena, slice_str(site), &yaml_config_limits, S("site.yml"), 0,
		     NULL, &input.root),
		"the site cannot be read");
	convert(&arena, input.bytes, &options, &env, &doc);
	bool own = slice_find(input.bytes, S("\xb7\x90")) >= 0 ||
		   slice_find(input.bytes, S("DD0")) >= 0 ||
		   slice_find(input.bytes, S("64976")) >= 0 ||
		   slice_find(input.bytes, S("url_decode")) >= 0;
	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		must(own || slice_find(node->text, S(TEXT_GAP)) < 0, "a gap in a text");
		must(own || slice_find(node->info, S(TEXT_GAP)) < 0, "a gap in a title");
		must(text_is_utf8(node->text), "no UTF-8");
	}
	must(arena.used_bytes < 512u << 20, "too much memory");
	arena_fini(&arena);
	return 0;
}
