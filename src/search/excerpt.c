/* SPDX-License-Identifier: MIT */
#include "search/excerpt.h"

#include "base/text.h"
#include "search/tokens.h"

#define HITS_MAX 256
/* So much of a document is looked through; readers wait for it. */
#define LOOK_MAX_BYTES ((size_t)1024 * 1024)

struct hit {
	size_t term, from;
};

/* Where each term was found so far, while the tokens of the text pass. */
struct finding {
	const struct search_query *query;
	size_t far
		[SEARCH_WORDS_MAX]; /* of the term's tokens, this many have just passed */
	size_t from[SEARCH_WORDS_MAX]; /* where the first of them began */
	struct hit hits[HITS_MAX];
	size_t count;
};

static bool has_words(const struct search_term *term)
{
	return !term->excluded &&
	       (term->kind == SEARCH_WORD || term->kind == SEARCH_PHRASE);
}

static int look(void *ctx, const struct token *token)
{
	struct finding *finding = ctx;

	for (size_t i = 0; i < finding->query->count; i++) {
		const struct search_term *term = &finding->query->terms[i];
		if (!has_words(term))
			continue;
		bool fits = slice_eq(token->text, term->tokens[finding->far[i]]);
		/* What stands here once more leaves the neighbours as they are. */
		if (token->again && !(fits && term->token_count == 1))
			continue;
		if (!fits) {
			finding->far[i] = 0;
			fits = slice_eq(token->text, term->tokens[0]);
		}
		if (!fits)
			continue;
		if (!finding->far[i])
			finding->from[i] = token->from;
		if (++finding->far[i] < term->token_count)
			continue;
		finding->far[i] = 0;
		finding->hits[finding->count++] =
			(struct hit){.term = i, .from = finding->from[i]};
		if (finding->count == HITS_MAX)
			return 1;
	}
	return 0;
}

/* The first hit behind which, in @span bytes, most terms are. */
static const struct hit *best_hit(const struct finding *finding, size_t span)
{
	const struct hit *hits = finding->hits, *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < finding->count; i++) {
		unsigned seen = 0;
		for (size_t k = i;
			k < finding->count && hits[k].from < hits[i].from + span; k++)
			seen |= 1u << hits[k].term;
		size_t terms = (size_t)__builtin_popcount(seen);
		if (terms > most) {
			most = terms;
			best = &hits[i];
		}
	}
	return best;
}

/* Where the words begin that lead to the hit at @at: at most @columns before it. */
static size_t lead_start(struct slice text, size_t at, unsigned columns)
{
	size_t start = at, columns_so_far = 0;

	while (start && columns_so_far < columns) {
		size_t back = start - 1;
		while (back && ((unsigned char)text.ptr[back] & 0xC0) == 0x80)
			back--;
		columns_so_far += text_columns(slice(text.ptr + back, start - back));
		start = back;
	}
	if (!start || text.ptr[start - 1] == ' ')
		return start;
	/* At a word, if one begins there; scripts without spaces begin anywhere. */
	ptrdiff_t space = slice_find_char(slice(text.ptr + start, at - start), ' ');
	return space < 0 ? start : start + (size_t)space + 1;
}

struct slice search_excerpt(struct arena *arena, const struct doc *doc,
	const struct search_query *query, unsigned columns)
{
	struct slice text =
		slice_head_whole(doc_plain_text(arena, doc->root), LOOK_MAX_BYTES);
	struct finding *finding = arena_new(arena, struct finding);
	size_t start = 0;

	finding->query = query;
	tokens_read(text, TOKENS_OF_TEXT, look, finding);
	const struct hit *hit = best_hit(finding, columns);
	/* The beginning says most, as long as the hit is seen in it. */
	if (hit && text_columns(slice_head(text, hit->from)) > columns / 2)
		start = lead_start(text, hit->from, columns / 4);
	if (!start)
		return text_ellipsis(arena, text, columns);
	struct slice rest = text_ellipsis(arena, slice_from(text, start), columns - 2);
	return arena_printf(arena, "\u2026 %.*s", SARG(rest));
}
