/* SPDX-License-Identifier: MIT */
/* A snapshot of a site: immutable from the moment it is built, so any number of threads read it
 * without a lock. Everything a pointer below leads to lives as long as the snapshot.
 *
 * Sorted arrays and binary search do for look-up. Paths are look-up keys of uri_path_key. */
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
	struct slice
		source; /* relative to the site's folder: what file_open_beneath gets */
	struct slice mime; /* static memory */
	uint64_t size_bytes;
	int64_t mtime_ns;
	bool unlisted; /* it is of a page that stands in no list */
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
			const struct post *post; /* whose alias it is; NULL: no one's */
		} redirect;
	};
};

/* A tag, a category, a series or a language with its posts, newest first. */
struct site_group {
	struct slice slug; /* key: one path segment */
	struct slice name; /* as most authors of its posts wrote it */
	const struct post *const *posts;
	size_t count;
};

/* Posts of one year or month: a run of the date-sorted array. */
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
	/* What wikilinks say (site/names.h); hashes of name_hash: */
	SITE_NAME_PATH,   /* of the file, less the ending of a page's: post->stem_hash */
	SITE_NAME_FOLDER, /* of the folder that it is the index of */
	SITE_NAME_ALIAS,
	SITE_NAME_TITLE, /* post->title_hash */
	SITE_NAME_FILE,
};

/* One name of a post, which is by_source[index], or of a file, which is entries[index]. */
struct site_name {
	uint32_t hash;
	uint32_t kind : 3, index : 29;
};

struct site {
	atomic_uint refs;
	struct arena arena;
	struct settings *settings;
	struct data_files *data;    /* for templates; NULL: none */
	unsigned long long version; /* changes with anything that a page may show */
	unsigned long long
		names_version; /* changes with any address, title or asset size */
	int folder; /* descriptor of the site's folder as it was scanned: files open beneath it */
	int64_t built_at; /* seconds since the epoch */
	int64_t next_change; /* when a future post appears or one expires; INT64_MAX: never */

	/* Published, dated ones newest first, then undated: the posts of the archive and the feed; and
	 * these with what else has a date. They are one array where they hold the same. */
	const struct post *const *posts, *const *articles;
	size_t post_count, dated_count, article_count;
	struct slice
		main_sections; /* "posts|blog": only what lies there is in posts; empty: all */
	const struct post *const *pages; /* by weight, then title */
	size_t page_count;
	size_t local_count; /* posts that only the list of their section has */
	const struct site_entry *entries; /* by path (byte order) */
	size_t entry_count;
	const struct site_rule *rules;
	size_t rule_count;
	const struct site_group *tags, *categories, *series; /* by slug */
	size_t tag_count, category_count, series_count;
	const struct site_group *langs; /* of posts that are there; the default first */
	size_t lang_count;
	/* All posts and pages, for the look-ups below. */
	const struct post *const *by_source, *const *by_path;
	size_t source_count;
	/* A hash table: names[name_starts[h]] begins the names whose hash has @h in its lowest bits. */
	const struct site_name *names;
	const uint32_t *name_starts;
	uint32_t name_mask;
	struct diag_list diags; /* of this scan, sorted */
	size_t file_count;
	unsigned list_max;  /* posts of one listing; a longer one is split */
	unsigned names_max; /* the same for tags, categories and series */
	/* Some files were being written when it was made: they are as before, or not yet there, and the
	 * next scan is soon. @may_wait: there will be one, so that a reader of such a file can wait. */
	bool has_changing_files, may_wait;
	bool has_errors; /* something could not be read: it is as before, or not there, and is tried again */
	const struct hidden
		*hidden; /* the second snapshot (scan/hidden.h): no reader's */
	/* What the next scan wants to know, and how it is freed: the scanner's own. */
	void *scan_state;
	void (*scan_state_free)(void *state);
};

/* Any thread may take a reference through one that it holds (never from a shared variable), and drop
 * one. site_drop says true for the last: then the site goes to the scanning thread, which alone calls
 * site_free (posts are counted without atomics). */
struct site *site_ref(struct site *site);
bool site_drop(struct site *site);
void site_free(struct site *site);

/* Exactly this path, or NULL. */
const struct site_entry *site_find(const struct site *site, struct slice path);
/* The entries whose path begins with @prefix (which ends in '/'): first one and how many. */
const struct site_entry *site_under(
	const struct site *site, struct slice prefix, size_t *count);
/* Does @entry stand in the list of what lies in its folder? */
bool site_lists(const struct site_entry *entry);
/* Is @post unlisted but for the list of its own section, and is that @prefix? */
bool site_lists_locally(const struct post *post, struct slice prefix);
/* Is there a listed post or page, other than one that leads to another, whose path begins with @prefix? */
bool site_holds_posts(const struct site *site, struct slice prefix);
/* The names among which those of @hash are, by kind, then by source. Others may stand between them. */
const struct site_name *site_names(const struct site *site, uint32_t hash, size_t *count);
/* How many posts there are, translations counted. */
size_t site_count_posts(const struct site *site);
/* Is @post in site->articles, in site->posts? */
bool site_is_article(const struct post *post);
bool site_is_post(const struct site *site, const struct post *post);
/* By source file, relative ("_posts/2025-12-15-x.md"); for links between sources. */
const struct post *site_by_source(const struct site *site, struct slice source);
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
/* Translations of @post, itself left out, in the order of site->langs. Returns the count. */
size_t site_translations(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out);
/* @post where it is in @lang, else its translation; NULL: there is none. */
const struct post *site_in_language(
	const struct site *site, const struct post *post, struct slice lang);
/* Is @post, among its translations, the one for readers of @lang, or, where that is missing, the one that
 * stands for it? */
bool site_is_preferred(
	const struct site *site, const struct post *post, struct slice lang);
/* Was @path declared gone by the administrator (exact, or a pattern with '*')? */
bool site_is_gone(const struct site *site, struct slice path);
/* The target of the first splat rule that fits @path, or false. */
bool site_rule_target(const struct site *site, struct arena *arena, struct slice path,
	struct slice *target);

#endif
