/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/memory.h"

/* A sanitizer, or memcheck, ends the process itself, in its own words. */
#if defined(__SANITIZE_ADDRESS__) || defined(SPLASHDOWN_SANITIZERS)
#define CANNOT_RUN_OUT 1
#else
#define CANNOT_RUN_OUT 0
#endif

static void run_out(void)
{
	const struct rlimit little = {64 << 20, 64 << 20};
	struct arena arena = {0};
	setrlimit(RLIMIT_AS, &little);
	for (;;)
		arena_alloc(&arena, 1 << 20);
}

static void give_up(void)
{
	errno = EINVAL;
	abort();
}

/* As a service manager does, whatever failed here last. */
static void be_ended(void)
{
	errno = ENOMEM;
	kill(getpid(), SIGABRT);
}

static void lack_descriptors(void)
{
	memory_excuse("cannot start");
	errno = EMFILE;
	abort();
}

static void lack_no_more(void)
{
	memory_excuse("cannot start");
	memory_excuse(NULL);
	errno = EMFILE;
	abort();
}

/* What a process that aborts in @work says on standard error, and how it ends. */
static int last_words(void (*work)(void), struct buf *out)
{
	const struct rlimit no_core = {0, 0};
	int ends[2], status;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		dup2(ends[1], STDERR_FILENO);
		setrlimit(RLIMIT_CORE, &no_core);
		memory_tell();
		work();
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(file_read(ends[0], 0, out), 0);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void assert_aborts(void (*work)(void), struct buf *said)
{
	int status = last_words(work, said);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void out_of_memory_says_so_in_one_line(void **state)
{
	struct buf said;
	(void)state;
	if (CANNOT_RUN_OUT)
		skip();
	buf_init(&said, 4096);
	assert_aborts(run_out, &said);
	assert_true(
		slice_eq(buf_slice(&said), S("splashdown: out of memory; exiting\n")));
	buf_fini(&said);
}

static void another_abort_says_nothing_of_memory(void **state)
{
	struct buf said;
	(void)state;
	buf_init(&said, 4096);
	assert_aborts(give_up, &said);
	assert_int_equal(said.len, 0);
	buf_fini(&said);
}

static void who_is_told_to_end_ends(void **state)
{
	struct buf said;
	(void)state;
	buf_init(&said, 4096);
	assert_aborts(be_ended, &said);
	assert_int_equal(said.len, 0);
	buf_fini(&said);
}

static void an_excused_abort_is_a_message_and_a_status(void **state)
{
	struct buf said;
	(void)state;
	buf_init(&said, 4096);
	int status = last_words(lack_descriptors, &said);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	assert_true(slice_eq(
		buf_slice(&said), S("splashdown: cannot start: Too many open files\n")));
	buf_clear(&said);
	assert_aborts(lack_no_more, &said);
	assert_int_equal(said.len, 0);
	buf_fini(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(out_of_memory_says_so_in_one_line),
		cmocka_unit_test(another_abort_says_nothing_of_memory),
		cmocka_unit_test(who_is_told_to_end_ends),
		cmocka_unit_test(an_excused_abort_is_a_message_and_a_status),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
