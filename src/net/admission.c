/* SPDX-License-Identifier: MIT */
#include "net/admission.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/memory.h"
#include "base/slice.h"
#include "net/client_key.h"

#define BUCKETS_FIRST 64

struct admission_entry {
	struct admission_entry *next;
	uint64_t key;
	unsigned open;
};

struct admission {
	pthread_mutex_t mutex;
	unsigned long long seed;
	struct admission_entry **buckets;
	size_t bucket_count; /* a power of two */
	size_t addresses;
	unsigned open; /* in total */
};

struct admission *admission_new(void)
{
	struct admission *admission = memory_new(1, sizeof(*admission));

	pthread_mutex_init(&admission->mutex, NULL);
	/* Without it nobody can guess which addresses share a bucket; a failure costs only that. */
	if (getrandom(&admission->seed, sizeof(admission->seed), GRND_NONBLOCK) < 0)
		admission->seed = (unsigned long long)(uintptr_t)admission;
	admission->bucket_count = BUCKETS_FIRST;
	admission->buckets = memory_new(BUCKETS_FIRST, sizeof(struct admission_entry *));
	return admission;
}

void admission_free(struct admission *admission)
{
	if (!admission)
		return;
	for (size_t i = 0; i < admission->bucket_count; i++) {
		for (struct admission_entry *entry = admission->buckets[i], *next; entry;
			entry = next) {
			next = entry->next;
			free(entry);
		}
	}
	free(admission->buckets);
	pthread_mutex_destroy(&admission->mutex);
	free(admission);
}

static struct admission_entry **bucket_of(const struct admission *admission, uint64_t key)
{
	unsigned long long hash =
		slice_hash_more(admission->seed, slice((const char *)&key, sizeof(key)));

	return &admission->buckets[(hash ^ hash >> 32) & (admission->bucket_count - 1)];
}

static struct admission_entry **find(const struct admission *admission, uint64_t key)
{
	struct admission_entry **at = bucket_of(admission, key);

	while (*at && (*at)->key != key)
		at = &(*at)->next;
	return at;
}

static void grow(struct admission *admission)
{
	struct admission_entry **old = admission->buckets;
	size_t old_count = admission->bucket_count;

	admission->bucket_count *= 2;
	admission->buckets =
		memory_new(admission->bucket_count, sizeof(struct admission_entry *));
	for (size_t i = 0; i < old_count; i++) {
		for (struct admission_entry *entry = old[i], *next; entry; entry = next) {
			struct admission_entry **at = bucket_of(admission, entry->key);

			next = entry->next;
			entry->next = *at;
			*at = entry;
		}
	}
	free(old);
}

static bool past(unsigned open, unsigned limit)
{
	return limit != 0 && open >= limit;
}

static enum admission_answer judge(
	const struct admission *admission, unsigned open, const struct limits *limits)
{
	if (past(admission->open, limits->total_hard) ||
		past(open, limits->per_address_hard))
		return ADMIT_NOT;
	if (past(open, limits->per_address_soft))
		return ADMIT_TO_REFUSE_ADDRESS;
	if (past(admission->open, limits->total_soft))
		return ADMIT_TO_REFUSE_TOTAL;
	return ADMIT;
}

enum admission_answer admission_enter(struct admission *admission,
	const struct sockaddr *peer, const struct limits *limits)
{
	uint64_t key = client_key(peer);

	pthread_mutex_lock(&admission->mutex);
	struct admission_entry **at = find(admission, key), *entry = *at;
	enum admission_answer answer = judge(admission, entry ? entry->open : 0, limits);
	if (answer != ADMIT_NOT) {
		if (!entry) {
			entry = *at = memory_new(1, sizeof(*entry));
			entry->key = key;
			if (++admission->addresses > admission->bucket_count)
				grow(admission);
		}
		entry->open++;
		admission->open++;
	}
	pthread_mutex_unlock(&admission->mutex);
	return answer;
}

void admission_leave(struct admission *admission, const struct sockaddr *peer)
{
	uint64_t key = client_key(peer);

	pthread_mutex_lock(&admission->mutex);
	struct admission_entry **at = find(admission, key), *entry = *at;
	admission->open--;
	if (entry && --entry->open == 0) {
		*at = entry->next;
		admission->addresses--;
		free(entry);
	}
	pthread_mutex_unlock(&admission->mutex);
}

size_t admission_addresses(struct admission *admission)
{
	pthread_mutex_lock(&admission->mutex);
	size_t addresses = admission->addresses;
	pthread_mutex_unlock(&admission->mutex);
	return addresses;
}
