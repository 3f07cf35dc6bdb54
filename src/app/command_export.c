/* SPDX-License-Identifier: MIT */
/* The whole capsule as static files, for servers that serve folders: every address that leads somewhere
 * from the home page, plus every post, file and old address of the blog.
 *
 * It goes in rounds. An address is looked up when it is heard of, by one thread, which decides who
 * writes which file; what a round found is built and written on all processors; the links of the new
 * pages are the next round. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/blog.h"
#include "app/output.h"
#include "app/parallel.h"
#include "base/file.h"
#include "base/log.h"
#include "base/uri.h"
#include "page/page.h"
#include "page/scope.h"
#include "render/atom.h"
#include "render/gemtext.h"
#include "render/slice_map.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL, "configuration; else DIR/splashdown.yaml"},
	{"host", "NAME", "hosts", "host name for the addresses in feeds"},
	{"drafts", NULL, "drafts", "export drafts too"},
};

#define HOPS_MAX 8

struct item {
	struct slice key, file; /* address, and what it is written to */
	struct route route;
	struct arena arena;  /* of the route and the links; until its round is over */
	struct slice *links; /* keys that its page leads to */
	size_t link_count, link_capacity;
	int error;
};

struct export
{
	const struct blog *blog;
	int folder;
	struct slice origin; /* "gemini://example.org" */
	struct item *items;
	size_t count, capacity, round; /* round: its first item */
	struct arena arena;            /* of keys and names of files */
	struct slice_map seen, files;
	size_t pages, copies, redirects, failed;
};

/* --- what is at an address ----------------------------------------------------------- */

/* A key as the name of a file: "%25" is how a key writes "%". */
static struct slice plain_name(struct arena *arena, struct slice key)
{
	struct buf name;
	buf_init(&name, 0);
	for (size_t i = 1; i < key.len; i++) {
		buf_putc(&name, key.ptr[i]);
		if (slice_starts(slice_from(key, i), S("%25")))
			i += 2;
	}
	struct slice out = buf_dup(&name, arena);
	buf_fini(&name);
	return out;
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
	return ref->kind != PAGE_FEED && ref->kind != PAGE_ROBOTS &&
	       ref->form != FORM_SOURCE;
}

/* Where @reference, seen from @base, is in this capsule. */
static bool own_key(
	struct arena *arena, struct slice base, struct slice reference, struct slice *key)
{
	struct slice resolved, path;
	if (uri_scheme(reference).len || slice_starts(reference, S("//")) ||
		!uri_resolve(arena, uri_encode_path(arena, base), reference, &resolved))
		return false;
	slice_cut(resolved, '#', &path, NULL);
	slice_cut(path, '?', &path, NULL);
	return uri_path_key(arena, path, key);
}

static struct item *new_item(struct export *export)
{
	if (export->count == export->capacity) {
		export->capacity = export->capacity * 2 + 256;
		export->items = reallocarray(
			export->items, export->capacity, sizeof(*export->items));
		if (!export->items)
			abort();
	}
	struct item *item = &export->items[export->count++];
	*item = (struct item){0};
	return item;
}

/* Takes a file's name for what is at the item's address; false: nothing is to be written. */
static bool settle(struct export *export, struct item *item)
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
		if (!own_key(&item->arena, item->key, item->route.location, &target))
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
			"splashdown export: %.*s is left out: the file %.*s is another "
			"page's already\n",
			SARG(item->key), SARG(item->file));
	return added;
}

/* Enters the address @key, if it leads somewhere, into the next round. What is no file but leads on is
 * followed. */
static void hear_of(struct export *export, struct slice key)
{
	for (unsigned hops = 0; hops < HOPS_MAX; hops++) {
		bool added;
		if (slice_map_find(&export->seen, key, slice_none))
			return;
		key = arena_dup(&export->arena, key);
		slice_map_get(&export->seen, key, slice_none, 0, &added);
		struct item *item = new_item(export);
		item->key = key;
		route(export->blog->site, &item->arena, key, &item->route);
		if (settle(export, item))
			return;
		bool leads = item->route.kind == ROUTE_REDIRECT &&
			     own_key(&export->arena, key, item->route.location, &key);
		arena_fini(&item->arena);
		export->count--;
		if (!leads)
			return;
	}
}

/* --- building, on any thread ------------------------------------------------------------ */

static void add_link(struct item *item, struct slice reference)
{
	struct slice key;
	if (!own_key(&item->arena, item->key, reference, &key))
		return;
	if (item->link_count == item->link_capacity) {
		size_t capacity = item->link_capacity * 2 + 16;
		struct slice *links = arena_array(&item->arena, capacity, struct slice);
		if (item->link_count)
			memcpy(links, item->links, item->link_count * sizeof(*links));
		item->links = links;
		item->link_capacity = capacity;
	}
	item->links[item->link_count++] = key;
}

static void add_links_of_doc(struct item *item, const struct doc *doc)
{
	for (const struct doc_node *n = doc->root; n; n = doc_next(n, doc->root)) {
		if ((n->kind == DOC_LINK || n->kind == DOC_IMAGE) &&
			n->target->kind != DOC_TO_OUTSIDE)
			add_link(item, n->target->url);
	}
}

static void add_links_of_gemtext(struct item *item, struct slice text)
{
	struct slice line, url;
	while (slice_next_line(&text, &line)) {
		if (!slice_starts(line, S("=>")))
			continue;
		line = slice_trim(slice_from(line, 2));
		size_t end = 0;
		while (end < line.len && !ascii_is_space(line.ptr[end]))
			end++;
		if (uri_mend(&item->arena, slice_head(line, end), &url))
			add_link(item, url);
	}
}

static int put_page(const struct export *export, struct item *item, struct arena *arena)
{
	struct gemtext_options printing;
	struct page page;
	struct buf out;
	int error = page_build(export->blog->site, &item->route.page, arena, NULL, &page);
	if (error)
		return error;
	buf_init(&out, 0);
	switch (page.content) {
	case PAGE_IS_DOC:
		blog_printing(export->blog, &printing);
		gemtext_print(&out, page.doc, &printing);
		add_links_of_doc(item, page.doc);
		break;
	case PAGE_IS_FEED:
		atom_print(&out, page.feed, export->origin, export->origin);
		break;
	case PAGE_IS_BYTES:
		buf_put(&out, page.bytes);
		if (slice_eq(page.mime, S("text/gemini")))
			add_links_of_gemtext(item, page.bytes);
		break;
	}
	error = output_put(export->folder, item->file, buf_slice(&out));
	buf_fini(&out);
	return error;
}

/* A page with one link: every server and every client understands it. */
static int put_redirect(
	const struct export *export, struct item *item, struct arena *arena)
{
	struct slice location = item->route.location, title = location, key;
	struct doc *doc = doc_new(arena, export->blog->site->settings->lang);
	struct gemtext_options printing;
	struct route target;
	struct buf out;
	bool own = own_key(arena, item->key, location, &key);
	if (own) {
		add_link(item, location);
		route(export->blog->site, arena, key, &target);
		if (target.kind == ROUTE_PAGE && target.page.post)
			title = target.page.post->title;
	}
	doc_add_heading(doc, 1, title);
	doc_add_link_line(doc, own ? DOC_TO_PAGE : DOC_TO_OUTSIDE, location,
		slice_eq(title, location) ? slice_none : title);
	buf_init(&out, 0);
	blog_printing(export->blog, &printing);
	gemtext_print(&out, doc, &printing);
	int error = output_put(export->folder, item->file, buf_slice(&out));
	buf_fini(&out);
	return error;
}

static int put_file(const struct export *export, const struct item *item)
{
	auto_close int from = file_open_beneath(
		export->blog->site->folder, item->route.file->source, NULL);
	return from < 0 ? from : output_put_from(export->folder, item->file, from);
}

static void put_item(void *ctx, size_t index, struct arena *arena)
{
	struct export *export = ctx;
	struct item *item = &export->items[export->round + index];
	switch (item->route.kind) {
	case ROUTE_PAGE:
		item->error = put_page(export, item, arena);
		break;
	case ROUTE_FILE:
		item->error = put_file(export, item);
		break;
	case ROUTE_REDIRECT:
		item->error = put_redirect(export, item, arena);
		break;
	case ROUTE_GONE:
	case ROUTE_NONE:
		break;
	}
}

/* --- rounds ------------------------------------------------------------------------------ */

static void count_item(struct export *export, const struct item *item)
{
	if (item->error) {
		fprintf(stderr, "splashdown export: %.*s: %s\n", SARG(item->file),
			log_strerror(item->error));
		export->failed++;
		return;
	}
	export->pages += item->route.kind == ROUTE_PAGE;
	export->copies += item->route.kind == ROUTE_FILE;
	export->redirects += item->route.kind == ROUTE_REDIRECT;
}

static void run_round(struct export *export)
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
		struct item item = export->items[i]; /* the array may move */
		count_item(export, &item);
		for (size_t k = 0; k < item.link_count; k++)
			hear_of(export, item.links[k]);
		arena_fini(&item.arena);
	}
	export->round = end;
}

/* Readers cut addresses short: every folder of an address is one. */
static void hear_of_folders(struct export *export, struct slice path)
{
	while (path.len > 1) {
		path.len--;
		path.len = (size_t)(slice_rfind_char(path, '/') + 1);
		if (path.len <= 1 || slice_map_find(&export->seen, path, slice_none))
			return;
		hear_of(export, path);
	}
}

static void hear_of_groups(struct export *export, enum taxonomy taxonomy)
{
	size_t count;
	const struct site_group *groups =
		scope_groups(export->blog->site, taxonomy, &count);
	struct slice segment = taxonomy_segments[taxonomy];
	for (size_t i = 0; i < count; i++) {
		hear_of(export, arena_printf(&export->arena, "/%.*s/%.*s/", SARG(segment),
					SARG(groups[i].slug)));
		hear_of(export, arena_printf(&export->arena, "/%.*s/%.*s/feed.xml",
					SARG(segment), SARG(groups[i].slug)));
	}
}

static void hear_of_dates(struct export *export)
{
	const struct site *site = export->blog->site;
	for (size_t i = 0; i < site->dated_count; i++) {
		struct civil day = date_civil(&site->posts[i]->date);
		hear_of(export, arena_printf(&export->arena, "/archive/%04d/", day.year));
		hear_of(export, arena_printf(&export->arena, "/archive/%04d/%02u/",
					day.year, day.month));
	}
}

/* Authors' own pages first, so that nothing takes their files; old addresses last. */
static void hear_of_all(struct export *export)
{
	static const struct slice generated[] = {
		{"/", 1}, {"/archive/", 9}, {"/feed.xml", 9}, {"/robots.txt", 11}};
	const struct site *site = export->blog->site;
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_POST)
			hear_of(export, site->entries[i].path);
	}
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind == SITE_FILE)
			hear_of(export, site->entries[i].path);
	}
	for (size_t i = 0; i < sizeof(generated) / sizeof(*generated); i++)
		hear_of(export, generated[i]);
	hear_of_dates(export);
	for (enum taxonomy t = TAXONOMY_TAGS; t < TAXONOMY_COUNT; t++)
		hear_of_groups(export, t);
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
	const struct config_strings *hosts = &blog->own->hosts;
	unsigned port = blog->config.advertised_port;
	struct slice host = hosts->count ? hosts->items[0] : S("localhost");
	if (slice_eq(host, S("localhost")))
		fputs("splashdown export: the feeds say gemini://localhost; --host NAME "
		      "makes them fit for others\n",
			stderr);
	if (port && port != 1965)
		return arena_printf(arena, "gemini://%.*s:%u", SARG(host), port);
	return arena_printf(arena, "gemini://%.*s", SARG(host));
}

static int export(struct blog *blog, const char *out)
{
	struct export export = {.blog = blog};
	export.seen.arena = export.files.arena = &export.arena;
	export.folder = blog_open_output(blog, &command_export, out);
	if (export.folder < 0)
		return -export.folder;
	auto_close int folder = export.folder;
	export.origin = origin(blog, &export.arena);
	slice_map_clear(&export.seen);
	slice_map_clear(&export.files);
	hear_of_all(&export);
	fprintf(stderr, "%zu pages, %zu files and %zu redirects are in %s\n",
		export.pages, export.copies, export.redirects, out);
	if (blog->site->rule_count)
		fprintf(stderr,
			"%zu redirects with a star cannot be files: they are left out\n",
			blog->site->rule_count);
	free(export.items);
	arena_fini(&export.arena);
	return export.failed ? EXIT_FAILED : 0;
}

static int run(const struct cli_args *args)
{
	struct blog blog;
	int status = blog_open(&blog, &command_export, args, args->operands[0]);
	if (!status)
		status = blog_scan(&blog, &command_export, time(NULL));
	if (!status)
		status = export(&blog, args->operands[1]);
	blog_close(&blog);
	return status;
}

const struct cli_command command_export = {
	.name = "export",
	.operands = "DIR OUT [OPTION]...",
	.meaning = "Writes the whole capsule of the blog in DIR into the folder OUT, as "
		   "files for a server of static files.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 2,
	.operands_max = 2,
	.run = run,
};
