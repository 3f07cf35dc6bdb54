/* SPDX-License-Identifier: MIT */
#include "render/gophermap.h"

#include "base/text.h"
#include "render/plain/plain_internal.h"

static unsigned width_of(unsigned width)
{
	if (!width || width > GOPHERMAP_WIDTH)
		return GOPHERMAP_WIDTH;
	return width < GOPHERMAP_WIDTH_MIN ? GOPHERMAP_WIDTH_MIN : width;
}

static struct gopher_origin origin_of(const struct gophermap_options *options)
{
	struct gopher_origin origin = options->origin;

	if (!origin.host.len)
		origin.host = S("localhost");
	if (!origin.port)
		origin.port = GOPHER_PORT;
	return origin;
}

void gophermap_render(
	struct buf *out, const struct doc *doc, const struct gophermap_options *options)
{
	static const struct gophermap_options defaults;
	struct gopher_origin origin;
	struct plain p;

	if (!options)
		options = &defaults;
	origin = origin_of(options);
	plain_init(&p, out, doc);
	p.menu = true;
	p.width = width_of(options->width);
	p.ascii = options->ascii;
	p.origin = &origin;
	plain_document(&p, NULL);
	buf_puts(out, ".\r\n");
	plain_fini(&p);
}

void gophermap_item(struct buf *out, const struct gopher_item *item, struct slice display,
	const struct gophermap_options *options)
{
	struct plain p = {.ascii = options->ascii};
	struct gopher_origin origin = origin_of(options);
	struct gopher_item fit = *item;
	auto_arena struct arena arena = {0};
	auto_buf struct buf clean = BUF(BUF_MAX_BYTES);

	if (!fit.host.len) {
		fit.host = origin.host;
		fit.port = origin.port;
	}
	buf_init(&p.raw, BUF_MAX_BYTES);
	plain_clean(&p, &clean, display);
	display = text_one_line(&arena, plain_without_joiners(&p, buf_slice(&clean)));
	if (text_columns(display) > width_of(options->width))
		display = text_head_some(display, width_of(options->width));
	plain_menu_put(out, &fit, display);
	buf_fini(&p.raw);
}
