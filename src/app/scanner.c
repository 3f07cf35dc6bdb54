/* SPDX-License-Identifier: MIT */
#include "app/scanner.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "app/scanner_internal.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "scan/poll.h"
#include "source/overlay.h"

#define SETTLE_MS     20
#define SETTLE_MAX_MS 1000

struct scanner_plan *scanner_plan_new(void)
{
	struct scanner_plan *plan = memory_new(1, sizeof(*plan));
	arena_init(&plan->arena);
	return plan;
}

void scanner_plan_free(struct scanner_plan *plan)
{
	if (!plan)
		return;
	serve_table_drop(plan->table);
	arena_fini(&plan->arena);
	free(plan);
}

void scanner_sum_up(struct scanner *scanner)
{
	struct scanner_facts facts = {
		.sites = scanner->count, .is_nameless = scanner->plan->is_nameless};
	for (size_t i = 0; i < scanner->count; i++) {
		const struct site *site = scanner->sites[i].site;
		if (!site)
			continue;
		facts.posts += site_count_posts(site);
		facts.pages += site_count_pages(site);
		facts.files += site->file_count;
		facts.warnings += diag_count(&site->diags, DIAG_WARNING);
		if (site->built_at > facts.scanned_at)
			facts.scanned_at = site->built_at;
	}
	pthread_mutex_lock(&scanner->lock);
	scanner->facts = facts;
	pthread_mutex_unlock(&scanner->lock);
}

void scanner_facts(struct scanner *scanner, struct scanner_facts *out)
{
	pthread_mutex_lock(&scanner->lock);
	*out = scanner->facts;
	pthread_mutex_unlock(&scanner->lock);
}

static void close_sites(struct watched *sites, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		watch_free(sites[i].watch);
		overlay_unref(sites[i].overlay);
		if (sites[i].site && site_drop(sites[i].site))
			site_free(sites[i].site);
	}
	free(sites);
}

/* Takes over what the old plan had read of the same folder. */
static void adopt(struct watched *it, struct watched *olds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!olds[i].site ||
			strcmp(olds[i].config.folder, it->config.folder) != 0)
			continue;
		it->site = olds[i].site;
		it->watch = olds[i].watch;
		it->diags_hash = olds[i].diags_hash;
		it->advised = olds[i].advised;
		olds[i].site = NULL;
		olds[i].watch = NULL;
		return;
	}
}

/* Does @site keep all of @zones closed? */
static bool has_closed(const struct site *site, const struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++) {
		const struct reader_zone *closed =
			zones_at(&site->settings->zones, zones->list[i].path);
		if (!closed || !slice_eq(closed->path, zones->list[i].path))
			return false;
	}
	return true;
}

/* Where a zone is new, readers wait for the next snapshot: the one before shows its pages. */
static void tell_table(struct scanner *scanner)
{
	auto_free struct site **sites = memory_new(scanner->count + 1, sizeof(*sites));
	for (size_t i = 0; i < scanner->count; i++) {
		struct watched *it = &scanner->sites[i];
		if (it->site && has_closed(it->site, &it->config.zones))
			sites[i] = it->site;
	}
	scanner_update_table(scanner->options.workers, scanner->options.serve,
		scanner->plan->table, sites);
}

/* Local changes are told by the kernel on any file system, so that those are watched as well. */
static void begin_watch(struct watched *it)
{
	const char *name = poll_file_system(it->config.folder);

	it->polled = name || it->config.watch == 1;
	it->poll_ms = poll_next_ms(0, true);
	it->polled_ms = scanner_clock_ms(CLOCK_MONOTONIC);
	if (it->polled)
		log_info("%s: polled for changes every %d to %d s (%s%s)",
			it->config.folder, POLL_MS / 1000, POLL_MAX_MS / 1000,
			name ? name : "watch: poll", name ? " does not report them" : "");
	/* The folder may have been away. */
	int error = it->watch ? watch_renew(it->watch)
			      : watch_new(it->config.folder, &it->watch);
	if (error && error != -ENOENT && !it->polled)
		log_warning("%s cannot be watched: %s; it is read again every %d s",
			it->config.folder, log_strerror(error), BLIND_MS / 1000);
}

static void take_plan(struct scanner *scanner, struct scanner_plan *plan, bool first)
{
	static const struct scan_hint all = {.all = true};
	struct scanner_plan *old_plan = scanner->plan;
	struct watched *olds = scanner->sites;
	size_t old_count = scanner->count;

	scanner->plan = plan;
	scanner->count = plan->table->site_count;
	scanner->sites = memory_new(scanner->count, sizeof(struct watched));
	for (size_t i = 0; i < scanner->count; i++) {
		scanner->sites[i].config = plan->sites[i];
		scanner->sites[i].store =
			plan->table->stores ? plan->table->stores[i] : NULL;
		adopt(&scanner->sites[i], olds, old_count);
	}
	if (!first)
		tell_table(scanner);
	if (scanner->options.indexer)
		indexer_resize(scanner->options.indexer, plan->table->site_count);
	for (unsigned i = 0; i < scanner->count; i++) {
		/* Watched first, scanned then: what changes in between is seen again. */
		begin_watch(&scanner->sites[i]);
		scanner_scan(scanner, i, &all);
	}
	close_sites(olds, old_count);
	scanner_plan_free(old_plan);
	scanner_sum_up(scanner);
	if (scanner->options.planned && !atomic_load(&scanner->hurry))
		scanner->options.planned(scanner->options.ctx, &scanner->facts);
}

/* The allocator keeps what the last scans needed and gave back, as much again as the index itself. */
static void tidy(struct scanner *scanner)
{
	if (scanner_clock_ms(CLOCK_MONOTONIC) < scanner->tidy_at_ms)
		return;
	scanner->tidy_at_ms = INT64_MAX;
	malloc_trim(0);
}

/* One save is several events, and one deploy very many: a moment's quiet makes them one scan. */
static void settle(const struct watch *watch)
{
	int64_t until = scanner_clock_ms(CLOCK_MONOTONIC) + SETTLE_MAX_MS;
	size_t before, pending = watch_pending(watch);
	do {
		before = pending;
		poll(NULL, 0, SETTLE_MS);
		pending = watch_pending(watch);
	} while (pending != before && scanner_clock_ms(CLOCK_MONOTONIC) < until);
}

/* Scans a site when its folder or the clock says so. Each wake of the thread comes by here, for
 * whatever reason, so that nothing may be read again just because it could not be watched. */
static void look(struct scanner *scanner, unsigned index, bool woken)
{
	static const struct scan_hint all = {.all = true};
	struct watched *it = &scanner->sites[index];
	struct scan_hint hint = {0};
	bool told = false, was_away = it->missing, was_unsettled = it->has_changing_files;

	if (woken && it->watch) {
		settle(it->watch);
		if (scanner_has_to_wait(scanner))
			return;
		told = watch_take(it->watch, &hint);
	}
	bool renew = told && hint.all;
	bool again = scanner_next_look_ms(it) <= scanner_clock_ms(CLOCK_MONOTONIC) &&
		     scanner_is_changed(it);
	if (!told && !again && !scanner_is_due(it))
		return;
	/* What could not be read was said of one scan: the next says whether it is still so. So was what changed, if
	 * that scan failed or was not used. */
	if (again || it->is_open || it->retry_ms) {
		hint = all;
		renew |= !was_unsettled;
	}
	if (!it->watch)
		watch_new(it->config.folder, &it->watch);
	else if (renew)
		watch_renew(it->watch);
	int64_t used_ms = scanner_clock_ms(CLOCK_THREAD_CPUTIME_ID);
	scanner_scan(scanner, index, &hint);
	scanner_rest(it, scanner_clock_ms(CLOCK_THREAD_CPUTIME_ID) - used_ms);
	/* It came back after it was looked for: only now can it be watched. */
	if (was_away && !it->missing && it->watch) {
		watch_renew(it->watch);
		scanner_scan(scanner, index, &all);
	}
}

/* Of the folder itself nothing is read again. Where the last scan of it failed, the next look does both: this one
 * would have it forgotten what that was about. */
static void look_at_uploads(
	struct scanner *scanner, const struct store *const *stores, size_t count)
{
	static const struct slice no_file;
	static const struct scan_hint nothing = {.files = &no_file}, all = {.all = true};

	for (size_t i = 0; i < count; i++) {
		for (unsigned k = 0; k < scanner->count; k++) {
			const struct watched *it = &scanner->sites[k];
			if (it->store == stores[i] && !it->is_open)
				scanner_scan(scanner, k, it->site ? &nothing : &all);
		}
	}
}

/* Commands change uploads, too, and tell nobody. */
static void check_uploads(struct scanner *scanner)
{
	for (unsigned i = 0; i < scanner->count; i++) {
		const struct watched *it = &scanner->sites[i];
		struct overlay *now = NULL;
		if (!it->store || store_overlay(it->store, &now))
			continue;
		overlay_unref(now);
		if (now != it->overlay) {
			const struct store *store = it->store;
			look_at_uploads(scanner, &store, 1);
		}
	}
}

/* Nor does who mounts a file system, or unmounts it. */
static void check_folders(struct scanner *scanner)
{
	static const struct scan_hint all = {.all = true};

	for (unsigned i = 0; i < scanner->count; i++) {
		const struct watched *it = &scanner->sites[i];
		if (!it->site || it->missing || !poll_is_elsewhere(&it->config, it->site))
			continue;
		if (it->watch)
			watch_renew(it->watch);
		scanner_scan(scanner, i, &all);
	}
}

/* What other threads brought. False: it is time to end. */
static bool take_messages(struct scanner *scanner)
{
	uint64_t ignored;
	while (read(scanner->wake, &ignored, sizeof(ignored)) > 0)
		;
	pthread_mutex_lock(&scanner->lock);
	struct site **given = scanner->given;
	size_t count = scanner->given_count;
	struct scanner_plan *plan = scanner->next;
	bool stop = scanner->stop;
	auto_free const struct store **uploaded = scanner->uploaded;
	size_t uploaded_count = scanner->uploaded_count;
	auto_free unsigned *behind = scanner->behind;
	size_t behind_count = scanner->behind_count;
	scanner->behind = NULL;
	scanner->behind_count = scanner->behind_capacity = 0;
	scanner->uploaded = NULL;
	scanner->uploaded_count = scanner->uploaded_capacity = 0;
	scanner->given = NULL;
	scanner->given_count = scanner->given_capacity = 0;
	scanner->next = NULL;
	pthread_mutex_unlock(&scanner->lock);
	/* After a reload it may be another: who asks again tells again. */
	for (size_t i = 0; i < behind_count; i++) {
		struct watched *it =
			behind[i] < scanner->count ? &scanner->sites[behind[i]] : NULL;
		if (it && !it->is_behind)
			it->behind_ms = scanner_clock_ms(CLOCK_MONOTONIC);
		if (it)
			it->is_behind = true;
	}

	for (size_t i = 0; i < count; i++)
		site_free(given[i]);
	free(given);
	if (plan && !stop)
		take_plan(scanner, plan, false);
	else
		scanner_plan_free(plan);
	if (!stop)
		look_at_uploads(scanner, uploaded, uploaded_count);
	return !stop;
}

static void *run(void *data)
{
	struct scanner *scanner = data;
	struct scanner_plan *first = scanner->plan;
	int64_t checked_at = scanner_clock_ms(CLOCK_MONOTONIC);
	scanner->plan = NULL;
	take_plan(scanner, first, true);
	for (bool waits = false;;) {
		auto_free struct pollfd *fds =
			memory_new(scanner->count + 1 + SCANNER_LOOP_FDS, sizeof(*fds));
		size_t count = scanner->count;
		for (size_t i = 0; i < count; i++) {
			struct watch *watch = scanner->sites[i].watch;
			bool asked = watch && !waits &&
				     !scanner_is_resting(&scanner->sites[i]);
			fds[i] = (struct pollfd){
				.fd = asked ? watch_fd(watch) : -1, .events = POLLIN};
		}
		fds[count] = (struct pollfd){.fd = scanner->wake, .events = POLLIN};
		for (size_t i = 0; i < SCANNER_LOOP_FDS; i++)
			fds[count + 1 + i] = (struct pollfd){
				.fd = scanner->options.loop_turn
					      ? scanner->options.loop_turn_fds[i]
					      : -1,
				.events = POLLIN};
		file_poll(fds, count + 1 + SCANNER_LOOP_FDS,
			waits ? scanner->loop_turn_ms : scanner_wait_ms(scanner));
		waits = scanner_has_to_wait(scanner);
		const struct scanner_plan *plan = scanner->plan;
		if (!take_messages(scanner))
			return NULL;
		if (fds[count + 1 + SCANNER_UPLOADS].revents)
			check_uploads(scanner);
		/* What was read meanwhile has looked at it, too. */
		waits &= scanner->loop_turn_ms >= 0;
		/* With a new plan all was read just now. */
		for (unsigned i = 0; i < count && !waits && plan == scanner->plan; i++)
			look(scanner, i, fds[i].revents != 0);
		tidy(scanner);
		if (scanner->options.check &&
			scanner_clock_ms(CLOCK_MONOTONIC) - checked_at >=
				SCANNER_CHECK_MS) {
			scanner->options.check(scanner->options.ctx);
			check_uploads(scanner);
			check_folders(scanner);
			checked_at = scanner_clock_ms(CLOCK_MONOTONIC);
		}
	}
}

int scanner_new(const struct scanner_options *options, struct scanner_plan *plan,
	struct scanner **out)
{
	struct scanner *scanner = memory_new(1, sizeof(*scanner));
	scanner->options = *options;
	scanner->plan = plan;
	scanner->tidy_at_ms = INT64_MAX;
	scanner->loop_turn_ms = -1;
	scanner->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	pthread_mutex_init(&scanner->lock, NULL);
	int error = scanner->wake < 0 ? errno : 0;
	*out = scanner; /* before the thread: what it brings about may ask for it */
	if (!error)
		error = pthread_create(&scanner->thread, NULL, run, scanner);
	if (error) {
		if (scanner->wake >= 0)
			close(scanner->wake);
		pthread_mutex_destroy(&scanner->lock);
		scanner_plan_free(plan);
		free(scanner);
		*out = NULL;
		return -error;
	}
	return 0;
}

static void wake(struct scanner *scanner)
{
	uint64_t one = 1;
	while (write(scanner->wake, &one, sizeof(one)) < 0 && errno == EINTR)
		; /* a full counter wakes as well */
}

void scanner_set(struct scanner *scanner, struct scanner_plan *plan)
{
	pthread_mutex_lock(&scanner->lock);
	struct scanner_plan *skipped = scanner->next;
	scanner->next = plan;
	pthread_mutex_unlock(&scanner->lock);
	scanner_plan_free(skipped);
	wake(scanner);
}

void scanner_uploaded(struct scanner *scanner, const struct store *store)
{
	pthread_mutex_lock(&scanner->lock);
	*memory_next(scanner->uploaded, scanner->uploaded_count,
		scanner->uploaded_capacity) = store;
	pthread_mutex_unlock(&scanner->lock);
	wake(scanner);
}

void scanner_look(struct scanner *scanner, unsigned number)
{
	if (!scanner)
		return;
	pthread_mutex_lock(&scanner->lock);
	bool is_new = true;
	for (size_t i = 0; i < scanner->behind_count && is_new; i++)
		is_new = scanner->behind[i] != number;
	if (is_new)
		*memory_next(scanner->behind, scanner->behind_count,
			scanner->behind_capacity) = number;
	pthread_mutex_unlock(&scanner->lock);
	if (is_new)
		wake(scanner);
}

void scanner_take(struct scanner *scanner, struct site *site)
{
	pthread_mutex_lock(&scanner->lock);
	*memory_next(scanner->given, scanner->given_count, scanner->given_capacity) =
		site;
	pthread_mutex_unlock(&scanner->lock);
	wake(scanner);
}

void scanner_stop(struct scanner *scanner)
{
	if (!scanner)
		return;
	pthread_mutex_lock(&scanner->lock);
	scanner->stop = true;
	atomic_store(&scanner->hurry, true);
	pthread_mutex_unlock(&scanner->lock);
	wake(scanner);
	pthread_join(scanner->thread, NULL);
}

void scanner_free(struct scanner *scanner)
{
	if (!scanner)
		return;
	take_messages(scanner);
	close_sites(scanner->sites, scanner->count);
	scanner_plan_free(scanner->plan);
	close(scanner->wake);
	pthread_mutex_destroy(&scanner->lock);
	free(scanner);
}
