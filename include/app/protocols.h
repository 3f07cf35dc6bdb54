/* SPDX-License-Identifier: MIT */
/* The protocols that a configuration asks for: Gemini for all its sites, Gopher for each of them. They live
 * as long as the process; a reload changes what they serve, not where. */
#ifndef APP_PROTOCOLS_H
#define APP_PROTOCOLS_H

#include "app/sockets.h"
#include "serve/gopher_service.h"

struct protocols {
	struct arena arena;
	struct service gemini;
	struct gopher_service *gophers; /* of each site of the first configuration */
	size_t gopher_count;
	/* For sockets_open: Gemini, then Gopher for each site that does not say no. Borrows from the
	 * configuration, so that it is for the start only. */
	struct sockets_protocol *list;
	size_t count;
};

/* All of them are served by @serve. */
void protocols_init(struct protocols *protocols, const struct serve *serve,
	const struct config *config, struct tls_context *tls);
void protocols_fini(struct protocols *protocols);

/* How each site is served over Gopher, for a table of hosts; in @arena. */
const struct serve_gopher *protocols_gophers(const struct protocols *protocols,
	const struct sockets *sockets, const struct config *config, struct arena *arena);
/* Logs which Gopher sockets have no site in @fresh any more. */
void protocols_compare(const struct protocols *protocols, const struct sockets *sockets,
	const struct config *fresh);

#endif
