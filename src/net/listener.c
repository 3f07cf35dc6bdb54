/* SPDX-License-Identifier: MIT */
#include "net/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "base/file.h"

#define BACKLOG 4096 /* the kernel cuts it at somaxconn */
/* Unsent bytes that the kernel keeps for a reader: more would only hide a stalled one from us. */
#define UNSENT_MAX_BYTES (128 * 1024)

static bool fill(
	struct slice host, int family, uint16_t port, struct sockaddr_storage *out)
{
	char text[INET6_ADDRSTRLEN];
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
	struct sockaddr_in *in = (struct sockaddr_in *)out;

	if (host.len >= sizeof(text) || memchr(host.ptr, '\0', host.len))
		return false;
	memcpy(text, host.ptr, host.len);
	text[host.len] = '\0';
	*out = (struct sockaddr_storage){.ss_family = (sa_family_t)family};
	if (family == AF_INET6) {
		in6->sin6_port = htons(port);
		return inet_pton(AF_INET6, text, &in6->sin6_addr) == 1;
	}
	in->sin_port = htons(port);
	return inet_pton(AF_INET, text, &in->sin_addr) == 1;
}

static bool read_port(struct slice text, uint16_t *port)
{
	unsigned long long number;

	if (!slice_to_uint(text, &number) || number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

int listener_parse(
	struct slice text, uint16_t default_port, struct sockaddr_storage out[2])
{
	struct slice host = text, port_text = slice_none;
	uint16_t port = default_port;
	ptrdiff_t colon = slice_rfind_char(text, ':'), first = slice_find_char(text, ':');

	if (text.len == 0)
		return -EINVAL;
	if (read_port(text, &port))
		host = slice_none;
	else if (text.ptr[0] == '[') {
		ptrdiff_t close = slice_find_char(text, ']');

		if (close < 0)
			return -EINVAL;
		host = slice(text.ptr + 1, (size_t)close - 1);
		struct slice after = slice_from(text, (size_t)close + 1);
		if (after.len && after.ptr[0] != ':')
			return -EINVAL;
		if (after.len)
			port_text = slice_from(after, 1);
		if (after.len && !read_port(port_text, &port))
			return -EINVAL;
		return fill(host, AF_INET6, port, &out[0]) ? 1 : -EINVAL;
	} else if (colon >= 0 && colon == first) {
		host = slice_head(text, (size_t)colon);
		if (!read_port(slice_from(text, (size_t)colon + 1), &port))
			return -EINVAL;
	}
	if (host.len == 0 || slice_eq(host, S("*"))) {
		fill(S("::"), AF_INET6, port, &out[0]);
		fill(S("0.0.0.0"), AF_INET, port, &out[1]);
		return 2;
	}
	return fill(host, slice_find_char(host, ':') >= 0 ? AF_INET6 : AF_INET, port,
		       &out[0])
		       ? 1
		       : -EINVAL;
}

static socklen_t address_bytes(const struct sockaddr_storage *address)
{
	return address->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6)
					      : sizeof(struct sockaddr_in);
}

static int set(int fd, int level, int option, int value)
{
	return setsockopt(fd, level, option, &value, sizeof(value)) < 0 ? -errno : 0;
}

int listener_open(const struct sockaddr_storage *address)
{
	auto_close int fd =
		socket(address->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error = 0;

	if (fd < 0)
		return -errno;
	error = set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (!error && address->ss_family == AF_INET6)
		error = set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
	if (error)
		return error;
	if (bind(fd, (const struct sockaddr *)address, address_bytes(address)) < 0)
		return -errno;
	if (listen(fd, BACKLOG) < 0)
		return -errno;
	int open_fd = fd;
	fd = -1; /* given to the caller */
	return open_fd;
}

void listener_tune(int fd)
{
	/* Connections inherit both. Neither is needed to be right, so no error matters. Without the
	 * first a reply could wait for the acknowledgement of a session ticket. */
	(void)set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	(void)set(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, UNSENT_MAX_BYTES);
}

int listener_address(int fd, struct sockaddr_storage *address)
{
	socklen_t len = sizeof(*address);

	*address = (struct sockaddr_storage){0};
	return getsockname(fd, (struct sockaddr *)address, &len) < 0 ? -errno : 0;
}

uint16_t listener_port(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
	return ntohs(((const struct sockaddr_in *)address)->sin_port);
}

void listener_put_address(struct buf *out, const struct sockaddr_storage *address)
{
	char text[INET6_ADDRSTRLEN] = "?";
	bool six = address->ss_family == AF_INET6;
	const void *host =
		six ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
		    : (const void *)&((const struct sockaddr_in *)address)->sin_addr;

	inet_ntop(six ? AF_INET6 : AF_INET, host, text, sizeof(text));
	buf_printf(out, six ? "[%s]:%u" : "%s:%u", text, listener_port(address));
}
