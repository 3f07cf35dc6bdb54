/* SPDX-License-Identifier: MIT */
/* The door to libsystemd's half of socket activation; without the library nothing is ever passed. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/log.h"
#include "net/listener.h"

#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>

int listener_passed(struct arena *arena, struct listener_passed **out)
{
	char **names = NULL;
	int count = sd_listen_fds_with_names(1, &names);

	*out = NULL;
	if (count <= 0)
		return count;
	*out = arena_array(arena, (size_t)count, struct listener_passed);
	for (int i = 0; i < count; i++) {
		const char *name = names ? names[i] : "";

		(*out)[i] = (struct listener_passed){.fd = SD_LISTEN_FDS_START + i,
			.name = arena_dup(arena, slice_str(name))};
		if (names)
			free(names[i]);
	}
	free(names);
	return count;
}

#else

int listener_passed(struct arena *arena, struct listener_passed **out)
{
	(void)arena;
	*out = NULL;
	if (getenv("LISTEN_FDS"))
		log_warning("the passed sockets are ignored: this program was built "
			    "without libsystemd");
	return 0;
}

#endif

static int is_set(int fd, int option, int want)
{
	int value = 0;
	socklen_t len = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, option, &value, &len) < 0)
		return -errno;
	return value == want ? 0 : -EINVAL;
}

int listener_take(int fd, struct sockaddr_storage *address)
{
	int error = is_set(fd, SO_TYPE, SOCK_STREAM);

	if (!error)
		error = is_set(fd, SO_ACCEPTCONN, 1);
	if (!error)
		error = listener_address(fd, address);
	if (!error && address->ss_family != AF_INET && address->ss_family != AF_INET6 &&
		address->ss_family != AF_UNIX)
		error = -EAFNOSUPPORT;
	int flags = fcntl(fd, F_GETFL);
	if (!error && (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0))
		error = -errno;
	return error;
}
