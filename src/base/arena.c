/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define WITH_ASAN 1
#endif

/* Under AddressSanitizer, memory that is not allocated is poisoned, and a gap follows
 * each piece, so that an access past its end is reported as for malloc. */
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define GAP_BYTES 16
#else
#define ASAN_POISON_MEMORY_REGION(ptr, len)   ((void)(ptr), (void)(len))
#define ASAN_UNPOISON_MEMORY_REGION(ptr, len) ((void)(ptr), (void)(len))
#define GAP_BYTES                             0
#endif

#define ALIGNMENT       _Alignof(max_align_t)
#define BLOCK_MIN_BYTES 4096
#define BLOCK_MAX_BYTES (1024 * 1024)
#define KEEP_MAX_BYTES  (64 * 1024)

struct arena_block {
	struct arena_block *older;
	size_t size_bytes; /* of @bytes */
	_Alignas(max_align_t) char bytes[];
};

static struct arena_block *block_new(size_t size_bytes)
{
	struct arena_block *block = NULL;

	if (size_bytes < SIZE_MAX / 2)
		block = malloc(sizeof(*block) + size_bytes);
	if (!block)
		abort();
	block->older = NULL;
	block->size_bytes = size_bytes;
	ASAN_POISON_MEMORY_REGION(block->bytes, size_bytes);
	return block;
}

static void block_free(struct arena_block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size_bytes);
	free(block);
}

static void use_block(struct arena *arena, struct arena_block *block)
{
	arena->blocks = block;
	arena->next = block ? block->bytes : NULL;
	arena->end = block ? block->bytes + block->size_bytes : NULL;
}

void arena_init(struct arena *arena)
{
	*arena = (struct arena){0};
}

void arena_fini(struct arena *arena)
{
	if (!arena)
		return;
	for (struct arena_block *block = arena->blocks, *older; block; block = older) {
		older = block->older;
		block_free(block);
	}
	arena_init(arena);
}

void arena_reset(struct arena *arena)
{
	struct arena_block *keep = NULL;

	for (struct arena_block *block = arena->blocks, *older; block; block = older) {
		older = block->older;
		bool fits = block->size_bytes <= KEEP_MAX_BYTES;
		if (fits && (!keep || block->size_bytes > keep->size_bytes)) {
			if (keep)
				block_free(keep);
			keep = block;
		} else {
			block_free(block);
		}
	}
	if (keep) {
		keep->older = NULL;
		ASAN_POISON_MEMORY_REGION(keep->bytes, keep->size_bytes);
	}
	use_block(arena, keep);
	arena->used_bytes = 0;
}

void arena_wipe(struct arena *arena)
{
	for (struct arena_block *block = arena->blocks; block; block = block->older) {
		ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size_bytes);
		explicit_bzero(block->bytes, block->size_bytes);
	}
}

void *arena_alloc_unset(struct arena *arena, size_t size_bytes)
{
	if (size_bytes > SIZE_MAX / 4)
		abort();
	size_t need = (size_bytes + GAP_BYTES + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (need == 0)
		need = ALIGNMENT; /* so that empty pieces have distinct addresses */
	struct arena_block *newest = arena->blocks;
	char *piece;

	if (need <= (size_t)(arena->end - arena->next)) {
		piece = arena->next;
		arena->next += need;
	} else if (newest && need > newest->size_bytes / 2 &&
		   need >= KEEP_MAX_BYTES / 2) {
		/* A big piece gets its own block after the newest one, whose rest stays
		 * in use. */
		struct arena_block *block = block_new(need);
		block->older = newest->older;
		newest->older = block;
		piece = block->bytes;
	} else {
		size_t size = newest ? newest->size_bytes * 2 : BLOCK_MIN_BYTES;
		if (size > BLOCK_MAX_BYTES)
			size = BLOCK_MAX_BYTES;
		if (size < need)
			size = need;
		struct arena_block *block = block_new(size);
		block->older = newest;
		use_block(arena, block);
		piece = arena->next;
		arena->next += need;
	}
	arena->used_bytes += need;
	ASAN_UNPOISON_MEMORY_REGION(piece, size_bytes);
	return piece;
}

void *arena_alloc(struct arena *arena, size_t size_bytes)
{
	return memset(arena_alloc_unset(arena, size_bytes), 0, size_bytes);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size_bytes)
{
	size_t total;

	if (__builtin_mul_overflow(count, size_bytes, &total))
		abort();
	return arena_alloc(arena, total);
}

const char *arena_cstr(struct arena *arena, struct slice s)
{
	char *copy = arena_alloc_unset(arena, s.len + 1);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return copy;
}

struct slice arena_dup(struct arena *arena, struct slice s)
{
	return slice(arena_cstr(arena, s), s.len);
}

struct slice arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char most[256]; /* most texts fit, and are formatted once */
	va_list again;

	va_copy(again, args);
	int len = vsnprintf(most, sizeof(most), format, again);
	va_end(again);
	assert(len >= 0); /* our own format */
	if ((size_t)len < sizeof(most))
		return arena_dup(arena, slice(most, (size_t)len));
	char *text = arena_alloc_unset(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return slice(text, (size_t)len);
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct slice text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void *arena_grown(struct arena *arena, const void *items, size_t count, size_t *capacity,
	size_t size)
{
	*capacity = *capacity ? *capacity * 2 : 8;
	void *grown = arena_alloc_array(arena, *capacity, size);

	if (count)
		memcpy(grown, items, count * size);
	return grown;
}
