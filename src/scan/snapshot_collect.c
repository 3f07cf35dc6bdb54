/* SPDX-License-Identifier: MIT */
/* Sorts what a scan found: what is visible now, and whether it is public, in a zone, or hidden. */
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
#include "source/zone_folder.h"

struct builder {
	struct site *site;
	struct scan_state *state;
	struct snapshot_visible visible;
	struct snapshot_part *parts; /* the public one, then those of the zones */
	size_t part_count;
	struct hidden_page *hidden; /* all pages that are not public */
	size_t hidden_count;
	unsigned long long *kept_back; /* hashes of sources */
	size_t kept_back_count, kept_back_capacity;
	bool again;
	int error; /* the first one: there will be no snapshot */
};

static struct snapshot_part *part_of(
	const struct builder *builder, const struct reader_zone *zone)
{
	return &builder->parts[zone ? 1 + (zone - builder->site->settings->zones.list)
				    : 0];
}

static void keep_back(struct builder *builder, struct slice source)
{
	*arena_next(&builder->site->arena, builder->kept_back, builder->kept_back_count,
		builder->kept_back_capacity) = slice_hash(source);
}

/* Moves a page to the hidden ones. A future post sets the site's next change; an expired one answers
 * that it is gone. @zone: that it is in or beside, or NULL. */
static void hide(struct builder *builder, const struct post *post, enum hidden_why why,
	enum snapshot_place place, const struct reader_zone *zone)
{
	struct site *site = builder->site;
	struct hidden *hidden = &builder->state->hidden;
	struct hidden_page *page = &builder->hidden[builder->hidden_count++];
	struct site_entry gone = {.path = post->path, .kind = SITE_GONE};

	keep_back(builder, post->source);
	*page = (struct hidden_page){post, why, post->hidden_by};
	switch (why) {
	case HIDDEN_BY_WORD:
		break;
	case HIDDEN_NOT_OPEN:
		page->word = arena_printf(&hidden->arena, "no %.*s: true",
			SARG(snapshot_visible_word(&builder->visible, post->path)));
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
		if (place == PLACE_BESIDE_ZONE)
			break;
		struct snapshot_part *part = part_of(builder, zone);
		snapshot_list_add(&part->site->arena, &part->gone, gone);
		break;
	case HIDDEN_IN_ZONE:
	case HIDDEN_BESIDE_ZONE:
	case HIDDEN_INTO_ZONE:
		page->word = arena_printf(&hidden->arena, "zone %.*s", SARG(zone->path));
		break;
	}
}

static void add_post(struct snapshot_part *part, const struct post *post)
{
	/* Of the public ones this is asked once a folder. */
	if (part->site->zone && part->count &&
		order_by_source(part->posts[part->count - 1], post) > 0)
		part->is_mixed = true;
	*arena_next(&part->site->arena, part->posts, part->count, part->capacity) = post;
}

/* Tells the author of a page that nobody sees. */
static void say_beside(struct builder *builder, const struct post *post,
	enum snapshot_place place, const struct reader_zone *zone)
{
	const struct settings *settings = builder->site->settings;
	struct diag_list *diags = &builder->state->hidden.diags;

	if (place != PLACE_BESIDE_ZONE)
		diag_add(diags, DIAG_WARNING, post->source, 0, 0,
			"the redirect is left out: nothing outside a zone leads into it",
			"it leads into the zone %.*s", SARG(zone->path));
	else if (zone_of_any_language(settings, post->path))
		diag_add(diags, DIAG_WARNING, post->source, 0, 0,
			"nobody sees it; make a zone for that language, too",
			"its address %.*s is that of the zone %.*s in another language, "
			"and in no zone",
			SARG(post->path), SARG(zone->path));
	else
		diag_add(diags, DIAG_WARNING, post->source, 0, 0,
			"nobody sees it; give it an address below the zone, or move the "
			"file out of the zone's folder",
			"its folder is that of the zone %.*s, its address %.*s is not "
			"below it",
			SARG(zone->path), SARG(post->path));
}

/* Adds a page to those of its part, to the hidden ones, or both: pages of a zone. */
static void sort_out(struct builder *builder, const struct post *post)
{
	const struct reader_zone *zone, *target;
	enum hidden_why why;
	enum snapshot_place place =
		snapshot_place_of(builder->site, post->source, post->path, &zone);

	if (!snapshot_visible_post(&builder->visible, post, &why)) {
		hide(builder, post, why, place, zone);
		return;
	}
	if (snapshot_leads_into_zone(builder->site, place == PLACE_IN_ZONE ? zone : NULL,
		    post->redirect_to, &target)) {
		hide(builder, post, HIDDEN_INTO_ZONE, place, target);
		say_beside(builder, post, PLACE_IN_ZONE, target);
		return;
	}
	if (place == PLACE_BESIDE_ZONE) {
		hide(builder, post, HIDDEN_BESIDE_ZONE, place, zone);
		say_beside(builder, post, place, zone);
		return;
	}
	if (place == PLACE_IN_ZONE)
		hide(builder, post, HIDDEN_IN_ZONE, place, zone);
	if (post->expires_at < builder->site->next_change)
		builder->site->next_change = post->expires_at;
	add_post(part_of(builder, zone), post);
}

static int by_source(const void *a, const void *b)
{
	const struct hidden_page *x = a, *y = b;

	return slice_cmp(x->post->source, y->post->source);
}

static int by_hash(const void *a, const void *b)
{
	const unsigned long long *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
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
	const struct scan_entry *entry, bool unlisted)
{
	struct site_entry item = {.path = entry->key, .kind = SITE_FILE};
	struct slice source = source_of(&builder->site->arena, folder, entry->name);
	const struct reader_zone *zone;
	enum snapshot_place place =
		snapshot_place_of(builder->site, source, entry->key, &zone);

	if (place != PLACE_PUBLIC)
		keep_back(builder, source);
	if (place == PLACE_BESIDE_ZONE) {
		diag_add(&builder->state->hidden.diags, DIAG_NOTE, source, 0, 0,
			"the file is not served",
			"its folder is that of the zone %.*s, its address %.*s is not "
			"below it",
			SARG(zone->path), SARG(entry->key));
		return;
	}
	struct snapshot_part *part = part_of(builder, zone);
	struct arena *arena = &part->site->arena;
	if (entry->only_linked && !linked_set_has(&part->named, source))
		return;
	struct site_file *file = arena_new(arena, struct site_file);
	*file = (struct site_file){
		.source = source,
		.mime = mime_of(entry->name),
		.size_bytes = entry->stamp.size_bytes,
		.mtime_ns = entry->stamp.mtime_ns,
		.unlisted = unlisted,
	};
	item.file = file;
	snapshot_list_add(arena, &part->files, item);
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
		snapshot_redirects(builder->site, source, buf_slice(&bytes),
			&builder->parts->redirects);
	else
		fail(builder, source, error);
	buf_fini(&bytes);
}

/* Those of one folder are sorted by name. */
static void collect_posts(struct builder *builder, const struct scan_folder *folder)
{
	struct snapshot_part *part = builder->parts;
	size_t from = part->count;

	for (size_t i = 0; i < folder->count; i++) {
		if (folder->entries[i].kind == SCAN_POST)
			sort_out(builder, folder->entries[i].post);
	}
	if (from && from < part->count &&
		order_by_source(part->posts[from - 1], part->posts[from]) > 0)
		part->is_mixed = true;
}

static void make_parts(struct builder *builder, size_t posts)
{
	struct scan_state *state = builder->state;
	struct snapshot_part *open;

	snapshot_zones_init(builder->site);
	builder->part_count = 1 + state->zone_count;
	builder->parts = memory_new(builder->part_count, sizeof(*builder->parts));
	for (size_t i = 0; i < state->zone_count; i++)
		builder->parts[1 + i].site = &state->zones[i];
	open = builder->parts;
	open->site = builder->site;
	/* Nearly all pages are public. */
	open->capacity = posts + 1;
	open->posts = arena_alloc_unset(
		&builder->site->arena, open->capacity * sizeof(*open->posts));
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
	make_parts(builder, count);
	/* Only the hidden ones are copied into the snapshot's memory. */
	builder->hidden = memory_new(count + 1, sizeof(*builder->hidden));
	snapshot_visible_init(&builder->visible, builder->site);
	for (size_t i = 0; i < state->count; i++)
		collect_posts(builder, state->folders[i]);
	for (size_t i = 0; i < builder->part_count; i++) {
		struct snapshot_part *part = &builder->parts[i];
		if (part->is_mixed)
			order_sort(
				(const void **)part->posts, part->count, order_by_source);
	}
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
	const struct settings *settings = builder->site->settings;
	struct hidden *hidden = &builder->state->hidden;

	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *diag = &diags->items[i];
		bool is_hidden = hidden_find(hidden, diag->file) ||
				 zone_of_source(settings, diag->file);
		diag_copy(is_hidden ? &hidden->diags : &builder->site->diags, diag);
	}
}

/* Where pages must say that they are public, one that is too long to be read as a page does not count as
 * having said it. */
static bool is_closed_page(const struct builder *builder, const struct scan_entry *entry)
{
	return snapshot_visible_word(&builder->visible, entry->key).len &&
	       publish_is_markdown(builder->site->settings, uri_extension(entry->name));
}

/* Adds the files and rules of one folder. */
static void collect_files(struct builder *builder, const struct scan_folder *folder)
{
	enum snapshot_files files = VISIBLE_LISTED;
	bool asked = false;

	for (size_t k = 0; k < folder->count; k++) {
		const struct scan_entry *entry = &folder->entries[k];
		if (entry->kind == SCAN_REDIRECTS)
			add_redirects(builder, folder, entry);
		if (entry->kind != SCAN_FILE)
			continue;
		if (!asked)
			files = snapshot_visible_folder(&builder->visible, folder);
		asked = true;
		if (files == VISIBLE_HIDDEN || is_closed_page(builder, entry))
			keep_back(builder,
				source_of(&builder->site->arena, folder, entry->name));
		else
			add_file(builder, folder, entry,
				files == VISIBLE_UNLISTED || entry->only_linked);
	}
}

/* Everything that visible posts link. */
static void list_named(struct snapshot_part *part)
{
	struct slice *lists = memory_new(part->count + 1, sizeof(*lists));

	for (size_t i = 0; i < part->count; i++)
		lists[i] = part->posts[i]->linked;
	linked_set_init(&part->named, lists, part->count);
	free(lists);
}

/* Moves redirects from addresses in zones to these; rules say themselves where they are for. */
static void share_redirects(struct builder *builder)
{
	struct snapshot_list *all = &builder->parts->redirects;
	size_t kept = 0;

	for (size_t i = 0; i < all->count && builder->part_count > 1; i++) {
		const struct reader_zone *zone =
			zones_at(&builder->site->settings->zones, all->items[i].path);
		if (zone)
			snapshot_list_add(&builder->site->arena,
				&part_of(builder, zone)->redirects, all->items[i]);
		else
			all->items[kept++] = all->items[i];
	}
	if (builder->part_count > 1)
		all->count = kept;
	for (size_t i = 1; i < builder->part_count; i++) {
		builder->parts[i].site->rules = builder->site->rules;
		builder->parts[i].site->rule_count = builder->site->rule_count;
	}
}

static void collect(struct builder *builder)
{
	const struct settings *settings = builder->site->settings;

	collect_pages(builder);
	for (size_t i = 0; i < builder->part_count && linked_is_wanted(settings); i++)
		list_named(&builder->parts[i]);
	snapshot_redirects(builder->site, settings->generator_file, settings->redirects,
		&builder->parts->redirects);
	for (size_t i = 0; i < builder->state->count; i++) {
		collect_diags(builder, &builder->state->folders[i]->diags);
		collect_files(builder, builder->state->folders[i]);
	}
	share_redirects(builder);
	if (builder->kept_back_count)
		qsort(builder->kept_back, builder->kept_back_count,
			sizeof(*builder->kept_back), by_hash);
	builder->site->kept_back = builder->kept_back;
	builder->site->kept_back_count = builder->kept_back_count;
}

int snapshot_collect(struct site *site, bool again, struct snapshot_part **parts)
{
	struct builder builder = {
		.site = site, .state = site->scan_state, .again = again};

	site->next_change = INT64_MAX;
	collect(&builder);
	*parts = builder.parts;
	return builder.error;
}
