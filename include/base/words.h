/* SPDX-License-Identifier: MIT */
/* The words that a key or a name is made of. Borders are what is no letter and no digit, and where a
 * capital begins: "api_key", "apiKey", "API-Key" and "site.APIKey2" all hold "api" and "key". */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/slice.h"

/* Takes the next word of @key; digits are none. False: there is no more. */
bool words_next(struct slice *key, struct slice *word);
/* Stands @phrase (lower case, words with one space between) in @key, as whole words? */
bool words_hold(struct slice key, struct slice phrase);

#endif
