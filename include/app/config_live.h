/* SPDX-License-Identifier: MIT */
/* What of a saved configuration is for now, and what waits for a reload or a restart. Pure. */
#ifndef APP_CONFIG_LIVE_H
#define APP_CONFIG_LIVE_H

#include "app/config.h"

/* Names of keys, with commas between them. */
struct config_changes {
	struct buf now, reload, restart;
	bool names; /* hosts of sites are others, or sites are */
};

void config_changes_init(struct config_changes *changes);
void config_changes_fini(struct config_changes *changes);

/* Compares @fresh with @old, which is in force; both went through config_finish. What is no key of a site,
 * or is one that the process depends on (listeners, certificates), becomes what it is in @old. */
void config_keep(
	struct config *fresh, const struct config *old, struct config_changes *out);

#endif
