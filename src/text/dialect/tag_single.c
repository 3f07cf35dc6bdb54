/* SPDX-License-Identifier: MIT */
/* Tags without an end tag, as text. */
#include "base/locale.h"
#include "base/text.h"
#include "text/dialect/template_internal.h"
#include "text/embed.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct slice named_or_first(const struct template_args *args, struct slice key)
{
	struct slice value;
	return template_arg(args, key, &value) ? value : tag_positional(args, 0);
}

/* --- pictures and players -------------------------------------------------------------------- */

/* {% img [classes] path [width [height]] [title [alt]] %} */
static bool put_picture(struct template *t, const struct template_args *args)
{
	unsigned at = 0;
	while (at < args->count && (args->key[at].len || !tag_is_path(args->value[at])))
		at++;
	if (at == args->count)
		return false;
	template_put_link(t, true, args->value[at], tag_words(t, args, at + 1));
	return true;
}

static bool put_figure(struct template *t, const struct template_args *args)
{
	struct slice src = named_or_first(args, S("src")),
		     label = tag_first_of(args, S("caption alt title")),
		     link = tag_first_of(args, S("link")),
		     attr = tag_first_of(args, S("attr"));
	if (!src.len)
		return true;
	template_put_link(t, true, src, label);
	if (link.len && !slice_eq(link, src)) {
		template_put(t, S(" "));
		template_put_link(t, false, link, label.len ? label : link);
	}
	link = tag_first_of(args, S("attrlink"));
	if (attr.len)
		template_put(t, S(" "));
	if (attr.len && link.len)
		template_put_link(t, false, link, attr);
	else
		template_put(t, attr);
	return true;
}

static bool put_player(struct template *t, const struct embed_player *player,
	const struct template_args *args)
{
	struct slice user = tag_first_of(args, S("user")), id,
		     first = tag_positional(args, 0), second = tag_positional(args, 1);
	id = tag_first_of(args, S("id"));
	if (!id.len)
		id = first;
	/* A complete id may be followed by the name of one of its files. */
	if (player->between.len && second.len && !tag_is_url(first) &&
		slice_find_char(first, '/') < 0 && slice_find_char(second, '.') < 0) {
		user = first;
		id = second;
	}
	struct slice label = tag_first_of(args, S("title"));
	if (!id.len)
		return false;
	template_put_link(t, false,
		embed_page_of(t->arena, player, user, id, tag_first_of(args, S("start"))),
		label.len ? label : embed_label(t->arena, t->options->lang, player));
	return true;
}

static bool put_media(
	struct template *t, enum locale_word word, const struct template_args *args)
{
	struct slice first = tag_positional(args, 0);
	if (!tag_is_path(first))
		return false;
	template_put_link(
		t, false, first, locale_word(locale_for(t->options->lang), word));
	return true;
}

static bool ends_in(struct slice url, struct slice ends)
{
	struct slice name = slice_path_name(url), extension;
	slice_cut(name, '?', &name, NULL);
	slice_cut(name, '#', &name, NULL);
	ptrdiff_t dot = slice_rfind_char(name, '.');
	extension = slice_from(name, (size_t)(dot + 1));
	return dot >= 0 && slice_has_word(ends, extension);
}

static bool is_picture(struct slice url)
{
	return ends_in(url, S("png jpg jpeg gif svg webp avif apng bmp jxl heic"));
}

/* The label of an address without one: "Video", or itself. */
static struct slice label_of(struct template *t, struct slice url)
{
	const struct locale *locale = locale_for(t->options->lang);
	if (ends_in(url, S("mp4 webm m4v mov ogv mkv")))
		return locale_word(locale, WORD_VIDEO);
	if (ends_in(url, S("mp3 ogg oga opus m4a wav flac")))
		return locale_word(locale, WORD_AUDIO);
	return url;
}

/* The label of the address @at among positional arguments: the one after it, else the one before. */
static struct slice words_beside(
	struct template *t, const struct template_args *args, unsigned at, bool behind)
{
	struct slice rest = args->raw, part, label = slice_none;
	if (slice_find_char(args->raw, ',') < 0) {
		struct template_args before = *args;
		before.count = at;
		label = tag_words(t, args, at + 1);
		return label.len || behind ? label : tag_words(t, &before, 0);
	}
	while (!label.len && tag_next_part(&rest, &part))
		if (slice_find(part, args->value[at]) < 0)
			label = tag_title_words(part);
	return label;
}

/* An argument that is a picture or an address, for any tag; for buttons also a path. */
static bool put_address(struct template *t, const struct template_args *args, bool paths)
{
	struct slice label = tag_first_of(
		args, S("caption alt title text label name desc description"));
	for (unsigned at = 0; at < args->count; at++) {
		struct slice url = args->value[at];
		bool image = is_picture(url) && !paths;
		if (slice_find_char(url, ' ') >= 0 || ends_in(url, S("js css mjs")) ||
			(!image && !(paths ? tag_is_path(url) : tag_is_url(url))))
			continue;
		if (!label.len)
			label = words_beside(t, args, at, image);
		if (!label.len && !image)
			label = label_of(t, url);
		template_put_link(t, image, url, label);
		return true;
	}
	return false;
}

bool template_put_by_args(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice label =
		tag_first_of(args, S("caption alt default_alt title text label name"));
	struct slice url =
		tag_first_of(args, S("src image_path image img light_src default_src"));
	/* A source may be a page or a video. */
	bool image = url.len &&
		     (is_picture(url) || slice_find_char(slice_path_name(url), '.') < 0 ||
			     slice_find_char(url, '?') >= 0);
	if (!url.len)
		url = tag_first_of(args, S("url href link file path"));
	image = image || is_picture(url);
	if (url.len) {
		template_put_link(
			t, image, url, label.len || image ? label : label_of(t, url));
		return true;
	}
	url = tag_first_of(args, S("id video_id youtube_id"));
	const struct embed_player *player = embed_by_part(name);
	if (!url.len || !player)
		return put_address(t, args, false);
	template_put_link(t, false,
		embed_page_of(t->arena, player, slice_none, url, slice_none),
		label.len ? label : embed_label(t->arena, t->options->lang, player));
	return true;
}

/* --- links ------------------------------------------------------------------------------------- */

static bool ask(
	struct template *t, enum env_reference kind, struct slice name, struct slice *url)
{
	return t->env && t->env->reference &&
	       t->env->reference(t->env->ctx, t->arena, kind, name, url);
}

/* {% include_code [title] [lang:x] path %}, or with the path first {% include_code path title
 * %}. */
static bool put_file(struct template *t, const struct template_args *args)
{
	unsigned at = 0;
	while (at < args->count &&
		(args->key[at].len || slice_find_char(args->value[at], '.') <= 0))
		at++;
	/* Words before it may end in a dot: the last possible path counts. */
	for (unsigned i = at + 1; at && i < args->count; i++)
		if (!args->key[i].len && slice_find_char(args->value[i], '.') > 0)
			at = i;
	if (at == args->count)
		return true;
	struct slice path = args->value[at];
	struct template_args others = *args;
	others.key[at] = S("path");
	struct slice title = tag_words(t, &others, 0);
	template_put_link(t, false,
		*path.ptr == '/' || tag_is_url(path)
			? path
			: arena_printf(t->arena, "/downloads/code/%.*s", SARG(path)),
		title.len ? title : slice_path_name(path));
	return true;
}

/* The title of the page at @url; nil: unknown. */
static struct slice title_at(struct template *t, struct slice url)
{
	const struct text_env *env = t->env;
	struct doc_target target = {0};
	if (!env->link || env->link(env->ctx, t->arena, url, false, &target) != ENV_LINK)
		return slice_none;
	if (env->reads_titles && target.title.len)
		*env->reads_titles = true;
	return target.title;
}

/* "a-b" as words */
static struct slice words_of_name(struct template *t, struct slice name)
{
	char *words = (char *)arena_dup(t->arena, name).ptr;
	for (size_t i = 0; i < name.len; i++)
		words[i] = words[i] == '-' ? ' ' : words[i];
	return slice(words, name.len);
}

/* {% post_link name [title] %} */
static void put_post(struct template *t, const struct template_args *args)
{
	struct slice url, label = tag_words(t, args, 1), name = args->value[0];
	if (slice_ends(label, S(" true")) || slice_ends(label, S(" false")))
		label = slice_head(label, (size_t)slice_rfind_char(label, ' '));
	if (slice_eq(label, S("true")) || slice_eq(label, S("false")))
		label = slice_none;
	bool found = ask(t, ENV_REF, name, &url) || ask(t, ENV_POST_URL, name, &url);
	if (!label.len && found)
		label = title_at(t, url);
	if (!label.len)
		label = words_of_name(t, name);
	if (found) {
		template_put_link(t, false, url, label);
		return;
	}
	template_put(t, label);
	template_warn(t, "no such page:", name);
}

static void put_reference(struct template *t, const struct template_args *args)
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
	if (!page.len || ask(t, ENV_REF, page, &url)) {
		template_put(t, page.len ? url : page);
		template_put(t, fragment);
	} else {
		template_no_page(t, name);
	}
}

static void put_parameter(struct template *t, struct slice name)
{
	static const char *const where[] = {"page.params.", "page.", "site.params."};
	struct slice text;
	for (size_t i = 0; i < LENGTH(where); i++) {
		struct slice full =
			arena_printf(t->arena, "%s%.*s", where[i], SARG(name));
		if (template_variable(t, full, &text) != ENV_NONE) {
			template_put(t, text);
			return;
		}
	}
	template_warn(t, "unknown variable", name);
}

/* --- by kind ------------------------------------------------------------------------------------- */

/* Tags that show their first argument. */
static bool put_first(struct template *t, const struct tag *tag)
{
	const struct template_args *args = &tag->args;
	struct slice first = args->count && !args->key[0].len ? args->value[0]
							      : slice_none,
		     words = args->count > 1 ? args->value[1] : slice_none;
	if (!first.len)
		return false;
	switch (tag->kind) {
	case TAG_LITERAL:
		template_put(t, args->quoted[0] && args->count == 1 ? first : args->raw);
		return true;
	case TAG_WORDS:
		if (slice_cut(args->raw, '@', NULL, &words))
			template_put(t, words);
		else
			template_put(t, tag_title_words(args->raw));
		return true;
	case TAG_FILE:
		return put_file(t, args);
	case TAG_POST:
		put_post(t, args);
		return true;
	case TAG_NOTEBOOK:
		template_put_link(t, false, arena_printf(t->arena, "/%.*s", SARG(first)),
			slice_path_name(first));
		return true;
	case TAG_ASSET:
		words = tag_words(t, args, 1);
		template_put_link(t, false, first, words.len ? words : first);
		return true;
	case TAG_ADDRESS:
		template_put(t, first);
		return true;
	case TAG_BUTTON:
		return args->count > 1 && put_address(t, args, true);
	default:
		/* In Hexo it has words and an address, in Jekyll the path of a file. */
		if (tag->kind != TAG_LINK || !tag_is_path(words))
			return false;
		template_put_link(t, false, words, first);
		return true;
	}
}

bool tag_put_single(struct template *t, const struct tag *tag)
{
	const struct template_args *args = &tag->args;
	const struct embed_player *player = embed_by_tag(tag->name);
	if (player)
		return put_player(t, player, args);
	switch (tag->kind) {
	case TAG_PICTURE:
		return put_picture(t, args);
	case TAG_FIGURE:
		return put_figure(t, args);
	case TAG_VIDEO:
		return put_media(t, WORD_VIDEO, args);
	case TAG_AUDIO:
		return put_media(t, WORD_AUDIO, args);
	case TAG_REFERENCE:
		put_reference(t, args);
		return true;
	case TAG_PARAMETER:
		put_parameter(t, tag_positional(args, 0));
		return true;
	default:
		return put_first(t, tag);
	}
}
