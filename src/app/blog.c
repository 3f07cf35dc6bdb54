/* SPDX-License-Identifier: MIT */
#include "app/blog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/output.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "page/page.h"
#include "render/gemtext.h"
#include "search/pass.h"
#include "site/body.h"
#include "source/generator.h"

/* Does @folder look like the root of a site, to @looks or because it has a configuration? */
static bool is_site(struct arena *arena, struct slice folder, bool (*looks)(int folder))
{
	static const char *const own[] = {"splashdown.yaml", "splashdown.yml"};
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		struct slice path = arena_printf(arena, "%.*s/%s", SARG(folder), own[i]);
		if (access(path.ptr, F_OK) == 0)
			return true;
	}
	auto_close int fd =
		open(arena_cstr(arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && looks(fd);
}

struct slice blog_folder_of(struct arena *arena, struct slice file)
{
	/* "source/_posts" makes no site of "source" when there are settings above it. */
	static bool (*const looks[])(int folder) = {
		generator_has_settings, generator_is_site};
	struct slice own = slice_path_folder(file);
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		for (struct slice folder = own; folder.len;
			folder = slice_path_folder(folder)) {
			if (is_site(arena, folder, looks[i]))
				return folder;
		}
	}
	return own;
}

const struct config_site *blog_site_in(const struct config *config, struct slice folder)
{
	for (size_t i = 0; i < config->site_count; i++) {
		auto_free char *real = realpath(config->sites[i].folder.ptr, NULL);
		if (slice_eq(slice_str(real), folder))
			return &config->sites[i];
	}
	return &config->sites[0];
}

bool blog_is_file(const struct cli_command *command, const char *path)
{
	auto_arena struct arena arena = {0};
	struct stat st;
	if (stat(path, &st) || S_ISDIR(st.st_mode))
		return false;
	auto_free char *real = realpath(path, NULL);
	struct slice folder = blog_folder_of(&arena, slice_str(real ? real : path));
	fprintf(stderr,
		"splashdown %s: %s is a file; a blog is a folder. To name the folder "
		"that it is in:\n    splashdown %s %.*s\nTo see only this file, as "
		"readers get it:\n"
		"    splashdown render %s\n",
		command->name, path, command->name, SARG(folder.len ? folder : S("/")),
		path);
	return true;
}

const char *blog_meant(
	const struct cli_command *command, struct arena *arena, const char *dir)
{
	const char *meant = arena_cstr(arena, generator_meant(arena, dir));

	if (strcmp(meant, dir) != 0)
		fprintf(stderr,
			"splashdown %s: the blog is %s, the only folder in %s with "
			"settings; a splashdown.yaml in %s makes a blog of all of it\n",
			command->name, meant, dir, dir);
	return meant;
}

int blog_open(struct blog *blog, const struct cli_command *command,
	const struct cli_args *args, const char *dir, struct diag_list *diags)
{
	auto_diags struct diag_list own = {0};
	struct stat st;
	auto_free char *real = realpath(dir, NULL);
	int error = real && stat(real, &st) == 0 ? 0 : -errno;

	*blog = (struct blog){0};
	config_init(&blog->config);
	if (!error && blog_is_file(command, dir))
		return EXIT_FAILED;
	if (error) {
		fprintf(stderr, "splashdown %s: %s: %s\n", command->name, dir,
			log_strerror(error));
		return EXIT_FAILED;
	}
	blog->folder = arena_cstr(&blog->config.arena, slice_str(real));
	error = cli_config(args, blog->folder, &blog->config, diags ? diags : &own);
	cli_print_diags(&own);
	if (error && diags && !blog->config.site_count) /* not even a folder */
		cli_print_diags(diags);
	if (error && !(diags && blog->config.site_count))
		return error == -EINVAL ? EXIT_USAGE : EXIT_FAILED;
	blog->own = blog_site_in(&blog->config, slice_str(blog->folder));
	config_site_config(
		&blog->config.arena, &blog->config, blog->own, &blog->site_config);
	blog->site_config.folder = blog->folder;
	return 0;
}

static void drop(struct blog *blog)
{
	if (blog->site && site_drop(blog->site))
		site_free(blog->site);
	blog->site = NULL;
}

int blog_scan(struct blog *blog, const struct cli_command *command, int64_t now)
{
	auto_diags struct diag_list why = {0};
	const struct scan_hint all = {
		.all = true, .compares = blog->compares, .diags = &why};

	drop(blog);
	int error = scan(&blog->site_config, NULL, &all, now, &blog->site);
	if (!error)
		return 0;
	blog->site = NULL;
	fprintf(stderr, "splashdown %s: %s cannot be read: %s\n", command->name,
		blog->folder, log_strerror(error));
	auto_diags struct diag_list errors = {0};
	for (size_t i = 0; i < why.count; i++) {
		if (why.items[i].level == DIAG_ERROR)
			diag_copy(&errors, &why.items[i]);
	}
	cli_print_diags(&errors);
	return EXIT_FAILED;
}

void blog_tie(struct blog *blog)
{
	const struct settings *settings = blog->site->settings;

	if (settings->related || settings->backlinks)
		pass_once(blog->site, blog->config.workers);
}

int blog_page(const struct blog *blog, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	int error = page_build(blog->site, ref, arena, diags, out);

	return !error && out->is_behind ? BODY_CHANGED : error;
}

void blog_close(struct blog *blog)
{
	drop(blog);
	config_fini(&blog->config);
}

void blog_rendering(const struct blog *blog, struct gemtext_options *out)
{
	*out = (struct gemtext_options){
		.links = (enum link_placement)blog->site->settings->links,
		.markers = blog->site->settings->markers,
	};
}

int blog_open_output(
	const struct blog *blog, const struct cli_command *command, const char *out)
{
	/* A capsule in its own blog would be a part of it the next time. */
	if (output_is_inside(out, blog->folder) || output_is_inside(blog->folder, out)) {
		fprintf(stderr,
			"splashdown %s: %s and the blog in %s must not contain one "
			"another; name another folder\n",
			command->name, out, blog->folder);
		return -EXIT_USAGE;
	}
	int fd = output_open(out);
	if (fd >= 0)
		return fd;
	fprintf(stderr, "splashdown %s: %s cannot be created: %s\n", command->name, out,
		log_strerror(fd));
	return -EXIT_FAILED;
}
