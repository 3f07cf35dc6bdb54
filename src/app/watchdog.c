/* SPDX-License-Identifier: MIT */
#include "app/watchdog.h"
#include "base/memory.h"

#include <stdlib.h>

struct watchdog {
	struct workers *workers;
	unsigned asked;
	atomic_uint answered;
};

struct watchdog *watchdog_new(struct workers *workers)
{
	struct watchdog *watchdog = memory_new(1, sizeof(*watchdog));
	watchdog->workers = workers;
	return watchdog;
}

static void answer(struct worker *worker, void *data)
{
	struct watchdog *watchdog = data;
	(void)worker;
	atomic_fetch_add(&watchdog->answered, 1);
}

bool watchdog_look(struct watchdog *watchdog)
{
	/* Nobody is asked twice: questions would pile up where they are not taken. */
	if (atomic_load(&watchdog->answered) != watchdog->asked)
		return false;
	atomic_store(&watchdog->answered, 0);
	watchdog->asked = 0;
	for (unsigned i = 0; i < workers_count(watchdog->workers); i++)
		watchdog->asked += workers_send(watchdog->workers, i, answer, watchdog);
	return true;
}

void watchdog_free(struct watchdog *watchdog)
{
	free(watchdog);
}
