/* SPDX-License-Identifier: MIT */
#include "serve/gopher_alias.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/uri.h"
#include "render/gopher_link.h"
#include "site/scope.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* An alias holds only a hash, so the hashes of all long addresses are cached, once per snapshot. */

struct alias {
	unsigned long long hash; /* in the alias */
	uint32_t page;           /* ALIAS_ENTRY, or a taxonomy */
	uint32_t index;          /* of the entry or the group */
};

#define ALIAS_ENTRY  UINT32_MAX
#define ALIAS_PREFIX "/-/"
#define HASH_DIGITS  16

/* A tag's page and its feed. */
static const struct slice group_pages[] = {S(""), S("feed.xml")};

/* Parses the hash of an alias. False: not an alias. */
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

static struct slice group_key(const struct site *site, struct arena *arena,
	unsigned taxonomy, const struct site_group *group, size_t page)
{
	return arena_printf(arena, "/%.*s/%.*s/%.*s",
		SARG(taxonomy_segment(site, taxonomy)), SARG(group->slug),
		SARG(group_pages[page]));
}

static int by_hash(const void *a, const void *b)
{
	const struct alias *x = a, *y = b;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static struct blob *make_aliases(const struct site *site)
{
	auto_arena struct arena keys = {0}, scratch = {0};
	auto_buf struct buf list = BUF(BUF_UNLIMITED); /* at most all addresses */
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		struct alias alias = {.page = ALIAS_ENTRY, .index = (uint32_t)i};
		/* The text's selector is longer; both have the same hash. */
		add_alias(&list, &scratch, entry->path, entry->kind == SITE_POST, alias);
	}
	for (unsigned t = 0; t < taxonomy_count(site); t++) {
		size_t count;
		const struct site_group *groups = scope_groups(site, t, &count);
		for (size_t i = 0; i < count * COUNT(group_pages); i++) {
			size_t group = i / COUNT(group_pages);
			struct alias alias = {.page = t, .index = (uint32_t)group};
			add_alias(&list, &scratch,
				group_key(site, &keys, t, &groups[group],
					i % COUNT(group_pages)),
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
	return blob;
}

static struct blob *aliases_of(
	const struct serve *serve, unsigned number, const struct site *site)
{
	struct cache_key key = {.site = number,
		.renderer = SERVE_RENDERER_ALIASES,
		.path = S(""),
		.version = site->version}; /* changes with any group, too */
	struct blob *blob = cache_get(serve->tables, &key);
	if (!blob) {
		blob = make_aliases(site);
		cache_put(serve->tables, &key, blob);
	}
	return blob;
}

static struct alias alias_of(const struct blob *blob, size_t at)
{
	struct alias alias;

	memcpy(&alias, blob->bytes + at * sizeof(alias), sizeof(alias));
	return alias;
}

/* Is @key the alias of @alias? A version is only a hash, so no index is taken on trust. */
static bool stands_for(const struct site *site, const struct alias *alias,
	struct arena *arena, struct slice key, struct slice *out)
{
	size_t count;
	if (alias->page != ALIAS_ENTRY) {
		const struct site_group *groups = scope_groups(site, alias->page, &count);
		if (alias->index >= count)
			return false;
		for (size_t page = 0; page < COUNT(group_pages); page++) {
			*out = group_key(
				site, arena, alias->page, &groups[alias->index], page);
			if (slice_eq(selector_of(arena, *out, false), key))
				return true;
		}
		return false;
	}
	if (alias->index >= site->entry_count)
		return false;
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

bool gopher_alias_find(const struct serve *serve, unsigned number,
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
