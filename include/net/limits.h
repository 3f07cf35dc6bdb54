/* SPDX-License-Identifier: MIT */
/* How long and how much of a connection is waited for, and how many there may be. */
#ifndef NET_LIMITS_H
#define NET_LIMITS_H

#include <stdbool.h>

struct limits {
	unsigned request_ms;   /* accept to whole request, handshake included: 10 s */
	unsigned stall_ms;     /* writing without progress: 30 s */
	unsigned linger_ms;    /* draining what the client still sends: 1 s */
	unsigned linger_bytes; /* ... at most this much: 64 KiB */
	unsigned drain_ms;     /* replies may finish after a stop: 5 s */
	/* A body (net/service.h) brings so many bytes (40 KiB) in each body_ms (10 s), and is whole in
	 * body_total_ms (5 min). */
	unsigned body_ms, body_bytes, body_total_ms;
	/* Open connections; 0: no limit. IPv6 by /64; loopback too. Past a soft limit clients get
	 * service->refuse, past a hard one they are closed at once. */
	unsigned per_address_soft, per_address_hard;
	unsigned total_soft, total_hard;
	/* Requests of one client (net/rate.h): so many a second, so many at once after a pause. A rate of 0: no
	 * limit. */
	unsigned rate, burst;
	bool spares_loopback; /* those from this machine are not counted */
};

#endif
