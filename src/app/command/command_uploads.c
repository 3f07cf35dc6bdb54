/* SPDX-License-Identifier: MIT */
/* `splashdown uploads`: what writers uploaded, beside a server that runs or without one. It takes up each change. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/command.h"
#include "app/uploads.h"
#include "base/file.h"
#include "base/log.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: ./splashdown.yaml, if any)"},
	{"host", "NAME", NULL, "the site, where there are several"},
	{"state", "DIR", "state", "folder of the server's certificates and of uploads"},
	{"all", NULL, NULL, "list: older versions and what the blog has now, too"},
};

struct task {
	const struct cli_args *args;
	const char *verb;
	struct config config;
	const struct config_site *site;
	struct store *store;
};

static int complain(const struct task *task, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int complain(const struct task *task, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "splashdown uploads %s: ", task->verb);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_FAILED;
}

static const char *operand(const struct task *task)
{
	return task->args->operands[1];
}

/* --- list ----------------------------------------------------------------------------------------- */

/* While the blog's file is away, the blog agrees that it is deleted, or disagrees with an edit. */
static enum store_state state_of(const struct store_version *it)
{
	if (!it->is_away)
		return it->state;
	return it->kind == STORE_DELETED ? STORE_DONE : STORE_CLASHED;
}

/* What a reader of the list wants to know of it. */
static const char *word_of(struct store *store, const struct store_version *it)
{
	static const char *const words[] = {
		[STORE_CURRENT] = "shown",
		[STORE_DRAFT] = "draft",
		[STORE_OLD] = "old",
		[STORE_CLASHED] = "conflict",
		[STORE_DONE] = "in blog",
	};
	enum store_state state = state_of(it);

	if (state == STORE_CURRENT && it->kind == STORE_DELETED)
		return "deleted";
	auto_close int fd = it->file.len ? store_version_open(store, it) : -1;
	return fd == -ENOENT ? "lost" : words[state];
}

/* A conflict is news until there is a newer version of the same file. */
static bool is_news(const struct store_version *list, size_t at)
{
	enum store_state state = state_of(&list[at]);

	if (state != STORE_CLASHED)
		return state == STORE_CURRENT || state == STORE_DRAFT;
	for (size_t i = 0; i < at; i++) {
		if (slice_eq(list[i].source, list[at].source))
			return false;
	}
	return true;
}

static void put_version(struct store *store, const struct store_version *it)
{
	char when[32] = "";
	struct tm at;
	time_t seconds = (time_t)it->at;
	auto_buf struct buf line = BUF(BUF_MAX_BYTES);

	if (gmtime_r(&seconds, &at))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%MZ", &at);
	buf_printf(&line, "%5llu  %-8s  %-10.*s  %-17s  %9llu  ",
		(unsigned long long)it->id, word_of(store, it), SARG(it->author), when,
		(unsigned long long)it->size_bytes);
	log_escape(&line, it->source);
	buf_putc(&line, '\n');
	fwrite(line.ptr, 1, line.len, stdout);
}

static int list(struct task *task)
{
	bool all = cli_get(task->args, "all") != NULL;
	struct arena *arena = &task->config.arena;
	struct store_version *versions;
	size_t count, shown = 0;

	int error = store_versions(task->store, arena, slice_none, &versions, &count);
	if (error)
		return complain(task, "%s", log_strerror(error));
	for (size_t i = 0; i < count; i++) {
		if (!all && !is_news(versions, i))
			continue;
		if (!shown++)
			printf("   ID  STATE     AUTHOR      WHEN                   "
			       "BYTES "
			       " "
			       "PATH\n");
		put_version(task->store, &versions[i]);
	}
	if (!count)
		printf("nothing was uploaded\n");
	else if (!shown)
		printf("the blog has all that was uploaded\n");
	if (shown < count)
		printf("%zu more in the history: splashdown uploads --all\n",
			count - shown);
	return 0;
}

/* --- show, forget --------------------------------------------------------------------------------- */

static bool find_version(struct task *task, struct store_version *out)
{
	unsigned long long id;

	return slice_to_uint(slice_str(operand(task)), &id) &&
	       store_version_find(task->store, &task->config.arena, id, out);
}

static int no_version(const struct task *task)
{
	return complain(task,
		"no version has the ID %s; `splashdown uploads --all` lists all",
		operand(task));
}

static int show(struct task *task)
{
	auto_buf struct buf bytes = BUF(BUF_UNLIMITED);
	struct store_version version;

	if (!find_version(task, &version))
		return no_version(task);
	if (version.kind == STORE_DELETED)
		return complain(task, "this version says that %.*s is deleted",
			SARG(version.source));
	auto_close int fd = store_version_open(task->store, &version);
	int error = fd < 0 ? fd : file_read(fd, 0, &bytes);
	if (error)
		return complain(task, "%.*s cannot be read: %s", SARG(version.file),
			log_strerror(error));
	if (version.kind == STORE_FILE && isatty(STDOUT_FILENO))
		return complain(task,
			"this is no text; write it to a file: "
			"splashdown uploads show %s >FILE",
			operand(task));
	return fwrite(bytes.ptr, 1, bytes.len, stdout) == bytes.len && !fflush(stdout)
		       ? 0
		       : complain(task, "%s", log_strerror(errno));
}

static int forget(struct task *task)
{
	struct slice path = slice_str(operand(task));
	size_t erased;

	enum store_result result = store_forget(task->store, path, 0, &erased);
	if (result == STORE_NO_VERSION)
		return complain(task,
			"there is no upload of %s; `splashdown uploads --all` lists the "
			"paths",
			operand(task));
	if (result != STORE_OK)
		return complain(task, "%s", store_result_name(result));
	printf("%s: %zu version%s erased; what the blog has there is shown. Copies in "
	       "backups and in what was pulled are still there.\n",
		operand(task), erased, erased == 1 ? " is" : "s are");
	return 0;
}

/* --- all together --------------------------------------------------------------------------------- */

static const struct {
	const char *verb;
	size_t operands;
	int (*act)(struct task *task);
	const char *usage;
} verbs[] = {
	{"list", 1, list, "uploads [list] [--all]"},
	{"show", 2, show, "uploads show ID"},
	{"forget", 2, forget, "uploads forget PATH"},
};

/* The other users of this machine have no part in uploads. */
static int open_store(struct task *task)
{
	int error = uploads_open_site(&task->config, task->site, &task->store);

	if (error == -ENOENT)
		return complain(task,
			"nothing was uploaded to %.*s: there is no %.*s/%.*s%s",
			SARG(task->site->hosts.items[0]),
			SARG(task->config.upload_folder),
			SARG(task->site->hosts.items[0]),
			task->config.file.len ? ""
					      : "; run this in the folder of "
						"splashdown.yaml, or name the file with "
						"--config");
	if (error == -EACCES || error == -EPERM)
		return complain(task, "run this as root or as the owner of %.*s",
			SARG(task->config.state));
	return error ? EXIT_FAILED : 0;
}

static int act(struct task *task, int (*what)(struct task *task))
{
	auto_diags struct diag_list diags = {0};
	int code;

	config_init(&task->config);
	code = cli_config(task->args, ".", &task->config, &diags);
	cli_print_diags(&diags);
	if (code)
		return EXIT_FAILED;
	struct slice command =
		arena_printf(&task->config.arena, "uploads %s", task->verb);
	task->site = cli_site(task->args, command.ptr, &task->config);
	if (!task->site || open_store(task))
		return EXIT_FAILED;
	return what(task);
}

static int run(const struct cli_args *args)
{
	const char *verb = args->operand_count ? args->operands[0] : verbs[0].verb;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		struct task task = {.args = args, .verb = verb};
		if (strcmp(verb, verbs[i].verb) != 0)
			continue;
		if (args->operand_count > verbs[i].operands ||
			(verbs[i].operands == 2 && args->operand_count != 2)) {
			fprintf(stderr, "usage: splashdown %s\n", verbs[i].usage);
			return EXIT_USAGE;
		}
		int status = act(&task, verbs[i].act);
		store_close(task.store);
		config_fini(&task.config);
		return status;
	}
	fprintf(stderr,
		"splashdown uploads: unknown action \"%s\"; use list, show or forget\n",
		verb);
	return EXIT_USAGE;
}

const struct cli_command command_uploads = {
	.name = "uploads",
	.operands = "[list | show ID | forget PATH] [OPTION]...",
	.meaning = "Lists what writers uploaded, shows a version, or erases "
		   "all versions of a file.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_max = 2,
	.run = run,
};
