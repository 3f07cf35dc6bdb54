/* SPDX-License-Identifier: MIT */
/* What a draft or a hidden page becomes when it is published: its text without the words that hide it, and in the folder of posts
 * if it lies in one of drafts. */
#include <time.h>

#include "app/desk_internal.h"
#include "base/text.h"
#include "base/uri.h"
#include "scan/hidden.h"
#include "site/site.h"
#include "store/check.h"

#define WORDS_MAX 5 /* that hide one page */

/* A text on its way. */
struct way {
	const struct desk_call *call;
	const struct desk_file *file;
	struct desk_published *out;
	struct store_target target;
	struct slice before; /* what it is checked against */
	bool is_dated;       /* by us */
};

static bool by_hand(struct way *way, const char *what)
{
	way->out->why = what;
	return false;
}

/* "draft: true", "draft = true", "\"draft\": true,": one key and nothing before it. */
static bool is_one_key(struct slice line)
{
	line = slice_trim(line);
	bool quoted = slice_skip(&line, S("\""));
	size_t len = slice_span(line, "_.-");

	if (!len)
		return false;
	line = slice_from(line, len);
	if (quoted && !slice_skip(&line, S("\"")))
		return false;
	line = slice_trim_start(line);
	return slice_starts(line, S(":")) || slice_starts(line, S("="));
}

static size_t indent_of(struct slice line)
{
	return line.len - slice_trim_start(line).len;
}

/* Takes the line with that number out. False: it holds more than the word, or goes on below. */
static bool take_line(struct way *way, unsigned number)
{
	auto_buf struct buf out = BUF(DESK_TEXT_MAX_BYTES);
	struct slice rest = way->out->text, line, next;
	struct slice gone = slice_none;

	for (unsigned i = 1; rest.len; i++) {
		struct slice start = rest;
		slice_next_line(&rest, &line);
		if (i == number)
			gone = line;
		else
			buf_put(&out, slice_head(start, start.len - rest.len));
		if (i == number &&
			slice_next_line(&(struct slice){rest.ptr, rest.len}, &next) &&
			slice_trim(next).len && indent_of(next) > indent_of(line))
			return false;
	}
	if (!is_one_key(gone))
		return false;
	way->out->gone = arena_printf(way->call->arena, "%.*s%.*s\n",
		SARG(way->out->gone), SARG(slice_trim_end(gone)));
	way->out->text = buf_dup(&out, way->call->arena);
	return true;
}

static bool is_gemtext(struct slice source)
{
	return slice_eq_nocase(uri_extension(source), S("gmi"));
}

/* Out of a folder of drafts, to where the posts are. */
static bool move(struct way *way)
{
	const struct site *site = way->call->request->site;
	struct slice name = slice_path_name(way->target.source), rest;
	struct slice ending = uri_extension(name);
	struct arena *arena = way->call->arena;
	struct date date;

	/* Public posts are there. */
	if (desk_zone(way->call, way->file))
		return by_hand(way, "it is of a zone; upload it to an address there");
	if (ending.len)
		name = slice_head(name, name.len - ending.len - 1);
	if (date_from_name(name, NULL, &date, &rest))
		name = rest;
	if (slice_eq(name, S("index")))
		name = slice_path_name(slice_path_folder(way->target.source));
	/* A dot in it is no ending. */
	name = text_slug(arena, name);
	if (!store_target_new(site, arena, name, time(NULL), &way->target))
		return by_hand(way, way->target.why);
	if (!way->target.is_new)
		return by_hand(way, "there is a post of that name already; give the file "
				    "another one");
	if (is_gemtext(way->target.source) != is_gemtext(way->file->target.source))
		return by_hand(way, "the posts of this blog are of another format; write "
				    "it as a new post");
	way->out->text = store_check_complete(
		site, &way->target, arena, way->out->text, time(NULL));
	way->before = way->out->text;
	way->out->is_moved = true;
	return true;
}

/* Is a date wanted, as new posts get one? Then it is there now. */
static bool add_date(struct way *way)
{
	auto_buf struct buf out = BUF(DESK_TEXT_MAX_BYTES);
	struct slice text = way->out->text;
	bool is_toml = slice_starts(text, S("+++\n"));
	const struct date now = desk_date(way->call, time(NULL));

	if (!way->out->is_moved || way->out->check.has_date || way->is_dated ||
		(!is_toml && !slice_starts(text, S("---\n"))))
		return false;
	way->is_dated = true;
	buf_put(&out, slice_take(&text, 4));
	buf_puts(&out, is_toml ? "date = " : "date: ");
	date_put_rfc3339(&out, &now);
	buf_putc(&out, '\n');
	buf_put(&out, text);
	way->out->text = buf_dup(&out, way->call->arena);
	return true;
}

/* Does the address that it moved to belong to another page? store_check_text compares with what was there. */
static bool is_taken(const struct way *way)
{
	const struct site *site = way->call->request->site;
	struct slice key;

	if (!way->out->is_moved ||
		!uri_path_key(way->call->arena, way->out->check.address, &key))
		return false;
	const struct site_entry *entry = site_find(site, key);
	return entry && (entry->kind == SITE_POST || entry->kind == SITE_FILE);
}

/* What hides it that is not in its text. */
static const char *elsewhere(const struct desk_file *file)
{
	switch (file->page && !file->draft ? file->page->why : HIDDEN_BY_WORD) {
	case HIDDEN_FUTURE:
		return "it appears by itself on its date; to show it now, edit it and "
		       "give it another one";
	case HIDDEN_NOT_OPEN:
		return "this blog shows only pages that ask for it; edit it, and add the "
		       "line that it wants";
	case HIDDEN_OVER:
		return "it has expired; edit it, and take out or change its date of "
		       "expiry";
	case HIDDEN_PAST_LIMIT:
	case HIDDEN_BESIDE_ZONE:
	case HIDDEN_INTO_ZONE:
		return "what hides it is not in its own text; change that in the blog";
	case HIDDEN_BY_WORD:
	case HIDDEN_IN_ZONE:
		break;
	}
	return NULL;
}

/* Takes out one word that hides it. False: out->why. */
static bool unhide(struct way *way)
{
	const struct store_check *check = &way->out->check;

	if (check->hidden_line)
		return take_line(way, check->hidden_line) ||
		       by_hand(way, "the word that hides it is not in a line of its own; "
				    "edit it, and take the word out");
	if (slice_eq(check->hidden_by, S(POST_IN_DRAFTS)) && !way->out->is_moved)
		return move(way);
	return by_hand(way, "what hides it is not in its own text; change that in the "
			    "blog");
}

bool desk_publish(const struct desk_call *call, const struct desk_file *file,
	struct slice text, struct diag_list *diags, struct desk_published *out)
{
	struct way way = {.call = call, .file = file, .out = out, .target = file->target};

	*out = (struct desk_published){.text = text, .why = elsewhere(file)};
	(void)desk_read_shown(call, file, &way.before);
	for (unsigned i = 0; i <= WORDS_MAX && !out->why; i++) {
		out->source = way.target.source;
		if (!desk_check_text(
			    call, &way.target, way.before, out->text, diags, &out->check))
			return by_hand(&way, "it has mistakes");
		if (is_taken(&way))
			return by_hand(&way, "its address would be that of another page; "
					     "give it another title or date");
		if (add_date(&way))
			continue;
		if (!out->check.is_hidden)
			return true;
		if (!unhide(&way))
			return false;
	}
	return out->why ? false : by_hand(&way, "too many words hide it; edit it");
}
