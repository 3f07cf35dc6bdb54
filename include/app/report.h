/* SPDX-License-Identifier: MIT */
/* What `check` prints: messages by kind, and a summary. Pure. */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "base/diag.h"
#include "scan/hidden.h"

struct report_facts {
	struct slice title;
	size_t posts, pages, files;
	size_t hidden; /* and unlisted: by these words */
	const struct hidden_kind *kinds;
	size_t kind_count;
};

struct report_style {
	bool all;               /* every message, sorted by place */
	bool colour;            /* of a terminal */
	unsigned rows, columns; /* the terminal's; 0: none */
};

/* @diags: sorted. Without style->all no more than a screen (of 24 lines at least): by kind, the worst and most
 * frequent first, with the number of those that have no room. */
void report_print(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, const struct report_style *style);
/* One object: site, counts, kinds, diags (all of them). RFC 8259. */
void report_print_json(
	struct buf *out, const struct diag_list *diags, const struct report_facts *facts);
/* Workflow commands of GitHub Actions, one a message, which show it beside its line. @folder, with a slash at its
 * end or empty, is put before files. Hidden pages are counted, since logs are public: @diags must name none. */
void report_print_github(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, struct slice folder);
/* The "s" of an English noun that is counted: "" for one. */
const char *plural(size_t count);

#endif
