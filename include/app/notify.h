/* SPDX-License-Identifier: MIT */
/* What a service manager wants to hear (sd_notify(3)); where none listens, nothing happens. From any
 * thread. */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

bool notify_is_heard(void);
void notify_ready(void);
/* A reload begins; notify_ready ends it. */
void notify_reloading(void);
void notify_stopping(void);
void notify_status(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* How long we may be silent before we are taken for dead; 0: for ever. */
uint64_t notify_watchdog_ms(void);
void notify_alive(void);

#endif
