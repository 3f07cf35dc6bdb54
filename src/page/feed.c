/* SPDX-License-Identifier: MIT */
/* Feeds of the site, a language or a tag: the newest dated posts with a summary each. */
#include "base/text.h"
#include "page/parts.h"
#include "page/scope.h"
#include "site/links.h"

#define SUMMARY_MAX_COLUMNS 500

/* The author's description; else what the body says before its cut, or first. */
static struct slice summary(
	const struct site *site, const struct post *post, struct arena *arena)
{
	struct doc *body;
	if (post->description.len)
		return text_ellipsis(arena, post->description, SUMMARY_MAX_COLUMNS);
	if (links_convert(site, post, arena, NULL, &body))
		return slice_none;
	struct slice text = body->summary.len ? body->summary : body->first_text;
	return text_ellipsis(arena, text, SUMMARY_MAX_COLUMNS);
}

static void fill_entry(const struct site *site, const struct post *post,
	struct arena *arena, struct feed_entry *entry)
{
	*entry = (struct feed_entry){
		.path = post->url,
		.title = post->list_title,
		.summary = summary(site, post, arena),
		.author = post->author,
		.lang = post->lang,
		.published = post->date,
		.updated = post->updated,
		.tags = post->tags,
		.tag_count = post->tag_count,
		.web_url = parts_web_url(arena, site, post),
	};
}

int page_feed(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct page *out)
{
	struct scope scope;
	struct feed *feed = arena_new(arena, struct feed);
	struct feed_entry *entries =
		arena_array(arena, FEED_MAX_ENTRIES, struct feed_entry);

	feed->title = parts_site_title(site);
	scope_of(site, ref, arena, &scope);
	if (ref->scope == SCOPE_GROUP)
		feed->title = arena_printf(arena, "%.*s — %.*s", SARG(ref->group->name),
			SARG(parts_site_title(site)));
	for (size_t i = 0; i < scope.dated && feed->entry_count < FEED_MAX_ENTRIES; i++) {
		const struct post *post = scope.posts[i];
		if (!post->in_feeds ||
			(ref->lang.len && !slice_eq(post->lang, ref->lang)))
			continue;
		fill_entry(site, post, arena, &entries[feed->entry_count++]);
	}
	feed->entries = entries;
	feed->path = ref->path;
	feed->alternate = slice_head(ref->path, ref->path.len - S("feed.xml").len);
	feed->subtitle =
		ref->scope == SCOPE_ALL ? site->settings->description : slice_none;
	feed->author = site->settings->author.len ? site->settings->author
						  : site->settings->title;
	feed->lang = ref->lang.len ? ref->lang : site->settings->lang;
	*out = (struct page){.content = PAGE_IS_FEED,
		.feed = feed,
		.mime = S("application/atom+xml"),
		.langs = slice_none};
	return 0;
}
