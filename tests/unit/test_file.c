/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "source/stamp.h"

struct place {
	char path[32];
	int folder;
};

static int make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (!place)
		return -1;
	memcpy(place->path, "/tmp/splashdown-test.XXXXXX", 28);
	if (!mkdtemp(place->path))
		return -1;
	place->folder = open(place->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*state = place;
	return place->folder < 0 ? -1 : 0;
}

static void empty_folder(int folder, int depth)
{
	DIR *entries = fdopendir(dup(folder));
	struct dirent *entry;

	if (!entries)
		return;
	rewinddir(entries);
	while ((entry = readdir(entries))) {
		struct slice name = slice_str(entry->d_name);
		if (slice_eq(name, S(".")) || slice_eq(name, S("..")))
			continue;
		if (unlinkat(folder, entry->d_name, 0) == 0 || depth > 8)
			continue;
		int inner = openat(
			folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
		if (inner >= 0) {
			empty_folder(inner, depth + 1);
			close(inner);
		}
		unlinkat(folder, entry->d_name, AT_REMOVEDIR);
	}
	closedir(entries);
}

static int remove_place(void **state)
{
	struct place *place = *state;

	empty_folder(place->folder, 0);
	close(place->folder);
	rmdir(place->path);
	free(place);
	return 0;
}

static void put_file(int folder, const char *name, const char *text)
{
	assert_int_equal(file_replace(folder, name, 0644, slice_str(text)), 0);
}

static void a_file_is_read_back_as_it_was_written(void **state)
{
	struct place *place = *state;
	struct buf out;
	uint64_t size = 0;

	put_file(place->folder, "a.md", "text");
	auto_close int fd = file_open_beneath(place->folder, S("a.md"), &size);
	assert_true(fd >= 0);
	assert_int_equal(size, 4);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(file_read(fd, 0, &out), 0);
	assert_true(slice_eq(buf_slice(&out), S("text")));
	buf_fini(&out);
}

static void only_regular_files_inside_the_folder_exist(void **state)
{
	struct place *place = *state;
	static const char *const missing[] = {"", ".", "..", "none", "folder", "fifo",
		"socket", "out", "absolute", "up", "loop", "file/x",
		"folder/../../../etc/passwd", "/etc/passwd", "proc"};

	put_file(place->folder, "file", "inside");
	assert_int_equal(mkdirat(place->folder, "folder", 0755), 0);
	assert_int_equal(mkfifoat(place->folder, "fifo", 0644), 0);
	assert_int_equal(mknodat(place->folder, "socket", S_IFSOCK | 0644, 0), 0);
	assert_int_equal(symlinkat("../../../../etc/passwd", place->folder, "out"), 0);
	assert_int_equal(symlinkat("/etc/passwd", place->folder, "absolute"), 0);
	assert_int_equal(symlinkat("..", place->folder, "up"), 0);
	assert_int_equal(symlinkat("loop", place->folder, "loop"), 0);
	assert_int_equal(symlinkat("/proc/self/fd/0", place->folder, "proc"), 0);
	assert_int_equal(symlinkat("folder/../file", place->folder, "in"), 0);
	for (size_t i = 0; i < sizeof(missing) / sizeof(*missing); i++) {
		int fd = file_open_beneath(place->folder, slice_str(missing[i]), NULL);
		if (fd != -ENOENT)
			fail_msg("\"%s\": %d", missing[i], fd);
	}
	assert_int_equal(file_open_beneath(place->folder, S("file\0x"), NULL), -ENOENT);
	struct buf name;
	buf_init(&name, BUF_UNLIMITED);
	buf_repeat(&name, 'x', 100000);
	assert_int_equal(
		file_open_beneath(place->folder, buf_slice(&name), NULL), -ENOENT);
	buf_clear(&name);
	assert_int_equal(file_read_beneath(place->folder, S("in"), 0, &name), 0);
	assert_true(slice_eq(buf_slice(&name), S("inside")));
	buf_fini(&name);
	assert_int_equal(file_open_beneath(-1, S("x"), NULL), -EBADF);
}

static void reading_stops_at_its_limit_and_says_so(void **state)
{
	struct place *place = *state;
	struct buf out, small;

	put_file(place->folder, "a", "0123456789");
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(file_read_beneath(place->folder, S("a"), 9, &out), 1);
	assert_true(slice_eq(buf_slice(&out), S("012345678")));
	buf_clear(&out);
	assert_int_equal(file_read_beneath(place->folder, S("a"), 10, &out), 0);
	assert_int_equal(out.len, 10);
	buf_init(&small, 4);
	assert_int_equal(file_read_beneath(place->folder, S("a"), 0, &small), 1);
	assert_true(slice_eq(buf_slice(&small), S("0123")));
	assert_false(small.overflow);

	auto_close int fd = file_open_beneath(place->folder, S("a"), NULL);
	buf_clear(&out);
	assert_int_equal(file_read(fd, 3, &out), 1);
	assert_int_equal(file_read(fd, 0, &out), 0); /* from where it stood */
	assert_true(slice_eq(buf_slice(&out), S("0123456789")));
	buf_fini(&small);
	buf_fini(&out);
	assert_int_equal(file_read(-1, 0, &out), -EBADF);
	buf_fini(&out);
}

static void a_file_of_a_known_size_is_read_as_it_is(void **state)
{
	static const struct {
		uint64_t size_bytes;
		size_t max_bytes;
		int more;
		const char *text, *why;
	} rows[] = {
		{10, 0, 0, "0123456789", "all of it"},
		{10, 10, 0, "0123456789", "as much as is wanted"},
		{10, 9, 1, "012345678", "more than is wanted"},
		{4, 0, 0, "0123456789", "it grew since"},
		{4, 9, 1, "012345678", "it grew, and more than is wanted"},
		{20, 0, 0, "0123456789", "it was cut since"},
		{0, 0, 0, "0123456789", "it was empty"},
	};
	struct place *place = *state;

	put_file(place->folder, "sized", "0123456789");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		auto_close int fd = file_open_beneath(place->folder, S("sized"), NULL);
		struct buf out;
		buf_init(&out, BUF_UNLIMITED);
		int more =
			file_read_sized(fd, rows[i].size_bytes, rows[i].max_bytes, &out);
		if (more != rows[i].more ||
			!slice_eq(buf_slice(&out), slice_str(rows[i].text)))
			fail_msg(
				"%s: %d, %.*s", rows[i].why, more, SARG(buf_slice(&out)));
		buf_fini(&out);
	}
}

static void long_files_are_read_whole(void **state)
{
	struct place *place = *state;
	struct buf text, out;

	buf_init(&text, BUF_UNLIMITED);
	buf_init(&out, BUF_UNLIMITED);
	for (unsigned i = 0; i < 300000; i++)
		buf_printf(&text, "%u\n", i);
	assert_int_equal(file_replace(place->folder, "long", 0644, buf_slice(&text)), 0);
	assert_int_equal(file_read_beneath(place->folder, S("long"), 0, &out), 0);
	assert_true(slice_eq(buf_slice(&out), buf_slice(&text)));
	buf_fini(&out);
	buf_fini(&text);
}

static void a_file_is_replaced_whole_with_its_mode(void **state)
{
	struct place *place = *state;
	struct buf out;
	struct stat st;

	mode_t mask = umask(077);
	put_file(place->folder, "key", "old");
	int error = file_replace(place->folder, "key", 0640, S("new"));
	umask(mask);
	assert_int_equal(error, 0);
	assert_int_equal(fstatat(place->folder, "key", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	buf_init(&out, BUF_UNLIMITED);
	assert_int_equal(file_read_beneath(place->folder, S("key"), 0, &out), 0);
	assert_true(slice_eq(buf_slice(&out), S("new")));
	buf_fini(&out);
}

static unsigned count_entries(int folder)
{
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY);
	DIR *entries = fdopendir(copy);
	unsigned count = 0;

	assert_non_null(entries);
	while (readdir(entries))
		count++;
	closedir(entries);
	return count - 2;
}

static void what_cannot_be_replaced_is_left_and_nothing_beside_it(void **state)
{
	struct place *place = *state;

	assert_int_equal(mkdirat(place->folder, "folder", 0755), 0);
	/* A folder stands where the file should be; a name has no slash. */
	assert_int_equal(file_replace(place->folder, "folder", 0644, S("x")), -EISDIR);
	assert_int_equal(file_replace(place->folder, "folder/x", 0644, S("x")), -EINVAL);
	assert_int_equal(file_replace(place->folder, "", 0644, S("x")), -EINVAL);
	assert_int_equal(file_replace(-1, "x", 0644, S("x")), -EBADF);
	assert_int_equal(count_entries(place->folder), 1);
}

static void folders_are_made_with_those_above_them(void **state)
{
	struct place *place = *state;
	struct arena arena = {0};
	struct stat st;
	const char *deep = arena_printf(&arena, "%s/a//b/c/", place->path).ptr;

	assert_int_equal(file_make_folders(deep, 0700), 0);
	assert_int_equal(file_make_folders(deep, 0700), 0);
	assert_int_equal(stat(deep, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0700);
	put_file(place->folder, "file", "");
	assert_int_equal(
		file_make_folders(arena_printf(&arena, "%s/file", place->path).ptr, 0700),
		-ENOTDIR);
	assert_int_equal(
		file_make_folders(
			arena_printf(&arena, "%s/file/x", place->path).ptr, 0700),
		-ENOTDIR);
	/* Why it cannot be used is told, not that there is something. */
	assert_int_equal(symlinkat("nowhere", place->folder, "lost"), 0);
	assert_int_equal(
		file_make_folders(arena_printf(&arena, "%s/lost", place->path).ptr, 0700),
		-ENOENT);
	assert_int_equal(file_make_folders("/", 0700), 0);
	assert_int_equal(file_make_folders("", 0700), -ENOENT);
	arena_fini(&arena);
}

static void a_poll_that_fails_has_nothing_ready(void **state)
{
	struct pollfd fds[] = {
		{.fd = -1, .revents = POLLIN}, {.fd = -1, .revents = POLLIN}};
	struct rlimit before, little;
	int ends[2];
	(void)state;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	little = (struct rlimit){1, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &little), 0);
	/* More than there may be descriptors: EINVAL. memcheck keeps that limit to itself, and nothing is ready. */
	assert_int_equal(file_poll(fds, 2, 0), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(fds[0].revents | fds[1].revents, 0);
	fds[0] = (struct pollfd){.fd = ends[1], .events = POLLOUT};
	assert_int_equal(file_poll(fds, 2, 0), 1);
	assert_int_equal(fds[0].revents, POLLOUT);
	close(ends[0]);
	close(ends[1]);
}

static void files_that_can_be_made_again_are_put_and_copied(void **state)
{
	struct place *place = *state;
	struct buf long_text, back;

	buf_init(&long_text, BUF_UNLIMITED);
	buf_init(&back, BUF_UNLIMITED);
	buf_repeat(&long_text, 'x', 700 * 1000); /* more than one piece of a copy */
	assert_int_equal(file_put(place->folder, "a", 0640, buf_slice(&long_text)), 0);
	auto_close int from = file_open_beneath(place->folder, S("a"), NULL);
	assert_int_equal(file_put_from(place->folder, "b", 0644, from), 0);
	assert_int_equal(file_read_beneath(place->folder, S("b"), 0, &back), 0);
	assert_true(slice_eq(buf_slice(&back), buf_slice(&long_text)));
	assert_int_equal(file_put(place->folder, "", 0644, S("x")), -EINVAL);
	assert_int_equal(file_put(place->folder, "x/y", 0644, S("x")), -EINVAL);
	buf_fini(&long_text);
	buf_fini(&back);
}

static void a_sweep_takes_temporary_files_and_nothing_else(void **state)
{
	static const struct {
		const char *name, *why;
		bool stays;
	} rows[] = {
		{".splashdown-0123456789abcdef", "what a kill left", false},
		{".splashdown-0123456789abcde", "too short", true},
		{".splashdown-0123456789abcdef0", "too long", true},
		{".splashdown-0123456789abcdeg", "no number", true},
		{"splashdown-0123456789abcdef", "somebody's", true},
		{"example.org.key", "a key", true},
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		put_file(place->folder, rows[i].name, "x");
	/* A folder of such a name is none of ours. */
	assert_int_equal(mkdirat(place->folder, ".splashdown-ffffffffffffffff", 0700), 0);
	file_sweep(place->folder);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if ((faccessat(place->folder, rows[i].name, F_OK, 0) == 0) !=
			rows[i].stays)
			fail_msg("%s", rows[i].why);
	}
	assert_int_equal(
		faccessat(place->folder, ".splashdown-ffffffffffffffff", F_OK, 0), 0);
}

/* So that a server which is not root can read it; only root can see that it does. */
static void what_root_writes_belongs_to_the_folder_s_owner(void **state)
{
	struct place *place = *state;
	struct stat st;

	if (geteuid() != 0)
		skip();
	if (fchown(place->folder, 12345, 54321))
		skip();
	put_file(place->folder, "a", "x");
	assert_int_equal(fstatat(place->folder, "a", &st, 0), 0);
	assert_int_equal(st.st_uid, 12345);
	assert_int_equal(st.st_gid, 54321);
}

static void no_time_of_a_file_is_too_far_away(void **state)
{
	static const struct {
		struct timespec time;
		int64_t ns;
		const char *why;
	} rows[] = {
		{{0, 0}, 0, "the epoch"},
		{{1, 5}, 1000000005, "a second after"},
		{{-1, 5}, -999999995, "a second before"},
		{{9223372036, 854775807}, INT64_MAX, "the last"},
		{{9223372036, 854775808}, INT64_MAX, "one more"},
		{{10413792000, 0}, INT64_MAX, "2300-01-01"},
		{{-10413792000, 0}, INT64_MIN, "1640"},
		{{INT64_MAX, 999999999}, INT64_MAX, "the end of time"},
		{{INT64_MIN, 0}, INT64_MIN, "its beginning"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct stat st = {.st_mtim = rows[i].time, .st_ctim = rows[i].time};
		const struct post_stamp stamp = post_stamp_of(&st);
		if (stamp.mtime_ns != rows[i].ns || stamp.ctime_ns != rows[i].ns)
			fail_msg("%s: %lld", rows[i].why, (long long)stamp.mtime_ns);
		if (file_is_changing(stamp.mtime_ns))
			fail_msg("%s: it is being written", rows[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_time_of_a_file_is_too_far_away),
		cmocka_unit_test_setup_teardown(
			a_sweep_takes_temporary_files_and_nothing_else, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(
			what_root_writes_belongs_to_the_folder_s_owner, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(
			a_file_is_read_back_as_it_was_written, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			only_regular_files_inside_the_folder_exist, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(
			reading_stops_at_its_limit_and_says_so, make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_file_of_a_known_size_is_read_as_it_is,
			make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			long_files_are_read_whole, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			a_file_is_replaced_whole_with_its_mode, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_replaced_is_left_and_nothing_beside_it, make_place,
			remove_place),
		cmocka_unit_test(a_poll_that_fails_has_nothing_ready),
		cmocka_unit_test_setup_teardown(
			files_that_can_be_made_again_are_put_and_copied, make_place,
			remove_place),
		cmocka_unit_test_setup_teardown(
			folders_are_made_with_those_above_them, make_place, remove_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
