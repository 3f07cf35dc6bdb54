/* SPDX-License-Identifier: MIT */
/* Uploads by Titan, on the port of Gemini: which file of the blog one is, its body on the way to the store, what is
 * wrong with it, and the answer once readers see it. Four at once, one of a person. */
#ifndef SERVE_TITAN_H
#define SERVE_TITAN_H

#include "proto/gemini.h"
#include "serve/answer.h"

#define TITAN_AT_ONCE 4

struct titan; /* per process: in struct serve */

struct titan *titan_new(void);
/* After the workers. NULL is fine. */
void titan_free(struct titan *titan);

struct titan_facts {
	uint64_t uploads; /* kept, drafts too */
	uint64_t refused; /* all others */
};
/* From any thread. */
void titan_facts(struct titan *titan, struct titan_facts *out);
/* Counts what was answered to an upload. */
void titan_count(struct titan *titan, unsigned status);

/* Does the site of @answer take uploads: has it writers, and room for what they write? */
bool titan_is_open(const struct answer *answer);
/* Replies to the writer answer->person. @origin: "gemini://example.org". SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict titan_reply(const struct answer *answer, struct conn *conn,
	const struct gemini_request *request, struct slice origin, struct reply *reply);

#endif
