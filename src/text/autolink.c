/* SPDX-License-Identifier: MIT */
#include "text/autolink.h"

static bool is_mail_char(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+';
}

static bool is_url_end(const char *p, const char *end)
{
	const unsigned char *u = (const unsigned char *)p;

	if (*u <= ' ' || *u == '<' || *u == '>' || *u == '"' || *u == '`' || *u == 0x7f)
		return true;
	/* No-break space, ideographic space and CJK punctuation, fullwidth forms, curly quotes and
	 * the ellipsis. */
	if (*u == 0xc2 && end - p >= 2 && u[1] == 0xa0)
		return true;
	if (end - p < 3)
		return false;
	if (u[0] == 0xe2 && u[1] == 0x80)
		return true;
	return (u[0] == 0xe3 && u[1] == 0x80) ||
	       (u[0] == 0xef && (u[1] == 0xbc || u[1] == 0xbd));
}

/* The end of the address that starts at @start. */
static size_t url_end(struct slice text, size_t start)
{
	const char *end = text.ptr + text.len, *p = text.ptr + start;
	size_t open = 0, close = 0;

	/* A bracket belongs to a note or the next link, except around the host of
	 * "http://[::1]/". */
	for (; p < end && !is_url_end(p, end) &&
		(*p != '[' ||
			(p > text.ptr && p[-1] == '/' && p[-2] == '/' && p[-3] == ':'));
		p++) {
		open += *p == '(';
		close += *p == ')';
	}
	for (; p > text.ptr + start; p--) {
		char c = p[-1];

		if (c == ')' && close > open)
			close--;
		else if (!strchr(".,;:!?'*_~", c) || !c)
			break;
	}
	return (size_t)(p - text.ptr);
}

/* The start of the scheme whose ':' is at @colon; @colon when it is not a supported one. */
static size_t scheme_start(struct slice text, size_t colon, size_t from)
{
	static const struct slice schemes[] = {
		S("http"), S("https"), S("gemini"), S("gopher")};
	size_t i, start;

	for (i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		if (colon < from + schemes[i].len)
			continue;
		start = colon - schemes[i].len;
		if (slice_eq_nocase(
			    slice(text.ptr + start, schemes[i].len), schemes[i]) &&
			(start == from || !ascii_is_alnum(text.ptr[start - 1])))
			return start;
	}
	return colon;
}

static bool find_url(struct slice text, size_t from, struct autolink *out)
{
	size_t at = from;
	ptrdiff_t hit;

	while ((hit = slice_find_char(slice_from(text, at), ':')) >= 0) {
		size_t colon = at + (size_t)hit, start;

		at = colon + 1;
		if (!slice_starts(slice_from(text, colon), S("://")) ||
			(start = scheme_start(text, colon, from)) == colon)
			continue;
		out->end = url_end(text, start);
		if (out->end <= colon + 3)
			continue;
		out->start = start;
		out->kind = AUTOLINK_URL;
		return true;
	}
	return false;
}

/* Does an address with "www." start at @at in @text? */
static bool starts_www(struct slice text, size_t at)
{
	return !at || !(ascii_is_alnum(text.ptr[at - 1]) || text.ptr[at - 1] == '/' ||
			      text.ptr[at - 1] == '.');
}

static bool find_www(struct slice text, size_t from, struct autolink *out)
{
	size_t at = from;
	ptrdiff_t hit;

	while ((hit = slice_find(slice_from(text, at), S("www."))) >= 0) {
		size_t start = at + (size_t)hit, end;

		at = start + 4;
		if (start > from && !starts_www(text, start))
			continue;
		end = url_end(text, start);
		if (end <= start + 4 ||
			slice_find_char(
				slice(text.ptr + start + 4, end - start - 4), '.') < 0)
			continue;
		*out = (struct autolink){AUTOLINK_WWW, start, end, false};
		return true;
	}
	return false;
}

static bool find_mail(struct slice text, size_t from, struct autolink *out)
{
	size_t at = from;
	ptrdiff_t hit;

	while ((hit = slice_find_char(slice_from(text, at), '@')) >= 0) {
		size_t sign = at + (size_t)hit, start = sign, end = sign + 1, dot = 0;

		while (start > at && is_mail_char(text.ptr[start - 1]))
			start--;
		for (; end < text.len &&
			(ascii_is_alnum(text.ptr[end]) || text.ptr[end] == '-' ||
				text.ptr[end] == '.');
			end++)
			if (text.ptr[end] == '.' && end + 1 < text.len &&
				ascii_is_alnum(text.ptr[end + 1]))
				dot = end;
		while (end > sign &&
			(text.ptr[end - 1] == '.' || text.ptr[end - 1] == '-'))
			end--;
		at = sign + 1;
		while (start < sign && !ascii_is_alnum(text.ptr[start]))
			start++;
		if (start == sign || !dot || dot >= end || text.ptr[sign + 1] == '.')
			continue;
		*out = (struct autolink){AUTOLINK_MAIL, start, end, false};
		return true;
	}
	return false;
}

/* Most follow "https://". */
static bool has_www(struct slice text)
{
	ptrdiff_t hit;

	for (size_t at = 0; (hit = slice_find(slice_from(text, at), S("www."))) >= 0;) {
		at += (size_t)hit;
		if (starts_www(text, at))
			return true;
		at += 4;
	}
	return false;
}

unsigned autolinks_kinds(struct slice text)
{
	return (slice_find(text, S("://")) >= 0 ? 1U << AUTOLINK_URL : 0) |
	       (has_www(text) ? 1U << AUTOLINK_WWW : 0) |
	       (slice_find_char(text, '@') >= 0 ? 1U << AUTOLINK_MAIL : 0);
}

void autolinks_init(struct autolinks *links, struct slice text, unsigned kinds)
{
	unsigned i;

	links->text = text;
	links->from = 0;
	for (i = 0; i < 3; i++)
		links->next[i] = (struct autolink){.stale = kinds >> i & 1};
}

bool autolinks_next(struct autolinks *links, struct autolink *out)
{
	static bool (*const finders[])(struct slice, size_t, struct autolink *) = {
		find_url, find_www, find_mail};
	const struct autolink *first = NULL;
	size_t i;

	for (i = 0; i < 3; i++) {
		struct autolink *next = &links->next[i];

		if (next->stale || (next->end && next->start < links->from)) {
			*next = (struct autolink){0};
			if (!finders[i](links->text, links->from, next))
				next->end = 0;
		}
		if (next->end && (!first || next->start < first->start))
			first = next;
	}
	if (!first)
		return false;
	*out = *first;
	links->from = first->end;
	return true;
}
