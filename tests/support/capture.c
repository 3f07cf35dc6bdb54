/* SPDX-License-Identifier: MIT */
#include "capture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct capture capture_start(int reader, int writer)
{
	struct capture capture = {dup(STDERR_FILENO), reader};

	assert_true(capture.saved >= 0);
	assert_true(dup2(writer, STDERR_FILENO) >= 0);
	close(writer);
	return capture;
}

struct capture capture_pipe(void)
{
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	return capture_start(ends[0], ends[1]);
}

void *capture_read(void *capture)
{
	const struct capture *from = capture;
	struct buf *all = calloc(1, sizeof(*all));
	ssize_t got;

	buf_init(all, BUF_UNLIMITED);
	do {
		size_t room = buf_reserve(all, 64 * 1024);
		got = read(from->reader, all->ptr + all->len, room);
		if (got > 0)
			all->len += (size_t)got;
	} while (got > 0);
	return all;
}

void capture_restore(const struct capture *capture)
{
	assert_true(dup2(capture->saved, STDERR_FILENO) >= 0);
	close(capture->saved);
}

struct buf *capture_end(struct capture *capture)
{
	capture_restore(capture);
	struct buf *all = capture_read(capture);
	close(capture->reader);
	return all;
}

void capture_drop(struct buf *all)
{
	buf_fini(all);
	free(all);
}
