/* SPDX-License-Identifier: MIT */
/* The syntax of shortcodes: Hugo's, and Zola's, which look like calls. */
#include <stdlib.h>

#include "text/dialect/template_internal.h"

#define BUTTON_MAX_BYTES 512

static struct slice take_name(struct slice *in)
{
	*in = slice_trim_start(*in);
	size_t len = slice_until(*in, "/(");
	/* "dir/name" is a name, too. */
	while (len + 1 < in->len && in->ptr[len] == '/' &&
		ascii_is_alnum(in->ptr[len + 1]))
		len += 1 + slice_until(slice_from(*in, len + 1), "/");
	return slice_take(in, len);
}

void shortcode_find_closers(struct template *t)
{
	struct slice rest = t->source;
	size_t count = 0, capacity = 0;
	ptrdiff_t at;
	while ((at = slice_find(rest, S("{{"))) >= 0) {
		rest = slice_from(rest, (size_t)at + 2);
		if (!rest.len || (rest.ptr[0] != '<' && rest.ptr[0] != '%'))
			continue;
		struct slice tag = slice_trim_start(slice_head(slice_from(rest, 1), 128));
		if (!tag.len || tag.ptr[0] != '/' || (tag.len > 1 && tag.ptr[1] == '*'))
			continue;
		tag = slice_from(tag, 1);
		struct slice name = take_name(&tag);
		ptrdiff_t end =
			slice_find_char(name, name.len && rest.ptr[0] == '<' ? '>' : '%');
		*arena_next(t->arena, t->closers, count, capacity) =
			end >= 0 ? slice_head(name, (size_t)end) : name;
	}
	if (count)
		qsort(t->closers, count, sizeof(*t->closers), slice_order);
	t->closer_count = count;
}

static bool is_closed(const struct template *t, struct slice name)
{
	return t->closer_count && bsearch(&name, t->closers, t->closer_count,
					  sizeof(name), slice_order) != NULL;
}

bool shortcode_body(struct template *t, struct slice name, struct slice *body)
{
	struct slice rest = slice_from(t->source, t->at);
	ptrdiff_t at;
	if (!is_closed(t, name) || template_is_absent(t, name))
		return false;
	while ((at = slice_find(rest, S("{{"))) >= 0) {
		rest = slice_from(rest, (size_t)at + 2);
		size_t before = (size_t)(rest.ptr - t->source.ptr) - 2;
		if (!rest.len || (rest.ptr[0] != '<' && rest.ptr[0] != '%'))
			continue;
		struct slice tag = slice_trim_start(slice_head(slice_from(rest, 1), 128));
		if (!tag.len || tag.ptr[0] != '/')
			continue;
		tag = slice_trim_start(slice_from(tag, 1));
		ptrdiff_t end = slice_find(tag, S("}}"));
		if (!slice_starts(tag, name) || end < 0)
			continue;
		*body = slice(t->source.ptr + t->at, before - t->at);
		template_advance(t, (size_t)(tag.ptr - t->source.ptr) + (size_t)end + 2);
		return true;
	}
	template_add_absent(t, name);
	return false;
}

/* A button: short text on one line between its tags becomes a link's label. */
static bool button(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice url = tag_first_of(args, S("href url link")),
		     rest = slice_from(t->source, t->at), tag;
	if (!url.len || t->dead)
		return false;
	ptrdiff_t at = slice_find(slice_head(rest, BUTTON_MAX_BYTES), S("{{")), end;
	if (at < 0 || (size_t)at + 3 >= rest.len)
		return false;
	struct slice words = slice_trim(slice_head(rest, (size_t)at));
	tag = slice_head(slice_from(rest, (size_t)at + 3), 128);
	end = slice_find(tag, S("}}"));
	struct slice closer = slice_trim(slice_head(tag, end < 1 ? 0 : (size_t)end - 1));
	if (!slice_starts(closer, S("/")) ||
		!slice_eq(slice_trim(slice_from(closer, 1)), name) || !words.len ||
		slice_find_char(words, '\n') >= 0 || slice_find(words, S("](")) >= 0)
		return false;
	template_put_link(t, false, url, words);
	template_advance(t, (size_t)(tag.ptr - t->source.ptr) + (size_t)end + 2);
	return true;
}

static void put_single(struct template *t, const struct tag *tag)
{
	if (tag->kind != TAG_NOTHING && !tag_put_words(t, tag))
		template_warn(t, "unknown shortcode", tag->name);
}

void shortcode_tag(struct template *t, struct slice text)
{
	text = slice_trim(text);
	bool ends = text.len && text.ptr[0] == '/';
	if (ends)
		text = slice_from(text, 1);
	bool alone = text.len && text.ptr[text.len - 1] == '/';
	if (alone)
		text = slice_trim_end(slice_head(text, text.len - 1));
	struct slice name = take_name(&text);
	if (ends) {
		tag_close(t, name);
		return;
	}
	struct tag tag;
	tag_init(&tag, TAG_HUGO, name, text);
	if (tag_put_single(t, &tag) || (!alone && tag_put_code(t, &tag)))
		return;
	if (alone || !is_closed(t, name))
		put_single(t, &tag);
	else if (!button(t, name, &tag.args))
		tag_open(t, &tag);
}

/* "name(arguments)"? *inner is set to the arguments. */
static bool is_call(struct slice call, struct slice *name, struct slice *inner)
{
	struct slice rest = slice_trim(call);
	*name = take_name(&rest);
	for (size_t i = 0; i < name->len; i++)
		if (!ascii_is_alnum(name->ptr[i]) && name->ptr[i] != '_')
			return false;
	if (!name->len || rest.len < 2 || rest.ptr[0] != '(' ||
		rest.ptr[rest.len - 1] != ')')
		return false;
	*inner = slice(rest.ptr + 1, rest.len - 2);
	return true;
}

bool shortcode_call(struct template *t, struct slice call)
{
	struct tag tag;
	struct slice name, inner;
	if (!is_call(call, &name, &inner))
		return false;
	tag_init(&tag, TAG_ZOLA, name, inner);
	if (!tag_put_single(t, &tag))
		put_single(t, &tag);
	return true;
}

bool shortcode_block(struct slice tag)
{
	struct slice name, inner;
	return slice_eq(slice_trim(tag), S("end")) || is_call(tag, &name, &inner);
}

/* The end tag of all Zola shortcodes. */
#define ZOLA_END S("()")

void shortcode_block_tag(struct template *t, struct slice text)
{
	struct tag tag;
	struct slice name, inner;
	if (!is_call(text, &name, &inner)) {
		tag_close(t, ZOLA_END);
		return;
	}
	tag_init(&tag, TAG_ZOLA, name, inner);
	if (tag_put_code(t, &tag))
		return;
	tag_open(t, &tag);
	t->frames[t->frame_count - 1].name = ZOLA_END;
}
