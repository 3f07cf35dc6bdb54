/* SPDX-License-Identifier: MIT */
#include "source/zones.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/uri.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct zones zones_of(struct arena *arena, const struct slice *lines, size_t count)
{
	struct reader_zone *list = arena_array(arena, count, struct reader_zone);

	for (size_t i = 0; i < count; i++) {
		const char *fault = zones_read(arena, lines[i], &list[i]);
		if (fault)
			fail_msg("%.*s: %s", SARG(lines[i]), fault);
	}
	return (struct zones){list, count};
}

static void a_zone_is_all_that_has_its_prefix(void **state)
{
	static const struct slice lines[] = {S("/letters/ friend Letters to friends"),
		S("/letters/mum/ mum Mum"), S("/\xC3\x89t\xC3\xA9/2024/ friend Summer"),
		S("/a%20b/ friend Space")};
	static const struct {
		const char *path, *zone, *why;
	} rows[] = {
		{"/letters/", "/letters/", "itself"},
		{"/letters", "/letters/", "without its slash"},
		{"letters/", "/letters/", "without the first slash, as in Gopher"},
		{"/LETTERS/", "/letters/", "in capitals"},
		{"/Letters/X", "/letters/", "below, in capitals"},
		{"/letters/../letters/x", "/letters/", "dot segments"},
		{"/other/../letters/x", "/letters/", "dot segments from elsewhere"},
		{"/letters/./", "/letters/", "a dot segment"},
		{"/letters/x/../..", NULL, "dot segments that leave it"},
		{"/l%65tters/", "/letters/", "an encoded letter"},
		{"/%6cetters/x", "/letters/", "another one"},
		{"/%4C%45TTERS/x", "/letters/", "encoded capitals"},
		{"//letters/", "/letters/", "two slashes"},
		{"/letters//x", "/letters/", "two slashes below"},
		{"///LETTERS", "/letters/", "three"},
		{"/letters%2Fx", "/letters/", "an encoded slash"},
		{"/letters%2fx", "/letters/", "in small letters"},
		{"%2Fletters%2Fx", "/letters/", "two of them"},
		{"/%2Fletters/x", "/letters/", "one behind a slash"},
		{"/letters.gmi", "/letters/", "the forms of its own page"},
		{"/letters.txt", "/letters/", "text"},
		{"/letters.md", "/letters/", "source"},
		{"/letters.html", "/letters/", "the web's address"},
		{"/letters.xml", "/letters/", "its feed"},
		{"/LETTERS.GMI", "/letters/", "a form in capitals"},
		{"/letters.gmi/", "/letters/", "a form with a slash"},
		{"/letters.gmi.txt", NULL, "no form"},
		{"/letters.gmix", NULL, "no form either"},
		{"/letters.png", NULL, "a file beside it"},
		{"/lettersx", NULL, "a longer word"},
		{"/letter", NULL, "a shorter word"},
		{"/letter/s/", NULL, "another folder"},
		{"/x/letters/", NULL, "not at the root"},
		{"/", NULL, "the root"},
		{"", NULL, "nothing"},
		{"/letters%252Fx", NULL, "what decodes to %2F is a name of its own"},
		{"/letters%3Bx", NULL, "another character behind it"},
		{"/letters/mum/", "/letters/mum/", "the deepest one"},
		{"/letters/mum", "/letters/mum/", "without its slash"},
		{"/letters/Mum/x.png", "/letters/mum/", "a picture in it"},
		{"/letters/mummy", "/letters/", "of the outer one"},
		{"/\xC3\xA9t\xC3\xA9/2024/x", "/\xC3\xA9t\xC3\xA9/2024/", "composed"},
		{"/e\xCC\x81te\xCC\x81/2024/x", "/\xC3\xA9t\xC3\xA9/2024/", "decomposed"},
		{"/E%CC%81T%C3%89/2024", "/\xC3\xA9t\xC3\xA9/2024/", "capitals, encoded"},
		{"/\xC3\xA9t\xC3\xA9/2024.gmi", "/\xC3\xA9t\xC3\xA9/2024/", "its form"},
		{"/\xC3\xA9t\xC3\xA9/2023/x", NULL, "another year"},
		{"/a b/", "/a b/", "a space"},
		{"/A%20B/c", "/a b/", "an encoded one"},
	};
	auto_arena struct arena arena = {0};
	struct zones zones = zones_of(&arena, lines, COUNT(lines));

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice key;
		assert_true(uri_path_key(&arena, slice_str(rows[i].path), &key));
		const struct reader_zone *zone = zones_at(&zones, key);
		if (!slice_eq(zone ? zone->path : slice_none, slice_str(rows[i].zone)))
			fail_msg("%s: %s is in %.*s", rows[i].why, rows[i].path,
				SARG(zone ? zone->path : S("no zone")));
	}
	assert_null(zones_at(&(struct zones){NULL, 0}, S("/letters/")));
}

static void a_line_names_path_readers_and_title(void **state)
{
	static const struct {
		const char *line, *path, *readers, *title, *fault, *why;
	} rows[] = {
		{"/letters/ friend Letters to friends", "/letters/", "friend",
			"Letters to friends", NULL, "one reader"},
		{"/Letters/ a,b-2,c T", "/letters/", "a b-2 c", "T", NULL, "several"},
		{"/letters/ , T", "/letters/", "", "T", NULL, "none"},
		{"/letters/ a", "/letters/", "a", "For chosen readers", NULL, "no title"},
		{"/letters/", "/letters/", "", "For chosen readers", NULL, "path alone"},
		{"/a//b/%2Fc/ x T", "/a/b/c/", "x", "T", NULL, "slashes are one"},
		{"/%C3%89/ x T", "/\xC3\xA9/", "x", "T", NULL, "decoded and folded"},
		{"/letters x T", NULL, NULL, NULL, "it does not end in a slash",
			"no slash"},
		{"letters/ x T", NULL, NULL, NULL, "it does not begin with a slash",
			"relative"},
		{"/ x T", NULL, NULL, NULL, "it is the whole capsule", "the root"},
		{"//%2F/ x T", NULL, NULL, NULL, "it is the whole capsule",
			"the root, too"},
		{"/x/../ x T", NULL, NULL, NULL, "it is the whole capsule", "and this"},
		{"/../x/ x T", NULL, NULL, NULL, "it is no path", "above the root"},
		{"/x%00/ x T", NULL, NULL, NULL, "it is no path", "a NUL"},
		{"/x?y/ x T", NULL, NULL, NULL, "it is no path", "a query"},
	};
	auto_arena struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reader_zone zone;
		auto_buf struct buf readers = BUF(256);
		const char *fault = zones_read(&arena, slice_str(rows[i].line), &zone);
		if (!slice_eq(slice_str(fault), slice_str(rows[i].fault)))
			fail_msg("%s: %s", rows[i].why, fault ? fault : "no fault");
		if (fault)
			continue;
		for (size_t k = 0; k < zone.readers.count; k++)
			buf_printf(&readers, "%s%.*s", k ? " " : "",
				SARG(zone.readers.items[k]));
		if (!slice_eq(zone.path, slice_str(rows[i].path)) ||
			!slice_eq(buf_slice(&readers), slice_str(rows[i].readers)) ||
			!slice_eq(zone.title, slice_str(rows[i].title)))
			fail_msg("%s: \"%.*s\" \"%.*s\" \"%.*s\"", rows[i].why,
				SARG(zone.path), SARG(buf_slice(&readers)),
				SARG(zone.title));
	}
}

static void names_are_short_and_plain(void **state)
{
	static const struct {
		const char *name;
		bool expected;
		const char *why;
	} rows[] = {
		{"friend", true, "letters"},
		{"7-of-9", true, "digits and hyphens"},
		{"abcdefghijklmnopqrstuvwxyz012345", true, "32 characters"},
		{"abcdefghijklmnopqrstuvwxyz0123456", false, "33 characters"},
		{"", false, "none"},
		{"Friend", false, "a capital"},
		{"a_b", false, "an underscore"},
		{"a b", false, "a space"},
		{"a\nb", false, "a line end"},
		{"\xC3\xA9", false, "another letter"},
		{"a,b", false, "a comma"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (zones_is_name(slice_str(rows[i].name)) != rows[i].expected)
			fail_msg("%s: %s", rows[i].why, rows[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zone_is_all_that_has_its_prefix),
		cmocka_unit_test(a_line_names_path_readers_and_title),
		cmocka_unit_test(names_are_short_and_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
