/* SPDX-License-Identifier: MIT */
/* Line breaks and curly quotes, by what each generator's settings say of Markdown. */
#include "source/settings.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "source/load.h"

static const struct {
	const char *file, *text;
	bool breaks, smart;
	const char *why;
} rows[] = {
	{"_config.yml", "title: A\n", false, true,
		"Jekyll joins lines, and curls quotes"},
	{"_config.yml", "title: A\nkramdown:\n  hard_wrap: true\n", true, true,
		"kramdown's hard_wrap"},
	{"_config.yml", "title: A\nkramdown:\n  smart_quotes: apos,apos,quot,quot\n",
		false, false, "kramdown's quotes are straight"},
	{"_config.yml", "title: A\nmarkdown: CommonMark\n", false, false,
		"CommonMark has no smart quotes"},
	{"_config.yml",
		"title: A\nmarkdown: CommonMark\n"
		"commonmark:\n  options: [SMART, HARDBREAKS]\n",
		true, true, "unless its options ask for them"},
	{"hugo.toml", "title = 'A'\n", false, true, "Goldmark joins lines"},
	{"hugo.toml", "[markup.goldmark.renderer]\nhardWraps = true\n", true, true,
		"its hardWraps"},
	{"hugo.toml", "[markup.goldmark.extensions]\ntypographer = false\n", false, false,
		"its typographer by a word"},
	{"hugo.toml", "[markup.goldmark.extensions.typographer]\ndisable = true\n", false,
		false, "its typographer by a table"},
	{"hugo.toml", "[markup.goldmark.extensions.typographer]\ndisable = false\n",
		false, true, "a table that leaves it on"},
	{"mkdocs.yml", "site_name: A\n", false, false, "MkDocs does neither"},
	{"mkdocs.yml", "site_name: A\nmarkdown_extensions:\n  - toc\n  - nl2br\n", true,
		false, "nl2br in a list"},
	{"mkdocs.yml",
		"site_name: A\nmarkdown_extensions:\n"
		"  - toc: {permalink: true}\n  - markdown.extensions.nl2br: {}\n  - "
		"smarty\n",
		true, true, "by its whole name, as a key"},
	{"mkdocs.yml", "site_name: A\nmarkdown_extensions:\n  nl2br: {}\n", true, false,
		"in a map"},
	{"pelicanconf.py",
		"SITENAME = 'A'\nMARKDOWN = {'extension_configs': "
		"{'markdown.extensions.nl2br': {}}}\nTYPOGRIFY = True\n",
		true, true, "Pelican's extensions"},
	{"eleventy.config.js",
		"export default function (e) {\n  e.setLibrary('md', markdownIt({html: "
		"true, breaks: true, typographer: true}));\n}\n",
		true, true, "markdown-it's options"},
	{"eleventy.config.js",
		"export default function (e) {\n  // breaks: true\n  return {};\n}\n",
		false, false, "a comment is no option"},
	{"astro.config.mjs",
		"import breaks from 'remark-breaks';\nexport default defineConfig({\n"
		"  markdown: {remarkPlugins: [breaks], smartypants: false}});\n",
		true, false, "a plugin, and Astro's own switch"},
	{"docusaurus.config.js",
		"module.exports = {presets: [['classic', {blog: {remarkPlugins: "
		"[require('remark-breaks')]}}]]};\n",
		true, false, "a plugin of Docusaurus"},
	{".obsidian/app.json", "{}", true, false, "Obsidian breaks lines"},
	{".obsidian/app.json", "{\"strictLineBreaks\": true}", false, false,
		"unless its settings are strict"},
	{".obsidian/plugins/digitalgarden/data.json", "{}", true, false,
		"a digital garden breaks them always"},
	{"quartz.config.ts", "const config = {configuration: {pageTitle: 'A'}}\n", false,
		true, "Quartz joins lines"},
	{"quartz.config.ts",
		"const config = {plugins: {transformers: [Plugin.HardLineBreaks()]}}\n",
		true, true, "unless its plugin breaks them"},
	{"quartz.config.yaml",
		"plugins:\n  - source: github:quartz-community/hard-line-breaks\n", true,
		true, "the same in version 5"},
	{"quartz.config.yaml",
		"plugins:\n  - source: github:quartz-community/hard-line-breaks\n"
		"    enabled: false\n",
		false, true, "where it is switched on"},
};

static void settings_say_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct tree tree;
		struct settings *settings = NULL;
		struct site_config config = {0};

		tree_init(&tree);
		tree_write(&tree, rows[i].file, rows[i].text);
		int folder = open(tree.path, O_RDONLY | O_DIRECTORY);
		assert_int_equal(settings_load(folder, &config, NULL, &settings), 0);
		if (settings->breaks != rows[i].breaks ||
			settings->smart != rows[i].smart)
			fail_msg("%s: breaks %d, smart %d", rows[i].why, settings->breaks,
				settings->smart);
		settings_free(settings);
		close(folder);
		tree_fini(&tree);
	}
}

static void dollars_are_math_where_a_site_says_so(void **state)
{
	static const struct {
		const char *file, *text;
		bool math;
		const char *why;
	} sites[] = {
		{"hugo.toml",
			"[markup.goldmark.extensions.passthrough]\nenable = true\n"
			"[markup.goldmark.extensions.passthrough.delimiters]\n"
			"inline = [['\\(', '\\)'], ['$', '$']]\n",
			true, "a pair of delimiters of Hugo"},
		{"hugo.toml",
			"[markup.goldmark.extensions.passthrough]\nenable = false\n"
			"[markup.goldmark.extensions.passthrough.delimiters]\n"
			"inline = [['$', '$']]\n",
			false, "which are off"},
		{"hugo.toml", "title = 'A'\n", false, "prices stay prices"},
		{"_config.yml", "title: A\n", false, "kramdown has $$ alone"},
		{"mkdocs.yml", "markdown_extensions: [pymdownx.arithmatex]\n", true,
			"MkDocs"},
		{"docusaurus.config.js",
			"import math from 'remark-math';\nexport default {title: 'A'};\n",
			true, "a plugin"},
		{".obsidian/app.json", "{}", true, "every vault"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sites) / sizeof(*sites); i++) {
		struct tree tree;
		struct settings *settings = NULL;
		struct site_config config = {.smart = -1};

		tree_init(&tree);
		tree_write(&tree, sites[i].file, sites[i].text);
		int folder = open(tree.path, O_RDONLY | O_DIRECTORY);
		assert_int_equal(settings_load(folder, &config, NULL, &settings), 0);
		if (settings->math != sites[i].math)
			fail_msg("%s", sites[i].why);
		settings_free(settings);
		close(folder);
		tree_fini(&tree);
	}
}

static void hexo_breaks_lines_unless_told_otherwise(void **state)
{
	static const struct {
		const char *config;
		bool breaks, smart;
		const char *why;
	} sites[] = {
		{"title: A\n", true, true, "both renderers break lines"},
		{"title: A\nmarked:\n  breaks: false\n", false, true, "marked's switch"},
		{"title: A\nmarked:\n  gfm: false\n", false, true,
			"which is one of GFM's"},
		{"title: A\nmarked:\n  smartypants: false\n", true, false,
			"marked's quotes"},
		{"title: A\nmarkdown:\n  render:\n    breaks: false\n    typographer: "
		 "false\n",
			false, false, "markdown-it's switches"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sites) / sizeof(*sites); i++) {
		struct tree tree;
		struct settings *settings = NULL;
		struct site_config config = {0};

		tree_init(&tree);
		tree_write(&tree, "_config.yml", sites[i].config);
		tree_write(&tree, "package.json",
			"{\"dependencies\": {\"hexo\": \"^7.0.0\"}}");
		tree_folder(&tree, "source/_posts");
		int folder = open(tree.path, O_RDONLY | O_DIRECTORY);
		assert_int_equal(settings_load(folder, &config, NULL, &settings), 0);
		assert_int_equal(settings->generator, GENERATOR_HEXO);
		if (settings->breaks != sites[i].breaks ||
			settings->smart != sites[i].smart)
			fail_msg("%s: breaks %d, smart %d", sites[i].why,
				settings->breaks, settings->smart);
		settings_free(settings);
		close(folder);
		tree_fini(&tree);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_say_it),
		cmocka_unit_test(dollars_are_math_where_a_site_says_so),
		cmocka_unit_test(hexo_breaks_lines_unless_told_otherwise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
