/* SPDX-License-Identifier: MIT */
/* The balancers that the configuration trusts, and the PROXY protocol that they speak. */
#ifndef APP_BALANCERS_H
#define APP_BALANCERS_H

#include "app/config.h"
#include "net/preface.h"

/* Fills @out for as long as @arena lives; trusted_count 0: there are none. 0, or -EINVAL after the
 * address that is none was logged. */
int balancers_init(
	struct arena *arena, const struct config_strings *list, struct preface *out);

#endif
