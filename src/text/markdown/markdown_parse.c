/* SPDX-License-Identifier: MIT */
#include "text/markdown.h"
#include "text/markdown/markdown_parse_internal.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

#define CHUNK_BYTES ((size_t)64 * 1024)
/* The memory that libcmark may use for a source of n bytes: real posts take 5 to 30 times their
 * size, the densest harmless ones ("*a*" repeated) about 130 times. */
#define POOL_BASE_BYTES ((size_t)1024 * 1024)
#define POOL_PER_BYTE   160
#define POOL_MAX_BYTES  ((size_t)40 * 1024 * 1024)

struct pool {
	struct arena *arena;
	char *next, *end;
	size_t left_bytes;
	jmp_buf over;
};

/* libcmark's allocator has no context pointer, and it aborts when it gets NULL. So this is the
 * pool of the parse in this thread. A request past the budget jumps out of the parse; nothing
 * leaks, since all memory of libcmark is in the arena. */
static _Thread_local struct pool *running;

/* Each piece is preceded by its size, for realloc. */
struct piece {
	size_t size_bytes;
	char bytes[];
};

static size_t piece_bytes(size_t size_bytes)
{
	return (sizeof(struct piece) + size_bytes + 7) & ~(size_t)7;
}

static void *pool_take(struct pool *pool, size_t size_bytes)
{
	size_t need = piece_bytes(size_bytes);
	struct piece *piece;

	if (size_bytes > POOL_MAX_BYTES || need > pool->left_bytes)
		longjmp(pool->over, 1);
	pool->left_bytes -= need;
	if (need > (size_t)(pool->end - pool->next)) {
		size_t chunk = need > CHUNK_BYTES / 4 ? need : CHUNK_BYTES;
		char *memory = arena_alloc_unset(pool->arena, chunk);

		if (chunk == need) {
			piece = (struct piece *)memory;
			piece->size_bytes = size_bytes;
			return piece->bytes;
		}
		pool->next = memory;
		pool->end = memory + chunk;
	}
	piece = (struct piece *)pool->next;
	pool->next += need;
	piece->size_bytes = size_bytes;
	return piece->bytes;
}

static void *pool_calloc(size_t count, size_t size_bytes)
{
	if (size_bytes && count > SIZE_MAX / size_bytes)
		longjmp(running->over, 1);
	size_bytes *= count;
	return memset(pool_take(running, size_bytes), 0, size_bytes);
}

/* Extends the last piece in place. */
static bool pool_stretch(struct pool *pool, struct piece *piece, size_t size_bytes)
{
	size_t old = piece_bytes(piece->size_bytes), need = piece_bytes(size_bytes);

	if ((char *)piece + old != pool->next || size_bytes > POOL_MAX_BYTES ||
		need - old > (size_t)(pool->end - pool->next) ||
		need - old > pool->left_bytes)
		return false;
	pool->next += need - old;
	pool->left_bytes -= need - old;
	piece->size_bytes = size_bytes;
	return true;
}

static void *pool_realloc(void *old, size_t size_bytes)
{
	struct piece *piece;
	void *grown;

	if (!old)
		return pool_take(running, size_bytes);
	piece = (struct piece *)((char *)old - sizeof(struct piece));
	if (size_bytes <= piece->size_bytes || pool_stretch(running, piece, size_bytes))
		return old;
	grown = pool_take(running, size_bytes);
	memcpy(grown, old, piece->size_bytes);
	return grown;
}

static void pool_free(void *old)
{
	(void)old;
}

/* Never changed; libcmark does not say const. */
static cmark_mem memory = {pool_calloc, pool_realloc, pool_free};

cmark_node *markdown_parse(struct arena *arena, struct slice text)
{
	struct pool pool = {.arena = arena};
	cmark_node *volatile root = NULL;

	pool.left_bytes = POOL_BASE_BYTES + text.len * POOL_PER_BYTE;
	if (pool.left_bytes > POOL_MAX_BYTES)
		pool.left_bytes = POOL_MAX_BYTES;
	running = &pool;
	if (setjmp(pool.over) == 0) {
		cmark_parser *parser =
			cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);

		cmark_parser_feed(parser, text.ptr, text.len);
		root = cmark_parser_finish(parser);
	}
	running = NULL;
	return root;
}

struct slice markdown_to_html(struct arena *arena, struct slice text)
{
	unsigned cut_lines;
	struct pool pool = {.arena = arena};
	cmark_node *root =
		markdown_parse(arena, markdown_guard(arena, text, 0, &cut_lines));
	char *volatile html = NULL;

	if (!root)
		return slice_none;
	pool.left_bytes = POOL_MAX_BYTES;
	running = &pool;
	if (setjmp(pool.over) == 0)
		html = cmark_render_html(root, CMARK_OPT_UNSAFE);
	running = NULL;
	return html ? slice_str(html) : slice_none;
}
