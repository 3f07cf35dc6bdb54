/* SPDX-License-Identifier: MIT */
/* Bytes as conversations write them: \r \n \t \\ \xNN, and \{a*1000} for a thousand times "a". */
#ifndef TESTS_SUPPORT_UNESCAPE_H
#define TESTS_SUPPORT_UNESCAPE_H

#include "base/buf.h"

#define UNESCAPE_REPEAT_MAX (256 * 1024)

/* False: an escape that is none of these. */
bool unescape(struct slice in, struct buf *out);

#endif
