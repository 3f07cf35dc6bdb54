/* SPDX-License-Identifier: MIT */
/* The references of a text: "[1] https://..." */
#include "base/text.h"
#include "render/plain/plain_internal.h"

unsigned plain_number(struct plain *p, const struct doc_target *target)
{
	unsigned *number;
	bool added;

	number = slice_map_get(&p->numbers, target->url, slice_none,
		(unsigned)p->reference_count + 1, &added);
	if (!added)
		return *number;
	if (p->reference_count == p->reference_capacity) {
		struct plain_reference *old = p->references;

		p->reference_capacity =
			p->reference_capacity ? 2 * p->reference_capacity : 16;
		p->references = arena_array(
			&p->arena, p->reference_capacity, struct plain_reference);
		if (p->reference_count)
			memcpy(p->references, old, p->reference_count * sizeof(*old));
	}
	p->references[p->reference_count++].target = target;
	return *number;
}

static void put_references(struct plain *p, size_t from)
{
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);
	size_t i;

	for (i = from; i < p->reference_count; i++) {
		if (p->references[i].listed)
			continue;
		p->references[i].listed = true;
		buf_clear(&line);
		buf_printf(&line, "[%zu] ", i + 1);
		gopher_put_url(&line, &p->arena, p->origin, p->references[i].target);
		plain_line(p, buf_slice(&line));
	}
}

void plain_end_section(struct plain *p)
{
	size_t count = p->reference_count - p->section;

	if (count && count <= PLAIN_SECTION_LINKS_MAX) {
		plain_gap(p, 1);
		put_references(p, p->section);
	}
	p->section = p->reference_count;
}

void plain_end_links(struct plain *p)
{
	size_t i = 0;

	while (i < p->reference_count && p->references[i].listed)
		i++;
	p->section = p->reference_count;
	if (i == p->reference_count)
		return;
	plain_gap(p, 2);
	plain_heading(p, 2, plain_cleaned(p, locale_word(p->locale, WORD_LINKS)));
	plain_gap(p, 1);
	put_references(p, i);
	plain_gap(p, 1);
}

void plain_link_lines(struct plain *p, const struct doc_node *links)
{
	const struct doc_node *at;
	struct slice label;
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);

	for (at = links->first; at; at = at->next) {
		if (at->kind != DOC_LINK && at->kind != DOC_IMAGE)
			continue;
		label = at->kind == DOC_IMAGE ? label_image(&p->arena, p->locale, at,
							++p->labels.images)
					      : label_words(&p->arena, at);
		plain_fill(p, plain_cleaned(p, label));
		if (!at->target->url.len || slice_eq(label, at->target->url))
			continue;
		buf_clear(&line);
		buf_puts(&line, label.len ? "    " : "");
		gopher_put_url(&line, &p->arena, p->origin, at->target);
		plain_line(p, buf_slice(&line));
	}
}
