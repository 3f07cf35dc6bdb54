/* SPDX-License-Identifier: MIT */
#include "serve/cache.h"
#include "base/memory.h"

#include <pthread.h>
#include <stdlib.h>

#define BUCKETS_MIN 1024

struct entry {
	struct entry *chain;         /* of the bucket */
	struct entry *newer, *older; /* by use */
	unsigned long long hash, version;
	unsigned site, renderer;
	struct blob *blob;
	size_t path_len;
	char path[];
};

struct cache {
	pthread_mutex_t lock;
	struct entry **buckets;
	size_t bucket_count; /* a power of two */
	struct entry *newest, *oldest;
	struct cache_counts counts;
};

/* Adds a quarter for the allocator's overhead and fragmentation: it was measured at 6 % to half of a full
 * cache, growing as pages come and go. */
static size_t cost(const struct entry *entry)
{
	size_t bytes =
		sizeof(*entry) + entry->path_len + sizeof(struct blob) + entry->blob->len;

	return bytes + bytes / 4;
}

static unsigned long long hash_of(const struct cache_key *key)
{
	return cache_mix(slice_hash(key->path), key->site) ^
	       ((unsigned long long)key->renderer << 56);
}

struct cache *cache_new(size_t budget_bytes)
{
	struct cache *cache = memory_new(1, sizeof(*cache));
	pthread_mutex_init(&cache->lock, NULL);
	cache->bucket_count = BUCKETS_MIN;
	cache->buckets = memory_new(cache->bucket_count, sizeof(struct entry *));
	cache->counts.budget_bytes = budget_bytes;
	return cache;
}

static void unlink_use(struct cache *cache, struct entry *entry)
{
	*(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
	*(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void link_newest(struct cache *cache, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = cache->newest;
	*(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
	cache->newest = entry;
}

static struct entry **slot_of(
	struct cache *cache, const struct cache_key *key, unsigned long long hash)
{
	struct entry **slot = &cache->buckets[hash & (cache->bucket_count - 1)];
	for (; *slot; slot = &(*slot)->chain) {
		struct entry *e = *slot;
		if (e->hash == hash && e->site == key->site &&
			e->renderer == key->renderer &&
			slice_eq(slice(e->path, e->path_len), key->path))
			break;
	}
	return slot;
}

static void drop(struct cache *cache, struct entry **slot)
{
	struct entry *entry = *slot;
	*slot = entry->chain;
	unlink_use(cache, entry);
	cache->counts.bytes -= cost(entry);
	cache->counts.entries--;
	blob_drop(entry->blob);
	free(entry);
}

static void drop_oldest(struct cache *cache)
{
	struct entry *entry = cache->oldest;
	struct entry **slot = &cache->buckets[entry->hash & (cache->bucket_count - 1)];
	while (*slot != entry)
		slot = &(*slot)->chain;
	drop(cache, slot);
	cache->counts.evicted++;
}

static void grow(struct cache *cache)
{
	size_t count = cache->bucket_count * 2;
	struct entry **buckets = memory_new(count, sizeof(struct entry *));
	for (struct entry *e = cache->oldest; e; e = e->newer) {
		struct entry **bucket = &buckets[e->hash & (count - 1)];
		e->chain = *bucket;
		*bucket = e;
	}
	free(cache->buckets);
	cache->buckets = buckets;
	cache->bucket_count = count;
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	while (cache->oldest)
		drop_oldest(cache);
	free(cache->buckets);
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

struct blob *cache_get(struct cache *cache, const struct cache_key *key)
{
	struct blob *blob = NULL;
	unsigned long long hash = hash_of(key);
	pthread_mutex_lock(&cache->lock);
	struct entry *entry = *slot_of(cache, key, hash);
	if (entry && entry->version == key->version) {
		unlink_use(cache, entry);
		link_newest(cache, entry);
		blob = blob_ref(entry->blob);
		cache->counts.hits++;
	} else {
		cache->counts.misses++;
	}
	pthread_mutex_unlock(&cache->lock);
	return blob;
}

void cache_put(struct cache *cache, const struct cache_key *key, struct blob *blob)
{
	struct entry *entry = memory_checked(malloc(sizeof(*entry) + key->path.len));
	*entry = (struct entry){
		.hash = hash_of(key),
		.version = key->version,
		.site = key->site,
		.renderer = key->renderer,
		.blob = blob_ref(blob),
		.path_len = key->path.len,
	};
	memcpy(entry->path, key->path.ptr, key->path.len);

	pthread_mutex_lock(&cache->lock);
	struct entry **slot = slot_of(cache, key, entry->hash);
	if (*slot)
		drop(cache, slot);
	if (cost(entry) > cache->counts.budget_bytes / 8) {
		pthread_mutex_unlock(&cache->lock);
		blob_drop(entry->blob);
		free(entry);
		return;
	}
	while (cache->oldest &&
		cache->counts.bytes + cost(entry) > cache->counts.budget_bytes)
		drop_oldest(cache);
	if (cache->counts.entries >= cache->bucket_count)
		grow(cache);
	struct entry **bucket = &cache->buckets[entry->hash & (cache->bucket_count - 1)];
	entry->chain = *bucket;
	*bucket = entry;
	link_newest(cache, entry);
	cache->counts.bytes += cost(entry);
	cache->counts.entries++;
	pthread_mutex_unlock(&cache->lock);
}

void cache_set_budget(struct cache *cache, size_t budget_bytes)
{
	pthread_mutex_lock(&cache->lock);
	cache->counts.budget_bytes = budget_bytes;
	while (cache->oldest && cache->counts.bytes > budget_bytes)
		drop_oldest(cache);
	pthread_mutex_unlock(&cache->lock);
}

void cache_counts(struct cache *cache, struct cache_counts *out)
{
	pthread_mutex_lock(&cache->lock);
	*out = cache->counts;
	pthread_mutex_unlock(&cache->lock);
}
