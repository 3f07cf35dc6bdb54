/* SPDX-License-Identifier: MIT */
/* What a scan found, put in order: who is seen now, at which address, in which list. */
#include "base/file.h"
#include "base/text.h"
#include "site/linked.h"
#include "site/mime.h"
#include "site/scan_parts.h"

struct builder {
	struct site *site;
	const struct scan_state *state;
	const struct post **posts; /* all that are seen now, by source */
	size_t count;
	struct entry_list files, redirects, gone;
	int shortage;
};

/* Is it its time? What comes later, or ends, sets the site's next change. */
static bool is_seen(struct builder *builder, const struct post *post)
{
	struct site *site = builder->site;
	int64_t now = site->built_at;

	if (post->appears_at > now) {
		struct date when = {.set = true,
			.offset_minutes = post->date.offset_minutes,
			.at = post->appears_at};
		struct buf day;
		buf_init(&day, 64);
		date_put_iso_day(&day, &when);
		diag_add(&builder->site->diags, DIAG_NOTE, post->source, 0, 0,
			"it appears by itself then", "dated in the future: %.*s",
			SARG(buf_slice(&day)));
		buf_fini(&day);
		site->future_count++;
		if (post->appears_at < site->next_change)
			site->next_change = post->appears_at;
		return false;
	}
	if (post->expires_at <= now) {
		diag_add(&builder->site->diags, DIAG_NOTE, post->source, 0, 0,
			"readers are told that it is gone", "its time is over");
		struct site_entry entry = {.path = post->path, .kind = SITE_GONE};
		entry_list_add(&site->arena, &builder->gone, entry);
		return false;
	}
	if (post->expires_at < site->next_change)
		site->next_change = post->expires_at;
	return true;
}

/* The path of the file @name in @folder. */
static struct slice source_of(
	struct arena *arena, const struct scan_folder *folder, struct slice name)
{
	if (folder->path.len == 0)
		return name;
	return arena_printf(arena, "%.*s/%.*s", SARG(folder->path), SARG(name));
}

static void add_file(struct builder *builder, const struct scan_folder *folder,
	const struct scan_entry *entry)
{
	struct site_entry file = {.path = entry->key, .kind = SITE_FILE};

	file.file = (struct site_file){
		.source = source_of(&builder->site->arena, folder, entry->name),
		.mime = mime_of(entry->name),
		.size_bytes = entry->stamp.size_bytes,
		.mtime_ns = entry->stamp.mtime_ns,
	};
	entry_list_add(&builder->site->arena, &builder->files, file);
}

static void add_redirects(struct builder *builder, const struct scan_folder *folder,
	const struct scan_entry *entry)
{
	struct slice source = source_of(&builder->site->arena, folder, entry->name);
	struct buf bytes;

	buf_init(&bytes, 1024 * 1024);
	int error = file_read_beneath(builder->site->folder, source, 0, &bytes);
	if (error >= 0)
		redirects_read(
			builder->site, source, buf_slice(&bytes), &builder->redirects);
	else
		scan_is_shortage(error, &builder->shortage);
	buf_fini(&bytes);
}

/* Files that are there for the posts that name them. */
static void add_linked(struct builder *builder)
{
	struct linked_set named;

	linked_set_init(&named, builder->posts, builder->count);
	for (size_t i = 0; i < builder->state->count; i++) {
		const struct scan_folder *folder = builder->state->folders[i];
		for (size_t k = 0; k < folder->count; k++) {
			const struct scan_entry *entry = &folder->entries[k];
			if (entry->kind != SCAN_FILE || !entry->only_linked)
				continue;
			struct slice source =
				source_of(&builder->site->arena, folder, entry->name);
			if (linked_set_has(&named, source))
				add_file(builder, folder, entry);
		}
	}
	linked_set_fini(&named);
}

/* Everything of the state into lists. */
static void collect(struct builder *builder)
{
	size_t count = 0;

	for (size_t i = 0; i < builder->state->count; i++)
		count += builder->state->folders[i]->count;
	builder->posts =
		arena_array(&builder->site->arena, count + 1, const struct post *);
	for (size_t i = 0; i < builder->state->count; i++) {
		const struct scan_folder *folder = builder->state->folders[i];
		for (size_t k = 0; k < folder->diags.count; k++)
			diag_copy(&builder->site->diags, &folder->diags.items[k]);
		for (size_t k = 0; k < folder->count; k++) {
			const struct scan_entry *entry = &folder->entries[k];
			switch (entry->kind) {
			case SCAN_POST:
				if (is_seen(builder, entry->post))
					builder->posts[builder->count++] = entry->post;
				break;
			case SCAN_FILE:
				if (!entry->only_linked)
					add_file(builder, folder, entry);
				break;
			case SCAN_REDIRECTS:
				add_redirects(builder, folder, entry);
				break;
			case SCAN_DRAFT:
				builder->site->draft_count++;
				diag_add(&builder->site->diags, DIAG_NOTE,
					source_of(&builder->site->arena, folder,
						entry->name),
					0, 0, "it is left out",
					"a draft, or not published");
				break;
			case SCAN_FOLDER:
			case SCAN_NOTHING:
				break;
			}
		}
	}
	if (linked_is_wanted(builder->site->settings))
		add_linked(builder);
}

/* A sorted copy of @posts, which are @count. */
static const struct post **sorted(struct site *site, const struct post *const *posts,
	size_t count, int (*compare)(const void *, const void *))
{
	size_t size = count * sizeof(*posts);
	const struct post **list = arena_alloc_unset(&site->arena, size);

	if (count)
		memcpy(list, posts, size);
	order_sort((const void **)list, count, compare);
	return list;
}

/* Two posts of one address: the first by language, then by source, keeps it; the others are in @builder's
 * list with their new addresses. @by_path are all. False: each has its own. */
static bool settle_addresses(struct builder *builder, const struct post *const *by_path)
{
	const struct scan_state *state = builder->state;
	struct site *site = builder->site;
	struct slice lang = site->settings->lang;
	struct moves moves;

	moves_init(&moves, site, by_path, builder->count);
	for (size_t i = 1, first = 0; i < builder->count; i++) {
		if (!slice_eq(by_path[i]->path, by_path[first]->path)) {
			first = i;
			continue;
		}
		bool better = slice_eq(by_path[i]->lang, lang) &&
			      !slice_eq(by_path[first]->lang, lang);
		size_t keeps = better ? i : first, leaves = better ? first : i;
		moves_add(&moves, by_path[keeps], by_path[leaves]);
		first = keeps;
	}
	moves_fini(&moves);
	order_sort((const void **)state->moved, state->moved_count, order_by_source);
	for (size_t i = 0, n = 0; n < state->moved_count; i++) {
		if (slice_eq(builder->posts[i]->source, state->moved[n]->source))
			builder->posts[i] = state->moved[n++];
	}
	return state->moved_count > 0;
}

/* Is it in site->posts, or in site->pages? */
static bool is_in_posts(const struct post *post)
{
	return !post->is_page && !post->redirect_to.len;
}

static bool is_in_pages(const struct post *post)
{
	return !is_in_posts(post) &&
	       (post->in_navigation || post->is_home || post->is_section);
}

static void list_posts(struct builder *builder)
{
	struct site *site = builder->site;
	const struct post **dated =
		arena_array(&site->arena, builder->count + 1, const struct post *);
	size_t pages = builder->count;

	/* Posts from the start, pages from the end. */
	for (size_t i = 0; i < builder->count; i++) {
		const struct post *post = builder->posts[i];
		if (is_in_posts(post))
			dated[site->post_count++] = post;
		else if (is_in_pages(post))
			dated[--pages] = post;
	}
	site->page_count = builder->count - pages;
	order_sort((const void **)dated, site->post_count, order_by_date);
	order_sort((const void **)(dated + pages), site->page_count, order_by_weight);
	site->posts = dated;
	site->pages = dated + pages;
	while (site->dated_count < site->post_count && dated[site->dated_count]->date.set)
		site->dated_count++;
	for (size_t i = site->dated_count; i < site->post_count; i++)
		diag_add(&site->diags, DIAG_WARNING, dated[i]->source, 0, 0,
			"it is listed last and stands in no feed",
			"a post without a date");
}

int snapshot_build(struct site *site)
{
	struct builder builder = {.site = site, .state = site->scan_state};

	site->next_change = INT64_MAX;
	collect(&builder);
	order_sort((const void **)builder.posts, builder.count, order_by_source);
	site->by_source = builder.posts;
	site->source_count = builder.count;
	site->by_path = sorted(site, site->by_source, builder.count, order_by_path);
	if (settle_addresses(&builder, site->by_path))
		site->by_path =
			sorted(site, site->by_source, builder.count, order_by_path);
	site->by_key = sorted(site, site->by_path, builder.count, order_by_key);
	site->by_name = sorted(site, site->by_source, builder.count, order_by_name);
	list_posts(&builder);
	snapshot_entries(site, &builder.files, &builder.redirects, &builder.gone);
	site->tags = groups_build(site, GROUP_TAGS, &site->tag_count);
	site->categories = groups_build(site, GROUP_CATEGORIES, &site->category_count);
	site->series = groups_build(site, GROUP_SERIES, &site->series_count);
	site->langs = groups_build(site, GROUP_LANGS, &site->lang_count);
	snapshot_version(site);
	diag_sort(&site->diags);
	return builder.shortage;
}
