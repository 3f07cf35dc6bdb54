/* SPDX-License-Identifier: MIT */
/* A post or a page: what its front matter, its name and its place say. The body is not held: it is
 * read again when somebody asks for it.
 *
 * One heap block per post, shared between snapshots: references are counted by the one thread that
 * scans, readers borrow from the snapshot. */
#ifndef SOURCE_POST_H
#define SOURCE_POST_H

#include <stdint.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/slice.h"
#include "data/frontmatter.h"
#include "source/settings.h"
#include "text/options.h"

struct post_stamp { /* what tells that a file is the same as before */
	uint64_t device, inode, size_bytes;
	int64_t mtime_ns, ctime_ns;
};

struct stat;
struct post_stamp post_stamp_of(const struct stat *st);
/* The same file, as far as its stamp tells. */
bool post_stamp_eq(const struct post_stamp *a, const struct post_stamp *b);

struct post {
	unsigned refs; /* of the scanning thread only */
	/* Of the file's name without date, language and ending, and of the key: see enum site_name_kind. */
	uint32_t slug_hash, key_hash;
	uint32_t stem_hash,
		title_hash; /* name_hash of the file without its ending, of the title */
	struct post_stamp stamp;
	unsigned long long
		version; /* changes with the file or the settings that it was read with */

	unsigned long long shown; /* changes with what other pages show of it */

	struct slice source; /* path of the file, relative to the site's folder */
	enum convert_format format;
	uint32_t body_offset; /* bytes */
	uint32_t body_line;   /* from 1 */

	struct slice
		path; /* permalink: a look-up key (uri_path_key), "/fr/blog/2025/12/15/x/" */
	struct slice url; /* the same percent-encoded, for links */
	struct slice
		web_path; /* on the web, percent-encoded, with ".html" where it has it */
	struct slice title;       /* one line, plain text; never empty */
	struct slice list_title;  /* linkTitle, else title */
	struct slice description; /* one line; empty: none */
	struct slice author;      /* "A, B"; empty: the site's */
	struct slice lang;        /* BCP 47; the site's when nobody says */
	struct slice key; /* groups translations: same key, other lang; empty: none */
	struct slice series;
	struct slice image;       /* cover, as the author wrote it; empty: none */
	struct slice redirect_to; /* absolute URL or path; empty: none */
	struct slice section;     /* Hugo section, Jekyll collection ("posts") */
	struct slice linked; /* of linked_find; empty where files do not ask for it */
	const struct slice *tags, *categories, *aliases; /* aliases: look-up keys */
	uint16_t tag_count, category_count, alias_count;

	struct date date, updated;
	int64_t appears_at; /* seconds since the epoch; INT64_MIN: at once */
	int64_t expires_at; /* INT64_MAX: never */
	int32_t weight;     /* 0: none */
	bool is_page;    /* no date and no post by its place: in navigation, in no feed */
	bool is_section; /* _index.md: text above the listing of its folder */
	bool is_home;    /* the site's (or a language's) index page */
	bool is_bare; /* a page without a word: its layout has what it shows on the web */
	bool all_in_loops; /* its words stand in template loops, and in no list of posts: it may be empty */
	bool listing_under; /* its lists came from template loops: the generated listing goes under */
	bool no_templates; /* it says so: braces in it are text */
	bool in_feeds;
	bool in_navigation; /* a page that the home page may link */
	bool in_menu;       /* its author put it into the site's menu */
	bool has_title;     /* by its author; else from a heading or the name */
	/* Who may see it: enum post_state and lists that it is kept from (source/visibility.h). What is locked
	 * or never shown is in no snapshot (site/site.h), only in struct hidden. */
	uint8_t state, kept_from;
	bool opts_in, gardens;  /* "publish: true"; "dg-publish: true" or "dg-home" */
	struct slice hidden_by; /* "build.list: never"; empty: nothing hides it */
	uint32_t hidden_line, hidden_column; /* of that word; 0: it stands elsewhere */
};

/* Where a file stands and what decides its reading. */
struct post_origin {
	struct slice source; /* relative path */
	struct post_stamp stamp;
	const struct settings *settings;
	const struct settings_collection *collection; /* NULL: a page */
	bool is_draft_folder;
	struct slice
		text; /* all of it, where linked_is_wanted or in a garden; else none */
	/* What files of the folders above say of all below them. */
	const struct settings_default *inherited;
	size_t inherited_count;
};

enum post_read_result {
	POST_READ,       /* also what is not to be seen: post->state */
	POST_NOT_A_PAGE, /* a template (no reader's page): layout: null, sitemap ... */
};

/* Reads a post from the first bytes of its file (@head: front matter and a little of the body;
 * @at_end: that is all of it). Never fails for what is in it: what is broken is a diag and a
 * sensible value instead. *out (on POST_READ, one reference) by post_unref. */
enum post_read_result post_read(const struct post_origin *origin, struct slice head,
	bool at_end, struct diag_list *diags, struct post **out);
struct post *post_ref(struct post *post);
void post_unref(struct post *post);

/* What may open the front matter of @source, which is its beginning at least. */
enum frontmatter_opening post_opening(
	const struct settings *settings, struct slice source);
/* @text, of the page's source, without the parts that its web site does not show (text/closed.h); in @arena,
 * or @text itself. @post: as far as it is known who may see it. */
struct slice post_shown_text(const struct settings *settings, const struct post *post,
	struct arena *arena, struct slice text);
/* May its address answer, once its time has come: it is public or unlisted. */
bool post_has_address(const struct post *post);
/* Does it stand in lists, counts and feeds? Else only its address answers. */
bool post_is_listed(const struct post *post);
/* Is its address a text to be read, rather than a listing or a way elsewhere? */
bool post_is_article(const struct post *post);

#endif
