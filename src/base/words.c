/* SPDX-License-Identifier: MIT */
#include "base/words.h"

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Word boundaries are known for ASCII only. */
static bool is_letter(char c)
{
	return ascii_is_alpha(c) || (c & 0x80);
}

bool words_next(struct slice *key, struct slice *word)
{
	struct slice rest = *key;
	size_t len = 0;

	while (rest.len && !is_letter(*rest.ptr))
		rest = slice_from(rest, 1);
	while (len < rest.len && is_upper(rest.ptr[len]))
		len++;
	bool small = len < rest.len && is_letter(rest.ptr[len]);
	/* "APIKey": the last capital begins the next word. */
	if (small && len > 1)
		len--;
	else
		while (len < rest.len && is_letter(rest.ptr[len]) &&
			!is_upper(rest.ptr[len]))
			len++;
	*word = slice_head(rest, len);
	*key = slice_from(rest, len);
	return len != 0;
}

static bool starts_with(struct slice key, struct slice phrase)
{
	struct slice wanted, word;

	while (slice_split(&phrase, ' ', &wanted)) {
		if (!words_next(&key, &word) || !slice_eq_nocase(word, wanted))
			return false;
	}
	return true;
}

bool words_hold(struct slice key, struct slice phrase)
{
	struct slice word;

	for (bool more = phrase.len != 0; more;) {
		if (starts_with(key, phrase))
			return true;
		more = words_next(&key, &word);
	}
	return false;
}
