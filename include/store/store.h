/* SPDX-License-Identifier: MIT */
/* The uploads of one site: a flat folder whose file names are ours, and its index, which says for each version
 * which file of the blog it stands for. The blog's own folder is never written.
 *
 * A version is never changed, only superseded: it is one file, whole from the moment that the index names it.
 * The index is replaced as a whole (base/file.h), so that a kill at any moment leaves the old one or the new.
 * Other processes (`splashdown uploads`, `splashdown pull`) may change the folder, too: each call looks.
 *
 * All calls may come from any thread, but one upload's from one at a time. Those that say "waits for the disk"
 * are for a work queue, not for a loop. Paths of the blog that are no UTF-8 cannot be uploaded to. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

struct overlay;
struct store;
struct store_upload;

#define STORE_TEXT_VERSIONS 10 /* kept besides the current one */
#define STORE_FILE_VERSIONS 1

struct store_options {
	uint64_t text_bytes, file_bytes; /* most of one upload (1 MiB, 16 MiB) */
	uint64_t quota_bytes;            /* of one author, history too (256 MiB) */
	size_t quota_files;              /* the same in versions; 0: 2,000 */
	uint64_t spare_bytes; /* left on the disk in any case; 0: 64 MiB, and 5 % of it */
	/* A file elsewhere (STATE/uploads.SITE), which is made before the first upload: where it is and the index is
	 * not, the uploads are lost, and store_open fails with -ENODATA. NULL: none. */
	const char *mark;
	/* Removes what a killed process left half-written: only the server that takes uploads, when it starts. */
	bool sweeps;
	/* Called after each change of what the blog's readers see, without a lock, on the thread that made it:
	 * a scan is due. May be NULL. */
	void (*changed)(void *ctx);
	void *ctx;
};

enum store_kind {
	STORE_TEXT,
	STORE_FILE,    /* a picture, a sound, a film, a document */
	STORE_DELETED, /* nothing: it covers the blog's file */
};
enum store_state {
	STORE_CURRENT, /* readers see it instead of the blog's file */
	STORE_DRAFT, /* kept for its author, seen by nobody; at most one of a path and an author */
	STORE_OLD,     /* superseded by another version */
	STORE_CLASHED, /* the blog's file was changed meanwhile, and is shown */
	STORE_DONE,    /* the blog has the same now */
};

struct store_version {
	uint64_t id;         /* of this store; later versions have larger ones; never 0 */
	struct slice source; /* path in the blog's folder: "_posts/2026-11-30-boat.md" */
	struct slice file;   /* name in the store's folder; empty: STORE_DELETED */
	enum store_kind kind;
	enum store_state state;
	struct slice author; /* a person's name */
	int64_t at;          /* seconds since the epoch */
	/* SHA-256, 64 hexadecimal digits: of the blog's file that it was made from (empty: there was none), and
	 * of its own bytes (empty: STORE_DELETED). */
	struct slice base, hash;
	bool is_anew; /* that file was not there (any more) when it was uploaded: it is shown without it, too */
	/* STORE_CURRENT: that file was not there when a scan looked last. It is not shown, but covers the file that comes
	 * back. */
	bool is_away;
	uint64_t size_bytes;
	/* Its text has a word that may keep other pages back ("dg-publish"): they are not to be shown when it is lost. */
	bool opens;
};

enum store_result {
	STORE_OK,
	STORE_TOO_LARGE,  /* more than text_bytes or file_bytes, or than was announced */
	STORE_TOO_SHORT,  /* less than was announced */
	STORE_FULL_BYTES, /* the author's quota is used up */
	STORE_FULL_FILES,
	STORE_NO_SPACE,   /* less than 5 % or 64 MiB of the disk would be left */
	STORE_NO_VERSION, /* there is none with that id, or nothing to delete */
	STORE_SUPERSEDED, /* somebody else's version came meanwhile */
	STORE_FAILED,     /* the machine: said in the log */
};
/* For the person who uploads: "your uploads may take 256 MiB ...". Static. */
const char *store_result_name(enum store_result result);

/* What one upload of @kind may have. */
uint64_t store_most_bytes(const struct store *store, enum store_kind kind);

/* Opens the store in @folder, which exists. An index that cannot be read is an error (-EBADMSG: it is cut off or
 * damaged), since without it deleted posts would come back; why is in the log. */
int store_open(
	const char *folder, const struct store_options *options, struct store **out);
/* After the last upload ended. NULL is fine. */
void store_close(struct store *store);
/* What stands in front of the blog's files, for a scan (source/overlay.h): one reference; NULL when nothing does.
 * 0, or -errno when the index cannot be read: then the old snapshot stays. */
int store_overlay(struct store *store, struct overlay **out);
/* A scan could not read what it says: the next one looks which files are lost (overlay_item). */
void store_look_again(struct store *store);
/* What the scan found out (site->overlay): uploads that the blog has now are done with, those whose file the blog
 * changed meanwhile are clashed. Both are logged and in the history from now on. A file that is away may come back, and
 * decides nothing. Waits for the disk. */
void store_settle(struct store *store, const struct overlay *seen);

/* An upload. @size_bytes is what the client announced: quota and disk are looked at before a byte is read. */
struct store_request {
	struct slice source, author;
	enum store_kind kind; /* STORE_TEXT or STORE_FILE */
	uint64_t size_bytes;
	int blog; /* the snapshot's folder (site->folder) */
};
enum store_result store_begin(struct store *store, const struct store_request *request,
	struct store_upload **out);
/* Appends to its temporary file (0600), without waiting for any lock: for a loop. The bytes go to the kernel's cache,
 * and to the disk in store_finish; only where the kernel lets writers wait (too much unwritten, a network share that is
 * gone) the loop waits with them. After anything but STORE_OK only store_abandon is left. */
enum store_result store_append(struct store_upload *upload, struct slice bytes);
/* Appends all bytes so far to @out, to check them (texts). 0 or -errno. */
int store_read_back(const struct store_upload *upload, struct buf *out);
/* What the person saw when the upload was checked: the id of the current version (0: none), and then the SHA-256 of the
 * blog's own file (empty: there is none). Where another is there by the time it would be STORE_CURRENT, store_finish
 * says STORE_SUPERSEDED. */
void store_expect(struct store_upload *upload, uint64_t current, struct slice blog_hash);
/* SHA-256 of a file of the blog, whose folder is @blog; empty: there is none. 0 or -errno. Reads all of it. */
int store_blog_hash(
	int blog, struct slice source, struct arena *arena, struct slice *out);
/* Whole and on the disk once this returns STORE_OK, and STORE_CURRENT; as STORE_DRAFT: kept and not shown. @instead,
 * if not NULL: these bytes instead of what was appended (front matter was added). Pictures lose what cameras write
 * into them (store/picture.h). Bytes that are there already make no version. *id (may be NULL): of the version, 0:
 * the blog's own file is the same. The upload is over in any case. Waits for the disk. */
enum store_result store_finish(struct store_upload *upload, enum store_state as,
	const struct slice *instead, uint64_t *id);
/* Nothing of it is left. NULL is fine. */
void store_abandon(struct store_upload *upload);

/* A version that covers the blog's file, also one that is not there (yet): an upload may be on its way into the blog,
 * which its author took over. @expected:
 * the id of the current version that the person saw (0: none, the blog's own file); another: STORE_SUPERSEDED.
 * @blog: the snapshot's folder. Waits for the disk. */
enum store_result store_delete(struct store *store, struct slice source,
	struct slice author, uint64_t expected, int blog);
/* What the version @id said, again, as a new version. @expected and @blog as of store_delete. Waits for the disk. */
enum store_result store_restore(struct store *store, uint64_t id, struct slice author,
	uint64_t expected, int blog);
/* The current version goes to the history, and the blog's own file is shown; a draft is erased. Waits for the
 * disk. */
enum store_result store_discard(struct store *store, uint64_t id);
/* Erases all versions and drafts of @source; *erased: how many. @newest: the id of the newest of them all, when the
 * person was told (0: whatever there is); another: STORE_SUPERSEDED. Waits for the disk. */
enum store_result store_forget(
	struct store *store, struct slice source, uint64_t newest, size_t *erased);

/* All versions of @source (empty: of all), the newest first, in @arena. 0 or -errno. */
int store_versions(struct store *store, struct arena *arena, struct slice source,
	struct store_version **out, size_t *count);
/* The newest of @source that is no draft; id 0: there is none. 0 or -errno. */
int store_newest(struct store *store, struct arena *arena, struct slice source,
	struct store_version *out);
/* The one with that id. False: there is none (any more). */
bool store_version_find(
	struct store *store, struct arena *arena, uint64_t id, struct store_version *out);
/* Opens its file for reading. Returns a descriptor or -errno. */
int store_version_open(struct store *store, const struct store_version *version);

struct store_usage {
	uint64_t bytes;
	size_t files;   /* versions, with history and drafts */
	size_t current; /* of these, shown */
};
/* Of one author; @author empty: of all. */
void store_usage(struct store *store, struct slice author, struct store_usage *out);

#endif
