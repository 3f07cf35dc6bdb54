/* SPDX-License-Identifier: MIT */
/* Problems in the blog: what the scan and the conversion of every post say, sorted by place,
 * and counted by kind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/blog.h"
#include "app/check_file.h"
#include "app/check_public.h"
#include "app/check_reach.h"
#include "app/command.h"
#include "app/desk.h"
#include "app/people.h"
#include "app/report.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "page/route.h"
#include "scan/advice.h"
#include "scan/closed.h"
#include "scan/hidden.h"
#include "site/generated.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration file (default: DIR/splashdown.yaml, if any)"},
	{"drafts", NULL, "drafts", "check drafts too"},
	{"all", NULL, NULL,
		"show every message, sorted by place; without it, one screen"},
	{"format", "FORMAT", NULL,
		"text, json (one object), or github (workflow commands for GitHub "
		"Actions, "
		"which name no hidden page)"},
	{"json", NULL, NULL, "the same as --format=json"},
};

struct check {
	const struct site *site;
	struct diag_list *found; /* as many as the site has sources */
	struct check_reach *reach;
};

struct check_closed {
	const struct site *site;
	struct diag_list *diags;
	const struct reader_zone *said; /* last */
};

static void check_one(void *ctx, size_t index, struct arena *arena)
{
	struct check *check = ctx;
	diag_init(&check->found[index]);
	const struct post *post = check->site->by_source[index];
	const struct doc *doc =
		check_post(check->site, post, arena, &check->found[index]);
	if (doc)
		check_reach_links(check->reach, doc, post, arena);
}

static size_t count_files(const struct site *site)
{
	size_t count = 0;
	for (size_t i = 0; i < site->entry_count; i++)
		count += site->entries[i].kind == SITE_FILE;
	return count;
}

/* An old address that leads to where nothing is (any more), or round in circles. */
static void check_redirect(const struct site *site, struct arena *arena,
	struct slice path, struct slice target, struct slice from,
	struct diag_list *diags)
{
	switch (route_follow(site, arena, path, target)) {
	case ROUTE_ENDS:
		break;
	case ROUTE_ENDS_NOWHERE:
		diag_add(diags, DIAG_WARNING, slice_none, 0, 0,
			"readers who follow it find no page",
			"redirect to nowhere: %.*s to %.*s", SARG(from), SARG(target));
		break;
	case ROUTE_CIRCLES:
		diag_add(diags, DIAG_WARNING, slice_none, 0, 0,
			"readers who follow it are told that there is no page",
			"redirect in circles: %.*s to %.*s", SARG(from), SARG(target));
		break;
	}
}

/* An address that a rule with a star or placeholders is for: "x" stands for each of them. */
static struct slice address_for(struct arena *arena, struct slice from)
{
	struct buf out = BUF(from.len + 1);
	for (size_t i = 0; i < from.len; i++) {
		bool placeholder = i && from.ptr[i] == ':' && from.ptr[i - 1] == '/';
		buf_putc(&out, placeholder || from.ptr[i] == '*' ? 'x' : from.ptr[i]);
		while (placeholder && i + 1 < from.len && from.ptr[i + 1] != '/')
			i++;
	}
	return buf_take(&out, arena);
}

static void check_redirects(const struct site *site, struct diag_list *diags)
{
	auto_arena struct arena arena = {0};
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind == SITE_REDIRECT)
			check_redirect(site, &arena, entry->path, entry->redirect.target,
				entry->path, diags);
		arena_reset(&arena);
	}
	for (size_t i = 0; i < site->rule_count; i++) {
		struct slice path = address_for(&arena, site->rules[i].from), target;
		/* Where it leads nowhere depends on what the star stands for. */
		if (site_rule_target(site, &arena, path, &target) &&
			route_follow(site, &arena, path, target) == ROUTE_CIRCLES)
			check_redirect(
				site, &arena, path, target, site->rules[i].from, diags);
		arena_reset(&arena);
	}
}

static void say_closed(void *ctx, struct slice key)
{
	struct check_closed *closed = ctx;
	const struct reader_zone *zone = zones_at(&closed->site->settings->zones, key);

	if (zone && zone != closed->said)
		diag_add(closed->diags, DIAG_WARNING, slice_none, 0, 0,
			"only its readers get that page; give the zone another path",
			"the zone %.*s is at the address of a page that lists public "
			"posts: %.*s",
			SARG(zone->path), SARG(key));
	closed->said = zone ? zone : closed->said;
}

/* Zones that are in the way of pages which others link. */
static void check_zones(const struct site *site, struct diag_list *diags)
{
	struct check_closed closed = {.site = site, .diags = diags};
	auto_arena struct arena arena = {0};

	if (site->settings->zones.count)
		generated_all(site, &arena, say_closed, &closed);
}

/* The pages of zones. */
static void convert_closed(const struct site *site, struct diag_list *diags)
{
	size_t count;
	const struct site *zones = closed_sites(site, &count);
	auto_arena struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < zones[i].source_count; k++) {
			check_post(&zones[i], zones[i].by_source[k], &arena, diags);
			arena_reset(&arena);
		}
		check_redirects(&zones[i], diags);
	}
}

/* @names_hidden: else what hidden pages say is left out, and so are their names. */
static void convert_all(
	const struct blog *blog, bool names_hidden, struct diag_list *diags)
{
	const struct site *site = blog->site;
	struct check check = {.site = site, .reach = check_reach_new(site)};
	check.found = memory_new(site->source_count + 1, sizeof(*check.found));
	struct parallel parallel = {
		.count = site->source_count,
		.work = check_one,
		.ctx = &check,
		.doing = "Checking",
		.threads = blog->config.workers,
	};
	parallel_run(&parallel);
	auto_diags struct diag_list said = {.most = SIZE_MAX};
	diag_copy_all(&said, &site->diags);
	check_redirects(site, &said);
	check_zones(site, &said);
	if (names_hidden)
		diag_copy_all(diags, &said);
	else
		check_public(site, &said, diags);
	for (size_t i = 0; i < site->source_count; i++) {
		if (names_hidden || post_is_listed(site->by_source[i]))
			diag_copy_all(diags, &check.found[i]);
		diag_fini(&check.found[i]);
	}
	free(check.found);
	check_reach_tell(check.reach, diags);
	check_reach_free(check.reach);
	if (names_hidden) {
		convert_closed(site, diags);
		diag_copy_all(diags, &hidden_of(site)->diags);
		hidden_tell(site, diags);
	}
	advice_add(site, diags);
	diag_sort(diags);
}

/* What the configuration says wrongly, with files as seen from the blog's folder. */
static void add_config(const struct blog *blog, const struct diag_list *of_config,
	struct diag_list *diags)
{
	struct slice folder = slice_str(blog->folder);
	for (size_t i = 0; i < of_config->count; i++) {
		struct diag diag = of_config->items[i];
		slice_skip_folder(&diag.file, folder);
		diag_copy(diags, &diag);
	}
}

/* Who is let in, as far as whoever checks can know: the list of those who came by command may be a server's. */
static void add_people(const struct blog *blog, struct diag_list *diags)
{
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list unread = {0}, said = {0};
	struct people people = {0};
	struct people_file file;

	people_file_read(&arena, arena_cstr(&arena, blog->config.state), &file, &unread);
	if (file.is_broken)
		file = (struct people_file){.path = file.path};
	people_merge(&arena, &blog->config, blog->own, &file, &said, &people);
	add_config(blog, &said, diags);
	desk_check(blog->site, people.desk, diags);
}

/* The exit status, once @out is printed. */
static int finish(const struct diag_list *diags, const struct buf *out)
{
	fwrite(out->ptr, 1, out->len, stdout);
	return diag_count(diags, DIAG_WARNING) ? EXIT_FAILED : 0;
}

static const char *format_of(const struct cli_args *args)
{
	const char *format = cli_get(args, "format");
	return cli_get(args, "json") ? "json" : format ? format : "text";
}

static struct report_style style_of(const struct cli_args *args)
{
	struct report_style style = {.all = cli_get(args, "all") != NULL};
	const char *colourless = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;
	if (!isatty(STDOUT_FILENO))
		return style;
	style.colour = !(colourless && *colourless) && term && strcmp(term, "dumb") != 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		style.rows = size.ws_row;
		style.columns = size.ws_col;
	}
	return style;
}

/* The blog's folder below the current one, "blog/", as GitHub names files; empty where it is that, or elsewhere. */
static struct slice folder_below(struct arena *arena, const char *folder)
{
	auto_free char *here = realpath(".", NULL);
	struct slice all = slice_str(folder), start = slice_str(here);
	if (start.len && slice_skip_folder(&all, start) && all.len)
		return arena_printf(arena, "%.*s/", SARG(all));
	return slice_none;
}

/* Prints what was found. Returns the exit status. */
static int check(const struct blog *blog, const struct cli_args *args,
	const struct diag_list *of_config)
{
	const struct site *site = blog->site;
	auto_diags struct diag_list diags = {.most = SIZE_MAX};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);
	struct slice format = slice_str(format_of(args));
	bool github = slice_eq(format, S("github"));
	struct report_facts facts = {
		.title = site->title,
		.posts = site_count_posts(site),
		.pages = site_count_pages(site),
		.files = count_files(site),
	};
	auto_arena struct arena arena = {0};
	struct hidden_kind *kinds;
	facts.kind_count = hidden_kinds(site, &arena, &kinds);
	facts.kinds = kinds;
	for (size_t i = 0; i < facts.kind_count; i++)
		facts.hidden += kinds[i].count;
	add_config(blog, of_config, &diags);
	add_people(blog, &diags);
	convert_all(blog, !github, &diags);
	const struct report_style style = style_of(args);
	if (github)
		report_print_github(
			&out, &diags, &facts, folder_below(&arena, blog->folder));
	else if (slice_eq(format, S("json")))
		report_print_json(&out, &diags, &facts);
	else
		report_print(&out, &diags, &facts, &style);
	return finish(&diags, &out);
}

/* What readers get of one file, why, and what is wrong with it. Returns the exit status. */
static int check_one_file(
	const struct blog *blog, struct slice source, const struct diag_list *of_config)
{
	const struct site *site = blog->site;
	const struct site *own = closed_site_of(blog->site, source);
	const struct post *post = site_by_source(own, source);
	auto_arena struct arena arena = {0};
	auto_diags struct diag_list diags = {0};
	auto_buf struct buf out = BUF(BUF_UNLIMITED);

	check_file(site, source, &out);
	add_config(blog, of_config, &diags);
	check_said(site, source, &diags);
	if (post)
		check_post(own, post, &arena, &diags);
	diag_sort(&diags);
	for (size_t i = 0; i < diags.count; i++) {
		diag_print(&out, &diags.items[i]);
		buf_putc(&out, '\n');
	}
	return finish(&diags, &out);
}

static int run(const struct cli_args *args)
{
	const char *operand = args->operand_count ? args->operands[0] : ".";
	if (!slice_any(slice_str(format_of(args)), S("text|json|github"), slice_eq)) {
		fprintf(stderr,
			"splashdown check: --format=%s: expected text, json or github\n",
			format_of(args));
		return EXIT_USAGE;
	}
	struct blog blog;
	auto_diags struct diag_list of_config = {0};
	auto_arena struct arena arena = {0};
	struct slice folder, source = slice_none;
	struct stat st;

	auto_free char *real = realpath(operand, NULL);
	if (real && stat(real, &st) == 0 && !S_ISDIR(st.st_mode)) {
		struct slice path = arena_dup(&arena, slice_str(real));
		folder = blog_folder_of(&arena, path);
		source = slice_from(path, folder.len + 1);
	} else {
		folder = slice_str(blog_meant(&command_check, &arena, operand));
	}
	int status = blog_open(&blog, &command_check, args,
		folder.len ? arena_cstr(&arena, folder) : "/", &of_config);
	if (!status)
		status = blog_scan(&blog, &command_check, time(NULL));
	if (!status)
		status = source.len ? check_one_file(&blog, source, &of_config)
				    : check(&blog, args, &of_config);
	blog_close(&blog);
	return status;
}

const struct cli_command command_check = {
	.name = "check",
	.operands = "[DIR | FILE] [OPTION]...",
	.meaning = "Finds problems in the blog in DIR (default: the current folder), and "
		   "exits with status 1 if readers get less than was meant. Given a "
		   "FILE, says where readers find it, or what hides it.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_max = 1,
	.run = run,
};
