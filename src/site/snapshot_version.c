/* SPDX-License-Identifier: MIT */
#include "site/scan_parts.h"

/* Spreads the bits, so that a sum of such numbers says as much as each of them. */
static unsigned long long mixed(unsigned long long x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

void snapshot_version_entry(
	struct scan_state *state, const struct site_entry *entry, bool add)
{
	unsigned long long names = 0, all = 0;

	if (entry->kind != SITE_POST)
		names = slice_hash_more((unsigned long long)entry->kind, entry->path);
	switch (entry->kind) {
	case SITE_POST:
		listing_count(
			&state->widths, entry->post->url, entry->post->list_title, add);
		names = entry->post->shown;
		all = entry->post->version;
		break;
	case SITE_FILE: {
		const uint64_t facts[] = {
			entry->file.size_bytes, (uint64_t)entry->file.mtime_ns};
		all = slice_hash_more(names, slice((const char *)facts, sizeof(facts)));
		names = slice_hash_more(
			names, slice((const char *)facts, sizeof(*facts)));
		break;
	}
	case SITE_REDIRECT:
		all = slice_hash_more(names, entry->redirect.target);
		break;
	case SITE_GONE:
		break;
	}
	state->names_sum += add ? mixed(names) : 0 - mixed(names);
	state->all_sum += add ? mixed(all) : 0 - mixed(all);
}

static void count_names(
	struct listing_widths *widths, const struct site_group *groups, size_t count)
{
	/* A byte that needs encoding takes three in the address. */
	for (size_t i = 0; i < count; i++) {
		struct slice url = groups[i].slug;
		for (size_t k = 0; k < groups[i].slug.len; k++)
			url.len += (groups[i].slug.ptr[k] & 0x80) ? 2 : 0;
		listing_count(widths, url, groups[i].name, true);
	}
}

static void limit_listings(struct site *site)
{
	const struct scan_state *state = site->scan_state;
	struct listing_widths names = {0};

	count_names(&names, site->tags, site->tag_count);
	count_names(&names, site->categories, site->category_count);
	count_names(&names, site->series, site->series_count);
	site->list_max = listing_max(&state->widths);
	site->names_max = listing_max(&names);
}

void snapshot_version_finish(struct site *site)
{
	const struct scan_state *state = site->scan_state;
	const unsigned long long sums[] = {state->names_sum, state->all_sum};
	unsigned long long names = slice_hash_more(
		site->settings->version, slice((const char *)&sums[0], sizeof(sums[0])));
	unsigned long long all = slice_hash_more(
		site->settings->version, slice((const char *)&sums[1], sizeof(sums[1])));

	limit_listings(site);
	/* A post prints its tags and series as most authors write them. */
	for (size_t i = 0; i < site->tag_count; i++)
		names = slice_hash_more(names, site->tags[i].name);
	for (size_t i = 0; i < site->series_count; i++)
		names = slice_hash_more(names, site->series[i].name);
	for (size_t i = 0; i < site->rule_count; i++)
		all = slice_hash_more(
			slice_hash_more(all, site->rules[i].from), site->rules[i].to);
	site->names_version = names;
	site->version = slice_hash_more(all, slice((const char *)&names, sizeof(names)));
}

void snapshot_version(struct site *site)
{
	for (size_t i = 0; i < site->entry_count; i++)
		snapshot_version_entry(site->scan_state, &site->entries[i], true);
	snapshot_version_finish(site);
}
