/* SPDX-License-Identifier: MIT */
/* When the scanner's thread looks again without being told, and how long it rests. */
#include "app/scanner_internal.h"
#include "scan/poll.h"

#define UNSETTLED_MS 60   /* until a file that was being written is looked at again */
#define MISSING_MS   2000 /* and where the folder is away, as in the middle of a deploy */
#define BEHIND_MS                                                                        \
	1000 /* from one look that a reader asked for to the next, or until that of a watched folder */
#define TIMERS_LATE_MS 50   /* a post appears not before its second has begun */
#define SET_BACK_MS    1000 /* and the clock may be put right by as much without a scan */
/* After a change was read the thread rests this many times as long as that took of a processor: a file
 * that is written a hundred times a second costs a third of one at most. Up to REST_BEFORE_MS of quiet count
 * as rest that was taken before: the first changes are seen at once. */
#define REST_TIMES     2
#define REST_BEFORE_MS 500
#define REST_MAX_MS    2000

int64_t scanner_clock_ms(clockid_t which)
{
	struct timespec now;
	clock_gettime(which, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int earlier(int a, int64_t b)
{
	if (b < 0)
		b = 0;
	return a < 0 || b < a ? (int)(b > 3600000 ? 3600000 : b) : a;
}

int64_t scanner_next_look_ms(const struct watched *it)
{
	if (it->missing)
		return it->scanned_ms + MISSING_MS;
	if (it->has_changing_files || it->is_put_off)
		return it->scanned_ms + UNSETTLED_MS;
	if (it->retry_ms)
		return it->scanned_ms + it->retry_ms;
	if (it->polled)
		return it->polled_ms + (it->is_behind ? BEHIND_MS : it->poll_ms);
	/* Mostly the kernel tells of it in a moment. */
	if (it->is_behind && it->behind_ms + BEHIND_MS < it->rests_until_ms)
		return it->rests_until_ms;
	if (it->is_behind)
		return it->behind_ms + BEHIND_MS;
	if (!it->watch || watch_is_blind(it->watch))
		return it->scanned_ms + BLIND_MS;
	return INT64_MAX;
}

bool scanner_is_changed(struct watched *it)
{
	const bool is_behind = it->is_behind;

	it->is_behind = false;
	if (!it->polled || it->missing || it->has_changing_files || it->is_put_off ||
		it->retry_ms || !it->site)
		return true;
	bool differs = is_behind || poll_differs(&it->config, it->site, it->rounds++);
	it->poll_ms = poll_next_ms(it->poll_ms, differs);
	it->polled_ms = scanner_clock_ms(CLOCK_MONOTONIC);
	return differs;
}

/* When a post appears or expires, by the calendar; INT64_MAX: never, or nothing can be read. */
static int64_t next_change_ms(const struct watched *it)
{
	if (it->missing || !it->site || it->site->next_change == INT64_MAX)
		return INT64_MAX;
	return it->site->next_change * 1000 + TIMERS_LATE_MS;
}

bool scanner_is_due(const struct watched *it)
{
	int64_t now = scanner_clock_ms(CLOCK_REALTIME);

	return next_change_ms(it) <= now || now < it->scanned_at_ms - SET_BACK_MS;
}

bool scanner_is_resting(const struct watched *it)
{
	return scanner_clock_ms(CLOCK_MONOTONIC) < it->rests_until_ms;
}

int scanner_wait_ms(const struct scanner *scanner)
{
	int wait = scanner->options.check ? SCANNER_CHECK_MS : -1;
	if (scanner->loop_turn_ms >= 0)
		wait = earlier(wait, scanner->loop_turn_ms);
	for (size_t i = 0; i < scanner->count; i++) {
		int64_t change = next_change_ms(&scanner->sites[i]);
		int64_t look = scanner_next_look_ms(&scanner->sites[i]);
		if (change != INT64_MAX)
			wait = earlier(wait, change - scanner_clock_ms(CLOCK_REALTIME));
		if (look != INT64_MAX)
			wait = earlier(wait, look - scanner_clock_ms(CLOCK_MONOTONIC));
		if (scanner_is_resting(&scanner->sites[i]))
			wait = earlier(wait, scanner->sites[i].rests_until_ms -
						     scanner_clock_ms(CLOCK_MONOTONIC));
	}
	if (scanner->tidy_at_ms != INT64_MAX)
		wait = earlier(
			wait, scanner->tidy_at_ms - scanner_clock_ms(CLOCK_MONOTONIC));
	return wait;
}

void scanner_rest(struct watched *it, int64_t used_ms)
{
	int64_t now = scanner_clock_ms(CLOCK_MONOTONIC);

	if (it->rests_until_ms < now - REST_BEFORE_MS)
		it->rests_until_ms = now - REST_BEFORE_MS;
	it->rests_until_ms += used_ms * REST_TIMES;
	if (it->rests_until_ms > now + REST_MAX_MS)
		it->rests_until_ms = now + REST_MAX_MS;
}
