/* SPDX-License-Identifier: MIT */
/* Gopher as clients show it: plain texts, and menus (RFC 1436). */
#include "base/uri.h"
#include "render/html/html_internal.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* What clients write before an item, one column wide; 'i' lines have none. */
static const struct {
	char type;
	const char *sign;
	enum doc_target_kind kind; /* of an item of this site */
} items[] = {
	{'0', "≡", DOC_TO_PAGE},
	{'1', "▸", DOC_TO_PAGE},
	{'7', "?", DOC_TO_SEARCH},
	{'9', "↓", DOC_TO_FILE},
	{'I', "▣", DOC_TO_FILE},
	{'g', "▣", DOC_TO_FILE},
	{'s', "♪", DOC_TO_FILE},
	{'h', "↗", DOC_TO_PAGE},
};

static void open_pre(struct html_writer *w, const char *class_name)
{
	struct html_head head = {.lang = w->options->lang, .body_class = "gopher"};

	arena_init(&w->arena);
	html_page_open(w, &head);
	buf_printf(w->out, "<main>\n<pre class=\"%s\">\n", class_name);
}

static void close_pre(struct html_writer *w)
{
	buf_puts(w->out, "</pre>\n</main>\n");
	html_page_close(w);
	arena_fini(&w->arena);
}

void html_gopher_text(
	struct buf *out, struct slice text, const struct html_options *options)
{
	struct html_writer w = {.out = out, .options = options};
	struct slice line;

	open_pre(&w, "text");
	while (slice_next_line(&text, &line) && (text.len || !slice_eq(line, S(".")))) {
		html_escape(out, line);
		buf_putc(out, '\n');
	}
	close_pre(&w);
}

/* --- menus ---------------------------------------------------------------------- */

struct item {
	char type;
	struct slice display, selector, host, port;
};

static void read_item(struct slice line, struct item *item)
{
	*item = (struct item){.type = line.len ? line.ptr[0] : 'i'};
	line = slice_from(line, 1);
	slice_split(&line, '\t', &item->display);
	slice_split(&line, '\t', &item->selector);
	slice_split(&line, '\t', &item->host);
	slice_split(&line, '\t', &item->port);
}

static bool is_ours(const struct html_options *options, const struct item *item)
{
	unsigned long long port = 70;

	slice_to_uint(slice_trim(item->port), &port);
	return options->host.len && slice_eq_nocase(options->host, item->host) &&
	       port == (options->port ? options->port : 70);
}

/* The address of @item; false: not an address that a page may link to. */
static bool item_target(struct html_writer *w, const struct item *item,
	enum doc_target_kind kind, struct doc_target *target)
{
	struct slice url = item->selector;

	*target = (struct doc_target){.kind = DOC_TO_OUTSIDE, .size_bytes = -1};
	if (slice_skip(&url, S("URL:"))) {
		target->url = url;
	} else if (is_ours(w->options, item)) {
		target->kind = kind;
		target->url = url.len ? url : S("/");
	} else {
		target->url = arena_printf(&w->arena, "gopher://%.*s:%.*s/%c%.*s",
			SARG(item->host), SARG(slice_trim(item->port)), item->type,
			SARG(url));
		if (!uri_normalize(&w->arena, target->url, &target->url))
			return false;
	}
	return html_way_of(target) != NULL;
}

static void put_item(struct html_writer *w, const struct item *item)
{
	struct doc_target target;
	size_t i = 0;

	while (i < LENGTH(items) && items[i].type != item->type)
		i++;
	bool leads = i < LENGTH(items) && item_target(w, item, items[i].kind, &target);
	buf_printf(w->out, "%s  ", i < LENGTH(items) ? items[i].sign : " ");
	if (leads)
		html_link_open(w, &target);
	html_escape(w->out, item->display);
	if (leads)
		html_link_close(w);
	buf_putc(w->out, '\n');
}

void html_gopher_menu(
	struct buf *out, struct slice menu, const struct html_options *options)
{
	struct html_writer w = {.out = out, .options = options};
	struct slice line;
	struct item item;

	open_pre(&w, "menu");
	while (slice_next_line(&menu, &line) && !slice_eq(line, S("."))) {
		read_item(line, &item);
		put_item(&w, &item);
	}
	close_pre(&w);
}
