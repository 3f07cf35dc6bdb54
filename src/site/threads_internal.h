/* SPDX-License-Identifier: MIT */
/* Shared by the files of site/threads. */
#ifndef SITE_THREADS_INTERNAL_H
#define SITE_THREADS_INTERNAL_H

#include "site/threads.h"

/* More than are shown, since some of them may be shown elsewhere on the page. */
#define THREADS_ALIKE_MAX 6

/* The posts that are like each one, the nearest first: THREADS_ALIKE_MAX places for each place of
 * site->by_source, THREADS_NOWHERE after the last; to be freed. NULL: it was stopped.
 *
 * What posts share are tags, categories and words of their titles. A term counts by how few posts of the
 * language have it, a title's word for half. Two posts are alike when hardly any two would share as much by
 * chance. Decided by the snapshot alone, in whole numbers: every replica finds the same. */
uint32_t *threads_alike(const struct site *site, const atomic_bool *stop);
/* Changes with all that decides that. */
unsigned long long threads_alike_version(const struct site *site);

#endif
