/* SPDX-License-Identifier: MIT */
/* The words that hide a page, by generator. Words of a new generator are rows here; words defined by
 * its settings (a custom key, tags with a password) go into settings->words. */
#include "source/visibility_internal.h"

#define OF(generator) (1u << GENERATOR_##generator)
#define ANY           (~0u)
#define HUGO_OR_PLAIN (OF(HUGO) | OF(PLAIN))

/* {generators, keys, test, state}, and what else a row has by its name */
#define ROW(generators, keys, test, state_of, ...)                                       \
	{                                                                                \
		generators, S(keys), VALUE_##test, .state = POST_##state_of, __VA_ARGS__ \
	}
#define IS(words)   .values = S(words)
#define KEPT(lists) .kept_from = (lists)

static const struct visibility_row rows[] = {
	/* Not published. */
	ROW(ANY & ~OF(HUGO), "published", IS_FALSE, NEVER, .unless = UNLESS_UNPUBLISHED),
	ROW(OF(HUGO), "published", IS_FALSE, NEVER, .unless = UNLESS_DRAFTS,
		.unless_key = S("draft")),
	ROW(OF(JEKYLL), "published", IS_EMPTY, NEVER, .unless = UNLESS_UNPUBLISHED),
	ROW(ANY, "draft", IS_NOT_FALSE, NEVER, .unless = UNLESS_DRAFTS),
	ROW(ANY, "status", IS, NEVER, IS("draft"), .unless = UNLESS_DRAFTS),
	ROW(ANY, "status", IS, NEVER, IS("pending|private|future|trash|inherit")),
	ROW(OF(PELICAN), "status", IS_NOT, NEVER, IS("published|hidden|draft")),
	ROW(ANY, "publish|dg-publish|public|permalink", IS_FALSE, NEVER),
	ROW(OF(ELEVENTY), "eleventyComputed.permalink", IS_FALSE, NEVER),
	ROW(OF(HUGO), "headless", IS_TRUE, NEVER, KEPT(SHARES_FILES)),
	ROW(HUGO_OR_PLAIN, "build.render|_build.render", IS, NEVER,
		IS("never|link|false|0"), KEPT(SHARES_FILES)),
	ROW(HUGO_OR_PLAIN, "build.publishResources|_build.publishResources", IS_FALSE,
		PUBLIC, KEPT(KEEPS_FILES)),
	ROW(OF(ZOLA) | OF(PLAIN), "render", IS_FALSE, NEVER),
	ROW(OF(ZOLA), VISIBILITY_DRAFT_SECTION, IS_TRUE, NEVER, .unless = UNLESS_DRAFTS),
	ROW(OF(ZOLA), VISIBILITY_SORT_BY, IS, NEVER, IS("date"), .unless_key = S("date")),
	ROW(OF(ZOLA), VISIBILITY_SORT_BY, IS, NEVER, IS("weight"),
		.unless_key = S("weight")),

	/* Locked. */
	ROW(ANY, "password|passphrase", IS_SAID, LOCKED),
	ROW(ANY, "encrypt*", IS_TRUE, LOCKED),
	ROW(ANY, "private", IS_TRUE, LOCKED),
	ROW(ANY, "visibility", IS_NOT, LOCKED, IS("public")),
	ROW(ANY, "members|members_only|protected|locked", IS_TRUE, LOCKED),

	/* Unlisted. */
	ROW(ANY, "unlisted|hidden|dg-hide", IS_TRUE, UNLISTED),
	ROW(OF(HEXO) | OF(PLAIN) | OF(GARDEN) | OF(OBSIDIAN), "hide", IS_TRUE, UNLISTED),
	ROW(OF(HEXO), "visible", IS, UNLISTED, IS("hide")),
	ROW(OF(PELICAN), "status", IS, UNLISTED, IS("hidden")),
	ROW(VISIBILITY_BRIDGETOWN, "exclude_from_pagination", IS_TRUE, UNLISTED),
	ROW(HUGO_OR_PLAIN, "build.list|_build.list", IS, UNLISTED, IS("never|false")),
	ROW(HUGO_OR_PLAIN, "build.list|_build.list", IS, UNLISTED, IS("local"),
		KEPT(LISTED_IN_SECTION)),
	ROW(OF(ELEVENTY),
		"eleventyExcludeFromCollections|buildawesomeExcludeFromCollections",
		IS_TRUE, UNLISTED),

	/* Off some lists. */
	ROW(ANY, "noindex|robotsNoIndex", IS_TRUE, PUBLIC,
		KEPT(KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH)),
	ROW(ANY, "robots", HAS, PUBLIC, IS("noindex|none"),
		KEPT(KEPT_FROM_NAVIGATION | KEPT_FROM_SEARCH)),
	ROW(ANY, "sitemap", IS_FALSE, PUBLIC, KEPT(KEPT_FROM_NAVIGATION)),
	ROW(ANY, "sitemap.disable", IS_TRUE, PUBLIC, KEPT(KEPT_FROM_NAVIGATION)),
	ROW(ANY, "nav_exclude|exclude_from_nav|hide_in_nav", IS_TRUE, PUBLIC,
		KEPT(KEPT_FROM_NAVIGATION)),
	ROW(ANY, "in_search_index|searchable|indexing|pagefind", IS_FALSE, PUBLIC,
		KEPT(KEPT_FROM_SEARCH)),
	ROW(ANY, "search_exclude|searchHidden|hiddenFromSearch|search.exclude", IS_TRUE,
		PUBLIC, KEPT(KEPT_FROM_SEARCH)),
	ROW(OF(HUGO), "hiddenFromHomePage|hiddenInHomeList", IS_TRUE, PUBLIC,
		KEPT(KEPT_FROM_LATEST)),
	ROW(OF(HUGO), "hiddenFromRss|hiddenFromFeed", IS_TRUE, PUBLIC,
		KEPT(KEPT_FROM_FEEDS)),
};

const struct visibility_row *visibility_rows(size_t *count)
{
	*count = sizeof(rows) / sizeof(*rows);
	return rows;
}
