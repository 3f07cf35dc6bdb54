/* SPDX-License-Identifier: MIT */
/* Liquid's values: literals, names, filters, conditions. */
#include "base/text.h"
#include "text/dialect_template.h"
#include "text/html.h"

/* --- values ------------------------------------------------------------------------------ */

static bool find_local(const struct template *t, struct slice name, struct slice *text)
{
	for (unsigned i = t->budget->local_count; i-- > 0;) {
		if (slice_eq(t->budget->locals[i].name, name)) {
			*text = t->budget->locals[i].text;
			return true;
		}
	}
	return false;
}

void liquid_set(struct template *t, struct slice name, struct slice text)
{
	struct template_budget *budget = t->budget;
	for (unsigned i = 0; i < budget->local_count; i++) {
		if (slice_eq(budget->locals[i].name, name)) {
			budget->locals[i].text = text;
			return;
		}
	}
	if (budget->local_count == TEMPLATE_LOCALS_MAX)
		return;
	budget->locals[budget->local_count].name = arena_dup(t->arena, name);
	budget->locals[budget->local_count++].text = text;
}

enum liquid_known liquid_value(struct template *t, struct slice name, struct slice *text)
{
	name = slice_trim(name);
	*text = slice_none;
	if (!name.len)
		return ABSENT;
	char quote = name.ptr[0];
	if (quote == '"' || quote == '\'') {
		ptrdiff_t end = slice_find_char(slice_from(name, 1), quote);
		*text = slice(name.ptr + 1, end < 0 ? name.len - 1 : (size_t)end);
		return KNOWN;
	}
	if (ascii_is_digit(quote) || quote == '-') {
		*text = name;
		return KNOWN;
	}
	if (slice_eq(name, S("true")) || slice_eq(name, S("false"))) {
		*text = name;
		return KNOWN;
	}
	if (slice_eq(name, S("nil")) || slice_eq(name, S("blank")) ||
		slice_eq(name, S("empty")))
		return ABSENT;
	if (slice_starts(name, S("include."))) {
		if (t->params && template_arg(t->params, slice_from(name, 8), text))
			return KNOWN;
		return ABSENT;
	}
	if (find_local(t, name, text))
		return KNOWN;
	/* A name that an include was given without "include." in front: Eleventy, Nunjucks. */
	if (t->params && template_arg(t->params, name, text))
		return KNOWN;
	if (t->env && t->env->variable &&
		t->env->variable(t->env->ctx, t->arena, name, text))
		return KNOWN;
	*text = slice_none;
	return UNKNOWN;
}

static struct slice map_case(struct template *t, struct slice value, bool upper)
{
	struct slice copy = arena_dup(t->arena, value);
	for (size_t i = 0; i < copy.len; i++) {
		char c = copy.ptr[i];
		if (upper && c >= 'a' && c <= 'z')
			((char *)copy.ptr)[i] = (char)(c - 32);
		else if (!upper)
			((char *)copy.ptr)[i] = ascii_lower(c);
	}
	return copy;
}

static struct slice replace_all(struct template *t, struct slice value, struct slice from,
	struct slice to, bool once)
{
	struct buf out;
	ptrdiff_t at;
	if (!from.len)
		return value;
	buf_init(&out, TEMPLATE_ADDED_MAX);
	while ((at = slice_find(value, from)) >= 0) {
		buf_put(&out, slice_head(value, (size_t)at));
		buf_put(&out, to);
		value = slice_from(value, (size_t)at + from.len);
		if (once)
			break;
	}
	buf_put(&out, value);
	value = buf_dup(&out, t->arena);
	buf_fini(&out);
	return value;
}

/* One filter. False: it is unknown. */
static bool apply_filter(struct template *t, struct slice name, struct slice argument,
	enum liquid_known *known, struct slice *value)
{
	static const struct slice identities[] = {{"relative_url", 12},
		{"absolute_url", 12}, {"escape", 6}, {"escape_once", 11},
		{"xml_escape", 10}, {"markdownify", 11}, {"date", 4}, {"url", 3},
		{"safe", 4}, {"smartify", 8}, {"uri_escape", 10}, {"strip_newlines", 14},
		{"newline_to_br", 13}, {"date_to_string", 14},
		{"date_to_long_string", 19}, {"date_to_xmlschema", 17},
		{"normalize_whitespace", 20}, {"compact", 7}, {"dump", 4}, {"json", 4},
		{"jsonify", 7}, {"textilize", 9}, {"cgi_escape", 10}, {"url_encode", 10}};
	struct slice text = slice_none, second = slice_none, first = argument;
	for (size_t i = 0; i < sizeof(identities) / sizeof(identities[0]); i++)
		if (slice_eq(name, identities[i]))
			return true;
	/* Two arguments: cut at the comma behind the first. */
	ptrdiff_t comma = -1;
	char quote = 0;
	for (size_t i = 0; i < argument.len && comma < 0; i++) {
		char c = argument.ptr[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == ',')
			comma = (ptrdiff_t)i;
	}
	if (comma >= 0) {
		first = slice_head(argument, (size_t)comma);
		liquid_value(t, slice_from(argument, (size_t)comma + 1), &second);
	}
	liquid_value(t, first, &text);
	if (slice_eq(name, S("default"))) {
		if (*known != KNOWN || !value->len || slice_eq(*value, S("false"))) {
			*value = text;
			*known = KNOWN;
		}
		return true;
	}
	if (slice_eq(name, S("append")) || slice_eq(name, S("prepend"))) {
		bool after = slice_eq(name, S("append"));
		if (value->len + text.len <= TEMPLATE_TAG_MAX)
			*value = after ? arena_printf(t->arena, "%.*s%.*s", SARG(*value),
						 SARG(text))
				       : arena_printf(t->arena, "%.*s%.*s", SARG(text),
						 SARG(*value));
		*known = KNOWN;
		return true;
	}
	if (slice_eq(name, S("upcase")) || slice_eq(name, S("downcase"))) {
		*value = map_case(t, *value, slice_eq(name, S("upcase")));
		return true;
	}
	if (slice_eq(name, S("capitalize"))) {
		if (value->len)
			*value = arena_printf(t->arena, "%.*s%.*s",
				SARG(map_case(t, slice_head(*value, 1), true)),
				SARG(slice_from(*value, 1)));
		return true;
	}
	if (slice_eq(name, S("strip")) || slice_eq(name, S("lstrip")) ||
		slice_eq(name, S("rstrip"))) {
		*value = slice_trim(*value);
		return true;
	}
	if (slice_eq(name, S("strip_html"))) {
		*value = html_strip(t->arena, *value);
		return true;
	}
	if (slice_eq(name, S("slugify")) || slice_eq(name, S("slug"))) {
		*value = text_slug(t->arena, *value);
		return true;
	}
	if (slice_eq(name, S("split"))) {
		*value = replace_all(t, *value, text, S(LIQUID_ITEM_END), false);
		return true;
	}
	if (slice_eq(name, S("join"))) {
		*value = replace_all(t, *value, S(LIQUID_ITEM_END), text, false);
		return true;
	}
	if (slice_starts(name, S("replace")) || slice_starts(name, S("remove"))) {
		*value = replace_all(
			t, *value, text, second, slice_ends(name, S("first")));
		return true;
	}
	return false;
}

enum liquid_known liquid_filtered(struct template *t, struct slice expression,
	struct slice *value, struct slice *bad)
{
	enum liquid_known known = UNKNOWN;
	bool first = true;
	size_t from = 0;
	char quote = 0;
	*bad = slice_none;
	for (size_t at = 0; at <= expression.len; at++) {
		char c = at < expression.len ? expression.ptr[at] : '|';
		if (quote && at < expression.len) {
			quote = c == quote ? 0 : quote;
			continue;
		}
		if (c == '"' || c == '\'')
			quote = c;
		if (c != '|')
			continue;
		struct slice piece = slice_trim(slice(expression.ptr + from, at - from));
		struct slice name = piece, argument = slice_none;
		from = at + 1;
		if (first) {
			known = liquid_value(t, piece, value);
		} else {
			slice_cut(piece, ':', &name, &argument);
			if (!apply_filter(t, slice_trim(name), slice_trim(argument),
				    &known, value)) {
				*bad = slice_trim(name);
				return UNKNOWN;
			}
		}
		first = false;
	}
	return known;
}

/* --- conditions --------------------------------------------------------------------------- */

static bool is_true(enum liquid_known known, struct slice value)
{
	return known == KNOWN && !slice_eq(value, S("false"));
}

enum liquid_known liquid_condition(struct template *t, struct slice text)
{
	static const struct slice hard[] = {
		{" and ", 5}, {" or ", 4}, {" contains ", 10}, {">", 1}, {"<", 1}};
	struct slice left, right;
	for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++)
		if (slice_find(text, hard[i]) >= 0)
			return UNKNOWN;
	ptrdiff_t at = slice_find(text, S("=="));
	bool equal = at >= 0;
	if (!equal)
		at = slice_find(text, S("!="));
	if (at >= 0) {
		enum liquid_known known =
			liquid_value(t, slice_head(text, (size_t)at), &left);
		enum liquid_known other =
			liquid_value(t, slice_from(text, (size_t)at + 2), &right);
		if (known == UNKNOWN || other == UNKNOWN)
			return UNKNOWN;
		/* Both nil, or both the same text; "" and nil are told apart by few authors. */
		return slice_eq(left, right) == equal ? KNOWN : ABSENT;
	}
	enum liquid_known known = liquid_value(t, text, &left);
	if (known == UNKNOWN)
		return UNKNOWN;
	return is_true(known, left) ? KNOWN : ABSENT;
}
