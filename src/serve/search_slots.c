/* SPDX-License-Identifier: MIT */
/* The indexes of the sites, and their readers. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/memory.h"
#include "serve/search_internal.h"

static void indexed_free(struct indexed *indexed)
{
	for (size_t i = 0; i < indexed->idle_count; i++)
		search_reader_free(indexed->idle[i]);
	search_index_free(indexed->index);
	free(indexed);
}

void search_indexed_drop(struct search *search, struct indexed *indexed)
{
	if (!indexed)
		return;
	pthread_mutex_lock(&search->mutex);
	bool last = !--indexed->refs;
	pthread_mutex_unlock(&search->mutex);
	if (last)
		indexed_free(indexed);
}

struct search_slot *search_slot_of(struct search *search, unsigned number)
{
	while (search->slot_count <= number) {
		size_t count = search->slot_count ? search->slot_count * 2 : 1;
		struct search_slot *slots = memory_new(count, sizeof(*slots));
		if (search->slot_count)
			memcpy(slots, search->slots, search->slot_count * sizeof(*slots));
		free(search->slots);
		search->slots = slots;
		search->slot_count = count;
	}
	return &search->slots[number];
}

void search_set_index(struct search *search, unsigned number, const struct site *site,
	struct search_index *index)
{
	struct indexed *indexed = NULL;
	struct stat st = {0};

	if (index) {
		indexed = memory_new(1, sizeof(*indexed));
		indexed->refs = 1;
		/* One of an unknown folder is shown to nobody, and made anew. */
		indexed->failed = fstat(site->folder, &st) < 0;
		indexed->index = index;
		indexed->device = st.st_dev;
		indexed->inode = st.st_ino;
	}
	pthread_mutex_lock(&search->mutex);
	struct search_slot *slot = search_slot_of(search, number);
	struct indexed *old = slot->indexed;
	*slot = (struct search_slot){.indexed = indexed};
	pthread_mutex_unlock(&search->mutex);
	search_indexed_drop(search, old);
}

void search_set_progress(struct search *search, unsigned number, unsigned percent)
{
	pthread_mutex_lock(&search->mutex);
	struct search_slot *slot = search_slot_of(search, number);
	if (!slot->since_ms)
		slot->since_ms = search_now_us() / 1000;
	slot->percent = percent;
	slot->is_off = false;
	pthread_mutex_unlock(&search->mutex);
}

void search_set_off(struct search *search, unsigned number)
{
	search_set_index(search, number, NULL, NULL);
	pthread_mutex_lock(&search->mutex);
	search_slot_of(search, number)->is_off = true;
	pthread_mutex_unlock(&search->mutex);
}

void search_set_all_off(struct search *search)
{
	pthread_mutex_lock(&search->mutex);
	search->is_off = true;
	pthread_mutex_unlock(&search->mutex);
}

struct search_reader *search_reader_take(struct search *search, unsigned number,
	const struct site *site, struct indexed **out)
{
	struct search_reader *reader = NULL;
	struct stat st = {0};

	fstat(site->folder, &st);
	pthread_mutex_lock(&search->mutex);
	struct indexed *indexed = search_slot_of(search, number)->indexed;
	if (indexed && (indexed->device != st.st_dev || indexed->inode != st.st_ino))
		indexed = NULL;
	if (indexed) {
		indexed->refs++;
		if (indexed->idle_count)
			reader = indexed->idle[--indexed->idle_count];
	}
	pthread_mutex_unlock(&search->mutex);
	*out = indexed;
	if (!indexed || reader)
		return reader;
	int error = search_reader_new(indexed->index, &reader);
	if (!error)
		return reader;
	pthread_mutex_lock(&search->mutex);
	bool is_known = indexed->failed || error == -EBUSY;
	indexed->failed |= error != -EBUSY;
	pthread_mutex_unlock(&search->mutex);
	if (!is_known)
		log_warning("the search index cannot be read: %s; readers are asked to "
			    "try again later, and it is made anew within a minute",
			log_strerror(error));
	search_indexed_drop(search, indexed);
	return NULL;
}

bool search_index_failed(struct search *search, unsigned number)
{
	pthread_mutex_lock(&search->mutex);
	const struct indexed *indexed = search_slot_of(search, number)->indexed;
	bool failed = indexed && indexed->failed;
	pthread_mutex_unlock(&search->mutex);
	return failed;
}

void search_reader_give(
	struct search *search, struct indexed *indexed, struct search_reader *reader)
{
	pthread_mutex_lock(&search->mutex);
	indexed->idle[indexed->idle_count++] = reader;
	pthread_mutex_unlock(&search->mutex);
	search_indexed_drop(search, indexed);
}
