/* SPDX-License-Identifier: MIT */
/* What the files of `splashdown preview` share. */
#ifndef APP_COMMAND_PREVIEW_INTERNAL_H
#define APP_COMMAND_PREVIEW_INTERNAL_H

#include "app/command.h"
#include "app/preview.h"
#include "net/listener.h"

#define ADDRESSES 2 /* 127.0.0.1 and ::1 */

#define PREVIEW_FOLDER_BYTES 64

struct preview_job {
	const struct cli_args *args;
	const char *dir;
	struct arena arena;
	char temporary[PREVIEW_FOLDER_BYTES]; /* folder for what is gone at the end */
	struct preview preview;
	struct listener listeners[ADDRESSES];
	size_t listener_count;
	uint16_t port, gemini_port, gopher_port;
	int started; /* pipe: written to when all listen */
};

/* A folder of this user alone, where there is room for what is temporary; those of previews that were killed are
 * removed. It is this process's until *lock is closed. 0 or -errno. */
int preview_folder_make(char folder[static PREVIEW_FOLDER_BYTES], int *lock);
void preview_folder_remove(const char *folder);
/* Prints where the preview is, for people. */
void preview_tell(struct preview_job *job);
/* Opens it in the browser, where there is a desktop and nobody said no. */
void preview_open_browser(struct preview_job *job);

#endif
