/* SPDX-License-Identifier: MIT */
/* One site is scanned: its snapshot goes to the workers, and what is wrong into the log. */
#include <errno.h>

#include "app/desk.h"
#include "app/scanner_internal.h"
#include "base/log.h"
#include "scan/poll.h"
#include "site/threads.h"
#include "source/overlay.h"

#define RETRY_MS                                                                         \
	1000 /* and where a file could not be read: each time twice as long ... */
#define RETRY_MAX_MS    60000 /* ... up to this */
#define TIDY_MS         3000  /* of quiet, then memory that scans needed goes back */
#define DIAGS_SHOWN     10
#define CHANGING_MAX_MS 3000 /* until what is in the folders is read all the same */

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

bool scanner_has_to_wait(struct scanner *scanner)
{
	const int64_t now = scanner_clock_ms(CLOCK_MONOTONIC);

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
		error = scan(&it->config, old, hint,
			scanner_clock_ms(CLOCK_REALTIME) / 1000, site);
	if (error == -ENOENT && it->store)
		store_look_again(it->store);
	it->config.overlay = NULL;
	overlay_unref(it->overlay);
	it->overlay = overlay;
	if (!error && it->store)
		store_settle(it->store, (*site)->overlay);
	return error;
}

/* Settings that are being written are waited for, but not for ever. */
static bool has_waited(const struct watched *it, int64_t now_ms)
{
	return it->unsettled_ms && now_ms - it->unsettled_ms >= CHANGING_MAX_MS;
}

/* What the scan that began at @now_ms left for the next one, which is to be soon. @site: NULL after an error. */
static void note_unsettled(
	struct watched *it, const struct site *site, int error, int64_t now_ms)
{
	const bool unsettled =
		error == SETTINGS_UNSETTLED || (site && site->is_unsettled);

	it->has_changing_files =
		error == SETTINGS_UNSETTLED || (site && site->has_changing_files);
	if (!unsettled)
		it->unsettled_ms = 0;
	else if (!it->unsettled_ms)
		it->unsettled_ms = now_ms;
}

void scanner_scan(struct scanner *scanner, unsigned index, const struct scan_hint *hint)
{
	struct watched *it = &scanner->sites[index];
	struct site *site, *old = it->site;
	int64_t began_ms = it->scanned_ms = scanner_clock_ms(CLOCK_MONOTONIC);
	it->scanned_at_ms = scanner_clock_ms(CLOCK_REALTIME);
	struct scan_hint what = *hint;
	what.stop = &scanner->hurry;
	what.may_wait = true;
	what.has_waited = has_waited(it, began_ms);
	auto_diags struct diag_list why = {0};
	what.diags = &why;
	int error = old && poll_is_unmounted(&it->config, old)
			    ? -ENOMEDIUM
			    : scan_uploads(it, old, &what, &site);
	it->is_put_off = !error && old && scanner_has_to_wait(scanner);
	if (it->is_put_off) {
		if (site_drop(site))
			site_free(site);
		error = -ECANCELED;
	}
	it->is_open = error != 0;
	scanner->tidy_at_ms = scanner_clock_ms(CLOCK_MONOTONIC) + TIDY_MS;
	if (error != -ECANCELED)
		note_unsettled(it, error ? NULL : site, error, began_ms);
	if (error && error != -ECANCELED && error != SETTINGS_UNSETTLED)
		log_failure(scanner, it, error, &why);
	if (error) {
		if (error == SETTINGS_UNSETTLED)
			it->missing = false;
		else
			it->missing |= error != -ECANCELED;
		return;
	}
	if (old)
		threads_inherit(site, old);
	it->missing = it->is_behind = false;
	it->retry_ms = next_retry_ms(site, it->retry_ms);
	it->site = site;
	scanner_update_snapshot(
		scanner->options.workers, scanner->options.serve, index, site);
	if (scanner->options.indexer)
		indexer_take(scanner->options.indexer, index, site);
	scanner_sum_up(scanner);
	log_diags(it, desk_of(scanner, index));
	if (!old || old->version != site->version)
		scanner_log_site(site, it->config.folder,
			(uint64_t)(scanner_clock_ms(CLOCK_MONOTONIC) - began_ms));
	if (it->advised != advice_of_owner(site)) {
		it->advised = advice_of_owner(site);
		scanner_log_advice(site, it->config.folder);
	}
	if (old && site_drop(old))
		site_free(old);
}
