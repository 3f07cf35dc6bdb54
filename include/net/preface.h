/* SPDX-License-Identifier: MIT */
/* What a balancer in front puts before a client's bytes, TLS included: who the client is. Only on
 * listeners that have a preface and from addresses that are trusted (workers_trust), and from those
 * always: nothing is guessed from the bytes. */
#ifndef NET_PREFACE_H
#define NET_PREFACE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/slice.h"

/* A network: "10.0.0.0/8", "2001:db8::/32", or one address. */
struct preface_network {
	sa_family_t family;
	unsigned char host[16];
	unsigned bits;
};

enum preface_verdict { PREFACE_MORE, PREFACE_BAD, PREFACE_DONE };

struct preface {
	size_t max_bytes;
	/* For whoever reads the log: what to do about a stranger at a listener that is for balancers
	 * only, and about a balancer without a preface. */
	const char *for_strangers, *for_silent;
	/* Judges the bytes so far. On PREFACE_DONE @used of them are the preface, and the addresses are
	 * those of the client and of what it connected to, or AF_UNSPEC: as the socket says. */
	enum preface_verdict (*read)(struct slice bytes, size_t *used,
		struct sockaddr_storage *client, struct sockaddr_storage *server);
};

/* 0 or -EINVAL; bits beyond the length must be zero. */
int preface_network_parse(struct slice text, struct preface_network *out);
bool preface_trusts(const struct preface_network *networks, size_t count,
	const struct sockaddr *peer);

#endif
