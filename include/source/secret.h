/* SPDX-License-Identifier: MIT */
/* Which settings are not for readers, going by their names. */
#ifndef SOURCE_SECRET_H
#define SOURCE_SECRET_H

#include "data/value.h"

/* Does the name of a setting ("github_token", "apiKey") sound as if its value were secret? */
bool secret_is_name(struct slice key);
/* The same of "mail.password" in the tree @settings by any of its names, as asked for or as the file writes
 * it (where "apitoken" may be "apiToken"). */
bool secret_is_setting(const struct value *settings, struct slice dotted);

#endif
