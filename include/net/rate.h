/* SPDX-License-Identifier: MIT */
/* How many requests a client (net/client_key.h) may make: each has a bucket of tokens, limits.burst at most, that
 * fills by limits.rate a second; a request takes one. Shared by all workers. It outlives connections:
 * who comes back finds the bucket as it was left.
 *
 * RATE_CLIENTS are remembered at most, in memory that never grows. A full bucket needs no memory, so only those
 * count who asked within the last burst / rate seconds. Where there are more, the one whose bucket is
 * the fullest is forgotten: it gets its burst again, and nobody is refused for what others do. */
#ifndef NET_RATE_H
#define NET_RATE_H

#include <stdint.h>
#include <sys/socket.h>

#include "net/limits.h"

#define RATE_CLIENTS (64 * 1024)

struct rate;

struct rate *rate_new(void);
void rate_free(struct rate *rate);
/* A token for a request of @peer at @now_ms, a clock that never goes back. Returns 0, or, when there is none, the
 * time in ms until there is one; then nothing was taken. From any thread. Clients without an IP address
 * have no bucket, nor has this machine if limits.spares_loopback. */
uint64_t rate_take(struct rate *rate, const struct sockaddr *peer,
	const struct limits *limits, uint64_t now_ms);

#endif
