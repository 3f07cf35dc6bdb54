/* SPDX-License-Identifier: MIT */
/* Builds the snapshot from what a scan found: what is visible now, at which address, in
 * which list. */
#include <stdlib.h>

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/uri.h"
#include "scan/snapshot_internal.h"
#include "site/names.h"
#include "source/linked.h"
#include "source/mime.h"
#include "source/publish.h"
#include "source/visibility.h"

struct builder {
	struct site *site;
	struct scan_state *state;
	struct snapshot_visible visible;
	const struct post **posts; /* all visible ones, by source */
	size_t count;
	bool is_mixed;              /* they are not sorted yet */
	struct hidden_page *hidden; /* all hidden ones */
	size_t hidden_count;
	struct snapshot_list files, redirects, gone;
	bool again;
	int error; /* the first one: there will be no snapshot */
};

/* Moves a page to the hidden ones. A future post sets the site's next change; an expired one answers
 * that it is gone. */
static void hide(struct builder *builder, const struct post *post, enum hidden_why why)
{
	struct site *site = builder->site;
	struct hidden *hidden = &builder->state->hidden;
	struct hidden_page *page = &builder->hidden[builder->hidden_count++];
	struct site_entry gone = {.path = post->path, .kind = SITE_GONE};

	*page = (struct hidden_page){post, why, post->hidden_by};
	switch (why) {
	case HIDDEN_BY_WORD:
		break;
	case HIDDEN_NOT_OPEN:
		page->word = arena_printf(
			&hidden->arena, "no %.*s: true", SARG(builder->visible.word));
		break;
	case HIDDEN_PAST_LIMIT:
		page->word = arena_printf(
			&hidden->arena, "limit_posts: %zu", site->settings->limit_posts);
		break;
	case HIDDEN_FUTURE:
		page->word = S("dated in the future");
		if (post->appears_at < site->next_change)
			site->next_change = post->appears_at;
		break;
	case HIDDEN_OVER:
		page->word = S("expired");
		snapshot_list_add(&site->arena, &builder->gone, gone);
		break;
	}
}

/* Adds a page to the visible or to the hidden ones. */
static void sort_out(struct builder *builder, const struct post *post)
{
	enum hidden_why why;

	if (!snapshot_visible_post(&builder->visible, post, &why)) {
		hide(builder, post, why);
		return;
	}
	if (post->expires_at < builder->site->next_change)
		builder->site->next_change = post->expires_at;
	builder->posts[builder->count++] = post;
}

static int by_source(const void *a, const void *b)
{
	const struct hidden_page *x = a, *y = b;

	return slice_cmp(x->post->source, y->post->source);
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
	const struct scan_entry *entry, const struct linked_set *named, bool unlisted)
{
	struct site_entry item = {.path = entry->key, .kind = SITE_FILE};
	struct slice source = source_of(&builder->site->arena, folder, entry->name);

	if (entry->only_linked && !linked_set_has(named, source))
		return;
	struct site_file *file = arena_new(&builder->site->arena, struct site_file);
	*file = (struct site_file){
		.source = source,
		.mime = mime_of(entry->name),
		.size_bytes = entry->stamp.size_bytes,
		.mtime_ns = entry->stamp.mtime_ns,
		.unlisted = unlisted,
	};
	item.file = file;
	snapshot_list_add(&builder->site->arena, &builder->files, item);
}

/* Without these rules readers would get "not found". */
static void fail(struct builder *builder, struct slice source, int error)
{
	if (!file_is_trouble(error))
		return;
	builder->site->has_errors = true;
	diag_add(&builder->site->diags, DIAG_ERROR, source, 0, 0,
		"it is left out, and tried again soon", "cannot be read: %s",
		log_strerror(error));
	if (builder->again || file_is_shortage(error))
		builder->error = error;
}

static void add_redirects(struct builder *builder, const struct scan_folder *folder,
	const struct scan_entry *entry)
{
	struct slice source = source_of(&builder->site->arena, folder, entry->name);
	struct buf bytes;

	buf_init(&bytes, 1024 * 1024);
	int error = file_read_beneath(builder->site->folder, source, 0, &bytes);
	if (error >= 0)
		snapshot_redirects(
			builder->site, source, buf_slice(&bytes), &builder->redirects);
	else
		fail(builder, source, error);
	buf_fini(&bytes);
}

/* Those of one folder are sorted by name. */
static void collect_posts(struct builder *builder, const struct scan_folder *folder)
{
	size_t from = builder->count;

	for (size_t i = 0; i < folder->count; i++) {
		if (folder->entries[i].kind == SCAN_POST)
			sort_out(builder, folder->entries[i].post);
	}
	if (from && from < builder->count &&
		order_by_source(builder->posts[from - 1], builder->posts[from]) > 0)
		builder->is_mixed = true;
}

/* Pages first: files belong to them, and messages about hidden ones are kept apart. */
static void collect_pages(struct builder *builder)
{
	struct scan_state *state = builder->state;
	struct hidden *hidden = &state->hidden;
	size_t count = 0;

	for (size_t i = 0; i < state->count; i++) {
		for (size_t k = 0; k < state->folders[i]->count; k++)
			count += state->folders[i]->entries[k].kind == SCAN_POST;
	}
	builder->posts = arena_alloc_unset(
		&builder->site->arena, (count + 1) * sizeof(*builder->posts));
	/* Nearly all pages are visible: only the hidden ones are copied into the
	 * snapshot's memory. */
	builder->hidden = memory_new(count + 1, sizeof(*builder->hidden));
	snapshot_visible_init(&builder->visible, builder->site);
	for (size_t i = 0; i < state->count; i++)
		collect_posts(builder, state->folders[i]);
	if (builder->is_mixed)
		order_sort(
			(const void **)builder->posts, builder->count, order_by_source);
	if (builder->hidden_count)
		qsort(builder->hidden, builder->hidden_count, sizeof(*builder->hidden),
			by_source);
	struct hidden_page *pages = arena_array(
		&hidden->arena, builder->hidden_count + 1, struct hidden_page);
	memcpy(pages, builder->hidden, builder->hidden_count * sizeof(*pages));
	free(builder->hidden);
	hidden->pages = pages;
	hidden->count = builder->hidden_count;
}

static void collect_diags(struct builder *builder, const struct diag_list *diags)
{
	struct hidden *hidden = &builder->state->hidden;

	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];
		bool is_hidden = hidden->count && hidden_find(hidden, diag->file);
		diag_copy(is_hidden ? &hidden->diags : &builder->site->diags, diag);
	}
}

/* Where pages must say that they are public, one that is too long to be read as a page does not count as
 * having said it. */
static bool is_closed_page(const struct builder *builder, const struct scan_entry *entry)
{
	return builder->visible.word.len &&
	       publish_is_markdown(builder->site->settings, uri_extension(entry->name));
}

/* Adds the files and rules of one folder. @named: what pages link, for files that are served only when
 * linked. */
static void collect_files(struct builder *builder, const struct scan_folder *folder,
	const struct linked_set *named)
{
	enum snapshot_files files = VISIBLE_LISTED;
	bool asked = false;

	for (size_t k = 0; k < folder->count; k++) {
		const struct scan_entry *entry = &folder->entries[k];
		if (entry->kind == SCAN_REDIRECTS)
			add_redirects(builder, folder, entry);
		if (entry->kind != SCAN_FILE || is_closed_page(builder, entry))
			continue;
		if (!asked)
			files = snapshot_visible_folder(&builder->visible, folder);
		asked = true;
		if (files != VISIBLE_HIDDEN)
			add_file(builder, folder, entry, named,
				files == VISIBLE_UNLISTED || entry->only_linked);
	}
}

/* Everything that visible posts link. */
static void list_named(const struct builder *builder, struct linked_set *named)
{
	struct slice *lists = memory_new(builder->count + 1, sizeof(*lists));

	for (size_t i = 0; i < builder->count; i++)
		lists[i] = builder->posts[i]->linked;
	linked_set_init(named, lists, builder->count);
	free(lists);
}

/* Adds everything in the state to lists. */
static void collect(struct builder *builder)
{
	struct linked_set named = {0};

	collect_pages(builder);
	if (linked_is_wanted(builder->site->settings))
		list_named(builder, &named);
	const struct settings *settings = builder->site->settings;
	snapshot_redirects(builder->site, settings->generator_file, settings->redirects,
		&builder->redirects);
	for (size_t i = 0; i < builder->state->count; i++) {
		collect_diags(builder, &builder->state->folders[i]->diags);
		collect_files(builder, builder->state->folders[i], &named);
	}
	linked_set_fini(&named);
}

/* A sorted copy of @posts (@count of them). */
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

/* Resolves posts with equal addresses: the first by language, then by source, keeps it; the others get
 * new addresses in @builder's list. @by_path holds all posts. False: no two were equal. */
static bool settle_addresses(struct builder *builder, const struct post *const *by_path)
{
	const struct scan_state *state = builder->state;
	struct site *site = builder->site;
	struct slice lang = site->settings->lang;
	struct snapshot_moves moves;

	snapshot_moves_init(&moves, site, by_path, builder->count);
	for (size_t i = 1, first = 0; i < builder->count; i++) {
		if (!slice_eq(by_path[i]->path, by_path[first]->path)) {
			first = i;
			continue;
		}
		bool better = slice_eq(by_path[i]->lang, lang) &&
			      !slice_eq(by_path[first]->lang, lang);
		size_t keeps = better ? i : first, leaves = better ? first : i;
		snapshot_moves_add(&moves, by_path[keeps], by_path[leaves]);
		first = keeps;
	}
	snapshot_moves_fini(&moves);
	order_sort((const void **)state->moved, state->moved_count, order_by_source);
	for (size_t i = 0, n = 0; n < state->moved_count; i++) {
		if (slice_eq(builder->posts[i]->source, state->moved[n]->source))
			builder->posts[i] = state->moved[n++];
	}
	return state->moved_count > 0;
}

int snapshot_build(struct site *site, bool again)
{
	struct snapshot_doubles doubles = {0};
	struct builder builder = {
		.site = site, .state = site->scan_state, .again = again};

	site->next_change = INT64_MAX;
	collect(&builder);
	site->by_source = builder.posts;
	site->source_count = builder.count;
	site->by_path = sorted(site, site->by_source, builder.count, order_by_path);
	if (settle_addresses(&builder, site->by_path))
		site->by_path =
			sorted(site, site->by_source, builder.count, order_by_path);
	snapshot_lists(site, &doubles);
	snapshot_groups(site, &doubles);
	snapshot_title(site);
	free(doubles.list);
	snapshot_old_lists(site, &builder.redirects);
	snapshot_entries(site, &builder.files, &builder.redirects, &builder.gone);
	names_build(site);
	snapshot_version(site);
	diag_sort(&site->diags);
	return builder.error;
}
