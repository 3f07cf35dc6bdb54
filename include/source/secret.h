/* SPDX-License-Identifier: MIT */
/* Which settings are secret, by their names. */
#ifndef SOURCE_SECRET_H
#define SOURCE_SECRET_H

#include "data/value.h"

/* Does the name of a setting ("github_token", "apiKey") suggest a secret value? */
bool secret_is_name(struct slice key);
/* The same for a dotted name, "mail.password", in the tree @settings: checks every part, both as requested
 * and as the file writes it ("apitoken" may be "apiToken"). */
bool secret_is_setting(const struct value *settings, struct slice dotted);

#endif
