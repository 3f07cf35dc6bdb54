/* SPDX-License-Identifier: MIT */
/* Messages sorted into kinds. */
#include <stdlib.h>

#include "app/report_internal.h"
#include "base/memory.h"

static int by_level_and_kind(const struct report_entry *a, const struct report_entry *b)
{
	if (a->diag->level != b->diag->level)
		return a->diag->level > b->diag->level ? -1 : 1;
	return slice_cmp(a->kind, b->kind);
}

static int compare_entries(const void *left, const void *right)
{
	const struct report_entry *a = left, *b = right;
	int order = by_level_and_kind(a, b);
	return order ? order : (a->diag > b->diag) - (a->diag < b->diag);
}

static int compare_kinds(const void *left, const void *right)
{
	const struct report_kind *a = left, *b = right;
	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return slice_cmp(a->name, b->name);
}

/* Adds the kind of @count entries from @first on. */
static void add_kind(struct report *report, const struct report_entry *first,
	size_t count, struct slice *files)
{
	size_t distinct = 0;
	for (size_t i = 0; i < count; i++)
		files[i] = first[i].diag->file;
	qsort(files, count, sizeof(*files), slice_order);
	for (size_t i = 0; i < count; i++)
		distinct += i == 0 || !slice_eq(files[i], files[i - 1]);
	report->kinds[report->kind_count++] = (struct report_kind){
		first->diag->level, first->kind, first, count, distinct};
}

void report_init(struct report *report, const struct diag_list *diags)
{
	size_t count = diags->count;
	struct slice *files = memory_new(count + 1, sizeof(*files));
	*report = (struct report){
		.entries = memory_new(count + 1, sizeof(*report->entries)),
		.kinds = memory_new(count + 1, sizeof(*report->kinds)),
	};
	for (size_t i = 0; i < count; i++)
		report->entries[i] = (struct report_entry){
			&diags->items[i], diag_kind(&diags->items[i])};
	qsort(report->entries, count, sizeof(*report->entries), compare_entries);
	for (size_t i = 0, kind = 0; i < count; i++) {
		const struct report_entry *here = &report->entries[i];
		if (i + 1 < count && by_level_and_kind(here, here + 1) == 0)
			continue;
		add_kind(report, &report->entries[kind], i + 1 - kind, files);
		kind = i + 1;
	}
	qsort(report->kinds, report->kind_count, sizeof(*report->kinds), compare_kinds);
	free(files);
}

void report_fini(struct report *report)
{
	free(report->entries);
	free(report->kinds);
}

size_t report_count(const struct diag_list *diags, enum diag_level level)
{
	size_t above = level + 1 < DIAG_LEVELS
			       ? diag_count(diags, (enum diag_level)(level + 1))
			       : 0;
	return diag_count(diags, level) - above;
}
