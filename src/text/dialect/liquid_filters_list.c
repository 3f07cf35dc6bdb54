/* SPDX-License-Identifier: MIT */
/* Filters of lists (shopify.github.io/liquid, jekyllrb.com/docs/liquid/filters). */
#include <stdlib.h>

#include "base/text.h"
#include "text/dialect/liquid_internal.h"

/* A list that is being made. */
struct making {
	struct template *t;
	struct env_value *items;
	size_t count, capacity;
};

static void add(struct making *list, struct env_value item)
{
	if (list->count == list->capacity)
		list->items = arena_grown(list->t->arena, list->items, list->count,
			&list->capacity, sizeof(*list->items));
	list->items[list->count++] = item;
}

static struct env_value made(const struct making *list)
{
	return (struct env_value){
		.kind = ENV_ITEMS, .items = list->items, .count = list->count};
}

/* What the filters of lists go through: one value is a list of one, a map is its pairs. */
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

/* Items @from to before @to. */
static struct env_value part(struct liquid_call *call, size_t from, size_t to)
{
	struct making list = {.t = call->t};

	for (size_t i = from; i < to && i < in_count(call) && !is_over(call); i++)
		add(&list, in_at(call, i));
	return made(&list);
}

static size_t number_arg(struct liquid_call *call, unsigned index, size_t otherwise)
{
	double number;
	bool is_float;

	if (index >= call->count ||
		!liquid_to_number(&call->args[index], &number, &is_float) || number < 0)
		return otherwise;
	return number < 1e9 ? (size_t)number : (size_t)1e9;
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

static struct env_value offset(struct liquid_call *call)
{
	return part(call, number_arg(call, 0, 0), in_count(call));
}

static struct env_value reverse(struct liquid_call *call)
{
	struct making list = {.t = call->t};

	for (size_t i = in_count(call); i-- > 0 && !is_over(call);)
		add(&list, in_at(call, i));
	return made(&list);
}

/* Of a list items, of a text characters; a place below 0 counts from the end. */
static struct env_value slice_of(struct liquid_call *call)
{
	double at = 0;
	bool is_float, is_text = call->in.kind == ENV_STRING;
	size_t length = number_arg(call, 1, 1);
	struct env_value size = liquid_get(call->t, &call->in, S("size"), S("size"));

	if (call->count)
		liquid_to_number(&call->args[0], &at, &is_float);
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

static struct env_value join(struct liquid_call *call)
{
	struct slice between = call->count ? liquid_arg(call, 0) : S(" ");
	struct buf out;

	buf_init(&out, TEMPLATE_ADDED_MAX);
	for (size_t i = 0; i < in_count(call) && !is_over(call) && !out.overflow; i++) {
		struct env_value item = in_at(call, i);
		buf_put(&out, i ? between : S(""));
		buf_put(&out, liquid_text(call->t, &item));
	}
	struct slice text =
		liquid_bytes(call->t, out.len) ? buf_dup(&out, call->t->arena) : S("");
	buf_fini(&out);
	return env_string(text);
}

/* As Ruby's: empty pieces at the end are none; an empty mark parts characters, a blank words. */
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
	for (size_t i = 0; i < in_count(call) && !is_over(call); i++)
		add(&list, in_at(call, i));
	for (size_t i = 0; i < in_count(&other) && !is_over(call); i++)
		add(&list, in_at(&other, i));
	return made(&list);
}

static struct env_value with_item(struct liquid_call *call, bool at_end)
{
	struct making list = {.t = call->t};

	if (!at_end)
		add(&list, call->args[0]);
	for (size_t i = 0; i < in_count(call) && !is_over(call); i++)
		add(&list, in_at(call, i));
	if (at_end)
		add(&list, call->args[0]);
	return made(&list);
}

static struct env_value push(struct liquid_call *call)
{
	return with_item(call, true);
}

static struct env_value unshift(struct liquid_call *call)
{
	return with_item(call, false);
}

static struct env_value pop(struct liquid_call *call)
{
	size_t count = in_count(call), off = number_arg(call, 0, 1);

	return part(call, 0, off < count ? count - off : 0);
}

static struct env_value shift(struct liquid_call *call)
{
	return part(call, number_arg(call, 0, 1), in_count(call));
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
	struct template *t;
	struct env_value item, key;
	struct slice folded;
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
	else if (!nil && !liquid_order(x->t, &x->key, &y->key, &order))
		order = (x->key.kind > y->key.kind) - (x->key.kind < y->key.kind);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static struct env_value sorted(struct liquid_call *call, bool natural)
{
	size_t count = in_count(call);
	struct slice property = liquid_arg(call, 0);
	bool first = slice_eq(liquid_arg(call, 1), S("first"));

	if (!count || !liquid_step(call->t, count * 8))
		return part(call, 0, 0);
	struct keyed *list = arena_array(call->t->arena, count, struct keyed);
	for (size_t i = 0; i < count; i++) {
		struct env_value item = in_at(call, i);
		list[i] = (struct keyed){call->t, item, item, slice_none, i, first};
		if (property.len)
			list[i].key = liquid_get_path(call->t, &item, property);
		if (natural && list[i].key.kind != ENV_NIL)
			list[i].folded = text_fold(
				call->t->arena, liquid_text(call->t, &list[i].key));
	}
	qsort(list, count, sizeof(*list), compare);
	struct making out = {.t = call->t};
	for (size_t i = 0; i < count; i++)
		add(&out, list[i].item);
	return made(&out);
}

static struct env_value sort(struct liquid_call *call)
{
	return sorted(call, false);
}

static struct env_value sort_natural(struct liquid_call *call)
{
	return sorted(call, true);
}

/* By their texts: of equal ones the first stays. */
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

/* Jekyll: a list holds the value, anything else has the same text; without a value it has to be true. */
static bool has_value(
	struct liquid_call *call, const struct env_value *property, unsigned arg)
{
	struct template *t = call->t;
	const struct env_value *wanted = &call->args[arg];

	if (call->count <= arg)
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

/* "key", "value". */
static bool by_value(struct liquid_call *call, const struct env_value *item)
{
	struct env_value property = liquid_get_path(call->t, item, liquid_arg(call, 0));

	return has_value(call, &property, 1);
}

/* The values of @name while an expression is asked about each item. */
static struct env_value with_name(struct liquid_call *call, const struct env_value *item,
	bool *holds, struct env_value *value)
{
	struct template *t = call->t;
	struct slice name = liquid_arg(call, 0), bad;
	struct env_value *known = liquid_local(t, name);
	struct env_value before = known ? *known : env_nil();

	liquid_set(t, name, *item);
	if (holds)
		*holds = liquid_condition(t, liquid_arg(call, 1)) == LIQUID_YES;
	if (value)
		*value = liquid_filtered(t, liquid_arg(call, 1), &bad);
	liquid_set(t, name, before);
	return *item;
}

/* "item", "item.a == b". */
static bool by_expression(struct liquid_call *call, const struct env_value *item)
{
	bool holds = false;

	with_name(call, item, &holds, NULL);
	return holds;
}

typedef bool (*chooser)(struct liquid_call *call, const struct env_value *item);

static struct env_value chosen(struct liquid_call *call, chooser fits, bool wanted)
{
	struct making list = {.t = call->t};

	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		if (fits(call, &item) == wanted)
			add(&list, item);
	}
	return made(&list);
}

static struct env_value where(struct liquid_call *call)
{
	return chosen(call, by_value, true);
}

static struct env_value where_exp(struct liquid_call *call)
{
	return chosen(call, by_expression, true);
}

static struct env_value reject(struct liquid_call *call)
{
	return chosen(call, by_value, false);
}

static struct env_value reject_exp(struct liquid_call *call)
{
	return chosen(call, by_expression, false);
}

/* The first that fits, and its place. */
static struct env_value found(struct liquid_call *call, chooser fits, size_t *place)
{
	for (size_t i = 0; i < in_count(call) && !is_over(call); i++) {
		struct env_value item = in_at(call, i);
		*place = i;
		if (fits(call, &item))
			return item;
	}
	*place = SIZE_MAX;
	return env_nil();
}

static struct env_value find(struct liquid_call *call)
{
	size_t place;

	return found(call, by_value, &place);
}

static struct env_value find_exp(struct liquid_call *call)
{
	size_t place;

	return found(call, by_expression, &place);
}

static struct env_value find_index(struct liquid_call *call)
{
	size_t place;

	found(call, by_value, &place);
	return place == SIZE_MAX ? env_nil() : liquid_number((double)place, false);
}

static struct env_value has(struct liquid_call *call)
{
	size_t place;

	found(call, by_value, &place);
	return env_bool(place != SIZE_MAX);
}

/* --- groups ----------------------------------------------------------------------------------------- */

/* The group of @key in @groups, made where there is none. */
static struct making *group_of(struct template *t, struct making *groups,
	struct making **lists, size_t *capacity, struct env_value key)
{
	struct slice text = liquid_text(t, &key);

	for (size_t i = 0; i < groups->count; i++) {
		const struct liquid_group *group = groups->items[i].object;
		if (slice_eq(liquid_text(t, &group->name), text))
			return &(*lists)[i];
	}
	struct liquid_group *group = arena_new(t->arena, struct liquid_group);
	group->name = key;
	if (groups->count == *capacity)
		*lists = arena_grown(
			t->arena, *lists, groups->count, capacity, sizeof(**lists));
	(*lists)[groups->count] = (struct making){.t = t};
	add(groups, (struct env_value){
			    .kind = ENV_OBJECT, .type = LIQUID_GROUP, .object = group});
	return &(*lists)[groups->count - 1];
}

static struct env_value grouped(struct liquid_call *call, bool by_expression)
{
	struct template *t = call->t;
	struct making groups = {.t = t}, *lists = NULL;
	size_t capacity = 0;

	for (size_t i = 0; i < in_count(call) && liquid_step(t, groups.count); i++) {
		struct env_value item = in_at(call, i), key;
		if (by_expression)
			with_name(call, &item, NULL, &key);
		else
			key = liquid_get_path(t, &item, liquid_arg(call, 0));
		add(group_of(t, &groups, &lists, &capacity, key), item);
	}
	for (size_t i = 0; i < groups.count; i++)
		((struct liquid_group *)groups.items[i].object)->items = made(&lists[i]);
	return made(&groups);
}

static struct env_value group_by(struct liquid_call *call)
{
	return grouped(call, false);
}

static struct env_value group_by_exp(struct liquid_call *call)
{
	return grouped(call, true);
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

/* "a, b, and c" */
static struct env_value sentence(struct liquid_call *call)
{
	struct slice last = call->count ? liquid_arg(call, 0) : S("and");
	size_t count = in_count(call);
	struct buf out;

	buf_init(&out, TEMPLATE_ADDED_MAX);
	for (size_t i = 0; i < count && !is_over(call) && !out.overflow; i++) {
		struct env_value item = in_at(call, i);
		if (i)
			buf_puts(&out, count > 2 ? ", " : " ");
		if (i && i + 1 == count) {
			buf_put(&out, last);
			buf_putc(&out, ' ');
		}
		buf_put(&out, liquid_text(call->t, &item));
	}
	struct slice text =
		liquid_bytes(call->t, out.len) ? buf_dup(&out, call->t->arena) : S("");
	buf_fini(&out);
	return env_string(text);
}

const struct liquid_filter liquid_list_filters[] = {
	{S("array_to_sentence_string"), sentence, TAKES_VALUE},
	{S("compact"), compact, TAKES_VALUE},
	{S("concat"), concat, TAKES_NIL},
	{S("find"), find, TAKES_VALUE},
	{S("find_exp"), find_exp, TAKES_VALUE},
	{S("find_index"), find_index, TAKES_VALUE},
	{S("first"), first, TAKES_VALUE},
	{S("group_by"), group_by, TAKES_VALUE},
	{S("group_by_exp"), group_by_exp, TAKES_VALUE},
	{S("has"), has, TAKES_VALUE},
	{S("join"), join, TAKES_VALUE},
	{S("last"), last, TAKES_VALUE},
	{S("length"), size, TAKES_NIL},
	{S("limit"), limit, TAKES_VALUE},
	{S("map"), map, TAKES_VALUE},
	{S("offset"), offset, TAKES_VALUE},
	{S("pop"), pop, TAKES_VALUE},
	{S("push"), push, TAKES_NIL},
	{S("reject"), reject, TAKES_VALUE},
	{S("reject_exp"), reject_exp, TAKES_VALUE},
	{S("reverse"), reverse, TAKES_VALUE},
	{S("sample"), first, TAKES_VALUE},
	{S("shift"), shift, TAKES_VALUE},
	{S("size"), size, TAKES_NIL},
	{S("slice"), slice_of, TAKES_VALUE},
	{S("sort"), sort, TAKES_VALUE},
	{S("sort_natural"), sort_natural, TAKES_VALUE},
	{S("split"), split, TAKES_NIL},
	{S("sum"), sum, TAKES_VALUE},
	{S("uniq"), uniq, TAKES_VALUE},
	{S("unshift"), unshift, TAKES_NIL},
	{S("where"), where, TAKES_VALUE},
	{S("where_exp"), where_exp, TAKES_VALUE},
	{S(""), NULL, TAKES_VALUE},
};
