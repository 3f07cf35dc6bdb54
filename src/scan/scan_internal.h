/* SPDX-License-Identifier: MIT */
/* The walk of a scan through the folders of a site, and what reads their files. */
#ifndef SCAN_SCAN_INTERNAL_H
#define SCAN_SCAN_INTERNAL_H

#include "scan/hint.h"
#include "scan/state.h"
#include "site/site.h"
#include "source/publish.h"

#define SCAN_DEPTH_MAX 48

/* What a folder has from those above it. */
struct scan_context {
	const struct settings_default *values;
	size_t value_count;
	struct slice bundle; /* address of the page whose files are here; or empty */
	struct slice
		bundle_folder; /* relative path: what is below it stands below @bundle */
	unsigned long long version;
};

/* What reads files, one after the other. */
struct scan_reader {
	int root; /* descriptor of the site's folder */
	const struct settings *settings;
	struct arena *scratch;              /* of the folder that is read: keys */
	struct diag_list *diags;            /* likewise */
	const struct scan_context *context; /* of the folder that is read */
	struct buf head;                    /* reused */
	size_t files_read;
	bool wants_links; /* linked_is_wanted, or tags stand in the text: it is read whole */
	int shortage; /* the first: the scan is void, since it would find half a site */
};
/* Reads the file @entry->name of @folder (a descriptor), whose relative path is @path and which the
 * rules publish @as; fills in the rest of @entry. Returns 0, or -errno when nobody knows what is in it
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
	const struct settings *settings;
	const struct scan_hint *hint;
	bool same_settings; /* what @previous read is still so */
	struct arena arena; /* of contexts */
	struct scan_reader reader;
	struct scan_identity above[SCAN_DEPTH_MAX]; /* the folders that lead here */
	struct scan_identity *followed; /* folders entered through a symlink */
	size_t followed_count, followed_capacity;
	bool has_changing_files; /* a file was being written */
	bool is_troubled;        /* something could not be read */
	struct diag_list *
		troubles; /* of this scan alone: what was kept though it could not be read */
};

/* One folder being read: entries and their strings in an arena until they are packed. */
struct scan_listing {
	struct arena arena;
	struct scan_entry *entries;
	size_t count, capacity;
	struct diag_list diags;
	struct slice path;
	const struct scan_folder *old; /* what it was, or NULL */
	struct scan_listing
		*pieces; /* of what was read in parallel: what entries point to */
	size_t piece_count;
	bool is_again; /* the names are those that @old has, and those of the hint */
	bool same;     /* nothing else changed that decides how its files are read */
};

/* One folder on the way. */
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
/* @path could not be read: @kept says whether what was there before stays. A shortage makes the scan
 * void. */
void scan_failed(struct scan_walk *walk, struct scan_listing *listing, struct slice path,
	int error, bool kept);

/* Names of a folder, sorted, without what no rule would publish. Takes @fd. Returns 0 or -errno. */
int scan_list_names(struct scan_listing *listing, int fd);
/* The same of a folder in which nothing changed but the files that @hint names, without reading it. False: it
 * has to be read. */
bool scan_list_again(struct scan_listing *listing, const struct scan_hint *hint);
/* The entry of the file @path, if it lies right in this folder; else NULL. */
struct scan_entry *scan_listing_entry(
	const struct scan_listing *listing, struct slice path);
/* Looks at each of them and keeps what is the site's; @step then knows whose files they are. */
void scan_look_at_all(struct scan_walk *walk, struct scan_listing *listing, int fd,
	struct scan_step *step);
/* Looks at one of them, unless it is an index: those come first. */
void scan_look_at_other(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step, struct scan_entry *entry);
/* Looks at all of these on all processors. False, and nothing done: that is not worth it. */
bool scan_look_in_parallel(struct scan_walk *walk, struct scan_listing *listing, int fd,
	const struct scan_step *step);
void scan_listing_fini(struct scan_listing *listing);
/* One heap block, with one reference. */
struct scan_folder *scan_pack(struct scan_listing *listing);

/* Adds to @step's context what files in the folder say of all that is below it; *has_inherited_fields: some do.
 * Returns 0, or -errno when one of them could not be read. */
int scan_read_inherited(struct scan_walk *walk, struct scan_step *step, int fd,
	bool *has_inherited_fields);
/* Adds to it the page whose files are in the folder: its index among @entries, which were looked
 * at. */
void scan_find_bundle(struct scan_walk *walk, struct scan_step *step,
	const struct scan_entry *entries, size_t count);
bool scan_is_index(struct slice name);

/* The language that more than four fifths of the site's posts (or pages, where it has no posts) are written in,
 * else English; that of the settings where they name one. Borrowed from the site, or static. */
struct slice scan_language(const struct site *site);

#endif
