/* SPDX-License-Identifier: MIT */
/* Memory that is freed all at once: a list of growing blocks.
 *
 * Out of memory aborts (see ARCHITECTURE.md, "Errors"), so callers must limit what clients
 * and authors can put into an arena. An arena belongs to one thread. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	char *next, *end;           /* the free part of the newest */
	size_t used_bytes;          /* allocated since the last reset */
};

/* A zeroed arena is ready to use. */
void arena_init(struct arena *arena);
void arena_fini(struct arena *arena);
/* Given back at the end of its block. */
#define auto_arena __attribute__((cleanup(arena_fini)))
/* Frees everything that was allocated, but keeps one block of at most 64 KiB for reuse. */
void arena_reset(struct arena *arena);

/* Overwrites everything that was allocated, without freeing it. Call it before arena_fini() or
 * arena_reset() when the arena held secrets. */
void arena_wipe(struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size_bytes);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size_bytes);
/* A copy of the full array @items (@count items of @size bytes) with twice its *capacity; 8 the first
 * time. */
void *arena_grown(struct arena *arena, const void *items, size_t count, size_t *capacity,
	size_t size);
/* The same, but not zeroed: for callers that write all of it. */
void *arena_alloc_unset(struct arena *arena, size_t size_bytes);
/* A copy of @s (with a NUL after it that is not counted). */
struct slice arena_dup(struct arena *arena, struct slice s);
/* The same, NUL-terminated, for system calls. The caller checks for embedded NULs. */
const char *arena_cstr(struct arena *arena, struct slice s);
struct slice arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct slice arena_vprintf(struct arena *arena, const char *format, va_list args);

/* Where the next item of the growing array goes that has room for @capacity:
 *
 *     *arena_next(arena, list->items, list->count, list->capacity) = item; */
#define arena_next(arena, items, count, capacity)                                        \
	((items) = (count) < (capacity) ? (items)                                        \
					: arena_grown((arena), (items), (count),         \
						  &(capacity), sizeof(*(items))),        \
		&(items)[(count)++])
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, count, type)                                                  \
	((type *)arena_alloc_array((arena), (count), sizeof(type)))

#endif
