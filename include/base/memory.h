/* SPDX-License-Identifier: MIT */
/* Out of memory ends the process with a message (see ARCHITECTURE.md, "Errors"). */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Heap memory, to be freed with free(). None of these returns NULL: out of memory aborts. */

/* Zeroed memory for @count items of @size bytes, at least for one. */
void *memory_new(size_t count, size_t size) __attribute__((returns_nonnull, malloc));
/* Returns @memory, the result of malloc(), strdup() or the like; aborts on NULL. */
void *memory_checked(void *memory) __attribute__((returns_nonnull));
/* Reallocates the array @items of @size bytes each to twice its *capacity; 32 the first time. */
void *memory_grown(void *items, size_t *capacity, size_t size)
	__attribute__((returns_nonnull));
/* Where the next item of such an array goes, as with arena_next. */
#define memory_next(items, count, capacity)                                              \
	((items) = (count) < (capacity)                                                  \
			   ? (items)                                                     \
			   : memory_grown((items), &(capacity), sizeof(*(items))),       \
		&(items)[(count)++])

/* Freed at the end of its block: auto_free char *real = realpath(path, NULL). */
void memory_free_auto(void *owner);
#define auto_free __attribute__((cleanup(memory_free_auto)))

/* From here on, out of memory (in a library too) writes one line to standard error before the abort. */
void memory_tell(void);
/* While a library is called that aborts where it finds no descriptors: the line is then "splashdown: @what: Too many
 * open files", and the process ends with status 1. NULL: no more. Before there are other threads. */
void memory_excuse(const char *what);

#endif
