/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include "base/text.h"
#include "base/uri.h"
#include "site/generated.h"
#include "site/names.h"
#include "source/name.h"

#define HOPS_MAX    8  /* of redirects to redirects */
#define LONGEST_TRY 32 /* what is added around a name */

/* The kind of link for a file, by its MIME type. */
static enum doc_target_kind file_kind(struct slice mime)
{
	if (slice_starts(mime, S("image/")))
		return DOC_TO_IMAGE;
	return slice_starts(mime, S("text/")) ? DOC_TO_TEXT : DOC_TO_FILE;
}

bool links_to_page(struct doc_target *target, struct slice url)
{
	*target = (struct doc_target){.kind = DOC_TO_PAGE, .url = url, .size_bytes = -1};
	return true;
}

static bool to_outside(struct doc_target *target, struct slice url)
{
	*target =
		(struct doc_target){.kind = DOC_TO_OUTSIDE, .url = url, .size_bytes = -1};
	return true;
}

bool links_to_post(struct doc_target *target, const struct post *post)
{
	/* A page that only redirects to the web is skipped. */
	if (uri_scheme(post->redirect_to).len)
		return to_outside(target, post->redirect_to);
	links_to_page(target, post->url);
	target->title = post->title;
	target->article = post_is_article(post);
	return true;
}

/* The end of a chain of redirects, so that readers get there directly. */
static const struct site_entry *followed(
	const struct site *site, struct arena *arena, const struct site_entry *entry)
{
	struct slice key;

	for (int hops = 0; hops < HOPS_MAX && entry->kind == SITE_REDIRECT; hops++) {
		const struct site_entry *next =
			!uri_scheme(entry->redirect.target).len &&
					uri_path_key(arena, entry->redirect.target, &key)
				? site_find(site, key)
				: NULL;
		if (!next)
			break;
		entry = next;
	}
	return entry;
}

static bool to_entry(const struct site *site, const struct site_entry *entry,
	struct arena *arena, struct doc_target *target)
{
	entry = followed(site, arena, entry);
	switch (entry->kind) {
	case SITE_POST:
		return links_to_post(target, entry->post);
	case SITE_FILE:
		*target = (struct doc_target){
			.kind = file_kind(entry->file->mime),
			.url = uri_encode_path(arena, entry->path),
			.mime = entry->file->mime,
			.size_bytes = (int64_t)entry->file->size_bytes,
		};
		return true;
	case SITE_REDIRECT:
		if (uri_scheme(entry->redirect.target).len)
			to_outside(target, entry->redirect.target);
		else
			links_to_page(target, entry->redirect.target);
		return true;
	case SITE_GONE:
		break;
	}
	return false;
}

bool links_find_key(const struct site *site, struct arena *arena, struct slice key,
	struct doc_target *target)
{
	static const struct slice endings[] = {
		S(""), S("index.html"), S("index.htm"), S(".html"), S(".htm"), S(".gmi")};
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (!slice_ends(key, endings[i]))
			continue;
		struct slice stem = slice_head(key, key.len - endings[i].len);
		while (stem.len > 1 && slice_ends(stem, S("/")))
			stem.len--;
		struct slice dir = slice_eq(stem, S("/"))
					   ? stem
					   : arena_printf(arena, "%.*s/", SARG(stem));
		const struct site_entry *entry = i == 0 ? site_find(site, key) : NULL;
		if (!entry)
			entry = site_find(site, stem);
		if (!entry)
			entry = site_find(site, dir);
		if (entry && to_entry(site, entry, arena, target))
			return true;
		struct page_ref ref = {.path = dir};
		bool generated = generated_page(site, arena, stem, &ref);
		if (generated || site_holds_posts(site, dir)) {
			links_to_page(target,
				uri_encode_path(arena, generated ? ref.path : dir));
			if (generated && page_is_file(ref.kind))
				target->kind = DOC_TO_TEXT;
			else if (generated && ref.kind == PAGE_SEARCH)
				target->kind = DOC_TO_SEARCH;
			return true;
		}
		struct site_run among;
		if (generated_random(site, stem, &among))
			return links_to_page(target, uri_encode_path(arena, stem));
	}
	return false;
}

/* @reference (percent-encoded path, maybe with query) as a look-up key. */
static bool path_key(struct arena *arena, struct slice reference, struct slice *key)
{
	struct slice path;
	slice_cut(reference, '?', &path, NULL);
	return uri_path_key(arena, path, key);
}

bool links_find_source(
	const struct site *site, struct slice key, struct doc_target *target)
{
	static const struct slice roots[] = {S(""), S("static/"), S("content/"),
		S("assets/"), S("public/"), S("source/"), S("src/"), S("docs/")};
	static const struct slice names[] = {S(""), S(".md"), S(".markdown"),
		S("/index.md"), S("/_index.md"), S(".gmi")};
	const struct post *post = NULL;
	const struct site_entry *file;
	struct arena scratch = {0};
	struct slice bare = slice_from(key, 1);
	bool ascii = text_ascii_length(bare) == bare.len;
	struct buf name; /* reused: there are dozens of tries for a link to nowhere */
	while (slice_ends(bare, S("/")))
		bare.len--;
	buf_init(&name, key.len + LONGEST_TRY);
	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots) && !post; i++) {
		for (size_t j = 0; j < sizeof(names) / sizeof(*names) && !post; j++) {
			buf_clear(&name);
			buf_put(&name, roots[i]);
			buf_put(&name, bare);
			buf_put(&name, names[j]);
			post = site_by_source(site, buf_slice(&name));
			if (!post && !ascii)
				names_by_source(
					site, &scratch, buf_slice(&name), &post, &file);
			arena_reset(&scratch);
		}
	}
	buf_fini(&name);
	arena_fini(&scratch);
	return post && links_to_post(target, post);
}

struct slice links_folder_of(struct slice path)
{
	ptrdiff_t slash = slice_rfind_char(path, '/');
	return slash < 0 ? slice(path.ptr, 0) : slice_head(path, (size_t)slash + 1);
}

bool links_find_path(const struct site *site, struct arena *arena, struct slice path,
	struct doc_target *target)
{
	struct slice key, baseurl = site->settings->baseurl;
	if (!path_key(arena, path, &key))
		return false;
	if (links_find_key(site, arena, key, target))
		return true;
	if (baseurl.len && slice_starts(key, baseurl) &&
		(key.len == baseurl.len || key.ptr[baseurl.len] == '/')) {
		key = key.len == baseurl.len ? S("/") : slice_from(key, baseurl.len);
		if (links_find_key(site, arena, key, target))
			return true;
	}
	if (links_find_source(site, key, target))
		return true;
	/* A rule of _redirects with a star. */
	return site_rule_target(site, arena, key, &path) && path_key(arena, path, &key) &&
	       links_find_key(site, arena, key, target);
}

bool links_find_named(const struct links *links, struct arena *arena, struct slice name,
	struct doc_target *target)
{
	const struct post *post;
	const struct site_entry *file;

	if (!names_find(links->site, arena, links->post, name, &post, &file))
		return false;
	return post ? links_to_post(target, post)
		    : to_entry(links->site, file, arena, target);
}

/* A file at @href relative to the page's source, as in the author's editor. */
static bool find_beside_source(const struct links *links, struct arena *arena,
	struct slice href, struct doc_target *target)
{
	const struct site *site = links->site;
	struct slice source = links->post->source;
	/* Hexo has the files of "x.md" in "x/". */
	const struct slice bases[] = {links_folder_of(source),
		arena_printf(arena, "%.*s/", SARG(name_without_ending(source)))};
	size_t count = site->settings->bundles == BUNDLES_SIBLING ? 2 : 1;
	const struct post *post;
	const struct site_entry *file;
	struct slice key, path;

	for (size_t i = 0; i < count; i++) {
		path = arena_printf(
			arena, "/%.*s", SARG(uri_encode_path(arena, bases[i])));
		if (uri_resolve(arena, path, href, &path) &&
			path_key(arena, path, &key) &&
			names_by_source(site, arena, slice_from(key, 1), &post, &file) &&
			file)
			return to_entry(site, file, arena, target);
	}
	return false;
}

bool links_find_relative(const struct links *links, struct arena *arena,
	struct slice href, struct doc_target *target)
{
	const struct post *post = links->post;
	struct slice base = S("/"), resolved, key;
	if (!post)
		return uri_resolve(arena, base, href, &resolved) &&
		       links_find_path(links->site, arena, resolved, target);
	if (find_beside_source(links, arena, href, target))
		return true;
	base = arena_printf(arena, "/%.*s",
		SARG(uri_encode_path(arena, links_folder_of(post->source))));
	if (uri_resolve(arena, base, href, &resolved) &&
		path_key(arena, resolved, &key) &&
		(links_find_source(links->site, key, target) ||
			links_find_key(links->site, arena, key, target)))
		return true;
	/* Files of a bundle keep the address of their folder, wherever the post is. */
	struct slice content = links->site->settings->content_dir;
	if (content.len && uri_resolve(arena, base, href, &resolved) &&
		path_key(arena, resolved, &key) &&
		slice_starts(slice_from(key, 1), content) &&
		links_find_key(
			links->site, arena, slice_from(key, content.len + 1), target))
		return true;
	if (uri_resolve(arena, post->url, href, &resolved) &&
		links_find_path(links->site, arena, resolved, target))
		return true;
	/* Hugo: a source may be named relative to the content folder. */
	return slice_ends(href, S(".md")) &&
	       uri_resolve(arena, S("/"), href, &resolved) &&
	       path_key(arena, resolved, &key) &&
	       links_find_source(links->site, key, target);
}
