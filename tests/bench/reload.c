/* SPDX-License-Identifier: MIT */
/* A post is saved while clients send requests: when is the change visible, and how long does a request take? */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "scale.h"

#define SAMPLES_MAX 100000
#define LOST_MS     5000
#define CALM_MS     400
#define REST_MS     150 /* from what a write did to the next write */

struct sample {
	double at_ms, took_ms;
};

/* A steady stream of requests on a thread of its own. */
struct stream {
	const struct server *server;
	pthread_t thread;
	atomic_bool stop;
	atomic_size_t count;
	struct sample *samples;
};

static void *run(void *data)
{
	struct stream *stream = data;
	struct asker *asker = asker_new(stream->server->gopher, false);
	struct buf reply;
	size_t count = 0;

	buf_init(&reply, BUF_UNLIMITED);
	while (!atomic_load(&stream->stop) && count < SAMPLES_MAX) {
		double began = now_ms();
		bool good = ask_page(asker, "/", &reply);
		double took = good ? now_ms() - began : LOST_MS;
		stream->samples[count++] = (struct sample){began, took};
		atomic_store(&stream->count, count);
		pause_ms(2);
	}
	buf_fini(&reply);
	asker_free(asker);
	return NULL;
}

/* Of those that were under way between the two times. */
static double slowest(const struct stream *stream, double from, double to)
{
	size_t count = atomic_load(&stream->count);
	double most = 0;

	for (size_t i = 0; i < count; i++) {
		const struct sample *sample = &stream->samples[i];
		if (sample->at_ms + sample->took_ms >= from && sample->at_ms <= to &&
			sample->took_ms > most)
			most = sample->took_ms;
	}
	return most;
}

/* Its first line is the title, which the index knows. */
static bool has_title(const struct buf *reply, const char *word)
{
	struct slice text = buf_slice(reply), head, title;

	return slice_next_line(&text, &head) && slice_next_line(&text, &title) &&
	       slice_find(title, slice_str(word)) >= 0;
}

/* From the write to the first reply that has @word as its title; negative: none came. */
static double until_visible(
	struct asker *asker, const char *path, const char *word, struct buf *reply)
{
	double began = now_ms();

	while (now_ms() - began < LOST_MS && !bench_stopped()) {
		if (ask_page(asker, path, reply) && has_title(reply, word))
			return now_ms() - began;
		pause_ms(2);
	}
	return -1;
}

static double cpu_ms(const struct server *server)
{
	return (double)cpu_of_ns(server->pid) / 1e6;
}

void reload_measure(const struct server *server, const char *folder,
	const struct content *content, unsigned from, unsigned times,
	struct reload_result *out)
{
	struct stream stream = {
		.server = server, .samples = calloc(SAMPLES_MAX, sizeof(struct sample))};
	double *seen = calloc(times + 1, sizeof(double)),
	       *cpu = calloc(times + 1, sizeof(double));
	struct asker *asker = asker_new(server->gemini, true);
	struct buf reply;
	size_t count = 0;

	if (!stream.samples || !seen || !cpu ||
		pthread_create(&stream.thread, NULL, run, &stream))
		abort();
	*out = (struct reload_result){0};
	buf_init(&reply, BUF_UNLIMITED);
	double calm = now_ms();
	pause_ms(CALM_MS);
	out->calm_ms = slowest(&stream, calm, now_ms());
	for (unsigned i = from; i < from + times && !bench_stopped(); i++) {
		struct content_post post;
		unsigned index = (unsigned)((uint64_t)i * 7919 % content->posts);
		char word[32];
		snprintf(word, sizeof(word), "changed%u", i);
		content_post(content, index, &post);
		double cpu_before = cpu_ms(server), began = now_ms();
		double took = -1;
		if (content_change(folder, content, index, word))
			took = until_visible(asker, post.address, word, &reply);
		if (took < 0) {
			out->lost++;
			continue;
		}
		double most = slowest(&stream, began, now_ms());
		pause_ms(REST_MS);
		out->slowest_ms = most > out->slowest_ms ? most : out->slowest_ms;
		cpu[count] = cpu_ms(server) - cpu_before;
		seen[count++] = took;
	}
	atomic_store(&stream.stop, true);
	pthread_join(stream.thread, NULL);
	out->visible_ms = median(seen, count);
	out->cpu_ms = median(cpu, count);
	buf_fini(&reply);
	asker_free(asker);
	free(stream.samples);
	free(seen);
	free(cpu);
}
