/* SPDX-License-Identifier: MIT */
/* A whole blog by commands: `splashdown render BLOG OUT` once, and `lowdown -tgemini` for each of the posts
 * that it made. Commands, with all that a command does: it starts, reads, writes. The library beside the
 * library is in convert.c. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define POSTS_MAX 300 /* beyond, lowdown's part of a round would take too long */

/* nftw(3) has no context: what it collects is here. */
static struct {
	const char *blog;
	size_t skip; /* of a path in OUT */
	char *sources[POSTS_MAX];
	size_t count, all;
} posts;

struct state {
	char *out;
	struct row *row;
};

static int collect(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	char *source;
	size_t len = strlen(path);
	(void)st;
	(void)at;
	if (kind != FTW_F || len < 4 || strcmp(path + len - 4, ".gmi") != 0)
		return 0;
	if (asprintf(&source, "%s%.*s.md", posts.blog, (int)(len - 4 - posts.skip),
		    path + posts.skip) < 0)
		abort();
	if (access(source, R_OK) == 0) {
		posts.all++;
		if (posts.count < POSTS_MAX) {
			posts.sources[posts.count++] = source;
			return 0;
		}
	}
	free(source);
	return 0;
}

static bool ours(const struct bench *bench, const struct state *state, uint64_t *cpu_ns)
{
	const char *const argv[] = {
		bench->program, "render", bench->blog, state->out, NULL};
	return child_run(argv, cpu_ns);
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;
	(void)bench;
	while (posts.count)
		free(posts.sources[--posts.count]);
	posts.all = 0;
	free(state->out);
	free(state);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));
	if (!state)
		abort();
	state->out = bench_path(bench, "render");
	posts.blog = bench->blog;
	posts.skip = strlen(state->out);
	ours(bench, state, NULL);
	if (nftw(state->out, collect, 32, FTW_PHYS) || !posts.count) {
		bench_error(bench, "nothing was rendered of %s", bench->blog);
		end(bench, state);
		return NULL;
	}
	state->row = rows_add(
		&bench->rows, &(struct row_spec){.what = "render a blog, commands",
				      .unit = "ms CPU per post",
				      .beside = "lowdown -tgemini"});
	row_note(state->row, "%zu posts and pages", posts.all);
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	struct state *state = data;
	uint64_t our_ns, sum_ns = 0, one_ns;
	/* Its status tells of mistakes in the blog, too. */
	(void)ours(bench, state, &our_ns);
	for (size_t i = 0; i < posts.count && !bench_stopped(); i++) {
		const char *const argv[] = {
			"lowdown", "-tgemini", posts.sources[i], NULL};
		if (!child_run(argv, &one_ns)) {
			row_note(state->row, "lowdown is not installed, or fails");
			return;
		}
		sum_ns += one_ns;
	}
	if (!bench_stopped())
		row_add(state->row, (double)our_ns / 1e6 / (double)posts.all,
			(double)sum_ns / 1e6 / (double)posts.count);
}

const struct measurement measure_render = {
	.name = "render", .begin = begin, .round = measure_round, .end = end};
