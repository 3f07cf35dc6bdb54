/* SPDX-License-Identifier: MIT */
/* The words that generated pages use, in en fr de es it pt nl ja zh-Hant zh ko sv nb da fi pl cs ru uk tr
 * ar he; English with ISO dates for every other language. Tables in read-only memory. */
#ifndef BASE_LOCALE_H
#define BASE_LOCALE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/slice.h"

enum locale_word {
	WORD_TABLE,         /* Table */
	WORD_NOTES,         /* Notes (footnotes) */
	WORD_IMAGE,         /* Image */
	WORD_VIDEO,         /* Video */
	WORD_AUDIO,         /* Audio */
	WORD_LINK,          /* Link */
	WORD_LINKS,         /* Links */
	WORD_PICTURE,       /* image (inside a line) */
	WORD_DIAGRAM,       /* diagram */
	WORD_MATH,          /* math */
	WORD_UPDATED,       /* Updated (before a date) */
	WORD_MINUTES,       /* min (after a number) */
	WORD_HOME,          /* Home */
	WORD_ARCHIVE,       /* Archive */
	WORD_TAGS,          /* Tags */
	WORD_CATEGORIES,    /* Categories */
	WORD_LANGUAGES,     /* Languages */
	WORD_SERIES,        /* Series */
	WORD_FEED,          /* Atom feed */
	WORD_LATEST,        /* Latest posts */
	WORD_ALL_POSTS,     /* All posts */
	WORD_PAGES,         /* Pages */
	WORD_FILES,         /* Files */
	WORD_FOLDERS,       /* Folders */
	WORD_UNDATED,       /* Undated */
	WORD_OLDER,         /* Older posts */
	WORD_NEWER,         /* Newer posts */
	WORD_LINKED_FROM,   /* Linked from (above the pages that link here) */
	WORD_RELATED,       /* Related posts (above them) */
	WORD_REPLY,         /* Reply by email */
	WORD_WEB_VERSION,   /* Web version */
	WORD_POST,          /* post (singular, after 1) */
	WORD_POSTS,         /* posts (after other numbers) */
	WORD_NO_POSTS,      /* No posts yet. */
	WORD_EMPTY_SITE,    /* Nothing is here yet. A Markdown file ... */
	WORD_LOCKED_PART,   /* (This part is locked on the web.) */
	WORD_DRAFT_WAITS,   /* A draft appears here when ... */
	WORD_POST_BY_DATE,  /* A page becomes a post when ... */
	WORD_POSTS_TAGGED,  /* Posts tagged (before a tag) */
	WORD_POSTS_OF,      /* Posts from (before a year or month) */
	WORD_SEARCH,        /* Search */
	WORD_SEARCH_PROMPT, /* Words to look for (a prompt) */
	WORD_NEW_SEARCH,    /* New search */
	WORD_RESULTS,       /* Results (before a number) */
	WORD_NOTHING_FOUND, /* Nothing was found. */
	WORD_SIMILAR_TAGS,  /* Similar tags */
	WORD_TRY_INSTEAD,   /* Try instead (above words) */
	WORD_ALL_LANGUAGES, /* In all languages */
	WORD_RANDOM,        /* A random post */
	WORD_SEARCH_CUT,    /* The search took too long ... */
	WORD_SEARCH_LONG,   /* The query is too long ... */
	WORD_SEARCH_HELP,   /* A page is found if ... */
	WORD_ADMONITION_NOTE,
	WORD_ADMONITION_TIP,
	WORD_ADMONITION_IMPORTANT,
	WORD_ADMONITION_WARNING,
	WORD_ADMONITION_CAUTION,
	WORD_ADMONITION_INFO,
	WORD_COUNT
};

struct locale; /* static */

/* The locale of a BCP 47 tag, by its leading subtags, case-blind: "pt-BR" is pt, "nn" is nb, "zh-TW"
 * is zh-Hant. Never NULL. */
const struct locale *locale_for(struct slice lang);
struct slice locale_word(const struct locale *locale, enum locale_word word);
/* Is @lang written from right to left? Its script decides, else its primary language. */
bool locale_is_right_to_left(struct slice lang);
/* "15 décembre 2025", "7. mai 2024", "2025年12月15日"; ISO for languages without a table. */
void locale_put_date(
	struct buf *out, const struct locale *locale, const struct date *date);
/* "décembre 2025", "2025年12月"; ISO "2025-12" otherwise. */
void locale_put_month(
	struct buf *out, const struct locale *locale, int year, unsigned month);
/* "3 posts", "1 post", "3件". */
void locale_put_count(struct buf *out, const struct locale *locale, size_t posts);
/* "Label: rest", with the colon of the language ("Série : x"). */
void locale_put_label(struct buf *out, const struct locale *locale, struct slice label,
	struct slice rest);
/* "Also in French", "Aussi en anglais"; a language without a table appears under its own
 * name. */
struct slice locale_also_in(const struct locale *locale, struct slice lang);
/* A language's own name ("Français") for its primary subtag; the tag itself when unknown. */
struct slice locale_language_name(struct slice lang);
/* Is @label, trimmed and case-blind, a link label without meaning ("here", "ici", "link",
 * "cet article")? Looks in the language of @locale and in English. */
bool locale_is_stop_label(const struct locale *locale, struct slice label);
/* Is @word (lower case) one of the most frequent ones of the language, as "the"? */
bool locale_is_stop_word(const struct locale *locale, struct slice word);

/* Which language a text is in, told by its most frequent words. */
struct locale_guesser;
struct locale_guesser *locale_guesser_new(void);
void locale_guesser_free(struct locale_guesser *guesser);
/* "fr", "zh-Hant"; empty when too few words are known, or two languages have about as many. */
struct slice locale_guess(struct locale_guesser *guesser, struct slice text);

#endif
