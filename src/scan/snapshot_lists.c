/* SPDX-License-Identifier: MIT */
/* Which of the pages that are seen now are posts: what the generator calls so. */
#include "base/text.h"
#include "scan/snapshot_internal.h"
#include "site/scope.h"
#include "source/visibility.h"

#define SECTIONS_MAX 256 /* that are counted */

/* The section with most of @articles; of equals the one that comes first. */
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

static void choose_sections(struct site *site)
{
	const struct settings *settings = site->settings;

	site->main_sections = settings->main_sections;
	if (!site->main_sections.len && settings->largest_is_main)
		site->main_sections = largest(site->articles, site->article_count);
	for (size_t i = 0; i < site->article_count; i++) {
		if (site_is_post(site, site->articles[i]))
			return;
	}
	/* Nothing is there: rather all that has a date than no post. */
	site->main_sections = slice_none;
}

static void choose_posts(struct site *site)
{
	size_t count = 0;

	choose_sections(site);
	site->posts = site->articles;
	site->post_count = site->article_count;
	if (!site->main_sections.len)
		return;
	for (size_t i = 0; i < site->article_count; i++)
		count += site_is_post(site, site->articles[i]);
	if (count == site->article_count)
		return;
	const struct post **posts = arena_array(&site->arena, count, const struct post *);
	site->posts = posts;
	site->post_count = 0;
	for (size_t i = 0; i < site->article_count; i++) {
		if (site_is_post(site, site->articles[i]))
			posts[site->post_count++] = site->articles[i];
	}
}

static bool is_in_pages(const struct site *site, const struct post *post)
{
	return post_is_listed(post) && !site_is_post(site, post) &&
	       (post->in_navigation || post->is_home || post->is_section);
}

static void list_articles(struct site *site)
{
	size_t count = 0;

	for (size_t i = 0; i < site->source_count; i++) {
		count += site_is_article(site->by_source[i]);
		site->local_count +=
			(site->by_source[i]->kept_from & LISTED_IN_SECTION) != 0;
	}
	const struct post **list = arena_array(&site->arena, count, const struct post *);
	for (size_t i = 0; i < site->source_count; i++) {
		if (site_is_article(site->by_source[i]))
			list[site->article_count++] = site->by_source[i];
	}
	order_sort((const void **)list, count, order_by_date);
	site->articles = list;
}

static void list_pages(struct site *site)
{
	size_t count = 0;

	for (size_t i = 0; i < site->source_count; i++)
		count += is_in_pages(site, site->by_source[i]);
	const struct post **list = arena_array(&site->arena, count, const struct post *);
	for (size_t i = 0; i < site->source_count; i++) {
		if (is_in_pages(site, site->by_source[i]))
			list[site->page_count++] = site->by_source[i];
	}
	order_sort((const void **)list, count, order_by_weight);
	site->pages = list;
}

void snapshot_lists(struct site *site)
{
	list_articles(site);
	choose_posts(site);
	list_pages(site);
	while (site->dated_count < site->post_count &&
		site->posts[site->dated_count]->date.set)
		site->dated_count++;
	for (size_t i = site->dated_count; i < site->post_count; i++)
		diag_add(&site->diags, DIAG_WARNING, site->posts[i]->source, 0, 0,
			"it is listed last and is in no feed", "a post without a date");
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
	struct slice year = arena_printf(&site->arena, "/archive/%04d/", day->year);

	if (!site_by_date(site->posts, site->dated_count, day->year, 0).count)
		redirect(site, redirects, year, S("/archive/"));
	if (!site_by_date(site->posts, site->dated_count, day->year, day->month).count)
		redirect(site, redirects,
			arena_printf(&site->arena, "%.*s%02u/", SARG(year), day->month),
			S("/archive/"));
}

static void redirect_names(struct site *site, struct snapshot_list *redirects,
	enum taxonomy taxonomy, const struct slice *names, size_t name_count)
{
	struct slice segment = taxonomy_segments[taxonomy];
	size_t count;
	const struct site_group *groups = scope_groups(site, taxonomy, &count);

	for (size_t i = 0; i < name_count; i++) {
		struct slice slug = text_slug(&site->arena, names[i]);
		if (!slug.len || site_group_find(groups, count, slug))
			continue;
		redirect(site, redirects,
			arena_printf(
				&site->arena, "/%.*s/%.*s/", SARG(segment), SARG(slug)),
			count ? arena_printf(&site->arena, "/%.*s/", SARG(segment))
			      : S("/"));
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
