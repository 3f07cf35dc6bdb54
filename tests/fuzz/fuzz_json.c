/* SPDX-License-Identifier: MIT */
/* The bytes choose a text of JSON as programs write it: what the reader of YAML makes of it is what JSON (RFC 8259) says,
 * without a remark. */
#include <stdint.h>
#include <stdio.h>

#include "data/yaml.h"
#include "value_walk.h"

#define DEPTH_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct chooser {
	const uint8_t *at, *end;
	struct buf json, want; /* want: as put_value writes what was read */
};

/* One of @count; the first when there are no more bytes. */
static unsigned choose(struct chooser *chooser, unsigned count)
{
	return chooser->at < chooser->end ? *chooser->at++ % count : 0;
}

static void put_space(struct chooser *chooser)
{
	static const char *const spaces[] = {
		"", " ", "\n", "\t", "\r\n", "\n\t\t", "\n  "};

	buf_puts(&chooser->json, spaces[choose(chooser, 7)]);
}

static void put_character(struct chooser *chooser, struct buf *out)
{
	static const struct {
		const char *json, *text;
	} pieces[] = {{"a", "a"}, {" ", " "}, {"\\n", "\n"}, {"\\\"", "\""},
		{"\\\\", "\\"}, {"\\/", "/"}, {"/", "/"}, {"\\t", "\t"}, {"\\b", "\b"},
		{"\\f", "\f"}, {"\\r", "\r"}, {": ", ": "}, {" #", " #"}, {"'", "'"},
		{"{", "{"}, {"]", "]"}, {",", ","}, {"é", "é"}, {"😀", "😀"},
		{"\\u00e9", "é"}, {"\\uD83D\\ude00", "😀"}, {"\\ud83d\\uDE00", "😀"},
		{"\\ud83dx", "\xEF\xBF\xBDx"}, {"\\udE00x", "\xEF\xBF\xBDx"}, {"%", "%"},
		{"\\u000a", "\n"}, {"\\u2028", "\xE2\x80\xA8"}, {"&*!|>-", "&*!|>-"}};
	unsigned which = choose(chooser, sizeof(pieces) / sizeof(*pieces) + 16);

	if (which < sizeof(pieces) / sizeof(*pieces)) {
		buf_puts(&chooser->json, pieces[which].json);
		buf_puts(out, pieces[which].text);
	} else {
		unsigned c = 0x21 + choose(chooser, 0x2000 - 0x21) * 7;
		if (c == 0x7f)
			c = 'x';
		buf_printf(&chooser->json, "\\u%04x", c);
		buf_put_utf8(out, c);
	}
}

static void put_string(struct chooser *chooser, struct buf *out)
{
	buf_putc(&chooser->json, '"');
	for (unsigned left = choose(chooser, 12); left; left--)
		put_character(chooser, out);
	buf_putc(&chooser->json, '"');
}

static void put_value(struct chooser *chooser, unsigned depth);

static void put_members(struct chooser *chooser, unsigned depth, bool is_map)
{
	unsigned count = choose(chooser, 4);

	buf_putc(&chooser->json, is_map ? '{' : '[');
	buf_putc(&chooser->want, is_map ? '{' : '[');
	put_space(chooser);
	for (unsigned i = 0; i < count; i++) {
		if (is_map) {
			/* No two of them are the same. */
			auto_buf struct buf key = BUF(BUF_UNLIMITED);
			buf_printf(&chooser->json, "\"%u", i);
			buf_printf(&key, "%u", i);
			for (unsigned left = choose(chooser, 4); left; left--)
				put_character(chooser, &key);
			buf_puts(&chooser->json, choose(chooser, 2) ? "\": " : "\":");
			buf_printf(&chooser->want, "k%zu:%.*s", key.len,
				SARG(buf_slice(&key)));
		}
		put_value(chooser, depth + 1);
		put_space(chooser);
		if (i + 1 < count)
			buf_putc(&chooser->json, ',');
		put_space(chooser);
	}
	buf_putc(&chooser->json, is_map ? '}' : ']');
	buf_putc(&chooser->want, '.');
}

static void put_value(struct chooser *chooser, unsigned depth)
{
	static const char *const plain[] = {
		"null", "true", "false", "0", "-1", "1.5e+3", "12"};
	unsigned what = depth ? choose(chooser, depth < DEPTH_MAX ? 5 : 3) : 3;

	if (what > 2) {
		put_members(chooser, depth, what == 3);
	} else if (what == 2) {
		auto_buf struct buf text = BUF(BUF_UNLIMITED);
		put_string(chooser, &text);
		buf_printf(&chooser->want, "q%zu:", text.len);
		buf_put(&chooser->want, buf_slice(&text));
	} else {
		const char *text = plain[choose(chooser, 7)];
		buf_puts(&chooser->json, text);
		buf_printf(&chooser->want, "p%s", text);
	}
}

static void show(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		buf_puts(out, "pnull");
		break;
	case VALUE_SCALAR:
		if (value->quoted)
			buf_printf(out, "q%zu:", value->text.len);
		else
			buf_putc(out, 'p');
		buf_put(out, value->text);
		break;
	case VALUE_LIST:
		buf_putc(out, '[');
		for (size_t i = 0; i < value->count; i++)
			show(out, &value->items[i]);
		buf_putc(out, '.');
		break;
	case VALUE_MAP:
		buf_putc(out, '{');
		for (size_t i = 0; i < value->count; i++) {
			buf_printf(out, "k%zu:%.*s", value->pairs[i].key.len,
				SARG(value->pairs[i].key));
			show(out, &value->pairs[i].value);
		}
		buf_putc(out, '.');
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct chooser chooser = {.at = data,
		.end = data + size,
		.json = BUF(BUF_UNLIMITED),
		.want = BUF(BUF_UNLIMITED)};
	auto_buf struct buf got = BUF(BUF_UNLIMITED), said = BUF(BUF_UNLIMITED);
	struct arena arena = {0};
	struct diag_list diags;
	struct value root;

	diag_init(&diags);
	put_value(&chooser, 0);
	yaml_parse(&arena, buf_slice(&chooser.json), &yaml_config_limits, S("x.json"), 0,
		&diags, &root);
	value_walk(&root, 0);
	show(&got, &root);
	if (diags.count)
		diag_print(&said, &diags.items[0]);
	if (diags.count || !slice_eq(buf_slice(&got), buf_slice(&chooser.want))) {
		fprintf(stderr, "%.*s\nis read as %.*s\nwant       %.*s\n%.*s\n",
			SARG(buf_slice(&chooser.json)), SARG(buf_slice(&got)),
			SARG(buf_slice(&chooser.want)), SARG(buf_slice(&said)));
		abort();
	}
	buf_fini(&chooser.json);
	buf_fini(&chooser.want);
	diag_fini(&diags);
	arena_fini(&arena);
	return 0;
}
