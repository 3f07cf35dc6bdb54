/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/config.h"
#include "base/log.h"
#include "page/page.h"
#include "render/gemtext.h"
#include "site/scan.h"

static const struct cli_option options[] = {
	{"config", "FILE", NULL,
		"configuration; else splashdown.yaml of the site if it is there"},
};

/* Does @folder look like the root of a site? */
static bool is_site(struct arena *arena, struct slice folder)
{
	static const char *const marks[] = {"splashdown.yaml", "_config.yml",
		"_config.yaml", "hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json",
		"_posts"};
	/* Too usual as names to count alone. */
	static const char *const beside_content[] = {
		"config.toml", "config.yaml", "config.yml", "config.json"};
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		struct slice path =
			arena_printf(arena, "%.*s/%s", SARG(folder), marks[i]);
		if (access(path.ptr, F_OK) == 0)
			return true;
	}
	struct slice content = arena_printf(arena, "%.*s/content", SARG(folder));
	for (size_t i = 0; i < sizeof(beside_content) / sizeof(*beside_content); i++) {
		struct slice path =
			arena_printf(arena, "%.*s/%s", SARG(folder), beside_content[i]);
		if (access(path.ptr, F_OK) == 0 && access(content.ptr, F_OK) == 0)
			return true;
	}
	return false;
}

static struct slice parent(struct slice path)
{
	ptrdiff_t slash = slice_rfind_char(path, '/');
	return slice_head(path, slash < 0 ? 0 : (size_t)slash);
}

/* The nearest folder above @file that is a site's; else its own. */
static struct slice site_of(struct arena *arena, struct slice file)
{
	struct slice own = parent(file);
	for (struct slice folder = own; folder.len; folder = parent(folder)) {
		if (is_site(arena, folder))
			return folder;
	}
	return own;
}

static int print_page(
	const struct site *site, const struct post *post, struct arena *arena)
{
	struct page_ref ref = {.kind = PAGE_POST, .path = post->path, .post = post};
	struct gemtext_options printing = {
		.links = (enum link_placement)site->settings->links,
		.markers = site->settings->markers,
	};
	struct diag_list diags;
	struct page page;
	struct buf out;
	diag_init(&diags);
	int error = page_build(site, &ref, arena, &diags, &page);
	if (!error) {
		buf_init(&out, 0);
		if (page.content == PAGE_IS_DOC)
			gemtext_print(&out, page.doc, &printing);
		else
			buf_put(&out, page.bytes);
		if (fwrite(out.ptr, 1, out.len, stdout) != out.len || fflush(stdout))
			error = -errno;
		buf_fini(&out);
	}
	cli_print_diags(&diags);
	diag_fini(&diags);
	return error;
}

/* What the scan said about this one file. */
static void print_reasons(const struct site *site, struct slice source)
{
	for (size_t i = 0; i < site->diags.count; i++) {
		struct buf line;
		if (!slice_eq(site->diags.items[i].file, source))
			continue;
		buf_init(&line, 4096);
		diag_print(&line, &site->diags.items[i]);
		fprintf(stderr, "%.*s\n", SARG(buf_slice(&line)));
		buf_fini(&line);
	}
}

static int render(
	struct arena *arena, const struct site_config *config, struct slice source)
{
	static const struct scan_hint all = {.all = true};
	struct site *site;
	int error = scan(config, NULL, &all, time(NULL), &site);
	if (error) {
		fprintf(stderr, "splashdown render: %s cannot be read: %s\n",
			config->folder, log_strerror(error));
		return EXIT_FAILED;
	}
	const struct post *post = site_by_source(site, source);
	print_reasons(site, source);
	if (!post) {
		fprintf(stderr,
			"splashdown render: %.*s is no page of the site in %s: it is "
			"unpublished, excluded, or no Markdown, HTML or gemtext\n",
			SARG(source), config->folder);
		error = -ENOENT;
	} else {
		error = print_page(site, post, arena);
		if (error)
			fprintf(stderr, "splashdown render: %.*s cannot be read: %s\n",
				SARG(source), log_strerror(error));
	}
	if (site_drop(site))
		site_free(site);
	return error ? EXIT_FAILED : 0;
}

static int run(const struct cli_args *args)
{
	struct config config;
	struct diag_list diags;
	struct site_config site_config;
	char *file = realpath(args->operands[0], NULL);
	if (!file) {
		fprintf(stderr, "splashdown render: %s: %s\n", args->operands[0],
			log_strerror(errno));
		return EXIT_FAILED;
	}
	config_init(&config);
	diag_init(&diags);
	struct slice folder = site_of(&config.arena, slice_str(file));
	const char *dir = arena_cstr(&config.arena, folder);
	int status = EXIT_FAILED;
	int error = cli_config(args, dir, &config, &diags);
	cli_print_diags(&diags);
	if (!error) {
		config_site_config(&config, &config.sites[0], &site_config);
		site_config.folder = dir;
		site_config.drafts = true; /* the author asks for this very file */
		status = render(&config.arena, &site_config,
			slice_from(slice_str(file), folder.len + 1));
	}
	diag_fini(&diags);
	config_fini(&config);
	free(file);
	return status;
}

const struct cli_command command_render = {
	.name = "render",
	.operands = "FILE [OPTION]...",
	.meaning = "Prints the gemtext of one post; its site is the nearest folder above "
		   "that has one.",
	.options = options,
	.option_count = sizeof(options) / sizeof(*options),
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
