/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include "app/command.h"
#include "app/config.h"
#include "app/status.h"
#include "base/log.h"

static const struct cli_option options[] = {
	{"socket", "PATH", NULL, "status socket of the running server"},
	{"state", "DIR", "state", "state folder of the running server"},
	{"json", NULL, NULL, "print JSON"},
	{"prometheus", NULL, NULL, "print metrics for Prometheus (text format 0.0.4)"},
	{"openmetrics", NULL, NULL, "old name of --prometheus, for this release only"},
};

/* Asks where a server may be. Where nobody is says less than where somebody may not ask. */
static int ask(const char *const *places, size_t count, enum status_form form,
	struct buf *out, const char **where)
{
	int last = -ENOENT;
	for (size_t i = 0; i < count; i++) {
		buf_clear(out);
		int error = status_ask(places[i], form, out);
		if (!error)
			return 0;
		if (error != -ENOENT && error != -ECONNREFUSED) {
			last = error;
			*where = places[i];
		}
	}
	return last;
}

static int run(const struct cli_args *args)
{
	bool metrics = cli_get(args, "prometheus") || cli_get(args, "openmetrics");
	enum status_form form = cli_get(args, "json") ? STATUS_JSON
				: metrics             ? STATUS_PROMETHEUS
						      : STATUS_TEXT;
	const char *socket = cli_get(args, "socket"), *where = socket;
	const char *const *places = &socket;
	struct config config;
	auto_diags struct diag_list diags = {0};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	size_t count = 1;

	config_init(&config);
	int error = 0;
	if (!socket) {
		error = cli_config(args, ".", &config, &diags);
		cli_print_diags(&diags);
		if (!error)
			count = status_places(&config.arena,
				arena_cstr(&config.arena, config.state), &places);
	}
	if (!error) {
		error = ask(places, count, form, &out, &where);
		if (!error)
			fwrite(out.ptr, 1, out.len, stdout);
		else if (where)
			fprintf(stderr, "splashdown status: %s: %s\n", where,
				error == -ENOENT ? "no server listens there"
						 : log_strerror(error));
		else
			fprintf(stderr, "splashdown status: no running server found; "
					"name its socket with --socket\n");
	}
	config_fini(&config);
	return error ? EXIT_FAILED : 0;
}

const struct cli_command command_status = {
	.name = "status",
	.operands = "[OPTION]...",
	.meaning = "Shows the state of a running server: posts, requests, the most read "
		   "pages, and the requests that found nothing.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.run = run,
};
