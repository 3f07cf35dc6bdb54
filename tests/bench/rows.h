/* SPDX-License-Identifier: MIT */
/* What was measured, as one table: each row is a figure of ours, mostly beside another's of the same run,
 * and what it ought to be. */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <stdbool.h>
#include <stdio.h>

#define BENCH_ROUNDS_MAX 15

/* The ratio is ours / theirs. */
enum row_goal {
	GOAL_NONE,
	GOAL_RATIO_AT_MOST,
	GOAL_RATIO_AT_LEAST,
	GOAL_OURS_AT_MOST,
	GOAL_OURS_AT_LEAST
};

/* Static text; the figures are added by row_add. */
struct row_spec {
	const char *what;   /* "page, full handshake" */
	const char *unit;   /* of both figures: "us CPU" */
	const char *beside; /* "floor", "gmid"; NULL: nothing to compare to */
	enum row_goal goal;
	double limit;
};

struct row {
	struct row *next;
	struct row_spec spec;
	double ours[BENCH_ROUNDS_MAX], theirs[BENCH_ROUNDS_MAX], ratios[BENCH_ROUNDS_MAX];
	unsigned count;
	char *note;
};

struct rows {
	struct row *first, **last;
};

void rows_init(struct rows *rows);
void rows_fini(struct rows *rows);
/* The row lives as long as the table. */
struct row *rows_add(struct rows *rows, const struct row_spec *spec);
/* The figures of one round; @theirs is 0 where there is nothing to compare to. A round that has no figure
 * (below 0, or 0 where there is something to compare) is dropped, and what is past BENCH_ROUNDS_MAX. A row without any is printed as not measured. */
void row_add(struct row *row, double ours, double theirs);
/* A few words that are printed beside the row; replaces what stood there. */
void row_note(struct row *row, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Medians of the rounds. The ratio is the median of the rounds' own ratios. */
double row_ours(const struct row *row);
double row_theirs(const struct row *row);
double row_ratio(const struct row *row);
/* True too where there is no goal. */
bool row_met(const struct row *row);

/* A table that is read in a terminal and is Markdown. */
void rows_print(const struct rows *rows, FILE *out);
/* [{"what": ..., "unit": ..., "beside": ..., "ours": ..., "theirs": ..., "ratio": ..., "goal": ...,
 * "met": ..., "rounds": ..., "note": ...}, ...]; what is not known is null. */
void rows_print_json(const struct rows *rows, FILE *out);

#endif
