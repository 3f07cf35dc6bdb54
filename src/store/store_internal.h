/* SPDX-License-Identifier: MIT */
/* The index of a store, and who may change it. */
#ifndef STORE_STORE_INTERNAL_H
#define STORE_STORE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "source/post.h"
#include "store/store.h"

#define STORE_INDEX "index.yaml"

struct store_index {
	struct arena arena;
	struct store_version *list; /* by id */
	size_t count, capacity;
	uint64_t next; /* id */
	/* Files with these numbers are never removed as a kill's leavings: from, and before. An older index was put
	 * back, which does not know them; 0, 0: none. */
	uint64_t kept_from, kept_to;
	struct post_stamp stamp; /* of its file; zero: there is none yet */
	/* Files of versions that were taken out since it was read. */
	struct slice *removed;
	size_t removed_count, removed_capacity;
};

struct store_upload {
	struct store *store;
	struct store_upload *next; /* of the store, under lock */
	struct arena arena;
	struct slice source, author;
	enum store_kind kind;
	uint64_t announced;
	atomic_uint_least64_t size_bytes; /* so far */
	int blog, file;
	char name[40]; /* of the temporary file */
	enum store_result failed;
	bool opens; /* of its version */
	bool expects;
	uint64_t
		expected; /* current version; 0: none, but the blog's file with this hash */
	struct slice expected_hash;
};

struct store {
	struct store_options options;
	struct slice path; /* of the folder, for messages */
	char *path_owned, *mark;
	int folder;
	pthread_mutex_t lock; /* of all below */
	struct store_index index;
	uint64_t next;           /* id, at least: above all that were seen */
	struct overlay *overlay; /* of the index; NULL: not made, or empty */
	bool has_overlay;
	bool is_moved; /* another folder has its path now, or none: nothing may be changed */
	bool looks_again; /* for the files of the overlay */
	struct store_upload *uploads;
	char added[32]; /* a file that the change under way brings; or empty */
	bool erases;    /* the change under way is done when the files are gone */
};

/* Reads the index in @folder into @out, which is empty. @path: of the folder, for messages. 0 (also when there is
 * none) or -errno. */
int store_index_read(int folder, struct slice path, struct store_index *out);
/* Replaces it. 0 or -errno: the old one is there. */
int store_index_write(int folder, struct slice path, const struct store_index *index);
void store_index_fini(struct store_index *index);
/* Adds a zeroed version with the next id. */
struct store_version *store_index_add(struct store_index *index);
/* Takes one out; its file goes when the index is written. */
void store_index_remove(struct store_index *index, size_t at);
/* NULL: there is none. */
struct store_version *store_index_find(const struct store_index *index, uint64_t id);
/* Is @name the file of one of its versions? */
bool store_index_names(const struct store_index *index, struct slice name);
struct store_version *store_index_current(
	const struct store_index *index, struct slice source);

/* A file that says, wherever the uploads went, that there were some (store_options.mark). */
void store_make_mark(const struct store *store);
/* Where it is and the index is not: -ENODATA, which is logged. 0 or -errno. */
int store_check_mark(const struct store *store);
/* No number of a file in the folder, nor of a version, is given again. */
void store_keep_numbers(struct store *store);

/* The index as it is on the disk now, and whether the folder is where it was. With the store's lock. */
int store_refresh(struct store *store);
/* Begins a change: takes the lock of the store and that of its folder, and refreshes. 0, and store_change_end is due;
 * or -errno, which was logged. */
int store_change_begin(struct store *store, int *folder_lock);
/* With STORE_OK trims the history of @source (empty: none), writes the index and removes the files that no version
 * has any more. What is not written did not happen: the index is that of the disk again, and store->added is
 * removed. */
enum store_result store_change_end(struct store *store, int folder_lock,
	enum store_result result, struct slice source);
void store_tell(struct store *store);

/* Says what @it is made from: what @current is made from, which it follows (also while the blog's file is away, as in
 * the middle of a deploy), else the blog's file. */
void store_set_base(struct store_index *index, struct store_version *it,
	const struct store_version *current, struct slice blog_hash);
/* The current version @it goes to the history. */
void store_retire(struct store_version *it, enum store_state state);
/* Makes room for a new version of its source: the current one goes to the history. */
void store_supersede(struct store_index *index, struct slice source);

/* Would there be room for @bytes more of @author, beside the other uploads that go on? With the lock. */
enum store_result store_room(struct store *store, struct slice author, uint64_t bytes,
	const struct store_upload *own);

#endif
