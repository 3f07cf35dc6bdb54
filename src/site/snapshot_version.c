/* SPDX-License-Identifier: MIT */
#include "site/scan_parts.h"

void snapshot_version(struct site *site)
{
	unsigned long long names = site->settings->version, all = names;

	for (size_t i = 0; i < site->entry_count; i++) {
		const struct site_entry *entry = &site->entries[i];
		if (entry->kind != SITE_POST)
			names = slice_hash_more(names, entry->path);
		switch (entry->kind) {
		case SITE_POST: {
			const struct post *post = entry->post;
			names = slice_hash_more(names,
				slice((const char *)&post->shown, sizeof(post->shown)));
			all = slice_hash_more(all, slice((const char *)&post->version,
							   sizeof(post->version)));
			break;
		}
		case SITE_FILE: {
			const uint64_t facts[] = {
				entry->file.size_bytes, (uint64_t)entry->file.mtime_ns};
			names = slice_hash_more(
				names, slice((const char *)facts, sizeof(*facts)));
			all = slice_hash_more(
				all, slice((const char *)facts, sizeof(facts)));
			break;
		}
		case SITE_REDIRECT:
			all = slice_hash_more(all, entry->redirect.target);
			break;
		case SITE_GONE:
			break;
		}
	}
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
