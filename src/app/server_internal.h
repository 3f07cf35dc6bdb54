/* SPDX-License-Identifier: MIT */
/* The running server's parts: internal to app/server. */
#ifndef APP_SERVER_INTERNAL_H
#define APP_SERVER_INTERNAL_H

#include <pthread.h>
#include <stdint.h>

#include "app/cli.h"
#include "app/protocols.h"
#include "app/sandbox.h"
#include "app/scanner.h"
#include "app/server.h"
#include "app/sockets.h"
#include "app/status.h"
#include "app/supervise.h"
#include "app/ticket_keys.h"
#include "app/uploads.h"

struct server {
	struct config
		*config; /* the one in force; the scanner's thread reads paths of it */
	pthread_mutex_t lock; /* of config: reloads, the look at certificates, status */
	struct tls_context *tls;
	struct {
		unsigned long long stamp; /* as of site_certificates */
		struct arena arena;
		const struct status_certificate *list;
		size_t count;
	} served; /* the certificates that new connections get; under the lock */
	struct ticket_keys ticket_keys;
	unsigned long long complaint; /* what was last said about them */
	struct workers *workers;
	struct supervise supervise;
	struct status_service *status;
	struct sandbox sandbox;
	struct scanner *scanner;
	struct indexer *indexer;
	struct uploads *uploads;
	char *cache_folder; /* NULL: none */
	struct serve serve;
	struct serve_table *first_table; /* borrowed, until all workers have begun */
	int64_t started_s; /* by the clock that counts from the machine's start */
	struct protocols protocols;
	struct sockets sockets;
	const struct server_source *source;
	struct config_watch *people_watch; /* of the list of people in the state folder */
	unsigned long long people_said;    /* what was last said about them */
	unsigned long long people_stamp;   /* of the list, when it was last read */
	/* The files of the configuration, from before it was last read; of those that are watched. */
	struct serve_source config_files[CLI_CONFIG_FILES];
	size_t config_file_count;
	struct {
		size_t people, zones;
	} counts; /* under the lock */
	/* What is in force is not what the configuration says, since that has errors: nobody is known. */
	bool is_unsettled;
	bool saved_badly; /* what was saved last had errors; of the scanner's thread */
};

/* The table of hosts and the sites' configurations, in memory of their own. */
struct scanner_plan *server_plan(struct server *server, const struct config *config);
/* Who may read what of each site, in @arena; what is closed and for whom is logged when it changed. With the
 * lock. */
const struct people *server_people(
	struct server *server, const struct config *config, struct arena *arena);
/* STATE/people.yaml. */
const char *server_people_file(struct arena *arena, const struct config *config);
/* Is the list not the one that was last read? Else *wait_ms is as of config_watch_look. With the lock. */
bool server_people_changed(struct server *server, int *wait_ms);
/* The configuration is about to be read. True: its files are not what they were the last time. With the lock. */
bool server_stamp_config(struct server *server);
/* The files that say who may read what, in @arena. With the lock. */
void server_people_sources(const struct server *server, const struct config *config,
	struct arena *arena, struct serve_table *table);
/* Watches the list of people in the state folder of the configuration. With the lock. */
void server_watch_people(struct server *server);
/* 0, or -errno with the reason logged. With the lock. */
int server_start_tls(struct server *server);
/* Those of @config, for connections to come. 0, or -errno with @error (CERTS_ERROR_BYTES), and the old ones stay.
 * With the lock. */
int server_renew_certificates(
	struct server *server, const struct config *config, char *error);
/* On the scanner's thread, now and then: a certificate renewed by somebody else is taken over. */
void server_check_certificates(void *ctx);
/* Those that are served, whatever is in their files now. With the lock. */
void server_list_certificates(
	const struct server *server, struct arena *arena, struct status *out);
/* New configuration, content and certificates; the listening sockets stay as they are. */
void server_reload(struct server *server);
/* On the scanner's thread, each time that it wakes: a configuration that was saved is taken over as far
 * as it is about sites. How long it may sleep, as scanner_options' turn. */
int server_look(void *ctx);

#endif
