/* SPDX-License-Identifier: MIT */
#include "hiding.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"

#define HIDING_MAX 500
#define LONG_BYTES 5000 /* longer lists are split at another place */

static const struct {
	struct slice name;
	enum hiding_state state;
	const char *word;
} states[] = {
	{S("site"), HIDING_SITE, ""},
	{S("shown"), HIDING_SHOWN, "publicword"},
	{S("listed"), HIDING_LISTED, "publicword"},
	{S("unlisted"), HIDING_UNLISTED, "unlistedword"},
	{S("local"), HIDING_LOCAL, "unlistedword"},
	{S("off-home"), HIDING_OFF_HOME, "publicword"},
	{S("off-feeds"), HIDING_OFF_FEEDS, "publicword"},
	{S("hidden"), HIDING_HIDDEN, "secretword"},
	{S("kept"), HIDING_KEPT, "secretword"},
	{S("gone"), HIDING_GONE, "secretword"},
	{S("zone"), HIDING_ZONE, "secretword"},
};

/* The words that all generators know. */
static const struct {
	const char *line;
	enum hiding_state state;
} words[] = {
	{"published: false", HIDING_HIDDEN},
	{"draft: true", HIDING_HIDDEN},
	{"Draft: yes", HIDING_HIDDEN},
	{"status: draft", HIDING_HIDDEN},
	{"status: pending", HIDING_HIDDEN},
	{"status: Private", HIDING_HIDDEN},
	{"status: trash", HIDING_HIDDEN},
	{"password: hunter2", HIDING_HIDDEN},
	{"passphrase: hunter2", HIDING_HIDDEN},
	{"encrypted: true", HIDING_HIDDEN},
	{"encrypt_post: true", HIDING_HIDDEN},
	{"private: true", HIDING_HIDDEN},
	{"visibility: members", HIDING_HIDDEN},
	{"members: true", HIDING_HIDDEN},
	{"members_only: true", HIDING_HIDDEN},
	{"membersOnly: true", HIDING_HIDDEN},
	{"protected: true", HIDING_HIDDEN},
	{"locked: true", HIDING_HIDDEN},
	{"publish: false", HIDING_HIDDEN},
	{"dg-publish: false", HIDING_HIDDEN},
	{"public: false", HIDING_HIDDEN},
	{"subscribers_only: true", HIDING_HIDDEN},
	{"paywall: yes", HIDING_HIDDEN},
	{"isSecret: 1", HIDING_HIDDEN},
	{"unlisted: true", HIDING_UNLISTED},
	{"hidden: true", HIDING_UNLISTED},
	{"hidden: false", HIDING_SHOWN},
	{"password:", HIDING_SHOWN},
	{"visibility: public", HIDING_SHOWN},
	{"draft: false", HIDING_SHOWN},
	{"hideMeta: true", HIDING_SHOWN},
	{"toc_hide: true", HIDING_SHOWN},
	{"remember: true", HIDING_SHOWN},
	{"noindex: true", HIDING_SHOWN},
	{"sitemap: false", HIDING_SHOWN},
	{"nav_exclude: true", HIDING_SHOWN},
	{"search_exclude: true", HIDING_SHOWN},
};

static const char *word_of_state(enum hiding_state state)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (states[i].state == state)
			return states[i].word;
	}
	return "";
}

static void put_filled(struct buf *out, struct slice text, const struct hiding_file *file,
	const char *line)
{
	const struct {
		struct slice name, value;
	} holes[] = {{S("WORD"), file->word}, {S("SECRET"), file->secret},
		{S("LINE"), slice_str(line)}, {S("LONG"), slice_none}};
	const size_t count = sizeof(holes) / sizeof(*holes);

	while (text.len) {
		size_t i = 0;
		while (i < count && !slice_starts(text, holes[i].name))
			i++;
		if (i < count)
			buf_put(out, holes[i].value);
		else
			buf_putc(out, text.ptr[0]);
		if (i < count && slice_eq(holes[i].name, S("LONG")))
			buf_repeat(out, 'x', LONG_BYTES);
		text = slice_from(text, i < count ? holes[i].name.len : 1);
	}
}

static const char *filled(struct hiding *hiding, struct slice text,
	const struct hiding_file *file, const char *line)
{
	struct buf out;

	buf_init(&out, BUF_UNLIMITED);
	put_filled(&out, text, file, line);
	const char *copy = arena_cstr(&hiding->arena, buf_slice(&out));
	buf_fini(&out);
	return copy;
}

static void add(struct hiding *hiding, enum hiding_state state, struct slice path,
	struct slice text, const char *line)
{
	struct hiding_file *file = &hiding->files[hiding->count++];

	assert_true(hiding->count <= HIDING_MAX);
	file->state = state;
	file->word = arena_printf(
		&hiding->arena, "%s%03zu", word_of_state(state), hiding->count);
	file->secret =
		arena_printf(&hiding->arena, "secretword%03zuinside", hiding->count);
	file->path = filled(hiding, path, file, line);
	file->text = filled(hiding, text, file, line);
}

static void add_file(
	struct hiding *hiding, struct slice state, struct slice path, struct slice text)
{
	if (slice_eq(state, S("every"))) {
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			add(hiding, words[i].state, path, text, words[i].line);
		return;
	}
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (slice_eq(state, states[i].name)) {
			add(hiding, states[i].state, path, text, "");
			return;
		}
	}
	fail_msg("no state is called %.*s", SARG(state));
}

/* Takes the next file off @rest, which begins with its line. */
static void take_file(struct hiding *hiding, struct slice *rest)
{
	struct slice line, state, path;

	slice_next_line(rest, &line);
	if (!slice_starts(line, S("=== ")) ||
		!slice_cut(slice_from(line, 4), ' ', &state, &path))
		fail_msg("not a line of a file: %.*s", SARG(line));
	ptrdiff_t end =
		slice_starts(*rest, S("=== ")) ? -1 : slice_find(*rest, S("\n=== "));
	size_t len = slice_starts(*rest, S("=== ")) ? 0
		     : end < 0                      ? rest->len
						    : (size_t)end + 1;
	add_file(hiding, state, path, slice_head(*rest, len));
	*rest = slice_from(*rest, len);
}

void hiding_read(struct hiding *out, const char *path)
{
	struct buf bytes;

	*out = (struct hiding){0};
	out->files = arena_array(&out->arena, HIDING_MAX, struct hiding_file);
	buf_init(&bytes, BUF_UNLIMITED);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || file_read(fd, 0, &bytes) < 0)
		fail_msg("%s cannot be read", path);
	struct slice rest = buf_slice(&bytes);
	while (rest.len && rest.ptr[0] == '#') {
		struct slice comment;
		slice_next_line(&rest, &comment);
	}
	while (rest.len)
		take_file(out, &rest);
	buf_fini(&bytes);
}

void hiding_fini(struct hiding *hiding)
{
	arena_fini(&hiding->arena);
}

void hiding_write(const struct hiding *hiding, const struct tree *tree)
{
	for (size_t i = 0; i < hiding->count; i++)
		tree_write(tree, hiding->files[i].path, hiding->files[i].text);
}

void hiding_remove(
	const struct hiding *hiding, const struct tree *tree, enum hiding_state state)
{
	for (size_t i = 0; i < hiding->count; i++) {
		if (hiding->files[i].state == state)
			tree_remove(tree, hiding->files[i].path);
	}
}
