/* SPDX-License-Identifier: MIT */
#include "site/names.h"

#include <stdlib.h>

#include "base/lower_bound.h"
#include "base/text.h"
#include "source/name.h"

enum name_kind {
	NAME_PATH,   /* of the file, less the ending of a page's */
	NAME_FOLDER, /* of the folder that it is the index of */
	NAME_ALIAS,
	NAME_TITLE,
};

static uint32_t hash_of(struct arena *arena, struct slice path)
{
	return (uint32_t)slice_hash(text_fold(arena, slice_path_name(path)));
}

static struct slice without_ending(struct slice path)
{
	ptrdiff_t dot = slice_rfind_char(slice_path_name(path), '.');

	if (dot > 0)
		path.len = (size_t)(slice_path_name(path).ptr - path.ptr) + (size_t)dot;
	return path;
}

static bool is_index(struct slice path)
{
	struct slice stem = slice_path_name(path);

	return slice_eq(stem, S("index")) || slice_eq(stem, S("_index"));
}

/* The path that @name stands for, from the root of the notes. */
static struct slice path_of(const struct site *site, const struct site_name *name)
{
	struct slice source = name->post ? name->post->source : name->file->file.source;
	struct slice path = settings_place(site->settings, source);

	if (name->post)
		path = without_ending(path);
	return name->kind == NAME_FOLDER ? slice_path_folder(path) : path;
}

/* --- the array ------------------------------------------------------------------------- */

struct adding {
	struct site *site;
	struct site_name *names;
	struct arena scratch;
};

static void add(struct adding *adding, struct site_name name, struct slice text)
{
	name.hash = hash_of(&adding->scratch, text);
	adding->names[adding->site->name_count++] = name;
}

static void add_post(struct adding *adding, const struct post *post)
{
	struct site_name name = {.kind = NAME_PATH, .post = post};
	struct slice path = path_of(adding->site, &name);

	arena_reset(&adding->scratch);
	add(adding, name, path);
	name.kind = NAME_FOLDER;
	if (is_index(path) && slice_path_folder(path).len)
		add(adding, name, slice_path_folder(path));
	name.kind = NAME_ALIAS;
	for (size_t i = 0; i < post->alias_count; i++)
		add(adding, name, post->aliases[i]);
	name.kind = NAME_TITLE;
	if (post->has_title && !slice_eq(post->title, slice_path_name(path)))
		add(adding, name, post->title);
}

static int by_hash(const void *a, const void *b)
{
	const struct site_name *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void names_build(struct site *site)
{
	struct adding adding = {.site = site};
	size_t room = 3 * site->source_count;

	for (size_t i = 0; i < site->source_count; i++)
		room += site->by_source[i]->alias_count;
	for (size_t i = 0; i < site->entry_count; i++)
		room += site->entries[i].kind == SITE_FILE;
	adding.names = arena_array(&site->arena, room + 1, struct site_name);
	site->name_count = 0;
	for (size_t i = 0; i < site->source_count; i++)
		add_post(&adding, site->by_source[i]);
	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind != SITE_FILE)
			continue;
		arena_reset(&adding.scratch);
		add(&adding, (struct site_name){.kind = NAME_PATH, .file = entry},
			entry->file.source);
	}
	arena_fini(&adding.scratch);
	qsort(adding.names, site->name_count, sizeof(*adding.names), by_hash);
	site->names = adding.names;
}

/* --- the look-up ----------------------------------------------------------------------- */

/* In the order in which they are taken. */
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

/* Does @path end with @tail, at the beginning of a segment? */
static bool ends_with(struct slice path, struct slice tail)
{
	return slice_ends(path, tail) &&
	       (path.len == tail.len || path.ptr[path.len - tail.len - 1] == '/');
}

static enum fit fit_of(
	const struct finding *finding, const struct site_name *name, struct slice *path)
{
	struct slice written;

	*path = path_of(finding->site, name);
	switch ((enum name_kind)name->kind) {
	case NAME_PATH:
	case NAME_FOLDER:
		written = text_fold(finding->arena, *path);
		if (slice_eq(written, finding->link))
			return FIT_ROOT;
		if (finding->literal || !ends_with(written, finding->link))
			return FIT_NOT;
		return slice_starts(*path, finding->folder) ? FIT_BELOW : FIT_ANYWHERE;
	case NAME_ALIAS:
		for (size_t i = 0; !finding->literal && i < name->post->alias_count;
			i++) {
			written = text_fold(finding->arena, name->post->aliases[i]);
			if (ends_with(written, finding->link))
				return FIT_ALIAS;
		}
		return FIT_NOT;
	case NAME_TITLE:
		written = text_fold(finding->arena, name->post->title);
		return !finding->literal && slice_eq(written, finding->link) ? FIT_TITLE
									     : FIT_NOT;
	}
	return FIT_NOT;
}

static void try_name(struct finding *finding, const struct site_name *name)
{
	struct slice path;
	enum fit fit = fit_of(finding, name, &path);

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
	uint32_t hash = hash_of(finding->arena, link);
	size_t at = lower_bound(0, site->name_count, i, site->names[i].hash < hash);
	finding->best = FIT_NOT;
	for (; at < site->name_count && site->names[at].hash == hash; at++)
		try_name(finding, &site->names[at]);
	return finding->best != FIT_NOT;
}

/* As it stands, and without the ending of a page's file. */
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
			       finding->found->post;
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
	*post = finding.found->post;
	*file = finding.found->file;
	return true;
}
