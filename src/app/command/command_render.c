/* SPDX-License-Identifier: MIT */
/* One post to stdout, or every post of a blog into a folder beside it. */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/blog.h"
#include "app/command.h"
#include "app/output.h"
#include "app/report.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "page/page.h"
#include "proto/gemini.h"
#include "render/gemtext.h"
#include "render/html.h"
#include "scan/closed.h"
#include "scan/hidden.h"
#include "serve/gopher_page.h"
#include "site/body.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: splashdown.yaml of the blog, if any)"},
	{"drafts", NULL, "drafts", "with a folder: include drafts"},
	{"gopher", NULL, NULL, "print the text that Gopher readers get"},
	{"html", NULL, NULL, "print a page of HTML"},
	{"menu", NULL, NULL, "print the Gopher menu as it is sent"},
};

/* --- one file ------------------------------------------------------------------- */

enum how { AS_GEMTEXT, AS_TEXT, AS_MENU, AS_HTML };

static const char *const extensions[] = {"gmi", "txt", "menu", "html"};

static enum how how_of(const struct cli_args *args)
{
	if (cli_get(args, "menu"))
		return AS_MENU;
	if (cli_get(args, "html"))
		return AS_HTML;
	return cli_get(args, "gopher") ? AS_TEXT : AS_GEMTEXT;
}

static int render_gemtext(const struct blog *blog, const struct page_ref *ref,
	struct arena *arena, struct diag_list *diags, struct buf *out)
{
	struct gemtext_options rendering;
	struct page page;
	int error = blog_page(blog, ref, arena, diags, &page);
	if (error)
		return error;
	blog_rendering(blog, &rendering);
	if (page.content == PAGE_IS_DOC)
		gemtext_render(out, page.doc, &rendering);
	else
		buf_put(out, page.bytes);
	return 0;
}

/* A page that stands alone; its links to the site are paths. */
static int render_html(const struct blog *blog, const struct page_ref *ref,
	struct arena *arena, struct diag_list *diags, struct buf *out)
{
	const struct post *post = ref->post;
	struct page_ref build = *ref;
	struct buf day = BUF(64);
	struct page page;
	build.form = FORM_TEXT; /* of gemtext, too, a doc */
	int error = blog_page(blog, &build, arena, diags, &page);
	if (error)
		return error;
	date_put_iso_day(&day, &post->date);
	struct html_options rendering = {
		.title = post->title,
		.site_title = page_site_title(blog->site),
		.description = post->description,
		.author = page.author,
		.published = buf_take(&day, arena),
	};
	html_render(out, page.doc, &rendering);
	return 0;
}

/* As Gopher serves it; a text with this system's line ends. */
static int render_gopher(const struct blog *blog, const struct page_ref *ref,
	struct arena *arena, struct diag_list *diags, struct buf *out)
{
	struct serve_gopher gopher;
	struct render_output wire = {0};
	struct slice rest, line;
	config_serve_gopher(blog->own,
		serve_gemini_origin(arena, blog->own->hosts.items[0],
			blog->config.advertised_port ? blog->config.advertised_port
						     : GEMINI_PORT),
		&gopher);
	struct gopher_place place = {
		&gopher, gopher.host, gopher.port ? gopher.port : GOPHER_PORT};
	buf_init(&wire.bytes, SERVE_PAGE_MAX_BYTES);
	int error = gopher_page_render(&wire, blog->site, ref, &place, arena, diags);
	if (!error && wire.is_behind)
		error = BODY_CHANGED;
	rest = buf_slice(&wire.bytes);
	if (!error && ref->form == FORM_PAGE)
		buf_put(out, rest);
	while (!error && ref->form != FORM_PAGE && slice_next_line(&rest, &line)) {
		buf_put(out, line);
		buf_putc(out, '\n');
	}
	buf_fini(&wire.bytes);
	return error;
}

/* Returns 0 or -errno. */
static int render_post(const struct blog *blog, const struct post *post, enum how how,
	struct arena *arena, struct diag_list *diags, struct buf *out)
{
	struct page_ref ref = {.kind = PAGE_POST, .path = post->path, .post = post};
	if (how == AS_GEMTEXT)
		return render_gemtext(blog, &ref, arena, diags, out);
	if (how == AS_HTML)
		return render_html(blog, &ref, arena, diags, out);
	ref.form = how == AS_TEXT ? FORM_TEXT : FORM_PAGE;
	return render_gopher(blog, &ref, arena, diags, out);
}

static void print_those_of(const struct diag_list *diags, struct slice source)
{
	for (size_t i = 0; i < diags->count; i++) {
		auto_buf struct buf line = BUF(4096);
		if (!slice_eq(diags->items[i].file, source))
			continue;
		diag_print(&line, &diags->items[i]);
		fprintf(stderr, "%.*s\n", SARG(buf_slice(&line)));
	}
}

/* What the scan said about this one file, and whether readers see it. */
static void print_reasons(const struct site *site, struct slice source)
{
	auto_diags struct diag_list told = {0};

	hidden_tell(site, &told);
	print_those_of(&site->diags, source);
	print_those_of(&hidden_of(site)->diags, source);
	print_those_of(&told, source);
}

/* The page of the file, also one that readers do not see: its author asks for this very one. *own: the blog with
 * the snapshot that has it. */
static const struct post *page_of(
	const struct blog *blog, struct slice source, struct blog *own)
{
	struct site *site = blog->site;

	*own = *blog;
	own->site = closed_site_of(site, source);
	const struct post *post = site_by_source(own->site, source);
	const struct hidden_page *page =
		post ? NULL : hidden_find(hidden_of(site), source);

	return page ? page->post : post;
}

static int render_file(struct blog *blog, struct slice source, enum how how)
{
	struct arena *arena = &blog->config.arena;
	int status = blog_scan(blog, &command_render, time(NULL));
	if (status)
		return status;
	struct blog own;
	const struct post *post = page_of(blog, source, &own);
	print_reasons(blog->site, source);
	if (!post) {
		fprintf(stderr,
			"splashdown render: %.*s is not a page of the blog in %s; "
			"\"splashdown check %s/%.*s\" says why\n",
			SARG(source), blog->folder, blog->folder, SARG(source));
		return EXIT_FAILED;
	}
	blog_tie(blog);
	auto_diags struct diag_list diags = {0};
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);
	int error = render_post(&own, post, how, arena, &diags, &out);
	if (!error && out.len)
		fwrite(out.ptr, 1, out.len, stdout);
	cli_print_diags(&diags);
	if (error)
		fprintf(stderr, "splashdown render: %.*s: %s\n", SARG(source),
			log_strerror(error));
	return error ? EXIT_FAILED : 0;
}

/* --- a folder --------------------------------------------------------------------- */

struct output {
	struct slice path; /* "_posts/2025-12-15-x.gmi" */
	int error;
};

struct whole {
	const struct blog *blog;
	enum how how;
	int folder;
	struct output *outputs; /* as many as the site has sources, in their order */
	atomic_size_t warnings;
};

static void render_one(void *ctx, size_t index, struct arena *arena)
{
	struct whole *whole = ctx;
	const struct post *post = whole->blog->site->by_source[index];
	struct output *output = &whole->outputs[index];
	auto_diags struct diag_list diags = {0};
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	output->error = render_post(whole->blog, post, whole->how, arena, &diags, &out);
	if (!output->error)
		output->error = output_put(whole->folder, output->path, buf_slice(&out));
	atomic_fetch_add(&whole->warnings, diag_count(&diags, DIAG_WARNING));
}

static struct slice without_extension(struct slice path)
{
	ptrdiff_t dot = slice_rfind_char(path, '.');
	return dot > slice_rfind_char(path, '/') + 1 ? slice_head(path, (size_t)dot)
						     : path;
}

static int by_path(const void *a, const void *b)
{
	const struct output *x = *(const struct output *const *)a;
	const struct output *y = *(const struct output *const *)b;
	int order = slice_cmp(x->path, y->path);
	return order ? order : (x > y) - (x < y);
}

/* The source's name with the form's extension; where two sources have the same, the second keeps
 * its extension before it. */
static void name_outputs(struct whole *whole, struct arena *arena)
{
	const struct site *site = whole->blog->site;
	size_t count = site->source_count;
	struct output **sorted = arena_array(arena, count + 1, struct output *);
	whole->outputs = arena_array(arena, count + 1, struct output);
	for (size_t i = 0; i < count; i++) {
		whole->outputs[i].path = arena_printf(arena, "%.*s.%s",
			SARG(without_extension(site->by_source[i]->source)),
			extensions[whole->how]);
		sorted[i] = &whole->outputs[i];
	}
	qsort(sorted, count, sizeof(struct output *), by_path);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (!slice_eq(sorted[i]->path, sorted[first]->path)) {
			first = i;
			continue;
		}
		size_t index = (size_t)(sorted[i] - whole->outputs);
		sorted[i]->path = arena_printf(arena, "%.*s.%s",
			SARG(site->by_source[index]->source), extensions[whole->how]);
	}
}

static int render_folder(struct blog *blog, const char *out, enum how how)
{
	struct whole whole = {.blog = blog, .how = how};
	size_t failed = 0;
	blog->compares = true;
	int status = blog_scan(blog, &command_render, time(NULL));
	if (status)
		return status;
	whole.folder = blog_open_output(blog, &command_render, out);
	if (whole.folder < 0)
		return -whole.folder;
	auto_close int folder = whole.folder;
	blog_tie(blog);
	name_outputs(&whole, &blog->config.arena);
	struct parallel parallel = {
		.count = blog->site->source_count,
		.work = render_one,
		.ctx = &whole,
		.doing = "Converting",
		.threads = blog->config.workers,
	};
	parallel_run(&parallel);
	for (size_t i = 0; i < parallel.count; i++) {
		if (!whole.outputs[i].error)
			continue;
		failed++;
		fprintf(stderr, "splashdown render: %.*s: %s\n",
			SARG(whole.outputs[i].path),
			body_strerror(whole.outputs[i].error));
	}
	size_t warnings = atomic_load(&whole.warnings) +
			  diag_count(&blog->site->diags, DIAG_WARNING);
	size_t written = parallel.count - failed;
	fprintf(stderr, "%zu page%s written to %s", written, plural(written), out);
	if (warnings)
		fprintf(stderr, "; %zu warning%s: see \"splashdown check\"", warnings,
			plural(warnings));
	fputc('\n', stderr);
	return failed ? EXIT_FAILED : 0;
}

static int run(const struct cli_args *args)
{
	const char *operand = args->operands[0];
	bool has_out = args->operand_count > 1;
	struct blog blog;
	struct stat st;
	auto_free char *path = realpath(operand, NULL);
	if (!path || stat(path, &st) < 0) {
		fprintf(stderr, "splashdown render: %s: %s\n", operand,
			log_strerror(errno));
		return EXIT_FAILED;
	}
	bool is_folder = S_ISDIR(st.st_mode);
	if (is_folder != has_out) {
		fprintf(stderr,
			is_folder ? "splashdown render: %s is a folder: name an output "
				    "folder after it\n"
				  : "splashdown render: %s is one post: it is printed to "
				    "standard output; name no output folder\n",
			operand);
		return EXIT_USAGE;
	}
	auto_arena struct arena arena = {0};
	struct slice folder =
		is_folder ? slice_str(blog_meant(&command_render, &arena, path))
			  : blog_folder_of(&arena, slice_str(path));
	int status = blog_open(&blog, &command_render, args,
		folder.len ? arena_cstr(&arena, folder) : "/", NULL);
	if (!status && is_folder)
		status = render_folder(&blog, args->operands[1], how_of(args));
	else if (!status)
		status = render_file(
			&blog, slice_from(slice_str(path), folder.len + 1), how_of(args));
	blog_close(&blog);
	return status;
}

const struct cli_command command_render = {
	.name = "render",
	.operands = "FILE | DIR OUT [OPTION]...",
	.meaning = "Prints one post as gemtext, or writes every post and page of the "
		   "blog in DIR to the folder OUT. Each file there has the name of its "
		   "source with .gmi (.txt, .menu, .html).",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 1,
	.operands_max = 2,
	.run = run,
};
