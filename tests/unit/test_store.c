/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "source/overlay.h"
#include "store/store_internal.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define POST         "_posts/2026-11-30-boat.md"

struct bed {
	struct arena arena;
	struct tree tree; /* "blog" and "store" */
	int blog;
	char *folder, *mark;
	struct store_options options;
	struct store *store;
	unsigned changes;
};

/* Nobody waits here for hours. */
static time_t ahead_s;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
	int result = (int)syscall(SYS_clock_gettime, clock_id, tp);

	tp->tv_sec += ahead_s;
	return result;
}

/* A disk that fails: when a folder is made durable, when a file is removed. */
static bool folders_fail, removals_fail;

int fsync(int fd)
{
	struct stat st;

	if (folders_fail && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int unlinkat(int fd, const char *name, int flag)
{
	if (removals_fail) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, fd, name, flag);
}

static void count_change(void *ctx)
{
	++*(unsigned *)ctx;
}

static void bed_open(struct bed *bed)
{
	assert_int_equal(store_open(bed->folder, &bed->options, &bed->store), 0);
}

static void bed_init(struct bed *bed)
{
	*bed = (struct bed){0};
	tree_init(&bed->tree);
	tree_folder(&bed->tree, "blog/_posts");
	tree_folder(&bed->tree, "store");
	bed->folder = tree_at(&bed->tree, "store");
	bed->mark = tree_at(&bed->tree, "mark");
	char *blog = tree_at(&bed->tree, "blog");
	bed->blog = open(blog, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(blog);
	bed->options = (struct store_options){
		.text_bytes = 1000,
		.file_bytes = 100000,
		.quota_bytes = 1000000,
		.spare_bytes = 1,
		.mark = bed->mark,
		.sweeps = true,
		.changed = count_change,
		.ctx = &bed->changes,
	};
	bed_open(bed);
}

static void bed_fini(struct bed *bed)
{
	store_close(bed->store);
	close(bed->blog);
	free(bed->folder);
	free(bed->mark);
	tree_fini(&bed->tree);
	arena_fini(&bed->arena);
}

static struct store_request request_of(
	const struct bed *bed, const char *source, const char *author, size_t size)
{
	return (struct store_request){.source = slice_str(source),
		.author = slice_str(author),
		.kind = slice_ends(slice_str(source), S(".md")) ? STORE_TEXT : STORE_FILE,
		.size_bytes = size,
		.blog = bed->blog};
}

static enum store_result put_as(struct bed *bed, const char *source, const char *author,
	struct slice text, enum store_state as, uint64_t *id)
{
	const struct store_request request = request_of(bed, source, author, text.len);
	struct store_upload *upload;
	enum store_result result = store_begin(bed->store, &request, &upload);

	if (result != STORE_OK)
		return result;
	/* In two pieces. */
	assert_int_equal(store_append(upload, slice_head(text, text.len / 2)), STORE_OK);
	assert_int_equal(store_append(upload, slice_from(text, text.len / 2)), STORE_OK);
	return store_finish(upload, as, NULL, id);
}

static uint64_t put(struct bed *bed, const char *source, const char *text)
{
	uint64_t id = 0;

	assert_int_equal(
		put_as(bed, source, "me", slice_str(text), STORE_CURRENT, &id), STORE_OK);
	return id;
}

/* What covers @source: its text; "(deleted)"; "(blog)": nothing does. */
static const char *shown(struct bed *bed, const char *source)
{
	struct overlay *overlay;
	auto_buf struct buf text = BUF(0);

	assert_int_equal(store_overlay(bed->store, &overlay), 0);
	const struct overlay_item *item = overlay_find(overlay, slice_str(source));
	const char *is = "(blog)";
	if (item && !item->file.len)
		is = item->lost.len ? "(lost)" : "(deleted)";
	if (item && item->file.len) {
		assert_int_equal(
			overlay_read_beneath(overlay, bed->blog, item->source, 0, &text),
			0);
		is = arena_cstr(&bed->arena, buf_slice(&text));
	}
	overlay_unref(overlay);
	return is;
}

/* The history of @source, the newest first: "current:me text" ... */
static const char *history(struct bed *bed, const char *source)
{
	static const char *const states[] = {[STORE_CURRENT] = "current",
		[STORE_DRAFT] = "draft",
		[STORE_OLD] = "old",
		[STORE_CLASHED] = "clashed",
		[STORE_DONE] = "done"};
	auto_buf struct buf out = BUF(0);
	struct store_version *list;
	size_t count;

	assert_int_equal(
		store_versions(bed->store, &bed->arena, slice_str(source), &list, &count),
		0);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s%s", i ? " " : "", states[list[i].state],
			list[i].kind == STORE_DELETED ? "-" : "");
	return arena_cstr(&bed->arena, buf_slice(&out));
}

static size_t files_in(const char *folder)
{
	DIR *entries = opendir(folder);
	size_t count = 0;

	assert_non_null(entries);
	for (const struct dirent *entry; (entry = readdir(entries));)
		count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
	closedir(entries);
	return count;
}

/* --- what it does ---------------------------------------------------------------------------------- */

static void an_upload_is_seen_once_it_is_whole(void **state)
{
	struct bed bed;
	struct store_upload *upload;
	(void)state;

	bed_init(&bed);
	const struct store_request request = request_of(&bed, POST, "me", 5);
	assert_int_equal(store_begin(bed.store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, S("Boa")), STORE_OK);
	assert_string_equal(shown(&bed, POST), "(blog)");
	assert_int_equal(store_append(upload, S("t.")), STORE_OK);
	assert_string_equal(shown(&bed, POST), "(blog)");
	assert_int_equal(store_finish(upload, STORE_CURRENT, NULL, NULL), STORE_OK);
	assert_string_equal(shown(&bed, POST), "Boat.");
	assert_int_equal(bed.changes, 1);
	store_close(bed.store);
	bed_open(&bed);
	assert_string_equal(shown(&bed, POST), "Boat.");
	bed_fini(&bed);
}

static void what_is_no_whole_upload_leaves_nothing(void **state)
{
	static const struct {
		size_t announced;
		const char *text;
		enum store_result result;
		const char *why;
	} rows[] = {
		{1001, "", STORE_TOO_LARGE, "more than a text may have"},
		{4, "Boat.", STORE_TOO_LARGE, "more than was announced"},
		{6, "Boat.", STORE_TOO_SHORT, "less than was announced"},
		{5, "Boat.", STORE_OK, "all of it"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		struct store_upload *upload;
		bed_init(&bed);
		const struct store_request request =
			request_of(&bed, POST, "me", rows[i].announced);
		enum store_result result = store_begin(bed.store, &request, &upload);
		if (result == STORE_OK) {
			store_append(upload, slice_str(rows[i].text));
			result = store_finish(upload, STORE_CURRENT, NULL, NULL);
		}
		if (result != rows[i].result)
			fail_msg("%s: %s", rows[i].why, store_result_name(result));
		if (result != STORE_OK)
			assert_int_equal(files_in(bed.folder), 0);
		bed_fini(&bed);
	}
}

/* What is shown in the moment of its end is not always what it was checked against. */
static void an_upload_takes_the_place_of_what_was_expected(void **state)
{
	static const struct {
		bool uploaded, deleted, in_blog; /* meanwhile */
		enum store_state as;
		enum store_result result;
		const char *why;
	} rows[] = {
		{false, false, false, STORE_CURRENT, STORE_OK, "nothing happened"},
		{true, false, false, STORE_CURRENT, STORE_SUPERSEDED, "another upload"},
		{false, true, false, STORE_CURRENT, STORE_SUPERSEDED, "a deletion"},
		{false, false, true, STORE_CURRENT, STORE_SUPERSEDED, "the blog's file"},
		{true, false, true, STORE_DRAFT, STORE_OK, "a draft is beside it all"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		struct store_upload *upload;
		bed_init(&bed);
		uint64_t seen = 0;
		if (!rows[i].in_blog)
			seen = put(&bed, POST, "Old boat.");
		struct store_request request = request_of(&bed, POST, "me", 5);
		assert_int_equal(store_begin(bed.store, &request, &upload), STORE_OK);
		assert_int_equal(store_append(upload, S("Boat.")), STORE_OK);
		store_expect(upload, seen, slice_none);
		if (rows[i].in_blog)
			tree_write(&bed.tree, "blog/" POST, "Blog's boat.");
		if (rows[i].uploaded)
			put_as(&bed, POST, "you", S("Your boat."), STORE_CURRENT, &seen);
		if (rows[i].deleted)
			assert_int_equal(store_delete(bed.store, S(POST), S("you"), seen,
						 bed.blog),
				STORE_OK);
		enum store_result result = store_finish(upload, rows[i].as, NULL, NULL);
		if (result != rows[i].result)
			fail_msg("%s: %s", rows[i].why, store_result_name(result));
		bed_fini(&bed);
	}
}

static void the_last_ten_texts_are_kept(void **state)
{
	struct bed bed;
	struct store_version *list;
	size_t count;
	(void)state;

	bed_init(&bed);
	for (int i = 0; i < 15; i++)
		put(&bed, POST, arena_printf(&bed.arena, "Boat %d", i).ptr);
	for (int i = 0; i < 5; i++)
		put(&bed, "images/boat.png", arena_printf(&bed.arena, "png%d", i).ptr);
	assert_string_equal(
		history(&bed, POST), "current old old old old old old old old old old");
	assert_string_equal(history(&bed, "images/boat.png"), "current old");
	/* A deletion does not count as the old version of a picture. */
	put(&bed, "images/sail.png", "png");
	assert_int_equal(store_delete(bed.store, S("images/sail.png"), S("me"),
				 put(&bed, "images/sail.png", "png2"), bed.blog),
		STORE_OK);
	put(&bed, "images/sail.png", "png3");
	assert_string_equal(history(&bed, "images/sail.png"), "current old- old");
	size_t erased;
	assert_int_equal(
		store_forget(bed.store, S("images/sail.png"), 0, &erased), STORE_OK);
	/* 11 texts, 2 pictures, the index. */
	assert_int_equal(files_in(bed.folder), 14);
	assert_int_equal(
		store_versions(bed.store, &bed.arena, slice_none, &list, &count), 0);
	assert_int_equal(count, 13);
	bed_fini(&bed);
}

static void what_is_deleted_is_covered_and_comes_back(void **state)
{
	struct bed bed;
	struct store_version *list;
	size_t count;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "Blog.");
	assert_int_equal(store_delete(bed.store, S("nowhere.md"), S("me"), 0, bed.blog),
		STORE_NO_VERSION);
	uint64_t id = put(&bed, POST, "Edited.");
	assert_int_equal(
		store_delete(bed.store, S(POST), S("me"), 0, bed.blog), STORE_SUPERSEDED);
	assert_int_equal(
		store_delete(bed.store, S(POST), S("me"), id, bed.blog), STORE_OK);
	assert_string_equal(shown(&bed, POST), "(deleted)");
	assert_string_equal(history(&bed, POST), "current- old");
	assert_int_equal(
		store_restore(bed.store, id, S("me"), id + 1, bed.blog), STORE_OK);
	assert_string_equal(shown(&bed, POST), "Edited.");
	assert_string_equal(history(&bed, POST), "current old- old");
	assert_int_equal(
		store_versions(bed.store, &bed.arena, S(POST), &list, &count), 0);
	assert_int_equal(store_discard(bed.store, list[0].id), STORE_OK);
	assert_string_equal(shown(&bed, POST), "(blog)");
	/* What the blog has not may be on its way there. */
	id = put(&bed, "new.md", "New.");
	assert_int_equal(
		store_delete(bed.store, S("new.md"), S("me"), id, bed.blog), STORE_OK);
	assert_string_equal(history(&bed, "new.md"), "current- old");
	assert_int_equal(bed.changes, 6);
	bed_fini(&bed);
}

/* Between the page that says what will be done and the click there came another version. */
static void what_nobody_saw_is_not_erased_nor_replaced(void **state)
{
	static const enum store_state came[] = {STORE_CURRENT, STORE_DRAFT};
	(void)state;

	for (size_t i = 0; i < COUNT(came); i++) {
		struct bed bed;
		size_t erased;
		bed_init(&bed);
		uint64_t old = put(&bed, POST, "Old."), id = put(&bed, POST, "Boat.");
		assert_int_equal(put_as(&bed, POST, "friend", S("Sail."), came[i], NULL),
			STORE_OK);
		const char *before = history(&bed, POST);
		assert_int_equal(
			store_forget(bed.store, S(POST), id, &erased), STORE_SUPERSEDED);
		assert_int_equal(erased, 0);
		assert_string_equal(history(&bed, POST), before);
		assert_int_equal(files_in(bed.folder), 4);
		/* Only what readers see is replaced. */
		assert_int_equal(store_restore(bed.store, old, S("me"), id, bed.blog),
			came[i] == STORE_DRAFT ? STORE_OK : STORE_SUPERSEDED);
		/* The command asks for all, whatever there is. */
		assert_int_equal(store_forget(bed.store, S(POST), 0, &erased), STORE_OK);
		assert_int_equal(files_in(bed.folder), 1);
		bed_fini(&bed);
	}
}

/* P39: no word of it is left in the folder. */
static void what_is_forgotten_is_nowhere(void **state)
{
	struct bed bed;
	size_t erased;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "My password is sesame.");
	put(&bed, POST, "Boat.");
	assert_int_equal(put_as(&bed, POST, "me", S("sesame, sesame"), STORE_DRAFT, NULL),
		STORE_OK);
	assert_int_equal(files_in(bed.folder), 4);
	assert_int_equal(store_forget(bed.store, S(POST), 0, &erased), STORE_OK);
	assert_int_equal(erased, 3);
	assert_int_equal(files_in(bed.folder), 1);
	assert_int_equal(store_forget(bed.store, S(POST), 0, &erased), STORE_NO_VERSION);
	/* Its number is not given again: an old link means nothing else. */
	assert_int_equal(put(&bed, POST, "Boat."), 4);
	bed_fini(&bed);
}

static void a_draft_is_seen_by_nobody_and_ends_with_the_next(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			put_as(&bed, POST, "me", arena_printf(&bed.arena, "Bad %d", i),
				STORE_DRAFT, NULL),
			STORE_OK);
	assert_string_equal(shown(&bed, POST), "(blog)");
	assert_string_equal(history(&bed, POST), "draft");
	assert_int_equal(bed.changes, 0);
	put(&bed, POST, "Good.");
	assert_string_equal(history(&bed, POST), "current");
	assert_int_equal(files_in(bed.folder), 2);
	bed_fini(&bed);
}

static void the_same_bytes_make_no_version(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "Blog.");
	assert_int_equal(put(&bed, POST, "Blog."), 0);
	assert_string_equal(history(&bed, POST), "");
	uint64_t id = put(&bed, POST, "Edited.");
	assert_int_equal(put(&bed, POST, "Edited."), id);
	assert_string_equal(history(&bed, POST), "current");
	bed_fini(&bed);
}

/* P27 */
static void a_picture_does_not_say_where_it_was_taken(void **state)
{
	static const struct slice photo = S("\xff\xd8\xff\xe1\0\x0d"
					    "Exif\0\0Paris\xff\xda\0\x02...\xff\xd9");
	struct bed bed;
	struct store_usage usage;
	(void)state;

	bed_init(&bed);
	assert_int_equal(
		put_as(&bed, "images/boat.jpg", "me", photo, STORE_CURRENT, NULL),
		STORE_OK);
	assert_string_equal(shown(&bed, "images/boat.jpg"), "\xff\xd8\xff\xda");
	store_usage(bed.store, S("me"), &usage);
	assert_int_equal(usage.bytes, photo.len - 15);
	assert_int_equal(files_in(bed.folder), 2);
	bed_fini(&bed);
}

static int set_old(const char *path, const struct stat *st, int type, struct FTW *at)
{
	const time_t then = time(NULL) - 100;
	const struct timespec times[2] = {{.tv_sec = then}, {.tv_sec = then}};

	(void)st;
	(void)type;
	(void)at;
	return utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

/* As a scan does. True: POST is covered. */
static bool settle(struct bed *bed)
{
	struct overlay *overlay, *seen;
	bool is_changing;

	nftw(bed->tree.path, set_old, 16, FTW_PHYS);
	assert_int_equal(store_overlay(bed->store, &overlay), 0);
	assert_int_equal(
		overlay_compare(overlay, bed->blog, NULL, &is_changing, &seen), 0);
	store_settle(bed->store, seen);
	bool is_covered = overlay_find(seen, S(POST)) != NULL;
	overlay_unref(overlay);
	overlay_unref(seen);
	return is_covered;
}

static void the_blog_decides_what_becomes_of_an_upload(void **state)
{
	static const struct {
		const char *before, *upload, *after; /* NULL: no file */
		const char *history, *why;
	} rows[] = {
		{"A", "B", "A", "current", "it is touched only"},
		{"A", "B", "B", "done", "taken over"},
		{"A", "B", "C", "clashed", "changed by both"},
		{"A", "B", NULL, "current", "away: it may come back"},
		{NULL, "B", NULL, "current", "new"},
		{NULL, "B", "B", "done", "new and taken over"},
		{NULL, "B", "C", "clashed", "two new ones"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		bed_init(&bed);
		if (rows[i].before)
			tree_write(&bed.tree, "blog/" POST, rows[i].before);
		put(&bed, POST, rows[i].upload);
		if (rows[i].after)
			tree_write(&bed.tree, "blog/" POST, rows[i].after);
		else if (rows[i].before)
			tree_remove(&bed.tree, "blog/" POST);
		settle(&bed);
		const char *got = history(&bed, POST);
		if (strcmp(got, rows[i].history) != 0)
			fail_msg("%s: %s", rows[i].why, got);
		bed_fini(&bed);
	}
}

/* An sftp client has begun to write the file, and its next bytes are on their way. */
static void a_file_that_is_being_written_decides_nothing(void **state)
{
	const struct timespec times[2] = {
		{.tv_sec = time(NULL) - 1}, {.tv_sec = time(NULL) - 1}};
	struct overlay *overlay, *seen;
	bool is_changing;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "A");
	put(&bed, POST, "B");
	tree_write(&bed.tree, "blog/" POST, "");
	assert_int_equal(utimensat(bed.blog, POST, times, 0), 0);
	assert_int_equal(store_overlay(bed.store, &overlay), 0);
	assert_int_equal(
		overlay_compare(overlay, bed.blog, NULL, &is_changing, &seen), 0);
	assert_true(is_changing);
	assert_non_null(overlay_find(seen, S(POST)));
	store_settle(bed.store, seen);
	assert_string_equal(history(&bed, POST), "current");
	overlay_unref(overlay);
	overlay_unref(seen);
	/* All of it. */
	tree_write(&bed.tree, "blog/" POST, "B");
	settle(&bed);
	assert_string_equal(history(&bed, POST), "done");
	bed_fini(&bed);
}

/* The blog changed between two uploads of the same person, who has not seen it. */
static void a_second_upload_hides_no_change_of_the_blog(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "A");
	put(&bed, POST, "B");
	tree_write(&bed.tree, "blog/" POST, "C");
	put(&bed, POST, "D");
	settle(&bed);
	assert_string_equal(history(&bed, POST), "clashed old");
	/* Now they see it, and go on from there. */
	put(&bed, POST, "E");
	settle(&bed);
	assert_string_equal(history(&bed, POST), "current clashed old");
	bed_fini(&bed);
}

/* What the blog's author took over is brought into the blog later than the next upload came. */
static void a_deploy_of_an_earlier_version_hides_no_later_one(void **state)
{
	static const struct {
		const char *before;     /* of the blog; NULL: none */
		const char *uploads[4]; /* "-": deleted; "!": settled */
		const char *deployed;   /* NULL: none */
		const char *history, *why;
	} rows[] = {
		{NULL, {"B", "C"}, "B", "current old", "new, edited again"},
		{"A", {"B", "C"}, "B", "current old", "edited twice"},
		{"A", {"B", "C"}, "C", "done old", "the latest"},
		{"A", {"B", "C"}, "D", "clashed old", "what nobody uploaded"},
		{NULL, {"B", "-"}, "B", "current- old", "new, deleted"},
		{NULL, {"B", "-"}, NULL, "current- old", "new, deleted, not deployed"},
		{NULL, {"B", "-"}, "C", "clashed- old", "new, deleted, another there"},
		{"A", {"B", "-"}, "B", "current- old", "edited, deleted"},
		{"A", {"-", "C"}, NULL, "current old-", "deleted, written anew"},
		{"A", {"B", "!B", "C"}, "A", "clashed done", "taken back in the blog"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		uint64_t id = 0;
		bed_init(&bed);
		if (rows[i].before)
			tree_write(&bed.tree, "blog/" POST, rows[i].before);
		for (size_t k = 0; rows[i].uploads[k]; k++) {
			const char *text = rows[i].uploads[k];
			if (*text == '-') {
				assert_int_equal(store_delete(bed.store, S(POST), S("me"),
							 id, bed.blog),
					STORE_OK);
			} else if (*text == '!') {
				tree_write(&bed.tree, "blog/" POST, text + 1);
				settle(&bed);
			} else {
				id = put(&bed, POST, text);
			}
		}
		if (rows[i].deployed)
			tree_write(&bed.tree, "blog/" POST, rows[i].deployed);
		else if (rows[i].before)
			tree_remove(&bed.tree, "blog/" POST);
		settle(&bed);
		const char *got = history(&bed, POST);
		if (strcmp(got, rows[i].history) != 0)
			fail_msg("%s: %s", rows[i].why, got);
		bed_fini(&bed);
	}
}

/* In the middle of a deploy; then the same file is there again. */
static void what_is_done_while_the_file_is_away_stays(void **state)
{
	static const char *const texts[] = {"C", NULL /* deleted */};
	(void)state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct bed bed;
		bed_init(&bed);
		tree_write(&bed.tree, "blog/" POST, "A");
		uint64_t id = put(&bed, POST, "B");
		tree_remove(&bed.tree, "blog/" POST);
		if (texts[i])
			put(&bed, POST, texts[i]);
		else
			assert_int_equal(
				store_delete(bed.store, S(POST), S("me"), id, bed.blog),
				STORE_OK);
		tree_write(&bed.tree, "blog/" POST, "A");
		settle(&bed);
		assert_string_equal(
			history(&bed, POST), texts[i] ? "current old" : "current- old");
		bed_fini(&bed);
	}
}

/* A clone that takes long, a folder that is not mounted; then the same file is there again. */
static void what_a_file_was_covered_by_waits_for_it(void **state)
{
	static const struct {
		const char *upload; /* NULL: deleted */
		const char *back;   /* NULL: never */
		const char *shown, *history, *why;
	} rows[] = {
		{NULL, "A", "(deleted)", "current-", "a deletion"},
		{"B", "A", "B", "current", "an edit, which may hide it"},
		{"B", "B", "(blog)", "done", "it comes with the edit"},
		{"B", "C", "(blog)", "clashed", "it comes with another"},
		{NULL, "C", "(blog)", "clashed-", "what was deleted is another now"},
		{NULL, NULL, "(deleted)", "current-", "it does not come"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		bed_init(&bed);
		tree_write(&bed.tree, "blog/" POST, "A");
		if (rows[i].upload)
			put(&bed, POST, rows[i].upload);
		else
			assert_int_equal(
				store_delete(bed.store, S(POST), S("me"), 0, bed.blog),
				STORE_OK);
		tree_remove(&bed.tree, "blog/" POST);
		settle(&bed);
		ahead_s += 100000;
		settle(&bed);
		if (rows[i].back)
			tree_write(&bed.tree, "blog/" POST, rows[i].back);
		settle(&bed);
		const char *got = history(&bed, POST);
		if (strcmp(got, rows[i].history) != 0 ||
			strcmp(shown(&bed, POST), rows[i].shown) != 0)
			fail_msg("%s: %s, %s", rows[i].why, got, shown(&bed, POST));
		bed_fini(&bed);
	}
}

/* The blog's author took away a file that has an upload. Who uploads then means the page that is not there. */
static void what_is_uploaded_after_the_file_went_is_shown(void **state)
{
	static const struct {
		bool again;   /* the file comes back before the last upload */
		bool deleted; /* and restored, instead of uploaded */
		const char *texts[4], *why;
	} rows[] = {
		{false, false, {"B", "C"}, "another text"},
		{false, false, {"B", "B"}, "the same"},
		{false, false, {"B", "C", "D"}, "one after the other"},
		{false, true, {"B"}, "deleted and restored"},
		{true, false, {"B", "C", "D"}, "it is there again"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		bed_init(&bed);
		tree_write(&bed.tree, "blog/" POST, "A");
		uint64_t id = put(&bed, POST, rows[i].texts[0]);
		tree_remove(&bed.tree, "blog/" POST);
		assert_false(settle(&bed));
		for (size_t k = 1; rows[i].texts[k]; k++) {
			if (rows[i].again && !rows[i].texts[k + 1])
				tree_write(&bed.tree, "blog/" POST, "A");
			put(&bed, POST, rows[i].texts[k]);
		}
		if (rows[i].deleted) {
			assert_int_equal(
				store_delete(bed.store, S(POST), S("me"), id, bed.blog),
				STORE_OK);
			assert_int_equal(
				store_restore(bed.store, id, S("me"), id + 1, bed.blog),
				STORE_OK);
		}
		store_close(bed.store);
		bed_open(&bed);
		if (!settle(&bed))
			fail_msg("%s: not shown", rows[i].why);
		/* Nor does it give way to the file that it was made from. */
		tree_write(&bed.tree, "blog/" POST, "A");
		if (!settle(&bed))
			fail_msg("%s: not shown in front of the old file", rows[i].why);
		bed_fini(&bed);
	}
}

/* --- quota and faults ------------------------------------------------------------------------------ */

static void quotas_count_the_history_of_one_author(void **state)
{
	char full[400];
	struct bed bed;
	struct store_usage usage;
	(void)state;

	bed_init(&bed);
	bed.store = (store_close(bed.store), NULL);
	bed.options.quota_bytes = 1000;
	bed.options.quota_files = 4;
	bed_open(&bed);
	for (int c = 'a'; c < 'c'; c++) {
		memset(full, c, sizeof(full));
		assert_int_equal(put_as(&bed, POST, "me", slice(full, sizeof(full)),
					 STORE_CURRENT, NULL),
			STORE_OK);
	}
	memset(full, 'c', sizeof(full));
	assert_int_equal(
		put_as(&bed, POST, "me", slice(full, sizeof(full)), STORE_CURRENT, NULL),
		STORE_FULL_BYTES);
	assert_int_equal(put_as(&bed, POST, "friend", slice(full, sizeof(full)),
				 STORE_CURRENT, NULL),
		STORE_OK);
	put(&bed, "a.md", "1");
	put(&bed, "b.md", "2");
	assert_int_equal(put_as(&bed, "c.md", "me", S("3"), STORE_CURRENT, NULL),
		STORE_FULL_FILES);
	store_usage(bed.store, S("me"), &usage);
	assert_int_equal(usage.bytes, 802);
	assert_int_equal(usage.files, 4);
	assert_int_equal(usage.current, 2);
	bed_fini(&bed);
}

static void what_others_are_sending_counts(void **state)
{
	struct bed bed;
	struct store_upload *upload, *other;
	(void)state;

	bed_init(&bed);
	bed.store = (store_close(bed.store), NULL);
	bed.options.quota_bytes = 1500;
	bed_open(&bed);
	const struct store_request request = request_of(&bed, POST, "me", 1000);
	assert_int_equal(store_begin(bed.store, &request, &upload), STORE_OK);
	assert_int_equal(store_begin(bed.store, &request, &other), STORE_FULL_BYTES);
	store_abandon(upload);
	assert_int_equal(store_begin(bed.store, &request, &other), STORE_OK);
	store_abandon(other);
	assert_int_equal(files_in(bed.folder), 0);
	bed_fini(&bed);
}

/* While front matter is added to an upload, another person begins one. */
static void what_grows_at_its_end_takes_no_room_from_others(void **state)
{
	struct bed bed;
	struct store_upload *upload;
	(void)state;

	bed_init(&bed);
	struct store_request request = request_of(&bed, POST, "me", 5);
	assert_int_equal(store_begin(bed.store, &request, &upload), STORE_OK);
	upload->size_bytes = 50;
	assert_int_equal(put_as(&bed, "b.md", "friend", S("Boat."), STORE_CURRENT, NULL),
		STORE_OK);
	store_abandon(upload);
	bed_fini(&bed);
}

static void a_disk_that_is_nearly_full_takes_none(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	bed.store = (store_close(bed.store), NULL);
	bed.options.spare_bytes = UINT64_MAX / 2;
	bed_open(&bed);
	assert_int_equal(put_as(&bed, POST, "me", S("Boat."), STORE_CURRENT, NULL),
		STORE_NO_SPACE);
	assert_int_equal(files_in(bed.folder), 0);
	bed_fini(&bed);
}

/* A folder has the place of the index. */
static void what_cannot_be_written_did_not_happen(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "Old.");
	char *index = tree_at(&bed.tree, "store/index.yaml");
	char *away = tree_at(&bed.tree, "away");
	assert_int_equal(rename(index, away), 0);
	tree_folder(&bed.tree, "store/index.yaml");
	assert_int_equal(
		put_as(&bed, POST, "me", S("New."), STORE_CURRENT, NULL), STORE_FAILED);
	assert_int_equal(rmdir(index), 0);
	assert_int_equal(rename(away, index), 0);
	assert_string_equal(shown(&bed, POST), "Old.");
	assert_int_equal(files_in(bed.folder), 2);
	free(index);
	free(away);
	bed_fini(&bed);
}

/* What is uploaded into a folder that nobody looks for is lost with the next start. */
static void a_folder_that_was_moved_takes_nothing(void **state)
{
	static const struct {
		bool replaced; /* by a copy of it, as from a backup */
		const char *why;
	} rows[] = {{false, "moved away"}, {true, "replaced"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		auto_buf struct buf index = BUF(0);
		bed_init(&bed);
		uint64_t id = put(&bed, POST, "Old.");
		auto_close int folder =
			open(bed.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		assert_int_equal(
			file_read_beneath(folder, S("index.yaml"), 0, &index), 0);
		auto_free char *away = tree_at(&bed.tree, "away");
		assert_int_equal(rename(bed.folder, away), 0);
		if (rows[i].replaced) {
			tree_write_bytes(
				&bed.tree, "store/index.yaml", index.ptr, index.len);
			tree_write(&bed.tree, "store/1.text", "Old.");
		}
		if (put_as(&bed, POST, "me", S("New."), STORE_CURRENT, NULL) !=
				STORE_FAILED ||
			store_delete(bed.store, S(POST), S("me"), id, bed.blog) !=
				STORE_FAILED)
			fail_msg("%s: not refused", rows[i].why);
		assert_int_equal(files_in(away), 2);
		/* Readers see what they saw. */
		assert_string_equal(shown(&bed, POST), "Old.");
		if (rows[i].replaced) {
			tree_remove(&bed.tree, "store/index.yaml");
			tree_remove(&bed.tree, "store/1.text");
			assert_int_equal(rmdir(bed.folder), 0);
		}
		assert_int_equal(rename(away, bed.folder), 0);
		put(&bed, POST, "New.");
		bed_fini(&bed);
	}
}

/* The text fits, its line in the index does not. */
static void without_a_line_in_the_index_nothing_is_left(void **state)
{
	struct rlimit before, tight;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "Old.");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight = before;
	tight.rlim_cur = 200;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	enum store_result result =
		put_as(&bed, POST, "me", S("New."), STORE_CURRENT, NULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(result, STORE_FAILED);
	assert_string_equal(shown(&bed, POST), "Old.");
	assert_int_equal(files_in(bed.folder), 2);
	/* The next one is kept, under the number that the other did not get. */
	assert_int_equal(put(&bed, POST, "New."), 2);
	bed_fini(&bed);
}

/* The disk fails when the new index has its name already. */
static void what_is_in_the_index_happened(void **state)
{
	struct bed bed;
	size_t erased;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "Old.");
	folders_fail = true;
	enum store_result kept = put_as(&bed, POST, "me", S("New."), STORE_CURRENT, NULL);
	size_t files = files_in(bed.folder);
	unsigned changes = bed.changes;
	const char *now = shown(&bed, POST);
	enum store_result gone = store_forget(bed.store, S(POST), 0, &erased);
	folders_fail = false;
	assert_string_equal(now, "New.");
	assert_int_equal(kept, STORE_OK);
	assert_int_equal(files, 3);
	assert_int_equal(changes, 2);
	assert_int_equal(gone, STORE_OK);
	assert_int_equal(erased, 2);
	assert_int_equal(files_in(bed.folder), 1);
	bed_fini(&bed);
}

static void what_cannot_be_removed_is_not_said_to_be_erased(void **state)
{
	struct bed bed;
	size_t erased;
	(void)state;

	bed_init(&bed);
	for (int i = 0; i < STORE_TEXT_VERSIONS + 1; i++)
		put(&bed, POST, arena_printf(&bed.arena, "Boat %d", i).ptr);
	removals_fail = true;
	/* The history is not what was asked for. */
	enum store_result kept =
		put_as(&bed, POST, "me", S("Boat."), STORE_CURRENT, NULL);
	unsigned changes = bed.changes;
	enum store_result gone = store_forget(bed.store, S(POST), 0, &erased);
	removals_fail = false;
	assert_int_equal(kept, STORE_OK);
	assert_int_equal(gone, STORE_FAILED);
	/* But readers do not see it. */
	assert_int_equal(bed.changes, changes + 1);
	assert_string_equal(shown(&bed, POST), "(blog)");
	assert_int_equal(files_in(bed.folder), STORE_TEXT_VERSIONS + 3);
	/* The next start does it. */
	store_close(bed.store);
	bed_open(&bed);
	assert_int_equal(files_in(bed.folder), 1);
	bed_fini(&bed);
}

/* For a moment the process has all the descriptors that it may have. */
static void a_moment_without_descriptors_passes(void **state)
{
	struct rlimit before, tight;
	struct overlay *overlay;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "Boat.");
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	int next = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_true(next >= 0);
	close(next);
	tight = before;
	tight.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	int error = store_overlay(bed.store, &overlay);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(error, -EMFILE);
	assert_string_equal(shown(&bed, POST), "Boat.");
	bed_fini(&bed);
}

/* The same overlay is no reason for a scan, which would try it again, and again. */
static void what_cannot_be_written_down_changes_nothing_to_scan(void **state)
{
	struct rlimit before, tight;
	struct overlay *first, *seen, *second;
	bool is_changing;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	put(&bed, POST, "Boat.");
	tree_write(&bed.tree, "blog/" POST, "Boat.");
	nftw(bed.tree.path, set_old, 16, FTW_PHYS);
	assert_int_equal(store_overlay(bed.store, &first), 0);
	assert_int_equal(overlay_compare(first, bed.blog, NULL, &is_changing, &seen), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight = before;
	tight.rlim_cur = 100;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	store_settle(bed.store, seen);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_string_equal(history(&bed, POST), "current");
	assert_int_equal(store_overlay(bed.store, &second), 0);
	assert_ptr_equal(first, second);
	overlay_unref(seen);
	overlay_unref(first);
	overlay_unref(second);
	/* The next scan can. */
	settle(&bed);
	assert_string_equal(history(&bed, POST), "done");
	assert_string_equal(shown(&bed, POST), "(blog)");
	bed_fini(&bed);
}

/* In a view of the file system of its own; ends with 77 where that is not permitted. */
static void fill_a_small_disk(struct bed *bed)
{
	static char bytes[100000];
	enum store_result result = STORE_OK;
	unsigned count = 0;

	if (unshare(CLONE_NEWNS) ||
		mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) ||
		mount("none", bed->folder, "tmpfs", 0, "size=1m"))
		_exit(77);
	store_close(bed->store);
	bed->options.changed = NULL;
	if (store_open(bed->folder, &bed->options, &bed->store))
		_exit(1);
	for (; count < 100 && result == STORE_OK; count++) {
		struct slice name = arena_printf(&bed->arena, "images/%u.gif", count);
		memset(bytes, (int)count, sizeof(bytes));
		result = put_as(bed, name.ptr, "me", slice(bytes, sizeof(bytes)),
			STORE_CURRENT, NULL);
	}
	struct store_usage usage;
	store_usage(bed->store, slice_none, &usage);
	/* As many files as were acknowledged, and the index. */
	_exit(result == STORE_NO_SPACE && count > 3 && usage.current == count - 1 &&
				files_in(bed->folder) == count
			? 0
			: 1);
}

static void a_full_disk_keeps_what_there_is(void **state)
{
	struct bed bed;
	int status;
	(void)state;

	bed_init(&bed);
	bed.options.mark = NULL;
	bed.options.quota_bytes = UINT64_MAX;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		fill_a_small_disk(&bed);
	assert_int_equal(waitpid(child, &status, 0), child);
	bed_fini(&bed);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void an_index_that_is_damaged_is_not_taken_for_another(void **state)
{
	struct bed bed;
	struct overlay *overlay;
	auto_buf struct buf whole = BUF(0);
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "Blog.");
	put(&bed, "a \"b\": c\n.md", "A");
	put(&bed, POST, "Edited.");
	auto_close int folder = open(bed.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(file_read_beneath(folder, S("index.yaml"), 0, &whole), 0);
	store_close(bed.store);
	/* The last line end may go. */
	for (size_t len = 0; len + 1 < whole.len; len += 7) {
		tree_write_bytes(&bed.tree, "store/index.yaml", whole.ptr, len);
		if (store_open(bed.folder, &bed.options, &bed.store) != -EBADMSG)
			fail_msg("cut at %zu of %zu", len, whole.len);
	}
	tree_remove(&bed.tree, "store/index.yaml");
	assert_int_equal(store_open(bed.folder, &bed.options, &bed.store), -ENODATA);
	tree_write_bytes(&bed.tree, "store/index.yaml", whole.ptr, whole.len);
	bed_open(&bed);
	assert_string_equal(shown(&bed, POST), "Edited.");
	/* While it runs, too. */
	tree_write_bytes(&bed.tree, "store/index.yaml", whole.ptr, whole.len / 2);
	assert_int_equal(store_overlay(bed.store, &overlay), -EBADMSG);
	tree_remove(&bed.tree, "store/index.yaml");
	assert_int_equal(store_overlay(bed.store, &overlay), -ENODATA);
	tree_write_bytes(&bed.tree, "store/index.yaml", whole.ptr, whole.len);
	assert_string_equal(shown(&bed, "a \"b\": c\n.md"), "A");
	bed_fini(&bed);
}

/* What is on the disk is not called lost. */
static void uploads_are_kept_without_their_mark(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed);
	free(bed.mark);
	bed.mark = tree_at(&bed.tree, "none/mark");
	bed.options.mark = bed.mark;
	store_close(bed.store);
	bed_open(&bed);
	put(&bed, POST, "A");
	assert_string_equal(shown(&bed, POST), "A");
	store_close(bed.store);
	bed_open(&bed);
	assert_string_equal(shown(&bed, POST), "A");
	tree_folder(&bed.tree, "none");
	put(&bed, POST, "B");
	assert_int_equal(file_is_there(bed.mark), 1);
	bed_fini(&bed);
}

static struct overlay_item item_of(struct bed *bed, const char *source)
{
	struct overlay *overlay;

	assert_int_equal(store_overlay(bed->store, &overlay), 0);
	const struct overlay_item item = *overlay_find(overlay, slice_str(source));
	overlay_unref(overlay);
	return item;
}

/* The index and the files are of two backups. */
static void a_version_without_its_file_covers_all_the_same(void **state)
{
	struct overlay *before, *after;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.tree, "blog/" POST, "Blog.");
	put(&bed, POST, "A");
	put(&bed, "c.md", "C");
	assert_string_equal(shown(&bed, POST), "A");
	assert_int_equal(store_overlay(bed.store, &before), 0);
	tree_remove(&bed.tree, "store/1.text");
	/* A scan finds out, and says so. */
	store_look_again(bed.store);
	assert_string_equal(shown(&bed, POST), "(lost)");
	assert_string_equal(shown(&bed, "c.md"), "C");
	/* The same after a start; it is looked for, and not made anew each time. */
	store_close(bed.store);
	bed_open(&bed);
	assert_string_equal(shown(&bed, POST), "(lost)");
	overlay_unref(before);
	assert_int_equal(store_overlay(bed.store, &before), 0);
	assert_int_equal(store_overlay(bed.store, &after), 0);
	assert_ptr_equal(before, after);
	overlay_unref(before);
	overlay_unref(after);
	/* It is put back, or another takes its place, or it is erased. */
	tree_write(&bed.tree, "store/1.text", "A");
	assert_string_equal(shown(&bed, POST), "A");
	tree_remove(&bed.tree, "store/1.text");
	store_look_again(bed.store);
	assert_string_equal(shown(&bed, POST), "(lost)");
	assert_false(item_of(&bed, POST).opens);
	put(&bed, POST, "---\ndg-publish: true\n---\n");
	store_close(bed.store);
	bed_open(&bed);
	assert_true(item_of(&bed, POST).opens);
	tree_remove(&bed.tree, "store/3.text");
	store_look_again(bed.store);
	assert_string_equal(shown(&bed, POST), "(lost)");
	size_t erased;
	assert_int_equal(store_forget(bed.store, S(POST), 0, &erased), STORE_OK);
	assert_string_equal(shown(&bed, POST), "(blog)");
	bed_fini(&bed);
}

/* The index is as a server wrote it that did not look for words. */
static void forget_words(struct bed *bed)
{
	static const char words[] = ", opens: false";
	auto_buf struct buf index = BUF(0);
	auto_close int folder = open(bed->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *at;

	store_close(bed->store);
	assert_int_equal(file_read_beneath(folder, S("index.yaml"), 0, &index), 0);
	buf_putc(&index, '\0');
	while ((at = strstr(index.ptr, words)))
		memmove(at, at + strlen(words), strlen(at + strlen(words)) + 1);
	tree_write(&bed->tree, "store/index.yaml", index.ptr);
	bed_open(bed);
}

/* Its words are those of post_visibility.c, in any spelling of a key that is one to it. */
static void a_text_that_may_keep_others_back_is_known(void **state)
{
	static const struct {
		const char *text;
		bool opens;
	} rows[] = {
		{"---\npublish: true\n---\n", true},
		{"---\nDG-Publish: true\n---\n", true},
		{"---\ndg_home: true\n---\n", true},
		{"---\n\"p\\u0075blish\": true\n---\n", true},
		{"---\n\"\\x64g-home\": true\n---\n", true},
		{"---\ntitle: At home\n---\nA path: c:\\boat\n", false},
		{"", false},
	};
	struct bed bed;
	(void)state;

	bed_init(&bed);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *path = arena_printf(&bed.arena, "%zu.md", i).ptr;
		if (*rows[i].text)
			put(&bed, path, rows[i].text);
	}
	/* One of a server that did not ask, and one that was asked. */
	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i + 1 < COUNT(rows); i++) {
			const char *path = arena_printf(&bed.arena, "%zu.md", i).ptr;
			if (item_of(&bed, path).opens != (rows[i].opens || again))
				fail_msg("%d: %s", again, rows[i].text);
		}
		forget_words(&bed);
	}
	bed_fini(&bed);
}

/* What stands in the index for a file is that file's name, whatever it has in it. */
static void a_name_is_the_same_in_the_index(void **state)
{
	static const char *const names[] = {"a\xEF\xBB\xBF.md", "\xEF\xBB\xBF.md",
		"a\xEF\xBF\xBE.md", "a\xEF\xBF\xBF.md", "a\xE2\x80\xA8.md",
		"a\xE2\x80\xA9.md", "a\xC2\x85.md", "a\r.md", "a\t\x7F\x1B.md",
		"a\xEF\xBF\xBD.md", " a\\u0041\"' .md", "#a: {b}.md"};
	struct bed bed;
	(void)state;

	bed_init(&bed);
	for (size_t i = 0; i < COUNT(names); i++)
		put(&bed, names[i], arena_printf(&bed.arena, "Text %zu", i).ptr);
	store_close(bed.store);
	bed_open(&bed);
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *got = shown(&bed, names[i]);
		if (strcmp(got, arena_printf(&bed.arena, "Text %zu", i).ptr) != 0)
			fail_msg("name %zu: %s", i, got);
	}
	/* One that is no text cannot stand there. */
	tree_write(&bed.tree, "blog/\xFF.md", "Blog.");
	assert_int_equal(store_delete(bed.store, S("\xFF.md"), S("me"), 0, bed.blog),
		STORE_FAILED);
	assert_string_equal(history(&bed, "\xEF\xBF\xBD.md"), "");
	bed_fini(&bed);
}

/* As the guide says, from a backup; the server is stopped, or not. */
static void an_older_index_loses_no_newer_upload(void **state)
{
	static const struct {
		bool lost, runs; /* no index and no mark instead; while the server runs */
		const char *why;
	} rows[] = {{false, false, "older"}, {false, true, "older, running"},
		{true, false, "begun without"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf old = BUF(0), newest = BUF(0), text = BUF(0);
		struct bed bed;
		bed_init(&bed);
		auto_close int folder =
			open(bed.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		put(&bed, POST, "A");
		assert_int_equal(file_read_beneath(folder, S("index.yaml"), 0, &old), 0);
		put(&bed, POST, "B");
		put(&bed, "c.md", "C");
		assert_int_equal(
			file_read_beneath(folder, S("index.yaml"), 0, &newest), 0);
		if (!rows[i].runs)
			bed.store = (store_close(bed.store), NULL);
		if (rows[i].lost) {
			tree_remove(&bed.tree, "store/index.yaml");
			tree_remove(&bed.tree, "mark");
		} else {
			tree_write_bytes(&bed.tree, "store/index.yaml", old.ptr, old.len);
		}
		if (!rows[i].runs)
			bed_open(&bed);
		assert_string_equal(shown(&bed, POST), rows[i].lost ? "(blog)" : "A");
		assert_int_equal(put(&bed, POST, "D"), 4);
		/* What the first start leaves, the next ones leave. */
		for (int k = 0; k < 2; k++) {
			store_close(bed.store);
			bed_open(&bed);
			assert_int_equal(put(&bed, POST, k ? "F" : "E"), 5 + k);
		}
		bed.store = (store_close(bed.store), NULL);
		tree_write_bytes(&bed.tree, "store/index.yaml", newest.ptr, newest.len);
		bed_open(&bed);
		if (strcmp(shown(&bed, POST), "B") != 0 ||
			strcmp(shown(&bed, "c.md"), "C") != 0)
			fail_msg("%s: a newer upload is lost", rows[i].why);
		/* Nor is what was uploaded with the older one. */
		assert_int_equal(file_read_beneath(folder, S("6.text"), 0, &text), 0);
		assert_int_equal(put(&bed, POST, "G"), 7);
		bed_fini(&bed);
	}
}

static bool is_newer(const struct stat *a, const struct stat *b)
{
	return a->st_ctim.tv_sec != b->st_ctim.tv_sec
		       ? a->st_ctim.tv_sec > b->st_ctim.tv_sec
		       : a->st_ctim.tv_nsec > b->st_ctim.tv_nsec;
}

/* One upload more than the index knows: a kill's leavings, or the index of the moment before was put back. */
static void one_file_more_is_kept_if_it_is_older(void **state)
{
	static const struct {
		bool put_back;
		const char *why;
	} rows[] = {{false, "a kill's"}, {true, "an index that was put back"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf old = BUF(0);
		struct stat file, index;
		struct bed bed;
		bed_init(&bed);
		auto_close int folder =
			open(bed.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		put(&bed, POST, "A");
		assert_int_equal(file_read_beneath(folder, S("index.yaml"), 0, &old), 0);
		if (rows[i].put_back)
			put(&bed, POST, "B");
		else
			tree_write(&bed.tree, "store/2.text", "B");
		bed.store = (store_close(bed.store), NULL);
		/* Once the file system's clock has gone on. */
		do {
			if (rows[i].put_back)
				tree_write_bytes(
					&bed.tree, "store/index.yaml", old.ptr, old.len);
			assert_int_equal(fstatat(folder, "2.text", &file, 0), 0);
			assert_int_equal(fstatat(folder, "index.yaml", &index, 0), 0);
		} while (rows[i].put_back && !is_newer(&index, &file));
		for (int k = 0; k < 2; k++) {
			bed_open(&bed);
			if ((faccessat(folder, "2.text", F_OK, 0) == 0) !=
				rows[i].put_back)
				fail_msg("%s, start %d", rows[i].why, k);
			bed.store = (store_close(bed.store), NULL);
		}
		bed_open(&bed);
		assert_string_equal(shown(&bed, POST), "A");
		assert_int_equal(put(&bed, POST, "C"), rows[i].put_back ? 3 : 2);
		bed_fini(&bed);
	}
}

/* --- several at once ------------------------------------------------------------------------------- */

struct writer {
	struct bed *bed;
	struct store *store;
	const char *author;
};

static void *write_many(void *data)
{
	struct writer *writer = data;

	for (int i = 0; i < 20; i++) {
		char source[32], text[32];
		snprintf(source, sizeof(source), "%s-%d.md", writer->author, i % 5);
		snprintf(text, sizeof(text), "%s %d", writer->author, i);
		const struct store_request request =
			request_of(writer->bed, source, writer->author, strlen(text));
		struct store_upload *upload;
		if (store_begin(writer->store, &request, &upload) != STORE_OK)
			return (void *)"begin";
		if (store_append(upload, slice_str(text)) != STORE_OK)
			return (void *)"append";
		if (store_finish(upload, STORE_CURRENT, NULL, NULL) != STORE_OK)
			return (void *)"finish";
	}
	return NULL;
}

/* Two of one process, and one that opened the folder for itself, as a command does. */
static void authors_at_once_lose_nothing(void **state)
{
	struct bed bed;
	struct store *other;
	pthread_t threads[3];
	(void)state;

	bed_init(&bed);
	bed.options.changed = NULL;
	store_close(bed.store);
	bed_open(&bed);
	assert_int_equal(store_open(bed.folder, &bed.options, &other), 0);
	struct writer writers[] = {{&bed, bed.store, "me"}, {&bed, bed.store, "friend"},
		{&bed, other, "cli"}};
	for (size_t i = 0; i < COUNT(writers); i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, write_many, &writers[i]), 0);
	for (size_t i = 0; i < COUNT(writers); i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		if (failed)
			fail_msg("%s: %s", writers[i].author, (const char *)failed);
	}
	for (size_t i = 0; i < COUNT(writers); i++) {
		for (int k = 0; k < 5; k++) {
			char source[32], text[32];
			snprintf(
				source, sizeof(source), "%s-%d.md", writers[i].author, k);
			snprintf(text, sizeof(text), "%s %d", writers[i].author, k + 15);
			assert_string_equal(shown(&bed, source), text);
			assert_string_equal(history(&bed, source), "current old old old");
		}
	}
	store_close(other);
	bed_fini(&bed);
}

/* Uploads until it is killed; writes the number of each that was acknowledged. */
static void upload_until_killed(struct bed *bed, int out, unsigned from)
{
	for (unsigned i = from;; i++) {
		char text[64];
		snprintf(text, sizeof(text), "Version %u.", i);
		if (put_as(bed, POST, "me", slice_str(text), STORE_CURRENT, NULL) !=
				STORE_OK ||
			write(out, &i, sizeof(i)) != sizeof(i))
			_exit(1);
	}
}

/* Every version is whole, nothing else is in the folder, and the current one is at least @acknowledged. */
static void check_whole(struct bed *bed, unsigned acknowledged)
{
	struct store_version *list;
	size_t count;
	unsigned shown_number = 0;

	assert_int_equal(
		store_versions(bed->store, &bed->arena, slice_none, &list, &count), 0);
	for (size_t i = 0; i < count; i++) {
		char digits[SHA256_DIGITS];
		auto_close int fd = store_version_open(bed->store, &list[i]);
		assert_true(fd >= 0);
		assert_int_equal(sha256_file(fd, digits), 0);
		assert_true(slice_eq(slice(digits, sizeof(digits)), list[i].hash));
	}
	assert_int_equal(files_in(bed->folder), count ? count + 1 : 0);
	if (count)
		shown_number = (unsigned)strtoul(
			shown(bed, POST) + strlen("Version "), NULL, 10);
	if (shown_number < acknowledged)
		fail_msg("%u was acknowledged, %u is there", acknowledged, shown_number);
}

/* P38. SPLASHDOWN_KILLS: how often; hard tests ask for more. */
static void a_kill_at_any_moment_loses_nothing(void **state)
{
	const char *asked = getenv("SPLASHDOWN_KILLS");
	unsigned kills = asked ? (unsigned)strtoul(asked, NULL, 10) : 25;
	unsigned acknowledged = 0;
	struct bed bed;
	(void)state;

	bed_init(&bed);
	srandom(1);
	for (unsigned i = 0; i < kills; i++) {
		const struct timespec wait = {.tv_nsec = random() % 6000000};
		int ends[2];
		assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0)
			upload_until_killed(&bed, ends[1], acknowledged + 1);
		close(ends[1]);
		nanosleep(&wait, NULL);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while (read(ends[0], &acknowledged, sizeof(acknowledged)) > 0)
			;
		close(ends[0]);
		store_close(bed.store);
		bed_open(&bed);
		check_whole(&bed, acknowledged);
	}
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_upload_is_seen_once_it_is_whole),
		cmocka_unit_test(what_is_no_whole_upload_leaves_nothing),
		cmocka_unit_test(an_upload_takes_the_place_of_what_was_expected),
		cmocka_unit_test(the_last_ten_texts_are_kept),
		cmocka_unit_test(what_is_deleted_is_covered_and_comes_back),
		cmocka_unit_test(what_nobody_saw_is_not_erased_nor_replaced),
		cmocka_unit_test(what_is_forgotten_is_nowhere),
		cmocka_unit_test(a_draft_is_seen_by_nobody_and_ends_with_the_next),
		cmocka_unit_test(the_same_bytes_make_no_version),
		cmocka_unit_test(a_picture_does_not_say_where_it_was_taken),
		cmocka_unit_test(the_blog_decides_what_becomes_of_an_upload),
		cmocka_unit_test(a_file_that_is_being_written_decides_nothing),
		cmocka_unit_test(a_second_upload_hides_no_change_of_the_blog),
		cmocka_unit_test(a_deploy_of_an_earlier_version_hides_no_later_one),
		cmocka_unit_test(what_is_done_while_the_file_is_away_stays),
		cmocka_unit_test(what_a_file_was_covered_by_waits_for_it),
		cmocka_unit_test(what_is_uploaded_after_the_file_went_is_shown),
		cmocka_unit_test(quotas_count_the_history_of_one_author),
		cmocka_unit_test(what_others_are_sending_counts),
		cmocka_unit_test(what_grows_at_its_end_takes_no_room_from_others),
		cmocka_unit_test(a_disk_that_is_nearly_full_takes_none),
		cmocka_unit_test(what_cannot_be_written_did_not_happen),
		cmocka_unit_test(a_folder_that_was_moved_takes_nothing),
		cmocka_unit_test(without_a_line_in_the_index_nothing_is_left),
		cmocka_unit_test(what_is_in_the_index_happened),
		cmocka_unit_test(what_cannot_be_removed_is_not_said_to_be_erased),
		cmocka_unit_test(a_moment_without_descriptors_passes),
		cmocka_unit_test(what_cannot_be_written_down_changes_nothing_to_scan),
		cmocka_unit_test(a_full_disk_keeps_what_there_is),
		cmocka_unit_test(an_index_that_is_damaged_is_not_taken_for_another),
		cmocka_unit_test(uploads_are_kept_without_their_mark),
		cmocka_unit_test(a_version_without_its_file_covers_all_the_same),
		cmocka_unit_test(a_text_that_may_keep_others_back_is_known),
		cmocka_unit_test(a_name_is_the_same_in_the_index),
		cmocka_unit_test(an_older_index_loses_no_newer_upload),
		cmocka_unit_test(one_file_more_is_kept_if_it_is_older),
		cmocka_unit_test(authors_at_once_lose_nothing),
		cmocka_unit_test(a_kill_at_any_moment_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
