/* SPDX-License-Identifier: MIT */
#include "serve/tally.h"
#include "base/memory.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

struct tally {
	pthread_mutex_t lock;
	unsigned long long seed;
	struct tally_entry entries[TALLY_KINDS][TALLY_SETS][TALLY_WAYS];
};

struct tally *tally_new(void)
{
	struct tally *tally = memory_new(1, sizeof(*tally));
	pthread_mutex_init(&tally->lock, NULL);
	/* A random seed, so that nobody can guess which addresses share a set; a failure only
	 * loses that. */
	if (getrandom(&tally->seed, sizeof(tally->seed), GRND_NONBLOCK) < 0)
		tally->seed = (unsigned long long)(uintptr_t)tally;
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	struct tally_entry *all = &tally->entries[0][0][0];
	for (size_t i = 0; i < sizeof(tally->entries) / sizeof(*all); i++)
		free((char *)all[i].address.ptr);
	pthread_mutex_destroy(&tally->lock);
	free(tally);
}

static void replace(struct tally_entry *entry, struct slice address)
{
	char *copy = memory_checked(malloc(address.len + 1));
	memcpy(copy, address.ptr, address.len);
	free((char *)entry->address.ptr);
	*entry = (struct tally_entry){slice(copy, address.len), 1};
}

void tally_add(struct tally *tally, enum tally_kind kind, struct slice address)
{
	address = slice_head(address, TALLY_ADDRESS_MAX_BYTES);
	unsigned long long hash = slice_hash_more(tally->seed, address);
	if (!address.len)
		return;
	pthread_mutex_lock(&tally->lock);
	struct tally_entry *set = tally->entries[kind][(hash ^ hash >> 32) % TALLY_SETS];
	struct tally_entry *least = set;
	for (size_t i = 0; i < TALLY_WAYS; i++) {
		if (slice_eq(set[i].address, address)) {
			set[i].count++;
			least = NULL;
			break;
		}
		if (set[i].count < least->count)
			least = &set[i];
	}
	if (least)
		replace(least, address);
	pthread_mutex_unlock(&tally->lock);
}

static int by_count(const void *a, const void *b)
{
	const struct tally_entry *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return slice_cmp(x->address, y->address);
}

size_t tally_top(struct tally *tally, enum tally_kind kind, struct arena *arena,
	size_t max, struct tally_entry **out)
{
	struct tally_entry *list =
		arena_array(arena, TALLY_SETS * TALLY_WAYS, struct tally_entry);
	size_t count = 0;
	pthread_mutex_lock(&tally->lock);
	for (size_t i = 0; i < TALLY_SETS; i++) {
		for (size_t j = 0; j < TALLY_WAYS; j++) {
			const struct tally_entry *entry = &tally->entries[kind][i][j];
			if (entry->count)
				list[count++] = (struct tally_entry){
					arena_dup(arena, entry->address), entry->count};
		}
	}
	pthread_mutex_unlock(&tally->lock);
	qsort(list, count, sizeof(*list), by_count);
	*out = list;
	return count < max ? count : max;
}
