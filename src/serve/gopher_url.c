/* SPDX-License-Identifier: MIT */
#include "serve/gopher_url.h"

#include "base/uri.h"
#include "page/page.h"
#include "render/gopher_link.h"

/* The URL as in an item, into @out. */
static struct slice written(struct buf *out, struct arena *arena, struct slice url)
{
	static const struct gopher_origin nowhere;
	struct doc_target target = {.kind = DOC_TO_OUTSIDE, .url = url, .size_bytes = -1};
	buf_clear(out);
	gopher_put_url(out, arena, &nowhere, &target);
	return buf_slice(out);
}

static bool is_way_out(const struct doc_node *node)
{
	return (node->kind == DOC_LINK || node->kind == DOC_IMAGE) &&
	       node->target->kind == DOC_TO_OUTSIDE;
}

static void put_hash(struct buf *out, struct slice text)
{
	unsigned long long hash = slice_hash(text);
	buf_put(out, slice((const char *)&hash, sizeof(hash)));
}

static struct blob *to_blob(struct buf *hashes)
{
	struct blob *blob = blob_new(hashes->len);
	if (hashes->len)
		memcpy(blob->bytes, hashes->ptr, hashes->len);
	return blob;
}

/* The page of @post; NULL: it cannot be read, see *error (0: the page is empty). */
static const struct doc *doc_of(
	const struct site *site, const struct post *post, struct arena *arena, int *error)
{
	struct page_ref ref = {
		.kind = PAGE_POST, .form = FORM_TEXT, .path = post->path, .post = post};
	struct page page;
	*error = page_build(site, &ref, arena, NULL, &page);
	return !*error && page.content == PAGE_IS_DOC ? page.doc : NULL;
}

/* The hashes of all links of @post to the outside. Other posts' names only affect links to our own web
 * site, which do not matter here, so the result is valid until the post is edited. *error: the post
 * cannot be read now; the next call tries again. */
static struct blob *hashes_of_post(const struct serve *serve, unsigned number,
	const struct site *site, const struct post *post, int *error)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_LINKS,
		.path = post->path,
		.version = cache_mix(post->version, site->settings->version)};
	struct blob *blob = cache_get(serve->tables, &key);
	auto_arena struct arena arena = {0};
	auto_buf struct buf hashes = BUF(SERVE_PAGE_MAX_BYTES), url = BUF(BUF_MAX_BYTES);
	*error = 0;
	if (blob)
		return blob;
	const struct doc *doc = doc_of(site, post, &arena, error);
	for (const struct doc_node *n = doc ? doc->root : NULL; n;
		n = doc_next(n, doc->root)) {
		if (is_way_out(n))
			put_hash(&hashes, written(&url, &arena, n->target->url));
	}
	blob = to_blob(&hashes);
	if (!*error)
		cache_put(serve->tables, &key, blob);
	return blob;
}

/* The outside target of @entry; empty: none. */
static struct slice redirected(const struct site_entry *entry)
{
	struct slice target = slice_none;
	if (entry->kind == SITE_REDIRECT)
		target = entry->redirect.target;
	else if (entry->kind == SITE_POST)
		target = entry->post->redirect_to;
	return uri_scheme(target).len ? target : slice_none;
}

static bool holds(const struct blob *hashes, struct slice url)
{
	unsigned long long wanted = slice_hash(url);
	for (size_t at = 0; at < hashes->len; at += sizeof(wanted)) {
		if (!memcmp(hashes->bytes + at, &wanted, sizeof(wanted)))
			return true;
	}
	return false;
}

/* Equal hashes are not enough: one of the texts came from a client. */
static bool post_links(const struct site *site, const struct post *post, struct slice url)
{
	auto_arena struct arena arena = {0};
	auto_buf struct buf text = BUF(BUF_MAX_BYTES);
	bool found = false;
	int error;
	const struct doc *doc = doc_of(site, post, &arena, &error);
	for (const struct doc_node *n = doc ? doc->root : NULL; n && !found;
		n = doc_next(n, doc->root))
		found = is_way_out(n) &&
			slice_eq(written(&text, &arena, n->target->url), url);
	return found;
}

/* Searches the whole site. Fills @hashes with the hashes of all links, unless one leads to @url;
 * *whole: every post was read. */
static bool site_links(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice url,
	struct buf *hashes, bool *whole)
{
	auto_buf struct buf text = BUF(BUF_MAX_BYTES);
	bool found = false;
	*whole = true;
	for (size_t i = 0; i < site->entry_count && !found; i++) {
		struct slice target = redirected(&site->entries[i]);
		if (!target.len)
			continue;
		found = slice_eq(written(&text, arena, target), url);
		put_hash(hashes, buf_slice(&text));
	}
	for (size_t i = 0; i < site->source_count && !found; i++) {
		const struct post *post = site->by_source[i];
		int error;
		struct blob *own = hashes_of_post(serve, number, site, post, &error);
		*whole &= !error;
		found = holds(own, url) && post_links(site, post, url);
		buf_put(hashes, slice(own->bytes, own->len));
		blob_drop(own);
	}
	return found;
}

/* Does @url lead to the web site of this capsule? */
static bool is_own(const struct site *site, struct slice url)
{
	struct slice origin = site->settings->url;
	struct slice path = slice_from(url, origin.len);
	return origin.len && slice_starts_nocase(url, origin) &&
	       (!path.len || strchr("/?#", *path.ptr));
}

bool gopher_url_is_linked(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice url)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_LINKS,
		.path = S(""),
		.version = site->version};
	auto_buf struct buf hashes = BUF(BUF_UNLIMITED); /* one per link */
	if (!gopher_leads_on(url))
		return false;
	if (is_own(site, url))
		return true;
	/* A URL that is not among the hashes of the whole site is not linked. */
	struct blob *all = cache_get(serve->tables, &key);
	bool may = !all || holds(all, url);
	bool known = all != NULL, whole;
	blob_drop(all);
	if (!may)
		return false;
	bool found = site_links(serve, number, site, arena, url, &hashes, &whole);
	if (!found && !known && whole) {
		all = to_blob(&hashes);
		cache_put(serve->tables, &key, all);
		blob_drop(all);
	}
	return found;
}
