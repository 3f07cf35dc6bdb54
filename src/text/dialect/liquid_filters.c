/* SPDX-License-Identifier: MIT */
/* Text filters (shopify.github.io/liquid, jekyllrb.com/docs/liquid/filters). */
#include "base/text.h"
#include "text/dialect/liquid_internal.h"
#include "text/html.h"
#include "text/markdown.h"

const struct liquid_filter *liquid_filter_find(struct slice name)
{
	static const struct liquid_filter *const tables[] = {
		liquid_text_filters, liquid_list_filters, liquid_other_filters};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		for (const struct liquid_filter *filter = tables[i]; filter->name.len;
			filter++) {
			if (slice_eq(filter->name, name))
				return filter;
		}
	}
	return NULL;
}

static struct slice in_text(struct liquid_call *call)
{
	return liquid_text(call->t, &call->in);
}

static struct env_value same(struct liquid_call *call)
{
	return call->in;
}

static struct env_value text_of(struct liquid_call *call)
{
	return env_string(in_text(call));
}

static struct env_value joined(struct liquid_call *call, struct slice a, struct slice b)
{
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	buf_put(&out, a);
	buf_put(&out, b);
	return liquid_made(call->t, &out);
}

/* The text transformed by @make, with the same length. */
static struct env_value made_by(struct liquid_call *call,
	struct slice (*make)(struct arena *arena, struct slice text))
{
	struct slice text = in_text(call);

	return env_string(
		liquid_bytes(call->t, text.len) ? make(call->t->arena, text) : S(""));
}

static struct env_value append(struct liquid_call *call)
{
	return joined(call, in_text(call), liquid_arg(call, 0));
}

static struct env_value prepend(struct liquid_call *call)
{
	return joined(call, liquid_arg(call, 0), in_text(call));
}

static struct env_value upcase(struct liquid_call *call)
{
	struct slice text = in_text(call);
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		buf_putc(&out, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
	return liquid_made(call->t, &out);
}

static struct env_value downcase(struct liquid_call *call)
{
	return made_by(call, text_lower);
}

static struct env_value capitalize(struct liquid_call *call)
{
	struct env_value lower = downcase(call);
	struct liquid_call first = *call;

	first.in = env_string(slice_head(lower.text, 1));
	first.in = upcase(&first);
	return joined(call, first.in.text, slice_from(lower.text, 1));
}

enum { LEFT = 1, RIGHT = 2 };

static struct env_value strip(struct liquid_call *call)
{
	struct slice text = in_text(call);

	text = call->variant & LEFT ? slice_trim_start(text) : text;
	return env_string(call->variant & RIGHT ? slice_trim_end(text) : text);
}

static struct env_value strip_html(struct liquid_call *call)
{
	return made_by(call, html_strip);
}

/* Removes line ends; with the variant, turns white space into spaces. */
static struct env_value without_lines(struct liquid_call *call)
{
	struct slice text = in_text(call);
	bool spaces = call->variant;
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	text = spaces ? slice_trim(text) : text;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool space = spaces ? ascii_is_space(c) : c == '\n' || c == '\r';
		if (!space)
			buf_putc(&out, c);
		else if (spaces && (!out.len || out.ptr[out.len - 1] != ' '))
			buf_putc(&out, ' ');
	}
	return liquid_made(call->t, &out);
}

static struct env_value newline_to_br(struct liquid_call *call)
{
	struct slice text = in_text(call), line;
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	while (slice_next_line(&text, &line)) {
		buf_put(&out, line);
		if (text.len)
			buf_puts(&out, "<br />\n");
	}
	return liquid_made(call->t, &out);
}

/* --- replacing ------------------------------------------------------------------------------------ */

enum { FIRST = 1, LAST = 2, TO_NOTHING = 4 };

static ptrdiff_t find_last(struct slice text, struct slice what)
{
	ptrdiff_t last = -1;

	for (ptrdiff_t at;
		(at = slice_find(slice_from(text, (size_t)(last + 1)), what)) >= 0;)
		last += at + 1;
	return last;
}

static struct env_value replace(struct liquid_call *call)
{
	struct slice text = in_text(call), from = liquid_arg(call, 0),
		     to = call->variant & TO_NOTHING ? S("") : liquid_arg(call, 1);
	struct buf out = BUF(TEMPLATE_ADDED_MAX);
	ptrdiff_t at;

	if (!from.len)
		return env_string(text);
	while ((at = call->variant & LAST ? find_last(text, from)
					  : slice_find(text, from)) >= 0) {
		buf_put(&out, slice_head(text, (size_t)at));
		buf_put(&out, to);
		text = slice_from(text, (size_t)at + from.len);
		if (call->variant & (FIRST | LAST))
			break;
	}
	buf_put(&out, text);
	return liquid_made(call->t, &out);
}

/* --- cutting -------------------------------------------------------------------------------------- */

/* The length of the first @count characters. */
static size_t bytes_of(struct slice text, double count)
{
	size_t at = 0;

	for (; at < text.len; at++) {
		if ((text.ptr[at] & 0xc0) != 0x80 && count-- < 1)
			break;
	}
	return at;
}

static double number_arg(struct liquid_call *call, unsigned index, double otherwise)
{
	double number;

	return index < call->count && liquid_to_number(&call->args[index], &number, NULL)
		       ? number
		       : otherwise;
}

static struct env_value truncate(struct liquid_call *call)
{
	struct slice text = in_text(call),
		     end = call->count > 1 ? liquid_arg(call, 1) : S("...");
	double max = number_arg(call, 0, 50), tail = 0;

	if (bytes_of(text, max) == text.len)
		return env_string(text);
	for (size_t i = 0; i < end.len; i++)
		tail += (end.ptr[i] & 0xc0) != 0x80;
	max = max > tail ? max - tail : 0;
	return joined(call, slice_head(text, bytes_of(text, max)), end);
}

static struct env_value truncate_words(struct liquid_call *call)
{
	struct slice text = slice_trim(in_text(call)),
		     end = call->count > 1 ? liquid_arg(call, 1) : S("...");
	double max = number_arg(call, 0, 15);
	size_t at = 0;

	while (at < text.len) {
		at += slice_until(slice_from(text, at), "");
		if (--max < 1)
			break;
		while (at < text.len && ascii_is_space(text.ptr[at]))
			at++;
	}
	return at >= text.len ? env_string(text)
			      : joined(call, slice_head(text, at), end);
}

/* --- addresses and escapes --------------------------------------------------------------------------- */

static struct env_value slugify(struct liquid_call *call)
{
	return made_by(call, text_slug);
}

static struct env_value escape(struct liquid_call *call)
{
	struct slice text = in_text(call);
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	for (size_t i = 0; i < text.len; i++) {
		struct slice c = slice(&text.ptr[i], 1),
			     reference = text_reference(*c.ptr);
		buf_put(&out, reference.len ? reference : c);
	}
	return liquid_made(call->t, &out);
}

enum { FORM, ADDRESS };

/* Encodes bytes that are neither letters, digits nor in @kept. */
static struct env_value encode(struct liquid_call *call)
{
	struct slice text = in_text(call);
	bool plus = call->variant == FORM;
	const char *kept = plus ? "-_." : "-_.!~*'()/:?#@$&+,;=%[]";
	struct buf out = BUF(TEMPLATE_ADDED_MAX);

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (plus && c == ' ')
			buf_putc(&out, '+');
		else if (ascii_is_alnum(c) || (c && strchr(kept, c)))
			buf_putc(&out, c);
		else
			buf_put_hex(&out, S("%"), c);
	}
	return liquid_made(call->t, &out);
}

static struct env_value url_decode(struct liquid_call *call)
{
	struct slice text = in_text(call);
	struct buf out = BUF(TEMPLATE_ADDED_MAX), clean = BUF(TEMPLATE_ADDED_MAX);

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		int high = i + 2 < text.len ? ascii_hex(text.ptr[i + 1]) : -1;
		int low = i + 2 < text.len ? ascii_hex(text.ptr[i + 2]) : -1;
		if (c == '%' && high >= 0 && low >= 0) {
			buf_putc(&out, (char)(high * 16 + low));
			i += 2;
		} else {
			buf_putc(&out, c == '+' ? ' ' : c);
		}
	}
	text_clean(&clean, buf_slice(&out));
	buf_fini(&out);
	return liquid_made(call->t, &clean);
}

/* The web site's base path is not part of the capsule's addresses; its host is handled by link
 * resolution. */
static struct env_value path_of(struct liquid_call *call)
{
	struct slice text = in_text(call);

	if (slice_starts(text, S("/")) || slice_find(text, S(":")) > 0 || !text.len)
		return env_string(text);
	return joined(call, S("/"), text);
}

/* In Markdown the text is unchanged: it is parsed with the rest. */
static struct env_value markdownify(struct liquid_call *call)
{
	const struct template *t = call->t;
	bool in_html = t->plain || t->info.kind == LINE_HTML;

	return !in_html && call->is_last ? text_of(call)
					 : made_by(call, markdown_to_html);
}

const struct liquid_filter liquid_text_filters[] = {
	{S("absolute_url"), path_of, TAKES_VALUE, 0},
	{S("append"), append, TAKES_NIL, 0},
	{S("capitalize"), capitalize, TAKES_VALUE, 0},
	{S("cgi_escape"), encode, TAKES_VALUE, FORM},
	{S("downcase"), downcase, TAKES_VALUE, 0},
	{S("escape"), escape, TAKES_VALUE, 0},
	{S("escape_once"), same, TAKES_VALUE, 0},
	{S("htmlBaseUrl"), path_of, TAKES_VALUE, 0},
	{S("inspect"), text_of, TAKES_VALUE, 0},
	{S("lower"), downcase, TAKES_VALUE, 0},
	{S("lstrip"), strip, TAKES_VALUE, LEFT},
	{S("markdownify"), markdownify, TAKES_VALUE, 0},
	{S("newline_to_br"), newline_to_br, TAKES_VALUE, 0},
	{S("normalize_whitespace"), without_lines, TAKES_VALUE, true},
	{S("prepend"), prepend, TAKES_NIL, 0},
	{S("relative_url"), path_of, TAKES_VALUE, 0},
	{S("remove"), replace, TAKES_VALUE, TO_NOTHING},
	{S("remove_first"), replace, TAKES_VALUE, TO_NOTHING | FIRST},
	{S("remove_last"), replace, TAKES_VALUE, TO_NOTHING | LAST},
	{S("replace"), replace, TAKES_VALUE, 0},
	{S("replace_first"), replace, TAKES_VALUE, FIRST},
	{S("replace_last"), replace, TAKES_VALUE, LAST},
	{S("rstrip"), strip, TAKES_VALUE, RIGHT},
	{S("safe"), same, TAKES_VALUE, 0},
	{S("slug"), slugify, TAKES_VALUE, 0},
	{S("slugify"), slugify, TAKES_VALUE, 0},
	{S("smartify"), text_of, TAKES_VALUE, 0},
	{S("strip"), strip, TAKES_VALUE, LEFT | RIGHT},
	{S("strip_html"), strip_html, TAKES_VALUE, 0},
	{S("strip_newlines"), without_lines, TAKES_VALUE, 0},
	{S("textilize"), text_of, TAKES_VALUE, 0},
	{S("trim"), strip, TAKES_VALUE, LEFT | RIGHT},
	{S("truncate"), truncate, TAKES_VALUE, 0},
	{S("truncatewords"), truncate_words, TAKES_VALUE, 0},
	{S("upcase"), upcase, TAKES_VALUE, 0},
	{S("upper"), upcase, TAKES_VALUE, 0},
	{S("uri_escape"), encode, TAKES_VALUE, ADDRESS},
	{S("url"), path_of, TAKES_VALUE, 0},
	{S("url_decode"), url_decode, TAKES_VALUE, 0},
	{S("url_encode"), encode, TAKES_VALUE, FORM},
	{S("xml_escape"), escape, TAKES_VALUE, 0},
	{S(""), NULL, TAKES_VALUE, 0},
};
