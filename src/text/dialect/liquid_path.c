/* SPDX-License-Identifier: MIT */
/* Literals, and names with paths: "site.data.x[0].url". */
#include "text/dialect/liquid_internal.h"

/* --- variables of the template ---------------------------------------------------------------- */

struct env_value *liquid_local(const struct template *t, struct slice name)
{
	for (unsigned i = t->budget->local_count; i-- > 0;) {
		if (slice_eq(t->budget->locals[i].name, name))
			return &t->budget->locals[i].value;
	}
	return NULL;
}

void liquid_set(struct template *t, struct slice name, struct env_value value)
{
	struct template_budget *budget = t->budget;
	struct env_value *known = liquid_local(t, name);

	if (known) {
		*known = value;
	} else if (budget->local_count < TEMPLATE_LOCALS_MAX) {
		if (!budget->locals)
			budget->locals = arena_array(
				t->arena, TEMPLATE_LOCALS_MAX, struct template_local);
		budget->locals[budget->local_count].name = arena_dup(t->arena, name);
		budget->locals[budget->local_count++].value = value;
	}
}

/* --- what is in a value ------------------------------------------------------------------------ */

static struct env_value of_loop(const struct liquid_loop *loop, struct slice name)
{
	const double index = (double)loop->index, count = (double)loop->count;
	const struct {
		struct slice name;
		struct env_value value;
	} known[] = {{S("index"), liquid_number(index + 1, false)},
		{S("index0"), liquid_number(index, false)},
		{S("rindex"), liquid_number(count - index, false)},
		{S("rindex0"), liquid_number(count - index - 1, false)},
		{S("length"), liquid_number(count, false)},
		{S("first"), env_bool(loop->index == 0)},
		{S("last"), env_bool(loop->index + 1 == loop->count)},
		{S("name"), env_string(loop->name)}};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (slice_eq(name, known[i].name))
			return known[i].value;
	}
	if (slice_eq(name, S("parentloop")) && loop->parent)
		return (struct env_value){.kind = ENV_OBJECT,
			.type = LIQUID_FORLOOP,
			.object = loop->parent};
	return env_nil();
}

static struct env_value of_params(const struct liquid_params *params, struct slice name)
{
	for (unsigned i = 0; params && i < params->count; i++) {
		if (params->names[i].len && slice_eq(params->names[i], name))
			return params->values[i];
	}
	return env_nil();
}

static struct env_value of_group(const struct liquid_group *group, struct slice name)
{
	if (slice_eq(name, S("name")))
		return group->name;
	if (slice_eq(name, S("items")))
		return group->items;
	return slice_eq(name, S("size"))
		       ? liquid_number((double)liquid_count(&group->items), false)
		       : env_nil();
}

/* The environment's value of @name. */
static struct env_value ask(struct template *t, const struct env_value *of,
	struct slice name, struct slice whole)
{
	struct env_value out = {.kind = ENV_UNKNOWN};

	if (!t->env || !t->env->value)
		return out;
	switch (t->env->value(t->env->ctx, t->arena, of, name, &out)) {
	case ENV_TEXT:
		break;
	case ENV_NONE:
		return (struct env_value){.kind = ENV_UNKNOWN};
	case ENV_KEPT:
		template_warn_kept(t, "setting not shown", whole, out.text);
		return env_string(S(""));
	}
	return out;
}

static const struct value *tree_get(
	struct template *t, const struct value *map, struct slice key)
{
	liquid_step(t, map->count / 16 + 1);
	for (size_t i = map->count; i-- > 0;) {
		if (slice_eq(map->pairs[i].key, key))
			return &map->pairs[i].value;
	}
	return value_get(map, key);
}

/* The members of every list: size, first, last. */
static bool of_list(struct template *t, const struct env_value *of, struct slice name,
	struct env_value *out)
{
	size_t count = liquid_count(of);

	if (!liquid_is_list(of) && of->kind != ENV_TREE && of->kind != ENV_STRING)
		return false;
	if ((slice_eq(name, S("size")) || slice_eq(name, S("length"))) &&
		liquid_read(t, of)) {
		for (size_t i = 0; of->kind == ENV_STRING && i < of->text.len; i++)
			count += (of->text.ptr[i] & 0xc0) != 0x80;
		*out = liquid_number((double)count, false);
	} else if (slice_eq(name, S("first"))) {
		*out = liquid_at(t, of, 0);
	} else if (slice_eq(name, S("last"))) {
		*out = count ? liquid_at(t, of, count - 1) : env_nil();
	} else {
		return false;
	}
	return true;
}

struct env_value liquid_get(struct template *t, const struct env_value *of,
	struct slice name, struct slice whole)
{
	const struct value *found = NULL;
	struct env_value out = env_nil();

	if (of->kind == ENV_UNKNOWN)
		return *of;
	if (of->kind == ENV_TREE && of->guarded) {
		out = ask(t, of, name, whole);
		if (out.kind != ENV_NIL)
			return out;
	} else if (of->kind == ENV_TREE && of->tree->kind == VALUE_MAP) {
		found = tree_get(t, of->tree, name);
	}
	if (found)
		return env_of_tree(found);
	if (of->kind == ENV_OBJECT) {
		switch (of->type) {
		case LIQUID_FORLOOP:
			return of_loop(of->object, name);
		case LIQUID_PARAMS:
			return of_params(of->object, name);
		case LIQUID_GROUP:
			return of_group(of->object, name);
		default:
			break;
		}
		out = ask(t, of, name, whole);
		if (out.kind != ENV_NIL && out.kind != ENV_UNKNOWN)
			return out;
	}
	struct env_value item;
	return of_list(t, of, name, &item) ? item : out;
}

struct env_value liquid_get_path(
	struct template *t, const struct env_value *of, struct slice dotted)
{
	struct env_value value = *of;
	struct slice rest = dotted, name;

	while (slice_split(&rest, '.', &name))
		value = liquid_get(t, &value, slice_trim(name), dotted);
	return value;
}

struct env_value liquid_index(
	struct template *t, const struct env_value *of, const struct env_value *index)
{
	struct slice text = liquid_text(t, index);

	if (index->kind == ENV_UNKNOWN || of->kind == ENV_UNKNOWN)
		return (struct env_value){.kind = ENV_UNKNOWN};
	if (index->kind == ENV_NIL)
		return env_nil();
	if (index->kind != ENV_NUMBER || !liquid_is_list(of))
		return liquid_get(t, of, text, text);
	double at = index->number < 0 ? index->number + (double)of->count : index->number;
	if (at < 0 || at >= (double)of->count)
		return env_nil();
	return liquid_at(t, of, (size_t)at);
}

/* --- reading ------------------------------------------------------------------------------------ */

struct slice liquid_unquoted(struct slice s)
{
	return s.len > 1 && (*s.ptr == '"' || *s.ptr == '\'')
		       ? slice(s.ptr + 1, s.len - 2)
		       : s;
}

struct slice liquid_name(struct slice *in)
{
	size_t len = 0;

	*in = slice_trim_start(*in);
	while (len < in->len && (ascii_is_alnum(in->ptr[len]) || in->ptr[len] == '_' ||
					in->ptr[len] == '-' || (in->ptr[len] & 0x80)))
		len++;
	if (len && len < in->len && in->ptr[len] == '?')
		len++;
	return slice_take(in, len);
}

static struct env_value string_literal(struct slice *in)
{
	ptrdiff_t end = slice_find_char(slice_from(*in, 1), *in->ptr);
	struct slice text =
		slice_head(slice_from(*in, 1), end < 0 ? in->len : (size_t)end);

	*in = slice_from(*in, text.len + 2);
	return env_string(text);
}

static struct env_value number_literal(struct slice *in)
{
	size_t len = *in->ptr == '-';
	double number;
	bool is_float;

	while (len < in->len && (ascii_is_digit(in->ptr[len]) ||
					(in->ptr[len] == '.' && len + 1 < in->len &&
						ascii_is_digit(in->ptr[len + 1]))))
		len++;
	struct env_value text = env_string(slice_head(*in, len));
	*in = slice_from(*in, len ? len : 1);
	if (!liquid_to_number(&text, &number, &is_float))
		return env_nil();
	struct env_value value = liquid_number(number, is_float);
	value.text = text.text;
	return value;
}

/* "(1..5)" */
static struct env_value range(struct template *t, struct slice *in)
{
	double ends[2];

	*in = slice_from(*in, 1);
	for (unsigned i = 0; i < 2; i++) {
		struct env_value end = liquid_operand(t, in);
		if (!liquid_to_number(&end, &ends[i], NULL))
			ends[i] = 0;
		*in = slice_trim_start(*in);
		if (i == 0)
			slice_skip(in, S(".."));
	}
	slice_skip(in, S(")"));
	struct env_value value = {.kind = ENV_RANGE};
	if (ends[0] > -1e15 && ends[1] < 1e15 && ends[0] <= ends[1]) {
		value.first = (int64_t)ends[0];
		value.count = (size_t)((int64_t)ends[1] - value.first) + 1;
	}
	return value;
}

static bool keyword(struct slice name, struct env_value *out)
{
	const struct {
		struct slice name;
		struct env_value value;
	} words[] = {{S("true"), env_bool(true)}, {S("false"), env_bool(false)},
		{S("nil"), env_nil()}, {S("null"), env_nil()}, {S("none"), env_nil()},
		{S("blank"), {.kind = ENV_BLANK}}, {S("empty"), {.kind = ENV_EMPTY}}};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (slice_eq(name, words[i].name)) {
			*out = words[i].value;
			return true;
		}
	}
	return false;
}

/* The value of a first name: a variable of the template, of an include, or of the site. */
static struct env_value root(struct template *t, struct slice name)
{
	struct env_value *local = liquid_local(t, name), value;

	if (local)
		return *local;
	if (slice_eq(name, S("forloop")) || slice_eq(name, S("tablerowloop")))
		return t->budget->loop ? (struct env_value){.kind = ENV_OBJECT,
						 .type = LIQUID_FORLOOP,
						 .object = t->budget->loop}
				       : env_nil();
	if (slice_eq(name, S("include")))
		return (struct env_value){
			.kind = ENV_OBJECT, .type = LIQUID_PARAMS, .object = t->params};
	/* An include's parameter without "include.": Eleventy, Nunjucks. */
	value = of_params(t->params, name);
	return value.kind == ENV_NIL ? ask(t, NULL, name, name) : value;
}

/* The parts of a path after its first name. */
static struct env_value path(
	struct template *t, struct slice start, struct slice *in, struct env_value value)
{
	for (unsigned depth = t->budget->depth; in->len;) {
		if (slice_starts(*in, S(".")) && !slice_starts(*in, S(".."))) {
			*in = slice_from(*in, 1);
			struct slice name = liquid_name(in);
			struct slice whole =
				slice_head(start, (size_t)(in->ptr - start.ptr));
			if (!name.len)
				return value;
			value = liquid_get(t, &value, name, whole);
		} else if (*in->ptr == '[' && depth < LIQUID_DEPTH_MAX) {
			*in = slice_from(*in, 1);
			t->budget->depth++;
			struct env_value index = liquid_operand(t, in);
			t->budget->depth--;
			*in = slice_trim_start(*in);
			slice_skip(in, S("]"));
			value = liquid_index(t, &value, &index);
		} else {
			break;
		}
	}
	return value;
}

/* The value from an environment that only has texts by dotted names. */
static struct env_value by_dotted_name(struct template *t, struct slice dotted)
{
	struct slice text;

	switch (template_variable(t, dotted, &text)) {
	case ENV_TEXT:
		if (!text.len) /* said, and empty */
			return env_string(text);
		return env_of_tree(&(struct value){.kind = VALUE_SCALAR, .text = text});
	case ENV_KEPT: /* as if it were empty */
		return env_string(text);
	case ENV_NONE:
		break;
	}
	return (struct env_value){.kind = ENV_UNKNOWN};
}

struct env_value liquid_operand(struct template *t, struct slice *in)
{
	struct env_value value = env_nil();

	*in = slice_trim_start(*in);
	if (!in->len || !liquid_step(t, 1))
		return value;
	char c = *in->ptr;
	if (c == '"' || c == '\'')
		return string_literal(in);
	if (ascii_is_digit(c) || c == '-')
		return number_literal(in);
	if (c == '(' && t->budget->depth < LIQUID_DEPTH_MAX) {
		t->budget->depth++;
		value = range(t, in);
		t->budget->depth--;
		return value;
	}
	struct slice start = *in, name = liquid_name(in);
	if (!name.len) /* another language's syntax */
		return (struct env_value){.kind = ENV_UNKNOWN};
	if (keyword(name, &value))
		return value;
	value = path(t, start, in, root(t, name));
	if (value.kind == ENV_UNKNOWN && t->env && !t->env->value)
		value = by_dotted_name(
			t, slice_head(start, (size_t)(in->ptr - start.ptr)));
	return value;
}
