/* SPDX-License-Identifier: MIT */
/* What of a folder a reader may see: the generator's own rules, and what no reader wants. */
#ifndef SOURCE_PUBLISH_H
#define SOURCE_PUBLISH_H

#include "source/never.h"
#include "source/settings.h"

enum publish_role {
	ROLE_PAGES,      /* pages and files at their own path */
	ROLE_COLLECTION, /* sources of a collection: addresses come from its pattern */
	ROLE_STATIC,     /* files only, at their path below the folder of this role */
	ROLE_ANCESTOR,   /* nothing in it is published, but a folder below it may be */
};

/* A folder as its contents are to be seen. */
struct publish_place {
	enum publish_role role;
	const struct settings_collection *collection;
	bool drafts;       /* _drafts */
	bool underscores;  /* in front of names say nothing */
	bool only_linked;  /* files: see source/linked */
	bool only_bundled; /* files: beside the index of a page or section alone */
	bool is_section;   /* such an index of a section is here */
	bool is_bundle;    /* Hugo's leaf bundle: what lies beside its index is no page */
};

enum publish_as {
	PUBLISH_NOT,
	PUBLISH_PAGE,      /* a post or a page: Markdown or gemtext */
	PUBLISH_IF,        /* a page if it has front matter: the README of a repository */
	PUBLISH_HTML,      /* HTML: a post or a page as well */
	PUBLISH_FILE,      /* as it is */
	PUBLISH_UNLESS,    /* as it is, unless it begins with front matter: a template */
	PUBLISH_REDIRECTS, /* _redirects: read, not served */
};

/* The place of the site's own folder. */
struct publish_place publish_root(const struct settings *settings);
/* Is the folder at @path (relative), in a folder at @in, to be entered? *out is its place then. */
bool publish_folder(const struct settings *settings, const struct publish_place *in,
	struct slice path, struct publish_place *out);
/* Is it the source of a page to Hugo, in a markup that is not read here? */
bool publish_is_other_markup(struct slice path);
/* Is the file or folder at @path, which a symlink leads to, hidden by its own name, a dot file, a draft, a
 * key? What stores keep in such folders for links is not: ".git/annex/objects", Kubernetes' "..data". */
bool publish_is_hidden_target(struct slice path);
enum publish_as publish_file(const struct settings *settings,
	const struct publish_place *in, struct slice path);
/* Why the file is served by no rule and no setting: pages are not asked, nor what lies outside the content. */
enum never publish_never(const struct settings *settings, const struct publish_place *in,
	struct slice path);

/* Is this the name of a file that an editor or a copy tool makes for a moment ("4913", ".x.swp",
 * "x~", "#x#", ".#x", "x.tmp", "x.part", rsync's ".x.AbCdEf")? */
bool publish_is_temporary(struct slice name);

/* The entry of defaults: with this path fits the source @path (Jekyll: its beginning). */
bool publish_scope(struct slice scope, struct slice path);

/* Does a name of this extension hold Markdown here? */
bool publish_is_markdown(const struct settings *settings, struct slice extension);

/* Has the file words about the repository, not of the site: "README.md", "LICENSE", "CHANGELOG.markdown"? One in
 * another folder than the first is like others. */
bool publish_is_about_repository(struct slice path);

#endif
