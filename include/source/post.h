/* SPDX-License-Identifier: MIT */
/* A post or a page: the facts from its front matter, name and place. The body is not kept; it is
 * read again for each request.
 *
 * One heap block per post, shared between snapshots. Only the scanning thread counts references;
 * others borrow from the snapshot. */
#ifndef SOURCE_POST_H
#define SOURCE_POST_H

#include <stdint.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/slice.h"
#include "data/frontmatter.h"
#include "source/settings.h"
#include "source/stamp.h"
#include "text/options.h"

/* What hides a post (hidden_by) in a folder of drafts. */
#define POST_IN_DRAFTS "a folder of drafts"

struct post {
	unsigned refs; /* scanning thread only */
	/* Hashes of the file's name without date, language and extension, and of the key: see enum
	 * site_name_kind. */
	uint32_t slug_hash, key_hash;
	uint32_t stem_hash,
		/* name_hash of the file without its extension, and of the title */
		title_hash;
	struct post_stamp stamp;
	unsigned long long version; /* changes with the file or its settings */

	unsigned long long shown; /* changes with what other pages show of this one */
	unsigned long long
		head_hash; /* of the first head_bytes of the file: its front matter and a little more */
	uint32_t head_bytes;

	struct slice source; /* path of the file, relative to the site's folder */
	enum convert_format format;
	uint32_t body_offset; /* bytes */
	uint32_t body_line;   /* from 1 */

	struct slice
		path; /* permalink: a look-up key (uri_path_key), "/fr/blog/2025/12/15/x/" */
	struct slice url;         /* the same percent-encoded, for links */
	struct slice web_path;    /* on the web, percent-encoded, with ".html" if any */
	struct slice title;       /* one line, plain text; never empty */
	struct slice list_title;  /* linkTitle, else title */
	struct slice description; /* one line; empty: none */
	struct slice author;      /* "A, B"; empty: the site's */
	struct slice lang;        /* BCP 47; by default the site's */
	struct slice key; /* groups translations: same key, other lang; empty: none */
	struct slice series;
	struct slice image;       /* cover, as the author wrote it; empty: none */
	struct slice redirect_to; /* absolute URL or path; empty: none */
	struct slice section;     /* Hugo section, Jekyll collection ("posts") */
	struct slice linked;      /* from linked_find; empty when not needed */
	const struct slice *tags, *categories, *aliases; /* aliases: look-up keys */
	const struct slice *
		terms; /* names for each of settings->taxonomies, each list followed by an empty slice */
	uint16_t tag_count, category_count, alias_count, term_count;

	struct date date, updated;
	int64_t appears_at; /* seconds since the epoch; INT64_MIN: at once */
	int64_t expires_at; /* INT64_MAX: never */
	int32_t weight;     /* 0: none */
	/* undated and not in a folder of posts: in navigation, not in feeds */
	bool is_page;
	bool is_section; /* _index.md: text above the listing of its folder */
	bool is_home;    /* the site's (or a language's) index page */
	bool is_bare;    /* a page without text: on the web its layout has the content */
	bool is_search; /* a page for the web site's search: its layout or type says so */
	bool all_in_loops; /* all its text is in template loops, none in lists of posts: it may be empty */
	bool listing_under; /* its lists came from template loops: the generated listing goes below */
	bool no_templates; /* front matter says so: braces are text */
	bool in_feeds;
	bool in_navigation; /* a page that the home page may link */
	bool in_menu;       /* its author put it into the site's menu */
	bool has_title;     /* from the author; else from a heading or the name */
	bool has_heading;   /* the title is that of its first heading */
	/* Visibility: enum post_state, and the lists that do not show it (source/visibility.h). Locked and
	 * unpublished posts are not in snapshots (site/site.h), only in struct hidden. */
	uint8_t state, kept_from;
	bool opts_in, gardens;  /* "publish: true"; "dg-publish: true" or "dg-home" */
	struct slice hidden_by; /* "build.list: never"; empty: nothing hides it */
	uint32_t hidden_line, hidden_column; /* of that word; 0: it is in another file */
};

/* A source file and everything that decides how it is read. */
struct post_origin {
	struct slice source; /* relative path */
	struct post_stamp stamp;
	const struct settings *settings;
	const struct settings_collection *collection; /* NULL: a page */
	bool is_draft_folder;
	struct slice
		text; /* the whole file, with linked_is_wanted or in a garden; else empty */
	/* Defaults from files in the folders above. */
	const struct settings_default *inherited;
	size_t inherited_count;
};

enum post_read_result {
	POST_READ,       /* hidden posts, too: see post->state */
	POST_NOT_A_PAGE, /* a template, not a page: layout: null, sitemap ... */
};

/* Reads a post from the first bytes of its file (@head: front matter and a little of the body;
 * @at_end: the whole file). Never fails because of the content: a fault gives a diag and a
 * sensible value. Release *out (on POST_READ, one reference) with post_unref. */
enum post_read_result post_read(const struct post_origin *origin, struct slice head,
	bool at_end, struct diag_list *diags, struct post **out);
struct post *post_ref(struct post *post);
void post_unref(struct post *post);

/* What may open the front matter of @source, which is at least the start of the file. */
enum frontmatter_opening post_opening(
	const struct settings *settings, struct slice source);
/* @text (of the page's source) without the parts that the web site does not show (text/closed.h); in @arena,
 * or @text itself. @post: its visibility, as far as it is known. */
struct slice post_shown_text(const struct settings *settings, const struct post *post,
	struct arena *arena, struct slice text);
/* Does its address work, once its time has come? True when it is public or unlisted. */
bool post_has_address(const struct post *post);
/* Is it in lists, counts and feeds? If not, only its address works. */
bool post_is_listed(const struct post *post);
/* Is it a text to read, rather than a listing or a redirect? */
bool post_is_article(const struct post *post);

#endif
