/* SPDX-License-Identifier: MIT */
#include "search/pass_internal.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "site/body.h"
#include "site/links.h"

#define TELL_EVERY 64 /* pages */

struct pass *pass_new(void)
{
	return memory_new(1, sizeof(struct pass));
}

void pass_free(struct pass *pass)
{
	if (!pass)
		return;
	threads_unref(pass->threads);
	free(pass->reads);
	free(pass->words);
	free(pass);
}

static bool is_stopped(const struct run *run)
{
	return run->options->stop &&
	       atomic_load_explicit(run->options->stop, memory_order_relaxed);
}

uint32_t pass_place_before(const struct run *run, size_t place)
{
	if (!run->pass->site)
		return THREADS_NOWHERE;
	return run->places ? run->places[place] : (uint32_t)place;
}

/* Would its conversion be the same? */
static bool is_as_before(const struct run *run, size_t place, uint32_t before)
{
	const struct site *site = run->site, *old = run->pass->site;

	if (before == THREADS_NOWHERE || !threads_has(old->by_source[before]) ||
		old->by_source[before]->version != site->by_source[place]->version)
		return false;
	uint8_t reads = run->pass->reads[before];
	if (reads & READ_FAILED)
		return false;
	if (reads & READ_SITE && old->version != site->version)
		return false;
	return !(reads & READ_NAMES) || old->names_version == site->names_version;
}

static void sort_out(struct run *run)
{
	const struct site *site = run->site;

	for (size_t i = 0; i < site->source_count; i++) {
		uint32_t before = pass_place_before(run, i);
		run->found[i].before = THREADS_NOWHERE;
		if (!threads_has(site->by_source[i]))
			continue;
		bool same = is_as_before(run, i, before);
		if (same) {
			run->found[i].before = before;
			run->reads[i] = run->pass->reads[before];
			run->words[i] = run->pass->words[before];
		}
		if (!same || run->options->index_is_new)
			run->changed[run->changed_count++] = (uint32_t)i;
	}
}

/* --- a page ------------------------------------------------------------------------------------------- */

static void tell(struct run *run)
{
	size_t done = atomic_fetch_add(&run->done, 1) + 1;

	if (run->options->rest)
		run->options->rest(run->options->ctx);
	if (run->options->progress && done % TELL_EVERY == 0)
		run->options->progress(
			run->options->ctx, (unsigned)(done * 100 / run->changed_count));
}

/* On a page that templates made of the site's lists, nearly every link is theirs, not the author's. */
static bool is_list(const struct post *post, const struct doc *doc)
{
	return post->is_page &&
	       (post->all_in_loops || post->listing_under || doc->reads_site);
}

static void convert(void *ctx, size_t index, struct arena *arena)
{
	struct run *run = ctx;
	const uint32_t place = run->changed[index];
	const struct post *post = run->site->by_source[place];
	struct found *found = &run->found[place];
	struct doc *doc;
	uint32_t *links = NULL;

	if (is_stopped(run))
		return;
	found->before = THREADS_NOWHERE;
	if (links_convert(run->site, post, arena, NULL, &doc) ||
		!body_is_as_scanned(run->site, post)) {
		run->reads[place] = READ_FAILED;
		run->words[place] =
			0; /* a new index has none of it, whatever the old one had */
		return;
	}
	run->reads[place] =
		(uint8_t)((doc->reads_names ? READ_NAMES : 0) |
			  (doc->reads_site || doc->reads_files ? READ_SITE : 0));
	if (!is_list(post, doc))
		found->count =
			(uint32_t)threads_links_in(run->site, post, doc, arena, &links);
	if (found->count) {
		found->links = memory_new(found->count, sizeof(*links));
		memcpy(found->links, links, found->count * sizeof(*links));
	}
	pass_words_put(run, place, doc);
	tell(run);
}

static void convert_changed(struct run *run)
{
	const struct parallel parallel = {
		.count = run->changed_count,
		.work = convert,
		.ctx = run,
		.doing = "Following links",
		.threads = run->options->threads,
	};

	if (parallel.threads != 1) {
		parallel_run(&parallel);
		return;
	}
	auto_arena struct arena arena = {0};
	for (size_t i = 0; i < parallel.count && !is_stopped(run); i++) {
		convert(run, i, &arena);
		arena_reset(&arena);
	}
}

/* --- all pages ---------------------------------------------------------------------------------------- */

uint32_t *pass_places_now(const struct run *run)
{
	if (!run->places)
		return NULL;
	uint32_t *now = memory_new(run->pass->site->source_count, sizeof(*now));
	memset(now, 0xff, run->pass->site->source_count * sizeof(*now));
	for (size_t i = 0; i < run->site->source_count; i++) {
		if (run->places[i] != THREADS_NOWHERE)
			now[run->places[i]] = (uint32_t)i;
	}
	return now;
}

static size_t links_of(
	const struct run *run, const struct found *found, const uint32_t **list)
{
	*list = found->links;
	if (found->before == THREADS_NOWHERE)
		return found->count;
	return threads_links_of(run->pass->threads, found->before, list);
}

static struct threads *tie(const struct run *run)
{
	const size_t count = run->site->source_count;
	uint32_t *starts = memory_new(count + 1, sizeof(*starts)), *targets,
		 *now = pass_places_now(run);
	const uint32_t *list;
	size_t total = 0;

	for (size_t i = 0; i < count; i++)
		total += links_of(run, &run->found[i], &list);
	targets = memory_new(total, sizeof(*targets));
	total = 0;
	for (size_t i = 0; i < count; i++) {
		const struct found *found = &run->found[i];
		const size_t many = links_of(run, found, &list);
		const bool is_old = now && found->before != THREADS_NOWHERE;
		for (size_t k = 0; k < many; k++) {
			uint32_t to = is_old ? now[list[k]] : list[k];
			if (to != THREADS_NOWHERE)
				targets[total++] = to;
		}
		starts[i + 1] = (uint32_t)total;
	}
	const struct threads_links links = {starts, targets};
	struct threads *threads =
		threads_new(run->site, &links, run->pass->threads, run->options->stop);
	free(starts);
	free(targets);
	free(now);
	return threads;
}

/* False: it was stopped. */
static bool take_over(struct run *run, struct pass_result *out)
{
	struct pass *pass = run->pass;
	/* Nothing that decides them has changed. */
	bool same = pass->threads && !run->places && !run->changed_count;

	out->threads = same ? threads_ref(pass->threads) : tie(run);
	if (!out->threads)
		return false;
	if (run->options->index)
		pass_words_end(run);
	out->index_error = run->index_error;
	out->unread = 0;
	for (size_t i = 0; i < run->site->source_count; i++)
		out->unread += run->reads[i] == READ_FAILED;
	threads_unref(pass->threads);
	pass->threads = threads_ref(out->threads);
	free(pass->reads);
	free(pass->words);
	pass->reads = run->reads;
	pass->words = run->words;
	run->reads = NULL;
	run->words = NULL;
	pass->site = run->site;
	return true;
}

bool pass_run(struct pass *pass, const struct site *site,
	const struct pass_options *options, struct pass_result *out)
{
	const size_t count = site->source_count;
	auto_free uint32_t *places = pass->site ? threads_places(pass->site, site) : NULL;
	struct run run = {.pass = pass,
		.site = site,
		.options = options,
		.places = places,
		.lock = PTHREAD_MUTEX_INITIALIZER};

	run.reads = memory_new(count, sizeof(*run.reads));
	run.words = memory_new(count, sizeof(*run.words));
	run.found = memory_new(count, sizeof(*run.found));
	run.changed = memory_new(count, sizeof(*run.changed));
	sort_out(&run);
	convert_changed(&run);
	bool done = !is_stopped(&run) && take_over(&run, out);
	for (size_t i = 0; i < count; i++)
		free(run.found[i].links);
	free(run.found);
	free(run.changed);
	free(run.reads);
	free(run.words);
	pthread_mutex_destroy(&run.lock);
	return done;
}

void pass_once(struct site *site, unsigned threads)
{
	const struct pass_options options = {.threads = threads};
	struct pass *pass = pass_new();
	struct pass_result result;

	if (pass_run(pass, site, &options, &result))
		threads_set(site, result.threads);
	pass_free(pass);
}
