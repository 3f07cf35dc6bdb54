/* SPDX-License-Identifier: MIT */
/* One blog for a command that works on it at once and ends: its configuration and one snapshot. */
#ifndef APP_BLOG_H
#define APP_BLOG_H

#include "app/cli.h"
#include "app/config.h"
#include "scan/scan.h"

struct blog {
	struct config config;
	const struct config_site *own; /* of config: the one whose folder it is */
	struct site_config site_config;
	const char *folder; /* absolute, symlinks resolved */
	struct site *site;
	bool compares; /* of the next scan: what is made of it is for readers (site->compares) */
};

/* The nearest folder above @file (absolute) that looks like a blog's; else its own. A part of @file. */
struct slice blog_folder_of(struct arena *arena, struct slice file);

/* Is there a file where @command wants the folder of a blog? Then what to do instead is printed. */
bool blog_is_file(const struct cli_command *command, const char *path);

/* The folder that who names @dir means (source/generator.h); another one is printed. @dir itself or in @arena. */
const char *blog_meant(
	const struct cli_command *command, struct arena *arena, const char *dir);
/* Of a configuration of several sites: the one in @folder, else the first one's words. */
const struct config_site *blog_site_in(const struct config *config, struct slice folder);

/* Reads the configuration of the blog in @dir. What is wrong with it goes into @diags, and is then no
 * reason not to go on; NULL: it is printed. 0, or an exit status after saying why. blog_close in either
 * case. */
int blog_open(struct blog *blog, const struct cli_command *command,
	const struct cli_args *args, const char *dir, struct diag_list *diags);
/* Scans it as it is at @now (seconds since the epoch), again if need be. The same result. */
int blog_scan(struct blog *blog, const struct cli_command *command, int64_t now);
/* Reads all pages for what readers get below each: what links to it, and posts that are like it. */
void blog_tie(struct blog *blog);
/* page_build, and BODY_CHANGED also where the page lacks a part because of that. */
struct page;
struct page_ref;
int blog_page(const struct blog *blog, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out);
void blog_close(struct blog *blog);

/* How the gemtext of this blog is rendered. */
struct gemtext_options;
void blog_rendering(const struct blog *blog, struct gemtext_options *out);
/* Opens OUT for a command that fills it from @blog. Returns its descriptor, or minus an exit status
 * after saying why. */
int blog_open_output(
	const struct blog *blog, const struct cli_command *command, const char *out);

#endif
