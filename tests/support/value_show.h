/* SPDX-License-Identifier: MIT */
/* A value tree in one line, for comparing: {key: text, list: [a, "quoted"], nothing: ~}. */
#ifndef SUPPORT_VALUE_SHOW_H
#define SUPPORT_VALUE_SHOW_H

#include "base/buf.h"
#include "text/value.h"

void value_show(struct buf *out, const struct value *value);

#endif
