/* SPDX-License-Identifier: MIT */
/* Attribute lists, which name classes, ids and properties and are not for readers: kramdown's "{: .a
 * #b c="d"}" and "{:toc}", and "{#id .class key=value}" of Pandoc, Goldmark, Python-Markdown ("{
 * width="300" }") and others. */
#ifndef TEXT_ATTRIBUTES_H
#define TEXT_ATTRIBUTES_H

#include "base/slice.h"

/* The length of the list at the start of @s; 0: there is none. A list that begins with a space or
 * a key must hold nothing but attributes, so that "{ x }" in prose and "{a: 1}" in code are not
 * lists. */
size_t attributes_length(struct slice s);

#endif
