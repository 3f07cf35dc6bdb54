/* SPDX-License-Identifier: MIT */
#include "app/status.h"

#include "app/version.h"
#include "base/log.h"

typedef unsigned long long ull;

/* What is counted, in the order of the lists; the name says the unit. */
struct figure {
	const char *name, *meaning;
	ull value;
	bool counter; /* only grows */
};

#define FIGURES 24

static size_t list_figures(const struct status *status, struct figure list[FIGURES])
{
	const struct scanner_facts *facts = &status->facts;
	const struct worker_counts *counts = &status->counts;
	const struct cache_counts *cache = &status->cache;
	const struct figure all[] = {
		{"uptime_seconds", "since the start", status->uptime_s, false},
		{"workers", "threads that serve", status->workers, false},
		{"sites", "sites", facts->sites, false},
		{"posts", "posts that readers see", facts->posts, false},
		{"pages", "pages beside them", facts->pages, false},
		{"files", "files", facts->files, false},
		{"drafts", "drafts that wait", facts->drafts, false},
		{"future_posts", "posts whose date is to come", facts->future, false},
		{"warnings", "what `splashdown check` would say", facts->warnings, false},
		{"requests", "replies", counts->requests, true},
		{"connections_open", "open connections", counts->open, false},
		{"connections_accepted", "connections so far", counts->accepted, true},
		{"connections_refused", "past a limit", counts->refused, true},
		{"handshakes_failed", "TLS handshakes that failed",
			counts->handshakes_failed, true},
		{"sessions_resumed", "TLS sessions that were resumed", counts->resumed,
			true},
		{"cache_hits", "pages found in the cache", cache->hits, true},
		{"cache_misses", "pages printed anew", cache->misses, true},
		{"cache_evicted", "pages that left it for others", cache->evicted, true},
		{"cache_entries", "pages in it", cache->entries, false},
		{"cache_bytes", "their size", cache->bytes, false},
		{"cache_budget_bytes", "what it may hold", cache->budget_bytes, false},
		{"log_lines_lost", "that the log's reader did not take in time",
			status->log_lost, true},
	};
	memcpy(list, all, sizeof(all));
	return sizeof(all) / sizeof(*all);
}

/* Printable, and quoted as JSON and OpenMetrics both have it. */
static void put_quoted(struct buf *out, struct slice text)
{
	struct buf clean;
	buf_init(&clean, 0);
	log_escape(&clean, text);
	buf_putc(out, '"');
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.ptr[i] == '"' || clean.ptr[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, clean.ptr[i]);
	}
	buf_putc(out, '"');
	buf_fini(&clean);
}

/* --- for people ---------------------------------------------------------------------------------- */

static void text_list(
	struct buf *out, const char *title, const struct tally_entry *list, size_t count)
{
	if (!count)
		return;
	buf_printf(out, "\n%s\n", title);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%10llu  ", list[i].count);
		log_escape(out, list[i].address);
		buf_putc(out, '\n');
	}
}

static void print_text(struct buf *out, const struct status *status)
{
	struct figure list[FIGURES];
	size_t count = list_figures(status, list);
	buf_printf(out, "Splashdown %s, process %u\n\n", splashdown_version, status->pid);
	for (size_t i = 0; i < count; i++) {
		size_t start = out->len;
		buf_puts(out, list[i].name);
		for (size_t j = start; j < out->len; j++) {
			if (out->ptr[j] == '_')
				out->ptr[j] = ' ';
		}
		buf_repeat(out, ' ', 22 - (out->len - start));
		buf_printf(out, "%12llu\n", list[i].value);
	}
	for (size_t i = 0; i < status->certificate_count; i++) {
		const struct status_certificate *it = &status->certificates[i];
		buf_puts(out, i ? "" : "\nCertificates\n");
		buf_printf(out, "%12.*s  ", SARG(it->not_after));
		log_escape(out, it->host);
		buf_puts(out, it->expired ? " (expired)\n" : "\n");
	}
	text_list(out, "Most read", status->found, status->found_count);
	text_list(out, "Asked for and not there", status->missing, status->missing_count);
}

/* --- for programs -------------------------------------------------------------------------------- */

static void json_list(
	struct buf *out, const char *name, const struct tally_entry *list, size_t count)
{
	buf_printf(out, ",\n  \"%s\": [", name);
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i ? ",\n    {\"address\": " : "\n    {\"address\": ");
		put_quoted(out, list[i].address);
		buf_printf(out, ", \"count\": %llu}", list[i].count);
	}
	buf_puts(out, count ? "\n  ]" : "]");
}

static void print_json(struct buf *out, const struct status *status)
{
	struct figure list[FIGURES];
	size_t count = list_figures(status, list);
	buf_printf(out, "{\n  \"version\": \"%s\",\n  \"pid\": %u", splashdown_version,
		status->pid);
	for (size_t i = 0; i < count; i++)
		buf_printf(out, ",\n  \"%s\": %llu", list[i].name, list[i].value);
	buf_puts(out, ",\n  \"certificates\": [");
	for (size_t i = 0; i < status->certificate_count; i++) {
		const struct status_certificate *it = &status->certificates[i];
		buf_puts(out, i ? ",\n    {\"host\": " : "\n    {\"host\": ");
		put_quoted(out, it->host);
		buf_printf(out, ", \"not_after\": \"%.*s\", \"expired\": %s}",
			SARG(it->not_after), it->expired ? "true" : "false");
	}
	buf_puts(out, status->certificate_count ? "\n  ]" : "]");
	json_list(out, "found", status->found, status->found_count);
	json_list(out, "missing", status->missing, status->missing_count);
	buf_puts(out, "\n}\n");
}

static void metric_head(
	struct buf *out, const char *name, const char *meaning, bool counter)
{
	buf_printf(out, "# TYPE splashdown_%s %s\n# HELP splashdown_%s %s\n", name,
		counter ? "counter" : "gauge", name, meaning);
}

static void metric_list(struct buf *out, const char *name, const char *meaning,
	const struct tally_entry *list, size_t count)
{
	/* What leaves the bounded list comes back at one: no counter in the sense of the format. */
	metric_head(out, name, meaning, false);
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "splashdown_%s{address=", name);
		put_quoted(out, list[i].address);
		buf_printf(out, "} %llu\n", list[i].count);
	}
}

static void print_openmetrics(struct buf *out, const struct status *status)
{
	struct figure list[FIGURES];
	size_t count = list_figures(status, list);
	buf_printf(out,
		"# TYPE splashdown_build info\n"
		"splashdown_build_info{version=\"%s\"} 1\n",
		splashdown_version);
	for (size_t i = 0; i < count; i++) {
		metric_head(out, list[i].name, list[i].meaning, list[i].counter);
		buf_printf(out, "splashdown_%s%s %llu\n", list[i].name,
			list[i].counter ? "_total" : "", list[i].value);
	}
	metric_head(out, "certificate_expired", "1: clients refuse it", false);
	for (size_t i = 0; i < status->certificate_count; i++) {
		const struct status_certificate *it = &status->certificates[i];
		buf_puts(out, "splashdown_certificate_expired{host=");
		put_quoted(out, it->host);
		buf_printf(out, ",not_after=\"%.*s\"} %d\n", SARG(it->not_after),
			it->expired);
	}
	metric_list(out, "page_replies", "how often a page was sent", status->found,
		status->found_count);
	metric_list(out, "missing_replies", "how often what is not there was asked for",
		status->missing, status->missing_count);
	buf_puts(out, "# EOF\n");
}

void status_print(struct buf *out, const struct status *status, enum status_form form)
{
	switch (form) {
	case STATUS_TEXT:
		print_text(out, status);
		return;
	case STATUS_JSON:
		print_json(out, status);
		return;
	case STATUS_OPENMETRICS:
		print_openmetrics(out, status);
		return;
	}
}
