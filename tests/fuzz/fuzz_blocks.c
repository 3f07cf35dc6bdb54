/* SPDX-License-Identifier: MIT */
/* Where the pre-pass sees code, and where CommonMark does, held against each other line by line: what is
 * code for libcmark alone would be rewritten. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmark.h>

#include "base/buf.h"
#include "text/dialect/dialect_internal.h"

#define LINES_MAX 1024

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes below a blank stand for what blocks are made of, so that a few of them make a document. Definitions of
 * links are whole lines: whether a paragraph of other shapes is one shows at its end alone. "<!a" is of HTML since CommonMark 0.31, and not to every libcmark. */
static void put_byte(struct buf *text, uint8_t byte)
{
	static const char *const pieces[] = {"\n", "    ", "- ", "1. ", "> ", "```",
		"~~~", "\n\n", "\n\t", "\n", "<div>\n", "# ", "---\n", "***\n", "===\n",
		"<!-- ", " -->", "</div>", "<b>\n", "+\n", "-\n", "2) ", "  ", " ",
		"10. ", "\t", "[a]: /x\n", "<pre>", "</pre>", "-   ", "*\n\n", "$$x$$"};

	if (byte < 32)
		buf_puts(text, pieces[byte]);
	else
		buf_putc(text, byte < 127 && !strchr("[!", byte) ? (char)byte : 'a');
}

/* What stands in line @number, from 1, from @column on. */
static struct slice place_of(struct slice text, int number, int column)
{
	struct slice line = slice_none;

	while (number-- > 0 && slice_next_line(&text, &line))
		;
	return slice_from(line, (size_t)column - 1);
}

/* Marks the lines, from 1, that are code to libcmark. False: it does not say which. */
static bool mark_code(struct slice text, bool *code)
{
	cmark_node *root = cmark_parse_document(text.ptr, text.len, CMARK_OPT_DEFAULT);
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	bool is_sure = true;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event != CMARK_EVENT_ENTER ||
			cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
			continue;
		int number = cmark_node_get_start_line(node);
		struct slice first,
			at = slice_str(cmark_node_get_literal(node)),
			begin = place_of(text, number, cmark_node_get_start_column(node));
		bool may_fence =
			slice_starts(begin, S("```")) || slice_starts(begin, S("~~~"));
		slice_cut(at, '\n', &first, NULL);
		/* A fence, or the same signs as code by four columns? */
		is_sure &= !may_fence || !slice_eq(begin, first);
		number += may_fence;
		for (struct slice line; slice_next_line(&at, &line); number++) {
			if (number < LINES_MAX)
				code[number] = true;
		}
	}
	cmark_iter_free(iter);
	cmark_node_free(root);
	return is_sure;
}

/* Nothing stands behind the marks of a quote in a blank line: so the pre-pass hands it on. */
static void trim_blank_lines(struct buf *text)
{
	struct buf trimmed;
	struct slice rest = buf_slice(text), line;

	buf_init(&trimmed, BUF_MAX_BYTES);
	while (slice_next_line(&rest, &line)) {
		size_t marks = 0;
		while (marks < line.len && strchr(" \t>", line.ptr[marks]))
			marks++;
		buf_put(&trimmed, marks == line.len ? slice_trim_end(line) : line);
		buf_putc(&trimmed, '\n');
	}
	buf_fini(text);
	*text = trimmed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool code[LINES_MAX];
	struct blocks blocks = {0};
	struct slice rest, line;
	struct buf text;
	unsigned number = 0;

	buf_init(&text, BUF_MAX_BYTES);
	for (size_t i = 0; i < size && i < 256; i++)
		put_byte(&text, data[i]);
	buf_putc(&text, '\n');
	trim_blank_lines(&text);
	memset(code, 0, sizeof(code));
	rest = buf_slice(&text);
	bool is_sure = mark_code(rest, code);
	while (is_sure && slice_next_line(&rest, &line) && ++number < LINES_MAX) {
		struct block_line out;
		blocks_line(&blocks, line, &out);
		if (out.too_deep)
			break;
		/* A blank line is code, or not, as what follows says. */
		if (slice_trim(line).len == 0 || out.kind == LINE_BLANK ||
			line_is_code(&out) == code[number])
			continue;
		fprintf(stderr, "line %u is %s to CommonMark:\n%.*s", number,
			code[number] ? "code" : "no code", SARG(buf_slice(&text)));
		abort();
	}
	buf_fini(&text);
	return 0;
}
