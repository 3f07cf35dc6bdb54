/* SPDX-License-Identifier: MIT */
/* The index as its writer sees it. */
#include "search/index.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "search/index_internal.h"

/* Contentless: the text is in the posts. Without columnsize: lengths are in our rows. Until it is whole, nobody reads
 * it, and a file that was not finished is of no use: no journal. */
#define SCHEMA                                                                           \
	"PRAGMA journal_mode = OFF; PRAGMA locking_mode = NORMAL;"                       \
	"CREATE VIRTUAL TABLE words USING fts5(body, title, tags, description,"          \
	" content = '', columnsize = 0, detail = full, tokenize = 'splashdown')"

#define WAITING_MAX_BYTES ((size_t)1024 * 1024)

/* --- life ------------------------------------------------------------------------- */

/* One address for each index in memory: connections of a process find each other by it. */
static void name_in_memory(struct buf *path)
{
	static atomic_uint last;

	buf_printf(path, "file:/splashdown-%u?vfs=memdb", atomic_fetch_add(&last, 1) + 1);
	buf_putc(path, '\0');
}

int search_index_new(
	const struct search_index_options *options, struct search_index **out)
{
	struct search_index *index = memory_new(1, sizeof(*index));
	bool in_memory = !options->folder;
	int error = 0;

	sqlite3_initialize();
	pthread_mutex_init(&index->lock, NULL);
	index_rows_init(&index->rows);
	index->file.lock = -1;
	if (in_memory) {
		index->memory_max_bytes = options->memory_max_bytes;
		name_in_memory(&index->file.path);
	} else {
		error = index_file_new(&index->file, options->folder);
	}
	if (!error)
		error = index_open(
			index->file.path.ptr, true, index->memory_max_bytes, &index->db);
	if (!error)
		error = index_exec(index->db, SCHEMA);
	if (!error)
		error = index_prepare(index->db,
			"INSERT INTO words(rowid, body, title, tags, description)"
			" VALUES(?1, ?2, ?3, ?4, ?5)",
			&index->insert);
	*out = index;
	if (error) {
		search_index_free(index);
		*out = NULL;
	}
	return error;
}

void search_index_free(struct search_index *index)
{
	if (!index)
		return;
	sqlite3_finalize(index->insert);
	sqlite3_close(index->db);
	if (index->memory_max_bytes)
		buf_fini(&index->file.path);
	else
		index_file_remove(&index->file);
	index_rows_fini(&index->rows);
	arena_fini(&index->turn);
	arena_fini(&index->waits);
	arena_fini(&index->scratch);
	pthread_mutex_destroy(&index->lock);
	free(index);
}

/* --- turns ------------------------------------------------------------------------- */

static int begin_turn(struct search_index *index)
{
	if (index->broken || index->in_turn)
		return index->broken;
	index->in_turn = true;
	index->turn_first_row = index->rows.count + 1;
	index->stored_row = index->rows.count;
	index->waiting = NULL;
	index->last_waiting = &index->waiting;
	return 0;
}

static void end_turn(struct search_index *index)
{
	arena_reset(&index->turn);
	arena_reset(&index->waits);
	index->ended = NULL;
	index->ended_count = index->ended_capacity = 0;
	index->in_turn = index->in_transaction = false;
}

/* Nothing of this turn is kept. Returns @error. */
static int roll_back(struct search_index *index, int error)
{
	if (index->in_transaction)
		index_exec(index->db, "ROLLBACK");
	if (!index->is_whole)
		index->broken = error;
	pthread_mutex_lock(&index->lock);
	while (index->rows.count > index->stored_row)
		index_rows_drop_last(&index->rows);
	for (uint32_t row = index->turn_first_row; row <= index->stored_row; row++)
		index_rows_disown(&index->rows, row);
	for (size_t i = 0; i < index->ended_count; i++)
		index_rows_reopen(&index->rows, index->ended[i]);
	pthread_mutex_unlock(&index->lock);
	end_turn(index);
	return error;
}

/* The newest row of that source is none from the next generation on. */
static void end_row(struct search_index *index, unsigned long long source_hash)
{
	uint32_t number = index_rows_find(&index->rows, source_hash);

	if (!number || !index_rows_end(&index->rows, number, index->generation + 1))
		return;
	if (number < index->turn_first_row)
		*arena_next(&index->turn, index->ended, index->ended_count,
			index->ended_capacity) = number;
}

/* --- putting ------------------------------------------------------------------------ */

static struct slice joined_tags(struct arena *arena, const struct post *post)
{
	struct buf out = BUF(BUF_MAX_BYTES);

	for (uint16_t i = 0; i < post->tag_count; i++) {
		buf_put(&out, post->tags[i]);
		buf_putc(&out, '\n');
	}
	for (uint16_t i = 0; i < post->category_count; i++) {
		buf_put(&out, post->categories[i]);
		buf_putc(&out, '\n');
	}
	buf_put(&out, post->series);
	return buf_take(&out, arena);
}

/* How many words of about six bytes: exact enough, and the same everywhere. */
static uint32_t length_of(struct slice text, uint32_t most)
{
	size_t words = text.len / 6;

	return words < most ? (uint32_t)words : most;
}

static int begin_transaction(struct search_index *index)
{
	int error = index->in_transaction ? 0 : index_exec(index->db, "BEGIN IMMEDIATE");

	if (!error)
		index->in_transaction = true;
	return error;
}

static int insert(struct search_index *index, uint32_t row,
	const struct slice columns[INDEX_COLUMNS])
{
	int error = begin_transaction(index);

	if (error)
		return error;
	sqlite3_bind_int64(index->insert, 1, row);
	for (int i = 0; i < INDEX_COLUMNS; i++)
		sqlite3_bind_text64(index->insert, i + 2, slice_printable(columns[i]),
			columns[i].len, SQLITE_STATIC, SQLITE_UTF8);
	error = index_error(index->db, sqlite3_step(index->insert));
	sqlite3_reset(index->insert);
	sqlite3_clear_bindings(index->insert);
	return error;
}

static int insert_waiting(struct search_index *index)
{
	int error = 0;

	for (; index->waiting && !error; index->waiting = index->waiting->next)
		error = insert(index, index->waiting->row, index->waiting->columns);
	index->last_waiting = &index->waiting;
	arena_reset(&index->waits);
	return error;
}

static void let_wait(struct search_index *index, uint32_t row,
	const struct slice columns[INDEX_COLUMNS])
{
	struct index_waiting *waiting = arena_new(&index->waits, struct index_waiting);

	waiting->row = row;
	for (int i = 0; i < INDEX_COLUMNS; i++)
		waiting->columns[i] = arena_dup(&index->waits, columns[i]);
	*index->last_waiting = waiting;
	index->last_waiting = &waiting->next;
}

/* In memory. Readers are kept out for a short time only: when much waits, it is stored, and is of this turn still. */
static int put_aside(struct search_index *index, uint32_t row,
	const struct slice columns[INDEX_COLUMNS])
{
	if (index->waits.used_bytes + columns[INDEX_BODY].len < WAITING_MAX_BYTES) {
		let_wait(index, row, columns);
		return 0;
	}
	int error = insert_waiting(index);
	if (!error)
		error = insert(index, row, columns);
	if (!error)
		error = index_exec(index->db, "COMMIT");
	if (!error) {
		index->in_transaction = false;
		index->stored_row = row;
	}
	return error;
}

static uint32_t add_row(struct search_index *index,
	const struct search_document *document, const struct slice columns[INDEX_COLUMNS])
{
	unsigned long long hash = slice_hash(document->post->source);

	pthread_mutex_lock(&index->lock);
	end_row(index, hash);
	struct index_row *row = index_rows_add(&index->rows, hash, index->generation + 1);
	row->quotes = document->quotes;
	row->body = length_of(columns[INDEX_BODY], (1 << 24) - 1);
	row->title = length_of(columns[INDEX_TITLE], (1 << 8) - 1);
	uint32_t number = index->rows.count;
	pthread_mutex_unlock(&index->lock);
	return number;
}

int search_index_put(struct search_index *index, const struct search_document *document)
{
	const struct post *post = document->post;
	int error = begin_turn(index);

	if (error)
		return error;
	arena_reset(&index->scratch);
	const struct slice columns[INDEX_COLUMNS] = {
		[INDEX_TITLE] = post->title,
		[INDEX_TAGS] = joined_tags(&index->scratch, post),
		[INDEX_DESCRIPTION] = post->description,
		[INDEX_BODY] = slice_head_whole(document->body, SEARCH_BODY_MAX_BYTES),
	};
	uint32_t row = add_row(index, document, columns);
	error = index->memory_max_bytes && index->is_whole
			? put_aside(index, row, columns)
			: insert(index, row, columns);
	return error ? roll_back(index, error) : 0;
}

int search_index_remove(struct search_index *index, struct slice source)
{
	int error = begin_turn(index);

	if (!error) {
		pthread_mutex_lock(&index->lock);
		end_row(index, slice_hash(source));
		pthread_mutex_unlock(&index->lock);
	}
	return error;
}

/* --- commit -------------------------------------------------------------------------- */

static int read_number(struct search_index *index, const char *sql, int64_t *out)
{
	sqlite3_stmt *stmt = NULL;
	int error = index_prepare(index->db, sql, &stmt);

	if (!error)
		error = index_number(index->db, stmt, out);
	sqlite3_finalize(stmt);
	return error;
}

static void count_facts(struct search_index *index)
{
	int64_t pages = 0, page_bytes = 0;

	read_number(index, "PRAGMA page_count", &pages);
	read_number(index, "PRAGMA page_size", &page_bytes);
	atomic_store(&index->bytes, (unsigned long long)(pages * page_bytes));
	atomic_store(&index->documents, index->rows.live);
}

/* What waits beside the file could be as large again. Where readers keep it there, the next turn tries again. */
static void empty_journal(struct search_index *index)
{
	if (index->memory_max_bytes)
		return;
	sqlite3_busy_timeout(index->db, 0);
	index_exec(index->db, "PRAGMA wal_checkpoint(TRUNCATE)");
	sqlite3_busy_timeout(index->db, INDEX_BUSY_MS);
}

int search_index_commit(struct search_index *index)
{
	char sql[64];
	int error = begin_turn(
		index); /* also where nothing was put: an empty index is whole */

	if (error)
		return error;
	snprintf(sql, sizeof(sql), "PRAGMA user_version = %u", index->generation + 1);
	error = insert_waiting(index);
	if (!error)
		error = begin_transaction(index);
	if (!error)
		error = index_exec(index->db, sql);
	if (!error)
		error = index_exec(index->db, "COMMIT");
	if (error)
		return roll_back(index, error);
	/* From here on others read, and what fails leaves what was. */
	if (!index->is_whole)
		error = index_exec(index->db, index->memory_max_bytes
						      ? "PRAGMA journal_mode = MEMORY"
						      : "PRAGMA journal_mode = WAL");
	if (error) {
		index->broken = error;
		end_turn(index);
		return error;
	}
	index->is_whole = true;
	index->generation++;
	end_turn(index);
	empty_journal(index);
	count_facts(index);
	sqlite3_db_release_memory(index->db);
	return 0;
}

unsigned search_index_stale_percent(const struct search_index *index)
{
	uint32_t all = index->rows.count;

	return all ? (unsigned)((uint64_t)(all - index->rows.live) * 100 / all) : 0;
}

void search_index_facts(const struct search_index *index, struct search_index_facts *out)
{
	out->documents = atomic_load(&index->documents);
	out->bytes = atomic_load(&index->bytes);
}
