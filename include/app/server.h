/* SPDX-License-Identifier: MIT */
/* The running server: certificates, sockets, workers and the scanner put together, until a signal ends
 * it. SIGTERM and SIGINT drain, SIGHUP reloads configuration, content and certificates. A saved
 * configuration is taken over as far as it is about what sites show. */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/config.h"
#include "app/config_watch.h"

/* Reads the configuration again, for a reload. 0, or -errno with diags. */
struct server_source {
	int (*load)(void *ctx, struct config *config, struct diag_list *diags);
	void *ctx;
	struct config_watch *watch; /* of its files; NULL: who saves them has to say so */
};

/* Serves until a signal; @config is taken over. Returns the exit status of the process: 0 or 1. */
int server_run(struct config *config, const struct server_source *source);

#endif
