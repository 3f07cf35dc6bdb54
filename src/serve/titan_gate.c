/* SPDX-License-Identifier: MIT */
/* What is known of all uploads at once: how many there are, who makes them, who has which text. */
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "serve/titan_internal.h"

#define TEXTS 64 /* that were given out to be edited */

struct titan {
	pthread_mutex_t lock;
	struct titan_facts facts;
	unsigned long long places[TITAN_AT_ONCE]; /* of a person in a store; 0: free */
	struct {
		unsigned long long whose, hash;
	} texts[TEXTS];
	size_t next;
};

struct titan *titan_new(void)
{
	struct titan *titan = memory_new(1, sizeof(*titan));

	pthread_mutex_init(&titan->lock, NULL);
	return titan;
}

void titan_free(struct titan *titan)
{
	if (!titan)
		return;
	pthread_mutex_destroy(&titan->lock);
	free(titan);
}

void titan_facts(struct titan *titan, struct titan_facts *out)
{
	pthread_mutex_lock(&titan->lock);
	*out = titan->facts;
	pthread_mutex_unlock(&titan->lock);
}

void titan_count(struct titan *titan, unsigned status)
{
	pthread_mutex_lock(&titan->lock);
	if (status < GEMINI_TEMPORARY_FAILURE)
		titan->facts.uploads++;
	else if (status != GEMINI_CERTIFICATE_REQUIRED) /* a client asks so for one */
		titan->facts.refused++;
	pthread_mutex_unlock(&titan->lock);
}

/* --- places ---------------------------------------------------------------------------------------- */

static unsigned long long whose(const struct store *store, struct slice person)
{
	const unsigned long long number = slice_hash_more(
		slice_hash(slice((const char *)&store, sizeof(store))), person);

	return number ? number : 1;
}

enum titan_entry titan_enter(
	struct titan *titan, const struct store *store, struct slice person)
{
	const unsigned long long own = whose(store, person);
	enum titan_entry entry = TITAN_FULL;

	pthread_mutex_lock(&titan->lock);
	for (size_t i = 0; i < TITAN_AT_ONCE && entry == TITAN_FULL; i++) {
		if (titan->places[i] == own)
			entry = TITAN_ANOTHER;
	}
	for (size_t i = 0; i < TITAN_AT_ONCE && entry == TITAN_FULL; i++) {
		if (titan->places[i])
			continue;
		titan->places[i] = own;
		entry = TITAN_ENTERED;
	}
	pthread_mutex_unlock(&titan->lock);
	return entry;
}

void titan_leave(struct titan *titan, const struct store *store, struct slice person)
{
	const unsigned long long own = whose(store, person);

	pthread_mutex_lock(&titan->lock);
	for (size_t i = 0; i < TITAN_AT_ONCE; i++) {
		if (titan->places[i] == own)
			titan->places[i] = 0;
	}
	pthread_mutex_unlock(&titan->lock);
}

/* --- texts ----------------------------------------------------------------------------------------- */

static unsigned long long text_of(const struct titan_job *job)
{
	return slice_hash_more(whose(job->store, job->person), job->target.source);
}

void titan_given(struct titan *titan, const struct titan_job *job, struct slice hash)
{
	const unsigned long long own = text_of(job);
	size_t at = 0;

	pthread_mutex_lock(&titan->lock);
	while (at < TEXTS && titan->texts[at].whose != own)
		at++;
	if (at == TEXTS) {
		at = titan->next;
		titan->next = (titan->next + 1) % TEXTS;
	}
	titan->texts[at].whose = own;
	titan->texts[at].hash = slice_hash(hash);
	pthread_mutex_unlock(&titan->lock);
}

bool titan_knows(struct titan *titan, const struct titan_job *job, struct slice hash,
	bool otherwise)
{
	const unsigned long long own = text_of(job);
	bool knows = otherwise;

	pthread_mutex_lock(&titan->lock);
	for (size_t i = 0; i < TEXTS; i++) {
		if (titan->texts[i].whose == own)
			knows = titan->texts[i].hash == slice_hash(hash);
	}
	pthread_mutex_unlock(&titan->lock);
	return knows;
}
