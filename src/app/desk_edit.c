/* SPDX-License-Identifier: MIT */
/* One file of the blog as a writer sees it: how it is, its text, what can be done. */
#include <errno.h>

#include "app/desk_internal.h"
#include "base/log.h"
#include "base/text.h"
#include "proto/gemini.h"
#include "scan/hidden.h"

static const struct post *post_of(const struct desk_file *file)
{
	return file->target.post;
}

/* Its latest text, shown or not: what was uploaded, else what the blog has. */
static int read_latest(
	const struct desk_call *call, const struct desk_file *file, struct slice *out)
{
	for (size_t i = 0; i < file->version_count; i++) {
		if (file->versions[i].kind == STORE_TEXT)
			return desk_read_version(call, &file->versions[i], out);
	}
	return file->target.kind == STORE_TEXT ? desk_read_blog(call, file, out)
					       : -ENOENT;
}

static struct slice title_of_text(
	const struct desk_call *call, const struct desk_file *file)
{
	auto_diags struct diag_list ignored = {0};
	struct store_check check = {0};
	struct slice text;

	if (read_latest(call, file, &text) == 0)
		desk_check_text(call, &file->target, slice_none, text, &ignored, &check);
	return check.title;
}

struct slice desk_title(const struct desk_call *call, const struct desk_file *file)
{
	struct slice title =
		post_of(file) ? post_of(file)->title : title_of_text(call, file);

	return title.len ? title : slice_path_name(file->target.source);
}

/* By whom and when. */
static void put_upload(const struct desk_call *call, const struct store_version *version)
{
	desk_put_time(call, call->out, version->at);
	buf_printf(call->out, " by %.*s", SARG(version->author));
}

static void put_sight(const struct desk_call *call, const struct desk_file *file)
{
	const struct hidden_page *page = file->page;

	if (page && page->why == HIDDEN_IN_ZONE) {
		buf_puts(call->out, "* Seen by the readers of the ");
		desk_put_text(call->out, page->word);
		buf_puts(call->out, " only\n");
	} else if (page) {
		buf_puts(call->out, "* Hidden: ");
		desk_put_why(call->out, page);
		buf_putc(call->out, '\n');
	} else if (file->target.kind == STORE_TEXT && !post_of(file)) {
		buf_puts(call->out, "* The blog shows no such page to readers\n");
	}
}

void desk_put_state(const struct desk_call *call, const struct desk_file *file)
{
	const struct store_version *current = file->current;

	buf_puts(call->out, "\n* File: ");
	desk_put_text(call->out, file->target.source);
	if (current && current->kind == STORE_DELETED)
		buf_puts(call->out, "\n* Deleted: ");
	else if (current)
		buf_puts(call->out, "\n* Current version: the upload of ");
	else if (file->has_blog)
		buf_puts(call->out, "\n* Current version: the blog's own file");
	else if (file->version_count && file->versions[0].state != STORE_DRAFT)
		buf_puts(call->out, "\n* Deleted");
	else
		buf_puts(call->out, "\n* Readers have nothing of it");
	if (current)
		put_upload(call, current);
	buf_putc(call->out, '\n');
	if (current ? current->kind != STORE_DELETED : file->has_blog)
		put_sight(call, file);
	if (file->version_count && file->versions[0].state == STORE_CLASHED) {
		buf_puts(call->out, "* Not shown: the upload of ");
		put_upload(call, &file->versions[0]);
		buf_puts(call->out, ", since the blog's file was changed meanwhile; it "
				    "is in the history\n");
	}
	if (file->draft) {
		buf_puts(call->out, "* Your draft, which nobody else sees: ");
		put_upload(call, file->draft);
		buf_putc(call->out, '\n');
	}
}

void desk_put_source(const struct desk_call *call, struct slice text)
{
	auto_buf struct buf clean = BUF(DESK_TEXT_MAX_BYTES);
	struct slice rest = slice_head_whole(text, DESK_SHOWN_MAX_BYTES), line;

	text_clean(&clean, rest);
	rest = buf_slice(&clean);
	/* Not in a preformatted block, whose lines a phone cuts off. */
	while (slice_next_line(&rest, &line)) {
		buf_puts(call->out, line.len ? "> " : ">");
		buf_put(call->out, line);
		buf_putc(call->out, '\n');
	}
	if (text.len > DESK_SHOWN_MAX_BYTES)
		buf_printf(
			call->out, "\nThis is the beginning of %zu bytes.\n", text.len);
}

/* What an upload of the text would be told. */
static void put_mistakes(
	const struct desk_call *call, const struct desk_file *file, struct slice text)
{
	auto_diags struct diag_list diags = {0};
	struct store_check check;
	struct slice before;

	(void)desk_read_shown(call, file, &before);
	if (desk_check_text(call, &file->target, before, text, &diags, &check)) {
		if (check.is_hidden) {
			buf_puts(call->out, "\nIt says ");
			desk_put_text(call->out, check.hidden_by);
			buf_puts(call->out, ".\n");
		}
		return;
	}
	buf_puts(call->out, "\n## Mistakes\n\n");
	desk_put_errors(call->out, &diags);
}

/* @error: of reading it. A text that is not there is not mentioned. */
static void put_text(
	const struct desk_call *call, const char *title, struct slice text, int error)
{
	if (error == -ENOENT)
		return;
	buf_printf(call->out, "\n## %s\n\n", title);
	if (error)
		buf_printf(call->out, "It cannot be read: %s.\n", log_strerror(error));
	else
		desk_put_source(call, text);
}

static void put_texts(const struct desk_call *call, const struct desk_file *file)
{
	struct slice text;
	int error;

	if (file->draft) {
		error = desk_read_version(call, file->draft, &text);
		if (!error)
			put_mistakes(call, file, text);
		put_text(call, "Your draft", text, error);
	}
	error = desk_read_shown(call, file, &text);
	put_text(call, file->draft ? "The current version" : "Its text", text, error);
}

void desk_put_reading(const struct desk_call *call, const struct desk_file *file)
{
	if (desk_is_hidden(file)) {
		desk_put_link(call, "read/", desk_key(call->arena, file->target.source));
		buf_puts(call->out, "Read it as a page\n");
	} else if (file->target.address.len) {
		buf_printf(call->out, "=> %.*s Read it as readers do\n",
			SARG(file->target.address));
	}
}

static void put_links(const struct desk_call *call, const struct desk_file *file)
{
	struct slice key = desk_key(call->arena, file->target.source);
	const struct store_target *target = &file->target;

	buf_putc(call->out, '\n');
	if (!target->why && call->request->store) {
		desk_put_titan(
			call, "edit/", key, target->kind == STORE_TEXT ? ";edit" : "");
		buf_printf(call->out, "%s\n",
			target->kind == STORE_TEXT ? "Edit it" : "Replace it");
	}
	desk_put_reading(call, file);
	if (file->version_count) {
		desk_put_link(call, "history/", key);
		buf_printf(call->out, "History: %zu version%s\n", file->version_count,
			file->version_count == 1 ? "" : "s");
	}
}

unsigned desk_put_edit(const struct desk_call *call, struct slice rest)
{
	struct desk_file file;

	if (!desk_find(call->request, call->arena, rest, &file))
		return desk_say(call, GEMINI_NOT_FOUND,
			S("There is no such page to edit; begin a new one at the desk"));
	desk_begin_with(call, desk_title(call, &file));
	desk_put_state(call, &file);
	put_links(call, &file);
	desk_put_acts(call, &file);
	if (file.target.why)
		buf_printf(call->out, "\nNot to be edited: %s.\n", file.target.why);
	if (file.target.kind == STORE_TEXT)
		put_texts(call, &file);
	else if (file.target.address.len)
		desk_put_line(call, &file.target);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}
