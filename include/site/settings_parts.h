/* SPDX-License-Identifier: MIT */
/* The pieces that settings are read from: one reader per generator. For src/site/ only. */
#ifndef SITE_SETTINGS_PARTS_H
#define SITE_SETTINGS_PARTS_H

#include "site/settings.h"

/* What the readers share: the settings being filled and where messages go. */
struct settings_reader {
	struct settings *settings;
	const struct site_config *config;
	struct diag_list *diags;
	int folder;
};

/* Fills in what the generator's own file says; settings->raw is its tree (may be NULL). */
void settings_read_jekyll(struct settings_reader *reader);
void settings_read_hugo(struct settings_reader *reader);
void settings_read_zola(struct settings_reader *reader);

/* @s without slashes at its ends, in the settings' arena. */
struct slice settings_trim_path(struct settings *settings, struct slice s);
/* The strings of a list (or one string), in the settings' arena. */
size_t settings_strings(
	struct settings *settings, const struct value *value, const struct slice **out);
/* Sets @field to the text of @value when there is some, cleaned to one line. */
void settings_line(
	struct settings *settings, const struct value *value, struct slice *field);
/* Sets langs to @tags with the site's own language first and no language twice. */
void settings_set_langs(
	struct settings *settings, const struct slice *tags, size_t count);
/* The address of the web site and the path it lies under, from one URL. */
void settings_set_url(struct settings *settings, struct slice url);

#endif
