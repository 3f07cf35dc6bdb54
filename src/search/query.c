/* SPDX-License-Identifier: MIT */
#include "search/query.h"

#include "base/text.h"
#include "search/tokens.h"

/* A typed "tag:x" and the like. */
static const struct filter {
	struct slice name;
	enum search_term_kind kind;
} filters[] = {
	{S("tag:"), SEARCH_TAG},
	{S("lang:"), SEARCH_LANG},
	{S("year:"), SEARCH_YEAR},
};

#define FILTER_COUNT (sizeof(filters) / sizeof(*filters))

struct reading {
	struct arena *arena;
	struct slice rest;
	struct search_query *out;
	struct search_term *terms;
	bool in_title;
	size_t pairs; /* tokens that single words do not need: two characters, or words tied by a hyphen */
};

/* --- clean text --------------------------------------------------------------- */

/* Controls end a word; others would join what stands around them. So does a byte order mark, which is dropped at the
 * beginning of texts alone: a query would change as it is typed again. */
static struct slice without_controls(struct arena *arena, struct slice typed)
{
	char *copy = arena_alloc(arena, typed.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < typed.len; i++) {
		unsigned char c = (unsigned char)typed.ptr[i];
		bool is_control = text_is_control(typed, i),
		     is_mark = slice_starts(slice_from(typed, i), S("\uFEFF"));
		i += is_mark ? 2 : is_control && c >= 0x80;
		copy[len++] = is_mark || is_control ? ' ' : (char)c;
	}
	return slice(copy, len);
}

static struct slice head_characters(struct slice s, size_t most, bool *is_cut)
{
	struct slice rest = s;
	unsigned c;

	for (size_t i = 0; i < most; i++) {
		if (!text_next(&rest, &c))
			return s;
	}
	*is_cut |= rest.len > 0;
	return text_trim_end(slice_head(s, s.len - rest.len));
}

/* --- terms -------------------------------------------------------------------- */

/* Straight and typographic double quotes alike: phones put in the latter. 0: none begins at @s. */
static size_t quote_length(struct slice s)
{
	return slice_which(s, S("\"|\u201C|\u201D|\u201E|\u00AB|\u00BB"), slice_starts)
		.len;
}

static struct slice take_quoted(struct slice *rest)
{
	size_t i = 0, quote = 0;
	struct slice quoted;

	slice_take(rest, quote_length(*rest));
	while (i < rest->len && !(quote = quote_length(slice_from(*rest, i))))
		i++;
	quoted = slice_take(rest, i);
	slice_take(rest, quote);
	return text_trim(quoted);
}

static struct slice take_word(struct slice *rest)
{
	size_t i = 0;

	while (i < rest->len && rest->ptr[i] != ' ' &&
		!quote_length(slice_from(*rest, i)))
		i++;
	return slice_take(rest, i);
}

/* The bytes of @word before it changes between a script with spaces and one without: a reader of Japanese types two
 * words so ("Docker入門"). A single character belongs to what is beside it ("C言語", "第3回"). */
static size_t length_before_switch(struct slice word)
{
	enum { LETTERS_MIN = 2 };
	struct slice rest = word;
	size_t run = 0, before = 0, switched = word.len;
	bool was_unspaced = false;
	unsigned c;

	for (size_t at = 0; text_next(&rest, &c); at = word.len - rest.len) {
		if (!text_is_letter_or_digit(c))
			return word.len;
		bool unspaced = tokens_is_unspaced(c);
		if (run && unspaced != was_unspaced) {
			before = run;
			switched = at;
			run = 0;
		}
		was_unspaced = unspaced;
		run++;
		if (before >= LETTERS_MIN && run >= LETTERS_MIN)
			return switched;
	}
	return word.len;
}

struct gathering {
	struct reading *reading;
	struct slice *tokens;
	size_t count, capacity;
};

static int gather(void *ctx, const struct token *token)
{
	struct gathering *to = ctx;
	struct reading *reading = to->reading;

	if (token->is_pair || to->count) {
		if (reading->pairs == SEARCH_PAIRS_MAX) {
			reading->out->is_cut = true;
			return 1;
		}
		reading->pairs++;
	}
	*arena_next(reading->arena, to->tokens, to->count, to->capacity) =
		arena_dup(reading->arena, token->text);
	return 0;
}

/* Is the same asked for already? */
static bool is_again(const struct search_query *query, const struct search_term *term)
{
	for (size_t i = 0; i < query->count; i++) {
		const struct search_term *other = &query->terms[i];
		bool same = other->kind == term->kind &&
			    other->excluded == term->excluded &&
			    other->in_title == term->in_title &&
			    other->token_count == term->token_count;
		for (size_t k = 0; same && k < term->token_count; k++)
			same = slice_eq(other->tokens[k], term->tokens[k]);
		if (same && (term->token_count || slice_eq(other->text, term->text)))
			return true;
	}
	return false;
}

static void add(struct reading *reading, struct search_term term)
{
	struct gathering found = {.reading = reading};
	bool has_words = term.kind == SEARCH_WORD || term.kind == SEARCH_PHRASE;

	if (!term.text.len)
		return;
	if (reading->out->count == SEARCH_WORDS_MAX) {
		reading->out->is_cut = true;
		return;
	}
	if (has_words) {
		tokens_read(term.text, TOKENS_OF_QUERY, gather, &found);
		if (!found.count)
			return;
		term.tokens = found.tokens;
		term.token_count = found.count;
		term.in_title = reading->in_title;
	}
	if (!is_again(reading->out, &term))
		reading->terms[reading->out->count++] = term;
}

/* What @value means to @kind: empty where it means nothing. */
static struct slice filter_value(
	struct arena *arena, enum search_term_kind kind, struct slice value)
{
	unsigned long long year;

	if (kind == SEARCH_TAG)
		return text_slug(arena, value);
	if (kind == SEARCH_YEAR)
		return value.len == 4 && slice_to_uint(value, &year) ? value : slice_none;
	return slice_span(value, "-") == value.len ? text_lower(arena, value)
						   : slice_none;
}

/* Is there a filter at the start of what is left, with a value? Then it is taken. */
static bool take_filter(struct reading *reading, bool excluded)
{
	struct slice rest = reading->rest;
	size_t i = 0;

	while (i < FILTER_COUNT && !slice_starts_nocase(rest, filters[i].name))
		i++;
	if (i == FILTER_COUNT)
		return false;
	slice_take(&rest, filters[i].name.len);
	struct slice value = quote_length(rest) ? take_quoted(&rest) : take_word(&rest);
	value = filter_value(reading->arena, filters[i].kind, value);
	if (!value.len)
		return false;
	reading->rest = rest;
	add(reading,
		(struct search_term){
			.kind = filters[i].kind, .excluded = excluded, .text = value});
	return true;
}

static bool take_in_title(struct reading *reading)
{
	struct slice rest = reading->rest;

	if (!slice_eq_nocase(take_word(&rest), S("in:title")))
		return false;
	reading->rest = rest;
	reading->in_title = true;
	return true;
}

static void take_term(struct reading *reading)
{
	struct search_term term = {.excluded = slice_starts(reading->rest, S("-"))};

	if (term.excluded)
		slice_take(&reading->rest, 1);
	else if (take_in_title(reading))
		return;
	if (take_filter(reading, term.excluded))
		return;
	if (quote_length(reading->rest)) {
		term.kind = SEARCH_PHRASE;
		term.text = take_quoted(&reading->rest);
	} else {
		struct slice rest = reading->rest, word = take_word(&rest);
		size_t length = term.excluded ? word.len : length_before_switch(word);
		term.text = slice_take(&reading->rest, length);
	}
	add(reading, term);
}

void search_query_read(struct arena *arena, struct slice typed, struct search_query *out)
{
	struct reading reading = {.arena = arena, .out = out};

	*out = (struct search_query){0};
	/* Bytes first: a megabyte is not cleaned to read 256 characters of it. */
	if (typed.len > 4 * SEARCH_QUERY_MAX_CHARACTERS * 4) {
		typed = slice_head_whole(typed, 4 * SEARCH_QUERY_MAX_CHARACTERS * 4);
		out->is_cut = true;
	}
	out->text = head_characters(text_one_line(arena, without_controls(arena, typed)),
		SEARCH_QUERY_MAX_CHARACTERS, &out->is_cut);
	reading.rest = out->text;
	reading.terms = arena_array(arena, SEARCH_WORDS_MAX, struct search_term);
	out->terms = reading.terms;
	for (;;) {
		reading.rest = slice_trim_start(reading.rest);
		if (!reading.rest.len)
			break;
		take_term(&reading);
	}
}

/* --- the way back ----------------------------------------------------------------- */

static void put_term(struct buf *out, const struct search_term *term)
{
	bool quoted = term->kind == SEARCH_PHRASE;

	if (term->excluded)
		buf_putc(out, '-');
	for (size_t i = 0; i < FILTER_COUNT; i++) {
		if (filters[i].kind == term->kind)
			buf_put(out, filters[i].name);
	}
	if (quoted)
		buf_putc(out, '"');
	buf_put(out, term->text);
	if (quoted)
		buf_putc(out, '"');
}

struct slice search_query_without(
	struct arena *arena, const struct search_query *query, size_t i)
{
	struct buf out = BUF(BUF_MAX_BYTES);
	bool in_title = false;

	for (size_t k = 0; k < query->count; k++) {
		const struct search_term *term = &query->terms[k];
		if (k == i)
			continue;
		if (out.len)
			buf_putc(&out, ' ');
		if (term->in_title && !in_title)
			buf_put(&out, S("in:title "));
		in_title |= term->in_title;
		put_term(&out, term);
	}
	return buf_take(&out, arena);
}
