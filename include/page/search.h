/* SPDX-License-Identifier: MIT */
/* What was found, for a page of PAGE_SEARCH. */
#ifndef PAGE_SEARCH_H
#define PAGE_SEARCH_H

#include "search/index.h"

#define PAGE_SEARCH_RESULTS 30 /* a page */

/* What a reader may try where nothing was found. */
struct page_search_try {
	struct slice words;
	size_t total; /* is found for them */
};

struct page_search {
	const struct search_query *query;
	const struct search_hits
		*hits; /* of this part: those from (part - 1) * PAGE_SEARCH_RESULTS on */
	const struct slice *excerpts; /* one line of each of them; may be empty */
	bool is_cut;                  /* it took too long: there may be more */
	/* Without a hit: what is found with fewer words, and in all languages. */
	const struct page_search_try *tries;
	size_t try_count, elsewhere;
};

/* "/fr/search/2?words": the address of results, for links; percent-encoded. @part: 0 or 1, the first. */
struct slice page_search_url(const struct site *site, struct arena *arena,
	struct slice lang, unsigned part, struct slice words);

#endif
