/* SPDX-License-Identifier: MIT */
/* Do all workers still turn their loops? A question goes through every loop; whoever has not
 * answered by the next look is stuck. */
#ifndef APP_WATCHDOG_H
#define APP_WATCHDOG_H

#include "net/worker.h"

struct watchdog;

struct watchdog *watchdog_new(struct workers *workers);
/* True when every worker has answered what the call before asked; then all are asked again. The
 * first call is true. */
bool watchdog_look(struct watchdog *watchdog);
/* After workers_stop: until then an answer may be on its way. */
void watchdog_free(struct watchdog *watchdog);

#endif
