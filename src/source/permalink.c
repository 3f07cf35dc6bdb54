/* SPDX-License-Identifier: MIT */
#include "source/permalink.h"

#include <assert.h>

#include "base/locale.h"
#include "base/text.h"
#include "base/uri.h"

#define ADDRESS_MAX_BYTES 4096

struct slice permalink_style(struct slice style)
{
	static const struct {
		struct slice name, pattern;
	} styles[] = {
		{S("date"), S("/:categories/:year/:month/:day/:title:output_ext")},
		{S("pretty"), S("/:categories/:year/:month/:day/:title/")},
		{S("ordinal"), S("/:categories/:year/:y_day/:title:output_ext")},
		{S("weekdate"),
			S("/:categories/:year/W:week/:short_day/:title:output_ext")},
		{S("none"), S("/:categories/:title:output_ext")},
		{S("simple"), S("/:categories/:title/")}, /* Bridgetown */
	};

	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++) {
		if (slice_eq(style, styles[i].name))
			return styles[i].pattern;
	}
	return style;
}

void permalink_escape(struct buf *out, struct slice raw)
{
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.ptr[i] == '%')
			buf_puts(out, "%25");
		else
			buf_putc(out, raw.ptr[i]);
	}
}

static bool keeps(enum permalink_slug mode, unsigned codepoint, struct slice character)
{
	if (codepoint < 0x80) {
		char c = (char)codepoint;
		if (ascii_is_alnum(c))
			return true;
		switch (mode) {
		case SLUG_DEFAULT:
			return false;
		case SLUG_PRETTY:
			return c && strchr("._~!$&'()+,;=@", c);
		case SLUG_HUGO:
			return c && strchr("-_.#+~@", c);
		case SLUG_WORDS:
			return c == '-' || c == '_';
		}
	}
	if (text_is_letter_or_digit(codepoint))
		return true;
	/* Combining marks have width 0. */
	return codepoint >= 0x300 && text_columns(character) == 0 &&
	       !text_is_space(codepoint) && !text_is_punctuation(codepoint);
}

static unsigned next_character(struct slice *rest, struct slice *character)
{
	struct slice at = *rest;
	unsigned codepoint;

	text_next(rest, &codepoint);
	*character = slice_head(at, at.len - rest->len);
	return codepoint;
}

/* Hugo: a hyphen for white space, unless there is one already; the author's hyphens
 * stay. */
static struct slice hugo_slug(struct arena *arena, struct slice s)
{
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	bool gap = false, was_hyphen = false;

	for (struct slice rest = s, character; rest.len;) {
		unsigned codepoint = next_character(&rest, &character);
		if (keeps(SLUG_HUGO, codepoint, character)) {
			was_hyphen = codepoint == '-';
			if (gap && !was_hyphen)
				slug[len++] = '-';
			gap = false;
			memcpy(slug + len, character.ptr, character.len);
			len += character.len;
		} else if (len && !was_hyphen && text_is_space(codepoint)) {
			gap = true;
		}
	}
	return slice(slug, len);
}

/* Spaces become hyphens; only letters, digits, hyphens and underscores stay. */
static struct slice words_slug(struct arena *arena, struct slice s)
{
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (struct slice rest = s, character; rest.len;) {
		unsigned codepoint = next_character(&rest, &character);
		if (codepoint == ' ') {
			slug[len++] = ' ';
		} else if (keeps(SLUG_WORDS, codepoint, character)) {
			memcpy(slug + len, character.ptr, character.len);
			len += character.len;
		}
	}
	struct slice made = slice_trim(slice(slug, len));
	for (char *c = slug; c < slug + len; c++)
		*c = *c == ' ' ? '-' : *c;
	return text_lower(arena, made);
}

struct slice permalink_slugify(
	struct arena *arena, struct slice s, enum permalink_slug mode)
{
	if (mode == SLUG_HUGO)
		return hugo_slug(arena, s);
	if (mode == SLUG_WORDS)
		return words_slug(arena, s);
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	bool gap = false;

	for (struct slice rest = s, character; rest.len;) {
		unsigned codepoint = next_character(&rest, &character);
		if (keeps(mode, codepoint, character)) {
			if (gap && len)
				slug[len++] = '-';
			gap = false;
			memcpy(slug + len, character.ptr, character.len);
			len += character.len;
		} else {
			gap = true;
		}
	}
	while (len && slug[len - 1] == '-')
		len--;
	size_t from = 0;
	while (from < len && slug[from] == '-')
		from++;
	struct slice made = slice(slug + from, len - from);
	return mode == SLUG_PRETTY ? made : text_lower(arena, made);
}

struct slice permalink_ascii(struct arena *arena, struct slice s)
{
	auto_buf struct buf ascii = BUF(BUF_MAX_BYTES);

	text_ascii(&ascii, s);
	if (slice_find_char(buf_slice(&ascii), '?') < 0 || slice_find_char(s, '?') >= 0)
		s = buf_dup(&ascii, arena);
	return s;
}

static void put_categories(struct buf *out, const struct permalink_facts *facts,
	bool slugify, struct arena *scratch)
{
	for (size_t i = 0; i < facts->category_count; i++) {
		struct slice name = text_lower(scratch, facts->categories[i]);
		bool known = false;
		for (size_t k = 0; k < i && !known; k++)
			known = slice_eq(text_lower(scratch, facts->categories[k]), name);
		if (known)
			continue;
		if (slugify)
			name = permalink_slugify(scratch, name, SLUG_DEFAULT);
		if (i)
			buf_putc(out, '/');
		permalink_escape(out, name);
	}
}

static struct slice slug_of(const struct permalink_facts *facts, enum permalink_slug mode,
	struct arena *scratch)
{
	return permalink_slugify(
		scratch, facts->slug.len ? facts->slug : facts->basename, mode);
}

/* The parts of a date, and their names in each format. */
static const struct part {
	struct slice name;          /* Jekyll's */
	const char *letters, *bare; /* strftime's, and those after "%-" */
	struct slice runs;          /* Unicode's and Moment's */
	size_t field;               /* of struct civil */
	int digits;                 /* 0: a word */
} parts[] = {
	{S("year"), "Y", "Y", S("yyyy|YYYY|y"), offsetof(struct civil, year), 4},
	{S("short_year"), "y", "y", S("yy"), offsetof(struct civil, year), 2},
	{S("month"), "m", "", S("MM|LL"), offsetof(struct civil, month), 2},
	{S("i_month"), "", "m", S("M"), offsetof(struct civil, month), 1},
	{S("short_month"), "b", "b", S("MMM"), offsetof(struct civil, month), 0},
	{S("long_month"), "B", "B", S("MMMM"), offsetof(struct civil, month), 0},
	{S("day"), "d", "", S("dd|DD"), offsetof(struct civil, day), 2},
	{S("i_day"), "e", "de", S("d"), offsetof(struct civil, day), 1},
	{S("y_day"), "j", "j", S(""), offsetof(struct civil, yearday), 3},
	{S("w_year"), "G", "G", S(""), offsetof(struct civil, iso_year), 4},
	{S("week"), "V", "V", S(""), offsetof(struct civil, iso_week), 2},
	{S("w_day"), "u", "u", S(""), offsetof(struct civil, iso_weekday), 1},
	{S("short_day"), "a", "a", S(""), offsetof(struct civil, weekday), 0},
	{S("long_day"), "A", "A", S(""), offsetof(struct civil, weekday), 0},
	{S("hour"), "H", "H", S("HH"), offsetof(struct civil, hour), 2},
	{S("minute"), "M", "M", S("mm"), offsetof(struct civil, minute), 2},
	{S("second"), "S", "S", S("ss"), offsetof(struct civil, second), 2},
};

#define PARTS (sizeof(parts) / sizeof(*parts))

static void put_part(struct buf *out, const struct part *part, const struct civil *when)
{
	bool is_short = slice_starts(part->name, S("short_"));
	unsigned value; /* of years too: they are positive */

	if (!when)
		return;
	memcpy(&value, (const char *)when + part->field, sizeof(value));
	if (part->digits)
		buf_printf(out, "%0*u", part->digits,
			part->digits == 2 ? value % 100 : value);
	else if (part->field == offsetof(struct civil, month))
		buf_put(out, date_english_month(value, is_short));
	else
		buf_put(out, date_english_weekday(value, is_short));
}

bool permalink_put_date(struct buf *out, struct slice name, const struct civil *when)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (slice_eq(name, parts[i].name)) {
			put_part(out, &parts[i], when);
			return true;
		}
	}
	return false;
}

/* False: unknown placeholder. */
static bool put_placeholder(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch)
{
	if (permalink_put_date(out, name, facts->when))
		return true;
	if (slice_eq(name, S("title"))) {
		permalink_escape(out, slug_of(facts, SLUG_PRETTY, scratch));
	} else if (slice_eq(name, S("slug"))) {
		permalink_escape(out, slug_of(facts, SLUG_DEFAULT, scratch));
	} else if (slice_eq(name, S("name"))) {
		permalink_escape(
			out, permalink_slugify(scratch, facts->name, SLUG_DEFAULT));
	} else if (slice_eq(name, S("basename"))) {
		permalink_escape(out, facts->name);
	} else if (slice_eq(name, S("path"))) {
		permalink_escape(out, facts->path);
	} else if (slice_eq(name, S("collection"))) {
		permalink_escape(out, facts->collection);
	} else if (slice_eq(name, S("categories"))) {
		put_categories(out, facts, false, scratch);
	} else if (slice_eq(name, S("slugified_categories"))) {
		put_categories(out, facts, true, scratch);
	} else if (slice_eq(name, S("output_ext"))) {
		buf_puts(out, ".html");
	} else {
		return false;
	}
	return true;
}

void permalink_expand_with(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch,
	permalink_placeholder_fn *put)
{
	while (pattern.len) {
		ptrdiff_t colon = slice_find_char(pattern, ':');
		size_t len = 0;
		if (colon < 0) {
			buf_put(out, pattern);
			return;
		}
		buf_put(out, slice_head(pattern, (size_t)colon));
		pattern = slice_from(pattern, (size_t)colon + 1);
		/* Hugo's placeholders may hold more than letters: ":2006",
		 * ":sections[1:]". */
		size_t name = slice_span(pattern, "_");
		ptrdiff_t bracket = slice_find_char(slice_from(pattern, name), ']');
		if (name < pattern.len && pattern.ptr[name] == '[' && bracket > 0)
			name += (size_t)bracket + 1;
		if (name && put(out, slice_head(pattern, name), facts, scratch)) {
			pattern = slice_from(pattern, name);
			continue;
		}
		while (len < pattern.len &&
			(pattern.ptr[len] == '_' ||
				(pattern.ptr[len] >= 'a' && pattern.ptr[len] <= 'z')))
			len++;
		/* ":title_x": the longest name that there is; ":day_" ends before the '_'. */
		name = len;
		while (name && !put(out, slice_head(pattern, name), facts, scratch))
			name = pattern.ptr[name - 1] == '_' ? name - 1 : 0;
		if (name == 0) {
			buf_putc(out, ':');
			buf_put(out, slice_head(pattern, len));
			name = len;
		}
		pattern = slice_from(pattern, name);
	}
}

void permalink_expand(struct buf *out, struct slice pattern,
	const struct permalink_facts *facts, struct arena *scratch)
{
	permalink_expand_with(out, pattern, facts, scratch, put_placeholder);
}

void permalink_put_strftime(
	struct buf *out, struct slice format, const struct civil *when)
{
	for (size_t i = 0; i < format.len; i++) {
		bool bare = false;
		if (format.ptr[i] != '%' || i + 1 == format.len) {
			buf_putc(out, format.ptr[i]);
			continue;
		}
		i++;
		if ((format.ptr[i] == '-' || format.ptr[i] == '#') &&
			i + 1 < format.len) {
			bare = true;
			i++;
		}
		if (format.ptr[i] == 'F')
			permalink_put_strftime(out, S("%Y-%m-%d"), when);
		for (size_t k = 0; format.ptr[i] && k < PARTS; k++) {
			if (strchr(bare ? parts[k].bare : parts[k].letters,
				    format.ptr[i]))
				put_part(out, &parts[k], when);
		}
	}
}

void permalink_put_pattern(struct buf *out, struct slice format, const struct civil *when)
{
	while (format.len) {
		size_t run = 1, part = 0;
		while (run < format.len && format.ptr[run] == *format.ptr &&
			ascii_is_alpha(*format.ptr))
			run++;
		struct slice letters = slice_head(format, run);
		format = slice_from(format, run);
		while (part < PARTS && !slice_any(letters, parts[part].runs, slice_eq))
			part++;
		if (part < PARTS)
			put_part(out, &parts[part], when);
		else
			buf_put(out, letters);
	}
}

bool permalink_key(struct arena *arena, struct slice raw, struct slice *key)
{
	char *text;
	size_t len = 0;

	raw = slice_trim(raw);
	if (raw.len == 0 || raw.len > ADDRESS_MAX_BYTES)
		return false;
	text = arena_alloc(arena, raw.len * 3 + 1);
	text[len++] = '/';
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.ptr[i];
		if (c == '/' && text[len - 1] == '/')
			continue;
		text[len++] = c;
		bool encoded = i + 2 < raw.len && ascii_hex(raw.ptr[i + 1]) >= 0 &&
			       ascii_hex(raw.ptr[i + 2]) >= 0;
		if (c == '%' && !encoded) {
			text[len++] = '2';
			text[len++] = '5';
		}
	}
	return uri_path_key(arena, slice(text, len), key);
}

/* @key without ".html", unless nothing of the last segment were left, or one that is no name. */
static struct slice without_html(struct slice key)
{
	static const struct slice none[] = {S("/.html"), S("/..html"), S("/...html")};

	if (slice_ends(key, S("/index.html")))
		return slice_head(key, key.len - strlen("index.html"));
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		if (slice_ends(key, none[i]))
			return key;
	}
	if (slice_ends(key, S(".html")))
		key.len -= strlen(".html");
	return key;
}

bool permalink_address(struct arena *arena, struct slice raw, struct permalink *out)
{
	struct slice key;

	if (!permalink_key(arena, raw, &key))
		return false;
	out->web_path = uri_encode_path(arena, key);
	key = without_html(key);
	if (slice_ends(out->web_path, S("/index.html")))
		out->web_path.len -= sizeof("index.html") - 1;
	out->key = key;
	out->url = uri_encode_path(arena, key);
	return true;
}
