/* SPDX-License-Identifier: MIT */
#include "app/preview/preview_internal.h"
#include "base/uri.h"
#include "page/route.h"
#include "scan/closed.h"

#define REDIRECTS_MAX 8

static void found_post(struct preview_found *out, const struct post *post)
{
	out->kind = PREVIEW_PAGE;
	out->ref = (struct page_ref){.kind = PAGE_POST, .path = post->path, .post = post};
}

static void found_hidden(struct preview_found *out, const struct hidden_page *page)
{
	const struct site *own = closed_site_of(out->site, page->post->source);
	const struct post *post = site_by_source(own, page->post->source);

	found_post(out, post ? post : page->post);
	out->hidden = post ? NULL : page;
	out->site = own;
}

/* The snapshot that @key is in. */
static const struct site *site_at(const struct site *site, struct slice key)
{
	size_t count, i = 0;
	const struct site *zones = closed_sites(site, &count);

	while (i < count && !site_covers(&zones[i], key))
		i++;
	return i < count ? &zones[i] : site;
}

/* The page whose own address would be @key, with or without ".html" and its last slash. */
static const struct hidden_page *hidden_at(const struct site *site, struct slice key)
{
	const struct hidden *hidden = hidden_of(site);
	if (!slice_drop(&key, S(".html")))
		slice_drop(&key, S("/"));
	for (size_t i = 0; i < hidden->count; i++) {
		struct slice path = hidden->pages[i].post->path;
		slice_drop(&path, S("/"));
		if (slice_eq(path, key))
			return &hidden->pages[i];
	}
	return NULL;
}

static bool find_source(
	const struct site *site, struct slice source, struct preview_found *out)
{
	const struct post *post = site_by_source(site, source);
	const struct hidden_page *page =
		post ? NULL : hidden_find(hidden_of(site), source);
	if (post)
		found_post(out, post);
	else if (page)
		found_hidden(out, page);
	return post || page;
}

/* False: it is a redirect within the site, to *key. */
static bool find_key(const struct site *site, struct arena *arena, struct slice *key,
	struct preview_found *out)
{
	const struct hidden_page *page;
	struct route to;
	struct slice path;
	out->site = site_at(site, *key);
	route(out->site, arena, *key, &to);
	switch (to.kind) {
	case ROUTE_PAGE:
		out->kind = PREVIEW_PAGE;
		out->ref = to.page;
		/* Views have their own: a menu of Gopher leads to "x.txt". */
		out->ref.form = FORM_PAGE;
		return true;
	case ROUTE_FILE:
		out->kind = PREVIEW_FILE;
		out->file = to.file;
		return true;
	case ROUTE_GONE:
	case ROUTE_NONE:
		page = hidden_at(site, *key);
		out->site = site;
		out->kind = to.kind == ROUTE_GONE ? PREVIEW_GONE : PREVIEW_NONE;
		if (page)
			found_hidden(out, page);
		return true;
	case ROUTE_REDIRECT:
		break;
	}
	if (uri_scheme(to.location).len) {
		out->kind = PREVIEW_AWAY;
		out->location = to.location;
		return true;
	}
	slice_cut(to.location, '?', &path, NULL);
	slice_cut(path, '#', &path, NULL);
	return !uri_path_key(arena, path, key);
}

void preview_find(const struct site *site, struct arena *arena, struct slice key,
	struct slice source, struct preview_found *out)
{
	*out = (struct preview_found){.kind = PREVIEW_NONE, .site = site};
	if (source.len && find_source(site, source, out))
		return;
	for (unsigned i = 0; key.len && i < REDIRECTS_MAX; i++) {
		if (find_key(site, arena, &key, out))
			return;
	}
}

static unsigned long long hash_diags(
	unsigned long long hash, const struct diag_list *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *it = &diags->items[i];
		hash = slice_hash_more(slice_hash_more(hash, it->file), it->message);
		hash = cache_mix(hash, (unsigned long long)it->line << 32 | it->column);
	}
	return hash;
}

unsigned long long preview_version(const struct site *site)
{
	const struct hidden *hidden = hidden_of(site);
	unsigned long long hash = hash_diags(site->version, &site->diags);
	hash = hash_diags(hash, &hidden->diags);
	for (size_t i = 0; i < hidden->count; i++) {
		const struct hidden_page *page = &hidden->pages[i];
		hash = slice_hash_more(
			slice_hash_more(hash, page->post->source), page->word);
		hash = cache_mix(hash, page->post->version);
	}
	size_t count;
	const struct site *zones = closed_sites(site, &count);
	for (size_t i = 0; i < count; i++)
		hash = cache_mix(hash, zones[i].version);
	return hash;
}
