/* SPDX-License-Identifier: MIT */
#include "text/env_value.h"

#define NUMBER_MAX_BYTES 32

bool env_to_number(struct slice text, double *out, bool *is_float)
{
	double number = 0, unit = 1;
	bool negative = text.len && *text.ptr == '-', dot = false, digits = false;

	if (text.len > NUMBER_MAX_BYTES)
		return false;
	for (size_t i = negative; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '.' && digits && !dot) {
			dot = true;
			digits = false;
			continue;
		}
		if (!ascii_is_digit(c))
			return false;
		digits = true;
		unit = dot ? unit * 10 : 1;
		number = number * 10 + (c - '0');
	}
	if (!digits)
		return false;
	number /= unit;
	*out = negative ? -number : number;
	*is_float = dot;
	return true;
}

struct env_value env_of_tree(const struct value *tree)
{
	struct env_value out = {.kind = ENV_STRING};

	if (!tree || tree->kind == VALUE_NULL)
		return env_nil();
	if (tree->kind != VALUE_SCALAR)
		return (struct env_value){
			.kind = ENV_TREE, .tree = tree, .count = tree->count};
	out.text = tree->text;
	if (tree->quoted)
		return out;
	if (!tree->text.len || slice_any(tree->text, S("null|Null|NULL|~"), slice_eq))
		return env_nil();
	double number;
	bool is_float, truth;
	if (value_bool(tree, &truth))
		return env_bool(truth);
	if (env_to_number(tree->text, &number, &is_float)) {
		out.kind = ENV_NUMBER;
		out.number = number;
		out.truth = is_float;
	}
	return out;
}
