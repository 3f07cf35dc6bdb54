/* SPDX-License-Identifier: MIT */
#include "text/embed.h"

#include "base/buf.h"
#include "base/locale.h"
#include "base/uri.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* --- players ----------------------------------------------------------------------------- */

#define PLAYER(kind, name, its_page, its_embeds, ...)                                    \
	{                                                                                \
		.media = kind, .service = S(name), .page = S(its_page),                  \
		.embeds = S(its_embeds), __VA_ARGS__                                     \
	}

static const struct embed_player players[] = {
	PLAYER(EMBED_VIDEO, "YouTube", "https://www.youtube.com/watch?v=",
		"youtube-nocookie.com/embed/ youtube.com/embed/ youtube-nocookie.com/v/ "
		"youtube.com/v/ //youtu.be/",
		.tags = S("youtube")),
	PLAYER(EMBED_VIDEO, "YouTube", "", "youtube.com/watch"),
	PLAYER(EMBED_VIDEO, "Vimeo", "https://vimeo.com/", "player.vimeo.com/video/",
		.tags = S("vimeo vimeo_simple")),
	PLAYER(EMBED_VIDEO, "Dailymotion", "https://www.dailymotion.com/video/",
		"dailymotion.com/embed/video/"),
	PLAYER(EMBED_VIDEO, "bilibili", "https://www.bilibili.com/video/", "",
		.tags = S("bilibili")),
	PLAYER(EMBED_VIDEO, "asciinema", "https://asciinema.org/a/", "",
		.tags = S("asciinema")),
	PLAYER(EMBED_VIDEO, "archive.org", "https://archive.org/details/",
		"archive.org/embed/"),
	PLAYER(EMBED_VIDEO, "TED", "https://www.ted.com/talks/", "ted.com/talks/"),
	PLAYER(EMBED_VIDEO, "Loom", "https://www.loom.com/share/", "loom.com/embed/"),
	PLAYER(EMBED_VIDEO, "Streamable", "https://streamable.com/", "streamable.com/e/"),
	PLAYER(EMBED_VIDEO, "Twitch", "https://www.twitch.tv/videos/",
		"player.twitch.tv/", .query = S("video")),
	PLAYER(EMBED_AUDIO, "Spotify", "https://open.spotify.com/track/",
		"open.spotify.com/embed/track/"),
	PLAYER(EMBED_AUDIO, "Spotify", "https://open.spotify.com/episode/",
		"open.spotify.com/embed/episode/"),
	PLAYER(EMBED_AUDIO, "Spotify", "https://open.spotify.com/album/",
		"open.spotify.com/embed/album/"),
	PLAYER(EMBED_AUDIO, "Spotify", "https://open.spotify.com/playlist/",
		"open.spotify.com/embed/playlist/"),
	/* Its parameter is a complete address. */
	PLAYER(EMBED_AUDIO, "SoundCloud", "", "w.soundcloud.com/player",
		.query = S("url")),
	PLAYER(EMBED_CARD, "Instagram", "https://www.instagram.com/p/", "",
		.tail = S("/"), .tags = S("instagram instagram_simple")),
	PLAYER(EMBED_CARD, "X (Twitter)", "https://x.com/", "",
		.tags = S("tweet x twitter x_simple twitter_simple"),
		.between = S("/status/"), .nobody = S("i/status/")),
	PLAYER(EMBED_CARD, "Gist", "https://gist.github.com/", "//gist.github.com/",
		.tags = S("gist"), .between = S("/")),
};

#undef PLAYER

const struct embed_player *embed_by_tag(struct slice name)
{
	for (size_t i = 0; i < LENGTH(players); i++)
		if (slice_has_word(players[i].tags, name))
			return &players[i];
	return NULL;
}

const struct embed_player *embed_by_part(struct slice name)
{
	static const struct {
		struct slice part, tag;
	} parts[] = {{S("vimeo"), S("vimeo")}, {S("youtube"), S("youtube")},
		{S("yt"), S("youtube")}, {S("video"), S("youtube")}};
	for (size_t i = 0; i < LENGTH(parts); i++)
		if (slice_find(name, parts[i].part) >= 0)
			return embed_by_tag(parts[i].tag);
	return NULL;
}

/* The part before the first of the characters in @stops. */
static struct slice head_until(struct slice s, const char *stops)
{
	for (const char *stop = stops; *stop; stop++) {
		ptrdiff_t at = slice_find_char(s, *stop);
		if (at >= 0)
			s = slice_head(s, (size_t)at);
	}
	return s;
}

/* The value of @name in the query of @url. */
static struct slice query_value(struct slice url, struct slice name)
{
	struct slice query, piece, key, value;
	slice_cut(url, '?', NULL, &query);
	query = head_until(query, "#");
	while (slice_split(&query, '&', &piece)) {
		slice_skip(&piece, S("amp;"));
		slice_cut(piece, '=', &key, &value);
		if (slice_eq(key, name))
			return value;
	}
	return slice_none;
}

static struct slice decoded(struct arena *arena, struct slice value)
{
	auto_buf struct buf out = BUF(value.len + 1);
	bool fine = uri_decode(&out, value);
	return fine ? buf_dup(&out, arena) : slice_none;
}

/* The player of the embed at @src. *rest is the part after the one that identifies it. */
static const struct embed_player *find_player(struct slice src, struct slice *rest)
{
	for (size_t i = 0; i < LENGTH(players); i++) {
		struct slice embeds = players[i].embeds, part;
		while (slice_split(&embeds, ' ', &part)) {
			ptrdiff_t at = slice_find(slice_head(src, 128), part);
			if (at < 0)
				continue;
			*rest = slice_from(src, (size_t)at + part.len);
			return &players[i];
		}
	}
	return NULL;
}

/* For a gist, the script's address; for PeerTube, on any host, the frame's; else @src. */
static struct slice own_page(
	struct arena *arena, struct slice src, const struct embed_player *player)
{
	if (player && player->media == EMBED_CARD) {
		src = head_until(src, "?#");
		if (slice_ends(src, S(".js")))
			src = slice_head(src, src.len - 3);
		if (slice_ends(src, S(".pibb")))
			src = slice_head(src, src.len - 5);
	}
	ptrdiff_t at = player ? -1 : slice_find(src, S("/videos/embed/"));
	if (at <= 0)
		return src;
	struct slice id = head_until(slice_from(src, (size_t)at + 14), "?/#");
	return arena_printf(
		arena, "%.*s/w/%.*s", SARG(slice_head(src, (size_t)at)), SARG(id));
}

struct slice embed_page(
	struct arena *arena, struct slice src, const struct embed_player **player)
{
	struct slice rest, id, start;
	const struct embed_player *found = *player = find_player(src, &rest);
	if (!found || found->media == EMBED_CARD ||
		(!found->page.len && !found->query.len))
		return own_page(arena, src, found);
	id = found->query.len ? decoded(arena, query_value(src, found->query))
			      : head_until(rest, "?&/#");
	if (!id.len || slice_find(id, S("api.soundcloud.com")) >= 0)
		return src;
	if (!slice_eq(found->service, S("YouTube")))
		return embed_page_of(arena, found, slice_none, id, slice_none);
	if (slice_eq(id, S("videoseries")) && query_value(src, S("list")).len)
		return arena_printf(arena, "https://www.youtube.com/playlist?list=%.*s",
			SARG(query_value(src, S("list"))));
	start = query_value(src, S("start"));
	if (!start.len)
		start = query_value(src, S("t"));
	return embed_page_of(arena, found, slice_none, id, start);
}

struct slice embed_page_of(struct arena *arena, const struct embed_player *player,
	struct slice user, struct slice id, struct slice start)
{
	if (slice_any(id, S("//|http://|https://"), slice_starts))
		return id;
	struct slice between = user.len ? player->between : player->nobody;
	return arena_printf(arena, "%.*s%.*s%.*s%.*s%.*s%s%.*s", SARG(player->page),
		SARG(user), SARG(between), SARG(id), SARG(player->tail),
		start.len ? "&t=" : "", SARG(start));
}

struct slice embed_label(
	struct arena *arena, struct slice lang, const struct embed_player *player)
{
	if (player->media == EMBED_CARD)
		return player->service;
	struct slice word = locale_word(
		locale_for(lang), player->media == EMBED_AUDIO ? WORD_AUDIO : WORD_VIDEO);
	return arena_printf(arena, "%.*s (%.*s)", SARG(word), SARG(player->service));
}

/* --- trackers ---------------------------------------------------------------------------- */

bool embed_is_tracker(struct slice url)
{
	/* The part after the two slashes of such an address. */
	static const struct slice starts[] = {S("img.shields.io/"), S("badge.fury.io/"),
		S("badgen.net/"), S("travis-ci.org/"), S("travis-ci.com/"),
		S("api.travis-ci.org/"), S("api.travis-ci.com/"),
		S("secure.travis-ci.org/"), S("coveralls.io/"), S("codecov.io/"),
		S("circleci.com/"), S("ci.appveyor.com/"), S("codeclimate.com/"),
		S("api.codeclimate.com/"), S("badges.gitter.im/"), S("david-dm.org/"),
		S("snyk.io/"), S("app.netlify.com/"), S("api.netlify.com/"),
		S("goreportcard.com/"), S("bestpractices.coreinfrastructure.org/"),
		S("feeds.feedburner.com/~"), S("pixel.wp.com/"),
		S("stats.wordpress.com/"), S("www.assoc-amazon."),
		S("ir-na.amazon-adsystem.com/"), S("feedads.g.doubleclick.net/")};
	static const struct slice spacers =
		S("spacer.gif pixel.gif blank.gif clear.gif transparent.gif 1x1.gif"
		  " 1x1.png pixel.png");
	struct slice path = head_until(url, "?#");
	ptrdiff_t at = slice_find(path, S("//"));
	for (size_t i = 0; at >= 0 && i < LENGTH(starts); i++)
		if (slice_starts_nocase(slice_from(path, (size_t)at + 2), starts[i]))
			return true;
	return slice_has_word(spacers, slice_path_name(path)) ||
	       (at >= 0 && slice_ends(path, S("badge.svg")));
}
