/* SPDX-License-Identifier: MIT */
#include "search/index_internal.h"

/* Points of a word for being there, by column; in the title more, the shorter that is. In the body it counts how
 * often, against the length: at BODY_WORDS words, a few hits get half of its points. */
#define TITLE_POINTS       400
#define SHORT_TITLE_POINTS 400
#define TAGS_POINTS        300
#define DESCRIPTION_POINTS 220
#define BODY_POINTS        200
#define BODY_WORDS         300
/* Points of several words for standing side by side in one column. */
#define NEAR_POINTS 300

/* More hits of one word in a column than this say no more. */
#define HITS_MAX 64

/* Where the words were found, in order: column and place. */
struct hits {
	uint32_t at[SEARCH_WORDS_MAX][INDEX_COLUMNS * HITS_MAX];
	size_t count[SEARCH_WORDS_MAX];
};

/* Columns are further from each other than any two places in one. */
#define COLUMN_SHIFT 26
#define PLACE_MAX    ((1u << 24) - 1)

static void read_hits(const Fts5ExtensionApi *api, Fts5Context *fts, size_t term,
	struct hits *hits, size_t in[INDEX_COLUMNS])
{
	Fts5PhraseIter at;
	int column, place;
	size_t count = 0;

	for (int error = api->xPhraseFirst(fts, (int)term, &at, &column, &place);
		error == SQLITE_OK && column >= 0 && column < INDEX_COLUMNS;
		api->xPhraseNext(fts, &at, &column, &place)) {
		if (++in[column] > HITS_MAX)
			continue;
		hits->at[term][count++] =
			(uint32_t)column << COLUMN_SHIFT |
			((uint32_t)place < PLACE_MAX ? (uint32_t)place : PLACE_MAX);
	}
	hits->count[term] = count;
}

static uint32_t points_of(const size_t in[INDEX_COLUMNS], const struct index_row *row)
{
	uint32_t points = 0,
		 body = (uint32_t)(in[INDEX_BODY] < HITS_MAX ? in[INDEX_BODY] : HITS_MAX);

	if (in[INDEX_TITLE])
		points += TITLE_POINTS + SHORT_TITLE_POINTS / (1 + row->title / 2u);
	if (in[INDEX_TAGS])
		points += TAGS_POINTS;
	if (in[INDEX_DESCRIPTION])
		points += DESCRIPTION_POINTS;
	/* hits / (hits + 1 + length) */
	points += BODY_POINTS * body * BODY_WORDS /
		  (body * BODY_WORDS + BODY_WORDS + row->body);
	return points;
}

/* The shortest run that has a hit of each term; UINT32_MAX: some have none. */
static uint32_t least_span(const struct hits *hits, size_t terms)
{
	size_t next[SEARCH_WORDS_MAX] = {0};
	uint32_t least = UINT32_MAX;

	for (;;) {
		size_t first = 0;
		uint32_t from = UINT32_MAX, to = 0;
		for (size_t i = 0; i < terms; i++) {
			if (next[i] == hits->count[i])
				return least;
			uint32_t at = hits->at[i][next[i]];
			if (at < from) {
				from = at;
				first = i;
			}
			to = at > to ? at : to;
		}
		least = to - from < least ? to - from : least;
		next[first]++;
	}
}

uint32_t index_score(const Fts5ExtensionApi *api, Fts5Context *fts,
	const struct index_row *row, size_t terms)
{
	struct hits hits;
	uint32_t points = 0;

	for (size_t i = 0; i < terms; i++) {
		size_t in[INDEX_COLUMNS] = {0};
		read_hits(api, fts, i, &hits, in);
		points += points_of(in, row);
	}
	uint32_t span = terms > 1 ? least_span(&hits, terms) : UINT32_MAX;
	if (span <= PLACE_MAX) {
		uint32_t gap = span < terms ? 0 : span - ((uint32_t)terms - 1);
		points += NEAR_POINTS / (1 + gap);
	}
	return points;
}
