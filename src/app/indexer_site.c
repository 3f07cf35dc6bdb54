/* SPDX-License-Identifier: MIT */
#include "app/indexer_internal.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "serve/search.h"

#define MEMORY_MAX_BYTES ((size_t)64 * 1024 * 1024)
#define RETRY_MS         (60 * 1000) /* until an index that failed is tried again ... */
#define RETRY_MAX_MS     (4 * 60 * 60 * 1000) /* ... and at most: it may never fit */
#define UNREAD_MS        1000 /* the same for pages that could not be read */

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void drop_index(struct indexed *it, const struct indexing *indexing)
{
	struct search *search = indexing->options->serve->search;

	if (search && it->index)
		search_set_index(search, indexing->number, NULL, NULL);
	it->index = NULL;
}

void indexed_forget(struct indexed *it, const struct indexing *indexing)
{
	drop_index(it, indexing);
	pass_free(it->pass);
	serve_site_drop(indexing->options->serve, it->site);
	*it = (struct indexed){0};
}

/* A reload may give a number to another folder. */
static void begin(
	struct indexed *it, const struct indexing *indexing, const struct site *site)
{
	struct stat st = {0};

	fstat(site->folder, &st);
	if (it->pass && st.st_dev == it->device && st.st_ino == it->inode)
		return;
	indexed_forget(it, indexing);
	it->pass = pass_new();
	it->device = st.st_dev;
	it->inode = st.st_ino;
}

static void rest(void *ctx)
{
	const struct indexing *indexing = ctx;

	indexing->rest(indexing->indexer);
}

static void tell(void *ctx, unsigned percent)
{
	const struct indexing *indexing = ctx;

	search_set_progress(indexing->options->serve->search, indexing->number, percent);
}

static void set_unread(struct indexed *it, size_t unread)
{
	it->unread_ms = !unread ? 0 : it->unread_ms ? it->unread_ms * 2 : UNREAD_MS;
	if (it->unread_ms > RETRY_MAX_MS)
		it->unread_ms = RETRY_MAX_MS;
	it->unread_at_ms = unread ? now_ms() + it->unread_ms : 0;
}

/* One pass over @site. False: it was stopped. */
static bool run(struct indexed *it, const struct indexing *indexing, struct site *site,
	struct search_index *index, bool is_new, int *error)
{
	const struct pass_options options = {
		.threads = 1,
		.stop = indexing->stop,
		.index = index,
		.index_is_new = is_new,
		/* Those who search meanwhile have the old one. */
		.progress = is_new && !it->index ? tell : NULL,
		.rest = indexing->rest ? rest : NULL,
		.ctx = (void *)indexing,
	};
	struct pass_result result;

	if (!pass_run(it->pass, site, &options, &result))
		return false;
	threads_set(site, result.threads);
	if (it->site != site) {
		serve_site_drop(indexing->options->serve, it->site);
		it->site = site_ref(site);
	}
	set_unread(it, result.unread);
	*error = result.index_error;
	return true;
}

static size_t memory_max(const struct indexing *indexing)
{
	const size_t said = indexing->options->memory_max_bytes;

	return said ? said : MEMORY_MAX_BYTES;
}

/* 0: there is a new index; -ECANCELED: it was stopped; else -errno. */
static int make_index(struct indexed *it, const struct indexing *indexing,
	struct site *site, const char *folder)
{
	const struct search_index_options options = {
		.folder = folder, .memory_max_bytes = memory_max(indexing)};
	struct search_index *index;
	int error = search_index_new(&options, &index);

	if (error)
		return error;
	if (!run(it, indexing, site, index, true, &error))
		error = -ECANCELED;
	if (error) {
		search_index_free(index);
		return error;
	}
	search_set_index(indexing->options->serve->search, indexing->number, site, index);
	it->index = index;
	if (it->said)
		log_info("%.*s has a search again", SARG(site->settings->name));
	it->said = 0;
	it->retry_at_ms = it->retry_ms = 0;
	return 0;
}

static void say_off(struct indexed *it, const struct indexing *indexing,
	const struct site *site, int error)
{
	if (it->said == error)
		return;
	it->said = error;
	if (error == -ENOSPC)
		log_warning("%.*s has no search: its index of words needs more than %zu "
			    "MiB; name a folder that has room with \"cache_folder\"",
			SARG(site->settings->name), memory_max(indexing) >> 20);
	else
		log_warning("%.*s has no search: its index of words cannot be made: %s",
			SARG(site->settings->name), log_strerror(error));
}

unsigned indexed_retry_ms(const struct indexer_options *options)
{
	return options->retry_ms ? options->retry_ms : RETRY_MS;
}

static void put_off(struct indexed *it, const struct indexing *indexing)
{
	it->retry_ms =
		it->retry_ms ? it->retry_ms * 2 : indexed_retry_ms(indexing->options);
	if (it->retry_ms > RETRY_MAX_MS)
		it->retry_ms = RETRY_MAX_MS;
	it->retry_at_ms = now_ms() + it->retry_ms;
}

bool indexed_is_due(const struct indexed *it, const struct indexing *indexing)
{
	struct search *search = indexing->options->serve->search;

	if (it->site && it->unread_at_ms && now_ms() >= it->unread_at_ms)
		return true;
	if (!it->site || !search)
		return false;
	return it->index ? search_index_failed(search, indexing->number)
			 : it->retry_at_ms && now_ms() >= it->retry_at_ms;
}

int64_t indexed_wait_ms(const struct indexed *it, const struct indexing *indexing)
{
	const int64_t retry_ms = indexing->options->serve->search
					 ? (int64_t)indexed_retry_ms(indexing->options)
					 : -1;
	const int64_t left_ms = it->unread_at_ms - now_ms();

	if (!it->unread_at_ms || (retry_ms >= 0 && retry_ms < left_ms))
		return retry_ms;
	return left_ms > 0 ? left_ms : 0;
}

/* In the folder, else in memory. */
static void renew_index(
	struct indexed *it, const struct indexing *indexing, struct site *site)
{
	const char *folder = indexing->options->cache_folder;
	int error = folder ? make_index(it, indexing, site, folder) : -ENOENT;

	if (!error || error == -ECANCELED)
		return;
	if (folder && !it->said)
		log_warning("the index of words of %.*s cannot be written to %s: %s; it "
			    "is made in memory",
			SARG(site->settings->name), folder, log_strerror(error));
	error = make_index(it, indexing, site, NULL);
	if (!error || error == -ECANCELED)
		return;
	say_off(it, indexing, site, error);
	it->index = NULL;
	put_off(it, indexing);
	search_set_off(indexing->options->serve->search, indexing->number);
	/* Not even begun: links are followed all the same. */
	if (it->site != site)
		run(it, indexing, site, NULL, false, &error);
}

static void bring(struct indexed *it, const struct indexing *indexing, struct site *site)
{
	const struct settings *settings = site->settings;
	int error = 0;

	if (!indexing->options->serve->search || !settings->search) {
		drop_index(it, indexing);
		if (settings->related || settings->backlinks)
			run(it, indexing, site, NULL, false, &error);
		else
			indexed_forget(it, indexing); /* nor is it tried again */
		return;
	}
	if (it->index &&
		!search_index_failed(
			indexing->options->serve->search, indexing->number) &&
		!pass_wants_new_index(it->pass, site, it->index)) {
		if (!run(it, indexing, site, it->index, false, &error) || !error)
			return;
		log_warning("the index of words of %.*s cannot be written: %s; it is "
			    "made anew",
			SARG(settings->name), log_strerror(error));
	} else if (it->index || now_ms() < it->retry_at_ms) {
		/* Links are soon known, words take longer. */
		if (!run(it, indexing, site, NULL, false, &error) || !it->index)
			return;
	}
	renew_index(it, indexing, site);
}

void indexed_take(struct indexed *it, const struct indexing *indexing, struct site *site)
{
	begin(it, indexing, site);
	bring(it, indexing, site);
	serve_site_drop(indexing->options->serve, site);
}
