/* SPDX-License-Identifier: MIT */
/* Who may come in: open connections counted per address (IPv6 by /64) and in total, over all workers.
 * Holds one entry per address with an open connection and nothing else, so the hard limit bounds it. */
#ifndef NET_ADMISSION_H
#define NET_ADMISSION_H

#include <sys/socket.h>

#include "net/limits.h"

struct admission;

enum admission_answer {
	ADMIT,
	ADMIT_TO_REFUSE_ADDRESS, /* past the soft limit per address */
	ADMIT_TO_REFUSE_TOTAL,   /* past the soft limit in total */
	ADMIT_NOT,               /* past a hard limit: not counted, nothing to leave */
};

struct admission *admission_new(void);
void admission_free(struct admission *admission);

/* From any thread. A limit of 0 is none. */
enum admission_answer admission_enter(struct admission *admission,
	const struct sockaddr *peer, const struct limits *limits);
void admission_leave(struct admission *admission, const struct sockaddr *peer);
/* Addresses that are remembered now. */
size_t admission_addresses(struct admission *admission);

#endif
