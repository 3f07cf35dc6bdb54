/* SPDX-License-Identifier: MIT */
/* The protocol of sd_notify(3): one datagram per message. The library's own function waits for as long as
 * nobody takes it, as where what stands in for a manager has stopped reading; who waits for signals here,
 * and for changes of the content, cannot. */
#include "app/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define STATUS_MAX_BYTES 512
#define PATIENCE_MS      500

bool notify_is_heard(void)
{
	const char *socket = getenv("NOTIFY_SOCKET");
	return socket && *socket;
}

/* "/run/..." or "@...", which is in the abstract name space. False: neither. */
static bool find_manager(struct sockaddr_un *address, socklen_t *len)
{
	struct slice path = slice_str(getenv("NOTIFY_SOCKET"));
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (path.len < 2 || path.len > sizeof(address->sun_path) ||
		(*path.ptr != '/' && *path.ptr != '@'))
		return false;
	memcpy(address->sun_path, path.ptr, path.len);
	if (*path.ptr == '@')
		address->sun_path[0] = '\0';
	*len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.len);
	return true;
}

/* Whoever does not hear us will ask in its own way. */
static void tell(const char *state)
{
	const struct timeval patience = {0, PATIENCE_MS * 1000L};
	struct sockaddr_un address;
	socklen_t len;
	if (!find_manager(&address, &len))
		return;
	auto_close int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)))
		return;
	ssize_t sent;
	do
		sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL,
			(struct sockaddr *)&address, len);
	while (sent < 0 && errno == EINTR);
}

uint64_t notify_watchdog_ms(void)
{
	struct slice pid = slice_str(getenv("WATCHDOG_PID"));
	unsigned long long limit_us, whose = (unsigned long long)getpid();
	if (!slice_to_uint(slice_str(getenv("WATCHDOG_USEC")), &limit_us) ||
		(pid.len && !slice_to_uint(pid, &whose)))
		return 0;
	return whose == (unsigned long long)getpid() ? limit_us / 1000 : 0;
}

void notify_ready(void)
{
	tell("READY=1");
}

void notify_reloading(void)
{
	struct timespec now;
	auto_buf struct buf state = BUF(STATUS_MAX_BYTES);
	clock_gettime(CLOCK_MONOTONIC, &now);
	buf_printf(&state, "RELOADING=1\nMONOTONIC_USEC=%llu",
		(unsigned long long)now.tv_sec * 1000000 +
			(unsigned long long)now.tv_nsec / 1000);
	buf_putc(&state, '\0');
	tell(state.ptr);
}

void notify_stopping(void)
{
	tell("STOPPING=1");
}

void notify_status(const char *format, ...)
{
	auto_buf struct buf state = BUF(STATUS_MAX_BYTES);
	va_list args;
	buf_puts(&state, "STATUS=");
	va_start(args, format);
	buf_vprintf(&state, format, args);
	va_end(args);
	buf_putc(&state, '\0');
	if (!state.overflow)
		tell(state.ptr);
}

void notify_alive(void)
{
	tell("WATCHDOG=1");
}
