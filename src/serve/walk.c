/* SPDX-License-Identifier: MIT */
#include "serve/walk.h"

#include "base/locale.h"
#include "base/text.h"
#include "base/uri.h"
#include "search/query.h"
#include "serve/render.h"
#include "serve/search.h"
#include "source/overlay.h"

#define REDIRECTS_MAX 8
#define FORM_FILE     (1u << 16)
/* Pages of longer posts are rendered on the work queue, so that other readers do not wait. */
#define INLINE_MAX_BYTES (64 * 1024)

static enum service_verdict send_page(const struct answer *answer, struct conn *conn,
	const struct page_ref *ref, struct reply *reply)
{
	struct answer as = *answer;
	/* The same for every host name. */
	if (answer->protocol->has_relative_links && ref->form != FORM_TEXT &&
		ref->kind != PAGE_FEED) {
		as.host = NULL;
		as.variant = 0;
	}
	struct render_job job = render_job_new(
		&as, ref->form, ref->path, serve_version(answer->site, ref));
	job.ref = *ref;
	/* A feed converts many posts. */
	job.is_long = ref->kind == PAGE_FEED ||
		      (ref->post && ref->post->stamp.size_bytes > INLINE_MAX_BYTES);
	return render_reply(&job, conn, reply);
}

/* A page of results; or the protocol asks the reader for words. Where it cannot, and where the author's own
 * page is the address, a page leads to the question. */
static enum service_verdict send_search(const struct answer *answer, struct conn *conn,
	const struct page_ref *ref, struct reply *reply)
{
	struct slice words = text_trim(answer->words);
	struct search_query query;
	bool is_own = ref->post && slice_eq(ref->post->path, ref->path);
	/* The link on the author's page to the same address has an empty query. */
	bool asks = !is_own || answer->words.ptr;
	struct slice lang = ref->lang.len ? ref->lang : answer->site->settings->lang;

	/* Spaces, controls and marks of direction alone are no words. */
	search_query_read(conn_arena(conn), words, &query);
	if (query.text.len && answer->serve->search)
		return search_reply(answer, conn, ref, words, reply);
	if (asks && answer->protocol->status[ANSWER_PROMPT])
		return answer_say_text(answer, conn, ANSWER_PROMPT,
			locale_word(locale_for(lang), WORD_SEARCH_PROMPT), reply);
	return send_page(answer, conn, ref, reply);
}

static enum service_verdict send_file(const struct answer *answer, struct conn *conn,
	const struct site_file *file, struct reply *reply)
{
	const struct answer_protocol *protocol = answer->protocol;
	struct render_job job = render_job_new(answer, FORM_FILE, file->source,
		(unsigned long long)file->mtime_ns ^ file->size_bytes << 1);
	uint64_t size;

	job.file = file;
	job.is_long = true;
	if (render_is_changing(&job))
		return SERVICE_WAIT;
	if (protocol->renders_file && protocol->renders_file(answer, file))
		return render_reply(&job, conn, reply);
	int fd = overlay_open_beneath(
		answer->site->overlay, answer->site->folder, file->source, &size);
	if (fd < 0)
		return render_fail(&job, conn, fd, reply);
	reply->status = protocol->status[ANSWER_SUCCESS];
	reply->file = fd;
	reply->file_bytes = size;
	protocol->succeed(&job, conn, reply);
	return SERVICE_REPLY;
}

static enum service_verdict send_redirect(const struct answer *answer, struct conn *conn,
	const struct route *to, struct reply *reply)
{
	struct slice location = to->location;
	if (answer->query.ptr && !uri_scheme(location).len &&
		slice_find_char(location, '?') < 0)
		location = arena_printf(conn_arena(conn), "%.*s?%.*s", SARG(location),
			SARG(answer->query));
	return answer_say_text(answer, conn,
		to->permanent ? ANSWER_REDIRECT_PERMANENT : ANSWER_REDIRECT, location,
		reply);
}

/* "/search%3Fwords": some clients encode the question mark, too. Where the words are to be sent. */
static bool is_encoded_search(const struct answer *answer, struct arena *arena,
	struct slice key, struct route *to)
{
	struct slice path, words;

	if (answer->protocol->follows_redirects || !slice_cut(key, '?', &path, &words))
		return false;
	slice_drop(&path, S("/"));
	route(answer->site, arena, path, to);
	if (to->kind != ROUTE_PAGE || to->page.kind != PAGE_SEARCH)
		return false;
	*to = (struct route){.kind = ROUTE_REDIRECT,
		.location = arena_printf(arena, "%.*s?%.*s",
			SARG(uri_encode_path(arena, path)),
			SARG(uri_encode_query(arena, words)))};
	return true;
}

enum service_verdict walk_key(const struct answer *answer, struct conn *conn,
	struct slice key, struct reply *reply)
{
	struct arena *arena = conn_arena(conn);
	struct slice path;
	struct route to;

	for (unsigned i = 0; key.len && i < REDIRECTS_MAX; i++) {
		route(answer->site, arena, key, &to);
		switch (to.kind) {
		case ROUTE_PAGE:
			if (to.page.kind == PAGE_SEARCH)
				return send_search(answer, conn, &to.page, reply);
			return send_page(answer, conn, &to.page, reply);
		case ROUTE_FILE:
			return send_file(answer, conn, to.file, reply);
		case ROUTE_GONE:
			return answer_say(answer, conn, ANSWER_GONE, reply);
		case ROUTE_NONE:
			if (is_encoded_search(answer, arena, key, &to))
				return send_redirect(answer, conn, &to, reply);
			return answer_say(answer, conn, ANSWER_NONE, reply);
		case ROUTE_REDIRECT:
			break;
		}
		if (!answer->protocol->follows_redirects || uri_scheme(to.location).len)
			return send_redirect(answer, conn, &to, reply);
		slice_cut(to.location, '?', &path, NULL);
		slice_cut(path, '#', &path, NULL);
		if (!uri_path_key(arena, path, &key))
			break;
	}
	return answer_say(answer, conn, ANSWER_NONE, reply);
}
