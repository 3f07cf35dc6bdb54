/* SPDX-License-Identifier: MIT */
/* The PROXY protocol, versions 1 and 2, as haproxy.org's proxy-protocol.txt of 2020/03/05 says: what a
 * balancer puts before a client's own bytes. Pure grammar. */
#ifndef PROTO_PROXY_H
#define PROTO_PROXY_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/slice.h"

/* Of version 2 more than 4 KiB of addresses and extensions is not believed. */
#define PROXY_HEADER_MAX_BYTES (16 + 4096)

enum proxy_result { PROXY_MORE, PROXY_BAD, PROXY_OK };

struct proxy_header {
	size_t bytes; /* how long it is: what follows is the client's */
	/* The client and what it connected to; AF_UNSPEC: the balancer speaks for itself, or does not
	 * know (LOCAL, UNKNOWN, AF_UNIX). An IPv4-mapped IPv6 address is the IPv4 address. */
	struct sockaddr_storage client, server;
};

/* Judges the bytes so far. */
enum proxy_result proxy_parse(struct slice bytes, struct proxy_header *out);

#endif
