/* SPDX-License-Identifier: MIT */
/* The index of words by itself, one thread: how long it takes to make, what it weighs, how long queries take. A fifth
 * of the posts is written without spaces; how often words are used follows Zipf. */
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#include "search/index.h"

#define WORDS      40000
#define CHARACTERS 2500

enum row_of {
	ROW_INDEX,
	ROW_DATABASE,
	ROW_CHANGED,
	ROW_QUERY_SOME,
	ROW_QUERY_MANY,
	ROW_FIRST_MANY,
	ROW_MEMORY_FEW,
	ROW_MEMORY_MANY,
	ROW_COUNT
};

static const struct row_spec specs[ROW_COUNT] = {
	[ROW_INDEX] = {"search: words of 7,000 posts, 78 MB", "ms CPU", NULL,
		GOAL_OURS_AT_MOST, 8000},
	[ROW_DATABASE] = {"search: database of these", "% of the text", NULL,
		GOAL_OURS_AT_MOST, 70},
	[ROW_CHANGED] = {"search: one of them changed", "ms CPU", NULL, GOAL_OURS_AT_MOST,
		50},
	[ROW_QUERY_SOME] = {"search: slowest query, 7,000 posts", "ms CPU", NULL,
		GOAL_OURS_AT_MOST, 5},
	[ROW_QUERY_MANY] = {"search: slowest query, 127,000 posts", "ms CPU", NULL,
		GOAL_OURS_AT_MOST, 50},
	[ROW_FIRST_MANY] = {"search: the first after a change, 127,000 posts", "ms CPU",
		NULL, GOAL_NONE, 0},
	[ROW_MEMORY_FEW] = {"search: memory for the words of 500 posts", "MiB", NULL,
		GOAL_OURS_AT_MOST, 4},
	[ROW_MEMORY_MANY] = {"search: memory for the words of 127,000 posts", "MiB", NULL,
		GOAL_OURS_AT_MOST, 16},
};

static const struct {
	const char *typed, *what;
} queries[] = {
	{"everywhere", "a word of every post"},
	{"wapa wape", "two frequent words"},
	{"\"wapa wape\"", "a phrase of frequent words"},
	{"wapa -wape lang:en", "a word without another"},
	{"wotisa", "a rare word"},
	{"\u4E00\u4E00", "two characters"},
	{"\u4E00", "one character"},
	{NULL, "256 characters"},
	{"lang:en -wape", "a filter"},
};

/* A site whose posts are numbers. */
struct site_of {
	struct post *posts;
	const struct post **by_source;
	struct settings *settings;
	struct site site;
	struct arena arena;
};

struct state {
	struct row *rows[ROW_COUNT];
	char *folder;
	struct buf body; /* of one post */
};

/* Of xorshift64. */
static double next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (double)(*seed >> 11) / (double)(1ull << 53);
}

/* 0 twice as often as 1, three times as often as 2 ... */
static unsigned zipf(uint64_t *seed, unsigned count)
{
	return (unsigned)exp(next_random(seed) * log(count)) - 1;
}

/* "wa", "we", "wi" ... "wapa": a name for each number, in all about as long as words of English. */
static void put_word(struct buf *out, unsigned number)
{
	static const char vowels[] = "aeiou", consonants[] = "wpltmrskdn";

	for (unsigned i = 0; number || !i; i++) {
		buf_putc(out, consonants[i ? number % 10 : 0]);
		number /= i ? 10 : 1;
		buf_putc(out, vowels[number % 5]);
		number /= 5;
	}
}

/* Two or three characters for each number; nothing between them. */
static void put_characters(struct buf *out, unsigned number)
{
	uint64_t seed = (number + 1) * 0x9E3779B97F4A7C15u;

	for (unsigned i = 0; i < 2 + number % 2; i++)
		buf_put_utf8(out, 0x4E00 + zipf(&seed, CHARACTERS));
}

static struct slice body_of(struct state *state, unsigned post, size_t bytes)
{
	uint64_t seed = (post + 1) * 0x9E3779B97F4A7C15u;

	buf_clear(&state->body);
	buf_puts(&state->body, "everywhere ");
	while (state->body.len < bytes) {
		if (post % 5 == 4) {
			put_characters(&state->body, zipf(&seed, WORDS));
			if (next_random(&seed) < 0.1)
				buf_puts(&state->body, "\u3002");
			continue;
		}
		put_word(&state->body, 5 + zipf(&seed, WORDS));
		buf_putc(&state->body, next_random(&seed) < 0.1 ? '\n' : ' ');
	}
	return buf_slice(&state->body);
}

static void make_site(struct site_of *out, unsigned count)
{
	*out = (struct site_of){0};
	out->posts = calloc(count, sizeof(*out->posts));
	out->by_source = calloc(count, sizeof(*out->by_source));
	out->settings = calloc(1, sizeof(*out->settings));
	for (unsigned i = 0; i < count; i++) {
		struct post *post = &out->posts[i];
		post->source = post->path =
			arena_printf(&out->arena, "_posts/%06u.md", i);
		post->title = arena_printf(&out->arena, "Post number %u", i);
		post->lang = i % 5 == 4 ? S("zh") : S("en");
		post->date = (struct date){.set = true, .at = (int64_t)i * 3600};
		out->by_source[i] = post;
	}
	out->site = (struct site){.by_source = out->by_source,
		.source_count = count,
		.settings = out->settings};
}

static void drop_site(struct site_of *site)
{
	free(site->posts);
	free(site->by_source);
	free(site->settings);
	arena_fini(&site->arena);
}

static double mib_now(void)
{
	malloc_trim(0);
	return (double)memory_pss_kib(getpid()) / 1024;
}

static bool put(struct state *state, struct search_index *index, const struct post *post,
	unsigned number, size_t bytes)
{
	const struct search_document document = {
		.post = post, .body = body_of(state, number, bytes)};

	return search_index_put(index, &document) == 0;
}

/* All @count posts of @bytes each; NULL: it failed. *@ms without the time that the texts took. */
static struct search_index *make_index(
	struct state *state, const struct site_of *site, size_t bytes, double *ms)
{
	const struct search_index_options options = {.folder = state->folder};
	struct search_index *index;
	uint64_t used = 0;
	bool good = search_index_new(&options, &index) == 0;

	for (unsigned i = 0; good && i < site->site.source_count; i++) {
		const struct search_document document = {
			.post = &site->posts[i], .body = body_of(state, i, bytes)};
		uint64_t began = cpu_own_ns();
		good = !bench_stopped() && search_index_put(index, &document) == 0;
		used += cpu_own_ns() - began;
	}
	uint64_t began = cpu_own_ns();
	if (good)
		good = search_index_commit(index) == 0;
	*ms = (double)(used + cpu_own_ns() - began) / 1e6;
	if (good)
		return index;
	search_index_free(index);
	return NULL;
}

static double query_ms(struct search_reader *reader, const struct site *site,
	struct slice typed, size_t *total)
{
	struct arena arena = {0};
	struct search_query query;
	struct search_hits hits;

	search_query_read(&arena, typed, &query);
	uint64_t began = cpu_own_ns();
	enum search_outcome outcome =
		search_find(reader, site, &query, 0, 30, 60000, NULL, &arena, &hits);
	double took = (double)(cpu_own_ns() - began) / 1e6;
	*total = outcome == SEARCH_FOUND ? hits.total : SIZE_MAX;
	arena_fini(&arena);
	return took;
}

static void measure_queries(struct bench *bench, struct state *state,
	const struct site_of *site, struct search_index *index, struct row *row,
	struct row *first)
{
	struct search_reader *reader;
	double slowest = 0;
	size_t total;

	if (search_reader_new(index, &reader) != 0) {
		bench_error(bench, "search: no reader");
		return;
	}
	double took = query_ms(reader, &site->site, S("everywhere"), &total);
	if (first)
		row_add(first, took, 0);
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct slice typed = slice_str(queries[i].typed);
		if (!typed.ptr)
			typed = slice_head_whole(
				slice_from(body_of(state, 4, 2000), 11), 768);
		/* The quickest of three: other work on the machine is not the query's. */
		took = INFINITY;
		for (int k = 0; k < 3; k++)
			took = fmin(took, query_ms(reader, &site->site, typed, &total));
		if (total == SIZE_MAX || (i == 0 && total != site->site.source_count))
			bench_error(bench, "search: %s failed", queries[i].what);
		if (took > slowest) {
			slowest = took;
			row_note(row, "%s, %zu hits", queries[i].what, total);
		}
	}
	row_add(row, slowest, 0);
	search_reader_free(reader);
}

static void measure_changes(struct bench *bench, struct state *state,
	const struct site_of *site, struct search_index *index, size_t bytes)
{
	enum { CHANGES = 20 };
	uint64_t began = cpu_own_ns();

	for (unsigned i = 0; i < CHANGES; i++) {
		unsigned number = (unsigned)(i * 37 % site->site.source_count);
		if (!put(state, index, &site->posts[number], number + 1, bytes) ||
			search_index_commit(index) != 0)
			bench_error(bench, "search: a changed post failed");
	}
	row_add(state->rows[ROW_CHANGED], (double)(cpu_own_ns() - began) / 1e6 / CHANGES,
		0);
}

struct size {
	unsigned posts;
	size_t bytes; /* of each */
	enum row_of query, memory;
};

static void measure_size(
	struct bench *bench, struct state *state, const struct size *size)
{
	struct search_index_facts facts;
	struct site_of site;
	double ms;

	make_site(&site, size->posts);
	double before = mib_now();
	struct search_index *index = make_index(state, &site, size->bytes, &ms);
	if (!index && !bench_stopped())
		bench_error(bench, "search: no index in %s", state->folder);
	if (index) {
		search_index_facts(index, &facts);
		if (size->query != ROW_COUNT)
			measure_queries(bench, state, &site, index,
				state->rows[size->query],
				size->query == ROW_QUERY_MANY
					? state->rows[ROW_FIRST_MANY]
					: NULL);
		if (size->memory != ROW_COUNT)
			row_add(state->rows[size->memory], mib_now() - before, 0);
		if (size->query == ROW_QUERY_SOME) {
			row_add(state->rows[ROW_INDEX], ms, 0);
			row_add(state->rows[ROW_DATABASE],
				100.0 * (double)facts.bytes /
					(double)(size->posts * size->bytes),
				0);
			measure_changes(bench, state, &site, index, size->bytes);
		}
	}
	search_index_free(index);
	drop_site(&site);
}

static void *begin(struct bench *bench)
{
	struct state *state = calloc(1, sizeof(*state));

	for (size_t i = 0; i < ROW_COUNT; i++)
		state->rows[i] = rows_add(&bench->rows, &specs[i]);
	state->folder = strdup(bench->scratch);
	return state;
}

static void measure_round(struct bench *bench, void *data)
{
	static const struct size sizes[] = {
		{500, 8000, ROW_COUNT, ROW_MEMORY_FEW},
		{7000, 11143, ROW_QUERY_SOME, ROW_COUNT},
		{127000, 1000, ROW_QUERY_MANY, ROW_MEMORY_MANY},
	};
	struct state *state = data;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		/* CPU time varies little: once is enough of the largest, twice of the others. */
		unsigned done = state->rows[i == 2 ? ROW_QUERY_MANY
					     : i   ? ROW_INDEX
						   : ROW_MEMORY_FEW]
					->count;
		if (!bench_stopped() && done < (i == 2 ? 1 : 2))
			measure_size(bench, state, &sizes[i]);
	}
}

static void end(struct bench *bench, void *data)
{
	struct state *state = data;

	(void)bench;
	buf_fini(&state->body);
	free(state->folder);
	free(state);
}

const struct measurement measure_search = {
	.name = "search", .begin = begin, .round = measure_round, .end = end};
