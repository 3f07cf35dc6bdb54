/* SPDX-License-Identifier: MIT */
/* The desk of a writer: which files its addresses stand for, its pages, its acts. */
#include "app/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"
#include "source/overlay.h"
#include "store/target.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\n"},
	{"_posts/2024-01-01-out.md", "---\ntitle: Out\n---\nHello\n"},
	{"_posts/2024-01-02-locked.md",
		"---\ntitle: Locked\npassword: x\n---\nLocked words\n"},
	{"_drafts/id\x65\xCC\x81"
	 "e 50%.md",
		"---\ntitle: Idea\n---\nDraft words\n"},
	{"about.html", "---\ntitle: About\n---\n<p>About</p>\n"},
	{"images/boat.jpg", "\xff\xd8\xff"},
	{"letters/one.md", "---\ntitle: One\n---\nDear friend\n"},
	{"robots.txt", "User-agent: *\n"},
};

static const struct person persons[] = {{.key = {1}, .name = S("friend")},
	{.key = {2}, .name = S("me"), .writes = true},
	{.key = {3}, .name = S("you"), .writes = true}};
static const struct slice readers[] = {S("friend")};
static const struct reader_zone zone_list[] = {
	{S("/letters/"), S("Letters to friends"), {readers, 1}},
};
static const struct people people = {persons, 3, {zone_list, 1}, S("/me/"), false};

enum who { VISITOR, FRIEND, ME, YOU };

/* A blog with uploads. */
struct bed {
	struct arena arena;
	struct tree blog, uploads;
	struct store *store;
	struct site *site;
	struct tls_identity identity;
};

static void bed_scan(struct bed *bed)
{
	struct overlay *overlay;
	struct site *site;

	assert_int_equal(store_overlay(bed->store, &overlay), 0);
	const struct site_config config = {.folder = bed->blog.path,
		.source = true,
		.pages = true,
		.zones = people.zones,
		.overlay = overlay};
	assert_int_equal(scan(&config, NULL, NULL, SITE_CHECK_NOW, &site), 0);
	site_check_free(bed->site);
	bed->site = site;
	overlay_unref(overlay);
}

static void bed_init(struct bed *bed)
{
	static const struct store_options options = {.text_bytes = 10000,
		.file_bytes = 100000,
		.quota_bytes = 1000000,
		.spare_bytes = 1};

	*bed = (struct bed){.identity = {.key = {9}, .expires_at = 1893456000}};
	tree_init(&bed->blog);
	tree_init(&bed->uploads);
	tree_write_all(&bed->blog, files, COUNT(files));
	assert_int_equal(store_open(bed->uploads.path, &options, &bed->store), 0);
	bed_scan(bed);
}

static void bed_fini(struct bed *bed)
{
	site_check_free(bed->site);
	store_close(bed->store);
	tree_fini(&bed->uploads);
	tree_fini(&bed->blog);
	arena_fini(&bed->arena);
}

/* As an upload of @who does. */
static uint64_t put(struct bed *bed, enum who who, const char *source, const char *text,
	enum store_state as)
{
	const struct store_request request = {.source = slice_str(source),
		.author = persons[who - 1].name,
		.kind = strstr(source, ".jpg") ? STORE_FILE : STORE_TEXT,
		.size_bytes = strlen(text),
		.blog = bed->site->folder};
	struct store_upload *upload;
	uint64_t id = 0;

	assert_int_equal(store_begin(bed->store, &request, &upload), STORE_OK);
	assert_int_equal(store_append(upload, slice_str(text)), STORE_OK);
	assert_int_equal(store_finish(upload, as, NULL, &id), STORE_OK);
	bed_scan(bed);
	return id;
}

static struct desk_request request_of(
	const struct bed *bed, enum who who, struct slice rest)
{
	return (struct desk_request){
		.site = bed->site,
		.people = &people,
		.person = who == VISITOR ? NULL : &persons[who - 1],
		.identity = &bed->identity,
		.rest = rest,
		.origin = S("gemini://a.example"),
		.store = bed->store,
	};
}

/* --- which file ----------------------------------------------------------------------------------- */

#define IDEA                                                                             \
	"_drafts/id\x65\xCC\x81"                                                         \
	"e 50%.md"

static const struct {
	enum who who;
	const char *rest, *source; /* NULL: none */
	enum store_kind kind;
	bool is_new;
	const char *why;
} targets[] = {
	{ME, "edit/_posts/2024-01-01-out.md", "_posts/2024-01-01-out.md", STORE_TEXT,
		false, "a post"},
	{ME, "edit/2024/01/01/out", "_posts/2024-01-01-out.md", STORE_TEXT, false,
		"its address"},
	{ME, "edit/_posts/2024-01-02-locked.md", "_posts/2024-01-02-locked.md",
		STORE_TEXT, false, "a hidden post"},
	{ME,
		"edit/_drafts/id\xC3\xA9"
		"e 50%25.md",
		IDEA, STORE_TEXT, false, "a draft with a decomposed letter"},
	{ME, "edit/letters/one.md", "letters/one.md", STORE_TEXT, false, "of a zone"},
	{ME, "edit/letters/one/", "letters/one.md", STORE_TEXT, false,
		"an address in a zone"},
	{ME, "edit/images/boat.jpg", "images/boat.jpg", STORE_FILE, false, "a picture"},
	{ME, "edit/_posts/2026-01-01-mine.md", "_posts/2026-01-01-mine.md", STORE_TEXT,
		true, "a draft of mine"},
	{YOU, "edit/_posts/2026-01-01-mine.md", NULL, STORE_TEXT, false,
		"a draft of somebody else"},
	{ME, "edit/_posts/2026-01-02-yours.md", "_posts/2026-01-02-yours.md", STORE_TEXT,
		false, "an upload of somebody else"},
	{ME, "edit/_posts/2026-01-03-gone.md", "_posts/2026-01-03-gone.md", STORE_TEXT,
		true, "an upload that was deleted"},
	{ME, "edit/about.html", NULL, STORE_TEXT, false, "HTML"},
	{ME, "edit/robots.txt", NULL, STORE_TEXT, false, "no kind of file to upload"},
	{ME, "edit/_config.yml", NULL, STORE_TEXT, false, "settings"},
	{ME, "edit/../_config.yml", NULL, STORE_TEXT, false, "above the folder"},
	{ME, "edit/nothing.md", NULL, STORE_TEXT, false, "no such file"},
	{ME, "edit/2024/01/01/other", NULL, STORE_TEXT, false, "no such address"},
	{ME, "edit/archive/", NULL, STORE_TEXT, false, "a generated page"},
	{ME, "edit/", NULL, STORE_TEXT, false, "nothing"},
	{ME, "new/x", NULL, STORE_TEXT, false, "not of the desk"},
	{FRIEND, "edit/_posts/2024-01-01-out.md", NULL, STORE_TEXT, false, "a reader"},
	{VISITOR, "edit/_posts/2024-01-01-out.md", NULL, STORE_TEXT, false, "a visitor"},
};

static void an_address_of_the_desk_is_a_file_of_the_blog(void **state)
{
	struct bed bed;

	(void)state;
	bed_init(&bed);
	put(&bed, ME, "_posts/2026-01-01-mine.md", "---\nx: [\n---\n", STORE_DRAFT);
	put(&bed, YOU, "_posts/2026-01-02-yours.md", "Yours\n", STORE_CURRENT);
	put(&bed, YOU, "_posts/2026-01-03-gone.md", "Gone\n", STORE_CURRENT);
	assert_int_equal(store_delete(bed.store, S("_posts/2026-01-03-gone.md"), S("me"),
				 3, bed.site->folder),
		STORE_OK);
	bed_scan(&bed);
	for (size_t i = 0; i < COUNT(targets); i++) {
		const struct desk_request request =
			request_of(&bed, targets[i].who, slice_str(targets[i].rest));
		const char *source = targets[i].source;
		struct store_target target;
		bool found = desk_target(&request, &bed.arena, &target);
		if (found != (source != NULL))
			fail_msg("%s: %s", targets[i].why,
				found ? target.source.ptr : target.why);
		if (!found) {
			assert_non_null(target.why);
			continue;
		}
		if (!slice_eq(target.source, slice_str(source)) ||
			target.kind != targets[i].kind ||
			target.is_new != targets[i].is_new)
			fail_msg("%s: %.*s, kind %d, %s", targets[i].why,
				SARG(target.source), target.kind,
				target.is_new ? "new" : "not new");
	}
	bed_fini(&bed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_of_the_desk_is_a_file_of_the_blog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
