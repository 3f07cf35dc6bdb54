/* SPDX-License-Identifier: MIT */
#include "source/data_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "data/yaml.h"

/* A listed file or folder. */
struct item {
	struct slice name; /* of the file */
	bool is_folder;
	struct item *items; /* of a folder, by name */
	size_t count;
	const struct item *above; /* the folder that it is in, while that is listed */
	dev_t device;
	ino_t inode;
};

struct loading {
	struct arena arena; /* of what is listed */
	struct data_files *data;
	size_t files, bytes, looked_at, passed;
	unsigned long long version;
	int trouble;
	bool is_cut; /* there were more names */
};

static bool has_ending(struct slice name)
{
	return slice_any(name, S(".yml|.yaml|.json|.csv|.tsv"), slice_ends_nocase);
}

static void note(struct loading *loading, int error)
{
	if (!loading->trouble && file_is_trouble(error))
		loading->trouble = error;
}

/* Opens a folder beneath the site's; symlinks that leave it do not count. */
static int open_folder(int parent, struct arena *arena, struct slice name)
{
	return file_beneath(parent, arena_cstr(arena, name), O_RDONLY | O_DIRECTORY);
}

static void list(
	struct loading *loading, int parent, struct item *folder, unsigned depth);

/* Does a link lead back to @folder, or to one that it is in? */
static bool leads_back(const struct item *folder, const struct stat *st)
{
	for (; folder; folder = folder->above) {
		if (folder->device == st->st_dev && folder->inode == st->st_ino)
			return true;
	}
	return false;
}

/* Adds the entry @name of the folder @fd. */
static void add(struct loading *loading, int fd, struct item *folder, size_t *capacity,
	struct slice name, unsigned depth)
{
	struct stat st;

	if (loading->files >= DATA_FILES_MAX ||
		loading->looked_at >= DATA_FILES_MAX_NAMES) {
		loading->is_cut = true;
		return;
	}
	loading->looked_at++;
	if (fstatat(fd, name.ptr, &st, 0) < 0) {
		note(loading, -errno);
		return;
	}
	struct item item = {
		.name = name, .is_folder = S_ISDIR(st.st_mode), .above = folder};
	if (item.is_folder && leads_back(folder, &st))
		return;
	if (item.is_folder && depth < DATA_FILES_DEPTH_MAX)
		list(loading, fd, &item, depth + 1);
	else if (!S_ISREG(st.st_mode) || !has_ending(name))
		return;
	const int64_t facts[] = {
		st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (int64_t)st.st_ino};
	if (!item.is_folder)
		loading->version =
			slice_hash_more(slice_hash_more(loading->version, name),
				slice((const char *)facts, sizeof(facts)));
	loading->files++;
	*arena_next(&loading->arena, folder->items, folder->count, *capacity) = item;
}

/* Pictures and other files beside the data cost next to nothing, but links may show them again and again. */
static bool may_pass(struct loading *loading)
{
	return loading->passed++ < DATA_FILES_MAX_PASSED;
}

/* Lists @folder, by name. */
static void list(struct loading *loading, int parent, struct item *folder, unsigned depth)
{
	int fd = open_folder(parent, &loading->arena, folder->name);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct slice *names = NULL;
	struct dirent *entry;
	struct stat st;
	size_t count = 0, room = 0, capacity = 0;

	if (!dir || fstat(fd, &st) < 0) {
		note(loading, fd < 0 ? fd : -errno);
		if (dir)
			closedir(dir);
		else
			file_close_auto(&fd);
		return;
	}
	folder->device = st.st_dev;
	folder->inode = st.st_ino;
	while (errno = 0, count <= DATA_FILES_MAX && (entry = readdir(dir))) {
		struct slice name = slice_str(entry->d_name);
		const bool is_other = entry->d_type == DT_REG && !has_ending(name);
		if (*name.ptr == '.' || (is_other && may_pass(loading)))
			continue;
		*arena_next(&loading->arena, names, count, room) =
			arena_dup(&loading->arena, name);
	}
	note(loading, -errno);
	if (count > DATA_FILES_MAX) {
		loading->is_cut = true;
		count = DATA_FILES_MAX;
	}
	if (count)
		qsort(names, count, sizeof(*names), slice_order);
	loading->version = slice_hash_more(loading->version, folder->name);
	for (size_t i = 0; i < count; i++)
		add(loading, dirfd(dir), folder, &capacity, names[i], depth);
	closedir(dir);
	if (folder->count)
		qsort(folder->items, folder->count, sizeof(*folder->items), slice_order);
}

/* --- tables ------------------------------------------------------------------------------------ */

/* Takes a cell from @in; quoted cells may hold anything, with quotes doubled. *ends: the last of its row. */
static struct slice cell(struct arena *arena, struct slice *in, char between, bool *ends)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	bool quoted = slice_starts(*in, S("\""));
	size_t at = quoted;

	for (; at < in->len; at++) {
		char c = in->ptr[at];
		if (quoted && c == '"') {
			quoted = at + 1 < in->len && in->ptr[at + 1] == '"';
			at += quoted;
			if (quoted)
				buf_putc(&out, c);
			continue;
		}
		if (!quoted && (c == between || c == '\n'))
			break;
		if (quoted || c != '\r')
			buf_putc(&out, c);
	}
	*ends = at >= in->len || in->ptr[at] == '\n';
	*in = slice_from(*in, at + 1);
	return buf_take(&out, arena);
}

static bool is_full(const struct arena *arena)
{
	return arena->used_bytes > DATA_FILES_MAX_MEMORY;
}

/* The next row as a map of @names; @pairs is room for them. False: there is too much. */
static bool read_row(struct arena *arena, struct slice *in, char between,
	const struct value *names, struct value_pair *pairs, struct value *row)
{
	size_t count = 0;
	bool ends = false;

	for (size_t i = 0; in->len && !ends; i++) {
		struct slice text = cell(arena, in, between, &ends);
		if (is_full(arena))
			return false;
		if (i < names->count)
			pairs[count++] = (struct value_pair){
				.key = names->items[i].text,
				.value = {.kind = VALUE_SCALAR,
					.quoted = true,
					.text = text},
			};
	}
	*row = value_map(arena, pairs, count);
	return true;
}

/* Rows as maps, with keys from the first row. False: there is too much, and *root is empty. */
static bool read_table(
	struct arena *arena, struct slice in, char between, struct value *root)
{
	auto_arena struct arena scratch = {0};
	struct value names = {.kind = VALUE_LIST}, rows = {.kind = VALUE_LIST};
	bool ends = false;

	while (in.len && !ends) {
		struct slice name = cell(arena, &in, between, &ends);
		if (is_full(arena))
			return false;
		*value_add_item(arena, &names) = (struct value){
			.kind = VALUE_SCALAR, .quoted = true, .text = name};
	}
	struct value_pair *pairs = arena_array(&scratch, names.count, struct value_pair);
	while (in.len) {
		struct value row;
		if (*in.ptr == '\n' || *in.ptr == '\r') {
			in = slice_from(in, 1);
			continue;
		}
		if (!read_row(arena, &in, between, &names, pairs, &row))
			return false;
		*value_add_item(arena, &rows) = row;
	}
	*root = rows;
	return true;
}

/* --- reading ------------------------------------------------------------------------------------- */

/* Jekyll's key: without the extension, only letters and digits, "_" for spaces. */
static struct slice key_of(struct arena *arena, const struct item *item)
{
	struct slice name = item->name;
	struct buf key = BUF(BUF_MAX_BYTES);

	if (!item->is_folder)
		name = slice_head(name, (size_t)slice_rfind_char(name, '.'));
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		if (ascii_is_alnum(c) || c == '_' || c == '-' || (c & 0x80))
			buf_putc(&key, c);
		else if (c == ' ')
			buf_putc(&key, '_');
	}
	return buf_take(&key, arena);
}

static void say_too_large(struct loading *loading, struct slice path)
{
	diag_add(&loading->data->diags, DIAG_WARNING, path, 0, 0,
		"it is empty for templates", "this data file is too large");
}

static void read_file(struct loading *loading, int folder, struct slice path,
	struct slice name, struct value *out)
{
	struct arena *arena = &loading->data->arena;
	auto_buf struct buf bytes = BUF(YAML_CONFIG_MAX_BYTES);
	bool fits = true;

	int error = file_read_beneath(folder, name, 0, &bytes);
	note(loading, error < 0 ? error : 0);
	loading->bytes += bytes.len;
	if (error < 0) {
		if (!file_is_trouble(error))
			diag_add(&loading->data->diags, DIAG_WARNING, path, 0, 0,
				"it is empty for templates", "cannot be read: %s",
				log_strerror(error));
		return;
	}
	if (error || loading->bytes > DATA_FILES_MAX_BYTES || is_full(arena)) {
		say_too_large(loading, path);
		return;
	}
	/* The tree borrows from it. */
	struct slice text = buf_take(&bytes, arena);
	slice_skip(&text, S("\xef\xbb\xbf"));
	if (slice_ends_nocase(name, S(".csv")))
		fits = read_table(arena, text, ',', out);
	else if (slice_ends_nocase(name, S(".tsv")))
		fits = read_table(arena, text, '\t', out);
	else
		yaml_parse(arena, text, &yaml_config_limits, path, 0,
			&loading->data->diags, out);
	if (!fits)
		say_too_large(loading, path);
}

static void read_folder(struct loading *loading, int parent, struct slice path,
	const struct item *folder, struct value *out)
{
	struct arena *arena = &loading->data->arena;
	auto_close int fd = open_folder(parent, &loading->arena, folder->name);

	out->kind = VALUE_MAP;
	if (fd < 0) {
		note(loading, fd);
		return;
	}
	for (size_t i = 0; i < folder->count; i++) {
		const struct item *item = &folder->items[i];
		struct slice file =
			arena_printf(arena, "%.*s/%.*s", SARG(path), SARG(item->name));
		struct value_pair pair = {.key = key_of(arena, item)};
		if (item->is_folder)
			read_folder(loading, fd, file, item, &pair.value);
		else
			read_file(loading, fd, file, item->name, &pair.value);
		*value_add_pair(arena, out) = pair;
	}
}

static struct data_files *again(struct data_files *data)
{
	if (data)
		data->refs++;
	return data;
}

struct data_files *data_files_load(int folder, const struct settings *settings,
	struct data_files *previous, int *trouble)
{
	struct loading loading = {0};
	struct item top = {.name = settings->data_dir, .is_folder = true};
	struct data_files *data = NULL;

	if (!top.name.len)
		return NULL;
	list(&loading, folder, &top, 0);
	bool same = previous && previous->version == loading.version;
	if (same || loading.trouble) {
		data = again(previous);
	} else if (top.count) {
		data = loading.data = memory_new(1, sizeof(*data));
		struct value *root = arena_new(&data->arena, struct value);
		data->refs = 1;
		data->version = loading.version;
		data->root = root;
		diag_init(&data->diags);
		read_folder(&loading, folder, top.name, &top, root);
		if (loading.is_cut)
			diag_add(&data->diags, DIAG_WARNING, top.name, 0, 0,
				"what comes after them is empty for templates",
				"more than %d data files, or %d names, in the folder of "
				"data",
				DATA_FILES_MAX, DATA_FILES_MAX_NAMES);
		/* Otherwise half of it would be shown as if it were everything. */
		if (loading.trouble && previous) {
			data_files_unref(data);
			data = again(previous);
		}
	}
	*trouble = loading.trouble;
	arena_fini(&loading.arena);
	return data;
}

void data_files_unref(struct data_files *data)
{
	if (!data || --data->refs)
		return;
	diag_fini(&data->diags);
	arena_fini(&data->arena);
	free(data);
}
