/* SPDX-License-Identifier: MIT */
/* Guesses the language of a site that sets none: the one of most of its posts. */
#include "base/locale.h"
#include "data/frontmatter.h"
#include "scan/scan_internal.h"
#include "site/site.h"
#include "source/overlay.h"
#include "source/post.h"

#define SAMPLE_MAX      100 /* posts, spread evenly */
#define READ_MAX_BYTES  8192
#define WORDS_MAX_BYTES 2048

/* The prose of @body, roughly: without code and lines of tags. */
static void put_prose(struct buf *out, struct slice body)
{
	struct slice line;
	bool code = false;

	while (out->len < WORDS_MAX_BYTES && slice_next_line(&body, &line)) {
		struct slice text = slice_trim(line);
		bool fence = slice_starts(text, S("```")) || slice_starts(text, S("~~~"));
		code ^= fence;
		if (fence || code || slice_starts(line, S("    ")) ||
			slice_starts(line, S("\t")) || slice_starts(text, S("<")) ||
			slice_starts(text, S("{")))
			continue;
		buf_put(out, text);
		buf_putc(out, '\n');
	}
}

/* The language of @post from its front matter, or guessed from its text; empty: unknown. */
static struct slice language_of(
	const struct site *site, const struct post *post, struct locale_guesser *guesser)
{
	struct buf bytes, prose;
	struct frontmatter front;
	struct slice language = post->lang;

	if (!slice_eq(language, site->settings->lang))
		return language;
	buf_init(&bytes, BUF_MAX_BYTES);
	buf_init(&prose, BUF_MAX_BYTES);
	int left = overlay_read_beneath(
		site->overlay, site->folder, post->source, READ_MAX_BYTES, &bytes);
	frontmatter_split(buf_slice(&bytes), left == 0,
		post_opening(site->settings, buf_slice(&bytes)), &front);
	put_prose(&prose, slice_from(buf_slice(&bytes), front.body_offset));
	language = locale_guess(guesser, buf_slice(&prose));
	buf_fini(&prose);
	buf_fini(&bytes);
	return language;
}

bool scan_language_stays(const struct site *previous, const struct scan_hint *hint)
{
	return previous && hint && !hint->all && hint->files &&
	       previous->post_count > SAMPLE_MAX;
}

struct slice scan_language(const struct site *site)
{
	const struct post *const *posts = site->post_count ? site->posts : site->pages;
	size_t count = site->post_count ? site->post_count : site->page_count;
	size_t sample = count < SAMPLE_MAX ? count : SAMPLE_MAX;
	struct slice languages[SAMPLE_MAX], most = S("en");

	if (site->settings->lang_is_said || site->settings->lang_count > 1)
		return site->settings->lang;
	struct locale_guesser *guesser = locale_guesser_new();
	for (size_t i = 0; i < sample; i++)
		languages[i] = language_of(site, posts[i * count / sample], guesser);
	locale_guesser_free(guesser);
	for (size_t i = 0; i < sample; i++) {
		size_t same = 0;
		for (size_t k = 0; k < sample; k++)
			same += slice_eq(languages[i], languages[k]);
		if (languages[i].len && same * 5 > sample * 4)
			most = languages[i];
	}
	return most;
}
