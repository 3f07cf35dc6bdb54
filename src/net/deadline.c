/* SPDX-License-Identifier: MIT */
#include "net/deadline.h"

#include <stddef.h>

void deadline_list_init(struct deadline_list *list)
{
	list->ends.prev = list->ends.next = &list->ends;
}

void deadline_put(
	struct deadline_list *list, struct deadline *deadline, uint64_t since_ms)
{
	deadline_remove(deadline);

	struct deadline *before = list->ends.prev;
	while (before != &list->ends && before->since_ms > since_ms)
		before = before->prev;
	deadline->since_ms = since_ms;
	deadline->prev = before;
	deadline->next = before->next;
	before->next->prev = deadline;
	before->next = deadline;
}

void deadline_remove(struct deadline *deadline)
{
	if (!deadline->next)
		return;
	deadline->prev->next = deadline->next;
	deadline->next->prev = deadline->prev;
	deadline->prev = deadline->next = NULL;
}

struct deadline *deadline_oldest(const struct deadline_list *list)
{
	return list->ends.next == &list->ends ? NULL : list->ends.next;
}

void deadline_list_move(struct deadline_list *from, struct deadline_list *to)
{
	deadline_list_init(to);
	if (!deadline_oldest(from))
		return;
	to->ends = from->ends;
	to->ends.next->prev = &to->ends;
	to->ends.prev->next = &to->ends;
	deadline_list_init(from);
}
