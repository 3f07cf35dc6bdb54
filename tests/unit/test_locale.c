/* SPDX-License-Identifier: MIT */
#include "base/locale/locale_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const char *const languages[] = {"en", "fr", "de", "es", "it", "pt", "nl", "ja",
	"zh", "ko", "sv", "nb", "da", "fi", "pl", "cs", "ru", "uk", "tr", "ar", "he",
	"zh-Hant", "hu", ""};

static void assert_text(struct slice got, const char *expected, const char *why)
{
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", why, SARG(got), expected);
}

static void every_language_has_every_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(languages); i++) {
		const struct locale *locale = locale_for(slice_str(languages[i]));
		for (int word = 0; word < WORD_COUNT; word++) {
			if (locale_word(locale, (enum locale_word)word).len == 0)
				fail_msg("%s: word %d", languages[i], word);
		}
	}
}

/* A new language has to be named by all that were there before. */
static void every_language_names_every_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOCALE_COUNT; i++) {
		for (size_t j = 0; j < LOCALE_COUNT; j++) {
			if (!locale_list[i]->also_in[j])
				fail_msg("%s: no phrase for %s", locale_list[i]->tags[0],
					locale_list[j]->tags[0]);
		}
	}
}

static void no_table_was_left_in_english(void **state)
{
	const struct locale *english = locale_for(S("en"));
	static const enum locale_word own[] = {WORD_TABLE, WORD_ALL_POSTS, WORD_OLDER,
		WORD_HOME, WORD_LATEST, WORD_NO_POSTS, WORD_EMPTY_SITE, WORD_DRAFT_WAITS,
		WORD_POST_BY_DATE, WORD_POSTS_TAGGED, WORD_UNDATED, WORD_SEARCH,
		WORD_SEARCH_PROMPT, WORD_NEW_SEARCH, WORD_RESULTS, WORD_NOTHING_FOUND,
		WORD_SIMILAR_TAGS, WORD_TRY_INSTEAD, WORD_ALL_LANGUAGES, WORD_RANDOM,
		WORD_SEARCH_CUT, WORD_SEARCH_LONG, WORD_SEARCH_HELP};

	(void)state;
	for (size_t i = 1; i < COUNT(languages) - 2; i++) {
		const struct locale *locale = locale_for(slice_str(languages[i]));
		for (size_t j = 0; j < COUNT(own); j++) {
			if (slice_eq(locale_word(locale, own[j]),
				    locale_word(english, own[j])))
				fail_msg("%s: word %d", languages[i], own[j]);
		}
	}
}

static void a_tag_finds_its_language_by_its_first_part(void **state)
{
	(void)state;
	assert_ptr_equal(locale_for(S("fr-CA")), locale_for(S("fr")));
	assert_ptr_equal(locale_for(S("FR")), locale_for(S("fr")));
	assert_ptr_equal(locale_for(S("zh_CN")), locale_for(S("zh")));
	assert_ptr_not_equal(locale_for(S("fry")), locale_for(S("fr")));
	assert_ptr_equal(locale_for(S("no")), locale_for(S("nb")));
	assert_ptr_equal(locale_for(S("nn-NO")), locale_for(S("nb")));
	assert_ptr_equal(locale_for(S("zh_TW")), locale_for(S("zh-Hant")));
	assert_ptr_equal(locale_for(S("zh-hk")), locale_for(S("zh-Hant")));
	assert_ptr_not_equal(locale_for(S("zh-Hans")), locale_for(S("zh-Hant")));
	assert_ptr_equal(locale_for(S("hu")), locale_for(slice_none));
	assert_text(locale_word(locale_for(S("fr")), WORD_TABLE), "Tableau", "fr");
	assert_text(locale_word(locale_for(S("hu")), WORD_TABLE), "Table",
		"English elsewhere");
}

static void dates_are_written_as_people_write_them(void **state)
{
	static const struct {
		const char *language, *date, *first, *month;
	} rows[] = {
		{"en", "December 15, 2025", "April 1, 2025", "April 2025"},
		{"fr", "15 décembre 2025", "1er avril 2025", "avril 2025"},
		{"de", "15. Dezember 2025", "1. April 2025", "April 2025"},
		{"es", "15 de diciembre de 2025", "1 de abril de 2025", "abril de 2025"},
		{"it", "15 dicembre 2025", "1 aprile 2025", "aprile 2025"},
		{"pt", "15 de dezembro de 2025", "1 de abril de 2025", "abril de 2025"},
		{"nl", "15 december 2025", "1 april 2025", "april 2025"},
		{"ja", "2025年12月15日", "2025年4月1日", "2025年4月"},
		{"zh", "2025年12月15日", "2025年4月1日", "2025年4月"},
		{"ko", "2025년 12월 15일", "2025년 4월 1일", "2025년 4월"},
		{"zh-TW", "2025年12月15日", "2025年4月1日", "2025年4月"},
		{"sv", "15 december 2025", "1 april 2025", "april 2025"},
		{"nb", "15. desember 2025", "1. april 2025", "april 2025"},
		{"nn", "15. desember 2025", "1. april 2025", "april 2025"},
		{"da", "15. december 2025", "1. april 2025", "april 2025"},
		{"fi", "15. joulukuuta 2025", "1. huhtikuuta 2025", "huhtikuu 2025"},
		{"pl", "15 grudnia 2025", "1 kwietnia 2025", "kwiecień 2025"},
		{"cs", "15. prosince 2025", "1. dubna 2025", "duben 2025"},
		{"ru", "15 декабря 2025 г.", "1 апреля 2025 г.", "апрель 2025 г."},
		{"uk", "15 грудня 2025 р.", "1 квітня 2025 р.", "квітень 2025 р."},
		{"tr", "15 Aralık 2025", "1 Nisan 2025", "Nisan 2025"},
		{"ar", "15 ديسمبر 2025", "1 أبريل 2025", "أبريل 2025"},
		{"he", "15 בדצמבר 2025", "1 באפריל 2025", "אפריל 2025"},
		{"hu", "2025-12-15", "2025-04-01", "2025-04"},
	};
	struct date date = date_from_civil(2025, 12, 15, NULL), none = {0};
	struct date first = date_from_civil(2025, 4, 1, NULL);
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct locale *locale = locale_for(slice_str(rows[i].language));
		locale_put_date(&text, locale, &date);
		assert_text(buf_slice(&text), rows[i].date, rows[i].language);
		buf_clear(&text);
		locale_put_date(&text, locale, &first);
		assert_text(buf_slice(&text), rows[i].first, rows[i].language);
		buf_clear(&text);
		locale_put_month(&text, locale, 2025, 4);
		assert_text(buf_slice(&text), rows[i].month, rows[i].language);
		buf_clear(&text);
		locale_put_date(&text, locale, &none);
		assert_text(buf_slice(&text), "", "no date");
	}
	locale_put_month(&text, locale_for(S("fr")), 2025, 13);
	assert_text(buf_slice(&text), "2025-13", "no such month");
	buf_fini(&text);
}

static void a_date_is_written_in_its_own_offset(void **state)
{
	struct date date;
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	assert_true(date_parse(S("2025-12-15T00:30:00+01:00"), NULL, &date));
	locale_put_date(&text, locale_for(S("fr")), &date);
	assert_text(buf_slice(&text), "15 décembre 2025", "not the 14th");
	buf_fini(&text);
}

static void counts_have_their_grammar(void **state)
{
	static const struct {
		const char *language;
		size_t posts;
		const char *text;
	} rows[] = {
		{"en", 0, "0 posts"},
		{"en", 1, "1 post"},
		{"en", 2, "2 posts"},
		{"fr", 0, "0 article"},
		{"fr", 1, "1 article"},
		{"fr", 2, "2 articles"},
		{"de", 1, "1 Beitrag"},
		{"de", 3, "3 Beiträge"},
		{"ja", 3, "3件"},
		{"zh", 3, "3 篇文章"},
		{"ko", 3, "글 3개"},
		{"sv", 3, "3 inlägg"},
		{"fi", 1, "1 kirjoitus"},
		{"fi", 3, "3 kirjoitusta"},
		{"ru", 3, "записей: 3"},
		{"hu", 3, "3 posts"},
	};
	struct buf text;

	(void)state;
	buf_init(&text, BUF_UNLIMITED);
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_clear(&text);
		locale_put_count(
			&text, locale_for(slice_str(rows[i].language)), rows[i].posts);
		assert_text(buf_slice(&text), rows[i].text, rows[i].language);
	}
	buf_fini(&text);
}

static void languages_are_called_by_their_own_names(void **state)
{
	(void)state;
	assert_text(locale_language_name(S("fr")), "Français", "fr");
	assert_text(locale_language_name(S("PT-br")), "Português", "by its first part");
	assert_text(locale_language_name(S("he")), "עברית", "he");
	assert_text(locale_language_name(S("zh")), "中文", "either way of writing");
	assert_text(locale_language_name(S("zh-cn")), "简体中文", "by its region");
	assert_text(locale_language_name(S("zh_TW")), "繁體中文", "by its region");
	assert_text(locale_language_name(S("zh-Hant-HK")), "繁體中文", "by its script");
	assert_text(locale_language_name(S("zh-TWO")), "中文", "a longer subtag");
	assert_text(locale_language_name(S("tlh")), "tlh", "unknown");
	for (size_t i = 0; i < 10; i++)
		assert_int_not_equal(
			locale_language_name(slice_str(languages[i])).len, 2);
}

static void english_names_serve_permalinks(void **state)
{
	(void)state;
	assert_text(date_english_month(12, false), "December", "long");
	assert_text(date_english_month(9, true), "Sep", "short");
	assert_text(date_english_month(0, false), "", "none");
	assert_text(date_english_month(13, false), "", "none");
	assert_text(date_english_weekday(0, false), "Sunday", "long");
	assert_text(date_english_weekday(6, true), "Sat", "short");
	assert_text(date_english_weekday(7, true), "", "none");
}

static void labels_that_say_nothing_are_known(void **state)
{
	static const struct {
		const char *language, *label;
		bool stop;
	} rows[] = {
		{"en", "here", true},
		{"en", " Click  here. ", true},
		{"en", "“this”", true},
		{"en", "read more →", true},
		{"en", "the paper", false},
		{"en", "hereafter", false},
		{"en", "", false},
		{"en", "→", false},
		{"fr", "ici", true},
		{"fr", "CET ARTICLE", true},
		{"fr", "Là", true},
		{"fr", "here", true},
		{"en", "ici", false},
		{"ja", "こちら", true},
		{"ja", "「こちら」", true},
		{"zh", "这里", true},
		{"ko", "여기", true},
		{"sv", "link", true},
		{"ru", "Здесь", true},
		{"he", "כאן", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (locale_is_stop_label(locale_for(slice_str(rows[i].language)),
			    slice_str(rows[i].label)) != rows[i].stop)
			fail_msg("%s: \"%s\"", rows[i].language, rows[i].label);
	}
}

static void labels_and_languages_are_said_in_the_pages_language(void **state)
{
	static const struct {
		struct slice page, other, phrase, label;
		const char *why;
	} rows[] = {
		{S("en"), S("fr"), S("Also in French"), S("a: b"), "English"},
		{S("fr-CA"), S("en"), S("Aussi en anglais"), S("a : b"),
			"a no-break space before a French colon"},
		{S("ja"), S("zh"), S("中国語版"), S("a：b"), "wide colon"},
		{S("zh-CN"), S("zh-TW"), S("繁体中文版"), S("a：b"),
			"one language in two ways of writing"},
		{S("en"), S("zh-TW"), S("Also in traditional Chinese"), S("a: b"),
			"by the region"},
		{S("ru"), S("fr"), S("Также на французском"), S("a: b"), "Russian"},
		{S("en"), S("nn"), S("Also in Norwegian"), S("a: b"), "either form"},
		{S("zh"), S("sr-Latn"), S("Srpski"), S("a：b"),
			"no phrase: its own name, by its script"},
		{S("en"), S("ca"), S("Català"), S("a: b"), "no phrase: its own name"},
		{S("ca"), S("de"), S("Also in German"), S("a: b"), "no table: English"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct locale *locale = locale_for(rows[i].page);
		struct buf label;
		buf_init(&label, BUF_UNLIMITED);
		locale_put_label(&label, locale, S("a"), S("b"));
		if (!slice_eq(locale_also_in(locale, rows[i].other), rows[i].phrase) ||
			!slice_eq(buf_slice(&label), rows[i].label))
			fail_msg("%s", rows[i].why);
		buf_fini(&label);
	}
}

static void right_to_left_goes_by_script_and_then_by_language(void **state)
{
	static const struct {
		struct slice lang;
		bool right_to_left;
		const char *why;
	} rows[] = {
		{S("ar"), true, "Arabic"},
		{S("he-IL"), true, "Hebrew of a country"},
		{S("FA"), true, "case"},
		{S("az-Arab"), true, "a script that is written so"},
		{S("ku_arab_IQ"), true, "the same with underscores"},
		{S("ar-Latn"), false, "Arabic in Latin letters"},
		{S("pa"), false, "Punjabi is written in Gurmukhi"},
		{S("en"), false, "English"},
		{S("arn"), false, "another language that begins the same"},
		{slice_none, false, "unknown"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (locale_is_right_to_left(rows[i].lang) != rows[i].right_to_left)
			fail_msg("%s", rows[i].why);
}

static void texts_are_known_by_their_frequent_words(void **state)
{
	static const struct {
		const char *text, *tag;
	} rows[] = {
		{"We went down to the harbour, and there was nobody on the quay.", "en"},
		{"Nous sommes allés au port, et il n’y avait personne sur le quai.",
			"fr"},
		{"Wir gingen zum Hafen, aber es war niemand auf dem Kai, und ich fror.",
			"de"},
		{"Fuimos al puerto, pero no había nadie en el muelle y se hizo de noche.",
			"es"},
		{"Siamo andati al porto, ma non c’era nessuno e il mare era di un blu "
		 "scuro.",
			"it"},
		{"Fomos ao porto, mas não havia ninguém no cais e o mar estava muito "
		 "calmo.",
			"pt"},
		{"We gingen naar de haven, maar er was niemand op het dek van de boot.",
			"nl"},
		{"Vi gick till hamnen, men det var ingen där och jag ville inte vänta.",
			"sv"},
		{"Vi gikk ned til havnen, men det var ikke noen der, og jeg så etter "
		 "deg.",
			"nb"},
		{"Vi gik ned til havnen, men der var ikke nogle både, kun en af de små "
		 "blev.",
			"da"},
		{"Menimme satamaan, mutta siellä ei ollut ketään, ja se oli niin "
		 "hiljainen.",
			"fi"},
		{"Poszliśmy do portu, ale nie było tam nikogo, a to już nie jest dziwne.",
			"pl"},
		{"Šli jsme do přístavu, ale nikdo tam nebyl a já jsem se bál, že je "
		 "pozdě.",
			"cs"},
		{"Мы пошли в порт, но там никого не было, и это было уже не странно.",
			"ru"},
		{"Ми пішли до порту, але там нікого не було, і це вже було не дивно.",
			"uk"},
		{"Limana gittik ama kimse yoktu ve bu çok garip bir şey değil, daha "
		 "sonra da.",
			"tr"},
		{"ذهبنا إلى الميناء في الصباح ولم يكن هناك أحد من الناس على الرصيف",
			"ar"},
		{"הלכנו אל הנמל אבל לא היה שם איש, וגם זה היה יפה, כי היה שקט", "he"},
		{"私たちは港に行きましたが、そこには誰もいませんでした。", "ja"},
		{"我们去了港口，可是那里没有人，这个地方为什么会这样呢？他们说过。",
			"zh"},
		{"我們去了港口，可是那裡沒有人，這個地方為什麼會這樣呢？他們說過。",
			"zh-Hant"},
		{"우리는 항구에 갔지만 거기에는 아무도 없었다. 그리고 바다는 조용했다.",
			"ko"},
		{"OK", ""},
		{"int main(void) { return 0; }", ""},
		{"", ""},
	};
	struct locale_guesser *guesser = locale_guesser_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_text(locale_guess(guesser, slice_str(rows[i].text)), rows[i].tag,
			rows[i].text);
	locale_guesser_free(guesser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_language_has_every_word),
		cmocka_unit_test(every_language_names_every_other),
		cmocka_unit_test(no_table_was_left_in_english),
		cmocka_unit_test(a_tag_finds_its_language_by_its_first_part),
		cmocka_unit_test(dates_are_written_as_people_write_them),
		cmocka_unit_test(a_date_is_written_in_its_own_offset),
		cmocka_unit_test(counts_have_their_grammar),
		cmocka_unit_test(languages_are_called_by_their_own_names),
		cmocka_unit_test(english_names_serve_permalinks),
		cmocka_unit_test(labels_that_say_nothing_are_known),
		cmocka_unit_test(texts_are_known_by_their_frequent_words),
		cmocka_unit_test(labels_and_languages_are_said_in_the_pages_language),
		cmocka_unit_test(right_to_left_goes_by_script_and_then_by_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
