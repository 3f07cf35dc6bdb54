/* SPDX-License-Identifier: MIT */
/* Reads the files of a large folder on all processors. Only in the first scan: later ones have little
 * to read, and leave the processors to the readers. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "scan/scan_internal.h"

#define PIECE 256 /* entries that one thread takes at a time */

struct scan_work {
	const struct scan_walk *walk;
	const struct scan_step *step;
	struct scan_listing *listing;
	struct scan_listing *pieces; /* each with its own strings and messages */
	struct scan_walk *walks;     /* likewise: results and failures */
	int fd;
};

static void work(void *ctx, size_t index, struct arena *arena)
{
	struct scan_work *run = ctx;
	struct scan_listing *piece = &run->pieces[index];
	struct scan_walk walk = *run->walk;
	size_t from = index * PIECE, to = from + PIECE;

	(void)arena; /* results must live until the folder is packed */
	diag_init(&piece->diags);
	piece->path = run->listing->path;
	piece->same = run->listing->same;
	walk.reader.shortage = 0;
	walk.reader.files_read = 0;
	buf_init(&walk.reader.head, BUF_MAX_BYTES);
	for (size_t i = from; i < to && i < run->listing->count; i++)
		scan_look_at_other(
			&walk, piece, run->fd, run->step, &run->listing->entries[i]);
	buf_fini(&walk.reader.head);
	run->walks[index] = walk;
}

bool scan_look_in_parallel(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step)
{
	size_t count = (listing->count + PIECE - 1) / PIECE;
	struct scan_work run = {.walk = walk, .step = step, .listing = listing, .fd = fd};
	const struct parallel parallel = {.count = count, .work = work, .ctx = &run};

	if (walk->previous || count < 2)
		return false;
	run.pieces = listing->pieces = memory_new(count, sizeof(*run.pieces));
	run.walks = memory_new(count, sizeof(*run.walks));
	listing->piece_count = count;
	walk->reader.context = &step->context;
	parallel_run(&parallel);
	for (size_t i = 0; i < count; i++) {
		struct diag_list *diags = &run.pieces[i].diags;
		diag_copy_all(&listing->diags, diags);
		diag_fini(diags);
		walk->reader.files_read += run.walks[i].reader.files_read;
		walk->has_changing_files |= run.walks[i].has_changing_files;
		walk->is_troubled |= run.walks[i].is_troubled;
		if (!walk->reader.shortage)
			walk->reader.shortage = run.walks[i].reader.shortage;
	}
	free(run.walks);
	return true;
}

void scan_listing_fini(struct scan_listing *listing)
{
	for (size_t i = 0; i < listing->piece_count; i++)
		arena_fini(&listing->pieces[i].arena);
	arena_fini(&listing->arena);
	free(listing->pieces);
	free(listing->entries);
}
