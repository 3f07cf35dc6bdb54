/* SPDX-License-Identifier: MIT */
/* The walk of every protocol from a look-up key to a reply: route, page or file, redirect, gone, none. */
#ifndef SERVE_WALK_H
#define SERVE_WALK_H

#include "serve/answer.h"

/* What is at @key (uri_path_key; empty: nothing can be). @answer has a site. SERVICE_REPLY or
 * SERVICE_WAIT. */
enum service_verdict walk_key(const struct answer *answer, struct conn *conn,
	struct slice key, struct reply *reply);

#endif
