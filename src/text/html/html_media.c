/* SPDX-License-Identifier: MIT */
/* Pictures and players: what a page of text can only link to. */
#include "base/buf.h"
#include "base/locale.h"
#include "base/text.h"
#include "base/uri.h"
#include "text/html/html_internal.h"

/* --- players ----------------------------------------------------------------------- */

struct player {
	struct slice
		at; /* stands in the address; the id follows, to '?', '&', '/' or '#' */
	struct slice page;    /* goes before the id */
	struct slice service; /* may be empty */
	bool audio;
};

static const struct player players[] = {
	{S("youtube-nocookie.com/embed/"), S("https://www.youtube.com/watch?v="),
		S("YouTube"), 0},
	{S("youtube.com/embed/"), S("https://www.youtube.com/watch?v="), S("YouTube"), 0},
	{S("youtube-nocookie.com/v/"), S("https://www.youtube.com/watch?v="),
		S("YouTube"), 0},
	{S("youtube.com/v/"), S("https://www.youtube.com/watch?v="), S("YouTube"), 0},
	{S("//youtu.be/"), S("https://www.youtube.com/watch?v="), S("YouTube"), 0},
	{S("player.vimeo.com/video/"), S("https://vimeo.com/"), S("Vimeo"), 0},
	{S("dailymotion.com/embed/video/"), S("https://www.dailymotion.com/video/"),
		S("Dailymotion"), 0},
	{S("open.spotify.com/embed/track/"), S("https://open.spotify.com/track/"),
		S("Spotify"), 1},
	{S("open.spotify.com/embed/episode/"), S("https://open.spotify.com/episode/"),
		S("Spotify"), 1},
	{S("open.spotify.com/embed/album/"), S("https://open.spotify.com/album/"),
		S("Spotify"), 1},
	{S("open.spotify.com/embed/playlist/"), S("https://open.spotify.com/playlist/"),
		S("Spotify"), 1},
	{S("archive.org/embed/"), S("https://archive.org/details/"), S("archive.org"), 0},
	{S("ted.com/talks/"), S("https://www.ted.com/talks/"), S("TED"), 0},
	{S("loom.com/embed/"), S("https://www.loom.com/share/"), S("Loom"), 0},
	{S("streamable.com/e/"), S("https://streamable.com/"), S("Streamable"), 0},
};

static struct slice head_until(struct slice s, const char *stop)
{
	size_t len = 0;
	while (len < s.len && !strchr(stop, s.ptr[len]))
		len++;
	return slice_head(s, len);
}

/* The value of @name in the query of @url. */
static struct slice query_value(struct slice url, struct slice name)
{
	ptrdiff_t at = slice_find_char(url, '?');
	struct slice query = at < 0 ? slice_none : slice_from(url, (size_t)at + 1), piece,
		     key, value;
	query = head_until(query, "#");
	while (slice_split(&query, '&', &piece)) {
		if (slice_starts(piece, S("amp;")))
			piece = slice_from(piece, 4);
		slice_cut(piece, '=', &key, &value);
		if (slice_eq(key, name))
			return value;
	}
	return slice_none;
}

static struct slice decoded(struct arena *arena, struct slice value)
{
	struct buf out;
	buf_init(&out, value.len + 1);
	bool fine = uri_decode(&out, value);
	struct slice text = fine ? buf_dup(&out, arena) : slice_none;
	buf_fini(&out);
	return text;
}

struct slice html_watch_url(
	struct arena *arena, struct slice src, struct slice *service, bool *audio)
{
	struct slice list, start;
	*service = slice_none;
	*audio = false;
	for (size_t i = 0; i < sizeof(players) / sizeof(players[0]); i++) {
		const struct player *player = &players[i];
		ptrdiff_t at = slice_find(slice_head(src, 128), player->at);
		if (at < 0)
			continue;
		struct slice id =
			head_until(slice_from(src, (size_t)at + player->at.len), "?&/#");
		if (!id.len)
			break;
		*service = player->service;
		*audio = player->audio;
		if (!slice_eq(player->service, S("YouTube")))
			return arena_printf(
				arena, "%.*s%.*s", SARG(player->page), SARG(id));
		list = query_value(src, S("list"));
		start = query_value(src, S("start"));
		if (!start.len)
			start = query_value(src, S("t"));
		if (slice_eq(id, S("videoseries")) && list.len)
			return arena_printf(arena,
				"https://www.youtube.com/playlist?list=%.*s", SARG(list));
		return arena_printf(arena, "%.*s%.*s%s%.*s", SARG(player->page), SARG(id),
			start.len ? "&t=" : "", SARG(start));
	}
	if (slice_find(src, S("youtube.com/watch")) >= 0)
		*service = S("YouTube");
	if (slice_find(src, S("w.soundcloud.com/player")) >= 0) {
		struct slice url = decoded(arena, query_value(src, S("url")));
		*service = S("SoundCloud");
		*audio = true;
		if (url.len && slice_find(url, S("api.soundcloud.com")) < 0)
			return url;
	}
	if (slice_find(src, S("player.twitch.tv/")) >= 0) {
		struct slice video = query_value(src, S("video"));
		*service = S("Twitch");
		if (video.len)
			return arena_printf(
				arena, "https://www.twitch.tv/videos/%.*s", SARG(video));
	}
	if (slice_find(src, S("//gist.github.com/")) >= 0) {
		*service = S("Gist");
		src = head_until(src, "?#");
		if (slice_ends(src, S(".js")))
			src = slice_head(src, src.len - 3);
		if (slice_ends(src, S(".pibb")))
			src = slice_head(src, src.len - 5);
		return src;
	}
	ptrdiff_t videos = slice_find(src, S("/videos/embed/"));
	if (videos > 0) { /* PeerTube, on any host */
		struct slice id = head_until(slice_from(src, (size_t)videos + 14), "?/#");
		return arena_printf(arena, "%.*s/w/%.*s",
			SARG(slice_head(src, (size_t)videos)), SARG(id));
	}
	return src;
}

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

/* "Video", "Video (YouTube)", "Gist"; empty for a player that is unknown. */
static struct slice media_label(
	struct html *html, const struct html_tag *tag, struct slice service, bool audio)
{
	const struct locale *locale = locale_for(html->doc->lang);
	bool is_media = slice_eq_nocase(tag->name, S("video")) ||
			slice_eq_nocase(tag->name, S("audio"));
	audio = audio || slice_eq_nocase(tag->name, S("audio"));
	if (slice_eq(service, S("Gist")))
		return service;
	struct slice word = locale_word(locale, audio ? WORD_AUDIO : WORD_VIDEO);
	if (service.len)
		return arena_printf(
			html->arena, "%.*s (%.*s)", SARG(word), SARG(service));
	return is_media ? word : slice_none;
}

/* Of a document in a page: "plan.pdf" of "https://a.example/plan.pdf?v=2", else empty. */
static struct slice file_name(struct slice url)
{
	struct uri uri;
	struct slice name;
	if (!uri_parse(url, &uri))
		return slice_none;
	name = slice_from(uri.path, (size_t)(slice_rfind_char(uri.path, '/') + 1));
	return uri_extension(name).len ? name : slice_none;
}

void html_put_media(struct html *html, const struct html_tag *tag, struct slice src)
{
	struct slice value, service, label = slice_none;
	bool audio;
	struct slice url = html_value(html, src);
	if (slice_starts(url, S("about:")))
		return;
	url = html_watch_url(html->arena, url, &service, &audio);
	if (html_attr(tag, S("title"), &value) || html_attr(tag, S("aria-label"), &value))
		label = text_one_line(html->arena, html_value(html, value));
	/* The title that YouTube puts into every embed says nothing. */
	if (!label.len || slice_eq_nocase(label, S("YouTube video player")))
		label = media_label(html, tag, service, audio);
	if (!label.len && !slice_eq_nocase(tag->name, S("iframe")))
		label = file_name(url);
	html_put_link(html, url, label);
}

/* --- pictures ------------------------------------------------------------------------ */

static const struct slice badge_hosts[] = {S("img.shields.io/"), S("badge.fury.io/"),
	S("badgen.net/"), S("travis-ci.org/"), S("travis-ci.com/"), S("coveralls.io/"),
	S("codecov.io/"), S("circleci.com/"), S("ci.appveyor.com/"),
	S("badges.gitter.im/"), S("codeclimate.com/"), S("api.codeclimate.com/"),
	S("feeds.feedburner.com/~"), S("pixel.wp.com/"), S("stats.wordpress.com/"),
	S("www.assoc-amazon."), S("ir-na.amazon-adsystem.com/"),
	S("feedads.g.doubleclick.net/")};

static bool is_tiny(const struct html_tag *tag, struct slice name)
{
	struct slice value;
	if (!html_attr(tag, name, &value))
		return false;
	value = slice_trim(value);
	return slice_eq(value, S("0")) || slice_eq(value, S("1")) ||
	       slice_eq(value, S("1px")) || slice_eq(value, S("0px"));
}

/* @in_figure: what an author gives a caption is to be seen, whatever its alternative text. */
static bool is_decorative(const struct html_tag *tag, struct slice src, bool in_figure)
{
	struct slice alt;
	if (!in_figure && html_attr(tag, S("alt"), &alt) && alt.ptr &&
		slice_trim(alt).len == 0)
		return true;
	if (is_tiny(tag, S("width")) || is_tiny(tag, S("height")))
		return true;
	for (size_t i = 0; i < sizeof(badge_hosts) / sizeof(badge_hosts[0]); i++)
		if (slice_find(slice_head(src, 64), badge_hosts[i]) >= 0)
			return true;
	return slice_ends(head_until(src, "?#"), S("/badge.svg"));
}

void html_put_image(struct html *html, const struct html_tag *tag)
{
	static const struct slice sources[] = {S("src"), S("data-src"),
		S("data-lazy-src"), S("data-original"), S("srcset")};
	struct slice src = slice_none, value;
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (!html_attr(tag, sources[i], &value) || !slice_trim(value).len)
			continue;
		/* A placeholder is drawn until a script puts the picture in its place. */
		if (slice_starts_nocase(slice_trim(value), S("data:")))
			continue;
		src = slice_trim(value);
		if (slice_eq(sources[i], S("srcset")))
			src = head_until(src, " ,\t\n");
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
