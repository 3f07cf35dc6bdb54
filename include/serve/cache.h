/* SPDX-License-Identifier: MIT */
/* A cache of rendered pages, shared by all workers, with a byte budget; the least recently
 * used page is dropped first. Thread-safe; its lock is never held during rendering. */
#ifndef SERVE_CACHE_H
#define SERVE_CACHE_H

#include "net/service.h"

struct cache;

struct cache_key {
	unsigned site;              /* its number in the configuration */
	unsigned renderer;          /* protocol and form */
	struct slice path;          /* key of the page; copied by cache_put */
	unsigned long long version; /* a page with another version replaces the old one */
};

/* Mixes @version and @more into one number: @more is spread over all bits (multiplied by 2^64 over the
 * golden ratio). */
static inline unsigned long long cache_mix(
	unsigned long long version, unsigned long long more)
{
	return version ^ more * 0x9e3779b97f4a7c15u;
}

struct cache_counts {
	unsigned long long hits, misses, evicted;
	size_t entries, bytes, budget_bytes;
};

struct cache *cache_new(size_t budget_bytes);
void cache_free(struct cache *cache);

/* One reference to the page, or NULL. */
struct blob *cache_get(struct cache *cache, const struct cache_key *key);
/* Takes its own reference. A page over an eighth of the budget is not cached. */
void cache_put(struct cache *cache, const struct cache_key *key, struct blob *blob);
/* A smaller budget takes effect at once. */
void cache_set_budget(struct cache *cache, size_t budget_bytes);
void cache_counts(struct cache *cache, struct cache_counts *out);

#endif
