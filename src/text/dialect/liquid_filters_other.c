/* SPDX-License-Identifier: MIT */
/* Filters for numbers and dates, and those that change the type of a value. */
#include "base/text.h"
#include "text/dialect/liquid_internal.h"

/* --- numbers ------------------------------------------------------------------------------------- */

/* Anything but a number counts as 0. */
static double in_number(struct liquid_call *call, bool *is_float)
{
	double number;

	liquid_to_number(&call->in, &number, is_float);
	return number;
}

/* Both numbers; the result is an integer if both are. */
static double numbers(struct liquid_call *call, double *other, bool *is_float)
{
	bool other_float = false;
	double number = in_number(call, is_float);

	liquid_to_number(&call->args[0], other, &other_float);
	*is_float |= other_float;
	return number;
}

enum { PLUS, MINUS, TIMES, DIVIDED, MODULO, AT_LEAST, AT_MOST };

static struct env_value calculate(struct liquid_call *call)
{
	bool is_float;
	double b, a = numbers(call, &b, &is_float);

	switch (call->variant) {
	case PLUS:
		return liquid_number(a + b, is_float);
	case MINUS:
		return liquid_number(a - b, is_float);
	case TIMES:
		return liquid_number(a * b, is_float);
	case AT_LEAST:
		return liquid_number(a > b ? a : b, is_float);
	case AT_MOST:
		return liquid_number(a < b ? a : b, is_float);
	default:
		break;
	}
	if (b == 0)
		return env_nil();
	if (call->variant == MODULO)
		return liquid_number(a - b * liquid_floor(a / b), is_float);
	return liquid_number(is_float ? a / b : liquid_floor(a / b), is_float);
}

static struct env_value absolute(struct liquid_call *call)
{
	bool is_float;
	double number = in_number(call, &is_float);

	return liquid_number(number < 0 ? -number : number, is_float);
}

enum { UP, DOWN, TO_ZERO };

static struct env_value cut(struct liquid_call *call)
{
	double number = in_number(call, NULL);
	bool up = call->variant == UP || (call->variant == TO_ZERO && number < 0);

	return liquid_number(up ? -liquid_floor(-number) : liquid_floor(number), false);
}

static struct env_value round_to(struct liquid_call *call)
{
	bool is_float;
	double digits, number = numbers(call, &digits, &is_float), unit = 1;

	for (int places = digits > 12 ? 12 : (int)digits; places > 0; places--)
		unit *= 10;
	double size =
		liquid_floor((number < 0 ? -number : number) * unit + 0.5 + 1e-9) / unit;
	return liquid_number(number < 0 ? -size : size, unit > 1);
}

static struct env_value number_of_words(struct liquid_call *call)
{
	return liquid_number(
		(double)text_word_count(liquid_text(call->t, &call->in)), false);
}

/* --- dates ---------------------------------------------------------------------------------------- */

/* "now" is when the site was read. */
static bool read_date(struct liquid_call *call, struct date *date)
{
	struct template *t = call->t;
	struct slice text = slice_trim(liquid_text(t, &call->in));
	unsigned long long seconds;

	if (slice_eq_nocase(text, S("now")) || slice_eq_nocase(text, S("today"))) {
		struct slice expression = S("site.time");
		struct env_value now = liquid_operand(t, &expression);
		text = liquid_text(t, &now);
	}
	if (text.len > 8 && slice_to_uint(text, &seconds) && seconds < 253402300799ull) {
		*date = (struct date){
			.set = true, .has_time = true, .at = (int64_t)seconds};
		return true;
	}
	return date_parse(text, NULL, date);
}

static struct env_value dated(struct liquid_call *call, struct slice format)
{
	struct date date;

	if (!format.len || !liquid_bytes(call->t, format.len) || !read_date(call, &date))
		return call->in;
	return env_string(liquid_date(call->t->arena, &date, format));
}

enum { AS_ASKED, RFC822, XMLSCHEMA };

static struct env_value date(struct liquid_call *call)
{
	static const struct slice formats[] = {
		[RFC822] = S("%a, %d %b %Y %H:%M:%S %z"),
		[XMLSCHEMA] = S("%Y-%m-%dT%H:%M:%S%:z"),
	};

	return dated(call,
		call->variant == AS_ASKED ? liquid_arg(call, 0) : formats[call->variant]);
}

/* "7th Nov 2008", "Nov 7th, 2008" on request; the variant is the letter of the month's name. */
static struct env_value date_words(struct liquid_call *call)
{
	struct slice kind = liquid_arg(call, 0), style = liquid_arg(call, 1);
	const char *day = slice_eq(kind, S("ordinal")) ? "%-d%o" : "%d";
	bool month_first = slice_eq(kind, S("ordinal")) && slice_eq(style, S("US"));

	return dated(call, month_first ? arena_printf(call->t->arena, "%%%c %s, %%Y",
						 (int)call->variant, day)
				       : arena_printf(call->t->arena, "%s %%%c %%Y", day,
						 (int)call->variant));
}

/* --- others ---------------------------------------------------------------------------------------- */

static struct env_value otherwise(struct liquid_call *call)
{
	bool is_empty = call->in.kind == ENV_UNKNOWN ||
			liquid_is_true(&call->in) != LIQUID_YES ||
			(call->in.kind == ENV_STRING && !call->in.text.len) ||
			((call->in.kind == ENV_ITEMS || call->in.kind == ENV_TREE) &&
				!call->in.count);

	return is_empty ? call->args[0] : call->in;
}

static void put_quoted(struct buf *out, struct slice text)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '"' || c == '\\')
			buf_putc(out, '\\');
		if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c == '\r')
			buf_puts(out, "\\r");
		else
			buf_putc(out, c);
	}
	buf_putc(out, '"');
}

static void put_json(struct template *t, const struct env_value *value, struct buf *out,
	unsigned depth)
{
	bool map = value->kind == ENV_TREE && value->tree->kind == VALUE_MAP;

	if (value->kind == ENV_BOOL || value->kind == ENV_NUMBER) {
		buf_put(out, liquid_text(t, value));
	} else if (value->kind == ENV_STRING) {
		put_quoted(out, liquid_read(t, value) ? value->text : S(""));
	} else if ((!map && !liquid_is_list(value)) || depth == LIQUID_DEPTH_MAX) {
		buf_puts(out, "null");
	} else {
		buf_puts(out, map ? "{" : "[");
		for (size_t i = 0; i < value->count && liquid_step(t, 1); i++) {
			struct env_value item =
				map ? env_of_tree(&value->tree->pairs[i].value)
				    : liquid_at(t, value, i);
			buf_puts(out, i ? "," : "");
			if (map) {
				put_quoted(out, value->tree->pairs[i].key);
				buf_putc(out, ':');
			}
			put_json(t, &item, out, depth + 1);
		}
		buf_puts(out, map ? "}" : "]");
	}
}

/* Settings are never shown as a whole: they may contain secrets. */
static struct env_value jsonify(struct liquid_call *call)
{
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	if ((call->in.kind == ENV_TREE && call->in.guarded) ||
		(call->in.kind == ENV_OBJECT && !liquid_is_list(&call->in)))
		return (struct env_value){.kind = ENV_UNKNOWN};
	put_json(call->t, &call->in, &out, 0);
	return liquid_made(call->t, &out);
}

const struct liquid_filter liquid_other_filters[] = {
	{S("abs"), absolute, TAKES_NIL, 0},
	{S("at_least"), calculate, TAKES_NIL, AT_LEAST},
	{S("at_most"), calculate, TAKES_NIL, AT_MOST},
	{S("ceil"), cut, TAKES_NIL, UP},
	{S("date"), date, TAKES_VALUE, 0},
	{S("date_to_long_string"), date_words, TAKES_VALUE, 'B'},
	{S("date_to_rfc822"), date, TAKES_VALUE, RFC822},
	{S("date_to_string"), date_words, TAKES_VALUE, 'b'},
	{S("date_to_xmlschema"), date, TAKES_VALUE, XMLSCHEMA},
	{S("default"), otherwise, TAKES_ALL, 0},
	{S("divided_by"), calculate, TAKES_NIL, DIVIDED},
	{S("dump"), jsonify, TAKES_VALUE, 0},
	{S("floor"), cut, TAKES_NIL, DOWN},
	{S("json"), jsonify, TAKES_VALUE, 0},
	{S("jsonify"), jsonify, TAKES_VALUE, 0},
	{S("minus"), calculate, TAKES_NIL, MINUS},
	{S("modulo"), calculate, TAKES_NIL, MODULO},
	{S("number_of_words"), number_of_words, TAKES_VALUE, 0},
	{S("plus"), calculate, TAKES_NIL, PLUS},
	{S("round"), round_to, TAKES_NIL, 0},
	{S("times"), calculate, TAKES_NIL, TIMES},
	{S("to_integer"), cut, TAKES_NIL, TO_ZERO},
	{S(""), NULL, TAKES_VALUE, 0},
};
