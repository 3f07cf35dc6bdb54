/* SPDX-License-Identifier: MIT */
/* Pictures and players, which become links. */
#include "base/locale.h"
#include "base/text.h"
#include "base/uri.h"
#include "text/embed.h"
#include "text/html/html_internal.h"

/* --- players ----------------------------------------------------------------------- */

void html_put_link(struct html *html, struct slice url, struct slice label)
{
	const struct doc_target *target = html_target(html, url, false);
	if (!target) {
		html_put_text(html, label);
		return;
	}
	struct doc_node *link = build_open(html->build, DOC_LINK);
	if (link)
		link->target = target;
	if (label.len)
		build_text(html->build, label);
	else
		build_text(html->build, target->url);
	build_close(html->build, DOC_LINK);
	build_text(html->build, S(" "));
}

/* "Video", "Video (YouTube)", "Gist"; empty for an unknown player. */
static struct slice media_label(
	struct html *html, const struct html_tag *tag, const struct embed_player *player)
{
	bool audio = slice_eq_nocase(tag->name, S("audio"));
	if (player)
		return embed_label(html->arena, html->doc->lang, player);
	if (!audio && !slice_eq_nocase(tag->name, S("video")))
		return slice_none;
	return locale_word(locale_for(html->doc->lang), audio ? WORD_AUDIO : WORD_VIDEO);
}

/* The label of an embedded document: "plan.pdf" of "https://a.example/plan.pdf?v=2", else
 * empty. */
static struct slice file_name(struct slice url)
{
	struct uri uri;
	struct slice name;
	if (!uri_parse(url, &uri))
		return slice_none;
	name = slice_path_name(uri.path);
	return uri_extension(name).len ? name : slice_none;
}

void html_put_media(struct html *html, const struct html_tag *tag, struct slice src)
{
	struct slice value, label = slice_none;
	const struct embed_player *player;
	struct slice url = html_value(html, src);
	if (slice_starts(url, S("about:")))
		return;
	url = embed_page(html->arena, url, &player);
	if (html_attr(tag, S("title"), &value) || html_attr(tag, S("aria-label"), &value))
		label = text_one_line(html->arena, html_value(html, value));
	/* YouTube's default title of embeds has no meaning. */
	if (!label.len || slice_eq_nocase(label, S("YouTube video player")))
		label = media_label(html, tag, player);
	if (!label.len && !slice_eq_nocase(tag->name, S("iframe")))
		label = file_name(url);
	html_put_link(html, url, label);
}

/* --- pictures ------------------------------------------------------------------------ */

static bool is_tiny(const struct html_tag *tag, struct slice name)
{
	struct slice value;
	if (!html_attr(tag, name, &value))
		return false;
	value = slice_trim(value);
	return slice_any(value, S("0|1|1px|0px"), slice_eq);
}

/* @in_figure: a picture with a caption is shown, whatever its alt text. */
static bool is_decorative(const struct html_tag *tag, struct slice src, bool in_figure)
{
	struct slice alt;
	if (!in_figure && html_attr(tag, S("alt"), &alt) && alt.ptr &&
		slice_trim(alt).len == 0)
		return true;
	return is_tiny(tag, S("width")) || is_tiny(tag, S("height")) ||
	       embed_is_tracker(src);
}

static struct slice first_word(struct slice s)
{
	size_t len = 0;
	while (len < s.len && !strchr(" ,\t\n", s.ptr[len]))
		len++;
	return slice_head(s, len);
}

void html_put_image(struct html *html, const struct html_tag *tag)
{
	static const struct slice sources[] = {S("src"), S("data-src"),
		S("data-lazy-src"), S("data-original"), S("srcset")};
	struct slice src = slice_none, value;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (!html_attr(tag, sources[i], &value) || !slice_trim(value).len)
			continue;
		/* A placeholder, which a script replaces by the picture. */
		if (slice_starts_nocase(slice_trim(value), S("data:")))
			continue;
		src = slice_trim(value);
		if (slice_eq(sources[i], S("srcset")))
			src = first_word(src);
		break;
	}
	if (!src.len || is_decorative(tag, src, html->in_figure))
		return;
	const struct doc_target *target = html_target(html, src, true);
	if (!target)
		return;
	struct doc_node *node = build_leaf(html->build, DOC_IMAGE);
	if (!node)
		return;
	node->target = target;
	if (html_attr(tag, S("alt"), &value))
		node->text = text_one_line(html->arena, html_value(html, value));
	if (html_attr(tag, S("title"), &value))
		node->info = text_one_line(html->arena, html_value(html, value));
	if (html->in_figure) {
		html->figure_image = node;
		html->figure_images++;
	}
}
