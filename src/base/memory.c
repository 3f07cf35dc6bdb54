/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static const char words[] = "splashdown: out of memory: the process ends\n";

/* On the thread that aborts, whose last failure is still in errno: an allocation's, or not. */
static void on_abort(int signal)
{
	(void)signal;
	if (errno != ENOMEM)
		return;
	ssize_t written = write(STDERR_FILENO, words, sizeof(words) - 1);
	(void)written; /* there is nobody left to tell */
}

void memory_tell(void)
{
	struct sigaction action = {.sa_handler = on_abort, .sa_flags = SA_RESETHAND};
	sigaction(SIGABRT, &action, NULL);
}
