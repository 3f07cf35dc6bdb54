/* SPDX-License-Identifier: MIT */
/* The index: a file of YAML with a line for each version, the oldest first, and their number at its end, so that one
 * that is cut off is not taken for a shorter one. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/text.h"
#include "data/yaml.h"
#include "store/store_internal.h"

#define INDEX_MAX_BYTES (64 * 1024 * 1024)

static const struct yaml_limits limits = {INDEX_MAX_BYTES, 8 * 1000 * 1000, 8};

static const struct slice kinds[] = {[STORE_TEXT] = S("text"),
	[STORE_FILE] = S("file"),
	[STORE_DELETED] = S("deleted")};
static const struct slice states[] = {
	[STORE_CURRENT] = S("current"),
	[STORE_DRAFT] = S("draft"),
	[STORE_OLD] = S("old"),
	[STORE_CLASHED] = S("clashed"),
	[STORE_DONE] = S("done"),
};

void store_index_fini(struct store_index *index)
{
	arena_fini(&index->arena);
	*index = (struct store_index){0};
}

struct store_version *store_index_add(struct store_index *index)
{
	struct store_version *added =
		arena_next(&index->arena, index->list, index->count, index->capacity);

	*added = (struct store_version){.id = index->next++};
	return added;
}

void store_index_remove(struct store_index *index, size_t at)
{
	struct store_version *it = &index->list[at];

	if (it->file.len)
		*arena_next(&index->arena, index->removed, index->removed_count,
			index->removed_capacity) = it->file;
	memmove(it, it + 1, (--index->count - at) * sizeof(*it));
}

bool store_index_names(const struct store_index *index, struct slice name)
{
	for (size_t i = 0; i < index->count; i++) {
		if (slice_eq(index->list[i].file, name))
			return true;
	}
	return false;
}

struct store_version *store_index_find(const struct store_index *index, uint64_t id)
{
	size_t at = lower_bound(0, index->count, i, index->list[i].id < id);

	return at < index->count && index->list[at].id == id ? &index->list[at] : NULL;
}

struct store_version *store_index_current(
	const struct store_index *index, struct slice source)
{
	for (size_t i = index->count; i > 0; i--) {
		struct store_version *it = &index->list[i - 1];
		if (it->state == STORE_CURRENT && slice_eq(it->source, source))
			return it;
	}
	return NULL;
}

/* --- reading --------------------------------------------------------------------------------------- */

static struct slice text_of(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, slice_str(key));

	return value && value->kind == VALUE_SCALAR ? value->text : slice_none;
}

static bool number_of(const struct value *map, const char *key, uint64_t *out)
{
	unsigned long long number;

	if (!slice_to_uint(text_of(map, key), &number))
		return false;
	*out = number;
	return true;
}

static bool word_of(const struct value *map, const char *key, const struct slice *words,
	size_t count, unsigned *out)
{
	struct slice word = text_of(map, key);

	for (size_t i = 0; i < count; i++) {
		if (slice_eq(words[i], word)) {
			*out = (unsigned)i;
			return true;
		}
	}
	return false;
}

/* Names in the folder are ours: a number and an ending. */
static bool is_file_name(struct slice name)
{
	return name.len && ascii_is_digit(name.ptr[0]) && slice_find_char(name, '/') < 0;
}

static bool read_version(struct store_index *index, const struct value *map)
{
	uint64_t id, at;
	unsigned kind, state;

	if (!number_of(map, "id", &id) || id < index->next || id == UINT64_MAX ||
		!number_of(map, "at", &at) ||
		!word_of(map, "kind", kinds, sizeof(kinds) / sizeof(*kinds), &kind) ||
		!word_of(map, "state", states, sizeof(states) / sizeof(*states), &state))
		return false;
	index->next = id;
	struct store_version *it = store_index_add(index);
	it->kind = (enum store_kind)kind;
	it->state = (enum store_state)state;
	it->at = (int64_t)at;
	it->source = text_of(map, "source");
	it->file = text_of(map, "file");
	it->author = text_of(map, "author");
	it->base = text_of(map, "base");
	it->hash = text_of(map, "hash");
	/* Nobody asked before there was such a key. */
	it->opens = kind == STORE_TEXT && !slice_eq(text_of(map, "opens"), S("false"));
	it->is_anew = slice_eq(text_of(map, "anew"), S("true"));
	it->is_away = slice_eq(text_of(map, "away"), S("true"));
	return it->source.len && it->author.len &&
	       number_of(map, "bytes", &it->size_bytes) &&
	       (kind == STORE_DELETED) == !it->file.len &&
	       (!it->file.len || is_file_name(it->file));
}

static bool read_root(struct store_index *index, const struct value *root)
{
	const struct value *list = value_get(root, S("versions"));
	uint64_t next, count;

	if (!list || (list->kind != VALUE_LIST && list->kind != VALUE_NULL) ||
		!number_of(root, "next", &next) || !number_of(root, "count", &count))
		return false;
	index->next = 1;
	for (size_t i = 0; list->kind == VALUE_LIST && i < list->count; i++) {
		if (!read_version(index, &list->items[i]))
			return false;
	}
	if (index->count != count || next < index->next)
		return false;
	index->next = next;
	if (number_of(root, "kept-from", &index->kept_from) &&
		!number_of(root, "kept-to", &index->kept_to))
		return false;
	return true;
}

int store_index_read(int folder, struct slice path, struct store_index *out)
{
	auto_buf struct buf bytes = BUF(INDEX_MAX_BYTES + 1);
	auto_diags struct diag_list diags = {0};
	struct value root = {0};
	struct stat st;

	*out = (struct store_index){.next = 1};
	auto_close int fd = file_open_beneath(folder, S(STORE_INDEX), NULL);
	if (fd == -ENOENT)
		return 0;
	int error = fd < 0 ? fd : fstat(fd, &st) < 0 ? -errno : file_read(fd, 0, &bytes);
	if (error > 0)
		error = -EFBIG;
	if (!error) {
		out->stamp = post_stamp_of(&st);
		if (!yaml_parse(&out->arena, buf_dup(&bytes, &out->arena), &limits,
			    S(STORE_INDEX), 0, &diags, &root) ||
			!read_root(out, &root))
			error = -EBADMSG;
	}
	if (error) {
		log_error("%.*s/" STORE_INDEX " cannot be read: %s; uploads are neither "
			  "taken nor changed until it is mended",
			SARG(path),
			error == -EBADMSG ? "it is cut off or damaged"
					  : log_strerror(error));
		store_index_fini(out);
	}
	return error;
}

/* --- writing --------------------------------------------------------------------------------------- */

static void put_text(struct buf *out, const char *key, struct slice text)
{
	buf_printf(out, ", %s: ", key);
	text_put_json(out, text);
}

static void put_version(struct buf *out, const struct store_version *it)
{
	buf_printf(out, "- {id: %llu, at: %lld, kind: %.*s, state: %.*s, bytes: %llu",
		(unsigned long long)it->id, (long long)it->at, SARG(kinds[it->kind]),
		SARG(states[it->state]), (unsigned long long)it->size_bytes);
	put_text(out, "source", it->source);
	put_text(out, "file", it->file);
	put_text(out, "author", it->author);
	put_text(out, "base", it->base);
	put_text(out, "hash", it->hash);
	if (it->kind == STORE_TEXT && !it->opens)
		buf_puts(out, ", opens: false");
	if (it->is_anew)
		buf_puts(out, ", anew: true");
	if (it->is_away)
		buf_puts(out, ", away: true");
	buf_puts(out, "}\n");
}

/* After an error: it may have got its name before. */
static bool is_written(int folder, struct slice bytes)
{
	auto_buf struct buf there = BUF(INDEX_MAX_BYTES + 1);

	return file_read_beneath(folder, S(STORE_INDEX), 0, &there) == 0 &&
	       slice_eq(buf_slice(&there), bytes);
}

int store_index_write(int folder, struct slice path, const struct store_index *index)
{
	auto_buf struct buf out = BUF(INDEX_MAX_BYTES);

	buf_puts(&out,
		"# Written by splashdown: which upload stands for which file of the "
		"blog. Do not edit.\n");
	buf_printf(&out, "next: %llu\n", (unsigned long long)index->next);
	if (index->kept_to)
		buf_printf(&out, "kept-from: %llu\nkept-to: %llu\n",
			(unsigned long long)index->kept_from,
			(unsigned long long)index->kept_to);
	buf_puts(&out, "versions:\n");
	for (size_t i = 0; i < index->count; i++)
		put_version(&out, &index->list[i]);
	buf_printf(&out, "count: %zu\n", index->count);
	if (out.overflow)
		return -EFBIG;
	int error = file_replace(folder, STORE_INDEX, 0600, buf_slice(&out));
	if (!error || !is_written(folder, buf_slice(&out)))
		return error;
	log_error("%.*s/" STORE_INDEX " is written, but may not outlive a power cut: %s",
		SARG(path), log_strerror(error));
	return 0;
}
