/* SPDX-License-Identifier: MIT */
/* Which posts are like each other. */
#include <stdlib.h>

#include "base/locale.h"
#include "base/lower_bound.h"
#include "base/memory.h"
#include "base/text.h"
#include "site/threads_internal.h"

#define BIT 16 /* of information: weights have four places behind the point */
#define BY_CHANCE_BITS                                                                   \
	2 /* so few others (4) may share as much as two alike posts do ... */
#define BY_WORDS_BITS                                                                    \
	1 /* ... and where words are needed: two that no others have are enough */
#define POSTS_MAX       1024 /* a term that more have says nothing */
#define WORDS_MIN       2    /* of titles, unless tags are shared */
#define WORD_MIN_CHARS  4    /* of such a word; shorter ones are seldom topics */
#define TITLE_TERMS_MAX 32

enum term_kind { TERM_TAG, TERM_WORD };

/* A post has a term. */
struct use {
	unsigned long long key; /* of the term: a hash of language, kind and text */
	uint32_t place;
	uint8_t kind;
};

/* A term that several posts have: uses[start] and those after it. */
struct term {
	uint32_t start, count;
	uint16_t weight;
	uint8_t kind;
};

struct shared {
	uint16_t tags, words; /* their weights */
	uint16_t word_count;
};

struct language {
	struct slice lang;
	size_t posts;
};

struct finding {
	const struct site *site;
	const atomic_bool *stop;
	struct use *uses;
	size_t use_count, use_capacity;
	struct language *languages;
	size_t language_count, language_capacity;
	struct term *terms;
	size_t term_count, term_capacity;
	/* The terms of each place: of_place[starts[place]] and those after it. */
	uint32_t *starts, *of_place;
	struct shared *shared; /* with the post that is looked at */
	uint32_t *touched;
	size_t touched_count;
	uint32_t *alike;
};

/* --- terms --------------------------------------------------------------------------------------- */

static bool is_stopped(const struct finding *finding)
{
	return finding->stop && atomic_load_explicit(finding->stop, memory_order_relaxed);
}

static size_t language_of(struct finding *finding, struct slice lang)
{
	for (size_t i = 0; i < finding->language_count; i++) {
		if (slice_eq_nocase(finding->languages[i].lang, lang))
			return i;
	}
	*memory_next(finding->languages, finding->language_count,
		finding->language_capacity) = (struct language){.lang = lang};
	return finding->language_count - 1;
}

static void add_use(struct finding *finding, uint32_t place, size_t language,
	enum term_kind kind, struct slice text)
{
	const unsigned char head[] = {(unsigned char)language, (unsigned char)kind};

	*memory_next(
		finding->uses, finding->use_count, finding->use_capacity) = (struct use){
		slice_hash_more(
			slice_hash(slice((const char *)head, sizeof(head))), text),
		place, (uint8_t)kind};
}

/* Tags and categories count the same: blogs have one or the other. */
static void add_tags(struct finding *finding, struct arena *arena, uint32_t place,
	size_t language, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct slice slug = text_slug(arena, names[i]);
		if (slug.len)
			add_use(finding, place, language, TERM_TAG, slug);
	}
}

enum script { SCRIPT_OTHER, SCRIPT_KANA, SCRIPT_HAN, SCRIPT_NONE };

/* Hiragana are endings and particles, which part words. */
static enum script script_of(unsigned codepoint)
{
	if (codepoint >= 0x3041 && codepoint <= 0x309F)
		return SCRIPT_NONE;
	if ((codepoint >= 0x30A0 && codepoint <= 0x30FF) ||
		(codepoint >= 0xFF66 && codepoint <= 0xFF9F))
		return SCRIPT_KANA;
	if (text_is_chinese_or_japanese(codepoint))
		return SCRIPT_HAN;
	return codepoint == '-' ? SCRIPT_NONE : SCRIPT_OTHER;
}

static bool is_number(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!ascii_is_digit(word.ptr[i]))
			return false;
	}
	return true;
}

/* The length of the piece of @text that is one term: a word, a run of katakana, two Han characters. */
static size_t term_length(
	struct slice text, enum script *script, size_t *step, size_t *chars)
{
	struct slice rest = text;
	unsigned codepoint;
	size_t length = 0;

	*step = *chars = 0;
	*script = SCRIPT_NONE;
	while (text_next(&rest, &codepoint)) {
		enum script next = script_of(codepoint);
		if (*chars && next != *script)
			break;
		*script = next;
		length = text.len - rest.len;
		(*chars)++;
		if (*chars == 1)
			*step = length;
		if (next == SCRIPT_NONE || (next == SCRIPT_HAN && *chars == 2))
			break;
	}
	/* Pairs of Han characters overlap. */
	if (*script != SCRIPT_HAN)
		*step = length;
	return length;
}

/* "css", if @title has "CSS". */
static bool is_acronym(struct slice title, struct slice word)
{
	char upper[WORD_MIN_CHARS];

	if (word.len >= sizeof(upper))
		return false;
	for (size_t i = 0; i < word.len; i++)
		upper[i] = (char)(word.ptr[i] -
				  (ascii_is_alpha(word.ptr[i]) ? 'a' - 'A' : 0));
	return slice_find(title, slice(upper, word.len)) >= 0;
}

static void add_title(struct finding *finding, struct arena *arena, uint32_t place,
	size_t language, const struct post *post)
{
	const struct locale *locale = locale_for(post->lang);
	struct slice text = text_slug(arena, post->title);
	size_t count = 0;

	while (text.len && count < TITLE_TERMS_MAX) {
		enum script script;
		size_t step, chars;
		struct slice word =
			slice_head(text, term_length(text, &script, &step, &chars));
		text = slice_from(text, step);
		if (script == SCRIPT_NONE || chars < 2 || is_number(word) ||
			(script == SCRIPT_OTHER && locale_is_stop_word(locale, word)))
			continue;
		if (script == SCRIPT_OTHER && chars < WORD_MIN_CHARS &&
			!is_acronym(post->title, word))
			continue;
		add_use(finding, place, language, TERM_WORD, word);
		count++;
	}
}

static int by_key(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* log2(@number), which is not 0, in parts of a BIT; straight between powers of two. */
static unsigned bits_of(size_t number)
{
	unsigned whole = 0;

	while (number >> (whole + 1))
		whole++;
	return whole * BIT + (unsigned)((number - ((size_t)1 << whole)) * BIT >> whole);
}

static size_t posts_of_language(struct finding *finding, uint32_t place)
{
	const struct post *post = finding->site->by_source[place];
	const size_t language = language_of(finding, post->lang); /* may move the list */

	return finding->languages[language].posts;
}

/* Keeps what several posts have, and not half of all. */
static void take_term(struct finding *finding, size_t from, size_t to)
{
	const size_t count = to - from,
		     posts = posts_of_language(finding, finding->uses[from].place);
	const enum term_kind kind = finding->uses[from].kind;

	if (count < 2 || count > POSTS_MAX || count * 2 > posts)
		return;
	unsigned weight = bits_of(posts) - bits_of(count);
	*memory_next(finding->terms, finding->term_count,
		finding->term_capacity) = (struct term){(uint32_t)from, (uint32_t)count,
		(uint16_t)(kind == TERM_TAG ? weight : weight / 2), (uint8_t)kind};
}

static void find_terms(struct finding *finding)
{
	struct use *uses = finding->uses;
	size_t kept = 0;

	if (!finding->use_count)
		return;
	qsort(uses, finding->use_count, sizeof(*uses), by_key);
	for (size_t i = 0; i < finding->use_count; i++) {
		if (!kept || by_key(&uses[kept - 1], &uses[i]) != 0)
			uses[kept++] = uses[i];
	}
	for (size_t from = 0, to; from < kept; from = to) {
		for (to = from + 1; to < kept && uses[to].key == uses[from].key; to++)
			;
		take_term(finding, from, to);
	}
}

static void place_terms(struct finding *finding)
{
	const size_t places = finding->site->source_count;
	uint32_t *starts = finding->starts = memory_new(places + 2, sizeof(*starts));

	for (size_t i = 0; i < finding->term_count; i++) {
		const struct term *term = &finding->terms[i];
		for (size_t k = 0; k < term->count; k++)
			starts[finding->uses[term->start + k].place + 2]++;
	}
	for (size_t i = 2; i < places + 2; i++)
		starts[i] += starts[i - 1];
	finding->of_place = memory_new(starts[places + 1], sizeof(uint32_t));
	for (size_t i = 0; i < finding->term_count; i++) {
		const struct term *term = &finding->terms[i];
		for (size_t k = 0; k < term->count; k++)
			finding->of_place[starts[finding->uses[term->start + k].place +
						 1]++] = (uint32_t)i;
	}
}

/* --- pairs ----------------------------------------------------------------------------------------- */

static unsigned weight_of(const struct shared *shared)
{
	return (unsigned)shared->tags + shared->words;
}

static void share(struct finding *finding, uint32_t place)
{
	finding->touched_count = 0;
	for (uint32_t i = finding->starts[place]; i < finding->starts[place + 1]; i++) {
		const struct term *term = &finding->terms[finding->of_place[i]];
		for (size_t k = 0; k < term->count; k++) {
			uint32_t other = finding->uses[term->start + k].place;
			struct shared *shared = &finding->shared[other];
			if (!weight_of(shared))
				finding->touched[finding->touched_count++] = other;
			if (term->kind == TERM_TAG)
				shared->tags += term->weight;
			else
				shared->words += term->weight;
			shared->word_count += term->kind == TERM_WORD;
		}
	}
}

/* Words are weaker: two titles may share one and nothing else. */
static bool is_alike(const struct shared *shared, size_t posts)
{
	const unsigned enough = bits_of(posts), weight = weight_of(shared);

	if (shared->tags + (unsigned)(BY_CHANCE_BITS * BIT) >= enough)
		return true;
	if (shared->word_count >= WORDS_MIN)
		return weight + BY_WORDS_BITS * BIT >= enough;
	return shared->tags && weight >= enough;
}

/* Is @a nearer than @b? Ties: as lists order them. */
static bool is_nearer(const struct finding *finding, uint32_t a, uint32_t b)
{
	unsigned left = weight_of(&finding->shared[a]),
		 right = weight_of(&finding->shared[b]);

	if (left != right)
		return left > right;
	return site_order(finding->site->by_source[a], finding->site->by_source[b]) < 0;
}

static void keep_nearest(struct finding *finding, uint32_t place)
{
	uint32_t *list = finding->alike + (size_t)place * THREADS_ALIKE_MAX;
	const size_t posts = posts_of_language(finding, place);
	size_t count = 0;

	for (size_t i = 0; i < finding->touched_count; i++) {
		uint32_t other = finding->touched[i];
		size_t at = count;
		if (other == place || !is_alike(&finding->shared[other], posts))
			continue;
		while (at && is_nearer(finding, other, list[at - 1]))
			at--;
		if (at == THREADS_ALIKE_MAX)
			continue;
		count += count < THREADS_ALIKE_MAX;
		memmove(list + at + 1, list + at, (count - at - 1) * sizeof(*list));
		list[at] = other;
	}
}

static void find_pairs(struct finding *finding)
{
	const struct site *site = finding->site;

	finding->shared = memory_new(site->source_count, sizeof(*finding->shared));
	finding->touched = memory_new(site->source_count, sizeof(*finding->touched));
	for (uint32_t place = 0; place < site->source_count && !is_stopped(finding);
		place++) {
		share(finding, place);
		keep_nearest(finding, place);
		for (size_t i = 0; i < finding->touched_count; i++)
			finding->shared[finding->touched[i]] = (struct shared){0};
	}
}

static void add_terms(struct finding *finding)
{
	const struct site *site = finding->site;
	auto_arena struct arena arena = {0};

	for (uint32_t i = 0; i < site->source_count && !is_stopped(finding); i++) {
		const struct post *post = site->by_source[i];
		if (!site_is_article(post))
			continue;
		size_t language = language_of(finding, post->lang);
		finding->languages[language].posts++;
		add_tags(finding, &arena, i, language, post->tags, post->tag_count);
		add_tags(finding, &arena, i, language, post->categories,
			post->category_count);
		add_title(finding, &arena, i, language, post);
		arena_reset(&arena);
	}
}

uint32_t *threads_alike(const struct site *site, const atomic_bool *stop)
{
	struct finding finding = {.site = site, .stop = stop};
	size_t bytes = site->source_count * THREADS_ALIKE_MAX * sizeof(uint32_t);

	finding.alike = memory_new(bytes + 1, 1);
	memset(finding.alike, 0xff, bytes);
	add_terms(&finding);
	find_terms(&finding);
	place_terms(&finding);
	find_pairs(&finding);
	if (is_stopped(&finding)) {
		free(finding.alike);
		finding.alike = NULL;
	}
	free(finding.uses);
	free(finding.languages);
	free(finding.terms);
	free(finding.starts);
	free(finding.of_place);
	free(finding.shared);
	free(finding.touched);
	return finding.alike;
}

unsigned long long threads_alike_version(const struct site *site)
{
	unsigned long long hash = slice_hash(S("alike"));

	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		const unsigned long long shown = post->shown;
		hash = slice_hash_more(hash, slice((const char *)&shown, sizeof(shown)));
		for (size_t k = 0; k < post->tag_count; k++)
			hash = slice_hash_more(hash, post->tags[k]);
		for (size_t k = 0; k < post->category_count; k++)
			hash = slice_hash_more(hash, post->categories[k]);
	}
	return hash;
}
