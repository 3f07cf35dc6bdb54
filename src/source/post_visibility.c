/* SPDX-License-Identifier: MIT */
/* Who may see a post, and which parts of it. */
#include "source/post_reading.h"
#include "source/visibility.h"
#include "text/closed.h"

/* Posts with certain tags are locked, unless they have an empty password
 * (hexo-blog-encrypt). */
static bool has_locked_tag(const struct post_reading *reading, struct slice *tag)
{
	const struct settings *settings = reading->settings;
	bool own;

	if (!settings->locked_tag_count ||
		(visibility_value(&reading->fields, S("password"), &own) && own))
		return false;
	for (size_t i = 0; i < settings->locked_tag_count; i++) {
		for (size_t k = 0; k < reading->tags.count; k++) {
			*tag = reading->tags.names[k];
			if (slice_eq(settings->locked_tags[i], *tag))
				return true;
		}
	}
	return false;
}

static void tell_unknown_word(
	struct post_reading *reading, const struct visibility *visibility)
{
	struct slice key = visibility->unknown;

	diag_add(reading->diags, DIAG_WARNING, reading->origin->source, visibility->line,
		visibility->column,
		arena_printf(&reading->arena,
			"it is hidden. `shown: [%.*s]` in splashdown.yaml shows such "
			"posts",
			SARG(key))
			.ptr,
		"this post says `%.*s`, which Splashdown does not know",
		SARG(visibility->word));
}

/* An array: only the lists of these tags omit it (Eleventy). */
static void leave_collections(struct post_reading *reading)
{
	static const struct slice keys[] = {S("eleventyExcludeFromCollections"),
		S("buildawesomeExcludeFromCollections")};
	struct fields_names *tags = &reading->tags;
	bool own;

	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
		const struct value *value =
			visibility_value(&reading->fields, keys[k], &own);
		if (!value || value->kind != VALUE_LIST)
			continue;
		for (size_t i = 0; i < value->count; i++) {
			size_t kept = 0;
			for (size_t t = 0; t < tags->count; t++) {
				if (!slice_eq(
					    tags->names[t], value_text(&value->items[i])))
					tags->names[kept++] = tags->names[t];
			}
			tags->count = kept;
		}
	}
}

/* Words in faulty front matter hide the page all the same. */
static void look_at_unread(struct post_reading *reading, struct visibility *visibility)
{
	if (reading->is_timeless)
		visibility_raise(
			visibility, POST_NEVER, S("publishDate, which is not a date"));
	if (reading->is_unknown)
		visibility_raise(visibility, POST_NEVER,
			S("front matter that is too long to read"));
	visibility_of_loose(
		&reading->fields, reading->unread, &reading->arena, visibility);
}

/* Does it name anybody? A number counts how many there were. */
static bool names_readers(const struct value *value)
{
	int64_t number;
	bool on;

	if (!value || value->kind == VALUE_NULL)
		return false;
	if (value->kind != VALUE_SCALAR)
		return value->count != 0;
	return value_text(value).len && !value_int(value, &number) &&
	       (!value_bool(value, &on) || on);
}

/* Readers are chosen by zones alone: a post that names its own is not for everybody. */
static void look_at_readers(struct post_reading *reading, struct visibility *visibility)
{
	const struct settings *settings = reading->settings;
	bool own;
	const struct value *value =
		visibility_value(&reading->fields, S("readers"), &own);

	if (!names_readers(value) ||
		slice_is_among(S("readers"), settings->shown, settings->shown_count))
		return;
	diag_add(reading->diags, DIAG_ERROR, reading->origin->source,
		own ? value->line : 0, own ? value->column : 0,
		"it is hidden; move the post to a path of \"zones\" in splashdown.yaml, "
		"which names the readers",
		"`readers` in front matter lets nobody in");
	if (visibility->state >= POST_LOCKED)
		return;
	visibility_raise(visibility, POST_LOCKED, S("readers"));
	visibility->line = own ? value->line : 0;
	visibility->column = own ? value->column : 0;
}

void post_visibility(struct post_reading *reading)
{
	struct post *post = &reading->post;
	struct visibility visibility;
	struct slice tag;
	bool own;

	visibility_of(&reading->fields, &reading->arena, &visibility);
	look_at_unread(reading, &visibility);
	look_at_readers(reading, &visibility);
	if (has_locked_tag(reading, &tag))
		visibility_raise(&visibility, POST_LOCKED,
			arena_printf(&reading->arena, "tag: %.*s", SARG(tag)));
	if (reading->origin->is_draft_folder && !reading->settings->drafts)
		visibility_raise(&visibility, POST_NEVER, S(POST_IN_DRAFTS));
	if (visibility.unknown.len && visibility.state == POST_NEVER)
		tell_unknown_word(reading, &visibility);
	if (reading->settings->generator == GENERATOR_ELEVENTY)
		leave_collections(reading);
	post->state = (uint8_t)visibility.state;
	post->kept_from = (uint8_t)visibility.kept_from;
	post->hidden_by = visibility.word;
	post->hidden_line = visibility.line;
	post->hidden_column = visibility.column;
	post->opts_in = visibility_is_true(
		visibility_value(&reading->fields, S("publish"), &own));
}

void post_locked_address(struct post_reading *reading)
{
	struct post *post = &reading->post;

	if (post->state >= POST_LOCKED ||
		!settings_locks(reading->settings, post->source, reading->address.key))
		return;
	post->state = POST_LOCKED;
	post->hidden_by = S("_protected_pages.txt");
	post->hidden_line = post->hidden_column = 0;
}

struct slice post_shown_text(const struct settings *settings, const struct post *post,
	struct arena *arena, struct slice text)
{
	const struct closed_options options = {
		.comments = settings->is_vault || post->gardens,
		.shortcodes = settings->generator == GENERATOR_HUGO,
		.lang = post->lang.len ? post->lang : settings->lang,
	};

	return closed_remove(arena, text, &options);
}

void post_close_parts(struct post_reading *reading)
{
	struct post *post = &reading->post;
	bool own;

	post->gardens = visibility_is_true(visibility_value(
				&reading->fields, S("dg-publish"), &own)) ||
			visibility_is_true(
				visibility_value(&reading->fields, S("dg-home"), &own));
	reading->body =
		post_shown_text(reading->settings, post, &reading->arena, reading->body);
}

bool post_has_address(const struct post *post)
{
	return post->state <= POST_UNLISTED;
}

bool post_is_listed(const struct post *post)
{
	return post->state == POST_PUBLIC;
}
