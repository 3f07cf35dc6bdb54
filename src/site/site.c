/* SPDX-License-Identifier: MIT */
#include "site/site.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/lower_bound.h"
#include "base/text.h"
#include "site/order.h"
#include "source/name.h"
#include "source/overlay.h"
#include "source/publish.h"
#include "source/visibility.h"

#define LANGUAGES_MAX 64 /* that a page is known in */

struct site *site_owner(struct site *site)
{
	return site->outer ? site->outer : site;
}

struct site *site_ref(struct site *site)
{
	atomic_fetch_add_explicit(&site_owner(site)->refs, 1, memory_order_relaxed);
	return site;
}

bool site_drop(struct site *site)
{
	unsigned before = atomic_fetch_sub_explicit(
		&site_owner(site)->refs, 1, memory_order_acq_rel);

	assert(before > 0);
	return before == 1;
}

void site_free(struct site *site)
{
	if (!site)
		return;
	if (site->scan_state)
		site->scan_state_free(site->scan_state);
	void *threads = atomic_load(&site->threads);
	if (threads)
		site->threads_free(threads);
	settings_free(site->settings);
	data_files_unref(site->data);
	diag_fini(&site->diags);
	overlay_unref(site->overlay);
	if (site->folder >= 0)
		close(site->folder);
	arena_fini(&site->arena);
	free(site);
}

bool site_covers(const struct site *site, struct slice key)
{
	return zones_at(&site->settings->zones, key) == site->zone;
}

bool site_reaches(const struct site *site, struct slice key)
{
	const struct reader_zone *zone = zones_at(&site->settings->zones, key);

	return !zone || zone == site->zone;
}

/* The first entry whose path is not before @path. */
static size_t first_from(const struct site *site, struct slice path)
{
	return lower_bound(
		0, site->entry_count, i, slice_cmp(site->entries[i].path, path) < 0);
}

const struct site_entry *site_find(const struct site *site, struct slice path)
{
	size_t at = first_from(site, path);

	if (at < site->entry_count && slice_eq(site->entries[at].path, path))
		return &site->entries[at];
	return NULL;
}

const struct site_entry *site_under(
	const struct site *site, struct slice prefix, size_t *count)
{
	size_t from = first_from(site, prefix);

	/* Entries with the prefix are adjacent. */
	*count = lower_bound(from, site->entry_count, i,
			 slice_starts(site->entries[i].path, prefix)) -
		 from;
	return *count ? &site->entries[from] : NULL;
}

bool site_lists(const struct site_entry *entry)
{
	switch (entry->kind) {
	case SITE_POST:
		return post_is_listed(entry->post);
	case SITE_FILE:
		return !entry->file->unlisted;
	case SITE_REDIRECT:
	case SITE_GONE:
		break;
	}
	return false;
}

bool site_lists_locally(const struct post *post, struct slice prefix)
{
	struct slice path = post->path;

	if (!(post->kept_from & LISTED_IN_SECTION) || post->is_page)
		return false;
	if (slice_ends(path, S("/")))
		path.len--;
	return slice_starts(path, prefix) &&
	       slice_rfind_char(path, '/') + 1 == (ptrdiff_t)prefix.len;
}

bool site_holds_posts(const struct site *site, struct slice prefix)
{
	size_t at = lower_bound(
		0, site->source_count, i, slice_cmp(site->by_path[i]->path, prefix) < 0);

	for (; at < site->source_count; at++) {
		const struct post *post = site->by_path[at];
		if (!slice_starts(post->path, prefix))
			return false;
		if (post->path.len > prefix.len &&
			!slice_starts(post->redirect_to, S("/")) &&
			(post_is_listed(post) || site_lists_locally(post, prefix)))
			return true;
	}
	return false;
}

const struct post *site_by_source(const struct site *site, struct slice source)
{
	const size_t count = site->source_count;
	size_t at = lower_bound(
		0, count, i, slice_cmp(site->by_source[i]->source, source) < 0);

	return at < count && slice_eq(site->by_source[at]->source, source)
		       ? site->by_source[at]
		       : NULL;
}

bool site_keeps_back(const struct site *site, struct slice source)
{
	const struct site *open = site->outer ? site->outer : site;
	const unsigned long long hash = slice_hash(source);
	const size_t count = open->kept_back_count;
	size_t at = lower_bound(0, count, i, open->kept_back[i] < hash);

	return at < count && open->kept_back[at] == hash;
}

const struct site_name *site_names(const struct site *site, uint32_t hash, size_t *count)
{
	const uint32_t *start = &site->name_starts[hash & site->name_mask];

	*count = start[1] - start[0];
	return site->names + start[0];
}

const struct post *site_by_name(const struct site *site, struct slice name)
{
	struct arena arena = {0};
	name = text_nfc(&arena, name);
	const uint32_t hash = (uint32_t)slice_hash(name);
	const struct post *found = NULL;
	size_t count;
	const struct site_name *names = site_names(site, hash, &count);

	for (size_t i = 0; i < count; i++) {
		struct name of_post;
		if (names[i].hash != hash || names[i].kind != SITE_NAME_SLUG)
			continue;
		const struct post *post = site->by_source[names[i].index];
		name_read(site->settings, settings_place(site->settings, post->source),
			&of_post);
		if (!slice_eq(text_nfc(&arena, of_post.slug), name))
			continue;
		if (found) {
			found = NULL;
			break;
		}
		found = post;
	}
	arena_fini(&arena);
	return found;
}

const struct site_group *site_group_find(
	const struct site_group *groups, size_t count, struct slice slug)
{
	/* Languages are few, with the default first: linear search. */
	for (size_t i = 0; i < count && i < 2; i++) {
		if (slice_eq(groups[i].slug, slug))
			return &groups[i];
	}
	size_t at = lower_bound(
		count > 1 ? 1 : 0, count, i, slice_cmp(groups[i].slug, slug) < 0);
	return at < count && slice_eq(groups[at].slug, slug) ? &groups[at] : NULL;
}

/* < 0: @post is newer than the month; 0: of it; > 0: older. */
static int against(const struct post *post, int year, unsigned month)
{
	if (!post->date.set)
		return 1;
	struct civil civil = date_civil(&post->date);
	if (civil.year != year)
		return civil.year > year ? -1 : 1;
	if (month == 0 || civil.month == month)
		return 0;
	return civil.month > month ? -1 : 1;
}

struct site_run site_by_date(
	const struct post *const *posts, size_t count, int year, unsigned month)
{
	size_t from = lower_bound(0, count, i, against(posts[i], year, month) < 0);
	size_t to = lower_bound(from, count, i, against(posts[i], year, month) <= 0);

	return (struct site_run){posts + from, to - from};
}

bool site_is_article(const struct post *post)
{
	return !post->is_page && !post->redirect_to.len && post_is_listed(post);
}

bool site_is_post(const struct site *site, const struct post *post)
{
	const struct slice sections = site->main_sections, section = post->section;

	if (!site_is_article(post) || !sections.len)
		return site_is_article(post);
	/* Mostly it is the first of them. */
	if (slice_starts(sections, section) &&
		(sections.len == section.len || sections.ptr[section.len] == '|'))
		return true;
	return slice_any(section, sections, slice_eq_nocase);
}

size_t site_count_posts(const struct site *site)
{
	size_t count = 0;

	for (size_t i = 0; i < site->lang_count; i++)
		count += site->langs[i].count;
	return count;
}

size_t site_count_pages(const struct site *site)
{
	return site->listed_count - site_count_posts(site);
}

int site_order(const struct post *a, const struct post *b)
{
	return order_by_date(a, b);
}

/* The posts of one language, or NULL. */
static const struct site_group *group_of(const struct site *site, struct slice lang)
{
	for (size_t i = 0; i < site->lang_count; i++) {
		if (slice_eq_nocase(site->langs[i].name, lang))
			return &site->langs[i];
	}
	return NULL;
}

void site_neighbours(const struct site *site, const struct post *post,
	const struct post **newer, const struct post **older)
{
	const struct site_group *group = group_of(site, post->lang);
	const size_t count = group ? group->count : 0;
	size_t at = lower_bound(0, count, i, order_by_date(group->posts[i], post) < 0);

	*newer = *older = NULL;
	if (at == count || group->posts[at] != post)
		return;
	/* Undated posts have no neighbours. */
	if (!post->date.set)
		return;
	if (at)
		*newer = group->posts[at - 1];
	if (at + 1 < count && group->posts[at + 1]->date.set)
		*older = group->posts[at + 1];
}

/* The translation of @post into @lang, another language than its own; or NULL. */
static const struct post *translation(
	const struct site *site, const struct post *post, struct slice lang)
{
	size_t count;
	const struct site_name *names = site_names(site, post->key_hash, &count);

	if (slice_eq_nocase(lang, post->lang))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (names[i].hash != post->key_hash || names[i].kind != SITE_NAME_KEY)
			continue;
		const struct post *other = site->by_source[names[i].index];
		if (slice_eq(other->key, post->key) && post_is_listed(other) &&
			slice_eq_nocase(other->lang, lang))
			return other;
	}
	return NULL;
}

const struct post *site_in_language(
	const struct site *site, const struct post *post, struct slice lang)
{
	if (slice_eq_nocase(post->lang, lang))
		return post;
	return site->has_languages && post->key.len ? translation(site, post, lang)
						    : NULL;
}

/* The translations of @post, itself too, that are listed: one of each language, those of site->langs first and
 * in their order, then others. */
static size_t versions(const struct site *site, const struct post *post,
	const struct post **list, size_t room)
{
	size_t count = 0, name_count;

	if (!site->has_languages || !post->key.len)
		return 0;
	for (size_t i = 0; i < site->lang_count && count < room; i++) {
		const struct post *found =
			site_in_language(site, post, site->langs[i].name);
		if (found)
			list[count++] = found;
	}
	const struct site_name *names = site_names(site, post->key_hash, &name_count);
	for (size_t i = 0; i < name_count && count < room; i++) {
		if (names[i].kind != SITE_NAME_KEY || names[i].hash != post->key_hash)
			continue;
		const struct post *other = site->by_source[names[i].index];
		bool known = !slice_eq(other->key, post->key) || !post_is_listed(other);
		for (size_t k = 0; k < count && !known; k++)
			known = slice_eq_nocase(list[k]->lang, other->lang);
		if (!known)
			list[count++] = other;
	}
	return count;
}

bool site_is_preferred(
	const struct site *site, const struct post *post, struct slice lang)
{
	const struct post *list[LANGUAGES_MAX];
	const struct post *first = site_in_language(site, post, lang);

	if (!first && versions(site, post, list, LANGUAGES_MAX))
		first = list[0];
	return !first || slice_eq_nocase(first->lang, post->lang);
}

size_t site_translations(const struct site *site, const struct post *post,
	struct arena *arena, const struct post *const **out)
{
	const struct post **list = arena_array(arena, LANGUAGES_MAX, const struct post *);
	size_t count = versions(site, post, list, LANGUAGES_MAX), kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (!slice_eq_nocase(list[i]->lang, post->lang))
			list[kept++] = list[i];
	}
	*out = list;
	return kept;
}

bool site_is_gone(const struct site *site, struct slice path)
{
	for (size_t i = 0; i < site->settings->gone_count; i++) {
		if (pattern_glob(site->settings->gone[i], path, false))
			return true;
	}
	return false;
}
