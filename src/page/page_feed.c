/* SPDX-License-Identifier: MIT */
/* Feeds of the site, a language or a tag: the newest dated posts with a summary each. */
#include "base/file.h"
#include "base/text.h"
#include "page/page_internal.h"
#include "site/links.h"
#include "site/scope.h"

#define SUMMARY_MAX_COLUMNS 500
#define FULL_MAX_WORDS      100000 /* of all posts together */

/* The post's audio or video, for podcast clients. */
static int enclosure(const struct site *site, const struct post *post,
	struct arena *arena, struct feed_entry *entry)
{
	const struct doc_target *target;
	int error = links_enclosure(site, post, arena, &target);
	if (error)
		return file_is_trouble(error) ? error : 0;
	if (!target)
		return 0;
	entry->enclosure = target->url;
	entry->enclosure_mime = parts_recording_mime(target);
	entry->enclosure_bytes = target->size_bytes;
	return 0;
}

/* All of the post. @room: words that the feed may still have. */
static int content(const struct site *site, const struct post *post, struct arena *arena,
	struct feed_entry *entry, size_t *room, bool *reads_files)
{
	struct doc *body;
	int error = links_convert(site, post, arena, NULL, &body);

	if (error)
		return file_is_trouble(error) ? error : 0;
	*reads_files |= body->reads_files;
	if (body->words <= *room)
		entry->content = body;
	*room -= body->words < *room ? body->words : *room;
	return 0;
}

static int fill_entry(const struct site *site, const struct post *post,
	struct arena *arena, struct feed_entry *entry, size_t *room, bool *reads_files)
{
	*entry = (struct feed_entry){
		.path = post->url,
		.title = post->list_title,
		.author = post->author,
		.lang = post->lang,
		.published = post->date,
		.updated = post->updated,
		.tags = post->tags,
		.tag_count = post->tag_count,
		.web_url = parts_web_url(arena, site, post),
	};
	int error = parts_summary(
		site, post, arena, SUMMARY_MAX_COLUMNS, &entry->summary, reads_files);
	if (!error && *room)
		error = content(site, post, arena, entry, room, reads_files);
	return error ? error : enclosure(site, post, arena, entry);
}

int page_feed(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct page *out)
{
	struct scope scope;
	struct feed *feed = arena_new(arena, struct feed);
	struct feed_entry *entries =
		arena_array(arena, FEED_MAX_ENTRIES, struct feed_entry);
	bool reads_files = false;
	size_t room = site->settings->full_feed ? FULL_MAX_WORDS : 0;

	feed->title = page_site_title(site);
	scope_of(site, ref, arena, &scope);
	if (ref->scope == SCOPE_GROUP)
		feed->title = arena_printf(arena, "%.*s — %.*s", SARG(ref->group->name),
			SARG(page_site_title(site)));
	for (size_t i = 0; i < scope.dated && feed->entry_count < FEED_MAX_ENTRIES; i++) {
		const struct post *post = scope.posts[i];
		if (!post->in_feeds ||
			(ref->lang.len && !slice_eq(post->lang, ref->lang)))
			continue;
		int error = fill_entry(site, post, arena, &entries[feed->entry_count++],
			&room, &reads_files);
		if (error)
			return error;
	}
	feed->entries = entries;
	feed->path = ref->path;
	feed->alternate = slice_head(ref->path, ref->path.len - S("feed.xml").len);
	feed->subtitle =
		ref->scope == SCOPE_ALL ? site->settings->description : slice_none;
	feed->author = site->settings->author.len ? site->settings->author
						  : page_site_title(site);
	feed->lang = ref->lang.len ? ref->lang : site->settings->lang;
	*out = (struct page){.content = PAGE_IS_FEED,
		.feed = feed,
		.mime = S("application/atom+xml"),
		.reads_files = reads_files};
	return 0;
}
