/* SPDX-License-Identifier: MIT */
#include "serve/serve.h"

#include <stdlib.h>

struct serve_table *serve_table_ref(struct serve_table *table)
{
	atomic_fetch_add_explicit(&table->refs, 1, memory_order_relaxed);
	return table;
}

void serve_table_drop(struct serve_table *table)
{
	if (!table ||
		atomic_fetch_sub_explicit(&table->refs, 1, memory_order_acq_rel) != 1)
		return;
	arena_fini(&table->arena);
	free(table);
}

int serve_table_site(const struct serve_table *table, struct slice host)
{
	size_t low = 0, high = table->host_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = slice_cmp(table->hosts[middle].name, host);
		if (!order)
			return (int)table->hosts[middle].site;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

void serve_site_drop(const struct serve *serve, struct site *site)
{
	if (site && site_drop(site))
		serve->site_free(serve->ctx, site);
}

unsigned long long serve_version(const struct site *site, const struct page_ref *ref)
{
	/* A post's page names its neighbours, tags and translations; every other page is made of what
	 * any post may say. */
	if (ref->kind == PAGE_POST)
		return ref->post->version ^ (site->names_version * 0x9e3779b97f4a7c15u);
	return site->version;
}
