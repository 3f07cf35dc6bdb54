/* SPDX-License-Identifier: MIT */
/* All addresses of a snapshot: posts, files, redirects and gone ones. */
#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/uri.h"
#include "scan/snapshot_internal.h"
#include "source/permalink.h"

static int entry_order(const void *a, const void *b)
{
	const struct site_entry *x = a, *y = b;
	int order = slice_cmp(x->path, y->path);

	/* At the same address a post precedes a file, and a file a redirect. */
	return order ? order : (int)x->kind - (int)y->kind;
}

static struct site_entry entry_of(const struct post *post)
{
	struct site_entry entry = {.path = post->path, .kind = SITE_POST};

	entry.post = post;
	if (post->redirect_to.len && *post->redirect_to.ptr == '/') {
		entry.kind = SITE_REDIRECT;
		entry.redirect.target = post->redirect_to;
		entry.is_permanent = true;
	}
	return entry;
}

/* Addresses of a zone are only below it, those of public pages never. */
static void say_outside(struct site *site, const struct post *post, struct slice alias)
{
	const struct reader_zone *zone = zones_at(&site->settings->zones, alias);

	diag_add(&site->diags, DIAG_WARNING, post->source, 0, 0,
		"the old address is left out", "an old address is %s zone %.*s: %.*s",
		zone ? "in the" : "outside the", SARG((zone ? zone : site->zone)->path),
		SARG(alias));
}

/* Posts in the site's language first: an alias claimed by a page and its translation belongs to the
 * page. */
static void add_aliases(struct site *site, bool own, struct snapshot_list *redirects)
{
	struct site_entry entry = {.kind = SITE_REDIRECT};

	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_path[i];
		if (!post->alias_count ||
			slice_eq(post->lang, site->settings->lang) != own)
			continue;
		entry.redirect.target = post->url;
		entry.is_permanent = true;
		entry.redirect.post = post;
		for (size_t k = 0; k < post->alias_count; k++) {
			entry.path = post->aliases[k];
			if (site_covers(site, entry.path))
				snapshot_list_add(&site->arena, redirects, entry);
			else
				say_outside(site, post, entry.path);
		}
	}
}

static bool are_translations(const struct post *a, const struct post *b)
{
	return a->key.len && slice_eq(a->key, b->key) && !slice_eq(a->lang, b->lang);
}

/* Reports that an alias of @post belongs to another page, @kept. */
static void say_claimed(struct site *site, const struct site_entry *kept,
	const struct post *of, const struct post *post)
{
	if (of == post || are_translations(of, post))
		return;
	struct arena arena = {0};
	diag_add(&site->diags, DIAG_WARNING, post->source, 0, 0,
		arena_printf(&arena,
			kept->kind == SITE_POST
				? "it shows %.*s; remove it from the old addresses"
				: "it leads to %.*s; remove it from one of the two",
			SARG(of->source))
			.ptr,
		kept->kind == SITE_POST ? "an old address belongs to a page: %.*s"
					: "two pages claim the same old address: %.*s",
		SARG(kept->path));
	arena_fini(&arena);
}

static void say_hidden(
	struct site *site, const struct site_entry *kept, const struct site_entry *hidden)
{
	if (kept->kind == SITE_POST && hidden->kind == SITE_FILE)
		diag_add(&site->diags, DIAG_WARNING, hidden->file->source, 0, 0,
			"the file is not served", "its address %.*s belongs to %.*s",
			SARG(kept->path), SARG(kept->post->source));
	if (hidden->kind != SITE_REDIRECT || !hidden->redirect.post)
		return;
	if (kept->kind == SITE_POST)
		say_claimed(site, kept, kept->post, hidden->redirect.post);
	else if (kept->kind == SITE_REDIRECT && kept->redirect.post)
		say_claimed(site, kept, kept->redirect.post, hidden->redirect.post);
}

static int post_order(const struct post *post, const struct site_entry *entry)
{
	struct site_entry own = entry_of(post);

	return entry_order(&own, entry);
}

/* The number of posts (sorted by path) before @entry. */
static size_t posts_before(const struct site *site, const struct site_entry *entry)
{
	return lower_bound(
		0, site->source_count, i, post_order(site->by_path[i], entry) <= 0);
}

/* A redirect to itself would be a loop. */
static void drop_circles(struct site *site, struct snapshot_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct slice key;
		if (*list->items[i].redirect.target.ptr == '/' &&
			permalink_key(
				&site->arena, list->items[i].redirect.target, &key) &&
			slice_eq(key, list->items[i].path))
			continue;
		list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

/* Does the home page only redirect, outside or to a missing page? Then the generated one is
 * better. */
static bool leads_astray(struct site *site, const struct post *post)
{
	struct slice key;

	if (!post->is_home || !post->redirect_to.len)
		return false;
	if (*post->redirect_to.ptr != '/' ||
		!permalink_key(&site->arena, post->redirect_to, &key))
		return true;
	while (slice_ends(key, S("/")))
		key.len--;
	size_t at = lower_bound(
		0, site->source_count, i, slice_cmp(site->by_path[i]->path, key) < 0);
	for (; key.len && at < site->source_count; at++) {
		struct slice path = site->by_path[at]->path;
		if (!slice_starts(path, key))
			return true;
		/* "/blog", "/blog/" or below it. */
		if (path.len == key.len || path.ptr[key.len] == '/')
			return false;
	}
	return key.len != 0;
}

/* Merges all addresses into one sorted array, with the strongest entry at each. No two
 * posts have the same address. */
void snapshot_entries(struct site *site, const struct snapshot_list *files,
	struct snapshot_list *redirects, const struct snapshot_list *gone)
{
	const struct snapshot_list *more[] = {files, redirects, gone};
	const struct post *const *by_path = site->by_path;
	size_t count = site->source_count;
	size_t others = 0, n = 0, at = 0;

	drop_circles(site, redirects);
	add_aliases(site, true, redirects);
	add_aliases(site, false, redirects);
	for (size_t m = 0; m < sizeof(more) / sizeof(*more); m++)
		others += more[m]->count;
	const void **sorted = memory_new(others + 1, sizeof(void *));
	for (size_t m = 0; m < sizeof(more) / sizeof(*more); m++) {
		for (size_t i = 0; i < more[m]->count; i++)
			sorted[n++] = &more[m]->items[i];
	}
	order_sort(sorted, others, entry_order);
	struct site_entry *entries =
		arena_array(&site->arena, count + others, struct site_entry);
	n = 0;
	for (size_t i = 0; i <= others; i++) {
		const struct site_entry *entry = i < others ? sorted[i] : NULL;
		size_t until = entry ? posts_before(site, entry) : count;
		for (bool first = true; at < until; at++, first = false) {
			struct site_entry post = entry_of(by_path[at]);
			if (leads_astray(site, by_path[at]))
				continue;
			if (first && n && slice_eq(entries[n - 1].path, post.path))
				say_hidden(site, &entries[n - 1], &post);
			else
				entries[n++] = post;
		}
		if (!entry)
			break;
		if (n && slice_eq(entries[n - 1].path, entry->path)) {
			say_hidden(site, &entries[n - 1], entry);
			continue;
		}
		entries[n++] = *entry;
		site->file_count += entry->kind == SITE_FILE;
	}
	site->entries = entries;
	site->entry_count = n;
	free(sorted);
}
