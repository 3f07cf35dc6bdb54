/* SPDX-License-Identifier: MIT */
/* The running server: certificates, sockets, workers and the scanner put together, until a signal ends
 * it. SIGTERM and SIGINT drain, SIGHUP reloads configuration, content and certificates. */
#ifndef APP_SERVER_H
#define APP_SERVER_H

#include "app/config.h"

/* Reads the configuration again, for a reload. 0, or -errno with diags. */
struct server_source {
	int (*load)(void *ctx, struct config *config, struct diag_list *diags);
	void *ctx;
};

/* Serves until a signal; @config is taken over. Returns the exit status of the process: 0 or 1. */
int server_run(struct config *config, const struct server_source *source);

#endif
