/* SPDX-License-Identifier: MIT */
/* Addresses that depend on their reader: the search, and a post by chance. */
#include <sys/random.h>

#include "page/route_internal.h"
#include "site/generated.h"

/* A page that on the web only holds the field for a search makes way for ours. */
static bool makes_way(const struct post *post)
{
	return post->is_bare || post->is_search;
}

const struct post *route_search_words(
	const struct site *site, struct arena *arena, struct slice path)
{
	static const char *const endings[] = {"", "/", ".html"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		const struct post *post = route_post_at(
			site, arena_printf(arena, "%.*s%s", SARG(path), endings[i]));
		if (post && !post->redirect_to.len && !makes_way(post))
			return post;
	}
	return NULL;
}

bool route_search(const struct site *site, struct arena *arena, const struct post *post,
	struct route *out)
{
	struct slice path = post->path;
	struct page_ref ref;

	slice_drop(&path, S("/"));
	slice_drop(&path, S(".html"));
	if (!site_is_searched(site) || post->redirect_to.len ||
		!slice_eq(slice_path_name(path), S("search")) ||
		!generated_page(site, arena, path, &ref) || ref.kind != PAGE_SEARCH)
		return false;
	if (makes_way(post) && !slice_eq(ref.path, post->path)) {
		route_redirect(arena, ref.path, out);
		return true;
	}
	out->kind = ROUTE_PAGE;
	out->page = ref;
	if (!makes_way(post)) {
		out->page.path = post->path;
		out->page.post = post;
	}
	return true;
}

bool route_random(const struct site *site, struct slice path, struct route *out)
{
	struct site_run among;
	uint64_t chance = 0;

	if (!generated_random(site, path, &among))
		return false;
	/* Without it the newest is shown: a failure costs only that. */
	if (getrandom(&chance, sizeof(chance), GRND_NONBLOCK) < 0)
		chance = 0;
	out->kind = ROUTE_REDIRECT;
	out->location = among.posts[chance % among.count]->url;
	return true;
}
