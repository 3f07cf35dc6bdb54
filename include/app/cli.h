/* SPDX-License-Identifier: MIT */
/* The command line: its commands, their options, and the words of help. Exit statuses: 0 done, 1
 * failed, 2 usage error. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdbool.h>
#include <stddef.h>

#define EXIT_FAILED 1
#define EXIT_USAGE  2

/* One option: "--name VALUE", "--name=VALUE", or "--name" alone. */
struct cli_option {
	const char *name;  /* without the dashes */
	const char *value; /* what help calls its value: "FILE"; NULL: takes none */
	const char *key;   /* configuration key that it sets; NULL: the command's own */
	const char *meaning;
};

/* What the command line said, in its order. */
struct cli_args {
	struct {
		const struct cli_option *option;
		const char *value; /* NULL when it takes none */
	} options[64];
	size_t option_count;
	const char *operands[64];
	size_t operand_count;
};

struct cli_command {
	const char *name, *operands, *meaning;
	const struct cli_option *options;
	size_t option_count;
	size_t operands_min, operands_max;
	int (*run)(const struct cli_args *args);
};

extern const struct cli_command command_serve, command_render, command_check,
	command_export, command_cert, command_status;
extern const struct cli_command *const cli_commands[];
extern const size_t cli_command_count;

/* The command that whoever wrote @name may have meant, or NULL. */
const char *cli_nearest_command(const char *name);

/* Value of the last @name option, or NULL; of one without value "". */
const char *cli_get(const struct cli_args *args, const char *name);
/* Runs the command that @argv names. Returns the exit status. */
int cli_main(int argc, char **argv);

struct config;
struct diag_list;
/* A configuration from the command line: --config or DIR/splashdown.yaml (or .yml), then the options
 * that set keys, then the rest. Returns 0 or -errno with diags; @config is whole in either case. */
int cli_config(const struct cli_args *args, const char *dir, struct config *config,
	struct diag_list *diags);
/* The files that cli_config looks for, the first one first. Returns how many; those that the command
 * line does not name are in @arena. */
struct arena;
#define CLI_CONFIG_FILES 2
size_t cli_config_files(struct arena *arena, const struct cli_args *args, const char *dir,
	const char *files[CLI_CONFIG_FILES]);
/* Prints diags to stderr; true when one is an error. */
bool cli_print_diags(const struct diag_list *diags);

#endif
