/* SPDX-License-Identifier: MIT */
#include "app/supervise.h"

#include <time.h>

#include "app/notify.h"
#include "base/log.h"

#define STATUS_EVERY_MS 10000

static uint64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void supervise_init(
	struct supervise *supervise, struct workers *workers, struct scanner *scanner)
{
	*supervise = (struct supervise){.workers = workers,
		.scanner = scanner,
		.watchdog = watchdog_new(workers),
		.reported_ms = now_ms()};
}

void supervise_fini(struct supervise *supervise)
{
	watchdog_free(supervise->watchdog);
	supervise->watchdog = NULL;
}

void supervise_counts(const struct workers *workers, struct worker_counts *out)
{
	*out = (struct worker_counts){.heartbeat_ms = UINT64_MAX};
	for (unsigned i = 0; i < workers_count(workers); i++) {
		struct worker_counts counts;
		workers_counts(workers, i, &counts);
		out->accepted += counts.accepted;
		out->refused += counts.refused;
		out->rate_limited += counts.rate_limited;
		out->closed += counts.closed;
		out->requests += counts.requests;
		out->handshakes_failed += counts.handshakes_failed;
		out->resumed += counts.resumed;
		out->open += counts.open;
		if (counts.heartbeat_ms < out->heartbeat_ms)
			out->heartbeat_ms = counts.heartbeat_ms;
	}
}

void supervise_tell(const struct workers *workers, const struct scanner_facts *facts)
{
	struct worker_counts counts;
	supervise_counts(workers, &counts);
	notify_status("%sposts %zu, requests %llu, connections %llu",
		facts->is_nameless ? SCANNER_NO_HOST "; " : "", facts->posts,
		(unsigned long long)counts.requests, (unsigned long long)counts.open);
}

static void report(const struct supervise *supervise, bool feeds_watchdog)
{
	struct scanner_facts facts;
	scanner_facts(supervise->scanner, &facts);
	supervise_tell(supervise->workers, &facts);
	if (!feeds_watchdog)
		return;
	if (watchdog_look(supervise->watchdog))
		notify_alive();
	else
		log_warning("a worker thread is stuck: no keep-alive is sent to the "
			    "systemd watchdog");
}

/* Reports are due by the clock: who is told to reload all the time is alive, too. */
int supervise_wait(struct supervise *supervise, const sigset_t *signals)
{
	uint64_t every_ms = STATUS_EVERY_MS, watchdog_ms = notify_watchdog_ms();
	int caught = 0;
	while (!notify_is_heard()) {
		if (!sigwait(signals, &caught))
			return caught;
	}
	if (watchdog_ms && watchdog_ms / 2 < every_ms)
		every_ms = watchdog_ms / 2;
	do {
		uint64_t passed_ms = now_ms() - supervise->reported_ms;
		if (passed_ms >= every_ms) {
			report(supervise, watchdog_ms != 0);
			supervise->reported_ms = now_ms();
			passed_ms = 0;
		}
		uint64_t left_ms = every_ms - passed_ms;
		struct timespec wait = {
			(time_t)(left_ms / 1000), (long)(left_ms % 1000) * 1000000};
		caught = sigtimedwait(signals, NULL, &wait);
	} while (caught < 0);
	return caught;
}
