/* SPDX-License-Identifier: MIT */
/* The door to libsystemd's half of notification. */
#include "app/notify.h"

#include <stdlib.h>
#include <time.h>

#include "base/buf.h"

#define STATUS_MAX_BYTES 512

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>

bool notify_is_heard(void)
{
	const char *socket = getenv("NOTIFY_SOCKET");
	return socket && *socket;
}

static void tell(const char *state)
{
	/* Whoever does not hear us will ask in its own way. */
	(void)sd_notify(0, state);
}

uint64_t notify_watchdog_ms(void)
{
	uint64_t limit_us;
	return sd_watchdog_enabled(0, &limit_us) > 0 ? limit_us / 1000 : 0;
}

#else

bool notify_is_heard(void)
{
	return false;
}

static void tell(const char *state)
{
	(void)state;
}

uint64_t notify_watchdog_ms(void)
{
	return 0;
}

#endif

void notify_ready(void)
{
	tell("READY=1");
}

void notify_reloading(void)
{
	struct timespec now;
	struct buf state;
	clock_gettime(CLOCK_MONOTONIC, &now);
	buf_init(&state, STATUS_MAX_BYTES);
	buf_printf(&state, "RELOADING=1\nMONOTONIC_USEC=%llu",
		(unsigned long long)now.tv_sec * 1000000 +
			(unsigned long long)now.tv_nsec / 1000);
	buf_putc(&state, '\0');
	tell(state.ptr);
	buf_fini(&state);
}

void notify_stopping(void)
{
	tell("STOPPING=1");
}

void notify_status(const char *format, ...)
{
	struct buf state;
	va_list args;
	buf_init(&state, STATUS_MAX_BYTES);
	buf_puts(&state, "STATUS=");
	va_start(args, format);
	buf_vprintf(&state, format, args);
	va_end(args);
	buf_putc(&state, '\0');
	if (!state.overflow)
		tell(state.ptr);
	buf_fini(&state);
}

void notify_alive(void)
{
	tell("WATCHDOG=1");
}
