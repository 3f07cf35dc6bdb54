/* SPDX-License-Identifier: MIT */
/* Where a writer begins: a new post or picture gets its name, and of what is there the one to edit is chosen. */
#include <time.h>

#include "app/desk_internal.h"
#include "base/text.h"
#include "base/uri.h"
#include "proto/gemini.h"

#define POSTS_MAX 200

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
void desk_put_line(const struct desk_call *call, const struct store_target *target)
{
	buf_puts(call->out, target->is_new ? "\nOnce it is there, this" : "\nThis");
	buf_puts(call->out, " line shows it in a post:\n\n```line for a post\n");
	if (is_gemtext(call))
		buf_printf(call->out, "=> %.*s What it shows\n", SARG(target->address));
	else
		buf_printf(call->out, "![What it shows](%.*s)\n", SARG(target->address));
	buf_puts(call->out, "```\n");
}

/* Somebody else's, or the blog's own: an upload of that name would not take its place. */
static bool put_taken(const struct desk_call *call, const struct store_target *target)
{
	struct slice own = call->request->person->name;
	struct store_version newest;

	if (store_newest(call->request->store, call->arena, target->source, &newest))
		return false;
	bool is_current = newest.id && newest.state == STORE_CURRENT;
	bool is_there = is_current ? newest.kind != STORE_DELETED : !target->is_new;
	bool is_upload = newest.id && (is_current || target->kind == STORE_FILE);
	if (is_upload ? slice_eq(newest.author, own) : target->is_new)
		return false;
	buf_puts(call->out, is_there ? "\nThere is one of that name already"
				     : "\nOne of that name is in the history");
	if (is_upload) {
		buf_puts(call->out, ", by ");
		desk_put_text(call->out, newest.author);
	}
	buf_puts(call->out, ". Choose another name, or replace it on its page.\n\n");
	desk_put_link(call, "edit/", desk_key(call->arena, target->source));
	buf_puts(call->out, "Its page\n");
	return true;
}

static void put_place(const struct desk_call *call, const struct store_target *target,
	struct slice slug)
{
	buf_printf(call->out, "\nThe blog will have it as %.*s.\n", SARG(target->source));
	if (!target->is_new) {
		buf_puts(call->out, "\nThere is one of that name: an upload takes its "
				    "place.\n\n");
		desk_put_link(call, "edit/", desk_key(call->arena, target->source));
		buf_puts(call->out, "Look at it first\n");
	}
	buf_putc(call->out, '\n');
	desk_put_titan(call, "new/", slug, "");
	buf_printf(call->out, "%s\n",
		target->kind == STORE_TEXT ? "Write it" : "Send the file");
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
	bool is_taken = put_taken(call, &target);
	if (!is_taken)
		put_place(call, &target, slug);
	desk_put_link(call, "name/", slice_none);
	buf_puts(call->out, "Choose another name\n");
	if (target.kind == STORE_FILE && !is_taken)
		desk_put_line(call, &target);
	if (!is_taken)
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
