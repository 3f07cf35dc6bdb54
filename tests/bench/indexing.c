/* SPDX-License-Identifier: MIT */
/* Pages that are asked for while the background thread reads 7,000 posts on the same core, beside the same pages of
 * the same server afterwards; and how soon a changed post is found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench.h"
#include "scale.h"

#define POSTS           7000
#define CLIENTS         4
#define REQUESTS        600
#define PATIENCE_MS     120000
#define FOUND_WITHIN_MS 10000

struct state {
	char folder[64], site[96];
	struct content content;
	struct content_facts facts;
	struct row *pages, *words;
	unsigned changes;
};

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	content_remove(state->folder);
	free(state);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	state->content = content_blog(POSTS);
	if (!content_folder(state->folder)) {
		bench_error(bench, "no room for 7,000 posts; name a folder with TMPDIR");
		free(state);
		return NULL;
	}
	snprintf(state->site, sizeof(state->site), "%s/site", state->folder);
	if (mkdir(state->site, 0755) ||
		!content_write(state->site, &state->content, &state->facts)) {
		bench_error(bench, "the posts to measure with could not be written");
		end(bench, state);
		return NULL;
	}
	state->pages = rows_add(&bench->rows,
		&(struct row_spec){"page, full handshake, while 7,000 posts are indexed",
			"us", "afterwards", GOAL_RATIO_AT_MOST, 1.1});
	state->words = rows_add(&bench->rows,
		&(struct row_spec){"search: one of 7,000 posts changed, found", "ms",
			NULL, GOAL_NONE, 0});
	return state;
}

/* Does a search have an answer yet? */
static bool is_indexed(struct asker *asker, struct buf *reply)
{
	return ask_page(asker, "/search?tide", reply) && ask_is_good(asker, reply);
}

/* Microseconds for a request, as @load has it; 0: it failed. */
static double request_us(struct bench *bench, const struct load *load)
{
	struct load_result result;
	double began = now_ms();
	load_run(load, &result);
	double took = now_ms() - began;
	load_errors(bench, "page", &result);
	if (!result.good || load_failed(&result))
		return 0;
	return took * 1e3 / result.good;
}

static double until_found(struct state *state, struct asker *asker, struct buf *reply)
{
	struct content_post post;
	char word[32], path[64];
	unsigned index = (unsigned)((uint64_t)++state->changes * 7919 % POSTS);

	snprintf(word, sizeof(word), "changed%u", state->changes);
	snprintf(path, sizeof(path), "/search?%s", word);
	content_post(&state->content, index, &post);
	if (!content_change(state->site, &state->content, index, word))
		return -1;
	double began = now_ms();
	while (now_ms() - began < FOUND_WITHIN_MS && !bench_stopped()) {
		if (ask_page(asker, path, reply) &&
			slice_find(buf_slice(reply), slice_str(post.address)) >= 0)
			return now_ms() - began;
		pause_ms(2);
	}
	return -1;
}

/* The fastest of what is asked while it works, so that what else runs on the machine counts little. */
static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct server server;
	struct content_post post;
	struct buf reply;
	char settings[160];
	double working = 0, calm = 0;

	snprintf(settings, sizeof(settings), "cache_folder: %s/cache\n", state->folder);
	content_post(&state->content, 0, &post);
	server_start(bench,
		&(struct server_options){
			.folder = state->site, .settings = settings, .one_core = true},
		&server);
	char *url = server_url(&server, post.address);
	const struct load load = {.port = server.gemini,
		.tls = true,
		.beside_one_core = true,
		.request = url,
		.clients = CLIENTS,
		.requests = REQUESTS};
	struct asker *asker = asker_new(server.gemini, true);
	unsigned whole = 0, after = 0;
	buf_init(&reply, BUF_UNLIMITED);
	load_wait(&load);
	double until = now_ms() + PATIENCE_MS;
	while (!is_indexed(asker, &reply) && now_ms() < until && !bench_stopped()) {
		double took = request_us(bench, &load);
		/* All of it has to have been asked before the end. */
		if (took > 0 && !is_indexed(asker, &reply)) {
			working = !whole++ || took < working ? took : working;
		}
	}
	for (; after < whole && after < 20 && !bench_stopped(); after++) {
		double took = request_us(bench, &load);
		if (took > 0)
			calm = !after || took < calm ? took : calm;
	}
	if (whole)
		row_add(state->pages, working, calm);
	row_note(state->pages, "%u times %u requests meanwhile", whole, REQUESTS);
	row_add(state->words, until_found(state, asker, &reply), 0);
	buf_fini(&reply);
	asker_free(asker);
	free(url);
	child_end(server.pid);
}

const struct measurement measure_indexing = {
	.name = "indexing", .begin = begin, .round = measure_round, .end = end};
