/* SPDX-License-Identifier: MIT */
/* Chains of filters, and conditions. */
#include "text/dialect/liquid_internal.h"

/* The offset of the first @mark outside of quotes, or the length. */
static size_t find_outside(struct slice s, char mark)
{
	char quote = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == mark)
			return i;
	}
	return s.len;
}

/* "name: a, key: b", or Nunjucks' "name(a, b)". Named arguments count by position. */
static void read_arguments(struct liquid_call *call, struct slice in)
{
	while (call->count < LIQUID_ARGS_MAX && slice_trim(in).len) {
		size_t len = find_outside(in, ',');
		struct slice piece = slice_trim(slice_head(in, len)), rest = piece;
		struct slice name = liquid_name(&rest);
		if (name.len && slice_starts(slice_trim_start(rest), S(":")))
			piece = slice_from(slice_trim_start(rest), 1);
		struct env_value *arg = &call->args[call->count++];
		*arg = liquid_operand(call->t, &piece);
		if (!liquid_read(call->t, arg))
			*arg = env_nil();
		in = slice_from(in, len + 1);
	}
}

struct slice liquid_arg(struct liquid_call *call, unsigned index)
{
	return index < call->count ? liquid_text(call->t, &call->args[index]) : S("");
}

/* One filter. False: it is unknown. */
static bool apply(
	struct template *t, struct slice piece, bool is_last, struct env_value *value)
{
	struct slice name = liquid_name(&piece);
	const struct liquid_filter *filter = liquid_filter_find(name);
	struct liquid_call call = {.t = t, .in = *value, .is_last = is_last};

	if (!name.len)
		return true;
	if (!filter)
		return false;
	if ((value->kind == ENV_UNKNOWN && filter->takes != TAKES_ALL) ||
		(value->kind == ENV_NIL && filter->takes == TAKES_VALUE) ||
		!liquid_step(t, 1) || !liquid_read(t, value))
		return true;
	piece = slice_trim(piece);
	if (slice_starts(piece, S("(")) && slice_ends(piece, S(")")))
		piece = slice(piece.ptr + 1, piece.len - 2);
	else
		piece = slice_from(piece, slice_starts(piece, S(":")));
	read_arguments(&call, piece);
	call.variant = filter->variant;
	*value = filter->apply(&call);
	return true;
}

struct env_value liquid_filtered(
	struct template *t, struct slice expression, struct slice *bad)
{
	size_t len = find_outside(expression, '|');
	struct slice piece = slice_head(expression, len);
	struct env_value value = liquid_operand(t, &piece);

	*bad = slice_none;
	while (len < expression.len) {
		expression = slice_from(expression, len + 1);
		len = find_outside(expression, '|');
		piece = slice_head(expression, len);
		if (!apply(t, piece, len == expression.len, &value)) {
			*bad = liquid_name(&piece);
			return (struct env_value){.kind = ENV_UNKNOWN};
		}
	}
	return value;
}

/* --- conditions --------------------------------------------------------------------------------- */

enum relation {
	OP_NONE,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_MORE,
	OP_MORE_EQUAL,
	OP_CONTAINS,
	OP_IN,
};

static enum relation take_operator(struct slice *in)
{
	/* Longer ones first. */
	static const struct {
		struct slice text;
		enum relation relation;
	} rows[] = {{S("==="), OP_EQUAL}, {S("!=="), OP_UNEQUAL}, {S("=="), OP_EQUAL},
		{S("!="), OP_UNEQUAL}, {S("<>"), OP_UNEQUAL}, {S("<="), OP_LESS_EQUAL},
		{S(">="), OP_MORE_EQUAL}, {S("<"), OP_LESS}, {S(">"), OP_MORE},
		{S("contains"), OP_CONTAINS}, {S("in "), OP_IN}};

	*in = slice_trim_start(*in);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (slice_starts(*in, rows[i].text)) {
			*in = slice_from(*in, rows[i].text.len);
			return rows[i].relation;
		}
	}
	return OP_NONE;
}

static enum liquid_truth negated(enum liquid_truth truth)
{
	return truth == LIQUID_PERHAPS ? truth
	       : truth == LIQUID_YES   ? LIQUID_NO
				       : LIQUID_YES;
}

static enum liquid_truth compare(struct template *t, enum relation relation,
	const struct env_value *a, const struct env_value *b)
{
	int order = 0;

	switch (relation) {
	case OP_NONE:
		return liquid_is_true(a);
	case OP_EQUAL:
		return liquid_equal(t, a, b);
	case OP_UNEQUAL:
		return negated(liquid_equal(t, a, b));
	case OP_CONTAINS:
		return liquid_contains(t, a, b);
	case OP_IN:
		return liquid_contains(t, b, a);
	case OP_LESS:
	case OP_LESS_EQUAL:
	case OP_MORE:
	case OP_MORE_EQUAL:
		break;
	}
	if (a->kind == ENV_UNKNOWN || b->kind == ENV_UNKNOWN)
		return LIQUID_PERHAPS;
	if (!liquid_read(t, a) || !liquid_read(t, b) || !liquid_order(a, b, &order))
		return LIQUID_NO;
	bool holds = relation == OP_LESS         ? order < 0
		     : relation == OP_LESS_EQUAL ? order <= 0
		     : relation == OP_MORE       ? order > 0
						 : order >= 0;
	return holds ? LIQUID_YES : LIQUID_NO;
}

static bool take_word(struct slice *in, struct slice word)
{
	struct slice rest = slice_trim_start(*in), name = liquid_name(&rest);

	if (!slice_eq(name, word))
		return false;
	*in = rest;
	return true;
}

static enum liquid_truth comparison(struct template *t, struct slice *in)
{
	bool negative = take_word(in, S("not"));
	struct env_value a = liquid_operand(t, in), b = env_nil();
	enum relation relation = take_operator(in);

	/* In lax mode a filter here is ignored. */
	if (relation != OP_NONE)
		b = liquid_operand(t, in);
	enum liquid_truth truth = compare(t, relation, &a, &b);
	return negative ? negated(truth) : truth;
}

/* Takes the next "and" or "or"; skips anything not understood before it. */
static bool next_term(struct slice *in, bool *is_and)
{
	while (slice_trim(*in).len) {
		*is_and = take_word(in, S("and"));
		if (*is_and || take_word(in, S("or")))
			return true;
		*in = slice_trim_start(*in);
		*in = slice_from(*in, find_outside(*in, ' '));
	}
	return false;
}

/* From right to left, without precedence: "a or b and c" is "a or (b and c)", "a and b or c" is
 * "a and (b or c)". */
enum liquid_truth liquid_condition(struct template *t, struct slice text)
{
	enum { TERMS_MAX = 32 };
	enum liquid_truth terms[TERMS_MAX];
	bool ands[TERMS_MAX];
	unsigned count = 0;

	do
		terms[count++] = comparison(t, &text);
	while (count < TERMS_MAX && next_term(&text, &ands[count - 1]));
	enum liquid_truth truth = terms[--count];
	while (count-- > 0) {
		enum liquid_truth left = terms[count];
		enum liquid_truth decides = ands[count] ? LIQUID_NO : LIQUID_YES;
		if (left == decides || truth == decides)
			truth = decides;
		else if (left == LIQUID_PERHAPS)
			truth = left;
	}
	return truth;
}
