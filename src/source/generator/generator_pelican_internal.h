/* SPDX-License-Identifier: MIT */
/* The two halves of Pelican: settings with addresses, and files. */
#ifndef SOURCE_GENERATOR_PELICAN_INTERNAL_H
#define SOURCE_GENERATOR_PELICAN_INTERNAL_H

#include "source/generator.h"

/* Adds the roots, and what hides their files. */
void pelican_read_roots(struct settings_reader *reader);

#endif
