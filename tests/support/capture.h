/* SPDX-License-Identifier: MIT */
/* Another file in place of stderr, for tests of what is written there. Nothing is to be asserted
 * meanwhile: it could not be seen. */
#ifndef TESTS_CAPTURE_H
#define TESTS_CAPTURE_H

#include "base/buf.h"

struct capture {
	int saved, reader;
};

/* Stderr is @writer from here on, which is consumed; @reader is its other end. */
struct capture capture_start(int reader, int writer);
struct capture capture_pipe(void);
/* Stderr is itself again. */
void capture_restore(const struct capture *capture);
/* All that comes until the last writer has left, as a thread does; for capture_drop. */
void *capture_read(void *capture);
/* Restores, reads all, and closes the reader. */
struct buf *capture_end(struct capture *capture);
void capture_drop(struct buf *all);

#endif
