/* SPDX-License-Identifier: MIT */
/* A disk or a network that fails while a site is scanned: what was there stays, nothing that is hidden
 * comes to light, and the scan that follows finds all again. And a file system whose times are whole seconds. The linker leads the system calls of this
 * program by here (see Makefile). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../support/site_check.h"
#include "../support/tree.h"
#include "scan/scan.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct {
	const char *call; /* NULL: none fails */
	const char *path; /* the end of the file's path */
	int error;
	unsigned strikes;
} fault;

static bool strikes(const char *call, const char *path)
{
	size_t len = strlen(path), end = fault.call ? strlen(fault.path) : 0;

	if (!fault.call || strcmp(call, fault.call) != 0 || end > len ||
		strcmp(path + len - end, fault.path) != 0)
		return false;
	fault.strikes++;
	errno = fault.error;
	return true;
}

/* The same by a descriptor, and @name in it if there is one. */
static bool strikes_at(const char *call, int fd, const char *name)
{
	char link[64], path[2 * PATH_MAX];

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, PATH_MAX);
	if (len < 0)
		return false;
	snprintf(path + len, sizeof(path) - (size_t)len, "%s%s", name ? "/" : "",
		name ? name : "");
	return strikes(call, path);
}

int __wrap_openat(int at, const char *path, int flags, mode_t mode);
int __real_openat(int at, const char *path, int flags, mode_t mode);
int __wrap_openat(int at, const char *path, int flags, mode_t mode)
{
	return strikes_at("openat", at, path) ? -1 : __real_openat(at, path, flags, mode);
}

static bool is_coarse; /* nothing but a file's size says that it was written anew */

static bool is_far; /* files have times that are 2^64 ns, 584 years, from now */

static int coarsened(int result, struct stat *st)
{
	if (is_far && result == 0) {
		const unsigned __int128 one = 1;
		struct timespec now;
		clock_gettime(CLOCK_REALTIME, &now);
		const unsigned __int128 far_ns = (one << 64) + (uint64_t)now.tv_nsec +
						 (uint64_t)now.tv_sec * 1000000000;
		st->st_mtim.tv_sec = (time_t)(far_ns / 1000000000);
		st->st_mtim.tv_nsec = (long)(far_ns % 1000000000);
	}
	if (is_coarse && result == 0) {
		st->st_mtim.tv_nsec = 0;
		st->st_ctim = st->st_mtim;
	}
	return result;
}

int __wrap_fstat(int fd, struct stat *to);
int __real_fstat(int fd, struct stat *to);
int __wrap_fstat(int fd, struct stat *to)
{
	return coarsened(__real_fstat(fd, to), to);
}

int __wrap_fstatat(int at, const char *path, struct stat *to, int flags);
int __real_fstatat(int at, const char *path, struct stat *to, int flags);
int __wrap_fstatat(int at, const char *path, struct stat *to, int flags)
{
	if (strikes_at("fstatat", at, path))
		return -1;
	return coarsened(__real_fstatat(at, path, to, flags), to);
}

ssize_t __wrap_read(int fd, void *to, size_t bytes);
ssize_t __real_read(int fd, void *to, size_t bytes);
ssize_t __wrap_read(int fd, void *to, size_t bytes)
{
	return strikes_at("read", fd, NULL) ? -1 : __real_read(fd, to, bytes);
}

struct dirent *__wrap_readdir(DIR *folder);
struct dirent *__real_readdir(DIR *folder);
struct dirent *__wrap_readdir(DIR *folder)
{
	return strikes_at("readdir", dirfd(folder), NULL) ? NULL : __real_readdir(folder);
}

DIR *__wrap_fdopendir(int fd);
DIR *__real_fdopendir(int fd);
DIR *__wrap_fdopendir(int fd)
{
	return strikes_at("fdopendir", fd, NULL) ? NULL : __real_fdopendir(fd);
}

static const struct scan_hint all = {.all = true};

/* -errno, or the site. */
static int scan_tree(
	const struct tree *tree, const struct site *previous, struct site **site)
{
	const struct site_config config = {.folder = tree->path, .source = true};

	return scan(&config, previous, &all, SITE_CHECK_NOW, site);
}

static bool says_cannot_be_read(const struct site *site, const char *file)
{
	for (size_t i = 0; i < site->diags.count; i++) {
		if (slice_eq(site->diags.items[i].file, slice_str(file)) &&
			slice_starts(site->diags.items[i].message, S("cannot be read")))
			return true;
	}
	return false;
}

static const struct tree_file jekyll[] = {
	{"_config.yml", "title: Reef\npermalink: /:title/\n"},
	{"_posts/2024-05-01-coral.md", "---\ntitle: Old\n---\n"},
	{"_posts/2024-05-02-sand.md", "---\ntitle: Old\n---\n"},
	{"deep/er/page.md", "---\ntitle: Old\n---\n"},
	{"deep/pic.png", "old"},
	{"void", NULL},
};

static void write_new(const struct tree *tree)
{
	tree_write(tree, "_posts/2024-05-01-coral.md", "---\ntitle: Newer\n---\n");
	tree_write(tree, "_posts/2024-05-02-sand.md", "---\ntitle: Newer\n---\n");
	tree_write(tree, "_posts/2024-05-03-moon.md", "---\ntitle: Newer\n---\n");
	tree_write(tree, "deep/er/page.md", "---\ntitle: Newer\n---\n");
}

/* How many of the five addresses show what is old, new, or nothing: "oNN." */
static void sketch(const struct site *site, char out[6])
{
	static const char *const paths[] = {
		"/coral/", "/sand/", "/moon/", "/deep/er/page/", "/deep/pic.png"};

	for (size_t i = 0; i < COUNT(paths); i++) {
		const struct site_entry *entry = site_find(site, slice_str(paths[i]));
		out[i] = '.';
		if (entry && entry->kind == SITE_POST)
			out[i] = slice_eq(entry->post->title, S("Old")) ? 'o' : 'N';
		else if (entry)
			out[i] = 'f';
	}
	out[COUNT(paths)] = '\0';
}

static void what_cannot_be_read_stays_as_it_was(void **state)
{
	static const struct {
		const char *call, *path;
		int error;
		const char *expected; /* coral, sand, moon, page, picture */
		const char *file;     /* that the message names */
	} rows[] = {
		{"openat", "coral.md", EIO, "oNNNf", "_posts/2024-05-01-coral.md"},
		{"openat", "coral.md", EINTR, "oNNNf", "_posts/2024-05-01-coral.md"},
		{"openat", "coral.md", ESTALE, "oNNNf", "_posts/2024-05-01-coral.md"},
		{"read", "coral.md", EIO, "oNNNf", "_posts/2024-05-01-coral.md"},
		/* it has a lease: nobody saves it, and it is no reason to look every 60 ms */
		{"openat", "coral.md", EAGAIN, "oNNNf", "_posts/2024-05-01-coral.md"},
		{"openat", "deep", EAGAIN, "NNNof", "deep"},
		{"fstatat", "coral.md", EIO, "oNNNf", "_posts/2024-05-01-coral.md"},
		{"read", "moon.md", EIO, "NN.Nf", "_posts/2024-05-03-moon.md"},
		{"fstatat", "pic.png", ETIMEDOUT, "NNNNf", "deep/pic.png"},
		{"readdir", "_posts", EIO, "oo.Nf", "_posts"},
		{"fdopendir", "_posts", EIO, "oo.Nf", "_posts"},
		{"openat", "_posts", EIO, "oo.Nf", "_posts"},
		{"openat", "deep", EIO, "NNNof", "deep"},
		{"readdir", "deep", EIO, "NNNof", "deep"},
		{"readdir", "deep/er", EINTR, "NNNof", "deep/er"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct tree tree;
		struct site *before, *during, *after;
		char got[6];
		tree_init(&tree);
		tree_write_all(&tree, jekyll, COUNT(jekyll));
		assert_int_equal(scan_tree(&tree, NULL, &before), 0);
		sketch(before, got);
		assert_string_equal(got, "oo.of");
		assert_false(before->has_errors);
		write_new(&tree);
		fault.call = rows[i].call;
		fault.path = rows[i].path;
		fault.error = rows[i].error;
		fault.strikes = 0;
		assert_int_equal(scan_tree(&tree, before, &during), 0);
		fault.call = NULL;
		assert_true(fault.strikes > 0);
		sketch(during, got);
		if (strcmp(got, rows[i].expected) != 0)
			fail_msg("%s %s: %s, expected %s", rows[i].call, rows[i].path,
				got, rows[i].expected);
		if (!during->has_errors || !says_cannot_be_read(during, rows[i].file))
			fail_msg("%s %s: nothing is said", rows[i].call, rows[i].path);
		/* The next scan finds all as it is, and has nothing to say. */
		assert_int_equal(scan_tree(&tree, during, &after), 0);
		sketch(after, got);
		assert_string_equal(got, "NNNNf");
		assert_false(after->has_errors);
		assert_false(says_cannot_be_read(after, rows[i].file));
		site_check_free(before);
		site_check_free(during);
		site_check_free(after);
		tree_fini(&tree);
	}
}

/* Without these nobody knows what may be shown: all stays, or there is no site yet. */
static void without_its_settings_a_scan_fails(void **state)
{
	static const struct {
		const char *call, *path;
		int error;
	} rows[] = {
		{"fstatat", "/_config.yml", EIO}, {"read", "/_config.yml", EIO},
		{"fstatat", "/_config.yml", EACCES}, /* of another user, umask 077 */
		{"read", "/_config.yml", EACCES}, {"read", "/_config.yml", EPERM},
		{"read", "/_config.yml",
			EAGAIN}, /* which says so: it is not being saved */
		{"read", "/_redirects", EIO},
		{"readdir", "", EIO}, /* of the site's folder, set below */
	};
	struct tree tree;
	struct site *before, *during;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, jekyll, COUNT(jekyll));
	tree_write(&tree, "_redirects", "/a /b\n");
	assert_int_equal(scan_tree(&tree, NULL, &before), 0);
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		size_t k = i / 2;
		fault.call = rows[k].call;
		fault.path = *rows[k].path ? rows[k].path : strrchr(tree.path, '/');
		fault.error = rows[k].error;
		int error = scan_tree(&tree, i % 2 ? before : NULL, &during);
		fault.call = NULL;
		/* A site is begun without redirects. */
		if (!(i % 2) && !error && strcmp(rows[k].path, "/_redirects") == 0)
			site_check_free(during);
		else if (error != -rows[k].error)
			fail_msg("%s %s: %d", rows[k].call, rows[k].path, error);
	}
	site_check_free(before);
	tree_fini(&tree);
}

/* Each hides /secret/plan/ or what is as good as that. */
static const struct {
	const char *marks[2][2]; /* files of the generator */
	const char *file, *text; /* which hides it */
	const char *page;
	int error; /* of the scan, when the file may not be read; 0: the page alone is not there */
} hiding[] = {
	{{{"hugo.toml", "baseURL = 'https://example.org/'\n"}},
		"content/secret/_index.md", "---\ncascade:\n  draft: true\n---\n",
		"content/secret/plan.md", 0},
	{{{"zola.toml", "base_url = 'https://example.org/'\n"}},
		"content/secret/_index.md", "+++\ndraft = true\n+++\n",
		"content/secret/plan.md", 0},
	{{{"_config.yml", "title: Reef\nexclude: [secret]\n"}}, "_config.yml",
		"title: Reef\nexclude: [secret]\n", "secret/plan.md", -EACCES},
	{{{".eleventy.js", "module.exports = {};\n"}}, ".eleventyignore", "secret\n",
		"secret/plan.md", -EACCES},
	{{{".eleventy.js", "module.exports = {};\n"}}, ".gitignore", "secret\n",
		"secret/plan.md", -EACCES},
	{{{".eleventy.js", "module.exports = {};\n"}}, "secret/secret.11tydata.json",
		"{\"draft\": true}\n", "secret/plan.md", 0},
	{{{"mkdocs.yml", "site_name: x\nplugins: [meta]\n"}}, "docs/secret/.meta.yml",
		"draft: true\n", "docs/secret/plan.md", 0},
	{{{".obsidian/app.json", "{}"}}, ".obsidian/app.json",
		"{\"userIgnoreFilters\": [\"secret/\"]}\n", "secret/plan.md", -EACCES},
	{{{".obsidian/app.json", "{}"}}, ".obsidian/publish.json", "{}\n",
		"secret/plan.md", 0},
	{{{"_config.yml", "title: Reef\n"}}, "_protected_pages.txt",
		"secret/plan.html word\n", "secret/plan.md", 0},
};

static bool shows_plan(const struct site *site)
{
	return site_find(site, S("/secret/plan/")) ||
	       site_find(site, S("/secret/plan")) ||
	       site_find(site, S("/secret/plan.html"));
}

static void put_hiding(struct tree *tree, size_t i)
{
	tree_init(tree);
	for (size_t k = 0; k < COUNT(hiding[i].marks) && hiding[i].marks[k][0]; k++)
		tree_write(tree, hiding[i].marks[k][0], hiding[i].marks[k][1]);
	tree_write(tree, hiding[i].page, "---\ntitle: Plan\ndate: 2024-01-01\n---\n");
	tree_write(tree, hiding[i].file, hiding[i].text);
}

/* As it is with umask 077 and another user, or a link to a file that the blog shares with others. */
static void what_may_not_be_read_opens_nothing(void **state)
{
	(void)state;

	for (size_t i = 0; i < 2 * COUNT(hiding); i++) {
		const bool is_link = i % 2;
		const size_t k = i / 2;
		struct site *site = NULL;
		struct tree tree;
		char path[PATH_MAX];
		put_hiding(&tree, k);
		assert_int_equal(scan_tree(&tree, NULL, &site), 0);
		if (shows_plan(site))
			fail_msg("%s hides nothing", hiding[k].file);
		site_check_free(site);
		site = NULL;
		if (is_link) {
			snprintf(path, sizeof(path), "%s/%s", tree.path, hiding[k].file);
			assert_int_equal(unlink(path), 0);
			assert_int_equal(symlink("/etc/hostname", path), 0);
		}
		fault.call = is_link ? NULL : "read";
		fault.path = hiding[k].file;
		fault.error = EACCES;
		int error = scan_tree(&tree, NULL, &site);
		fault.call = NULL;
		if ((error != 0) != (hiding[k].error != 0) || (site && shows_plan(site)))
			fail_msg("%s: %d%s", hiding[k].file, error,
				site && shows_plan(site) ? ", the page is shown" : "");
		site_check_free(site);
		tree_fini(&tree);
	}
}

static void make_old(const struct tree *tree, const char *file)
{
	static const struct timespec old[2] = {
		{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", tree->path, file);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
}

/* In the middle of a save, a deploy or a checkout. */
static const struct {
	const char *text; /* NULL: the file is not there */
	bool is_old;      /* its time does not tell */
	const char *why;
} saves[] = {
	{"", true, "emptied, and not written yet"},
	{"", false, "emptied just now"},
	{NULL, false, "taken away"},
	{"\n", false, "written just now, perhaps in part"},
};

static int scan_waiting(const struct tree *tree, const struct site *previous,
	bool has_waited, struct site **site)
{
	const struct site_config config = {.folder = tree->path};
	const struct scan_hint hint = {
		.all = true, .may_wait = true, .has_waited = has_waited};

	return scan(&config, previous, &hint, SITE_CHECK_NOW, site);
}

static void what_is_being_saved_opens_nothing(void **state)
{
	(void)state;

	for (size_t i = 0; i < COUNT(hiding) * COUNT(saves); i++) {
		const size_t k = i / COUNT(saves), how = i % COUNT(saves);
		struct site *before, *during = NULL, *after = NULL;
		struct tree tree;
		put_hiding(&tree, k);
		make_old(&tree, hiding[k].file);
		make_old(&tree, hiding[k].page);
		assert_int_equal(scan_waiting(&tree, NULL, false, &before), 0);
		assert_false(shows_plan(before) || before->is_unsettled);
		if (saves[how].text)
			tree_write(&tree, hiding[k].file, saves[how].text);
		else
			tree_remove(&tree, hiding[k].file);
		if (saves[how].is_old)
			make_old(&tree, hiding[k].file);
		int error = scan_waiting(&tree, before, false, &during);
		if (error ? error != SETTINGS_UNSETTLED
			  : shows_plan(during) || !during->is_unsettled ||
					!during->has_changing_files || during->has_errors)
			fail_msg("%s: %s: %d%s", hiding[k].file, saves[how].why, error,
				during && shows_plan(during) ? ", shown" : "");
		/* It stayed so: then that is what its author wants. */
		assert_int_equal(
			scan_waiting(&tree, during ? during : before, true, &after), 0);
		/* An empty publish.json is one all the same. */
		const bool is_open =
			!saves[how].text || !strstr(hiding[k].file, "publish.json");
		if (shows_plan(after) != is_open || after->is_unsettled)
			fail_msg("%s: %s: for ever", hiding[k].file, saves[how].why);
		site_check_free(before);
		site_check_free(during);
		site_check_free(after);
		tree_fini(&tree);
	}
}

/* Nothing is hidden by them: what was saved beside them is shown at once. */
static void files_that_hide_nothing_are_not_waited_for(void **state)
{
	static const struct {
		const char *mark, *file, *text;
	} rows[] = {
		{"_config.yml", "_data/authors.yml", "me: {name: Me}\n"},
		{"_config.yml", "_layouts/default.html", "<html lang=fr>\n"},
		{"_config.yml", ".github/workflows/x.yml", "on: push\n"},
		{"_config.yml", "Makefile", "all:\n"},
		{"hugo.toml", "data/authors.yaml", "me: {name: Me}\n"},
	};
	bool failed = false;
	(void)state;

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const size_t k = i / 2;
		struct site *before, *after = NULL;
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, rows[k].mark, "\n");
		make_old(&tree, rows[k].mark);
		tree_write(&tree, rows[k].file, rows[k].text);
		make_old(&tree, rows[k].file);
		assert_int_equal(scan_waiting(&tree, NULL, false, &before), 0);
		if (i % 2)
			tree_remove(&tree, rows[k].file);
		else
			tree_write(&tree, rows[k].file, "");
		int error = scan_waiting(&tree, before, false, &after);
		if (error) {
			print_error("%s %s: %d\n", rows[k].file,
				i % 2 ? "away" : "emptied", error);
			failed = true;
		}
		site_check_free(before);
		site_check_free(after);
		tree_fini(&tree);
	}
	assert_false(failed);
}

/* A time whose nanoseconds have no place in 64 bits is not "just now". */
static void settings_of_the_far_future_are_not_being_saved(void **state)
{
	struct site *before, *after = NULL;
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, jekyll, COUNT(jekyll));
	make_old(&tree, "_config.yml");
	assert_int_equal(scan_waiting(&tree, NULL, false, &before), 0);
	is_far = true;
	int error = scan_waiting(&tree, before, false, &after);
	is_far = false;
	assert_int_equal(error, 0);
	site_check_free(before);
	site_check_free(after);
	tree_fini(&tree);
}

/* What stands beside pages may be data of any size: it hides what it may hide, is said once, and no scan waits for it
 * to become smaller. */
static void what_is_too_large_hides_what_it_may_hide(void **state)
{
	static const struct {
		const char *mark, *file;
		size_t bytes;
		bool shows_plan, shows_other;
		const char *why;
	} rows[] = {
		{".eleventy.js", "secret/plan.json", 100000, true, true,
			"a map of a page, read whole"},
		{".eleventy.js", "secret/plan.json", 2000000, false, true,
			"a page's: that page"},
		{".eleventy.js", "secret/plan.11tydata.js", 2000000, false, true,
			"and its program"},
		{".eleventy.js", "secret/secret.json", 2000000, false, false,
			"a folder's: all in it"},
		{"mkdocs.yml", "docs/secret/.meta.yml", 2000000, false, false,
			"and of another generator"},
	};
	bool failed = false;
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const bool is_docs = slice_starts(slice_str(rows[i].file), S("docs/"));
		struct site *before, *during, *after;
		struct tree tree;
		tree_init(&tree);
		tree_write(&tree, rows[i].mark,
			is_docs ? "site_name: x\nplugins: [meta]\n"
				: "module.exports = {};\n");
		tree_write(&tree, is_docs ? "docs/secret/plan.md" : "secret/plan.md",
			"# P\n");
		tree_write(&tree, is_docs ? "docs/secret/other.md" : "secret/other.md",
			"# O\n");
		tree_write(&tree, is_docs ? "docs/open.md" : "open.md", "# Open\n");
		assert_int_equal(scan_tree(&tree, NULL, &before), 0);
		assert_true(shows_plan(before));
		char *text = malloc(rows[i].bytes + 1);
		assert_non_null(text);
		snprintf(text, rows[i].bytes + 1, "{\"map\": \"%0*d\"}",
			(int)rows[i].bytes - 11, 0);
		tree_write(&tree, rows[i].file, text);
		free(text);
		assert_int_equal(scan_tree(&tree, before, &during), 0);
		assert_int_equal(scan_tree(&tree, during, &after), 0);
		const struct site *const sites[] = {during, after};
		for (size_t k = 0; k < COUNT(sites); k++) {
			const struct site *site = sites[k];
			const bool other = site_find(site, S("/secret/other/")) ||
					   site_find(site, S("/secret/other"));
			size_t said = 0;
			for (size_t d = 0; d < site->diags.count; d++)
				said += slice_eq(site->diags.items[d].file,
					slice_str(rows[i].file));
			if (shows_plan(site) == rows[i].shows_plan &&
				other == rows[i].shows_other && !site->has_errors &&
				(site_find(site, S("/open/")) ||
					site_find(site, S("/open"))) &&
				said == !rows[i].shows_plan)
				continue;
			print_error("%s: %s: plan %d, other %d, errors %d, said %zu\n",
				rows[i].file, rows[i].why, shows_plan(site), other,
				site->has_errors, said);
			failed = true;
		}
		site_check_free(before);
		site_check_free(during);
		site_check_free(after);
		tree_fini(&tree);
	}
	assert_false(failed);
}

static void what_could_not_be_read_hides_what_depends_on_it(void **state)
{
	static const struct tree_file hugo[] = {
		{"hugo.toml", "baseURL = 'https://example.org/'\n"},
		{"content/open.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/secret/_index.md", "---\ncascade:\n  draft: true\n---\n"},
		{"content/secret/plan.md", "---\ndate: 2024-01-01\n---\n"},
		{"content/draft/index.md", "---\ndraft: true\n---\n"},
		{"content/draft/pic.png", "png"},
	};
	static const char *const broken[] = {
		"", "secret/_index.md", "draft/index.md", "content/secret"};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	tree_write_all(&tree, hugo, COUNT(hugo));
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct site *site;
		fault.call = *broken[i] ? "read" : NULL;
		if (i == 3)
			fault.call = "readdir";
		fault.path = broken[i];
		fault.error = EIO;
		assert_int_equal(scan_tree(&tree, NULL, &site), 0);
		bool struck = fault.call != NULL;
		fault.call = NULL;
		assert_int_equal(site->has_errors, struck);
		assert_non_null(site_find(site, S("/open/")));
		if (site_find(site, S("/secret/plan/")) ||
			site_find(site, S("/draft/pic.png")) ||
			site_find(site, S("/draft/")))
			fail_msg("without %s something hidden is shown", broken[i]);
		site_check_free(site);
	}
	tree_fini(&tree);
}

/* Large folders are read in pieces on all processors: what one of them meets is the scan's. */
static void a_first_scan_of_a_large_folder_knows_what_failed(void **state)
{
	static const struct {
		int error, result;
		bool has_errors;
		const char *why;
	} rows[] = {
		{EIO, 0, true,
			"a bad sector: one page is missing, and it is tried again"},
		{EACCES, 0, false, "no right to it: it is left out for good"},
		{EMFILE, -EMFILE, false, "no descriptor left: half a site is none"},
	};
	struct tree tree;
	bool failed = false;
	(void)state;

	tree_init(&tree);
	for (int i = 0; i < 600; i++) {
		char path[32];
		snprintf(path, sizeof(path), "p%03d.md", i);
		tree_write(&tree, path, "# Old\n");
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site *site = NULL;
		fault.call = "openat";
		fault.path = "/p400.md";
		fault.error = rows[i].error;
		int result = scan_tree(&tree, NULL, &site);
		fault.call = NULL;
		if (result != rows[i].result ||
			(site && (site->has_errors != rows[i].has_errors ||
					 site->page_count != 599 ||
					 site_find(site, S("/p400/"))))) {
			print_error("%s: %d\n", rows[i].why, result);
			failed = true;
		}
		site_check_free(site);
	}
	tree_fini(&tree);
	assert_false(failed);
}

/* Two saves within one second of the file system: the second may be under way, but not for ever. */
static void a_size_that_changed_alone_is_read_after_a_while(void **state)
{
	static const struct scan_hint may_wait = {.all = true, .may_wait = true};
	static const struct {
		int age_s;
		bool waits;
		const char *why;
	} rows[] = {
		{-2, true, "written just now, as far as its times can say"},
		{10, false, "whoever wrote it has ended"},
		{-1000, false, "a clock that is ahead"},
	};
	(void)state;

	is_coarse = true;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct timespec at[2] = {
			{.tv_nsec = UTIME_OMIT}, {.tv_sec = time(NULL) - rows[i].age_s}};
		struct tree tree;
		tree_init(&tree);
		char *path = tree_at(&tree, "a.md");
		const struct site_config config = {.folder = tree.path, .source = true};
		struct site *before, *after;
		tree_write(&tree, "a.md", "# Old\n");
		assert_int_equal(utimensat(AT_FDCWD, path, at, 0), 0);
		assert_int_equal(
			scan(&config, NULL, &may_wait, SITE_CHECK_NOW, &before), 0);
		tree_write(&tree, "a.md", "# Newer\n");
		assert_int_equal(utimensat(AT_FDCWD, path, at, 0), 0);
		assert_int_equal(
			scan(&config, before, &may_wait, SITE_CHECK_NOW, &after), 0);
		if (after->has_changing_files != rows[i].waits ||
			!slice_eq(site_check_post(after, "/a/")->title,
				rows[i].waits ? S("Old") : S("Newer")))
			fail_msg("%s", rows[i].why);
		site_check_free(before);
		site_check_free(after);
		tree_fini(&tree);
		free(path);
	}
	is_coarse = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_read_stays_as_it_was),
		cmocka_unit_test(without_its_settings_a_scan_fails),
		cmocka_unit_test(what_may_not_be_read_opens_nothing),
		cmocka_unit_test(what_is_being_saved_opens_nothing),
		cmocka_unit_test(files_that_hide_nothing_are_not_waited_for),
		cmocka_unit_test(settings_of_the_far_future_are_not_being_saved),
		cmocka_unit_test(what_is_too_large_hides_what_it_may_hide),
		cmocka_unit_test(what_could_not_be_read_hides_what_depends_on_it),
		cmocka_unit_test(a_first_scan_of_a_large_folder_knows_what_failed),
		cmocka_unit_test(a_size_that_changed_alone_is_read_after_a_while),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
