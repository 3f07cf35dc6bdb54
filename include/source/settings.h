/* SPDX-License-Identifier: MIT */
/* A site's settings, from its generator's configuration and from splashdown.yaml, which
 * overrides it: what decides titles, addresses and visibility. Read once per scan and never
 * changed afterwards; a snapshot owns them. */
#ifndef SOURCE_SETTINGS_H
#define SOURCE_SETTINGS_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "data/value.h"
#include "source/pattern.h"
#include "source/zones.h"

enum generator {
	GENERATOR_PLAIN, /* a folder of Markdown or gemtext */
	GENERATOR_JEKYLL,
	GENERATOR_HUGO,
	GENERATOR_ZOLA,
	GENERATOR_ELEVENTY,
	GENERATOR_HEXO,
	GENERATOR_ASTRO,
	GENERATOR_MKDOCS,
	GENERATOR_PELICAN,
	GENERATOR_GATSBY,
	GENERATOR_DOCUSAURUS,
	GENERATOR_QUARTZ,
	GENERATOR_GARDEN,   /* the plugin digitalgarden of Obsidian */
	GENERATOR_OBSIDIAN, /* a plain vault */
	GENERATOR_VITEPRESS,
	GENERATOR_MDBOOK,
};

/* The administrator's settings for a site; empty slices and negative switches are unset. All strings
 * are borrowed from the configuration for the time of a scan. Settings copy what they keep, since a
 * snapshot outlives the configuration that a reload replaces. */
struct overlay;
struct site_config {
	const char *folder; /* absolute path; opened anew at each scan */
	struct slice title, description, author, language, url;
	struct slice host; /* that readers ask for; empty: none is known */
	/* used when neither this nor the settings name one */
	struct slice language_guess;
	struct slices gone;  /* paths, or patterns with a star, that answer 52 */
	struct slices shown; /* words that hide no page of this site */
	struct slices menu;  /* "ADDRESS TITLE", or an address alone */
	bool pages;          /* the home page links pages */
	bool search;         /* readers can look for words */
	bool is_static;      /* to be files: without what is made for each reader anew */
	struct slice reply;  /* "mailto:..."; empty: none */
	struct slices zone_lines; /* of zones_read */
	struct zones zones;       /* the same, read */
	struct slice
		desk; /* of zones_path: "/me/"; empty: none was said, or none is there */
	bool drafts;  /* show drafts */
	bool source;  /* serve sources as .md */
	/* Each an index into the choices of app/config_keys. */
	unsigned links;    /* enum link_placement of render/gemtext.h, as a number */
	unsigned emphasis; /* 1: keep its markers in gemtext */
	unsigned smart;    /* 0: as the generator, 1: on, 2: off */
	unsigned lists;    /* 1: with a summary of each post */
	unsigned feed;     /* 1: with all of each post */
	unsigned related;  /* 1: no related posts below a post */
	bool backlinks;    /* below a page, what links to it */
	unsigned watch;    /* 1: poll, whatever the file system supports */
	unsigned long long version; /* changes when any of the above does */
	/* What stands in front of the folder's files (source/overlay.h); NULL: nothing. */
	const struct overlay *overlay;
	/* Of the scan before: where a file of theirs was emptied or taken away, or one is being written, settings_load is
	 * SETTINGS_UNSETTLED. NULL: all is taken as it is. */
	const struct settings *before;
	/* The file of these settings, for messages; empty: none. */
	struct slice file;
};

/* Settings, or a file that others inherit from, are being saved: to be read again soon. Among negative errnos, and none
 * of them: the kernel's own -EAGAIN (a file with a lease, a network) is an error like others. */
#define SETTINGS_UNSETTLED (-4096)

/* How the files of a folder that say what is inherited could be read. */
struct folder_reading {
	size_t files;     /* that were read and are not empty */
	bool is_changing; /* one was written a moment ago */
	int trouble; /* -errno: one of them may say more than was read, so that what is below is not shown */
	struct slice file; /* its name */
	int page_error; /* -errno: what is said of one page could not be read, and hides that page alone */
	struct slice page_file;
};

/* Jekyll collection, Hugo section rule. */
struct settings_collection {
	struct slice name;   /* "posts", "recipes" */
	struct slice folder; /* "_posts" at any depth for Jekyll's posts; else relative */
	struct slice permalink; /* pattern; empty: the generator's default */
	bool output;
	bool future; /* posts dated in the future are shown */
};

/* Which files belong to one page and follow its address. */
enum settings_bundles {
	BUNDLES_NONE,
	BUNDLES_INDEX,   /* those beside and below an index.md (Zola) */
	BUNDLES_LEAF,    /* the same, and none of them is a page (Hugo) */
	BUNDLES_SIBLING, /* those in the folder "x" beside "x.md" (Hexo) */
};

/* A folder of sources, and where its content appears on the site. */
struct settings_root {
	struct slice folder; /* relative, no slash at the ends; empty: the site's own */
	struct slice prefix; /* in front of their addresses: "/blog"; or empty */
	/* of everything in it (Hugo's contentDir of a language); or empty */
	struct slice lang;
	/* Where it is mounted in Hugo's content, as targets of cascades name it: "notes"; or empty */
	struct slice mount;
	/* The collection of its sources (Hexo's source/_posts); NULL: pages. */
	const struct settings_collection *collection;
	bool is_static; /* files are served as they are, none is a page */
	bool is_draft;
	bool underscores; /* names with a leading underscore are ordinary */
	bool only_linked; /* its files are served only when linked: see source/linked */
	bool only_bundled; /* its files are served only beside the index of a page or section */
};

/* One entry of Jekyll's defaults: (or of a Hugo cascade): values for everything under a
 * path. */
struct settings_default {
	struct slice
		path; /* relative, no slash at the ends, may hold '*'; empty: everything */
	/* Only pages at this path or glob in Hugo's content, whichever root they come from: "{posts,notes}"; empty:
	 * any. */
	struct slice target;
	struct slice
		type; /* "posts", "pages", "drafts", a collection's name; empty: any */
	struct slice lang; /* only pages in this language; empty: any */
	/* Only pages of this Hugo kind: "page", "section", "home"; empty: any. */
	struct slice kind;
	const struct value *values; /* a map */
};

/* A line of the site's own menu. */
struct settings_menu_item {
	struct slice title;   /* empty: the page's */
	struct slice address; /* as its author wrote it */
	struct slice lang;    /* only for readers in it; empty: for all */
	int32_t weight;       /* less goes first; 0: last */
	uint32_t place;
};

/* A custom taxonomy of the site, besides tags, categories and series: authors. */
struct settings_taxonomy {
	struct slice key;     /* the field of front matter */
	struct slice segment; /* of its pages: "/authors/" */
};
#define SETTINGS_TAXONOMIES_MAX 16

struct visibility_row;
struct generator_rules;

struct settings {
	struct arena arena;
	unsigned long long version; /* changes when anything below does */
	enum generator generator;
	const struct generator_rules *rules; /* source/rules.h */
	/* What stands in front of the folder's files during its scan (source/overlay.h); or NULL. */
	const struct overlay *overlay;
	struct slice *
		files; /* that these were read from and that are not empty, each once or more often */
	size_t file_count;
	struct slice generator_file; /* "_config.yml", "hugo.toml"; empty: none */
	const struct value *raw;     /* that file's tree, for {{ site.x }}; may be NULL */

	struct slice title, description, author;
	const struct value *authors; /* their names by the keys that posts use; or NULL */
	struct slice name; /* its host, else its folder: used if no title is said */
	struct slice
		url; /* of the web site, "https://example.org", no slash at its end; or empty */
	struct slice baseurl; /* "/blog" or empty: stripped from links */
	struct slice lang;    /* BCP 47; "en" by default */
	bool lang_is_said;
	const struct slice
		*langs; /* the configured languages, the default first; at least one */
	size_t lang_count;
	const struct zone *zone; /* NULL: UTC */

	struct slice
		permalink; /* pattern with placeholders; built-in styles are expanded */
	const struct settings_collection *collections;
	size_t collection_count;
	struct slice collections_dir;      /* relative, no slash at the ends; or empty */
	const struct settings_root *roots; /* at least one */
	size_t root_count;
	struct slice
		content_dir;   /* the first root's folder ("content"); empty: all over */
	struct slice data_dir; /* of data files for templates ("_data"); or empty */
	/* Eleventy's data files: the endings of their names, the strongest first, and the name of a folder's, if it is
	 * not the folder's own. */
	const struct slice *data_endings;
	size_t data_ending_count;
	struct slice folder_data_name;
	struct slice includes_dir; /* of Liquid's include ("_includes"); or empty */
	struct slice page_suffix;  /* after a page's path: "/", ".html", "" */
	/* Maps in front matter whose fields count as the post's own (Zola: "taxonomies|extra"). */
	struct slice nested;
	/* The fields of tags and categories when the generator renames them; else empty. */
	struct slice tags_key, categories_key;
	/* Pelican: expressions whose groups are fields of a page, of its file's name and of its path; or NULL. */
	const struct pattern_code *name_fields, *path_fields;
	/* VitePress: patterns of sources, and their paths on the site, as a map; or NULL. */
	const struct value *rewrites;
	struct slice
		redirects; /* of the generator's settings, in the format of _redirects */
	struct slice tags_segment,
		categories_segment; /* "topics" of "/topics/x/"; else empty */
	const struct settings_taxonomy *taxonomies; /* its own */
	size_t taxonomy_count;
	struct slice hidden_tags; /* "all|nav", tags used only by templates */
	enum settings_bundles bundles;
	bool lang_in_path;        /* the default language has a folder, too: "/en/" */
	bool dates_make_no_posts; /* only files in the collection "posts" are posts */
	/* Sections whose dated pages are the posts, if there are any: "posts|blog"; empty: all. */
	struct slice main_sections;
	bool largest_is_main; /* without any of these, the section with most pages (Hugo) */
	bool folder_is_category; /* when a post names none (Pelican) */
	bool drops_dates;        /* in front of file names */
	bool keeps_case;         /* of paths, instead of lower case */
	bool drops_marks;        /* of their letters: "/e/" for "é" */
	/* The fields that give a post its date, and the times when it appears and expires; the first with one counts:
	 * "date|:filename"; empty: the usual ones. */
	struct slice date_keys, publish_keys, expiry_keys;
	const struct settings_default *defaults;
	size_t default_count;
	struct pattern_list
		include; /* matches are shown whatever their names begin with */
	const struct pattern_list *hides; /* matches are not published; or NULL */
	struct pattern_list
		without_link;      /* files of only_linked roots that are served anyway */
	struct pattern_list as_is; /* pages that are served as files */
	/* The author's menu, in its order. Pages whose front matter has a menu called menu_name are in it, too,
	 * and with menu_has_sections all sections at the top. */
	const struct settings_menu_item *menu;
	size_t menu_count;
	struct slice menu_name;
	bool summaries, full_feed; /* in lists; of posts */
	bool related, backlinks;   /* in the foot of a page */
	struct slice reply;        /* where readers write to: a link; or empty */
	bool pages;                /* the home page links pages that are in no menu */
	bool search;               /* it has a search */
	bool is_static;            /* no address is answered anew for each reader */
	bool menu_has_sections,
		menu_and_pages; /* and pages as without a menu (Pelican) */
	/* Matching pages are public but not on the home page (a menu names others). */
	const struct pattern_list *off_home;
	/* Only pages whose front matter has this true are public ("dg-publish"); empty: all are. */
	struct slice opt_in;
	struct slice markdown_extensions; /* "md|markdown", lower case */
	bool future, unpublished, drafts, source, markers, smart;
	bool pymdownx;                       /* MkDocs with PyMdown Extensions */
	const struct slice *snippet_folders; /* folders of its snippets, relative */
	size_t snippet_folder_count;
	bool math;          /* $x$ in a line is TeX */
	bool breaks;        /* line ends in paragraphs are kept */
	bool is_bridgetown; /* a variant of GENERATOR_JEKYLL */
	bool liquid, shortcodes, kramdown, definitions, emoji;
	bool mdx; /* in every Markdown file, not only in *.mdx */
	int links;
	/* Replaces a robots.txt that the generator would build from a template: its text, and the
	 * template. Empty: none. */
	struct slice robots, robots_file;
	struct slice excerpt_separator;
	/* Addresses of pages that the web site's build encrypts: see settings_locks. */
	const struct slice *locked;
	size_t locked_count;
	size_t limit_posts; /* Jekyll: only the newest posts; 0: all */
	const struct slice *gone;
	size_t gone_count;
	struct zones zones; /* prefixes of addresses for chosen readers */
	/* What hides a page (source/visibility.h): words from the site's settings, tags whose posts are
	 * locked, and words of front matter that the administrator allows. */
	const struct visibility_row *words;
	size_t word_count;
	const struct slice *locked_tags, *shown;
	size_t locked_tag_count, shown_count;
	bool expired;  /* expired pages are shown */
	bool is_vault; /* notes for Obsidian or Quartz: %% begins a comment */
	/* Its notes use Obsidian's markup: ==x==, ^part ... */
	bool is_garden;
	/* A "[[Note]]" without a target is shown as its words: in a garden or a plain folder. Elsewhere
	 * it may be unmarked code. */
	bool wikilinks;
	bool wikilinks_are_relative; /* Quartz: looked up beside the page first */
};

void settings_free(struct settings *settings);

/* The root whose folder holds @path (relative to the site's folder), the deepest of several; NULL:
 * none. */
const struct settings_root *settings_root_of(
	const struct settings *settings, struct slice path);
/* @path without the folder of its root: the part that goes into addresses. */
struct slice settings_place(const struct settings *settings, struct slice path);

/* Is it a folder without a generator: plain, or a vault? */
bool settings_is_plain(const struct settings *settings);
/* Is @source MDX? */
bool settings_is_mdx(const struct settings *settings, struct slice source);

/* The name of the author with the key @key; else @key. */
struct slice settings_author(const struct settings *settings, struct slice key);

/* Does the web site's build encrypt the page of @source, at @path? */
bool settings_locks(
	const struct settings *settings, struct slice source, struct slice path);

/* Is @tag (of settings_lang_tag) one of the configured languages? */
bool settings_has_lang(const struct settings *settings, struct slice tag);
/* The same; but a site with only one configured language accepts every language with a table (base/locale.h),
 * unless its generator has no others than configured ones. */
bool settings_knows_lang(const struct settings *settings, struct slice tag);

/* The BCP 47 tag for what an author wrote: "zh_cn" -> "zh-CN", "EN" -> "en"; only [A-Za-z0-9-], at
 * most 35 bytes; empty when nothing is left. */
struct slice settings_lang_tag(struct arena *arena, struct slice s);

#endif
