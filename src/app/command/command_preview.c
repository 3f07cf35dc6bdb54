/* SPDX-License-Identifier: MIT */
/* The blog as readers see it, in its author's browser. Two processes: the server, which soon can do nothing but
 * serve, and this one, which says where it is, opens the browser and clears up. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/blog.h"
#include "app/command/command_preview_internal.h"
#include "app/refuse.h"
#include "app/server.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "proto/gemini.h"

#define PORTS_TRIED 64
#define GOPHER_PORT 7070 /* 70 is not for everybody */
#define DRAIN_MS    200  /* whoever waits for a change waits for nothing else */

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: DIR/splashdown.yaml, if any)"},
	{"no-open", NULL, NULL, "open no browser"},
	{"state", "DIR", "state",
		"folder for a certificate that is kept (default: a temporary one)"},
	{"force", NULL, NULL,
		"show the folder even if it is a home folder, /, /etc or /var"},
};

/* --- ports ----------------------------------------------------------------------------------------- */

static void close_all(struct listener *listeners, size_t count)
{
	for (size_t i = 0; i < count; i++)
		close(listeners[i].fd);
}

/* On both addresses of this machine, where "localhost" may lead to either. How many there are, or -errno. */
static int open_port(uint16_t port, struct listener *out)
{
	static const char *const names[ADDRESSES] = {"127.0.0.1", "[::1]"};
	size_t count = 0;
	for (size_t i = 0; i < ADDRESSES; i++) {
		struct sockaddr_storage address[2];
		if (listener_parse(slice_str(names[i]), port, address) != 1)
			continue;
		int fd = listener_open(&address[0]);
		if (fd == -EADDRNOTAVAIL || fd == -EAFNOSUPPORT)
			continue;
		if (fd < 0) {
			close_all(out, count);
			return fd;
		}
		out[count++] = (struct listener){.fd = fd, .address = address[0]};
	}
	return count ? (int)count : -EADDRNOTAVAIL;
}

/* The first one from *port on that nobody listens on. As open_port. */
static int open_free_port(uint16_t *port, struct listener *out)
{
	int count = -EADDRINUSE;
	for (unsigned i = 0; i < PORTS_TRIED && count == -EADDRINUSE; i++) {
		count = open_port(*port, out);
		*port = (uint16_t)(*port + (count == -EADDRINUSE));
	}
	return count;
}

/* The same for a service that opens it by itself. */
static int find_free_port(uint16_t *port)
{
	struct listener listeners[ADDRESSES];
	int count = open_free_port(port, listeners);
	if (count > 0)
		close_all(listeners, (size_t)count);
	return count;
}

static int open_ports(struct preview_job *job)
{
	job->port = PREVIEW_PORT;
	job->gemini_port = GEMINI_PORT;
	job->gopher_port = GOPHER_PORT;
	int count = open_free_port(&job->port, job->listeners);
	int error = count < 0 ? count : preview_init(&job->preview);
	for (int i = 0; i < count; i++)
		job->listeners[i].service = &job->preview.service;
	job->listener_count = count < 0 ? 0 : (size_t)count;
	if (error >= 0)
		error = find_free_port(&job->gemini_port);
	if (error >= 0)
		error = find_free_port(&job->gopher_port);
	if (error >= 0)
		return 0;
	fprintf(stderr,
		"splashdown preview: no port of this machine can be listened on: %s\n",
		log_strerror(error));
	return error;
}

/* --- the configuration ------------------------------------------------------------------------------- */

static struct slices both(struct arena *arena, unsigned port)
{
	struct slice *items = arena_array(arena, ADDRESSES, struct slice);
	items[0] = arena_printf(arena, "127.0.0.1:%u", port);
	items[1] = arena_printf(arena, "[::1]:%u", port);
	return (struct slices){items, ADDRESSES};
}

/* Only the blog itself, and only for this machine, whatever its own configuration says for readers. */
static void confine(struct config *config, const struct preview_job *job)
{
	static const struct slice hosts[] = {S("localhost"), S("127.0.0.1"), S("::1")};
	struct arena *arena = &config->arena;
	struct config_site *site = arena_new(arena, struct config_site);

	*site = *blog_site_in(config, slice_str(job->dir));
	site->folder = slice_str(job->dir);
	site->hosts = (struct slices){hosts, sizeof(hosts) / sizeof(*hosts)};
	site->certificate = site->key = site->gopher_host = slice_none;
	site->gopher = both(arena, job->gopher_port);
	site->gopher_port = job->gopher_port;
	config->sites = site;
	config->site_count = 1;
	config->gemini = both(arena, job->gemini_port);
	config->proxy = (struct slices){0};
	config->advertised_port = 0;
	config->is_nameless = false;
	if (!cli_get(job->args, "state"))
		config->state = slice_str(job->temporary);
	config->cache_folder = slice_str(job->temporary);
	config->drain_ms = DRAIN_MS;
	config->rate = 0;
	config->log_level = LOG_WARNING;
	config->log_access = false;
}

static int load(void *ctx, struct config *config, struct diag_list *diags)
{
	const struct preview_job *job = ctx;
	int error = cli_config(job->args, job->dir, config, diags);
	if (error)
		return error;
	confine(config, job);
	return cli_get(job->args, "force") ? 0 : refuse_sites(config, diags);
}

/* --- the server ---------------------------------------------------------------------------------------- */

static void started(void *ctx)
{
	const struct preview_job *job = ctx;
	(void)!write(job->started, "", 1);
}

/* In a process of its own. Returns its exit status. */
static int serve(struct preview_job *job)
{
	const char *files[CLI_CONFIG_FILES];
	size_t count = cli_config_files(&job->arena, job->args, job->dir, files);
	struct server_source source = {
		.load = load,
		.ctx = job,
		.watch = config_watch_new(files, count, true),
		.listeners = job->listeners,
		.listener_count = job->listener_count,
		.started = started,
	};
	struct config *config = memory_new(1, sizeof(*config));
	struct diag_list diags = {0};
	config_init(config);
	int error = load(job, config, &diags);
	cli_print_diags(&diags);
	diag_fini(&diags);
	int status = error == -EINVAL ? EXIT_USAGE : EXIT_FAILED;
	if (!error)
		status = server_run(config, &source);
	config_watch_free(source.watch);
	return status;
}

/* --- both --------------------------------------------------------------------------------------------------- */

static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGCHLD);
	sigprocmask(SIG_BLOCK, set, NULL);
}

/* Until the server has ended, by itself or because we were told to. Returns its exit status. */
static int wait_for(pid_t server, const sigset_t *signals)
{
	int status, got;
	while (true) {
		pid_t ended = waitpid(-1, &status, WNOHANG);
		if (ended == server || ended < 0)
			return ended == server && WIFEXITED(status) ? WEXITSTATUS(status)
								    : EXIT_FAILED;
		if (ended == 0 && sigwait(signals, &got) == 0 && got != SIGCHLD)
			kill(server, SIGTERM);
	}
}

static int run_both(struct preview_job *job)
{
	sigset_t signals;
	int ends[2];
	char byte;
	if (pipe2(ends, O_CLOEXEC))
		return EXIT_FAILED;
	block_signals(&signals);
	pid_t server = fork();
	if (server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		job->started = ends[1];
		close(ends[0]);
		exit(serve(job));
	}
	close(ends[1]);
	close_all(job->listeners, job->listener_count);
	if (server > 0 && read(ends[0], &byte, 1) == 1) {
		preview_tell(job);
		preview_open_browser(job);
	}
	close(ends[0]);
	int status = server > 0 ? wait_for(server, &signals) : EXIT_FAILED;
	if (!status)
		printf("\nThe preview has ended.\n");
	return status;
}

/* Nothing that a preview does needs root, and drafts are nobody's business who can talk to root's ports. */
static int refuse_root(const struct preview_job *job)
{
	fprintf(stderr,
		"splashdown preview: root has no preview: it shows drafts, and needs no "
		"rights. Start it as the user whose blog it is:\n"
		"    runuser -u NAME -- splashdown preview %s\n"
		"or, where there is no user, as in a container:\n"
		"    setpriv --reuid=65534 --regid=65534 --clear-groups splashdown "
		"preview %s\n",
		job->dir, job->dir);
	return EXIT_USAGE;
}

static int run(const struct cli_args *args)
{
	struct preview_job job = {.args = args};
	job.dir = args->operand_count ? args->operands[0] : ".";
	if (geteuid() == 0)
		return refuse_root(&job);
	if (blog_is_file(&command_preview, job.dir))
		return EXIT_USAGE;
	job.dir = blog_meant(&command_preview, &job.arena, job.dir);
	auto_free char *real = realpath(job.dir, NULL);
	if (!real) {
		fprintf(stderr, "splashdown preview: %s: %s\n", job.dir,
			log_strerror(-errno));
		return EXIT_FAILED;
	}
	job.dir = arena_cstr(&job.arena, slice_str(real));
	auto_close int lock = -1;
	int error = preview_folder_make(job.temporary, &lock);
	if (error) {
		fprintf(stderr, "splashdown preview: %s cannot be made: %s\n",
			job.temporary, log_strerror(error));
		return EXIT_FAILED;
	}
	int status = open_ports(&job) ? EXIT_FAILED : run_both(&job);
	preview_folder_remove(job.temporary);
	preview_fini(&job.preview);
	arena_fini(&job.arena);
	return status;
}

const struct cli_command command_preview = {
	.name = "preview",
	.operands = "[DIR] [OPTION]...",
	.meaning =
		"Shows the blog in DIR (default: the current folder) in your browser, as "
		"readers of Gemini and Gopher see it, with drafts, hidden pages and "
		"what `check` says. Only this machine can connect.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_max = 1,
	.run = run,
};
