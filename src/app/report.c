/* SPDX-License-Identifier: MIT */
#include "app/report.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

#define HIDDEN_MAX_BYTES 4096 /* of the list of words */

/* One message among those of its kind. */
struct entry {
	const struct diag *diag;
	struct slice kind;
	size_t index; /* among all, by place */
};

struct kind {
	enum diag_level level;
	struct slice name;
	size_t count, files;
};

struct report {
	const struct diag_list *diags;
	struct entry *entries; /* by level, kind, message, place */
	bool *hidden;          /* by place */
	size_t hidden_count;
	struct kind *kinds; /* the worst level first, then the most frequent */
	size_t kind_count;
};

static int by_level_and_kind(const struct entry *a, const struct entry *b)
{
	if (a->diag->level != b->diag->level)
		return a->diag->level > b->diag->level ? -1 : 1;
	return slice_cmp(a->kind, b->kind);
}

static bool is_same(const struct entry *a, const struct entry *b)
{
	if (by_level_and_kind(a, b) != 0)
		return false;
	/* Each dead link wants mending; a hundred pictures without words are one piece of news. */
	return a->diag->level == DIAG_NOTE ||
	       slice_eq(a->diag->message, b->diag->message);
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = by_level_and_kind(a, b);
	if (!order && a->diag->level != DIAG_NOTE)
		order = slice_cmp(a->diag->message, b->diag->message);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static int compare_kinds(const void *left, const void *right)
{
	const struct kind *a = left, *b = right;
	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return slice_cmp(a->name, b->name);
}

/* Adds the kind of @count entries from @first on. */
static void add_kind(struct report *report, const struct entry *first, size_t count,
	struct slice *files)
{
	size_t distinct = 0;
	for (size_t i = 0; i < count; i++)
		files[i] = first[i].diag->file;
	qsort(files, count, sizeof(*files), slice_order);
	for (size_t i = 0; i < count; i++)
		distinct += i == 0 || !slice_eq(files[i], files[i - 1]);
	report->kinds[report->kind_count++] =
		(struct kind){first->diag->level, first->kind, count, distinct};
}

static void hide_repeats(struct report *report, size_t first, size_t count)
{
	if (count <= REPORT_REPEATS_MAX)
		return;
	for (size_t i = first + REPORT_REPEATS_SHOWN; i < first + count; i++)
		report->hidden[report->entries[i].index] = true;
	report->hidden_count += count - REPORT_REPEATS_SHOWN;
}

static void report_init(struct report *report, const struct diag_list *diags)
{
	size_t count = diags->count;
	struct slice *files = memory_new(count, sizeof(*files));
	*report = (struct report){
		.diags = diags,
		.entries = memory_new(count, sizeof(*report->entries)),
		.hidden = memory_new(count, sizeof(*report->hidden)),
		.kinds = memory_new(count, sizeof(*report->kinds)),
	};
	for (size_t i = 0; i < count; i++)
		report->entries[i] =
			(struct entry){&diags->items[i], diag_kind(&diags->items[i]), i};
	qsort(report->entries, count, sizeof(*report->entries), compare_entries);
	for (size_t i = 0, kind = 0, same = 0; i < count; i++) {
		const struct entry *here = &report->entries[i], *next = here + 1;
		bool last = i + 1 == count;
		if (last || !is_same(here, next)) {
			hide_repeats(report, same, i + 1 - same);
			same = i + 1;
		}
		if (last || by_level_and_kind(here, next) != 0) {
			add_kind(report, &report->entries[kind], i + 1 - kind, files);
			kind = i + 1;
		}
	}
	qsort(report->kinds, report->kind_count, sizeof(*report->kinds), compare_kinds);
	free(files);
}

static void report_fini(struct report *report)
{
	free(report->entries);
	free(report->hidden);
	free(report->kinds);
}

const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void put_facts(struct buf *out, const struct report_facts *facts)
{
	if (facts->title.len) {
		log_escape(out, facts->title);
		buf_puts(out, ": ");
	}
	buf_printf(out, "%zu post%s, %zu page%s, %zu file%s", facts->posts,
		plural(facts->posts), facts->pages, plural(facts->pages), facts->files,
		plural(facts->files));
	buf_puts(out, "\n");
	if (!facts->hidden)
		return;
	buf_printf(out, "%zu page%s hidden or unlisted: ", facts->hidden,
		facts->hidden == 1 ? " is" : "s are");
	struct buf kinds = BUF(HIDDEN_MAX_BYTES);
	hidden_put_kinds(&kinds, facts->kinds, facts->kind_count);
	log_escape(out, buf_slice(&kinds));
	buf_fini(&kinds);
	buf_puts(out, "\n");
}

static size_t of_level(const struct report *report, enum diag_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < report->kind_count; i++)
		count += report->kinds[i].level == level ? report->kinds[i].count : 0;
	return count;
}

static void put_kinds(struct buf *out, const struct report *report)
{
	for (size_t i = 0; i < report->kind_count; i++) {
		const struct kind *kind = &report->kinds[i];
		buf_printf(
			out, "%7zu  %-7s  ", kind->count, diag_level_name(kind->level));
		log_escape(out, kind->name);
		if (kind->count > 1)
			buf_printf(
				out, ", in %zu file%s", kind->files, plural(kind->files));
		buf_putc(out, '\n');
	}
}

static void put_verdict(
	struct buf *out, const struct report *report, const struct diag_list *diags)
{
	size_t errors = of_level(report, DIAG_ERROR);
	size_t warnings = of_level(report, DIAG_WARNING);
	size_t notes = of_level(report, DIAG_NOTE);
	if (diags->dropped)
		buf_printf(out, "%zu more messages were dropped\n", diags->dropped);
	if (report->hidden_count)
		buf_printf(out,
			"%zu repeated messages are only counted; --all shows them\n",
			report->hidden_count);
	if (errors + warnings)
		buf_printf(out, "%zu error%s, %zu warning%s, %zu note%s\n", errors,
			plural(errors), warnings, plural(warnings), notes, plural(notes));
	else
		buf_printf(out, "nothing is wrong for a reader (%zu note%s)\n", notes,
			plural(notes));
}

void report_print(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, bool all)
{
	struct report report;
	report_init(&report, diags);
	if (all)
		report.hidden_count = 0;
	for (size_t i = 0; i < diags->count; i++) {
		if (report.hidden[i] && !all)
			continue;
		diag_print(out, &diags->items[i]);
		buf_putc(out, '\n');
	}
	if (diags->count)
		buf_putc(out, '\n');
	put_facts(out, facts);
	put_kinds(out, &report);
	put_verdict(out, &report, diags);
	report_fini(&report);
}

/* --- JSON ------------------------------------------------------------------------ */

static void put_string(struct buf *out, struct slice s)
{
	unsigned c;
	buf_putc(out, '"');
	while (text_next(&s, &c)) {
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", (char)c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			buf_printf(out, "\\u%04x", c);
		else
			buf_put_utf8(out, c);
	}
	buf_putc(out, '"');
}

static void put_member(struct buf *out, const char *name, struct slice text)
{
	buf_printf(out, "\"%s\": ", name);
	put_string(out, text);
}

static void put_diag(struct buf *out, const struct diag *diag)
{
	buf_puts(out, "{");
	put_member(out, "file", diag->file);
	buf_printf(out, ", \"line\": %u, \"column\": %u, ", diag->line, diag->column);
	put_member(out, "level", slice_str(diag_level_name(diag->level)));
	buf_puts(out, ", ");
	put_member(out, "kind", diag_kind(diag));
	buf_puts(out, ", ");
	put_member(out, "message", diag->message);
	buf_puts(out, ", ");
	put_member(out, "instead", diag->instead);
	buf_puts(out, "}");
}

void report_print_json(
	struct buf *out, const struct diag_list *diags, const struct report_facts *facts)
{
	struct report report;
	report_init(&report, diags);
	buf_puts(out, "{\n  ");
	put_member(out, "title", facts->title);
	buf_printf(out,
		",\n  \"posts\": %zu, \"pages\": %zu, \"files\": %zu, \"hidden\": %zu,\n"
		"  \"errors\": %zu, \"warnings\": %zu, \"notes\": %zu, "
		"\"dropped\": %zu,\n  \"kinds\": [",
		facts->posts, facts->pages, facts->files, facts->hidden,
		of_level(&report, DIAG_ERROR), of_level(&report, DIAG_WARNING),
		of_level(&report, DIAG_NOTE), diags->dropped);
	for (size_t i = 0; i < report.kind_count; i++) {
		const struct kind *kind = &report.kinds[i];
		buf_puts(out, i ? ",\n    {" : "\n    {");
		put_member(out, "kind", kind->name);
		buf_puts(out, ", ");
		put_member(out, "level", slice_str(diag_level_name(kind->level)));
		buf_printf(out, ", \"count\": %zu, \"files\": %zu}", kind->count,
			kind->files);
	}
	buf_puts(
		out, report.kind_count ? "\n  ],\n  \"diags\": [" : "],\n  \"diags\": [");
	for (size_t i = 0; i < diags->count; i++) {
		buf_puts(out, i ? ",\n    " : "\n    ");
		put_diag(out, &diags->items[i]);
	}
	buf_puts(out, diags->count ? "\n  ]\n}\n" : "]\n}\n");
	report_fini(&report);
}
