/* SPDX-License-Identifier: MIT */
#include "app/certs_store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

#define PEM_MAX_BYTES (256 * 1024)
#define OLD_MAX       1000
#define CHAIN_MODE    0644
#define KEY_MODE      0600

/* A certificate's file may hold its key too. */
static mode_t mode_of(struct slice pem)
{
	return slice_find(pem, S("PRIVATE KEY-----")) < 0 ? CHAIN_MODE : KEY_MODE;
}

int certs_fail(char *error, int code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(error, CERTS_ERROR_BYTES, format, args);
	va_end(args);
	return code;
}

/* --- names ------------------------------------------------------------------------------------- */

void certs_store_names(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *pair)
{
	pair->chain_path = arena_printf(arena, "%s/%.*s.crt", state, SARG(host));
	pair->key_path = arena_printf(arena, "%s/%.*s.key", state, SARG(host));
}

/* Of a path that certs_store_names() made, and so ended by NUL. */
static const char *name_of(struct slice path)
{
	return path.ptr + slice_rfind_char(path, '/') + 1;
}

static const char *new_name(struct arena *arena, struct slice path)
{
	return arena_printf(arena, ".%s.new", name_of(path)).ptr;
}

static const char *old_name(struct arena *arena, struct slice path)
{
	return arena_printf(arena, "%s.old", name_of(path)).ptr;
}

/* 1, 0, or -errno: what cannot be looked at is not taken for missing. */
static int is_there(int folder, const char *name)
{
	struct stat st;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	return errno == ENOENT ? 0 : -errno;
}

int certs_store_has(int folder, struct slice path)
{
	return is_there(folder, name_of(path));
}

/* Where @path is written before a change, if it is there. */
static bool find_new(struct arena *arena, struct slice *path)
{
	const char *new = arena_printf(
		arena, "%.*s/%s", SARG(slice_path_folder(*path)), new_name(arena, *path))
				  .ptr;
	if (is_there(AT_FDCWD, new) != 1)
		return false;
	*path = slice_str(new);
	return true;
}

void certs_store_paths(struct arena *arena, const char *state, struct slice host,
	struct certs_pair *pair)
{
	certs_store_names(arena, state, host, pair);
	if (find_new(arena, &pair->key_path))
		(void)find_new(arena, &pair->chain_path);
}

/* --- changes ----------------------------------------------------------------------------------- */

/* The new pair that is beside the old one takes its place. The certificate is there for good before the
 * key goes: a new one without its key would be taken for one that does not count yet. */
static int settle(struct arena *arena, int folder, const struct certs_pair *pair)
{
	const char *chain = new_name(arena, pair->chain_path);
	const char *key = new_name(arena, pair->key_path);
	if (renameat(folder, chain, folder, name_of(pair->chain_path)) && errno != ENOENT)
		return -errno;
	int code = file_sync_folder(folder);
	if (code)
		return code;
	if (renameat(folder, key, folder, name_of(pair->key_path)))
		return -errno;
	return file_sync_folder(folder);
}

int certs_store_recover(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error)
{
	int code = is_there(folder, new_name(arena, pair->key_path));
	if (code > 0)
		code = settle(arena, folder, pair);
	else if (code == 0) /* else the next change writes over it */
		(void)unlinkat(folder, new_name(arena, pair->chain_path), 0);
	if (code)
		return certs_fail(error, code,
			"cannot finish an interrupted change of %.*s: %s",
			SARG(pair->chain_path), log_strerror(code));
	return 0;
}

int certs_store_put(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error)
{
	const char *chain = new_name(arena, pair->chain_path);
	const char *key = new_name(arena, pair->key_path);
	int code = file_replace(folder, chain, mode_of(pair->chain_pem), pair->chain_pem);
	if (!code)
		code = file_replace(folder, key, KEY_MODE, pair->key_pem);
	if (code) {
		(void)unlinkat(folder, key, 0);
		(void)unlinkat(folder, chain, 0);
		return certs_fail(error, code,
			"%.*s and its key cannot be written: %s; the old files are "
			"unchanged",
			SARG(pair->chain_path), log_strerror(code));
	}
	code = settle(arena, folder, pair);
	if (code)
		return certs_fail(error, code,
			"the new %.*s and its key were written, but cannot be moved into "
			"place: %s; the next start or \"splashdown cert\" tries again",
			SARG(pair->chain_path), log_strerror(code));
	return 0;
}

int certs_store_put_certificate(int folder, const struct certs_pair *pair, char *error)
{
	int code = file_replace(folder, name_of(pair->chain_path),
		mode_of(pair->chain_pem), pair->chain_pem);
	if (code)
		return certs_fail(error, code,
			"%.*s cannot be written: %s; the old one is unchanged",
			SARG(pair->chain_path), log_strerror(code));
	return 0;
}

/* --- what was there ------------------------------------------------------------------------------ */

int certs_store_read(struct arena *arena, const char *path, struct slice *out)
{
	struct buf bytes = BUF(PEM_MAX_BYTES);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	/* All at once: growth would leave copies of keys behind. */
	buf_reserve(&bytes, PEM_MAX_BYTES);
	int code = file_read(fd, PEM_MAX_BYTES, &bytes);
	*out = buf_dup(&bytes, arena);
	buf_wipe(&bytes);
	return code < 0 ? code : 0;
}

/* One of the two files, and what of it is kept already. */
struct kept {
	struct slice path, bytes, old_bytes;
	const char *old;
	bool is_key, is_there, old_is_there;
};

static int look(struct arena *arena, struct kept *it)
{
	struct slice old = arena_printf(arena, "%.*s.old", SARG(it->path));
	it->old = name_of(old);
	int code = certs_store_read(arena, arena_cstr(arena, it->path), &it->bytes);
	it->is_there = !code;
	if (!code || code == -ENOENT) {
		code = certs_store_read(arena, old.ptr, &it->old_bytes);
		it->old_is_there = code != -ENOENT;
	}
	return code == -ENOENT ? 0 : code;
}

static bool is_kept(const struct kept *it)
{
	return !it->is_there || (it->old_is_there && slice_eq(it->bytes, it->old_bytes));
}

static bool is_free(
	struct arena *arena, int folder, const struct kept kept[2], unsigned number)
{
	for (size_t i = 0; i < 2; i++) {
		const char *name = arena_printf(arena, "%s.%u", kept[i].old, number).ptr;
		if (is_there(folder, name) != 0)
			return false;
	}
	return true;
}

/* The .old files of before become .old.1, or the first number at which nothing is. */
static int make_room(struct arena *arena, int folder, const struct kept kept[2])
{
	unsigned number = 1;
	if (!kept[0].old_is_there && !kept[1].old_is_there)
		return 0;
	while (number < OLD_MAX && !is_free(arena, folder, kept, number))
		number++;
	if (number == OLD_MAX)
		return -EEXIST;
	for (size_t i = 0; i < 2; i++) {
		const char *to = arena_printf(arena, "%s.%u", kept[i].old, number).ptr;
		if (kept[i].old_is_there && renameat(folder, kept[i].old, folder, to))
			return -errno;
	}
	return 0;
}

int certs_store_keep(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error)
{
	struct kept kept[2] = {
		{.path = pair->chain_path}, {.path = pair->key_path, .is_key = true}};
	int code = look(arena, &kept[0]);
	if (!code)
		code = look(arena, &kept[1]);
	if (!code && is_kept(&kept[0]) && is_kept(&kept[1]))
		return 0;
	if (!code)
		code = make_room(arena, folder, kept);
	for (size_t i = 0; i < 2 && !code; i++) {
		if (kept[i].is_there)
			code = file_replace(folder, kept[i].old,
				kept[i].is_key ? KEY_MODE : mode_of(kept[i].bytes),
				kept[i].bytes);
	}
	if (code)
		return certs_fail(error, code,
			"%.*s and its key cannot be saved as .old: %s; they are "
			"unchanged",
			SARG(pair->chain_path), log_strerror(code));
	return 0;
}

int certs_store_take_back(struct arena *arena, int folder, const struct certs_pair *pair)
{
	struct certs_pair old;
	char error[CERTS_ERROR_BYTES];
	const char *chain = arena_printf(arena, "%.*s.old", SARG(pair->chain_path)).ptr;
	if (certs_load(arena, chain, arena_cstr(arena, pair->key_path), &old, error))
		return 0;
	if (renameat(folder, old_name(arena, pair->chain_path), folder,
		    name_of(pair->chain_path)))
		return -errno;
	return 1;
}

int certs_store_refuse_orphan(
	struct arena *arena, int folder, const struct certs_pair *pair, char *error)
{
	const char *key = name_of(pair->key_path), *chain = name_of(pair->chain_path);
	int has_key = is_there(folder, key), has_chain = is_there(folder, chain);
	int has_old = is_there(folder, old_name(arena, pair->key_path));
	int code = has_key < 0 ? has_key : has_chain < 0 ? has_chain : has_old;
	bool both = is_there(folder, old_name(arena, pair->chain_path)) == 1;
	if (code < 0)
		return certs_fail(error, code, "cannot look for %.*s: %s",
			SARG(pair->key_path), log_strerror(code));
	if (has_key || (!has_old && !has_chain))
		return 0;
	if (!has_old)
		return certs_fail(error, -ENOKEY,
			"%.*s is missing, and %s is useless without it: restore the key "
			"from a backup, or move %s to another folder to have a new key "
			"generated (clients then warn their readers)",
			SARG(pair->key_path), chain, chain);
	return certs_fail(error, -ENOKEY,
		"%.*s is missing, but %s.old is there, and readers may know it: rename "
		"%s.old to %s%s to keep using %s, or move %s to another folder to have a "
		"new key generated",
		SARG(pair->key_path), key, key, key,
		both ? arena_printf(arena, " and %s.old to %s", chain, chain).ptr : "",
		both ? "them" : "it",
		has_chain ? arena_printf(arena, "%s.old and %s", key, chain).ptr
		: both    ? "them"
			  : "it");
}
