/* SPDX-License-Identifier: MIT */
/* What a scan finds, kept for the next one.
 *
 * The state is a sorted list of folders. A folder is shared between states as long as nothing in it
 * changed, so that a scan after one save reads one folder. Counted by the scanning thread alone. */
#ifndef SCAN_STATE_H
#define SCAN_STATE_H

#include "scan/hidden.h"

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
	unsigned char type; /* DT_REG ...: what readdir or lstat says of it */
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
	/* Hashes of the front matter that is handed down: what it was read with, of the folders above; what its
	 * own files inherit; the same, and the page whose files are in it. */
	unsigned long long above_version, inherited_version, context_version;
	bool has_inherited_fields; /* a file in it has fields for what is below it */
	struct diag_list diags;
	size_t count;
	struct scan_entry entries[]; /* by name */
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

#endif
