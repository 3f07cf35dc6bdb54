/* SPDX-License-Identifier: MIT */
/* Deadlines that cost nothing to set: one list per kind, ordered by when the wait began. All of a kind
 * wait equally long, so the oldest is always the next to be due, and a new limit holds for those that
 * wait already. Belongs to one thread. */
#ifndef NET_DEADLINE_H
#define NET_DEADLINE_H

#include <stdint.h>

struct deadline { /* all zero: in no list */
	struct deadline *prev, *next;
	uint64_t since_ms;
};

struct deadline_list {
	struct deadline ends; /* next: the oldest; prev: the newest */
};

void deadline_list_init(struct deadline_list *list);
/* Takes @deadline out of the list where it is, and into @list. Quick for the newest, which it nearly
 * always is. */
void deadline_put(
	struct deadline_list *list, struct deadline *deadline, uint64_t since_ms);
void deadline_remove(struct deadline *deadline);
struct deadline *deadline_oldest(const struct deadline_list *list); /* or NULL */
/* Moves all of @from to the empty @to. */
void deadline_list_move(struct deadline_list *from, struct deadline_list *to);

#endif
