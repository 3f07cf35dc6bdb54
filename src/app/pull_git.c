/* SPDX-License-Identifier: MIT */
/* What the author types to commit what was pulled. */
#include <string.h>

#include "app/pull.h"
#include "base/text.h"
#include "data/frontmatter.h"

#define TITLE_COLUMNS 60

/* Quotes and backslashes stand outside of the quotes, where every shell reads them alike: within, fish takes \' for a
 * quote that goes on. */
void pull_quote(struct buf *out, struct slice text)
{
	buf_putc(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\'' || text.ptr[i] == '\\')
			buf_printf(out, "'\\%c'", text.ptr[i]);
		else
			buf_putc(out, text.ptr[i]);
	}
	buf_putc(out, '\'');
}

/* Not as one of git's patterns. */
static void put_path(struct buf *out, struct slice path)
{
	auto_buf struct buf literal = BUF(BUF_MAX_BYTES);
	bool is_pattern = slice_starts(path, S(":"));

	for (size_t i = 0; i < path.len; i++)
		is_pattern |= strchr("*?[\\", path.ptr[i]) != NULL;
	if (is_pattern)
		buf_puts(&literal, ":(literal)");
	buf_put(&literal, path);
	pull_quote(out, buf_slice(&literal));
}

static struct slice title_of(struct arena *arena, struct slice source, struct slice text)
{
	struct frontmatter fm;
	struct value root = {0};

	frontmatter_split(text, true, FRONTMATTER_OR_LINES, &fm);
	if (fm.format != FRONTMATTER_NONE)
		(void)frontmatter_parse(arena, &fm, source, NULL, &root);
	struct slice title =
		text_one_line(arena, value_text(value_get(&root, S("title"))));
	return text_ellipsis(arena, title.len ? title : source, TITLE_COLUMNS);
}

void pull_put_git(
	struct buf *out, const char *verb, struct slice source, struct slice text)
{
	auto_arena struct arena arena = {0};
	struct slice title = title_of(&arena, source, text);

	buf_puts(out, "git add -- ");
	put_path(out, source);
	buf_puts(out, " && git commit -m ");
	pull_quote(out, arena_printf(&arena, "%s: %.*s", verb, SARG(title)));
	buf_puts(out, " -- ");
	put_path(out, source);
	buf_putc(out, '\n');
}
