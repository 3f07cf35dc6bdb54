/* SPDX-License-Identifier: MIT */
#include "net/rate.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/memory.h"
#include "net/client_key.h"

#define WAYS  16 /* clients of one set */
#define SETS  (RATE_CLIENTS / WAYS)
#define LOCKS 64

/* Instead of its tokens, a client has the time when its bucket will be full again; a time that has passed is a
 * full bucket. So no bucket is ever filled, and an entry without a client is one that is full. */
struct set {
	uint64_t keys[WAYS];
	uint64_t full_us[WAYS];
};

struct rate {
	uint64_t seed;
	pthread_mutex_t locks[LOCKS]; /* of every LOCKS-th set */
	struct set sets[SETS];        /* memory that nobody has used yet costs nothing */
};

struct rate *rate_new(void)
{
	struct rate *rate = memory_new(1, sizeof(*rate));

	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_init(&rate->locks[i], NULL);
	/* Without it nobody can guess who shares a set; a failure costs only that. */
	if (getrandom(&rate->seed, sizeof(rate->seed), GRND_NONBLOCK) < 0)
		rate->seed = (uintptr_t)rate;
	return rate;
}

void rate_free(struct rate *rate)
{
	if (!rate)
		return;
	for (size_t i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&rate->locks[i]);
	free(rate);
}

static bool is_counted(
	const struct sockaddr *peer, uint64_t key, const struct limits *limits)
{
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)peer;

	if (!limits->rate || (peer->sa_family != AF_INET && peer->sa_family != AF_INET6))
		return false;
	if (!limits->spares_loopback)
		return true;
	return key >> 24 != (CLIENT_KEY_IPV4 >> 24 | IN_LOOPBACKNET) &&
	       (peer->sa_family != AF_INET6 || !IN6_IS_ADDR_LOOPBACK(&six->sin6_addr));
}

/* Where @key is in @set; else the fullest bucket becomes its own. */
static uint64_t *bucket_of(struct set *set, uint64_t key)
{
	size_t fullest = 0;

	for (size_t i = 0; i < WAYS; i++) {
		if (set->keys[i] == key)
			return &set->full_us[i];
		if (set->full_us[i] < set->full_us[fullest])
			fullest = i;
	}
	set->keys[fullest] = key;
	set->full_us[fullest] = 0;
	return &set->full_us[fullest];
}

uint64_t rate_take(struct rate *rate, const struct sockaddr *peer,
	const struct limits *limits, uint64_t now_ms)
{
	uint64_t key = client_key(peer);

	if (!is_counted(peer, key, limits))
		return 0;
	uint64_t wait_us = 0, now_us = now_ms * 1000;
	uint64_t token_us = 1000000 / limits->rate;
	uint64_t empty_us = now_us + token_us * limits->burst;
	size_t index = (size_t)(((key ^ rate->seed) * 0x9E3779B97F4A7C15) >> 32) % SETS;
	pthread_mutex_t *lock = &rate->locks[index % LOCKS];

	pthread_mutex_lock(lock);
	uint64_t *bucket = bucket_of(&rate->sets[index], key), full_us = *bucket;
	if (full_us < now_us)
		full_us = now_us;
	if (full_us > empty_us) /* by limits of before a reload */
		full_us = empty_us;
	if (full_us + token_us > empty_us)
		wait_us = full_us + token_us - empty_us;
	else
		*bucket = full_us + token_us;
	pthread_mutex_unlock(lock);
	return (wait_us + 999) / 1000;
}
