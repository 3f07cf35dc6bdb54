/* SPDX-License-Identifier: MIT */
#include "source/visibility_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define LOCAL        LISTED_IN_SECTION
#define NO_INDEX     (KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH)

/* One page of a site: its source, the front matter, and who may see it. */
struct row {
	const char *source, *front;
	enum post_state state;
	unsigned kept_from; /* lists alone */
	const char *why;
};

static const struct post *post_of(const struct site *site, const char *source)
{
	struct slice name = slice_str(source);
	const struct post *post = site_by_source(site, name);
	const struct hidden_page *page = hidden_find(hidden_of(site), name);

	if (post && page)
		fail_msg("%s is in both snapshots", source);
	return page ? page->post : post;
}

/* The site of @files and of the rows' pages: each is judged as its row says, is in the one snapshot or
 * in the other, and beside each an ordinary page is public. */
static void check_rows(const struct tree_file *files, size_t file_count,
	const struct row *rows, size_t count)
{
	const unsigned lists = KEPT_FROM_LATEST | KEPT_FROM_FEEDS | KEPT_FROM_NAVIGATION |
			       KEPT_FROM_SEARCH | LISTED_IN_SECTION;
	struct tree tree;
	char text[1024];

	tree_init(&tree);
	for (size_t i = 0; i < file_count; i++)
		tree_write(&tree, files[i].path, files[i].text);
	for (size_t i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "%s\nWords.\n", rows[i].front);
		tree_write(&tree, rows[i].source, text);
	}
	struct site *site = site_check_scan(&tree);
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		const struct post *post = post_of(site, row->source);
		if (!post)
			fail_msg("%s: no page (%s)", row->source, row->why);
		if (post->state != (unsigned)row->state ||
			(post->kept_from & lists) != row->kept_from)
			fail_msg("%s (%s): state %d, kept from %x; not %d and %x; word "
				 "%.*s",
				row->source, row->why, post->state, post->kept_from,
				row->state, row->kept_from, SARG(post->hidden_by));
		if ((row->state >= POST_LOCKED) !=
			(site_by_source(site, slice_str(row->source)) == NULL))
			fail_msg("%s is in the wrong snapshot", row->source);
	}
	site_check_free(site);
	tree_fini(&tree);
}

#define CHECK(files, rows) check_rows(files, COUNT(files), rows, COUNT(rows))

static void what_cannot_be_read_as_front_matter_hides_all_the_same(void **state)
{
	static const struct tree_file files[] = {{"hugo.toml", "title = 'T'\n"}};
	static const struct row rows[] = {
		{"content/a1.md", "---\ntitle: A\ndraft: true\n", POST_NEVER, 0,
			"no end"},
		{"content/a2.md", "---\npassword: x\ntitle: A\n", POST_LOCKED, 0,
			"no end, a password"},
		{"content/a3.md", "+++\ntitle = \"A\"\ndraft = true\n", POST_NEVER, 0,
			"no end in TOML"},
		{"content/a4.md", "{\n\"title\": \"A\",\n\"draft\": true\n", POST_NEVER,
			0, "no end in JSON"},
		{"content/a5.md", "---\ntitle: A\ndraft: true\n----", POST_NEVER, 0,
			"gray-matter takes it for the end"},
		{"content/a6.md", "---\ntitle: A\n\ndraft: true\n", POST_NEVER, 0,
			"an empty line within"},
		{"content/a7.md", "---\ntitle: A\n\nWords.\n\ndraft: true\n", POST_PUBLIC,
			0, "words of the post"},
		{"content/a8.md", "---\ntitle: A\n", POST_PUBLIC, 0, "nothing hides it"},
		{"content/b1.md", "---\ndate: 2020-01-01\n draft: true\n---", POST_NEVER,
			0, "indented by mistake"},
		{"content/b2.md", "---\nx: \"y\n- z\n draft: true\n}\n---", POST_NEVER, 0,
			"broken in many ways"},
		{"content/b3.md", "---\n- title: A\n- draft: true\n---", POST_NEVER, 0,
			"a list"},
		{"content/b4.md", "+++\ntitle: A\ndraft: true\n+++", POST_NEVER, 0,
			"YAML in the fence of TOML"},
		{"content/b5.md", "---\ntitle = \"A\"\ndraft = true\n---", POST_NEVER, 0,
			"TOML in the fence of YAML"},
		{"content/b6.md", "{\"title\": \"A\", \"draft\": true} Words", POST_NEVER,
			0, "text behind the brace"},
		{"content/b7.md", "---js\n{title:\"A\", draft:true}\n---", POST_NEVER, 0,
			"a script's object"},
		{"content/b8.md", "---coffee\ntitle: \"A\"\ndraft: true\n---", POST_NEVER,
			0, "a language that nobody here reads"},
		{"content/b9.md", "---\nx: [a\ndraft: true\ndraft: false\n---",
			POST_NEVER, 0, "twice, and broken"},
		{"content/c1.md", "---\nx: [a\ndraft: false\n# draft: true\n---",
			POST_PUBLIC, 0, "a comment"},
		{"content/c2.md", "---\nx: [a\ncover:\n  hidden: true\n---", POST_PUBLIC,
			0, "it may be another key's"},
		{"content/d1.md", "---\nx: &m {draft: true}\n<<: *m\n---", POST_NEVER, 0,
			"taken over by a merge key"},
		{"content/d2.md", "---\nx: &m {render: never}\nbuild: *m\n---",
			POST_NEVER, 0, "an alias of a map"},
		{"content/c3.md", "  ---\ndraft: true\n---", POST_NEVER, 0,
			"spaces before the marker"},
	};

	(void)state;
	CHECK(files, rows);
}

static void front_matter_that_is_too_long_hides(void **state)
{
	enum { LONG = 100000 };
	static const struct tree_file files[] = {{"b.md", "---\n\nWords.\n"}};
	struct tree tree;
	struct buf text;

	(void)state;
	tree_init(&tree);
	tree_write_all(&tree, files, COUNT(files));
	buf_init(&text, BUF_UNLIMITED);
	buf_put(&text, S("---\ntitle: A\nx: |\n"));
	while (text.len < LONG)
		buf_put(&text, S("  many words\n"));
	buf_put(&text, S("draft: true\n---\nWords.\n"));
	buf_putc(&text, '\0');
	tree_write(&tree, "a.md", text.ptr);
	struct site *site = site_check_scan(&tree);
	assert_null(site_by_source(site, S("a.md")));
	assert_non_null(hidden_find(hidden_of(site), S("a.md")));
	assert_true(site_check_diag(site, "a.md", "too long to read"));
	assert_non_null(site_by_source(site, S("b.md")));
	site_check_free(site);
	buf_fini(&text);
	tree_fini(&tree);
}

static void targets_of_cascades_are_read_as_hugo_reads_them(void **state)
{
	static const struct tree_file files[] = {
		{"config/_default/hugo.toml",
			"title = 'T'\n"
			"[[cascade]]\n[cascade.target]\npath = '{/a,/a/**}'\n"
			"[cascade.build]\nrender = 'never'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = '/my "
			"notes/**'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = '/b/x-?'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = "
			"'/**/secret'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\nkind = "
			"'{page,home}'\n"
			"path = '/c/**'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = '/e/**'\n"
			"environment = '{production,staging}'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = '/f/**'\n"
			"environment = '{development,staging}'\n"},
	};
	static const struct tree_file split[] = {
		{"config/_default/hugo.toml", "title = 'T'\n"},
		{"config/_default/cascade.toml",
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = '/a/**'\n"},
	};
	static const struct row rows[] = {
		{"content/a/x/index.md", "---\n---", POST_NEVER, 0, "one of two"},
		{"content/ab.md", "---\n---", POST_PUBLIC, 0, "neither"},
		{"content/My Notes/x.md", "---\n---", POST_NEVER, 0, "case and spaces"},
		{"content/b/x-1.md", "---\n---", POST_NEVER, 0, "no ending in paths"},
		{"content/b/x-12.md", "---\n---", POST_PUBLIC, 0, "another name"},
		{"content/b/x-2.fr.md", "---\n---", POST_NEVER, 0, "nor a language"},
		{"content/d/d/secret.md", "---\n---", POST_NEVER, 0, "at any depth"},
		{"content/d/secret/index.md", "---\n---", POST_NEVER, 0, "a bundle"},
		{"content/c/x.md", "---\n---", POST_NEVER, 0, "one of two kinds"},
		{"content/e/x.md", "---\n---", POST_NEVER, 0, "production is one"},
		{"content/f/x.md", "---\n---", POST_PUBLIC, 0, "production is none"},
	};
	static const struct row rows_of_split[] = {
		{"content/a/x.md", "---\n---", POST_NEVER, 0, "under its own name"},
	};

	(void)state;
	CHECK(files, rows);
	CHECK(split, rows_of_split);
}

/* A target is a path in the content, in whichever folder that is mounted. */
static void targets_of_cascades_reach_all_that_is_mounted(void **state)
{
	static const struct tree_file languages[] = {
		{"hugo.toml", "title = 'T'\n[languages.en]\ncontentDir = 'content/en'\n"
			      "[languages.fr]\ncontentDir = 'content/fr'\n"
			      "[[languages.fr.cascade]]\nprivate = true\n"
			      "[languages.fr.cascade.target]\npath = '/f'\n"
			      "[[cascade]]\ndraft = true\n[cascade.target]\npath = "
			      "'/secret/**'\n"
			      "[[cascade]]\npassword = 'x'\n[cascade.target]\npath = "
			      "'{/a,/b}'\n"},
		{"content/en/attic/_index.md", "---\ncascade:\n- draft: true\n  target: "
					       "{path: /attic/x}\n---\n"},
		{"content/fr/attic/_index.md", "---\ncascade:\n- draft: true\n  target: "
					       "{path: /attic/x}\n---\n"},
	};
	static const struct row in_languages[] = {
		{"content/en/secret/x.md", "---\n---", POST_NEVER, 0, "the first root"},
		{"content/fr/secret/x.md", "---\n---", POST_NEVER, 0, "the second"},
		{"content/fr/open/x.md", "---\n---", POST_PUBLIC, 0, "its neighbour"},
		{"content/fr/b.md", "---\n---", POST_LOCKED, 0, "one of two paths"},
		{"content/fr/f.md", "---\n---", POST_LOCKED, 0, "the language's own"},
		{"content/en/f.md", "---\n---", POST_PUBLIC, 0, "not of another one"},
		{"content/en/attic/x.md", "---\n---", POST_NEVER, 0, "of a section"},
		{"content/fr/attic/x.md", "---\n---", POST_NEVER, 0,
			"of one in the second root"},
		{"content/fr/attic/y.md", "---\n---", POST_PUBLIC, 0, "another page"},
	};
	static const struct tree_file mounts[] = {
		{"hugo.toml",
			"title = 'T'\n[[module.mounts]]\nsource = 'content'\ntarget = "
			"'content'\n"
			"[[module.mounts]]\nsource = 'vault/Log'\ntarget = "
			"'content/Notes'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = "
			"'/notes/**'\n"
			"[[cascade]]\ndraft = true\n[cascade.target]\npath = "
			"'/log/**'\n"},
	};
	static const struct row in_mounts[] = {
		{"vault/Log/deep/x.md", "---\n---", POST_NEVER, 0, "where it is mounted"},
		{"content/notes/x.md", "---\n---", POST_NEVER, 0, "the same section"},
		{"content/x.md", "---\n---", POST_PUBLIC, 0, "another"},
	};
	static const struct tree_file below[] = {
		{"hugo.toml",
			"title = 'T'\n[[module.mounts]]\nsource = 'content'\ntarget = "
			"'content'\n"
			"[[module.mounts]]\nsource = 'vault'\ntarget = "
			"'content/a/b'\n"
			"[[module.mounts]]\nsource = 'vault2'\ntarget = "
			"'content/ab'\n"
			"[[module.mounts]]\nsource = 'french'\ntarget = "
			"'content/a/b'\nlang = 'fr'\n"
			"[languages.en]\n[languages.fr]\n"},
		{"content/a/_index.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/a/_index.fr.html", "---\ncascade: {private: true}\n---\n"},
	};
	static const struct row in_below[] = {
		{"vault/x.md", "---\n---", POST_NEVER, 0, "below a section elsewhere"},
		{"vault/deep/x.md", "---\n---", POST_NEVER, 0, "in a folder"},
		{"vault2/x.md", "---\n---", POST_PUBLIC, 0, "beside it"},
		{"vault/y.fr.md", "---\n---", POST_NEVER, 0, "both of them"},
		{"french/x.md", "---\n---", POST_PUBLIC, 0, "another language"},
		{"content/x.md", "---\n---", POST_PUBLIC, 0, "above it"},
	};
	static const struct tree_file order[] = {
		{"hugo.toml", "title = 'T'\n"
			      "[[cascade]]\ndraft = true\n[cascade.target]\npath = '/a'\n"
			      "[[cascade]]\ndraft = false\n[cascade.target]\npath = "
			      "'/**'\n"},
		{"content/posts/_index.md", "---\ncascade: {draft: true}\n---\n"},
	};
	static const struct row in_order[] = {
		{"content/a.md", "---\n---", POST_NEVER, 0, "the first counts"},
		{"content/posts/b.md", "---\n---", POST_NEVER, 0,
			"the section goes before the settings"},
		{"content/c.md", "---\n---", POST_PUBLIC, 0, "the second alone"},
	};

	(void)state;
	CHECK(languages, in_languages);
	CHECK(mounts, in_mounts);
	CHECK(below, in_below);
	CHECK(order, in_order);
}

/* Files of sections in any format that Hugo takes, with tags of languages in any spelling. */
static void sections_of_hugo_are_read_however_they_are_called(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "title = 'T'\ndefaultContentLanguage = 'en'\n"
			      "[languages.en]\n[languages.pt-br]\n[languages.zh-TW]\n"},
		{"content/a/_index.pt-br.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/b/_index.zh-TW.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/c/_index.zh-tw.html", "---\ncascade: {draft: true}\n---\n"},
		{"content/d/_index.html", "+++\n[cascade]\ndraft = true\n+++\n"},
		{"content/e/_index.markdown", "---\ncascade: {draft: true}\n---\n"},
		{"content/f/_index.adoc", "---\ncascade: {draft: true}\n---\n"},
		{"content/g/_index.en.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/h/_index.xx.md", "---\ncascade: {draft: true}\n---\n"},
		{"content/i/_index.txt", "---\ncascade: {draft: true}\n---\n"},
		{"content/j/_index.html",
			"{\"cascade\": {\"draft\": true}}\n<p>words</p>\n"},
	};
	static const struct row rows[] = {
		{"content/a/x.pt-br.md", "---\n---", POST_NEVER, 0, "in lower case"},
		{"content/a/x.md", "---\n---", POST_PUBLIC, 0, "another language"},
		{"content/b/x.zh-tw.md", "---\n---", POST_NEVER, 0, "in capitals"},
		{"content/c/x.zh-tw.md", "---\n---", POST_NEVER, 0, "in HTML"},
		{"content/d/x.md", "---\n---", POST_NEVER, 0, "TOML in HTML"},
		{"content/e/x.md", "---\n---", POST_NEVER, 0, "another ending"},
		{"content/f/x.md", "---\n---", POST_NEVER, 0, "another format"},
		{"content/g/x.md", "---\n---", POST_NEVER, 0, "the default language"},
		{"content/h/x.md", "---\n---", POST_PUBLIC, 0, "no language of the site"},
		{"content/i/x.md", "---\n---", POST_PUBLIC, 0, "no content"},
		{"content/j/x.md", "---\n---", POST_NEVER, 0, "JSON"},
	};
	static const struct tree_file zola[] = {
		{"config.toml", "base_url = 'https://z.example'\ntitle = 'T'\n"
				"default_language = 'en'\n[languages.pt-br]\n"},
		{"content/a/_index.pt-br.md", "+++\ndraft = true\n+++\n"},
	};
	static const struct row in_zola[] = {
		{"content/a/x.pt-br.md", "+++\n+++", POST_NEVER, 0, "in lower case"},
		{"content/a/x.md", "+++\n+++", POST_PUBLIC, 0, "another language"},
	};

	(void)state;
	CHECK(files, rows);
	CHECK(zola, in_zola);
}

static void words_that_stand_in_the_front_matter_of_hexo(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "title: T\nnew_post_name: :title.md\n"},
		{"source/_posts/0.md", "---\ntitle: Zero\n---\n"},
	};
	static const struct row rows[] = {
		{"source/_posts/a.md", "title: A\npassword: x\n---", POST_LOCKED, 0,
			"the opening line may be left out"},
		{"source/_posts/b.md", "\"title\": \"B\",\n\"password\": \"x\"\n;;;",
			POST_LOCKED, 0, "JSON"},
		{"source/_posts/c.md", ";;;\n\"password\": \"x\"\n;;;", POST_LOCKED, 0,
			"JSON between its lines"},
		{"source/_posts/d.md", "-----\npassword: x\n-----", POST_LOCKED, 0,
			"longer lines"},
		{"source/_posts/e.md", "# E\n\nWords.\n\n---", POST_PUBLIC, 0,
			"a thematic break"},
	};

	(void)state;
	CHECK(files, rows);
}

static void lines_of_python_markdown(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: T\n"}, {"docs/index.md", "# Home\n"}};
	static const struct row rows[] = {
		{"docs/a.md", "Status: draft\nTitle: A\n", POST_NEVER, 0, "any order"},
		{"docs/b.md", "password: x\nfoo: b\n", POST_LOCKED, 0, "encryptcontent"},
		{"docs/c.md", "Note: words\n", POST_PUBLIC, 0, "a paragraph"},
		{"docs/d.mdown", "---\ndraft: true\n---", POST_NEVER, 0,
			"Markdown by another ending"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_all_generators(void **state)
{
	static const struct tree_file files[] = {{"index.md", "# Home\n"}};
	static const struct row rows[] = {
		{"a1.md", "---\ntitle: A\n---", POST_PUBLIC, 0, "nothing is said"},
		{"a2.md", "---\npublished: false\n---", POST_NEVER, 0, "not published"},
		{"a3.md", "---\npublished: true\n---", POST_PUBLIC, 0, "published"},
		{"a4.md", "---\npublished: 2020-01-01\n---", POST_PUBLIC, 0, "a date"},
		{"a5.md", "---\nDraft: 'yes'\n---", POST_NEVER, 0,
			"case and quotes aside"},
		{"a6.md", "---\ndraft: 1\n---", POST_NEVER, 0, "1 is true"},
		{"a11.md", "---\ndraft: y\n---", POST_NEVER, 0, "a letter"},
		{"a12.md", "---\ndraft: true,\n---", POST_NEVER, 0,
			"what else is meant?"},
		{"a13.md", "---\ndraft: [true]\n---", POST_NEVER, 0, "a list"},
		{"a14.md", "---\ndraft:\n---", POST_PUBLIC, 0, "nothing is said"},
		{"a15.md", "---\ndraft: n\n---", POST_PUBLIC, 0, "no"},
		{"a16.md", "---\npublished: n\n---", POST_NEVER, 0, "a letter"},
		{"a17.md", "---\nbuild:\n  render: never\n---", POST_NEVER, 0,
			"a Hugo blog somewhere in a plain folder"},
		{"a18.md", "+++\nrender = false\n+++", POST_NEVER, 0, "Zola's"},
		{"a19.md", "---\nbuild:\n  list: never\n---", POST_UNLISTED, 0, "Hugo's"},
		{"a20.md", "---\npublishDate: soon\n---", POST_NEVER, 0, "no date"},
		{"a21.md", "---\npublishDate: ''\n---", POST_PUBLIC, 0,
			"nothing is said"},
		{"a7.md", "---\ndraft: \"false\"\n---", POST_PUBLIC, 0,
			"false in quotes"},
		{"a8.md", "---\nstatus: Pending\n---", POST_NEVER, 0,
			"WordPress's states"},
		{"a11.md", "---\nstatus: [draft]\n---", POST_NEVER, 0, "a list of it"},
		{"a9.md", "---\nstatus: inherit\n---", POST_NEVER, 0, "another"},
		{"a10.md", "---\nstatus: publish\n---", POST_PUBLIC, 0, "the public one"},
		{"b1.md", "---\npassword: x\n---", POST_LOCKED, 0, "a password"},
		{"b2.md", "---\npassword: ''\n---", POST_PUBLIC, 0, "an empty one"},
		{"b3.md", "---\npassword:\n---", POST_PUBLIC, 0, "none at all"},
		{"b4.md", "---\npassword: [a, b]\n---", POST_LOCKED, 0, "several"},
		{"b5.md", "---\npassword: 1234\n---", POST_LOCKED, 0, "a number"},
		{"b6.md", "---\npassphrase: x\n---", POST_LOCKED, 0, "a passphrase"},
		{"b18.md", "---\npassword: ' '\n---", POST_LOCKED, 0, "a space"},
		{"b7.md", "---\nencrypted: true\n---", POST_LOCKED, 0, "encrypt*"},
		{"b8.md", "---\nencrypt_content: yes\n---", POST_LOCKED, 0, "encrypt*"},
		{"b9.md", "---\nencrypt: false\n---", POST_PUBLIC, 0, "not encrypted"},
		{"b10.md", "---\nprivate: true\n---", POST_LOCKED, 0, "private"},
		{"b11.md", "---\nvisibility: members\n---", POST_LOCKED, 0,
			"for members"},
		{"b12.md", "---\nvisibility: Public\n---", POST_PUBLIC, 0, "for all"},
		{"b13.md", "---\nmembers: true\n---", POST_LOCKED, 0, "members"},
		{"b14.md", "---\nmembers-only: true\n---", POST_LOCKED, 0,
			"members_only"},
		{"b15.md", "---\nprotected: true\n---", POST_LOCKED, 0, "protected"},
		{"b16.md", "---\nlocked: true\n---", POST_LOCKED, 0, "locked"},
		{"b17.md", "---\nmembers: [ann, bob]\n---", POST_PUBLIC, 0,
			"a list of names"},
		{"c1.md", "---\npublish: false\n---", POST_NEVER, 0, "publish"},
		{"c2.md", "---\ndg-publish: false\n---", POST_NEVER, 0, "dg-publish"},
		{"c3.md", "---\npublic: no\n---", POST_NEVER, 0, "public"},
		{"d1.md", "---\nunlisted: true\n---", POST_UNLISTED, 0, "unlisted"},
		{"d2.md", "---\nhidden: true\n---", POST_UNLISTED, 0, "hidden"},
		{"d3.md", "---\nhidden: [toc, nav]\n---", POST_PUBLIC, 0,
			"parts of a page"},
		{"d4.md", "---\nhidden:\n  toc: true\n---", POST_PUBLIC, 0,
			"parts of a page"},
		{"e1.md", "---\nnoindex: true\n---", POST_PUBLIC, NO_INDEX, "noindex"},
		{"e2.md", "---\nrobots: noindex, nofollow\n---", POST_PUBLIC, NO_INDEX,
			"robots"},
		{"e3.md", "---\nrobots: index\n---", POST_PUBLIC, 0, "robots may index"},
		{"e4.md", "---\nrobotsNoIndex: true\n---", POST_PUBLIC, NO_INDEX,
			"PaperMod"},
		{"e5.md", "---\nsitemap: false\n---", POST_PUBLIC, KEPT_FROM_NAVIGATION,
			"our search has it"},
		{"e6.md", "---\nsitemap:\n  disable: true\n---", POST_PUBLIC,
			KEPT_FROM_NAVIGATION, "Hugo's form"},
		{"e7.md", "---\nsearch:\n  exclude: true\n---", POST_PUBLIC,
			KEPT_FROM_SEARCH, "MkDocs"},
		{"e8.md", "---\npagefind: false\n---", POST_PUBLIC, KEPT_FROM_SEARCH,
			"Starlight"},
		{"g1.md", "---\nreaders: [friend]\n---", POST_LOCKED, 0, "readers"},
		{"g2.md", "---\nreaders: friend\n---", POST_LOCKED, 0, "one reader"},
		{"g3.md", "---\nreaders: true\n---", POST_LOCKED, 0, "readers alone"},
		{"g4.md", "---\nreaders: 120\n---", POST_PUBLIC, 0, "a number of them"},
		{"g5.md", "---\nreaders: []\n---", POST_PUBLIC, 0, "nobody is named"},
		{"g6.md", "---\nreaders: no\n---", POST_PUBLIC, 0, "switched off"},
		{"g7.md", "---\ndraft: true\nreaders: [friend]\n---", POST_NEVER, 0,
			"a draft, too"},
		{"f1.md", "---\nsubscribers_only: true\n---", POST_NEVER, 0, "unknown"},
		{"f2.md", "---\npaidContent: yes\n---", POST_NEVER, 0, "camelCase"},
		{"f3.md", "---\nis-secret: 1\n---", POST_NEVER, 0, "1"},
		{"f4.md", "---\nunpaid_bills: true\n---", POST_PUBLIC, 0,
			"no whole word"},
		{"f5.md", "---\nsecretary: true\n---", POST_PUBLIC, 0, "no whole word"},
		{"f6.md", "---\nhideMeta: true\n---", POST_PUBLIC, 0,
			"a part of the page"},
		{"f7.md", "---\nprivate_notes: two\n---", POST_PUBLIC, 0, "no switch"},
		{"f8.md", "---\nremember: true\n---", POST_PUBLIC, 0, "no word of them"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_jekyll(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "defaults:\n"
				"  - scope: {path: 'attic'}\n"
				"    values: {published: false}\n"
				"  - scope: {path: 'cellar'}\n"
				"    values: {password: x}\n"}};
	static const struct row rows[] = {
		{"_posts/2024-01-01-a.md", "---\ntitle: A\n---", POST_PUBLIC, 0,
			"a post"},
		{"_posts/2024-01-02-b.md", "---\npublished:\n---", POST_NEVER, 0,
			"no value"},
		{"_posts/2024-01-03-c.md", "---\nhidden: true\n---", POST_UNLISTED, 0,
			"stricter than its feeds"},
		{"attic/a.md", "---\ntitle: A\n---", POST_NEVER, 0, "by defaults"},
		{"attic/b.md", "---\npublished: true\n---", POST_PUBLIC, 0,
			"its own word"},
		{"cellar/a.md", "---\ntitle: A\n---", POST_LOCKED, 0, "by defaults"},
		{"cellar/b.md", "---\npassword: ''\n---", POST_PUBLIC, 0,
			"an empty one takes it back"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_bridgetown(void **state)
{
	static const struct tree_file files[] = {
		{"bridgetown.config.yml", "title: B\n"}, {"src/index.md", "# Home\n"}};
	static const struct row rows[] = {
		{"src/_posts/2024-01-01-a.md", "---\ntitle: A\n---", POST_PUBLIC, 0,
			"a post"},
		{"src/_posts/2024-01-02-b.md", "---\nexclude_from_pagination: true\n---",
			POST_UNLISTED, 0, "off its lists"},
		{"src/_posts/2024-01-03-c.md", "---\npublished: false\n---", POST_NEVER,
			0, "not published"},
		{"src/_posts/2024-01-04-d.md", "---\npublished:\n---", POST_PUBLIC, 0,
			"no value: other than Jekyll"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_hugo(void **state)
{
	static const struct tree_file files[] = {
		{"hugo.toml", "[[cascade]]\ndraft = true\n[cascade.target]\n"
			      "path = '/attic/**'\n"
			      "[[cascade]]\nprivate = true\n[cascade._target]\n"
			      "path = '/test/**'\nenvironment = 'development'\n"
			      "[[cascade]]\npassword = 'x'\n[cascade._target]\n"
			      "path = '/live/**'\nenvironment = 'production'\n"
			      "[[cascade]]\nheadless = true\n[cascade._target]\n"
			      "path = '/langs/**'\nlang = 'fr'\n"
			      "[languages.en]\n[languages.fr]\n"},
		{"content/cellar/_index.md",
			"---\ncascade:\n  build:\n    list: never\n---\n"}};
	static const struct row rows[] = {
		{"content/posts/a.md", "---\ndate: 2024-01-01\n---", POST_PUBLIC, 0,
			"a post"},
		{"content/posts/b.md", "---\npublished: false\n---", POST_NEVER, 0,
			"as a draft"},
		{"content/posts/c.md", "---\npublished: false\ndraft: false\n---",
			POST_PUBLIC, 0, "draft goes before published"},
		{"content/posts/d.md", "---\nbuild:\n  render: never\n---", POST_NEVER, 0,
			"no page is written"},
		{"content/posts/e.md", "+++\n[_build]\nrender = 'link'\n+++", POST_NEVER,
			0, "the older key, TOML"},
		{"content/posts/f.md", "---\nbuild:\n  render: always\n---", POST_PUBLIC,
			0, "written"},
		{"content/posts/g.md", "---\nbuild:\n  list: local\n---", POST_UNLISTED,
			LOCAL, "its section lists it"},
		{"content/posts/h.md", "---\nbuild:\n  list: false\n---", POST_UNLISTED,
			0, "a boolean"},
		{"content/posts/i/index.md", "---\nheadless: true\n---", POST_NEVER, 0,
			"headless"},
		{"content/posts/j.md", "---\nhiddenFromHomePage: true\n---", POST_PUBLIC,
			KEPT_FROM_LATEST, "LoveIt"},
		{"content/posts/k.md", "---\nparams:\n  hiddenInHomeList: true\n---",
			POST_PUBLIC, KEPT_FROM_LATEST, "PaperMod, below params"},
		{"content/posts/l.md", "---\nhiddenFromRss: true\n---", POST_PUBLIC,
			KEPT_FROM_FEEDS, "feeds"},
		{"content/attic/a.md", "---\ntitle: A\n---", POST_NEVER, 0,
			"by the settings' cascade"},
		{"content/attic/b.md", "---\ndraft: false\n---", POST_PUBLIC, 0,
			"its own word"},
		{"content/test/a.md", "---\ntitle: A\n---", POST_PUBLIC, 0,
			"of another environment"},
		{"content/live/a.md", "---\ntitle: A\n---", POST_LOCKED, 0,
			"of the web's environment"},
		{"content/langs/a.md", "---\ntitle: A\n---", POST_PUBLIC, 0,
			"of another language"},
		{"content/langs/a.fr.md", "---\ntitle: A\n---", POST_NEVER, 0,
			"of that language"},
		{"content/cellar/a.md", "---\ntitle: A\n---", POST_UNLISTED, 0,
			"by its section's cascade"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_zola(void **state)
{
	static const struct tree_file files[] = {
		{"config.toml", "base_url = 'https://z.example'\n[markdown]\n"},
		{"content/blog/_index.md", "+++\nsort_by = 'date'\n+++\n"},
		{"content/steps/_index.md", "+++\nsort_by = 'weight'\n+++\n"},
		{"content/steps/free/_index.md", "+++\ntitle = 'Free'\n+++\n"},
		{"content/attic/_index.md", "+++\ndraft = true\n+++\n"},
		{"content/attic/old/_index.md", "+++\ntitle = 'Old'\n+++\n"},
		{"content/quiet/_index.md", "+++\nrender = false\n+++\nHush.\n"}};
	static const struct row rows[] = {
		{"content/blog/a.md", "+++\ndate = 2024-01-01\n+++", POST_PUBLIC, 0,
			"dated"},
		{"content/blog/b.md", "+++\ntitle = 'B'\n+++", POST_NEVER, 0,
			"not dated"},
		{"content/steps/a.md", "+++\nweight = 2\n+++", POST_PUBLIC, 0, "weighed"},
		{"content/steps/b.md", "+++\ntitle = 'B'\n+++", POST_NEVER, 0,
			"not weighed"},
		{"content/steps/free/a.md", "+++\ntitle = 'A'\n+++", POST_PUBLIC, 0,
			"a section of its own"},
		{"content/c.md", "+++\nrender = false\n+++", POST_NEVER, 0,
			"not rendered"},
		{"content/attic/a.md", "+++\ndraft = false\n+++", POST_NEVER, 0,
			"below a draft"},
		{"content/attic/old/a.md", "+++\ntitle = 'A'\n+++", POST_NEVER, 0,
			"deep below it"},
		{"content/quiet/a.md", "+++\ntitle = 'A'\n+++", POST_PUBLIC, 0,
			"the section's words alone are gone"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_hexo(void **state)
{
	static const struct tree_file files[] = {
		{"_config.yml", "theme: landscape\nhide_posts:\n  filter: backstage\n"
				"encrypt:\n  tags:\n  - {name: diary, password: x}\n"},
		{"package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"}};
	static const struct row rows[] = {
		{"source/_posts/a.md", "---\ndate: 2024-01-01\n---", POST_PUBLIC, 0,
			"a post"},
		{"source/_posts/b.md", "---\nhide: true\n---", POST_UNLISTED, 0, "hide"},
		{"source/_posts/c.md", "---\nvisible: hide\n---", POST_UNLISTED, 0,
			"visible"},
		{"source/_posts/d.md", "---\nbackstage: true\n---", POST_UNLISTED, 0,
			"the settings' own word"},
		{"source/_posts/e.md", "---\ntags: [diary]\n---", POST_LOCKED, 0,
			"a tag with a password"},
		{"source/_posts/f.md", "---\ntags: [diary]\npassword: ''\n---",
			POST_PUBLIC, 0, "taken back"},
		{"source/_drafts/g.md", "---\ntitle: G\n---", POST_NEVER, 0, "drafts"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_pelican(void **state)
{
	static const struct tree_file files[] = {
		{"pelicanconf.py", "SITENAME = 'P'\nPATH = 'content'\n"
				   "DEFAULT_METADATA = {'status': 'draft'}\n"}};
	static const struct row rows[] = {
		{"content/a.md", "Title: A\nStatus: published\n", POST_PUBLIC, 0,
			"says published"},
		{"content/b.md", "Title: B\nDate: 2024-01-01\n", POST_NEVER, 0,
			"by the default"},
		{"content/c.md", "Title: C\nStatus: hidden\n", POST_UNLISTED, 0,
			"hidden"},
		{"content/d.md", "Title: D\nStatus: skip\n", POST_NEVER, 0,
			"another word"},
		{"content/e.md", "Title: E\nStatus: PUBLISHED\n", POST_PUBLIC, 0, "case"},
	};

	(void)state;
	CHECK(files, rows);
}

static void words_of_mkdocs(void **state)
{
	static const struct tree_file files[] = {
		{"mkdocs.yml", "site_name: M\nplugins:\n  - encryptcontent:\n"
			       "      global_password: x\n"},
		{"docs/index.md", "---\npassword: ''\n---\n# Home\n"}};
	static const struct row rows[] = {
		{"docs/a.md", "---\ntitle: A\n---", POST_LOCKED, 0,
			"the site's password"},
		{"docs/b.md", "---\npassword: ''\n---", POST_PUBLIC, 0, "taken back"},
		{"docs/c.md", "---\npassword: ''\nlevel: secret\n---", POST_LOCKED, 0,
			"a level"},
	};
	static const struct tree_file plain[] = {{"mkdocs.yml", "site_name: M\n"}};
	static const struct row free_rows[] = {
		{"docs/a.md", "---\nlevel: 2\n---", POST_PUBLIC, 0, "without the plugin"},
	};

	(void)state;
	CHECK(files, rows);
	CHECK(plain, free_rows);
}

static void words_of_eleventy(void **state)
{
	static const struct tree_file files[] = {{"eleventy.config.js",
		"export default function (eleventyConfig) { return {}; }\n"}};
	static const struct row rows[] = {
		{"a.md", "---\ndate: 2024-01-01\n---", POST_PUBLIC, 0, "a post"},
		{"b.md", "---\npermalink: false\n---", POST_NEVER, 0, "not written"},
		{"c.md", "---\neleventyExcludeFromCollections: true\n---", POST_UNLISTED,
			0, "in no collection"},
		{"d.md", "---\ntags: [x, y]\neleventyExcludeFromCollections: [x]\n---",
			POST_PUBLIC, 0, "off one list alone"},
	};

	(void)state;
	CHECK(files, rows);
}

/* A digital garden: one note that says so, and only such notes are public. */
static void gardens_show_what_says_so(void **state)
{
	static const struct tree_file files[] = {
		{"index.md", "---\ndg-home: true\ndg-publish: true\n---\nHome.\n"},
		{"open.md", "---\ndg-publish: true\n---\nOpen.\n"},
		{"closed.md", "# Closed\n"}, {"other.md", "---\npublish: true\n---\n"}};
	static const struct site_check_row rows[] = {
		{"/open/", "post open.md", "it says so"},
		{"/closed/", "none", "it does not"},
		{"/other/", "none", "another word"},
	};

	(void)state;
	site_check_files(files, COUNT(files), rows, COUNT(rows));
}

static void words_may_be_shown(void **state)
{
	static const struct slice shown[] = {
		S("subscribers_only"), S("private"), S("readers")};
	struct site_config config = {.shown = {shown, 3}};
	struct tree tree;
	struct site *site;

	(void)state;
	tree_init(&tree);
	tree_write(&tree, "a.md", "---\nsubscribers-only: true\n---\nWords.\n");
	tree_write(&tree, "b.md", "---\nprivate: true\n---\nWords.\n");
	tree_write(&tree, "c.md", "---\nprivate: true\npassword: x\n---\nWords.\n");
	tree_write(&tree, "d.md", "---\nreaders: [me]\n---\nWords.\n");
	config.folder = tree.path;
	assert_int_equal(scan(&config, NULL, NULL, SITE_CHECK_NOW, &site), 0);
	assert_non_null(site_by_source(site, S("a.md")));
	assert_non_null(site_by_source(site, S("d.md")));
	assert_non_null(site_by_source(site, S("b.md")));
	assert_null(site_by_source(site, S("c.md")));
	site_check_free(site);
	tree_fini(&tree);
}

/* A password is never repeated, an unknown word is said with what to do. */
static void what_hides_a_page_is_said(void **state)
{
	static const struct tree_file files[] = {
		{"a.md", "---\npassword: opensesame\n---\nWords.\n"},
		{"b.md", "---\ntitle: B\npaywall: true\n---\nWords.\n"},
		{"c.md", "---\nhidden: true\n---\nWords.\n"}};
	struct tree tree;

	(void)state;
	tree_init(&tree);
	for (size_t i = 0; i < COUNT(files); i++)
		tree_write(&tree, files[i].path, files[i].text);
	struct site *site = site_check_scan(&tree);
	assert_true(site_check_diag(site, "a.md", "hidden by `password`"));
	assert_false(site_check_diag(site, "a.md", "opensesame"));
	assert_true(site_check_diag(site, "b.md", "this post says `paywall: true`"));
	assert_true(site_check_diag(site, "c.md", "unlisted by `hidden: true`"));
	const struct hidden_page *page = hidden_find(hidden_of(site), S("b.md"));
	assert_non_null(page);
	assert_int_equal(page->post->hidden_line, 3);
	for (size_t i = 0; i < site->diags.count; i++)
		assert_false(slice_eq(site->diags.items[i].file, S("b.md")));
	site_check_free(site);
	tree_fini(&tree);
}

/* The guide's page has each word of the table. */
static void the_guide_has_every_word(void **state)
{
	FILE *file =
		fopen("content/_posts/2025-10-11-what-is-shown-and-what-is-not.md", "r");
	struct buf text;
	size_t count;

	(void)state;
	if (!file)
		skip(); /* run from somewhere else than the top of the tree */
	buf_init(&text, 1 << 20);
	for (int c; (c = getc(file)) != EOF;)
		buf_putc(&text, (char)c);
	fclose(file);
	const struct visibility_row *rows = visibility_rows(&count);
	size_t words = 0;
	for (size_t i = 0; i < count; i++) {
		struct slice rest = rows[i].keys, key;
		while (slice_split(&rest, '|', &key)) {
			if (key.ptr[0] == ' ')
				continue; /* what sections hand down has no word of its own */
			if (key.ptr[key.len - 1] == '*')
				key.len--;
			struct arena arena = {0};
			struct slice quoted = arena_printf(&arena, "`%.*s", SARG(key));
			if (slice_find(buf_slice(&text), quoted) < 0)
				fail_msg("the guide has no %.*s", SARG(quoted));
			arena_fini(&arena);
			words++;
		}
	}
	assert_true(words > 40);
	buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_read_as_front_matter_hides_all_the_same),
		cmocka_unit_test(front_matter_that_is_too_long_hides),
		cmocka_unit_test(targets_of_cascades_are_read_as_hugo_reads_them),
		cmocka_unit_test(targets_of_cascades_reach_all_that_is_mounted),
		cmocka_unit_test(sections_of_hugo_are_read_however_they_are_called),
		cmocka_unit_test(words_that_stand_in_the_front_matter_of_hexo),
		cmocka_unit_test(lines_of_python_markdown),
		cmocka_unit_test(words_of_all_generators),
		cmocka_unit_test(words_of_jekyll),
		cmocka_unit_test(words_of_bridgetown),
		cmocka_unit_test(words_of_hugo),
		cmocka_unit_test(words_of_zola),
		cmocka_unit_test(words_of_hexo),
		cmocka_unit_test(words_of_pelican),
		cmocka_unit_test(words_of_mkdocs),
		cmocka_unit_test(words_of_eleventy),
		cmocka_unit_test(gardens_show_what_says_so),
		cmocka_unit_test(words_may_be_shown),
		cmocka_unit_test(what_hides_a_page_is_said),
		cmocka_unit_test(the_guide_has_every_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
