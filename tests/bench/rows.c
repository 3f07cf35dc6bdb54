/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define COLUMNS 6

void rows_init(struct rows *rows)
{
	rows->first = NULL;
	rows->last = &rows->first;
}

void rows_fini(struct rows *rows)
{
	for (struct row *row = rows->first, *next; row; row = next) {
		next = row->next;
		free(row->note);
		free(row);
	}
	rows_init(rows);
}

struct row *rows_add(struct rows *rows, const struct row_spec *spec)
{
	struct row *row = calloc(1, sizeof(*row));
	if (!row)
		abort();
	row->spec = *spec;
	*rows->last = row;
	rows->last = &row->next;
	return row;
}

void row_add(struct row *row, double ours, double theirs)
{
	bool compared = row->spec.beside != NULL;
	if (row->count == BENCH_ROUNDS_MAX || ours < 0 ||
		(compared && (ours <= 0 || theirs <= 0)))
		return;
	row->ours[row->count] = ours;
	row->theirs[row->count] = theirs;
	row->ratios[row->count++] = theirs > 0 ? ours / theirs : 0;
}

void row_note(struct row *row, const char *format, ...)
{
	va_list args;
	free(row->note);
	row->note = NULL;
	va_start(args, format);
	if (vasprintf(&row->note, format, args) < 0)
		abort();
	va_end(args);
}

/* The order of the rounds stays. */
static double median_of(const double *values, unsigned count)
{
	double copy[BENCH_ROUNDS_MAX];
	memcpy(copy, values, count * sizeof(*copy));
	return median(copy, count);
}

double row_ours(const struct row *row)
{
	return median_of(row->ours, row->count);
}

double row_theirs(const struct row *row)
{
	return median_of(row->theirs, row->count);
}

double row_ratio(const struct row *row)
{
	return median_of(row->ratios, row->count);
}

bool row_met(const struct row *row)
{
	if (!row->count)
		return row->spec.goal == GOAL_NONE;
	switch (row->spec.goal) {
	case GOAL_NONE:
		return true;
	case GOAL_RATIO_AT_MOST:
		return row_ratio(row) <= row->spec.limit;
	case GOAL_RATIO_AT_LEAST:
		return row_ratio(row) >= row->spec.limit;
	case GOAL_OURS_AT_MOST:
		return row_ours(row) <= row->spec.limit;
	case GOAL_OURS_AT_LEAST:
		return row_ours(row) >= row->spec.limit;
	}
	return true;
}

/* Four digits that count: "0.92", "14.3", "4800". */
static void put_figure(FILE *out, double value)
{
	double size = value < 0 ? -value : value;
	int digits = size == 0 ? 0 : size < 0.1 ? 4 : size < 10 ? 2 : size < 100 ? 1 : 0;
	fprintf(out, "%.*f", digits, value);
}

static void put_goal(FILE *out, const struct row *row)
{
	const struct row_spec *spec = &row->spec;
	switch (spec->goal) {
	case GOAL_NONE:
		return;
	case GOAL_RATIO_AT_MOST:
	case GOAL_RATIO_AT_LEAST:
		fprintf(out, "%s %g x",
			spec->goal == GOAL_RATIO_AT_MOST ? "<=" : ">=", spec->limit);
		return;
	case GOAL_OURS_AT_MOST:
	case GOAL_OURS_AT_LEAST:
		fprintf(out, "%s %g %s",
			spec->goal == GOAL_OURS_AT_MOST ? "<=" : ">=", spec->limit,
			spec->unit);
		return;
	}
}

static void put_cell(FILE *out, const struct row *row, unsigned column)
{
	const struct row_spec *spec = &row->spec;
	bool compared = row->count && row_theirs(row) > 0;
	switch (column) {
	case 0:
		fputs(spec->what, out);
		break;
	case 1:
		if (row->count) {
			put_figure(out, row_ours(row));
			fprintf(out, " %s", spec->unit);
		}
		break;
	case 2:
		if (spec->beside)
			fputs(spec->beside, out);
		if (compared) {
			fputc(' ', out);
			put_figure(out, row_theirs(row));
		}
		break;
	case 3:
		if (compared)
			put_figure(out, row_ratio(row));
		break;
	case 4:
		put_goal(out, row);
		if (spec->goal != GOAL_NONE && row->count && !row_met(row))
			fputs(": MISSED", out);
		break;
	default:
		fputs(row->note ? row->note : row->count ? "" : "not measured", out);
	}
}

static const char *const heads[COLUMNS] = {
	"what", "Splashdown", "compared with", "ratio", "goal", "note"};

/* Of the cell as a text, to be freed; of the head without a row. */
static char *cell(const struct row *row, unsigned column)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	if (!out)
		abort();
	if (row)
		put_cell(out, row, column);
	else
		fputs(heads[column], out);
	fclose(out);
	return text;
}

static void measure_columns(const struct row *row, size_t *widths)
{
	for (unsigned i = 0; i < COLUMNS; i++) {
		char *text = cell(row, i);
		size_t width = strlen(text);
		widths[i] = width > widths[i] ? width : widths[i];
		free(text);
	}
}

static void put_line(FILE *out, const struct row *row, const size_t *widths)
{
	for (unsigned i = 0; i < COLUMNS; i++) {
		char *text = cell(row, i);
		fprintf(out, "| %-*s ", (int)widths[i], text);
		free(text);
	}
	fputs("|\n", out);
}

void rows_print(const struct rows *rows, FILE *out)
{
	size_t widths[COLUMNS] = {0};
	measure_columns(NULL, widths);
	for (const struct row *row = rows->first; row; row = row->next)
		measure_columns(row, widths);
	put_line(out, NULL, widths);
	for (unsigned i = 0; i < COLUMNS; i++) {
		fputc('|', out);
		for (size_t at = 0; at < widths[i] + 2; at++)
			fputc('-', out);
	}
	fputs("|\n", out);
	for (const struct row *row = rows->first; row; row = row->next)
		put_line(out, row, widths);
}

static void put_json_text(FILE *out, const char *name, const char *text)
{
	fprintf(out, "\"%s\": ", name);
	if (!text) {
		fputs("null", out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc((unsigned char)*text < ' ' ? ' ' : *text, out);
	}
	fputc('"', out);
}

static void put_json_number(FILE *out, const char *name, double value, bool known)
{
	if (known)
		fprintf(out, ", \"%s\": %.4g", name, value);
	else
		fprintf(out, ", \"%s\": null", name);
}

void rows_print_json(const struct rows *rows, FILE *out)
{
	fputc('[', out);
	for (const struct row *row = rows->first; row; row = row->next) {
		bool goal = row->spec.goal != GOAL_NONE;
		bool compared = row->count && row_theirs(row) > 0;
		char *words = cell(row, 4);
		fputs(row == rows->first ? "\n  {" : ",\n  {", out);
		put_json_text(out, "what", row->spec.what);
		fputs(", ", out);
		put_json_text(out, "unit", row->spec.unit);
		fputs(", ", out);
		put_json_text(out, "beside", row->spec.beside);
		put_json_number(out, "ours", row_ours(row), row->count);
		put_json_number(out, "theirs", row_theirs(row), compared);
		put_json_number(out, "ratio", row_ratio(row), compared);
		fputs(", ", out);
		put_json_text(out, "goal", goal ? words : NULL);
		fprintf(out, ", \"met\": %s, \"rounds\": %u, ",
			!goal || !row->count ? "null"
			: row_met(row)       ? "true"
					     : "false",
			row->count);
		put_json_text(out, "note", row->note);
		fputc('}', out);
		free(words);
	}
	fputs("\n]", out);
}
