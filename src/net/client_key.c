/* SPDX-License-Identifier: MIT */
#include "net/client_key.h"

#include <endian.h>
#include <netinet/in.h>
#include <string.h>

uint64_t client_key(const struct sockaddr *peer)
{
	uint64_t key = 0;
	uint32_t four;

	if (peer->sa_family == AF_INET) {
		four = ((const struct sockaddr_in *)peer)->sin_addr.s_addr;
		return CLIENT_KEY_IPV4 | ntohl(four);
	}
	if (peer->sa_family == AF_INET6) {
		const struct in6_addr *six =
			&((const struct sockaddr_in6 *)peer)->sin6_addr;

		if (IN6_IS_ADDR_V4MAPPED(six)) {
			memcpy(&four, six->s6_addr + 12, sizeof(four));
			return CLIENT_KEY_IPV4 | ntohl(four);
		}
		memcpy(&key, six->s6_addr, sizeof(key));
		key = be64toh(key);
	}
	return key;
}
