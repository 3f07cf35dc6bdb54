/* SPDX-License-Identifier: MIT */
/* What is done to uploads that are there. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "base/sha256.h"
#include "base/text.h"
#include "store/store_internal.h"

int store_blog_hash(int blog, struct slice source, struct arena *arena, struct slice *out)
{
	char digits[SHA256_DIGITS];

	*out = slice_none;
	auto_close int fd = file_open_beneath(blog, source, NULL);
	if (fd == -ENOENT)
		return 0;
	int error = fd < 0 ? fd : sha256_file(fd, digits);
	if (!error)
		*out = arena_dup(arena, slice(digits, sizeof(digits)));
	return error;
}

void store_set_base(struct store_index *index, struct store_version *it,
	const struct store_version *current, struct slice blog_hash)
{
	it->base = current ? current->base : arena_dup(&index->arena, blog_hash);
	it->is_anew = it->base.len && !blog_hash.len;
	it->is_away = false;
}

void store_retire(struct store_version *it, enum store_state state)
{
	it->state = state;
	it->is_away = false;
}

void store_supersede(struct store_index *index, struct slice source)
{
	struct store_version *current = store_index_current(index, source);

	if (current)
		store_retire(current, STORE_OLD);
}

/* Ends a change that readers see. */
static enum store_result end(
	struct store *store, int lock, enum store_result result, struct slice source)
{
	result = store_change_end(store, lock, result, source);
	if (result == STORE_OK)
		store_tell(store);
	return result;
}

/* Adds a version of @source with what @like says. */
static void add_like(struct store_index *index, const struct store_version *like,
	struct slice source, struct slice author, struct slice blog_hash)
{
	struct store_version copy = *like;

	store_set_base(index, &copy, store_index_current(index, source), blog_hash);
	store_supersede(index, source);
	struct store_version *it = store_index_add(index);
	copy.id = it->id;
	copy.state = STORE_CURRENT;
	copy.source = arena_dup(&index->arena, source);
	copy.author = arena_dup(&index->arena, author);
	copy.at = time(NULL);
	*it = copy;
}

enum store_result store_delete(struct store *store, struct slice source,
	struct slice author, uint64_t expected, int blog)
{
	static const struct store_version deleted = {.kind = STORE_DELETED};
	auto_arena struct arena arena = {0};
	struct slice hash;
	int lock;

	int error = text_is_utf8(source) ? store_blog_hash(blog, source, &arena, &hash)
					 : -EILSEQ;
	if (error) {
		log_error("%.*s cannot be read: %s; it is not deleted", SARG(source),
			log_strerror(error));
		return STORE_FAILED;
	}
	source = arena_dup(&arena, source);
	if (store_change_begin(store, &lock))
		return STORE_FAILED;
	struct store_version *current = store_index_current(&store->index, source);
	enum store_result result = STORE_OK;
	if ((current ? current->id : 0) != expected)
		result = STORE_SUPERSEDED;
	else if ((!current && !hash.len) || (current && current->kind == STORE_DELETED))
		result = STORE_NO_VERSION;
	else
		add_like(&store->index, &deleted, source, author, hash);
	return end(store, lock, result, source);
}

enum store_result store_restore(struct store *store, uint64_t id, struct slice author,
	uint64_t expected, int blog)
{
	auto_arena struct arena arena = {0};
	struct store_version like;
	struct slice hash;
	int lock;

	if (!store_version_find(store, &arena, id, &like) || like.state == STORE_DRAFT ||
		like.state == STORE_CURRENT)
		return STORE_NO_VERSION;
	int error = store_blog_hash(blog, like.source, &arena, &hash);
	if (error) {
		log_error("%.*s cannot be read: %s; no version is restored",
			SARG(like.source), log_strerror(error));
		return STORE_FAILED;
	}
	if (store_change_begin(store, &lock))
		return STORE_FAILED;
	const struct store_version *current =
		store_index_current(&store->index, like.source);
	const struct store_version *there = store_index_find(&store->index, id);
	enum store_result result = STORE_NO_VERSION;
	if ((current ? current->id : 0) != expected)
		result = STORE_SUPERSEDED;
	else if (there)
		result = store_room(store, author, like.size_bytes, NULL);
	if (result == STORE_OK) {
		/* Its strings stay in the index's arena. */
		struct store_version copy = *there;
		add_like(&store->index, &copy, like.source, author, hash);
	}
	return end(store, lock, result, like.source);
}

enum store_result store_discard(struct store *store, uint64_t id)
{
	int lock;

	if (store_change_begin(store, &lock))
		return STORE_FAILED;
	struct store_version *it = store_index_find(&store->index, id);
	if (!it || (it->state != STORE_CURRENT && it->state != STORE_DRAFT))
		return store_change_end(store, lock, STORE_NO_VERSION, slice_none);
	if (it->state == STORE_DRAFT) {
		store_index_remove(&store->index, (size_t)(it - store->index.list));
		store->erases = true;
		return store_change_end(store, lock, STORE_OK, slice_none);
	}
	store_retire(it, STORE_OLD);
	return end(store, lock, STORE_OK, it->source);
}

enum store_result store_forget(
	struct store *store, struct slice source, uint64_t newest, size_t *erased)
{
	bool is_other = false;
	int lock;

	*erased = 0;
	if (store_change_begin(store, &lock))
		return STORE_FAILED;
	for (size_t i = store->index.count; i > 0; i--) {
		const struct store_version *it = &store->index.list[i - 1];
		if (!slice_eq(it->source, source))
			continue;
		is_other = !*erased && newest && it->id != newest;
		if (is_other)
			break;
		store_index_remove(&store->index, i - 1);
		++*erased;
	}
	enum store_result result = is_other  ? STORE_SUPERSEDED
				   : *erased ? STORE_OK
					     : STORE_NO_VERSION;
	store->erases = true;
	result = store_change_end(store, lock, result, slice_none);
	/* Also when files are left: readers do not see them. */
	if (*erased)
		store_tell(store);
	return result;
}

/* --- what is there --------------------------------------------------------------------------------- */

static struct store_version copy_of(struct arena *arena, const struct store_version *it)
{
	struct store_version copy = *it;

	copy.source = arena_dup(arena, it->source);
	copy.file = arena_dup(arena, it->file);
	copy.author = arena_dup(arena, it->author);
	copy.base = arena_dup(arena, it->base);
	copy.hash = arena_dup(arena, it->hash);
	return copy;
}

int store_versions(struct store *store, struct arena *arena, struct slice source,
	struct store_version **out, size_t *count)
{
	size_t most = 0;

	pthread_mutex_lock(&store->lock);
	int error = store_refresh(store);
	const struct store_index *index = &store->index;
	for (size_t i = 0; i < index->count && !error; i++)
		most += !source.len || slice_eq(index->list[i].source, source);
	*out = arena_array(arena, most + 1, struct store_version);
	*count = 0;
	for (size_t i = index->count; i > 0 && !error; i--) {
		const struct store_version *it = &index->list[i - 1];
		if (!source.len || slice_eq(it->source, source))
			(*out)[(*count)++] = copy_of(arena, it);
	}
	pthread_mutex_unlock(&store->lock);
	return error;
}

int store_newest(struct store *store, struct arena *arena, struct slice source,
	struct store_version *out)
{
	struct store_version *list;
	size_t count;

	*out = (struct store_version){0};
	int error = store_versions(store, arena, source, &list, &count);
	for (size_t i = 0; i < count && !out->id; i++) {
		if (list[i].state != STORE_DRAFT)
			*out = list[i];
	}
	return error;
}

bool store_version_find(
	struct store *store, struct arena *arena, uint64_t id, struct store_version *out)
{
	pthread_mutex_lock(&store->lock);
	int error = store_refresh(store);
	const struct store_version *it = store_index_find(&store->index, id);
	if (!error && it)
		*out = copy_of(arena, it);
	pthread_mutex_unlock(&store->lock);
	return !error && it;
}

int store_version_open(struct store *store, const struct store_version *version)
{
	if (!version->file.len)
		return -ENOENT;
	return file_open_beneath(store->folder, version->file, NULL);
}
