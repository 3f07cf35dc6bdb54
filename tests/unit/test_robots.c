/* SPDX-License-Identifier: MIT */
#include "source/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site_check.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

#define CONFIG                                                                           \
	"title: J\nurl: https://j.example\nbaseurl: /blog\nprivate: secret-garden\n"     \
	"closed: true\nopen: false\napi_token: t0k3n\nsecrets: {plain: t0k3n}\n"
#define EVERYTHING "User-agent: *\nDisallow: /\n"

/* What is served at /robots.txt of a site that the files make; "" where a file of the author's is. */
static void expect(const struct tree_file *files, size_t count, const char *expected,
	const char *file, const char *diag, const char *why)
{
	struct tree tree;
	struct arena arena = {0};

	tree_init(&tree);
	tree_write_all(&tree, files, count);
	struct site *site = site_check_scan(&tree);
	struct slice got = site->settings->robots;
	if (!slice_eq(got, slice_str(expected)))
		fail_msg("%s: \"%.*s\", expected \"%s\"", why, SARG(got), expected);
	if (got.len && strcmp(site_check_at(&arena, site, "/robots.txt"), "none") != 0)
		fail_msg("%s: the template is served too", why);
	if (diag && !site_check_diag(site, file, diag))
		fail_msg("%s: nobody is told \"%s\"", why, diag);
	if (!diag && (site_check_diag(site, file, "robots") ||
			     site_check_diag(site, file, "template")))
		fail_msg("%s: there is nothing to tell", why);
	arena_fini(&arena);
	site_check_free(site);
	tree_fini(&tree);
}

static void a_template_is_expanded_or_read_as_strictly_as_it_may_be_meant(void **state)
{
	static const struct {
		const char *text, *expected, *diag, *why;
	} rows[] = {
		{"---\nlayout: null\n---\nUser-agent: *\nDisallow: /\n"
		 "Sitemap: {{ site.url }}/sitemap.xml\n",
			EVERYTHING "Sitemap: https://j.example/sitemap.xml\n", NULL,
			"front matter and a variable"},
		{"---\n---\nSitemap: {{ \"sitemap.xml\" | absolute_url }}\n",
			"Sitemap: https://j.example/blog/sitemap.xml\n", NULL,
			"no rules at all, as on the web"},
		{"---\n---\nUser-agent: *\nDisallow: {{ site.baseurl }}/x/\n",
			"User-agent: *\nDisallow: /x/\n", NULL,
			"addresses of the capsule are without the base"},
		{"User-agent: *\nDisallow: /{{ site.private }}/\n",
			"User-agent: *\nDisallow: /secret-garden/\n", NULL,
			"Liquid without front matter"},
		{"---\n---\nUser-agent: *\n{% if jekyll.environment == \"production\" %}"
		 "Disallow: /p/\n{% else %}Disallow: /\n{% endif %}",
			"User-agent: *\nDisallow: /p/\n", NULL, "the web's environment"},
		{"---\n---\nUser-agent: *\n{% if site.closed %}Disallow: /\n{% endif %}",
			EVERYTHING, NULL, "a setting that is set"},
		{"---\n---\nUser-agent: *\n{% unless site.open %}Disallow: /\n"
		 "{% endunless %}",
			EVERYTHING, NULL, "a setting that is off"},
		{"---\n---\nUser-agent: *\n{% if site.data.x %}Allow: /\n{% else %}"
		 "Disallow: /a/\n{% endif %}Disallow: /b/\n",
			"User-agent: *\nDisallow: /a/\nDisallow: /b/\n",
			"understood in part", "of what may be, the stricter"},
		{"---\n---\nUser-agent: *\nDisallow: /x/{{ site.data.y }}\n",
			"User-agent: *\nDisallow: /x/\n", "understood in part",
			"what is known of a path is its beginning"},
		{"---\n---\nUser-agent: *\nDisallow: {{ site.data.y }}\n", EVERYTHING,
			"understood in part", "nothing is known of it"},
		{"---\n---\nUser-agent: *\nAllow: /{{ site.data.y }}\nDisallow: /a/\n",
			"User-agent: *\nDisallow: /a/\n", "understood in part",
			"nothing is allowed by what is not known"},
		{"---\n---\nUser-agent: *\nDisallow: /{{ site.api_token }}/\n",
			EVERYTHING, "understood in part",
			"a secret is none of a reader's"},
		{"---\n---\nUser-agent: {{ site.data.bot }}\nDisallow: /a/\n",
			"User-agent: *\nDisallow: /a/\n", "understood in part",
			"who is meant is not known"},
		{"---\n---\nUser-agent: *\n{% for p in site.pages %}{% if p.noindex %}"
		 "Disallow: {{ p.url }}\n{% endif %}{% endfor %}",
			EVERYTHING, "understood in part", "a loop over the site"},
		{"---\n---\n{% robots_txt %}\n", EVERYTHING, "no group of rules",
			"a plugin's tag"},
		{"---\n---\n{{ site.data.robots }}\n", EVERYTHING, "no group of rules",
			"all of it is elsewhere"},
		{"---\n---\n{% comment %}\nUser-agent: x\n{% endcomment %}\n"
		 "User-agent: *\nDisallow:\n",
			"User-agent: *\nDisallow:\n", NULL, "a comment"},
		{"---\n---\n{% assign d = \"/d/\" %}User-agent: *\nDisallow: {{ d }}\n",
			"User-agent: *\nDisallow: /d/\n", NULL, "a variable of its own"},
		{"---\n---\nUser-agent: *\nDisallow: {{ oops\n", EVERYTHING,
			"understood in part", "a tag without an end"},
		{"---\n---\nUser-agent: *\nDisallow: /\n{%} {#} <%>", EVERYTHING,
			"understood in part", "a tag that is over before it began"},
		{"---\n---\n{% include robots-rules.txt %}\n",
			"User-agent: *\nDisallow: /inc/\n", NULL, "an include"},
		{"---\n---\n{% include ../_config.yml %}\n", EVERYTHING,
			"no group of rules", "an include that leaves its folder"},
		{"---\n---\n{% include sub/.rules.txt %}\n", EVERYTHING,
			"no group of rules", "an include that is a hidden file"},
		{"---\n---\nUser-agent: *\nDisallow: /x/\n"
		 "Sitemap: {{ site.secrets.plain }}\n",
			"User-agent: *\nDisallow: /x/\n", "understood in part",
			"a setting that sounds like a secret"},
		{"User-agent: *\nDisallow: /a/\n", "", NULL, "a file as it is"},
		{"", "", NULL, "an empty one"},
	};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct tree_file files[] = {{"_config.yml", CONFIG},
			{"robots.txt", rows[i].text},
			{"_includes/robots-rules.txt",
				"User-agent: *\nDisallow: /inc/\n"},
			{"_includes/sub/.rules.txt", "User-agent: *\nAllow: /\n"},
			{"index.md", "---\n---\nHome\n"}};
		expect(files, COUNT(files), rows[i].expected, "robots.txt", rows[i].diag,
			rows[i].why);
	}
}

static void what_takes_too_long_to_work_out_is_unknown(void **state)
{
	enum { VARIABLES = 2000, ASKED = 3000 };
	struct buf many_set, many_asked;
	(void)state;

	buf_init(&many_set, BUF_UNLIMITED);
	buf_puts(&many_set, "---\n---\nUser-agent: *\n");
	for (size_t i = 0; i < VARIABLES; i++)
		buf_puts(&many_set, "{% assign a = \"/a/\" %}");
	buf_puts(&many_set, "Disallow: {{ a }}\n");
	buf_putc(&many_set, '\0');
	buf_init(&many_asked, BUF_UNLIMITED);
	buf_puts(&many_asked, "---\n---\nUser-agent: *\n");
	for (size_t i = 0; i < ASKED; i++)
		buf_puts(&many_asked, "{{ site.baseurl }}");
	buf_puts(&many_asked, "Disallow: /{{ site.private }}\n");
	buf_putc(&many_asked, '\0');
	const struct tree_file set[] = {
		{"_config.yml", CONFIG}, {"robots.txt", buf_slice(&many_set).ptr}};
	const struct tree_file asked[] = {
		{"_config.yml", CONFIG}, {"robots.txt", buf_slice(&many_asked).ptr}};
	expect(set, COUNT(set), EVERYTHING, "robots.txt", "understood in part",
		"variables without end");
	expect(asked, COUNT(asked), EVERYTHING, "robots.txt", "no group of rules",
		"questions without end");
	buf_fini(&many_set);
	buf_fini(&many_asked);
}

static void templates_of_other_generators_count_too(void **state)
{
	static const struct tree_file hugo[] = {
		{"hugo.toml", "enableRobotsTXT = true\nbaseURL = 'https://h.example/'\n"},
		{"layouts/robots.txt",
			"User-agent: *\n{{ if hugo.IsProduction -}}\nDisallow: /p/\n"
			"{{ else -}}\nDisallow: /\n{{ end -}}\n"
			"Sitemap: {{ \"sitemap.xml\" | absURL }}\n"},
	};
	static const struct tree_file hugo_range[] = {
		{"hugo.toml", "enableRobotsTXT = true\n"},
		{"layouts/robots.txt", "User-agent: *\n{{ range .Pages }}\nDisallow: "
				       "{{ .RelPermalink }}\n{{ end }}\n"},
	};
	static const struct tree_file hugo_off[] = {
		{"hugo.toml", "title = 'x'\n"},
		{"layouts/robots.txt", "User-agent: *\nDisallow: /\n"},
	};
	static const struct tree_file hugo_static[] = {
		{"hugo.toml", "title = 'x'\n"},
		{"static/robots.txt", "User-agent: *\nDisallow: /{{ x }}\n"},
	};
	static const struct tree_file eleventy[] = {
		{"eleventy.config.js", "export default () => {}\n"},
		{"robots.njk", "---\npermalink: /robots.txt\nclosed: /c/\n---\n"
			       "User-agent: *\nDisallow: {{ closed }}\n"},
	};
	static const struct tree_file astro[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/pages/robots.txt.ts",
			"const get = (s: URL) => `\nUser-agent: *\nDisallow: /a/\n"
			"Sitemap: ${s.href}\n`;\n"},
	};
	static const struct tree_file astro_code[] = {
		{"astro.config.mjs", "export default {}\n"},
		{"src/pages/robots.txt.ts", "export const GET = make(rules);\n"},
	};
	static const struct tree_file plain[] = {{"robots.txt", NULL}, {"a.md", "A\n"}};
	(void)state;

#define EXPECT(files, expected, file, diag, why)                                         \
	expect(files, COUNT(files), expected, file, diag, why)
	EXPECT(hugo,
		"User-agent: *\nDisallow: /p/\nSitemap: https://h.example/sitemap.xml\n",
		"layouts/robots.txt", NULL, "Hugo's template, as in production");
	EXPECT(hugo_range, EVERYTHING, "layouts/robots.txt", "understood in part",
		"Hugo's pages are not known here");
	EXPECT(hugo_off, "", "layouts/robots.txt", NULL, "Hugo makes none of it");
	EXPECT(hugo_static, "", "static/robots.txt", NULL, "copied as it is");
	EXPECT(eleventy, "User-agent: *\nDisallow: /c/\n", "robots.njk", NULL,
		"Nunjucks with its own front matter");
	EXPECT(astro, "User-agent: *\nDisallow: /a/\n", "src/pages/robots.txt.ts",
		"understood in part", "a program's string");
	EXPECT(astro_code, EVERYTHING, "src/pages/robots.txt.ts", "no group of rules",
		"a program that takes them from elsewhere");
	EXPECT(plain, "", "robots.txt", NULL, "a folder of that name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_template_is_expanded_or_read_as_strictly_as_it_may_be_meant),
		cmocka_unit_test(what_takes_too_long_to_work_out_is_unknown),
		cmocka_unit_test(templates_of_other_generators_count_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
