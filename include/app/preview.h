/* SPDX-License-Identifier: MIT */
/* A blog in its author's browser: HTTP on this machine alone, from the same snapshots as the other
 * protocols, drafts and hidden pages included. `splashdown preview` is the only one who opens it.
 *
 * Whoever else is on the machine, or has a page open in the same browser, reads nothing: the address holds a
 * token that only the author's terminal shows, Host has to be this machine's name, and requests that
 * another page brings about are refused. No page that shows anything of the blog runs a script. */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include <pthread.h>

#include "net/service.h"

#define PREVIEW_PORT        8080
#define PREVIEW_STREAMS_MAX 8
#define PREVIEW_BEAT_MS     15000

/* A browser's tab that waits to hear of a change. */
struct preview_stream {
	struct conn *conn;
	unsigned long long tab; /* the number that it calls itself; 0: none */
	int64_t until_ms;       /* then it has ended, if nobody said so; monotonic */
};

struct preview {
	struct service service;
	char token[32 + 1]; /* 128 random bits in hexadecimal */
	pthread_mutex_t lock;
	struct preview_stream streams[PREVIEW_STREAMS_MAX]; /* under lock */
};

/* With a new token. 0, or -errno: the system has no random bytes. The service is of use from the moment it
 * listens, and answers from the first site of the configuration. */
int preview_init(struct preview *preview);
void preview_fini(struct preview *preview);

#endif
