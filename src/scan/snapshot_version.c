/* SPDX-License-Identifier: MIT */
#include "scan/snapshot_internal.h"
#include "site/listing.h"

#define SUMMARY_BYTES 240 /* of a post's summary in a list, at most */

struct versions {
	unsigned long long names, all;
	size_t summary_bytes;
	struct listing_widths widths; /* widths of posts and pages in listings */
};

static struct slice bytes_of(const uint64_t *facts, size_t count)
{
	return slice((const char *)facts, count * sizeof(*facts));
}

/* With its length: of two texts that follow each other, it tells where one ends. */
static unsigned long long with_text(unsigned long long version, struct slice text)
{
	const uint64_t len = text.len;

	return slice_hash_more(slice_hash_more(version, bytes_of(&len, 1)), text);
}

static unsigned long long with_names(
	unsigned long long version, const struct site_group *groups, size_t count)
{
	const uint64_t number = count;

	version = slice_hash_more(version, bytes_of(&number, 1));
	for (size_t i = 0; i < count; i++)
		version = with_text(version, groups[i].name);
	return version;
}

static void add_entry(struct versions *versions, const struct site_entry *entry)
{
	const uint64_t kind = (uint64_t)entry->kind;

	switch (entry->kind) {
	case SITE_POST: {
		const uint64_t shown = entry->post->shown, version = entry->post->version;
		versions->names = slice_hash_more(versions->names, bytes_of(&shown, 1));
		versions->all = slice_hash_more(versions->all, bytes_of(&version, 1));
		/* Only the length counts: a summary stands below. */
		struct slice line = entry->post->list_title;
		line.len += versions->summary_bytes;
		listing_count(&versions->widths, entry->post->url, line);
		return;
	}
	case SITE_FILE: {
		const uint64_t facts[] = {
			entry->file->size_bytes, (uint64_t)entry->file->mtime_ns};
		versions->names = slice_hash_more(versions->names, bytes_of(facts, 1));
		versions->all = slice_hash_more(versions->all, bytes_of(facts, 2));
		break;
	}
	case SITE_REDIRECT:
		versions->all = with_text(versions->all, entry->redirect.target);
		break;
	case SITE_GONE:
		break;
	}
	versions->names = with_text(versions->names, entry->path);
	versions->names = slice_hash_more(versions->names, bytes_of(&kind, 1));
}

static void count_names(
	struct listing_widths *widths, const struct site_group *groups, size_t count)
{
	/* An encoded byte takes three bytes in the address. */
	for (size_t i = 0; i < count; i++) {
		struct slice url = groups[i].slug;
		for (size_t k = 0; k < groups[i].slug.len; k++)
			url.len += (groups[i].slug.ptr[k] & 0x80) ? 2 : 0;
		listing_count(widths, url, groups[i].name);
	}
}

static void limit_listings(struct site *site, const struct listing_widths *posts)
{
	struct listing_widths names = {0};

	count_names(&names, site->tags, site->tag_count);
	count_names(&names, site->categories, site->category_count);
	count_names(&names, site->series, site->series_count);
	for (size_t i = 0; i < site->settings->taxonomy_count; i++)
		count_names(&names, site->terms[i].list, site->terms[i].count);
	site->list_max = listing_max(posts);
	site->names_max = listing_max(&names);
}

void snapshot_version(struct site *site)
{
	struct versions versions = {.names = site->settings->version,
		.all = site->settings->version,
		.summary_bytes = site->settings->summaries ? SUMMARY_BYTES : 0};

	for (size_t i = 0; i < site->entry_count; i++)
		add_entry(&versions, &site->entries[i]);
	limit_listings(site, &versions.widths);
	versions.names = with_text(versions.names, site->title);
	versions.names = with_text(versions.names, site->main_sections);
	/* A post shows its tags and series in their most frequent spelling, and links to groups that exist. */
	versions.names = with_names(versions.names, site->tags, site->tag_count);
	versions.names =
		with_names(versions.names, site->categories, site->category_count);
	versions.names = with_names(versions.names, site->series, site->series_count);
	for (size_t i = 0; i < site->settings->taxonomy_count; i++)
		versions.names = with_names(
			versions.names, site->terms[i].list, site->terms[i].count);
	for (size_t i = 0; i < site->rule_count; i++) {
		versions.all = with_text(versions.all, site->rules[i].from);
		versions.all = with_text(versions.all, site->rules[i].to);
	}
	const uint64_t data = site->data ? site->data->version : 0;
	versions.all = slice_hash_more(versions.all, bytes_of(&data, 1));
	const uint64_t names = versions.names;
	site->names_version = names;
	site->version = slice_hash_more(versions.all, bytes_of(&names, 1));
}
