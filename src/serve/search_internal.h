/* SPDX-License-Identifier: MIT */
/* What the files of searches share; nobody else includes it. */
#ifndef SERVE_SEARCH_INTERNAL_H
#define SERVE_SEARCH_INTERNAL_H

#include <pthread.h>
#include <sys/types.h>

#include "net/admission.h"
#include "serve/render.h"
#include "serve/search.h"

#define SEARCH_THREADS 2

/* An index and its idle readers. */
struct indexed {
	unsigned refs; /* with the mutex */
	struct search_index *index;
	dev_t device; /* of the folder that it is of */
	ino_t inode;
	struct search_reader *idle[SEARCH_THREADS];
	size_t idle_count;
	bool failed; /* and was said: a client's searches fill no log */
};

/* Of one site. */
struct search_slot {
	struct indexed *indexed; /* NULL: none (yet) */
	bool is_off;
	unsigned percent;
	uint64_t since_ms; /* when it began to be read; 0: it did not */
};

/* A search on its way. */
struct searching {
	struct searching *next;
	struct render_job job; /* strings in the arena or the snapshot */
	struct arena arena;
	struct slice typed;
	struct sockaddr_storage peer;
	struct deferred *aside;
	struct search *search;
	struct blob *blob;
	bool is_stopped; /* before it was done */
	int error;
};

struct search_thread {
	struct search *search;
	pthread_t thread;
	struct searching *running; /* until it is resumed */
};

struct search {
	pthread_mutex_t mutex; /* of all but admission */
	pthread_cond_t more;
	struct search_thread threads[SEARCH_THREADS];
	size_t thread_count;
	bool stopping, is_off;           /* is_off: of all sites */
	struct searching *first, **last; /* waiting */
	struct search_slot *slots;       /* by the site's number */
	size_t slot_count;
	struct admission *admission; /* searches, by address */
	struct search_facts facts;   /* of queries */
};

/* search_slots.c. */
/* With the mutex. Made if it is not there. */
struct search_slot *search_slot_of(struct search *search, unsigned number);
/* A reader of the index of @site, number @number; NULL: there is none. */
struct search_reader *search_reader_take(struct search *search, unsigned number,
	const struct site *site, struct indexed **out);
void search_reader_give(
	struct search *search, struct indexed *indexed, struct search_reader *reader);
/* Not with the mutex: freeing may remove a file. NULL is nothing. */
void search_indexed_drop(struct search *search, struct indexed *indexed);

/* search_page.c. Looks for what was typed and renders the page of it, into it->blob; else sets it->error. */
void search_run(struct searching *it, struct search_reader *reader);
uint64_t search_now_us(void);
/* search.c. One query took @us. */
void search_count(struct search *search, uint64_t us, bool cut);

#endif
