/* SPDX-License-Identifier: MIT */
/* One upload, from its first byte to the index. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/text.h"
#include "store/picture.h"
#include "store/store_internal.h"

#define QUOTA_FILES   2000
#define SPARE_BYTES   ((uint64_t)64 * 1024 * 1024)
#define SPARE_PERCENT 5

static enum store_result result_of(const struct store *store, int error)
{
	if (error == -ENOSPC || error == -EDQUOT)
		return STORE_NO_SPACE;
	log_error("%.*s: %s; the upload is refused", SARG(store->path),
		log_strerror(error));
	return STORE_FAILED;
}

/* --- room ------------------------------------------------------------------------------------------ */

static bool has_space(const struct store *store, uint64_t bytes)
{
	uint64_t spare = store->options.spare_bytes;
	struct statvfs st;

	/* A file system that does not say has enough. */
	if (fstatvfs(store->folder, &st) || !st.f_blocks)
		return true;
	uint64_t size = (uint64_t)st.f_blocks * st.f_frsize;
	uint64_t left = (uint64_t)st.f_bavail * st.f_frsize;
	if (!spare) {
		spare = size / 100 * SPARE_PERCENT;
		spare = spare < SPARE_BYTES ? SPARE_BYTES : spare;
	}
	return left >= bytes && left - bytes >= spare;
}

static void add_usage(struct store *store, struct slice author, struct store_usage *out)
{
	*out = (struct store_usage){0};
	for (size_t i = 0; i < store->index.count; i++) {
		const struct store_version *it = &store->index.list[i];
		if (author.len && !slice_eq(it->author, author))
			continue;
		out->bytes += it->size_bytes;
		out->files++;
		out->current += it->state == STORE_CURRENT;
	}
}

enum store_result store_room(struct store *store, struct slice author, uint64_t bytes,
	const struct store_upload *own)
{
	size_t most =
		store->options.quota_files ? store->options.quota_files : QUOTA_FILES;
	uint64_t others = 0;
	struct store_usage usage;

	add_usage(store, author, &usage);
	for (const struct store_upload *it = store->uploads; it; it = it->next) {
		if (it == own)
			continue;
		/* What was put in the place of its bytes may be more than was announced. */
		uint64_t so_far = it->size_bytes;
		uint64_t whole = it->announced < so_far ? so_far : it->announced;
		others += whole - so_far;
		if (slice_eq(it->author, author)) {
			usage.bytes += whole;
			usage.files++;
		}
	}
	if (usage.bytes + bytes > store->options.quota_bytes)
		return STORE_FULL_BYTES;
	if (usage.files + 1 > most)
		return STORE_FULL_FILES;
	/* Its own bytes are on the disk already. */
	return has_space(store, others + (own ? 0 : bytes)) ? STORE_OK : STORE_NO_SPACE;
}

void store_usage(struct store *store, struct slice author, struct store_usage *out)
{
	pthread_mutex_lock(&store->lock);
	(void)store_refresh(store);
	add_usage(store, author, out);
	pthread_mutex_unlock(&store->lock);
}

/* --- bytes ----------------------------------------------------------------------------------------- */

static int make_temporary(struct store *store, char name[static 40])
{
	unsigned long long number;

	if (getrandom(&number, sizeof(number), 0) < 0)
		return -errno;
	/* The form that file_sweep knows. */
	snprintf(name, 40, ".splashdown-%016llx", number);
	int fd = openat(store->folder, name,
		O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}

uint64_t store_most_bytes(const struct store *store, enum store_kind kind)
{
	return kind == STORE_TEXT ? store->options.text_bytes : store->options.file_bytes;
}

enum store_result store_begin(struct store *store, const struct store_request *request,
	struct store_upload **out)
{
	if (request->size_bytes > store_most_bytes(store, request->kind))
		return STORE_TOO_LARGE;
	if (!text_is_utf8(request->source))
		return result_of(store, -EILSEQ);
	struct store_upload *upload = memory_new(1, sizeof(*upload));
	upload->store = store;
	upload->source = arena_dup(&upload->arena, request->source);
	upload->author = arena_dup(&upload->arena, request->author);
	upload->kind = request->kind;
	upload->announced = request->size_bytes;
	upload->blog = fcntl(request->blog, F_DUPFD_CLOEXEC, 0);
	pthread_mutex_lock(&store->lock);
	int error = upload->blog < 0 ? -errno : store_refresh(store);
	if (!error && store->is_moved)
		error = -ESTALE;
	enum store_result result =
		error ? STORE_OK
		      : store_room(store, upload->author, upload->announced, NULL);
	upload->file = -1;
	if (!error && result == STORE_OK)
		upload->file = make_temporary(store, upload->name);
	upload->next = store->uploads;
	store->uploads = upload;
	pthread_mutex_unlock(&store->lock);
	if (!error && result == STORE_OK && upload->file < 0)
		error = upload->file;
	if (error)
		result = result_of(store, error);
	if (result != STORE_OK) {
		store_abandon(upload);
		return result;
	}
	*out = upload;
	return STORE_OK;
}

static int write_all(int fd, struct slice bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		bytes = slice_from(bytes, (size_t)put);
	}
	return 0;
}

enum store_result store_append(struct store_upload *upload, struct slice bytes)
{
	if (upload->failed != STORE_OK)
		return upload->failed;
	if (bytes.len > upload->announced - upload->size_bytes)
		return upload->failed = STORE_TOO_LARGE;
	int error = write_all(upload->file, bytes);
	if (error)
		return upload->failed = result_of(upload->store, error);
	upload->size_bytes += bytes.len;
	return STORE_OK;
}

int store_read_back(const struct store_upload *upload, struct buf *out)
{
	if (lseek(upload->file, 0, SEEK_SET) < 0)
		return -errno;
	int error = file_read(upload->file, 0, out);
	if (lseek(upload->file, 0, SEEK_END) < 0)
		return -errno;
	return error > 0 ? -EFBIG : error;
}

void store_expect(struct store_upload *upload, uint64_t current, struct slice blog_hash)
{
	upload->expects = true;
	upload->expected = current;
	upload->expected_hash = arena_dup(&upload->arena, blog_hash);
}

void store_abandon(struct store_upload *upload)
{
	if (!upload)
		return;
	struct store *store = upload->store;
	pthread_mutex_lock(&store->lock);
	for (struct store_upload **at = &store->uploads; *at; at = &(*at)->next) {
		if (*at == upload) {
			*at = upload->next;
			break;
		}
	}
	pthread_mutex_unlock(&store->lock);
	if (upload->file >= 0) {
		close(upload->file);
		unlinkat(store->folder, upload->name, 0);
	}
	file_close_auto(&upload->blog);
	arena_fini(&upload->arena);
	free(upload);
}

/* --- the end --------------------------------------------------------------------------------------- */

static int put_instead(struct store_upload *upload, struct slice bytes)
{
	if (ftruncate(upload->file, 0) < 0 || lseek(upload->file, 0, SEEK_SET) < 0)
		return -errno;
	upload->size_bytes = bytes.len;
	return write_all(upload->file, bytes);
}

/* A picture does not say where it was taken. */
static int clean(struct store_upload *upload)
{
	struct store *store = upload->store;
	char name[sizeof(upload->name)];
	struct stat st = {0};

	if (upload->kind != STORE_FILE)
		return 0;
	auto_close int fd = make_temporary(store, name);
	if (fd < 0)
		return fd;
	int cleaned = picture_clean(upload->source, upload->file, fd);
	if (cleaned > 0 && fstat(fd, &st) < 0)
		cleaned = -errno;
	if (cleaned <= 0) {
		unlinkat(store->folder, name, 0);
		return cleaned;
	}
	unlinkat(store->folder, upload->name, 0);
	memcpy(upload->name, name, sizeof(name));
	close(upload->file);
	upload->file = fd;
	fd = -1; /* consumed */
	upload->size_bytes = (uint64_t)st.st_size;
	return 0;
}

/* A draft of the same author is superseded by whatever comes after it. */
static void drop_draft(struct store_index *index, const struct store_upload *upload)
{
	for (size_t i = index->count; i > 0; i--) {
		const struct store_version *it = &index->list[i - 1];
		if (it->state == STORE_DRAFT && slice_eq(it->source, upload->source) &&
			slice_eq(it->author, upload->author))
			store_index_remove(index, i - 1);
	}
}

/* Is what was uploaded there already? Not what is shown no more, since the blog's file went. */
static bool is_same(const struct store_version *current, enum store_kind kind,
	struct slice hash, struct slice blog_hash)
{
	if (!current)
		return slice_eq(blog_hash, hash);
	bool is_away = current->base.len && !blog_hash.len;
	return current->kind == kind && slice_eq(current->hash, hash) &&
	       (!is_away || current->is_anew);
}

static bool is_expected(const struct store_upload *upload,
	const struct store_version *current, struct slice blog_hash)
{
	if (!upload->expects)
		return true;
	return current ? current->id == upload->expected
		       : !upload->expected && slice_eq(upload->expected_hash, blog_hash);
}

static void fill_in(struct store_version *it, const struct store_upload *upload,
	struct arena *arena, enum store_state as)
{
	it->source = arena_dup(arena, upload->source);
	it->author = arena_dup(arena, upload->author);
	it->kind = upload->kind;
	it->state = as;
	it->at = time(NULL);
	it->size_bytes = upload->size_bytes;
	it->opens = upload->opens;
	it->file = arena_printf(arena, "%llu.%s", (unsigned long long)it->id,
		it->kind == STORE_TEXT ? "text" : "file");
}

/* "publish", "dg-home" and "DG_Home" are keys, and each letter of one may be an escape. */
#define OPENING "publish|dg-home|dg_home|\\x|\\u"

/* In a garden of notes one page that says so keeps back all that do not (snapshot_may_garden in scan). */
static int look_for_words(struct store_upload *upload)
{
	auto_buf struct buf text = BUF(BUF_UNLIMITED);
	int error = upload->kind == STORE_TEXT ? store_read_back(upload, &text) : 0;

	for (size_t i = 0; i < text.len && !upload->opens; i++)
		upload->opens = slice_find_char(S("pPdD\\"), text.ptr[i]) >= 0 &&
				slice_any(slice(text.ptr + i, text.len - i), S(OPENING),
					slice_starts_nocase);
	return error;
}

/* With all locks: the file becomes a version of the index. */
static enum store_result add_version(struct store_upload *upload, enum store_state as,
	struct slice hash, struct slice blog_hash, uint64_t *id)
{
	struct store *store = upload->store;
	struct store_index *index = &store->index;
	enum store_result result =
		store_room(store, upload->author, upload->size_bytes, upload);

	if (result != STORE_OK)
		return result;
	struct store_version made = {0};
	store_set_base(
		index, &made, store_index_current(index, upload->source), blog_hash);
	drop_draft(index, upload);
	if (as == STORE_CURRENT)
		store_supersede(index, upload->source);
	struct store_version *it = store_index_add(index);
	fill_in(it, upload, &index->arena, as);
	it->base = made.base;
	it->is_anew = made.is_anew;
	it->hash = arena_dup(&index->arena, hash);
	*id = it->id;
	if (renameat(store->folder, upload->name, store->folder, it->file.ptr) < 0)
		return result_of(store, -errno);
	snprintf(store->added, sizeof(store->added), "%s", it->file.ptr);
	close(upload->file);
	upload->file = -1;
	return STORE_OK;
}

static enum store_result finish(
	struct store_upload *upload, enum store_state as, uint64_t *id)
{
	struct store *store = upload->store;
	char digits[SHA256_DIGITS];
	struct slice blog_hash;
	int lock;

	int error = sha256_file(upload->file, digits);
	if (!error && fsync(upload->file) < 0)
		error = -errno;
	if (!error)
		error = look_for_words(upload);
	if (!error)
		error = store_blog_hash(
			upload->blog, upload->source, &upload->arena, &blog_hash);
	if (error)
		return result_of(store, error);
	if (store_change_begin(store, &lock))
		return STORE_FAILED;
	const struct store_version *current =
		store_index_current(&store->index, upload->source);
	struct slice hash = slice(digits, sizeof(digits));
	if (as == STORE_CURRENT && is_same(current, upload->kind, hash, blog_hash)) {
		*id = current ? current->id : 0;
		/* The draft that led to it is done with. */
		drop_draft(&store->index, upload);
		return store_change_end(store, lock, STORE_OK, slice_none);
	}
	enum store_result result = STORE_SUPERSEDED;
	if (as != STORE_CURRENT || is_expected(upload, current, blog_hash))
		result = add_version(upload, as, hash, blog_hash, id);
	result = store_change_end(store, lock, result, upload->source);
	if (result == STORE_OK && as == STORE_CURRENT)
		store_tell(store);
	return result;
}

enum store_result store_finish(struct store_upload *upload, enum store_state as,
	const struct slice *instead, uint64_t *id)
{
	enum store_result result = upload->failed;
	uint64_t most = store_most_bytes(upload->store, upload->kind);
	uint64_t made = 0;

	if (result == STORE_OK && upload->size_bytes < upload->announced)
		result = STORE_TOO_SHORT;
	if (result == STORE_OK && instead && instead->len > most)
		result = STORE_TOO_LARGE;
	if (result == STORE_OK && instead) {
		int error = put_instead(upload, *instead);
		if (error)
			result = result_of(upload->store, error);
	}
	if (result == STORE_OK) {
		int error = clean(upload);
		if (error)
			result = result_of(upload->store, error);
	}
	if (result == STORE_OK)
		result = finish(upload, as, &made);
	if (result == STORE_OK && id)
		*id = made;
	store_abandon(upload);
	return result;
}
