/* SPDX-License-Identifier: MIT */
#include "page/route.h"

#include "base/text.h"
#include "base/uri.h"
#include "page/route_internal.h"
#include "site/generated.h"
#include "site/scope.h"

#define HOPS_MAX 10 /* clients give up after five */

void route_redirect(struct arena *arena, struct slice key, struct route *out)
{
	out->kind = ROUTE_REDIRECT;
	out->permanent = true;
	out->location = uri_encode_path(arena, key);
}

const struct post *route_post_at(const struct site *site, struct slice path)
{
	const struct site_entry *entry = site_find(site, path);
	return entry && entry->kind == SITE_POST ? entry->post : NULL;
}

static void found_post(const struct post *post, struct arena *arena, struct route *out)
{
	if (post->redirect_to.len) {
		out->kind = ROUTE_REDIRECT;
		out->permanent = true;
		if (!uri_normalize(arena, post->redirect_to, &out->location))
			out->kind = ROUTE_NONE;
		return;
	}
	out->kind = ROUTE_PAGE;
	out->page.kind = PAGE_POST;
	out->page.post = post;
	out->page.path = post->path;
}

/* A home page, of a zone too, a section page, and a page whose lists came from a template show the generated list
 * below their text. */
static bool wants_list(const struct site *site, const struct post *post)
{
	return post->is_home || post->is_section || post->listing_under ||
	       (site->zone && slice_eq(post->path, site->base));
}

/* A page that a theme's layout fills with all posts is the archive here. */
static bool is_named_archive(const struct post *post)
{
	static const struct slice names =
		S("archives|archive|blog|posts|articles|all-posts|"
		  "all|writing|writings|journal|weblog");
	struct slice path = post->path;

	while (slice_ends(path, S("/")))
		path.len--;
	return slice_any(slice_path_name(path), names, slice_eq_nocase);
}

static struct slice archive_of(const struct site *site, struct arena *arena)
{
	return arena_printf(arena, "%.*sarchive/", SARG(site->base));
}

bool route_list_of(const struct site *site, struct arena *arena, const struct post *post,
	struct page_ref *ref)
{
	struct slice path = post->path;

	if (!slice_ends(path, S("/")))
		path = arena_printf(arena, "%.*s/", SARG(path));
	if (!generated_folder(site, arena, path, ref)) {
		if (!is_named_archive(post))
			return false;
		*ref = (struct page_ref){
			.kind = PAGE_LIST, .base = archive_of(site, arena)};
	}
	ref->path = post->path;
	ref->post = post;
	return true;
}

static bool generated_route(const struct site *site, struct arena *arena,
	struct slice path, struct route *out)
{
	struct page_ref ref;
	if (!generated_page(site, arena, path, &ref))
		return route_random(site, path, out);
	if (!slice_eq(ref.path, path)) {
		route_redirect(arena, ref.path, out);
		return true;
	}
	/* The author's page may be at the address without the slash. */
	const struct post *own =
		path.len > 1 && slice_ends(path, S("/"))
			? route_post_at(site, slice_head(path, path.len - 1))
			: NULL;
	if (own && !wants_list(site, own)) {
		route_redirect(arena, own->path, out);
		return true;
	}
	if (ref.kind == PAGE_SEARCH && !ref.part)
		own = route_search_words(site, arena, path);
	out->kind = ROUTE_PAGE;
	out->page = ref;
	out->page.post = own;
	return true;
}

/* The author's page or file. */
static bool authors_page(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	const struct site_entry *entry = site_find(site, path);
	if (!entry)
		return false;
	switch (entry->kind) {
	case SITE_REDIRECT:
		return false;
	case SITE_GONE:
		out->kind = ROUTE_GONE;
		return true;
	case SITE_FILE:
		out->kind = ROUTE_FILE;
		out->file = entry->file;
		return true;
	case SITE_POST:
		break;
	}
	const struct post *post = entry->post;
	if (route_search(site, arena, post, out))
		return true;
	if (wants_list(site, post)) {
		struct page_ref ref;
		bool generated = generated_page(site, arena, path, &ref);
		if (generated && !slice_eq(ref.path, path)) {
			route_redirect(arena, ref.path, out);
			return true;
		}
		if (!generated && post->is_bare && is_named_archive(post)) {
			route_redirect(arena, archive_of(site, arena), out);
			return true;
		}
		if (generated || generated_folder(site, arena, path, &ref)) {
			out->kind = ROUTE_PAGE;
			out->page = ref;
			out->page.post = post;
			return true;
		}
	}
	found_post(post, arena, out);
	return true;
}

/* x.gmi, x.txt and x.md beside the post at x or x/. */
static bool other_form(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	static const struct {
		struct slice suffix;
		enum page_form form;
	} forms[] = {{S(".gmi"), FORM_GEMTEXT}, {S(".txt"), FORM_TEXT},
		{S(".md"), FORM_SOURCE}};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (!slice_ends(path, forms[i].suffix))
			continue;
		struct slice stem = slice_head(path, path.len - forms[i].suffix.len);
		const struct post *post = route_post_at(site, stem);
		if (!post)
			post = route_post_at(
				site, arena_printf(arena, "%.*s/", SARG(stem)));
		if (!post || post->redirect_to.len)
			continue;
		if (forms[i].form == FORM_SOURCE && !site->settings->source)
			continue;
		found_post(post, arena, out);
		out->page.form = forms[i].form;
		return true;
	}
	return false;
}

static bool exact(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	return authors_page(site, arena, path, out) ||
	       generated_route(site, arena, path, out) ||
	       other_form(site, arena, path, out);
}

static bool authors_redirect(const struct site *site, struct arena *arena,
	struct slice path, struct route *out)
{
	const struct site_entry *entry = site_find(site, path);
	if (entry && entry->kind == SITE_REDIRECT) {
		out->kind = ROUTE_REDIRECT;
		out->permanent = entry->is_permanent;
		out->location = entry->redirect.target;
		return true;
	}
	if (site_rule_target(site, arena, path, &out->location)) {
		out->kind = ROUTE_REDIRECT;
		out->permanent = true;
		return true;
	}
	return false;
}

/* Redirects @out to @candidate if that exists. */
static bool leads_to(const struct site *site, struct arena *arena, struct slice candidate,
	struct route *out)
{
	struct route other = {0};
	if (exact(site, arena, candidate, &other)) {
		if (other.kind == ROUTE_PAGE || other.kind == ROUTE_FILE)
			route_redirect(arena, candidate, out);
		else
			*out = other;
		return true;
	}
	return authors_redirect(site, arena, candidate, out);
}

static struct slice without_slashes(struct slice path)
{
	while (path.len > 1 && slice_ends(path, S("/")))
		path.len--;
	return path;
}

/* Variants of an existing address. */
static bool twin(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	static const struct {
		struct slice text;
		bool whole_segment; /* "reindex.html" does not count */
	} endings[] = {{S("index.html"), true}, {S("index.htm"), true},
		{S("index.gmi"), true}, {S("index.md"), true}, {S(".html"), false},
		{S(".htm"), false}, {S(""), false}};

	struct slice bare = without_slashes(path);
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (!slice_ends(bare, endings[i].text))
			continue;
		struct slice stem = slice_head(bare, bare.len - endings[i].text.len);
		if (endings[i].whole_segment && !slice_ends(stem, S("/")))
			continue;
		stem = without_slashes(stem);
		bool root = slice_eq(stem, S("/"));
		struct slice tries[] = {stem,
			root ? stem : arena_printf(arena, "%.*s/", SARG(stem)),
			root ? stem : arena_printf(arena, "%.*s.html", SARG(stem))};
		for (size_t j = 0; j < sizeof(tries) / sizeof(*tries); j++) {
			if (tries[j].len && !slice_eq(tries[j], path) &&
				leads_to(site, arena, tries[j], out))
				return true;
		}
	}
	return false;
}

static bool folder_route(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	struct page_ref ref;
	bool slash = slice_ends(path, S("/"));
	struct slice dir = slash ? path : arena_printf(arena, "%.*s/", SARG(path));
	if (!generated_folder(site, arena, dir, &ref))
		return false;
	if (!slash) {
		route_redirect(arena, dir, out);
		return true;
	}
	out->kind = ROUTE_PAGE;
	out->page = ref;
	return true;
}

static void once(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	*out = (struct route){.kind = ROUTE_NONE};
	if (!site_covers(site, path))
		return;
	if (exact(site, arena, path, out) || authors_redirect(site, arena, path, out) ||
		twin(site, arena, path, out) || folder_route(site, arena, path, out))
		return;
	out->kind = site_is_gone(site, path) ? ROUTE_GONE : ROUTE_NONE;
}

/* The key of @location, relative to @path, on this site. False: it leads outside, or is
 * invalid. */
static bool own_key(
	struct arena *arena, struct slice path, struct slice location, struct slice *key)
{
	slice_cut(location, '#', &location, NULL);
	slice_cut(location, '?', &location, NULL);
	if (uri_scheme(location).len || slice_starts(location, S("//")))
		return false;
	if (!slice_starts(location, S("/")) &&
		!uri_resolve(arena, uri_encode_path(arena, path), location, &location))
		return false;
	return uri_path_key(arena, location, key);
}

enum route_end route_follow(const struct site *site, struct arena *arena,
	struct slice path, struct slice location)
{
	for (unsigned hop = 0; hop < HOPS_MAX; hop++) {
		struct route to;
		if (!own_key(arena, path, location, &path))
			return ROUTE_ENDS;
		/* From a zone to a public page. */
		if (site->outer && !site_covers(site, path))
			site = site->outer;
		once(site, arena, path, &to);
		if (to.kind == ROUTE_NONE)
			return ROUTE_ENDS_NOWHERE;
		if (to.kind != ROUTE_REDIRECT)
			return ROUTE_ENDS;
		location = to.location;
	}
	return ROUTE_CIRCLES;
}

void route(const struct site *site, struct arena *arena, struct slice path,
	struct route *out)
{
	once(site, arena, path, out);
	if (out->kind == ROUTE_REDIRECT &&
		route_follow(site, arena, path, out->location) == ROUTE_CIRCLES)
		out->kind = ROUTE_NONE;
}
