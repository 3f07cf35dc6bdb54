/* SPDX-License-Identifier: MIT */
/* A snapshot of a site. Immutable once built, so any number of threads read it without a lock.
 * Everything that it points to lives as long as the snapshot.
 *
 * Look-ups are binary searches in sorted arrays. Paths are look-up keys of uri_path_key. */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include <stdatomic.h>

#include "source/data_files.h"
#include "source/post.h"

enum site_entry_kind {
	SITE_POST,     /* post or page */
	SITE_FILE,     /* static file */
	SITE_REDIRECT, /* to another address */
	SITE_GONE,     /* expired */
};

struct site_file {
	struct slice source; /* relative to the site's folder, for file_open_beneath */
	struct slice mime;   /* static memory */
	uint64_t size_bytes;
	int64_t mtime_ns;
	bool unlisted; /* belongs to an unlisted page */
};

struct site_entry {
	struct slice path; /* key */
	enum site_entry_kind kind;
	bool is_permanent; /* of a redirect */
	union {
		const struct post *post;
		const struct site_file *file;
		struct {
			struct slice
				target; /* percent-encoded path of this site, or an absolute URL */
			/* the post that it is an alias of; NULL: none */
			const struct post *post;
		} redirect;
	};
};

/* A tag, a category, a series or a language with its posts, newest first. */
struct site_group {
	struct slice slug; /* look-up key: one path segment */
	struct slice name; /* as most of its posts spell it */
	const struct post *const *posts;
	size_t count;
};

/* Posts of a year or month: a run of the date-sorted array. */
struct site_run {
	const struct post *const *posts;
	size_t count;
};

/* A rule of _redirects with a splat (star in from, :splat in to), in the file's order. */
struct site_rule {
	struct slice from, to;
};

enum site_name_kind {
	SITE_NAME_SLUG, /* file name without date, language and extension; its hash is post->slug_hash */
	SITE_NAME_KEY, /* of translations, where there is more than one language: post->key_hash */
	/* For wikilinks (site/names.h); hashes of name_hash: */
	SITE_NAME_PATH,   /* of the file, without a page's extension: post->stem_hash */
	SITE_NAME_FOLDER, /* of the folder whose index it is */
	SITE_NAME_ALIAS,
	SITE_NAME_TITLE, /* post->title_hash */
	SITE_NAME_FILE,
};

/* A name of a post, by_source[index], or of a file, entries[index]. */
struct site_name {
	uint32_t hash;
	uint32_t kind : 3, index : 29;
};

struct site_groups {
	const struct site_group *list; /* by slug */
	size_t count;
};

struct site {
	atomic_uint refs;
	struct arena arena;
	/* Of a zone's snapshot (scan/closed.h), which only the zone's readers get; NULL in the public one: the
	 * zone, and the public snapshot, which owns this one and has no pointer to it. */
	const struct reader_zone *zone;
	struct site *outer;
	struct slice base; /* key of its home page: "/", or the zone's path */
	struct settings *settings;
	struct data_files *data;    /* for templates; NULL: none */
	unsigned long long version; /* changes with anything that pages may show */
	unsigned long long
		names_version; /* changes with any address, title or asset size */
	int folder; /* descriptor of the scanned folder; files are opened beneath it ... */
	/* ... unless this covers them: overlay_open_beneath. NULL: nothing does. */
	struct overlay *overlay;
	int64_t built_at; /* seconds since the epoch */
	/* The same of the first snapshot with this version, which pages may tell: it says nothing of a letter in a
	 * zone, nor of a draft, that was saved since. */
	int64_t dated_at;
	int64_t next_change; /* when a future post appears or one expires; INT64_MAX: never */

	/* Published posts, dated ones newest first, then undated. posts: those of the archive and the
	 * feed; articles: these and all other dated pages. The same array when they are equal. */
	const struct post *const *posts, *const *articles;
	size_t post_count, dated_count, article_count;
	struct slice
		main_sections; /* "posts|blog": posts holds only these sections; empty: all */
	struct slice title;              /* never empty */
	const struct post *const *pages; /* by weight, then title */
	size_t page_count;
	bool has_languages;               /* pages or posts are in more than one */
	size_t local_count;               /* posts listed only in their section */
	size_t listed_count;              /* posts and pages, without the unlisted */
	const struct site_entry *entries; /* by path (byte order) */
	size_t entry_count;
	const struct site_rule *rules;
	size_t rule_count;
	const struct site_group *tags, *categories, *series; /* by slug */
	size_t tag_count, category_count, series_count;
	const struct site_groups *terms; /* of each of settings->taxonomies */
	/* languages of existing posts; the default first */
	const struct site_group *langs;
	size_t lang_count;
	/* All posts and pages, sorted for the look-ups below. */
	const struct post *const *by_source, *const *by_path;
	size_t source_count;
	/* A hash table: names[name_starts[h]] begins the names whose hash has @h in its lowest bits. */
	const struct site_name *names;
	const uint32_t *name_starts;
	uint32_t name_mask;
	struct diag_list diags; /* of this scan, sorted */
	size_t file_count;
	unsigned list_max;  /* posts per listing; longer ones are split */
	unsigned names_max; /* the same for tags, categories and series */
	/* Some files were being written during the scan: they are as before, or missing, until the next
	 * scan. @may_wait: there will be one soon, so a reader of such a file can wait. */
	bool has_changing_files, may_wait;
	bool compares; /* nothing is shown of a file that is not as it was scanned: it may say by now that it is hidden */
	bool is_unsettled; /* among them are some that others inherit from (scan_hint.has_waited) */
	bool has_errors; /* something could not be read: it is as before, or missing, and is tried again */
	/* Hashes of the sources that only others see, or nobody: hidden pages, those of zones, and the files of both.
	 * Of the public snapshot. */
	const unsigned long long *kept_back;
	size_t kept_back_count;
	const struct hidden
		*hidden; /* the hidden pages (scan/hidden.h), not for readers */
	/* State for the next scan, and the function that frees it; private to the
	 * scanner. */
	void *scan_state;
	void (*scan_state_free)(void *state);
	/* Made some time after the snapshot, and the function that frees them; private to site/threads. */
	_Atomic(void *) threads;
	void (*threads_free)(void *threads);
};

/* Any thread may add a reference to a site that it holds a reference to (never from a shared variable),
 * and drop one. site_drop is true for the last: then hand the site to the scanning thread, since only
 * that may call site_free (posts are counted without atomics). */
struct site *site_ref(struct site *site);
bool site_drop(struct site *site);
void site_free(struct site *site);
/* The snapshot whose references those of @site are: a zone's are its owner's. */
struct site *site_owner(struct site *site);
/* Is @key an address of this snapshot: in no zone, or in its own? */
bool site_covers(const struct site *site, struct slice key);
/* Do its readers search it? Those of a zone do not. */
static inline bool site_is_searched(const struct site *site)
{
	return site->settings->search && !site->zone;
}
/* May it lead to @key: to a public address, or one of its own? */
bool site_reaches(const struct site *site, struct slice key);

/* Exactly this path, or NULL. */
const struct site_entry *site_find(const struct site *site, struct slice path);
/* The entries whose path begins with @prefix (which ends in '/'): the first, and their
 * number. */
const struct site_entry *site_under(
	const struct site *site, struct slice prefix, size_t *count);
/* Is @entry in the listing of its folder? */
bool site_lists(const struct site_entry *entry);
/* Is @post listed only in its section, and is that section @prefix? */
bool site_lists_locally(const struct post *post, struct slice prefix);
/* Is there a listed post or page, other than a redirect, whose path begins with @prefix? */
bool site_holds_posts(const struct site *site, struct slice prefix);
/* The names that include those of @hash, by kind, then by source. Others may be between them. */
const struct site_name *site_names(const struct site *site, uint32_t hash, size_t *count);
/* How many posts there are, translations counted. */
size_t site_count_posts(const struct site *site);
/* How many listed pages there are beside these posts, also those that the home page does not link. */
size_t site_count_pages(const struct site *site);
/* Is @post in site->articles; in site->posts? */
bool site_is_article(const struct post *post);
bool site_is_post(const struct site *site, const struct post *post);
/* By source file, relative ("_posts/2025-12-15-x.md"); for links between sources. */
const struct post *site_by_source(const struct site *site, struct slice source);
/* Is @source that of a page or file which readers of the public snapshot do not get, as far as the scan met it? Also
 * asked of a zone's. */
bool site_keeps_back(const struct site *site, struct slice source);
/* By file name without date, language and extension ("x"), for post_url and ref; NULL also when
 * it is ambiguous. */
const struct post *site_by_name(const struct site *site, struct slice name);
const struct site_group *site_group_find(
	const struct site_group *groups, size_t count, struct slice slug);
/* @month 0: the whole year. In the dated posts of @posts (any newest-first array). */
struct site_run site_by_date(
	const struct post *const *posts, size_t count, int year, unsigned month);
/* The order of every list of posts: newest first, undated ones last. < 0: @a goes before @b. */
int site_order(const struct post *a, const struct post *b);
/* The neighbours of @post among the posts of its language: newer, older; NULL at the ends. */
void site_neighbours(const struct site *site, const struct post *post,
	const struct post **newer, const struct post **older);
/* The translations of @post, without itself, in the order of site->langs. Returns their
 * number. */
size_t site_translations(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out);
/* @post if it is in @lang, else its translation into @lang; NULL: none. */
const struct post *site_in_language(
	const struct site *site, const struct post *post, struct slice lang);
/* Among its translations, is @post the one for readers of @lang, or the fallback when there is none? */
bool site_is_preferred(
	const struct site *site, const struct post *post, struct slice lang);
/* Was @path declared gone by the administrator (exact, or a pattern with '*')? */
bool site_is_gone(const struct site *site, struct slice path);
/* The target of the first splat rule that fits @path, or false. */
bool site_rule_target(const struct site *site, struct arena *arena, struct slice path,
	struct slice *target);

#endif
