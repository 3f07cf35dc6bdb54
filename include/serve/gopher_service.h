/* SPDX-License-Identifier: MIT */
/* Gopher (RFC 1436) over a connection: request, route, page, reply; TLS on the same port when the first
 * byte opens it. Gopher names no host in its requests, so a service answers for one site: each
 * site has its own listeners. */
#ifndef SERVE_GOPHER_SERVICE_H
#define SERVE_GOPHER_SERVICE_H

#include "serve/serve.h"

struct gopher_service {
	struct service service; /* for the listeners */
	const struct serve *serve;
	struct slice host; /* a reload may number sites otherwise */
};

/* For the site that @host belongs to, or the first one when it is empty. @serve, @out and @host outlive
 * the listeners. Each worker's data is a struct serve_worker. */
void gopher_service_init(
	struct gopher_service *out, const struct serve *serve, struct slice host);

#endif
