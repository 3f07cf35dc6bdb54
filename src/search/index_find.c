/* SPDX-License-Identifier: MIT */
/* Searches. The database says which rows have the words and where; which of them are pages now, and in what order,
 * is decided here, from the snapshot of the request and from each row alone. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "search/index_internal.h"

/* Steps of SQLite's machine between two looks at the clock: some 10 us. */
#define STEPS        400     /* of SQLite between two looks at the clock ... */
#define FILTER_STEPS 256     /* ... and pages, where no word is wanted */
#define PAUSE_NS     1000000 /* between two tries to read, while somebody writes */

struct search_reader {
	struct search_index *index;
	sqlite3 *db;
	sqlite3_stmt *generation, *visit;
	struct index_view view;
	/* of the search that runs */
	const atomic_bool *stop;
	struct timespec deadline;
};

/* --- readers ------------------------------------------------------------------------ */

static int has_to_end(void *ctx)
{
	const struct search_reader *reader = ctx;
	struct timespec now;

	if (reader->stop && atomic_load(reader->stop))
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > reader->deadline.tv_sec ||
	       (now.tv_sec == reader->deadline.tv_sec &&
		       now.tv_nsec > reader->deadline.tv_nsec);
}

/* In memory, who writes keeps readers out for a while. */
static int wait_for_writer(void *ctx, int tries)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};

	(void)tries;
	if (has_to_end(ctx))
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

int search_reader_new(struct search_index *index, struct search_reader **out)
{
	struct search_reader *reader = memory_new(1, sizeof(*reader));
	int error = index_open(
		index->file.path.ptr, false, index->memory_max_bytes, &reader->db);

	reader->index = index;
	if (!error)
		error = index_prepare(
			reader->db, "PRAGMA user_version", &reader->generation);
	if (!error)
		error = index_prepare(reader->db,
			"SELECT visit(words, ?2) FROM words WHERE words MATCH ?1",
			&reader->visit);
	if (!error)
		error = index_error(reader->db,
			sqlite3_busy_handler(reader->db, wait_for_writer, reader));
	*out = reader;
	if (error) {
		search_reader_free(reader);
		*out = NULL;
	}
	return error;
}

void search_reader_free(struct search_reader *reader)
{
	if (!reader)
		return;
	sqlite3_finalize(reader->generation);
	sqlite3_finalize(reader->visit);
	sqlite3_close(reader->db);
	free(reader->view.posts);
	free(reader);
}

/* --- a search ------------------------------------------------------------------------ */

struct candidate {
	const struct post *post;
	uint32_t points;
};

struct search {
	struct search_reader *reader;
	const struct site *site;
	const struct search_query *query;
	struct arena *arena;
	struct index_filter filter;
	unsigned char *excluded; /* by place in by_source; NULL: nothing */
	size_t wanted;           /* words and phrases */
	struct candidate *best;  /* a heap: the least of them is the first */
	size_t kept, most, total;
};

/* --- the best of them ----------------------------------------------------------------------- */

/* < 0: @a stands before @b. Never 0 for two posts. */
static int compare(const struct candidate *a, const struct candidate *b)
{
	if (a->points != b->points)
		return a->points > b->points ? -1 : 1;
	int order = site_order(a->post, b->post);
	return order ? order : slice_cmp(a->post->source, b->post->source);
}

static int by_rank(const void *a, const void *b)
{
	return compare(a, b);
}

static void sift_down(struct candidate *heap, size_t count, size_t at)
{
	for (size_t child; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count && compare(&heap[child + 1], &heap[child]) > 0)
			child++;
		if (compare(&heap[child], &heap[at]) <= 0)
			return;
		struct candidate moved = heap[at];
		heap[at] = heap[child];
		heap[child] = moved;
	}
}

static void keep(struct search *search, const struct candidate *candidate)
{
	struct candidate *heap = search->best;

	search->total++;
	if (search->kept < search->most) {
		heap[search->kept++] = *candidate;
		for (size_t at = search->kept - 1; at; at = (at - 1) / 2) {
			size_t parent = (at - 1) / 2;
			if (compare(&heap[at], &heap[parent]) <= 0)
				break;
			struct candidate moved = heap[at];
			heap[at] = heap[parent];
			heap[parent] = moved;
		}
	} else if (search->most && compare(candidate, &heap[0]) < 0) {
		heap[0] = *candidate;
		sift_down(heap, search->kept, 0);
	}
}

/* The post of row @number, or NULL. */
static const struct post *post_of_row(const struct search *search, uint32_t number)
{
	const struct index_view *view = &search->reader->view;
	uint32_t place = number <= view->count ? view->posts[number] : 0;

	return place ? search->site->by_source[place - 1] : NULL;
}

static void visit_hit(
	void *ctx, const Fts5ExtensionApi *api, Fts5Context *fts, uint32_t number)
{
	struct search *search = ctx;
	struct candidate candidate = {.post = post_of_row(search, number)};

	if (!candidate.post || !index_filter_fits(&search->filter, candidate.post))
		return;
	candidate.points = index_score(api, fts,
		index_row(&search->reader->index->rows, number), search->wanted);
	keep(search, &candidate);
}

static void visit_excluded(
	void *ctx, const Fts5ExtensionApi *api, Fts5Context *fts, uint32_t number)
{
	struct search *search = ctx;
	const struct index_view *view = &search->reader->view;

	(void)api;
	(void)fts;
	if (number <= view->count && view->posts[number])
		search->excluded[view->posts[number] - 1] = 1;
}

/* --- the expression --------------------------------------------------------------------------- */

/* Letters and digits alone are in a token, but quotes are doubled all the same. */
static void put_term(struct buf *out, const struct search_term *term)
{
	if (term->in_title)
		buf_put(out, S("{title} : "));
	buf_putc(out, '"');
	for (size_t i = 0; i < term->token_count; i++) {
		if (i)
			buf_putc(out, ' ');
		for (size_t k = 0; k < term->tokens[i].len; k++) {
			if (term->tokens[i].ptr[k] == '"')
				buf_putc(out, '"');
			buf_putc(out, term->tokens[i].ptr[k]);
		}
	}
	buf_putc(out, '"');
}

static bool has_words(const struct search_term *term)
{
	return term->kind == SEARCH_WORD || term->kind == SEARCH_PHRASE;
}

/* The words that are wanted, or those that are not, with @between them. Returns their number. */
static size_t put_terms(struct buf *out, const struct search_query *query, bool excluded,
	struct slice between)
{
	size_t count = 0;

	for (size_t i = 0; i < query->count; i++) {
		const struct search_term *term = &query->terms[i];
		if (!has_words(term) || term->excluded != excluded)
			continue;
		if (count++)
			buf_put(out, between);
		put_term(out, term);
	}
	return count;
}

static int run(struct search_reader *reader, struct slice expression,
	const struct index_visit *visit)
{
	int result;

	sqlite3_bind_text64(reader->visit, 1, expression.ptr, expression.len,
		SQLITE_STATIC, SQLITE_UTF8);
	sqlite3_bind_pointer(reader->visit, 2, (void *)visit, INDEX_VISIT, NULL);
	do {
		result = sqlite3_step(reader->visit);
	} while (result == SQLITE_ROW);
	sqlite3_reset(reader->visit);
	sqlite3_clear_bindings(reader->visit);
	return result;
}

/* --- searching ---------------------------------------------------------------------------------- */

/* No word is wanted: all pages that the filters leave, but those with the words that are not wanted. */
static int find_filtered(struct search *search)
{
	auto_buf struct buf expression = BUF(BUF_MAX_BYTES);
	const struct index_visit visit = {visit_excluded, search};
	const struct site *site = search->site;
	int result = SQLITE_DONE;

	search->excluded = arena_alloc(search->arena, site->source_count + 1);
	if (put_terms(&expression, search->query, true, S(" OR ")))
		result = run(search->reader, buf_slice(&expression), &visit);
	for (size_t i = 0; result == SQLITE_DONE && i < site->source_count; i++) {
		if (i % FILTER_STEPS == 0 && has_to_end(search->reader))
			result = SQLITE_INTERRUPT;
		const struct candidate candidate = {.post = site->by_source[i]};
		if (!search->excluded[i] && index_is_page(candidate.post) &&
			index_filter_fits(&search->filter, candidate.post))
			keep(search, &candidate);
	}
	return result;
}

static int find_words(struct search *search)
{
	auto_buf struct buf expression = BUF(BUF_MAX_BYTES);
	const struct index_visit visit = {visit_hit, search};

	buf_putc(&expression, '(');
	search->wanted = put_terms(&expression, search->query, false, S(" AND "));
	if (!search->wanted)
		return find_filtered(search);
	buf_putc(&expression, ')');
	size_t wanted_len = expression.len;
	buf_puts(&expression, " NOT (");
	if (put_terms(&expression, search->query, true, S(" OR ")))
		buf_putc(&expression, ')');
	else
		buf_truncate(&expression, wanted_len);
	return run(search->reader, buf_slice(&expression), &visit);
}

static void hand_out(
	struct search *search, size_t from, size_t count, struct search_hits *out)
{
	if (search->kept)
		qsort(search->best, search->kept, sizeof(*search->best), by_rank);
	out->total = search->total;
	size_t to = from + count < search->kept ? from + count : search->kept;
	out->count = from < to ? to - from : 0;
	const struct post **posts =
		arena_array(search->arena, out->count + 1, const struct post *);
	for (size_t i = 0; i < out->count; i++)
		posts[i] = search->best[from + i].post;
	out->posts = posts;
}

static void set_deadline(struct search_reader *reader, unsigned deadline_ms)
{
	clock_gettime(CLOCK_MONOTONIC, &reader->deadline);
	reader->deadline.tv_sec += deadline_ms / 1000;
	reader->deadline.tv_nsec += (long)(deadline_ms % 1000) * 1000000;
	if (reader->deadline.tv_nsec >= 1000000000) {
		reader->deadline.tv_nsec -= 1000000000;
		reader->deadline.tv_sec++;
	}
}

static enum search_outcome outcome_of(int result)
{
	switch (result & 0xff) {
	case SQLITE_DONE:
		return SEARCH_FOUND;
	case SQLITE_INTERRUPT:
	case SQLITE_BUSY:
		return SEARCH_CUT;
	}
	return SEARCH_FAILED;
}

enum search_outcome search_find(struct search_reader *reader, const struct site *site,
	const struct search_query *query, size_t from, size_t count, unsigned deadline_ms,
	const atomic_bool *stop, struct arena *arena, struct search_hits *out)
{
	struct search search = {
		.reader = reader, .site = site, .query = query, .arena = arena};
	int64_t generation = 0;
	int result = SQLITE_ERROR;

	*out = (struct search_hits){0};
	if (!query->count)
		return SEARCH_FOUND;
	index_filter_init(&search.filter, site, query, arena);
	reader->stop = stop;
	set_deadline(reader, deadline_ms);
	sqlite3_progress_handler(reader->db, STEPS, has_to_end, reader);
	int error = index_exec(reader->db, "BEGIN");
	if (!error)
		error = index_number(reader->db, reader->generation, &generation);
	if (error == -EBUSY)
		result = SQLITE_BUSY;
	if (!error) {
		index_view_make(&reader->view, reader->index, site, (uint32_t)generation);
		search.most = from < site->source_count ? from + count : 0;
		search.best = arena_array(arena, search.most + 1, struct candidate);
		result = find_words(&search);
	}
	sqlite3_progress_handler(reader->db, 0, NULL, NULL);
	index_exec(reader->db, "COMMIT");
	hand_out(&search, from, count, out);
	return outcome_of(result);
}
