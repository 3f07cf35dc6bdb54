/* SPDX-License-Identifier: MIT */
/* A first blog of three files, for those who have none yet. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

#include "app/command.h"
#include "app/output.h"
#include "base/date.h"
#include "base/file.h"
#include "base/log.h"

/* DAY in a path or a text is replaced by today's date. */
static const struct {
	struct slice path, text;
} files[] = {
	{S("index.md"),
		S("This is my capsule: notes from my desk, and sometimes from outside.\n"
		  "\n"
		  "This text is in `index.md`. Splashdown adds the latest posts, an "
		  "archive, tags and a\n"
		  "feed. Begin with [the first post](_posts/DAY-hello.md).\n")},
	{S("_posts/DAY-hello.md"),
		S("---\n"
		  "title: Hello\n"
		  "tags: [start]\n"
		  "---\n"
		  "A post is a Markdown file in the folder `_posts`. Its file name "
		  "begins with the date.\n"
		  "Its title and tags are between the lines `---` at the top.\n"
		  "\n"
		  "## What you can write\n"
		  "\n"
		  "- **Strong** and *emphasised* words, and `code`\n"
		  "- Links, to [the home page](/) or to "
		  "[another capsule](gemini://geminiprotocol.net/)\n"
		  "- Pictures: put `boat.jpg` into the folder `images` and write "
		  "`![A boat](/images/boat.jpg)`\n"
		  "\n"
		  "> A quote.\n"
		  "\n"
		  "```\n"
		  "Text that is shown exactly as you typed it.\n"
		  "```\n"
		  "\n"
		  "Edit this post, save it, and look again. To write the next one, add "
		  "another file.\n")},
	{S("splashdown.yaml"),
		S("# The settings of this capsule. Remove the # of a line to use it.\n"
		  "# All keys: splashdown help configuration\n"
		  "\n"
		  "title: My capsule\n"
		  "#description: one sentence under the title\n"
		  "#author: your name\n"
		  "#language: en\n"
		  "\n"
		  "# Without a host name, only this machine can connect.\n"
		  "#hosts: [capsule.example.org]\n")},
};

/* Puts the name of any entry of @folder into @name. Returns 1, or 0 if the folder is empty (.git does not
 * count), or -errno. */
static int find_any(int folder, char name[NAME_MAX + 1])
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	int found = 0;

	if (!entries)
		return -errno;
	for (const struct dirent *entry; !found && (entry = readdir(entries));) {
		struct slice own = slice_str(entry->d_name);
		found = !slice_any(own, S(".|..|.git"), slice_eq);
		if (found)
			snprintf(name, NAME_MAX + 1, "%s", entry->d_name);
	}
	closedir(entries);
	return found;
}

static struct slice with_day(struct arena *arena, struct slice text, struct slice day)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	ptrdiff_t at;

	while ((at = slice_find(text, S("DAY"))) >= 0) {
		buf_put(&out, slice_head(text, (size_t)at));
		buf_put(&out, day);
		text = slice_from(text, (size_t)at + 3);
	}
	buf_put(&out, text);
	return buf_take(&out, arena);
}

/* In UTC, as dates without a zone are, so that the post is never dated in the future. */
static struct slice today(struct arena *arena)
{
	struct date now = {.set = true, .at = time(NULL)};
	struct buf out = BUF(32);

	date_put_iso_day(&out, &now);
	return buf_take(&out, arena);
}

static int refuse(const char *dir, int error)
{
	fprintf(stderr, "splashdown init: %s: %s\n", dir, log_strerror(error));
	return EXIT_FAILED;
}

static int put_files(const char *dir, int folder)
{
	auto_arena struct arena arena = {0};
	struct slice day = today(&arena);
	int error = 0;

	for (size_t i = 0; !error && i < sizeof(files) / sizeof(*files); i++) {
		struct slice path = with_day(&arena, files[i].path, day);
		error = output_put(folder, path, with_day(&arena, files[i].text, day));
		if (!error)
			printf("%s/%.*s\n", dir, SARG(path));
	}
	return error;
}

static bool is_plain(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && !strchr("/._-~", name.ptr[i]))
			return false;
	return true;
}

/* As a word that a shell takes as it is. */
static void put_quoted(struct buf *out, struct slice name)
{
	auto_buf struct buf quoted = BUF(BUF_MAX_BYTES);

	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == '\'')
			buf_puts(&quoted, "'\\''");
		else
			buf_putc(&quoted, name.ptr[i]);
	}
	const char *quote = is_plain(name) ? "" : "'";
	buf_puts(out, quote);
	log_escape(out, buf_slice(&quoted));
	buf_puts(out, quote);
}

static void print_next(const char *dir)
{
	static const struct {
		const char *command, *meaning;
	} next[] = {
		{"preview", "shows it in your browser"},
		{"serve", "serves it, at gemini://localhost/"},
		{"check", "finds mistakes in it"},
	};
	auto_buf struct buf name = BUF(BUF_MAX_BYTES);

	put_quoted(&name, slice_str(dir));
	puts("\nYour first blog. What next?");
	for (size_t i = 0; i < sizeof(next) / sizeof(*next); i++)
		printf("  splashdown %s %.*s%*s  %s\n", next[i].command,
			SARG(buf_slice(&name)),
			(int)(sizeof("preview") - 1 - strlen(next[i].command)), "",
			next[i].meaning);
}

static int run(const struct cli_args *args)
{
	const char *dir = args->operands[0];
	char name[NAME_MAX + 1];
	auto_close int folder = output_open(dir);
	int found = folder < 0 ? folder : find_any(folder, name);

	if (found > 0) {
		fprintf(stderr,
			"splashdown init: %s is not empty (it has %s); nothing was "
			"written. Name a new folder. To look at a blog that is there "
			"already: splashdown preview %s\n",
			dir, name, dir);
		return EXIT_FAILED;
	}
	int error = found < 0 ? found : put_files(dir, folder);
	if (error)
		return refuse(dir, error);
	print_next(dir);
	return 0;
}

const struct cli_command command_init = {
	.name = "init",
	.operands = "DIR",
	.meaning = "Makes a first blog of three files in DIR, a new or empty folder.",
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
