/* SPDX-License-Identifier: MIT */
/* The commands of the command line, a file each. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/cli.h"

extern const struct cli_command command_init, command_preview, command_serve,
	command_render, command_check, command_search, command_export, command_cert,
	command_status, command_people, command_uploads, command_pull;
extern const struct cli_command *const commands[];
extern const size_t command_count;

/* The command that whoever wrote @name may have meant, or NULL. */
const char *command_nearest(const char *name);

#endif
