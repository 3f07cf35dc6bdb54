/* SPDX-License-Identifier: MIT */
/* Feeds of the site, a language or a tag: the newest dated posts with a summary each. */
#include "base/file.h"
#include "base/text.h"
#include "page/page_internal.h"
#include "site/body.h"
#include "site/links.h"
#include "site/scope.h"

#define SUMMARY_MAX_COLUMNS 500
#define FULL_MAX_WORDS      100000 /* of all posts together */

/* The post's body, converted once for all that the feed shows of it, or NULL: it is not needed, or was deleted
 * since the scan. Its audio or video, for podcast clients, is there in any case. */
static int read_post(const struct site *site, const struct post *post, bool needs_body,
	struct arena *arena, struct doc **body, const struct doc_target **recording)
{
	int error;

	*body = NULL;
	*recording = NULL;
	if (needs_body) {
		error = links_convert(site, post, arena, NULL, body);
		if (error)
			*body = NULL;
		else
			*recording = (*body)->enclosure;
	} else {
		error = links_enclosure(site, post, arena, recording);
	}
	return file_is_trouble(error) ? error : 0;
}

/* @room: words that the feed may still have of whole posts. */
static int fill_entry(const struct site *site, const struct post *post,
	struct arena *arena, struct feed_entry *entry, size_t *room, bool *reads_files)
{
	const struct doc_target *recording;
	struct doc *body;
	int error = read_post(
		site, post, !post->description.len || *room, arena, &body, &recording);

	if (error)
		return error;
	*entry = (struct feed_entry){
		.path = post->url,
		.title = post->list_title,
		.summary = parts_summary_of(post, body, arena, SUMMARY_MAX_COLUMNS),
		.author = post->author,
		.lang = post->lang,
		.published = post->date,
		.updated = post->updated,
		.tags = post->tags,
		.tag_count = post->tag_count,
		.web_url = parts_web_url(arena, site, post),
	};
	if (recording) {
		entry->enclosure = recording->url;
		entry->enclosure_mime = parts_recording_mime(recording);
		entry->enclosure_bytes = recording->size_bytes;
	}
	if (!body)
		return 0;
	*reads_files |= body->reads_files;
	if (*room && body->words <= *room)
		entry->content = body;
	*room -= body->words < *room ? body->words : *room;
	return 0;
}

int page_feed(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct page *out)
{
	struct scope scope;
	struct feed *feed = arena_new(arena, struct feed);
	struct feed_entry *entries =
		arena_array(arena, FEED_MAX_ENTRIES, struct feed_entry);
	bool reads_files = false, is_behind = false;
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
		int error = fill_entry(site, post, arena, &entries[feed->entry_count],
			&room, &reads_files);
		/* Whole in the next snapshot's feed. */
		is_behind |= error == BODY_CHANGED;
		if (error && error != BODY_CHANGED)
			return error;
		feed->entry_count += !error;
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
		.reads_files = reads_files || is_behind,
		.is_behind = is_behind};
	return 0;
}
