/* SPDX-License-Identifier: MIT */
/* What a scan found, put in order: who is seen now, at which address, in which list. */
#include <stdlib.h>

#include "base/file.h"
#include "base/text.h"
#include "site/linked.h"
#include "site/mime.h"
#include "site/scan_parts.h"

struct builder {
	struct site *site;
	const struct site *previous;
	struct scan_state *state;
	unsigned
		serial; /* each step marks posts with its own; between builds all are 0 */
	struct post **posts; /* all that are seen now */
	size_t count;
	size_t kept; /* of the list made last: those in order already */
	struct entry_list files, redirects, gone;
	int shortage;
};

static void *pointers(size_t count)
{
	void *list = calloc(count + 1, sizeof(void *));

	if (!list)
		abort();
	return list;
}

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
		diag_add(&builder->state->made, DIAG_NOTE, post->source, 0, 0,
			"it appears by itself then", "dated in the future: %.*s",
			SARG(buf_slice(&day)));
		buf_fini(&day);
		site->future_count++;
		if (post->appears_at < site->next_change)
			site->next_change = post->appears_at;
		return false;
	}
	if (post->expires_at <= now) {
		diag_add(&builder->state->made, DIAG_NOTE, post->source, 0, 0,
			"readers are told that it is gone", "its time is over");
		struct site_entry entry = {.path = post->path, .kind = SITE_GONE};
		entry_list_add(&site->arena, &builder->gone, entry);
		return false;
	}
	if (post->expires_at < site->next_change)
		site->next_change = post->expires_at;
	return true;
}

struct slice snapshot_source_of(
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
		.source = snapshot_source_of(&builder->site->arena, folder, entry->name),
		.mime = mime_of(entry->name),
		.size_bytes = entry->stamp.size_bytes,
		.mtime_ns = entry->stamp.mtime_ns,
	};
	entry_list_add(&builder->site->arena, &builder->files, file);
}

static void add_redirects(struct builder *builder, const struct scan_folder *folder,
	const struct scan_entry *entry)
{
	struct slice source =
		snapshot_source_of(&builder->site->arena, folder, entry->name);
	struct buf bytes;

	builder->state->has_redirects = true;
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
		for (size_t k = 0; folder->has_files && k < folder->count; k++) {
			const struct scan_entry *entry = &folder->entries[k];
			if (entry->kind != SCAN_FILE || !entry->only_linked)
				continue;
			struct slice source = snapshot_source_of(
				&builder->site->arena, folder, entry->name);
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
	builder->posts = pointers(count);
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
				diag_add(&builder->state->made, DIAG_NOTE,
					snapshot_source_of(&builder->site->arena, folder,
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

/* The posts in the order of @before (an array of the previous snapshot), new ones behind: nearly
 * sorted. */
static const struct post **in_order_of(
	struct builder *builder, const struct post *const *before, size_t before_count)
{
	unsigned mark = ++builder->serial;
	const struct post **list = arena_array(
		&builder->site->arena, builder->count + 1, const struct post *);
	size_t n = 0;

	for (size_t i = 0; i < builder->count; i++)
		builder->posts[i]->mark = mark;
	for (size_t i = 0; i < before_count && n < builder->count; i++) {
		struct post *post = (struct post *)before[i];
		if (post->mark == mark) {
			list[n++] = post;
			post->mark = 0;
		}
	}
	builder->kept = n;
	for (size_t i = 0; i < builder->count && n < builder->count; i++) {
		if (builder->posts[i]->mark != mark)
			continue;
		list[n++] = builder->posts[i];
		/* No mark outlives this: by the next snapshot the post may be gone. */
		builder->posts[i]->mark = 0;
	}
	return list;
}

/* Two posts of one address: the first by language, then by source, keeps it. */
static void settle_addresses(struct builder *builder, const struct post **sorted)
{
	unsigned mark = ++builder->serial;
	struct moves moves;

	moves_init(&moves, builder->site, sorted, builder->count);
	for (size_t i = 1, first = 0; i < builder->count; i++) {
		if (!slice_eq(sorted[i]->path, sorted[first]->path)) {
			first = i;
			continue;
		}
		bool better =
			slice_eq(sorted[i]->lang, builder->site->settings->lang) &&
			!slice_eq(sorted[first]->lang, builder->site->settings->lang);
		size_t keeps = better ? i : first, leaves = better ? first : i;
		moves_add(&moves, sorted[keeps], sorted[leaves]);
		/* The list of posts is put right once, below. */
		((struct post *)sorted[leaves])->mark = mark;
		first = keeps;
	}
	moves_fini(&moves);
	if (!builder->state->moved_count)
		return;
	size_t n = 0;
	for (size_t i = 0; i < builder->count; i++) {
		if (builder->posts[i]->mark != mark)
			builder->posts[n++] = builder->posts[i];
		else
			builder->posts[i]->mark = 0;
	}
	for (size_t i = 0; i < builder->state->moved_count; i++)
		builder->posts[n++] = builder->state->moved[i];
}

bool snapshot_lists_post(const struct post *post)
{
	return !post->is_page && !post->redirect_to.len;
}

bool snapshot_lists_page(const struct post *post)
{
	return !snapshot_lists_post(post) &&
	       (post->in_navigation || post->is_home || post->is_section);
}

void snapshot_note_post(struct scan_state *state, const struct post *post)
{
	if (!post->date.set)
		diag_add(&state->made, DIAG_WARNING, post->source, 0, 0,
			"it is listed last and stands in no feed",
			"a post without a date");
}

static void sort_posts(struct builder *builder)
{
	struct site *site = builder->site;
	const struct post **dated =
		arena_array(&site->arena, builder->count + 1, const struct post *);
	const struct post **pages = pointers(builder->count);
	const struct site *old = builder->previous;
	size_t in_order = 0;

	const struct post **list =
		in_order_of(builder, old ? old->posts : NULL, old ? old->post_count : 0);
	for (size_t i = 0; i < builder->count; i++) {
		const struct post *post = list[i];
		if (i == builder->kept)
			in_order = site->post_count;
		if (snapshot_lists_post(post))
			dated[site->post_count++] = post;
		else if (snapshot_lists_page(post))
			pages[site->page_count++] = post;
	}
	if (builder->kept == builder->count)
		in_order = site->post_count;
	order_merge((const void **)dated, in_order, site->post_count, order_by_date);
	while (site->dated_count < site->post_count && dated[site->dated_count]->date.set)
		site->dated_count++;
	for (size_t i = site->dated_count; i < site->post_count; i++)
		snapshot_note_post(site->scan_state, dated[i]);
	order_sort((const void **)pages, site->page_count, order_by_weight);
	site->posts = dated;
	const struct post **kept_pages =
		arena_array(&site->arena, site->page_count + 1, const struct post *);
	memcpy(kept_pages, pages, site->page_count * sizeof(*pages));
	free(pages);
	site->pages = kept_pages;

	list = in_order_of(
		builder, old ? old->by_source : NULL, old ? old->source_count : 0);
	order_merge((const void **)list, builder->kept, builder->count, order_by_source);
	site->by_source = list;
	list = in_order_of(builder, old ? old->by_key : NULL, old ? old->key_count : 0);
	order_merge((const void **)list, builder->kept, builder->count, order_by_key);
	site->by_key = list;
	site->source_count = site->key_count = builder->count;
}

/* Names are pieces of their posts' sources, so those of posts that stay are taken over. */
static void build_names(struct builder *builder)
{
	unsigned mark = ++builder->serial;
	struct site *site = builder->site;
	const struct site *old = builder->previous;
	struct site_name *names = calloc(builder->count + 1, sizeof(*names));
	const void **sorted = pointers(builder->count);
	size_t n = 0;

	if (!names)
		abort();
	for (size_t i = 0; i < builder->count; i++)
		builder->posts[i]->mark = mark;
	bool same = old && old->settings->version == site->settings->version;
	for (size_t i = 0; same && i < old->name_count; i++) {
		struct post *post = (struct post *)old->by_name[i].post;
		if (post->mark == mark) {
			names[n++] = old->by_name[i];
			post->mark = 0;
		}
	}
	size_t kept = n;
	for (size_t i = 0; i < builder->count && n < builder->count; i++) {
		const struct post *post = builder->posts[i];
		if (post->mark == mark)
			names[n++] = (struct site_name){
				site_name_of(site->settings, post->source), post};
	}
	for (size_t i = 0; i < n; i++)
		sorted[i] = &names[i];
	order_merge(sorted, kept, n, order_by_name);
	struct site_name *list = arena_array(&site->arena, n, struct site_name);
	for (size_t i = 0; i < n; i++)
		list[i] = *(const struct site_name *)sorted[i];
	site->by_name = list;
	site->name_count = n;
	free(names);
	free(sorted);
}

/* Had all posts addresses of their own, and have the new ones (behind the kept ones in @by_path) some
 * that no other has? Then there is nothing to settle. */
static bool has_unique_addresses(struct builder *builder, const struct post **by_path)
{
	const struct site *old = builder->previous;
	const struct scan_state *state = old ? old->scan_state : NULL;

	if (!state || state->moved_count || builder->count - builder->kept > 64)
		return false;
	for (size_t i = builder->kept; i < builder->count; i++) {
		struct slice path = by_path[i]->path;
		size_t low = 0, high = builder->kept;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (slice_cmp(by_path[middle]->path, path) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < builder->kept && slice_eq(by_path[low]->path, path))
			return false;
		for (size_t k = builder->kept; k < i; k++) {
			if (slice_eq(by_path[k]->path, path))
				return false;
		}
	}
	return true;
}

int snapshot_build(struct site *site, const struct site *previous)
{
	struct builder builder = {
		.site = site, .previous = previous, .state = site->scan_state};

	site->next_change = INT64_MAX;
	collect(&builder);
	const struct post **by_path =
		in_order_of(&builder, previous ? previous->by_path : NULL,
			previous ? previous->source_count : 0);
	bool unique = has_unique_addresses(&builder, by_path);
	order_merge((const void **)by_path, builder.kept, builder.count, order_by_path);
	if (!unique)
		settle_addresses(&builder, by_path);
	if (builder.state->moved_count) {
		by_path = in_order_of(&builder, NULL, 0);
		order_sort((const void **)by_path, builder.count, order_by_path);
	}
	site->by_path = by_path;
	sort_posts(&builder);
	snapshot_entries(site, &builder.files, &builder.redirects, &builder.gone);
	build_names(&builder);
	site->tags = groups_build(site, GROUP_TAGS, &site->tag_count);
	site->categories = groups_build(site, GROUP_CATEGORIES, &site->category_count);
	site->series = groups_build(site, GROUP_SERIES, &site->series_count);
	site->langs = groups_build(site, GROUP_LANGS, &site->lang_count);
	snapshot_version(site);
	for (size_t i = 0; i < builder.count; i++)
		builder.posts[i]->mark = 0;
	for (size_t i = 0; i < builder.state->made.count; i++)
		diag_copy(&site->diags, &builder.state->made.items[i]);
	site->diags.dropped += builder.state->made.dropped;
	diag_sort(&site->diags);
	free(builder.posts);
	return builder.shortage;
}
