/* SPDX-License-Identifier: MIT */
/* From a look-up key to a reply, for every protocol: route, page or file, redirect, gone, none. */
#ifndef SERVE_WALK_H
#define SERVE_WALK_H

#include "serve/answer.h"

/* Replies with what is at @key (uri_path_key; empty: nothing). @answer must have a site.
 * Returns SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict walk_key(const struct answer *answer, struct conn *conn,
	struct slice key, struct reply *reply);

#endif
