/* SPDX-License-Identifier: MIT */
/* Nobody tells when a browser goes away while it waits, so that a place is free again when it would have been
 * answered, or when the same tab comes back. */
#include <time.h>

#include "app/preview/preview_internal.h"

#define LATE_MS 1000

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The place of @tab, else one that is free, or NULL. */
static struct preview_stream *place_of(struct preview *preview, unsigned long long tab)
{
	struct preview_stream *place = NULL;
	int64_t now = now_ms();
	for (size_t i = 0; i < PREVIEW_STREAMS_MAX; i++) {
		struct preview_stream *it = &preview->streams[i];
		if (tab && it->tab == tab)
			return it;
		if (!place && (!it->conn || it->until_ms < now))
			place = it;
	}
	return place;
}

bool preview_stream_enter(
	struct preview *preview, struct conn *conn, unsigned long long tab)
{
	pthread_mutex_lock(&preview->lock);
	struct preview_stream *place = place_of(preview, tab);
	if (place)
		*place = (struct preview_stream){
			conn, tab, now_ms() + PREVIEW_BEAT_MS + LATE_MS};
	pthread_mutex_unlock(&preview->lock);
	return place != NULL;
}

void preview_stream_leave(struct preview *preview, const struct conn *conn)
{
	pthread_mutex_lock(&preview->lock);
	for (size_t i = 0; i < PREVIEW_STREAMS_MAX; i++) {
		if (preview->streams[i].conn == conn)
			preview->streams[i] = (struct preview_stream){0};
	}
	pthread_mutex_unlock(&preview->lock);
}
