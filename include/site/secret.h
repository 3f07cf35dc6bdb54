/* SPDX-License-Identifier: MIT */
/* Which settings are not for readers, going by their names. */
#ifndef SITE_SECRET_H
#define SITE_SECRET_H

#include "base/slice.h"

/* Does the name of a setting ("github_token", "apiKey") sound as if its value were secret? */
bool secret_is_name(struct slice key);

#endif
