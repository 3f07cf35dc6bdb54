/* SPDX-License-Identifier: MIT */
/* The words that hide a page, by generator. A new generator's words are rows here; what its settings
 * name (a key of its own, tags with a password) it adds to settings->words. */
#include "source/visibility_internal.h"

#define OF(generator) (1u << GENERATOR_##generator)
#define ANY           (~0u)

/* {generators, key, test, values, state, kept_from, unless, unless_key} */
static const struct visibility_row rows[] = {
	/* Not published. */
	{ANY & ~OF(HUGO), S("published"), VALUE_IS_FALSE, {0}, POST_NEVER, 0,
		UNLESS_UNPUBLISHED, {0}},
	{OF(HUGO), S("published"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, UNLESS_DRAFTS,
		S("draft")},
	{OF(JEKYLL), S("published"), VALUE_IS_EMPTY, {0}, POST_NEVER, 0,
		UNLESS_UNPUBLISHED, {0}},
	{ANY, S("draft"), VALUE_IS_NOT_FALSE, {0}, POST_NEVER, 0, UNLESS_DRAFTS, {0}},
	{ANY, S("status"), VALUE_IS, S("draft"), POST_NEVER, 0, UNLESS_DRAFTS, {0}},
	{ANY, S("status"), VALUE_IS, S("pending|private|future|trash|inherit"),
		POST_NEVER, 0, 0, {0}},
	{OF(PELICAN), S("status"), VALUE_IS_NOT, S("published|hidden|draft"), POST_NEVER,
		0, 0, {0}},
	{ANY, S("publish"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, 0, {0}},
	{ANY, S("dg-publish"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, 0, {0}},
	{ANY, S("public"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, 0, {0}},
	{ANY, S("permalink"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, 0, {0}},
	{OF(ELEVENTY), S("eleventyComputed.permalink"), VALUE_IS_FALSE, {0}, POST_NEVER,
		0, 0, {0}},
	{OF(HUGO), S("headless"), VALUE_IS_TRUE, {0}, POST_NEVER, SHARES_FILES, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("build.render"), VALUE_IS, S("never|link|false|0"),
		POST_NEVER, SHARES_FILES, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("_build.render"), VALUE_IS, S("never|link|false|0"),
		POST_NEVER, SHARES_FILES, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("build.publishResources"), VALUE_IS_FALSE, {0},
		POST_PUBLIC, KEEPS_FILES, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("_build.publishResources"), VALUE_IS_FALSE, {0},
		POST_PUBLIC, KEEPS_FILES, 0, {0}},
	{OF(ZOLA) | OF(PLAIN), S("render"), VALUE_IS_FALSE, {0}, POST_NEVER, 0, 0, {0}},
	{OF(ZOLA), S(VISIBILITY_DRAFT_SECTION), VALUE_IS_TRUE, {0}, POST_NEVER, 0,
		UNLESS_DRAFTS, {0}},
	{OF(ZOLA), S(VISIBILITY_SORT_BY), VALUE_IS, S("date"), POST_NEVER, 0, 0,
		S("date")},
	{OF(ZOLA), S(VISIBILITY_SORT_BY), VALUE_IS, S("weight"), POST_NEVER, 0, 0,
		S("weight")},

	/* Locked. */
	{ANY, S("password"), VALUE_IS_SAID, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("passphrase"), VALUE_IS_SAID, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("encrypt*"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("private"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("visibility"), VALUE_IS_NOT, S("public"), POST_LOCKED, 0, 0, {0}},
	{ANY, S("members"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("members_only"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("protected"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},
	{ANY, S("locked"), VALUE_IS_TRUE, {0}, POST_LOCKED, 0, 0, {0}},

	/* In no list. */
	{ANY, S("unlisted"), VALUE_IS_TRUE, {0}, POST_UNLISTED, 0, 0, {0}},
	{ANY, S("hidden"), VALUE_IS_TRUE, {0}, POST_UNLISTED, 0, 0, {0}},
	{ANY, S("dg-hide"), VALUE_IS_TRUE, {0}, POST_UNLISTED, 0, 0, {0}},
	{OF(HEXO) | OF(PLAIN) | OF(GARDEN) | OF(OBSIDIAN), S("hide"), VALUE_IS_TRUE, {0},
		POST_UNLISTED, 0, 0, {0}},
	{OF(HEXO), S("visible"), VALUE_IS, S("hide"), POST_UNLISTED, 0, 0, {0}},
	{OF(PELICAN), S("status"), VALUE_IS, S("hidden"), POST_UNLISTED, 0, 0, {0}},
	{VISIBILITY_BRIDGETOWN, S("exclude_from_pagination"), VALUE_IS_TRUE, {0},
		POST_UNLISTED, 0, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("build.list"), VALUE_IS, S("never|false"), POST_UNLISTED,
		0, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("_build.list"), VALUE_IS, S("never|false"),
		POST_UNLISTED, 0, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("build.list"), VALUE_IS, S("local"), POST_UNLISTED,
		LISTED_IN_SECTION, 0, {0}},
	{OF(HUGO) | OF(PLAIN), S("_build.list"), VALUE_IS, S("local"), POST_UNLISTED,
		LISTED_IN_SECTION, 0, {0}},
	{OF(ELEVENTY), S("eleventyExcludeFromCollections"), VALUE_IS_TRUE, {0},
		POST_UNLISTED, 0, 0, {0}},
	{OF(ELEVENTY), S("buildawesomeExcludeFromCollections"), VALUE_IS_TRUE, {0},
		POST_UNLISTED, 0, 0, {0}},

	/* Off some lists. */
	{ANY, S("noindex"), VALUE_IS_TRUE, {0}, POST_PUBLIC,
		KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH, 0, {0}},
	{ANY, S("robotsNoIndex"), VALUE_IS_TRUE, {0}, POST_PUBLIC,
		KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH, 0, {0}},
	{ANY, S("robots"), VALUE_HAS, S("noindex|none"), POST_PUBLIC,
		KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH, 0, {0}},
	{ANY, S("sitemap"), VALUE_IS_FALSE, {0}, POST_PUBLIC, KEPT_FROM_NAVIGATION, 0,
		{0}},
	{ANY, S("sitemap.disable"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_NAVIGATION,
		0, {0}},
	{ANY, S("in_search_index"), VALUE_IS_FALSE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{ANY, S("search_exclude"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{ANY, S("searchable"), VALUE_IS_FALSE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{ANY, S("searchHidden"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{ANY, S("hiddenFromSearch"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{ANY, S("indexing"), VALUE_IS_FALSE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0, {0}},
	{ANY, S("pagefind"), VALUE_IS_FALSE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0, {0}},
	{ANY, S("search.exclude"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_SEARCH, 0,
		{0}},
	{OF(HUGO), S("hiddenFromHomePage"), VALUE_IS_TRUE, {0}, POST_PUBLIC,
		KEPT_FROM_LATEST, 0, {0}},
	{OF(HUGO), S("hiddenInHomeList"), VALUE_IS_TRUE, {0}, POST_PUBLIC,
		KEPT_FROM_LATEST, 0, {0}},
	{OF(HUGO), S("hiddenFromRss"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_FEEDS,
		0, {0}},
	{OF(HUGO), S("hiddenFromFeed"), VALUE_IS_TRUE, {0}, POST_PUBLIC, KEPT_FROM_FEEDS,
		0, {0}},
};

const struct visibility_row *visibility_rows(size_t *count)
{
	*count = sizeof(rows) / sizeof(*rows);
	return rows;
}
