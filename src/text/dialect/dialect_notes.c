/* SPDX-License-Identifier: MIT */
/* Syntax of notes beyond Markdown: wikilinks, and in gardens ==marks== and names of parts
 * (^part). */
#include "base/buf.h"
#include "base/text.h"
#include "text/dialect/dialect_internal.h"
#include "text/wikilink.h"

#define SHOWN_BYTES 300

void dialect_put_words(struct buf *out, struct slice words)
{
	for (size_t i = 0; i < words.len; i++) {
		char c = words.ptr[i];
		if (c > ' ' && c < 0x7f && !ascii_is_alnum(c))
			buf_putc(out, '\\');
		buf_putc(out, c);
	}
}

static void put_link(struct buf *out, const struct wikilink *link, struct slice words,
	const struct doc_target *target)
{
	bool picture = link->embeds && target->kind == DOC_TO_IMAGE;

	/* A renderer makes a better label than the picture's name. */
	if (picture && !link->label.len)
		words = slice_none;
	buf_puts(out, picture ? "![" : "[");
	/* The author's label may contain Markdown. */
	if (link->label.len)
		buf_put(out, words);
	else
		dialect_put_words(out, words);
	buf_printf(out, "](<%.*s>)", SARG(target->url));
}

/* Adds a diag about a link to nowhere. */
static void say_missing(struct walk *walk, struct slice name, size_t at)
{
	const struct text_env *env = walk->env;

	diag_add(env->diags, DIAG_WARNING, env->file,
		env->first_line + walk_line(walk) - 1, (unsigned)at + 1,
		"only its text is shown", "no page for this wikilink: %.*s",
		SARG(slice_head(name, SHOWN_BYTES)));
}

bool walk_wikilink(
	struct walk *walk, struct slice line, size_t at, size_t *len, struct slice *text)
{
	const struct text_env *env = walk->env;
	struct doc_target target;
	struct wikilink link;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (!env || !env->page || !wikilink_read(slice_from(line, at), &link))
		return false;
	bool found =
		link.name.len && env->page(env->ctx, walk->arena, link.name, &target);
	if (!found && (!walk->options->wikilinks || link.is_doubtful))
		return false;
	struct slice words = wikilink_words(walk->arena, &link);
	if (found)
		put_link(&out, &link, words, &target);
	else
		dialect_put_words(&out, words);
	if (!found && link.name.len)
		say_missing(walk, link.name, at);
	*text = buf_dup(&out, walk->arena);
	*len = link.len;
	return true;
}

static void put_escaped(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '<' || s.ptr[i] == '&' || s.ptr[i] == '"')
			buf_printf(out, "&#%d;", s.ptr[i]);
		else
			buf_putc(out, s.ptr[i]);
	}
}

/* Does a line of HTML contain code? */
static bool holds_code(struct slice line)
{
	return slice_find(line, S("<pre")) >= 0 || slice_find(line, S("<code")) >= 0 ||
	       slice_find(line, S("<script")) >= 0;
}

struct slice walk_html_wikilinks(struct walk *walk, struct slice line)
{
	const struct text_env *env = walk->env;
	struct doc_target target;
	struct wikilink link;
	struct buf out = BUF(BUF_MAX_BYTES);
	size_t from = 0;

	if (!env || !env->page || !walk->options->wikilinks || walk->blocks->html == 1 ||
		slice_find(line, S("[[")) < 0 || holds_code(line))
		return line;
	for (size_t at = 0; wikilink_next(line, &at, &link); from = at += link.len) {
		buf_put(&out, slice(line.ptr + from, at - from));
		struct slice words = wikilink_words(walk->arena, &link);
		bool found = link.name.len &&
			     env->page(env->ctx, walk->arena, link.name, &target);
		if (found)
			buf_printf(&out, "<a href=\"%.*s\">", SARG(target.url));
		put_escaped(&out, words);
		buf_puts(&out, found ? "</a>" : "");
		if (!found && link.name.len)
			say_missing(walk, link.name, at);
	}
	buf_put(&out, slice_from(line, from));
	return buf_take(&out, walk->arena);
}

struct slice walk_without_part_name(struct slice line, size_t from)
{
	struct slice trimmed = slice_trim_end(line);
	size_t at = trimmed.len;

	while (at > from &&
		(ascii_is_alnum(trimmed.ptr[at - 1]) || trimmed.ptr[at - 1] == '-'))
		at--;
	if (at == trimmed.len || at <= from || trimmed.ptr[at - 1] != '^')
		return line;
	at--;
	return at == from || ascii_is_space(trimmed.ptr[at - 1]) ? slice_head(line, at)
								 : line;
}
