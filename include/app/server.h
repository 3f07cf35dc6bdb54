/* SPDX-License-Identifier: MIT */
/* The running server: certificates, sockets, workers and the scanner put together, until a signal ends
 * it. SIGTERM and SIGINT drain, SIGHUP reloads configuration, content and certificates. A saved
 * configuration is taken over as far as it is about what sites show. */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/config.h"
#include "app/config_watch.h"
#include "net/listener.h"

struct server_source {
	/* Reads the configuration again, for a reload. 0, or -errno with diags. */
	int (*load)(void *ctx, struct config *config, struct diag_list *diags);
	void *ctx;
	struct config_watch *watch; /* of its files; NULL: who saves them has to say so */
	/* Listened on beside what the configuration says, and closed at the end. */
	const struct listener *listeners;
	size_t listener_count;
	void (*started)(void *ctx); /* once all listen; may be NULL */
};

/* Serves until a signal; @config is taken over. Returns the exit status of the process: 0 or 1. */
int server_run(struct config *config, const struct server_source *source);

#endif
