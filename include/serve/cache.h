/* SPDX-License-Identifier: MIT */
/* Rendered pages, shared by all workers, within a byte budget: the least recently used leaves
 * first. Safe from every thread; its lock is never held while anything is rendered. */
#ifndef SERVE_CACHE_H
#define SERVE_CACHE_H

#include "net/service.h"

struct cache;

struct cache_key {
	unsigned site;     /* its number in the configuration */
	unsigned renderer; /* protocol and form */
	struct slice path; /* key of the page; copied by cache_put */
	unsigned long long
		version; /* another version is another page: it replaces the old one */
};

/* @version and @more as one number in which both count: the latter is spread over all bits (by 2^64 over the
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
/* Keeps a reference of its own. What alone is over an eighth of the budget is not kept. */
void cache_put(struct cache *cache, const struct cache_key *key, struct blob *blob);
/* A smaller budget empties at once. */
void cache_set_budget(struct cache *cache, size_t budget_bytes);
void cache_counts(struct cache *cache, struct cache_counts *out);

#endif
