/* SPDX-License-Identifier: MIT */
/* The pages from which a writer begins a post, or changes one. */
#include <errno.h>
#include <time.h>

#include "app/desk_internal.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uri.h"
#include "proto/gemini.h"
#include "scan/hidden.h"

#define POSTS_MAX 200

/* "=> titan://example.org/me/@folder@path@parameter " */
static void put_titan(const struct desk_call *call, const char *folder, struct slice path,
	const char *parameter)
{
	struct slice origin = call->request->origin;

	slice_skip(&origin, S("gemini"));
	buf_puts(call->out, "=> titan");
	buf_put(call->out, origin);
	buf_put(call->out, uri_encode_path(call->arena, call->request->people->desk));
	buf_puts(call->out, folder);
	buf_put(call->out, uri_encode_path(call->arena, path));
	buf_printf(call->out, "%s ", parameter);
}

/* --- a new one ------------------------------------------------------------------------------------- */

/* What the person typed, as a name in an address: "My boat.JPG" -> "my-boat.jpg". */
static struct slice slug_of(struct arena *arena, struct slice words)
{
	struct slice ending = text_lower(arena, uri_extension(words));
	bool has_ending =
		slice_has_word(S(STORE_TARGET_TEXTS " " STORE_TARGET_FILES), ending);
	struct slice stem =
		has_ending ? slice_head(words, words.len - ending.len - 1) : words;
	struct slice slug = text_slug(arena, stem);

	if (!slug.len || !has_ending)
		return slug;
	return arena_printf(arena, "%.*s.%.*s", SARG(slug), SARG(ending));
}

unsigned desk_put_name(const struct desk_call *call, struct slice rest)
{
	struct slice slug = slug_of(call->arena, call->request->words);

	if (rest.len)
		return GEMINI_NOT_FOUND;
	if (!slug.len)
		return desk_say(call, GEMINI_INPUT,
			S("A short name for its address, such as \"a day at sea\"; for a "
			  "picture with its ending, such as \"boat.jpg\""));
	return desk_redirect(call, "new/", slug);
}

/* What new posts of the blog are written in. */
static bool is_gemtext(const struct desk_call *call)
{
	struct store_target text;

	return store_target_new(
		       call->request->site, call->arena, S("x"), time(NULL), &text) &&
	       slice_ends_nocase(text.source, S(".gmi"));
}

static void put_how(const struct desk_call *call)
{
	buf_printf(call->out,
		"\n## In Lagrange\n\n"
		"Follow the link that begins with an arrow up, write or choose a file, "
		"and press Upload. The certificate that shows this page is the one to "
		"upload with.\n\n"
		"A post begins with its title, in a line \"# Title\"; the date and "
		"whatever else the blog has above its posts is added. %s\n\n"
		"To change a page later, look for it at the desk and follow \"Edit it\". "
		"(\"Edit Page with Titan\" in the menu sends the page as readers see it, "
		"which is not taken.)\n",
		is_gemtext(call)
			? "This blog is written in gemtext: a link is a line \"=> "
			  "address "
			  "words\"."
			: "This blog is written in Markdown: a link is [words](address), "
			  "a picture ![words](address).");
}

static unsigned put_new_start(const struct desk_call *call)
{
	if (call->request->words.ptr)
		return desk_put_name(call, slice_none);
	desk_begin(call, "something new");
	buf_puts(call->out, "\nFirst it needs a name, which becomes its address.\n\n");
	desk_put_link(call, "name/", slice_none);
	buf_puts(call->out, "Name a post, or a picture\n");
	put_how(call);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

/* How a post shows it. */
static void put_line_for_post(
	const struct desk_call *call, const struct store_target *target)
{
	buf_puts(call->out, target->is_new ? "\nOnce it is there, this" : "\nThis");
	buf_puts(call->out, " line shows it in a post:\n\n```line for a post\n");
	if (is_gemtext(call))
		buf_printf(call->out, "=> %.*s What it shows\n", SARG(target->address));
	else
		buf_printf(call->out, "![What it shows](%.*s)\n", SARG(target->address));
	buf_puts(call->out, "```\n");
}

unsigned desk_put_new(const struct desk_call *call, struct slice slug)
{
	struct store_target target;

	if (!call->request->store)
		return desk_put_off(call);
	if (!slug.len)
		return put_new_start(call);
	if (slice_find_char(slug, '/') >= 0)
		return GEMINI_NOT_FOUND;
	if (!store_target_new(
		    call->request->site, call->arena, slug, time(NULL), &target))
		return desk_say(call, GEMINI_NOT_FOUND, slice_str(target.why));
	desk_begin(call, target.kind == STORE_TEXT ? "a new post" : "a new picture");
	buf_printf(call->out, "\nThe blog will have it as %.*s.\n", SARG(target.source));
	if (!target.is_new) {
		buf_puts(call->out, "\nThere is one of that name: an upload takes its "
				    "place.\n\n");
		desk_put_link(call, "edit/", desk_key(call->arena, target.source));
		buf_puts(call->out, "Look at it first\n");
	}
	buf_putc(call->out, '\n');
	put_titan(call, "new/", slug, "");
	buf_printf(call->out, "%s\n",
		target.kind == STORE_TEXT ? "Write it" : "Send the file");
	desk_put_link(call, "name/", slice_none);
	buf_puts(call->out, "Choose another name\n");
	if (target.kind == STORE_FILE)
		put_line_for_post(call, &target);
	put_how(call);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

/* --- posts to edit --------------------------------------------------------------------------------- */

unsigned desk_put_posts(const struct desk_call *call, struct slice rest)
{
	const struct site *site = call->request->site;

	if (rest.len)
		return GEMINI_NOT_FOUND;
	desk_begin(call, "posts to edit");
	struct slice desk = uri_encode_path(call->arena, call->request->people->desk);
	buf_printf(call->out,
		"\nAny other page is at %.*sedit/ and its address, such as "
		"%.*sedit/about/.\n\n",
		SARG(desk), SARG(desk));
	for (size_t i = 0; i < site->post_count && i < POSTS_MAX; i++) {
		const struct post *post = site->posts[i];
		desk_put_link(call, "edit/", desk_key(call->arena, post->source));
		date_put_iso_day(call->out, &post->date);
		buf_puts(call->out, post->date.set ? " " : "");
		desk_put_text(call->out, post->title);
		buf_putc(call->out, '\n');
	}
	if (!site->post_count)
		buf_puts(call->out, "There are no posts yet.\n");
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

/* --- one file -------------------------------------------------------------------------------------- */

static const struct post *post_of(const struct desk_file *file)
{
	return file->target.post;
}

struct slice desk_title(const struct desk_file *file)
{
	return post_of(file) ? post_of(file)->title
			     : slice_path_name(file->target.source);
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
		put_titan(call, "edit/", key, target->kind == STORE_TEXT ? ";edit" : "");
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
	desk_begin_with(call, desk_title(&file));
	desk_put_state(call, &file);
	put_links(call, &file);
	desk_put_acts(call, &file);
	if (file.target.why)
		buf_printf(call->out, "\nNot to be edited: %s.\n", file.target.why);
	if (file.target.kind == STORE_TEXT)
		put_texts(call, &file);
	else if (file.target.address.len)
		put_line_for_post(call, &file.target);
	desk_put_back(call);
	return GEMINI_SUCCESS;
}
