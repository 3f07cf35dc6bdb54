/* SPDX-License-Identifier: MIT */
/* The page as readers see it: in a client of Gemini, of Gopher, in a browser. */
#include "app/preview/preview_internal.h"
#include "base/uri.h"
#include "render/atom.h"
#include "serve/gemini_page.h"
#include "serve/gopher_page.h"
#include "site/body.h"

#define GOPHER_STANDARD_PORT 70

static struct html_options options_of(const struct preview_call *call)
{
	return (struct html_options){
		.pages = arena_printf(call->arena, "%.*s/at", SARG(call->root)),
		.files = arena_printf(call->arena, "%.*s/file", SARG(call->root)),
		.inside_target = S("_top"),
		.outside_target = S("_top"),
		.site_title = page_site_title(call->found.site),
		.lang = call->found.ref.post ? call->found.ref.post->lang
					     : call->site->settings->lang,
		.path = uri_encode_path(call->arena, call->key),
	};
}

/* Is there no page to show? Then what there is is said in its place. */
static bool put_other(struct buf *out, const struct preview_call *call)
{
	static const char *const words[] = {
		[PREVIEW_FILE] = "# A file\n\nReaders get it as it is.\n",
		[PREVIEW_GONE] = "# Gone\n\nReaders are told that this page is gone.\n",
		[PREVIEW_NONE] = "# No page\n\nNo page is at this address.\n",
	};
	struct html_options options = options_of(call);
	struct slice text;
	if (call->found.kind == PREVIEW_PAGE)
		return false;
	if (call->found.kind == PREVIEW_AWAY)
		text = arena_printf(call->arena,
			"# Another site\n\nReaders are sent there.\n\n=> %.*s\n",
			SARG(call->found.location));
	else
		text = slice_str(words[call->found.kind]);
	html_gemtext(out, text, &options);
	return true;
}

static void put_error(struct buf *out, const struct preview_call *call, int error)
{
	struct html_options options = options_of(call);
	html_gemtext(out,
		arena_printf(call->arena,
			"# It cannot be read\n\n%s: readers are asked to try again "
			"later.\n",
			body_strerror(error)),
		&options);
}

static struct slice gemini_origin(const struct preview_call *call)
{
	return call->gopher->gemini;
}

void preview_put_gemini(struct buf *out, const struct preview_call *call)
{
	struct html_options options = options_of(call);
	struct render_output made = {.bytes = BUF(SERVE_PAGE_MAX_BYTES)};
	if (put_other(out, call))
		return;
	int error = gemini_page_render(&made, call->found.site, &call->found.ref,
		&(struct gemini_origins){gemini_origin(call), gemini_origin(call)},
		call->arena, NULL);
	struct slice body = slice_from(buf_slice(&made.bytes), made.head_bytes);
	if (error)
		put_error(out, call, error);
	else if (page_is_file(call->found.ref.kind))
		html_gopher_text(out, body, &options);
	else
		html_gemtext(out, body, &options);
	buf_fini(&made.bytes);
}

void preview_put_gopher(struct buf *out, const struct preview_call *call)
{
	const struct gopher_place place = {call->gopher, call->gopher->host,
		call->gopher->port ? call->gopher->port : GOPHER_STANDARD_PORT};
	struct html_options options = options_of(call);
	struct page_ref ref = call->found.ref;
	struct render_output made = {.bytes = BUF(SERVE_PAGE_MAX_BYTES)};
	if (put_other(out, call))
		return;
	if (call->found.site->zone) {
		html_gemtext(out,
			S("# Not on Gopher\n\nThis page is in a zone: its readers get "
			  "it over Gemini alone.\n"),
			&options);
		return;
	}
	options.host = call->gopher->host;
	options.port = place.port;
	if (ref.kind == PAGE_POST)
		ref.form = FORM_TEXT;
	int error = gopher_page_render(
		&made, call->found.site, &ref, &place, call->arena, NULL);
	if (error)
		put_error(out, call, error);
	else if (gopher_page_type(&ref) == '1')
		html_gopher_menu(out, buf_slice(&made.bytes), &options);
	else
		html_gopher_text(out, buf_slice(&made.bytes), &options);
	buf_fini(&made.bytes);
}

/* The day as machines read it. */
static struct slice day_of(const struct preview_call *call)
{
	const struct post *post = call->found.ref.post;
	struct buf day = BUF(64);
	if (!post || !post->date.set)
		return slice_none;
	date_put_iso_day(&day, &post->date);
	return buf_take(&day, call->arena);
}

void preview_put_html(struct buf *out, const struct preview_call *call)
{
	struct html_options options = options_of(call);
	struct page_ref ref = call->found.ref;
	struct page page;
	if (put_other(out, call))
		return;
	/* Gemtext of the author's becomes a document only as a text. */
	ref.form = FORM_TEXT;
	int error = page_build(call->found.site, &ref, call->arena, NULL, &page);
	if (error) {
		put_error(out, call, error);
		return;
	}
	auto_buf struct buf feed = BUF(SERVE_PAGE_MAX_BYTES);
	switch (page.content) {
	case PAGE_IS_DOC:
		options.author = page.author;
		options.published = day_of(call);
		html_render(out, page.doc, &options);
		break;
	case PAGE_IS_FEED:
		atom_render(&feed, page.feed, gemini_origin(call), gemini_origin(call));
		html_gopher_text(out, buf_slice(&feed), &options);
		break;
	case PAGE_IS_BYTES:
		html_gopher_text(out, page.bytes, &options);
		break;
	}
}
