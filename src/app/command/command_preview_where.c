/* SPDX-License-Identifier: MIT */
/* Where a preview is: told to whoever started it, and opened in a browser. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/command/command_preview_internal.h"
#include "base/file.h"
#include "proto/gemini.h"

static struct slice address_of(struct preview_job *job)
{
	return arena_printf(
		&job->arena, "http://localhost:%u/p/%s/", job->port, job->preview.token);
}

/* A page that leads on. Other users of the machine can see what a browser is called with, so that it is called
 * with the name of a file that only its owner reads. NULL: it cannot be written. */
static const char *write_way(struct preview_job *job)
{
	auto_close int folder = open(job->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct slice page = arena_printf(&job->arena,
		"<!doctype html>\n<title>Splashdown preview</title>\n"
		"<meta http-equiv=\"refresh\" content=\"0; url=%.*s\">\n",
		SARG(address_of(job)));
	if (folder < 0 || file_put(folder, "preview.html", 0600, page))
		return NULL;
	return arena_printf(&job->arena, "%s/preview.html", job->temporary).ptr;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

void preview_open_browser(struct preview_job *job)
{
	bool desktop = is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
	if (!desktop || is_set("SSH_CONNECTION") || cli_get(job->args, "no-open"))
		return;
	const char *way = write_way(job);
	if (!way || fork() != 0)
		return;
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	setsid();
	execlp("xdg-open", "xdg-open", way, (char *)NULL);
	_exit(127);
}

/* What whoever sits at another machine types there. */
static void print_tunnel(const struct preview_job *job)
{
	const char *connection = getenv("SSH_CONNECTION");
	struct slice rest = slice_str(connection), host = slice_none, port = slice_none;
	for (int i = 0; i < 3; i++)
		slice_split(&rest, ' ', &host);
	slice_split(&rest, ' ', &port);
	if (!host.len)
		return;
	printf("\nYou are here over ssh. Type this on your own machine, then open the "
	       "address there:\n    ssh -L %u:localhost:%u %s%.*s%s%.*s\n",
		job->port, job->port, slice_eq(port, S("22")) || !port.len ? "" : "-p ",
		slice_eq(port, S("22")) ? 0 : (int)port.len, slice_printable(port),
		slice_eq(port, S("22")) || !port.len ? "" : " ", SARG(host));
}

void preview_tell(struct preview_job *job)
{
	printf("Preview of %s:\n\n    %.*s\n\n", job->dir, SARG(address_of(job)));
	printf("In other clients: gemini://localhost");
	if (job->gemini_port != GEMINI_PORT)
		printf(":%u", job->gemini_port);
	printf("/ and gopher://localhost:%u/\n", job->gopher_port);
	print_tunnel(job);
	printf("\nPages change when you save a file. Ctrl+C ends the preview.\n");
	fflush(stdout);
}
