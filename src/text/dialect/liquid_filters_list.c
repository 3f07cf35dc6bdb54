/* SPDX-License-Identifier: MIT */
/* List filters (shopify.github.io/liquid, jekyllrb.com/docs/liquid/filters). */
#include <stdlib.h>

#include "base/text.h"
#include "text/dialect/liquid_internal.h"

/* A list being built. */
struct making {
	struct template *t;
	struct env_value *items;
	size_t count, capacity;
};

static void add(struct making *list, struct env_value item)
{
	*arena_next(list->t->arena, list->items, list->count, list->capacity) = item;
}

static struct env_value made(const struct making *list)
{
	return (struct env_value){
		.kind = ENV_ITEMS, .items = list->items, .count = list->count};
}

/* The items for list filters: a single value is a list of one, a map is its pairs. */
static size_t in_count(const struct liquid_call *call)
{
	if (liquid_is_list(&call->in) || call->in.kind == ENV_TREE)
		return call->in.count;
	return call->in.kind != ENV_NIL;
}

static struct env_value in_at(struct liquid_call *call, size_t index)
{
	if (liquid_is_list(&call->in) || call->in.kind == ENV_TREE)
		return liquid_at(call->t, &call->in, index);
	return call->in;
}

static bool is_over(const struct liquid_call *call)
{
	return call->t->budget->is_over;
}

/* Adds items @from up to @to (exclusive) of the input of @call. */
static void add_part(
	struct making *list, struct liquid_call *call, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < in_count(call) && !is_over(call); i++)
		add(list, in_at(call, i));
}

static struct env_value part(struct liquid_call *call, size_t from, size_t to)
{
	struct making list = {.t = call->t};

	add_part(&list, call, from, to);
	return made(&list);
}

static size_t number_arg(struct liquid_call *call, unsigned index, size_t otherwise)
{
	return index < call->count ? liquid_to_size(&call->args[index], otherwise)
				   : otherwise;
}

static struct env_value first(struct liquid_call *call)
{
	return liquid_get(call->t, &call->in, S("first"), S("first"));
}

static struct env_value last(struct liquid_call *call)
{
	return liquid_get(call->t, &call->in, S("last"), S("last"));
}

static struct env_value size(struct liquid_call *call)
{
	struct env_value found = liquid_get(call->t, &call->in, S("size"), S("size"));

	if (call->in.kind == ENV_TREE && !call->in.guarded)
		return liquid_number((double)call->in.count, false);
	return found.kind == ENV_NUMBER ? found : liquid_number(0, false);
}

static struct env_value limit(struct liquid_call *call)
{
	return part(call, 0, number_arg(call, 0, in_count(call)));
}

/* The variant is the default number of items to skip. */
static struct env_value offset(struct liquid_call *call)
{
	return part(call, number_arg(call, 0, call->variant), in_count(call));
}

static struct env_value reverse(struct liquid_call *call)
{
	struct making list = {.t = call->t};

	for (size_t i = in_count(call); i-- > 0 && !is_over(call);)
		add(&list, in_at(call, i));
	return made(&list);
}

/* Items of a list, or characters of a text; a negative index counts from the end. */
static struct env_value slice_of(struct liquid_call *call)
{
	double at = 0;
	bool is_text = call->in.kind == ENV_STRING;
	size_t length = number_arg(call, 1, 1);
	struct env_value size = liquid_get(call->t, &call->in, S("size"), S("size"));

	if (call->count)
		liquid_to_number(&call->args[0], &at, NULL);
	if (at < 0)
		at += size.kind == ENV_NUMBER ? size.number : 0;
	if (at < 0 || at >= 1e9)
		return is_text ? env_string(S("")) : part(call, 0, 0);
	if (!is_text)
		return part(call, (size_t)at, (size_t)at + length);
	size_t from = 0, to, left = (size_t)at + 1;
	struct slice text = call->in.text;
	while (from < text.len && ((text.ptr[from] & 0xc0) == 0x80 || --left))
		from++;
	for (to = from, length++; to < text.len; to++) {
		if ((text.ptr[to] & 0xc0) != 0x80 && --length == 0)
			break;
	}
	return env_string(slice(text.ptr + from, to - from));
}

enum { PLAIN, SENTENCE };

/* "a b", and "a, b, and c". */
static struct env_value join(struct liquid_call *call)
{
	bool is_sentence = call->variant == SENTENCE;
	size_t count = in_count(call);
	struct slice word = call->count   ? liquid_arg(call, 0)
			    : is_sentence ? S("and")
					  : S(" ");
	struct slice between = !is_sentence ? word : count > 2 ? S(", ") : S(" ");
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	for (size_t i = 0; i < count && !is_over(call) && !out.overflow; i++) {
		struct env_value item = in_at(call, i);
		buf_put(&out, i ? between : S(""));
		if (is_sentence && i && i + 1 == count) {
			buf_put(&out, word);
			buf_putc(&out, ' ');
		}
		buf_put(&out, liquid_text(call->t, &item));
	}
	return liquid_made(call->t, &out);
}

/* As in Ruby: empty pieces at the end are dropped; an empty separator splits characters, a
 * space splits words. */
static struct env_value split(struct liquid_call *call)
{
	struct slice text = liquid_text(call->t, &call->in), mark = liquid_arg(call, 0);
	struct making list = {.t = call->t};
	bool words = slice_eq(mark, S(" "));

	while (text.len && liquid_step(call->t, 1)) {
		size_t len = 1;
		if (mark.len) {
			text = words ? slice_trim_start(text) : text;
			ptrdiff_t at = slice_find(text, mark);
			len = at < 0 ? text.len : (size_t)at;
		}
		while (!mark.len && len < text.len && (text.ptr[len] & 0xc0) == 0x80)
			len++;
		if (len || !words)
			add(&list, env_string(slice_head(text, len)));
		text = slice_from(text, len + mark.len);
	}
	while (list.count && !list.items[list.count - 1].text.len)
		list.count--;
	return made(&list);
}

static struct env_value concat(struct liquid_call *call)
{
	struct making list = {.t = call->t};
	struct liquid_call other = *call;

	other.in = call->args[0];
	add_part(&list, call, 0, SIZE_MAX);
	add_part(&list, &other, 0, SIZE_MAX);
	return made(&list);
}

enum { AT_START, AT_END };

static struct env_value with_item(struct liquid_call *call)
{
	struct making list = {.t = call->t};

	if (call->variant == AT_START)
		add(&list, call->args[0]);
	add_part(&list, call, 0, SIZE_MAX);
	if (call->variant == AT_END)
		add(&list, call->args[0]);
	return made(&list);
}

static struct env_value pop(struct liquid_call *call)
{
	size_t count = in_count(call), off = number_arg(call, 0, 1);

	return part(call, 0, off < count ? count - off : 0);
}

static struct env_value compact(struct liquid_call *call)
{
	struct making list = {.t = call->t};

	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		if (item.kind != ENV_NIL)
			add(&list, item);
	}
	return made(&list);
}

static struct env_value map(struct liquid_call *call)
{
	struct slice property = liquid_arg(call, 0);
	struct making list = {.t = call->t};

	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		add(&list, liquid_get_path(call->t, &item, property));
	}
	return made(&list);
}

/* --- order ---------------------------------------------------------------------------------------- */

struct keyed {
	struct env_value item, key;
	struct slice folded; /* its text, for an order by letters */
	size_t place;
	bool nil_first;
};

static int compare(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = 0;
	bool nil = x->key.kind == ENV_NIL, other = y->key.kind == ENV_NIL;

	if (nil != other)
		order = nil == x->nil_first ? -1 : 1;
	else if (x->folded.ptr && y->folded.ptr)
		order = slice_cmp(x->folded, y->folded);
	else if (!nil && !liquid_order(&x->key, &y->key, &order))
		order = (x->key.kind > y->key.kind) - (x->key.kind < y->key.kind);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

enum { BY_ORDER, BY_LETTERS };

/* Its texts are compared again and again. False: too much work. */
static bool take_key(struct liquid_call *call, struct keyed *keyed)
{
	struct template *t = call->t;
	size_t bytes = keyed->key.kind == ENV_STRING ? keyed->key.text.len : 0;

	if (!liquid_step(t, bytes * 16 / LIQUID_STEP_BYTES))
		return false;
	if (call->variant != BY_LETTERS || keyed->key.kind == ENV_NIL)
		return true;
	struct slice text = liquid_text(t, &keyed->key);
	keyed->folded = liquid_bytes(t, text.len) ? text_fold(t->arena, text) : S("");
	return true;
}

static struct env_value sort(struct liquid_call *call)
{
	size_t count = in_count(call);
	struct slice property = liquid_arg(call, 0);
	bool first = slice_eq(liquid_arg(call, 1), S("first"));

	if (!count || !liquid_step(call->t, count * 8))
		return part(call, 0, 0);
	struct keyed *list = arena_array(call->t->arena, count, struct keyed);
	for (size_t i = 0; i < count; i++) {
		struct env_value item = in_at(call, i);
		list[i] = (struct keyed){item, item, slice_none, i, first};
		if (property.len)
			list[i].key = liquid_get_path(call->t, &item, property);
		if (!take_key(call, &list[i]))
			return part(call, 0, 0);
	}
	qsort(list, count, sizeof(*list), compare);
	struct making out = {.t = call->t};
	for (size_t i = 0; i < count; i++)
		add(&out, list[i].item);
	return made(&out);
}

/* By their texts; of equal ones the first stays. */
static struct env_value uniq(struct liquid_call *call)
{
	size_t count = in_count(call), capacity = 8;
	struct making list = {.t = call->t};
	struct slice property = liquid_arg(call, 0);

	while (capacity < count * 2)
		capacity *= 2;
	if (!liquid_step(call->t, count * 2))
		return made(&list);
	struct slice *seen = arena_array(call->t->arena, capacity, struct slice);
	for (size_t i = 0; i < count && !is_over(call); i++) {
		struct env_value item = in_at(call, i), key = item;
		if (property.len)
			key = liquid_get_path(call->t, &item, property);
		struct slice text = liquid_text(call->t, &key);
		size_t at = (size_t)slice_hash(text) & (capacity - 1);
		text.ptr = text.ptr ? text.ptr : "";
		while (seen[at].ptr && !slice_eq(seen[at], text))
			at = (at + 1) & (capacity - 1);
		if (!seen[at].ptr)
			add(&list, item);
		seen[at] = text;
	}
	return made(&list);
}

/* --- choosing --------------------------------------------------------------------------------------- */

/* Selects by a field or an expression, or the items that do not match; finds the index of one, or
 * whether there is one. */
enum { BY_FIELD = 0, BY_EXPRESSION = 1, OTHERS = 2, PLACE = 4, IS_THERE = 8 };

/* Jekyll: a list must contain the value, anything else must have the same text; without a value, it
 * must be true. */
static bool has_value(struct liquid_call *call, const struct env_value *property)
{
	struct template *t = call->t;
	const struct env_value *wanted = &call->args[1];

	if (call->count < 2)
		return liquid_is_true(property) == LIQUID_YES;
	if (wanted->kind == ENV_UNKNOWN || property->kind == ENV_UNKNOWN)
		return false;
	if (wanted->kind == ENV_NIL || property->kind == ENV_NIL)
		return wanted->kind == property->kind;
	if (wanted->kind == ENV_EMPTY || wanted->kind == ENV_BLANK)
		return liquid_equal(t, property, wanted) == LIQUID_YES;
	struct slice text = liquid_text(t, wanted);
	if (!liquid_is_list(property))
		return slice_eq(liquid_text(t, property), text);
	for (size_t i = 0; i < property->count && !is_over(call); i++) {
		struct env_value item = liquid_at(t, property, i);
		if (slice_eq(liquid_text(t, &item), text))
			return true;
	}
	return false;
}

/* "item", "item.a == b": evaluates the expression for @item: its value, or (NULL) whether it is
 * true. */
static bool ask(
	struct liquid_call *call, const struct env_value *item, struct env_value *value)
{
	struct template *t = call->t;
	struct slice name = liquid_arg(call, 0), bad;
	struct env_value *known = liquid_local(t, name);
	struct env_value before = known ? *known : env_nil();
	bool holds = false;

	liquid_set(t, name, *item);
	if (value)
		*value = liquid_filtered(t, liquid_arg(call, 1), &bad);
	else
		holds = liquid_condition(t, liquid_arg(call, 1)) == LIQUID_YES;
	liquid_set(t, name, before);
	return holds;
}

static bool fits(struct liquid_call *call, const struct env_value *item)
{
	if (call->variant & BY_EXPRESSION)
		return ask(call, item, NULL);
	struct env_value field = liquid_get_path(call->t, item, liquid_arg(call, 0));
	return has_value(call, &field);
}

static struct env_value where(struct liquid_call *call)
{
	struct making list = {.t = call->t};

	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		if (fits(call, &item) == !(call->variant & OTHERS))
			add(&list, item);
	}
	return made(&list);
}

static struct env_value find(struct liquid_call *call)
{
	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		if (fits(call, &item))
			return call->variant & PLACE ? liquid_number((double)i, false)
			       : call->variant & IS_THERE ? env_bool(true)
							  : item;
	}
	return call->variant & IS_THERE ? env_bool(false) : env_nil();
}

/* --- groups ----------------------------------------------------------------------------------------- */

/* A group, and its items so far. */
struct group {
	struct liquid_group shown;
	struct making list;
};

/* The group of @key in @groups, created if necessary. */
static struct group *group_of(struct making *groups, struct env_value key)
{
	struct template *t = groups->t;
	struct slice text = liquid_text(t, &key);

	for (size_t i = 0; i < groups->count; i++) {
		struct group *group = (struct group *)groups->items[i].object;
		if (slice_eq(liquid_text(t, &group->shown.name), text))
			return group;
	}
	struct group *group = arena_new(t->arena, struct group);
	group->shown.name = key;
	group->list.t = t;
	add(groups, (struct env_value){
			    .kind = ENV_OBJECT, .type = LIQUID_GROUP, .object = group});
	return group;
}

static struct env_value group_by(struct liquid_call *call)
{
	struct template *t = call->t;
	struct making groups = {.t = t};

	for (size_t i = 0; i < in_count(call) && liquid_step(t, groups.count); i++) {
		struct env_value item = in_at(call, i), key;
		if (call->variant & BY_EXPRESSION)
			ask(call, &item, &key);
		else
			key = liquid_get_path(t, &item, liquid_arg(call, 0));
		struct group *group = group_of(&groups, key);
		add(&group->list, item);
		group->shown.items = made(&group->list);
	}
	return made(&groups);
}

static struct env_value sum(struct liquid_call *call)
{
	struct slice property = liquid_arg(call, 0);
	double all = 0;
	bool is_float = false;

	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		double number;
		bool this_float;
		if (property.len)
			item = liquid_get_path(call->t, &item, property);
		if (liquid_to_number(&item, &number, &this_float)) {
			all += number;
			is_float |= this_float;
		}
	}
	return liquid_number(all, is_float);
}

const struct liquid_filter liquid_list_filters[] = {
	{S("array_to_sentence_string"), join, TAKES_VALUE, SENTENCE},
	{S("compact"), compact, TAKES_VALUE, 0},
	{S("concat"), concat, TAKES_NIL, 0},
	{S("find"), find, TAKES_VALUE, 0},
	{S("find_exp"), find, TAKES_VALUE, BY_EXPRESSION},
	{S("find_index"), find, TAKES_VALUE, PLACE},
	{S("first"), first, TAKES_VALUE, 0},
	{S("group_by"), group_by, TAKES_VALUE, 0},
	{S("group_by_exp"), group_by, TAKES_VALUE, BY_EXPRESSION},
	{S("has"), find, TAKES_VALUE, IS_THERE},
	{S("join"), join, TAKES_VALUE, 0},
	{S("last"), last, TAKES_VALUE, 0},
	{S("length"), size, TAKES_NIL, 0},
	{S("limit"), limit, TAKES_VALUE, 0},
	{S("map"), map, TAKES_VALUE, 0},
	{S("offset"), offset, TAKES_VALUE, 0},
	{S("pop"), pop, TAKES_VALUE, 0},
	{S("push"), with_item, TAKES_NIL, AT_END},
	{S("reject"), where, TAKES_VALUE, OTHERS},
	{S("reject_exp"), where, TAKES_VALUE, BY_EXPRESSION | OTHERS},
	{S("reverse"), reverse, TAKES_VALUE, 0},
	{S("sample"), first, TAKES_VALUE, 0},
	{S("shift"), offset, TAKES_VALUE, 1},
	{S("size"), size, TAKES_NIL, 0},
	{S("slice"), slice_of, TAKES_VALUE, 0},
	{S("sort"), sort, TAKES_VALUE, 0},
	{S("sort_natural"), sort, TAKES_VALUE, BY_LETTERS},
	{S("split"), split, TAKES_NIL, 0},
	{S("sum"), sum, TAKES_VALUE, 0},
	{S("uniq"), uniq, TAKES_VALUE, 0},
	{S("unshift"), with_item, TAKES_NIL, AT_START},
	{S("where"), where, TAKES_VALUE, 0},
	{S("where_exp"), where, TAKES_VALUE, BY_EXPRESSION},
	{S(""), NULL, TAKES_VALUE, 0},
};
