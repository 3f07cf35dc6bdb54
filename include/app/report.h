/* SPDX-License-Identifier: MIT */
/* What `check` prints: every message, those that repeat counted instead of repeated, and a summary by
 * kind. Pure. */
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

/* A message of which there are more is shown at its first places only; a note counts as the same
 * as the others of its kind. */
#define REPORT_REPEATS_MAX   10
#define REPORT_REPEATS_SHOWN 3

/* @diags: sorted. @all: repeat whatever repeats. */
void report_print(struct buf *out, const struct diag_list *diags,
	const struct report_facts *facts, bool all);
/* One object: site, counts, kinds, diags (all of them). RFC 8259. */
void report_print_json(
	struct buf *out, const struct diag_list *diags, const struct report_facts *facts);
/* The "s" of an English noun that is counted: "" for one. */
const char *plural(size_t count);

#endif
