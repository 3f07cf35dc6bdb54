/* SPDX-License-Identifier: MIT */
/* Liquid's values: literals, names, filters, conditions. */
#include "base/text.h"
#include "text/dialect/template_internal.h"
#include "text/html.h"
#include "text/markdown.h"

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

enum env_answer template_variable(
	struct template *t, struct slice name, struct slice *text)
{
	*text = slice_none;
	if (!t->env || !t->env->variable)
		return ENV_NONE;
	enum env_answer answer = t->env->variable(t->env->ctx, t->arena, name, text);
	if (answer == ENV_KEPT)
		template_warn_kept(t, "a setting that is not shown", name, *text);
	if (answer != ENV_TEXT)
		*text = answer == ENV_KEPT ? S("") : slice_none;
	return answer;
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
	switch (template_variable(t, name, text)) {
	case ENV_TEXT:
	case ENV_KEPT: /* as if it were empty */
		return KNOWN;
	case ENV_NONE:
		break;
	}
	return UNKNOWN;
}

/* --- filters ----------------------------------------------------------------------------- */

/* One filter at work. */
struct filtering {
	struct template *t;
	struct slice first, second; /* arguments; empty: none */
	enum liquid_known *known;
	struct slice *value;
};

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

static void take_default(struct filtering *f)
{
	if (*f->known == KNOWN && f->value->len && !slice_eq(*f->value, S("false")))
		return;
	*f->value = f->first;
	*f->known = KNOWN;
}

static void join_texts(struct filtering *f, struct slice left, struct slice right)
{
	if (left.len + right.len <= TEMPLATE_TAG_MAX)
		*f->value =
			arena_printf(f->t->arena, "%.*s%.*s", SARG(left), SARG(right));
	*f->known = KNOWN;
}

static void append(struct filtering *f)
{
	join_texts(f, *f->value, f->first);
}

static void prepend(struct filtering *f)
{
	join_texts(f, f->first, *f->value);
}

static void upcase(struct filtering *f)
{
	*f->value = map_case(f->t, *f->value, true);
}

static void downcase(struct filtering *f)
{
	*f->value = map_case(f->t, *f->value, false);
}

static void capitalize(struct filtering *f)
{
	if (f->value->len)
		*f->value = arena_printf(f->t->arena, "%.*s%.*s",
			SARG(map_case(f->t, slice_head(*f->value, 1), true)),
			SARG(slice_from(*f->value, 1)));
}

static void strip(struct filtering *f)
{
	*f->value = slice_trim(*f->value);
}

static void strip_html(struct filtering *f)
{
	*f->value = html_strip(f->t->arena, *f->value);
}

static void slugify(struct filtering *f)
{
	*f->value = text_slug(f->t->arena, *f->value);
}

static void split(struct filtering *f)
{
	*f->value = replace_all(f->t, *f->value, f->first, S(LIQUID_ITEM_END), false);
}

static void join(struct filtering *f)
{
	*f->value = replace_all(f->t, *f->value, S(LIQUID_ITEM_END), f->first, false);
}

static void replace(struct filtering *f)
{
	*f->value = replace_all(f->t, *f->value, f->first, f->second, false);
}

static void replace_first(struct filtering *f)
{
	*f->value = replace_all(f->t, *f->value, f->first, f->second, true);
}

/* In Markdown the text is what it is: it is read with the rest. */
static void markdownify(struct filtering *f)
{
	if (f->t->options->format == CONVERT_HTML && *f->known == KNOWN)
		*f->value = markdown_to_html(f->t->arena, *f->value);
}

/* NULL: what it does is not to be seen in a text, or is undone later. */
static const struct filter {
	struct slice name;
	void (*apply)(struct filtering *f);
} filters[] = {
	{S("absolute_url"), NULL},
	{S("append"), append},
	{S("capitalize"), capitalize},
	{S("cgi_escape"), NULL},
	{S("compact"), NULL},
	{S("date"), NULL},
	{S("date_to_long_string"), NULL},
	{S("date_to_string"), NULL},
	{S("date_to_xmlschema"), NULL},
	{S("default"), take_default},
	{S("downcase"), downcase},
	{S("dump"), NULL},
	{S("escape"), NULL},
	{S("escape_once"), NULL},
	{S("join"), join},
	{S("json"), NULL},
	{S("jsonify"), NULL},
	{S("lstrip"), strip},
	{S("markdownify"), markdownify},
	{S("newline_to_br"), NULL},
	{S("normalize_whitespace"), NULL},
	{S("prepend"), prepend},
	{S("relative_url"), NULL},
	{S("remove"), replace},
	{S("remove_first"), replace_first},
	{S("replace"), replace},
	{S("replace_first"), replace_first},
	{S("rstrip"), strip},
	{S("safe"), NULL},
	{S("slug"), slugify},
	{S("slugify"), slugify},
	{S("smartify"), NULL},
	{S("split"), split},
	{S("strip"), strip},
	{S("strip_html"), strip_html},
	{S("strip_newlines"), NULL},
	{S("textilize"), NULL},
	{S("upcase"), upcase},
	{S("uri_escape"), NULL},
	{S("url"), NULL},
	{S("url_encode"), NULL},
	{S("xml_escape"), NULL},
};

/* One argument, or two: cut at the comma behind the first. */
static void read_arguments(struct filtering *f, struct slice arguments)
{
	struct slice first = arguments;
	char quote = 0;
	for (size_t i = 0; i < arguments.len; i++) {
		char c = arguments.ptr[i];
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == ',') {
			first = slice_head(arguments, i);
			liquid_value(f->t, slice_from(arguments, i + 1), &f->second);
			break;
		}
	}
	liquid_value(f->t, first, &f->first);
}

/* One filter. False: it is unknown. */
static bool apply_filter(struct template *t, struct slice name, struct slice arguments,
	enum liquid_known *known, struct slice *value)
{
	struct filtering f = {.t = t, .known = known, .value = value};
	const struct filter *filter = NULL;
	for (size_t i = 0; i < sizeof(filters) / sizeof(*filters) && !filter; i++) {
		if (slice_eq(name, filters[i].name))
			filter = &filters[i];
	}
	if (!filter || !filter->apply)
		return filter != NULL;
	/* What is made of a value may be long, and made of that again. */
	if (t->budget->filtered_bytes > TEMPLATE_FILTERED_MAX)
		return true;
	read_arguments(&f, arguments);
	filter->apply(&f);
	t->budget->filtered_bytes += value->len;
	return true;
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
		S(" and "), S(" or "), S(" contains "), S(">"), S("<")};
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
