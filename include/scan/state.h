/* SPDX-License-Identifier: MIT */
/* The results of a scan, kept for the next one.
 *
 * The state is a sorted list of folders. States share a folder as long as nothing in it changed, so a
 * scan after one save reads one folder. Only the scanning thread counts references. */
#ifndef SCAN_STATE_H
#define SCAN_STATE_H

#include "scan/hidden.h"

enum scan_kind {
	SCAN_FOLDER,    /* entered: also a folder of the state */
	SCAN_POST,      /* a post, visible or not */
	SCAN_FILE,      /* served as it is: key, mime */
	SCAN_REDIRECTS, /* _redirects */
	SCAN_NOTHING,   /* read, not published */
	SCAN_UNREAD,    /* exists, but could not be read: a disk error */
};

struct scan_entry {
	struct slice name;
	enum scan_kind kind;
	unsigned char type; /* DT_REG ..., from readdir or lstat */
	bool is_link;
	bool only_linked;  /* SCAN_FILE: served when a post names it */
	bool name_of_post; /* the name points into post->source */
	/* Only during the scan of its folder: */
	bool is_named;                   /* by the hint */
	bool is_kept;                    /* unchanged */
	const struct scan_entry *before; /* of the previous scan, or NULL */
	struct post_stamp stamp;
	struct post *post; /* SCAN_POST: one reference */
	struct slice key;  /* SCAN_FILE */
};

struct scan_folder { /* one heap block */
	unsigned refs;
	struct slice path;       /* relative; "" is the site's folder */
	struct post_stamp stamp; /* from before it was listed */
	/* Hashes of inherited front matter: from the folders above, with which it was read; for the files in
	 * it; and the same with the page whose files are in it. */
	unsigned long long above_version, inherited_version, context_version;
	size_t inherited_files;    /* that may have some, and are not empty */
	bool has_inherited_fields; /* a file in it has fields that others inherit */
	struct diag_list diags;
	size_t count;
	struct scan_entry entries[]; /* by name */
};

struct scan_state {
	struct scan_folder **folders; /* by path */
	size_t count, capacity;
	uint64_t device, inode; /* of the site's folder */
	struct post **moved;    /* posts whose address was changed: one reference each */
	size_t moved_count, moved_capacity;
	size_t files_read;    /* by this scan (their first bytes) */
	struct hidden hidden; /* the pages that the snapshot does not have */
	struct site *zones;   /* those of each zone (scan/closed.h) */
	size_t zone_count;
};

void scan_state_free(struct scan_state *state);
/* Takes the reference. */
void scan_state_add(struct scan_state *state, struct scan_folder *folder);
/* Call it after the last scan_state_add(), before look-ups. */
void scan_state_sort(struct scan_state *state);
/* @state and @folder may be NULL. */
const struct scan_folder *scan_state_find(
	const struct scan_state *state, struct slice path);
const struct scan_entry *scan_state_entry(
	const struct scan_folder *folder, struct slice name);

#endif
