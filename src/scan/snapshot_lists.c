/* SPDX-License-Identifier: MIT */
/* Decides which visible pages are posts, as the generator does. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "scan/snapshot_internal.h"
#include "site/scope.h"
#include "source/visibility.h"

#define SECTIONS_MAX 256 /* at most, for counting */

/* The section with most of @articles; of equal ones, the first. */
static struct slice largest(const struct post *const *articles, size_t count)
{
	struct {
		struct slice name;
		size_t count;
	} sections[SECTIONS_MAX];
	size_t n = 0, at = 0, best = 0;

	for (size_t i = 0; i < count; i++) {
		struct slice name = articles[i]->section;
		if (!name.len || (n && slice_eq(sections[at].name, name))) {
			if (name.len)
				sections[at].count++;
			continue;
		}
		for (at = 0; at < n && !slice_eq(sections[at].name, name); at++)
			;
		if (at == SECTIONS_MAX) {
			at = 0;
			continue;
		}
		if (at == n) {
			sections[n].name = name;
			sections[n++].count = 0;
		}
		sections[at].count++;
	}
	for (size_t i = 1; i < n; i++) {
		if (sections[i].count > sections[best].count ||
			(sections[i].count == sections[best].count &&
				slice_cmp(sections[i].name, sections[best].name) < 0))
			best = i;
	}
	return n ? sections[best].name : slice_none;
}

/* Room for all posts; only used pages take memory. */
static const struct post **new_list(struct site *site)
{
	return arena_alloc_unset(
		&site->arena, site->source_count * sizeof(const struct post *));
}

static void choose_sections(struct site *site)
{
	const struct settings *settings = site->settings;

	/* A zone is a section of its own. */
	if (site->zone)
		return;
	site->main_sections = settings->main_sections;
	if (!site->main_sections.len && settings->largest_is_main)
		site->main_sections = largest(site->articles, site->article_count);
	for (size_t i = 0; i < site->article_count; i++) {
		if (site_is_post(site, site->articles[i]))
			return;
	}
	/* These sections are empty: rather show everything with a date than no posts. */
	site->main_sections = slice_none;
}

static void choose_posts(struct site *site, const struct snapshot_doubles *doubles)
{
	const struct post **posts = new_list(site);
	size_t at = 0;

	for (size_t i = 0; i < site->article_count; i++) {
		const struct post *post = site->articles[i];
		bool again = at < doubles->count && doubles->list[at].post == post;
		at += again;
		if (!again && site_is_post(site, post))
			posts[site->post_count++] = post;
	}
	site->posts = site->post_count == site->article_count ? site->articles : posts;
}

/* --- translations ------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	const struct post *x = a, *y = b;

	if (x->key_hash != y->key_hash)
		return x->key_hash < y->key_hash ? -1 : 1;
	int order = slice_cmp(x->key, y->key);
	return order ? order : order_by_date(a, b);
}

static int by_date(const void *a, const void *b)
{
	const struct snapshot_double *x = a, *y = b;

	return order_by_date(x->post, y->post);
}

/* The index of @lang in the site's order; the site's language is first. */
static size_t rank(const struct site *site, struct slice lang)
{
	const struct settings *settings = site->settings;
	size_t i = 0;

	if (slice_eq_nocase(lang, settings->lang))
		return 0;
	while (i < settings->lang_count && !slice_eq_nocase(settings->langs[i], lang))
		i++;
	return i + 1;
}

/* Of @posts, which share a key, those in other languages than lists show. */
static void add_doubles(const struct site *site, const struct post *const *posts,
	size_t count, struct snapshot_doubles *doubles)
{
	const struct post *first = posts[0];

	for (size_t i = 1; i < count; i++) {
		if (rank(site, posts[i]->lang) < rank(site, first->lang))
			first = posts[i];
	}
	for (size_t i = 0; i < count; i++) {
		if (!slice_eq_nocase(posts[i]->lang, first->lang))
			doubles->list[doubles->count++] =
				(struct snapshot_double){posts[i], first};
	}
}

static bool has_several_languages(const struct site *site)
{
	for (size_t i = 1; i < site->article_count; i++) {
		if (!slice_eq_nocase(site->articles[i]->lang, site->articles[0]->lang))
			return true;
	}
	return false;
}

/* The same for @posts with any keys. */
static void add_doubles_of_each(const struct site *site, const struct post **posts,
	size_t count, struct snapshot_doubles *doubles)
{
	if (count)
		order_sort((const void **)posts, count, by_key);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1;
			to < count && slice_eq(posts[to]->key, posts[from]->key); to++)
			;
		add_doubles(site, posts + from, to - from, doubles);
	}
}

/* An entry of a hash table by key. */
struct link {
	uint32_t hash, before; /* 1 + index of the next one; 0: none */
};

/* Adds the post with index @i. True: another post may have the same key. */
static bool add_link(struct link *links, uint32_t *place, size_t i, uint32_t hash)
{
	bool again = false;

	for (uint32_t at = *place; at && !again; at = links[at - 1].before)
		again = links[at - 1].hash == hash;
	links[i] = (struct link){hash, *place};
	*place = (uint32_t)i + 1;
	return again;
}

/* Most keys belong to one post: these are skipped. */
static void find_doubles(const struct site *site, struct snapshot_doubles *doubles)
{
	size_t count = site->article_count, places = 1, again = 0;

	if (!has_several_languages(site))
		return;
	while (places < count)
		places *= 2;
	struct link *links = memory_new(count, sizeof(*links));
	uint32_t *heads = memory_new(places, sizeof(*heads));
	uint32_t *found = memory_new(count, sizeof(*found));
	const struct post **posts = memory_new(count, sizeof(*posts));
	doubles->list = memory_new(count, sizeof(*doubles->list));
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = site->articles[i]->key_hash;
		uint32_t at = hash & (uint32_t)(places - 1);
		if (site->articles[i]->key.len && add_link(links, &heads[at], i, hash))
			found[again++] = at;
	}
	for (size_t i = 0; i < again; i++) {
		size_t together = 0;
		for (uint32_t at = heads[found[i]]; at; at = links[at - 1].before)
			posts[together++] = site->articles[at - 1];
		heads[found[i]] = 0;
		add_doubles_of_each(site, posts, together, doubles);
	}
	free(links);
	free(heads);
	free(found);
	free(posts);
	if (doubles->count)
		qsort(doubles->list, doubles->count, sizeof(*doubles->list), by_date);
}

/* --- all of them -------------------------------------------------------------------------------- */

static bool is_in_pages(const struct site *site, const struct post *post)
{
	return post_is_listed(post) && !site_is_post(site, post) &&
	       (post->in_navigation || post->is_home || post->is_section);
}

static void list_articles(struct site *site)
{
	const struct post **list = new_list(site);

	/* Backwards: with dated names, that is nearly the order of lists. */
	for (size_t i = site->source_count; i > 0; i--) {
		const struct post *post = site->by_source[i - 1];
		if (site_is_article(post))
			list[site->article_count++] = post;
		site->has_languages |= !slice_eq(post->lang, site->settings->lang);
		site->local_count += (post->kept_from & LISTED_IN_SECTION) != 0;
		site->listed_count += post_is_listed(post);
	}
	order_sort((const void **)list, site->article_count, order_by_date);
	site->articles = list;
}

static void list_pages(struct site *site)
{
	const struct post **list = new_list(site);

	for (size_t i = 0; i < site->source_count; i++) {
		if (is_in_pages(site, site->by_source[i]))
			list[site->page_count++] = site->by_source[i];
	}
	order_sort((const void **)list, site->page_count, order_by_weight);
	site->pages = list;
}

void snapshot_lists(struct site *site, struct snapshot_doubles *doubles)
{
	list_articles(site);
	choose_sections(site);
	find_doubles(site, doubles);
	choose_posts(site, doubles);
	list_pages(site);
	while (site->dated_count < site->post_count &&
		site->posts[site->dated_count]->date.set)
		site->dated_count++;
	for (size_t i = site->article_count; i > 0 && !site->articles[i - 1]->date.set;
		i--)
		if (site_is_post(site, site->articles[i - 1]))
			diag_add(&site->diags, DIAG_WARNING,
				site->articles[i - 1]->source, 0, 0,
				"it is listed last and is in no feed",
				"a post without a date");
}

/* A site is called as its author says, as its home page is headed, or as its host or folder. */
void snapshot_title(struct site *site)
{
	const struct settings *settings = site->settings;
	struct slice usual = S("home|index|welcome|homepage|home page");

	if (site->zone) {
		site->title = site->zone->title;
		return;
	}
	site->title = settings->title;
	for (size_t i = 0; i < site->page_count && !site->title.len; i++) {
		const struct post *home = site->pages[i];
		if (slice_eq(home->path, S("/")) &&
			(home->has_title || home->has_heading) &&
			!slice_any(home->title, usual, slice_eq_nocase))
			site->title = home->title;
	}
	if (!site->title.len)
		site->title = settings->author.len ? settings->author : settings->name;
}

static void redirect(struct site *site, struct snapshot_list *redirects,
	struct slice from, struct slice to)
{
	struct site_entry entry = {.path = from, .kind = SITE_REDIRECT};

	entry.redirect.target = to;
	entry.is_permanent = true;
	snapshot_list_add(&site->arena, redirects, entry);
}

static void redirect_date(
	struct site *site, struct snapshot_list *redirects, const struct civil *day)
{
	struct slice archive =
		arena_printf(&site->arena, "%.*sarchive/", SARG(site->base));
	struct slice year =
		arena_printf(&site->arena, "%.*s%04d/", SARG(archive), day->year);

	if (!site_by_date(site->posts, site->dated_count, day->year, 0).count)
		redirect(site, redirects, year, archive);
	if (!site_by_date(site->posts, site->dated_count, day->year, day->month).count)
		redirect(site, redirects,
			arena_printf(&site->arena, "%.*s%02u/", SARG(year), day->month),
			archive);
}

static void redirect_names(struct site *site, struct snapshot_list *redirects,
	unsigned taxonomy, const struct slice *names, size_t name_count)
{
	struct slice segment = taxonomy_segment(site, taxonomy);
	size_t count;
	const struct site_group *groups = scope_groups(site, taxonomy, &count);

	for (size_t i = 0; i < name_count; i++) {
		struct slice slug = text_slug(&site->arena, names[i]);
		if (!slug.len || site_group_find(groups, count, slug))
			continue;
		redirect(site, redirects,
			arena_printf(&site->arena, "%.*s%.*s/%.*s/", SARG(site->base),
				SARG(segment), SARG(slug)),
			count ? arena_printf(&site->arena, "%.*s%.*s/", SARG(site->base),
					SARG(segment))
			      : site->base);
	}
}

void snapshot_old_lists(struct site *site, struct snapshot_list *redirects)
{
	struct civil last = {0};

	if (site->posts == site->articles)
		return;
	for (size_t i = 0; i < site->article_count; i++) {
		const struct post *post = site->articles[i];
		struct civil day = date_civil(&post->date);
		if (site_is_post(site, post))
			continue;
		if (post->date.set && (day.year != last.year || day.month != last.month))
			redirect_date(site, redirects, &day);
		last = day;
		redirect_names(
			site, redirects, TAXONOMY_TAGS, post->tags, post->tag_count);
		redirect_names(site, redirects, TAXONOMY_CATEGORIES, post->categories,
			post->category_count);
		redirect_names(site, redirects, TAXONOMY_SERIES, &post->series,
			post->series.len != 0);
	}
}
