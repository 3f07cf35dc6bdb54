/* SPDX-License-Identifier: MIT */
/* Folders that nobody means to serve to everybody: the root, a home folder, /etc, /var and their like. Who
 * names one has mistyped, or stands in the wrong folder. */
#ifndef APP_REFUSE_H
#define APP_REFUSE_H

#include <stdbool.h>

#include "app/config.h"

/* What @folder (absolute; links are followed) is, "a home folder", or NULL: nothing of the kind. @home: the
 * caller's own ($HOME), or NULL. */
const char *refuse_folder(const char *folder, const char *home);
/* Looks at the folders of all sites of @config. Each that is refused is an error in @diags, with what to
 * name instead. Returns 0, or -EINVAL when there is one. */
int refuse_sites(const struct config *config, struct diag_list *diags);

#endif
