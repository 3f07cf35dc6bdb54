/* SPDX-License-Identifier: MIT */
/* The whole capsule as static files, for servers that serve folders: every address that leads somewhere
 * from the home page, plus every post, file and old address of the blog.
 *
 * It goes in rounds. An address is looked up when it is heard of, by one thread, which decides who
 * writes which file; what a round found is built and written on all processors; the links of the new
 * pages are the next round. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/command.h"
#include "app/export.h"
#include "app/report.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/uri.h"
#include "proto/gemini.h"
#include "serve/serve.h"
#include "site/body.h"
#include "site/generated.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: DIR/splashdown.yaml, if any)"},
	{"host", "NAME", "hosts", "host name for the addresses in feeds"},
	{"drafts", NULL, "drafts", "export drafts too"},
};

#define HOPS_MAX 8 /* of redirects that lead to redirects */

/* --- what is at an address ----------------------------------------------------------- */

/* A key as the name of a file: "%25" is how a key writes "%". */
static struct slice plain_name(struct arena *arena, struct slice key)
{
	struct buf name = BUF(BUF_MAX_BYTES);
	for (size_t i = 1; i < key.len; i++) {
		buf_putc(&name, key.ptr[i]);
		if (slice_starts(slice_from(key, i), S("%25")))
			i += 2;
	}
	return buf_take(&name, arena);
}

/* The file for a page of gemtext: servers find "x/index.gmi" for /x/ and send who asks for /x there,
 * also where an old address ends in ".html". */
static struct slice gemtext_name(struct arena *arena, struct slice key)
{
	struct slice name = plain_name(arena, key);
	if (slice_ends(name, S(".gmi")))
		return name;
	while (slice_ends(name, S("/")))
		name.len--;
	return arena_printf(arena, "%.*s%sindex.gmi", SARG(name), name.len ? "/" : "");
}

static bool is_gemtext(const struct page_ref *ref)
{
	return !page_is_file(ref->kind) && ref->form != FORM_SOURCE;
}

static struct export_item *new_item(struct exporting *export)
{
	struct export_item *item =
		memory_next(export->items, export->count, export->capacity);
	*item = (struct export_item){0};
	return item;
}

/* Takes a file's name for what is at the item's address; false: nothing is to be written. */
static bool settle(struct exporting *export, struct export_item *item)
{
	struct slice target;
	struct route end;
	bool added;
	switch (item->route.kind) {
	case ROUTE_PAGE:
		item->file = is_gemtext(&item->route.page)
				     ? gemtext_name(&export->arena, item->key)
				     : plain_name(&export->arena, item->key);
		break;
	case ROUTE_FILE:
		item->file = plain_name(&export->arena, item->key);
		break;
	case ROUTE_REDIRECT:
		item->file = gemtext_name(&export->arena, item->key);
		if (!export_own_key(
			    &item->arena, item->key, item->route.location, &target))
			break;
		/* /x to /x/: a server does that by itself. */
		if (slice_eq(gemtext_name(&item->arena, target), item->file))
			return false;
		route(export->blog->site, &item->arena, target, &end);
		if (end.kind == ROUTE_NONE || end.kind == ROUTE_GONE)
			return false;
		break;
	case ROUTE_GONE:
	case ROUTE_NONE:
		return false;
	}
	slice_map_get(&export->files, item->file, slice_none, 0, &added);
	if (!added && item->route.kind != ROUTE_REDIRECT)
		fprintf(stderr,
			"splashdown export: %.*s is left out: the file %.*s belongs to "
			"another page\n",
			SARG(item->key), SARG(item->file));
	return added;
}

/* Enters the address @key, if it leads somewhere, into the next round. What is no file but leads on is
 * followed. */
static void hear_of(struct exporting *export, struct slice key)
{
	for (unsigned hops = 0; hops < HOPS_MAX; hops++) {
		bool added;
		if (slice_map_find(&export->seen, key, slice_none))
			return;
		key = arena_dup(&export->arena, key);
		slice_map_get(&export->seen, key, slice_none, 0, &added);
		struct export_item *item = new_item(export);
		item->key = key;
		route(export->blog->site, &item->arena, key, &item->route);
		if (settle(export, item))
			return;
		bool leads =
			item->route.kind == ROUTE_REDIRECT &&
			export_own_key(&export->arena, key, item->route.location, &key);
		arena_fini(&item->arena);
		export->count--;
		if (!leads)
			return;
	}
}

/* --- rounds ------------------------------------------------------------------------------ */

static void count_item(struct exporting *export, const struct export_item *item)
{
	if (item->error) {
		fprintf(stderr, "splashdown export: %.*s: %s\n", SARG(item->file),
			body_strerror(item->error));
		export->failed++;
		return;
	}
	export->pages += item->route.kind == ROUTE_PAGE;
	export->copies += item->route.kind == ROUTE_FILE;
	export->redirects += item->route.kind == ROUTE_REDIRECT;
}

static void put_item(void *ctx, size_t index, struct arena *arena)
{
	struct exporting *export = ctx;
	export_put(export, &export->items[export->round + index], arena);
}

static void run_round(struct exporting *export)
{
	size_t end = export->count;
	struct parallel parallel = {
		.count = end - export->round,
		.work = put_item,
		.ctx = export,
		.doing = "Exporting",
		.threads = export->blog->config.workers,
	};
	parallel_run(&parallel);
	for (size_t i = export->round; i < end; i++) {
		struct export_item item = export->items[i]; /* the array may move */
		count_item(export, &item);
		for (size_t k = 0; k < item.link_count; k++)
			hear_of(export, item.links[k]);
		arena_fini(&item.arena);
	}
	export->round = end;
}

/* Readers cut addresses short: every folder of an address is one. */
static void hear_of_folders(struct exporting *export, struct slice path)
{
	while (path.len > 1) {
		path.len--;
		path.len = (size_t)(slice_rfind_char(path, '/') + 1);
		if (path.len <= 1 || slice_map_find(&export->seen, path, slice_none))
			return;
		hear_of(export, path);
	}
}

static void hear_of_generated(void *ctx, struct slice key)
{
	hear_of(ctx, key);
}

/* Authors' own pages first, so that nothing takes their files; old addresses last. */
static void hear_of_all(struct exporting *export)
{
	const struct site *site = export->blog->site;
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_POST)
			hear_of(export, site->entries[i].path);
	}
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_FILE)
			hear_of(export, site->entries[i].path);
	}
	generated_all(site, &export->arena, hear_of_generated, export);
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_POST ||
			site->entries[i].kind == SITE_FILE)
			hear_of_folders(export, site->entries[i].path);
	}
	while (export->round < export->count)
		run_round(export);
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_REDIRECT)
			hear_of(export, site->entries[i].path);
	}
	while (export->round < export->count)
		run_round(export);
}

static struct slice origin(const struct blog *blog, struct arena *arena)
{
	const struct slices *hosts = &blog->own->hosts;
	unsigned port = blog->config.advertised_port;
	struct slice host = hosts->count ? hosts->items[0] : S("localhost");
	if (slice_eq(host, S("localhost")))
		fputs("splashdown export: the feeds use gemini://localhost; set your "
		      "host with --host NAME\n",
			stderr);
	return serve_gemini_origin(arena, host, port ? port : GEMINI_PORT);
}

static int export(struct blog *blog, const char *out)
{
	struct exporting export = {.blog = blog};
	export.seen.arena = export.files.arena = &export.arena;
	export.folder = blog_open_output(blog, &command_export, out);
	if (export.folder < 0)
		return -export.folder;
	auto_close int folder = export.folder;
	export.origin = origin(blog, &export.arena);
	slice_map_clear(&export.seen);
	slice_map_clear(&export.files);
	hear_of_all(&export);
	fprintf(stderr, "%zu page%s, %zu file%s and %zu redirect%s written to %s\n",
		export.pages, plural(export.pages), export.copies, plural(export.copies),
		export.redirects, plural(export.redirects), out);
	if (blog->site->rule_count)
		fprintf(stderr,
			"%zu redirect%s with a star left out: such redirects cannot be "
			"files\n",
			blog->site->rule_count, plural(blog->site->rule_count));
	free(export.items);
	arena_fini(&export.arena);
	return export.failed ? EXIT_FAILED : 0;
}

static int run(const struct cli_args *args)
{
	auto_arena struct arena arena = {0};
	struct blog blog;
	int status = blog_open(&blog, &command_export, args,
		blog_meant(&command_export, &arena, args->operands[0]), NULL);
	/* Files do not search, and lead nowhere by chance. */
	blog.site_config.is_static = true;
	blog.compares = true;
	if (!status)
		status = blog_scan(&blog, &command_export, time(NULL));
	if (!status) {
		blog_tie(&blog);
		status = export(&blog, args->operands[1]);
	}
	blog_close(&blog);
	return status;
}

const struct cli_command command_export = {
	.name = "export",
	.operands = "DIR OUT [OPTION]...",
	.meaning = "Writes the whole capsule of the blog in DIR to the folder OUT, as "
		   "files for a static file server.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 2,
	.operands_max = 2,
	.run = run,
};
