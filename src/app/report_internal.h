/* SPDX-License-Identifier: MIT */
/* Messages sorted into kinds, for every form of a report. */
#ifndef APP_REPORT_INTERNAL_H
#define APP_REPORT_INTERNAL_H

#include "app/report.h"

struct report_entry {
	const struct diag *diag;
	struct slice kind;
};

struct report_kind {
	enum diag_level level;
	struct slice name;
	const struct report_entry *first; /* of @count, by place */
	size_t count, files;
};

struct report {
	struct report_entry *entries;
	struct report_kind *kinds; /* the worst level first, then the most frequent */
	size_t kind_count;
};

void report_init(struct report *report, const struct diag_list *diags);
void report_fini(struct report *report);
/* Of this level alone, those that were dropped too. */
size_t report_count(const struct diag_list *diags, enum diag_level level);

#endif
