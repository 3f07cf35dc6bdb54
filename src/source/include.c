/* SPDX-License-Identifier: MIT */
#include "source/include.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "source/never.h"
#include "source/publish.h"

#define OPEN_FILE   (O_RDONLY | O_NONBLOCK | O_NOCTTY)
#define OPEN_FOLDER (O_PATH | O_DIRECTORY)

/* What is wrong with a name, as text that follows it, or slice_none. */
static struct slice fault_of(struct slice name)
{
	struct slice part, dots = slice_none;

	if (slice_starts(name, S("/")))
		return S("is not a name below a folder");
	while (slice_split(&name, '/', &part)) {
		if (slice_eq(part, S("..")))
			return S("leaves its folder");
		if (slice_starts(part, S(".")) && part.len > 1)
			dots = S("is a hidden file");
	}
	return dots;
}

void include_note(int error, int *trouble)
{
	if (error < 0 && file_is_trouble(error) && !*trouble)
		*trouble = error;
}

enum env_answer include_read(int folder, struct arena *arena, struct slice name,
	struct slice *text, struct slice *real, int *trouble)
{
	auto_close int file = file_beneath(folder, arena_cstr(arena, name), OPEN_FILE);
	enum never never;
	struct stat st;
	auto_buf struct buf bytes = BUF(INCLUDE_MAX_BYTES);

	if (file == -EXDEV) {
		*text = S("is a link that leaves its folder");
		return ENV_KEPT;
	}
	if (file < 0 || fstat(file, &st) < 0 || !S_ISREG(st.st_mode)) {
		include_note(file, trouble);
		return ENV_NONE;
	}
	int error = file_real_beneath(folder, name, &bytes);
	*real = buf_dup(&bytes, arena);
	buf_clear(&bytes);
	if (!error && !slice_eq(*real, name) && publish_is_hidden_target(NULL, *real) &&
		never_by_name(*real, true) == NEVER_NOT) {
		*text = S("is a link to a hidden file");
		return ENV_KEPT;
	}
	if (!error)
		error = file_read(file, INCLUDE_MAX_BYTES, &bytes);
	*text = buf_dup(&bytes, arena);
	if (error < 0) {
		include_note(error, trouble);
		return ENV_NONE;
	}
	never = never_by_name(*real, false);
	if (never == NEVER_NOT && never_wants_look(*real) && never_by_text(*real, *text))
		never = NEVER_SECRET;
	if (never == NEVER_NOT)
		return ENV_TEXT;
	*text = arena_printf(arena, "is never shown (%s)", never_name(never));
	return ENV_KEPT;
}

enum env_answer include_judge(struct slice name, struct slice *text)
{
	*text = fault_of(name);
	if (text->len)
		return ENV_KEPT;
	*text = slice_none;
	return name.len && slice_find_char(name, '\0') < 0 ? ENV_TEXT : ENV_NONE;
}

enum env_answer include_from(int site, struct slice path, struct arena *arena,
	struct slice name, struct slice *text, int *trouble)
{
	enum env_answer answer = include_judge(name, text);
	auto_close int folder = -1;
	struct slice real;

	if (answer != ENV_TEXT)
		return answer;
	if (!path.len)
		return ENV_NONE;
	folder = file_beneath(site, arena_cstr(arena, path), OPEN_FOLDER);
	include_note(folder, trouble);
	return folder < 0 ? ENV_NONE
			  : include_read(folder, arena, name, text, &real, trouble);
}
