/* SPDX-License-Identifier: MIT */
#include "text/gemtext_read.h"

#include "base/text.h"
#include "text/target.h"

struct reader {
	struct doc *doc;
	const struct text_env *env;
	struct doc_node *open; /* the block that a line of its kind continues, or NULL */
};

static struct doc_node *go_on(struct reader *reader, enum doc_kind kind)
{
	if (!reader->open || reader->open->kind != kind)
		reader->open = doc_add(reader->doc, reader->doc->root, kind);
	return reader->open;
}

/* The text of a line, with normalized white space. */
static struct slice words(struct reader *reader, struct slice text)
{
	return text_one_line(reader->doc->arena, text);
}

static void read_link(struct reader *reader, struct slice line)
{
	struct doc *doc = reader->doc;
	const struct doc_target *target;
	struct slice url, label;
	struct doc_node *link;

	line = slice_trim(line);
	url = slice_take(&line, slice_until(line, ""));
	label = words(reader, line);
	if (!url.len)
		return;
	target = target_for(doc->arena, reader->env, url, false);
	if (!target) {
		if (label.len)
			doc_add_paragraph(doc, label);
		reader->open = NULL;
		return;
	}
	link = doc_add(doc, go_on(reader, DOC_LINKS), DOC_LINK);
	link->target = target;
	if (label.len)
		doc_add_text(doc, link, label);
}

static void read_line(struct reader *reader, struct slice line)
{
	struct doc *doc = reader->doc;
	struct slice text = words(reader, line);
	struct doc_node *node;
	unsigned level = 0;

	if (!text.len) {
		reader->open = NULL;
	} else if (slice_starts(line, S("=>"))) {
		read_link(reader, slice_from(line, 2));
	} else if (line.ptr[0] == '#') {
		while (level < 3 && level < line.len && line.ptr[level] == '#')
			level++;
		text = words(reader, slice_from(line, level));
		reader->open = NULL;
		if (text.len)
			doc_add_heading(doc, level, text);
	} else if (slice_starts(line, S("* "))) {
		node = doc_add(doc, go_on(reader, DOC_LIST), DOC_ITEM);
		node = doc_add(doc, node, DOC_PARAGRAPH);
		doc_add_text(doc, node, words(reader, slice_from(line, 2)));
	} else if (line.ptr[0] == '>') {
		text = words(reader, slice_from(line, 1));
		node = go_on(reader, DOC_QUOTE);
		if (text.len)
			doc_add_text(doc, doc_add(doc, node, DOC_PARAGRAPH), text);
	} else {
		reader->open = NULL;
		doc_add_paragraph(doc, text);
	}
}

void gemtext_read(struct doc *doc, struct slice source, const struct text_env *env)
{
	struct reader reader = {.doc = doc, .env = env};
	struct slice line, code = slice_none, rest;
	struct doc_node *node;
	struct buf clean = BUF(BUF_MAX_BYTES);
	bool verbatim = false;

	text_clean(&clean, source);
	rest = arena_dup(doc->arena, buf_slice(&clean));
	buf_fini(&clean);
	while (slice_next_line(&rest, &line)) {
		bool fence = slice_starts(line, S("```"));

		if (fence && !verbatim) {
			node = doc_add(doc, doc->root, DOC_CODE);
			node->info = words(&reader, slice_from(line, 3));
			reader.open = node;
			code = slice(rest.ptr, 0);
			verbatim = true;
		} else if (fence) {
			verbatim = false;
			reader.open = NULL;
		} else if (verbatim) {
			code.len = (size_t)(line.ptr + line.len - code.ptr);
			reader.open->text = code;
		} else {
			read_line(&reader, line);
		}
	}
}
