/* SPDX-License-Identifier: MIT */
/* A value tree in one line, for comparing: {key: text, list: [a, "quoted"], nothing: ~}. */
#ifndef SUPPORT_VALUE_SHOW_H
#define SUPPORT_VALUE_SHOW_H

#include "base/buf.h"
#include "base/diag.h"
#include "data/value.h"

void value_show(struct buf *out, const struct value *value);

/* One reading of a text into a tree, and the tree shown. */
struct value_reading {
	struct arena arena;
	struct diag_list diags;
	struct value root;
	struct buf shown;
	bool ok;
};

void value_reading_init(struct value_reading *reading);
void value_reading_fini(struct value_reading *reading);
/* Fails the test unless it shows @expected. */
void value_reading_expect(
	const struct value_reading *reading, const char *why, const char *expected);

#endif
