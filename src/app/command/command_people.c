/* SPDX-License-Identifier: MIT */
/* `splashdown people`: who is let in. It edits the list in the state folder; a server that runs takes it up. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/people.h"
#include "app/state_folder.h"
#include "app/uploads.h"
#include "base/file.h"
#include "base/log.h"
#include "base/uri.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: ./splashdown.yaml, if any)"},
	{"host", "NAME", NULL, "the site, where there are several"},
	{"state", "DIR", "state", "folder of the server's certificates and of this list"},
	{"writer", NULL, NULL, "add: they write here, and read all"},
	{"zone", "PATH", NULL, "add: they may read this zone (may be repeated)"},
	{"key-of", NULL, NULL, "add: one more key of somebody who is known already"},
};

/* What a command works on. */
struct task {
	const struct cli_args *args;
	const char *verb;
	struct config config;
	const struct config_site *site;
	const char *state;
	int folder;
	struct people_file file;
	struct people people; /* as they are now */
	struct slice name, fingerprint;
};

static int complain(const struct task *task, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int complain(const struct task *task, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "splashdown people %s: ", task->verb);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_FAILED;
}

/* --- the list ------------------------------------------------------------------------------------- */

/* The list as it stands. A broken one is mended by hand: nothing of it is to be lost. */
static int read_list(struct task *task)
{
	auto_diags struct diag_list diags = {0};
	struct arena *arena = &task->config.arena;

	people_file_read(arena, task->state, &task->file, &diags);
	task->people = (struct people){0};
	people_merge(
		arena, &task->config, task->site, &task->file, &diags, &task->people);
	cli_print_diags(&diags);
	return task->people.is_broken ? EXIT_FAILED : 0;
}

/* The list belongs to the state folder's owner, who reads it as the server. */
static int lock(struct task *task)
{
	struct stat st;
	int error = 0;

	task->folder = state_folder_open(task->state);
	if (task->folder < 0)
		error = task->folder;
	else if (fstat(task->folder, &st))
		error = -errno;
	else if (geteuid() != 0 && geteuid() != st.st_uid)
		error = -EPERM;
	if (!error)
		error = state_folder_lock(task->folder);
	if (error)
		complain(task, "%s: %s; run this as root or as the folder's owner",
			task->state, log_strerror(error));
	return error ? EXIT_FAILED : 0;
}

/* A server that runs makes no folders. */
static int make_uploads(const struct task *task, const struct people *people)
{
	for (size_t i = 0; i < people->count; i++) {
		if (people->list[i].writes)
			return uploads_make_folder(
				&task->config, task->site->hosts.items[0]);
	}
	return 0;
}

/* The new list counts only when it is whole. */
static int write_list(struct task *task)
{
	auto_diags struct diag_list diags = {0};
	struct people people = {0};

	people_merge(&task->config.arena, &task->config, task->site, &task->file, &diags,
		&people);
	if (people.is_broken) {
		cli_print_diags(&diags);
		return complain(task, "nothing was changed");
	}
	struct slice fault = people_file_fault(&task->config.arena, &task->file);
	if (fault.len)
		return complain(task, "%.*s: %.*s; mend it; nothing was changed",
			SARG(task->file.path), SARG(fault));
	int error = make_uploads(task, &people);
	if (error)
		return complain(task,
			"the folder for uploads in %.*s cannot be made: %s; "
			"nothing was changed",
			SARG(task->config.upload_folder), log_strerror(error));
	error = people_file_write(task->folder, &task->file);
	return error ? complain(task, "%.*s cannot be written: %s; nothing was changed",
			       SARG(task->file.path), log_strerror(error))
		     : 0;
}

/* With one site its people stand at the top, as in splashdown.yaml. */
static struct people_lines *lines_of(struct task *task, const struct config_site *site)
{
	struct slice host = task->config.is_only ? slice_none : site->hosts.items[0];

	return &people_file_make(&task->config.arena, &task->file, host)->lines;
}

static struct people_lines said_by_config(const struct config_site *site)
{
	return (struct people_lines){site->people, site->writers, site->blog.zone_lines};
}

static bool has_keys(const struct task *task)
{
	for (size_t i = 0; i < task->people.count; i++) {
		if (slice_eq(task->people.list[i].name, task->name))
			return true;
	}
	return false;
}

/* --- add ------------------------------------------------------------------------------------------ */

/* Is the key to be written? It is not when it is there already. */
static int judge_key(struct task *task, const unsigned char *key, bool *is_new)
{
	const struct person *owner = people_find(&task->people, key);
	const struct people_lines said = said_by_config(task->site);
	const struct people_lines by_name = {.people = said.people};
	bool key_of = cli_get(task->args, "key-of") != NULL;

	*is_new = !owner;
	if (owner && !slice_eq(owner->name, task->name))
		return complain(task, "this is the key of %.*s", SARG(owner->name));
	if (owner)
		return 0;
	if (people_names(&by_name, task->name))
		return complain(task, "%.*s is in %.*s; add the fingerprint there",
			SARG(task->name), SARG(task->config.file));
	if (has_keys(task) && !key_of)
		return complain(task,
			"%.*s is known by another key; --key-of adds this one, or choose "
			"another name",
			SARG(task->name));
	if (!has_keys(task) && key_of)
		return complain(task, "nobody is called %.*s; leave out --key-of",
			SARG(task->name));
	return 0;
}

static const char no_config[] =
	"there is no splashdown.yaml here; run this in its folder, or name the file "
	"with --config";

static const struct reader_zone *zone_named(struct task *task, const char *text)
{
	struct slice path;
	const char *fault = zones_path(&task->config.arena, slice_str(text), &path);

	for (size_t i = 0; !fault && i < task->people.zones.count; i++) {
		if (slice_eq(task->people.zones.list[i].path, path))
			return &task->people.zones.list[i];
	}
	if (task->config.file.len)
		complain(task, "%s is no zone of %.*s", text, SARG(task->config.file));
	else
		complain(task, "%s is no zone; %s", text, no_config);
	return NULL;
}

static int grant(struct task *task, struct people_lines *lines)
{
	struct arena *arena = &task->config.arena;

	for (size_t i = 0; i < task->args->option_count; i++) {
		const char *option = task->args->options[i].option->name;
		if (strcmp(option, "writer") == 0)
			people_add_writer(arena, lines, task->name);
		if (strcmp(option, "zone") != 0)
			continue;
		const struct reader_zone *zone =
			zone_named(task, task->args->options[i].value);
		if (!zone)
			return EXIT_FAILED;
		people_add_reader(
			arena, lines, uri_encode_path(arena, zone->path), task->name);
	}
	return 0;
}

/* False: there are none. */
static bool say_rights(const struct task *task, struct slice name)
{
	bool writes = false, reads = false;

	for (size_t i = 0; i < task->people.count; i++)
		writes |= task->people.list[i].writes &&
			  slice_eq(task->people.list[i].name, name);
	if (writes)
		printf("writer");
	for (size_t i = 0; i < task->people.zones.count && !writes; i++) {
		const struct reader_zone *zone = &task->people.zones.list[i];
		if (!slice_is_among(name, zone->readers.items, zone->readers.count))
			continue;
		printf("%s%.*s", reads ? ", " : "", SARG(zone->path));
		reads = true;
	}
	if (!writes && !reads)
		printf("nothing yet");
	return writes || reads;
}

static int add(struct task *task)
{
	struct arena *arena = &task->config.arena;
	unsigned char key[PEOPLE_KEY_BYTES];
	bool is_new;

	if (!zones_is_name(task->name))
		return complain(task,
			"\"%.*s\" is no name; names are 1 to 32 of a-z, 0-9 and -",
			SARG(task->name));
	if (!people_fingerprint(task->fingerprint, key))
		return complain(task,
			"\"%.*s\" is no fingerprint, which has 64 hexadecimal digits",
			SARG(task->fingerprint));
	if (lock(task) || read_list(task) || judge_key(task, key, &is_new))
		return EXIT_FAILED;
	struct people_lines *lines = lines_of(task, task->site);
	if (is_new)
		people_add_key(
			arena, lines, task->name, people_fingerprint_text(arena, key));
	if (grant(task, lines) || write_list(task) || read_list(task))
		return EXIT_FAILED;
	printf("%.*s: ", SARG(task->name));
	bool reads = say_rights(task, task->name);
	printf(" (%.*s)\n", SARG(task->file.path));
	if (!reads && !task->config.file.len)
		printf("no zone is known: %s\n", no_config);
	for (size_t i = 0; i < task->people.zones.count && !reads; i++)
		printf("to open %.*s: the same with --zone %.*s\n",
			SARG(task->people.zones.list[i].path),
			SARG(task->people.zones.list[i].path));
	return 0;
}

/* --- remove, list --------------------------------------------------------------------------------- */

/* One key of somebody, whose other keys and rights stay: a device was lost. */
static int remove_key(struct task *task, const unsigned char *key)
{
	struct arena *arena = &task->config.arena;
	struct people_lines said = said_by_config(task->site);
	const struct slice hosts[] = {slice_none, task->site->hosts.items[0]};
	struct slice owner = slice_none;

	if (lock(task) || read_list(task))
		return EXIT_FAILED;
	for (size_t i = 0; i < 2; i++) {
		struct people_entry *entry = people_file_entry(&task->file, hosts[i]);
		struct slice name =
			entry ? people_take_key(arena, &entry->lines, key) : slice_none;
		if (name.len)
			owner = name;
	}
	if (owner.len && write_list(task))
		return EXIT_FAILED;
	if (owner.len)
		printf("a key of %.*s was removed from %.*s\n", SARG(owner),
			SARG(task->file.path));
	struct slice *items = arena_array(arena, said.people.count + 1, struct slice);
	for (size_t i = 0; i < said.people.count; i++)
		items[i] = said.people.items[i];
	said.people.items = items;
	if (people_take_key(arena, &said, key).len)
		return complain(task, "this key is in %.*s; remove it there, too",
			SARG(task->config.file));
	return owner.len ? 0 : complain(task, "nobody has this key");
}

/* The name is nowhere any more in what the list says of this site, or of all. */
static bool take_out(struct task *task, bool everywhere)
{
	bool found = false;

	for (size_t i = 0; i < task->file.count; i++) {
		struct people_entry *entry = &task->file.list[i];
		if (!everywhere && entry->host.len &&
			!slice_eq(entry->host, task->site->hosts.items[0]))
			continue;
		if (!people_names(&entry->lines, task->name))
			continue;
		people_take_out(&task->config.arena, &entry->lines, task->name);
		found = true;
	}
	return found;
}

/* What the configuration says of a name needs somebody who has it. True: it has a key there. */
static bool keep_name(struct task *task, const struct config_site *site, bool is_out)
{
	const struct people_lines said = said_by_config(site);
	const struct people_lines keys = {.people = said.people};

	if (people_names(&keys, task->name))
		return true;
	if (is_out && people_names(&said, task->name))
		people_add_key(&task->config.arena, lines_of(task, site), task->name,
			slice_none);
	return false;
}

static int remove_name(struct task *task)
{
	unsigned char key[PEOPLE_KEY_BYTES];
	bool has_key_there = false;

	if (people_fingerprint(task->name, key))
		return remove_key(task, key);
	if (lock(task) || read_list(task))
		return EXIT_FAILED;
	/* Who was let in for all sites is removed from all: what one says of a name needs somebody who has it. */
	const struct people_entry *top = people_file_entry(&task->file, slice_none);
	bool everywhere = top && people_names(&top->lines, task->name);
	bool found = take_out(task, everywhere);
	for (size_t i = 0; i < task->config.site_count; i++) {
		const struct config_site *site = &task->config.sites[i];
		if (everywhere || site == task->site)
			has_key_there |= keep_name(task, site, found);
	}
	if (found && write_list(task))
		return EXIT_FAILED;
	if (found)
		printf("%.*s was removed from %.*s%s\n", SARG(task->name),
			SARG(task->file.path),
			everywhere && task->config.site_count > 1 ? ", for all sites"
								  : "");
	if (has_key_there)
		return complain(task, "%.*s is in %.*s; remove the name there, too",
			SARG(task->name), SARG(task->config.file));
	if (!found)
		return complain(task, "nobody is called %.*s", SARG(task->name));
	return 0;
}

static int list(struct task *task)
{
	if (read_list(task))
		return EXIT_FAILED;
	for (size_t i = 0; i < task->people.count; i++) {
		const struct person *person = &task->people.list[i];
		printf("%-12.*s %.*s  ", SARG(person->name),
			SARG(people_fingerprint_text(&task->config.arena, person->key)));
		say_rights(task, person->name);
		putchar('\n');
	}
	if (!task->people.count)
		printf("nobody is let in\n");
	return 0;
}

/* --- all together --------------------------------------------------------------------------------- */

static const struct {
	const char *verb;
	size_t operands;
	int (*act)(struct task *task);
	const char *usage;
} verbs[] = {
	{"add", 3, add,
		"people add NAME FINGERPRINT [--writer | --zone PATH] [--key-of]"},
	{"remove", 2, remove_name, "people remove NAME|FINGERPRINT"},
	{"list", 1, list, "people list"},
};

static int act(struct task *task, int (*what)(struct task *task))
{
	auto_diags struct diag_list diags = {0};
	int code;

	config_init(&task->config);
	code = cli_config(task->args, ".", &task->config, &diags);
	cli_print_diags(&diags);
	if (code)
		return EXIT_FAILED;
	task->state = arena_cstr(&task->config.arena, task->config.state);
	struct slice command = arena_printf(&task->config.arena, "people %s", task->verb);
	task->site = cli_site(task->args, command.ptr, &task->config);
	return task->site ? what(task) : EXIT_FAILED;
}

static int run(const struct cli_args *args)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		struct task task = {.args = args, .verb = verbs[i].verb, .folder = -1};
		if (strcmp(args->operands[0], verbs[i].verb) != 0)
			continue;
		if (args->operand_count != verbs[i].operands) {
			fprintf(stderr, "usage: splashdown %s\n", verbs[i].usage);
			return EXIT_USAGE;
		}
		task.name = slice_str(args->operand_count > 1 ? args->operands[1] : NULL);
		task.fingerprint =
			slice_str(args->operand_count > 2 ? args->operands[2] : NULL);
		int status = act(&task, verbs[i].act);
		if (task.folder >= 0)
			close(task.folder);
		config_fini(&task.config);
		return status;
	}
	fprintf(stderr,
		"splashdown people: unknown action \"%s\"; use add, remove or list\n",
		args->operands[0]);
	return EXIT_USAGE;
}

const struct cli_command command_people = {
	.name = "people",
	.operands = "add NAME FINGERPRINT | remove NAME|FINGERPRINT | list [OPTION]...",
	.meaning = "Lets readers and writers in, removes them, or lists them.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 1,
	.operands_max = 3,
	.run = run,
};
