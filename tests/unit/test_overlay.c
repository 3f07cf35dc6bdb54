/* SPDX-License-Identifier: MIT */
#include "source/overlay.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "base/file.h"
#include "base/sha256.h"
#include "scan/closed.h"
#include "scan/poll.h"
#include "site/body.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* An upload: what it is made from, what it says. */
struct upload {
	const char *source;
	const char *base; /* NULL: no file of the blog */
	const char *text; /* NULL: deleted */
};

struct bed {
	struct arena arena;
	struct tree blog, store;
	struct overlay_item items[32];
	size_t count;
	uint64_t id;
};

static void bed_init(struct bed *bed)
{
	*bed = (struct bed){0};
	tree_init(&bed->blog);
	tree_init(&bed->store);
}

static void bed_fini(struct bed *bed)
{
	tree_fini(&bed->blog);
	tree_fini(&bed->store);
	arena_fini(&bed->arena);
}

static struct slice hash_of(struct arena *arena, const char *text)
{
	char digits[SHA256_DIGITS];

	if (!text)
		return slice_none;
	sha256(slice_str(text), digits);
	return arena_dup(arena, slice(digits, sizeof(digits)));
}

/* One more, or another instead of the one with the same source. */
static void upload(struct bed *bed, const struct upload *it)
{
	size_t at = 0;

	while (at < bed->count && !slice_eq(bed->items[at].source, slice_str(it->source)))
		at++;
	if (at == bed->count)
		bed->count++;
	assert_true(bed->count <= COUNT(bed->items));
	struct overlay_item *item = &bed->items[at];
	*item = (struct overlay_item){
		.source = arena_dup(&bed->arena, slice_str(it->source)),
		.base = hash_of(&bed->arena, it->base),
		.hash = hash_of(&bed->arena, it->text),
		.id = ++bed->id,
	};
	if (!it->text)
		return;
	item->file = arena_printf(&bed->arena, "%llu", (unsigned long long)item->id);
	tree_write(&bed->store, item->file.ptr, it->text);
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

static const struct reader_zone letters = {
	.path = S("/letters/"), .title = S("Letters to friends")};

static int try_scan(const struct bed *bed, const struct site *previous,
	const struct scan_hint *hint, struct site **out)
{
	auto_close int folder = open(bed->store.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct overlay *overlay;
	assert_int_equal(overlay_new(folder, bed->items, bed->count, &overlay), 0);
	const struct site_config config = {.folder = bed->blog.path,
		.pages = true,
		.source = true,
		.zones = {&letters, 1},
		.overlay = bed->count ? overlay : NULL};

	int error = scan(&config, previous, hint, SITE_CHECK_NOW, out);
	overlay_unref(overlay);
	return error;
}

static struct site *scan_bed(
	const struct bed *bed, const struct site *previous, const struct scan_hint *hint)
{
	struct site *site;

	assert_int_equal(nftw(bed->blog.path, set_old, 16, FTW_PHYS), 0);
	assert_int_equal(try_scan(bed, previous, hint, &site), 0);
	return site;
}

static const struct tree_file blog[] = {
	{"_config.yml", "title: Reef\npermalink: pretty\nexclude: [private]\n"},
	{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\n---\nCoral.\n"},
	{"_posts/2024-05-02-sand.md", "---\ntitle: Sand\n---\nSand.\n"},
	{"about.md", "---\ntitle: About\n---\nAbout.\n"},
};

static void uploads_are_read_as_if_they_lay_in_the_folder(void **state)
{
	static const struct upload uploads[] = {
		{"_posts/2024-05-01-coral.md", "---\ntitle: Coral\n---\nCoral.\n",
			"---\ntitle: Corals\n---\nMore of them.\n"},
		{"_posts/2024-05-02-sand.md", "---\ntitle: Sand\n---\nSand.\n", NULL},
		{"_posts/2024-05-03-moon.md", NULL, "---\ntitle: Moon\n---\nMoon.\n"},
		{"images/2024/boat.png", NULL, "png"},
		{"private/x.md", NULL, "---\ntitle: X\n---\nPrivate.\n"},
		{"_posts/2024-05-04-sun.md", NULL,
			"---\ntitle: Sun\npublished: false\n---\nSun.\n"},
		{".git/x.md", NULL, "---\ntitle: Git\n---\n"},
		{"_posts/.2024-05-05-dot.md", NULL, "---\ntitle: Dot\n---\n"},
		{"about.md/x.md", NULL, "---\ntitle: Below a file\n---\n"},
	};
	static const struct site_check_row rows[] = {
		{"/2024/05/01/coral/", "post _posts/2024-05-01-coral.md", "edited"},
		{"/2024/05/02/sand/", "none", "deleted"},
		{"/2024/05/03/moon/", "post _posts/2024-05-03-moon.md", "new"},
		{"/images/2024/boat.png", "file images/2024/boat.png",
			"in folders that the blog has not"},
		{"/private/x/", "none", "an excluded folder"},
		{"/private/x.html", "none", "the same"},
		{"/2024/05/04/sun/", "none", "hidden by its own word"},
		{"/2024/05/05/dot/", "none", "a dot file"},
		{"/.git/x/", "none", "a dot folder"},
		{"/about/", "post about.md", "a file is no folder"},
	};
	struct bed bed;
	(void)state;

	bed_init(&bed);
	tree_write_all(&bed.blog, blog, COUNT(blog));
	for (size_t i = 0; i < COUNT(uploads); i++)
		upload(&bed, &uploads[i]);
	struct site *site = scan_bed(&bed, NULL, NULL);
	site_check_rows(site, rows, COUNT(rows));
	const struct post *post = site_check_post(site, "/2024/05/01/coral/");
	struct body body;
	assert_true(slice_eq(post->title, S("Corals")));
	assert_int_equal(body_read(site, post, &bed.arena, &body), 0);
	assert_true(slice_eq(body.text, S("More of them.\n")));
	site_check_free(site);
	bed_fini(&bed);
}

static void uploads_into_a_zone_are_for_its_readers(void **state)
{
	static const struct upload uploads[] = {
		{"letters/one.md", "---\ntitle: One\n---\nOld.\n",
			"---\ntitle: One\n---\nNew.\n"},
		{"letters/two.md", NULL, "---\ntitle: Two\n---\nTwo.\n"},
		{"letters/pic.png", NULL, "png"},
	};
	static const struct site_check_row none[] = {{"/letters/one/", "none", "edited"},
		{"/letters/two/", "none", "new"}, {"/letters/pic.png", "none", "a file"}};
	static const struct site_check_row rows[] = {
		{"/letters/one/", "post letters/one.md", "edited"},
		{"/letters/two/", "post letters/two.md", "new"},
		{"/letters/pic.png", "file letters/pic.png", "a file"}};
	struct bed bed;
	struct body body;
	(void)state;

	bed_init(&bed);
	tree_write_all(&bed.blog, blog, COUNT(blog));
	tree_write(&bed.blog, uploads[0].source, uploads[0].base);
	for (size_t i = 0; i < COUNT(uploads); i++)
		upload(&bed, &uploads[i]);
	struct site *site = scan_bed(&bed, NULL, NULL);
	site_check_rows(site, none, COUNT(none));
	const struct site *closed = closed_site(site, letters.path);
	site_check_rows(closed, rows, COUNT(rows));
	const struct post *post = site_check_post(closed, "/letters/one/");
	assert_int_equal(body_read(closed, post, &bed.arena, &body), 0);
	assert_true(slice_eq(body.text, S("New.\n")));
	site_check_free(site);
	bed_fini(&bed);
}

static void what_is_in_it_decides_and_not_its_date(void **state)
{
	static const struct {
		const char *base, *upload, *now; /* NULL: no file */
		enum overlay_fate fate;
		const char *why;
	} rows[] = {
		{"A", "B", "A", OVERLAY_COVERS, "the blog is as it was"},
		{"A", "B", "B", OVERLAY_DONE, "it was taken over"},
		{"A", "B", "C", OVERLAY_CLASHED, "it was changed, too"},
		{"A", "B", NULL, OVERLAY_CLASHED, "it was taken away"},
		{NULL, "B", NULL, OVERLAY_COVERS, "a new one"},
		{NULL, "B", "B", OVERLAY_DONE, "a new one was taken over"},
		{NULL, "B", "C", OVERLAY_CLASHED, "two new ones"},
		{"A", NULL, "A", OVERLAY_COVERS, "deleted"},
		{"A", NULL, NULL, OVERLAY_DONE, "deleted there, too"},
		{"A", NULL, "C", OVERLAY_CLASHED, "deleted, and changed there"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		bed_init(&bed);
		const struct upload it = {"x.md", rows[i].base, rows[i].upload};
		upload(&bed, &it);
		if (rows[i].now)
			tree_write(&bed.blog, "x.md", rows[i].now);
		struct site *site = scan_bed(&bed, NULL, NULL);
		const struct overlay_item *item = overlay_item(site->overlay, S("x.md"));
		if (item->fate != rows[i].fate)
			fail_msg("%s: %d", rows[i].why, (int)item->fate);
		bool covers = overlay_find(site->overlay, S("x.md")) != NULL;
		assert_int_equal(covers, rows[i].fate == OVERLAY_COVERS);
		site_check_free(site);
		bed_fini(&bed);
	}
}

/* rsync in place, git checkout: while the file is away or half there, what was deleted does not come back, and an edit
 * is not given up. */
static void a_file_that_is_being_written_decides_nothing(void **state)
{
	static const struct upload uploads[] = {
		{"gone.md", "Gone.\n", NULL}, {"edited.md", "Old.\n", "New.\n"}};
	struct bed bed;
	struct site *next;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.blog, "gone.md", "Gone.\n");
	tree_write(&bed.blog, "edited.md", "Old.\n");
	for (size_t i = 0; i < COUNT(uploads); i++)
		upload(&bed, &uploads[i]);
	struct site *first = scan_bed(&bed, NULL, NULL);
	tree_remove(&bed.blog, "gone.md");
	struct site *away = scan_bed(&bed, first, NULL);
	tree_write(&bed.blog, "gone.md", "Go");
	tree_write(&bed.blog, "edited.md", "O");
	assert_int_equal(try_scan(&bed, away, NULL, &next), 0);
	assert_true(next->has_changing_files);
	assert_string_equal(site_check_at(&bed.arena, next, "/gone/"), "none");
	assert_non_null(overlay_find(next->overlay, S("edited.md")));
	tree_write(&bed.blog, "gone.md", "Gone.\n");
	struct site *back = scan_bed(&bed, next, NULL);
	assert_string_equal(site_check_at(&bed.arena, back, "/gone/"), "none");
	site_check_free(first);
	site_check_free(away);
	site_check_free(next);
	site_check_free(back);
	bed_fini(&bed);
}

/* The folder of uploads was moved away: what they cover is not seen. */
static void a_lost_upload_uncovers_nothing(void **state)
{
	static const struct upload edit = {"about.md", "Old.\n", "New.\n"};
	struct bed bed;
	struct site *next;
	(void)state;

	bed_init(&bed);
	tree_write(&bed.blog, "about.md", "Old.\n");
	upload(&bed, &edit);
	struct site *site = scan_bed(&bed, NULL, NULL);
	tree_remove(&bed.store, "1");
	auto_diags struct diag_list diags = {0};
	const struct scan_hint all = {.all = true, .diags = &diags};
	assert_int_equal(try_scan(&bed, site, &all, &next), -ENOENT);
	assert_int_equal(try_scan(&bed, NULL, NULL, &next), -ENOENT);
	/* Which one is said, for the log. */
	assert_int_equal(diag_count(&diags, DIAG_ERROR), 1);
	assert_true(slice_eq(diags.items[0].file, S("about.md")));
	site_check_free(site);
	bed_fini(&bed);
}

/* An index from another backup than its files: the rest of the blog is there. */
static void what_a_lost_upload_covered_stays_covered(void **state)
{
	static const struct {
		const char *settings, *source;
		bool opens, stops;
		const char *why;
	} rows[] = {
		{"_config.yml", "about.md", true, false, "a page"},
		{"_config.yml", "_posts/2024-05-01-coral.md", false, false, "a post"},
		{"_config.yml", "images/boat.png", false, false, "a picture"},
		{"_config.yml", "index.md", false, true, "it may have files of its own"},
		{"hugo.toml", "content/posts/_index.md", false, true,
			"it may hide those below"},
		{"hugo.toml", "content/posts/x.md", false, false, "it hides nothing"},
		{"splashdown.yaml", "note.md", true, true, "it may keep all others back"},
		{"splashdown.yaml", "note.md", false, false, "it says nothing of it"},
		{"splashdown.yaml", "note.gmi", false, false, "a gemlog"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct upload edit = {rows[i].source, "Old.\n", "New.\n"};
		struct bed bed;
		struct site *next = NULL, *first = NULL;
		bed_init(&bed);
		tree_write(&bed.blog, rows[i].settings,
			strstr(rows[i].settings, "toml") ? "title = 'Reef'\n"
							 : "title: Reef\n");
		tree_write(&bed.blog, rows[i].source, "Old.\n");
		tree_write(&bed.blog, "content/other.md", "Other.\n");
		upload(&bed, &edit);
		struct site *site = scan_bed(&bed, NULL, NULL);
		struct overlay_item *item = &bed.items[0];
		item->lost = item->file;
		item->file = slice_none;
		item->opens = rows[i].opens;
		auto_diags struct diag_list diags = {0};
		static const struct slice no_file;
		const struct scan_hint nothing = {.files = &no_file, .diags = &diags};
		int error = try_scan(&bed, site, &nothing, &next);
		assert_int_equal(try_scan(&bed, NULL, NULL, &first), error);
		if (error != (rows[i].stops ? -ENODATA : 0))
			fail_msg("%s: %d", rows[i].why, error);
		const struct diag_list *said = error ? &diags : &next->diags;
		assert_int_equal(diag_count(said, DIAG_ERROR), 1);
		assert_true(slice_eq(said->items[0].file, slice_str(rows[i].source)));
		for (size_t k = 0; k < 2 && !error; k++) {
			const struct site *is = k ? first : next;
			assert_null(site_by_source(is, slice_str(rows[i].source)));
			for (size_t n = 0; n < is->entry_count; n++)
				assert_false(is->entries[n].kind == SITE_FILE &&
					     slice_eq(is->entries[n].file->source,
						     slice_str(rows[i].source)));
			assert_non_null(site_by_source(is, S("content/other.md")));
		}
		/* It is put back. */
		item->file = item->lost;
		item->lost = slice_none;
		struct site *back = NULL;
		assert_int_equal(try_scan(&bed, error ? site : next, &nothing, &back), 0);
		assert_int_equal(diag_count(&back->diags, DIAG_ERROR), 0);
		assert_int_equal(back->version, site->version);
		site_check_free(back);
		site_check_free(site);
		if (!error) {
			site_check_free(next);
			site_check_free(first);
		}
		bed_fini(&bed);
	}
}

static void a_poll_sees_the_covered_file_change(void **state)
{
	static const struct upload uploads[] = {{"a.md", "A\n", "B\n"},
		{"deep/c.md", "C\n", NULL}, {"d.md", NULL, "D\n"}};
	static const struct {
		const char *path, *text, *why;
	} rows[] = {
		{NULL, NULL, "nothing"},
		{"a.md", "AA\n", "an edited one"},
		{"deep/c.md", "CC\n", "a deleted one"},
		{"d.md", "DD\n", "a new one"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct bed bed;
		bed_init(&bed);
		tree_write(&bed.blog, "a.md", "A\n");
		tree_write(&bed.blog, "deep/c.md", "C\n");
		for (size_t k = 0; k < COUNT(uploads); k++)
			upload(&bed, &uploads[k]);
		struct site *site = scan_bed(&bed, NULL, NULL);
		const struct site_config config = {
			.folder = bed.blog.path, .pages = true, .source = true};
		if (rows[i].path)
			tree_write(&bed.blog, rows[i].path, rows[i].text);
		bool differs = poll_differs(&config, site, 0);
		if (differs != (rows[i].path != NULL))
			fail_msg("%s: %d", rows[i].why, differs);
		site_check_free(site);
		bed_fini(&bed);
	}
}

/* --- any uploads, in any order --------------------------------------------------------------------- */

static const char *const names[] = {"content/_index.md", "content/a.md",
	"content/posts/_index.md", "content/posts/2024-01-02-x.md", "content/posts/y.md",
	"content/posts/bundle/index.md", "content/posts/bundle/pic.png",
	"content/posts/bundle/b.md", "static/p.png", "static/deep/er/q.png"};

static void put_site(struct buf *out, const struct site *site)
{
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		buf_printf(out, "%.*s %d", SARG(entry->path), (int)entry->kind);
		if (entry->kind == SITE_POST)
			buf_printf(out, " %.*s \"%.*s\"", SARG(entry->post->source),
				SARG(entry->post->title));
		if (entry->kind == SITE_FILE)
			buf_printf(out, " %.*s %llu", SARG(entry->file->source),
				(unsigned long long)entry->file->size_bytes);
		buf_putc(out, '\n');
	}
}

/* The same as the site of @merged, a folder where the uploads really are? */
static void compare(const struct tree *merged, const struct site *site, unsigned seed,
	const char *what)
{
	auto_buf struct buf got = BUF(0), wanted = BUF(0);
	const struct site_config config = {
		.folder = merged->path, .pages = true, .source = true};
	struct site *real;

	assert_int_equal(scan(&config, NULL, NULL, SITE_CHECK_NOW, &real), 0);
	put_site(&got, site);
	put_site(&wanted, real);
	site_check_free(real);
	if (!slice_eq(buf_slice(&got), buf_slice(&wanted)))
		fail_msg("seed %u, %s:\n%.*s\nwanted:\n%.*s", seed, what,
			SARG(buf_slice(&got)), SARG(buf_slice(&wanted)));
}

/* A text that is different each time; some are drafts. */
static const char *text_of(struct bed *bed, unsigned number)
{
	return arena_printf(&bed->arena, "---\ntitle: T%u\n%s---\nText.\n", number,
		number % 5 == 0 ? "draft: true\n" : "")
		.ptr;
}

static void put_or_remove(const struct tree *tree, const char *path, const char *text)
{
	char *at = tree_at(tree, path);

	if (text)
		tree_write(tree, path, text);
	else if (access(at, F_OK) == 0)
		tree_remove(tree, path);
	free(at);
}

/* The upload of @source is withdrawn. */
static void withdraw(struct bed *bed, const char *source)
{
	for (size_t i = 0; i < bed->count; i++) {
		if (slice_eq(bed->items[i].source, slice_str(source))) {
			bed->items[i] = bed->items[--bed->count];
			return;
		}
	}
}

/* One name gets an upload, is deleted or gets the blog's own file back. */
static const char *step(
	struct bed *bed, const struct tree *merged, const char *own[], unsigned number)
{
	size_t which = (size_t)random() % COUNT(names);
	struct upload it = {.source = names[which], .base = own[which]};

	if (random() % 4 == 0) {
		withdraw(bed, it.source);
		put_or_remove(merged, it.source, own[which]);
		return "withdrawn";
	}
	/* What the blog has not cannot be deleted. */
	it.text = own[which] && random() % 3 == 0 ? NULL : text_of(bed, number);
	upload(bed, &it);
	put_or_remove(merged, it.source, it.text);
	return arena_printf(
		&bed->arena, "%s %s", it.text ? "upload" : "delete", it.source)
		.ptr;
}

static void run_seed(unsigned seed)
{
	const char *own[COUNT(names)] = {0};
	const struct slice no_file = slice_none;
	/* Of the blog's folder nothing changed, or anything may have. */
	const struct scan_hint none = {.files = &no_file}, all = {.all = true};
	struct tree merged;
	struct bed bed;

	srandom(seed);
	bed_init(&bed);
	tree_init(&merged);
	tree_write(&bed.blog, "hugo.toml", "title = 'T'\n");
	tree_write(&merged, "hugo.toml", "title = 'T'\n");
	for (size_t i = 0; i < COUNT(names); i++) {
		if (random() % 2)
			continue;
		own[i] = text_of(&bed, (unsigned)i + 1);
		tree_write(&bed.blog, names[i], own[i]);
		tree_write(&merged, names[i], own[i]);
	}
	struct site *site = scan_bed(&bed, NULL, NULL);
	for (unsigned k = 0; k < 12; k++) {
		const char *what = step(&bed, &merged, own, 100 + k);
		struct site *next = scan_bed(&bed, site, random() % 2 ? &none : &all);
		compare(&merged, next, seed, what);
		site_check_free(site);
		site = next;
	}
	site_check_free(site);
	tree_fini(&merged);
	bed_fini(&bed);
}

static void any_uploads_are_as_if_they_lay_there(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 60; seed++)
		run_seed(seed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uploads_are_read_as_if_they_lay_in_the_folder),
		cmocka_unit_test(uploads_into_a_zone_are_for_its_readers),
		cmocka_unit_test(what_is_in_it_decides_and_not_its_date),
		cmocka_unit_test(a_file_that_is_being_written_decides_nothing),
		cmocka_unit_test(a_lost_upload_uncovers_nothing),
		cmocka_unit_test(what_a_lost_upload_covered_stays_covered),
		cmocka_unit_test(a_poll_sees_the_covered_file_change),
		cmocka_unit_test(any_uploads_are_as_if_they_lay_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
