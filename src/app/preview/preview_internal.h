/* SPDX-License-Identifier: MIT */
/* What the files of the preview share. */
#ifndef APP_PREVIEW_INTERNAL_H
#define APP_PREVIEW_INTERNAL_H

#include "app/preview.h"
#include "proto/http.h"
#include "render/html.h"
#include "scan/hidden.h"
#include "serve/serve.h"

/* --- what is at an address (preview_find.c) -------------------------------------------------- */

enum preview_kind {
	PREVIEW_PAGE, /* ref is set */
	PREVIEW_FILE, /* file is set */
	PREVIEW_AWAY, /* location is set: a redirect that leads to another site */
	PREVIEW_GONE, /* readers are told that it is gone */
	PREVIEW_NONE,
};

struct preview_found {
	enum preview_kind kind;
	const struct site
		*site; /* the snapshot that it is in: the public one, or that of a zone */
	struct page_ref ref;
	const struct hidden_page
		*hidden; /* of the page; NULL: readers see it, of its zone at least */
	const struct site_file *file;
	struct slice location;
};

/* What is at @key, redirects within the site followed. What readers do not see is found by its file @source
 * (empty: any), or at its own address when nothing else is there. */
void preview_find(const struct site *site, struct arena *arena, struct slice key,
	struct slice source, struct preview_found *out);
/* A number that changes with anything that the preview shows of @site. */
unsigned long long preview_version(const struct site *site);

/* --- a request ----------------------------------------------------------------------------------- */

struct preview_call {
	const struct preview *preview;
	const struct http_request *request;
	const struct site *site;
	const struct serve_gopher *gopher;
	struct arena *arena;
	struct slice root;   /* "/p/TOKEN" */
	struct slice key;    /* of the page */
	struct slice source; /* the file that the query names; empty: none */
	struct preview_found found;
};

/* The address of a view of the page at @key (of the file @source, if any), escaped for HTML. */
void preview_put_url(struct buf *out, const struct preview_call *call, const char *view,
	struct slice key, struct slice source);

/* Views: each appends a whole page of HTML. preview_view.c: as readers see it; preview_about.c: what is to
 * be said of it; preview_list.c: all pages; preview_frame.c: all of them side by side. */
void preview_put_gemini(struct buf *out, const struct preview_call *call);
void preview_put_gopher(struct buf *out, const struct preview_call *call);
void preview_put_html(struct buf *out, const struct preview_call *call);
void preview_put_about(struct buf *out, const struct preview_call *call);
void preview_put_list(struct buf *out, const struct preview_call *call);
void preview_put_frame(struct buf *out, const struct preview_call *call);

/* Head and foot of the pages that are neither the frame nor the renderer's. */
void preview_put_begin(struct buf *out, const char *title);
void preview_put_end(struct buf *out);

/* The sheet of our own pages and the frame's script, with the values that allow them alone. */
extern const char preview_style[], preview_script[];
#define PREVIEW_STYLE_HASH  "'sha256-jyGjqnZbaBl+KFNWgmx4XVOvvlmhbONdGtLZ34ZfYS0='"
#define PREVIEW_SCRIPT_HASH "'sha256-GjCI1H9XlUwAVgJmgK8BkUpF0PFwegxQfkJuuWfPss8='"

/* --- what goes back (preview_reply.c) --------------------------------------------------------- */

/* Of what is not ours: it does nothing. */
#define PREVIEW_POLICY_CLOSED "sandbox; default-src 'none'"

/* @body, which is finished, under @policy. SERVICE_REPLY. */
enum service_verdict preview_send(struct conn *conn, const struct http_request *request,
	enum http_status status, struct slice policy, const char *mime, struct buf *body,
	struct reply *reply);
/* Words of our own for people, none at all with @words NULL. The same. */
enum service_verdict preview_say(struct conn *conn, const struct http_request *request,
	enum http_status status, const char *words, struct reply *reply);
/* Leads on to the same key in another view. The same. */
enum service_verdict preview_move(struct conn *conn, const struct preview_call *call,
	const char *view, struct reply *reply);
/* The file that was found: what a browser may show by itself, words, or something to keep. The same. */
enum service_verdict preview_send_file(
	struct conn *conn, const struct preview_call *call, struct reply *reply);

/* --- who waits for a change (preview_streams.c) ---------------------------------------------------- */

/* @conn waits, in the place of the last of its @tab (0: of none). False: enough others do. */
bool preview_stream_enter(
	struct preview *preview, struct conn *conn, unsigned long long tab);
void preview_stream_leave(struct preview *preview, const struct conn *conn);

#endif
