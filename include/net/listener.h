/* SPDX-License-Identifier: MIT */
/* Listening sockets: our own, or systemd's. */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include <sys/socket.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "net/service.h"

struct preface;
struct tls_context;

struct listener {
	int fd; /* non-blocking, listening */
	const struct service *service;
	struct tls_context *tls; /* NULL: the service never speaks TLS here */
	struct sockaddr_storage address;
	const struct preface *preface; /* NULL: every client speaks for itself */
	bool preface_only; /* ... and nobody else is let in than who is trusted with it */
	bool kept; /* somebody holds the socket for whoever serves next: at a stop those who
		    * wait there are left to them */
};

/* Reads "ADDR:PORT", "[ADDR6]:PORT", "*:PORT", ":PORT", "PORT", "ADDR" (port @default_port); no names,
 * no look-up. "*" and an empty address are both [::] and 0.0.0.0. Returns how many addresses were
 * filled (1 or 2), or -EINVAL. */
int listener_parse(
	struct slice text, uint16_t default_port, struct sockaddr_storage out[2]);
/* Binds and listens: SO_REUSEADDR, IPV6_V6ONLY, close-on-exec, non-blocking. A descriptor or
 * -errno. */
int listener_open(const struct sockaddr_storage *address);

/* Sockets that a service manager passed (sd_listen_fds(3)), with their names. */
struct listener_passed {
	int fd;
	struct slice name;
};

/* How many there are, in @arena, or -errno. They are ours only once: a second call finds none. */
int listener_passed(struct arena *arena, struct listener_passed **out);
/* Is @fd a listening stream socket (IPv4, IPv6, unix)? Makes it non-blocking. 0 with its address, or
 * -errno. */
int listener_take(int fd, struct sockaddr_storage *address);
/* What connections are to inherit (no Nagle, few unsent bytes in the kernel); workers_listen calls it
 * on every socket, ours or not. */
void listener_tune(int fd);
/* Where @fd is bound: for sockets passed to us, and for port 0. 0 or -errno. */
int listener_address(int fd, struct sockaddr_storage *address);
/* "127.0.0.1:1965", "[::1]:1965". */
void listener_put_address(struct buf *out, const struct sockaddr_storage *address);
uint16_t listener_port(const struct sockaddr_storage *address);

#endif
