/* SPDX-License-Identifier: MIT */
/* The upper half of the TOML reader. Open tables are nodes at fixed addresses, found through one
 * hash index over (table, key), so that no input makes a look-up slow. At the end the nodes become
 * values. */
#include "data/toml.h"

#include <stdlib.h>

#include "base/clean.h"
#include "base/memory.h"
#include "data/toml_internal.h"

#define MAX_FAULTS    20
#define MAX_KEY_BYTES 200

struct node {
	enum value_kind kind;
	struct slice key;
	unsigned line, column; /* of the key, or of an item */
	struct value scalar;
	struct node *first, *last, *next;
	unsigned depth; /* of the root: 0 */
	bool replaced;  /* by a later one with the same key */
	bool closed;    /* had its [header], or was written as a value */
};

struct parser {
	struct toml_input in;
	struct arena *arena;
	struct slice file;
	struct diag_list *diags;
	struct node *root, *table; /* @table: the one that lines belong to */
	size_t nodes;
	unsigned faults, warnings;
	bool mended;    /* accepted something that is not valid TOML */
	bool kept_half; /* the last fault was in a list or table that is kept */
	/* The index: open addressing, its size a power of two. */
	struct slot {
		const struct node *parent;
		struct node *node;
	} * slots;
	size_t slot_count, used;
};

static bool fault(struct parser *p, const char *problem)
{
	p->in.problem = problem;
	return false;
}

/* --- nodes and their index ----------------------------------------------------------- */

static size_t slot_for(const struct slot *slots, size_t count, const struct node *parent,
	struct slice key)
{
	unsigned long long hash = slice_hash_more(
		value_key_hash(key), slice((const char *)&parent, sizeof(parent)));
	size_t i = (size_t)hash & (count - 1);

	while (slots[i].node &&
		(slots[i].parent != parent || !value_key_eq(slots[i].node->key, key)))
		i = (i + 1) & (count - 1);
	return i;
}

static struct node *find(const struct parser *p, const struct node *map, struct slice key)
{
	if (p->slot_count == 0)
		return NULL;
	return p->slots[slot_for(p->slots, p->slot_count, map, key)].node;
}

static void index_node(struct parser *p, const struct node *parent, struct node *node)
{
	if ((p->used + 1) * 2 > p->slot_count) {
		size_t count = p->slot_count ? p->slot_count * 2 : 64;
		struct slot *slots = memory_new(count, sizeof(*slots));
		for (size_t i = 0; i < p->slot_count; i++)
			if (p->slots[i].node)
				slots[slot_for(slots, count, p->slots[i].parent,
					p->slots[i].node->key)] = p->slots[i];
		free(p->slots);
		p->slots = slots;
		p->slot_count = count;
	}
	struct slot *slot =
		&p->slots[slot_for(p->slots, p->slot_count, parent, node->key)];
	p->used += slot->node == NULL;
	*slot = (struct slot){parent, node};
}

/* Adds a last child; NULL, and a fault, past a limit. */
static struct node *add(struct parser *p, struct node *parent, struct slice key,
	enum value_kind kind, struct toml_place place)
{
	if (p->nodes == TOML_MAX_VALUES ||
		(kind != VALUE_SCALAR && parent && parent->depth == TOML_MAX_DEPTH)) {
		fault(p, p->nodes == TOML_MAX_VALUES
				 ? "more than 100000 values"
				 : "more than 32 nested tables or arrays");
		return NULL;
	}
	p->nodes++;
	struct node *node = arena_new(p->arena, struct node);
	node->kind = kind;
	node->key = key;
	node->line = place.line;
	node->column = place.column;
	if (!parent)
		return node;
	node->depth = parent->depth + 1;
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	if (parent->kind == VALUE_MAP)
		index_node(p, parent, node);
	return node;
}

static void warn_replaced(struct parser *p, struct node *old, struct toml_place place)
{
	old->replaced = true;
	if (p->warnings++ < MAX_FAULTS)
		diag_add(p->diags, DIAG_WARNING, p->file, place.line, place.column,
			"the last one counts",
			"duplicate key: \"%.*s\", first on line %u",
			SARG(slice_head(old->key, 80)), old->line);
}

/* The table @key of @map, created if it does not exist. For an array of tables, its
 * last. */
static struct node *descend(
	struct parser *p, struct node *map, struct slice key, struct toml_place place)
{
	struct node *node = find(p, map, key);

	if (node && node->kind == VALUE_LIST && node->last &&
		node->last->kind == VALUE_MAP)
		return node->last;
	if (node && node->kind == VALUE_MAP)
		return node;
	if (node)
		warn_replaced(p, node, place);
	return add(p, map, key, VALUE_MAP, place);
}

static void to_value(struct arena *arena, const struct node *node, struct value *value)
{
	if (node->kind == VALUE_SCALAR || node->kind == VALUE_NULL) {
		*value = node->scalar;
		return;
	}
	*value = (struct value){
		.kind = node->kind, .line = node->line, .column = node->column};
	for (const struct node *child = node->first; child; child = child->next) {
		struct value inner; /* depth is at most TOML_MAX_DEPTH + 1 */
		if (child->replaced)
			continue;
		to_value(arena, child, &inner);
		if (node->kind == VALUE_LIST) {
			*value_add_item(arena, value) = inner;
			continue;
		}
		*value_add_pair(arena, value) = (struct value_pair){
			.key = child->key,
			.line = child->line,
			.column = child->column,
			.value = inner,
		};
	}
}

/* --- values ------------------------------------------------------------------------------ */

static bool read_pair(struct parser *p, struct node *map);

static bool read_array(struct parser *p, struct node *list);

/* @key is empty in an array. Values added to @parent before a fault stay. */
static bool read_value(
	struct parser *p, struct node *parent, struct slice key, struct toml_place place)
{
	struct node *node;

	if (parent->kind == VALUE_MAP) {
		struct node *old = find(p, parent, key);
		if (old)
			warn_replaced(p, old, place);
	} else {
		place = toml_mark(&p->in);
	}
	if (toml_take(&p->in, '[')) {
		node = add(p, parent, key, VALUE_LIST, place);
		return node && read_array(p, node);
	}
	if (toml_take(&p->in, '{')) {
		node = add(p, parent, key, VALUE_MAP, place);
		if (!node)
			return false;
		node->closed = true;
		for (;;) {
			toml_skip_all(&p->in);
			if (toml_take(&p->in, '}'))
				return true;
			if (!read_pair(p, node))
				return false;
			toml_skip_all(&p->in);
			if (!toml_take(&p->in, ',') && !toml_at(&p->in, S("}")))
				return fault(p, "expected a comma or }");
		}
	}
	struct value scalar;
	if (!toml_scalar(&p->in, &scalar))
		return false;
	node = add(p, parent, key, VALUE_SCALAR, place);
	if (node)
		node->scalar = scalar;
	return node != NULL;
}

static bool read_array(struct parser *p, struct node *list)
{
	for (;;) {
		toml_skip_all(&p->in);
		if (toml_take(&p->in, ']'))
			return true;
		if (!read_value(p, list, slice_none, p->in.place))
			return false;
		toml_skip_all(&p->in);
		if (!toml_take(&p->in, ',') && !toml_at(&p->in, S("]")))
			return fault(p, "expected a comma or ]");
	}
}

/* Reads "a.b.c" from @map on: returns the table that holds the last key, and that key. */
static bool read_keys(
	struct parser *p, struct node **map, struct slice *key, struct toml_place *place)
{
	for (;;) {
		toml_skip_blanks(&p->in);
		*place = toml_mark(&p->in);
		if (!toml_key(&p->in, key))
			return false;
		toml_skip_blanks(&p->in);
		if (!toml_take(&p->in, '.'))
			return true;
		*map = descend(p, *map, *key, *place);
		if (!*map)
			return false;
	}
}

/* "title = Foo" and "title = "Foo": the author's meaning is clear. */
static bool mend_scalar(struct parser *p, struct node *map, struct slice key,
	struct toml_place place, struct toml_place value_at)
{
	toml_seek(&p->in, value_at);
	struct slice text = slice_trim(toml_rest_of_line(&p->in));
	if (text.len && (text.ptr[0] == '"' || text.ptr[0] == '\'')) {
		char quote = text.ptr[0];
		text = slice_from(text, 1);
		if (text.len && text.ptr[text.len - 1] == quote)
			text = slice_head(text, text.len - 1);
	}
	if (text.len == 0 || memchr("[{\"'", text.ptr[0], 4))
		return false;
	struct node *node = add(p, map, key, VALUE_SCALAR, place);
	if (!node)
		return false;
	node->scalar = (struct value){
		.kind = VALUE_SCALAR,
		.line = place.line,
		.column = place.column,
		.text = arena_dup(p->arena, text),
	};
	return true;
}

/* The same, and the equals sign after them. */
static bool read_keys_of_pair(
	struct parser *p, struct node **map, struct slice *key, struct toml_place *place)
{
	if (!read_keys(p, map, key, place))
		return false;
	if (!toml_take(&p->in, '='))
		return fault(p, "expected an equals sign");
	toml_skip_blanks(&p->in);
	return true;
}

static bool read_pair(struct parser *p, struct node *map)
{
	struct toml_place place;
	struct slice key;

	return read_keys_of_pair(p, &map, &key, &place) && read_value(p, map, key, place);
}

/* --- statements --------------------------------------------------------------------------- */

/* A line "key = value". */
static bool read_assignment(struct parser *p)
{
	struct node *map = p->table;
	struct toml_place place;
	struct slice key;

	if (!read_keys_of_pair(p, &map, &key, &place))
		return false;
	struct toml_place value_at = toml_mark(&p->in);
	struct node *last = map->last;
	if (read_value(p, map, key, place) && toml_take_line_end(&p->in))
		return true;

	const char *problem = p->in.problem;
	struct toml_place at = toml_mark(&p->in);
	struct node *made = map->last != last ? map->last : NULL;
	bool is_text = !made || made->kind == VALUE_SCALAR;
	if (is_text && mend_scalar(p, map, key, place, value_at)) {
		if (made)
			made->replaced = true;
		p->mended = true;
		if (p->warnings++ < MAX_FAULTS)
			diag_add(p->diags, DIAG_WARNING, p->file, at.line, at.column,
				"the rest of the line is read as text", "%s", problem);
		p->in.at += toml_rest_of_line(&p->in).len;
		return true;
	}
	toml_seek(&p->in, at);
	p->kept_half = made && made->first;
	return fault(p, problem);
}

static bool read_header(struct parser *p)
{
	bool is_array = toml_at(&p->in, S("[["));
	struct node *map = p->root, *node;
	struct toml_place place;
	struct slice key;

	p->in.at += is_array ? 2 : 1;
	if (!read_keys(p, &map, &key, &place))
		return false;
	if (!toml_take(&p->in, ']') || (is_array && !toml_take(&p->in, ']')))
		return fault(p, "unclosed table name");
	if (!is_array) {
		node = descend(p, map, key, place);
		if (node && node->closed && p->warnings++ < MAX_FAULTS)
			diag_add(p->diags, DIAG_WARNING, p->file, place.line,
				place.column, "both are read as one",
				"duplicate table: \"%.*s\", first on line %u",
				SARG(slice_head(key, 80)), node->line);
	} else {
		struct node *list = find(p, map, key);
		if (list && list->kind != VALUE_LIST) {
			warn_replaced(p, list, place);
			list = NULL;
		}
		if (!list)
			list = add(p, map, key, VALUE_LIST, place);
		node = list ? add(p, list, slice_none, VALUE_MAP, place) : NULL;
	}
	if (!node)
		return false;
	node->closed = true;
	p->table = node;
	return toml_take_line_end(&p->in);
}

/* After a fault: can reading continue at this line? */
static bool looks_like_statement(struct slice line)
{
	bool header;
	size_t i;

	line = slice_trim(line);
	header = line.len > 2 && line.ptr[0] == '[';
	for (i = 0; i < line.len && i < MAX_KEY_BYTES; i++) {
		char c = line.ptr[i];
		if (!header && c == '=')
			return i > 0;
		if (!ascii_is_alnum(c) && !memchr("_-.\"' []", c, 8))
			return false;
		if (!header && (c == '[' || c == ']'))
			return false;
	}
	return header && i == line.len && line.ptr[i - 1] == ']';
}

/* Continues from the line after @start. */
static void recover(struct parser *p, struct toml_place start)
{
	toml_seek(&p->in, start);
	do {
		p->in.at += toml_rest_of_line(&p->in).len;
		if (toml_at(&p->in, S("\r")))
			p->in.at++;
		if (!toml_take(&p->in, '\n'))
			return;
	} while (!looks_like_statement(toml_rest_of_line(&p->in)));
}

bool toml_parse(struct arena *arena, struct slice bytes, struct slice file,
	unsigned line_offset, struct diag_list *diags, struct value *root)
{
	struct parser p = {.arena = arena, .file = file, .diags = diags};
	unsigned line = line_offset + 1, bad_line, bad_column;
	bool fits = bytes.len <= TOML_MAX_BYTES;

	if (!fits) {
		diag_add(diags, DIAG_ERROR, file, line, 1, "only the beginning is read",
			"more than %d bytes", TOML_MAX_BYTES);
		bytes = slice_head(bytes, TOML_MAX_BYTES);
	}
	bytes = clean_source(arena, bytes, line, &bad_line, &bad_column);
	if (bad_line)
		diag_add(diags, DIAG_WARNING, file, bad_line, bad_column,
			"invalid bytes are shown as U+FFFD", "invalid UTF-8");
	if (!bytes.ptr)
		bytes = S("");
	p.in = (struct toml_input){
		.arena = arena,
		.at = bytes.ptr,
		.end = bytes.ptr + bytes.len,
		.place = {.at = bytes.ptr, .line = line, .column = 1},
	};
	p.root = p.table = add(&p, NULL, slice_none, VALUE_MAP, p.in.place);
	for (;;) {
		toml_skip_all(&p.in);
		if (p.in.at == p.in.end)
			break;
		struct toml_place start = toml_mark(&p.in);
		if (toml_at(&p.in, S("[")) ? read_header(&p) : read_assignment(&p))
			continue;
		struct toml_place at = toml_mark(&p.in);
		bool last = ++p.faults >= MAX_FAULTS || p.nodes == TOML_MAX_VALUES;
		const char *instead = last          ? "nothing after it is read"
				      : p.kept_half ? "this key is read up to here"
						    : "this key is left out";
		diag_add(diags, DIAG_ERROR, file, at.line, at.column, instead, "%s",
			p.in.problem);
		p.kept_half = false;
		if (last)
			break;
		recover(&p, start);
	}
	to_value(arena, p.root, root);
	free(p.slots);
	return fits && p.faults == 0 && !p.mended;
}
