/* SPDX-License-Identifier: MIT */
#include "source/fields.h"

#include "source/pattern.h"
#include "source/publish.h"
#include "source/title.h"
#include "text/wikilink.h"

/* Jekyll's precedence of defaults: the longer path, then one with a type, then the later
 * one. In Hugo the cascade of the nearest folder, then the first. */
static size_t rank(const struct settings_default *entry)
{
	return entry->path.len * 2 + (entry->type.len != 0);
}

/* As in Hugo's paths: case-blind, with hyphens for spaces. */
static struct slice logical(char *to, struct slice path)
{
	for (size_t i = 0; i < path.len; i++)
		to[i] = path.ptr[i] == ' ' ? '-' : ascii_lower(path.ptr[i]);
	return slice(to, path.len);
}

/* "content/posts/x" for "content/posts/x.fr.md" and "content/posts/x/index.md" */
static struct slice page_path(struct slice path)
{
	size_t name = (size_t)(slice_rfind_char(path, '/') + 1);
	ptrdiff_t dot = slice_find_char(slice_from(path, name), '.');

	if (dot > 0)
		path = slice_head(path, name + (size_t)dot);
	struct slice file = slice_from(path, name);
	if (name && (slice_eq(file, S("index")) || slice_eq(file, S("_index"))))
		path = slice_head(path, name - 1);
	return path;
}

/* Targets of Hugo's cascades are paths in its content, wherever @source is mounted there. A matching folder
 * includes everything below it. */
static bool fits_target(
	const struct settings *settings, struct slice target, struct slice source)
{
	enum { PATH_MAX_BYTES = 1024 };
	char wanted[PATH_MAX_BYTES], found[PATH_MAX_BYTES];
	const struct settings_root *root = settings_root_of(settings, source);
	size_t mount = root ? root->mount.len : 0;

	source = settings_place(settings, source);
	if (target.len > sizeof(wanted) || mount + 1 + source.len > sizeof(found))
		return true;
	target = logical(wanted, target);
	if (mount) {
		logical(found, root->mount);
		found[mount++] = '/';
	}
	source = slice(found, mount + logical(found + mount, source).len);
	bool is_glob = false;
	for (size_t i = 0; i < target.len; i++)
		is_glob |= strchr("*?[{", target.ptr[i]) != NULL;
	if (!is_glob)
		return slice_starts(source, target);
	for (struct slice path = page_path(source); path.len;
		path = slice_head(path, (size_t)(slice_rfind_char(path, '/') + 1) - 1)) {
		if (pattern_glob_braces(target, path, true))
			return true;
		if (slice_find_char(path, '/') < 0)
			break;
	}
	return pattern_glob_braces(target, source, true);
}

static bool fits_word(struct slice pattern, struct slice word)
{
	return pattern.len == 0 || slice_eq_nocase(pattern, word) ||
	       pattern_glob_braces(pattern, word, false);
}

static bool fits(const struct settings_default *entry, const struct fields_scope *scope,
	const struct settings *settings)
{
	if (entry->type.len && !slice_eq(entry->type, scope->type) &&
		!(slice_eq(entry->type, S("posts")) &&
			slice_eq(scope->type, S("drafts"))))
		return false;
	if (!fits_word(entry->lang, scope->lang) || !fits_word(entry->kind, scope->kind))
		return false;
	if (entry->target.len && !fits_target(settings, entry->target, scope->source))
		return false;
	return entry->path.len == 0 || publish_scope(entry->path, scope->source);
}

void fields_inherit(struct fields *fields, const struct settings_default *defaults,
	size_t count, const struct fields_scope *scope)
{
	bool first_counts = fields->settings->generator == GENERATOR_HUGO;

	for (size_t i = 0; i < count; i++) {
		const struct settings_default *entry = &defaults[i];
		if (!fits(entry, scope, fields->settings))
			continue;
		size_t at = 0, mine = rank(entry);
		while (at < fields->layer_count &&
			fields->ranks[at] + first_counts > mine)
			at++;
		if (fields->layer_count == FIELDS_LAYERS_MAX) {
			if (at == FIELDS_LAYERS_MAX)
				continue;
			fields->layer_count--; /* drops the weakest */
		}
		for (size_t k = fields->layer_count; k > at; k--) {
			fields->layers[k] = fields->layers[k - 1];
			fields->ranks[k] = fields->ranks[k - 1];
		}
		fields->layers[at] = entry->values;
		fields->ranks[at] = mine;
		fields->layer_count++;
	}
}

void fields_init(struct fields *fields, const struct settings *settings,
	const struct value *own, const struct fields_scope *scope)
{
	*fields = (struct fields){
		.own = own && own->kind == VALUE_MAP ? own : NULL, .settings = settings};
	fields->splits_spaces =
		settings->generator == GENERATOR_JEKYLL || settings_is_plain(settings);
	fields_inherit(fields, settings->defaults, settings->default_count, scope);
}

static bool is_said(const struct value *value)
{
	return value && value->kind != VALUE_NULL &&
	       (value->kind != VALUE_SCALAR || value_text(value).len);
}

const struct value *fields_own(const struct fields *fields, struct slice key)
{
	const struct settings *settings = fields->settings;
	const struct value *value = value_get(fields->own, key), *found;

	for (struct slice rest = settings->nested, map;
		!is_said(value) && slice_split(&rest, '|', &map);) {
		found = value_get(value_get(fields->own, map), key);
		value = found ? found : value;
	}
	return value;
}

const struct value *fields_get(const struct fields *fields, struct slice key)
{
	const struct value *own = fields_own(fields, key), *value = own;

	for (size_t i = 0; i < fields->layer_count && !is_said(value); i++)
		value = value_get(fields->layers[i], key);
	return value ? value : own;
}

/* The text of a scalar, of a list's first item, or of a map's usual keys. */
static struct slice text_of(const struct value *value)
{
	struct slice keys = S("name|path|src|url|image|feature|teaser|build"), key;

	if (value && value->kind == VALUE_LIST && value->count)
		value = &value->items[0];
	struct slice text = value_text(value);
	if (!value || value->kind != VALUE_MAP)
		return text;
	while (text.len == 0 && slice_split(&keys, '|', &key))
		text = value_text(value_get(value, key));
	return text;
}

struct slice fields_text(const struct fields *fields, struct slice keys)
{
	struct slice text = slice_none, key;

	while (text.len == 0 && slice_split(&keys, '|', &key))
		text = text_of(fields_get(fields, key));
	return text;
}

struct slice fields_own_text(const struct fields *fields, struct slice keys)
{
	struct slice text = slice_none, key;

	while (text.len == 0 && slice_split(&keys, '|', &key))
		text = text_of(fields_own(fields, key));
	return text;
}

bool fields_bool(const struct fields *fields, struct slice key, bool *out)
{
	return value_bool(fields_get(fields, key), out);
}

/* A day or a time without a zone is in the site's zone. In Jekyll, which leaves it to YAML, such a time is
 * UTC, shown in the site's zone. */
static bool read_date(
	struct slice text, const struct settings *settings, struct date *out)
{
	if (!date_parse(text, settings->zone, out))
		return false;
	if (settings->generator == GENERATOR_JEKYLL && settings->zone && out->has_time &&
		!out->has_zone) {
		if (!date_parse(text, NULL, out))
			return false;
		out->offset_minutes =
			(int16_t)zone_offset_minutes(settings->zone, out->at);
	}
	return true;
}

bool fields_date(const struct fields *fields, struct slice keys,
	const struct settings *settings, struct date *out)
{
	struct slice key;

	while (slice_split(&keys, '|', &key)) {
		struct slice text = value_text(fields_get(fields, key));
		if (text.len && read_date(text, settings, out))
			return true;
	}
	return false;
}

void fields_push(struct arena *arena, struct slice name, struct fields_names *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (slice_eq(list->names[i], name))
			return;
	}
	if (list->count == FIELDS_NAMES_MAX)
		return;
	*arena_next(arena, list->names, list->count, list->capacity) = name;
}

void fields_add_name(struct arena *arena, struct slice name, struct fields_names *list)
{
	/* Vaults give categories as links. */
	name = title_clean(arena, wikilink_strip(arena, name));
	if (name.len > 1 && *name.ptr == '#')
		name = slice_trim(slice_from(name, 1));
	if (name.len)
		fields_push(arena, name, list);
}

static void add_words(struct arena *arena, struct slice text, struct fields_names *list)
{
	while (text.len) {
		text = slice_trim_start(text);
		fields_add_name(arena, slice_take(&text, slice_until(text, "")), list);
	}
}

void fields_add_names(struct arena *arena, const struct fields *fields, struct slice key,
	bool plural, struct fields_names *list)
{
	const struct value *value = fields_get(fields, key);
	struct slice text = value_text(value), piece;

	if (value && value->kind == VALUE_LIST) {
		for (size_t i = 0; i < value->count; i++)
			fields_add_name(arena, text_of(&value->items[i]), list);
	} else if (slice_find_char(text, ',') >= 0) {
		while (slice_split(&text, ',', &piece))
			fields_add_name(arena, piece, list);
	} else if (plural && fields->splits_spaces) {
		add_words(arena, text, list);
	} else {
		fields_add_name(arena, text, list);
	}
}
