/* SPDX-License-Identifier: MIT */
/* SQLite: how a database is opened, what its errors mean, our tokenizer and our function. */
#include <errno.h>

#include "search/index_internal.h"
#include "search/tokens.h"

/* --- errors ------------------------------------------------------------------------- */

int index_error(sqlite3 *db, int result)
{
	int system = db ? sqlite3_system_errno(db) : 0;

	switch (result & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_TOOBIG:
		return -EFBIG;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return system > 0 ? -system : -EIO;
	}
	return -EIO;
}

int index_exec(sqlite3 *db, const char *sql)
{
	return index_error(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

int index_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
	return index_error(db,
		sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL));
}

int index_number(sqlite3 *db, sqlite3_stmt *stmt, int64_t *out)
{
	int result = sqlite3_step(stmt);

	if (result == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	int error = index_error(db, result);
	sqlite3_reset(stmt);
	return error;
}

/* --- the tokenizer ------------------------------------------------------------------- */

struct forward {
	void *ctx;
	int (*token)(void *, int, const char *, int, int, int);
};

static int forward_token(void *ctx, const struct token *token)
{
	struct forward *to = ctx;

	return to->token(to->ctx, token->again ? FTS5_TOKEN_COLOCATED : 0,
		token->text.ptr, (int)token->text.len, (int)token->from, (int)token->to);
}

/* What queries look for was folded by search/query: its tokens stand between spaces. */
static int split_query(struct forward *to, struct slice text)
{
	struct slice rest = text, token;
	int result = SQLITE_OK;

	while (result == SQLITE_OK && slice_split(&rest, ' ', &token)) {
		int from = (int)(token.ptr - text.ptr);
		result = to->token(to->ctx, 0, token.ptr, (int)token.len, from,
			from + (int)token.len);
	}
	return result;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags, const char *text,
	int len, int (*token)(void *, int, const char *, int, int, int))
{
	struct forward to = {.ctx = ctx, .token = token};

	(void)tokenizer;
	if (!text || len <= 0)
		return SQLITE_OK;
	if (flags & FTS5_TOKENIZE_QUERY)
		return split_query(&to, slice(text, (size_t)len));
	return tokens_read(slice(text, (size_t)len), TOKENS_OF_TEXT, forward_token, &to);
}

static int create(void *ctx, const char **args, int count, Fts5Tokenizer **out)
{
	(void)args;
	(void)count;
	*out = ctx; /* has no state, but NULL is none */
	return SQLITE_OK;
}

static void delete (Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

/* --- the function --------------------------------------------------------------------- */

static void visit_row(const Fts5ExtensionApi *api, Fts5Context *fts,
	sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct index_visit *visit =
		count == 1 ? sqlite3_value_pointer(values[0], INDEX_VISIT) : NULL;

	if (visit)
		visit->row(visit->ctx, api, fts, (uint32_t)api->xRowid(fts));
	sqlite3_result_int(context, 1);
}

static int add_functions(sqlite3 *db)
{
	static fts5_tokenizer tokenizer = {create, delete, tokenize};
	static char somebody;
	fts5_api *api = NULL;
	sqlite3_stmt *stmt;
	int result = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL);

	if (result != SQLITE_OK)
		return result;
	sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	if (!api)
		return SQLITE_ERROR;
	result = api->xCreateTokenizer(api, "splashdown", &somebody, &tokenizer, NULL);
	return result != SQLITE_OK
		       ? result
		       : api->xCreateFunction(api, "visit", NULL, visit_row, NULL);
}

/* --- opening ---------------------------------------------------------------------------- */

/* What no statement of ours needs is not there: whoever gets to say SQL should get no further. */
static int restrict_all(sqlite3 *db)
{
	static const struct {
		int limit, most;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, 1 << 26},
		{SQLITE_LIMIT_SQL_LENGTH, 4096},
		{SQLITE_LIMIT_COLUMN, 16},
		{SQLITE_LIMIT_EXPR_DEPTH, 16},
		{SQLITE_LIMIT_COMPOUND_SELECT, 1},
		{SQLITE_LIMIT_VDBE_OP, 1000},
		{SQLITE_LIMIT_FUNCTION_ARG, 8},
		{SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64},
		{SQLITE_LIMIT_VARIABLE_NUMBER, 8},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
		{SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	static const struct {
		int what, value;
	} switches[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
	};
	int result = SQLITE_OK;

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(db, limits[i].limit, limits[i].most);
	for (size_t i = 0;
		result == SQLITE_OK && i < sizeof(switches) / sizeof(*switches); i++)
		result = sqlite3_db_config(db, switches[i].what, switches[i].value, NULL);
	return result;
}

/* What is lost with the process is never waited for: synchronous = OFF. */
static const char pragmas[] = "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;"
			      "PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;"
			      "PRAGMA cell_size_check = ON; PRAGMA cache_size = -1024;";

int index_open(const char *path, bool writes, uint64_t memory_max_bytes, sqlite3 **out)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
		    (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
		    (memory_max_bytes ? SQLITE_OPEN_URI : 0);
	sqlite3_int64 most = (sqlite3_int64)memory_max_bytes;

	if (memory_max_bytes && writes)
		flags |= SQLITE_OPEN_CREATE;
	int result = sqlite3_open_v2(path, out, flags, NULL);
	if (result == SQLITE_OK)
		result = restrict_all(*out);
	if (result == SQLITE_OK)
		result = add_functions(*out);
	if (result == SQLITE_OK)
		result = sqlite3_busy_timeout(
			*out, writes ? INDEX_BUSY_MS : INDEX_OPENING_MS);
	if (result == SQLITE_OK && memory_max_bytes)
		result = sqlite3_file_control(
			*out, "main", SQLITE_FCNTL_SIZE_LIMIT, &most);
	if (result == SQLITE_OK)
		result = sqlite3_exec(*out, pragmas, NULL, NULL, NULL);
	if (result == SQLITE_OK)
		return 0;
	int error = index_error(*out, result);
	sqlite3_close(*out);
	*out = NULL;
	return error;
}
