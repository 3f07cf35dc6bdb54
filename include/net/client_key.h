/* SPDX-License-Identifier: MIT */
/* Who counts as one client for limits: an IPv4 address, also one mapped into IPv6, or an IPv6 network of 64
 * bits, which is what one household or machine gets. */
#ifndef NET_CLIENT_KEY_H
#define NET_CLIENT_KEY_H

#include <stdint.h>
#include <sys/socket.h>

/* No network of IPv6 begins with these bits (RFC 4291). */
#define CLIENT_KEY_IPV4 0x0000FFFF00000000

/* A number for the client at @peer: the network's 64 bits, or CLIENT_KEY_IPV4 and the address. All of a family
 * without IP addresses are 0. */
uint64_t client_key(const struct sockaddr *peer);

#endif
