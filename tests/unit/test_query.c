/* SPDX-License-Identifier: MIT */
#include "search/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* "word[a,b]", "phrase[a,b]", "tag(x)"; "-" before what is excluded, "title:" before what is in the title. */
static void put_query(struct buf *out, const struct search_query *query)
{
	static const char *const kinds[] = {"word", "phrase", "tag", "lang", "year"};

	for (size_t i = 0; i < query->count; i++) {
		const struct search_term *term = &query->terms[i];
		buf_puts(out, out->len ? " " : "");
		buf_puts(out, term->excluded ? "-" : "");
		buf_puts(out, term->in_title ? "title:" : "");
		buf_puts(out, kinds[term->kind]);
		if (term->kind != SEARCH_WORD && term->kind != SEARCH_PHRASE) {
			buf_printf(out, "(%.*s)", SARG(term->text));
			continue;
		}
		for (size_t k = 0; k < term->token_count; k++)
			buf_printf(out, "%s%.*s", k ? "," : "[", SARG(term->tokens[k]));
		buf_putc(out, ']');
	}
	buf_puts(out, query->is_cut ? "..." : "");
}

static void what_is_typed_becomes_terms(void **state)
{
	static const struct {
		const char *typed, *terms, *why;
	} rows[] = {
		{"rust async", "word[rust] word[async]", "words"},
		{"  Caf\u00E9  ", "word[cafe]", "folded, trimmed"},
		{"\"a phrase\" b", "phrase[a,phrase] word[b]", "a phrase"},
		{"\u201Ca phrase\u201D", "phrase[a,phrase]", "quotes of phones"},
		{"\u00AB une phrase \u00BB", "phrase[une,phrase]", "French quotes"},
		{"\"no end", "phrase[no,end]", "its end is missing"},
		{"a\"b c\"d", "word[a] phrase[b,c] word[d]", "quotes inside a word"},
		{"\"\" \"", "", "empty ones"},
		{"-without rust", "-word[without] word[rust]", "excluded"},
		{"-\"a b\" -tag:x", "-phrase[a,b] -tag(x)", "excluded, too"},
		{"the The -the in:title the tag:a tag:A",
			"word[the] -word[the] title:word[the] tag(a)", "each once"},
		{"e-mail -", "word[e,mail]", "a hyphen, and one alone"},
		{"tag:Rust", "tag(rust)", "a tag"},
		{"TAG:C++", "tag(c-plus-plus)", "its slug"},
		{"tag:\"web dev\" x", "tag(web-dev) word[x]", "a tag of two words"},
		{"tag: x", "word[tag] word[x]", "no tag"},
		{"lang:FR lang:pt-BR", "lang(fr) lang(pt-br)", "languages"},
		{"lang:\xC3\xA9", "word[lang,e]", "no language"},
		{"year:2025", "year(2025)", "a year"},
		{"year:25 year:20x5", "word[year,25] word[year,20x5]", "no years"},
		{"in:title a \"b c\" tag:d", "title:word[a] title:phrase[b,c] tag(d)",
			"in titles"},
		{"a in:title", "word[a]", "nothing behind it"},
		{"in:titles", "word[in,titles]", "words"},
		{"-in:title", "-word[in,title]", "words, too"},
		{"in:body x", "word[in,body] word[x]", "no other column"},
		{"a OR b AND NOT NEAR(c, 2)",
			"word[a] word[or] word[b] word[and] word[not] word[near,c] "
			"word[2]",
			"what SQLite would understand"},
		{"foo* ^bar {title}:x", "word[foo] word[bar] word[title,x]", "signs"},
		{"C++ C#", "word[c++] word[c#]", "languages of programs"},
		{"error: 'x' failed (E0308);",
			"word[error] word[x] word[failed] word[e0308]", "a message"},
		{"don't", "word[don,t]", "neighbours"},
		{"\u65E5\u672C\u8A9E", "word[\u65E5\u672C,\u672C\u8A9E]", "pairs"},
		{"\u732B", "word[\u732B]", "one character"},
		{"Nginx\u5165\u9580", "word[nginx] word[\u5165\u9580]",
			"two words of two scripts"},
		{"\u65E5\u672CRuby\u5165\u9580",
			"word[\u65E5\u672C] word[ruby] word[\u5165\u9580]", "three"},
		{"in:title Go\u5165\u9580", "title:word[go] title:word[\u5165\u9580]",
			"in titles"},
		{"C\u8A00\u8A9E", "word[c,\u8A00\u8A9E]", "one letter is no word"},
		{"-Go\u5165\u9580", "-word[go,\u5165\u9580]", "excluded as one"},
		{"\u3000\u732B\u3000x", "word[\u732B] word[x]", "a wide space"},
		{"\U0001F389", "word[\U0001F389]", "an emoji"},
		{"a\tb\nc\x01"
		 "d\xC2\x85"
		 "e",
			"word[a] word[b] word[c] word[d] word[e]", "controls are spaces"},
		{"\u202Eabc", "word[abc]", "a control of direction"},
		{"", "", "nothing"},
		{" ?! ", "", "no words"},
		{"\xff\xfe", "", "no UTF-8"},
		{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
			"word[1] word[2] word[3] word[4] word[5] word[6] word[7] word[8] "
			"word[9] word[10] word[11] word[12] word[13] word[14] word[15] "
			"word[16]",
			"sixteen words"},
		{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
			"word[1] word[2] word[3] word[4] word[5] word[6] word[7] word[8] "
			"word[9] word[10] word[11] word[12] word[13] word[14] word[15] "
			"word[16]...",
			"one more"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct search_query query;
		struct buf out = BUF(BUF_MAX_BYTES);
		search_query_read(&arena, slice_str(rows[i].typed), &query);
		put_query(&out, &query);
		if (!slice_eq(buf_slice(&out), slice_str(rows[i].terms)))
			fail_msg("%s: \"%s\" is %.*s, not %s", rows[i].why, rows[i].typed,
				SARG(buf_slice(&out)), rows[i].terms);
		buf_fini(&out);
		arena_fini(&arena);
	}
}

static void a_nul_is_a_space(void **state)
{
	struct arena arena = {0};
	struct search_query query;
	(void)state;

	search_query_read(&arena, slice("a\0b", 3), &query);
	assert_int_equal(query.count, 2);
	assert_true(slice_eq(query.text, S("a b")));
	arena_fini(&arena);
}

static void what_is_over_is_cut_and_said(void **state)
{
	static const struct {
		const char *piece;
		size_t times;
		bool is_cut;
		size_t characters, tokens;
		const char *why;
	} rows[] = {
		{"a", 256, false, 256, 1, "at the limit"},
		{"a", 257, true, 256, 1, "one past it"},
		{"\u732B", 65, false, 65, 64, "64 pairs"},
		{"\u732B", 66, true, 66, 64, "one more"},
		{"\u732B", 256, true, 256, 64, "as long as can be"},
		{"a-", 65, false, 130, 65, "tied words"},
		{"a-", 66, true, 132, 65, "one more"},
		{"a", 100000, true, 256, 1, "a flood"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct search_query query;
		struct buf typed = BUF(BUF_MAX_BYTES);
		for (size_t k = 0; k < rows[i].times; k++)
			buf_puts(&typed, rows[i].piece);
		search_query_read(&arena, buf_slice(&typed), &query);
		size_t characters = 0;
		for (size_t k = 0; k < query.text.len; k++)
			characters += ((unsigned char)query.text.ptr[k] & 0xC0) != 0x80;
		if (query.is_cut != rows[i].is_cut || query.count != 1 ||
			characters != rows[i].characters ||
			query.terms[0].token_count != rows[i].tokens)
			fail_msg("%s: cut %d, %zu terms, %zu characters, %zu tokens",
				rows[i].why, query.is_cut, query.count, characters,
				query.count ? query.terms[0].token_count : 0);
		buf_fini(&typed);
		arena_fini(&arena);
	}
}

static void a_query_without_a_term_is_typed_again(void **state)
{
	static const struct {
		const char *typed;
		size_t without;
		const char *left, *why;
	} rows[] = {
		{"rust async io", 1, "rust io", "words"},
		{"\"a b\" -c tag:D lang:fr year:2025", 9,
			"\"a b\" -c tag:d lang:fr year:2025", "every kind"},
		{"a in:title b c", 1, "a in:title c", "in titles"},
		{"a in:title b", 1, "a", "the only one in titles"},
		{"a", 0, "", "the only one"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena arena = {0};
		struct search_query query;
		search_query_read(&arena, slice_str(rows[i].typed), &query);
		struct slice left = search_query_without(&arena, &query, rows[i].without);
		if (!slice_eq(left, slice_str(rows[i].left)))
			fail_msg("%s: \"%.*s\", not \"%s\"", rows[i].why, SARG(left),
				rows[i].left);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_becomes_terms),
		cmocka_unit_test(a_nul_is_a_space),
		cmocka_unit_test(what_is_over_is_cut_and_said),
		cmocka_unit_test(a_query_without_a_term_is_typed_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
