/* SPDX-License-Identifier: MIT */
#include "render/label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#define LINKS_MAX 4

/* A paragraph of links, what they are called; NULL: no such line. */
struct row {
	const char *why;
	struct {
		const char *url, *text, *title;
	} links[LINKS_MAX];
	const char *labels[LINKS_MAX];
};

static const struct row rows[] = {
	{"the words of the link", {{"https://a.example/", "The words", NULL}},
		{"The words"}},
	{"white space is collapsed", {{"https://a.example/", " two \n words ", NULL}},
		{"two words"}},
	{"the address is its own label",
		{{"https://a.example/x", "https://a.example/x", NULL}}, {""}},
	{"an address without its scheme too", {{"https://a.example/", "a.example", NULL}},
		{""}},
	{"a mail address too", {{"mailto:jo@a.example", "jo@a.example", NULL}}, {""}},
	{"an address that reads better than its encoding is kept",
		{{"https://a.example/%C3%A9t%C3%A9", "https://a.example/\u00e9t\u00e9",
			NULL}},
		{"https://a.example/\u00e9t\u00e9"}},
	{"a title beats a word that says nothing",
		{{"https://a.example/x", "here", "All about x"}}, {"All about x"}},
	{"a title does not beat words", {{"https://a.example/x", "X itself", "tip"}},
		{"X itself"}},
	{"the host tells where \"here\" is", {{"https://a.example/x", "here", NULL}},
		{"here \u2014 a.example"}},
	{"inside the site the last segment does", {{"/posts/about-x/", "here", NULL}},
		{"here \u2014 about-x"}},
	{"no words at all: the host alone", {{"https://www.a.example/x", "", NULL}},
		{"a.example"}},
	{"an arrow is no word", {{"https://a.example/x", "\u2192", NULL}},
		{"\u2192 \u2014 a.example"}},
	{"the same address comes once, the first label wins",
		{{"https://a.example/", "One", NULL},
			{"https://a.example/", "Two", NULL}},
		{"One", NULL}},
	{"words beat what says nothing, in the place of the first",
		{{"https://a.example/", "here", NULL}, {"/b", "B", NULL},
			{"https://a.example/", "The guide", NULL}},
		{"The guide", "B", NULL}},
	{"twins are told apart by their hosts",
		{{"https://a.example/1", "Docs", NULL},
			{"https://b.example/1", "Docs", NULL}},
		{"Docs \u2014 a.example", "Docs \u2014 b.example"}},
	{"twins of one host by the last segment",
		{{"https://a.example/one", "Docs", NULL},
			{"https://a.example/two.html", "Docs", NULL}, {"/c", "C", NULL}},
		{"Docs \u2014 one", "Docs \u2014 two.html", "C"}},
	{"twins of one name by the address",
		{{"https://a.example/x?n=1", "Docs", NULL},
			{"https://a.example/x?n=2", "Docs", NULL}},
		{"Docs \u2014 a.example/x?n=1", "Docs \u2014 a.example/x?n=2"}},
	{"a page of the site is called by its title where the words say nothing",
		{{"/titled", "here", NULL},
			{"/titled", "https://a.example/titled", NULL}},
		{"The title of it", NULL}},
	{"a page of the site that was spelt as an address on the web",
		{{"/x", "https://a.example/x", NULL}}, {""}},
	{"two times \"here\" keep no host that both have",
		{{"https://a.example/one", "here", NULL},
			{"https://a.example/two", "here", NULL}},
		{"here \u2014 one", "here \u2014 two"}},
	{"the segment is not said twice", {{"/links/", "Links", NULL}}, {"links"}},
	{"a date in front goes behind", {{"/x", "2025-12-15: A day", NULL}},
		{"A day (2025-12-15)"}},
	{"a date with nothing behind it", {{"/posts/a-day/", "2025-12-15", NULL}},
		{"a-day (2025-12-15)"}},
	{"an opening bracket behind a date stays",
		{{"/x", "2025-12-15 (draft) A day", NULL}},
		{"(draft) A day (2025-12-15)"}},
	{"what only looks like a date stays", {{"/x", "2025-12-151 items", NULL}},
		{"2025-12-151 items"}},
};

static void expect_row(const struct row *row)
{
	struct arena arena = {0};
	struct doc *doc = doc_new(&arena, S("en"));
	struct doc_node *block = doc_add(doc, doc->root, DOC_PARAGRAPH);
	struct label_link *links;
	struct labels labels;
	size_t count, i;

	for (i = 0; i < LINKS_MAX && row->links[i].url; i++) {
		struct doc_node *link = doc_add(doc, block, DOC_LINK);
		struct doc_target *target = arena_new(&arena, struct doc_target);

		target->url = slice_str(row->links[i].url);
		target->kind = target->url.ptr[0] == '/' ? DOC_TO_PAGE : DOC_TO_OUTSIDE;
		if (slice_eq(target->url, S("/titled")))
			target->title = S("The title of it");
		link->target = target;
		link->info = slice_str(row->links[i].title);
		doc_add_text(doc, link, slice_str(row->links[i].text));
		doc_add_text(doc, block, S(" and "));
	}
	label_init(&labels, &arena, locale_for(doc->lang));
	label_begin(&labels, false);
	label_add(&labels, block);
	links = label_take(&labels, &count);
	for (i = 0; i < count; i++) {
		const char *label = arena_cstr(&arena, links[i].label);

		if (!row->labels[i] || strcmp(label, row->labels[i]) != 0)
			fail_msg("%s: \"%s\"", row->why, label);
	}
	if (count < LINKS_MAX && row->labels[count])
		fail_msg("%s: only %zu links", row->why, count);
	arena_fini(&arena);
}

static void labels_say_where_links_lead(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expect_row(&rows[i]);
}

static const struct image_row {
	const char *why, *url, *alt, *title;
	const char *mime;
	int64_t size_bytes;
	const char *label;
} images[] = {
	{"alt text and type", "https://a.example/p.png", "A cat", "", "", -1,
		"A cat (PNG)"},
	{"a local file has a size", "/p.png", "A cat", "", "image/png", 120000,
		"A cat (PNG, 120 kB)"},
	{"bytes below 1000", "/p.png", "A cat", "", "image/png", 999,
		"A cat (PNG, 999 B)"},
	{"kB from 1000", "/p.png", "A cat", "", "image/png", 1000, "A cat (PNG, 1 kB)"},
	{"the last kB", "/p.png", "A cat", "", "image/png", 999499,
		"A cat (PNG, 999 kB)"},
	{"the first MB", "/p.png", "A cat", "", "image/png", 999500,
		"A cat (PNG, 1.0 MB)"},
	{"more MB", "/p.jpg", "A cat", "", "image/jpeg", 2345678, "A cat (JPEG, 2.3 MB)"},
	{"the type beats the extension", "/p.png", "A cat", "", "image/webp", -1,
		"A cat (WebP)"},
	{"the title stands in for the alt text", "/p.png", "", "A title", "", -1,
		"A title (PNG)"},
	{"the file's name stands in for both", "/img/my-first_cat.jpeg", "", "", "", -1,
		"My first cat (JPEG)"},
	{"an encoded name is decoded", "/img/caf%C3%A9%20noir.jpg", "", "", "", -1,
		"Caf\u00e9 noir (JPEG)"},
	{"an alt text that is a file's name", "/img/x.png", "My_cat.PNG", "", "", -1,
		"My cat (PNG)"},
	{"a hash is no name", "/img/d41d8cd98f00b204e9800998ecf8427e.png", "", "", "", -1,
		"Image 3 (PNG)"},
	{"nor is it an alt text", "/img/a-cat.png", "d41d8cd98f00b204e9800998ecf8427e",
		"", "", -1, "A cat (PNG)"},
	{"nor a UUID", "/img/123e4567-e89b-12d3-a456-426614174000.png", "", "", "", -1,
		"Image 3 (PNG)"},
	{"nor digits alone", "/img/1609459200.png", "", "", "", -1, "Image 3 (PNG)"},
	{"nor what a shop's machine made", "/img/71IbZx3psVL._SY522_.jpg", "", "", "", -1,
		"Image 3 (JPEG)"},
	{"eleven hexadecimal digits may be a name", "/img/facade12345.png", "", "", "",
		-1, "Facade12345 (PNG)"},
	{"twelve are a hash", "/img/facade123456.png", "", "", "", -1, "Image 3 (PNG)"},
	{"a word of hexadecimal letters is one", "/img/facade.png", "", "", "", -1,
		"Facade (PNG)"},
	{"no extension at all", "https://a.example/image?id=3", "A cat", "", "", -1,
		"A cat (Image)"},
	{"nothing known", "https://a.example/", "", "", "", -1, "Image 3"},
};

static void pictures_have_names_types_and_sizes(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(images) / sizeof(*images); i++) {
		const struct image_row *row = &images[i];
		struct arena arena = {0};
		const struct doc_target target = {
			.kind = row->url[0] == '/' ? DOC_TO_IMAGE : DOC_TO_OUTSIDE,
			.url = slice_str(row->url),
			.mime = slice_str(row->mime),
			.size_bytes = row->size_bytes};
		const struct doc_node image = {.kind = DOC_IMAGE,
			.text = slice_str(row->alt),
			.info = slice_str(row->title),
			.target = &target};
		const char *label = arena_cstr(
			&arena, label_image(&arena, locale_for(S("en")), &image, 3));

		if (strcmp(label, row->label) != 0)
			fail_msg("%s: \"%s\"", row->why, label);
		arena_fini(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_say_where_links_lead),
		cmocka_unit_test(pictures_have_names_types_and_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
