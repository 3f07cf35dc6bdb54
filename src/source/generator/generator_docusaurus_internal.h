/* SPDX-License-Identifier: MIT */
/* For src/source/generator/generator_docusaurus*.c only. */
#ifndef SOURCE_GENERATOR_DOCUSAURUS_INTERNAL_H
#define SOURCE_GENERATOR_DOCUSAURUS_INTERNAL_H

#include "source/settings_reader.h"

/* Adds the roots, and what is hidden in them, from @config (JavaScript without comments). */
void docusaurus_sources(struct settings_reader *reader, struct slice config);

#endif
