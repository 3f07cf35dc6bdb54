/* SPDX-License-Identifier: MIT */
/* Inline syntax of kramdown and others, and the pipes of tables. Code spans are not changed. */
#include "text/attributes.h"
#include "text/dialect/dialect_internal.h"

/* --- tables ---------------------------------------------------------------------------- */

/* "|---|:-:|", also with kramdown's '=' and '+'. */
bool walk_is_delimiter(struct slice content)
{
	bool dash = false, pipe = false;
	content = slice_trim(content);
	for (size_t i = 0; i < content.len; i++) {
		char c = content.ptr[i];
		dash = dash || c == '-' || c == '=';
		pipe = pipe || c == '|' || c == '+';
		if (c != '-' && c != ':' && c != '|' && c != ' ' && c != '\t' &&
			c != '=' && c != '+')
			return false;
	}
	return dash && pipe && content.ptr[0] != '+' && content.ptr[0] != '=';
}

/* @line without leading quote marks and spaces. */
static struct slice bare(struct slice line)
{
	size_t at = 0;
	while (at < line.len && (ascii_is_space(line.ptr[at]) || line.ptr[at] == '>'))
		at++;
	return slice_from(line, at);
}

static unsigned count_pipes(struct slice s)
{
	unsigned count = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == '|')
			count++;
	}
	return count;
}

bool walk_is_table(struct walk *walk, struct slice content, struct slice next)
{
	next = bare(next);
	content = slice_trim(content);
	if (walk_is_delimiter(content)) /* a table without a header */
		return content.ptr[0] == '|' && next.len && count_pipes(next) > 0;
	if (walk_is_delimiter(next))
		return true;
	/* kramdown: rows without a header. A pipe in prose does not count. */
	return walk->options->kramdown && content.ptr[0] == '|' &&
	       slice_ends(content, S("|")) && count_pipes(content) >= 2 && next.len &&
	       next.ptr[0] == '|';
}

/* --- the line ----------------------------------------------------------------------------- */

struct scan {
	struct walk *walk;
	struct slice line;
	struct buf *out; /* the line rewritten ... */
	size_t copied;   /* ... as far as this byte of it */
	bool row;
	bool has_spans, has_pairs; /* backticks were counted; "][" is in the line */
	size_t reference_end, reference_skip; /* of the current reference */
	size_t no_dollar_before; /* no "$" before this offset has a partner */
	struct star_pairs stars;
	struct spans spans;
};

/* Copies everything before @at and skips @len bytes; the next output replaces them. */
static void cut(struct scan *scan, size_t at, size_t len)
{
	buf_put(scan->out, slice(scan->line.ptr + scan->copied, at - scan->copied));
	scan->copied = at + len;
}

/* "$$x$$", "\(x\)", "\\(x\\)": returns the length, 0 for none. */
static size_t inline_math(struct scan *scan, size_t at)
{
	static const struct slice marks[][2] = {
		{S("$$"), S("$$")}, {S("\\\\("), S("\\\\)")}, {S("\\("), S("\\)")}};
	struct slice rest = slice_from(scan->line, at);
	for (size_t i = 0; i < 3; i++) {
		if (!slice_starts(rest, marks[i][0]))
			continue;
		if (i == 0 && !scan->walk->options->kramdown &&
			!scan->walk->options->math)
			return 0;
		if (scan->walk->math_absent & (1u << i))
			return 0;
		struct slice tex = slice_from(rest, marks[i][0].len);
		ptrdiff_t end = slice_find(tex, marks[i][1]);
		if (end < 0)
			scan->walk->math_absent |= 1u << i;
		if (end <= 0)
			return 0;
		size_t taken = marks[i][0].len + (size_t)end + marks[i][1].len;
		cut(scan, at, taken);
		dialect_put_words(scan->out, slice_trim(slice_head(tex, (size_t)end)));
		return taken;
	}
	return 0;
}

/* "$x$": no space at the inner ends, no digit after it, since "$5 to $6" is money. Returns the
 * length. */
static size_t dollar_math(struct scan *scan, size_t at)
{
	struct slice rest = slice_from(scan->line, at);

	if (!scan->walk->options->math || rest.len < 3 || ascii_is_space(rest.ptr[1]) ||
		rest.ptr[1] == '$' || at < scan->no_dollar_before)
		return 0;
	for (size_t end = 1; end < rest.len && rest.ptr[end] != '`'; end++) {
		if (rest.ptr[end] == '\\') {
			end++;
			continue;
		}
		if (rest.ptr[end] != '$' || ascii_is_space(rest.ptr[end - 1]) ||
			(end + 1 < rest.len && ascii_is_digit(rest.ptr[end + 1])))
			continue;
		cut(scan, at, end + 1);
		dialect_put_words(scan->out, slice_trim(slice(rest.ptr + 1, end - 1)));
		return end + 1;
	}
	ptrdiff_t code = slice_find_char(rest, '`');
	scan->no_dollar_before = code < 0 ? scan->line.len : at + (size_t)code;
	return 0;
}

/* "{::nomarkdown}", "{::options x="y" /}", "{:/nomarkdown}", "{:/}": returns the length,
 * including the content of "{::comment}x{:/comment}". */
static size_t extension(struct slice rest)
{
	if (!slice_starts(rest, S("{::")) && !slice_starts(rest, S("{:/")))
		return 0;
	ptrdiff_t end = slice_find_char(slice_head(rest, 256), '}');
	if (end < 0)
		return 0;
	if (slice_starts(rest, S("{::comment}"))) {
		ptrdiff_t close = slice_find(slice_head(rest, 4096), S("{:/"));
		ptrdiff_t last =
			close < 0 ? -1
				  : slice_find_char(slice_from(rest, (size_t)close), '}');
		if (last >= 0)
			return (size_t)(close + last) + 1;
	}
	return (size_t)end + 1;
}

/* "{: .class}", "{.class}" after a span, also several: returns the length. */
static size_t span_attributes(const struct scan *scan, size_t at)
{
	struct slice rest = slice_from(scan->line, at);
	char before = at ? scan->line.ptr[at - 1] : 0;
	size_t taken = 0, len;
	if (!before || !strchr(")]*_`>", before))
		return 0;
	while ((len = attributes_length(slice_head(slice_from(rest, taken), 256))))
		taken += len;
	return taken;
}

/* ":fontawesome-brands-x:" and attributes after it: returns the length. */
static size_t icon(struct slice rest)
{
	static const struct slice sets =
		S(":fontawesome-|:material-|:octicons-|:simple-");
	size_t at = slice_which(rest, sets, slice_starts).len;
	at += slice_span(slice_from(rest, at), "-");
	if (!at || at == rest.len || rest.ptr[at] != ':')
		return 0;
	return at + 1 + attributes_length(slice_head(slice_from(rest, at + 1), 256));
}

/* --- directives and targets -------------------------------------------------------------------- */

/* The length of ":name" at the start of @text, if "[" follows; else 0. */
static size_t directive_name(struct slice text)
{
	size_t len = 1 + slice_span(slice_from(text, 1), "-");
	return len < 3 || len == text.len || text.ptr[len] != '[' ? 0 : len;
}

/* ":name[words]{attributes}" of remark-directive becomes its words; returns the length of
 * its start. */
static size_t directive(struct scan *scan, size_t at)
{
	struct slice rest = slice_head(slice_from(scan->line, at), DIALECT_TAG_MAX_BYTES);
	size_t len = directive_name(rest), depth = 0, end;
	if (!len || (at && (ascii_is_alnum(scan->line.ptr[at - 1]) ||
				   strchr(":`\\", scan->line.ptr[at - 1]))))
		return 0;
	for (end = len; end < rest.len; end++) {
		depth += rest.ptr[end] == '[';
		if (rest.ptr[end] == ']' && --depth == 0)
			break;
	}
	if (end == rest.len || slice_starts(slice_from(rest, end), S("](")) ||
		slice_starts(slice_from(rest, end), S("][")))
		return 0;
	scan->reference_end = at + end;
	scan->reference_skip = 1 + attributes_length(slice_from(rest, end + 1));
	return len + 1;
}

static size_t put_spaced_target(struct scan *scan, size_t at)
{
	size_t len = 0;
	if (at + 1 < scan->line.len && scan->line.ptr[at + 1] == '(')
		len = dialect_spaced_target(slice_from(scan->line, at + 2));
	if (!len)
		return 0;
	cut(scan, at, len + 2);
	buf_puts(scan->out, "](<");
	buf_put(scan->out, slice(scan->line.ptr + at + 2, len));
	buf_putc(scan->out, '>');
	return len + 2;
}

static size_t scan_code(struct scan *scan, size_t at)
{
	bool is_code;
	if (!scan->has_spans)
		spans_begin(&scan->spans, scan->line, at, scan->line.len);
	scan->has_spans = true;
	size_t next = spans_skip(&scan->spans, scan->line, at, &is_code);
	for (; scan->row && at < next; at++) {
		if (!is_code) {
			/* A backtick in a cell must not pair with one in another row. */
			cut(scan, at, 1);
			buf_puts(scan->out, "\\`");
		} else if (slice_starts(slice_from(scan->line, at), S("\\|"))) {
			cut(scan, at, 1);
		}
	}
	return next;
}

/* --- bytes that may mean something ---------------------------------------------------------------- */

static size_t put_broken_tag(struct scan *scan, size_t at)
{
	struct slice rest = slice_from(scan->line, at);
	size_t len = dialect_broken_tag(rest);

	if (!len)
		return 0;
	cut(scan, at, len);
	dialect_put_tag(scan->out, slice_head(rest, len));
	return len;
}

/* A mark of PyMdown Extensions: becomes its words, or nothing. */
static size_t put_mark(struct scan *scan, size_t at)
{
	struct slice text = slice_none;
	size_t taken =
		pymdownx_mark(scan->walk->arena, slice_from(scan->line, at), &text);

	if (!taken)
		return 0;
	cut(scan, at, taken);
	buf_put(scan->out, text);
	return taken;
}

/* An emphasis mark that must become a tag: returns the length. */
static size_t put_star_tag(struct scan *scan, size_t at)
{
	static const char *const tags[] = {"em>", "strong>"};

	for (size_t i = 0; i < 2; i++) {
		if (!at || scan->stars.end[i] != at)
			continue;
		scan->stars.end[i] = 0;
		cut(scan, at, i + 1);
		buf_puts(scan->out, "</");
		buf_puts(scan->out, tags[i]);
		return i + 1;
	}
	size_t width = scan->stars.end[0] && scan->stars.end[1]
			       ? 0
			       : dialect_star_pair(&scan->stars, scan->line, at);
	if (!width)
		return 0;
	cut(scan, at, width);
	buf_puts(scan->out, "<");
	buf_puts(scan->out, tags[width - 1]);
	return width;
}

static size_t wikilink(struct scan *scan, size_t at)
{
	struct slice text;
	size_t len;
	if (!walk_wikilink(scan->walk, scan->line, at, &len, &text))
		return 0;
	cut(scan, at, len);
	buf_put(scan->out, text);
	return len;
}

/* Handles a special byte at @at; returns where to continue. */
static size_t scan_special(struct scan *scan, size_t at)
{
	struct slice rest = slice_from(scan->line, at);
	size_t taken = 0;
	if (scan->walk->options->pymdownx && (taken = put_mark(scan, at)))
		return at + taken;
	switch (rest.ptr[0]) {
	case '~':
		return at + (slice_starts(rest, S("~~")) ? 2 : 1);
	case '`':
		return scan_code(scan, at);
	case '\\':
		taken = inline_math(scan, at);
		return at + (taken ? taken : 2);
	case '$':
		taken = inline_math(scan, at);
		if (!taken)
			taken = dollar_math(scan, at);
		return at + (taken ? taken : slice_starts(rest, S("$$")) ? 2 : 1);
	case '{':
		taken = extension(rest);
		if (!taken)
			taken = span_attributes(scan, at);
		break;
	case ':':
		taken = icon(rest);
		if (!taken)
			taken = directive(scan, at);
		break;
	case '!':
		if (slice_starts(rest, S("![[")))
			taken = wikilink(scan, at);
		return at + (taken ? taken : 1);
	case '[':
		if (slice_starts(rest, S("[[")) && (taken = wikilink(scan, at)))
			return at + taken;
		if (scan->has_pairs &&
			walk_undefined_reference(scan->walk, scan->line, at,
				&scan->reference_end, &scan->reference_skip)) {
			walk_say_undefined(scan->walk, scan->line, at,
				scan->reference_end, scan->reference_skip);
			taken = 1;
		}
		break;
	case ']':
		if (!scan->reference_skip || at != scan->reference_end) {
			taken = put_spaced_target(scan, at);
			return at + (taken ? taken : 1);
		}
		taken = scan->reference_skip;
		break;
	case '<':
		taken = put_broken_tag(scan, at);
		return at + (taken ? taken : 1);
	case '*':
		taken = put_star_tag(scan, at);
		while (!taken && at < scan->line.len && scan->line.ptr[at] == '*')
			at++;
		return at + taken;
	case '|':
		if (scan->row) {
			cut(scan, at, 1);
			buf_puts(scan->out, DIALECT_PIPE);
		}
		break;
	default:
		break;
	}
	if (taken)
		cut(scan, at, taken);
	return at + (taken ? taken : 1);
}

/* Does @text contain "<a " or "<img ", case-blind? */
static bool has_tags(struct slice text)
{
	for (ptrdiff_t at; (at = slice_find_char(text, '<')) >= 0;) {
		text = slice_from(text, (size_t)at + 1);
		if (slice_any(text, S("a |img "), slice_starts_nocase))
			return true;
	}
	return false;
}

/* Names end at the next colon, so each byte is read twice at most. */
static bool has_icons_or_directives(struct slice text)
{
	for (ptrdiff_t at; (at = slice_find_char(text, ':')) >= 0;) {
		text = slice_from(text, (size_t)at);
		bool named = text.len > 1 &&
			     (ascii_is_alnum(text.ptr[1]) || text.ptr[1] == '-');
		if (named && (icon(text) || directive_name(text)))
			return true;
		text = slice_from(text, 1);
	}
	return false;
}

void walk_find_specials(struct walk *walk, struct slice text)
{
	bool *special = walk->special;
	/* When a comment is removed, its two sides must not form new syntax. */
	bool any = walk->comment != NULL;
	special['`'] = special['\\'] = special['{'] = special['|'] = true;
	special[']'] = true;
	special['$'] =
		walk->options->math ||
		(walk->options->kramdown && (any || slice_find(text, S("$$")) >= 0));
	special[':'] = any || has_icons_or_directives(text);
	special['<'] = any || has_tags(text);
	special['+'] = special['^'] = special['='] = walk->options->pymdownx;
	special['~'] = walk->options->pymdownx;
	special['*'] = dialect_has_joined_stars(text);
	bool wikilinks = slice_find(text, S("[[")) >= 0;
	special['['] = any || wikilinks || slice_find(text, S("][")) >= 0;
	special['!'] = wikilinks;
}

/* The first special byte at or after @at, or the line's end. */
static size_t next_special(const bool special[256], struct slice line, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)line.ptr;
	while (at + 4 <= line.len &&
		!(special[bytes[at]] | special[bytes[at + 1]] | special[bytes[at + 2]] |
			special[bytes[at + 3]]))
		at += 4;
	while (at < line.len && !special[bytes[at]])
		at++;
	return at;
}

struct slice walk_inline(struct walk *walk, struct slice line, size_t from, bool row)
{
	const bool *special = walk->special;
	size_t at = next_special(special, line, from);
	if (at == line.len)
		return line;
	struct scan scan; /* large: set up only where it is needed */
	scan.walk = walk;
	scan.line = line;
	scan.row = row;
	scan.out = &walk->rewritten;
	scan.copied = 0;
	scan.has_spans = false;
	scan.has_pairs = special['['] && slice_find(slice_from(line, at), S("][")) >= 0;
	scan.reference_end = scan.reference_skip = 0;
	scan.no_dollar_before = 0;
	scan.stars = (struct star_pairs){0};
	walk->math_absent = 0;
	buf_clear(scan.out);
	for (; at < line.len; at = next_special(special, line, at))
		at = scan_special(&scan, at);
	if (!scan.copied && !scan.out->len)
		return line;
	cut(&scan, line.len, 0);
	return buf_slice(scan.out);
}
