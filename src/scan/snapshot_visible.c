/* SPDX-License-Identifier: MIT */
/* What is visible at this moment: pages by their words and times, files by the page that they belong
 * to. */
#include "base/lower_bound.h"
#include "scan/snapshot_internal.h"
#include "source/visibility.h"

bool snapshot_may_garden(const struct settings *settings)
{
	return !settings->opt_in.len &&
	       (settings_is_plain(settings) || settings->generator == GENERATOR_ELEVENTY);
}

/* Pages must opt in when the settings require it, or when one page does: in a digital garden
 * ("dg-publish: true") or a vault ("publish: true"). */
static struct slice garden_word(const struct snapshot_visible *visible, bool with_zones)
{
	const struct settings *settings = visible->site->settings;
	bool may_garden = snapshot_may_garden(settings);
	bool publish = false;

	for (size_t i = 0; i < visible->state->count && may_garden; i++) {
		const struct scan_folder *folder = visible->state->folders[i];
		for (size_t k = 0; k < folder->count; k++) {
			const struct post *post = folder->entries[k].post;
			const struct reader_zone *zone;
			if (!post || !(post->gardens || post->opts_in) ||
				(!with_zones &&
					snapshot_place_of(visible->site, post->source,
						post->path, &zone) != PLACE_PUBLIC))
				continue;
			if (post->gardens)
				return S("dg-publish");
			publish |= settings->is_vault;
		}
	}
	return publish ? S("publish") : slice_none;
}

static void read_gardens(struct snapshot_visible *visible)
{
	const struct settings *settings = visible->site->settings;

	visible->word = settings->opt_in;
	if (!visible->word.len)
		visible->word = garden_word(visible, false);
	visible->closed_word = visible->word;
	if (!visible->word.len && settings->zones.count)
		visible->closed_word = garden_word(visible, true);
}

struct slice snapshot_visible_word(
	const struct snapshot_visible *visible, struct slice path)
{
	if (slice_eq(visible->word, visible->closed_word))
		return visible->word;
	return zones_at(&visible->site->settings->zones, path) ? visible->closed_word
							       : visible->word;
}

/* Jekyll's limit_posts counts the visible posts in _posts. */
static bool counts(const struct snapshot_visible *visible, const struct post *post)
{
	const struct reader_zone *zone;
	enum hidden_why why;

	return post && slice_eq(post->section, S("posts")) &&
	       snapshot_visible_post(visible, post, &why) &&
	       snapshot_place_of(visible->site, post->source, post->path, &zone) ==
		       PLACE_PUBLIC;
}

static void read_limit(struct snapshot_visible *visible)
{
	size_t limit = visible->site->settings->limit_posts, count = 0;
	struct arena arena = {0};

	for (size_t i = 0; limit && i < visible->state->count; i++)
		count += visible->state->folders[i]->count;
	if (count <= limit)
		return;
	const struct post **posts = arena_array(&arena, count, const struct post *);
	count = 0;
	for (size_t i = 0; i < visible->state->count; i++) {
		const struct scan_folder *folder = visible->state->folders[i];
		for (size_t k = 0; k < folder->count; k++) {
			if (counts(visible, folder->entries[k].post))
				posts[count++] = folder->entries[k].post;
		}
	}
	if (count > limit) {
		order_sort((const void **)posts, count, order_by_date);
		visible->last = posts[limit - 1];
	}
	arena_fini(&arena);
}

void snapshot_visible_init(struct snapshot_visible *visible, struct site *site)
{
	*visible = (struct snapshot_visible){.site = site, .state = site->scan_state};
	read_gardens(visible);
	read_limit(visible);
}

bool snapshot_visible_post(const struct snapshot_visible *visible,
	const struct post *post, enum hidden_why *why)
{
	const struct slice word = snapshot_visible_word(visible, post->path);
	int64_t now = visible->site->built_at;

	if (!post_has_address(post))
		*why = HIDDEN_BY_WORD;
	else if (word.len &&
		 !(slice_eq(word, S("publish")) ? post->opts_in : post->gardens))
		*why = HIDDEN_NOT_OPEN;
	else if (visible->last && slice_eq(post->section, S("posts")) &&
		 site_order(visible->last, post) < 0 && post->appears_at <= now)
		*why = HIDDEN_PAST_LIMIT;
	else if (post->appears_at > now)
		*why = HIDDEN_FUTURE;
	else if (post->expires_at <= now)
		*why = HIDDEN_OVER;
	else
		return true;
	return false;
}

/* The most visible of the pages that own a folder's files decides. */
static void look_at_owner(const struct snapshot_visible *visible, const struct post *post,
	enum snapshot_files *files)
{
	enum hidden_why why;
	enum snapshot_files mine = VISIBLE_HIDDEN;

	if (snapshot_visible_post(visible, post, &why))
		mine = post_is_listed(post) ? VISIBLE_LISTED : VISIBLE_UNLISTED;
	else if (why == HIDDEN_BY_WORD && post->kept_from & SHARES_FILES)
		mine = VISIBLE_UNLISTED;
	if (mine > *files)
		*files = mine;
}

/* Combines the pages of @folder whose names begin with @begin. False: none. */
static bool look_at_indexes(const struct snapshot_visible *visible,
	const struct scan_folder *folder, struct slice begin, enum snapshot_files *files)
{
	size_t low = lower_bound(
		0, folder->count, i, slice_cmp(folder->entries[i].name, begin) < 0);
	bool found = false;

	*files = VISIBLE_HIDDEN;
	for (; low < folder->count && slice_starts(folder->entries[low].name, begin);
		low++) {
		const struct post *post = folder->entries[low].post;
		/* An unreadable page may be locked. */
		found |= folder->entries[low].kind == SCAN_UNREAD;
		if (!post)
			continue;
		found = true;
		look_at_owner(visible, post, files);
	}
	return found;
}

/* "x.md" or the like beside the folder "x". */
static bool look_at_sibling(const struct snapshot_visible *visible, struct slice path,
	enum snapshot_files *files)
{
	const struct scan_folder *folder =
		scan_state_find(visible->state, slice_path_folder(path));
	struct slice name = slice_path_name(path);
	struct arena arena = {0};
	bool found = false;

	if (folder)
		found = look_at_indexes(visible, folder,
			arena_printf(&arena, "%.*s.", SARG(name)), files);
	arena_fini(&arena);
	return found;
}

enum snapshot_files snapshot_visible_folder(
	const struct snapshot_visible *visible, const struct scan_folder *folder)
{
	enum settings_bundles bundles = visible->site->settings->bundles;
	enum snapshot_files files = VISIBLE_LISTED;

	if (bundles == BUNDLES_NONE)
		return VISIBLE_LISTED;
	for (struct slice path = folder->path; path.len; path = slice_path_folder(path)) {
		const struct scan_folder *at = scan_state_find(visible->state, path);
		if (bundles == BUNDLES_SIBLING) {
			if (look_at_sibling(visible, path, &files))
				return files;
		} else if (at &&
			   (look_at_indexes(visible, at, S("index."), &files) ||
				   look_at_indexes(visible, at, S("_index."), &files))) {
			return files;
		}
	}
	return VISIBLE_LISTED;
}
