/* SPDX-License-Identifier: MIT */
/* Regular expressions of the settings, and globs that are easier as such. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "source/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/memory.h"

/* Limits of steps and memory for one match; usual expressions need some hundred. */
#define STEPS_MAX      100000
#define HEAP_MAX_KB    1024
#define GLOB_MAX_BYTES 4096 /* no path is longer */
/* The maximum of a translated glob: the content of "!(...)" is repeated. */
#define REGEX_MAX_BYTES (64 * 1024)
#define NESTED_MAX      8
/* Shorter plain text tells too little about what a pattern matches. */
#define PLAIN_MIN 3

struct pattern_code {
	pcre2_code *code;
};

/* Compiled expressions live in the arena of the settings. */
static void *take(size_t size, void *arena)
{
	return arena_alloc(arena, size);
}

static void leave(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

const struct pattern_code *pattern_compile(
	struct arena *arena, struct slice regex, unsigned flags, const char **why)
{
	pcre2_general_context *general = pcre2_general_context_create(take, leave, arena);
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	struct pattern_code *made = arena_new(arena, struct pattern_code);
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
			   PCRE2_DOLLAR_ENDONLY |
			   (flags & PATTERN_NOCASE ? PCRE2_CASELESS : 0) |
			   (flags & PATTERN_ANCHORED ? PCRE2_ANCHORED : 0);
	int error;
	size_t at;

	pcre2_set_max_pattern_length(context, REGEX_MAX_BYTES);
	made->code = pcre2_compile((PCRE2_SPTR)(regex.len ? regex.ptr : ""), regex.len,
		options, &error, &at, context);
	if (!made->code) {
		PCRE2_UCHAR text[128] = "";
		pcre2_get_error_message(error, text, sizeof(text));
		*why = arena_cstr(arena, slice_str((const char *)text));
		return NULL;
	}
	return made;
}

int pattern_run(const struct pattern_code *code, struct slice text)
{
	/* Not in the arena: several threads match at once, and a match takes its memory from its
	 * context. */
	pcre2_match_context *limits = memory_checked(pcre2_match_context_create(NULL));
	pcre2_match_data *data = memory_checked(pcre2_match_data_create(1, NULL));

	pcre2_set_match_limit(limits, STEPS_MAX);
	pcre2_set_depth_limit(limits, STEPS_MAX);
	pcre2_set_heap_limit(limits, HEAP_MAX_KB);
	int error = pcre2_match(code->code, (PCRE2_SPTR)(text.len ? text.ptr : ""),
		text.len, 0, 0, data, limits);
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return error >= 0 ? 1 : error == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

/* Reads the table of names: two bytes with the group's number, then the name and a NUL. */
static size_t read_groups(const pcre2_code *code, pcre2_match_data *data,
	struct slice text, struct pattern_group *out)
{
	const size_t *bounds = pcre2_get_ovector_pointer(data);
	const unsigned char *table;
	uint32_t names = 0, entry = 0, pairs = pcre2_get_ovector_count(data);
	size_t count = 0;

	pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &names);
	pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry);
	pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
	for (uint32_t i = 0; i < names && count < PATTERN_GROUPS_MAX; i++) {
		const unsigned char *name = table + (size_t)i * entry;
		size_t group = (size_t)name[0] << 8 | name[1];
		if (group >= pairs || bounds[2 * group] == PCRE2_UNSET)
			continue;
		out[count].name = slice_str((const char *)name + 2);
		out[count++].value = slice(text.ptr + bounds[2 * group],
			bounds[2 * group + 1] - bounds[2 * group]);
	}
	return count;
}

size_t pattern_groups(
	const struct pattern_code *code, struct slice text, struct pattern_group *out)
{
	pcre2_match_context *limits = memory_checked(pcre2_match_context_create(NULL));
	pcre2_match_data *data =
		memory_checked(pcre2_match_data_create_from_pattern(code->code, NULL));
	size_t count = 0;

	pcre2_set_match_limit(limits, STEPS_MAX);
	pcre2_set_depth_limit(limits, STEPS_MAX);
	pcre2_set_heap_limit(limits, HEAP_MAX_KB);
	if (text.len && pcre2_match(code->code, (PCRE2_SPTR)text.ptr, text.len, 0, 0,
				data, limits) > 0)
		count = read_groups(code->code, data, text, out);
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return count;
}

static void put_literal(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\\^$.[]|()?*+{}-#", text.ptr[i]) && text.ptr[i])
			buf_putc(out, '\\');
		buf_putc(out, text.ptr[i]);
	}
}

/* The length of the group at the start of @s, from @open to its @close; 0: unclosed. */
static size_t group_length(struct slice s, char open, char close)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\')
			i++;
		else if (s.ptr[i] == open)
			depth++;
		else if (s.ptr[i] == close && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* A glob being translated. */
struct translator {
	struct buf out;
	bool segments; /* '*' and '?' stop at a slash */
};

static void translate(struct translator *t, struct slice glob, unsigned depth);

/* The alternatives of "a,b" or "a|b" as a group of the regular expression. */
static void put_alternatives(
	struct translator *t, struct slice inner, char separator, unsigned depth)
{
	size_t from = 0, level = 0;

	buf_puts(&t->out, "(?:");
	for (size_t i = 0; i <= inner.len; i++) {
		char c = i < inner.len ? inner.ptr[i] : separator;
		if (c == '\\') {
			i++;
		} else if (c == '(' || c == '{') {
			level++;
		} else if (level && (c == ')' || c == '}')) {
			level--;
		} else if (c == separator && (level == 0 || i == inner.len)) {
			translate(t, slice(inner.ptr + from, i - from), depth + 1);
			from = i + 1;
			buf_puts(&t->out, i < inner.len ? "|" : "");
		}
	}
	buf_putc(&t->out, ')');
}

/* "@(a|b)" and the like at the start of @glob. Returns its length; 0: none. */
static size_t put_extended(struct translator *t, struct slice glob, unsigned depth)
{
	static const char signs[] = "@?*+!", *const counts[] = {"", "?", "*", "+"};
	const char *sign = glob.len > 1 && *glob.ptr ? strchr(signs, *glob.ptr) : NULL;

	if (!sign || glob.ptr[1] != '(' || depth >= NESTED_MAX)
		return 0;
	size_t len = group_length(slice_from(glob, 1), '(', ')');
	if (len == 0)
		return 0;
	struct slice inner = slice(glob.ptr + 2, len - 2);
	if (*sign != '!') {
		buf_puts(&t->out, "(?:");
		put_alternatives(t, inner, '|', depth);
		buf_printf(&t->out, ")%s", counts[sign - signs]);
		return len + 1;
	}
	/* Anything here that does not make the whole match one of them. */
	buf_puts(&t->out, "(?!");
	put_alternatives(t, inner, '|', depth);
	translate(t, slice_from(glob, len + 1), depth + 1);
	buf_puts(&t->out, t->segments ? "$)[^/]*?" : "$).*?");
	return len + 1;
}

/* "[a-z]" or "[!a-z]". */
static size_t put_class(struct translator *t, struct slice glob)
{
	size_t i = 1;
	bool negated = i < glob.len && (glob.ptr[i] == '!' || glob.ptr[i] == '^');

	i += negated;
	size_t first = i;
	while (i < glob.len && (glob.ptr[i] != ']' || i == first))
		i++;
	if (i >= glob.len)
		return 0;
	if (t->segments)
		buf_puts(&t->out, "(?!/)");
	buf_puts(&t->out, negated ? "[^" : "[");
	for (size_t k = first; k < i; k++) {
		if (strchr("[]\\^", glob.ptr[k]))
			buf_putc(&t->out, '\\');
		buf_putc(&t->out, glob.ptr[k]);
	}
	buf_putc(&t->out, ']');
	return i + 1;
}

/* A run of stars; two or more match slashes. */
static size_t put_stars(struct translator *t, struct slice glob)
{
	size_t len = slice_run(glob, '*');

	if (t->segments && len > 1 && len < glob.len && glob.ptr[len] == '/') {
		buf_puts(&t->out, "(?:.*/)?");
		return len + 1;
	}
	buf_puts(&t->out, len > 1 || !t->segments ? ".*" : "[^/]*");
	return len;
}

/* "{a,b}"; braces without a comma are literal. */
static size_t put_braces(struct translator *t, struct slice glob, unsigned depth)
{
	size_t len = depth < NESTED_MAX ? group_length(glob, '{', '}') : 0;
	struct slice inner = slice(glob.ptr + 1, len ? len - 2 : 0);

	if (slice_find_char(inner, ',') < 0)
		return 0;
	put_alternatives(t, inner, ',', depth);
	return len;
}

/* One piece of the glob; returns its length. */
static size_t put_piece(struct translator *t, struct slice glob, unsigned depth)
{
	size_t len = put_extended(t, glob, depth);

	if (len)
		return len;
	switch (*glob.ptr) {
	case '*':
		return put_stars(t, glob);
	case '?':
		buf_puts(&t->out, t->segments ? "[^/]" : ".");
		return 1;
	case '[':
		len = put_class(t, glob);
		break;
	case '{':
		len = put_braces(t, glob, depth);
		break;
	case '\\':
		if (glob.len > 1) {
			put_literal(&t->out, slice(glob.ptr + 1, 1));
			return 2;
		}
		break;
	}
	if (len == 0)
		put_literal(&t->out, slice_head(glob, 1));
	return len ? len : 1;
}

static void translate(struct translator *t, struct slice glob, unsigned depth)
{
	while (glob.len && !t->out.overflow)
		glob = slice_from(glob, put_piece(t, glob, depth));
}

struct slice pattern_translate(struct arena *arena, struct slice glob, bool segments)
{
	struct translator t = {.segments = segments};

	buf_init(&t.out, REGEX_MAX_BYTES);
	buf_puts(&t.out, "(?s)^");
	translate(&t, slice_head(glob, GLOB_MAX_BYTES), 0);
	buf_puts(&t.out, "$");
	/* Too long: an invalid expression, so that it counts as broken. */
	bool too_long = t.out.overflow || glob.len > GLOB_MAX_BYTES;
	struct slice regex = too_long ? S("(") : buf_dup(&t.out, arena);
	buf_fini(&t.out);
	return regex;
}

/* The length of the escape at the start of @text: "\\." and all of "\\u00e9". */
static size_t escape_length(struct slice text)
{
	size_t len = text.len < 2 ? 1 : 2;

	while (len > 1 && ascii_is_alnum(text.ptr[1]) && len < text.len &&
		ascii_is_alnum(text.ptr[len]))
		len++;
	return len;
}

/* The longest run of literal bytes in @text. Nothing after the first bracket counts: it may be an
 * alternative, or a negation. */
static struct slice longest_plain(struct slice text)
{
	struct slice best = slice_none;
	size_t from = 0;

	for (size_t i = 0; i <= text.len;) {
		char c = i < text.len ? text.ptr[i] : '(';
		if (ascii_is_alnum(c) || (c && strchr("-_/ ", c)) || (c & 0x80)) {
			i++;
			continue;
		}
		size_t len = i - from;
		/* Optional bytes do not count. */
		if (len && (c == '?' || c == '*' || c == '{'))
			len--;
		if (len > best.len)
			best = slice(text.ptr + from, len);
		if (c && strchr("([{", c))
			break;
		i += c == '\\' ? escape_length(slice_from(text, i)) : 1;
		from = i;
	}
	return best;
}

struct slice pattern_stand_in(struct arena *arena, struct slice regex)
{
	struct slice piece;
	auto_buf struct buf out = BUF(REGEX_MAX_BYTES);

	if (slice_starts(regex, S("(?i)"))) /* its replacement is case-blind, too */
		regex = slice_from(regex, 4);
	while (slice_split(&regex, '|', &piece)) {
		struct slice plain = longest_plain(piece);
		if (plain.len < PLAIN_MIN) {
			buf_clear(&out);
			break;
		}
		buf_puts(&out, out.len ? "|" : "");
		put_literal(&out, plain);
	}
	return out.overflow ? slice_none : buf_dup(&out, arena);
}
