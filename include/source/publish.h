/* SPDX-License-Identifier: MIT */
/* Which parts of a folder readers may see: the generator's rules, and files that are
 * never for readers. */
#ifndef SOURCE_PUBLISH_H
#define SOURCE_PUBLISH_H

#include "source/never.h"
#include "source/settings.h"

enum publish_role {
	ROLE_PAGES,      /* pages and files at their own path */
	ROLE_COLLECTION, /* sources of a collection: addresses come from its pattern */
	ROLE_STATIC,     /* files only, at their path below this folder */
	ROLE_ANCESTOR,   /* not published itself, but a folder below it may be */
};

/* A folder, and how its content is treated. */
struct publish_place {
	enum publish_role role;
	const struct settings_collection *collection;
	bool drafts;       /* _drafts */
	bool underscores;  /* leading underscores have no meaning */
	bool only_linked;  /* files only when linked, see source/linked */
	bool only_bundled; /* files only beside the index of a page or section */
	bool only_included; /* only what "include" names: a folder whose own name hides it */
	bool is_section;    /* it has an index of a section */
	bool is_bundle;     /* Hugo's leaf bundle: files beside its index are not pages */
};

enum publish_as {
	PUBLISH_NOT,
	PUBLISH_PAGE,      /* a post or a page: Markdown or gemtext */
	PUBLISH_IF,        /* a page if it has front matter: the README of a repository */
	PUBLISH_HTML,      /* HTML: also a post or a page */
	PUBLISH_FILE,      /* as it is */
	PUBLISH_UNLESS,    /* as it is, unless it begins with front matter: a template */
	PUBLISH_REDIRECTS, /* _redirects: read, not served */
};

/* The place of the site's own folder. */
struct publish_place publish_root(const struct settings *settings);
/* Should a scan enter the folder at @path (relative), in a folder at @in? Then sets *out. */
bool publish_folder(const struct settings *settings, const struct publish_place *in,
	struct slice path, struct publish_place *out);
/* Is it a page source in Hugo, in a markup that Splashdown does not read? */
bool publish_is_other_markup(struct slice path);
/* Is the target @path of a symlink hidden by its own name: a dot file, a draft, a key? Stores that are
 * meant for symlinks are not: ".git/annex/objects", Kubernetes' "..data". @settings may be NULL: then a folder
 * "drafts" is one as any other. */
bool publish_is_hidden_target(const struct settings *settings, struct slice path);
enum publish_as publish_file(const struct settings *settings,
	const struct publish_place *in, struct slice path);
/* Why the file is never served, whatever the settings. Not for pages, nor for files outside the content. */
enum never publish_never(const struct settings *settings, const struct publish_place *in,
	struct slice path);

/* Is this the name of a temporary file of an editor or a copy tool ("4913", ".x.swp", "x~",
 * "#x#", ".#x", "x.tmp", "x.part", rsync's ".x.AbCdEf")? */
bool publish_is_temporary(struct slice name);

/* Does an entry of "defaults:" with the path @scope apply to the source @path (in Jekyll:
 * as a prefix)? */
bool publish_scope(struct slice scope, struct slice path);

/* Is this an extension of Markdown files here? */
bool publish_is_markdown(const struct settings *settings, struct slice extension);

/* Is the file about the repository, not the site: "README.md", "LICENSE", "CHANGELOG.markdown"? Only in the top
 * folder. */
bool publish_is_about_repository(struct slice path);

#endif
