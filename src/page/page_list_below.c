/* SPDX-License-Identifier: MIT */
/* Pages and files under a folder's address. */
#include "base/uri.h"
#include "page/page_internal.h"
#include "site/listing.h"
#include "site/scope.h"

/* What is below a folder besides posts, as many lines as there is room for. */
struct rest {
	const struct site *site;
	struct doc *doc;
	const struct page_ref *ref;
	size_t room, shown;
	bool headed;
};

static bool is_page_below(const struct page_ref *ref, const struct site_entry *entry)
{
	return entry->kind == SITE_POST && site_lists(entry) &&
	       entry->post != ref->post && entry->post->is_page &&
	       !entry->post->redirect_to.len;
}

/* False: there is no room for the line. */
static bool take_line(
	struct rest *rest, enum locale_word heading, struct slice url, struct slice label)
{
	const struct locale *locale = parts_locale(rest->site, slice_none);
	size_t bytes = listing_line_bytes(url, label);

	if (bytes > rest->room || rest->shown == LISTING_MAX)
		return false;
	rest->room -= bytes;
	rest->shown++;
	if (!rest->headed)
		doc_add_heading(rest->doc, 2, locale_word(locale, heading));
	rest->headed = true;
	return true;
}

/* Pages directly in the folder, and each subfolder once. False: not enough room. */
static bool pages_by_folder(
	struct rest *rest, const struct site_entry *entries, size_t count)
{
	struct arena *arena = rest->doc->arena;

	for (size_t i = 0; i < count; i++) {
		struct slice path = entries[i].path, folder, label;
		if (!is_page_below(rest->ref, &entries[i]))
			continue;
		ptrdiff_t slash =
			slice_find_char(slice_from(path, rest->ref->base.len), '/');
		folder = slice_head(path, rest->ref->base.len + (size_t)(slash + 1));
		if (slash < 0 || folder.len == path.len) {
			label = parts_list_title(arena, entries[i].post);
			if (!take_line(rest, WORD_PAGES, entries[i].post->url, label))
				return false;
			parts_post_link(rest->doc, entries[i].post, label);
			continue;
		}
		size_t below = 0;
		for (; i < count && slice_starts(entries[i].path, folder); i++)
			below += is_page_below(rest->ref, &entries[i]);
		i--;
		label = arena_printf(arena, "%.*s (%zu)",
			SARG(parts_folder_name(rest->site, arena, folder)), below);
		if (!take_line(rest, WORD_FOLDERS, folder, label))
			return false;
		parts_page_line(rest->doc, folder, label);
	}
	return true;
}

static bool pages_flat(struct rest *rest, const struct site_entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct post *post = entries[i].post;
		if (!is_page_below(rest->ref, &entries[i]))
			continue;
		struct slice label = parts_list_title(rest->doc->arena, post);
		if (!take_line(rest, WORD_PAGES, post->url, label))
			return false;
		parts_post_link(rest->doc, post, label);
	}
	return true;
}

static void files_below(struct rest *rest, const struct site_entry *entries, size_t count)
{
	rest->headed = false;
	for (size_t i = 0; i < count; i++) {
		struct slice label = slice_from(entries[i].path, rest->ref->base.len);
		if (entries[i].kind != SITE_FILE || !site_lists(&entries[i]))
			continue;
		if (!take_line(rest, WORD_FILES,
			    uri_encode_path(rest->doc->arena, entries[i].path), label))
			return;
		parts_file_line(rest->doc, &entries[i], label);
	}
}

void page_list_below(
	const struct site *site, struct doc *doc, const struct page_ref *ref, size_t room)
{
	size_t under, pages = 0;
	const struct site_entry *entries = site_under(site, ref->base, &under);
	struct rest rest = {.site = site, .doc = doc, .ref = ref, .room = room};

	for (size_t i = 0; i < under; i++)
		pages += is_page_below(ref, &entries[i]);
	bool all = pages > site->list_max ? pages_by_folder(&rest, entries, under)
					  : pages_flat(&rest, entries, under);
	/* There all of them are, in parts. */
	if (!all && site->settings->pages) {
		doc_add_links(doc);
		parts_page_line(doc,
			arena_printf(doc->arena, "%.*spages/", SARG(site->base)),
			locale_word(parts_locale(site, slice_none), WORD_PAGES));
	}
	if (!ref->post)
		files_below(&rest, entries, under);
}

bool page_links_all(const struct site *site, const struct page_ref *ref,
	const struct doc *doc, const struct scope *scope)
{
	size_t under = 0, pages = 0, found = 0;
	const struct site_entry *entries =
		ref->scope == SCOPE_FOLDER ? site_under(site, ref->base, &under) : NULL;
	struct parts_urls urls;

	parts_urls(doc, NULL, &urls);
	for (size_t i = 0; i < scope->count; i++)
		found += parts_urls_have(&urls, scope->posts[i]->url);
	for (size_t i = 0; i < under; i++) {
		if (!is_page_below(ref, &entries[i]))
			continue;
		pages++;
		found += parts_urls_have(&urls, entries[i].post->url);
	}
	return found && found * 2 >= scope->count + pages;
}
