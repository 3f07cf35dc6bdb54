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
	/* Combining marks take no column. */
	return codepoint >= 0x300 && text_columns(character) == 0 &&
	       !text_is_space(codepoint) && !text_is_punctuation(codepoint);
}

/* Hugo: a hyphen for white space, unless there is one already; those of the author stay. */
static struct slice hugo_slug(struct arena *arena, struct slice s)
{
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	bool gap = false, was_hyphen = false;

	for (struct slice rest = s; rest.len;) {
		struct slice at = rest;
		unsigned codepoint;
		text_next(&rest, &codepoint);
		struct slice character = slice_head(at, at.len - rest.len);
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

/* Every space a hyphen, what is neither letter, digit, hyphen nor underscore dropped. */
static struct slice words_slug(struct arena *arena, struct slice s)
{
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (struct slice rest = s; rest.len;) {
		struct slice at = rest;
		unsigned codepoint;
		text_next(&rest, &codepoint);
		struct slice character = slice_head(at, at.len - rest.len);
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

	for (struct slice rest = s; rest.len;) {
		struct slice at = rest;
		unsigned codepoint;
		text_next(&rest, &codepoint);
		struct slice character = slice_head(at, at.len - rest.len);
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
	struct buf ascii;

	buf_init(&ascii, BUF_MAX_BYTES);
	text_ascii(&ascii, s);
	if (slice_find_char(buf_slice(&ascii), '?') < 0 || slice_find_char(s, '?') >= 0)
		s = buf_dup(&ascii, arena);
	buf_fini(&ascii);
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

bool permalink_put_date(struct buf *out, struct slice name, const struct civil *when)
{
	static const struct {
		struct slice name;
		char what;
	} names[] = {{S("year"), 'Y'}, {S("short_year"), 'y'}, {S("month"), 'm'},
		{S("i_month"), 'M'}, {S("short_month"), 'b'}, {S("long_month"), 'B'},
		{S("day"), 'd'}, {S("i_day"), 'e'}, {S("y_day"), 'j'}, {S("w_year"), 'G'},
		{S("week"), 'V'}, {S("w_day"), 'u'}, {S("short_day"), 'a'},
		{S("long_day"), 'A'}, {S("hour"), 'H'}, {S("minute"), 'i'},
		{S("second"), 's'}};
	char what = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !what; i++) {
		if (slice_eq(name, names[i].name))
			what = names[i].what;
	}
	if (!what)
		return false;
	if (!when)
		return true;
	switch (what) {
	case 'Y':
		buf_printf(out, "%04d", when->year);
		break;
	case 'y':
		buf_printf(out, "%02d", when->year % 100);
		break;
	case 'm':
		buf_printf(out, "%02u", when->month);
		break;
	case 'M':
		buf_printf(out, "%u", when->month);
		break;
	case 'b':
	case 'B':
		buf_put(out, date_english_month(when->month, what == 'b'));
		break;
	case 'd':
		buf_printf(out, "%02u", when->day);
		break;
	case 'e':
		buf_printf(out, "%u", when->day);
		break;
	case 'j':
		buf_printf(out, "%03u", when->yearday);
		break;
	case 'G':
		buf_printf(out, "%04d", when->iso_year);
		break;
	case 'V':
		buf_printf(out, "%02u", when->iso_week);
		break;
	case 'u':
		buf_printf(out, "%u", when->iso_weekday);
		break;
	case 'a':
	case 'A':
		buf_put(out, date_english_weekday(when->weekday, what == 'a'));
		break;
	case 'H':
		buf_printf(out, "%02u", when->hour);
		break;
	case 'i':
		buf_printf(out, "%02u", when->minute);
		break;
	case 's':
		buf_printf(out, "%02u", when->second);
		break;
	}
	return true;
}

/* False: there is no such placeholder. */
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
		/* Hugo's may hold more than letters: ":2006", ":sections[1:]". */
		size_t name = 0;
		while (name < pattern.len &&
			(ascii_is_alnum(pattern.ptr[name]) || pattern.ptr[name] == '_'))
			name++;
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
	static const struct {
		char letter;
		struct slice name, bare; /* with and without a leading zero */
	} letters[] = {{'Y', S("year"), S("year")},
		{'y', S("short_year"), S("short_year")}, {'m', S("month"), S("i_month")},
		{'b', S("short_month"), S("short_month")},
		{'B', S("long_month"), S("long_month")}, {'d', S("day"), S("i_day")},
		{'e', S("i_day"), S("i_day")}, {'j', S("y_day"), S("y_day")},
		{'a', S("short_day"), S("short_day")},
		{'A', S("long_day"), S("long_day")}, {'H', S("hour"), S("hour")},
		{'M', S("minute"), S("minute")}, {'S', S("second"), S("second")},
		{'V', S("week"), S("week")}, {'G', S("w_year"), S("w_year")},
		{'u', S("w_day"), S("w_day")}};

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
		for (size_t k = 0; k < sizeof(letters) / sizeof(*letters); k++) {
			if (letters[k].letter == format.ptr[i])
				permalink_put_date(out,
					bare ? letters[k].bare : letters[k].name, when);
		}
	}
}

void permalink_put_pattern(struct buf *out, struct slice format, const struct civil *when)
{
	static const struct {
		struct slice letters, name;
	} fields[] = {{S("yyyy"), S("year")}, {S("YYYY"), S("year")},
		{S("yy"), S("short_year")}, {S("y"), S("year")},
		{S("MMMM"), S("long_month")}, {S("MMM"), S("short_month")},
		{S("MM"), S("month")}, {S("M"), S("i_month")}, {S("LL"), S("month")},
		{S("dd"), S("day")}, {S("DD"), S("day")}, {S("d"), S("i_day")},
		{S("HH"), S("hour")}, {S("mm"), S("minute")}, {S("ss"), S("second")}};

	while (format.len) {
		size_t run = 1;
		while (run < format.len && format.ptr[run] == *format.ptr &&
			ascii_is_alpha(*format.ptr))
			run++;
		struct slice letters = slice_head(format, run);
		format = slice_from(format, run);
		bool known = false;
		for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && !known; i++) {
			known = slice_eq(fields[i].letters, letters);
			if (known)
				permalink_put_date(out, fields[i].name, when);
		}
		if (!known)
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

bool permalink_address(struct arena *arena, struct slice raw, struct permalink *out)
{
	struct slice key;

	if (!permalink_key(arena, raw, &key))
		return false;
	out->web_path = uri_encode_path(arena, key);
	if (slice_ends(key, S("/index.html")))
		key.len -= sizeof("index.html") - 1;
	else if (slice_ends(key, S(".html")) && !slice_ends(key, S("/.html")))
		key.len -= sizeof(".html") - 1;
	if (slice_ends(out->web_path, S("/index.html")))
		out->web_path.len -= sizeof("index.html") - 1;
	out->key = key;
	out->url = uri_encode_path(arena, key);
	return true;
}
