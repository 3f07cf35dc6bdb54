/* SPDX-License-Identifier: MIT */
#include "serve/gopher_find.h"

#include "base/uri.h"
#include "page/page.h"
#include "page/scope.h"
#include "render/gopher_link.h"

/* --- aliases ---------------------------------------------------------------- */

/* A key shorter than this has a selector that needs no alias: each byte becomes three at most. */
#define ALIAS_KEY_MIN ((GOPHER_SELECTOR_MAX_BYTES - 4) / 3)

struct wanted {
	struct arena arena; /* of one candidate */
	struct slice selector;
	bool text;
};

static bool is_it(struct wanted *wanted, struct slice key, bool text)
{
	if (key.len < ALIAS_KEY_MIN)
		return false;
	struct slice selector = gopher_selector(
		&wanted->arena, uri_encode_path(&wanted->arena, key), text);
	bool same = slice_eq(selector, wanted->selector);
	arena_reset(&wanted->arena);
	return same;
}

static bool find_entry(const struct site *site, struct wanted *wanted,
	struct arena *arena, struct slice *out)
{
	for (size_t i = 0; i < site->entry_count; i++) {
		struct slice key = site->entries[i].path;
		if (is_it(wanted, key, false)) {
			*out = key;
			return true;
		}
		if (site->entries[i].kind == SITE_POST && is_it(wanted, key, true)) {
			size_t len = key.len - slice_ends(key, S("/"));
			*out = arena_printf(
				arena, "%.*s.txt", SARG(slice_head(key, len)));
			return true;
		}
	}
	return false;
}

static bool find_group(const struct site *site, struct wanted *wanted,
	struct arena *arena, struct slice *out)
{
	static const char *const pages[] = {"", "feed.xml"};
	for (enum taxonomy t = TAXONOMY_TAGS; t < TAXONOMY_COUNT; t++) {
		size_t count;
		const struct site_group *groups = scope_groups(site, t, &count);
		for (size_t i = 0; i < 2 * count; i++) {
			struct slice slug = groups[i / 2].slug;
			if (slug.len + 32 < ALIAS_KEY_MIN)
				continue;
			*out = arena_printf(arena, "/%.*s/%.*s/%s",
				SARG(taxonomy_segments[t]), SARG(slug), pages[i % 2]);
			if (is_it(wanted, *out, false))
				return true;
		}
	}
	return false;
}

bool gopher_find_alias(
	const struct site *site, struct arena *arena, struct slice key, struct slice *out)
{
	struct wanted wanted = {.selector = key};
	if (!slice_starts(key, S("/-/")))
		return false;
	arena_init(&wanted.arena);
	bool found = find_entry(site, &wanted, arena, out) ||
		     find_group(site, &wanted, arena, out);
	arena_fini(&wanted.arena);
	return found;
}

/* --- URLs -------------------------------------------------------------------- */

static bool is_led_on(struct slice scheme)
{
	static const char *const schemes[] = {
		"http", "https", "gemini", "gopher", "mailto"};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		if (slice_eq_nocase(scheme, slice_str(schemes[i])))
			return true;
	}
	return false;
}

/* As it stands in an item, in @out. */
static struct slice written(struct buf *out, struct arena *arena, struct slice url)
{
	static const struct gopher_origin nowhere;
	struct doc_target target = {.kind = DOC_TO_OUTSIDE, .url = url, .size_bytes = -1};
	buf_clear(out);
	gopher_put_url(out, arena, &nowhere, &target);
	return buf_slice(out);
}

/* Puts the hash of each link that leads outside into @hashes; true when one is @wanted. */
static bool look_through(const struct doc *doc, struct arena *arena, struct slice wanted,
	struct buf *hashes)
{
	bool found = false;
	struct buf url;
	buf_init(&url, 0);
	for (const struct doc_node *n = doc->root; n; n = doc_next(n, doc->root)) {
		if ((n->kind != DOC_LINK && n->kind != DOC_IMAGE) ||
			n->target->kind != DOC_TO_OUTSIDE)
			continue;
		struct slice text = written(&url, arena, n->target->url);
		unsigned long long hash = slice_hash(text);
		found |= slice_eq(text, wanted);
		buf_put(hashes, slice((const char *)&hash, sizeof(hash)));
	}
	buf_fini(&url);
	return found;
}

/* Builds the page of @ref, keeps its hashes under @key. */
static bool read_post(const struct serve *serve, const struct site *site,
	const struct page_ref *ref, const struct cache_key *key, struct slice wanted)
{
	struct arena arena;
	struct buf hashes;
	struct page page;
	bool found = false;
	arena_init(&arena);
	buf_init(&hashes, SERVE_PAGE_MAX_BYTES);
	if (!page_build(site, ref, &arena, NULL, &page) && page.content == PAGE_IS_DOC)
		found = look_through(page.doc, &arena, wanted, &hashes);
	struct blob *blob = blob_new(hashes.len);
	if (hashes.len)
		memcpy(blob->bytes, hashes.ptr, hashes.len);
	cache_put(serve->cache, key, blob);
	blob_drop(blob);
	buf_fini(&hashes);
	arena_fini(&arena);
	return found;
}

static bool has_hash(const struct blob *blob, unsigned long long wanted)
{
	for (size_t i = 0; i < blob->len / sizeof(wanted); i++) {
		if (!memcmp(blob->bytes + i * sizeof(wanted), &wanted, sizeof(wanted)))
			return true;
	}
	return false;
}

static bool post_links(const struct serve *serve, unsigned number,
	const struct site *site, const struct post *post, struct slice url)
{
	struct page_ref ref = {
		.kind = PAGE_POST, .form = FORM_TEXT, .path = post->path, .post = post};
	struct cache_key key = {.site = number,
		.printer = SERVE_PRINTER_LINKS,
		.path = post->path,
		.version = serve_version(site, &ref)};
	struct blob *blob = cache_get(serve->cache, &key);
	bool may = !blob || has_hash(blob, slice_hash(url));
	blob_drop(blob);
	return may && read_post(serve, site, &ref, &key, url);
}

static bool redirect_leads(
	const struct site_entry *entry, struct arena *arena, struct slice url)
{
	struct slice target = slice_none;
	struct buf text;
	if (entry->kind == SITE_REDIRECT)
		target = entry->redirect.target;
	else if (entry->kind == SITE_POST)
		target = entry->post->redirect_to;
	if (!uri_scheme(target).len)
		return false;
	buf_init(&text, 0);
	bool same = slice_eq(written(&text, arena, target), url);
	buf_fini(&text);
	return same;
}

bool gopher_find_url(const struct serve *serve, unsigned number, const struct site *site,
	struct arena *arena, struct slice url)
{
	if (!is_led_on(uri_scheme(url)))
		return false;
	for (size_t i = 0; i < site->entry_count; i++) {
		if (redirect_leads(&site->entries[i], arena, url))
			return true;
	}
	for (size_t i = 0; i < site->source_count; i++) {
		if (post_links(serve, number, site, site->by_source[i], url))
			return true;
	}
	return false;
}
