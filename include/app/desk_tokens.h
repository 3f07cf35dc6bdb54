/* SPDX-License-Identifier: MIT */
/* What proves that a person asked for an act of the desk (delete, publish ...): a link that was shown to that person
 * on a page that names the act. An address that somebody else can know, such as the target of a redirect or of a
 * link, proves nothing, whatever certificate the client shows for it.
 *
 * A token is 128 bits of HMAC-SHA256 and when it was made. It is good for one act of one person on one version of
 * one file of one site, once, for ten minutes. */
#ifndef APP_DESK_TOKENS_H
#define APP_DESK_TOKENS_H

#include "base/arena.h"
#include "net/tls.h"

#define DESK_TOKEN_S 600

struct desk_tokens;

struct desk_deed {
	struct slice site;    /* its origin */
	struct slice act;     /* "delete" */
	struct slice path;    /* of the file, in the blog's folder */
	struct slice version; /* what the person saw of it */
	const struct tls_identity *identity;
};

enum desk_token_result {
	DESK_TOKEN_GOOD,
	DESK_TOKEN_OTHER, /* made for another deed, or by nobody */
	DESK_TOKEN_OVER,  /* older than ten minutes */
	DESK_TOKEN_USED,
	DESK_TOKEN_FULL, /* the person used too many in the last ten minutes */
};

/* With a random key. NULL: the machine has no randomness. */
struct desk_tokens *desk_tokens_new(void);
void desk_tokens_free(struct desk_tokens *tokens); /* NULL is fine */
/* @now_s: seconds on a clock that only goes on. */
struct slice desk_token(struct desk_tokens *tokens, struct arena *arena,
	const struct desk_deed *deed, int64_t now_s);
/* DESK_TOKEN_GOOD once only. Any thread. */
enum desk_token_result desk_token_use(struct desk_tokens *tokens,
	const struct desk_deed *deed, struct slice token, int64_t now_s);

#endif
