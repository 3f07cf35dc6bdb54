/* SPDX-License-Identifier: MIT */
/* The same server on an empty folder, on 100, on 7,000 and on 127,000 posts. */
#include "scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FEW            100
#define SOME           7000
#define MANY           127000
#define INDEX_MAX_KIB  64
#define CACHE_SETTINGS "cache: 32M\n"
#define CACHE_BYTES    (32.0 * 1024 * 1024)
#define NO_CACHE       "cache: 1K\n"
#define WALK_LIMIT_MS  8000
#define ROUNDS_MS      45000 /* on a machine with much else to do there are fewer rounds */
#define COLD_ROUNDS    2
#define QUIET_MS       6000 /* in which the server gives back what its scan needed */
#define CHANGES        3    /* of posts in a round */

enum row_of {
	ROW_LISTENING,
	ROW_SOME,
	ROW_MANY,
	ROW_VISIBLE,
	ROW_SLOWEST,
	ROW_INDEX,
	ROW_INDEX_LATER,
	ROW_CACHE,
	ROW_WARM_TLS,
	ROW_WARM_GOPHER,
	ROW_COLD_PAGE,
	ROW_COLD_HOME,
	ROW_COLD_ARCHIVE,
	ROW_COLD_TAG,
	ROW_LARGEST_GEMINI,
	ROW_LARGEST_GOPHER,
	ROW_COUNT
};

static const struct row_spec specs[ROW_COUNT] = {
	[ROW_LISTENING] = {"start: listening, empty folder", "ms", NULL,
		GOAL_OURS_AT_MOST, 50},
	[ROW_SOME] = {"start: 7,000 posts ready", "ms", NULL, GOAL_OURS_AT_MOST, 700},
	[ROW_MANY] = {"start: 127,000 posts ready", "ms", NULL, GOAL_OURS_AT_MOST, 5000},
	[ROW_VISIBLE] = {"reload: one of 127,000 posts changed, visible", "ms", NULL,
		GOAL_OURS_AT_MOST, 300},
	[ROW_SLOWEST] = {"reload: slowest request during it", "ms", "no reload",
		GOAL_OURS_AT_MOST, 20},
	[ROW_INDEX] = {"memory: index of a post, without names", "bytes", NULL,
		GOAL_OURS_AT_MOST, 1024},
	[ROW_INDEX_LATER] = {"memory: the same after some reloads", "bytes", NULL,
		GOAL_OURS_AT_MOST, 1024},
	[ROW_CACHE] = {"memory: growth with a full cache", "MiB", "its limit",
		GOAL_RATIO_AT_MOST, 1.1},
	[ROW_WARM_TLS] = {"127,000 posts: page, full handshake", "us CPU", "100 posts",
		GOAL_RATIO_AT_MOST, 1.1},
	[ROW_WARM_GOPHER] = {"127,000 posts: gopher text", "us CPU", "100 posts",
		GOAL_RATIO_AT_MOST, 1.1},
	[ROW_COLD_PAGE] = {"127,000 posts: page rendered again", "us CPU", "100 posts",
		GOAL_NONE, 0},
	[ROW_COLD_HOME] = {"127,000 posts: home page rendered again", "us CPU",
		"100 posts", GOAL_NONE, 0},
	[ROW_COLD_ARCHIVE] = {"127,000 posts: archive rendered again", "us CPU",
		"100 posts", GOAL_NONE, 0},
	[ROW_COLD_TAG] = {"127,000 posts: frequent tag rendered again", "us CPU",
		"100 posts", GOAL_NONE, 0},
	[ROW_LARGEST_GEMINI] = {"largest listing, gemini", "KiB", NULL, GOAL_OURS_AT_MOST,
		INDEX_MAX_KIB},
	[ROW_LARGEST_GOPHER] = {"largest listing, gopher", "KiB", NULL, GOAL_OURS_AT_MOST,
		INDEX_MAX_KIB},
};

struct blog {
	struct content content;
	struct content_facts facts;
	char folder[96];
};

struct state {
	char folder[64];
	char empty[96];
	struct blog few, some, many;
	struct row *rows[ROW_COUNT];
	unsigned changes;
	double began_ms;
};

/* --- content ------------------------------------------------------------------------ */

static bool make_blog(
	struct state *state, const char *name, unsigned posts, struct blog *out)
{
	snprintf(out->folder, sizeof(out->folder), "%s/%s", state->folder, name);
	out->content = content_blog(posts);
	return mkdir(out->folder, 0755) == 0 &&
	       content_write(out->folder, &out->content, &out->facts);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));

	if (!state)
		abort();
	if (!content_folder(state->folder)) {
		bench_error(
			bench, "no room for 127,000 posts; name a folder with TMPDIR");
		free(state);
		return NULL;
	}
	snprintf(state->empty, sizeof(state->empty), "%s/empty", state->folder);
	if (mkdir(state->empty, 0755) || !make_blog(state, "few", FEW, &state->few) ||
		!make_blog(state, "some", SOME, &state->some) ||
		!make_blog(state, "many", MANY, &state->many)) {
		bench_error(bench, "the posts to measure with could not be written");
		content_remove(state->folder);
		free(state);
		return NULL;
	}
	for (size_t i = 0; i < ROW_COUNT; i++)
		state->rows[i] = rows_add(&bench->rows, &specs[i]);
	return state;
}

/* --- start, memory ------------------------------------------------------------------ */

static void start_rows(struct bench *bench, struct state *state)
{
	struct start_result result;
	struct server server;

	if (start_measure(bench, state->empty, NULL, &server, &result)) {
		row_add(state->rows[ROW_LISTENING], result.listening_ms, 0);
		child_stop(server.pid);
	}
	if (start_measure(bench, state->some.folder, NULL, &server, &result)) {
		row_add(state->rows[ROW_SOME], result.ready_ms, 0);
		row_note(state->rows[ROW_SOME], "%.0f ms CPU", result.cpu_ms);
		child_stop(server.pid);
	}
}

static double quiet_kib(const struct server *server)
{
	double least = (double)memory_pss_kib(server->pid), until = now_ms() + QUIET_MS;

	while (now_ms() < until && !bench_stopped()) {
		pause_ms(200);
		double kib = (double)memory_pss_kib(server->pid);
		if (kib < least)
			least = kib;
	}
	return least;
}

static void memory_row(struct state *state, enum row_of row, const struct server *few,
	const struct server *many)
{
	double more = (quiet_kib(many) - (double)memory_pss_kib(few->pid)) * 1024;
	double names =
		(double)(state->many.facts.name_bytes - state->few.facts.name_bytes);

	row_add(state->rows[row], (more - names) / (MANY - FEW), 0);
}

/* All posts of the middle blog in each of their forms: more than the cache may hold. */
static void crawl(struct bench *bench, const struct state *state, uint16_t port)
{
	static const char *const forms[] = {".txt", ".gmi", "/"};
	struct asker *asker = asker_new(port, false);
	struct content_post post;
	struct buf reply;
	char path[200];

	buf_init(&reply, BUF_UNLIMITED);
	for (unsigned i = 0; i < 3 * SOME && !bench_stopped(); i++) {
		content_post(&state->some.content, i / 3, &post);
		snprintf(path, sizeof(path), "%.*s%s", (int)strlen(post.address) - 1,
			post.address, forms[i % 3]);
		if (!ask_page(asker, path, &reply) || !ask_is_good(asker, &reply))
			bench_error(bench, "no answer to %s", path);
	}
	buf_fini(&reply);
	asker_free(asker);
}

/* What the server grows by as it reads all those posts, less what it grows by without a cache. */
static void cache_row(struct bench *bench, struct state *state)
{
	static const char *const settings[] = {CACHE_SETTINGS, NO_CACHE};
	struct start_result result;
	struct server server;
	double grown[2];

	for (int i = 0; i < 2; i++) {
		if (!start_measure(
			    bench, state->some.folder, settings[i], &server, &result))
			return;
		double before = quiet_kib(&server);
		crawl(bench, state, server.gopher);
		grown[i] = (double)memory_pss_kib(server.pid) - before;
		child_stop(server.pid);
	}
	row_add(state->rows[ROW_CACHE], (grown[0] - grown[1]) / 1024,
		CACHE_BYTES / (1024 * 1024));
	row_note(state->rows[ROW_CACHE], "%.1f MiB more even without one",
		grown[1] / 1024);
}

/* --- growth ------------------------------------------------------------------------- */

static double cost_us(
	struct bench *bench, const struct server *server, bool tls, const char *path)
{
	char request[300];
	struct load_result result;

	if (tls)
		snprintf(request, sizeof(request), "gemini://localhost:%u%s\r\n",
			server->gemini, path);
	else
		snprintf(request, sizeof(request), "%s\r\n", path);
	return load_cost_us(bench, "a blog that grows", server->pid,
		&(struct load){.port = tls ? server->gemini : server->gopher,
			.tls = tls,
			.request = request,
			.clients = 2,
			.requests = tls ? 300 : 1500},
		&result);
}

static void growth_row(struct bench *bench, struct state *state, enum row_of row,
	const struct server *few, const struct server *many, const char *path)
{
	bool tls = row == ROW_WARM_TLS;
	double theirs = cost_us(bench, few, tls, path);

	row_add(state->rows[row], cost_us(bench, many, tls, path), theirs);
}

/* Each page is rendered again: nothing fits into the cache. */
static void cold_rows(struct bench *bench, struct state *state)
{
	struct server few, many;
	struct start_result result;

	if (!start_measure(bench, state->few.folder, NO_CACHE, &few, &result))
		return;
	if (start_measure(bench, state->many.folder, NO_CACHE, &many, &result)) {
		for (int i = 0; i < COLD_ROUNDS && !bench_stopped(); i++) {
			growth_row(
				bench, state, ROW_COLD_PAGE, &few, &many, "/about.txt");
			growth_row(bench, state, ROW_COLD_HOME, &few, &many, "/");
			growth_row(
				bench, state, ROW_COLD_ARCHIVE, &few, &many, "/archive/");
			growth_row(
				bench, state, ROW_COLD_TAG, &few, &many, "/tags/notes/");
		}
		child_stop(many.pid);
	}
	child_stop(few.pid);
}

static void walk_row(
	struct bench *bench, struct row *row, const struct server *many, bool tls)
{
	struct walk_result result;

	walk_measure(many, tls, WALK_LIMIT_MS, &result);
	if (result.errors)
		bench_error(bench, "%zu listings were cut", result.errors);
	row_add(row, (double)result.largest_bytes / 1024, 0);
	row_note(row, "%s; %zu read, %zu not", result.largest, result.pages, result.left);
}

/* --- the rounds --------------------------------------------------------------------- */

static void reload_rows(
	struct bench *bench, struct state *state, const struct server *many)
{
	struct reload_result result;

	reload_measure(many, state->many.folder, &state->many.content, state->changes,
		CHANGES, &result);
	state->changes += CHANGES;
	if (result.lost)
		bench_error(bench, "%u changes were never seen", result.lost);
	row_add(state->rows[ROW_VISIBLE], result.visible_ms, 0);
	row_note(state->rows[ROW_VISIBLE], "%.0f ms CPU", result.cpu_ms);
	row_add(state->rows[ROW_SLOWEST], result.slowest_ms, result.calm_ms);
}

static void with_both(struct bench *bench, struct state *state, const struct server *few,
	const struct server *many)
{
	bool first = state->rows[ROW_INDEX]->count == 0;

	if (first)
		memory_row(state, ROW_INDEX, few, many);
	growth_row(bench, state, ROW_WARM_TLS, few, many, "/about/");
	growth_row(bench, state, ROW_WARM_GOPHER, few, many, "/about.txt");
	reload_rows(bench, state, many);
	if (first)
		memory_row(state, ROW_INDEX_LATER, few, many);
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	struct server few, many;
	struct start_result result;

	if (!state->began_ms)
		state->began_ms = now_ms();
	if (now_ms() - state->began_ms > ROUNDS_MS)
		return;
	start_rows(bench, state);
	if (!start_measure(bench, state->few.folder, NULL, &few, &result))
		return;
	if (start_measure(bench, state->many.folder, NULL, &many, &result)) {
		row_add(state->rows[ROW_MANY], result.ready_ms, 0);
		row_note(state->rows[ROW_MANY], "%.0f ms CPU", result.cpu_ms);
		with_both(bench, state, &few, &many);
		if (state->rows[ROW_LARGEST_GEMINI]->count == 0) {
			walk_row(bench, state->rows[ROW_LARGEST_GEMINI], &many, true);
			walk_row(bench, state->rows[ROW_LARGEST_GOPHER], &many, false);
		}
		child_stop(many.pid);
	}
	child_stop(few.pid);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;

	if (!bench_stopped())
		cold_rows(bench, state);
	if (!bench_stopped())
		cache_row(bench, state);
	content_remove(state->folder);
	free(state);
}

const struct measurement measure_scale = {
	.name = "scale", .begin = begin, .round = measure_round, .end = end};
