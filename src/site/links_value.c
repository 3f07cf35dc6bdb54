/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include "base/text.h"
#include "source/secret.h"

struct links_asked *links_asked(struct links *links, struct arena *arena)
{
	if (!links->asked)
		links->asked = arena_new(arena, struct links_asked);
	return links->asked;
}

/* --- lists ------------------------------------------------------------------------------------ */

/* Does it belong to the list @name: "pages", "documents", or a collection? */
static bool belongs(const struct post *post, struct slice name)
{
	if (!post_is_listed(post) || post->redirect_to.len)
		return false;
	if (slice_eq(name, S("pages")) || slice_eq(name, S("html_pages")))
		return post->is_page && !post->section.len;
	if (slice_eq(name, S("documents")))
		return post->section.len || !post->is_page;
	return slice_eq(post->section, name);
}

static const struct post **pick(
	const struct site *site, struct arena *arena, struct slice name, size_t *count)
{
	const struct post **list = arena_alloc_unset(
		arena, (site->source_count + 1) * sizeof(const struct post *));

	*count = 0;
	for (size_t i = 0; i < site->source_count; i++) {
		if (belongs(site->by_source[i], name))
			list[(*count)++] = site->by_source[i];
	}
	return list;
}

static struct env_value pages(
	const struct site *site, struct arena *arena, struct slice name)
{
	size_t count;
	const struct post **list = pick(site, arena, name, &count);

	return links_list(LINKS_PAGES, list, count);
}

static struct env_value static_files(
	const struct site *site, struct arena *arena, struct slice name)
{
	const struct site_entry **list = arena_alloc_unset(
		arena, (site->file_count + 1) * sizeof(const struct site_entry *));
	size_t count = 0;

	(void)name;
	for (size_t i = 0; i < site->entry_count && count < site->file_count; i++) {
		if (site->entries[i].kind == SITE_FILE && site_lists(&site->entries[i]))
			list[count++] = &site->entries[i];
	}
	return links_list(LINKS_FILES, list, count);
}

/* A list is built once. */
static struct env_value list_of(struct links *links, struct arena *arena,
	struct slice name,
	struct env_value (*make)(
		const struct site *site, struct arena *arena, struct slice name))
{
	struct links_asked *asked = links_asked(links, arena);

	links->reads_site = true;
	for (size_t i = 0; i < asked->count; i++) {
		if (slice_eq(asked->names[i], name))
			return asked->lists[i];
	}
	if (asked->count == LINKS_LISTS_MAX)
		return (struct env_value){.kind = ENV_ITEMS};
	asked->names[asked->count] = name;
	asked->lists[asked->count] = make(links->site, arena, name);
	return asked->lists[asked->count++];
}

static bool is_collection(const struct settings *settings, struct slice name)
{
	for (size_t i = 0; i < settings->collection_count; i++) {
		if (slice_eq(settings->collections[i].name, name))
			return true;
	}
	return false;
}

static enum env_answer data(struct links *links, struct slice name, struct env_value *out)
{
	const struct value *root = links->site->data ? links->site->data->root : NULL;

	links->reads_site = true;
	*out = env_of_tree(name.ptr ? value_get(root, name) : root);
	return ENV_TEXT;
}

/* The posts of a tag, by the name that authors write. */
static struct env_value group(struct arena *arena, const struct site_group *groups,
	size_t count, struct slice name)
{
	const struct site_group *found =
		site_group_find(groups, count, text_slug(arena, name));

	for (size_t i = 0; i < count && !found; i++) {
		if (slice_eq(groups[i].name, name))
			found = &groups[i];
	}
	return found ? links_list(LINKS_PAGES, found->posts, found->count) : env_nil();
}

/* --- the site --------------------------------------------------------------------------------- */

/* A setting in the map @map, whose dotted name is @path. */
static enum env_answer setting(struct arena *arena, const struct value *map,
	struct slice path, struct slice name, struct env_value *out)
{
	const struct value *found = value_get(map, name);
	struct slice whole =
		path.len ? arena_printf(arena, "%.*s.%.*s", SARG(path), SARG(name))
			 : name;
	bool secret = found && (secret_is_name(whole) || secret_is_setting(map, name));

	if (secret) {
		out->text = S("has the name of a secret (rename it to show it)");
		return ENV_KEPT;
	}
	*out = env_of_tree(found);
	if (out->kind == ENV_TREE) {
		out->guarded = true;
		out->text = whole;
	}
	return ENV_TEXT;
}

static bool known_setting(
	const struct settings *settings, struct slice name, struct env_value *out)
{
	const struct {
		struct slice name, text;
	} known[] = {{S("title"), settings->title},
		{S("description"), settings->description}, {S("url"), settings->url},
		{S("baseurl"), S("")}};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!slice_eq(name, known[i].name) || !known[i].text.ptr)
			continue;
		*out = env_string(known[i].text);
		return true;
	}
	return false;
}

static struct env_value dated_at(struct arena *arena, const struct site *site)
{
	const struct date date = {.set = true, .has_time = true, .at = site->dated_at};
	struct civil civil = date_civil(&date);

	return env_string(
		arena_printf(arena, "%04d-%02u-%02u %02u:%02u:%02u +0000", civil.year,
			civil.month, civil.day, civil.hour, civil.minute, civil.second));
}

/* The members of Jekyll's "site" besides settings. */
static bool of_jekyll(struct links *links, struct arena *arena, struct slice name,
	struct env_value *out)
{
	const struct site *site = links->site;

	if (slice_eq(name, S("posts")) || slice_eq(name, S("related_posts"))) {
		size_t count = links->hides_posts ? 0 : site->post_count;
		if (*name.ptr == 'r' && count > 10)
			count = 10;
		links->reads_site = true;
		*out = links_list(LINKS_PAGES, site->posts, count);
	} else if (slice_eq(name, S("pages")) || slice_eq(name, S("html_pages")) ||
		   slice_eq(name, S("documents")) ||
		   is_collection(site->settings, name)) {
		*out = list_of(links, arena, name, pages);
	} else if (slice_eq(name, S("static_files"))) {
		*out = list_of(links, arena, name, static_files);
	} else if (slice_eq(name, S("tags"))) {
		links->reads_site = true;
		*out = links_list(LINKS_GROUPS, site->tags, site->tag_count);
	} else if (slice_eq(name, S("categories"))) {
		links->reads_site = true;
		*out = links_list(LINKS_GROUPS, site->categories, site->category_count);
	} else if (slice_eq(name, S("data"))) {
		data(links, slice_none, out);
	} else if (slice_eq(name, S("time"))) {
		*out = dated_at(arena, site);
	} else if (slice_eq(name, S("config"))) {
		*out = links_object(LINKS_SITE, site);
	} else if (slice_eq(name, S("metadata"))) {
		data(links, S("site_metadata"), out);
	} else {
		return false;
	}
	return true;
}

static enum env_answer of_site(struct links *links, struct arena *arena,
	struct slice name, struct env_value *out)
{
	const struct settings *settings = links->site->settings;

	if (known_setting(settings, name, out))
		return ENV_TEXT;
	if (settings->generator == GENERATOR_JEKYLL)
		return of_jekyll(links, arena, name, out)
			       ? ENV_TEXT
			       : setting(arena, settings->raw, slice_none, name, out);
	/* In other generators "site" means something else. */
	return slice_eq(name, S("params"))
		       ? setting(arena, settings->raw, slice_none, name, out)
		       : ENV_NONE;
}

/* --- names that templates begin with ------------------------------------------------------------ */

static enum env_answer of_jekyll_root(struct slice name, struct env_value *out)
{
	*out = slice_eq(name, S("jekyll")) ? links_object(LINKS_JEKYLL, NULL) : env_nil();
	return slice_eq(name, S("content")) ? ENV_NONE : ENV_TEXT;
}

/* Eleventy's data is at the root; a page's own data precedes the site's. */
static enum env_answer of_eleventy_root(struct links *links, struct arena *arena,
	struct slice name, struct env_value *out)
{
	*out = env_nil();
	if (slice_eq(name, S("collections"))) {
		*out = links_object(LINKS_COLLECTIONS, links->site);
		return ENV_TEXT;
	}
	if (links->post)
		links_of_page(links, arena, links->post, name, out);
	if (out->kind == ENV_NIL)
		data(links, name, out);
	return out->kind == ENV_NIL ? ENV_NONE : ENV_TEXT;
}

static enum env_answer of_root(struct links *links, struct arena *arena,
	struct slice name, struct env_value *out)
{
	enum generator generator = links->site->settings->generator;

	if (slice_eq(name, S("page"))) {
		*out = links->post ? links_object(LINKS_PAGE, links->post) : env_nil();
		return ENV_TEXT;
	}
	if (generator == GENERATOR_ELEVENTY &&
		of_eleventy_root(links, arena, name, out) == ENV_TEXT)
		return ENV_TEXT;
	if (slice_eq(name, S("site"))) {
		*out = links_object(LINKS_SITE, links->site);
		return ENV_TEXT;
	}
	if (generator == GENERATOR_JEKYLL)
		return of_jekyll_root(name, out);
	return ENV_NONE;
}

/* --- answers -------------------------------------------------------------------------------------- */

static enum env_answer of_file(struct arena *arena, const struct site_file *file,
	struct slice name, struct env_value *out)
{
	struct slice base = slice_path_name(file->source);
	ptrdiff_t dot = slice_rfind_char(base, '.');
	struct slice stem = slice_head(base, dot > 0 ? (size_t)dot : base.len);

	*out = env_nil();
	if (slice_eq(name, S("path")))
		*out = env_string(arena_printf(arena, "/%.*s", SARG(file->source)));
	else if (slice_eq(name, S("name")))
		*out = env_string(base);
	else if (slice_eq(name, S("basename")))
		*out = env_string(stem);
	else if (slice_eq(name, S("extname")))
		*out = env_string(slice_from(base, stem.len));
	return ENV_TEXT;
}

/* Pages of one tag, or all of them. */
static enum env_answer of_collections(struct links *links, struct arena *arena,
	struct slice name, struct env_value *out)
{
	const struct site *site = links->site;

	links->reads_site = true;
	if (slice_eq(name, S("all")))
		*out = list_of(links, arena, S("documents"), pages);
	else
		*out = group(arena, site->tags, site->tag_count, name);
	if (out->kind == ENV_NIL && slice_eq(name, S("posts")))
		*out = links_list(LINKS_PAGES, site->posts, site->post_count);
	return out->kind == ENV_NIL ? ENV_NONE : ENV_TEXT;
}

enum env_answer links_value(struct links *links, struct arena *arena,
	const struct env_value *of, struct slice name, struct env_value *out)
{
	if (!of)
		return of_root(links, arena, name, out);
	*out = env_nil();
	if (of->kind == ENV_TREE)
		return setting(arena, of->tree, of->text, name, out);
	switch ((enum links_type)of->type) {
	case LINKS_SITE:
		return of_site(links, arena, name, out);
	case LINKS_PAGE:
		return links_of_page(links, arena, of->object, name, out);
	case LINKS_GROUPS:
		*out = group(arena, of->object, of->count, name);
		break;
	case LINKS_FILE:
		return of_file(arena, of->object, name, out);
	case LINKS_COLLECTIONS:
		return of_collections(links, arena, name, out);
	case LINKS_JEKYLL:
		if (slice_eq(name, S("environment")))
			*out = env_string(S("production"));
		break;
	case LINKS_PAGES:
	case LINKS_STRINGS:
	case LINKS_FILES:
		break;
	}
	return ENV_TEXT;
}

static struct env_value pair(
	struct arena *arena, struct slice key, struct env_value value)
{
	struct env_value *items = arena_array(arena, 2, struct env_value);

	items[0] = env_string(key);
	items[1] = value;
	return (struct env_value){.kind = ENV_ITEMS, .items = items, .count = 2};
}

/* Settings: without secrets. */
static struct env_value guarded_item(
	struct arena *arena, const struct env_value *list, size_t index)
{
	struct env_value value;

	if (list->tree->kind == VALUE_LIST) {
		value = env_of_tree(&list->tree->items[index]);
		value.guarded = value.kind == ENV_TREE;
		if (value.guarded)
			value.text = list->text;
		return value;
	}
	struct slice key = list->tree->pairs[index].key;
	if (setting(arena, list->tree, list->text, key, &value) != ENV_TEXT)
		return env_nil();
	return pair(arena, key, value);
}

void links_item(struct links *links, struct arena *arena, const struct env_value *list,
	size_t index, struct env_value *out)
{
	const struct site_group *group;

	(void)links;
	if (list->kind == ENV_TREE) {
		*out = guarded_item(arena, list, index);
		return;
	}
	switch ((enum links_type)list->type) {
	case LINKS_PAGES:
		*out = links_object(
			LINKS_PAGE, ((const struct post *const *)list->object)[index]);
		return;
	case LINKS_GROUPS:
		group = &((const struct site_group *)list->object)[index];
		*out = pair(arena, group->name,
			links_list(LINKS_PAGES, group->posts, group->count));
		return;
	case LINKS_STRINGS:
		*out = env_string(((const struct slice *)list->object)[index]);
		return;
	case LINKS_FILES:
		*out = links_object(LINKS_FILE,
			((const struct site_entry *const *)list->object)[index]->file);
		return;
	case LINKS_SITE:
	case LINKS_PAGE:
	case LINKS_FILE:
	case LINKS_COLLECTIONS:
	case LINKS_JEKYLL:
		break;
	}
	*out = env_nil();
}

enum env_answer links_variable(
	struct links *links, struct arena *arena, struct slice name, struct slice *text)
{
	struct env_value value = {.kind = ENV_UNKNOWN}, next;
	struct slice part;

	*text = slice_none;
	for (bool first = true; slice_split(&name, '.', &part); first = false) {
		enum env_answer answer = ENV_TEXT;
		next = env_nil();
		if (first || value.kind == ENV_OBJECT ||
			(value.kind == ENV_TREE && value.guarded))
			answer = links_value(
				links, arena, first ? NULL : &value, part, &next);
		else if (value.kind == ENV_TREE)
			next = env_of_tree(value_get(value.tree, part));
		if (answer == ENV_KEPT)
			*text = next.text;
		if (answer != ENV_TEXT)
			return answer;
		value = next;
	}
	if (value.kind == ENV_BOOL)
		*text = value.truth ? S("true") : S("false");
	else if (value.kind == ENV_STRING || value.kind == ENV_NUMBER)
		*text = value.text;
	return text->len ? ENV_TEXT : ENV_NONE;
}
