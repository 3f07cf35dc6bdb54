/* SPDX-License-Identifier: MIT */
#include "app/pull.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "app/work_tree.h"
#include "base/file.h"
#include "base/sha256.h"
#include "source/overlay.h"

static void a_line_for_git_is_words_of_a_shell(void **state)
{
	static const struct {
		const char *verb, *source, *text, *line, *why;
	} rows[] = {
		{"Add", "_posts/boat.md", "---\ntitle: Boat\n---\n",
			"git add -- '_posts/boat.md' && git commit -m 'Add: Boat' -- "
			"'_posts/boat.md'",
			"a post"},
		{"Edit", "it's.md", "+++\ntitle = \"$(id) `id` \\\"it's\\\"\"\n+++\n",
			"git add -- 'it'\\''s.md' && git commit -m 'Edit: $(id) `id` "
			"\"it'\\''s\"' -- 'it'\\''s.md'",
			"quotes and commands"},
		{"Delete", ":[a]*.md", "Title: Of Pelican\n\ntext\n",
			"git add -- ':(literal):[a]*.md' && git commit -m 'Delete: Of "
			"Pelican' -- ':(literal):[a]*.md'",
			"a pattern of git"},
		{"Add", "boat.md", "---\ntitle: 'x\\''; touch pwned #'\n---\n",
			"git add -- 'boat.md' && git commit -m 'Add: "
			"x'\\\\''\\''; touch pwned #' -- 'boat.md'",
			"a quote that only fish takes for one that goes on"},
		{"Add", "a\\'; touch pwned #.md", "",
			"git add -- ':(literal)a'\\\\''\\''; touch pwned #.md' && git "
			"commit -m 'Add: a'\\\\''\\''; touch pwned #.md' -- "
			"':(literal)a'\\\\''\\''; touch pwned #.md'",
			"the same in a path"},
		{"Add", "a.png", "",
			"git add -- 'a.png' && git commit -m 'Add: a.png' -- 'a.png'",
			"no title"},
		{"Add", "-x.md", "---\ntitle: \"a\\n\\e[2Jb\"\n---\n",
			"git add -- '-x.md' && git commit -m 'Add: a [2Jb' -- '-x.md'",
			"a title of several lines, with what a terminal acts on"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_buf struct buf out = BUF(0);
		pull_put_git(&out, rows[i].verb, slice_str(rows[i].source),
			slice_str(rows[i].text));
		struct slice line = buf_slice(&out);
		assert_true(slice_drop(&line, S("\n")));
		if (!slice_eq(line, slice_str(rows[i].line)))
			fail_msg("%s: %.*s", rows[i].why, SARG(line));
	}
}

/* Standard error of a process that shares its machine with a server that was taken over: as soon as something is
 * shown, the upload has other bytes. */
struct swap {
	int fd;
	const char *text;
};

static ssize_t swap_upload(void *data, const char *bytes, size_t size)
{
	const struct swap *swap = data;
	size_t length = strlen(swap->text);

	(void)bytes;
	assert_int_equal(ftruncate(swap->fd, 0), 0);
	assert_int_equal(pwrite(swap->fd, swap->text, length, 0), (ssize_t)length);
	return (ssize_t)size;
}

/* Pulls @text at @source, with @swap after it was shown; what standard output had is appended to @out. */
static void pull_swapped(struct pull *pull, const char *source, enum store_kind kind,
	const char *text, struct swap *swap, struct buf *out)
{
	char digits[SHA256_DIGITS], *bytes;
	FILE *own_out = stdout, *own_error = stderr;
	size_t length;

	sha256(slice_str(text), digits);
	const struct store_version version = {.id = 1,
		.source = slice_str(source),
		.kind = kind,
		.author = S("ann"),
		.hash = slice(digits, sizeof(digits)),
		.size_bytes = strlen(text)};
	stdout = open_memstream(&bytes, &length);
	stderr = fopencookie(swap, "w", (cookie_io_functions_t){.write = swap_upload});
	assert_non_null(stdout);
	assert_non_null(stderr);
	setvbuf(stderr, NULL, _IONBF, 0);
	const struct overlay_item item = {.hash = version.hash};
	bool goes_on = pull_version(pull, &version, &item, swap->fd);
	fclose(stdout);
	fclose(stderr);
	stdout = own_out;
	stderr = own_error;
	assert_true(goes_on);
	buf_put(out, slice(bytes, length));
	free(bytes);
}

static void what_was_shown_is_what_is_written(void **state)
{
	static const struct {
		const char *source, *text, *swapped;
		enum store_kind kind;
	} rows[] = {
		{"a.md", "good\n", "evil\n", STORE_TEXT},
		{"b.md", "good\n", "<script>evil\n", STORE_TEXT},
		{"c.png", "\x89PNG\r\n\x1a\n good", "\x89PNG\r\n\x1a\n evil", STORE_FILE},
	};
	(void)state;

	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		bool is_archive = i % 2;
		auto_buf struct buf out = BUF(0);
		struct tree tree;
		uid_t owner;
		tree_init(&tree);
		tree_write(&tree, "upload", rows[i / 2].text);
		char *upload = tree_at(&tree, "upload"), *folder = tree_at(&tree, "tree");
		tree_folder(&tree, "tree");
		struct swap swap = {
			open(upload, O_RDWR | O_CLOEXEC), rows[i / 2].swapped};
		struct pull pull = {.tree = work_tree_open(folder, false, &owner),
			.folder = folder,
			.is_archive = is_archive};
		pull_swapped(&pull, rows[i / 2].source, rows[i / 2].kind,
			rows[i / 2].text, &swap, &out);
		assert_int_equal(pull.taken, 1);
		if (!is_archive)
			assert_int_equal(file_read_beneath(pull.tree,
						 slice_str(rows[i / 2].source), 0, &out),
				0);
		if (!slice_contains(buf_slice(&out), slice_str(rows[i / 2].text)) ||
			slice_contains(buf_slice(&out), S("evil")))
			fail_msg("%s: %.*s", rows[i / 2].source, SARG(buf_slice(&out)));
		buf_fini(&pull.git);
		close(pull.tree);
		close(swap.fd);
		free(upload);
		free(folder);
		tree_fini(&tree);
	}
}

/* What lies in the tree, and what the upload follows. */
static void an_earlier_upload_in_the_tree_is_replaced(void **state)
{
	static const struct {
		const char *tree, *text; /* NULL: there is none; it is deleted */
		const char *after;
		unsigned refused;
		const char *why;
	} rows[] = {
		{"Base.", "New.", "New.", 0, "what it was made from"},
		{"Earlier.", "New.", "New.", 0, "an earlier upload, taken before"},
		{"Mine.", "New.", "Mine.", 1, "the author's own change"},
		{"Earlier.", NULL, NULL, 0, "deleted after it was taken"},
		{"Mine.", NULL, "Mine.", 1, "the author's own change stays"},
		{NULL, "New.", NULL, 1, "it was removed by the author"},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char base[SHA256_DIGITS], earlier[SHA256_DIGITS], hash[SHA256_DIGITS];
		const struct slice list[] = {{earlier, sizeof(earlier)}};
		auto_buf struct buf out = BUF(0);
		const char *text = rows[i].text;
		struct tree tree;
		uid_t owner;
		int fd = -1;
		tree_init(&tree);
		tree_folder(&tree, "blog");
		sha256(S("Base."), base);
		sha256(S("Earlier."), earlier);
		if (rows[i].tree)
			tree_write(&tree, "blog/a.md", rows[i].tree);
		if (text) {
			tree_write(&tree, "upload", text);
			char *path = tree_at(&tree, "upload");
			fd = open(path, O_RDONLY | O_CLOEXEC);
			free(path);
			sha256(slice_str(text), hash);
		}
		char *blog = tree_at(&tree, "blog");
		struct pull pull = {.tree = work_tree_open(blog, false, &owner),
			.folder = blog,
			.git = BUF(BUF_MAX_BYTES),
			.removals = BUF(BUF_MAX_BYTES)};
		const struct store_version version = {.id = 2,
			.source = S("a.md"),
			.kind = text ? STORE_TEXT : STORE_DELETED,
			.author = S("me"),
			.base = slice(base, sizeof(base)),
			.hash = text ? slice(hash, sizeof(hash)) : slice_none,
			.size_bytes = text ? strlen(text) : 0};
		const struct overlay_item item = {
			.base = version.base, .hash = version.hash, .earlier = {list, 1}};
		assert_true(pull_version(&pull, &version, &item, fd));
		int error = file_read_beneath(pull.tree, S("a.md"), 0, &out);
		if (pull.refused != rows[i].refused ||
			(rows[i].after ? error || !slice_eq(buf_slice(&out),
							  slice_str(rows[i].after))
				       : error != -ENOENT))
			fail_msg("%s: %zu refused, %.*s", rows[i].why, pull.refused,
				SARG(buf_slice(&out)));
		file_close_auto(&fd);
		file_close_auto(&pull.tree);
		buf_fini(&pull.git);
		buf_fini(&pull.removals);
		free(blog);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_for_git_is_words_of_a_shell),
		cmocka_unit_test(what_was_shown_is_what_is_written),
		cmocka_unit_test(an_earlier_upload_in_the_tree_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
