/* SPDX-License-Identifier: MIT */
/* The people of a site, from splashdown.yaml and from the list in the state folder. */
#include "app/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

/* "a:me*,b:friend | /letters/:friend | /me/": keys by their first digit, writers with a star, zones, the desk;
 * "broken" alone. */
static struct slice shown(struct arena *arena, const struct people *people)
{
	auto_buf struct buf out = BUF(4096);

	if (people->is_broken) {
		assert_int_equal(people->count, 0);
		return S("broken");
	}
	for (size_t i = 0; i < people->count; i++)
		buf_printf(&out, "%s%x:%.*s%s", i ? "," : "", people->list[i].key[0] >> 4,
			SARG(people->list[i].name), people->list[i].writes ? "*" : "");
	for (size_t i = 0; i < people->zones.count; i++) {
		const struct reader_zone *zone = &people->zones.list[i];
		buf_printf(&out, " | %.*s:", SARG(zone->path));
		for (size_t k = 0; k < zone->readers.count; k++)
			buf_printf(&out, "%s%.*s", k ? "," : "",
				SARG(zone->readers.items[k]));
	}
	buf_printf(&out, " | %.*s", SARG(people->desk));
	return buf_dup(&out, arena);
}

struct row {
	const char *config, *list; /* NULL: it is not there */
	const char *expected;
	const char *message; /* a part of the first; NULL: none */
	const char *why;
};

static void check(const struct row *row)
{
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list diags = {0};
	struct tree tree;
	struct config config;
	struct people_file file;
	struct people people = {0};

	tree_init(&tree);
	tree_write(&tree, "splashdown.yaml", row->config);
	if (row->list)
		tree_write(&tree, PEOPLE_FILE, row->list);
	config_init(&config);
	const char *path = arena_printf(&arena, "%s/splashdown.yaml", tree.path).ptr;
	assert_int_equal(config_load(&config, path, &diags), 0);
	assert_int_equal(config_finish(&config, tree.path, &diags), 0);
	people_file_read(&arena, tree.path, &file, &diags);
	people_merge(&arena, &config, &config.sites[0], &file, &diags, &people);
	struct slice seen = shown(&arena, &people);
	if (!slice_eq(seen, slice_str(row->expected)))
		fail_msg("%s: %.*s", row->why, SARG(seen));
	if (!row->message != !diags.count)
		fail_msg("%s: %zu messages: %.*s", row->why, diags.count,
			SARG(diags.count ? diags.items[0].message : slice_none));
	for (size_t i = 0; i < diags.count; i++) {
		const struct diag *diag = &diags.items[i];
		if (diag->level != DIAG_ERROR || !diag->file.len)
			fail_msg("%s: no error with a file", row->why);
	}
	if (row->message &&
		!slice_contains(diags.items[0].message, slice_str(row->message)))
		fail_msg("%s: %.*s", row->why, SARG(diags.items[0].message));
	config_fini(&config);
	tree_fini(&tree);
}

static void both_lists_are_one(void **state)
{
	static const struct row rows[] = {
		{"title: x\n", NULL, " | ", NULL, "nobody: no desk"},
		{"desk: /Desk/\n", NULL, " | /desk/", NULL, "a desk that was asked for"},
		{"people: {me: [" A "]}\n", NULL, "a:me | /me/", NULL, "one person"},
		{"people: {me: " A "}\nwriters: me\n", NULL, "a:me* | /me/", NULL,
			"texts stand for lists of one"},
		{"people: [\"me " A " " B "\"]\nwriters: [me]\n", NULL,
			"a:me*,b:me* | /me/", NULL, "as --print-config writes it"},
		{"people: {me: [" A ", " B "]}\nwriters: [me]\n", NULL,
			"a:me*,b:me* | /me/", NULL, "two keys of one person"},
		{"people:\n  me: "
		 "['AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:"
		 "AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA']\n",
			NULL, "a:me | /me/", NULL, "capitals and colons"},
		{"people: {f: [" B "]}\nzones: [{path: /letters/, title: L, readers: "
		 "[f]}]\n",
			NULL, "b:f | /letters/:f | /me/", NULL, "a zone"},
		{"people: {f: [" B "]}\nzones: [{path: /letters/, title: L, readers: "
		 "f}]\ndesk: /d/\n",
			NULL, "b:f | /letters/:f | /d/", NULL, "and a desk of its own"},
		{"zones: [{path: /letters/}]\n", NULL, " | /letters/: | /me/", NULL,
			"a zone that nobody reads yet"},
		{"people: {f: []}\nzones: [{path: /letters/, readers: [f]}]\n", NULL,
			" | /letters/:f | /me/", NULL, "a name without a key yet"},
		{"title: x\n", "people: {f: [" B "]}\n", "b:f | /me/", NULL,
			"the list alone"},
		{"title: x\n", "", " | ", NULL, "an empty list"},
		{"title: x\n", "# Written by hand\n", " | ", NULL, "a comment"},
		{"zones: [{path: /letters/, readers: [f]}]\n", "people: {f: [" B "]}\n",
			"b:f | /letters/:f | /me/", NULL, "a reader whom the list knows"},
		{"people: {me: [" A "]}\nzones: [{path: /letters/, readers: [me]}]\n",
			"people: {f: [" B "]}\nzones: [{path: /LETTERS/, readers: "
			"[f, me]}]\n",
			"a:me,b:f | /letters/:me,f | /me/", NULL, "a zone in both"},
		{"zones: [{path: /letters/}]\n",
			"people: {f: [" B "]}\nzones: [{path: /gone/, readers: [f]}]\n",
			"b:f | /letters/: | /me/", NULL, "a zone that is none any more"},
		{"people: {me: [" A "]}\n", "people: {me: [" A "]}\nwriters: [me]\n",
			"a:me* | /me/", NULL, "the same in both"},
		{"title: x\nhosts: [a.example]\n",
			"people: {f: [" B "]}\nsites:\n  - host: a.example\n    people: "
			"{g: [" C "]}\n    writers: [f]\n  - host: b.example\n    "
			"people: {h: [" A "]}\n",
			"b:f*,c:g | /me/", NULL, "of all sites and of this one"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i]);
}

static void a_list_with_a_fault_closes(void **state)
{
	static const struct row rows[] = {
		{"people: {me: [" A "], you: [" A "]}\n", NULL, "broken",
			"same fingerprint", "one key of two people"},
		{"people: {me: [" A ", " A "]}\n", NULL, "broken", "listed twice",
			"one key twice"},
		{"people: [\"me " A "\", \"me " B "\"]\n", NULL, "broken",
			"me is named twice", "one name twice"},
		{"people: {me: [" A "]}\n", "people: {you: [" A "]}\n", "broken",
			"same fingerprint", "one key of two people, in two files"},
		{"people: {me: [" A "]}\n", "people: {me: [" B "]}\n", "broken",
			"other keys", "one name with different keys"},
		{"people: {me: [" A "]}\n", "people: {me: [" A ", " B "]}\n", "broken",
			"other keys", "one name with one more key"},
		{"people: {me: [aaaa]}\n", NULL, "broken", "64 hexadecimal", "too short"},
		{"people: {me: [" A "a]}\n", NULL, "broken", "64 hexadecimal",
			"too long"},
		{"people: {me: ['" A " x']}\n", NULL, "broken", "64 hexadecimal",
			"something behind it"},
		{"people: {Me: [" A "]}\n", NULL, "broken", "no name", "a capital"},
		{"people: {'m e': [" A "]}\n", NULL, "broken", "no name", "a space"},
		{"people: {me: [" A "]}\nwriters: [you]\n", NULL, "broken",
			"called \"you\"", "a writer whom nobody knows"},
		{"people: {me: [" A "]}\nzones: [{path: /l/, readers: [me, you]}]\n",
			NULL, "broken", "called \"you\"", "a reader whom nobody knows"},
		{"people: {me: [" A "]}\nzones: [{path: /l/}]\n",
			"zones: [{path: /l/, readers: [you]}]\n", "broken",
			"called \"you\"", "the same in the list"},
		{"title: x\n", "people: {f: [" B "]\n", "broken", "flow mapping",
			"cut in the middle"},
		{"title: x\n", "people: {f: [" B "]}\nzone: []\n", "broken",
			"unknown key", "an unknown key"},
		{"title: x\n", "people: 3\n", "broken", "not what", "no map"},
		{"title: x\n", "- people\n", "broken", "key: value", "a list"},
		{"title: x\n", "people: {f: [" B "]}\npeople: {f: [" B "]}\n", "broken",
			"people", "a key twice"},
		{"title: x\n", "sites: {a: b}\n", "broken", "list of maps", "no list"},
		{"title: x\n", "sites: [{people: {f: [" B "]}}]\n", "broken",
			"needs \"host\"", "a site without a name"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&rows[i]);
}

static void what_cannot_be_read_closes(void **state)
{
	auto_arena struct arena arena = {0};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	for (size_t i = 0; i < 3; i++) {
		auto_diags struct diag_list diags = {0};
		struct people_file file;
		const char *path = arena_printf(&arena, "%s/" PEOPLE_FILE, tree.path).ptr;
		if (i == 0)
			assert_int_equal(mkdir(path, 0700), 0);
		else if (i == 1)
			assert_int_equal(symlink("/etc/hostname", path), 0);
		else
			tree_write_bytes(&tree, PEOPLE_FILE, "people: {}\n\0\n", 13);
		people_file_read(&arena, tree.path, &file, &diags);
		if (!file.is_broken || !diags.count)
			fail_msg("case %zu is taken for a list", i);
		assert_int_equal(remove(path), 0);
	}
	tree_fini(&tree);
}

/* What is written is read as the same, by nobody but its owner. */
static void a_list_is_written_as_it_is_read(void **state)
{
	static const char *const text =
		"people:\n  f: [" B ", " C "]\n  g: [" A "]\nwriters: [g]\n"
		"zones: [{path: /a b/, readers: [f, g]}]\n"
		"sites: [{host: b.example, people: {h: [" A "]}}]\n";
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list diags = {0};
	struct people_file first, second;
	struct tree tree;
	struct stat st;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, PEOPLE_FILE, text);
	people_file_read(&arena, tree.path, &first, &diags);
	auto_close int folder = open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(people_file_write(folder, &first), 0);
	people_file_read(&arena, tree.path, &second, &diags);
	assert_int_equal(diags.count, 0);
	assert_int_equal(first.count, 2);
	assert_int_equal(second.count, 2);
	for (size_t i = 0; i < first.count; i++) {
		const struct slices *one = &first.list[i].lines.people,
				    *two = &second.list[i].lines.people;
		assert_true(slice_eq(first.list[i].host, second.list[i].host));
		assert_int_equal(one->count, two->count);
		for (size_t k = 0; k < one->count; k++)
			assert_true(slice_eq(one->items[k], two->items[k]));
	}
	assert_true(slice_eq(second.list[0].lines.zones.items[0], S("/a%20b/ f,g")));
	assert_true(slice_eq(second.list[0].lines.writers.items[0], S("g")));
	assert_int_equal(fstatat(folder, PEOPLE_FILE, &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	tree_fini(&tree);
}

/* Whoever edits one site's people writes those of the others, too, as somebody wrote them by hand. */
static void what_would_not_be_read_back_is_not_written(void **state)
{
	static const struct {
		const char *text, *fault, *why;
	} rows[] = {
		{"people: {g: [" A "]}\n", "", "a good one"},
		{"sites: [{host: b.example, people: {h: [" A "]}, writers: [h]}]\n", "",
			"of a site"},
		{"sites: [{host: b.example, people: {'x\"': [" A "]}}]\n",
			"site b.example: \"x\"\" is no name", "a quote in a name"},
		{"sites: [{host: b.example, people: {Ann: [" A "]}}]\n",
			"site b.example: \"Ann\" is no name", "a capital"},
		{"sites: [{host: b.example, people: {h: ['12\\']}}]\n",
			"site b.example: \"12\\\" is no fingerprint", "a backslash"},
		{"sites: [{host: b.example, writers: ['a: b']}]\n",
			"site b.example: \"a: b\" is no name", "a writer"},
		{"sites: [{host: b.example, zones: [{path: /l, readers: [h]}]}]\n",
			"site b.example: \"/l h\": ", "a path that is no zone's"},
		{"sites: [{host: b.example, zones: [{path: /l/, readers: ['h\"']}]}]\n",
			"site b.example: \"h\"\" is no name", "a reader"},
		{"sites: [{host: 'b\"', people: {h: [" A "]}}]\n",
			"site b\": no name of a host", "a host"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_arena struct arena arena = {0};
		auto_diags struct diag_list diags = {0};
		struct people_file file;
		struct tree tree;

		tree_init(&tree);
		tree_write(&tree, PEOPLE_FILE, rows[i].text);
		people_file_read(&arena, tree.path, &file, &diags);
		assert_false(file.is_broken);
		auto_close int folder =
			open(tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		struct slice fault = people_file_fault(&arena, &file);
		if (!slice_starts(fault, slice_str(rows[i].fault)) ||
			!fault.len != !*rows[i].fault)
			fail_msg("%s: \"%.*s\"", rows[i].why, SARG(fault));
		int error = people_file_write(folder, &file);
		if (error != (fault.len ? -EINVAL : 0))
			fail_msg("%s: %d", rows[i].why, error);
		tree_fini(&tree);
	}
}

/* It would show what is in it. A desk that cannot be is at the usual place. */
static void a_zone_that_cannot_be_closed_keeps_a_server_from_starting(void **state)
{
	static const struct {
		const char *config;
		int code;
		const char *message, *desk, *why;
	} rows[] = {
		{"zones: [{path: /l/}]\n", 0, NULL, "/me/", "a zone"},
		{"zones: [{path: /l/}, {path: /l/m/}]\n", 0, NULL, "/me/",
			"one in another"},
		{"zones: ['/l/ , Letters', '/m/ a,b']\n", 0, NULL, "/me/", "as lines"},
		{"title: x\nzones: [{path: /l}]\n", -EINVAL, "\"/l\" cannot be closed",
			NULL, "no slash at its end"},
		{"title: x\nzones: [{path: l/}]\n", -EINVAL, "cannot be closed", NULL,
			"none before it"},
		{"title: x\nzones: [{path: /}]\n", -EINVAL, "whole capsule", NULL,
			"the root"},
		{"title: x\nzones: [{path: /a/../}]\n", -EINVAL, "whole capsule", NULL,
			"the root, in other words"},
		{"title: x\nzones: [{path: /l/}, {path: /L/}]\n", -EINVAL, "named twice",
			NULL, "the same twice"},
		{"title: x\nzones: [{title: Letters}]\n", -EINVAL, "cannot be closed",
			NULL, "no path"},
		{"title: x\nzones: [{path: /l/}]\nclient_certificates: no\n", 0,
			"\"client_certificates\" is \"no\"", "/me/",
			"nobody is asked who he is"},
		{"title: x\ndesk: /d\n", 0, "does not end in a slash", NULL,
			"a desk without a slash"},
		{"title: x\ndesk: /l/d/\nzones: [{path: /l/}]\n", 0, "in a zone", "/me/",
			"a desk in a zone"},
		{"title: x\nzones: [{path: /me/}]\n", 0, "in a zone", "/me/",
			"a zone at the desk"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_arena struct arena arena = {0};
		auto_diags struct diag_list diags = {0};
		struct tree tree;
		struct config config;
		struct site_config site;

		tree_init(&tree);
		tree_write(&tree, "splashdown.yaml", rows[i].config);
		config_init(&config);
		const char *path =
			arena_printf(&arena, "%s/splashdown.yaml", tree.path).ptr;
		assert_int_equal(config_load(&config, path, &diags), 0);
		int code = config_finish(&config, tree.path, &diags);
		if (code != rows[i].code || !diags.count != !rows[i].message)
			fail_msg("%s: %d, %zu messages", rows[i].why, code, diags.count);
		if (rows[i].message && !slice_contains(diags.items[0].message,
					       slice_str(rows[i].message)))
			fail_msg("%s: %.*s", rows[i].why, SARG(diags.items[0].message));
		config_site_config(&arena, &config, &config.sites[0], &site);
		if (!code && !slice_eq(site.desk, slice_str(rows[i].desk)))
			fail_msg("%s: the desk is at \"%.*s\"", rows[i].why,
				SARG(site.desk));
		config_fini(&config);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_lists_are_one),
		cmocka_unit_test(a_list_with_a_fault_closes),
		cmocka_unit_test(what_cannot_be_read_closes),
		cmocka_unit_test(a_list_is_written_as_it_is_read),
		cmocka_unit_test(what_would_not_be_read_back_is_not_written),
		cmocka_unit_test(
			a_zone_that_cannot_be_closed_keeps_a_server_from_starting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
