/* SPDX-License-Identifier: MIT */
/* Golden tests: tests/golden/CASE.md is converted and printed, and each file CASE.EXTENSION beside
 * it is what the renderer of that extension must give, byte by byte. With --accept the files are rewritten (a
 * case without any gets all), and the diff is the review.
 *
 * The front matter of a case may set: title (printed as the page's heading), lang, dialect (jekyll, the
 * usual one, hugo or plain); for gemtext links (block, section, end, numbered) and markers (true); for
 * gopher width, ascii (true) and posts (text or menu).
 *
 * emoji, breaks, math, mdx and pymdownx (true). What its templates ask for: includes are the files of
 * tests/golden/includes/, variables those
 * of its front matter, and every post that is asked for is there but for those called "missing".
 *
 * The site around a case: the case is /posts/CASE/, every address is a post, /images/ holds pictures
 * of 120 kB, /files/ holds other files. Over gopher its host is capsule.example. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the headers above
#include <cmocka.h>

#include "base/uri.h"
#include "data/frontmatter.h"
#include "render/gemtext.h"
#include "render/gophermap.h"
#include "render/html.h"
#include "render/plain.h"
#include "text/convert.h"
#include "text/mdx.h"

#define FOLDER       "tests/golden"
#define CASES_MAX    1000
#define FILE_MAX     (1024 * 1024)
#define IMAGE_SIZE_B 120000

struct golden {
	struct arena arena;
	struct slice name;
	struct slice source;
	struct value front;
	struct doc *doc;
};

static void print_gmi(struct buf *out, const struct golden *golden)
{
	struct slice links = value_text(value_get(&golden->front, S("links")));
	struct gemtext_options options = {
		.links = slice_eq(links, S("section"))    ? LINKS_SECTION
			 : slice_eq(links, S("end"))      ? LINKS_END
			 : slice_eq(links, S("numbered")) ? LINKS_NUMBERED
							  : LINKS_BLOCK,
	};

	value_bool(value_get(&golden->front, S("markers")), &options.markers);
	gemtext_render(out, golden->doc, &options);
}

static struct gopher_origin gopher_origin(const struct golden *golden)
{
	return (struct gopher_origin){
		.host = S("capsule.example"),
		.posts_are_text = slice_eq(
			value_text(value_get(&golden->front, S("posts"))), S("text")),
	};
}

static unsigned gopher_width(const struct golden *golden)
{
	unsigned long long width = 0;

	slice_to_uint(value_text(value_get(&golden->front, S("width"))), &width);
	return (unsigned)width;
}

static void print_txt(struct buf *out, const struct golden *golden)
{
	struct plain_options options = {
		.origin = gopher_origin(golden), .width = gopher_width(golden)};

	value_bool(value_get(&golden->front, S("ascii")), &options.ascii);
	plain_render(out, golden->doc, &options);
}

static void print_menu(struct buf *out, const struct golden *golden)
{
	struct gophermap_options options = {
		.origin = gopher_origin(golden), .width = gopher_width(golden)};

	value_bool(value_get(&golden->front, S("ascii")), &options.ascii);
	gophermap_render(out, golden->doc, &options);
}

/* Without the head, whose sheet would be in every file. */
static void print_html(struct buf *out, const struct golden *golden)
{
	const struct html_options options = {.fragment = true};

	html_render(out, golden->doc, &options);
}

static const struct renderer {
	const char *extension;
	void (*print)(struct buf *out, const struct golden *golden);
} renderers[] = {
	{".gmi", print_gmi},
	{".txt", print_txt},
	{".menu", print_menu},
	{".html", print_html},
};

/* --- files ---------------------------------------------------------------------- */

static const char *path_of(struct arena *arena, struct slice name, const char *extension)
{
	return arena_cstr(
		arena, arena_printf(arena, FOLDER "/%.*s%s", SARG(name), extension));
}

static bool read_file(struct arena *arena, const char *path, struct slice *out)
{
	FILE *file = fopen(path, "rb");
	char *bytes;
	size_t len;

	if (!file)
		return false;
	bytes = arena_alloc(arena, FILE_MAX);
	len = fread(bytes, 1, FILE_MAX, file);
	fclose(file);
	*out = slice(bytes, len);
	return true;
}

static void write_file(const char *path, struct slice bytes)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len ||
		fclose(file) != 0) {
		perror(path);
		exit(1);
	}
}

/* --- the site around a case ------------------------------------------------------- */

static enum env_link resolve_link(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	struct golden *golden = ctx;
	struct slice base = arena_printf(arena, "/posts/%.*s/", SARG(golden->name));
	struct slice mended, extension;
	struct uri uri;

	*target = (struct doc_target){.size_bytes = -1};
	if (slice_starts(href, S("//")))
		href = arena_printf(arena, "https:%.*s", SARG(href));
	if (!href.len || href.ptr[0] == '#' || !uri_normalize(arena, href, &mended) ||
		slice_eq_nocase(uri_scheme(mended), S("javascript")))
		return ENV_NO_LINK;
	target->kind = DOC_TO_OUTSIDE;
	target->url = mended;
	if (uri_scheme(mended).ptr)
		return ENV_LINK;
	if (!uri_resolve(arena, base, mended, &target->url) ||
		!uri_parse(target->url, &uri))
		return ENV_NO_LINK;
	target->url = uri.path;
	target->kind = DOC_TO_PAGE;
	target->article = true;
	if (slice_starts(uri.path, S("/files/")))
		target->kind = DOC_TO_FILE;
	if (image || slice_starts(uri.path, S("/images/"))) {
		extension = uri_extension(uri.path);
		target->kind = DOC_TO_IMAGE;
		target->size_bytes = IMAGE_SIZE_B;
		target->mime = arena_printf(arena, "image/%.*s", SARG(extension));
	}
	return ENV_LINK;
}

static bool resolve_reference(void *ctx, struct arena *arena, enum env_reference kind,
	struct slice name, struct slice *url)
{
	(void)ctx, (void)kind;
	*url = arena_printf(arena, "/posts/%.*s/", SARG(name));
	return slice_find(name, S("missing")) < 0;
}

static enum env_answer resolve_include(void *ctx, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text)
{
	(void)ctx, (void)kind;
	bool found =
		slice_find_char(name, '/') < 0 &&
		read_file(arena,
			arena_cstr(arena,
				arena_printf(arena, FOLDER "/includes/%.*s", SARG(name))),
			text);
	return found ? ENV_TEXT : ENV_NONE;
}

static enum env_answer resolve_variable(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	struct golden *golden = ctx;

	(void)arena;
	if (slice_starts(name, S("page.")))
		name = slice_from(name, 5);
	*text = value_text(value_path(&golden->front, name));
	return text->ptr ? ENV_TEXT : ENV_NONE;
}

/* --- a case ----------------------------------------------------------------------- */

static void load(struct golden *golden, struct slice name)
{
	struct text_env env = {.ctx = golden,
		.file = name,
		.link = resolve_link,
		.reference = resolve_reference,
		.include = resolve_include,
		.variable = resolve_variable};
	struct convert_options options = {.format = CONVERT_MARKDOWN};
	struct frontmatter front;
	struct slice dialect;
	struct doc_node *heading;

	*golden = (struct golden){.name = name};
	if (!read_file(&golden->arena, path_of(&golden->arena, name, ".md"),
		    &golden->source))
		fail_msg("cannot read %.*s.md", SARG(name));
	frontmatter_split(golden->source, true, FRONTMATTER_MARKED, &front);
	if (front.format != FRONTMATTER_NONE &&
		!frontmatter_parse(&golden->arena, &front, name, NULL, &golden->front))
		fail_msg("%.*s.md: its front matter is broken", SARG(name));
	env.first_line = front.body_line;
	dialect = value_text(value_get(&golden->front, S("dialect")));
	options.title = value_text(value_get(&golden->front, S("title")));
	options.lang = value_text(value_get(&golden->front, S("lang")));
	if (!options.lang.len)
		options.lang = S("en");
	options.shortcodes = slice_eq(dialect, S("hugo"));
	options.liquid = options.kramdown =
		!options.shortcodes && !slice_eq(dialect, S("plain"));
	options.definitions = options.shortcodes;
	options.smart = !slice_eq(dialect, S("plain"));
	value_bool(value_get(&golden->front, S("breaks")), &options.breaks);
	value_bool(value_get(&golden->front, S("mdx")), &options.mdx);
	value_bool(value_get(&golden->front, S("math")), &options.math);
	value_bool(value_get(&golden->front, S("hexo")), &options.hexo);
	value_bool(value_get(&golden->front, S("pymdownx")), &options.pymdownx);
	value_bool(value_get(&golden->front, S("emoji")), &options.emoji);
	struct slice body = slice_from(golden->source, front.body_offset);
	if (options.mdx)
		body = mdx_plain(&golden->arena, body);
	if (convert(&golden->arena, body, &options, &env, &golden->doc) != CONVERT_OK)
		fail_msg("%.*s.md: over the budget of a conversion", SARG(name));
	if (!options.title.len)
		return;
	heading = doc_add_heading(golden->doc, 1, options.title);
	if (golden->doc->root->first != heading) {
		doc_unlink(heading);
		doc_insert_before(golden->doc->root->first, heading);
	}
}

/* Points at the first line that differs. */
static void complain(const char *path, struct slice expected, struct slice printed)
{
	unsigned line = 0;
	struct slice want, have;
	bool more_want, more_have;

	do {
		line++;
		more_want = slice_next_line(&expected, &want);
		more_have = slice_next_line(&printed, &have);
	} while (more_want && more_have && slice_eq(want, have));
	if (!more_want)
		want = S("(the end)");
	if (!more_have)
		have = S("(the end)");
	fail_msg("%s:%u\n  expected: %.*s\n  printed:  %.*s", path, line, SARG(want),
		SARG(have));
}

static void check_case(void **state)
{
	struct golden golden;
	unsigned compared = 0;
	size_t i;

	load(&golden, slice_str(*state));
	for (i = 0; i < sizeof(renderers) / sizeof(*renderers); i++) {
		const char *path =
			path_of(&golden.arena, golden.name, renderers[i].extension);
		struct slice expected;
		struct buf printed;

		if (!read_file(&golden.arena, path, &expected))
			continue;
		buf_init(&printed, BUF_UNLIMITED);
		renderers[i].print(&printed, &golden);
		if (!slice_eq(buf_slice(&printed), expected))
			complain(path, expected, buf_slice(&printed));
		buf_fini(&printed);
		compared++;
	}
	if (!compared)
		fail_msg("%s.md has no expected file (see make golden-accept)",
			(const char *)*state);
	arena_fini(&golden.arena);
}

static bool has_expected(struct golden *golden)
{
	struct slice bytes;
	size_t i;

	for (i = 0; i < sizeof(renderers) / sizeof(*renderers); i++)
		if (read_file(&golden->arena,
			    path_of(&golden->arena, golden->name, renderers[i].extension),
			    &bytes))
			return true;
	return false;
}

static void accept_case(const char *name)
{
	struct golden golden;
	bool is_new;
	size_t i;

	load(&golden, slice_str(name));
	is_new = !has_expected(&golden);
	for (i = 0; i < sizeof(renderers) / sizeof(*renderers); i++) {
		const char *path =
			path_of(&golden.arena, golden.name, renderers[i].extension);
		struct slice old = slice_none;
		struct buf printed;

		if (!read_file(&golden.arena, path, &old) && !is_new)
			continue;
		buf_init(&printed, BUF_UNLIMITED);
		renderers[i].print(&printed, &golden);
		if (!slice_eq(buf_slice(&printed), old)) {
			write_file(path, buf_slice(&printed));
			printf("rewrote %s\n", path);
		}
		buf_fini(&printed);
	}
	arena_fini(&golden.arena);
}

static int is_case(const struct dirent *entry)
{
	return slice_ends(slice_str(entry->d_name), S(".md")) && entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[CASES_MAX];
	struct arena arena = {0};
	struct dirent **entries;
	int count = scandir(FOLDER, &entries, is_case, alphasort);
	int i, result = 0;

	if (count < 1 || count > CASES_MAX) {
		fprintf(stderr, "%s: %s\n", FOLDER,
			count < 0 ? strerror(errno) : "no cases, or too many");
		return 1;
	}
	for (i = 0; i < count; i++) {
		struct slice name = slice_str(entries[i]->d_name);
		const char *base = arena_cstr(&arena, slice_head(name, name.len - 3));

		tests[i] = (struct CMUnitTest){.name = base,
			.test_func = check_case,
			.initial_state = (void *)base};
		if (argc > 1 && strcmp(argv[1], "--accept") == 0)
			accept_case(base);
		free(entries[i]);
	}
	free(entries);
	if (argc < 2)
		result = _cmocka_run_group_tests(
			"golden", tests, (size_t)count, NULL, NULL);
	arena_fini(&arena);
	return result;
}
