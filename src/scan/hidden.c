/* SPDX-License-Identifier: MIT */
#include "scan/hidden.h"

#include <stdlib.h>

const struct hidden *hidden_of(const struct site *site)
{
	return site->hidden;
}

static int against_source(const void *source, const void *page)
{
	return slice_cmp(*(const struct slice *)source,
		((const struct hidden_page *)page)->post->source);
}

const struct hidden_page *hidden_find(const struct hidden *hidden, struct slice source)
{
	return hidden->count ? bsearch(&source, hidden->pages, hidden->count,
				       sizeof(*hidden->pages), against_source)
			     : NULL;
}

/* "2027-05-01" */
static struct slice day_of(struct arena *arena, const struct post *post)
{
	struct date when = {.set = true,
		.offset_minutes = post->date.offset_minutes,
		.at = post->appears_at};
	struct buf day;

	buf_init(&day, 64);
	date_put_iso_day(&day, &when);
	return buf_take(&day, arena);
}

static void tell_of_hidden(const struct hidden_page *page, struct diag_list *diags)
{
	const struct post *post = page->post;
	struct arena arena = {0};

	switch (page->why) {
	case HIDDEN_BY_WORD:
	case HIDDEN_NOT_OPEN:
	case HIDDEN_PAST_LIMIT:
		diag_add(diags, DIAG_NOTE, post->source, post->hidden_line,
			post->hidden_column, "readers cannot see it", "hidden by `%.*s`",
			SARG(page->word));
		break;
	case HIDDEN_FUTURE:
		diag_add(diags, DIAG_NOTE, post->source, 0, 0,
			"it appears by itself on that day", "dated in the future: %.*s",
			SARG(day_of(&arena, post)));
		break;
	case HIDDEN_OVER:
		diag_add(diags, DIAG_NOTE, post->source, 0, 0,
			"readers are told that it is gone", "expired");
		break;
	case HIDDEN_IN_ZONE:
		diag_add(diags, DIAG_NOTE, post->source, 0, 0, "only its readers see it",
			"in the %.*s", SARG(page->word));
		break;
	case HIDDEN_BESIDE_ZONE:
	case HIDDEN_INTO_ZONE:
		/* The snapshot's own message says why. */
		break;
	}
	arena_fini(&arena);
}

void hidden_tell(const struct site *site, struct diag_list *diags)
{
	const struct hidden *hidden = hidden_of(site);

	for (size_t i = 0; i < hidden->count; i++)
		tell_of_hidden(&hidden->pages[i], diags);
	for (size_t i = 0; i < site->source_count; i++) {
		const struct post *post = site->by_source[i];
		if (!post_is_listed(post))
			diag_add(diags, DIAG_NOTE, post->source, post->hidden_line,
				post->hidden_column,
				"its address works, but it is in no list",
				"unlisted by `%.*s`", SARG(post->hidden_by));
	}
}

static int by_word(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static int by_count(const void *a, const void *b)
{
	const struct hidden_kind *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return slice_cmp(x->word, y->word);
}

size_t hidden_kinds(
	const struct site *site, struct arena *arena, struct hidden_kind **out)
{
	const struct hidden *hidden = hidden_of(site);
	struct slice *words =
		arena_array(arena, hidden->count + site->source_count, struct slice);
	size_t count = 0, kinds = 0;

	for (size_t i = 0; i < hidden->count; i++)
		words[count++] = hidden->pages[i].word;
	for (size_t i = 0; i < site->source_count; i++) {
		if (!post_is_listed(site->by_source[i]))
			words[count++] = site->by_source[i]->hidden_by;
	}
	if (count)
		qsort(words, count, sizeof(*words), by_word);
	*out = arena_array(arena, count, struct hidden_kind);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || !slice_eq(words[i], words[i - 1]))
			(*out)[kinds++].word = words[i];
		(*out)[kinds - 1].count++;
	}
	if (kinds)
		qsort(*out, kinds, sizeof(**out), by_count);
	return kinds;
}

void hidden_put_kinds(struct buf *out, const struct hidden_kind *kinds, size_t count)
{
	enum { SHOWN_MAX = 8 };
	size_t rest = 0;

	for (size_t i = 0; i < count; i++) {
		if (i < SHOWN_MAX)
			buf_printf(out, "%s%zu `%.*s`", i ? ", " : "", kinds[i].count,
				SARG(kinds[i].word));
		else
			rest += kinds[i].count;
	}
	if (rest)
		buf_printf(out, ", %zu by other words", rest);
}
