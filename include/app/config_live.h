/* SPDX-License-Identifier: MIT */
/* What of a saved or reloaded configuration is for now, and what waits for a reload or a restart. Pure. */
#ifndef APP_CONFIG_LIVE_H
#define APP_CONFIG_LIVE_H

#include "app/config_keys.h"

struct config_changes {
	enum config_when
		until; /* CONFIG_LIVE: it was saved; CONFIG_RELOAD: it is reloaded */
	bool passed;   /* the sockets were: nobody listens elsewhere */
	struct buf now, reload, restart; /* names of keys, with commas between them */
	bool names;                      /* hosts of sites are others, or sites are */
};

void config_changes_init(
	struct config_changes *changes, enum config_when until, bool passed);
void config_changes_fini(struct config_changes *changes);

/* Compares @fresh with @old, which is in force; both went through config_finish. What waits becomes what it
 * is in @old. */
void config_keep(
	struct config *fresh, const struct config *old, struct config_changes *out);

#endif
