/* SPDX-License-Identifier: MIT */
/* What golden files cannot show: the sheet's hash, options, looks, and pages that a hostile author would make. */
#include "../support/html_check.h"
#include "render/html.h"

#include <openssl/evp.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

static void the_hash_is_that_of_the_sheet(void **state)
{
	unsigned char digest[EVP_MAX_MD_SIZE], encoded[2 * EVP_MAX_MD_SIZE];
	unsigned len = 0;
	struct buf said;

	(void)state;
	assert_true(EVP_Digest(
		html_style, strlen(html_style), digest, &len, EVP_sha256(), NULL));
	EVP_EncodeBlock(encoded, digest, (int)len);
	buf_init(&said, 0);
	buf_printf(&said, "'sha256-%s'", (const char *)encoded);
	buf_putc(&said, '\0');
	assert_string_equal(said.ptr, HTML_STYLE_HASH);
	buf_fini(&said);
}

static void links_lead_to_pages_only(void **state)
{
	static const struct {
		const char *url;
		bool may;
		const char *why;
	} rows[] = {
		{"https://a.example/", true, "the web"},
		{"HTTP://a.example", true, "case"},
		{"gemini://a.example/x?y", true, "Gemini"},
		{"gopher://a.example:70/1/", true, "Gopher"},
		{"spartan://a.example/", true, "Spartan"},
		{"nex://a.example/", true, "Nex"},
		{"finger://a.example/ada", true, "Finger"},
		{"mailto:ada@a.example", true, "mail"},
		{"tel:+4930", true, "a telephone"},
		{"xmpp:ada@a.example", true, "chat"},
		{"javascript:alert(1)", false, "runs"},
		{"JaVaScRiPt:alert(1)", false, "runs in any case"},
		{"java\nscript:alert(1)", false, "a line end in between"},
		{" javascript:alert(1)", false, "white space before"},
		{"data:text/html,x", false, "carries a page"},
		{"vbscript:x", false, "runs elsewhere"},
		{"file:///etc/passwd", false, "this machine"},
		{"blob:https://a.example/1", false, "made by scripts"},
		{"view-source:https://a.example/", false, "a scheme of browsers"},
		{"//evil.example/", false, "a host without a scheme"},
		{"\\\\evil.example/", false, "the same to browsers"},
		{"https:evil.example", false, "no host"},
		{"https:///x", false, "an empty host"},
		{"mailto:", false, "nobody"},
		{"/x", false, "not absolute"},
		{"", false, "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (html_may_link(slice_str(rows[i].url)) != rows[i].may)
			fail_msg("%s: %s", rows[i].url, rows[i].why);
}

static void expect_kept(struct slice html, const char *why)
{
	struct html_check check;
	const char *wrong = html_check(&check, html);

	if (wrong)
		fail_msg("%s: %s: %.*s", why, wrong, SARG(check.at));
}

static void expect_parts(
	struct buf *out, const char *has, const char *lacks, const char *why)
{
	struct slice html = buf_slice(out);

	expect_kept(html, why);
	if ((has && !slice_contains(html, slice_str(has))) ||
		(lacks && slice_contains(html, slice_str(lacks))))
		fail_msg("%s: %.*s", why, SARG(html));
	buf_clear(out);
}

static void what_reads_a_page_back_sees_each_broken_promise(void **state)
{
	static const struct {
		const char *html, *why;
	} rows[] = {
		{"<p>a<script>b</script></p>", "a script"},
		{"<p onclick=\"x\">a</p>", "an event handler"},
		{"<p style=\"x\">a</p>", "a style"},
		{"<a href=\"javascript:x\">a</a>", "a scheme that runs"},
		{"<a href=\"//a.example/\">a</a>", "another host in disguise"},
		{"<img src=\"data:x\" alt=\"\">", "a picture that carries a page"},
		{"<p>a", "an open element"},
		{"<p><em>a</p></em>", "a crossing"},
		{"<p>a & b</p>", "an ampersand"},
		{"<p>a \" b</p>", "a quotation mark"},
		{"<p><ul></ul></p>", "a list in a paragraph"},
		{"<a href=\"/a\"><a href=\"/b\">b</a></a>", "a link in a link"},
		{"<p class=\"a>b</p>", "an open attribute"},
		{"<p>\x1b</p>", "a control character"},
	};
	struct html_check check;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!html_check(&check, slice_str(rows[i].html)))
			fail_msg("%s", rows[i].why);
	expect_kept(S("<p>a <em>b</em> &amp; <a href=\"/c\">c</a><br>\n</p>\n"), "fine");
}

/* --- a doc ------------------------------------------------------------------------ */

struct page {
	struct arena arena;
	struct doc *doc;
	struct buf out;
};

static void open_page(struct page *page, struct slice lang)
{
	*page = (struct page){0};
	page->doc = doc_new(&page->arena, lang);
}

static void close_page(struct page *page)
{
	buf_fini(&page->out);
	arena_fini(&page->arena);
}

/* In a paragraph of its own where @parent is NULL. */
static struct doc_node *add_target(struct page *page, struct doc_node *parent,
	enum doc_kind kind, const struct doc_target *target)
{
	struct doc_target *kept = arena_new(&page->arena, struct doc_target);
	struct doc_node *node = doc_add(page->doc,
		parent ? parent : doc_add(page->doc, page->doc->root, DOC_PARAGRAPH),
		kind);

	*kept = *target;
	node->target = kept;
	if (kind == DOC_LINK)
		doc_add_text(page->doc, node, S("words"));
	else
		node->text = S("words");
	return node;
}

static void a_target_becomes_a_link_a_picture_or_a_player(void **state)
{
	static const struct {
		enum doc_kind kind;
		struct doc_target target;
		const char *has, *why;
	} rows[] = {
		{DOC_LINK, {DOC_TO_PAGE, S("/a/"), .size_bytes = -1},
			"<p><a href=\"/P/a/\" target=\"_top\">words</a></p>", "a page"},
		{DOC_LINK, {DOC_TO_FILE, S("/a.pdf"), .size_bytes = -1},
			"<a class=\"file\" href=\"/F/a.pdf\" target=\"_top\">words</a>",
			"a file"},
		{DOC_LINK,
			{DOC_TO_OUTSIDE, S("https://a.example/?a&b"), .size_bytes = -1},
			"<a class=\"web\" href=\"https://a.example/?a&amp;b\" "
			"rel=\"noopener noreferrer\" target=\"_blank\">words</a></p>",
			"the web"},
		{DOC_LINK, {DOC_TO_OUTSIDE, S("gemini://a.example/"), .size_bytes = -1},
			"target=\"_blank\">words</a> <small>(gemini)</small></p>",
			"what a browser cannot open says so"},
		{DOC_LINK, {DOC_TO_OUTSIDE, S("javascript:alert(1)"), .size_bytes = -1},
			"<p>words</p>", "what runs is words"},
		{DOC_LINK, {DOC_TO_PAGE, S("//evil.example/"), .size_bytes = -1},
			"<p>words</p>", "another host in disguise is words"},
		{DOC_LINK, {DOC_TO_PAGE, S("/\\evil.example/"), .size_bytes = -1},
			"<p>words</p>", "the same with a backslash"},
		{DOC_LINK, {DOC_TO_FILE, S("/a"), .mime = S("audio/mpeg")},
			"<p><audio controls preload=\"metadata\" src=\"/F/a\"></audio>\n"
			"<a class=\"sound\"",
			"sound"},
		{DOC_IMAGE, {DOC_TO_IMAGE, S("/a.png"), .mime = S("image/png")},
			"<figure>\n<img src=\"/F/a.png\" loading=\"lazy\" "
			"alt=\"words\">\n</figure>",
			"a picture"},
		{DOC_IMAGE, {DOC_TO_FILE, S("/a"), .mime = S("video/mp4")},
			"<video controls preload=\"metadata\" src=\"/F/a\"></video>",
			"video where a picture is meant"},
		{DOC_IMAGE,
			{DOC_TO_OUTSIDE, S("https://a.example/a.png"), .size_bytes = -1},
			"<span class=\"elsewhere\">🖼 words</span></a></p>",
			"another host's picture is not fetched"},
		{DOC_IMAGE,
			{DOC_TO_OUTSIDE, S("data:image/png;base64,x"), .size_bytes = -1},
			"<p><span class=\"elsewhere\">🖼 words</span></p>",
			"what carries itself is words"},
	};
	const struct html_options options = {.fragment = true,
		.pages = S("/P"),
		.files = S("/F"),
		.inside_target = S("_top"),
		.outside_target = S("_blank")};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct page page;

		open_page(&page, S("en"));
		add_target(&page, NULL, rows[i].kind, &rows[i].target);
		html_render(&page.out, page.doc, &options);
		expect_parts(&page.out, rows[i].has, NULL, rows[i].why);
		close_page(&page);
	}
}

static void a_link_holds_no_other(void **state)
{
	const struct doc_target target = {
		DOC_TO_PAGE, S("/a/"), .mime = S("audio/mpeg"), .size_bytes = -1};
	struct doc_node *link, *notes;
	struct page page;

	(void)state;
	open_page(&page, S("en"));
	link = add_target(&page, NULL, DOC_LINK, &target);
	add_target(&page, link, DOC_LINK, &target);
	add_target(&page, link, DOC_IMAGE, &target)->target = link->target;
	doc_add(page.doc, link, DOC_NOTE_REF)->number = 1;
	doc_add(page.doc, link->parent, DOC_NOTE_REF)->number = 7;
	notes = doc_add(page.doc, page.doc->root, DOC_NOTES);
	notes = doc_add(page.doc, notes, DOC_NOTE);
	notes->number = 1;
	doc_add_text(page.doc, doc_add(page.doc, notes, DOC_PARAGRAPH), S("note"));
	html_render(&page.out, page.doc, &(struct html_options){.fragment = true});
	expect_parts(&page.out,
		"<p><a href=\"/a/\">wordswords<span class=\"elsewhere\">🖼 words</span>"
		"<sup>1</sup></a><sup>7</sup></p>\n"
		"<ol class=\"notes\">\n<li id=\"note:1\" value=\"1\">note</li>\n</ol>",
		NULL,
		"a link in a link, a player and notes in it, a note that is not there");
	close_page(&page);
}

static void a_head_says_what_the_page_is(void **state)
{
	const struct html_options own = {.site_title = S("Site & more")};
	const struct html_options given = {.title = S("Given"),
		.description = S("\"What\""),
		.author = S("Ada"),
		.published = S("2025-12-15")};
	struct page page;

	(void)state;
	open_page(&page, S("fa-IR"));
	doc_add_heading(page.doc, 1, S("A <title>"));
	doc_add_paragraph(page.doc, S("Lede."));
	doc_add_paragraph(page.doc, S("a day · 2 min"))->info = S("dateline");
	html_render(&page.out, page.doc, &own);
	expect_parts(&page.out,
		"<html lang=\"fa-IR\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">",
		NULL, "language and direction");
	html_render(&page.out, page.doc, &own);
	expect_parts(&page.out,
		"<title>A &lt;title&gt; · Site &amp; more</title>\n"
		"<meta name=\"description\" content=\"Lede.\">",
		"author", "the document's own title and first words");
	html_render(&page.out, page.doc, &given);
	expect_parts(&page.out,
		"<title>Given</title>\n<meta name=\"description\" "
		"content=\"&quot;What&quot;\">\n<meta name=\"author\" content=\"Ada\">",
		NULL, "what the caller knows better");
	html_render(&page.out, page.doc, &given);
	expect_parts(&page.out,
		"<p class=\"lede\">Lede.</p>\n<p class=\"dateline\">"
		"<time datetime=\"2025-12-15\">a day</time> · 2 min</p>\n</header>",
		NULL, "the date as machines read it");
	close_page(&page);
	open_page(&page, S("en\"><script>"));
	html_render(&page.out, page.doc, &(struct html_options){0});
	expect_parts(&page.out, "<html>\n", "script", "no language, no title");
	close_page(&page);
}

static void lists_of_posts_have_their_days_and_the_last_links_are_the_ways_on(
	void **state)
{
	struct page page;

	(void)state;
	open_page(&page, S("en"));
	doc_add_heading(page.doc, 2, S("Posts"));
	doc_add_article_line(page.doc, S("/a/"), S("2025-12-15 A day"));
	doc_add_article_line(page.doc, S("/b/"), S("2025 was a year"));
	html_render(&page.out, page.doc, &(struct html_options){0});
	expect_parts(&page.out,
		"<li><time datetime=\"2025-12-15\">2025-12-15</time> "
		"<a href=\"/a/\">A day</a></li>\n"
		"<li><a href=\"/b/\">2025 was a year</a></li>",
		"<footer>", "a list that is the page");
	doc_add_paragraph(page.doc, S("Words."));
	doc_add_link_line(page.doc, DOC_TO_PAGE, S("/"), S("Home"));
	html_render(&page.out, page.doc, &(struct html_options){0});
	expect_parts(&page.out,
		"</main>\n<footer>\n<nav>\n<ul class=\"links\">\n"
		"<li><a href=\"/\">Home</a></li>\n</ul>\n</nav>\n</footer>",
		NULL, "the ways on");
	close_page(&page);
}

static void headings_have_names_of_their_own(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, S("en"));
	doc_add_heading(page.doc, 2, S("One"));
	doc_add_heading(page.doc, 2, S("One 2"));
	doc_add_heading(page.doc, 3, S("One"));
	doc_add_heading(page.doc, 2, S("One"));
	doc_add_heading(page.doc, 9, S("!"));
	html_render(&page.out, page.doc, &(struct html_options){.fragment = true});
	expect_parts(&page.out,
		"<section>\n<h2 id=\"one\">One</h2>\n</section>\n"
		"<section>\n<h2 id=\"one-2\">One 2</h2>\n"
		"<section>\n<h3 id=\"one-3\">One</h3>\n</section>\n</section>\n"
		"<section>\n<h2 id=\"one-4\">One</h2>\n"
		"<section>\n<h6>!</h6>\n</section>\n</section>\n",
		NULL, "each id once, sections in each other");
	close_page(&page);
}

static void sound_in_a_list_has_its_player(void **state)
{
	const struct doc_target target = {
		DOC_TO_FILE, S("/a.mp3"), .mime = S("audio/mpeg"), .size_bytes = -1};
	struct doc_node *item;
	struct page page;

	(void)state;
	open_page(&page, S("en"));
	item = doc_add(page.doc, doc_add(page.doc, page.doc->root, DOC_LIST), DOC_ITEM);
	add_target(&page, doc_add(page.doc, item, DOC_PARAGRAPH), DOC_LINK, &target);
	html_render(&page.out, page.doc, &(struct html_options){.fragment = true});
	expect_parts(&page.out,
		"<li><audio controls preload=\"metadata\" src=\"/a.mp3\"></audio>\n"
		"<a class=\"sound\" href=\"/a.mp3\">words</a></li>",
		NULL, "alone in its item");
	doc_add_text(page.doc, item->first, S(" and more"));
	html_render(&page.out, page.doc, &(struct html_options){.fragment = true});
	expect_parts(&page.out,
		"<li><a class=\"sound\" href=\"/a.mp3\">words</a> and more</li>",
		"<audio", "beside words it is a link");
	close_page(&page);
}

static void definitions_stand_in_pairs(void **state)
{
	static const enum doc_kind kinds[] = {DOC_DEFINITION, DOC_TERM, DOC_TERM,
		DOC_DEFINITION, DOC_RULE, DOC_TERM, DOC_RULE};
	struct page page;

	(void)state;
	open_page(&page, S("en"));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct doc_node *node = doc_add(page.doc, page.doc->root, kinds[i]);
		if (kinds[i] == DOC_DEFINITION)
			node = doc_add(page.doc, node, DOC_PARAGRAPH);
		if (kinds[i] != DOC_RULE)
			doc_add_text(page.doc, node, S("x"));
	}
	html_render(&page.out, page.doc, &(struct html_options){.fragment = true});
	expect_parts(&page.out,
		"<dl>\n<dt></dt>\n<dd>x</dd>\n<dt>x</dt>\n<dt>x</dt>\n<dd>x</dd>\n</dl>\n"
		"<hr>\n<dl>\n<dt>x</dt>\n<dd></dd>\n</dl>\n<hr>",
		NULL, "a definition without a term, and a term without a definition");
	close_page(&page);
}

/* --- the looks ---------------------------------------------------------------------- */

static void gemtext_looks_as_in_a_client(void **state)
{
	static const struct {
		const char *gemtext, *html, *why;
	} rows[] = {
		{"# One\n##Two\n### <Three>\n",
			"<h1>One</h1>\n<h2>Two</h2>\n<h3>&lt;Three&gt;</h3>\n",
			"headings"},
		{"a\nb\n\n\nc\n", "<p>a</p>\n<p>b</p>\n<p class=\"gap\">c</p>\n",
			"lines and gaps"},
		{"* a\n* b\n*c\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>*c</p>\n",
			"a list"},
		{"> a\n>\n> b\n",
			"<blockquote>\n<p>a</p>\n<p class=\"gap\">b</p>\n</blockquote>\n",
			"a quote"},
		{"```alt <\n# a\n=> b\n```\n",
			"<p class=\"alt\">alt &lt;</p>\n<pre>\n# a\n=&gt; b\n</pre>\n",
			"preformatted text with its words"},
		{"```\nnever closed", "<pre>\nnever closed\n</pre>\n", "an open end"},
		{"=> /a/ A\n",
			"<p class=\"link\"><span class=\"icon\">→</span> "
			"<a href=\"/P/a/\">A</a></p>\n",
			"a link inside"},
		{"=>../x.png\n",
			"<p class=\"link\"><span class=\"icon\">🖼</span> "
			"<a class=\"picture\" href=\"/F/x.png\">../x.png</a></p>\n",
			"a picture, its path resolved, without words"},
		{"=> https://a.example W\n",
			"<p class=\"link\"><span class=\"icon\">⇗</span> "
			"<a class=\"web\" href=\"https://a.example\" "
			"rel=\"noopener noreferrer\">W</a></p>\n",
			"the web"},
		{"=> mailto:a@b.example\tA\n",
			"<p class=\"link\"><span class=\"icon\">✉</span> "
			"<a class=\"mail\" href=\"mailto:a@b.example\" "
			"rel=\"noopener noreferrer\">A</a></p>\n",
			"mail"},
		{"=> javascript:alert(1) run\n",
			"<p class=\"link\"><span class=\"icon\">⊘</span> run</p>\n",
			"what runs"},
		{"=> java\tscript:alert(1) run\n",
			"<p class=\"link\"><span class=\"icon\">→</span> "
			"<a href=\"/P/y/java\">script:alert(1) run</a></p>\n",
			"a tab ends an address"},
		{"=> //evil.example/ e\n",
			"<p class=\"link\"><span class=\"icon\">⊘</span> e</p>\n",
			"another host in disguise"},
		{"=> \\\\evil.example/ e\n",
			"<p class=\"link\"><span class=\"icon\">⊘</span> e</p>\n",
			"the same with backslashes"},
		{"\x1b[31mred\r\n", "<p>[31mred</p>\n", "control characters"},
	};
	const struct html_options options = {
		.fragment = true, .path = S("/y/z"), .pages = S("/P"), .files = S("/F")};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = {0}, expected = {0};

		html_gemtext(&out, slice_str(rows[i].gemtext), &options);
		buf_printf(
			&expected, "<main class=\"gemtext\">\n%s</main>\n", rows[i].html);
		expect_kept(buf_slice(&out), rows[i].why);
		if (!slice_eq(buf_slice(&out), buf_slice(&expected)))
			fail_msg("%s: %.*s", rows[i].why, SARG(buf_slice(&out)));
		buf_fini(&out);
		buf_fini(&expected);
	}
}

static void a_menu_has_its_items_as_links(void **state)
{
	static const struct {
		const char *line, *html, *why;
	} rows[] = {
		{"iwords <b>\t\ta.example\t70\r\n.\r\nnothing", "   words &lt;b&gt;\n",
			"words, and the end"},
		{"1A menu\t/x/\ta.example\t70\r\n", "▸  <a href=\"/P/x/\">A menu</a>\n",
			"a menu of ours"},
		{"1Home\t\tA.example\t70\r\n", "▸  <a href=\"/P/\">Home</a>\n",
			"the empty selector"},
		{"0A text\t/x.txt\ta.example\t7070\r\n",
			"≡  <a class=\"away\" href=\"gopher://a.example:7070/0/x.txt\" "
			"rel=\"noopener noreferrer\">A text</a>\n",
			"another port is another server"},
		{"Ipic\t/p.png\ta.example\t70\r\n",
			"▣  <a class=\"picture\" href=\"/F/p.png\">pic</a>\n",
			"a picture"},
		{"7Find\t/find\ta.example\t70\r\n",
			"?  <a class=\"search\" href=\"/P/find\">Find</a>\n", "a search"},
		{"hWeb\tURL:https://b.example/\ta.example\t70\r\n",
			"↗  <a class=\"web\" href=\"https://b.example/\" "
			"rel=\"noopener noreferrer\">Web</a>\n",
			"the web"},
		{"hRun\tURL:javascript:alert(1)\ta.example\t70\r\n", "↗  Run\n",
			"what runs"},
		{"1Evil\t//evil.example/\ta.example\t70\r\n", "▸  Evil\n",
			"another host in disguise"},
		{"1Evil\t/\x01/evil.example/\ta.example\t70\r\n", "▸  Evil\n",
			"the same, with what browsers leave out"},
		{"3Not here\t\terror.host\t1\r\n", "   Not here\n", "an error"},
		{"\r\n", "   \n", "an empty line"},
	};
	const struct html_options options = {.fragment = true,
		.host = S("a.example"),
		.pages = S("/P"),
		.files = S("/F")};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = {0}, expected = {0};

		html_gopher_menu(&out, slice_str(rows[i].line), &options);
		buf_printf(&expected, "<main>\n<pre class=\"menu\">\n%s</pre>\n</main>\n",
			rows[i].html);
		expect_kept(buf_slice(&out), rows[i].why);
		if (!slice_eq(buf_slice(&out), buf_slice(&expected)))
			fail_msg("%s: %.*s", rows[i].why, SARG(buf_slice(&out)));
		buf_fini(&out);
		buf_fini(&expected);
	}
}

static void a_text_stands_as_it_is_sent(void **state)
{
	struct buf out = {0};

	(void)state;
	html_gopher_text(&out, S("A <b>\r\n=====\r\n.\r\nB\r\n.\r\n"),
		&(struct html_options){.lang = S("he")});
	expect_parts(&out, "<pre class=\"text\">\nA &lt;b&gt;\n=====\n.\nB\n</pre>", NULL,
		"without what ends it on the wire");
	html_gopher_text(&out, S("A\n"), &(struct html_options){.lang = S("he")});
	expect_parts(&out, "<html lang=\"he\" dir=\"rtl\">", NULL, "a whole page");
	html_gemtext(&out, S("a\n## Two\n"), &(struct html_options){0});
	expect_parts(&out, "<title>Two</title>", NULL, "the title of gemtext");
	buf_fini(&out);
}

static void the_policy_lets_the_sheet_and_the_sites_own_files_in(void **state)
{
	struct buf out = {0};

	(void)state;
	html_policy(&out, "'none'");
	if (!slice_eq(buf_slice(&out),
		    S("default-src 'none'; img-src 'self'; media-src 'self'; "
		      "style-src " HTML_STYLE_HASH
		      "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")))
		fail_msg("%.*s", SARG(buf_slice(&out)));
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_reads_a_page_back_sees_each_broken_promise),
		cmocka_unit_test(a_target_becomes_a_link_a_picture_or_a_player),
		cmocka_unit_test(a_link_holds_no_other),
		cmocka_unit_test(a_head_says_what_the_page_is),
		cmocka_unit_test(
			lists_of_posts_have_their_days_and_the_last_links_are_the_ways_on),
		cmocka_unit_test(headings_have_names_of_their_own),
		cmocka_unit_test(sound_in_a_list_has_its_player),
		cmocka_unit_test(definitions_stand_in_pairs),
		cmocka_unit_test(gemtext_looks_as_in_a_client),
		cmocka_unit_test(a_menu_has_its_items_as_links),
		cmocka_unit_test(a_text_stands_as_it_is_sent),
		cmocka_unit_test(the_policy_lets_the_sheet_and_the_sites_own_files_in),
		cmocka_unit_test(the_hash_is_that_of_the_sheet),
		cmocka_unit_test(links_lead_to_pages_only),
	};

	return cmocka_run_group_tests_name("html_page", tests, NULL, NULL);
}
