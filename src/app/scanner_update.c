/* SPDX-License-Identifier: MIT */
#include "app/scanner_internal.h"

#include <stdlib.h>

#include "app/report.h"
#include "app/scanner.h"
#include "base/log.h"
#include "base/memory.h"
#include "scan/advice.h"
#include "scan/hidden.h"
#include "scan/scan.h"

struct serve_worker *scanner_worker_new(struct serve_table *table)
{
	struct serve_worker *state = memory_new(1, sizeof(*state));
	state->table = serve_table_ref(table);
	state->sites = memory_new(table->site_count, sizeof(struct site *));
	return state;
}

void scanner_worker_free(const struct serve *serve, struct serve_worker *state)
{
	for (unsigned i = 0; i < state->table->site_count; i++)
		serve_site_drop(serve, state->sites[i]);
	serve_table_drop(state->table);
	free(state->sites);
	free(state);
}

/* A message to one worker: a new snapshot of one site, or a whole new table. */
struct update {
	const struct serve *serve;
	unsigned index;
	struct site *site;
	struct serve_table *table; /* with it: sites, of the table's count */
	struct site **sites;
};

static void on_update(struct worker *worker, void *data)
{
	struct serve_worker *state = worker_data(worker);
	struct update *update = data;
	if (update->table) {
		for (unsigned i = 0; i < state->table->site_count; i++)
			serve_site_drop(update->serve, state->sites[i]);
		serve_table_drop(state->table);
		free(state->sites);
		state->table = update->table;
		state->sites = update->sites;
	} else {
		serve_site_drop(update->serve, state->sites[update->index]);
		state->sites[update->index] = update->site;
	}
	free(update);
	worker_retry_waiting(worker);
}

void scanner_update_snapshot(struct workers *workers, const struct serve *serve,
	unsigned index, struct site *site)
{
	for (unsigned i = 0; i < workers_count(workers); i++) {
		struct update *update = memory_new(1, sizeof(*update));
		update->serve = serve;
		update->index = index;
		update->site = site_ref(site);
		workers_send(workers, i, on_update, update);
	}
}

void scanner_update_table(struct workers *workers, const struct serve *serve,
	struct serve_table *table, struct site *const *sites)
{
	for (unsigned i = 0; i < workers_count(workers); i++) {
		struct update *update = memory_new(1, sizeof(*update));
		update->serve = serve;
		update->table = serve_table_ref(table);
		update->sites = memory_new(table->site_count, sizeof(struct site *));
		for (size_t k = 0; k < table->site_count; k++)
			update->sites[k] = sites[k] ? site_ref(sites[k]) : NULL;
		workers_send(workers, i, on_update, update);
	}
}

static size_t count_other_markup(const struct site *site)
{
	size_t count = 0;

	for (size_t i = 0; i < site->diags.count; i++)
		count += site->diags.items[i].level == DIAG_WARNING &&
			 slice_eq(diag_kind(&site->diags.items[i]), S(SCAN_OTHER_MARKUP));
	return count;
}

void scanner_log_advice(const struct site *site, const char *folder)
{
	auto_diags struct diag_list diags = {0};
	advice_add(site, &diags);
	for (size_t i = 0; i < diags.count; i++) {
		const struct diag *it = &diags.items[i];
		/* A note is for those who run a server without posts, too. */
		if (it->level == DIAG_NOTE)
			log_info("%s: %.*s; %.*s", folder, SARG(it->message),
				SARG(it->instead));
		else
			log_warning("%s: %.*s; %.*s", folder, SARG(it->message),
				SARG(it->instead));
	}
}

/* What authors keep back, so that whoever misses a post knows where to look. */
static void log_hidden(const struct site *site, const char *folder)
{
	auto_arena struct arena arena = {0};
	struct hidden_kind *kinds;
	auto_buf struct buf words = BUF(4096);
	size_t hidden = 0, count = hidden_kinds(site, &arena, &kinds);

	for (size_t i = 0; i < count; i++)
		hidden += kinds[i].count;
	hidden_put_kinds(&words, kinds, count);
	if (count)
		log_info("%s: %zu page%s hidden or unlisted: %.*s; `splashdown check "
			 "FILE` says why",
			folder, hidden, hidden == 1 ? " is" : "s are",
			SARG(buf_slice(&words)));
}

void scanner_log_site(const struct site *site, const char *folder, uint64_t took_ms)
{
	const uint64_t posts = site_count_posts(site), pages = site_count_pages(site),
		       files = site->file_count;
	const struct log_field fields[] = {
		{"FOLDER", slice_str(folder), NULL},
		{"POSTS", slice_none, &posts},
		{"PAGES", slice_none, &pages},
		{"FILES", slice_none, &files},
		{"MS", slice_none, &took_ms},
	};
	auto_buf struct buf langs = BUF(4096);
	for (size_t i = 0; i < site->lang_count; i++)
		buf_printf(&langs, "%s%.*s", i ? ", " : "", SARG(site->langs[i].name));
	log_fields(LOG_INFO, fields, sizeof(fields) / sizeof(fields[0]),
		"%s read in %llu ms: posts %zu, pages %zu, files %zu, tags %zu, "
		"languages %zu%s%.*s%s",
		folder, (unsigned long long)took_ms, (size_t)posts, (size_t)pages,
		site->file_count, site->tag_count, site->lang_count,
		langs.len ? " (" : "", SARG(buf_slice(&langs)), langs.len ? ")" : "");
	log_hidden(site, folder);
	size_t others = count_other_markup(site);
	if (others)
		log_warning("%s: %zu file%s in other markup languages (reStructuredText, "
			    "Org, AsciiDoc ...) not read as posts",
			folder, others, plural(others));
}
