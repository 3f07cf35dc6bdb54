/* SPDX-License-Identifier: MIT */
#include "app/status.h"

#include <stdio.h>

#include "app/version.h"
#include "base/log.h"

typedef unsigned long long ull;

/* What is counted, in the order of the lists; the name says the unit. */
struct figure {
	const char *name, *meaning;
	ull value;
	enum {
		GAUGE,
		COUNTER /* only grows */,
		MICROSECONDS /* a gauge, shown in seconds */
	} kind;
};

#define FIGURES    36
#define NAME_WIDTH 22

#define VALUE_BYTES 32

static const char *value_of(const struct figure *figure, char text[VALUE_BYTES])
{
	if (figure->kind == MICROSECONDS)
		snprintf(text, VALUE_BYTES, "%llu.%06llu", figure->value / 1000000,
			figure->value % 1000000);
	else
		snprintf(text, VALUE_BYTES, "%llu", figure->value);
	return text;
}

static size_t list_figures(const struct status *status, struct figure list[FIGURES])
{
	const struct scanner_facts *facts = &status->facts;
	const struct worker_counts *counts = &status->counts;
	const struct cache_counts *cache = &status->cache;
	const struct search_facts *search = &status->search;
	const struct figure all[] = {
		{"uptime_seconds", "Time since the start.", status->uptime_s, GAUGE},
		{"workers", "Worker threads.", status->workers, GAUGE},
		{"sites", "Sites served.", facts->sites, GAUGE},
		{"sites_without_host",
			"1 if no host is named: every reader gets status 53.",
			facts->is_nameless, GAUGE},
		{"posts", "Posts shown to readers.", facts->posts, GAUGE},
		{"pages", "Pages other than posts.", facts->pages, GAUGE},
		{"files", "Pictures and other files.", facts->files, GAUGE},
		{"people", "People who are known by a certificate.", status->people,
			GAUGE},
		{"zones", "Zones for chosen readers.", status->zones, GAUGE},
		{"warnings", "Warnings found in the content.", facts->warnings, GAUGE},
		{"requests", "Requests answered.", counts->requests, COUNTER},
		{"connections_open", "Open connections.", counts->open, GAUGE},
		{"connections_accepted", "Connections since the start.", counts->accepted,
			COUNTER},
		{"connections_refused", "Connections refused because of a limit.",
			counts->refused, COUNTER},
		{"requests_over_rate",
			"Of these, requests refused because of `limits.rate`.",
			counts->rate_limited, COUNTER},
		{"handshakes_failed", "Failed TLS handshakes.", counts->handshakes_failed,
			COUNTER},
		{"sessions_resumed", "Resumed TLS sessions.", counts->resumed, COUNTER},
		{"cache_hits", "Cache hits.", cache->hits, COUNTER},
		{"cache_misses", "Cache misses.", cache->misses, COUNTER},
		{"cache_evicted", "Pages evicted from the cache.", cache->evicted,
			COUNTER},
		{"cache_entries", "Pages in the cache.", cache->entries, GAUGE},
		{"cache_bytes", "Memory used by the cache.", cache->bytes, GAUGE},
		{"cache_budget_bytes", "Memory limit of the cache.", cache->budget_bytes,
			GAUGE},
		{"search_documents", "Pages that can be searched.", search->documents,
			GAUGE},
		{"search_index_bytes", "Size of the search index.", search->bytes, GAUGE},
		{"searches", "Searches answered.", search->queries, COUNTER},
		{"searches_cut", "Searches stopped because they took too long.",
			search->cut, COUNTER},
		{"searches_refused", "Searches refused because of too many at once.",
			search->refused, COUNTER},
		{"search_slowest_seconds", "Time of the slowest search since the start.",
			search->slowest_us, MICROSECONDS},
		{"uploads", "Texts and files that writers uploaded, drafts too.",
			status->titan.uploads, COUNTER},
		{"uploads_refused", "Uploads that were refused.", status->titan.refused,
			COUNTER},
		{"log_lines_lost",
			"Log lines dropped because the log's reader did not keep up.",
			status->log_dropped, COUNTER},
	};
	_Static_assert(sizeof(all) / sizeof(*all) <= FIGURES, "room for each figure");
	memcpy(list, all, sizeof(all));
	return sizeof(all) / sizeof(*all);
}

/* Printable, and quoted as JSON and Prometheus both have it. */
static void put_quoted(struct buf *out, struct slice text)
{
	auto_buf struct buf clean = BUF(BUF_MAX_BYTES);
	log_escape(&clean, text);
	buf_putc(out, '"');
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.ptr[i] == '"' || clean.ptr[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, clean.ptr[i]);
	}
	buf_putc(out, '"');
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
	char text[VALUE_BYTES];
	size_t count = list_figures(status, list);
	buf_printf(out, "Splashdown %s, process %u\n\n", splashdown_version, status->pid);
	if (status->facts.is_nameless)
		buf_puts(out, SCANNER_NO_HOST "\n\n");
	for (size_t i = 0; i < count; i++) {
		size_t start = out->len;
		buf_puts(out, list[i].name);
		for (size_t j = start; j < out->len; j++) {
			if (out->ptr[j] == '_')
				out->ptr[j] = ' ';
		}
		size_t width = out->len - start;
		buf_repeat(out, ' ', width < NAME_WIDTH ? NAME_WIDTH - width : 1);
		buf_printf(out, "%12s\n", value_of(&list[i], text));
	}
	for (size_t i = 0; i < status->certificate_count; i++) {
		const struct status_certificate *it = &status->certificates[i];
		buf_puts(out, i ? "" : "\nCertificates\n");
		buf_printf(out, "%12.*s  ", SARG(it->not_after));
		log_escape(out, it->host);
		buf_puts(out, it->expired ? " (expired)\n" : "\n");
	}
	text_list(out, "Most read", status->found, status->found_count);
	text_list(out, "Not found", status->missing, status->missing_count);
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
	char text[VALUE_BYTES];
	size_t count = list_figures(status, list);
	buf_printf(out, "{\n  \"version\": \"%s\",\n  \"pid\": %u", splashdown_version,
		status->pid);
	for (size_t i = 0; i < count; i++)
		buf_printf(
			out, ",\n  \"%s\": %s", list[i].name, value_of(&list[i], text));
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
	const char *total = counter ? "_total" : "";
	buf_printf(out, "# HELP splashdown_%s%s %s\n# TYPE splashdown_%s%s %s\n", name,
		total, meaning, name, total, counter ? "counter" : "gauge");
}

/* One value of several of a gauge. What differs stays different, or all would be refused for two that are
 * the same: so a backslash is told from those that stand for what cannot be printed. */
static void metric_of(struct buf *out, const char *name, const char *label,
	struct slice text, long long value)
{
	auto_buf struct buf distinct = BUF(BUF_MAX_BYTES);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			buf_putc(&distinct, '\\');
		buf_putc(&distinct, text.ptr[i]);
	}
	buf_printf(out, "splashdown_%s{%s=", name, label);
	put_quoted(out, buf_slice(&distinct));
	buf_printf(out, "} %lld\n", value);
}

/* What leaves the bounded list comes back at one, so it is a gauge. */
static void metric_list(struct buf *out, const char *name, const char *meaning,
	const struct tally_entry *list, size_t count)
{
	metric_head(out, name, meaning, false);
	for (size_t i = 0; i < count; i++)
		metric_of(
			out, name, "address", list[i].address, (long long)list[i].count);
}

static void print_prometheus(struct buf *out, const struct status *status)
{
	struct figure list[FIGURES];
	char text[VALUE_BYTES];
	size_t count = list_figures(status, list);
	metric_head(out, "build_info", "Version of the running server.", false);
	metric_of(out, "build_info", "version", slice_str(splashdown_version), 1);
	for (size_t i = 0; i < count; i++) {
		metric_head(out, list[i].name, list[i].meaning, list[i].kind == COUNTER);
		buf_printf(out, "splashdown_%s%s %s\n", list[i].name,
			list[i].kind == COUNTER ? "_total" : "",
			value_of(&list[i], text));
	}
	metric_head(out, "certificate_not_after_timestamp_seconds",
		"When the certificate expires, in seconds since 1970.", false);
	for (size_t i = 0; i < status->certificate_count; i++)
		metric_of(out, "certificate_not_after_timestamp_seconds", "host",
			status->certificates[i].host,
			status->certificates[i].not_after_s);
	metric_list(out, "page_replies", "Replies for each of the most read pages.",
		status->found, status->found_count);
	metric_list(out, "missing_replies",
		"Requests for each of the addresses most often not found.",
		status->missing, status->missing_count);
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
	case STATUS_PROMETHEUS:
		print_prometheus(out, status);
		return;
	}
}
