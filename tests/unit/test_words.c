/* SPDX-License-Identifier: MIT */
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/secret.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void a_key_falls_apart_at_marks_capitals_and_digits(void **state)
{
	static const struct {
		const char *key, *words[4];
	} rows[] = {
		{"token", {"token"}},
		{"my_api-token", {"my", "api", "token"}},
		{"apiToken", {"api", "Token"}},
		{"APIKey", {"API", "Key"}},
		{"MY_TOKEN", {"MY", "TOKEN"}},
		{"a.b c", {"a", "b", "c"}},
		{"key2b", {"key", "b"}},
		{"__x__", {"x"}},
		{"aB", {"a", "B"}},
		{"ABc", {"A", "Bc"}},
		{"cl\u00e9Api", {"cl\u00e9", "Api"}},
		{"\u00c9cole", {"\u00c9cole"}},
		{"123", {NULL}},
		{"", {NULL}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice rest = slice_str(rows[i].key), word;
		size_t n = 0;
		for (; words_next(&rest, &word); n++) {
			if (n == COUNT(rows[i].words) || !rows[i].words[n] ||
				!slice_eq(word, slice_str(rows[i].words[n])))
				fail_msg("%s: word %zu is %.*s", rows[i].key, n,
					SARG(word));
		}
		if (n < COUNT(rows[i].words) && rows[i].words[n])
			fail_msg("%s: \"%s\" is missing", rows[i].key, rows[i].words[n]);
	}
}

static void a_phrase_is_held_as_whole_words_side_by_side(void **state)
{
	static const struct {
		const char *key, *phrase;
		bool expected;
	} rows[] = {
		{"my_api_key", "api key", true},
		{"myApiKey", "api key", true},
		{"api_my_key", "api key", false},
		{"apikey", "api key", false},
		{"key_api", "api key", false},
		{"author", "auth", false},
		{"AUTH", "auth", true},
		{"x", "", false},
		{"", "x", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (words_hold(slice_str(rows[i].key), slice_str(rows[i].phrase)) !=
			rows[i].expected)
			fail_msg("\"%s\" in %s", rows[i].phrase, rows[i].key);
	}
}

static void names_that_sound_like_secrets_are_known(void **state)
{
	static const char *const secrets[] = {"token", "my_api_token", "github_secret",
		"githubToken", "API_TOKEN", "api-key", "apiKey", "APIKey", "apikey",
		"private_key", "privateKey", "access_key_id", "aws.access-key",
		"client_secret", "credentials", "auth", "basic_auth", "mail.password",
		"secrets.x", "passwd", "smtpPasswd", "passphrase", "token2", "authtoken",
		"dbpassword", "Password", "MAILPASSWORD"};
	static const char *const others[] = {"title", "author", "authors", "authority",
		"keywords", "key", "keyboard", "api", "api_url", "secretary",
		"passwordless", "tokenizer", "public_key", "access", "private", "client",
		"monkey", "description", "google_analytics", "capital", "tokyo",
		"github_username", ""};

	(void)state;
	for (size_t i = 0; i < COUNT(secrets); i++)
		if (!secret_is_name(slice_str(secrets[i])))
			fail_msg("%s is no secret", secrets[i]);
	for (size_t i = 0; i < COUNT(others); i++)
		if (secret_is_name(slice_str(others[i])))
			fail_msg("%s is a secret", others[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_falls_apart_at_marks_capitals_and_digits),
		cmocka_unit_test(a_phrase_is_held_as_whole_words_side_by_side),
		cmocka_unit_test(names_that_sound_like_secrets_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
