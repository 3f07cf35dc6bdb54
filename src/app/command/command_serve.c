/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/blog.h"
#include "app/command.h"
#include "app/refuse.h"
#include "app/server.h"
#include "base/memory.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: DIR/splashdown.yaml, if any)"},
	{"host", "NAME", "hosts", "host name to answer for (may be repeated)"},
	{"gemini", "ADDR:PORT", "gemini", "where to listen (may be repeated)"},
	{"gopher", "ADDR:PORT", "gopher", "where to listen for Gopher (may be repeated)"},
	{"no-gopher", NULL, "gopher", "Gemini only"},
	{"cert", "FILE", "certificate", "PEM certificate of your own"},
	{"key", "FILE", "key", "its private key"},
	{"state", "DIR", "state", "folder for generated certificates"},
	{"workers", "N", "workers", "worker threads; 0: one per processor"},
	{"drafts", NULL, "drafts", "show drafts"},
	{"force", NULL, NULL,
		"serve the folder even if it is a home folder, /, /etc or /var"},
	{"print-config", NULL, NULL, "print the effective configuration and exit"},
};

struct again {
	const struct cli_args *args;
	const char *dir;
};

static int load(void *ctx, struct config *config, struct diag_list *diags)
{
	const struct again *again = ctx;
	int error = cli_config(again->args, again->dir, config, diags);
	if (error || cli_get(again->args, "force"))
		return error;
	return refuse_sites(config, diags);
}

/* From before it is read on, so that nothing is missed in between. */
static struct config_watch *watch_files(const struct again *again)
{
	auto_arena struct arena arena = {0};
	const char *files[CLI_CONFIG_FILES];
	size_t count = cli_config_files(&arena, again->args, again->dir, files);
	return config_watch_new(files, count, true);
}

static void print_config(const struct config *config)
{
	auto_buf struct buf text = BUF(BUF_UNLIMITED);

	config_print(&text, config);
	fwrite(text.ptr, 1, text.len, stdout);
}

static int run(const struct cli_args *args)
{
	struct again again = {args, args->operand_count ? args->operands[0] : "."};
	auto_arena struct arena arena = {0};
	if (blog_is_file(&command_serve, again.dir))
		return EXIT_USAGE;
	again.dir = blog_meant(&command_serve, &arena, again.dir);
	struct server_source source = {
		.load = load, .ctx = &again, .watch = watch_files(&again)};
	struct diag_list diags = {0};
	struct config *config = memory_new(1, sizeof(*config));
	config_init(config);
	int error = load(&again, config, &diags);
	cli_print_diags(&diags);
	diag_fini(&diags);
	if (error || cli_get(args, "print-config")) {
		if (!error)
			print_config(config);
		config_fini(config);
		free(config);
		config_watch_free(source.watch);
		return error == -EINVAL ? EXIT_USAGE : error ? EXIT_FAILED : 0;
	}
	int status = server_run(config, &source);
	config_watch_free(source.watch);
	return status;
}

const struct cli_command command_serve = {
	.name = "serve",
	.operands = "[DIR] [OPTION]...",
	.meaning = "Serves the blog in DIR (default: the current folder).",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_max = 1,
	.run = run,
};
