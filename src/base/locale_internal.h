/* SPDX-License-Identifier: MIT */
/* The words themselves, apart from what reads them. */
#ifndef BASE_LOCALE_INTERNAL_H
#define BASE_LOCALE_INTERNAL_H

#include "base/locale.h"

/* In @date and @month: %d day, %D day with the French "1er", %m the month's name, %n its number,
 * %y the year. In @count: %c the number, %w the word after it. */
struct locale {
	const char *language; /* primary subtag */
	const char *date, *month, *count;
	bool one_is_none;          /* 0 takes the singular */
	const char *const *months; /* 12 names; NULL: numbers only */
	const char *colon;         /* with the space that belongs to it */
	const char *const
		*also_in; /* LOCALES_MAX, for each language of the tables in their order;
				     * NULL: the language's own name */
	const char *words[WORD_COUNT];
	const char *const *stop_labels; /* lower case, NULL at the end */
};

#define LOCALES_MAX 32

extern const struct locale locale_tables[];
extern const size_t locale_table_count;

#endif
