/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/memory.h"
#include "search/index_internal.h"

#define TABLE_MIN 2048

void index_rows_init(struct index_rows *rows)
{
	*rows = (struct index_rows){.mask = TABLE_MIN - 1};
	rows->newest = memory_new(TABLE_MIN, sizeof(*rows->newest));
}

void index_rows_fini(struct index_rows *rows)
{
	for (size_t i = 0; i < INDEX_CHUNKS; i++)
		free(rows->chunks[i]);
	free(rows->newest);
}

/* Chunk i has the INDEX_CHUNK_MIN << i rows from INDEX_CHUNK_MIN * (2^i - 1) on. */
static unsigned chunk_of(uint32_t at, uint32_t *in_chunk)
{
	uint32_t scaled = at / INDEX_CHUNK_MIN + 1;
	unsigned chunk = 31 - (unsigned)__builtin_clz(scaled);

	*in_chunk = at - INDEX_CHUNK_MIN * ((1u << chunk) - 1);
	return chunk;
}

struct index_row *index_row(const struct index_rows *rows, uint32_t number)
{
	uint32_t in_chunk;
	unsigned chunk = chunk_of(number - 1, &in_chunk);

	return &rows->chunks[chunk][in_chunk];
}

/* Where that source is in the table, or would be. */
static uint32_t *slot_of(const struct index_rows *rows, unsigned long long hash)
{
	uint32_t at = (uint32_t)(hash ^ hash >> 32) & rows->mask;

	while (rows->newest[at] && index_row(rows, rows->newest[at])->source_hash != hash)
		at = (at + 1) & rows->mask;
	return &rows->newest[at];
}

uint32_t index_rows_find(const struct index_rows *rows, unsigned long long source_hash)
{
	uint32_t number = *slot_of(rows, source_hash);

	while (number && index_row(rows, number)->born == UINT32_MAX)
		number = index_row(rows, number)->older;
	return number;
}

static void grow_table(struct index_rows *rows)
{
	uint32_t *old = rows->newest, size = rows->mask + 1;

	rows->mask = 2 * size - 1;
	rows->newest = memory_new(2 * (size_t)size, sizeof(*rows->newest));
	for (uint32_t i = 0; i < size; i++) {
		if (old[i])
			*slot_of(rows, index_row(rows, old[i])->source_hash) = old[i];
	}
	free(old);
}

struct index_row *index_rows_add(
	struct index_rows *rows, unsigned long long source_hash, uint32_t born)
{
	uint32_t in_chunk;
	unsigned chunk = chunk_of(rows->count, &in_chunk);

	if (!rows->chunks[chunk])
		rows->chunks[chunk] = memory_new(
			(size_t)INDEX_CHUNK_MIN << chunk, sizeof(*rows->chunks[chunk]));
	if (rows->count >= (rows->mask + 1) / 4 * 3)
		grow_table(rows);
	struct index_row *row = &rows->chunks[chunk][in_chunk];
	uint32_t *slot = slot_of(rows, source_hash);
	row->source_hash = source_hash;
	row->born = born;
	row->older = *slot;
	atomic_store_explicit(&row->ended, 0, memory_order_relaxed);
	*slot = ++rows->count;
	rows->live++;
	return row;
}

bool index_rows_end(struct index_rows *rows, uint32_t number, uint32_t generation)
{
	struct index_row *row = index_row(rows, number);

	if (atomic_load(&row->ended))
		return false;
	atomic_store(&row->ended, generation);
	rows->live--;
	return true;
}

void index_rows_disown(struct index_rows *rows, uint32_t number)
{
	struct index_row *row = index_row(rows, number);

	rows->live -= !atomic_load(&row->ended);
	atomic_store(&row->ended, 1);
	row->born = UINT32_MAX;
}

void index_rows_reopen(struct index_rows *rows, uint32_t number)
{
	atomic_store(&index_row(rows, number)->ended, 0);
	rows->live++;
}

void index_rows_drop_last(struct index_rows *rows)
{
	struct index_row *row = index_row(rows, rows->count);
	unsigned long long hash = row->source_hash;
	uint32_t older = row->older, *slot = slot_of(rows, hash), at;

	rows->live -= !atomic_load(&row->ended);
	if (older) {
		*slot = older;
		rows->count--;
		return;
	}
	/* Those behind it were put there because of it, maybe. */
	*slot = 0;
	rows->count--;
	for (at = (uint32_t)(slot - rows->newest + 1) & rows->mask; rows->newest[at];
		at = (at + 1) & rows->mask) {
		uint32_t moved = rows->newest[at];
		rows->newest[at] = 0;
		*slot_of(rows, index_row(rows, moved)->source_hash) = moved;
	}
}
