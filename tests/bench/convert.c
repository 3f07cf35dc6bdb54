/* SPDX-License-Identifier: MIT */
/* Conversion, cold: the same posts, one thread, no files, our converter and lowdown's library in turn. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef HAVE_LOWDOWN
#include <sys/queue.h>

#include <lowdown.h>
#endif

#include "bench.h"

#include "base/file.h"
#include "data/frontmatter.h"
#include "render/gemtext.h"
#include "text/convert.h"

#include <fcntl.h>

#define POSTS_MAX       20000
#define TOTAL_MAX_BYTES (256 * 1024 * 1024)

/* nftw(3) has no context: what it collects is here. */
static struct {
	struct slice bodies[POSTS_MAX];
	size_t count, bytes;
	struct arena arena;
} posts;

static int collect(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct frontmatter fm;
	struct buf bytes;
	(void)at;
	if (kind != FTW_F || !slice_ends(slice_str(path), S(".md")) ||
		posts.count == POSTS_MAX ||
		posts.bytes + (size_t)st->st_size > TOTAL_MAX_BYTES)
		return 0;
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	buf_init(&bytes, CONVERT_SOURCE_MAX_BYTES);
	if (fd >= 0 && file_read(fd, CONVERT_SOURCE_MAX_BYTES, &bytes) == 0) {
		struct slice all = buf_dup(&bytes, &posts.arena);
		frontmatter_split(all, true, FRONTMATTER_MARKED, &fm);
		if (fm.format != FRONTMATTER_NONE)
			all = slice_from(all, fm.body_offset);
		posts.bodies[posts.count++] = all;
		posts.bytes += all.len;
	}
	buf_fini(&bytes);
	return 0;
}

static double ours_ms(void)
{
	const struct convert_options options = {
		.liquid = true, .kramdown = true, .smart = true, .lang = S("en")};
	const struct text_env env = {.first_line = 1};
	struct arena arena;
	struct buf out;
	arena_init(&arena);
	buf_init(&out, BUF_UNLIMITED);
	uint64_t began = cpu_own_ns();
	for (size_t i = 0; i < posts.count; i++) {
		struct doc *doc;
		convert(&arena, posts.bodies[i], &options, &env, &doc);
		buf_clear(&out);
		gemtext_render(&out, doc, NULL);
		arena_reset(&arena);
	}
	double took = (double)(cpu_own_ns() - began) / 1e6;
	buf_fini(&out);
	arena_fini(&arena);
	return took;
}

#ifdef HAVE_LOWDOWN
static double theirs_ms(void)
{
	/* What the command does by default. */
	const struct lowdown_opts options = {
		.type = LOWDOWN_GEMINI,
		.maxdepth = 128,
		.feat = LOWDOWN_AUTOLINK | LOWDOWN_COMMONMARK | LOWDOWN_DEFLIST |
			LOWDOWN_FENCED | LOWDOWN_FOOTNOTES | LOWDOWN_METADATA |
			LOWDOWN_STRIKE | LOWDOWN_SUPER | LOWDOWN_TABLES |
			LOWDOWN_TASKLIST | LOWDOWN_ATTRS,
		.oflags = LOWDOWN_SMARTY,
	};
	uint64_t began = cpu_own_ns();
	for (size_t i = 0; i < posts.count; i++) {
		char *out = NULL;
		size_t len;
		lowdown_buf(&options, posts.bodies[i].ptr, posts.bodies[i].len, &out,
			&len, NULL);
		free(out);
	}
	return (double)(cpu_own_ns() - began) / 1e6;
}
#endif

static void *begin(struct bench *bench)
{
	arena_init(&posts.arena);
	posts.count = posts.bytes = 0;
	if (nftw(bench->blog, collect, 32, FTW_PHYS) || !posts.count) {
		bench_error(bench, "no posts in %s", bench->blog);
		arena_fini(&posts.arena);
		return NULL;
	}
	struct row_spec spec = {
		.what = "conversion by the library, no cache", .unit = "MB/s"};
#ifdef HAVE_LOWDOWN
	spec.beside = "lowdown's library";
	spec.goal = GOAL_RATIO_AT_LEAST;
	spec.limit = 1;
#endif
	struct row *row = rows_add(&bench->rows, &spec);
	row_note(row, "%zu posts, %.1f MB%s", posts.count, (double)posts.bytes / 1e6,
		spec.beside ? "" : "; built without liblowdown-dev");
	return row;
}

static void measure_round(struct bench *bench, void *state)
{
	double mb = (double)posts.bytes / 1e6 * 1e3, theirs = 0;
	(void)bench;
	double ours = mb / ours_ms();
#ifdef HAVE_LOWDOWN
	theirs = mb / theirs_ms();
#endif
	row_add(state, ours, theirs);
}

static void end(struct bench *bench, void *state)
{
	(void)bench;
	(void)state;
	arena_fini(&posts.arena);
}

const struct measurement measure_convert = {.name = "convert",
	.quick = true,
	.begin = begin,
	.round = measure_round,
	.end = end};
