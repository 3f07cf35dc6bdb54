/* SPDX-License-Identifier: MIT */
/* Memory that is given back all at once: a list of growing blocks.
 *
 * Out of memory aborts (see ARCHITECTURE.md, "Errors"): whoever fills an arena from what a
 * client or an author sent must cap what is sent. An arena belongs to one thread. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	char *next, *end;           /* what is free in the newest */
	size_t used_bytes;          /* handed out since the last reset */
};

/* An arena of zeroes is ready to use. */
void arena_init(struct arena *arena);
void arena_fini(struct arena *arena);
/* Forgets all that was handed out and keeps one block of at most 64 KiB for the next round. */
void arena_reset(struct arena *arena);

/* Overwrites all that was handed out, which stays handed out: before arena_fini() or arena_reset()
 * where secrets were in it. */
void arena_wipe(struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size_bytes);
void *arena_alloc_array(struct arena *arena, size_t count, size_t size_bytes);
/* A copy of the growing array @items, whose @count items of @size bytes fill it, with room for twice its
 * *capacity; the first time for 8. */
void *arena_grown(struct arena *arena, const void *items, size_t count, size_t *capacity,
	size_t size);
/* The same, but with what was there before in it: for who writes all of it. */
void *arena_alloc_unset(struct arena *arena, size_t size_bytes);
/* A copy of @s (with a NUL after it that is not counted). */
struct slice arena_dup(struct arena *arena, struct slice s);
/* The same for a system call's door: NUL-terminated; embedded NULs are the caller's matter. */
const char *arena_cstr(struct arena *arena, struct slice s);
struct slice arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct slice arena_vprintf(struct arena *arena, const char *format, va_list args);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, count, type)                                                  \
	((type *)arena_alloc_array((arena), (count), sizeof(type)))

#endif
