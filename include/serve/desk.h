/* SPDX-License-Identifier: MIT */
/* The desk: pages that tell a reader who he is here, and writers what is not public. The application makes them
 * (struct serve), since nothing in serve may know what is hidden: it appends header and body, on any thread, and returns
 * the status. Each is made for one connection, and freed. */
#ifndef SERVE_DESK_H
#define SERVE_DESK_H

#include "serve/answer.h"

/* What an act changed: uploads in front of these files. The reply waits until readers see it. */
struct desk_changes {
	struct desk_change {
		struct slice source; /* in the arena of the call */
		uint64_t before;     /* the version that covered it; 0: none */
	} list[2];
	size_t count;
};

/* Everything is borrowed for the time of the call. */
struct desk_request {
	const struct site *site; /* the public snapshot */
	const struct people *people;
	const struct person *person; /* NULL: a visitor, whom nobody knows */
	const struct tls_identity *identity;
	struct slice
		rest; /* of the key, behind the desk's path: "", "read/_drafts/x.md" */
	struct slice origin;        /* "gemini://example.org" */
	struct slice words;         /* typed by the reader, decoded; ptr NULL: nothing */
	struct store *store;        /* of uploads; NULL: none are taken */
	struct desk_tokens *tokens; /* of struct serve */
	struct desk_changes *changes; /* for the call to fill in */
};

struct store_target;

/* Replies to who was let in to the desk. SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict desk_reply(const struct answer *answer, struct conn *conn,
	struct slice key, struct slice origin, struct reply *reply);

#endif
