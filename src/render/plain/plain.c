/* SPDX-License-Identifier: MIT */
#include "render/plain.h"

#include "base/text.h"
#include "render/plain/plain_internal.h"

static void put_foot(struct plain *p, const struct plain_foot *foot)
{
	const struct doc_target url = {.kind = DOC_TO_OUTSIDE, .url = foot->url};
	auto_buf struct buf line = BUF(BUF_MAX_BYTES), address = BUF(BUF_MAX_BYTES);
	size_t pushed;

	plain_clean(p, &line, foot->author);
	if (line.len && foot->date.len)
		buf_puts(&line, ", ");
	plain_clean(p, &line, foot->date);
	gopher_put_url(&address, &p->arena, p->origin, &url);
	if (line.len && address.len)
		buf_puts(&line, ", ");
	plain_put_solid(p, &line, buf_slice(&address));
	if (line.len) {
		plain_gap(p, 1);
		pushed = plain_push(p, S("-- "), S("   "));
		plain_fill(p, buf_slice(&line));
		plain_pop(p, pushed);
	}
}

static unsigned width_of(unsigned width)
{
	if (!width)
		return PLAIN_WIDTH;
	return width < PLAIN_WIDTH_MIN   ? PLAIN_WIDTH_MIN
	       : width > PLAIN_WIDTH_MAX ? PLAIN_WIDTH_MAX
					 : width;
}

void plain_render(
	struct buf *out, const struct doc *doc, const struct plain_options *options)
{
	static const struct plain_options defaults;
	const struct doc_node *last = doc->root->last;
	struct plain p;

	if (!options)
		options = &defaults;
	plain_init(&p, out, doc);
	p.width = width_of(options->width);
	p.ascii = options->ascii;
	p.crlf = options->crlf;
	p.origin = &options->origin;
	plain_document(
		&p, options->foot && last && last->kind == DOC_LINKS ? last : NULL);
	if (options->foot)
		put_foot(&p, options->foot);
	plain_fini(&p);
}
