/* SPDX-License-Identifier: MIT */
/* `splashdown pull`: what writers uploaded comes into the author's working tree, and is shown. It runs no git. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/pull.h"
#include "app/tar.h"
#include "app/uploads.h"
#include "app/work_tree.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "source/generator.h"
#include "source/overlay.h"

#define SPARE_FILES 64

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file of the server (default: ./splashdown.yaml, if any)"},
	{"host", "NAME", NULL, "the site, where there are several"},
	{"state", "DIR", "state", "folder of the server's certificates and of uploads"},
	{"tar", NULL, NULL,
		"write an archive to standard output, for a tree on another machine; DIR "
		"is the blog's folder here, and stays as it is"},
	{"take-code", NULL, NULL, "take texts with code, too, which is named"},
	{"dry-run", NULL, NULL, "show everything, write nothing"},
};

struct task {
	const struct cli_args *args;
	struct config config;
	const struct config_site *site;
	struct store *store;
	struct overlay *overlay; /* of the store */
	struct store_version *list;
	int *files; /* of the list; -1: deleted */
	size_t count;
	struct pull pull;
	uid_t owner;
};

static int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int complain(const char *format, ...)
{
	va_list args;

	fputs("splashdown pull: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_FAILED;
}

/* --- what was uploaded ---------------------------------------------------------------------------- */

static int by_source(const void *left, const void *right)
{
	const struct store_version *a = left, *b = right;

	return slice_cmp(a->source, b->source);
}

static int list_uploads(struct task *task)
{
	struct store_version *all;
	size_t count;

	int error = uploads_open_site(&task->config, task->site, &task->store);
	if (error == -ENOENT)
		return complain(
			"nothing was uploaded to %.*s: there is no %.*s/%.*s; name "
			"the server's configuration with --config, and its state "
			"folder with --state",
			SARG(task->site->hosts.items[0]),
			SARG(task->config.upload_folder),
			SARG(task->site->hosts.items[0]));
	if (!error)
		error = store_overlay(task->store, &task->overlay);
	if (!error)
		error = store_versions(
			task->store, &task->config.arena, slice_none, &all, &count);
	if (error == -EACCES || error == -EPERM)
		return complain("run this as root, or as the owner of %.*s",
			SARG(task->config.state));
	if (error)
		return complain("the uploads cannot be read: %s", log_strerror(error));
	for (size_t i = 0; i < count; i++) {
		/* One that came just now is for the next time. */
		const struct overlay_item *item =
			overlay_item(task->overlay, all[i].source);
		if (item && item->id == all[i].id)
			all[task->count++] = all[i];
	}
	task->list = all;
	qsort(all, task->count, sizeof(*all), by_source);
	return 0;
}

/* All before root becomes somebody else, who may not open them. */
static int open_uploads(struct task *task)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
		limit.rlim_cur < task->count + SPARE_FILES) {
		limit.rlim_cur = task->count + SPARE_FILES;
		if (limit.rlim_max < limit.rlim_cur)
			limit.rlim_max = limit.rlim_cur;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	task->files = arena_array(&task->config.arena, task->count + 1, int);
	for (size_t i = 0; i < task->count; i++)
		task->files[i] = -1;
	for (size_t i = 0; i < task->count; i++) {
		if (task->list[i].kind == STORE_DELETED)
			continue;
		task->files[i] = store_version_open(task->store, &task->list[i]);
		if (task->files[i] < 0)
			return complain("%.*s: the upload cannot be read: %s",
				SARG(task->list[i].source), log_strerror(task->files[i]));
	}
	return 0;
}

/* --- the tree ------------------------------------------------------------------------------------- */

static const char *name_of(struct arena *arena, uid_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user ? arena_printf(arena, "%s", user->pw_name).ptr
		    : arena_printf(arena, "user %u", (unsigned)uid).ptr;
}

static int open_tree(struct task *task)
{
	struct pull *pull = &task->pull;
	bool by_file;

	pull->tree = work_tree_open(pull->folder, pull->is_archive, &task->owner);
	if (pull->tree == -EPERM)
		return complain("%s belongs to %s: run this as that user, or as root",
			pull->folder, name_of(&task->config.arena, task->owner));
	if (pull->tree == -ELOOP)
		return complain("%s is reached by a symbolic link, which root does not "
				"follow; name the folder itself",
			pull->folder);
	if (pull->tree < 0)
		return complain("%s: %s", pull->folder, log_strerror(pull->tree));
	pull->has_braces = generator_of(pull->tree, &by_file) == GENERATOR_DOCUSAURUS;
	return 0;
}

static bool is_here(const char *folder)
{
	struct stat there, here;

	return stat(folder, &there) == 0 && stat(".", &here) == 0 &&
	       there.st_ino == here.st_ino && there.st_dev == here.st_dev;
}

/* The lines for git are all that standard output has, and only for who looked: they are not to be run unread. */
static void print_git(struct task *task)
{
	struct pull *pull = &task->pull;
	FILE *out = pull->is_archive ? stderr : stdout;

	if (!pull->git.len || pull->is_dry)
		return;
	if (pull->removals.len)
		fprintf(stderr, "in your tree, remove:\n%.*s",
			SARG(buf_slice(&pull->removals)));
	if (pull->is_archive)
		fprintf(stderr, "in your tree, then:\n");
	else
		fprintf(stderr, "to commit, as %s:\n",
			name_of(&task->config.arena, task->owner));
	if (!pull->is_archive && !is_here(pull->folder)) {
		auto_buf struct buf folder = BUF(BUF_MAX_BYTES);
		auto_free char *real = realpath(pull->folder, NULL);
		pull_quote(&folder, slice_str(real ? real : pull->folder));
		fprintf(out, "cd -- %.*s\n", SARG(buf_slice(&folder)));
	}
	fwrite(pull->git.ptr, 1, pull->git.len, out);
}

/* --- all together --------------------------------------------------------------------------------- */

static int take_all(struct task *task)
{
	struct pull *pull = &task->pull;
	bool goes_on = true;

	for (size_t i = 0; i < task->count && goes_on; i++)
		goes_on = pull_version(pull, &task->list[i],
			overlay_item(task->overlay, task->list[i].source),
			task->files[i]);
	if (pull->is_archive && !pull->is_dry && goes_on) {
		auto_buf struct buf end = BUF(BUF_MAX_BYTES);
		tar_put_end(&end);
		goes_on = fwrite(end.ptr, 1, end.len, stdout) == end.len;
	}
	print_git(task);
	if (fflush(stdout) || !goes_on)
		return complain("the %s cannot be written: %s",
			pull->is_archive ? "archive" : "lines for git",
			log_strerror(errno));
	fprintf(stderr, "%zu %s, %zu there already, %zu refused\n", pull->taken,
		pull->is_dry ? "would be taken" : "taken", pull->there, pull->refused);
	return pull->refused ? EXIT_FAILED : 0;
}

/* Whose settings say where the uploads are. Root looks at nothing in a tree before it is its owner. */
static const char *config_folder(const struct task *task)
{
	bool here = access("splashdown.yaml", F_OK) == 0 ||
		    access("splashdown.yml", F_OK) == 0;

	return here || geteuid() == 0 || !task->args->operand_count
		       ? "."
		       : task->args->operands[0];
}

static int act(struct task *task)
{
	auto_diags struct diag_list diags = {0};
	struct pull *pull = &task->pull;

	config_init(&task->config);
	int code = cli_config(task->args, config_folder(task), &task->config, &diags);
	cli_print_diags(&diags);
	if (code)
		return EXIT_FAILED;
	task->site = cli_site(task->args, "pull", &task->config);
	if (!task->site)
		return EXIT_FAILED;
	pull->folder = task->args->operand_count
			       ? task->args->operands[0]
			       : arena_cstr(&task->config.arena, task->site->folder);
	if (list_uploads(task) || open_uploads(task) || open_tree(task))
		return EXIT_FAILED;
	return take_all(task);
}

static int run(const struct cli_args *args)
{
	struct task task = {.args = args,
		.pull = {.tree = -1,
			.is_archive = cli_get(args, "tar") != NULL,
			.is_dry = cli_get(args, "dry-run") != NULL,
			.takes_code = cli_get(args, "take-code") != NULL,
			.git = BUF(BUF_MAX_BYTES),
			.removals = BUF(BUF_MAX_BYTES)}};

	if (!task.pull.is_archive && !args->operand_count) {
		fprintf(stderr, "splashdown pull: name the folder of your working tree\n"
				"Usage: splashdown pull DIR\n");
		return EXIT_USAGE;
	}
	if (task.pull.is_archive && !task.pull.is_dry && isatty(STDOUT_FILENO)) {
		fprintf(stderr, "splashdown pull: an archive is nothing for a terminal; "
				"splashdown pull --tar | tar x -C TREE\n");
		return EXIT_USAGE;
	}
	int status = act(&task);
	for (size_t i = 0; task.files && i < task.count; i++)
		file_close_auto(&task.files[i]);
	file_close_auto(&task.pull.tree);
	overlay_unref(task.overlay);
	store_close(task.store);
	buf_fini(&task.pull.git);
	buf_fini(&task.pull.removals);
	config_fini(&task.config);
	return status;
}

const struct cli_command command_pull = {
	.name = "pull",
	.operands = "DIR [OPTION]...",
	.meaning = "Brings what writers uploaded into the working tree in DIR, and shows "
		   "it.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_max = 1,
	.run = run,
};
