/* SPDX-License-Identifier: MIT */
#include "text/embed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void an_embed_has_a_page_for_readers(void **state)
{
	static const struct {
		const char *src, *page, *label, *why;
	} rows[] = {
		{"https://www.youtube.com/embed/abc?start=30",
			"https://www.youtube.com/watch?v=abc&t=30", "Video (YouTube)",
			"where it starts is kept"},
		{"//www.youtube.com/embed/videoseries?list=L",
			"https://www.youtube.com/playlist?list=L", "Video (YouTube)",
			"a list of videos"},
		{"https://www.youtube.com/watch?v=abc&list=L",
			"https://www.youtube.com/watch?v=abc&list=L", "Video (YouTube)",
			"it is the page already"},
		{"https://www.youtube.com/embed/", "https://www.youtube.com/embed/",
			"Video (YouTube)", "without an id nothing better is known"},
		{"https://player.vimeo.com/video/7?h=1", "https://vimeo.com/7",
			"Video (Vimeo)", "the query is the frame's"},
		{"https://open.spotify.com/embed/album/A",
			"https://open.spotify.com/album/A", "Audio (Spotify)", "audio"},
		{"https://player.twitch.tv/?video=5&parent=a.example",
			"https://www.twitch.tv/videos/5", "Video (Twitch)",
			"the id stands in the query"},
		{"https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b",
			"https://soundcloud.com/a/b", "Audio (SoundCloud)",
			"so does the whole address"},
		{"https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/1",
			"https://w.soundcloud.com/player/"
			"?url=https%3A//api.soundcloud.com/1",
			"Audio (SoundCloud)", "an address for programs is no page"},
		{"https://gist.github.com/u/1.js?file=a.c", "https://gist.github.com/u/1",
			"Gist", "a script"},
		{"https://tube.example/videos/embed/u-1?a=b",
			"https://tube.example/w/u-1", NULL, "PeerTube is on any host"},
		{"https://maps.example/bay", "https://maps.example/bay", NULL,
			"an unknown host"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct embed_player *player;
		struct slice page = embed_page(&arena, slice_str(rows[i].src), &player);
		struct slice label =
			player ? embed_label(&arena, S("en"), player) : slice_none;
		if (!slice_eq(page, slice_str(rows[i].page)) ||
			!slice_eq(label, slice_str(rows[i].label)))
			fail_msg("%s: got %.*s (%.*s)", rows[i].why, SARG(page),
				SARG(label));
	}
	arena_fini(&arena);
}

static void a_tag_gives_an_id_or_an_address(void **state)
{
	static const struct {
		const char *tag, *user, *id, *start, *page;
	} rows[] = {
		{"youtube", "", "abc", "90", "https://www.youtube.com/watch?v=abc&t=90"},
		{"YouTube", "", "https://youtu.be/abc", "", "https://youtu.be/abc"},
		{"gist", "", "123", "", "https://gist.github.com/123"},
		{"gist", "me", "123", "", "https://gist.github.com/me/123"},
		{"x", "", "5", "", "https://x.com/i/status/5"},
		{"tweet", "me", "5", "", "https://x.com/me/status/5"},
		{"instagram", "", "Q", "", "https://www.instagram.com/p/Q/"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct embed_player *player = embed_by_tag(slice_str(rows[i].tag));
		assert_non_null(player);
		struct slice page = embed_page_of(&arena, player, slice_str(rows[i].user),
			slice_str(rows[i].id), slice_str(rows[i].start));
		if (!slice_eq(page, slice_str(rows[i].page)))
			fail_msg("%s: got %.*s", rows[i].page, SARG(page));
	}
	assert_null(embed_by_tag(S("tub")));
	assert_null(embed_by_tag(S("")));
	assert_ptr_equal(
		embed_by_part(S("lite-youtube.html")), embed_by_tag(S("youtube")));
	assert_ptr_equal(embed_by_part(S("my_vimeo_video")), embed_by_tag(S("vimeo")));
	assert_null(embed_by_part(S("figure.html")));
	arena_fini(&arena);
}

static void what_counts_is_no_picture(void **state)
{
	static const struct {
		const char *url;
		bool tracker;
		const char *why;
	} rows[] = {
		{"https://img.shields.io/x", true, "a badge"},
		{"HTTPS://IMG.shields.io/x", true, "hosts are blind to case"},
		{"//goreportcard.com/badge/x", true, "in HTML, too"},
		{"https://pixel.wp.com/b.gif?v=1", true, "in Markdown, too"},
		{"https://a.example/img.shields.io/x.png", false, "a path is no host"},
		{"https://img.shields.io.example/x", false, "another host"},
		{"https://ci.example/me/badge.svg?branch=main", true, "a state"},
		{"http://www.mypy-lang.org/static/mypy_badge.svg", true, "a checker's"},
		{"/img/badge.svg", false, "the author's own picture"},
		{"/img/spacer.gif", true, "keeps a place"},
		{"https://feeds.feedburner.com/logo.png", false, "no counter"},
		{"/img/a.png", false, "a picture"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (embed_is_tracker(slice_str(rows[i].url)) != rows[i].tracker)
			fail_msg("%s: %s", rows[i].url, rows[i].why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_embed_has_a_page_for_readers),
		cmocka_unit_test(a_tag_gives_an_id_or_an_address),
		cmocka_unit_test(what_counts_is_no_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
