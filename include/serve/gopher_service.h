/* SPDX-License-Identifier: MIT */
/* Gopher (RFC 1436) over a connection: request, route, page, reply; TLS on the same port when the first
 * byte starts it. Gopher requests name no host, so a service serves one site: each site has its own
 * listeners. */
#ifndef SERVE_GOPHER_SERVICE_H
#define SERVE_GOPHER_SERVICE_H

#include "serve/serve.h"

struct gopher_service {
	struct service service; /* for the listeners */
	const struct serve *serve;
	struct slice host; /* a reload may renumber sites */
};

/* For the site of @host, or the first one when @host is empty. @serve, @out and @host outlive the
 * listeners. Each worker's data is a struct serve_worker. */
void gopher_service_init(
	struct gopher_service *out, const struct serve *serve, struct slice host);

#endif
