/* SPDX-License-Identifier: MIT */
/* All pages: posts, newest first, then pages; what readers do not see stands among them, marked. */
#include <stdlib.h>

#include "app/preview/preview_internal.h"
#include "base/uri.h"
#include "scan/closed.h"
#include "site/generated.h"

struct item {
	const struct post *post;
	const struct hidden_page *hidden; /* NULL: readers see it */
};

void preview_put_url(struct buf *out, const struct preview_call *call, const char *view,
	struct slice key, struct slice source)
{
	html_escape(out, call->root);
	buf_printf(out, "/%s", view);
	html_escape(out, uri_encode_path(call->arena, key));
	if (source.len) {
		buf_puts(out, "?source=");
		/* What has a meaning in a query is encoded as well. */
		for (size_t i = 0; i < source.len; i++) {
			if (ascii_is_alnum(source.ptr[i]) ||
				slice_find_char(S("-._~/"), source.ptr[i]) >= 0)
				buf_putc(out, source.ptr[i]);
			else
				buf_put_hex(out, S("%"), source.ptr[i]);
		}
	}
}

static int by_date(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->post->is_page != y->post->is_page)
		return x->post->is_page ? 1 : -1;
	return site_order(x->post, y->post);
}

static size_t gather(const struct preview_call *call, struct item **out)
{
	const struct site *site = call->site;
	const struct hidden *hidden = hidden_of(site);
	size_t count = 0;
	struct item *items = arena_array(
		call->arena, site->source_count + hidden->count + 1, struct item);
	for (size_t i = 0; i < site->source_count; i++)
		items[count++].post = site->by_source[i];
	for (size_t i = 0; i < hidden->count; i++)
		items[count++] = (struct item){hidden->pages[i].post, &hidden->pages[i]};
	qsort(items, count, sizeof(*items), by_date);
	*out = items;
	return count;
}

static void put_mark(struct buf *out, const struct item *item)
{
	struct slice word = item->hidden ? item->hidden->word : item->post->hidden_by;
	if (!item->hidden && post_is_listed(item->post))
		return;
	buf_printf(out, " <mark class=\"%s\">", item->hidden ? "hidden" : "unlisted");
	html_escape(out, word);
	buf_puts(out, "</mark>");
}

static void put_item(
	struct buf *out, const struct preview_call *call, const struct item *item)
{
	const struct post *post = item->post;
	bool current = call->found.ref.post == post;
	buf_printf(
		out, "<li%s><a target=\"_top\" href=\"", current ? " id=\"here\"" : "");
	preview_put_url(out, call, "at", post->path.len ? post->path : S("/"),
		item->hidden ? post->source : slice_none);
	buf_printf(out, "\"%s>", current ? " aria-current=\"page\"" : "");
	html_escape(out, post->title);
	buf_puts(out, "</a>");
	if (post->date.set && !post->is_page) {
		buf_puts(out, " <time>");
		date_put_iso_day(out, &post->date);
		buf_puts(out, "</time>");
	}
	put_mark(out, item);
	buf_puts(out, "\n");
}

static void put_items(struct buf *out, const struct preview_call *call,
	const struct item *items, size_t count, bool pages)
{
	size_t own = 0;
	for (size_t i = 0; i < count; i++)
		own += items[i].post->is_page == pages;
	if (!own)
		return;
	buf_printf(out, "<h2>%s <small>%zu</small></h2>\n<ul>\n",
		pages ? "Pages" : "Posts", own);
	for (size_t i = 0; i < count; i++) {
		if (items[i].post->is_page == pages)
			put_item(out, call, &items[i]);
	}
	buf_puts(out, "</ul>\n");
}

struct hearing {
	struct buf *out;
	const struct preview_call *call;
};

static void put_generated(void *ctx, struct slice key)
{
	struct hearing *hearing = ctx;
	bool current =
		!hearing->call->found.ref.post && slice_eq(hearing->call->key, key);
	buf_printf(hearing->out, "<li%s><a target=\"_top\" href=\"",
		current ? " id=\"here\"" : "");
	preview_put_url(hearing->out, hearing->call, "at", key, slice_none);
	buf_puts(hearing->out, "\">");
	html_escape(hearing->out, key);
	buf_puts(hearing->out, "</a>\n");
}

void preview_put_list(struct buf *out, const struct preview_call *call)
{
	struct hearing hearing = {out, call};
	struct item *items;
	size_t count = gather(call, &items);
	preview_put_begin(out, "Pages");
	buf_puts(out, "<h1><a target=\"_top\" href=\"");
	preview_put_url(out, call, "at", S("/"), slice_none);
	buf_puts(out, "\">");
	html_escape(out, page_site_title(call->site));
	buf_puts(out, "</a></h1>\n");
	put_items(out, call, items, count, false);
	put_items(out, call, items, count, true);
	buf_puts(out, "<h2>Made for you</h2>\n<ul>\n");
	generated_all(call->site, call->arena, put_generated, &hearing);
	size_t zone_count;
	const struct site *zones = closed_sites(call->site, &zone_count);
	for (size_t i = 0; i < zone_count; i++)
		generated_all(&zones[i], call->arena, put_generated, &hearing);
	buf_puts(out, "</ul>\n");
	preview_put_end(out);
}
