/* SPDX-License-Identifier: MIT */
/* Searches. The database says which rows have the words and where; which of them are pages now, and in what order,
 * is decided here, from the snapshot of the request and from each row alone. */
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "search/index_internal.h"
#include "site/scope.h"

/* Steps of SQLite's machine between two looks at the clock: some 10 us. */
#define STEPS 400

/* Which post of the snapshot each row is: 1 + its place in by_source; 0: none that readers may find. */
struct view {
	uint32_t *posts;
	uint32_t count;
	const struct site *site; /* only compared */
	unsigned long long version, names_version;
	size_t source_count;
	uint32_t generation;
};

struct search_reader {
	struct search_index *index;
	sqlite3 *db;
	sqlite3_stmt *generation, *visit;
	struct view view;
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

/* --- the view ------------------------------------------------------------------------- */

/* The row of @post in @generation, or 0. */
static uint32_t row_of(
	const struct index_rows *rows, const struct post *post, uint32_t generation)
{
	uint32_t number = index_rows_find(rows, slice_hash(post->source));

	while (number) {
		const struct index_row *row = index_row(rows, number);
		unsigned ended = atomic_load(&row->ended);
		if (row->born <= generation)
			return !ended || ended > generation ? number : 0;
		number = row->older;
	}
	return 0;
}

static void make_view(
	struct search_reader *reader, const struct site *site, uint32_t generation)
{
	struct search_index *index = reader->index;
	struct view *view = &reader->view;

	if (view->posts && view->site == site && view->version == site->version &&
		view->names_version == site->names_version &&
		view->source_count == site->source_count &&
		view->generation == generation)
		return;
	pthread_mutex_lock(&index->lock);
	free(view->posts);
	*view = (struct view){.site = site,
		.version = site->version,
		.names_version = site->names_version,
		.source_count = site->source_count,
		.generation = generation,
		.count = index->rows.count};
	view->posts = memory_new((size_t)view->count + 1, sizeof(*view->posts));
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		uint32_t row = post_is_listed(post) && !post->redirect_to.len
				       ? row_of(&index->rows, post, generation)
				       : 0;
		if (row)
			view->posts[row] = (uint32_t)i + 1;
	}
	pthread_mutex_unlock(&index->lock);
}

/* --- what a query asks ------------------------------------------------------------------ */

/* A tag's posts, by their pointers. */
struct tagged {
	const struct post **posts;
	size_t count;
};

struct candidate {
	const struct post *post;
	uint32_t points;
};

struct search {
	struct search_reader *reader;
	const struct site *site;
	const struct search_query *query;
	struct arena *arena;
	struct tagged tags[SEARCH_WORDS_MAX]; /* of each term that is a SEARCH_TAG */
	unsigned char *excluded;              /* by place in by_source; NULL: nothing */
	size_t wanted;                        /* words and phrases */
	struct candidate *best;               /* a heap: the least of them is the first */
	size_t kept, most, total;
};

static int by_pointer(const void *a, const void *b)
{
	const struct post *x = *(const struct post *const *)a,
			  *y = *(const struct post *const *)b;

	return x < y ? -1 : x > y;
}

static void add_group(
	struct search *search, struct tagged *to, const struct site_group *group)
{
	const struct post **posts = arena_array(
		search->arena, to->count + group->count + 1, const struct post *);

	for (size_t i = 0; i < to->count; i++)
		posts[i] = to->posts[i];
	for (size_t i = 0; i < group->count; i++)
		posts[to->count + i] = group->posts[i];
	to->posts = posts;
	to->count += group->count;
}

/* Tags, categories, series: readers do not know which of them a word is. */
static void find_tagged(struct search *search, struct slice slug, struct tagged *to)
{
	for (unsigned i = 0; i < taxonomy_count(search->site); i++) {
		size_t count;
		const struct site_group *groups = scope_groups(search->site, i, &count),
					*group = site_group_find(groups, count, slug);
		if (group)
			add_group(search, to, group);
	}
	if (to->count)
		qsort(to->posts, to->count, sizeof(*to->posts), by_pointer);
}

/* "fr" fits "fr-CA" too. */
static bool is_in_language(const struct post *post, struct slice lang)
{
	struct slice base = slice_head(post->lang, lang.len);

	return slice_eq_nocase(base, lang) &&
	       (post->lang.len == lang.len || post->lang.ptr[lang.len] == '-');
}

static bool is_of_year(const struct post *post, struct slice digits)
{
	unsigned long long year;

	return post->date.set && slice_to_uint(digits, &year) &&
	       (unsigned long long)date_civil(&post->date).year == year;
}

static bool fits_filters(const struct search *search, const struct post *post)
{
	for (size_t i = 0; i < search->query->count; i++) {
		const struct search_term *term = &search->query->terms[i];
		bool fits = true;
		switch (term->kind) {
		case SEARCH_WORD:
		case SEARCH_PHRASE:
			continue;
		case SEARCH_TAG:
			fits = search->tags[i].count &&
			       bsearch(&post, search->tags[i].posts,
				       search->tags[i].count, sizeof(post), by_pointer);
			break;
		case SEARCH_LANG:
			fits = is_in_language(post, term->text);
			break;
		case SEARCH_YEAR:
			fits = is_of_year(post, term->text);
			break;
		}
		if (fits == term->excluded)
			return false;
	}
	return true;
}

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
	const struct view *view = &search->reader->view;
	uint32_t place = number <= view->count ? view->posts[number] : 0;

	return place ? search->site->by_source[place - 1] : NULL;
}

static void visit_hit(
	void *ctx, const Fts5ExtensionApi *api, Fts5Context *fts, uint32_t number)
{
	struct search *search = ctx;
	struct candidate candidate = {.post = post_of_row(search, number)};

	if (!candidate.post || !fits_filters(search, candidate.post))
		return;
	candidate.points = index_score(api, fts,
		index_row(&search->reader->index->rows, number), search->wanted);
	keep(search, &candidate);
}

static void visit_excluded(
	void *ctx, const Fts5ExtensionApi *api, Fts5Context *fts, uint32_t number)
{
	struct search *search = ctx;
	const struct view *view = &search->reader->view;

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
		const struct candidate candidate = {.post = site->by_source[i]};
		if (!search->excluded[i] && post_is_listed(candidate.post) &&
			!candidate.post->redirect_to.len &&
			fits_filters(search, candidate.post))
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
	if (result == SQLITE_DONE)
		return SEARCH_FOUND;
	return (result & 0xff) == SQLITE_INTERRUPT ? SEARCH_CUT : SEARCH_FAILED;
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
	for (size_t i = 0; i < query->count; i++) {
		if (query->terms[i].kind == SEARCH_TAG)
			find_tagged(&search, query->terms[i].text, &search.tags[i]);
	}
	reader->stop = stop;
	set_deadline(reader, deadline_ms);
	sqlite3_progress_handler(reader->db, STEPS, has_to_end, reader);
	if (index_exec(reader->db, "BEGIN") == 0 &&
		index_number(reader->db, reader->generation, &generation) == 0) {
		make_view(reader, site, (uint32_t)generation);
		search.most = from < site->source_count ? from + count : 0;
		search.best = arena_array(arena, search.most + 1, struct candidate);
		result = find_words(&search);
	}
	sqlite3_progress_handler(reader->db, 0, NULL, NULL);
	index_exec(reader->db, "COMMIT");
	hand_out(&search, from, count, out);
	return outcome_of(result);
}
