/* SPDX-License-Identifier: MIT */
/* The files that settings are read from. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "data/frontmatter.h"
#include "data/toml.h"
#include "data/yaml.h"
#include "source/overlay.h"
#include "source/settings_reader.h"

#define NAMES_MAX 1000

/* @error (negative errno, or not) of opening @path, if that does not say that there is no such file. A symlink that
 * leaves the folder, or leads to nothing as in the middle of a deploy, is there. */
static int error_of_present(int folder, struct slice path, int error)
{
	auto_arena struct arena arena = {0};
	struct stat st;

	if (error >= 0 || error == -ENOTDIR)
		return 0;
	if (error != -ENOENT)
		return error;
	if (fstatat(folder, arena_cstr(&arena, path), &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		!S_ISLNK(st.st_mode))
		return 0;
	return -EXDEV;
}

const char *settings_what_failed(int error)
{
	return error == -EXDEV ? "a symbolic link that leaves the site's folder, or "
				 "leads to nothing"
			       : log_strerror(error);
}

void settings_failed(struct settings_reader *reader, struct slice file, int error)
{
	const bool passes = file_is_trouble(error);

	if (!error || error == -ENOENT || error == -ENOTDIR || reader->trouble ||
		(reader->hides_nothing && !passes))
		return;
	reader->trouble = error == -EXDEV ? -EACCES : error;
	diag_add(reader->diags, DIAG_ERROR, file, 0, 0,
		passes || error == -EFBIG
			? "the site's settings are unknown without it"
			: "the site's settings are unknown until the server's user may "
			  "read it",
		"cannot be read: %s", settings_what_failed(error));
}

static bool is_changing(const struct stat *st)
{
	return file_is_changing(file_time_ns(&st->st_mtim));
}

/* Remembers the file for settings_are_unsettled, if more may be shown without it. */
static void note_file(struct settings_reader *reader, struct slice file, int fd,
	const struct buf *bytes)
{
	struct settings *settings = reader->settings;
	struct stat st;

	if (fd < 0 || (reader->hides_nothing && !reader->opens_when_away))
		return;
	reader->is_changing |= fstat(fd, &st) == 0 && is_changing(&st);
	if (bytes->len)
		*arena_next(&settings->arena, settings->files, settings->file_count,
			reader->file_capacity) = arena_dup(&settings->arena, file);
}

static bool is_empty_or_away(int folder, struct slice file)
{
	uint64_t size_bytes = 0;
	auto_close int fd = file_open_beneath(folder, file, &size_bytes);

	return fd < 0 || !size_bytes;
}

bool settings_are_unsettled(const struct settings_reader *reader)
{
	const struct settings *now = reader->settings, *before = reader->config->before;

	if (!before || reader->is_changing)
		return before != NULL;
	for (size_t i = 0; i < before->file_count; i++) {
		const struct slice file = before->files[i];
		/* Mostly they are the same. */
		if ((i < now->file_count && slice_eq(now->files[i], file)) ||
			slice_is_among(file, now->files, now->file_count))
			continue;
		if (is_empty_or_away(reader->folder, file))
			return true;
	}
	return false;
}

int settings_read_bytes(
	struct settings_reader *reader, struct slice file, struct slice *bytes)
{
	auto_buf struct buf buf = BUF(YAML_CONFIG_MAX_BYTES);

	auto_close int fd = file_open_beneath(reader->folder, file, NULL);
	int error = fd < 0 ? fd : file_read(fd, 0, &buf);
	note_file(reader, file, fd, &buf);
	if (error > 0)
		error = -EFBIG;
	const int failed = error_of_present(reader->folder, file, error);
	settings_failed(reader, file, failed);
	error = failed ? failed : error;
	/* Trees borrow from the bytes. */
	*bytes = error < 0 ? slice_none : buf_dup(&buf, &reader->settings->arena);
	if (error >= 0)
		reader->settings->version =
			slice_hash_more(reader->settings->version, *bytes);
	slice_skip(bytes, S("\xEF\xBB\xBF"));
	return error;
}

int settings_read_closing(
	struct settings_reader *reader, struct slice file, struct slice *bytes)
{
	reader->opens_when_away = true;
	int error = settings_read_bytes(reader, file, bytes);
	reader->opens_when_away = false;
	return error;
}

struct slice settings_read_file(struct settings_reader *reader, struct slice file)
{
	struct slice bytes;

	return settings_read_bytes(reader, file, &bytes) < 0 ? slice_none : bytes;
}

const struct value *settings_read_data(struct settings_reader *reader, struct slice file)
{
	struct settings *settings = reader->settings;
	struct value *root = arena_new(&settings->arena, struct value);
	bool toml = slice_ends(file, S(".toml"));
	struct slice bytes;

	if (!toml && !slice_ends(file, S(".yml")) && !slice_ends(file, S(".yaml")) &&
		!slice_ends(file, S(".json")))
		return NULL;
	int error = settings_read_bytes(reader, file, &bytes);
	if (error < 0) {
		if (!reader->trouble)
			diag_add(reader->diags, DIAG_ERROR, file, 0, 0,
				"the site is served without its settings",
				"cannot be read: %s", settings_what_failed(error));
		return NULL;
	}
	if (toml)
		toml_parse(&settings->arena, bytes, file, 0, reader->diags, root);
	else
		yaml_parse(&settings->arena, bytes, &yaml_config_limits, file, 0,
			reader->diags, root);
	return root;
}

const struct value *settings_read_tree(struct settings_reader *reader, struct slice file)
{
	const struct value *root = settings_read_data(reader, file);

	return root && root->kind == VALUE_MAP ? root : NULL;
}

void settings_merge(struct settings *settings, struct value *to, const struct value *from)
{
	for (size_t i = 0; from && from->kind == VALUE_MAP && i < from->count; i++) {
		const struct value_pair *pair = &from->pairs[i];
		struct value *old = (struct value *)value_get(to, pair->key);
		if (old && old->kind == VALUE_MAP && pair->value.kind == VALUE_MAP)
			settings_merge(settings, old, &pair->value);
		else
			*value_add_pair(&settings->arena, to) = *pair;
	}
}

/* Opens a folder beneath the site's, never outside it. Returns a descriptor or -errno. */
static int open_folder(struct settings_reader *reader, struct slice path)
{
	auto_arena struct arena arena = {0};
	const char *name = path.len ? arena_cstr(&arena, path) : ".";
	int fd = file_beneath(reader->folder, name, O_RDONLY | O_DIRECTORY);

	if (fd < 0 && file_is_trouble(fd))
		settings_failed(reader, path, fd);
	return fd;
}

bool settings_has_folder(struct settings_reader *reader, struct slice path)
{
	auto_close int fd = open_folder(reader, path);

	return fd >= 0;
}

size_t settings_list(
	struct settings_reader *reader, struct slice folder, struct slice **names)
{
	int fd = open_folder(reader, folder);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *item;
	size_t count = 0;

	*names = arena_array(&reader->settings->arena, NAMES_MAX, struct slice);
	if (!dir) {
		settings_failed(reader, folder, fd < 0 ? fd : -errno);
		if (fd >= 0)
			close(fd);
		return 0;
	}
	while (errno = 0, count < NAMES_MAX && (item = readdir(dir))) {
		if (*item->d_name != '.')
			(*names)[count++] = arena_dup(
				&reader->settings->arena, slice_str(item->d_name));
	}
	settings_failed(reader, folder, -errno);
	closedir(dir);
	qsort(*names, count, sizeof(**names), slice_order);
	return count;
}

/* Posts include fragments: when one changes, every post may change. */
#define INCLUDES_MAX       4096
#define INCLUDES_DEPTH_MAX 8

/* Takes @fd. */
static void hash_folder(struct settings_reader *reader, int fd, struct slice top,
	unsigned depth, unsigned *left)
{
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	unsigned long long sum = 0; /* whatever the order they are listed in */
	struct dirent *item;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while (errno = 0, *left && (item = readdir(dir))) {
		struct stat st;
		if (*item->d_name == '.')
			continue;
		if (fstatat(fd, item->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
			settings_failed(reader, top, -errno);
			continue;
		}
		(*left)--;
		if (S_ISDIR(st.st_mode)) {
			if (depth < INCLUDES_DEPTH_MAX)
				hash_folder(reader,
					openat(fd, item->d_name,
						O_RDONLY | O_DIRECTORY | O_CLOEXEC |
							O_NOFOLLOW),
					top, depth + 1, left);
			continue;
		}
		const int64_t facts[] = {
			st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
		sum += slice_hash_more(slice_hash(slice_str(item->d_name)),
			slice((const char *)facts, sizeof(facts)));
	}
	settings_failed(reader, top, -errno);
	closedir(dir);
	reader->settings->version += sum;
}

void settings_hash_includes(struct settings_reader *reader, struct slice folder)
{
	unsigned left = INCLUDES_MAX;

	if (folder.len)
		hash_folder(reader, open_folder(reader, folder), folder, 0, &left);
}

/* Of a section's file only front matter is read, as far as a scan reads that of a page. */
#define SECTION_MAX (YAML_FRONT_MATTER_MAX_BYTES + 8 * 1024)

/* What cannot be read to its end may hide what is below, so it does. */
static void hide_below(struct arena *arena, struct value *root)
{
	static const struct slice all = S("draft: true\ncascade: {draft: true}\n");

	yaml_parse(arena, all, &yaml_front_matter_limits, slice_none, 0, NULL, root);
}

bool settings_parse_section(
	struct arena *arena, struct slice text, bool at_end, struct value *root)
{
	auto_diags struct diag_list diags = {0};
	struct frontmatter fm;

	at_end &= text.len <= SECTION_MAX;
	frontmatter_split(slice_head(text, SECTION_MAX), at_end, FRONTMATTER_MARKED, &fm);
	if (fm.format == FRONTMATTER_NONE)
		return false;
	/* Faults are reported when it is read as a page. */
	bool is_read = frontmatter_parse(arena, &fm, slice_none, &diags, root);
	if (!fm.whole || (!is_read && fm.raw.len > YAML_FRONT_MATTER_MAX_BYTES))
		hide_below(arena, root);
	return root->kind == VALUE_MAP;
}

void settings_note(struct folder_reading *reading, struct slice file, int error)
{
	if (!error || reading->trouble)
		return;
	reading->trouble = error;
	reading->file = file;
}

int settings_read_beside(const struct settings *settings, int folder, struct slice path,
	struct slice name, size_t max_bytes, struct buf *out,
	struct folder_reading *reading)
{
	auto_arena struct arena arena = {0};
	struct stat st;
	int error =
		overlay_read_in(settings->overlay, folder, path, name, max_bytes, out);

	reading->files += error >= 0 && out->len;
	reading->is_changing |= folder >= 0 && error >= 0 &&
				fstatat(folder, arena_cstr(&arena, name), &st, 0) == 0 &&
				is_changing(&st);
	settings_note(reading, name,
		folder < 0 ? (error == -ENOENT || error > 0 ? 0 : error)
			   : error_of_present(folder, name, error));
	return error;
}

bool settings_read_section(const struct settings *settings, int folder, struct slice path,
	struct slice name, struct arena *arena, struct value *root,
	struct folder_reading *reading)
{
	auto_buf struct buf bytes = BUF(SECTION_MAX);

	int error = settings_read_beside(
		settings, folder, path, name, SECTION_MAX, &bytes, reading);
	return error >= 0 &&
	       settings_parse_section(arena, buf_dup(&bytes, arena), error == 0, root);
}

bool settings_read_values(const struct settings *settings, int folder, struct slice path,
	struct slice name, struct arena *arena, struct value *root,
	struct folder_reading *reading)
{
	auto_buf struct buf bytes = BUF(YAML_FRONT_MATTER_MAX_BYTES);
	struct diag_list diags;

	int error =
		settings_read_beside(settings, folder, path, name, 0, &bytes, reading);
	if (error > 0)
		settings_note(reading, name, -EFBIG);
	if (error < 0)
		return false;
	diag_init(&diags);
	yaml_parse(arena, buf_dup(&bytes, arena), &yaml_config_limits, name, 0, &diags,
		root);
	diag_fini(&diags);
	return root->kind == VALUE_MAP;
}
