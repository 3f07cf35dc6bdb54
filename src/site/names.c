/* SPDX-License-Identifier: MIT */
#include "site/names.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "source/name.h"

static bool is_index(struct slice path)
{
	struct slice stem = slice_path_name(path);

	return slice_eq(stem, S("index")) || slice_eq(stem, S("_index"));
}

/* The path of @name, from the root of the notes. */
static struct slice path_of(const struct site *site, const struct site_name *name)
{
	if (name->kind == SITE_NAME_FILE)
		return settings_place(
			site->settings, site->entries[name->index].file->source);
	struct slice path = name_without_ending(
		settings_place(site->settings, site->by_source[name->index]->source));
	return name->kind == SITE_NAME_FOLDER ? slice_path_folder(path) : path;
}

/* --- the table ------------------------------------------------------------------------- */

struct adding {
	struct site *site;
	struct arena scratch;
	struct site_name *names; /* in the order of their posts */
	size_t count, capacity;
	uint32_t index_hash, section_hash;
};

static void add(
	struct adding *adding, enum site_name_kind kind, size_t index, uint32_t hash)
{
	if (adding->count == adding->capacity)
		adding->names = memory_grown(
			adding->names, &adding->capacity, sizeof(*adding->names));
	adding->names[adding->count++] =
		(struct site_name){.hash = hash, .kind = kind, .index = (uint32_t)index};
}

/* The name of the folder that @post is the index of. */
static void add_folder(struct adding *adding, size_t index, const struct post *post)
{
	const struct site_name name = {.kind = SITE_NAME_PATH, .index = (uint32_t)index};

	if (post->stem_hash != adding->index_hash &&
		post->stem_hash != adding->section_hash)
		return;
	struct slice path = path_of(adding->site, &name);
	if (is_index(path) && slice_path_folder(path).len)
		add(adding, SITE_NAME_FOLDER, index,
			name_hash(&adding->scratch, slice_path_folder(path)));
}

static void add_post(struct adding *adding, size_t index)
{
	const struct post *post = adding->site->by_source[index];

	add(adding, SITE_NAME_SLUG, index, post->slug_hash);
	if (adding->site->has_languages && post->key.len)
		add(adding, SITE_NAME_KEY, index, post->key_hash);
	add(adding, SITE_NAME_PATH, index, post->stem_hash);
	add_folder(adding, index, post);
	for (size_t i = 0; i < post->alias_count; i++)
		add(adding, SITE_NAME_ALIAS, index,
			name_hash(&adding->scratch, post->aliases[i]));
	if (post->has_title)
		add(adding, SITE_NAME_TITLE, index, post->title_hash);
	arena_reset(&adding->scratch);
}

/* Fills the table: names grouped by slot, keeping their order. */
static void place_names(struct adding *adding)
{
	struct site *site = adding->site;
	struct site_name *names =
		arena_alloc_unset(&site->arena, adding->count * sizeof(*names));
	uint32_t mask = 1;

	while (mask < adding->count / 2)
		mask = mask * 2 + 1;
	uint32_t *starts = arena_array(&site->arena, (size_t)mask + 3, uint32_t);
	/* While counting, a slot's start is stored two slots further on; while filling, one. */
	for (size_t i = 0; i < adding->count; i++)
		starts[(adding->names[i].hash & mask) + 2]++;
	for (size_t i = 2; i <= (size_t)mask + 2; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < adding->count; i++)
		names[starts[(adding->names[i].hash & mask) + 1]++] = adding->names[i];
	site->names = names;
	site->name_starts = starts;
	site->name_mask = mask;
}

void names_build(struct site *site)
{
	struct adding adding = {.site = site};

	adding.index_hash = name_hash(&adding.scratch, S("index"));
	adding.section_hash = name_hash(&adding.scratch, S("_index"));
	for (size_t i = 0; i < site->source_count; i++)
		add_post(&adding, i);
	for (size_t i = 0; i < site->entry_count; i++) {
		if (site->entries[i].kind != SITE_FILE)
			continue;
		add(&adding, SITE_NAME_FILE, i,
			name_hash(&adding.scratch, site->entries[i].file->source));
		arena_reset(&adding.scratch);
	}
	place_names(&adding);
	arena_fini(&adding.scratch);
	free(adding.names);
}

/* --- the look-up ----------------------------------------------------------------------- */

/* In order of precedence. */
enum fit { FIT_ROOT, FIT_BELOW, FIT_ANYWHERE, FIT_ALIAS, FIT_TITLE, FIT_NOT };

struct finding {
	const struct site *site;
	struct arena *arena;
	struct slice link; /* folded */
	struct slice
		folder; /* of the page, from the root of the notes, with its last slash */
	bool literal;   /* a path from the root, and nothing else */
	enum fit best;
	struct slice best_path;
	const struct site_name *found;
};

/* Does @path end with @tail, starting at a segment? */
static bool ends_with(struct slice path, struct slice tail)
{
	return slice_ends(path, tail) &&
	       (path.len == tail.len || path.ptr[path.len - tail.len - 1] == '/');
}

static enum fit fit_of_aliases(const struct finding *finding, const struct post *post)
{
	for (size_t i = 0; i < post->alias_count && !finding->literal; i++) {
		struct slice written = text_fold(finding->arena, post->aliases[i]);
		if (ends_with(written, finding->link))
			return FIT_ALIAS;
	}
	return FIT_NOT;
}

static enum fit fit_of_title(const struct finding *finding, const struct post *post)
{
	return !finding->literal && slice_eq(text_fold(finding->arena, post->title),
					    finding->link)
		       ? FIT_TITLE
		       : FIT_NOT;
}

static enum fit fit_of_path(const struct finding *finding, struct slice path)
{
	struct slice written = text_fold(finding->arena, path);

	if (slice_eq(written, finding->link))
		return FIT_ROOT;
	if (finding->literal || !ends_with(written, finding->link))
		return FIT_NOT;
	return slice_starts(path, finding->folder) ? FIT_BELOW : FIT_ANYWHERE;
}

static enum fit fit_of(
	const struct finding *finding, const struct site_name *name, struct slice path)
{
	const struct post *const *posts = finding->site->by_source;

	switch ((enum site_name_kind)name->kind) {
	case SITE_NAME_SLUG:
	case SITE_NAME_KEY:
		break;
	case SITE_NAME_PATH:
	case SITE_NAME_FOLDER:
	case SITE_NAME_FILE:
		return fit_of_path(finding, path);
	case SITE_NAME_ALIAS:
		return fit_of_aliases(finding, posts[name->index]);
	case SITE_NAME_TITLE:
		return fit_of_title(finding, posts[name->index]);
	}
	return FIT_NOT;
}

static void try_name(struct finding *finding, const struct site_name *name)
{
	struct slice path = path_of(finding->site, name);
	enum fit fit = fit_of(finding, name, path);

	if (fit > finding->best || fit == FIT_NOT)
		return;
	if (fit == finding->best &&
		(path.len > finding->best_path.len ||
			(path.len == finding->best_path.len &&
				slice_cmp(path, finding->best_path) > 0)))
		return;
	finding->best = fit;
	finding->best_path = path;
	finding->found = name;
}

static bool find(struct finding *finding, struct slice link)
{
	const struct site *site = finding->site;

	while (slice_ends(link, S("/")))
		link.len--;
	if (!link.len)
		return false;
	finding->link = text_fold(finding->arena, link);
	uint32_t hash = name_hash(finding->arena, link);
	size_t count;
	const struct site_name *names = site_names(site, hash, &count);
	finding->best = FIT_NOT;
	for (size_t i = 0; i < count; i++) {
		if (names[i].hash == hash)
			try_name(finding, &names[i]);
	}
	return finding->best != FIT_NOT;
}

/* As written, and without a page's extension. */
static bool find_page_too(struct finding *finding, struct slice link)
{
	static const struct slice endings[] = {
		S(".md"), S(".markdown"), S(".mdx"), S(".gmi"), S(".html")};

	if (find(finding, link))
		return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (slice_ends_nocase(link, endings[i]))
			return find(finding,
				       slice_head(link, link.len - endings[i].len)) &&
			       finding->found->kind != SITE_NAME_FILE;
	}
	return false;
}

/* "../x" beside "a/b/" is "a/x". False: it leaves the root. */
static bool walk_up(
	struct arena *arena, struct slice folder, struct slice link, struct slice *path)
{
	for (;;) {
		if (slice_starts(link, S("./"))) {
			link = slice_from(link, 2);
		} else if (slice_starts(link, S("../"))) {
			if (!folder.len)
				return false;
			link = slice_from(link, 3);
			folder.len--;
			folder.len = (size_t)(slice_rfind_char(folder, '/') + 1);
		} else {
			break;
		}
	}
	*path = arena_printf(arena, "%.*s%.*s", SARG(folder), SARG(link));
	return true;
}

static bool find_literal(struct finding *finding, struct slice link)
{
	struct slice path;

	finding->literal = true;
	bool found = walk_up(finding->arena, finding->folder, link, &path) &&
		     find_page_too(finding, path);
	finding->literal = false;
	return found;
}

bool names_find(const struct site *site, struct arena *arena, const struct post *from,
	struct slice link, const struct post **post, const struct site_entry **file)
{
	struct finding finding = {.site = site, .arena = arena};
	bool found;

	if (from) {
		struct slice place = settings_place(site->settings, from->source);
		finding.folder = slice_head(
			place, (size_t)(slice_path_name(place).ptr - place.ptr));
	}
	if (slice_starts(link, S("/"))) {
		finding.folder = slice_none;
		found = find_literal(&finding, slice_from(link, 1));
	} else if (slice_starts(link, S("./")) || slice_starts(link, S("../"))) {
		found = find_literal(&finding, link);
	} else {
		found = (site->settings->wikilinks_are_relative &&
				find_literal(&finding, link)) ||
			find_page_too(&finding, link);
	}
	if (!found)
		return false;
	bool is_file = finding.found->kind == SITE_NAME_FILE;
	*file = is_file ? &site->entries[finding.found->index] : NULL;
	*post = is_file ? NULL : site->by_source[finding.found->index];
	return true;
}

/* Is @path, in NFC, the source with that name? */
static bool has_source(const struct site *site, struct arena *arena,
	const struct site_name *name, struct slice path)
{
	struct slice source = name->kind == SITE_NAME_FILE
				      ? site->entries[name->index].file->source
				      : site->by_source[name->index]->source;

	return slice_eq(text_nfc(arena, source), path);
}

bool names_by_source(const struct site *site, struct arena *arena, struct slice path,
	const struct post **post, const struct site_entry **file)
{
	const struct {
		enum site_name_kind kind;
		uint32_t hash;
	} tries[] = {{SITE_NAME_FILE, name_hash(arena, path)},
		{SITE_NAME_PATH, name_hash(arena, name_without_ending(path))}};

	*post = NULL;
	*file = NULL;
	path = text_nfc(arena, path);
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		size_t count;
		const struct site_name *names = site_names(site, tries[i].hash, &count);
		for (size_t k = 0; k < count; k++) {
			if (names[k].hash != tries[i].hash ||
				names[k].kind != tries[i].kind ||
				!has_source(site, arena, &names[k], path))
				continue;
			if (names[k].kind == SITE_NAME_FILE)
				*file = &site->entries[names[k].index];
			else
				*post = site->by_source[names[k].index];
			return true;
		}
	}
	return false;
}
