/* SPDX-License-Identifier: MIT */
/* Gemtext (text/gemini, 0.24.1) to a doc: for the other protocols, which render a .gmi file anew. */
#ifndef TEXT_GEMTEXT_READ_H
#define TEXT_GEMTEXT_READ_H

#include "doc/doc.h"
#include "text/env.h"

void gemtext_read(struct doc *doc, struct slice source, const struct text_env *env);

#endif
