/* SPDX-License-Identifier: MIT */
#include "app/pull.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "app/tar.h"
#include "app/work_tree.h"
#include "base/diff.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uri.h"
#include "source/overlay.h"
#include "store/code.h"
#include "store/target.h"

#define SHOWN_COLUMNS 100 /* of a line of code */
#define HEAD_BYTES    16

/* One file on its way. */
struct taking {
	struct pull *pull;
	struct arena arena;
	const struct store_version *version;
	const struct overlay_item *item; /* of the version */
	int fd;
	struct slice source;
	struct buf before; /* of texts */
	struct buf after;  /* read once: what is hashed and shown is what is written */
	struct work_tree_file file; /* that the tree has */
};

static void say(const struct taking *it, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static bool refuse(const struct taking *it, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put_message(const struct taking *it, const char *format, va_list args)
{
	auto_buf struct buf line = BUF(BUF_MAX_BYTES), text = BUF(BUF_MAX_BYTES);

	buf_vprintf(&text, format, args);
	log_escape(&line, it->source);
	buf_puts(&line, ": ");
	log_escape(&line, buf_slice(&text));
	fprintf(stderr, "%.*s\n", SARG(buf_slice(&line)));
}

static void say(const struct taking *it, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_message(it, format, args);
	va_end(args);
}

static bool refuse(const struct taking *it, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_message(it, format, args);
	va_end(args);
	it->pull->refused++;
	return false;
}

/* --- is it what an upload can be? --------------------------------------------------------------------- */

static bool is_known_kind(const struct taking *it)
{
	struct slice ending =
		text_lower((struct arena *)&it->arena, uri_extension(it->source));
	bool is_text = slice_has_word(S(STORE_TARGET_TEXTS), ending);
	bool is_file = slice_has_word(S(STORE_TARGET_FILES), ending);

	return it->version->kind == STORE_TEXT   ? is_text
	       : it->version->kind == STORE_FILE ? is_file
						 : is_text || is_file;
}

static bool read_upload(struct taking *it)
{
	char digits[SHA256_DIGITS];
	struct slice word;

	if (it->fd < 0)
		return true;
	/* No more than the index says, however long it is by now. */
	int error = file_read(it->fd, (size_t)it->version->size_bytes + 1, &it->after);
	if (error < 0)
		return refuse(it, "the upload cannot be read: %s", log_strerror(error));
	struct slice bytes = buf_slice(&it->after);
	sha256(bytes, digits);
	if (!slice_eq(slice(digits, sizeof(digits)), it->version->hash))
		return refuse(it, "the upload is damaged; put it back from a backup");
	if (it->version->kind == STORE_TEXT)
		return !code_opens(bytes, &word) ||
		       refuse(it, "front matter that is code is never taken: %.*s",
			       SARG(slice_head(word, 32)));
	return store_target_agrees(it->source, slice_head(bytes, HEAD_BYTES)) ||
	       refuse(it, "its bytes are not what its name says");
}

/* --- is it the file that was there? ------------------------------------------------------------------- */

static struct slice hash_of(const struct work_tree_file *file)
{
	return file->is_there ? slice(file->hash, sizeof(file->hash)) : slice_none;
}

static bool look_at_tree(struct taking *it)
{
	struct buf *bytes = it->version->kind == STORE_FILE ? NULL : &it->before;
	int error = work_tree_look(it->pull->tree, it->source, &it->file, bytes);

	if (error == -ELOOP)
		return refuse(it, "a symbolic link is there, which is not followed");
	if (error)
		return refuse(it, "it cannot be read: %s",
			error == -EINVAL ? "it is no regular file" : log_strerror(error));
	return true;
}

static bool has_its_base(const struct taking *it)
{
	const struct store_version *version = it->version;

	if (overlay_follows(it->item, hash_of(&it->file)))
		return true;
	if (!it->file.is_there)
		return refuse(it,
			"it was made from a file that is not in %s any more; "
			"`splashdown uploads show %llu` prints the upload",
			it->pull->folder, (unsigned long long)version->id);
	return refuse(it,
		"the file in %s was changed, and is not the one that the upload was made "
		"from; `splashdown uploads show %llu` prints the upload",
		it->pull->folder, (unsigned long long)version->id);
}

/* --- what is shown ------------------------------------------------------------------------------------ */

static void show_origin(const struct taking *it)
{
	char when[32] = "";
	time_t at = (time_t)it->version->at;
	struct tm day;

	if (gmtime_r(&at, &day))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%MZ", &day);
	say(it, "%s by %.*s, %s",
		it->fd < 0          ? "deleted"
		: it->file.is_there ? "changed"
				    : "new",
		SARG(it->version->author), when);
}

static void show_diff(const struct taking *it, const struct diff *diff)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES), name = BUF(BUF_MAX_BYTES);

	log_escape(&name, it->source);
	buf_printf(&out, "--- %s%.*s\n", it->file.is_there ? "a/" : "/dev/null",
		it->file.is_there ? slice_precision(buf_slice(&name)) : 0,
		slice_printable(buf_slice(&name)));
	buf_printf(&out, "+++ %s%.*s\n", it->fd >= 0 ? "b/" : "/dev/null",
		it->fd >= 0 ? slice_precision(buf_slice(&name)) : 0,
		slice_printable(buf_slice(&name)));
	diff_put(&out, diff);
	fwrite(out.ptr, 1, out.len, stderr);
}

static void show_sizes(const struct taking *it)
{
	unsigned long long now = it->version->size_bytes, before = it->file.size_bytes;

	if (it->fd < 0)
		say(it, "%llu bytes go", before);
	else if (it->file.is_there)
		say(it, "%llu bytes, instead of %llu", now, before);
	else
		say(it, "%llu bytes", now);
}

/* Names each line that is code. What the tree's own file has is no news. */
static bool allows_code(struct taking *it, const struct diff *diff)
{
	size_t count;
	const struct code_line *lines =
		code_news(&it->arena, diff, it->pull->has_braces, &count);

	for (size_t i = 0; i < count; i++)
		say(it, "line %u is %s: %.*s", lines[i].line, lines[i].what,
			SARG(text_ellipsis(&it->arena,
				text_one_line(&it->arena, lines[i].text),
				SHOWN_COLUMNS)));
	return !count || it->pull->takes_code ||
	       refuse(it,
		       "not taken, since a generator or a browser may run this; look at "
		       "it, then add --take-code");
}

/* --- taking ------------------------------------------------------------------------------------------- */

static bool archive(const struct taking *it)
{
	auto_buf struct buf head = BUF(BUF_UNLIMITED), end = BUF(BUF_UNLIMITED);
	const struct buf *const parts[] = {&head, &it->after, &end};

	tar_put_header(&head, it->source, it->after.len, it->version->at);
	tar_put_padding(&end, it->after.len);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (fwrite(parts[i]->ptr, 1, parts[i]->len, stdout) != parts[i]->len)
			return false;
	}
	return true;
}

/* False: it is refused after all. */
static bool change_tree(struct taking *it)
{
	struct slice before = hash_of(&it->file);
	int error = it->fd < 0 ? work_tree_remove(it->pull->tree, it->source, before)
			       : work_tree_put(it->pull->tree, it->source, before,
					 buf_slice(&it->after));

	if (error == -ESTALE)
		return refuse(it, "it is being changed; it stays as it is");
	if (error == -ELOOP)
		return refuse(it, "a symbolic link is there, which is not followed");
	return !error || refuse(it, "it cannot be written: %s", log_strerror(error));
}

static bool take(struct taking *it, bool *goes_on)
{
	if (it->pull->is_dry)
		return true;
	if (!it->pull->is_archive)
		return change_tree(it);
	if (it->fd >= 0)
		return *goes_on = archive(it);
	buf_puts(&it->pull->removals, "rm -- ");
	pull_quote(&it->pull->removals, it->source);
	buf_putc(&it->pull->removals, '\n');
	return true;
}

static bool judge(struct taking *it)
{
	struct diff diff;

	if (!work_tree_may_hold(it->source) || !is_known_kind(it))
		return refuse(it, "no upload can be there");
	if (!read_upload(it) || !look_at_tree(it))
		return false;
	if (slice_eq(hash_of(&it->file), it->version->hash)) {
		say(it, "%s already", it->fd < 0 ? "gone" : "there");
		it->pull->there++;
		return false;
	}
	if (!has_its_base(it))
		return false;
	show_origin(it);
	if (it->version->kind == STORE_FILE ||
		(it->fd < 0 && !slice_has_word(S(STORE_TARGET_TEXTS),
				       uri_extension(it->source)))) {
		show_sizes(it);
		return true;
	}
	diff_texts(&it->arena, buf_slice(&it->before), buf_slice(&it->after), &diff);
	show_diff(it, &diff);
	return allows_code(it, &diff);
}

bool pull_version(struct pull *pull, const struct store_version *version,
	const struct overlay_item *item, int fd)
{
	struct taking it = {.pull = pull,
		.version = version,
		.item = item,
		.fd = fd,
		.source = version->source,
		.before = BUF(BUF_MAX_BYTES),
		.after =
			BUF(version->kind == STORE_TEXT ? BUF_MAX_BYTES : BUF_UNLIMITED)};
	bool goes_on = true;

	if (judge(&it) && take(&it, &goes_on)) {
		pull->taken++;
		pull_put_git(&pull->git,
			fd < 0             ? "Delete"
			: it.file.is_there ? "Edit"
					   : "Add",
			it.source,
			fd < 0                        ? buf_slice(&it.before)
			: version->kind == STORE_TEXT ? buf_slice(&it.after)
						      : slice_none);
	}
	buf_fini(&it.before);
	buf_fini(&it.after);
	arena_fini(&it.arena);
	return goes_on;
}
