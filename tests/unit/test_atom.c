/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc/doc.h"
#include "render/atom.h"

static void must_print(const struct feed *feed, struct slice origin, const char *expected)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	atom_render(&out, feed, origin, S("gemini://example.org"));
	buf_putc(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buf_fini(&out);
}

static void a_feed_is_printed_to_the_byte(void **state)
{
	const struct slice tags[] = {S("C++ & C"), S(""), S("d\xC3\xA9j\xC3\xA0")};
	struct feed_entry entries[4] = {
		{
			.path = S("/2025/12/15/x/"),
			.title = S("<Fish> & \"chips\"\x01\x1B"),
			.summary = S("One\nline \xFF\xEF\xBF\xBE."),
			.author = S("Bob"),
			.lang = S("fr"),
			.web_url = S("https://example.org/x.html?a=1&b=2"),
			.updated = {.set = true,
				.has_time = true,
				.has_zone = true,
				.offset_minutes = 60,
				.at = 1765872000},
			.tags = tags,
			.tag_count = 3,
		},
		{
			.path = S("/plain/"),
			.title = S("Plain"),
			.enclosure = S("/a%20b.mp3"),
			.enclosure_mime = S("audio/mpeg"),
			.enclosure_bytes = 12,
			.author = S("Ada"),
			.lang = S("en"),
		},
		{
			.path = S("/undated/"),
			.title = S("Undated"),
		},
		{
			.path = S("/only-updated/"),
			.enclosure = S("https://cast.example/a.ogg?x&y"),
			.enclosure_mime = S("audio/ogg"),
			.enclosure_bytes = -1,
			.updated = {.set = true, .at = 0},
		},
	};
	struct feed feed = {
		.path = S("/feed.xml"),
		.alternate = S("/"),
		.title = S("Ada's capsule"),
		.subtitle = S("Notes"),
		.author = S("Ada"),
		.lang = S("en"),
		.entries = entries,
		.entry_count = 4,
	};
	(void)state;

	entries[0].published = date_from_civil(2025, 12, 15, NULL);
	entries[1].published = date_from_civil(2024, 2, 29, NULL);
	/* An old entry that changed last is the feed's news. */
	entries[1].updated = (struct date){
		.set = true, .has_time = true, .has_zone = true, .at = 1765958400};
	/* 1765872000 is 2025-12-16 08:00:00 UTC. The order of elements is free (RFC 4287,
	 * 4.1.1), what must stand there: id, title, updated in feed and entries, an author
	 * in the feed, an alternate link in an entry without content. */
	must_print(&feed, S("gemini://example.org"),
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
		"  <title>Ada's capsule</title>\n"
		"  <subtitle>Notes</subtitle>\n"
		"  <link type=\"text/gemini\" href=\"gemini://example.org/\"/>\n"
		"  <link rel=\"self\" type=\"application/atom+xml\" "
		"href=\"gemini://example.org/feed.xml\"/>\n"
		"  <id>gemini://example.org/feed.xml</id>\n"
		"  <updated>2025-12-17T08:00:00Z</updated>\n"
		"  <author><name>Ada</name></author>\n"
		"  <entry xml:lang=\"fr\">\n"
		"    <title>&lt;Fish&gt; &amp; &quot;chips&quot;</title>\n"
		"    <link type=\"text/gemini\" "
		"href=\"gemini://example.org/2025/12/15/x/\"/>\n"
		"    <link rel=\"alternate\" type=\"text/html\" "
		"href=\"https://example.org/x.html?a=1&amp;b=2\"/>\n"
		"    <id>gemini://example.org/2025/12/15/x/</id>\n"
		"    <published>2025-12-15T00:00:00Z</published>\n"
		"    <updated>2025-12-16T09:00:00+01:00</updated>\n"
		"    <author><name>Bob</name></author>\n"
		"    <category term=\"C++ &amp; C\"/>\n"
		"    <category term=\"d\xC3\xA9j\xC3\xA0\"/>\n"
		"    <summary>One line \xEF\xBF\xBD.</summary>\n"
		"  </entry>\n"
		"  <entry>\n"
		"    <title>Plain</title>\n"
		"    <link type=\"text/gemini\" href=\"gemini://example.org/plain/\"/>\n"
		"    <link rel=\"enclosure\" type=\"audio/mpeg\" length=\"12\" "
		"href=\"gemini://example.org/a%20b.mp3\"/>\n"
		"    <id>gemini://example.org/plain/</id>\n"
		"    <published>2024-02-29T00:00:00Z</published>\n"
		"    <updated>2025-12-17T08:00:00Z</updated>\n"
		"  </entry>\n"
		"  <entry>\n"
		"    <title></title>\n"
		"    <link type=\"text/gemini\" "
		"href=\"gemini://example.org/only-updated/\"/>\n"
		"    <link rel=\"enclosure\" type=\"audio/ogg\" "
		"href=\"https://cast.example/a.ogg?x&amp;y\"/>\n"
		"    <id>gemini://example.org/only-updated/</id>\n"
		"    <updated>1970-01-01T00:00:00Z</updated>\n"
		"  </entry>\n"
		"</feed>\n");
}

static void an_empty_feed_is_still_valid(void **state)
{
	struct feed feed = {.path = S("/feed.xml"), .alternate = S("/")};
	(void)state;

	must_print(&feed, S("gopher://example.org/1"),
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
		"  <title></title>\n"
		"  <link href=\"gopher://example.org/1/\"/>\n"
		"  <link rel=\"self\" type=\"application/atom+xml\" "
		"href=\"gopher://example.org/1/feed.xml\"/>\n"
		"  <id>gemini://example.org/feed.xml</id>\n"
		"  <updated>1970-01-01T00:00:00Z</updated>\n"
		"  <author><name>gopher://example.org/1</name></author>\n"
		"</feed>\n");
}

static void an_entry_may_have_all_of_its_post(void **state)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, S("en"));
	struct feed_entry entry = {.path = S("/x/"),
		.title = S("X"),
		.published = {.set = true},
		.content = doc};
	struct feed feed = {.path = S("/feed.xml"), .entries = &entry, .entry_count = 1};
	struct buf out;
	(void)state;

	doc_add_paragraph(doc, S("Fish & chips"));
	doc_add_link_line(doc, DOC_TO_PAGE, S("/y/"), S("On"));
	buf_init(&out, BUF_UNLIMITED);
	atom_render(&out, &feed, S("gemini://a.example"), S("gemini://example.org"));
	buf_putc(&out, '\0');
	assert_non_null(strstr(out.ptr, "<content type=\"html\">"));
	assert_non_null(strstr(out.ptr, "&lt;p&gt;Fish &amp;amp; chips&lt;/p&gt;"));
	assert_non_null(strstr(out.ptr, "href=&quot;gemini://example.org/y/&quot;"));
	assert_null(strstr(out.ptr, "&lt;html"));
	buf_fini(&out);
	arena_fini(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_feed_is_printed_to_the_byte),
		cmocka_unit_test(an_entry_may_have_all_of_its_post),
		cmocka_unit_test(an_empty_feed_is_still_valid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
