/* SPDX-License-Identifier: MIT */
#include "app/scanner.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "app/desk.h"
#include "app/scanner_internal.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "scan/advice.h"
#include "scan/poll.h"
#include "scan/scan.h"
#include "scan/watch.h"
#include "site/threads.h"
#include "source/overlay.h"
#include "store/store.h"

#define SETTLE_MS     20
#define SETTLE_MAX_MS 1000
#define UNSETTLED_MS  60   /* until a file that was being written is looked at again */
#define BLIND_MS      3000 /* how often to look where the system gives no watches */
#define RETRY_MS                                                                         \
	1000 /* and where a file could not be read: each time twice as long ... */
#define RETRY_MAX_MS 60000 /* ... up to this */
#define MISSING_MS   2000 /* and where the folder is away, as in the middle of a deploy */
/* After a change was read the thread rests this many times as long as that took of a processor: a file
 * that is written a hundred times a second costs a third of one at most. Up to REST_BEFORE_MS of quiet count
 * as rest that was taken before: the first changes are seen at once. */
#define REST_TIMES      2
#define REST_BEFORE_MS  500
#define REST_MAX_MS     2000
#define TIDY_MS         3000 /* of quiet, then memory that scans needed goes back */
#define TIMERS_LATE_MS  50   /* a post appears not before its second has begun */
#define SET_BACK_MS     1000 /* and the clock may be put right by as much without a scan */
#define DIAGS_SHOWN     10
#define CHANGING_MAX_MS 3000 /* until what is in the folders is read all the same */

struct watched {
	struct site_config config;
	struct watch *watch;
	struct site *site;       /* the newest snapshot: one reference of ours */
	struct store *store;     /* of uploads; NULL: none */
	struct overlay *overlay; /* of the last scan: one reference */
	bool missing;            /* the last scan found no folder */
	int missing_error;       /* what was said of that ... */
	bool missing_hidden;     /* ... and of the sandbox */
	bool has_changing_files; /* the last scan found files that were being written */
	bool is_put_off; /* its snapshot was not used: the configuration changed */
	bool polled;     /* nobody tells of all changes: they are looked for */
	unsigned rounds; /* of looking */
	int64_t poll_ms, polled_ms; /* how long to wait, and from when */
	int64_t retry_ms;       /* ... or some that could not be read: try again after */
	int64_t scanned_ms;     /* when that was, on the clock that only goes on ... */
	int64_t scanned_at_ms;  /* ... and by the calendar */
	int64_t rests_until_ms; /* on the same clock */
	unsigned long long diags_hash; /* of what was logged last */
	enum advice_kind advised;      /* what was, too */
};

struct scanner {
	struct scanner_options options;
	pthread_t thread;
	int wake; /* eventfd */
	pthread_mutex_t lock;
	struct scanner_plan *next; /* under lock */
	struct site **given;       /* under lock: to be freed */
	size_t given_count, given_capacity;
	bool stop;                     /* under lock */
	const struct store **uploaded; /* under lock: to be read */
	size_t uploaded_count, uploaded_capacity;
	atomic_bool hurry;          /* the same, for a scan that is under way */
	struct scanner_facts facts; /* under lock */
	/* Of the thread alone: */
	struct scanner_plan *plan;
	struct watched *sites;
	size_t count;
	int64_t tidy_at_ms;        /* INT64_MAX: it is tidy */
	int loop_turn_ms;          /* what the last turn said */
	int64_t changing_since_ms; /* the configuration; 0: it is not */
};

/* CLOCK_REALTIME for what the calendar says, CLOCK_MONOTONIC for how long something lasts, and
 * CLOCK_THREAD_CPUTIME_ID for what it costs. */
static int64_t clock_ms(clockid_t which)
{
	struct timespec now;
	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

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

static struct slice desk_of(const struct scanner *scanner, unsigned index)
{
	const struct people *people = scanner->plan->table->people;
	return people ? people[index].desk : slice_none;
}

/* @desk: where the desk is; empty: there is none. */
static void log_diags(struct watched *it, struct slice desk)
{
	auto_diags struct diag_list all = {0};
	const struct diag_list *diags = &all;
	desk_check(it->site, desk, &all);
	diag_copy_all(&all, &it->site->diags);
	unsigned long long hash = slice_hash(S(""));
	for (size_t i = 0; i < diags->count; i++)
		hash = slice_hash_more(slice_hash_more(hash, diags->items[i].file),
			diags->items[i].message);
	if (hash == it->diags_hash)
		return;
	it->diags_hash = hash;
	size_t shown = 0, bad = diag_count(diags, DIAG_WARNING);
	for (size_t i = 0; i < diags->count && shown < DIAGS_SHOWN; i++) {
		if (diags->items[i].level < DIAG_WARNING)
			continue;
		diag_log(&diags->items[i], slice_str(it->config.folder));
		shown++;
	}
	if (bad > shown)
		log_warning("%zu more like these in %s", bad - shown, it->config.folder);
}

static void sum_up(struct scanner *scanner)
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

static bool is_hidden(const struct scanner *scanner, const char *folder)
{
	const struct sandbox *sandbox = scanner->options.sandbox;
	return sandbox && sandbox_hides(sandbox, folder);
}

/* Once for each reason: a folder that is away for a moment may come back as one that is shut out. */
static void log_failure(
	struct scanner *scanner, struct watched *it, int error, struct diag_list *why)
{
	bool hidden = is_hidden(scanner, it->config.folder);
	if (it->missing && it->missing_error == error && it->missing_hidden == hidden)
		return;
	it->missing_error = error;
	it->missing_hidden = hidden;
	log_error("%s cannot be read: %s%s; %s", it->config.folder, log_strerror(error),
		hidden ? " (it is now outside the sandbox: restart to serve it)"
		: error == -ENOMEDIUM
			? " (it is empty, and on another file system than before)"
			: "",
		it->site ? "the content read before is still served"
			 : "nothing is served until it can be read");
	for (size_t i = 0; i < why->count; i++) {
		if (why->items[i].level == DIAG_ERROR)
			diag_log(&why->items[i], slice_str(it->config.folder));
	}
}

/* Is the configuration being changed? What came to a folder with it waits: a zone may close over it. Not for ever:
 * whoever saves it again and again has readers, too. */
static bool has_to_wait(struct scanner *scanner)
{
	const int64_t now = clock_ms(CLOCK_MONOTONIC);

	if (scanner->options.loop_turn)
		scanner->loop_turn_ms = scanner->options.loop_turn(scanner->options.ctx);
	if (scanner->loop_turn_ms < 0)
		scanner->changing_since_ms = 0;
	else if (!scanner->changing_since_ms)
		scanner->changing_since_ms = now;
	return scanner->changing_since_ms &&
	       now - scanner->changing_since_ms < CHANGING_MAX_MS;
}

/* How long after this scan to try again what it could not read; 0: it could read all. */
static int64_t next_retry_ms(const struct site *site, int64_t before_ms)
{
	int64_t next_ms = before_ms ? before_ms * 2 : RETRY_MS;

	if (!site->has_errors)
		return 0;
	return next_ms < RETRY_MAX_MS ? next_ms : RETRY_MAX_MS;
}

/* With what writers uploaded in front of the folder. Where that cannot be read nothing is, since it may cover what
 * nobody is to see. */
static int scan_uploads(struct watched *it, const struct site *old,
	const struct scan_hint *hint, struct site **site)
{
	struct overlay *overlay = NULL;
	int error = it->store ? store_overlay(it->store, &overlay) : 0;

	it->config.overlay = overlay;
	if (!error)
		error = scan(
			&it->config, old, hint, clock_ms(CLOCK_REALTIME) / 1000, site);
	it->config.overlay = NULL;
	overlay_unref(it->overlay);
	it->overlay = overlay;
	if (!error && it->store)
		store_settle(it->store, (*site)->overlay);
	return error;
}

/* Scans one site; on success its snapshot goes to the workers. */
static void rescan(struct scanner *scanner, unsigned index, const struct scan_hint *hint)
{
	struct watched *it = &scanner->sites[index];
	struct site *site, *old = it->site;
	int64_t began_ms = it->scanned_ms = clock_ms(CLOCK_MONOTONIC);
	it->scanned_at_ms = clock_ms(CLOCK_REALTIME);
	struct scan_hint what = *hint;
	what.stop = &scanner->hurry;
	what.may_wait = true;
	auto_diags struct diag_list why = {0};
	what.diags = &why;
	int error = old && poll_is_unmounted(&it->config, old)
			    ? -ENOMEDIUM
			    : scan_uploads(it, old, &what, &site);
	it->is_put_off = !error && old && has_to_wait(scanner);
	if (it->is_put_off) {
		if (site_drop(site))
			site_free(site);
		error = -ECANCELED;
	}
	scanner->tidy_at_ms = clock_ms(CLOCK_MONOTONIC) + TIDY_MS;
	it->has_changing_files = !error && site->has_changing_files;
	if (error && error != -ECANCELED)
		log_failure(scanner, it, error, &why);
	if (error) {
		it->missing |= error != -ECANCELED;
		return;
	}
	if (old)
		threads_inherit(site, old);
	it->missing = false;
	it->retry_ms = next_retry_ms(site, it->retry_ms);
	it->site = site;
	scanner_update_snapshot(
		scanner->options.workers, scanner->options.serve, index, site);
	if (scanner->options.indexer)
		indexer_take(scanner->options.indexer, index, site);
	sum_up(scanner);
	log_diags(it, desk_of(scanner, index));
	if (!old || old->version != site->version)
		scanner_log_site(site, it->config.folder,
			(uint64_t)(clock_ms(CLOCK_MONOTONIC) - began_ms));
	if (it->advised != advice_of_owner(site)) {
		it->advised = advice_of_owner(site);
		scanner_log_advice(site, it->config.folder);
	}
	if (old && site_drop(old))
		site_free(old);
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
	it->polled_ms = clock_ms(CLOCK_MONOTONIC);
	if (it->polled)
		log_info("%s: polled for changes every %d to %d s (%s%s)",
			it->config.folder, POLL_MS / 1000, POLL_MAX_MS / 1000,
			name ? name : "watch: poll", name ? " does not report them" : "");
	int error = it->watch ? 0 : watch_new(it->config.folder, &it->watch);
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
		rescan(scanner, i, &all);
	}
	close_sites(olds, old_count);
	scanner_plan_free(old_plan);
	sum_up(scanner);
	if (scanner->options.planned && !atomic_load(&scanner->hurry))
		scanner->options.planned(scanner->options.ctx, &scanner->facts);
}

static int earlier(int a, int64_t b)
{
	if (b < 0)
		b = 0;
	return a < 0 || b < a ? (int)(b > 3600000 ? 3600000 : b) : a;
}

/* When to look without being told, on the monotonic clock; INT64_MAX: never. */
static int64_t next_look_ms(const struct watched *it)
{
	if (it->missing)
		return it->scanned_ms + MISSING_MS;
	if (it->has_changing_files || it->is_put_off)
		return it->scanned_ms + UNSETTLED_MS;
	if (it->retry_ms)
		return it->scanned_ms + it->retry_ms;
	if (it->polled)
		return it->polled_ms + it->poll_ms;
	if (!it->watch || watch_is_blind(it->watch))
		return it->scanned_ms + BLIND_MS;
	return INT64_MAX;
}

/* It is time to look. False: the folder is polled, and nothing changed there. */
static bool is_changed(struct watched *it)
{
	if (!it->polled || it->missing || it->has_changing_files || it->is_put_off ||
		it->retry_ms || !it->site)
		return true;
	bool differs = poll_differs(&it->config, it->site, it->rounds++);
	it->poll_ms = poll_next_ms(it->poll_ms, differs);
	it->polled_ms = clock_ms(CLOCK_MONOTONIC);
	return differs;
}

/* When a post appears or expires, by the calendar; INT64_MAX: never, or nothing can be read. */
static int64_t next_change_ms(const struct watched *it)
{
	if (it->missing || !it->site || it->site->next_change == INT64_MAX)
		return INT64_MAX;
	return it->site->next_change * 1000 + TIMERS_LATE_MS;
}

/* Does the calendar ask for a scan? Also when the clock was set back: what has appeared is to come again. */
static bool is_due(const struct watched *it)
{
	int64_t now = clock_ms(CLOCK_REALTIME);

	return next_change_ms(it) <= now || now < it->scanned_at_ms - SET_BACK_MS;
}

/* What happened meanwhile waits in the kernel. */
static bool is_resting(const struct watched *it)
{
	return clock_ms(CLOCK_MONOTONIC) < it->rests_until_ms;
}

/* The allocator keeps what the last scans needed and gave back, as much again as the index itself. */
static void tidy(struct scanner *scanner)
{
	if (clock_ms(CLOCK_MONOTONIC) < scanner->tidy_at_ms)
		return;
	scanner->tidy_at_ms = INT64_MAX;
	malloc_trim(0);
}

/* How long nothing needs to be done. */
static int wait_ms(const struct scanner *scanner)
{
	int wait = scanner->options.check ? SCANNER_CHECK_MS : -1;
	if (scanner->loop_turn_ms >= 0)
		wait = earlier(wait, scanner->loop_turn_ms);
	for (size_t i = 0; i < scanner->count; i++) {
		int64_t change = next_change_ms(&scanner->sites[i]);
		int64_t look = next_look_ms(&scanner->sites[i]);
		if (change != INT64_MAX)
			wait = earlier(wait, change - clock_ms(CLOCK_REALTIME));
		if (look != INT64_MAX)
			wait = earlier(wait, look - clock_ms(CLOCK_MONOTONIC));
		if (is_resting(&scanner->sites[i]))
			wait = earlier(wait, scanner->sites[i].rests_until_ms -
						     clock_ms(CLOCK_MONOTONIC));
	}
	if (scanner->tidy_at_ms != INT64_MAX)
		wait = earlier(wait, scanner->tidy_at_ms - clock_ms(CLOCK_MONOTONIC));
	return wait;
}

/* One save is several events, and one deploy very many: a moment's quiet makes them one scan. */
static void settle(const struct watch *watch)
{
	int64_t until = clock_ms(CLOCK_MONOTONIC) + SETTLE_MAX_MS;
	size_t before, pending = watch_pending(watch);
	do {
		before = pending;
		poll(NULL, 0, SETTLE_MS);
		pending = watch_pending(watch);
	} while (pending != before && clock_ms(CLOCK_MONOTONIC) < until);
}

static void rest(struct watched *it, int64_t used_ms)
{
	int64_t now = clock_ms(CLOCK_MONOTONIC);

	if (it->rests_until_ms < now - REST_BEFORE_MS)
		it->rests_until_ms = now - REST_BEFORE_MS;
	it->rests_until_ms += used_ms * REST_TIMES;
	if (it->rests_until_ms > now + REST_MAX_MS)
		it->rests_until_ms = now + REST_MAX_MS;
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
		if (has_to_wait(scanner))
			return;
		told = watch_take(it->watch, &hint);
	}
	bool renew = told && hint.all;
	bool again = next_look_ms(it) <= clock_ms(CLOCK_MONOTONIC) && is_changed(it);
	if (!told && !again && !is_due(it))
		return;
	/* What could not be read was said of one scan: the next says whether it is still so. */
	if (again || was_away || it->retry_ms) {
		hint = all;
		renew |= !was_unsettled;
	}
	if (!it->watch)
		watch_new(it->config.folder, &it->watch);
	else if (renew)
		watch_renew(it->watch);
	int64_t used_ms = clock_ms(CLOCK_THREAD_CPUTIME_ID);
	rescan(scanner, index, &hint);
	rest(it, clock_ms(CLOCK_THREAD_CPUTIME_ID) - used_ms);
	/* It came back after it was looked for: only now can it be watched. */
	if (was_away && !it->missing && it->watch) {
		watch_renew(it->watch);
		rescan(scanner, index, &all);
	}
}

/* Of the folder itself nothing is read again. */
static void look_at_uploads(
	struct scanner *scanner, const struct store *const *stores, size_t count)
{
	static const struct slice no_file;
	static const struct scan_hint nothing = {.files = &no_file}, all = {.all = true};

	for (size_t i = 0; i < count; i++) {
		for (unsigned k = 0; k < scanner->count; k++) {
			const struct watched *it = &scanner->sites[k];
			if (it->store == stores[i])
				rescan(scanner, k, it->site ? &nothing : &all);
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
		rescan(scanner, i, &all);
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
	scanner->uploaded = NULL;
	scanner->uploaded_count = scanner->uploaded_capacity = 0;
	scanner->given = NULL;
	scanner->given_count = scanner->given_capacity = 0;
	scanner->next = NULL;
	pthread_mutex_unlock(&scanner->lock);

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
	int64_t checked_at = clock_ms(CLOCK_MONOTONIC);
	scanner->plan = NULL;
	take_plan(scanner, first, true);
	for (bool waits = false;;) {
		auto_free struct pollfd *fds =
			memory_new(scanner->count + 1 + SCANNER_LOOP_FDS, sizeof(*fds));
		size_t count = scanner->count;
		for (size_t i = 0; i < count; i++) {
			struct watch *watch = scanner->sites[i].watch;
			bool asked = watch && !waits && !is_resting(&scanner->sites[i]);
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
			waits ? scanner->loop_turn_ms : wait_ms(scanner));
		waits = has_to_wait(scanner);
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
			clock_ms(CLOCK_MONOTONIC) - checked_at >= SCANNER_CHECK_MS) {
			scanner->options.check(scanner->options.ctx);
			check_uploads(scanner);
			check_folders(scanner);
			checked_at = clock_ms(CLOCK_MONOTONIC);
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
