/* SPDX-License-Identifier: MIT */
/* Bare addresses in running text: http://, https://, gemini://, gopher://, www. and e-mail. */
#ifndef TEXT_AUTOLINK_H
#define TEXT_AUTOLINK_H

#include "base/slice.h"

enum autolink_kind {
	AUTOLINK_URL,  /* has a scheme */
	AUTOLINK_WWW,  /* lacks "https://" */
	AUTOLINK_MAIL, /* lacks "mailto:" */
};

struct autolink {
	enum autolink_kind kind;
	size_t start, end;
	bool stale; /* internal */
};

/* Iterates over the addresses in a text, in linear time. */
struct autolinks {
	struct slice text;
	size_t from;
	struct autolink next[3]; /* one of each kind; end 0: no more */
};

/* The kinds that @text may hold: determined once for a long text, then passed to autolinks_init
 * for each of its parts. Most posts hold no "www." */
unsigned autolinks_kinds(struct slice text);
void autolinks_init(struct autolinks *links, struct slice text, unsigned kinds);
/* The next address. It ends at white space, '<', '"' or a character that an address
 * cannot hold. Trailing .,;:!?'*_~ do not belong to it, nor does a ')' without a '('. */
bool autolinks_next(struct autolinks *links, struct autolink *out);

#endif
