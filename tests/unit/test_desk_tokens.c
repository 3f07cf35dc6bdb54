/* SPDX-License-Identifier: MIT */
#include "app/desk_tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define NOW          5000000000 /* more than 32 bits have */
#define SITE         S("gemini://a.example")
#define PATH         S("_posts/x.md")

static const struct tls_identity me = {.key = {1}}, you = {.key = {2}},
				 renewed = {.key = {1}, .certificate = {7}};
static const struct desk_deed deed = {SITE, S("delete"), PATH, S("7"), &me};

static void a_token_is_good_for_one_deed(void **state)
{
	static const struct {
		struct desk_deed deed;
		int64_t after_s;
		enum desk_token_result result;
		const char *why;
	} rows[] = {
		{{SITE, S("delete"), PATH, S("7"), &me}, 0, DESK_TOKEN_GOOD, "at once"},
		{{SITE, S("delete"), PATH, S("7"), &me}, 600, DESK_TOKEN_GOOD,
			"after ten minutes"},
		{{SITE, S("delete"), PATH, S("7"), &renewed}, 1, DESK_TOKEN_GOOD,
			"the same key in a new certificate"},
		{{SITE, S("delete"), PATH, S("7"), &me}, 601, DESK_TOKEN_OVER,
			"a second more"},
		{{SITE, S("delete"), PATH, S("7"), &me}, 3600, DESK_TOKEN_OVER,
			"another hour"},
		{{SITE, S("delete"), PATH, S("7"), &me}, -1, DESK_TOKEN_OVER,
			"before it was made"},
		{{SITE, S("delete"), PATH, S("7"), &you}, 0, DESK_TOKEN_OTHER,
			"another person"},
		{{SITE, S("forget"), PATH, S("7"), &me}, 0, DESK_TOKEN_OTHER,
			"another act"},
		{{SITE, S("delete"), S("_posts/y.md"), S("7"), &me}, 0, DESK_TOKEN_OTHER,
			"another path"},
		{{SITE, S("delete"), PATH, S("8"), &me}, 0, DESK_TOKEN_OTHER,
			"another version"},
		{{S("gemini://b.example"), S("delete"), PATH, S("7"), &me}, 0,
			DESK_TOKEN_OTHER, "another site"},
		{{SITE, S("delete_"), S("posts/x.md"), S("7"), &me}, 0, DESK_TOKEN_OTHER,
			"the same bytes, parted elsewhere"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct desk_tokens *tokens = desk_tokens_new();
		auto_arena struct arena arena = {0};
		struct slice token = desk_token(tokens, &arena, &deed, NOW);
		enum desk_token_result result = desk_token_use(
			tokens, &rows[i].deed, token, NOW + rows[i].after_s);
		if (result != rows[i].result)
			fail_msg("%s: %d", rows[i].why, result);
		/* What was refused is not used up. */
		result = desk_token_use(tokens, &deed, token, NOW);
		assert_int_equal(result, rows[i].result == DESK_TOKEN_GOOD
						 ? DESK_TOKEN_USED
						 : DESK_TOKEN_GOOD);
		desk_tokens_free(tokens);
	}
}

/* Each digit counts, and so does the length. */
static void nothing_else_is_a_token(void **state)
{
	struct desk_tokens *tokens = desk_tokens_new(), *others = desk_tokens_new();
	auto_arena struct arena arena = {0};
	(void)state;

	struct slice token = desk_token(tokens, &arena, &deed, NOW);
	assert_int_equal(token.len, 42);
	for (size_t i = 0; i < token.len; i++) {
		char *bytes = (char *)arena_cstr(&arena, token);
		bytes[i] = bytes[i] == '1' ? '2' : '1';
		assert_int_not_equal(DESK_TOKEN_GOOD,
			desk_token_use(tokens, &deed, slice_str(bytes), NOW));
		bytes[i] = '\0';
		assert_int_equal(DESK_TOKEN_OTHER,
			desk_token_use(tokens, &deed, slice(bytes, i), NOW));
	}
	struct slice longer = arena_printf(&arena, "%.*s0", SARG(token));
	assert_int_equal(DESK_TOKEN_OTHER, desk_token_use(tokens, &deed, longer, NOW));
	assert_int_equal(
		DESK_TOKEN_OTHER, desk_token_use(tokens, &deed, slice_none, NOW));
	/* Each process has a key of its own. */
	assert_int_equal(DESK_TOKEN_OTHER, desk_token_use(others, &deed, token, NOW));
	assert_int_equal(DESK_TOKEN_GOOD, desk_token_use(tokens, &deed, token, NOW));
	desk_tokens_free(tokens);
	desk_tokens_free(others);
}

/* What was used stays so for as long as it could be used again, however many there are. */
static void a_flood_of_acts_ends_and_frees_no_token(void **state)
{
	struct desk_tokens *tokens = desk_tokens_new();
	auto_arena struct arena arena = {0};
	size_t count = 0;
	(void)state;

	struct slice first = desk_token(tokens, &arena, &deed, NOW);
	assert_int_equal(DESK_TOKEN_GOOD, desk_token_use(tokens, &deed, first, NOW));
	for (enum desk_token_result result = DESK_TOKEN_GOOD; count < 100000; count++) {
		struct desk_deed other = deed;
		other.version = arena_printf(&arena, "%zu", count);
		if (count == 7)
			continue; /* is @deed */
		struct slice token = desk_token(tokens, &arena, &other, NOW);
		result = desk_token_use(tokens, &other, token, NOW + 10);
		if (result == DESK_TOKEN_FULL)
			break;
		assert_int_equal(result, DESK_TOKEN_GOOD);
	}
	assert_in_range(count, 100, 10000);
	/* Nobody else has to wait. */
	struct desk_deed yours = deed;
	yours.identity = &you;
	struct slice token = desk_token(tokens, &arena, &yours, NOW);
	assert_int_equal(
		DESK_TOKEN_GOOD, desk_token_use(tokens, &yours, token, NOW + 10));
	assert_int_equal(
		DESK_TOKEN_USED, desk_token_use(tokens, &yours, token, NOW + 20));
	assert_int_equal(
		DESK_TOKEN_USED, desk_token_use(tokens, &deed, first, NOW + 600));
	struct slice later = desk_token(tokens, &arena, &deed, NOW + 700);
	assert_int_equal(
		DESK_TOKEN_GOOD, desk_token_use(tokens, &deed, later, NOW + 700));
	desk_tokens_free(tokens);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_is_good_for_one_deed),
		cmocka_unit_test(nothing_else_is_a_token),
		cmocka_unit_test(a_flood_of_acts_ends_and_frees_no_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
