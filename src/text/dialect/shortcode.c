/* SPDX-License-Identifier: MIT */
/* Hugo's shortcodes: those that Hugo brings become what they show, the content of unknown ones is
 * kept. And Zola's, which look like calls. */
#include <stdlib.h>

#include "base/locale.h"
#include "base/text.h"
#include "text/dialect/template_internal.h"

#define BUTTON_MAX_BYTES 512

static struct slice take_name(struct slice *in)
{
	size_t len = 0;
	*in = slice_trim_start(*in);
	while (len < in->len && !ascii_is_space(in->ptr[len]) && in->ptr[len] != '/' &&
		in->ptr[len] != '(')
		len++;
	/* "dir/name" is a name too. */
	while (len + 1 < in->len && in->ptr[len] == '/' &&
		ascii_is_alnum(in->ptr[len + 1]))
		for (len++; len < in->len && !ascii_is_space(in->ptr[len]) &&
			    in->ptr[len] != '/';)
			len++;
	struct slice name = slice_head(*in, len);
	*in = slice_from(*in, len);
	return name;
}

static int compare_slices(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
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
		if (count == capacity)
			t->closers = arena_grown(t->arena, t->closers, count, &capacity,
				sizeof(*t->closers));
		struct slice name = take_name(&tag);
		ptrdiff_t end =
			slice_find_char(name, name.len && rest.ptr[0] == '<' ? '>' : '%');
		t->closers[count++] = end >= 0 ? slice_head(name, (size_t)end) : name;
	}
	if (count)
		qsort(t->closers, count, sizeof(*t->closers), compare_slices);
	t->closer_count = count;
}

static bool is_closed(const struct template *t, struct slice name)
{
	return t->closer_count && bsearch(&name, t->closers, t->closer_count,
					  sizeof(name), compare_slices) != NULL;
}

/* --- what Hugo brings ------------------------------------------------------------------------ */

struct slice shortcode_positional(const struct template_args *args, unsigned index)
{
	for (unsigned i = 0; i < args->count; i++)
		if (!args->key[i].len && index-- == 0)
			return args->value[i];
	return slice_none;
}

static struct slice named_or_first(const struct template_args *args, struct slice key)
{
	struct slice value;
	return template_arg(args, key, &value) ? value : shortcode_positional(args, 0);
}

static struct slice video_label(
	struct template *t, const struct template_args *args, const char *service)
{
	struct slice title;
	if (template_arg(args, S("title"), &title) && title.len)
		return title;
	return arena_printf(t->arena, "%.*s (%s)",
		SARG(locale_word(locale_for(t->options->lang), WORD_VIDEO)), service);
}

static void figure(struct template *t, const struct template_args *args)
{
	static const struct slice keys[] = {S("caption"), S("alt"), S("title")};
	struct slice src, link, label = slice_none, attr;
	src = named_or_first(args, S("src"));
	for (size_t i = 0; i < 3 && !slice_trim(label).len; i++)
		template_arg(args, keys[i], &label);
	if (!src.len)
		return;
	template_put_link(t, true, src, label);
	if (template_arg(args, S("link"), &link) && link.len && !slice_eq(link, src)) {
		template_put(t, S(" "));
		template_put_link(t, false, link, label.len ? label : link);
	}
	if (template_arg(args, S("attr"), &attr) && attr.len) {
		template_put(t, S(" "));
		if (template_arg(args, S("attrlink"), &link) && link.len)
			template_put_link(t, false, link, attr);
		else
			template_put(t, attr);
	}
}

static void gist(struct template *t, const struct template_args *args)
{
	struct slice user = shortcode_positional(args, 0),
		     id = shortcode_positional(args, 1);
	if (!user.len)
		return;
	template_put_link(t, false,
		id.len ? arena_printf(t->arena, "https://gist.github.com/%.*s/%.*s",
				 SARG(user), SARG(id))
		       : arena_printf(
				 t->arena, "https://gist.github.com/%.*s", SARG(user)),
		S("Gist"));
}

static void tweet(struct template *t, const struct template_args *args)
{
	struct slice user, id;
	if (!template_arg(args, S("id"), &id))
		id = shortcode_positional(
			args, shortcode_positional(args, 1).len ? 1 : 0);
	if (!template_arg(args, S("user"), &user))
		user = shortcode_positional(args, 1).len ? shortcode_positional(args, 0)
							 : S("i");
	if (id.len)
		template_put_link(t, false,
			arena_printf(t->arena, "https://x.com/%.*s/status/%.*s",
				SARG(user), SARG(id)),
			S("X (Twitter)"));
}

static void reference(struct template *t, const struct template_args *args)
{
	struct slice name = named_or_first(args, S("path")), url, page = name,
		     fragment = slice_none;
	ptrdiff_t at = slice_find_char(name, '#');
	if (t->dead)
		return;
	if (at >= 0) {
		page = slice_head(name, (size_t)at);
		fragment = slice_from(name, (size_t)at);
	}
	if (!page.len) {
		template_put(t, fragment);
		return;
	}
	if (t->env && t->env->reference &&
		t->env->reference(t->env->ctx, t->arena, ENV_REF, page, &url)) {
		template_put(t, url);
		template_put(t, fragment);
	} else {
		template_no_page(t, name);
	}
}

static void parameter(struct template *t, struct slice name)
{
	static const char *const where[] = {"page.params.", "page.", "site.params."};
	struct slice text;
	for (size_t i = 0; i < 3; i++) {
		struct slice full =
			arena_printf(t->arena, "%s%.*s", where[i], SARG(name));
		if (template_variable(t, full, &text) != ENV_NONE) {
			template_put(t, text);
			return;
		}
	}
	template_warn(t, "unknown variable", name);
}

/* The text up to "{{< /name >}}", taken; false when it does not come. */
static bool read_body(struct template *t, struct slice name, struct slice *body)
{
	struct slice rest = slice_from(t->source, t->at);
	ptrdiff_t at;
	if (!is_closed(t, name) || t->no_end_shortcode)
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
	t->no_end_shortcode = true;
	return false;
}

/* True: @name is one of Hugo's own. */
static bool builtin(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice body, id = named_or_first(args, S("id"));
	if (slice_eq(name, S("figure"))) {
		figure(t, args);
	} else if (slice_eq(name, S("youtube"))) {
		struct slice start;
		template_arg(args, S("start"), &start);
		template_put_link(t, false,
			arena_printf(t->arena,
				"https://www.youtube.com/watch?v=%.*s%s%.*s", SARG(id),
				start.len ? "&t=" : "", SARG(start)),
			video_label(t, args, "YouTube"));
	} else if (slice_eq(name, S("vimeo"))) {
		template_put_link(t, false,
			arena_printf(t->arena, "https://vimeo.com/%.*s", SARG(id)),
			video_label(t, args, "Vimeo"));
	} else if (slice_eq(name, S("gist"))) {
		gist(t, args);
	} else if (slice_eq(name, S("tweet")) || slice_eq(name, S("x")) ||
		   slice_eq(name, S("twitter")) || slice_eq(name, S("x_simple")) ||
		   slice_eq(name, S("twitter_simple"))) {
		tweet(t, args);
	} else if (slice_eq(name, S("instagram")) ||
		   slice_eq(name, S("instagram_simple"))) {
		template_put_link(t, false,
			arena_printf(
				t->arena, "https://www.instagram.com/p/%.*s/", SARG(id)),
			S("Instagram"));
	} else if (slice_eq(name, S("ref")) || slice_eq(name, S("relref"))) {
		reference(t, args);
	} else if (slice_eq(name, S("param"))) {
		parameter(t, shortcode_positional(args, 0));
	} else if (slice_eq(name, S("highlight"))) {
		if (!read_body(t, name, &body))
			return false;
		template_put_code(
			t, text_lower(t->arena, shortcode_positional(args, 0)), body);
	} else if (theme_is_code(name)) {
		if (!read_body(t, name, &body))
			return false;
		template_put_code(t, name, body);
	} else if (slice_eq(name, S("comment")) || slice_eq(name, S("qr"))) {
		(void)read_body(t, name, &body);
	} else {
		return false;
	}
	return true;
}

static void close_pair(struct template *t, struct slice name)
{
	unsigned i = t->frame_count;
	while (i > 0 && !(t->frames[i - 1].kind == FRAME_PAIR &&
				slice_eq(t->frames[i - 1].name, name)))
		i--;
	if (!i)
		return;
	while (t->frame_count >= i)
		if (t->frames[--t->frame_count].dead)
			t->dead--;
	theme_close(t, &t->frames[i - 1]);
}

/* A button: the words between its tags, when they are short and in one line, are a link's. */
static bool button(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice url = theme_target(args), rest = slice_from(t->source, t->at), tag;
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

static void open_details(struct template *t, const struct template_args *args)
{
	struct slice summary = named_or_first(args, S("summary"));
	if (!summary.len)
		template_arg(args, S("title"), &summary);
	if (!summary.len)
		return;
	template_put(t, summary);
	template_put(t, S("\n\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
}

void shortcode_tag(struct template *t, struct slice tag)
{
	struct template_args args;
	tag = slice_trim(tag);
	bool ends = tag.len && tag.ptr[0] == '/';
	if (ends)
		tag = slice_from(tag, 1);
	bool alone = tag.len && tag.ptr[tag.len - 1] == '/';
	if (alone)
		tag = slice_trim_end(slice_head(tag, tag.len - 1));
	struct slice name = take_name(&tag);
	if (ends) {
		close_pair(t, name);
		return;
	}
	template_parse_args(tag, &args);
	if (builtin(t, name, &args))
		return;
	if (slice_eq(name, S("details"))) {
		open_details(t, &args);
		template_push(t, FRAME_PAIR, name);
	} else if (!alone && is_closed(t, name)) {
		if (!button(t, name, &args))
			theme_open(t, name, &args);
	} else if (!theme_single(t, name, &args)) {
		template_warn(t, "unknown shortcode", name);
	}
}

bool shortcode_call(struct template *t, struct slice call)
{
	struct template_args args;
	struct slice rest = call, name = take_name(&rest);
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '_')
			return false;
	if (!name.len || !rest.len || rest.ptr[0] != '(' || rest.ptr[rest.len - 1] != ')')
		return false;
	template_parse_args(slice(rest.ptr + 1, rest.len - 2), &args);
	if (!builtin(t, name, &args) && !theme_single(t, name, &args))
		template_warn(t, "unknown shortcode", name);
	return true;
}

bool shortcode_block(struct slice tag)
{
	struct slice rest, name;
	tag = slice_trim(tag);
	if (slice_eq(tag, S("end")))
		return true;
	rest = tag;
	name = take_name(&rest);
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '_')
			return false;
	return name.len && rest.len && rest.ptr[0] == '(' &&
	       rest.ptr[rest.len - 1] == ')';
}

/* What all of Zola's are closed by. */
#define ZOLA_END S("()")

void shortcode_block_tag(struct template *t, struct slice tag)
{
	struct template_args args;
	struct slice rest = slice_trim(tag), name = take_name(&rest), body;
	if (slice_eq(slice_trim(tag), S("end"))) {
		close_pair(t, ZOLA_END);
		return;
	}
	template_parse_args(slice(rest.ptr + 1, rest.len - 2), &args);
	if (theme_is_code(name) && liquid_body(t, S("end"), &t->no_end_mermaid, &body)) {
		template_put_code(t, name, body);
		return;
	}
	theme_open(t, name, &args);
	if (t->frame_count && slice_eq(t->frames[t->frame_count - 1].name, name))
		t->frames[t->frame_count - 1].name = ZOLA_END;
}
