/* SPDX-License-Identifier: MIT */
/* What only writers see at the desk: what is not public, why, and what is wrong. */
#include <stdlib.h>
#include <time.h>

#include "app/check_file.h"
#include "app/desk_internal.h"
#include "proto/gemini.h"
#include "scan/closed.h"
#include "scan/hidden.h"
#include "serve/gemini_page.h"

#define FIRST_MAX    10 /* of each list, on the first page */
#define LIST_MAX     1000
#define PROBLEMS_MAX 300
#define PROBLEMS_MS  3000 /* how long posts are looked into for one page */

enum kind { DRAFT, TO_COME, HIDDEN, NO_KIND };

static const struct {
	const char *path, *title, *none;
} lists[] = {
	[DRAFT] = {"drafts/", "Drafts", "No drafts."},
	[TO_COME] = {"to-come/", "Posts to come", "No post has a date in the future."},
	[HIDDEN] = {"hidden/", "Hidden pages", "Nothing else is hidden."},
};

static enum kind kind_of(const struct hidden_page *page)
{
	switch (page->why) {
	case HIDDEN_FUTURE:
		return TO_COME;
	case HIDDEN_IN_ZONE:
		return NO_KIND; /* its readers see it */
	case HIDDEN_BY_WORD:
		return slice_contains(page->word, S("draft")) ? DRAFT : HIDDEN;
	case HIDDEN_NOT_OPEN:
	case HIDDEN_PAST_LIMIT:
	case HIDDEN_OVER:
	case HIDDEN_BESIDE_ZONE:
	case HIDDEN_INTO_ZONE:
		break;
	}
	return HIDDEN;
}

/* --- lists ---------------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
	const struct hidden_page *const *x = a, *const *y = b;

	return site_order((*x)->post, (*y)->post);
}

/* The pages of @kind, newest first. */
static size_t gather(
	const struct desk_call *call, enum kind kind, const struct hidden_page ***out)
{
	const struct hidden *hidden = hidden_of(call->request->site);
	const struct hidden_page **pages =
		arena_array(call->arena, hidden->count + 1, const struct hidden_page *);
	size_t count = 0;

	for (size_t i = 0; i < hidden->count; i++) {
		if (kind_of(&hidden->pages[i]) == kind)
			pages[count++] = &hidden->pages[i];
	}
	if (count)
		qsort(pages, count, sizeof(*pages), by_date);
	*out = pages;
	return count;
}

void desk_put_why(struct buf *out, const struct hidden_page *page)
{
	desk_put_text(out, page->word);
	buf_puts(out, ", ");
	desk_put_text(out, page->post->source);
	if (page->post->hidden_line)
		buf_printf(out, ":%u", page->post->hidden_line);
}

static void put_item(const struct desk_call *call, const struct hidden_page *page)
{
	const struct post *post = page->post;

	desk_put_link(call, "read/", desk_key(call->arena, post->source));
	if (post->date.set) {
		date_put_iso_day(call->out, &post->date);
		buf_putc(call->out, ' ');
	}
	desk_put_text(call->out, post->title);
	buf_puts(call->out, " (");
	desk_put_why(call->out, page);
	buf_puts(call->out, ")\n");
}

static void put_items(const struct desk_call *call, enum kind kind, size_t most)
{
	const struct hidden_page **pages;
	size_t count = gather(call, kind, &pages);

	for (size_t i = 0; i < count && i < most; i++)
		put_item(call, pages[i]);
	if (!count)
		buf_printf(call->out, "%s\n", lists[kind].none);
	if (count > most && most == FIRST_MAX) {
		desk_put_link(call, lists[kind].path, slice_none);
		buf_printf(call->out, "All %zu\n", count);
	} else if (count > most) {
		buf_printf(
			call->out, "\nThese are the newest %zu of %zu.\n", most, count);
	}
}

void desk_put_sections(const struct desk_call *call)
{
	const struct site *site = call->request->site;
	size_t problems = diag_count(&site->diags, DIAG_WARNING) +
			  diag_count(&hidden_of(site)->diags, DIAG_WARNING);

	for (size_t i = 0; i < NO_KIND; i++) {
		buf_printf(call->out, "\n## %s\n\n", lists[i].title);
		put_items(call, (enum kind)i, FIRST_MAX);
	}
	buf_puts(call->out, "\n## Problems\n\n");
	desk_put_link(call, "problems/", slice_none);
	if (problems)
		buf_printf(call->out,
			"%zu were found when the blog was read; look into every post\n",
			problems);
	else
		buf_puts(call->out,
			"None were found when the blog was read; look into every post\n");
}

unsigned desk_put_list(const struct desk_call *call, struct slice name)
{
	for (size_t i = 0; i < NO_KIND; i++) {
		if (!slice_eq(name, slice_str(lists[i].path)))
			continue;
		desk_begin(call, lists[i].title);
		buf_putc(call->out, '\n');
		put_items(call, (enum kind)i, LIST_MAX);
		desk_put_back(call);
		return GEMINI_SUCCESS;
	}
	return GEMINI_NOT_FOUND;
}

/* --- problems ------------------------------------------------------------------------------------- */

static size_t put_diags(const struct desk_call *call, const struct diag_list *diags)
{
	size_t count = 0;

	for (size_t i = 0; i < diags->count; i++) {
		if (diags->items[i].level < DIAG_WARNING)
			continue;
		if (count++ >= PROBLEMS_MAX)
			continue;
		buf_puts(call->out, "* ");
		diag_print(call->out, &diags->items[i]);
		buf_putc(call->out, '\n');
	}
	if (count > PROBLEMS_MAX)
		buf_printf(call->out, "* and %zu more\n", count - PROBLEMS_MAX);
	return count;
}

unsigned desk_put_page(const struct desk_call *call, struct slice source)
{
	const struct desk_request *request = call->request;
	const struct hidden *hidden = hidden_of(request->site);
	const struct gemini_origins origins = {request->origin, request->origin};
	struct render_output made = {.bytes = BUF(SERVE_PAGE_MAX_BYTES)};
	const struct hidden_page *page = NULL;
	auto_diags struct diag_list diags = {0};

	for (size_t i = 0; i < hidden->count && !page; i++) {
		if (slice_eq(desk_key(call->arena, hidden->pages[i].post->source),
			    source) &&
			hidden->pages[i].why != HIDDEN_IN_ZONE)
			page = &hidden->pages[i];
	}
	if (!page)
		return GEMINI_NOT_FOUND;
	const struct page_ref ref = {
		.kind = PAGE_POST, .path = page->post->path, .post = page->post};
	check_said(request->site, page->post->source, &diags);
	int error = gemini_page_render(
		&made, request->site, &ref, &origins, call->arena, &diags);
	if (error) {
		buf_fini(&made.bytes);
		return GEMINI_NOT_FOUND; /* it was removed a moment ago */
	}
	buf_put(call->out, slice_head(buf_slice(&made.bytes), made.head_bytes));
	buf_puts(call->out, "> Only writers see this page: ");
	desk_put_why(call->out, page);
	buf_puts(call->out, "\n\n");
	desk_put_link(call, "edit/", source);
	buf_puts(call->out, "Edit it, and what else can be done\n\n");
	buf_put(call->out, slice_from(buf_slice(&made.bytes), made.head_bytes));
	buf_fini(&made.bytes);
	diag_sort(&diags);
	if (diag_count(&diags, DIAG_WARNING)) {
		buf_puts(call->out, "\n## Problems\n\n");
		put_diags(call, &diags);
	}
	desk_put_back(call);
	return GEMINI_SUCCESS;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Looks into the posts of @site, the first ones only when that takes long. True: into all. */
static bool look_into(const struct site *site, int64_t until_ms, struct diag_list *diags)
{
	struct arena scratch = {0};
	size_t i = 0;

	for (; i < site->source_count && now_ms() < until_ms; i++) {
		check_post(site, site->by_source[i], &scratch, diags);
		arena_reset(&scratch);
	}
	arena_fini(&scratch);
	return i == site->source_count;
}

unsigned desk_put_problems(const struct desk_call *call, struct slice rest)
{
	const struct site *site = call->request->site;
	auto_diags struct diag_list diags = {0};
	int64_t until_ms = now_ms() + PROBLEMS_MS;
	size_t count;
	const struct site *zones = closed_sites(site, &count);

	if (rest.len)
		return GEMINI_NOT_FOUND;
	diag_copy_all(&diags, &site->diags);
	diag_copy_all(&diags, &hidden_of(site)->diags);
	bool all = look_into(site, until_ms, &diags);
	for (size_t i = 0; i < count; i++)
		all &= look_into(&zones[i], until_ms, &diags);
	diag_sort(&diags);
	desk_begin(call, "problems");
	buf_puts(call->out, "\nWhat `splashdown check` says of the blog.\n\n");
	if (!put_diags(call, &diags))
		buf_puts(call->out, "Nothing is wrong.\n");
	if (!all)
		buf_puts(call->out, "\nNot all posts could be looked into in 3 seconds; "
				    "`splashdown check` does.\n");
	desk_put_back(call);
	return GEMINI_SUCCESS;
}
