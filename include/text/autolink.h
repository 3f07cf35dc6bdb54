/* SPDX-License-Identifier: MIT */
/* Bare addresses in running text: http://, https://, gemini://, gopher://, www. and e-mail. */
#ifndef TEXT_AUTOLINK_H
#define TEXT_AUTOLINK_H

#include "base/slice.h"

enum autolink_kind {
	AUTOLINK_URL,  /* has its scheme */
	AUTOLINK_WWW,  /* lacks "https://" */
	AUTOLINK_MAIL, /* lacks "mailto:" */
};

struct autolink {
	enum autolink_kind kind;
	size_t start, end;
	bool stale; /* internal */
};

/* A walk over the addresses of one text, linear in it. */
struct autolinks {
	struct slice text;
	size_t from;
	struct autolink next[3]; /* one of each kind; end 0: no more */
};

/* Which kinds @text may hold, found out at once for a long text and then told to autolinks_init
 * for each of its parts: most posts hold no "www." */
unsigned autolinks_kinds(struct slice text);
void autolinks_init(struct autolinks *links, struct slice text, unsigned kinds);
/* The next address. It ends at white space, '<', '"' or a character that is no part of an
 * address; of trailing .,;:!?'*_~ none belongs to it, nor does a ')' that has no '('. */
bool autolinks_next(struct autolinks *links, struct autolink *out);

#endif
