/* SPDX-License-Identifier: MIT */
/* Where the server listens: sockets that a service manager passed, by their names, or what the
 * configuration says when none were passed. One that is called "gemini-proxy", or that is configured as
 * "127.0.0.1:1966 proxy", is for balancers only. */
#ifndef APP_SOCKETS_H
#define APP_SOCKETS_H

#include "app/config.h"
#include "net/listener.h"

#define SOCKETS_MAX         32
#define SOCKETS_STATUS_NAME "status"

/* One protocol that can be listened for. */
struct sockets_protocol {
	const struct service *service; /* its name is that of passed sockets, too;
					* for one site alone also with "-HOST" behind it */
	struct tls_context *tls;
	const struct slices
		*where; /* "ADDR:PORT" or "ADDR:PORT proxy", for want of passed
					     * sockets */
	uint16_t standard_port;
	unsigned advertised_port;       /* what readers use; 0: the same */
	const struct config_site *only; /* that it is for; NULL: all */
	/* Not NULL where nobody said where: on the addresses of these, on the standard port, or on
	 * the other one if that is not permitted. What fails is then no error. */
	const struct slices *beside;
	uint16_t other_port;
};

struct sockets {
	struct listener listeners[SOCKETS_MAX];
	size_t count;
	bool passed;   /* ... by a service manager: the configuration was not asked */
	int status_fd; /* passed for `splashdown status`, or -1 */
};

void sockets_init(struct sockets *sockets);
/* 0, or -errno after everything that went wrong was logged. */
int sockets_open(
	struct sockets *sockets, const struct sockets_protocol *protocols, size_t count);
/* One more, which is open already; it is closed with the others. */
void sockets_add(struct sockets *sockets, const struct listener *listener);
/* Says where it listens, and what readers open. */
void sockets_log(const struct sockets *sockets, const struct sockets_protocol *protocols,
	size_t count, const struct config *config);
/* The first port that @service has for readers, else the first one; 0: none. */
uint16_t sockets_port(const struct sockets *sockets, const struct service *service);
/* Can others than this machine connect for @service? */
bool sockets_are_public(const struct sockets *sockets, const struct service *service);
void sockets_close(struct sockets *sockets);

#endif
