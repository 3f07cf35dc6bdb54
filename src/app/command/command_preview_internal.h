/* SPDX-License-Identifier: MIT */
/* What the files of `splashdown preview` share. */
#ifndef APP_COMMAND_PREVIEW_INTERNAL_H
#define APP_COMMAND_PREVIEW_INTERNAL_H

#include "app/command.h"
#include "app/preview.h"
#include "net/listener.h"

#define ADDRESSES 2 /* 127.0.0.1 and ::1 */

struct preview_job {
	const struct cli_args *args;
	const char *dir;
	struct arena arena;
	char temporary[64]; /* folder for what is gone at the end */
	struct preview preview;
	struct listener listeners[ADDRESSES];
	size_t listener_count;
	uint16_t port, gemini_port, gopher_port;
	int started; /* pipe: written to when all listen */
};

/* Prints where the preview is, for people. */
void preview_tell(struct preview_job *job);
/* Opens it in the browser, where there is a desktop and nobody said no. */
void preview_open_browser(struct preview_job *job);

#endif
