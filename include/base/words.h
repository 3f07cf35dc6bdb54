/* SPDX-License-Identifier: MIT */
/* The words that a key or a name consists of. A word ends at anything but a letter or a digit, and
 * before a capital: "api_key", "apiKey", "API-Key" and "site.APIKey2" all hold "api" and "key". */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/slice.h"

/* Takes the next word of @key; digits are not words. False: there are no more. */
bool words_next(struct slice *key, struct slice *word);
/* Does @key contain @phrase (lower case, words separated by one space) as whole words? */
bool words_hold(struct slice key, struct slice phrase);

#endif
