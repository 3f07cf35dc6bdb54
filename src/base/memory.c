/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char words[] = "splashdown: out of memory; exiting\n";

static const char *excuse;

static void say(const char *text)
{
	ssize_t written = write(STDERR_FILENO, text, strlen(text));
	(void)written; /* nothing can be done about a failure */
}

/* Runs on the thread that aborts; errno still says whether an allocation failed. Others may send this signal,
 * too, as a service manager does when the watchdog expires; the process ends all the same. */
static void on_abort(int signal, siginfo_t *info, void *context)
{
	(void)context;
	const char *why = strerrordesc_np(errno);
	if (info->si_code == SI_TKILL && excuse) {
		say("splashdown: ");
		say(excuse);
		say(": ");
		say(why ? why : "unknown error");
		say("\n");
		_exit(1);
	}
	if (info->si_code == SI_TKILL && errno == ENOMEM)
		say(words);
	raise(signal); /* by its default action, once this returns */
}

void memory_tell(void)
{
	struct sigaction action = {
		.sa_sigaction = on_abort, .sa_flags = SA_SIGINFO | SA_RESETHAND};
	sigaction(SIGABRT, &action, NULL);
}

void memory_excuse(const char *what)
{
	excuse = what;
}

void memory_free_auto(void *owner)
{
	void *owned;

	memcpy(&owned, owner, sizeof(owned));
	free(owned);
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
