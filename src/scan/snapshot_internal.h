/* SPDX-License-Identifier: MIT */
/* The steps of building a snapshot. */
#ifndef SCAN_SNAPSHOT_INTERNAL_H
#define SCAN_SNAPSHOT_INTERNAL_H

#include "scan/snapshot.h"
#include "scan/state.h"
#include "site/order.h"
#include "source/linked.h"

/* Where a page or file is, by its address and the folder of its source. */
enum snapshot_place {
	PLACE_PUBLIC,
	PLACE_IN_ZONE, /* its address is in a zone */
	/* Its address is in none, but its source is in the folder of one, or it would be in one without the folder
	 * of its language. Its author may think that it is closed: nobody gets it. */
	PLACE_BESIDE_ZONE,
};
/* *zone: that zone, else NULL. */
enum snapshot_place snapshot_place_of(const struct site *site, struct slice source,
	struct slice path, const struct reader_zone **zone);
/* Does @target, a path of this site, lead into another zone than @from (NULL: none)? That is dropped: addresses of a
 * zone are only below it. */
bool snapshot_leads_into_zone(const struct site *site, const struct reader_zone *from,
	struct slice target, const struct reader_zone **zone);
/* Makes the snapshots of the zones, without any page, in the state of @site. */
void snapshot_zones_init(struct site *site);
/* Sets the base of a zone's snapshot, from by_path. */
void snapshot_zone_base(struct site *site);

/* What is visible when the snapshot is built. */
struct snapshot_visible {
	struct site *site;
	const struct scan_state *state;
	struct slice word; /* only pages with this word are public; empty: all */
	/* The same of pages in zones, which have no say in what is public. */
	struct slice closed_word;
	const struct post
		*last; /* older posts are past limit_posts; NULL: there is no limit */
};
/* The visibility of a page's files, from least to most. */
enum snapshot_files { VISIBLE_HIDDEN, VISIBLE_UNLISTED, VISIBLE_LISTED };

/* The word for a page at @path. */
struct slice snapshot_visible_word(
	const struct snapshot_visible *visible, struct slice path);
void snapshot_visible_init(struct snapshot_visible *visible, struct site *site);
/* Is @post visible? If not, sets *why. */
bool snapshot_visible_post(const struct snapshot_visible *visible,
	const struct post *post, enum hidden_why *why);
/* The visibility of the files in @folder: they belong to its index, or to that of the nearest folder
 * above with one. */
enum snapshot_files snapshot_visible_folder(
	const struct snapshot_visible *visible, const struct scan_folder *folder);

/* Posts whose address belongs to another post get a new one, below their language or with a number.
 * The moved posts are in the state. */
struct snapshot_moves {
	struct site *site;
	const struct post *const *sorted; /* all posts, by path */
	size_t count;
	const struct post **taken; /* a hash table of the moved ones, by path */
	size_t capacity;           /* a power of two, or 0 */
	struct slice path;         /* the last contested address */
	unsigned number;           /* the next number to try after it */
};
void snapshot_moves_init(struct snapshot_moves *moves, struct site *site,
	const struct post *const *sorted, size_t count);
void snapshot_moves_fini(struct snapshot_moves *moves);
/* Gives @post another address, since its own belongs to @first. */
void snapshot_moves_add(
	struct snapshot_moves *moves, const struct post *first, const struct post *post);

/* Posts that lists show in another language, by order_by_date. */
struct snapshot_doubles {
	struct snapshot_double {
		const struct post *post, *first;
	} * list; /* on the heap */
	size_t count;
};
/* Fills in site->posts, articles and pages, from by_source. */
void snapshot_lists(struct site *site, struct snapshot_doubles *doubles);
/* Sets names_version, version and the sizes of listings. After everything else. */
void snapshot_version(struct site *site);

/* Fills in tags, categories, series, langs and terms: groups of posts by their names. */
void snapshot_groups(struct site *site, const struct snapshot_doubles *doubles);

struct snapshot_list {
	struct site_entry *items;
	size_t count, capacity;
};
void snapshot_list_add(
	struct arena *arena, struct snapshot_list *list, struct site_entry entry);
/* What goes into the public snapshot, or into that of a zone. */
struct snapshot_part {
	struct site *site;
	const struct post **posts; /* the visible ones, by source */
	size_t count, capacity;
	bool is_mixed; /* they are not sorted yet */
	struct snapshot_list files, redirects, gone;
	struct linked_set
		named; /* what its pages link, for files that are served only then */
};
/* Sorts all that the scan found into *parts (on the heap): the public one, then those of the zones. Sets
 * next_change. Returns 0 or -errno. */
int snapshot_collect(struct site *site, bool again, struct snapshot_part **parts);

/* Fills in site->entries, from by_path and the lists. At the same address a post precedes a file,
 * and a file a redirect. */
void snapshot_entries(struct site *site, const struct snapshot_list *files,
	struct snapshot_list *redirects, const struct snapshot_list *gone);

/* Fills in site->title. After the pages. */
void snapshot_title(struct site *site);
/* Adds redirects for lists whose posts are only pages now. After all groups. */
void snapshot_old_lists(struct site *site, struct snapshot_list *redirects);

/* Reads _redirects (Netlify, Cloudflare). Rules with a star or placeholder go to site->rules, the
 * others into @entries (growing, in the site's arena). */
void snapshot_redirects(struct site *site, struct slice file, struct slice bytes,
	struct snapshot_list *entries);

#endif
