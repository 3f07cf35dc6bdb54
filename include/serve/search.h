/* SPDX-License-Identifier: MIT */
/* Searches of readers: on two threads of their own, at most two of one address at once, cut after 250 ms. Of
 * what was asked nothing is kept, and nothing is logged. */
#ifndef SERVE_SEARCH_H
#define SERVE_SEARCH_H

#include "search/index.h"
#include "serve/answer.h"

#define SEARCH_DEADLINE_MS 250

struct search; /* per process: in struct serve */

/* Its threads start with the first search, inside the sandbox. */
struct search *search_new(void);
/* Ends the searches (<= 100 ms) and the threads; later ones are told that the server stops. Before the workers
 * are freed. */
void search_stop(struct search *search);
void search_free(struct search *search);

/* The index of @site, number @number, from now on; the one before it is freed when nobody reads it. NULL: none.
 * Where a reload gives the number to another folder, nobody searches that with it. From any thread. */
void search_set_index(struct search *search, unsigned number, const struct site *site,
	struct search_index *index);
/* Could a search not read the index of the site? Then it is to be made anew. From any thread. */
bool search_index_failed(struct search *search, unsigned number);
/* @percent of the site is read while it has no index: readers are told for how long to wait. */
void search_set_progress(struct search *search, unsigned number, unsigned percent);
/* It has none for now: there is no room for it. */
void search_set_off(struct search *search, unsigned number);
/* No site will have one: nobody makes them. Before the first search. */
void search_set_all_off(struct search *search);

struct search_facts {
	uint64_t queries, cut, refused, slowest_us;
	uint64_t documents, bytes; /* of the indexes of all sites */
};
void search_facts(struct search *search, struct search_facts *out);

/* Replies to the query @typed (decoded) with the page of results @ref. Returns SERVICE_REPLY or SERVICE_WAIT. */
enum service_verdict search_reply(const struct answer *answer, struct conn *conn,
	const struct page_ref *ref, struct slice typed, struct reply *reply);

#endif
