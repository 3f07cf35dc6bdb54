/* SPDX-License-Identifier: MIT */
/* What a scan finds, kept for the next one, and how a snapshot is built from it. For src/site/ only.
 *
 * The state is a sorted list of folders. A folder is shared between states as long as nothing in it
 * changed, so that a scan after one save reads one folder. Counted by the scanning thread alone. */
#ifndef SCAN_SCAN_PARTS_H
#define SCAN_SCAN_PARTS_H

#include <sys/stat.h>

#include "scan/hidden.h"
#include "scan/scan.h"
#include "site/order.h"
#include "source/permalink.h"
#include "source/post_reading.h"
#include "source/publish.h"

enum scan_kind {
	SCAN_FOLDER,    /* entered: another folder of the state */
	SCAN_POST,      /* post, to be seen or not */
	SCAN_FILE,      /* served as it is: key, mime */
	SCAN_REDIRECTS, /* _redirects */
	SCAN_NOTHING,   /* looked at, not published */
	SCAN_UNREAD,    /* there, and nobody knows what it is: an error of the disk */
};

struct scan_entry {
	struct slice name;
	enum scan_kind kind;
	unsigned char type; /* DT_REG ...: what readdir says of it */
	bool is_link;
	bool only_linked;  /* SCAN_FILE: served when a post names it */
	bool name_of_post; /* the name is a piece of post->source */
	/* While its folder is looked at: */
	bool is_named;                   /* by the hint */
	bool is_kept;                    /* it is what it was */
	const struct scan_entry *before; /* of the previous scan, or NULL */
	struct post_stamp stamp;
	struct post *post; /* SCAN_POST: one reference */
	struct slice key;  /* SCAN_FILE */
};

struct scan_folder { /* one heap block */
	unsigned refs;
	struct slice path;       /* relative; "" is the site's folder */
	struct post_stamp stamp; /* from before it was listed */
	unsigned long long
		inherited;       /* what it was read with: the fields of folders above */
	unsigned long long said; /* the same and its own */
	unsigned long long context; /* the same, and the page whose files are in it */
	bool says;                  /* a file in it has fields for what is below it */
	struct diag_list diags;
	size_t count;
	struct scan_entry entries[]; /* by name */
};

/* What a folder has from those above it. */
struct scan_context {
	const struct settings_default *values;
	size_t value_count;
	struct slice bundle; /* address of the page whose files are here; or empty */
	struct slice
		bundle_folder; /* relative path: what is below it stands below @bundle */
	unsigned long long version;
};

struct scan_state {
	struct scan_folder **folders; /* by path */
	size_t count, capacity;
	uint64_t device, inode; /* of the site's folder */
	struct post **moved;    /* posts that got another address: one reference each */
	size_t moved_count, moved_capacity;
	size_t files_read;    /* by this scan: their first bytes */
	struct hidden hidden; /* what the snapshot does not have */
};

void scan_state_free(struct scan_state *state);
/* Takes the reference. */
void scan_state_add(struct scan_state *state, struct scan_folder *folder);
/* Once all are in: look-ups need it. */
void scan_state_sort(struct scan_state *state);
/* @state and @folder may be NULL. */
const struct scan_folder *scan_state_find(
	const struct scan_state *state, struct slice path);
const struct scan_entry *scan_state_entry(
	const struct scan_folder *folder, struct slice name);

/* What reads files, one after the other. */
struct scan_reader {
	int root; /* descriptor of the site's folder */
	const struct settings *settings;
	struct arena *scratch;              /* of the folder that is read: keys */
	struct diag_list *diags;            /* likewise */
	const struct scan_context *context; /* of the folder that is read */
	struct buf head;                    /* reused */
	size_t files_read;
	bool wants_links; /* linked_is_wanted */
	int shortage; /* the first: the scan is void, since it would find half a site */
};
/* Reads the file @entry->name of @folder (a descriptor), whose relative path is @path and which the
 * rules publish @as; fills in the rest of @entry. Returns 0, or -errno when nobody knows what is in it
 * (file_is_trouble). */
int scan_read_file(struct scan_reader *reader, int folder,
	const struct publish_place *place, struct slice path, enum publish_as as,
	struct scan_entry *entry);
struct post_stamp scan_stamp(const struct stat *st);
/* The same file, as far as its stamp tells. */
bool scan_stamp_eq(const struct post_stamp *a, const struct post_stamp *b);

/* What is to be seen at the moment that a snapshot is built. */
struct visible {
	struct site *site;
	const struct scan_state *state;
	struct slice word; /* only pages that say this word are public; empty: all */
	bool publish;      /* one page says "publish: true" */
	const struct post
		*last; /* older posts are past limit_posts; NULL: there is no limit */
};
/* What of a page's files: from the least to the most. */
enum visible_files { VISIBLE_HIDDEN, VISIBLE_UNLISTED, VISIBLE_LISTED };

void visible_init(struct visible *visible, struct site *site);
/* Is @post to be seen? Else *why. */
bool visible_post(
	const struct visible *visible, const struct post *post, enum hidden_why *why);
/* How the files in @folder are to be seen: they belong to the index there, or to that of the nearest
 * folder above that has one. */
enum visible_files visible_folder(
	const struct visible *visible, const struct scan_folder *folder);

/* Fills in @site, whose settings, folder, state and built_at are set, from its state. @again: there is
 * one to stay with when a file cannot be read. Returns 0 or -errno. */
int snapshot_build(struct site *site, bool again);

/* Posts whose address is another's: they get one of their own, below their language or with a number.
 * What moved is in the state. */
struct moves {
	struct site *site;
	const struct post *const *sorted; /* all posts, by path */
	size_t count;
	const struct post **taken; /* a hash table of the moved ones, by path */
	size_t capacity;           /* a power of two, or 0 */
	struct slice path;         /* the address that the last one left */
	unsigned number;           /* the next to try behind it */
};
void moves_init(struct moves *moves, struct site *site, const struct post *const *sorted,
	size_t count);
void moves_fini(struct moves *moves);
/* Another address for @post, whose own is @first's. */
void moves_add(struct moves *moves, const struct post *first, const struct post *post);

/* names_version, version and the sizes of listings, once all else is there. */
void snapshot_version(struct site *site);

/* Groups of posts by one of their lists of names. */
enum group_kind { GROUP_TAGS, GROUP_CATEGORIES, GROUP_SERIES, GROUP_LANGS };
const struct site_group *groups_build(
	struct site *site, enum group_kind kind, size_t *count);
struct entry_list {
	struct site_entry *items;
	size_t count, capacity;
};
void entry_list_add(
	struct arena *arena, struct entry_list *list, struct site_entry entry);
/* Fills in site->entries, from by_path and the lists. At one address a post goes before a file, that
 * before a redirect. */
void snapshot_entries(struct site *site, const struct entry_list *files,
	struct entry_list *redirects, const struct entry_list *gone);

/* Reads _redirects (Netlify, Cloudflare). Rules with a star or placeholder go to site->rules, the
 * others into @entries (growing, in the site's arena). */
void redirects_read(struct site *site, struct slice file, struct slice bytes,
	struct entry_list *entries);

#endif
