/* SPDX-License-Identifier: MIT */
#include "source/secret.h"

#include "base/words.h"

bool secret_is_name(struct slice key)
{
	/* As whole words: "author" is not "auth". */
	static const struct slice phrases = S(
		"auth|apikey|apikeys|api key|api keys|private key|private keys|access "
		"key|"
		"access keys|encryption key|signing key|credential|credentials|creds|pwd|"
		"bearer|privatekey|accesskey");
	/* Also at the end of longer ones: "authtoken", "dbpassword". */
	static const struct slice ends = S("token|tokens|secret|secrets|password|"
					   "passwords|passwd|passphrase|passphrases");
	struct slice word;

	if (slice_any(key, phrases, words_hold))
		return true;
	while (words_next(&key, &word)) {
		if (slice_any(word, ends, slice_ends_nocase))
			return true;
	}
	return false;
}

bool secret_is_setting(const struct value *map, struct slice dotted)
{
	struct slice key;

	if (secret_is_name(dotted))
		return true;
	while (map && slice_split(&dotted, '.', &key)) {
		const struct value *value = value_get(map, key);
		for (size_t i = 0; value && i < map->count; i++) {
			if (value_key_eq(map->pairs[i].key, key) &&
				secret_is_name(map->pairs[i].key))
				return true;
		}
		map = value;
	}
	return false;
}
