/* SPDX-License-Identifier: MIT */
/* Parses gemtext (text/gemini, 0.24.1) into a doc, to render .gmi files for the other protocols. */
#ifndef TEXT_GEMTEXT_READ_H
#define TEXT_GEMTEXT_READ_H

#include "doc/doc.h"
#include "text/env.h"

void gemtext_read(struct doc *doc, struct slice source, const struct text_env *env);

#endif
