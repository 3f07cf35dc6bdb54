/* SPDX-License-Identifier: MIT */
#include "serve/gopher_find.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/uri.h"
#include "page/page.h"
#include "page/scope.h"
#include "render/gopher_link.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* --- aliases ----------------------------------------------------------------

 * Which address an alias stands for is not in it, so all addresses that are too long are kept by their
 * hashes: made once for a snapshot, in the cache. */

struct alias {
	unsigned long long hash; /* that the alias spells */
	uint32_t page;           /* ALIAS_ENTRY, or of which taxonomy */
	uint32_t index;          /* of the entry or the group */
};

#define ALIAS_ENTRY  TAXONOMY_COUNT
#define ALIAS_PREFIX "/-/"
#define HASH_DIGITS  16

/* A tag's page and its feed. */
static const struct slice group_pages[] = {S(""), S("feed.xml")};

/* The hash that an alias spells. False: it is none. */
static bool alias_hash(struct slice key, unsigned long long *hash)
{
	struct slice digits = slice_from(key, sizeof(ALIAS_PREFIX) - 1);
	if (!slice_starts(key, S(ALIAS_PREFIX)) || digits.len < HASH_DIGITS ||
		(digits.len > HASH_DIGITS && digits.ptr[HASH_DIGITS] != '.'))
		return false;
	*hash = 0;
	for (size_t i = 0; i < HASH_DIGITS; i++) {
		if (ascii_hex(digits.ptr[i]) < 0)
			return false;
		*hash = *hash << 4 | (unsigned)ascii_hex(digits.ptr[i]);
	}
	return true;
}

/* Can the selector of @key, or that of its text, be too long? */
static bool may_be_long(struct slice key)
{
	size_t len = key.len + sizeof(".txt") - 1;
	for (size_t i = 0; i < key.len; i++)
		len += 2 * !(ascii_is_alnum(key.ptr[i]) || key.ptr[i] == '/');
	return len > GOPHER_SELECTOR_MAX_BYTES;
}

static struct slice selector_of(struct arena *arena, struct slice key, bool text)
{
	return gopher_selector(arena, uri_encode_path(arena, key), text);
}

static void add_alias(struct buf *list, struct arena *scratch, struct slice key,
	bool text, struct alias alias)
{
	if (!may_be_long(key))
		return;
	if (alias_hash(selector_of(scratch, key, text), &alias.hash))
		buf_put(list, slice((const char *)&alias, sizeof(alias)));
	arena_reset(scratch);
}

static struct slice group_key(struct arena *arena, enum taxonomy taxonomy,
	const struct site_group *group, size_t page)
{
	return arena_printf(arena, "/%.*s/%.*s/%.*s", SARG(taxonomy_segments[taxonomy]),
		SARG(group->slug), SARG(group_pages[page]));
}

static int by_hash(const void *a, const void *b)
{
	const struct alias *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static struct blob *make_aliases(const struct site *site)
{
	struct arena keys = {0}, scratch = {0};
	struct buf list;
	buf_init(&list, BUF_UNLIMITED); /* no more than there are addresses */
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		struct alias alias = {.page = ALIAS_ENTRY, .index = (uint32_t)i};
		/* The text's selector is the longer one; both have one hash. */
		add_alias(&list, &scratch, entry->path, entry->kind == SITE_POST, alias);
	}
	for (enum taxonomy t = TAXONOMY_TAGS; t < TAXONOMY_COUNT; t++) {
		size_t count;
		const struct site_group *groups = scope_groups(site, t, &count);
		for (size_t i = 0; i < count * COUNT(group_pages); i++) {
			size_t group = i / COUNT(group_pages);
			struct alias alias = {.page = t, .index = (uint32_t)group};
			add_alias(&list, &scratch,
				group_key(
					&keys, t, &groups[group], i % COUNT(group_pages)),
				false, alias);
			arena_reset(&keys);
		}
	}
	struct blob *blob = blob_new(list.len);
	if (list.len) {
		qsort(list.ptr, list.len / sizeof(struct alias), sizeof(struct alias),
			by_hash);
		memcpy(blob->bytes, list.ptr, list.len);
	}
	buf_fini(&list);
	arena_fini(&keys);
	arena_fini(&scratch);
	return blob;
}

static struct blob *aliases_of(
	const struct serve *serve, unsigned number, const struct site *site)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_ALIASES,
		.path = S(""),
		.version = site->names_version};
	struct blob *blob = cache_get(serve->cache, &key);
	if (!blob) {
		blob = make_aliases(site);
		cache_put(serve->cache, &key, blob);
	}
	return blob;
}

static struct alias alias_of(const struct blob *blob, size_t at)
{
	struct alias alias;

	memcpy(&alias, blob->bytes + at * sizeof(alias), sizeof(alias));
	return alias;
}

/* Does the alias @key stand for what @alias is of? */
static bool stands_for(const struct site *site, const struct alias *alias,
	struct arena *arena, struct slice key, struct slice *out)
{
	size_t count;
	if (alias->page != ALIAS_ENTRY) {
		const struct site_group *groups =
			scope_groups(site, (enum taxonomy)alias->page, &count);
		for (size_t page = 0; page < COUNT(group_pages); page++) {
			*out = group_key(arena, (enum taxonomy)alias->page,
				&groups[alias->index], page);
			if (slice_eq(selector_of(arena, *out, false), key))
				return true;
		}
		return false;
	}
	const struct site_entry *entry = &site->entries[alias->index];
	*out = entry->path;
	if (slice_eq(selector_of(arena, *out, false), key))
		return true;
	if (entry->kind != SITE_POST || !slice_eq(selector_of(arena, *out, true), key))
		return false;
	out->len -= slice_ends(*out, S("/"));
	*out = arena_printf(arena, "%.*s.txt", SARG(*out));
	return true;
}

bool gopher_find_alias(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice key, struct slice *out)
{
	unsigned long long hash;
	bool found = false;
	struct slice target;
	if (!alias_hash(key, &hash))
		return false;
	struct blob *blob = aliases_of(serve, number, site);
	const size_t count = blob->len / sizeof(struct alias);
	size_t at = lower_bound(0, count, i, alias_of(blob, i).hash < hash);
	for (; at < count && !found; at++) {
		struct alias alias = alias_of(blob, at);
		if (alias.hash != hash)
			break;
		found = stands_for(site, &alias, arena, key, &target);
	}
	blob_drop(blob);
	if (found)
		*out = target;
	return found;
}

/* --- URLs -------------------------------------------------------------------- */

static bool is_led_on(struct slice scheme)
{
	static const char *const schemes[] = {
		"http", "https", "gemini", "gopher", "mailto"};
	for (size_t i = 0; i < COUNT(schemes); i++) {
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
	buf_fini(hashes);
	return blob;
}

/* The page of @post as one that leads out; NULL: it cannot be read, for *error (0: there is nothing to
 * it). */
static const struct doc *doc_of(
	const struct site *site, const struct post *post, struct arena *arena, int *error)
{
	struct page_ref ref = {
		.kind = PAGE_POST, .form = FORM_TEXT, .path = post->path, .post = post};
	struct page page;
	*error = page_build(site, &ref, arena, NULL, &page);
	return !*error && page.content == PAGE_IS_DOC ? page.doc : NULL;
}

/* The hash of each link of @post that leads outside. Other posts' names change only which links to our
 * own web site do so, and those are not looked for: it stays until the post is edited. *error: the post
 * cannot be read now, and the next question reads it again. */
static struct blob *hashes_of_post(const struct serve *serve, unsigned number,
	const struct site *site, const struct post *post, int *error)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_LINKS,
		.path = post->path,
		.version = cache_mix(post->version, site->settings->version)};
	struct blob *blob = cache_get(serve->cache, &key);
	struct arena arena = {0};
	struct buf hashes, url;
	*error = 0;
	if (blob)
		return blob;
	buf_init(&hashes, SERVE_PAGE_MAX_BYTES);
	buf_init(&url, BUF_MAX_BYTES);
	const struct doc *doc = doc_of(site, post, &arena, error);
	for (const struct doc_node *n = doc ? doc->root : NULL; n;
		n = doc_next(n, doc->root)) {
		if (is_way_out(n))
			put_hash(&hashes, written(&url, &arena, n->target->url));
	}
	buf_fini(&url);
	arena_fini(&arena);
	blob = to_blob(&hashes);
	if (!*error)
		cache_put(serve->cache, &key, blob);
	return blob;
}

/* Where @entry leads outside by itself; empty: it does not. */
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

/* Equal hashes are not enough: a client chose one of the two texts. */
static bool post_links(const struct site *site, const struct post *post, struct slice url)
{
	struct arena arena = {0};
	struct buf text;
	bool found = false;
	int error;
	buf_init(&text, BUF_MAX_BYTES);
	const struct doc *doc = doc_of(site, post, &arena, &error);
	for (const struct doc_node *n = doc ? doc->root : NULL; n && !found;
		n = doc_next(n, doc->root))
		found = is_way_out(n) &&
			slice_eq(written(&text, &arena, n->target->url), url);
	buf_fini(&text);
	arena_fini(&arena);
	return found;
}

/* Looks through the whole site. @hashes gets those of all its links, unless one leads to @url; *whole:
 * of every post. */
static bool site_links(const struct serve *serve, unsigned number,
	const struct site *site, struct arena *arena, struct slice url,
	struct buf *hashes, bool *whole)
{
	struct buf text;
	bool found = false;
	*whole = true;
	buf_init(&text, BUF_MAX_BYTES);
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
	buf_fini(&text);
	return found;
}

/* Leads @url to the web site whose capsule this is? */
static bool is_own(const struct site *site, struct slice url)
{
	struct slice origin = site->settings->url;
	struct slice path = slice_from(url, origin.len);
	return origin.len && slice_starts_nocase(url, origin) &&
	       (!path.len || strchr("/?#", *path.ptr));
}

bool gopher_find_url(const struct serve *serve, unsigned number, const struct site *site,
	struct arena *arena, struct slice url)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_LINKS,
		.path = S(""),
		.version = site->version};
	struct buf hashes;
	if (!is_led_on(uri_scheme(url)))
		return false;
	if (is_own(site, url))
		return true;
	/* What is not among the hashes of the whole site is linked nowhere. */
	struct blob *all = cache_get(serve->cache, &key);
	bool may = !all || holds(all, url);
	bool known = all != NULL, whole;
	blob_drop(all);
	if (!may)
		return false;
	buf_init(&hashes, BUF_UNLIMITED); /* as many as there are links */
	bool found = site_links(serve, number, site, arena, url, &hashes, &whole);
	if (!found && !known && whole) {
		all = to_blob(&hashes);
		cache_put(serve->cache, &key, all);
		blob_drop(all);
	}
	buf_fini(&hashes);
	return found;
}
