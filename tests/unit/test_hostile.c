/* SPDX-License-Identifier: MIT */
/* Texts made to cost much: what a conversion and each renderer take for them grows as they do. Counted, not
 * timed: steps of a conversion, bytes of memory, questions to the site, complaints, bytes printed, and bytes
 * looked at for their width and for places where a line may break. */
/* limit: 600 s */
#include "../support/hostile.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uniwidth.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "../support/gemtext_check.h"
#include "../support/html_check.h"
#include "base/uri.h"
#include "data/script.h"
#include "render/gemtext.h"
#include "render/gophermap.h"
#include "render/html.h"
#include "render/plain.h"
#include "text/closed.h"
#include "text/convert.h"
#include "text/mdx.h"

#define SMALL_BYTES      10000
#define LARGE_BYTES      100000
#define MEMORY_MAX_BYTES ((size_t)64 * 1024 * 1024)
/* A file of empty lines ... */
#define LINES_BYTES 1000
/* ... and one whose copies are more than a page may become. */
#define LONG_BYTES 100000
/* About a second. What is bounded by a budget of its own does not grow, but may be as much as that. */
#define STEPS_MAX 400000000

struct work {
	enum convert_result result;
	size_t steps, memory_bytes, questions, complaints, looked_at_bytes;
	size_t gemtext_bytes, text_bytes, menu_bytes, html_bytes;
};

/* --- what is asked of libunistring, counted on its way there ------------------------------------ */

static size_t looked_at_bytes;

#define NAME_(name) #name
#define NAME(name)  NAME_(name)
/* Its headers may call a function otherwise than its manual does. */
#define FIND(real, function)                                                             \
	do {                                                                             \
		if (!(real))                                                             \
			*(void **)&(real) = dlsym(RTLD_NEXT, NAME(function));            \
	} while (0)

void u8_possible_linebreaks(
	const uint8_t *text, size_t bytes, const char *encoding, char *breaks)
{
	static __typeof__(&u8_possible_linebreaks) real;

	FIND(real, u8_possible_linebreaks);
	looked_at_bytes += bytes;
	real(text, bytes, encoding, breaks);
}

const uint8_t *u8_grapheme_next(const uint8_t *s, const uint8_t *end)
{
	static __typeof__(&u8_grapheme_next) real;

	FIND(real, u8_grapheme_next);
	const uint8_t *next = real(s, end);
	looked_at_bytes += (size_t)(next - s);
	return next;
}

int uc_width(ucs4_t uc, const char *encoding)
{
	static __typeof__(&uc_width) real;

	FIND(real, uc_width);
	looked_at_bytes++;
	return real(uc, encoding);
}

/* --- steps: blocks of instructions that run, and bytes that the C library searches or compares ----- */

static size_t steps, steps_max = SIZE_MAX;
static const char *steps_why;

static void count_steps(size_t count)
{
	steps += count;
	if (steps <= steps_max)
		return;
	steps_max = SIZE_MAX;
	fail_msg("%s: more than %d steps", steps_why, STEPS_MAX);
}

static void limit_steps(const char *why)
{
	steps_why = why;
	steps_max = steps + STEPS_MAX;
}

/* Begins each block of the objects that the Makefile calls COUNTED. */
void count_block(void) __asm__("__sanitizer_cov_trace_pc");
void count_block(void)
{
	count_steps(1);
}

static void count_bytes(const void *from, size_t bytes, const void *hit)
{
	count_steps((hit ? (size_t)((const char *)hit - (const char *)from) : bytes) / 8);
}

/* Those of the C library are called by these. */
void *count_memchr(const void *from, int byte, size_t bytes) __asm__("memchr");
void *count_memmem(const void *from, size_t bytes, const void *what,
	size_t what_bytes) __asm__("memmem");
int count_memcmp(const void *a, const void *b, size_t bytes) __asm__("memcmp");

void *count_memchr(const void *from, int byte, size_t bytes)
{
	static __typeof__(&memchr) real;

	FIND(real, memchr);
	void *hit = real(from, byte, bytes);
	count_bytes(from, bytes, hit);
	return hit;
}

void *count_memmem(const void *from, size_t bytes, const void *what, size_t what_bytes)
{
	static __typeof__(&memmem) real;

	FIND(real, memmem);
	void *hit = real(from, bytes, what, what_bytes);
	count_bytes(from, bytes, hit);
	return hit;
}

int count_memcmp(const void *a, const void *b, size_t bytes)
{
	static __typeof__(&memcmp) real;

	FIND(real, memcmp);
	count_bytes(a, bytes, NULL);
	return real(a, b, bytes);
}

/* --- the site that is asked --------------------------------------------------------------------- */

static enum env_link answer_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	struct work *work = ctx;

	work->questions++;
	if (!href.len || href.ptr[0] == '#' || !uri_normalize(arena, href, &target->url))
		return ENV_NO_LINK;
	target->kind = image ? DOC_TO_IMAGE : DOC_TO_PAGE;
	if (uri_scheme(target->url).ptr)
		target->kind = DOC_TO_OUTSIDE;
	target->size_bytes = -1;
	return ENV_LINK;
}

static bool answer_reference(void *ctx, struct arena *arena, enum env_reference kind,
	struct slice name, struct slice *url)
{
	struct work *work = ctx;

	(void)arena, (void)kind, (void)name;
	work->questions++;
	*url = S("/x/");
	return true;
}

static enum env_answer answer_include(void *ctx, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text)
{
	struct work *work = ctx;

	(void)kind;
	work->questions++;
	*text = S("a {{ x }} [b](c)\n");
	bool lines = slice_eq(name, S("lines.md"));
	if (lines || slice_eq(name, S("long.md"))) {
		size_t bytes = lines ? LINES_BYTES : LONG_BYTES;
		char *file = arena_array(arena, bytes, char);

		memset(file, lines ? '\n' : 'a', bytes);
		*text = slice(file, bytes);
	}
	return ENV_TEXT;
}

static enum env_answer answer_variable(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	struct work *work = ctx;

	(void)arena, (void)name;
	work->questions++;
	*text = S("v");
	return ENV_TEXT;
}

static void expect_html(const struct hostile *hostile, struct slice html)
{
	struct html_check check;
	const char *wrong = html_check(&check, html);

	if (wrong)
		fail_msg("%s: %s: %.*s", hostile->why, wrong, SARG(check.at));
}

/* What is done to a post: before its conversion, too. */
static void convert_all(struct work *work, const struct hostile *hostile,
	struct slice source, const struct text_env *env,
	const struct convert_options *options, struct arena *arena, struct doc **doc)
{
	const struct closed_options closed = {
		.comments = options->garden, .shortcodes = options->shortcodes};
	const size_t before = steps;

	limit_steps(hostile->why);
	source = closed_remove(arena, source, &closed);
	if (options->mdx)
		source = mdx_plain(arena, source);
	work->result = convert(arena, source, options, env, doc);
	steps_max = SIZE_MAX;
	work->steps = steps - before;
}

static struct work convert_text(
	const struct hostile *hostile, size_t bytes, struct convert_options options)
{
	struct work work = {0};
	struct diag_list diags;
	const struct text_env env = {.ctx = &work,
		.file = S("x.md"),
		.diags = &diags,
		.link = answer_link,
		.reference = answer_reference,
		.include = answer_include,
		.variable = answer_variable};
	const size_t before_bytes = looked_at_bytes;
	struct gemtext_check check;
	struct arena arena = {0};
	struct buf source, out;
	struct doc *doc;

	diag_init(&diags);
	buf_init(&source, BUF_UNLIMITED);
	buf_init(&out, BUF_UNLIMITED);
	hostile_text(&source, hostile, bytes);
	convert_all(&work, hostile, buf_slice(&source), &env, &options, &arena, &doc);
	gemtext_render(&out, doc, &(struct gemtext_options){0});
	const char *wrong = gemtext_check(&check, buf_slice(&out), doc);
	if (wrong)
		fail_msg("%s: line %u: %s", hostile->why, check.line, wrong);
	work.gemtext_bytes = out.len;
	buf_clear(&out);
	plain_render(&out, doc, &(struct plain_options){0});
	work.text_bytes = out.len;
	buf_clear(&out);
	gophermap_render(&out, doc, &(struct gophermap_options){.width = 40});
	work.menu_bytes = out.len;
	buf_clear(&out);
	html_render(&out, doc, &(struct html_options){.fragment = true});
	expect_html(hostile, buf_slice(&out));
	work.html_bytes = out.len;
	work.memory_bytes = arena.used_bytes;
	work.complaints = diags.count;
	work.looked_at_bytes = looked_at_bytes - before_bytes;
	buf_fini(&out);
	buf_fini(&source);
	diag_fini(&diags);
	arena_fini(&arena);
	return work;
}

/* Sanitizers see in a short text what they see in a long one; work is counted without them. */
#ifdef SPLASHDOWN_SANITIZERS
#define ONLY_SMALL 1
#else
#define ONLY_SMALL 0
#endif

/* Ten times the text may take ten times the work, and a little. */
static void expect_growth(
	const struct hostile *hostile, const char *what, size_t small, size_t large)
{
	if (large > small * 11 + 200000)
		fail_msg(
			"%s: %s grows from %zu to %zu", hostile->why, what, small, large);
}

static void expect_linear(const struct hostile *hostile, struct convert_options options)
{
	struct work small = convert_text(hostile, SMALL_BYTES, options);
	if (ONLY_SMALL)
		return;
	struct work large = convert_text(hostile, LARGE_BYTES, options);

	/* Something is sorted, or cut in halves. */
	expect_growth(hostile, "steps", small.steps + small.steps / 8, large.steps);
	expect_growth(hostile, "memory", small.memory_bytes, large.memory_bytes);
	expect_growth(hostile, "gemtext", small.gemtext_bytes, large.gemtext_bytes);
	expect_growth(hostile, "text", small.text_bytes, large.text_bytes);
	expect_growth(hostile, "menu", small.menu_bytes, large.menu_bytes);
	expect_growth(hostile, "HTML", small.html_bytes, large.html_bytes);
	/* The search for a break sees twice as much each time, up to all. */
	expect_growth(
		hostile, "looking", small.looked_at_bytes * 2, large.looked_at_bytes);
	expect_growth(
		hostile, "questions", small.questions * 1000, large.questions * 1000);
	/* Past a budget each tag is one: no more than there are tags. */
	if (large.complaints > LARGE_BYTES / 8)
		fail_msg("%s: %zu complaints", hostile->why, large.complaints);
	if (large.memory_bytes > MEMORY_MAX_BYTES)
		fail_msg("%s: %zu bytes of memory", hostile->why, large.memory_bytes);
}

static void expect_all_linear(struct convert_options options)
{
	for (size_t i = 0; i < HOSTILE_COUNT; i++)
		expect_linear(&hostile_texts[i], options);
}

/* --- texts for one dialect ----------------------------------------------------------------------- */

/* A loop that looks at a text of 1 MiB again and again. */
#define DOUBLED4                                                                         \
	"{% assign a = a | append: a %}{% assign a = a | append: a %}"                   \
	"{% assign a = a | append: a %}{% assign a = a | append: a %}"
#define OFTEN(looks)                                                                     \
	"{% assign a = \"aaaaaaaaaaaaaaaa\" %}" DOUBLED4 DOUBLED4 DOUBLED4 DOUBLED4      \
	"{% for i in (1..200000) %}" looks "{% endfor %}\n"

#define ENDS8  "]:]:]:]:]:]:]:]:"
#define ENDS64 ENDS8 ENDS8 ENDS8 ENDS8 ENDS8 ENDS8 ENDS8 ENDS8

static const struct {
	struct hostile text;
	struct convert_options options;
} dialect_texts[] = {
	{{OFTEN("{% if a contains 'aaaab' %}{% endif %}"), "x\n", "",
		 "a search in a long text"},
		{.liquid = true}},
	{{OFTEN("{% if a == a %}{% endif %}"), "x\n", "", "a comparison of long texts"},
		{.liquid = true}},
	{{OFTEN("{% if a < a %}{% endif %}"), "x\n", "", "an order of long texts"},
		{.liquid = true}},
	{{OFTEN("{% assign b = a.size %}"), "x\n", "", "the size of a long text"},
		{.liquid = true}},
	{{OFTEN("{% assign b = a | upcase %}"), "x\n", "", "capitals of a long text"},
		{.liquid = true}},
	{{OFTEN("{% assign b = a | split: 'x' %}"), "x\n", "", "parts of a long text"},
		{.liquid = true}},
	{{OFTEN("{% assign b = b | push: a | sort %}"), "x\n", "", "long texts in order"},
		{.liquid = true}},
	{{OFTEN("{% assign b = b | push: a | sort_natural %}"), "x\n", "",
		 "long texts in the order of letters"},
		{.liquid = true}},
	{{OFTEN("{% assign b = '2020-01-02' | date: a %}"), "x\n", "",
		 "a long format of dates"},
		{.liquid = true}},
	{{"{% for i in (1..200000) %}`a`{% endfor %}", "\"`\"", "",
		 "a loop in a paragraph of backticks"},
		{.liquid = true}},
	{{"{% for i in (1..200000) %}`a`\n\n`b`{% endfor %}", "\"`\"", "",
		 "a loop that enters such a paragraph"},
		{.liquid = true}},
	{{"x\n", "{%q%}\n", "", "lines of tags that leave nothing"}, {.liquid = true}},
	{{"--8<-- \"lines.md:", ",", "\"\n", "the same snippet again and again"},
		{.pymdownx = true}},
	{{"\xc3\xa9* ", " *a", "b*\n", "stars that pair with one"}, {.lang = S("ja")}},
	{{"", "<!-->\"`\"", "", "comments among backticks"}, {.lang = S("en")}},
	{{"", "<video>\n", "</video>\n", "players with one end"}, {.lang = S("en")}},
	{{"[a][b]\n\n",
		 "[" ENDS64 ENDS64 ENDS64 ENDS64 ENDS64 ENDS64 ENDS64 ENDS8 ENDS8 ENDS8
			 ENDS8 ENDS8 ENDS8 "\n",
		 "", "labels with many ends"},
		{.lang = S("en")}},
	{{"", "{\"", "", "strings of MDX on one line"}, {.mdx = true}},
	{{"", "{{<q>}}", "{{</q>}}", "a shortcode that ends its line"},
		{.shortcodes = true}},
};

static void the_work_for_a_dialect_grows_as_the_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(dialect_texts) / sizeof(*dialect_texts); i++)
		expect_linear(&dialect_texts[i].text, dialect_texts[i].options);
}

/* Nothing is missing at its end: it is shown as it is in the file, and its author is told. */
static void a_page_that_grows_too_much_is_shown_as_its_source(void **state)
{
	static const struct hostile hostile = {"<!-- a -->\n", "--8<-- \"long.md\"\n",
		"the end\n", "copies of a long file"};
	const struct convert_options options = {.pymdownx = true};
	struct work work = convert_text(&hostile, 100, options);

	(void)state;
	assert_int_equal(work.result, CONVERT_OK);
	work = convert_text(&hostile, 1000, options);
	assert_int_equal(work.result, CONVERT_OVER_BUDGET);
	assert_int_equal(work.complaints, 1);
}

static void the_work_for_settings_is_bounded(void **state)
{
	static const struct hostile texts[] = {
		{"", "a=[\n", "", "lists that stay open"},
		{"", "a={'b':[\n", "", "tables that stay open"},
		{"", "a=[1,[2,[3,[4,\n", "", "lists in lists that stay open"},
		{"", "a=[b(\n", "", "calls that stay open"},
		{"", "a='b' 'c' + [\n", "", "sums"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct arena arena = {0};
		auto_buf struct buf source = BUF(BUF_UNLIMITED);
		struct value root;

		hostile_text(&source, &texts[i], SCRIPT_MAX_BYTES);
		limit_steps(texts[i].why);
		script_python(&arena, buf_slice(&source), &root);
		script_find(&arena, buf_slice(&source), S("a"), &root);
		steps_max = SIZE_MAX;
		arena_fini(&arena);
	}
}

static void the_work_for_a_jekyll_post_grows_as_the_post(void **state)
{
	(void)state;
	expect_all_linear((struct convert_options){
		.kramdown = true, .liquid = true, .smart = true, .lang = S("ja")});
}

static void the_work_for_a_hugo_post_grows_as_the_post(void **state)
{
	(void)state;
	expect_all_linear((struct convert_options){
		.shortcodes = true, .smart = true, .emoji = true, .lang = S("en")});
}

static void the_work_for_plain_markdown_grows_as_the_text(void **state)
{
	(void)state;
	expect_all_linear((struct convert_options){.lang = S("en")});
}

static void the_work_for_a_page_in_html_grows_as_the_page(void **state)
{
	(void)state;
	expect_all_linear((struct convert_options){
		.format = CONVERT_HTML, .liquid = true, .lang = S("en")});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_work_for_a_dialect_grows_as_the_text),
		cmocka_unit_test(a_page_that_grows_too_much_is_shown_as_its_source),
		cmocka_unit_test(the_work_for_settings_is_bounded),
		cmocka_unit_test(the_work_for_a_jekyll_post_grows_as_the_post),
		cmocka_unit_test(the_work_for_a_hugo_post_grows_as_the_post),
		cmocka_unit_test(the_work_for_plain_markdown_grows_as_the_text),
		cmocka_unit_test(the_work_for_a_page_in_html_grows_as_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
