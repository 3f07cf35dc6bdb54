/* SPDX-License-Identifier: MIT */
#include "source/secret.h"

#include "base/words.h"

bool secret_is_name(struct slice key)
{
	/* As whole words: "author" is no "auth". */
	static const struct slice phrases[] = {S("auth"), S("apikey"), S("apikeys"),
		S("api key"), S("api keys"), S("private key"), S("private keys"),
		S("access key"), S("access keys"), S("encryption key"), S("signing key"),
		S("credential"), S("credentials"), S("creds"), S("pwd"), S("bearer"),
		S("privatekey"), S("accesskey")};
	/* Also at the end of longer ones: "authtoken", "dbpassword". */
	static const struct slice ends[] = {S("token"), S("tokens"), S("secret"),
		S("secrets"), S("password"), S("passwords"), S("passwd"), S("passphrase"),
		S("passphrases")};
	struct slice rest = key, word;

	for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++) {
		if (words_hold(key, phrases[i]))
			return true;
	}
	while (words_next(&rest, &word)) {
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
			if (slice_ends_nocase(word, ends[i]))
				return true;
		}
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
