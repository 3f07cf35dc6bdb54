/* SPDX-License-Identifier: MIT */
#include "app/uploads.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

#define HOST "reef.example"
#define KEY  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char friend_only[] = "people:\n  \"ann\": [\"" KEY "\"]\n";
static const char with_writer[] =
	"people:\n  \"ann\": [\"" KEY "\"]\nwriters:\n  - \"ann\"\n";

struct bed {
	struct tree tree; /* "blog", "state" */
	struct config config;
	struct config_site site;
	struct slice host;
	struct sandbox sandbox;
	struct uploads *uploads;
	unsigned changes;
	const struct store *changed;
};

static void note(void *ctx, const struct store *store)
{
	struct bed *bed = ctx;

	bed->changes++;
	bed->changed = store;
}

static void bed_init(struct bed *bed, const char *people)
{
	*bed = (struct bed){.host = S(HOST)};
	tree_init(&bed->tree);
	tree_folder(&bed->tree, "blog");
	tree_folder(&bed->tree, "state");
	if (people)
		tree_write(&bed->tree, "state/people.yaml", people);
	config_init(&bed->config);
	struct arena *arena = &bed->config.arena;
	bed->config.state = arena_printf(arena, "%s/state", bed->tree.path);
	bed->config.upload_folder =
		arena_printf(arena, "%s/state/uploads", bed->tree.path);
	bed->site = bed->config.site;
	bed->site.folder = arena_printf(arena, "%s/blog", bed->tree.path);
	bed->site.hosts = (struct slices){&bed->host, 1};
	bed->config.sites = &bed->site;
	bed->config.site_count = 1;
	sandbox_init(&bed->sandbox);
	bed->uploads = uploads_new(note, bed);
}

static void bed_fini(struct bed *bed)
{
	uploads_free(bed->uploads);
	sandbox_fini(&bed->sandbox);
	config_fini(&bed->config);
	tree_fini(&bed->tree);
}

/* As if the server was started anew. */
static int again(struct bed *bed)
{
	uploads_free(bed->uploads);
	bed->uploads = uploads_new(note, bed);
	return uploads_open(bed->uploads, &bed->config, &bed->sandbox);
}

static void upload(struct bed *bed)
{
	struct store *store = uploads_of(bed->uploads, bed->host);
	auto_close int blog =
		open(bed->site.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct store_request request = {.source = S("x.md"),
		.author = S("ann"),
		.kind = STORE_TEXT,
		.size_bytes = 5,
		.blog = blog};
	struct store_upload *upload;

	assert_int_equal(store_begin(store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, S("Text\n")), STORE_OK);
	assert_int_equal(store_finish(upload, STORE_CURRENT, NULL, NULL), STORE_OK);
	assert_int_equal(bed->changes, 1);
	assert_ptr_equal(bed->changed, store);
}

static void there_is_a_folder_once_there_are_writers(void **state)
{
	struct bed bed;
	struct stat st;
	(void)state;

	bed_init(&bed, friend_only);
	char *folder = tree_at(&bed.tree, "state/uploads/" HOST);
	assert_int_equal(again(&bed), 0);
	assert_null(uploads_of(bed.uploads, bed.host));
	assert_int_equal(stat(folder, &st), -1);
	tree_write(&bed.tree, "state/people.yaml", with_writer);
	/* Within the sandbox nobody makes it ... */
	assert_int_equal(uploads_open(bed.uploads, &bed.config, NULL), 0);
	assert_null(uploads_of(bed.uploads, bed.host));
	/* ... but `splashdown people` and a start. */
	assert_int_equal(uploads_make_folder(&bed.config, bed.host), 0);
	assert_int_equal(uploads_open(bed.uploads, &bed.config, NULL), 0);
	assert_non_null(uploads_of(bed.uploads, bed.host));
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	free(folder);
	bed_fini(&bed);
}

/* P28: what was deleted does not come back. */
static void lost_uploads_end_the_start(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed, with_writer);
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	assert_int_equal(again(&bed), 0);
	tree_rename(&bed.tree, "state/uploads", "away");
	assert_int_equal(again(&bed), -ENODATA);
	tree_folder(&bed.tree, "state/uploads/" HOST);
	assert_int_equal(again(&bed), -ENODATA);
	tree_remove(&bed.tree, "state/uploads/" HOST);
	tree_remove(&bed.tree, "state/uploads");
	tree_rename(&bed.tree, "away", "state/uploads");
	assert_int_equal(again(&bed), 0);
	tree_write(&bed.tree, "state/uploads/" HOST "/index.yaml", "next: 2\n");
	assert_int_equal(again(&bed), -EBADMSG);
	bed_fini(&bed);
}

/* Nobody may write any more: what they wrote stays. */
static void uploads_outlive_their_writers(void **state)
{
	struct bed bed;
	(void)state;

	bed_init(&bed, with_writer);
	assert_int_equal(again(&bed), 0);
	upload(&bed);
	tree_remove(&bed.tree, "state/people.yaml");
	assert_int_equal(again(&bed), 0);
	assert_non_null(uploads_of(bed.uploads, bed.host));
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_is_a_folder_once_there_are_writers),
		cmocka_unit_test(lost_uploads_end_the_start),
		cmocka_unit_test(uploads_outlive_their_writers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
