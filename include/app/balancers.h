/* SPDX-License-Identifier: MIT */
/* The balancers that the configuration trusts, and the PROXY protocol that they speak. */
#ifndef APP_BALANCERS_H
#define APP_BALANCERS_H

#include "app/config.h"
#include "app/sockets.h"
#include "net/preface.h"

struct balancers {
	const struct preface_network *networks;
	size_t count;
};

/* Reads "proxy:" into @arena. 0, or -EINVAL after the address that is none was logged. */
int balancers_read(struct arena *arena, const struct slices *list, struct balancers *out);
/* Gives each listener its part: those that say "proxy" are for balancers only. Where none says so,
 * balancers and readers may come to all. */
void balancers_place(struct sockets *sockets);
/* From now on they are believed. @sockets: warns when some would be for nobody. */
void balancers_trust(const struct balancers *balancers, const struct sockets *sockets,
	struct workers *workers);

#endif
