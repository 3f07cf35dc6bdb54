/* SPDX-License-Identifier: MIT */
/* Liquid values: how they print, compare and contain others (shopify.github.io/liquid/basics). */
#include "base/text.h"
#include "text/dialect/liquid_internal.h"

#define WHOLE_MAX 9007199254740992.0 /* beyond it a double skips integers */

bool liquid_step(struct template *t, size_t steps)
{
	struct template_budget *budget = t->budget;

	budget->steps += steps;
	if (budget->steps <= LIQUID_STEPS_MAX)
		return true;
	if (!budget->is_over) {
		budget->is_over = true;
		template_warn(t, "templates of this page take too much work:",
			S("the rest of them is empty"));
	}
	return false;
}

bool liquid_read(struct template *t, const struct env_value *value)
{
	size_t bytes = value->kind == ENV_STRING ? value->text.len : 0;

	return bytes < LIQUID_STEP_BYTES || liquid_step(t, bytes / LIQUID_STEP_BYTES);
}

bool liquid_bytes(struct template *t, size_t bytes)
{
	t->budget->made_bytes += bytes;
	return t->budget->made_bytes <= TEMPLATE_FILTERED_MAX;
}

/* --- numbers ---------------------------------------------------------------------------------- */

double liquid_floor(double number)
{
	if (!(number > -WHOLE_MAX && number < WHOLE_MAX))
		return number;
	double cut = (double)(int64_t)number;
	return cut > number ? cut - 1 : cut;
}

struct env_value liquid_number(double number, bool is_float)
{
	return (struct env_value){
		.kind = ENV_NUMBER, .number = number, .truth = is_float};
}

bool liquid_to_number(const struct env_value *value, double *out, bool *is_float)
{
	bool unused = false;

	is_float = is_float ? is_float : &unused;
	*out = value->kind == ENV_NUMBER ? value->number : 0;
	*is_float = value->kind == ENV_NUMBER && value->truth;
	return value->kind == ENV_NUMBER ||
	       (value->kind == ENV_STRING &&
		       env_to_number(slice_trim(value->text), out, is_float));
}

size_t liquid_to_size(const struct env_value *value, size_t otherwise)
{
	double number;

	if (!liquid_to_number(value, &number, NULL) || number < 0)
		return otherwise;
	return number < 1e9 ? (size_t)number : (size_t)1e9;
}

static struct slice number_text(struct arena *arena, const struct env_value *value)
{
	if (value->text.len)
		return value->text;
	if (value->number > -WHOLE_MAX && value->number < WHOLE_MAX &&
		liquid_floor(value->number) == value->number)
		return arena_printf(arena, value->truth ? "%.1f" : "%.0f", value->number);
	return arena_printf(arena, "%.15g", value->number);
}

/* --- lists -------------------------------------------------------------------------------------- */

bool liquid_is_list(const struct env_value *value)
{
	return value->kind == ENV_ITEMS || value->kind == ENV_RANGE ||
	       (value->kind == ENV_TREE && value->tree->kind == VALUE_LIST) ||
	       (value->kind == ENV_OBJECT && value->count != 0);
}

size_t liquid_count(const struct env_value *value)
{
	return liquid_is_list(value) || value->kind == ENV_TREE ? value->count : 0;
}

static struct env_value pair_of(struct template *t, const struct value_pair *pair)
{
	struct env_value *items = arena_array(t->arena, 2, struct env_value);

	items[0] = env_string(pair->key);
	items[1] = env_of_tree(&pair->value);
	return (struct env_value){.kind = ENV_ITEMS, .items = items, .count = 2};
}

struct env_value liquid_at(struct template *t, const struct env_value *list, size_t index)
{
	struct env_value out = env_nil();

	if (index >= liquid_count(list) || !liquid_step(t, 1))
		return out;
	if (list->kind == ENV_ITEMS)
		return list->items[index];
	if (list->kind == ENV_RANGE)
		return liquid_number((double)(list->first + (int64_t)index), false);
	if (list->kind == ENV_TREE && !list->guarded)
		return list->tree->kind == VALUE_LIST
			       ? env_of_tree(&list->tree->items[index])
			       : pair_of(t, &list->tree->pairs[index]);
	if (t->env && t->env->item)
		t->env->item(t->env->ctx, t->arena, list, index, &out);
	return out;
}

/* --- text --------------------------------------------------------------------------------------- */

static void put_text(struct template *t, const struct env_value *value, struct buf *out,
	unsigned depth)
{
	switch (value->kind) {
	case ENV_BOOL:
		buf_put(out, value->truth ? S("true") : S("false"));
		return;
	case ENV_NUMBER:
		buf_put(out, number_text(t->arena, value));
		return;
	case ENV_STRING:
		buf_put(out, liquid_read(t, value) ? value->text : S(""));
		return;
	case ENV_RANGE:
		if (!value->count)
			return;
		buf_printf(out, "%lld..%lld", (long long)value->first,
			(long long)(value->first + (int64_t)value->count - 1));
		return;
	case ENV_OBJECT:
	case ENV_ITEMS:
	case ENV_TREE:
		break;
	case ENV_UNKNOWN:
	case ENV_NIL:
	case ENV_BLANK:
	case ENV_EMPTY:
		return;
	}
	if (!liquid_is_list(value)) {
		buf_put(out, value->text);
		return;
	}
	for (size_t i = 0; depth < LIQUID_DEPTH_MAX && i < value->count; i++) {
		struct env_value item = liquid_at(t, value, i);
		if (t->budget->is_over || out->overflow)
			return;
		put_text(t, &item, out, depth + 1);
	}
}

struct slice liquid_text(struct template *t, const struct env_value *value)
{
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	if (value->kind == ENV_STRING)
		return liquid_read(t, value) ? value->text : S("");
	put_text(t, value, &out, 0);
	return liquid_made(t, &out).text;
}

struct env_value liquid_made(struct template *t, struct buf *out)
{
	struct slice text = liquid_bytes(t, out->len) ? buf_dup(out, t->arena) : S("");

	buf_fini(out);
	return env_string(text);
}

/* --- comparing ---------------------------------------------------------------------------------- */

static enum liquid_truth yes_if(bool truth)
{
	return truth ? LIQUID_YES : LIQUID_NO;
}

enum liquid_truth liquid_is_true(const struct env_value *value)
{
	if (value->kind == ENV_UNKNOWN)
		return LIQUID_PERHAPS;
	return yes_if(value->kind == ENV_BOOL ? value->truth : value->kind != ENV_NIL);
}

static bool is_empty(const struct env_value *value)
{
	if (value->kind == ENV_STRING)
		return value->text.len == 0;
	return (value->kind == ENV_ITEMS || value->kind == ENV_TREE ||
		       value->kind == ENV_RANGE) &&
	       value->count == 0;
}

static bool is_blank(const struct env_value *value)
{
	if (value->kind == ENV_STRING)
		return slice_trim(value->text).len == 0;
	return value->kind == ENV_NIL || (value->kind == ENV_BOOL && !value->truth) ||
	       is_empty(value);
}

static bool is_same_list(
	struct template *t, const struct env_value *a, const struct env_value *b)
{
	if (a->count != b->count || !liquid_is_list(a) || !liquid_is_list(b))
		return false;
	return slice_eq(liquid_text(t, a), liquid_text(t, b));
}

enum liquid_truth liquid_equal(
	struct template *t, const struct env_value *a, const struct env_value *b)
{
	if (a->kind == ENV_UNKNOWN || b->kind == ENV_UNKNOWN)
		return LIQUID_PERHAPS;
	if (a->kind != ENV_EMPTY && b->kind != ENV_EMPTY &&
		(!liquid_read(t, a) || !liquid_read(t, b)))
		return LIQUID_NO;
	if (a->kind == ENV_EMPTY || a->kind == ENV_BLANK) {
		const struct env_value *swap = a;
		a = b;
		b = swap;
	}
	if (b->kind == ENV_EMPTY)
		return yes_if(is_empty(a));
	if (b->kind == ENV_BLANK)
		return yes_if(is_blank(a));
	if (a->kind != b->kind)
		return yes_if(is_same_list(t, a, b));
	switch (a->kind) {
	case ENV_NIL:
		return LIQUID_YES;
	case ENV_BOOL:
		return yes_if(a->truth == b->truth);
	case ENV_NUMBER:
		return yes_if(a->number == b->number);
	case ENV_STRING:
		return yes_if(slice_eq(a->text, b->text));
	case ENV_TREE:
		return yes_if(a->tree == b->tree || is_same_list(t, a, b));
	case ENV_OBJECT:
		return yes_if(a->object == b->object && a->type == b->type &&
			      a->count == b->count);
	case ENV_ITEMS:
	case ENV_RANGE:
		return yes_if(is_same_list(t, a, b));
	case ENV_UNKNOWN:
	case ENV_BLANK:
	case ENV_EMPTY:
		break;
	}
	return LIQUID_NO;
}

bool liquid_order(const struct env_value *a, const struct env_value *b, int *order)
{
	if (a->kind == ENV_NUMBER && b->kind == ENV_NUMBER) {
		*order = a->number < b->number ? -1 : a->number > b->number;
		return true;
	}
	if (a->kind != ENV_STRING || b->kind != ENV_STRING)
		return false;
	*order = slice_cmp(a->text, b->text);
	return true;
}

enum liquid_truth liquid_contains(
	struct template *t, const struct env_value *in, const struct env_value *what)
{
	struct slice text;

	if (in->kind == ENV_UNKNOWN || what->kind == ENV_UNKNOWN)
		return LIQUID_PERHAPS;
	if (what->kind == ENV_NIL || !liquid_read(t, in))
		return LIQUID_NO;
	text = liquid_text(t, what);
	if (in->kind == ENV_STRING)
		return yes_if(slice_find(in->text, text) >= 0);
	if (in->kind == ENV_TREE && in->tree->kind == VALUE_MAP) {
		struct env_value found = liquid_get(t, in, text, text);
		return yes_if(found.kind != ENV_NIL);
	}
	for (size_t i = 0; i < liquid_count(in) && !t->budget->is_over; i++) {
		struct env_value item = liquid_at(t, in, i);
		if (liquid_equal(t, &item, what) == LIQUID_YES)
			return LIQUID_YES;
	}
	return LIQUID_NO;
}
