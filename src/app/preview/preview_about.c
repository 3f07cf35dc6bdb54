/* SPDX-License-Identifier: MIT */
/* What is to be said of a page: who sees it, by which word, and what is wrong with its source. */
#include "app/check_file.h"
#include "app/preview/preview_internal.h"

#define SHOWN_MAX 200

void preview_put_begin(struct buf *out, const char *title)
{
	buf_printf(out,
		"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>%s</title>\n<style>%s</style>\n<body class=\"text\">\n",
		title, preview_style);
}

void preview_put_end(struct buf *out)
{
	buf_puts(out, "</body>\n</html>\n");
}

static void put_diag(struct buf *out, const struct diag *diag)
{
	const char *level = diag_level_name(diag->level);
	buf_printf(out, "<li class=\"%s\"><b>%s</b> <code>", level, level);
	html_escape(out, diag->file);
	if (diag->line)
		buf_printf(out, ":%u:%u", diag->line, diag->column);
	buf_puts(out, "</code><p>");
	html_escape(out, diag->message);
	if (diag->instead.len) {
		buf_puts(out, "; ");
		html_escape(out, diag->instead);
	}
	buf_puts(out, "</p>\n");
}

static void put_diags(struct buf *out, const struct diag_list *diags, const char *none)
{
	if (!diags->count)
		buf_printf(out, "<p class=\"good\">%s</p>\n", none);
	else
		buf_puts(out, "<ul class=\"diags\">\n");
	for (size_t i = 0; i < diags->count && i < SHOWN_MAX; i++)
		put_diag(out, &diags->items[i]);
	if (diags->count)
		buf_puts(out, "</ul>\n");
	if (diags->count > SHOWN_MAX)
		buf_printf(out,
			"<p>%zu more; <code>splashdown check</code> shows all.</p>\n",
			diags->count - SHOWN_MAX);
}

/* Lines of check_file as paragraphs; the first has the file's name in front. */
static void put_state(
	struct buf *out, const struct site *site, struct slice source, bool in_zone)
{
	auto_buf struct buf text = BUF(BUF_MAX_BYTES);
	struct slice rest, line;
	bool shown = check_file(site, source, &text);
	rest = buf_slice(&text);
	buf_printf(out, "<h2>%s</h2>\n<div class=\"%s\">\n",
		shown     ? "Readers get this page"
		: in_zone ? "Only readers of its zone get this page"
			  : "No reader gets this page",
		shown ? "shown" : "hidden");
	while (slice_next_line(&rest, &line)) {
		buf_puts(out, "<p>");
		html_escape(out, slice_trim(line));
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "</div>\n");
}

static void put_of_post(
	struct buf *out, const struct preview_call *call, const struct post *post)
{
	auto_diags struct diag_list diags = {0};
	put_state(out, call->site, post->source, call->found.site->zone);
	check_said(call->site, post->source, &diags);
	check_post(call->found.site, post, call->arena, &diags);
	diag_sort(&diags);
	buf_puts(out, "<h2>Its source</h2>\n");
	put_diags(out, &diags, "Nothing is wrong with it.");
}

void preview_put_about(struct buf *out, const struct preview_call *call)
{
	const struct post *post = call->found.ref.post;
	preview_put_begin(out, "About this page");
	if (call->found.kind == PREVIEW_PAGE && post) {
		put_of_post(out, call, post);
	} else {
		if (call->found.kind == PREVIEW_PAGE)
			buf_puts(out, "<h2>Made for you</h2>\n<p>No file of yours is "
				      "behind this page: it lists your posts.</p>\n");
		buf_puts(out, "<h2>The whole blog</h2>\n");
		put_diags(out, &call->site->diags,
			"Nothing was wrong when it was read. <code>splashdown "
			"check</code> looks into every post.");
	}
	preview_put_end(out);
}
