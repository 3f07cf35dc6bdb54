/* SPDX-License-Identifier: MIT */
/* Lists of attributes, which name classes, ids and properties and are never read: kramdown's
 * "{: .a #b c="d"}" and "{:toc}", and "{#id .class key=value}" of Pandoc, Goldmark, Python-Markdown
 * ("{ width="300" }") and others. */
#ifndef TEXT_ATTRIBUTES_H
#define TEXT_ATTRIBUTES_H

#include "base/slice.h"

/* The length of one list at @s's start; 0: none stands there. A list that begins with a blank or a
 * key must hold nothing else, so that "{ x }" in prose and code's "{a: 1}" are none. */
size_t attributes_length(struct slice s);

#endif
