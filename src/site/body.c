/* SPDX-License-Identifier: MIT */
#include "site/body.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "data/frontmatter.h"
#include "source/overlay.h"
#include "text/convert.h"

#define FRONT_MATTER_MAX_BYTES (16 * 1024)

/* Not every file system keeps the numbers of its files. */
static bool is_as_scanned(int fd, uint64_t size_bytes, int64_t mtime_ns)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (uint64_t)st.st_size == size_bytes &&
	       file_time_ns(&st.st_mtim) == mtime_ns;
}

/* Was it touched, or copied with other times? Then what says that it is shown still says so: no more is asked, since
 * the next scan may be far away where settings cannot be read. */
static bool has_same_head(const struct post *post, struct slice bytes)
{
	if (bytes.len != post->stamp.size_bytes)
		return false;
	return slice_hash(slice_head(bytes, post->head_bytes)) == post->head_hash;
}

const char *body_strerror(int error)
{
	return error == BODY_CHANGED ? "its file was changed meanwhile; try again"
				     : log_strerror(error);
}

int body_read(const struct site *site, const struct post *post, struct arena *arena,
	struct body *out)
{
	struct value *root = arena_new(arena, struct value);
	struct frontmatter fm;
	struct buf file;

	buf_init(&file, CONVERT_SOURCE_MAX_BYTES);
	auto_close int fd =
		overlay_open_beneath(site->overlay, site->folder, post->source, NULL);
	int error = fd < 0 ? fd : file_read(fd, CONVERT_SOURCE_MAX_BYTES, &file);
	/* After it was read: what was written meanwhile may not be for this snapshot's readers. */
	if (error >= 0 && site->compares &&
		!is_as_scanned(fd, post->stamp.size_bytes, post->stamp.mtime_ns) &&
		!has_same_head(post, buf_slice(&file)))
		error = BODY_CHANGED;
	if (error < 0) {
		buf_fini(&file);
		return error;
	}
	/* A doc does not copy parts of its source, so the source is in the arena. */
	struct slice source = buf_take(&file, arena);
	slice_skip(&source, S("\xEF\xBB\xBF"));
	*out = (struct body){
		.text = post_shown_text(site->settings, post, arena, source), .line = 1};
	frontmatter_split(source, true, post_opening(site->settings, source), &fm);
	if (fm.format == FRONTMATTER_NONE)
		return 0;
	bool good = frontmatter_parse(arena, &fm, post->source, NULL, root);
	/* Text between two thematic breaks is not front matter. */
	if (!good && root->kind == VALUE_NULL)
		return 0;
	out->text = post_shown_text(
		site->settings, post, arena, slice_from(source, fm.body_offset));
	out->line = fm.body_line;
	out->front_matter = root;
	return 0;
}

int body_front_matter(const struct site *site, const struct post *post,
	struct arena *arena, const struct value **out)
{
	struct frontmatter fm;
	struct buf head;
	struct stat st;

	*out = NULL;
	auto_close int fd =
		overlay_open_beneath(site->overlay, site->folder, post->source, NULL);
	if (fd < 0)
		return fd;
	buf_init(&head, FRONT_MATTER_MAX_BYTES);
	int more = file_read(fd, FRONT_MATTER_MAX_BYTES, &head);
	if (more >= 0 && fstat(fd, &st) < 0)
		more = -errno;
	/* After it was read, as above. */
	const struct post_stamp now = more < 0 ? post->stamp : post_stamp_of(&st);
	if (!post_stamp_eq(&now, &post->stamp))
		buf_clear(&head);
	struct slice bytes = buf_slice(&head);
	frontmatter_split(bytes, more == 0, post_opening(site->settings, bytes), &fm);
	if (more >= 0 && fm.format != FRONTMATTER_NONE && fm.whole) {
		struct value *root = arena_new(arena, struct value);
		fm.raw = arena_dup(arena, fm.raw);
		/* The scan has reported its faults. */
		frontmatter_parse(arena, &fm, post->source, NULL, root);
		*out = root;
	}
	buf_fini(&head);
	return more < 0 ? more : 0;
}

static bool is_file_as_scanned(const struct site *site, struct slice source,
	uint64_t size_bytes, int64_t mtime_ns)
{
	auto_close int fd =
		overlay_open_beneath(site->overlay, site->folder, source, NULL);

	return fd >= 0 && is_as_scanned(fd, size_bytes, mtime_ns);
}

bool body_is_as_scanned(const struct site *site, const struct post *post)
{
	return is_file_as_scanned(
		site, post->source, post->stamp.size_bytes, post->stamp.mtime_ns);
}

bool body_file_is_as_scanned(const struct site *site, const struct site_file *file)
{
	return is_file_as_scanned(site, file->source, file->size_bytes, file->mtime_ns);
}
