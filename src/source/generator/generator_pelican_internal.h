/* SPDX-License-Identifier: MIT */
/* The two halves of what is known of Pelican: settings with addresses, and files. For src/site/ only. */
#ifndef SOURCE_GENERATOR_PELICAN_INTERNAL_H
#define SOURCE_GENERATOR_PELICAN_INTERNAL_H

#include "source/generator.h"

/* The value of publishconf.py, which is for the web, else of pelicanconf.py; NULL: neither has it. */
const struct value *pelican_said(const struct settings *settings, struct slice key);
/* Adds the roots, and what their files are hidden by. */
void pelican_read_roots(struct settings_reader *reader);

#endif
