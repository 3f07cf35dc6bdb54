/* SPDX-License-Identifier: MIT */
/* Tags, categories, series and languages. Names that differ only in case or marks are one group, named
 * by its most frequent spelling. */
#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "scan/snapshot_internal.h"

/* One spelling of a name. */
struct spelling {
	struct slice name;
	unsigned long long hash;
	size_t count; /* posts */
	uint32_t group;
};

/* One name of one post. */
struct seen {
	uint32_t spelling, post; /* indexes */
};

struct building {
	struct slice slug, name;
	size_t name_count;          /* of the spelling that gives the name */
	size_t count, filled, last; /* @last: 1 + index of the last post in it */
	const struct post **posts;
};

/* TERMS: of the first of settings->taxonomies; the others follow. */
enum kind { TAGS, CATEGORIES, SERIES, LANGS, TERMS };
#define KINDS_MAX (TERMS + SETTINGS_TAXONOMIES_MAX)

struct groups {
	struct arena *arena; /* of the site */
	const struct post *const *posts;
	size_t post_count;
	struct spelling *spellings;
	size_t spelling_count, spelling_capacity;
	uint32_t *table; /* open addressing; 1 + index of a spelling */
	size_t table_size;
	struct seen *seen; /* all names of all posts, in order */
	size_t seen_count, seen_capacity;
	struct building *list;
	size_t count, capacity;
};

static void rehash(struct groups *groups)
{
	free(groups->table);
	groups->table_size = groups->table_size ? groups->table_size * 2 : 256;
	groups->table = memory_new(groups->table_size, sizeof(*groups->table));
	for (size_t i = 0; i < groups->spelling_count; i++) {
		size_t at = groups->spellings[i].hash & (groups->table_size - 1);
		while (groups->table[at])
			at = (at + 1) & (groups->table_size - 1);
		groups->table[at] = (uint32_t)i + 1;
	}
}

/* The spelling's entry; a new one has no group yet (UINT32_MAX). */
static struct spelling *spelling_of(struct groups *groups, struct slice name)
{
	unsigned long long hash = slice_hash(name);

	if (groups->spelling_count * 2 >= groups->table_size)
		rehash(groups);
	size_t mask = groups->table_size - 1, at = hash & mask;
	for (; groups->table[at]; at = (at + 1) & mask) {
		struct spelling *known = &groups->spellings[groups->table[at] - 1];
		if (known->hash == hash && slice_eq(known->name, name))
			return known;
	}
	if (groups->spelling_count == groups->spelling_capacity)
		groups->spellings = memory_grown(groups->spellings,
			&groups->spelling_capacity, sizeof(*groups->spellings));
	groups->table[at] = (uint32_t)groups->spelling_count + 1;
	struct spelling *made = &groups->spellings[groups->spelling_count++];
	*made = (struct spelling){.name = name, .hash = hash, .group = UINT32_MAX};
	return made;
}

static struct slice slug_of(struct arena *arena, struct slice name)
{
	struct slice slug = text_slug(arena, name);

	/* Only signs: any stable segment will do. */
	if (slug.len == 0)
		slug = arena_printf(arena, "x-%08llx", slice_hash(name) & 0xffffffff);
	return slug;
}

static int by_slug(const void *a, const void *b)
{
	const struct spelling *x = *(const struct spelling *const *)a;
	const struct spelling *y = *(const struct spelling *const *)b;
	int order = slice_cmp(x->name, y->name);

	return order;
}

/* Assigns every spelling to a group: one per slug. */
static void join(struct groups *groups)
{
	size_t count = groups->spelling_count;
	struct spelling **sorted = memory_new(count + 1, sizeof(*sorted));
	struct spelling *slugs = memory_new(count + 1, sizeof(*slugs));
	for (size_t i = 0; i < count; i++) {
		slugs[i] = (struct spelling){
			.name = slug_of(groups->arena, groups->spellings[i].name),
			.group = (uint32_t)i};
		sorted[i] = &slugs[i];
	}
	qsort(sorted, count, sizeof(struct spelling *), by_slug);
	groups->list = memory_new(count + 1, sizeof(*groups->list));
	for (size_t i = 0; i < count; i++) {
		struct spelling *spelling = &groups->spellings[sorted[i]->group];
		struct building *group =
			groups->count ? &groups->list[groups->count - 1] : NULL;
		if (!group || !slice_eq(group->slug, sorted[i]->name)) {
			group = &groups->list[groups->count++];
			group->slug = sorted[i]->name;
			group->name = spelling->name;
		}
		spelling->group = (uint32_t)(groups->count - 1);
		/* The most frequent one; of equal ones, the first in byte order. */
		if (spelling->count > group->name_count ||
			(spelling->count == group->name_count &&
				slice_cmp(spelling->name, group->name) < 0)) {
			group->name = spelling->name;
			group->name_count = spelling->count;
		}
	}
	free(sorted);
	free(slugs);
}

/* Those in taxonomy @taxonomy of the site: an empty name ends each taxonomy's. */
static size_t terms_of(
	const struct post *post, unsigned taxonomy, const struct slice **names)
{
	size_t from = 0, count = 0;

	for (; taxonomy && from < post->term_count; from++)
		taxonomy -= !post->terms[from].len;
	while (from + count < post->term_count && post->terms[from + count].len)
		count++;
	*names = post->terms + from;
	return count;
}

/* The names of @post for this kind of group; returns their number. */
static size_t names_of(const struct post *post, unsigned kind, const struct slice **names)
{
	switch (kind) {
	case TAGS:
		*names = post->tags;
		return post->tag_count;
	case CATEGORIES:
		*names = post->categories;
		return post->category_count;
	case SERIES:
		*names = &post->series;
		return post->series.len != 0;
	case LANGS:
		*names = &post->lang;
		return 1;
	default:
		return terms_of(post, kind - TERMS, names);
	}
}

/* Does @post have @name, too, although the list of @name shows it in another language? */
static bool has_name(
	struct arena *scratch, const struct post *post, unsigned kind, struct slice name)
{
	const struct slice *names = NULL;
	size_t count = names_of(post, kind, &names);
	struct slice slug = text_slug(scratch, name);

	for (size_t i = 0; i < count; i++) {
		if (slice_eq(text_slug(scratch, names[i]), slug))
			return true;
	}
	return false;
}

static void see(struct groups *groups, struct slice name, size_t post)
{
	struct spelling *spelling = spelling_of(groups, name);

	spelling->count++;
	if (groups->seen_count == groups->seen_capacity)
		groups->seen = memory_grown(
			groups->seen, &groups->seen_capacity, sizeof(*groups->seen));
	groups->seen[groups->seen_count++] =
		(struct seen){(uint32_t)(spelling - groups->spellings), (uint32_t)post};
}

/* A language whose pages have a home page of their own (/fr/) is one, without any post too. */
static void see_homes(struct groups *langs, const struct site *site)
{
	for (size_t i = 0; i < site->page_count; i++) {
		if (site->pages[i]->is_home)
			spelling_of(langs, site->pages[i]->lang);
	}
}

/* Looks up all names of all posts once; later passes only count. Languages count all posts, other
 * groups each post once. One pass for all kinds, since fetching a post from memory costs more than the
 * look-up. */
static void read_spellings(struct groups groups[KINDS_MAX], const struct site *site,
	const struct snapshot_doubles *doubles)
{
	const unsigned kinds = TERMS + (unsigned)site->settings->taxonomy_count;
	struct arena scratch = {0};

	for (size_t i = 0, at = 0; i < site->article_count; i++) {
		const struct post *post = site->articles[i], *first = NULL;
		bool is_post = site_is_post(site, post);
		if (at < doubles->count && doubles->list[at].post == post)
			first = doubles->list[at++].first;
		for (unsigned kind = 0; kind < kinds; kind++) {
			/* Hugo's taxonomies contain all pages. */
			bool all = site->settings->generator == GENERATOR_HUGO &&
				   kind != LANGS;
			const struct slice *names = NULL;
			size_t count = is_post || all ? names_of(post, kind, &names) : 0;
			for (size_t k = 0; k < count; k++) {
				if (!first || kind == LANGS ||
					!has_name(&scratch, first, kind, names[k]))
					see(&groups[kind], names[k], i);
			}
		}
		if (first)
			arena_reset(&scratch);
	}
	arena_fini(&scratch);
}

/* One pass: counts the posts of each group, or fills them in. */
static void walk(struct groups *groups, bool fill)
{
	for (size_t i = 0; i < groups->seen_count; i++) {
		const struct seen *seen = &groups->seen[i];
		struct building *group =
			&groups->list[groups->spellings[seen->spelling].group];
		/* A post that spells a tag in two ways is in the group once. */
		size_t turn = seen->post + 1 + (fill ? groups->post_count : 0);
		if (group->last == turn)
			continue;
		group->last = turn;
		if (fill)
			group->posts[group->filled++] = groups->posts[seen->post];
		else
			group->count++;
	}
}

/* Languages: the site's first. */
static void default_first(struct site_group *list, size_t count, struct slice lang)
{
	for (size_t i = 1; i < count; i++) {
		if (!slice_eq_nocase(list[i].name, lang))
			continue;
		struct site_group first = list[i];
		memmove(list + 1, list, i * sizeof(*list));
		list[0] = first;
		return;
	}
}

/* The groups of one kind. */
static struct site_group *build(struct groups *groups, size_t *count)
{
	join(groups);
	walk(groups, false);
	struct site_group *list =
		arena_array(groups->arena, groups->count, struct site_group);
	for (size_t i = 0; i < groups->count; i++) {
		struct building *group = &groups->list[i];
		group->posts = arena_alloc_unset(
			groups->arena, group->count * sizeof(*group->posts));
		list[i] = (struct site_group){.slug = group->slug,
			.posts = group->posts,
			.count = group->count};
		list[i].name = arena_dup(groups->arena, group->name);
	}
	walk(groups, true);
	*count = groups->count;
	free(groups->spellings);
	free(groups->table);
	free(groups->seen);
	free(groups->list);
	return list;
}

void snapshot_groups(struct site *site, const struct snapshot_doubles *doubles)
{
	const struct settings *settings = site->settings;
	struct groups groups[KINDS_MAX];

	for (unsigned kind = 0; kind < KINDS_MAX; kind++)
		groups[kind] = (struct groups){.arena = &site->arena,
			.posts = site->articles,
			.post_count = site->article_count};
	read_spellings(groups, site, doubles);
	see_homes(&groups[LANGS], site);
	site->tags = build(&groups[TAGS], &site->tag_count);
	site->categories = build(&groups[CATEGORIES], &site->category_count);
	site->series = build(&groups[SERIES], &site->series_count);
	struct site_group *langs = build(&groups[LANGS], &site->lang_count);
	default_first(langs, site->lang_count, site->settings->lang);
	site->langs = langs;
	struct site_groups *terms =
		arena_array(&site->arena, settings->taxonomy_count, struct site_groups);
	for (size_t i = 0; i < settings->taxonomy_count; i++) {
		struct site_group *list = build(&groups[TERMS + i], &terms[i].count);
		/* A key of an author is shown as the name. */
		for (size_t k = 0; k < terms[i].count; k++)
			list[k].name = settings_author(settings, list[k].name);
		terms[i].list = list;
	}
	site->terms = terms;
}
