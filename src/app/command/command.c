/* SPDX-License-Identifier: MIT */
#include "app/command.h"

#include <limits.h>

#include "base/text.h"

const struct cli_command *const commands[] = {&command_init, &command_preview,
	&command_serve, &command_render, &command_check, &command_search, &command_export,
	&command_cert, &command_people, &command_uploads, &command_pull, &command_status};

const size_t command_count = sizeof(commands) / sizeof(*commands);

const char *command_nearest(const char *name)
{
	static const char *const others[] = {"help", "version"};
	const char *nearest = NULL;
	unsigned least = UINT_MAX;
	for (size_t i = 0; i < command_count; i++) {
		if (text_is_near(slice_str(name), slice_str(commands[i]->name), &least))
			nearest = commands[i]->name;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (text_is_near(slice_str(name), slice_str(others[i]), &least))
			nearest = others[i];
	}
	return nearest;
}
