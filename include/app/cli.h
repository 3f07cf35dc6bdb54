/* SPDX-License-Identifier: MIT */
/* The command line: options, operands, and the configuration that they give. Exit statuses: 0 done, 1
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

/* Value of the last @name option, or NULL; of one without value "". */
const char *cli_get(const struct cli_args *args, const char *name);
/* Reads the words behind @command's name. 0, or EXIT_USAGE after a message. */
int cli_parse(
	const struct cli_command *command, int argc, char **argv, struct cli_args *out);

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
/* Of @config the site that --host names, or the only one. NULL after a message of @command ("people add"). */
struct config_site;
const struct config_site *cli_site(
	const struct cli_args *args, const char *command, struct config *config);
/* Prints diags to stderr; true when one is an error. */
bool cli_print_diags(const struct diag_list *diags);

#endif
