/* SPDX-License-Identifier: MIT */
/* Out of memory ends the process (see ARCHITECTURE.md, "Errors"), and not without a word. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Memory of the heap, to be freed with free(). None of these returns NULL: out of memory aborts. */

/* Zeroed room for @count items of @size bytes; at least for one. */
void *memory_new(size_t count, size_t size) __attribute__((returns_nonnull, malloc));
/* @memory, which malloc(), strdup() or the like gave. */
void *memory_checked(void *memory) __attribute__((returns_nonnull));
/* The growing array @items with twice its *capacity of items of @size bytes; the first time for 32. */
void *memory_grown(void *items, size_t *capacity, size_t size)
	__attribute__((returns_nonnull));

/* From here on an abort for want of memory, in a library too, writes one line to standard error first. */
void memory_tell(void);

#endif
