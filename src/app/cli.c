/* SPDX-License-Identifier: MIT */
#include "app/cli.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/config.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uri.h"

static const struct cli_option *find_option(
	const struct cli_command *command, struct slice name)
{
	for (size_t i = 0; i < command->option_count; i++) {
		if (slice_eq(name, slice_str(command->options[i].name)))
			return &command->options[i];
	}
	return NULL;
}

/* @arg as it was typed, with its dashes. */
static int unknown_option(
	const struct cli_command *command, struct slice arg, struct slice name)
{
	const char *nearest = NULL;
	unsigned least = UINT_MAX;
	for (size_t i = 0; i < command->option_count; i++) {
		if (text_is_near(name, slice_str(command->options[i].name), &least))
			nearest = command->options[i].name;
	}
	fprintf(stderr, "splashdown %s: unknown option %.*s%.*s", command->name,
		SARG(slice_head(arg, (size_t)(name.ptr - arg.ptr))), SARG(name));
	if (nearest)
		fprintf(stderr, "; did you mean --%s?", nearest);
	fprintf(stderr, "\nTry \"splashdown help %s\".\n", command->name);
	return EXIT_USAGE;
}

static int usage(const struct cli_command *command, const char *what, const char *which)
{
	fprintf(stderr, "splashdown %s: %s%s\nUsage: splashdown %s %s\n", command->name,
		what, which, command->name, command->operands);
	return EXIT_USAGE;
}

int cli_parse(
	const struct cli_command *command, int argc, char **argv, struct cli_args *out)
{
	bool only_operands = false;
	*out = (struct cli_args){0};
	for (int i = 0; i < argc; i++) {
		struct slice arg = slice_str(argv[i]), name, value;
		if (slice_eq(arg, S("--")) && !only_operands) {
			only_operands = true;
			continue;
		}
		if (only_operands || !slice_starts(arg, S("-")) || arg.len == 1) {
			if (out->operand_count ==
				sizeof(out->operands) / sizeof(*out->operands))
				return usage(command, "too many operands", "");
			out->operands[out->operand_count++] = argv[i];
			continue;
		}
		bool has_value =
			slice_cut(slice_from(arg, slice_starts(arg, S("--")) ? 2 : 1),
				'=', &name, &value);
		const struct cli_option *option = find_option(command, name);
		if (!option || !slice_starts(arg, S("--")))
			return unknown_option(command, arg, name);
		if (!option->value && has_value)
			return usage(command, "option takes no value: --", option->name);
		const char *text = option->value ? value.ptr : NULL;
		if (option->value && !has_value) {
			if (i + 1 == argc)
				return usage(
					command, "missing value after --", option->name);
			text = argv[++i];
		}
		if (out->option_count == sizeof(out->options) / sizeof(*out->options))
			return usage(command, "too many options", "");
		out->options[out->option_count].option = option;
		out->options[out->option_count++].value = text;
	}
	if (out->operand_count < command->operands_min)
		return usage(command, "missing operand", "");
	if (out->operand_count > command->operands_max)
		return usage(command,
			"too many operands: ", out->operands[command->operands_max]);
	return 0;
}

const char *cli_get(const struct cli_args *args, const char *name)
{
	for (size_t i = args->option_count; i-- > 0;) {
		if (strcmp(args->options[i].option->name, name) == 0)
			return args->options[i].value ? args->options[i].value : "";
	}
	return NULL;
}

const struct config_site *cli_site(
	const struct cli_args *args, const char *command, struct config *config)
{
	const char *name = cli_get(args, "host");
	struct slice host =
		name ? uri_host_key(&config->arena, slice_str(name)) : slice_none;

	if (!name && config->site_count > 1) {
		fprintf(stderr,
			"splashdown %s: there are several sites; name one with --host "
			"NAME\n",
			command);
		return NULL;
	}
	for (size_t i = 0; i < config->site_count; i++) {
		if (!name || slice_is_among(host, config->sites[i].hosts.items,
				     config->sites[i].hosts.count))
			return &config->sites[i];
	}
	fprintf(stderr, "splashdown %s: %.*s has no site named %s\n", command,
		SARG(config->file.len ? config->file : S("the configuration")),
		name ? name : "");
	return NULL;
}

bool cli_print_diags(const struct diag_list *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		auto_buf struct buf line = BUF(4096);
		diag_print(&line, &diags->items[i]);
		fprintf(stderr, "%.*s\n", SARG(buf_slice(&line)));
	}
	return diag_count(diags, DIAG_ERROR) > 0;
}

/* The options that set keys: a list named here stands instead of the file's. */
static bool set_options(
	const struct cli_args *args, struct config *config, struct diag_list *diags)
{
	bool good = true;
	for (size_t i = 0; i < args->option_count; i++) {
		const struct cli_option *option = args->options[i].option;
		bool repeated = false;
		if (!option->key)
			continue;
		for (size_t j = 0; j < i; j++)
			repeated |= args->options[j].option == option;
		if (!repeated)
			config_unset(config, slice_str(option->key));
		const char *value = args->options[i].value;
		good &= config_set(config, slice_str(option->key),
			value ? slice_str(value)
			: slice_starts(slice_str(option->name), S("no-")) ? S("no")
									  : S("yes"),
			diags);
	}
	return good;
}

size_t cli_config_files(struct arena *arena, const struct cli_args *args, const char *dir,
	const char *files[CLI_CONFIG_FILES])
{
	files[0] = cli_get(args, "config");
	if (files[0])
		return 1;
	files[0] = arena_printf(arena, "%s/splashdown.yaml", dir).ptr;
	files[1] = arena_printf(arena, "%s/splashdown.yml", dir).ptr;
	return 2;
}

/* Reads the first file that is there; a second one beside it is said to be too many. */
static int load_files(struct config *config, const char *const *files, size_t count,
	bool named, struct diag_list *diags)
{
	int error = -ENOENT;
	size_t i = 0;
	while (i < count && error == -ENOENT)
		error = config_load(config, files[i++], diags);
	if (error == -ENOENT && !named)
		return 0;
	if (error) {
		diag_add(diags, DIAG_ERROR, slice_str(files[i - 1]), 0, 0, NULL,
			"cannot be read: %s",
			error == -ENOTSUP ? "not a regular file"
			: error == -ELOOP ? "a symbolic link to nothing, or to itself"
					  : log_strerror(error));
		return error;
	}
	for (; i < count; i++) {
		if (access(files[i], F_OK) == 0)
			diag_add(diags, DIAG_ERROR, slice_str(files[i]), 0, 0,
				"this file is ignored: remove one of them",
				"%s exists too", files[0]);
	}
	return 0;
}

int cli_config(const struct cli_args *args, const char *dir, struct config *config,
	struct diag_list *diags)
{
	const char *files[CLI_CONFIG_FILES];
	size_t count = cli_config_files(&config->arena, args, dir, files);
	int error = load_files(config, files, count, cli_get(args, "config"), diags);
	if (!set_options(args, config, diags) && !error)
		error = -EINVAL;
	int code = config_finish(config, dir, diags);
	return error ? error : code;
}
