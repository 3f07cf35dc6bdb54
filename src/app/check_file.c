/* SPDX-License-Identifier: MIT */
#include "app/check_file.h"

#include "base/log.h"
#include "scan/closed.h"
#include "scan/hidden.h"
#include "site/body.h"
#include "site/links.h"
#include "source/never.h"
#include "source/pattern.h"
#include "source/publish.h"
#include "source/visibility.h"

static void put(struct buf *out, const char *before, struct slice text, const char *after)
{
	buf_puts(out, before);
	log_escape(out, text);
	buf_puts(out, after);
}

static void put_place(struct buf *out, const struct post *post)
{
	put(out, "", post->source, "");
	if (post->hidden_line)
		buf_printf(out, ":%u:%u", post->hidden_line, post->hidden_column);
	buf_puts(out, ": ");
}

static void put_hidden(struct buf *out, const struct hidden_page *page)
{
	static const char *const states[] = {
		[POST_LOCKED] = "locked", [POST_NEVER] = "not published"};
	const struct post *post = page->post;

	put_place(out, post);
	switch (page->why) {
	case HIDDEN_BY_WORD:
		buf_puts(out, states[post->state]);
		put(out, " because of `", page->word, "`");
		if (!post->hidden_line)
			buf_puts(out, ", set by its folder or the site's settings");
		buf_puts(out, ". No reader sees it.\n");
		break;
	case HIDDEN_NOT_OPEN:
		put(out, "not published: this site shows only pages that say so (`",
			page->word, "`).\n");
		break;
	case HIDDEN_PAST_LIMIT:
		put(out, "not published: older than the posts that `", page->word,
			"` lets through.\n");
		break;
	case HIDDEN_FUTURE:
		buf_puts(out, "dated in the future. It appears by itself then.\n");
		break;
	case HIDDEN_OVER:
		buf_puts(out, "expired. Readers are told that it is gone.\n");
		break;
	case HIDDEN_IN_ZONE:
		put(out, "in the ", page->word, ". ");
		put(out, "Only its readers see it, at ", post->url, ".\n");
		break;
	case HIDDEN_BESIDE_ZONE:
		put(out, "kept back because of the ", page->word,
			". No reader sees it.\n");
		break;
	case HIDDEN_INTO_ZONE:
		put(out, "left out: it leads into the ", page->word, ".\n");
		break;
	}
}

static void put_shown(struct buf *out, const struct post *post)
{
	static const struct {
		unsigned list;
		const char *name;
	} lists[] = {
		{KEPT_FROM_LATEST, "the latest posts of the home page"},
		{KEPT_FROM_FEEDS, "feeds"},
		{KEPT_FROM_NAVIGATION, "the links of the home page"},
	};

	put_place(out, post);
	if (post_is_listed(post))
		put(out, "shown, at ", post->url, "\n");
	else
		put(out, "unlisted because of `", post->hidden_by, "`");
	if (!post_is_listed(post))
		put(out, ". Its address answers: ", post->url, "\n");
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		bool counts = lists[i].list != KEPT_FROM_NAVIGATION || post->is_page;
		if (post->kept_from & lists[i].list && counts)
			buf_printf(out, "  It is not in %s.\n", lists[i].name);
	}
}

/* The setting that hides @path, or one of the folders above. */
static bool put_pattern(struct buf *out, const struct site *site, struct slice path)
{
	for (size_t end = 0; end < path.len;) {
		const struct pattern *which = NULL;
		struct slice rest = slice_from(path, end + (end != 0));
		ptrdiff_t slash = slice_find_char(rest, '/');
		bool folder = slash >= 0;
		end = folder ? path.len - rest.len + (size_t)slash : path.len;
		const struct pattern_list *list = pattern_hidden_by(site->settings->hides,
			slice_head(path, end),
			folder ? PATTERN_FOLDERS
			       : (enum pattern_scope)(PATTERN_PAGES | PATTERN_FILES),
			&which);
		if (!list)
			continue;
		put(out, "not published because of `", list->setting, "");
		if (which)
			put(out, ": ", which->text, "");
		put(out, "` in ", list->file, ".\n");
		return true;
	}
	return false;
}

/* The rule of the generator by which the file, or a folder above it, is none of the site's. */
static void put_rule(struct buf *out, const struct site *site, struct slice path)
{
	const struct settings *settings = site->settings;
	struct publish_place place = publish_root(settings), inner;
	enum never never;

	for (size_t end = 0; end < path.len;) {
		struct slice rest = slice_from(path, end + (end != 0));
		ptrdiff_t slash = slice_find_char(rest, '/');
		if (slash < 0)
			break;
		end = path.len - rest.len + (size_t)slash;
		struct slice folder = slice_head(path, end);
		if (publish_folder(settings, &place, folder, &inner)) {
			place = inner;
			continue;
		}
		put(out,
			"not published: the site's generator publishes nothing from the "
			"folder ",
			folder, "/.\n");
		return;
	}
	never = publish_never(settings, &place, path);
	if (never)
		buf_printf(out, "not served: it is %s.\n", never_name(never));
	else if (publish_file(settings, &place, path) == PUBLISH_NOT)
		put(out, "not published: the site's generator ignores a file named ",
			slice_path_name(path), ".\n");
	else if (place.only_linked)
		buf_puts(out, "not served: files in its folder are served only if a page "
			      "links them, and none does.\n");
	else if (place.only_bundled)
		buf_puts(out, "not served: files in its folder belong to pages, and no "
			      "page is beside it.\n");
	else
		buf_puts(out, "not a page or a file of the capsule.\n");
}

/* The file @source among those of @site. */
static const struct site_entry *find_file(const struct site *site, struct slice source)
{
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind == SITE_FILE && slice_eq(entry->file->source, source))
			return entry;
	}
	return NULL;
}

bool check_file(const struct site *site, struct slice source, struct buf *out)
{
	size_t count;
	const struct site *zones = closed_sites(site, &count);
	const struct site_entry *entry = find_file(site, source);
	const struct post *post = site_by_source(site, source);
	const struct hidden_page *page =
		post ? NULL : hidden_find(hidden_of(site), source);

	if (post)
		put_shown(out, post);
	if (page)
		put_hidden(out, page);
	if (post || page)
		return post != NULL;
	put(out, "", source, ": ");
	if (entry) {
		put(out, "a file, served at ", entry->path, "\n");
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		entry = find_file(&zones[i], source);
		if (!entry)
			continue;
		put(out, "a file in the zone ", zones[i].zone->path, ". ");
		put(out, "Only its readers get it, at ", entry->path, ".\n");
		return false;
	}
	if (!put_pattern(out, site, source))
		put_rule(out, site, source);
	return false;
}

static void copy_those_of(
	const struct diag_list *diags, struct slice source, struct diag_list *out)
{
	for (size_t i = 0; i < diags->count; i++) {
		if (slice_eq(diags->items[i].file, source))
			diag_copy(out, &diags->items[i]);
	}
}

void check_said(const struct site *site, struct slice source, struct diag_list *diags)
{
	copy_those_of(&site->diags, source, diags);
	copy_those_of(&hidden_of(site)->diags, source, diags);
}

const struct doc *check_post(const struct site *site, const struct post *post,
	struct arena *arena, struct diag_list *diags)
{
	struct doc *doc;
	int error = links_convert(site, post, arena, diags, &doc);
	if (error < 0)
		diag_add(diags, DIAG_ERROR, post->source, 0, 0,
			"readers cannot read it either", "cannot be read: %s",
			body_strerror(error));
	return error < 0 ? NULL : doc;
}
