/* SPDX-License-Identifier: MIT */
/* Messages to the author, each with its place, collected in a list.
 *
 * A diag never stops anything. It says what is wrong, where, and what happens instead. The
 * log shows a few after a scan; `splashdown check` prints all. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

enum diag_level {
	DIAG_NOTE,    /* worth knowing, nothing is wrong for a reader */
	DIAG_WARNING, /* a reader gets less than the author meant */
	DIAG_ERROR,   /* a reader gets something broken, or not at all */
	DIAG_LEVELS
};

struct diag {
	enum diag_level level;
	unsigned line, column; /* from 1; 0: the whole file */
	struct slice file;     /* relative to the site's folder */
	/* "mapping values are not allowed here". The part that differs from place to place follows a
	 * colon: "link to nowhere: /x". */
	struct slice message;
	struct slice instead; /* "the title comes from the file name"; may be empty */
};

struct diag_list {
	struct arena arena;
	struct diag *items;
	size_t count, capacity;
	size_t most;                 /* that it holds; 0: DIAG_MAX */
	size_t dropped[DIAG_LEVELS]; /* past that, counted only */
};

#define DIAG_MAX 10000

void diag_init(struct diag_list *list);
void diag_fini(struct diag_list *list);
/* Given back at the end of its block. */
#define auto_diags __attribute__((cleanup(diag_fini)))

/* Adds an entry; copies everything. @list may be NULL, to drop the message. */
void diag_add(struct diag_list *list, enum diag_level level, struct slice file,
	unsigned line, unsigned column, const char *instead, const char *format, ...)
	__attribute__((format(printf, 7, 8)));
/* Copies one entry of another list. */
void diag_copy(struct diag_list *list, const struct diag *diag);
/* Copies all of another list, what it dropped is counted. */
void diag_copy_all(struct diag_list *list, const struct diag_list *from);
/* Sorts by file, then line, then column; stable. */
void diag_sort(struct diag_list *list);
/* Those that were dropped too. */
size_t diag_count(const struct diag_list *list, enum diag_level at_least);
/* "file:line:col: warning: message; instead" without a line end; control characters are
 * escaped. */
void diag_print(struct buf *out, const struct diag *diag);
/* The same with @before and @after around the level's name: the codes of a colour. */
void diag_print_marked(
	struct buf *out, const struct diag *diag, const char *before, const char *after);
/* The kind of mistake: the message up to its first ": ". Borrowed from the message. */
struct slice diag_kind(const struct diag *diag);
/* Finds @needle in @text, the first time that it is not part of a longer word or address.
 * @line must hold the line of the text's first byte; both are unchanged when @needle is not
 * found. */
void diag_locate(
	struct slice text, struct slice needle, unsigned *line, unsigned *column);
/* The same to the log, at its level. @folder, which may be empty, is put in front of the
 * file. */
void diag_log(const struct diag *diag, struct slice folder);
const char *diag_level_name(enum diag_level level);

#endif
