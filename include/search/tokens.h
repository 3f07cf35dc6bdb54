/* SPDX-License-Identifier: MIT */
/* The tokens of a text: what the index holds and queries are compared with. Pure.
 *
 * A word is a run of letters and digits, folded (text_search_letters). Where a script is written without spaces
 * (Chinese, Japanese, Korean, Thai and their kin), each two neighbours are a token, so that any two characters are
 * found. "C++" and "C#" keep their signs; a longer name is also there without them. An emoji is a word. */
#ifndef SEARCH_TOKENS_H
#define SEARCH_TOKENS_H

#include <stdbool.h>

#include "base/slice.h"

#define TOKENS_WORD_MAX_BYTES 64 /* of a longer word only the beginning counts */

enum tokens_of {
	TOKENS_OF_TEXT, /* each character of such a script is a token once more, where it is first */
	TOKENS_OF_QUERY, /* a character of such a script only where it stands alone */
};

struct token {
	struct slice text; /* valid during the call */
	size_t from, to;   /* bytes of the text that it stands for */
	bool again;        /* at the same place as the one before it */
	bool is_pair;      /* of a script that is written without spaces */
};

/* Calls @each for every token in order, until it returns something but 0; returns that, or 0. */
int tokens_read(struct slice text, enum tokens_of of,
	int (*each)(void *ctx, const struct token *token), void *ctx);

/* Is @codepoint of a script that is written without spaces? */
bool tokens_is_unspaced(unsigned codepoint);

#endif
