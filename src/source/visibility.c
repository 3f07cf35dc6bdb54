/* SPDX-License-Identifier: MIT */
#include "source/visibility_internal.h"

#define WORD_MAX_BYTES 80

/* Is @text one of @values ("a|b")? */
static bool is_one_of(struct slice text, struct slice values)
{
	return slice_any(text, values, slice_eq_nocase);
}

bool visibility_is_true(const struct value *value)
{
	bool is;

	return (value_bool(value, &is) && is) || slice_eq(value_text(value), S("1"));
}

/* Is @value true for a word that hides? Accepts more values than for a word that shows a
 * page. */
static bool is_true(const struct value *value)
{
	return visibility_is_true(value) || is_one_of(value_text(value), S("y|t"));
}

static bool is_false(const struct value *value)
{
	bool is;

	return (value_bool(value, &is) && !is) ||
	       is_one_of(value_text(value), S("0|n|f"));
}

static bool is_said(const struct value *value)
{
	/* A password may be a space. */
	return value->kind == VALUE_SCALAR
		       ? value->text.len != 0
		       : value->kind != VALUE_NULL && value->count != 0;
}

const struct value *visibility_value(
	const struct fields *fields, struct slice key, bool *own)
{
	const struct settings *settings = fields->settings;
	const struct value *value = value_path(fields->own, key);

	*own = true;
	for (struct slice rest = settings->nested, map;
		!value && slice_split(&rest, '|', &map);)
		value = value_path(value_get(fields->own, map), key);
	if (value)
		return value;
	*own = false;
	for (size_t i = 0; i < fields->layer_count && !value; i++)
		value = value_path(fields->layers[i], key);
	return value;
}

/* A list of one word equals the word. */
static bool says_one_of(const struct value *value, struct slice values)
{
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++) {
		if (is_one_of(value_text(&value->items[i]), values))
			return true;
	}
	return is_one_of(value_text(value), values);
}

/* "noindex, nofollow" */
static bool has_one_of(struct slice text, struct slice values)
{
	while (text.len) {
		if (is_one_of(slice_take(&text, slice_until(text, ",")), values))
			return true;
		text = slice_from(text, 1);
	}
	return false;
}

static bool has_word(const struct value *value, struct slice values)
{
	if (value->kind != VALUE_LIST)
		return has_one_of(value_text(value), values);
	for (size_t i = 0; i < value->count; i++) {
		if (has_one_of(value_text(&value->items[i]), values))
			return true;
	}
	return false;
}

static bool passes(const struct visibility_row *row, const struct value *value)
{
	switch (row->test) {
	case VALUE_IS_TRUE:
		return is_true(value);
	case VALUE_IS_FALSE:
		return is_false(value);
	case VALUE_IS_NOT_FALSE:
		return is_said(value) && !is_false(value);
	case VALUE_IS_SAID:
		return is_said(value);
	case VALUE_IS_EMPTY:
		return !is_said(value) && value->kind <= VALUE_SCALAR;
	case VALUE_IS:
		return says_one_of(value, row->values);
	case VALUE_IS_NOT:
		return is_said(value) && !says_one_of(value, row->values);
	case VALUE_HAS:
		return has_word(value, row->values);
	}
	return false;
}

static bool is_shown(const struct settings *settings, struct slice key)
{
	for (size_t i = 0; i < settings->shown_count; i++) {
		if (value_key_eq(settings->shown[i], key))
			return true;
	}
	return false;
}

static bool is_in_force(
	const struct visibility_row *row, struct slice key, const struct fields *fields)
{
	const struct settings *settings = fields->settings;
	bool own;

	unsigned generator = settings->is_bridgetown ? VISIBILITY_BRIDGETOWN
						     : 1u << settings->generator;

	if (!(row->generators & generator) ||
		(row->unless & UNLESS_DRAFTS && settings->drafts) ||
		(row->unless & UNLESS_UNPUBLISHED && settings->unpublished))
		return false;
	const struct value *other =
		row->unless_key.len ? visibility_value(fields, row->unless_key, &own)
				    : NULL;
	return !(other && own && is_said(other)) && !is_shown(settings, key);
}

/* Only as much of a value as tells why: passwords are not logged. */
static struct slice word_of(struct arena *arena, const struct visibility_row *row,
	struct slice key, const struct value *value)
{
	struct slice text = slice_head(value_text(value), WORD_MAX_BYTES);

	key = slice_trim(slice_head(key, WORD_MAX_BYTES));
	if (row->test == VALUE_IS_SAID || text.len == 0)
		return arena_dup(arena, key);
	return arena_printf(arena, "%.*s: %.*s", SARG(key), SARG(text));
}

void visibility_raise(
	struct visibility *visibility, enum post_state state, struct slice word)
{
	if (state <= visibility->state)
		return;
	visibility->state = state;
	visibility->word = word;
	visibility->line = visibility->column = 0;
}

static void apply(const struct visibility_row *row, struct arena *arena, struct slice key,
	const struct value *value, bool own, struct visibility *out)
{
	if (!value || !passes(row, value))
		return;
	out->kept_from |= row->kept_from;
	if (row->state >= POST_LOCKED && !(row->kept_from & SHARES_FILES))
		out->kept_from |= KEEPS_FILES;
	if (row->state <= out->state)
		return;
	visibility_raise(out, row->state, word_of(arena, row, key, value));
	out->line = own ? value->line : 0;
	out->column = own ? value->column : 0;
}

/* A visitor for the keys of a map: a row for a key prefix, or the search for unknown words. */
struct each {
	const struct fields *fields;
	struct arena *arena;
	struct visibility *out;
	const struct visibility_row *row; /* NULL: unknown words */
};

/* Splits a key at '-', '_' and before capitals: "subscribersOnly". */
static bool next_part(struct slice *rest, struct slice *part)
{
	size_t from = 0, to;

	while (from < rest->len && !ascii_is_alnum(rest->ptr[from]))
		from++;
	for (to = from; to < rest->len && ascii_is_alnum(rest->ptr[to]); to++) {
		char c = rest->ptr[to];
		if (to > from && c >= 'A' && c <= 'Z' &&
			ascii_lower(rest->ptr[to - 1]) == rest->ptr[to - 1])
			break;
	}
	*part = slice(rest->ptr + from, to - from);
	*rest = slice_from(*rest, to);
	return part->len != 0;
}

/* Does a word of the key suggest that the page is not for everybody? */
static bool smells_closed(struct slice key)
{
	static const struct slice words =
		S("private|secret|encrypted|members|subscribers|paid|paywall");
	struct slice part;

	while (next_part(&key, &part)) {
		/* A quick check: few words begin like one of them. */
		if (strchr("psemPSEM", *part.ptr) && is_one_of(part, words))
			return true;
	}
	return false;
}

static void look_at_pair(struct each *each, const struct value_pair *pair, bool own)
{
	if (each->row) {
		struct slice begin = slice_head(each->row->keys, each->row->keys.len - 1);
		if (slice_starts_nocase(pair->key, begin) &&
			!is_shown(each->fields->settings, pair->key))
			apply(each->row, each->arena, pair->key, &pair->value, own,
				each->out);
	} else if (is_true(&pair->value) && smells_closed(pair->key) &&
		   !is_shown(each->fields->settings, pair->key) &&
		   each->out->state < POST_LOCKED) {
		visibility_raise(each->out, POST_NEVER,
			arena_printf(each->arena, "%.*s: %.*s", SARG(pair->key),
				SARG(value_text(&pair->value))));
		each->out->line = own ? pair->line : 0;
		each->out->column = own ? pair->column : 0;
		each->out->unknown = arena_dup(each->arena, pair->key);
	}
}

/* The first value found for a key counts: the page's own before inherited ones. */
static bool is_covered(const struct each *each, const struct value *map, struct slice key)
{
	bool own;
	const struct value *first = visibility_value(each->fields, key, &own);

	return first && value_get(map, key) != first;
}

static void look_at_map(struct each *each, const struct value *map, bool own)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		const struct value_pair *pair = &map->pairs[i];
		if (pair->value.kind == VALUE_SCALAR &&
			(own || !is_covered(each, map, pair->key)))
			look_at_pair(each, pair, own);
	}
}

static void look_at_keys(struct each *each)
{
	const struct fields *fields = each->fields;

	look_at_map(each, fields->own, true);
	for (struct slice rest = fields->settings->nested, map;
		slice_split(&rest, '|', &map);)
		look_at_map(each, value_get(fields->own, map), true);
	for (size_t i = 0; i < fields->layer_count; i++)
		look_at_map(each, fields->layers[i], false);
}

/* A filter over the first two letters of a page's keys (a bit per pair), so that few rows need a look-up. */
struct beginnings {
	uint64_t bits[4];
};

/* The same number for all spellings of a key, and for dotted keys below it
 * ("build.list"). */
static unsigned beginning_of(struct slice key)
{
	unsigned letters[2] = {0, 0};

	for (size_t i = 0; i < 2 && i < key.len && key.ptr[i] != '.'; i++)
		letters[i] =
			key.ptr[i] == '-' ? '_' : (unsigned char)ascii_lower(key.ptr[i]);
	return (letters[0] * 31 + letters[1]) % 256;
}

static void add_keys(struct beginnings *beginnings, const struct value *map)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		unsigned beginning = beginning_of(map->pairs[i].key);
		beginnings->bits[beginning / 64] |= UINT64_C(1) << beginning % 64;
	}
}

static void read_beginnings(const struct fields *fields, struct beginnings *out)
{
	*out = (struct beginnings){{0}};
	add_keys(out, fields->own);
	for (struct slice rest = fields->settings->nested, map;
		slice_split(&rest, '|', &map);)
		add_keys(out, value_get(fields->own, map));
	for (size_t i = 0; i < fields->layer_count; i++)
		add_keys(out, fields->layers[i]);
}

static bool may_have(const struct beginnings *beginnings, struct slice key)
{
	unsigned beginning = beginning_of(key);

	return beginnings->bits[beginning / 64] >> beginning % 64 & 1;
}

static void look_at_key(const struct fields *fields, struct arena *arena,
	const struct visibility_row *row, struct slice key, struct visibility *out)
{
	bool own;

	if (key.ptr[key.len - 1] == '*') {
		struct each each = {fields, arena, out, row};
		if (is_in_force(row, key, fields))
			look_at_keys(&each);
		return;
	}
	const struct value *value = visibility_value(fields, key, &own);
	if (value && is_in_force(row, key, fields))
		apply(row, arena, key, value, own, out);
}

static void look_at_rows(const struct fields *fields, struct arena *arena,
	const struct beginnings *beginnings, const struct visibility_row *rows,
	size_t count, struct visibility *out)
{
	struct slice key;

	for (size_t i = 0; i < count; i++) {
		for (struct slice rest = rows[i].keys; slice_split(&rest, '|', &key);) {
			if (may_have(beginnings, key))
				look_at_key(fields, arena, &rows[i], key, out);
		}
	}
}

void visibility_of(
	const struct fields *fields, struct arena *arena, struct visibility *out)
{
	struct each unknown = {fields, arena, out, NULL};
	struct beginnings beginnings;
	size_t count;

	*out = (struct visibility){.state = POST_PUBLIC};
	if (!fields->own && !fields->layer_count)
		return;
	const struct visibility_row *rows = visibility_rows(&count);
	read_beginnings(fields, &beginnings);
	look_at_rows(fields, arena, &beginnings, rows, count, out);
	look_at_rows(fields, arena, &beginnings, fields->settings->words,
		fields->settings->word_count, out);
	look_at_keys(&unknown);
	if (out->kept_from & KEEPS_FILES || out->unknown.len)
		out->kept_from &= ~(unsigned)SHARES_FILES;
}

void visibility_of_loose(const struct fields *fields, const struct value *loose,
	struct arena *arena, struct visibility *out)
{
	for (size_t i = 0; loose && i < loose->count; i++) {
		struct value one = *loose;
		struct fields alone = {.own = &one, .settings = fields->settings};
		struct visibility visibility;
		one.count = 1;
		one.pairs = &loose->pairs[i];
		visibility_of(&alone, arena, &visibility);
		if (visibility.state < POST_LOCKED || visibility.state <= out->state)
			continue;
		visibility_raise(out, visibility.state, visibility.word);
		out->line = visibility.line;
		out->column = visibility.column;
		out->kept_from |= KEEPS_FILES;
		out->kept_from &= ~(unsigned)SHARES_FILES;
	}
}

bool visibility_hides(const struct value_pair *pair)
{
	size_t count;
	const struct visibility_row *rows = visibility_rows(&count);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].generators & 1u << GENERATOR_ELEVENTY &&
			rows[i].state >= POST_LOCKED &&
			slice_any(pair->key, rows[i].keys, value_key_eq) &&
			passes(&rows[i], &pair->value))
			return true;
	}
	return false;
}
