/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const char words[] = "splashdown: out of memory; exiting\n";

/* On the thread that aborts, whose last failure is still in errno: an allocation's, or not. Whoever else sends
 * this signal, as a service manager does to one that stands still, wants the process to end, too. */
static void on_abort(int signal, siginfo_t *info, void *context)
{
	(void)context;
	if (info->si_code == SI_TKILL && errno == ENOMEM) {
		ssize_t written = write(STDERR_FILENO, words, sizeof(words) - 1);
		(void)written; /* there is nobody left to tell */
	}
	raise(signal); /* by its default action, once this returns */
}

void memory_tell(void)
{
	struct sigaction action = {
		.sa_sigaction = on_abort, .sa_flags = SA_SIGINFO | SA_RESETHAND};
	sigaction(SIGABRT, &action, NULL);
}

void *memory_checked(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void *memory_new(size_t count, size_t size)
{
	return memory_checked(calloc(count ? count : 1, size));
}

void *memory_grown(void *items, size_t *capacity, size_t size)
{
	*capacity = *capacity ? *capacity * 2 : 32;
	return memory_checked(reallocarray(items, *capacity, size));
}
