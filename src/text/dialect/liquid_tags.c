/* SPDX-License-Identifier: MIT */
/* Tags that plugins bring, or the generator itself: of Hexo (hexo.io/docs/tag-plugins), Octopress, Jekyll's
 * usual gems and Pelican's liquid_tags. They are alike, for each took them from the one before. */
#include "base/locale.h"
#include "base/text.h"
#include "text/dialect/template_internal.h"

static bool is_one_of(struct slice name, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq(name, names[i]))
			return true;
	return false;
}

static bool is_url(struct slice s)
{
	return slice_starts(s, S("http://")) || slice_starts(s, S("https://")) ||
	       slice_starts(s, S("//"));
}

static bool is_path(struct slice s)
{
	return is_url(s) || slice_find_char(s, '/') >= 0 || slice_find_char(s, '.') >= 0;
}

/* "300", "50%", "12em", "auto": how large a picture is. */
static bool is_size(struct slice s)
{
	size_t digits = 0;
	while (digits < s.len && ascii_is_digit(s.ptr[digits]))
		digits++;
	struct slice unit = slice_from(s, digits);
	return slice_eq(s, S("auto")) ||
	       (digits && (!unit.len || slice_eq(unit, S("%")) ||
				  slice_eq(unit, S("px")) || slice_eq(unit, S("em"))));
}

static struct slice first_word(struct slice s)
{
	size_t len = 0;
	while (len < s.len && !ascii_is_space(s.ptr[len]))
		len++;
	return slice_head(s, len);
}

static struct slice bare(struct slice s)
{
	if (s.len > 1 && (s.ptr[0] == '"' || s.ptr[0] == '\'') &&
		s.ptr[s.len - 1] == s.ptr[0])
		return slice(s.ptr + 1, s.len - 2);
	return s;
}

/* The words by position from @from on, in one; those with keys and sizes are left out. */
static struct slice words_from(
	struct template *t, const struct template_args *args, unsigned from)
{
	struct buf out;
	buf_init(&out, 0);
	for (unsigned i = from; i < args->count; i++) {
		if (args->key[i].len || (!args->quoted[i] && is_size(args->value[i])))
			continue;
		if (out.len)
			buf_putc(&out, ' ');
		buf_put(&out, args->value[i]);
		/* The second in quotes is an alternative text that says the same again. */
		if (args->quoted[i])
			break;
	}
	struct slice words = buf_dup(&out, t->arena);
	buf_fini(&out);
	if (slice_starts(words, S("[")) && slice_ends(words, S("]")))
		words = slice(words.ptr + 1, words.len - 2);
	return words;
}

/* {% img [classes] path [width [height]] [title [alt]] %} */
static void image(struct template *t, const struct template_args *args)
{
	unsigned at = 0;
	while (at < args->count && (args->key[at].len || !is_path(args->value[at])))
		at++;
	if (at < args->count)
		template_put_link(t, true, args->value[at], words_from(t, args, at + 1));
}

static struct slice media_label(
	struct template *t, enum locale_word word, const char *service)
{
	struct slice name = locale_word(locale_for(t->options->lang), word);
	if (!service)
		return name;
	return arena_printf(t->arena, "%.*s (%s)", SARG(name), service);
}

/* A player by the id that its service gave, or by an address. */
static void player(
	struct template *t, struct slice page, const char *service, struct slice id)
{
	struct slice url =
		is_url(id) ? id
			   : arena_printf(t->arena, "%.*s%.*s", SARG(page), SARG(id));
	if (id.len)
		template_put_link(t, false, url, media_label(t, WORD_VIDEO, service));
}

/* {% include_code [title] [lang:x] path %}, with the path first {% include_code path title %}. */
static void include_code(struct template *t, const struct template_args *args)
{
	unsigned at = 0;
	while (at < args->count &&
		(args->key[at].len || slice_find_char(args->value[at], '.') <= 0))
		at++;
	/* Words before it may end in a dot: the last that could be a path is one. */
	for (unsigned i = at + 1; at && i < args->count; i++)
		if (!args->key[i].len && slice_find_char(args->value[i], '.') > 0)
			at = i;
	if (at == args->count)
		return;
	struct slice path = args->value[at];
	struct template_args others = *args;
	others.key[at] = S("path");
	struct slice title = words_from(t, &others, 0);
	template_put_link(t, false,
		*path.ptr == '/' || is_url(path)
			? path
			: arena_printf(t->arena, "/downloads/code/%.*s", SARG(path)),
		title.len ? title : slice_path_name(path));
}

/* {% codeblock [title] [lang:x] [url] [words of the link] %} */
static bool code_block(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice body, language, title, url = slice_none;
	struct template_args others = *args;
	if (!liquid_body(t, arena_printf(t->arena, "end%.*s", SARG(name)),
		    slice_eq(name, S("code")) ? &t->no_end_code : &t->no_end_codeblock,
		    &body))
		return false;
	template_arg(args, S("lang"), &language);
	for (unsigned i = 0; i < args->count; i++) {
		if (!url.len && !args->key[i].len && is_url(args->value[i])) {
			url = args->value[i];
			others.count = i;
		}
	}
	title = words_from(t, &others, 0);
	if (url.len)
		template_put_link(
			t, false, url, title.len ? title : slice_path_name(url));
	else
		template_put(t, title);
	if (url.len || title.len) {
		template_put(t, S("\n\n"));
		t->line_start = t->out->buf.len;
		blocks_break(&t->blocks);
	}
	template_put_code(t, text_lower(t->arena, language), body);
	return true;
}

static void put_border(struct template *t, struct slice tag)
{
	template_put(t, S("\n\n"));
	template_put(t, tag);
	template_put(t, S("\n\n"));
	t->line_start = t->out->buf.len;
	blocks_break(&t->blocks);
}

void plugin_open_quote(struct template *t)
{
	put_border(t, S("<blockquote>"));
}

/* {% blockquote [author[, source]] [url] [title] %}: whose words these are stands under them. */
void plugin_close_quote(struct template *t, struct slice whose)
{
	struct slice author = slice_none, url = slice_none, rest = whose, word;
	size_t from = 0;
	while (from < rest.len) {
		while (from < rest.len && ascii_is_space(rest.ptr[from]))
			from++;
		word = first_word(slice_from(rest, from));
		if (is_url(word)) {
			url = word;
			break;
		}
		from += word.len;
	}
	author = slice_trim(slice_head(rest, url.len ? from : rest.len));
	struct slice title = url.len ? slice_trim(slice_from(rest, from + url.len)) : url;
	if (author.len || title.len || url.len) {
		template_put(t, S("\n\n\xe2\x80\x94 "));
		if (!title.len && url.len && author.len) {
			title = author;
			author = slice_none;
		}
		template_put(t, author);
		if (author.len && title.len)
			template_put(t, S(", "));
		if (url.len)
			template_put_link(t, false, url, title.len ? title : url);
	}
	put_border(t, S("</blockquote>"));
}

/* {% post_link name [title] %} */
static void post_link(struct template *t, const struct template_args *args)
{
	struct slice url, label = words_from(t, args, 1), name = args->value[0];
	if (slice_ends(label, S(" true")) || slice_ends(label, S(" false")))
		label = slice_head(label, (size_t)slice_rfind_char(label, ' '));
	if (slice_eq(label, S("true")) || slice_eq(label, S("false")))
		label = slice_none;
	if (!label.len) {
		char *words = (char *)arena_dup(t->arena, name).ptr;
		for (size_t i = 0; i < name.len; i++)
			words[i] = words[i] == '-' ? ' ' : words[i];
		label = slice(words, name.len);
	}
	if (t->env && t->env->reference &&
		(t->env->reference(t->env->ctx, t->arena, ENV_REF, name, &url) ||
			t->env->reference(
				t->env->ctx, t->arena, ENV_POST_URL, name, &url))) {
		template_put_link(t, false, url, label);
		return;
	}
	template_put(t, label);
	template_warn(t, "no such page:", name);
}

/* Tags whose content stays, and which are nothing themselves. */
static bool is_frame(struct slice name)
{
	static const struct slice names[] = {S("note"), S("tabs"), S("tab"), S("cond"),
		S("fold"), S("spoiler"), S("folding"), S("hideToggle"), S("hideBlock"),
		S("alert"), S("panel"), S("grouppicture"), S("gp"), S("gallery"),
		S("timeline"), S("timelinenode"), S("details"), S("markdown"), S("wrap"),
		S("cardgroup"), S("toc"), S("TOC"), S("more")};
	if (slice_starts(name, S("end")) && name.len > 3)
		name = slice_from(name, 3);
	return is_one_of(name, names, sizeof(names) / sizeof(names[0]));
}

static bool is_quote(struct slice name)
{
	static const struct slice names[] = {
		S("blockquote"), S("quote"), S("pullquote"), S("centerquote"), S("cq")};
	return is_one_of(name, names, sizeof(names) / sizeof(names[0]));
}

/* Tags that have an end. */
static bool block(struct template *t, struct slice name, struct slice args)
{
	struct template_args parsed;
	struct slice body;
	if (is_quote(name)) {
		/* The first word of a pull quote is its class. */
		bool pull = slice_eq(name, S("pullquote"));
		template_push(t, FRAME_QUOTE, pull ? slice_none : args);
		plugin_open_quote(t);
		return true;
	}
	if (slice_starts(name, S("end")) && is_quote(slice_from(name, 3))) {
		struct slice author;
		if (liquid_close(t, FRAME_QUOTE, &author))
			plugin_close_quote(t, author);
		return true;
	}
	if (slice_eq(name, S("codeblock")) || slice_eq(name, S("code"))) {
		template_parse_args(args, &parsed);
		return code_block(t, name, &parsed);
	}
	if (slice_eq(name, S("mermaid")) &&
		liquid_body(t, S("endmermaid"), &t->no_end_mermaid, &body)) {
		template_put_code(t, name, body);
		return true;
	}
	return is_frame(name);
}

/* Tags that are a player, a picture, a link. */
static bool single(
	struct template *t, struct slice name, const struct template_args *args)
{
	struct slice first = args->count ? args->value[0] : slice_none;
	bool named = args->count && args->key[0].len;
	if (!first.len || named)
		return false;
	if (slice_eq(name, S("img")) || slice_eq(name, S("image")) ||
		slice_eq(name, S("asset_img"))) {
		image(t, args);
	} else if (slice_eq(name, S("youtube"))) {
		player(t, S("https://www.youtube.com/watch?v="), "YouTube", first);
	} else if (slice_eq(name, S("vimeo"))) {
		player(t, S("https://vimeo.com/"), "Vimeo", first);
	} else if (slice_eq(name, S("bilibili"))) {
		player(t, S("https://www.bilibili.com/video/"), "bilibili", first);
	} else if (slice_eq(name, S("asciinema"))) {
		player(t, S("https://asciinema.org/a/"), "asciinema", first);
	} else if (slice_eq(name, S("gist"))) {
		template_put_link(t, false,
			is_url(first)
				? first
				: arena_printf(t->arena, "https://gist.github.com/%.*s",
					  SARG(first)),
			S("Gist"));
	} else if (slice_eq(name, S("video"))) {
		template_put_link(t, false, first, media_label(t, WORD_VIDEO, NULL));
	} else if (slice_eq(name, S("audio"))) {
		template_put_link(t, false, first, media_label(t, WORD_AUDIO, NULL));
	} else if (slice_eq(name, S("include_code"))) {
		include_code(t, args);
	} else if (slice_eq(name, S("notebook"))) {
		template_put_link(t, false, arena_printf(t->arena, "/%.*s", SARG(first)),
			slice_path_name(first));
	} else if (slice_eq(name, S("post_link"))) {
		post_link(t, args);
	} else if (slice_eq(name, S("asset_link"))) {
		struct slice words = words_from(t, args, 1);
		template_put_link(t, false, first, words.len ? words : first);
	} else if (slice_eq(name, S("asset_path")) || slice_eq(name, S("url_for")) ||
		   slice_eq(name, S("full_url_for"))) {
		template_put(t, first);
	} else if ((slice_eq(name, S("btn")) || slice_eq(name, S("button"))) &&
		   args->count > 1) {
		template_put_link(t, false, first, args->value[1]);
	} else if (slice_eq(name, S("link"))) {
		/* Hexo's has words and an address, Jekyll's the path of a file. */
		if (args->count < 2 || !is_path(args->value[1]))
			return false;
		template_put_link(t, false, args->value[1], first);
	} else {
		return false;
	}
	return true;
}

bool plugin_tag(struct template *t, struct slice name, struct slice args)
{
	struct template_args parsed;
	if (block(t, name, args))
		return true;
	if (slice_eq(name, S("literal"))) {
		template_put(t, bare(args));
		return true;
	}
	if (slice_eq(name, S("label")) && slice_find_char(args, '@') >= 0) {
		template_put(t, slice_from(args, (size_t)slice_find_char(args, '@') + 1));
		return true;
	}
	template_parse_args(args, &parsed);
	if (t->dead)
		return false;
	return single(t, name, &parsed);
}
