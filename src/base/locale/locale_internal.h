/* SPDX-License-Identifier: MIT */
/* The words, one file per language, apart from the code that reads them. */
#ifndef BASE_LOCALE_INTERNAL_H
#define BASE_LOCALE_INTERNAL_H

#include "base/locale.h"

/* The languages with a file locale_<name>.c; English fills in what the others leave out. */
enum locale_name {
	LOCALE_EN,
	LOCALE_FR,
	LOCALE_DE,
	LOCALE_ES,
	LOCALE_IT,
	LOCALE_PT,
	LOCALE_NL,
	LOCALE_JA,
	LOCALE_ZH_HANT, /* before zh, whose tag is a prefix of its tag */
	LOCALE_ZH,
	LOCALE_KO,
	LOCALE_SV,
	LOCALE_NB,
	LOCALE_DA,
	LOCALE_FI,
	LOCALE_PL,
	LOCALE_CS,
	LOCALE_RU,
	LOCALE_UK,
	LOCALE_TR,
	LOCALE_AR,
	LOCALE_HE,
	LOCALE_COUNT
};

/* In @date and @month: %d day, %D day with the French "1er", %m the month's name, %n its number,
 * %y the year. In @count: %c the number, %w the word after it. */
struct locale {
	const char *tags[5]; /* BCP 47: matches tags that begin with these subtags */
	const char *date, *month, *count;
	bool one_is_none;             /* 0 takes the singular, too */
	const char *months[12];       /* none: numbers only */
	const char *months_alone[12]; /* without a day, when that is another word */
	const char *colon;            /* with its spaces */
	const char *also_in
		[LOCALE_COUNT]; /* "Also in French", in the order of enum locale_name */
	const char *words[WORD_COUNT];
	const char *const *stop_labels; /* lower case, NULL at the end */
	const char *
		stop_words; /* by which its texts are known; lower case, a blank between them */
};

#define LIST(...) ((const char *const[]){__VA_ARGS__})

extern const struct locale locale_en, locale_fr, locale_de, locale_es, locale_it,
	locale_pt, locale_nl, locale_ja, locale_zh_hant, locale_zh, locale_ko, locale_sv,
	locale_nb, locale_da, locale_fi, locale_pl, locale_cs, locale_ru, locale_uk,
	locale_tr, locale_ar, locale_he;
extern const struct locale *const locale_list[LOCALE_COUNT];

#endif
