/* SPDX-License-Identifier: MIT */
#include "app/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct tree_file files[] = {
	{"_config.yml", "title: Reef\n"},
	{"_posts/2024-01-01-out.md", "---\ntitle: Out\n---\nHello [x](/nowhere/)\n"},
	{"_posts/2099-01-01-later.md", "---\ntitle: Later\n---\nWords to come\n"},
	{"_posts/2024-01-02-locked.md",
		"---\ntitle: Locked\npassword: x\n---\nLocked words\n"},
	{"_drafts/id\xC3\xA9"
	 "e 50%.md",
		"---\ntitle: \"Idea\\n=> /evil\"\n---\nDraft words [y](/nowhere/)\n"},
};

static const struct person persons[] = {
	{.key = {1}, .name = S("friend")}, {.key = {2}, .name = S("me"), .writes = true}};
static const struct slice readers[] = {S("friend")};
static const struct reader_zone zones[] = {
	{S("/letters/"), S("Letters to friends"), {readers, 1}},
	{S("/family/"), S("Family"), {NULL, 0}},
};
static const struct people people = {persons, 2, {zones, 2}, S("/me/"), false};

#define KEY    "0300000000000000000000000000000000000000000000000000000000000000"
#define DRAFT  "/me/read/_drafts/id%C3%A9e%2050%25.md"
#define LOCKED "/me/read/_posts/2024-01-02-locked.md"
#define LATER  "/me/read/_posts/2099-01-01-later.md"

enum who { VISITOR, FRIEND, WRITER };

static const struct {
	enum who who;
	const char *rest;
	unsigned status;
	const char *shows, *lacks; /* with '|' between them */
	const char *why;
} rows[] = {
	{VISITOR, "", 20,
		"# Reef: who you are here\n|splashdown people add NAME " KEY "\n|" KEY
		"\n|0400000000000000000000000000000000000000000000000000000000000000\n|"
		"expires on 2030-01-01",
		"Letters|Family|Drafts|Idea|Later|Locked|/me/", "a visitor"},
	{FRIEND, "", 20, "known here as friend.\n|=> /letters/ Letters to friends\n",
		"people add|Family|Drafts|Idea|Later|Locked|writes", "a reader"},
	{WRITER, "", 20,
		"known here as me, who writes here.\n|## Drafts\n\n=> " DRAFT
		" Idea => /evil (a folder of drafts, _drafts/|## Posts to "
		"come\n\n=> " LATER
		" 2099-01-01 Later (dated in the future|## Hidden pages\n\n=> " LOCKED
		" 2024-01-02 Locked (password, _posts/2024-01-02-locked.md:3)\n|=> "
		"/letters/ |=> /family/ |=> /me/problems/ ",
		"people add|\n=> /evil", "a writer"},
	{WRITER, "drafts/", 20, "=> " DRAFT " |=> /me/ ", "Later|Locked", "drafts alone"},
	{WRITER, "to-come/", 20, "=> " LATER " ", "Idea|Locked", "what comes"},
	{WRITER, "hidden/", 20, "=> " LOCKED " ", "Idea|Later", "what is hidden"},
	{WRITER, "read/_posts/2024-01-02-locked.md", 20,
		"> Only writers see this page: password|\nLocked words\n|=> /me/ ",
		"Problems", "a hidden page"},
	{WRITER, "read/_posts/2099-01-01-later.md", 20,
		"dated in the future|Words to come", "Problems", "a post to come"},
	{WRITER,
		"read/_drafts/id\xC3\xA9"
		"e 50%25.md",
		20, "Draft words|## Problems\n|link to nowhere: /nowhere/", "\n=> /evil",
		"a draft, with what is wrong in it"},
	{WRITER, "problems/", 20,
		"_posts/2024-01-01-out.md:4:11: warning: link to nowhere: /nowhere/",
		"Nothing is wrong", "problems"},
	{WRITER, "read/_posts/2024-01-01-out.md", 51, "51 ", "Hello", "a public page"},
	{WRITER, "read/", 51, "51 ", "#", "no page"},
	{WRITER, "read/../_config.yml", 51, "51 ", "Reef", "another file"},
	{WRITER, "nothing", 51, "51 ", "#", "no list"},
	{FRIEND, "drafts/", 51, "51 ", "Idea", "drafts, asked for by a reader"},
	{FRIEND, "problems/", 51, "51 ", "nowhere", "problems, by a reader"},
	{FRIEND, "read/_posts/2024-01-02-locked.md", 51, "51 ", "words",
		"a hidden page, by a reader"},
	{VISITOR, "read/_posts/2024-01-02-locked.md", 51, "51 ", "words", "by a visitor"},
	{VISITOR, "hidden/", 51, "51 ", "Locked", "hidden pages, by a visitor"},
};

static void everybody_sees_what_is_for_him(void **state)
{
	static const struct tls_identity identity = {
		.key = {3}, .certificate = {4}, .expires_at = 1893456000};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_arena struct arena arena = {0};
		auto_buf struct buf out = BUF(BUF_UNLIMITED);
		const struct desk_request request = {
			.site = site,
			.people = &people,
			.person = rows[i].who == VISITOR  ? NULL
				  : rows[i].who == FRIEND ? &persons[0]
							  : &persons[1],
			.identity = &identity,
			.rest = slice_str(rows[i].rest),
			.origin = S("gemini://a.example"),
		};
		unsigned status = desk_page(&request, &arena, &out);
		struct slice shows = slice_str(rows[i].shows),
			     lacks = slice_str(rows[i].lacks), one;
		if (status != rows[i].status)
			fail_msg("%s: %u", rows[i].why, status);
		while (slice_split(&shows, '|', &one)) {
			if (!slice_contains(buf_slice(&out), one))
				fail_msg("%s: without \"%.*s\":\n%.*s", rows[i].why,
					SARG(one), SARG(buf_slice(&out)));
		}
		while (slice_split(&lacks, '|', &one)) {
			if (slice_contains(buf_slice(&out), one))
				fail_msg("%s: with \"%.*s\":\n%.*s", rows[i].why,
					SARG(one), SARG(buf_slice(&out)));
		}
	}
	site_check_free(site);
	tree_fini(&tree);
}

/* Who would be known otherwise is not told to be let in once more. */
static void a_broken_list_is_said(void **state)
{
	static const struct tls_identity identity = {.key = {2}};
	const struct people broken = {.desk = S("/me/"), .is_broken = true};
	auto_arena struct arena arena = {0};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	struct site *site = site_check_scan(&tree);
	const struct desk_request request = {
		.site = site, .people = &broken, .identity = &identity};
	assert_int_equal(desk_page(&request, &arena, &out), 20);
	assert_true(slice_contains(buf_slice(&out), S("has a mistake")));
	assert_false(slice_contains(buf_slice(&out), S("people add")));
	assert_false(slice_contains(buf_slice(&out), S("Idea")));
	site_check_free(site);
	tree_fini(&tree);
}

static void a_page_at_the_desk_s_address_is_an_error(void **state)
{
	static const struct tree_file mine[] = {
		{"index.md", "# Home\n"},
		{"me.md", "# Me\n"},
		{"me/picture.png", "x"},
		{"meadow.md", "# Meadow\n"},
	};
	auto_diags struct diag_list diags = {0}, none = {0};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, mine, COUNT(mine));
	struct site *site = site_check_scan(&tree);
	desk_check(site, slice_none, &none);
	assert_int_equal(none.count, 0);
	desk_check(site, S("/me/"), &diags);
	diag_sort(&diags);
	assert_int_equal(diag_count(&diags, DIAG_ERROR), 2);
	assert_true(slice_eq(diags.items[0].file, S("me.md")));
	assert_true(slice_eq(diags.items[1].file, S("me/picture.png")));
	site_check_free(site);
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_sees_what_is_for_him),
		cmocka_unit_test(a_broken_list_is_said),
		cmocka_unit_test(a_page_at_the_desk_s_address_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
