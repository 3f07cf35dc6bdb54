/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/command.h"
#include "app/help.h"
#include "app/version.h"
#include "base/log.h"
#include "base/memory.h"

/* The first word is no command: a misspelt one, or what should stand behind one. */
static int unknown_command(const char *name)
{
	const char *nearest = command_nearest(name);
	if (name[0] == '-')
		fprintf(stderr,
			"splashdown: options go after a command: splashdown serve "
			"%s ...\n",
			name);
	else if (nearest)
		fprintf(stderr,
			"splashdown: unknown command \"%s\"; did you mean \"%s\"?\n",
			name, nearest);
	else if (access(name, F_OK) == 0)
		fprintf(stderr,
			"splashdown: unknown command \"%s\"; did you mean \"splashdown "
			"serve %s\"?\n",
			name, name);
	else
		fprintf(stderr, "splashdown: unknown command \"%s\"\n", name);
	fputs("Try \"splashdown help\".\n", stderr);
	return EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	struct cli_args args;
	const char *name = argc > 1 ? argv[1] : NULL;
	if (!name) {
		help_print(NULL);
		return EXIT_USAGE;
	}
	if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 ||
		strcmp(name, "-h") == 0)
		return help_print(argc > 2 ? argv[2] : NULL);
	if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) {
		printf("splashdown %s\n", splashdown_version);
		return 0;
	}
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(name, commands[i]->name) != 0)
			continue;
		if (argc > 2 && strcmp(argv[2], "--help") == 0)
			return help_print(name);
		int status = cli_parse(commands[i], argc - 2, argv + 2, &args);
		return status ? status : commands[i]->run(&args);
	}
	return unknown_command(name);
}

/* What was printed and did not arrive makes a command fail, whichever it is: what it prints may be meant for
 * a file that takes the place of another. */
int main(int argc, char **argv)
{
	memory_tell();
	int status = run(argc, argv);
	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "splashdown: standard output cannot be written: %s\n",
		errno ? log_strerror(-errno) : "part of it was lost");
	return status ? status : EXIT_FAILED;
}
