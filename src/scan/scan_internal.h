/* SPDX-License-Identifier: MIT */
/* The walk of a scan through the folders of a site, and the reader of their files. */
#ifndef SCAN_SCAN_INTERNAL_H
#define SCAN_SCAN_INTERNAL_H

#include "scan/hint.h"
#include "scan/state.h"
#include "site/site.h"
#include "source/overlay.h"
#include "source/publish.h"

#define SCAN_DEPTH_MAX 48

struct stat;

/* What a folder inherits from those above it. */
struct scan_context {
	const struct settings_default *values;
	size_t value_count;
	struct slice bundle; /* address of the page that owns the files here; or empty */
	struct slice
		bundle_folder; /* relative path: files below it have addresses below @bundle */
	unsigned long long version;
};

/* Reads files, one after the other. */
struct scan_reader {
	int root; /* descriptor of the site's folder */
	const struct settings *settings;
	const struct overlay *overlay;      /* in front of the folder's files; or NULL */
	struct arena *scratch;              /* for the current folder: keys */
	struct diag_list *diags;            /* likewise */
	const struct scan_context *context; /* of the folder that is read */
	struct buf head;                    /* reused */
	size_t files_read;
	bool wants_links; /* linked_is_wanted, or tags are in the text: read the whole file */
	/* the first one; the scan is void then, since it would find half a site */
	int shortage;
};
/* Reads the file @entry->name of @folder (a descriptor), whose relative path is @path and which the
 * rules publish @as; fills in the rest of @entry. Returns 0, or -errno when its content is unknown
 * (file_is_trouble). */
int scan_read_file(struct scan_reader *reader, int folder,
	const struct publish_place *place, struct slice path, enum publish_as as,
	struct scan_entry *entry);
struct scan_identity {
	uint64_t device, inode;
};

struct scan_walk {
	struct scan_state *state;          /* being filled */
	const struct scan_state *previous; /* or NULL */
	/* Folders where the overlay is another than in the previous scan, and what of it is. */
	struct slices overlaid;
	const struct settings *settings;
	const struct scan_hint *hint;
	bool same_settings; /* the settings of @previous still apply */
	struct arena arena; /* of contexts */
	struct scan_reader reader;
	struct scan_identity above[SCAN_DEPTH_MAX]; /* the folders above */
	struct scan_identity *followed; /* folders entered through a symlink */
	size_t followed_count, followed_capacity;
	bool has_changing_files; /* a file was being written */
	bool is_unsettled;       /* so was one that others inherit from */
	bool is_troubled;        /* something could not be read */
	struct diag_list *
		troubles; /* of this scan only: what was kept although it could not be read */
};

/* A folder being read: entries and their strings are in an arena until they are packed. */
struct scan_listing {
	struct arena arena;
	struct scan_entry *entries;
	size_t count, capacity;
	struct diag_list diags;
	struct slice path;
	const struct scan_folder *old; /* the previous version, or NULL */
	struct scan_listing *pieces; /* memory of parallel reads that entries point to */
	size_t piece_count;
	size_t inherited_files;   /* of folder_reading */
	struct slice unread_data; /* of a page, which was said; empty: none */
	bool is_again;            /* the names are those of @old and of the hint */
	bool same; /* nothing else that affects the reading of its files changed */
};

/* A folder to be scanned. */
struct scan_step {
	int parent; /* descriptor, or -1: not open */
	struct slice path, name;
	bool is_link;
	struct publish_place place;
	struct scan_context context;
	size_t depth;
};

struct slice scan_join(struct arena *arena, struct slice folder, struct slice name);
void scan_left_out(struct scan_listing *listing, struct slice path, const char *why);
/* Reports that @path could not be read; @kept: its previous version stays. A shortage makes the scan
 * void. */
void scan_failed(struct scan_walk *walk, struct scan_listing *listing, struct slice path,
	int error, bool kept);

/* Lists the names of a folder, sorted, without those that no rule publishes. Takes over @fd.
 * Returns 0 or -errno. */
int scan_list_names(struct scan_listing *listing, int fd);
/* The same for a folder in which only the files named by @hint changed, without reading the folder. False: it
 * must be read. */
bool scan_list_again(struct scan_listing *listing, const struct scan_hint *hint);
/* The entry of the file @path, if it is directly in this folder; else NULL. */
struct scan_entry *scan_listing_entry(
	const struct scan_listing *listing, struct slice path);
/* Reads each entry and keeps those that belong to the site. Sets the owner of the files in
 * @step. */
void scan_look_at_all(struct scan_walk *walk, struct scan_listing *listing, int fd,
	struct scan_step *step);
/* Reads one entry, unless it is an index: indexes come first. */
void scan_look_at_other(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step, struct scan_entry *entry);
/* Reads all of these on all processors. False, and nothing done: not worth it. */
bool scan_look_in_parallel(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step);
void scan_listing_fini(struct scan_listing *listing);
/* One heap block, with one reference. */
struct scan_folder *scan_pack(struct scan_listing *listing);

/* Adds to @step's context the fields that files in the folder set for everything below it. True: there are
 * some. */
bool scan_read_inherited(struct scan_walk *walk, struct scan_step *step, int fd,
	struct folder_reading *reading);
/* Is such a file being written, or has one less of them a text than in @old (or NULL)? It may say anything in a
 * moment. */
bool scan_is_unsettled(const struct scan_walk *walk, const struct scan_folder *old,
	const struct folder_reading *reading);
/* Adds to it the page that owns the folder's files: its index among @entries, which have been
 * read. */
void scan_find_bundle(struct scan_walk *walk, struct scan_step *step,
	const struct scan_entry *entries, size_t count);
bool scan_is_index(struct slice name);

/* Notes in @walk what is new, changed or gone of the overlay since @before. */
void scan_overlay_compare(struct scan_walk *walk, const struct overlay *before);
/* Must the folder be listed again for it? */
bool scan_overlay_changes(const struct scan_walk *walk, struct slice folder);
/* Has it a file in or below the folder? Then that is there, whether the blog has it or not. */
bool scan_overlay_holds(const struct scan_walk *walk, struct slice folder);
/* Says which uploads are lost: what they covered is shown no more than before. -ENODATA where that cannot be without
 * them, else 0. */
int scan_overlay_lost(const struct overlay *overlay, const struct settings *settings,
	struct diag_list *diags);
/* Adds to the names of a folder those that are only in the overlay, and takes away those that it deletes. */
void scan_overlay_merge(struct scan_walk *walk, struct scan_listing *listing);
/* Stats the file that covers @path. 1; or 0: nothing covers it; or -errno, which makes the scan void, since what it
 * covers must not be seen. */
int scan_overlay_stat(struct scan_walk *walk, struct slice path, struct stat *st);
/* Names the uploads that a scan failed for. */
void scan_overlay_tell(const struct overlay *overlay, struct diag_list *diags);

/* The language of the settings, if set; else that of more than four fifths of the site's posts (or pages, when
 * there are no posts), else English. Borrowed from the site, or static. */
struct slice scan_language(const struct site *site);
/* Is the language that of @previous, whatever changed? A saved file is less than one vote of a large blog's, and
 * not worth the reading of a hundred. */
bool scan_language_stays(const struct site *previous, const struct scan_hint *hint);

#endif
