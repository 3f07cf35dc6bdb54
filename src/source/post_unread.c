/* SPDX-License-Identifier: MIT */
/* Reads faulty front matter line by line: its words may be meant to hide the page, and a mistake beside
 * them must not show it. */
#include "source/post_reading.h"

#define KEY_MAX_BYTES 64

static struct slice without_quotes(struct slice s)
{
	while (s.len && strchr("\"',;", s.ptr[s.len - 1]))
		s = slice_trim_end(slice_head(s, s.len - 1));
	while (s.len && strchr("\"'", *s.ptr))
		s = slice_from(s, 1);
	return s;
}

/* "- draft", "export const draft": only the word. */
static struct slice without_lead(struct slice s)
{
	struct slice leads = S("- |? |export |const |let |var "), lead;

	s = slice_trim(s);
	while (slice_split(&leads, '|', &lead)) {
		if (slice_skip(&s, lead))
			s = slice_trim_start(s);
	}
	return s;
}

/* "key: value", "key = value" or ""key": value,", perhaps with a comment after it. */
static bool split_word(struct slice line, struct slice *key, struct slice *value)
{
	size_t end = 0;

	line = without_lead(line);
	while (end < line.len && line.ptr[end] != ':' && line.ptr[end] != '=')
		end++;
	*key = without_quotes(slice_trim(slice_head(line, end)));
	if (end == line.len || key->len == 0 || key->len > KEY_MAX_BYTES)
		return false;
	for (size_t i = 0; i < key->len; i++) {
		if (!ascii_is_alnum(key->ptr[i]) && !strchr("-_.", key->ptr[i]))
			return false;
	}
	*value = slice_from(line, end + 1);
	ptrdiff_t comment = slice_find(*value, S(" #"));
	if (comment >= 0)
		*value = slice_head(*value, (size_t)comment);
	*value = without_quotes(slice_trim(*value));
	return true;
}

static void add_word(struct arena *arena, struct value *words, unsigned line,
	struct slice key, struct slice value)
{
	struct value_pair *pair = value_add_pair(arena, words);

	pair->key = arena_dup(arena, key);
	pair->line = line;
	pair->column = 1;
	pair->value = (struct value){
		.kind = value.len ? VALUE_SCALAR : VALUE_NULL,
		.line = line,
		.column = 1,
		.text = arena_dup(arena, value),
	};
}

/* Each pair of a line with an object. */
static bool add_words(
	struct arena *arena, struct value *words, unsigned line, struct slice text)
{
	size_t before = words->count;
	struct slice key, value;

	if (slice_starts(slice_trim_start(text), S("#")))
		return false;
	while (text.len) {
		size_t len = 0;
		while (len < text.len && !strchr(",{}", text.ptr[len]))
			len++;
		if (split_word(slice_head(text, len), &key, &value))
			add_word(arena, words, line, key, value);
		text = slice_from(text, len + 1);
	}
	return words->count > before;
}

const struct value *post_unread(
	struct arena *arena, struct slice text, unsigned line, bool *ends)
{
	struct value *words = arena_new(arena, struct value);
	struct slice one;
	bool empty = false; /* lines before this one; a key after them continues */

	if (ends)
		*ends = false;
	*words = (struct value){.kind = VALUE_MAP, .line = line, .column = 1};
	for (; slice_next_line(&text, &one); line++) {
		bool said = add_words(arena, words, line, one);
		if (!said && ends && one.len && (empty || !strchr(" \t-#}", *one.ptr))) {
			*ends = true;
			break;
		}
		empty = !one.len;
	}
	return words;
}

const struct value *post_endless(struct arena *arena, struct slice head, bool *ends)
{
	struct slice text = head, line = slice_none, before = head;
	unsigned at = 1;

	slice_skip(&text, S("\xEF\xBB\xBF"));
	for (before = text; slice_next_line(&text, &line); before = text) {
		at++;
		if (slice_trim(line).len)
			break;
	}
	line = slice_trim(line);
	if (slice_any(line, S("---|+++"), slice_starts) || slice_eq(line, S("{")))
		return post_unread(arena, text, at, ends);
	if (slice_starts(line, S("{")) &&
		slice_starts(slice_trim_start(slice_from(line, 1)), S("\"")))
		return post_unread(arena, before, at - 1, ends);
	return NULL;
}
