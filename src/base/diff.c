/* SPDX-License-Identifier: MIT */
#include "base/diff.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

#define CONTEXT   3
#define EDITS_MAX 2000 /* the steps that are kept take a multiple of its square */

static struct slices lines_of(struct arena *arena, struct slice text)
{
	struct slice *items = NULL;
	size_t count = 0, capacity = 0;

	while (text.len) {
		ptrdiff_t end = slice_find_char(text, '\n');
		*arena_next(arena, items, count, capacity) =
			slice_take(&text, end < 0 ? text.len : (size_t)end + 1);
	}
	return (struct slices){items, count};
}

/* --- the shortest list of edits ------------------------------------------------------------------------- */

/* The lines that are left when those at both ends that are the same are taken off. */
struct search {
	struct slices a, b;
	int *steps; /* for each number of edits d: the furthest line of a on the diagonals -d ... d */
	size_t edits;
};

static int *row(const struct search *search, size_t edits)
{
	return search->steps + edits * edits + edits;
}

/* The furthest that @edits edits come on the diagonal @k before lines that are the same. */
static int furthest(const struct search *search, size_t edits, int k)
{
	const int d = (int)edits;
	const int *before = row(search, edits - 1);

	if (k == -d || (k != d && before[k - 1] < before[k + 1]))
		return before[k + 1];
	return before[k - 1] + 1;
}

/* True: all of both is reached. */
static bool go(struct search *search, size_t edits)
{
	int d = (int)edits, *reached = row(search, edits);
	const int a = (int)search->a.count, b = (int)search->b.count;

	for (int k = -d; k <= d; k += 2) {
		int x = edits ? furthest(search, edits, k) : 0;
		while (x < a && x - k < b && x >= 0 && x - k >= 0 &&
			slice_eq(search->a.items[x], search->b.items[x - k]))
			x++;
		reached[k] = x;
		if (x >= a && x - k >= b)
			return true;
	}
	return false;
}

static bool find(struct search *search)
{
	size_t most = search->a.count + search->b.count;

	most = most < EDITS_MAX ? most : EDITS_MAX;
	/* Diagonals that no step came to are far behind all others. */
	search->steps = memory_new((most + 2) * (most + 2), sizeof(int));
	for (search->edits = 0; search->edits <= most; search->edits++) {
		if (go(search, search->edits))
			return true;
	}
	return false;
}

/* Marks what goes and what comes, from the end to the beginning. */
static void trace(const struct search *search, bool *goes, bool *comes)
{
	int x = (int)search->a.count, y = (int)search->b.count;

	for (size_t d = search->edits; d > 0; d--) {
		int k = x - y;
		const int *before = row(search, d - 1);
		bool down =
			k == -(int)d || (k != (int)d && before[k - 1] < before[k + 1]);
		int from = down ? k + 1 : k - 1;
		x = before[from];
		y = x - from;
		if (down)
			comes[y] = true;
		else
			goes[x] = true;
	}
}

static void add_changes(struct arena *arena, struct diff *out, const bool *goes,
	const bool *comes, size_t skipped, size_t a_count, size_t b_count)
{
	size_t capacity = 0, x = 0, y = 0;

	while (x < a_count || y < b_count) {
		struct diff_change change = {skipped + x, 0, skipped + y, 0};
		while (x < a_count && goes[x])
			change.removed++, x++;
		while (y < b_count && comes[y])
			change.added++, y++;
		if (change.removed || change.added)
			*arena_next(arena, out->changes, out->count, capacity) = change;
		else
			x++, y++;
	}
}

void diff_texts(
	struct arena *arena, struct slice before, struct slice after, struct diff *out)
{
	*out = (struct diff){
		.before = lines_of(arena, before), .after = lines_of(arena, after)};
	struct search search = {.a = out->before, .b = out->after};
	size_t same = 0;

	while (search.a.count && search.b.count &&
		slice_eq(search.a.items[0], search.b.items[0])) {
		search.a.items++, search.a.count--;
		search.b.items++, search.b.count--;
		same++;
	}
	while (search.a.count && search.b.count &&
		slice_eq(search.a.items[search.a.count - 1],
			search.b.items[search.b.count - 1]))
		search.a.count--, search.b.count--;
	auto_free bool *goes = memory_new(search.a.count + 1, sizeof(bool));
	auto_free bool *comes = memory_new(search.b.count + 1, sizeof(bool));
	if (find(&search)) {
		trace(&search, goes, comes);
	} else {
		memset(goes, true, search.a.count);
		memset(comes, true, search.b.count);
	}
	free(search.steps);
	add_changes(arena, out, goes, comes, same, search.a.count, search.b.count);
}

/* --- printing ------------------------------------------------------------------------------------------- */

static void put_line(struct buf *out, char mark, struct slice line)
{
	bool ends = slice_drop(&line, S("\n"));

	buf_putc(out, mark);
	for (ptrdiff_t tab; (tab = slice_find_char(line, '\t')) >= 0;) {
		log_escape(out, slice_take(&line, (size_t)tab));
		buf_putc(out, '\t');
		slice_take(&line, 1);
	}
	log_escape(out, line);
	buf_puts(out, ends ? "\n" : "\n\\ No newline at end of file\n");
}

/* "12,3": the first line, from 1, and how many. */
static void put_range(struct buf *out, char mark, size_t from, size_t count)
{
	buf_printf(out, "%c%zu", mark, count ? from + 1 : from);
	if (count != 1)
		buf_printf(out, ",%zu", count);
}

/* The changes from @at on that are so near to each other that their surroundings touch. */
static size_t together(const struct diff *diff, size_t at)
{
	size_t end = at + 1;

	while (end < diff->count && diff->changes[end].from -
						    diff->changes[end - 1].from -
						    diff->changes[end - 1].removed <=
					    (size_t)2 * CONTEXT)
		end++;
	return end;
}

static void put_hunk(struct buf *out, const struct diff *diff, size_t at, size_t end)
{
	const struct diff_change *first = &diff->changes[at],
				 *last = &diff->changes[end - 1];
	size_t before = first->from < CONTEXT ? first->from : CONTEXT;
	size_t rest = diff->before.count - last->from - last->removed;
	size_t after = rest < CONTEXT ? rest : CONTEXT;
	size_t x = first->from - before;

	buf_puts(out, "@@ ");
	put_range(out, '-', x, last->from + last->removed + after - x);
	buf_putc(out, ' ');
	put_range(out, '+', first->to - before,
		last->to + last->added + after - (first->to - before));
	buf_puts(out, " @@\n");
	for (size_t i = at; i < end; i++) {
		const struct diff_change *it = &diff->changes[i];
		while (x < it->from)
			put_line(out, ' ', diff->before.items[x++]);
		for (size_t k = 0; k < it->removed; k++)
			put_line(out, '-', diff->before.items[x++]);
		for (size_t k = 0; k < it->added; k++)
			put_line(out, '+', diff->after.items[it->to + k]);
	}
	for (size_t i = 0; i < after; i++)
		put_line(out, ' ', diff->before.items[x++]);
}

void diff_put(struct buf *out, const struct diff *diff)
{
	for (size_t at = 0, end; at < diff->count; at = end) {
		end = together(diff, at);
		put_hunk(out, diff, at, end);
	}
}
