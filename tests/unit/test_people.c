/* SPDX-License-Identifier: MIT */
#include "serve/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/uri.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define NOW          (PEOPLE_CLOCK_MIN + 1000)

/* Keys are one byte, repeated. */
#define KEY(byte)                                                                        \
	{                                                                                \
		byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte,  \
			byte, byte, byte, byte, byte, byte, byte, byte, byte, byte,      \
			byte, byte, byte, byte, byte, byte, byte, byte, byte, byte       \
	}

static const struct person persons[] = {
	{KEY(1), S("friend"), false},
	{KEY(2), S("other"), false},
	{KEY(3), S("me"), true},
	{KEY(4), S("friend"), false},
	{KEY(5), S("nothing"), false},
};
static const struct slice friend_only[] = {S("friend")}, other_only[] = {S("other")};
static const struct reader_zone list[] = {
	{S("/letters/"), S("Letters to friends"), {friend_only, 1}},
	{S("/other/"), S("For others"), {other_only, 1}},
};
static const struct people people = {persons, 5, {list, 2}, S("/me/"), false};

/* Certificates, as the handshake tells of them. */
static const struct {
	const char *kind;
	struct tls_identity identity;
	bool none, is_12;
} certificates[] = {
	{"none", {.expires_at = 0}, true, false},
	{"none, under TLS 1.2", {.expires_at = 0}, true, true},
	{"weak", {KEY(1), KEY(9), INT64_MAX, TLS_CLIENT_KEY_WEAK}, false, false},
	{"large", {KEY(1), KEY(9), INT64_MAX, TLS_CLIENT_KEY_LARGE}, false, false},
	{"expired", {KEY(1), KEY(9), NOW - 1, TLS_CLIENT_KEY_GOOD}, false, false},
	{"expired and weak", {KEY(1), KEY(9), 0, TLS_CLIENT_KEY_WEAK}, false, false},
	{"no date", {KEY(1), KEY(9), INT64_MIN, TLS_CLIENT_KEY_GOOD}, false, false},
	{"expired stranger", {KEY(7), KEY(9), 1000, TLS_CLIENT_KEY_GOOD}, false, false},
	{"stranger", {KEY(7), KEY(1), INT64_MAX, TLS_CLIENT_KEY_GOOD}, false, false},
	{"friend", {KEY(1), KEY(9), NOW, TLS_CLIENT_KEY_GOOD}, false, false},
	{"friend's other key", {KEY(4), KEY(9), NOW, TLS_CLIENT_KEY_GOOD}, false, false},
	{"other friend", {KEY(2), KEY(9), NOW, TLS_CLIENT_KEY_GOOD}, false, false},
	{"reader of nothing", {KEY(5), KEY(9), NOW, TLS_CLIENT_KEY_GOOD}, false, false},
	{"author", {KEY(3), KEY(9), NOW, TLS_CLIENT_KEY_GOOD}, false, false},
};

/* What each of them gets: in /letters/, in /other/, at the desk; 0: let in. */
static const unsigned expected[COUNT(certificates)][3] = {
	{60, 60, 60}, /* none */
	{60, 60, 60}, /* none, under TLS 1.2 */
	{62, 62, 62}, /* weak */
	{62, 62, 62}, /* large */
	{62, 62, 62}, /* expired */
	{62, 62, 62}, /* expired and weak */
	{62, 62, 62}, /* no date */
	{62, 62, 62}, /* expired stranger */
	{61, 61, 0},  /* stranger */
	{0, 61, 0},   /* friend */
	{0, 61, 0},   /* friend's other key */
	{61, 0, 0},   /* other friend */
	{61, 61, 0},  /* reader of nothing */
	{0, 0, 0},    /* author */
};

/* Of each place: what exists and what does not, which nobody looks up here. */
static const struct {
	const char *path;
	int column; /* -1: public */
} paths[] = {
	{"/letters/", 0},
	{"/letters", 0},
	{"/letters/there.gmi", 0},
	{"/letters/not-there", 0},
	{"/LETTERS/;edit", 0},
	{"/letters.xml", 0},
	{"//letters//feed.xml", 0},
	{"/other/", 1},
	{"/other/x", 1},
	{"/me/", 2},
	{"/me", 2},
	{"/me/edit/x", 2},
	{"/ME/", 2},
	{"/", -1},
	{"/menu/", -1},
	{"/letter/", -1},
	{"/x/letters/", -1},
};

static struct people_answer judge(struct arena *arena, const struct people *these,
	size_t certificate, const struct people_place *place, int64_t now)
{
	const struct people_question question = {
		.place = *place,
		.identity = certificates[certificate].none
				    ? NULL
				    : &certificates[certificate].identity,
		.can_identify = !certificates[certificate].is_12,
		.now = now,
		.origin = S("gemini://a.example"),
	};
	struct people_answer answer;

	people_judge(arena, these, &question, &answer);
	return answer;
}

/* One answer for each certificate and part of the site. */
static void the_matrix_of_certificates_and_addresses(void **state)
{
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(certificates); i++) {
		for (size_t k = 0; k < COUNT(paths); k++) {
			struct people_place place;
			struct slice key;
			assert_true(uri_path_key(&arena, slice_str(paths[k].path), &key));
			bool closed = people_place(&people, key, &place);
			if (closed != (paths[k].column >= 0))
				fail_msg("%s is %s", paths[k].path,
					closed ? "closed" : "public");
			if (!closed)
				continue;
			struct people_answer answer =
				judge(&arena, &people, i, &place, NOW);
			if (answer.status != expected[i][paths[k].column])
				fail_msg("%s at %s: %u", certificates[i].kind,
					paths[k].path, answer.status);
			assert_true(!answer.status == !answer.words.len);
		}
	}
}

static void the_answer_says_what_to_do(void **state)
{
	static const struct {
		const char *kind, *path, *words;
	} rows[] = {
		{"none", "/letters/", "Letters to friends"},
		{"none", "/other/x", "For others"},
		{"none", "/me/", "Choose a certificate that shows who you are"},
		{"none, under TLS 1.2", "/letters/",
			"Your client is too old to show who you are"},
		{"weak", "/me/",
			"The key of your certificate is too weak; make one with P-256, "
			"Ed25519, or RSA of 2048 bits or more"},
		{"large", "/letters/",
			"The key of your certificate is too large; RSA keys may have at "
			"most 8192 bits"},
		{"expired", "/letters/",
			"Your certificate expired on 2025-06-01; make a new one"},
		{"no date", "/letters/", "Your certificate has expired; make a new one"},
		{"stranger", "/letters/x",
			"Not known here yet; gemini://a.example/me/ says how"},
		{"other friend", "/letters/x",
			"Not open to you; gemini://a.example/me/ says what is"},
		{"reader of nothing", "/letters/x",
			"Not open to you; gemini://a.example/me/ says what is"},
	};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct people_place place;
		size_t k = 0;
		while (strcmp(certificates[k].kind, rows[i].kind) != 0)
			assert_true(++k < COUNT(certificates));
		assert_true(people_place(&people, slice_str(rows[i].path), &place));
		struct people_answer answer = judge(&arena, &people, k, &place, NOW);
		if (!slice_eq(answer.words, slice_str(rows[i].words)))
			fail_msg("%s at %s: %.*s", rows[i].kind, rows[i].path,
				SARG(answer.words));
	}
}

/* A clock that says less than is possible ends nobody's certificate; a list with faults knows nobody. */
static void a_wrong_clock_opens_and_a_broken_list_closes(void **state)
{
	auto_arena struct arena arena = {0};
	const struct people_place letters = {&list[0], false}, desk = {NULL, true};
	struct people broken = people;

	(void)state;
	broken.is_broken = true;
	for (size_t i = 0; i < COUNT(certificates); i++) {
		const char *kind = certificates[i].kind;
		struct people_answer early =
			judge(&arena, &people, i, &letters, PEOPLE_CLOCK_MIN - 1);
		struct people_answer at = judge(&arena, &broken, i, &letters, NOW);
		bool is_dated =
			strcmp(kind, "expired") == 0 || strcmp(kind, "no date") == 0;
		if (early.status != (is_dated ? 0
					    : strcmp(kind, "expired stranger") == 0
						    ? 61
						    : expected[i][0]))
			fail_msg("%s, before all: %u", kind, early.status);
		if (at.status != (expected[i][0] ? expected[i][0] : 61))
			fail_msg("%s, broken: %u", kind, at.status);
		assert_null(judge(&arena, &broken, i, &desk, NOW).person);
	}
}

static void whose_key_it_is(void **state)
{
	static const unsigned char keys[][PEOPLE_KEY_BYTES] = {
		KEY(0), KEY(1), KEY(2), KEY(3), KEY(4), KEY(5), KEY(6)};
	static const char *const names[] = {
		NULL, "friend", "other", "me", "friend", "nothing", NULL};
	unsigned char near[PEOPLE_KEY_BYTES] = KEY(1);
	const struct people none = {.list = NULL};

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		const struct person *person = people_find(&people, keys[i]);
		assert_true(slice_eq(
			person ? person->name : slice_none, slice_str(names[i])));
		assert_null(people_find(&none, keys[i]));
	}
	near[PEOPLE_KEY_BYTES - 1] = 2;
	assert_null(people_find(&people, near));
}

#define HEX62 "00112233445566778899aabbccddeeff00112233445566778899aabbccddee"

static void a_fingerprint_is_64_digits(void **state)
{
	static const struct {
		const char *text;
		bool good;
		const char *why;
	} rows[] = {
		{HEX62 "ff", true, "small letters"},
		{"00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF", true,
			"capitals"},
		{"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:"
		 "77:88:99:AA:BB:CC:DD:EE:FF",
			true, "colons"},
		{HEX62 "f", false, "63 digits"},
		{HEX62 "fff", false, "65 digits"},
		{HEX62, false, "62 digits"},
		{"", false, "nothing"},
		{HEX62 "fg", false, "a letter"},
		{HEX62 "f ", false, "a space"},
		{"SHA256:" HEX62 "ff", false, "a prefix"},
		{"::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::",
			false, "colons alone"},
	};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned char key[PEOPLE_KEY_BYTES];
		bool good = people_fingerprint(slice_str(rows[i].text), key);
		if (good != rows[i].good)
			fail_msg("%s: %s", rows[i].why, good ? "taken" : "refused");
		if (good &&
			!slice_eq(people_fingerprint_text(&arena, key), S(HEX62 "ff")))
			fail_msg("%s: another one", rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_of_certificates_and_addresses),
		cmocka_unit_test(the_answer_says_what_to_do),
		cmocka_unit_test(a_wrong_clock_opens_and_a_broken_list_closes),
		cmocka_unit_test(whose_key_it_is),
		cmocka_unit_test(a_fingerprint_is_64_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
