/* SPDX-License-Identifier: MIT */
/* What is in a zone is nowhere else. Each site of tests/sites/NAME.zones, with the zones /letters/ and /family/ and all
 * that leads into them, is printed whole, on both protocols and in every form:
 *
 * - No word of a zone's file is in it.
 * - It is the same, byte for byte, with its versions and counts, when the zones' files are gone.
 * - Each of these words stands in what the readers of its zone get, and in that of no other zone.
 *
 * With names of such files on the command line these alone are looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <glob.h>

#include <cmocka.h>

#include "../support/capsule.h"
#include "../support/hiding.h"
#include "../support/site_check.h"
#include "app/check_file.h"
#include "scan/closed.h"
#include "site/links.h"

static const struct reader_zone list[] = {
	{.path = S("/letters/"), .title = S("Letters to friends")},
	{.path = S("/family/"), .title = S("Family")},
};
static const struct zones zones = {list, sizeof(list) / sizeof(*list)};

static bool holds(struct slice text, struct slice word)
{
	for (size_t i = 0; i + word.len <= text.len; i++) {
		if (slice_eq_nocase(slice(text.ptr + i, word.len), word))
			return true;
	}
	return false;
}

static bool is_closed(const struct hiding_file *file)
{
	return file->state == HIDING_ZONE || file->state == HIDING_HIDDEN;
}

/* How many replies of @capsule hold @word. */
static size_t count_of(const struct capsule *capsule, struct slice word, const char *path)
{
	size_t count = 0;

	for (size_t i = 0; i < capsule->count; i++) {
		if (!holds(capsule->replies[i].bytes, word))
			continue;
		if (!count++ && path)
			print_error("%s is shown at %.*s, %s\n", path,
				SARG(capsule->replies[i].address),
				capsule->replies[i].form);
	}
	return count;
}

static size_t look_for_words(
	const char *name, const struct hiding *hiding, const struct capsule *capsule)
{
	size_t faults = 0;

	for (size_t i = 0; i < hiding->count; i++) {
		const struct hiding_file *file = &hiding->files[i];
		size_t count = 0;
		if (is_closed(file))
			faults += count_of(capsule, file->word, file->path) > 0;
		else if (file->state != HIDING_SITE)
			count = count_of(capsule, file->word, NULL);
		if (is_closed(file) || file->state == HIDING_SITE || count)
			continue;
		faults++;
		print_error("%s: %s is not shown\n", name, file->path);
	}
	return faults;
}

/* --- for readers of a zone ---------------------------------------------------------- */

static size_t look_for_readers(
	const char *name, const struct hiding *hiding, const struct site *site)
{
	struct capsule capsules[2];
	size_t count, faults = 0;
	struct site *closed = closed_sites(site, &count);

	assert_int_equal(count, zones.count);
	for (size_t k = 0; k < count; k++) {
		capsule_read(&capsules[k], &closed[k], NULL, 0);
		for (size_t i = 0; i < closed[k].entry_count; i++) {
			if (site_covers(&closed[k], closed[k].entries[i].path))
				continue;
			faults++;
			print_error("%s: %.*s cannot be reached\n", name,
				SARG(closed[k].entries[i].path));
		}
		for (size_t i = 0; i < capsules[k].count; i++) {
			const struct capsule_reply *reply = &capsules[k].replies[i];
			if (strcmp(reply->form, "none") == 0 ||
				site_covers(&closed[k], reply->address))
				continue;
			faults++;
			print_error("%s: %.*s has %.*s outside\n", name,
				SARG(list[k].path), SARG(reply->address));
		}
	}
	for (size_t i = 0; i < hiding->count; i++) {
		const struct hiding_file *file = &hiding->files[i];
		size_t seen = 0;
		for (size_t k = 0; k < count; k++)
			seen += is_closed(file) &&
				count_of(&capsules[k], file->word, NULL) > 0;
		if (seen == (file->state == HIDING_ZONE))
			continue;
		faults++;
		print_error("%s: %s is in %zu zones\n", name, file->path, seen);
	}
	for (size_t k = 0; k < count; k++)
		capsule_fini(&capsules[k]);
	return faults;
}

/* --- the difference ----------------------------------------------------------------- */

static void probe(
	struct arena *arena, struct slice path, struct slice *out, size_t *count)
{
	out[(*count)++] = slice_starts(path, S("/"))
				  ? arena_dup(arena, path)
				  : arena_printf(arena, "/%.*s", SARG(path));
}

/* Every address that files of zones might have. */
static size_t probes_of(struct arena *arena, const struct site *site,
	const struct hiding *hiding, struct slice **out)
{
	const struct hidden *hidden = hidden_of(site);
	size_t count = 0, room = hidden->count * 64 + hiding->count * 16;

	*out = arena_array(arena, room, struct slice);
	for (size_t i = 0; i < hidden->count && count + 40 < room; i++) {
		const struct post *post = hidden->pages[i].post;
		probe(arena, post->path, *out, &count);
		for (size_t k = 0; k < post->tag_count && k < 10; k++)
			probe(arena,
				arena_printf(arena, "tags/%.*s/", SARG(post->tags[k])),
				*out, &count);
		for (size_t k = 0; k < post->alias_count && k < 10; k++)
			probe(arena, post->aliases[k], *out, &count);
	}
	for (size_t i = 0; i < hiding->count && count + 10 < room; i++) {
		struct slice path = slice_str(hiding->files[i].path);
		do
			probe(arena, path, *out, &count);
		while (is_closed(&hiding->files[i]) && slice_cut(path, '/', NULL, &path));
	}
	for (size_t i = 0; i < zones.count; i++)
		probe(arena, list[i].path, *out, &count);
	return count;
}

static size_t compare(
	const char *name, const struct capsule *with, const struct capsule *without)
{
	struct buf said = BUF(BUF_UNLIMITED);
	struct buf facts[2] = {BUF(BUF_UNLIMITED), BUF(BUF_UNLIMITED)};
	size_t faults = 0;

	capsule_put_facts(&facts[0], with->site);
	capsule_put_facts(&facts[1], without->site);
	if (!capsule_same(with, without, &said)) {
		faults++;
		print_error("%s: %.*s\n", name, SARG(buf_slice(&said)));
	}
	if (!slice_eq(buf_slice(&facts[0]), buf_slice(&facts[1])) ||
		with->site->diags.count != without->site->diags.count) {
		faults++;
		print_error("%s, with zones' files:\n%.*swithout them:\n%.*s\n", name,
			SARG(buf_slice(&facts[0])), SARG(buf_slice(&facts[1])));
	}
	buf_fini(&facts[0]);
	buf_fini(&facts[1]);
	buf_fini(&said);
	return faults;
}

static size_t look_at_site(const char *path)
{
	struct hiding hiding;
	struct capsule with, without, again;
	struct slice *probes;
	struct tree tree;

	hiding_read(&hiding, path);
	tree_init(&tree);
	hiding_write(&hiding, &tree);
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	size_t count = probes_of(&hiding.arena, site, &hiding, &probes);
	capsule_read(&with, site, probes, count);
	size_t faults = look_for_words(path, &hiding, &with);
	faults += look_for_readers(path, &hiding, site);

	hiding_remove(&hiding, &tree, HIDING_ZONE);
	hiding_remove(&hiding, &tree, HIDING_HIDDEN);
	struct site *other = site_check_scan_zones(&tree, NULL, &zones);
	capsule_read(&without, other, probes, count);
	faults += compare(path, &with, &without);
	/* A scan that knows the snapshot with the zones' files comes to the same as one that never saw them. */
	struct site *third = site_check_scan_zones(&tree, site, &zones);
	capsule_read(&again, third, probes, count);
	faults += compare(path, &again, &without);

	capsule_fini(&with);
	capsule_fini(&without);
	capsule_fini(&again);
	site_check_free(site);
	site_check_free(other);
	site_check_free(third);
	tree_fini(&tree);
	hiding_fini(&hiding);
	return faults;
}

static void what_is_in_a_zone_is_nowhere_else(void **state)
{
	size_t faults = 0;
	glob_t sites;

	(void)state;
	assert_int_equal(glob("tests/sites/*.zones", 0, NULL, &sites), 0);
	for (size_t i = 0; i < sites.gl_pathc; i++)
		faults += look_at_site(sites.gl_pathv[i]);
	globfree(&sites);
	assert_int_equal(faults, 0);
}

/* --- links -------------------------------------------------------------------------- */

static const struct tree_file linked[] = {
	{"_config.yml", "title: T\nurl: https://j.example\n"},
	{"open.md", "---\ntitle: Open\npermalink: /open/\n---\n"
		    "[there](/letters/one/)\n\n[nowhere](/letters/none/#x)\n\n"
		    "[all of them](/letters/)\n\n[web](/other/)\n\n"
		    "[source](letters/one.md)\n"},
	{"letters/one.md", "---\ntitle: One\npermalink: /letters/one/\n---\n"
			   "[two](two.md)\n\n[public](/open/)\n\n"
			   "[by name]({% link open.md %})\n\n[family](/family/x/)\n"},
	{"letters/two.md", "---\ntitle: Two\npermalink: /letters/two/\n---\nx\n"},
};

static struct slice page_at(const struct capsule *capsule, struct slice address)
{
	for (size_t k = 0; k < capsule->count; k++) {
		if (slice_eq(capsule->replies[k].address, address) &&
			strcmp(capsule->replies[k].form, "gemini") == 0)
			return capsule->replies[k].bytes;
	}
	fail_msg("no page at %.*s", SARG(address));
	return slice_none;
}

/* From outside the author's words and address, whether or not something is there; from inside also to what is
 * public. */
static void links_into_a_zone_keep_their_address(void **state)
{
	static const char *const outside[] = {"=> /letters/one/ there\n",
		"=> /letters/none/ nowhere\n", "=> /letters/ all of them\n",
		"=> https://j.example/other/ web\n",
		"=> https://j.example/open/letters/one.md source"};
	static const char *const inside[] = {"=> /letters/two/ two\n",
		"=> /open/ public\n", "=> /open/ by name\n", "=> /family/x/ family\n",
		"=> /letters/ Letters to friends\n"};
	struct capsule capsule;
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, linked, sizeof(linked) / sizeof(*linked));
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	const struct {
		const struct site *site;
		struct slice address;
		const char *const *lines;
	} pages[] = {{site, S("/open/"), outside},
		{closed_site(site, S("/letters/")), S("/letters/one/"), inside}};
	for (size_t i = 0; i < 2; i++) {
		capsule_read(&capsule, pages[i].site, NULL, 0);
		struct slice page = page_at(&capsule, pages[i].address);
		for (size_t n = 0; n < 5; n++) {
			if (slice_find(page, slice_str(pages[i].lines[n])) < 0)
				fail_msg("no %s in %.*s", pages[i].lines[n], SARG(page));
		}
		capsule_fini(&capsule);
	}
	site_check_free(site);
	tree_fini(&tree);
}

/* A letter is a post of its zone also where the generator makes a page of it. */
static void a_dated_page_in_a_zone_is_a_letter(void **state)
{
	static const struct {
		const char *file, *text;
		const char *line, *why;
	} rows[] = {
		{"letters/one.md", "---\ntitle: One\ndate: 2025-03-01\n---\nx\n",
			"\n=> /letters/one 2025-03-01 One\n", "a page of Jekyll"},
		{"letters/trip/index.md", "---\ntitle: Trip\ndate: 2025-03-02\n---\nx\n",
			"\n=> /letters/trip/ 2025-03-02 Trip\n", "a folder of its own"},
		{"letters/about.md", "---\ntitle: About\n---\nx\n",
			"\n=> /letters/about About\n", "no date"},
	};
	struct capsule capsule;
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "_config.yml", "title: T\n");
	tree_write(&tree, "open.md", "---\ntitle: Open\ndate: 2025-03-03\n---\nx\n");
	tree_write(&tree, "letters/index.md",
		"---\ntitle: Dear all\ndate: 2025-03-04\n---\nx\n");
	tree_write(&tree, "letters/late.md",
		"---\ntitle: Afterwards\ndate: 2999-01-01\n---\nx\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		tree_write(&tree, rows[i].file, rows[i].text);
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	capsule_read(&capsule, closed_site(site, S("/letters/")), NULL, 0);
	struct slice page = page_at(&capsule, S("/letters/"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (slice_find(page, slice_str(rows[i].line)) < 0)
			fail_msg("%s: %s: %.*s", rows[i].file, rows[i].why, SARG(page));
	}
	assert_true(slice_find(page, S("2025-03-04 Dear all")) < 0);
	assert_int_equal(count_of(&capsule, S("Afterwards"), "a letter to come"), 0);
	assert_true(count_of(&capsule, S("<title>One</title>"), NULL) > 0);
	capsule_fini(&capsule);
	capsule_read(&capsule, site, NULL, 0);
	assert_true(slice_find(page_at(&capsule, S("/")), S("2025-03-03 Open")) < 0);
	capsule_fini(&capsule);
	site_check_free(site);
	tree_fini(&tree);
}

/* --- what authors are told ------------------------------------------------------------ */

static const struct tree_file told[] = {
	{"open.md", "[in](letters/one.md)\n"},
	{"alias.md", "---\ntitle: A\naliases: [/letters/a/]\n---\nx\n"},
	{"letters/one.md", "---\ntitle: One\naliases: [/one/]\n---\n[dead](none.md)\n"},
	{"letters/pic.png", "x"},
	{"letters/away.md", "---\ntitle: Away\npermalink: /away/\n---\nx\n"},
	{"fr/letters/un.md", "---\ntitle: Un\n---\nx\n"},
	{"into.md", "---\ntitle: Into\nredirect_to: /letters/one/\n---\n"},
	{"_redirects", "/a/ /letters/one/\n/b/* /letters/:splat\n/letters/c/ /open/\n"},
};

static void authors_are_told_who_sees_a_file(void **state)
{
	static const struct {
		const char *source, *words;
		bool shown;
	} rows[] = {
		{"open.md", "open.md: shown, at /open/", true},
		{"letters/one.md",
			"letters/one.md: in the zone /letters/. Only its readers see it, "
			"at "
			"/letters/one/.\n",
			false},
		{"letters/pic.png",
			"letters/pic.png: a file in the zone /letters/. Only its readers "
			"get "
			"it, at /letters/pic.png.\n",
			false},
		{"letters/away.md",
			"letters/away.md: kept back because of the zone /letters/. No "
			"reader "
			"sees it.\n",
			false},
		{"fr/letters/un.md",
			"fr/letters/un.md: kept back because of the zone /letters/. No "
			"reader "
			"sees it.\n",
			false},
		{"into.md", "into.md: left out: it leads into the zone /letters/.\n",
			false},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, told, sizeof(told) / sizeof(*told));
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	assert_ptr_equal(closed_site_of(site, S("open.md")), site);
	/* What nobody reads is of the zone of its folder: the public site has nothing to do with it. */
	assert_ptr_equal(closed_site_of(site, S("letters/away.md")),
		closed_site(site, S("/letters/")));
	assert_ptr_equal(closed_site_of(site, S("letters/one.md")),
		closed_site(site, S("/letters/")));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF(BUF_UNLIMITED);
		bool shown = check_file(site, slice_str(rows[i].source), &out);
		if (shown != rows[i].shown ||
			!slice_starts(buf_slice(&out), slice_str(rows[i].words)))
			fail_msg("%s: %.*s", rows[i].source, SARG(buf_slice(&out)));
		buf_fini(&out);
	}
	site_check_free(site);
	tree_fini(&tree);
}

static bool is_told(const struct diag_list *diags, const char *file, const char *message)
{
	bool found = false;

	for (size_t i = 0; i < diags->count && !found; i++)
		found = slice_eq(diags->items[i].file, slice_str(file)) &&
			slice_eq(diags->items[i].message, slice_str(message));
	return found;
}

static void authors_are_told_what_is_left_out(void **state)
{
	static const struct {
		bool open; /* said of what is public */
		const char *file, *message;
	} rows[] = {
		{true, "alias.md",
			"an old address is in the zone /letters/: /letters/a/"},
		{false, "letters/one.md",
			"an old address is outside the zone /letters/: /one/"},
		{false, "letters/away.md",
			"its folder is that of the zone /letters/, its address /away/ is "
			"not "
			"below it"},
		{false, "fr/letters/un.md",
			"its address /fr/letters/un/ is that of the zone /letters/ in "
			"another "
			"language, and in no zone"},
		{false, "into.md", "it leads into the zone /letters/"},
		{true, "_redirects", "a redirect into the zone /letters/"},
	};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, told, sizeof(told) / sizeof(*told));
	struct site *site = site_check_scan_zones(&tree, NULL, &zones);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct diag_list *diags[] = {&hidden_of(site)->diags, &site->diags};
		if (!is_told(diags[rows[i].open], rows[i].file, rows[i].message) ||
			is_told(diags[!rows[i].open], rows[i].file, rows[i].message))
			fail_msg("%s: %s", rows[i].file, rows[i].message);
	}
	/* Two lines of _redirects, and the alias. */
	assert_int_equal(diag_count(&site->diags, DIAG_WARNING), 3);
	site_check_free(site);
	tree_fini(&tree);
}

static void the_time_of_the_site_is_of_what_is_public(void **state)
{
	static const struct tree_file timed[] = {
		{"_config.yml", "title: Reef\npermalink: /:title/\n"},
		{"time.md", "---\ntitle: Time\n---\nMade at {{ site.time }}.\n"},
		{"letters/a.md", "---\ntitle: A\n---\nFirst.\n"},
		{"draft.md", "---\ntitle: D\ndraft: true\n---\nFirst.\n"},
	};
	static const struct {
		const char *path, *text, *time, *why;
	} rows[] = {
		{NULL, NULL, "2026-01-01 00:00:00", "the first scan"},
		{"letters/a.md", "---\ntitle: B\n---\nSecond.\n", "2026-01-01 00:00:00",
			"a letter"},
		{"draft.md", "---\ntitle: D\ndraft: true\n---\nSecond.\n",
			"2026-01-01 00:00:00", "a draft"},
		{"letters/c.md", "---\ntitle: C\n---\nNew.\n", "2026-01-01 00:00:00",
			"one more letter"},
		{"e.md", "---\ntitle: E\n---\nNew.\n", "2026-01-01 00:00:04", "a page"},
		{"letters/c.md", NULL, "2026-01-01 00:00:04", "a letter less"},
	};
	struct tree tree;
	struct site *site = NULL;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, timed, sizeof(timed) / sizeof(*timed));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct site_config config = {
			.folder = tree.path, .pages = true, .zones = zones};
		auto_arena struct arena arena = {0};
		struct site *before = site;
		struct doc *doc;
		if (rows[i].text)
			tree_write(&tree, rows[i].path, rows[i].text);
		else if (rows[i].path)
			tree_remove(&tree, rows[i].path);
		assert_int_equal(
			scan(&config, before, NULL, SITE_CHECK_NOW + (int64_t)i, &site),
			0);
		assert_int_equal(links_convert(site, site_check_post(site, "/time/"),
					 &arena, NULL, &doc),
			0);
		struct slice text = doc_plain_text(&arena, doc->root);
		if (slice_find(text, slice_str(rows[i].time)) < 0)
			fail_msg("%s: %.*s", rows[i].why, SARG(text));
		if (before)
			site_check_free(before);
	}
	site_check_free(site);
	tree_fini(&tree);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_a_zone_is_nowhere_else),
		cmocka_unit_test(links_into_a_zone_keep_their_address),
		cmocka_unit_test(a_dated_page_in_a_zone_is_a_letter),
		cmocka_unit_test(authors_are_told_who_sees_a_file),
		cmocka_unit_test(the_time_of_the_site_is_of_what_is_public),
		cmocka_unit_test(authors_are_told_what_is_left_out),
	};
	size_t faults = 0;

	for (int i = 1; i < argc; i++)
		faults += look_at_site(argv[i]);
	if (argc > 1)
		return faults != 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
