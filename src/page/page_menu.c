/* SPDX-License-Identifier: MIT */
/* The pages that the home page links: the author's menu, else the first top-level pages. One line links to
 * the rest. */
#include <stdlib.h>

#include "base/uri.h"
#include "page/page_internal.h"
#include "site/links.h"
#include "site/scope.h"
#include "source/name.h"

#define MENU_MAX  20 /* lines */
#define PAGES_MAX 5  /* pages without a menu */
#define TRIES_MAX 40 /* pages whose text is checked */

struct menu {
	const struct site *site;
	const struct page_ref *ref;
	const struct parts_urls *own; /* links in the author's text */
	struct doc *doc;
	struct slice lang;
	struct slice shown[MENU_MAX + 1]; /* URLs */
	size_t count;
	unsigned tries;
};

static bool is_linked(const struct menu *menu, struct slice url)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (slice_eq(menu->shown[i], url))
			return true;
	}
	return parts_urls_have(menu->own, url);
}

/* True: @url is new, and may get a line. */
static bool take(struct menu *menu, struct slice url)
{
	if (menu->count == MENU_MAX || is_linked(menu, url))
		return false;
	menu->shown[menu->count++] = url;
	return true;
}

static void post_line(struct menu *menu, const struct post *post, struct slice label)
{
	if (!post->is_home && take(menu, post->url))
		parts_post_link(menu->doc, post,
			label.len ? label : parts_list_title(menu->doc->arena, post));
}

/* --- the author's menu -------------------------------------------------------------------------- */

struct item {
	struct slice title;
	const struct settings_menu_item *said; /* or: */
	const struct post *page;
	int32_t weight;
	size_t place;
};

static int by_weight(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->weight != y->weight && (!x->weight || !y->weight))
		return x->weight ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* The post at @url of this site, or NULL. */
static const struct post *post_at(const struct menu *menu, struct slice url)
{
	struct slice key;

	if (!uri_path_key(menu->doc->arena, url, &key))
		return NULL;
	const struct site_entry *entry = site_find(menu->site, key);
	return entry && entry->kind == SITE_POST ? entry->post : NULL;
}

/* A line of the menu that leads to a page of this site. */
static void page_line(struct menu *menu, const struct settings_menu_item *item,
	const struct doc_target *target)
{
	const struct post *post = post_at(menu, target->url);
	struct slice key;
	struct route to;

	if (!post) {
		if (!uri_path_key(menu->doc->arena, target->url, &key))
			return;
		route(menu->site, menu->doc->arena, key, &to);
		/* Pages that only the web site has are not linked; of a zone nobody knows what it has. */
		if ((to.kind == ROUTE_NONE || to.kind == ROUTE_GONE) &&
			site_covers(menu->site, key))
			return;
		struct slice url = target->url, name = target->title;
		if (!name.len)
			name = name_pretty(menu->doc->arena,
				slice_path_name(slice_head(
					url, url.len - slice_ends(url, S("/")))));
		if (!slice_eq(url, S("/")) && take(menu, url))
			doc_add_link_line(menu->doc, DOC_TO_PAGE, url,
				item->title.len ? item->title : name);
		return;
	}
	const struct post *own = site_in_language(menu->site, post, menu->lang);
	/* The home page of a language links only to pages in it. */
	if (!post_is_listed(post) || (!own && menu->ref->lang.len))
		return;
	bool says = !own || own == post || item->lang.len;
	post_line(menu, own ? own : post, says ? item->title : slice_none);
}

static void item_line(struct menu *menu, const struct settings_menu_item *item)
{
	const struct settings *settings = menu->site->settings;
	struct links links = {.site = menu->site, .arena = menu->doc->arena};
	struct doc_target target;

	if (links_resolve(&links, menu->doc->arena, item->address, false, &target) !=
		ENV_LINK)
		return;
	bool is_web =
		uri_scheme(item->address).len || slice_starts(item->address, S("//"));
	switch (target.kind) {
	case DOC_TO_PAGE:
		page_line(menu, item, &target);
		return;
	case DOC_TO_OUTSIDE:
		if (!is_web ||
			(settings->url.len && slice_starts(target.url, settings->url)))
			return;
		break;
	case DOC_TO_SEARCH:
	case DOC_TO_TEXT:
	case DOC_TO_FILE:
	case DOC_TO_IMAGE:
		if (slice_ends(target.url, S("feed.xml")))
			return;
		break;
	}
	struct slice label = item->title;
	if (!label.len && target.kind == DOC_TO_SEARCH)
		label = locale_word(locale_for(menu->lang), WORD_SEARCH);
	if (take(menu, target.url)) {
		struct doc_node *line =
			doc_add_link_line(menu->doc, target.kind, target.url, label);
		struct doc_target *kept = arena_new(menu->doc->arena, struct doc_target);
		*kept = target;
		line->target = kept;
	}
}

/* Is @page in the menu, by its front matter or by its place? */
static bool is_in_menu(const struct menu *menu, const struct post *page)
{
	const struct settings *settings = menu->site->settings;

	if (page->is_home || !slice_eq_nocase(page->lang, menu->lang))
		return false;
	return (page->in_menu && settings->menu_name.len) ||
	       (settings->menu_has_sections && page->is_section &&
		       !scope_top_folder(menu->site, page).len);
}

/* The menu items from the settings for this language, and pages that put themselves into
 * the menu. */
static size_t list_items(const struct menu *menu, struct item **out)
{
	const struct settings *settings = menu->site->settings;
	size_t count = 0, capacity = 0;
	struct item *items = NULL;
	bool own = false, pages = false;

	for (size_t i = 0; i < settings->menu_count; i++)
		own |= slice_eq_nocase(settings->menu[i].lang, menu->lang);
	for (size_t i = 0; i < settings->menu_count; i++) {
		const struct settings_menu_item *item = &settings->menu[i];
		if (own ? !slice_eq_nocase(item->lang, menu->lang) : item->lang.len != 0)
			continue;
		if (count == capacity)
			items = arena_grown(menu->doc->arena, items, count, &capacity,
				sizeof(*items));
		items[count] = (struct item){
			.said = item, .weight = item->weight, .place = count};
		count++;
	}
	for (size_t i = 0; i < menu->site->page_count && count < MENU_MAX * 2; i++) {
		const struct post *page = menu->site->pages[i];
		if (!is_in_menu(menu, page))
			continue;
		if (count == capacity)
			items = arena_grown(menu->doc->arena, items, count, &capacity,
				sizeof(*items));
		items[count] = (struct item){
			.page = page, .weight = page->weight, .place = count};
		count++;
		pages = true;
	}
	if (pages)
		qsort(items, count, sizeof(*items), by_weight);
	*out = items;
	return count;
}

static void put_items(struct menu *menu)
{
	struct item *items;
	size_t count = menu->site->zone ? 0 : list_items(menu, &items);

	for (size_t i = 0; i < count; i++) {
		if (items[i].page)
			post_line(menu, items[i].page, slice_none);
		else
			item_line(menu, items[i].said);
	}
}

/* --- without a menu ----------------------------------------------------------------------------- */

/* Does @page have text? Templates may leave it empty. */
static bool has_words(struct menu *menu, const struct post *page)
{
	struct arena arena = {0};
	struct doc *doc;

	if (page->is_section || menu->tries == TRIES_MAX)
		return true;
	menu->tries++;
	bool empty =
		!links_convert(menu->site, page, &arena, NULL, &doc) && !doc->root->first;
	arena_fini(&arena);
	return !empty;
}

/* Is @page for readers of this home page? */
static bool is_for_reader(const struct menu *menu, const struct post *page)
{
	const struct site *site = menu->site;

	if (page->is_home || page == menu->ref->post)
		return false;
	if (menu->ref->lang.len)
		return slice_eq_nocase(page->lang, menu->lang);
	if (slice_eq_nocase(page->lang, menu->lang))
		return true;
	/* Languages with posts have their own home page. */
	for (size_t i = 0; site->lang_count > 1 && i < site->lang_count; i++) {
		if (slice_eq_nocase(site->langs[i].name, page->lang))
			return false;
	}
	return site_is_preferred(site, page, menu->lang);
}

/* A section with all posts is the same as the archive. */
static bool is_of_posts(const struct site *site, const struct post *page)
{
	size_t count;
	const struct site_entry *entries = site_under(site, page->path, &count);

	for (size_t i = 0; page->is_section && i < count; i++) {
		const struct post *post =
			entries[i].kind == SITE_POST ? entries[i].post : NULL;
		if (post && post != page && post_is_listed(post))
			return site_is_post(site, post);
	}
	return false;
}

/* The link for @page: itself, or its top-level folder. */
static struct slice way_to(const struct menu *menu, const struct post *page)
{
	struct slice folder = scope_top_folder(menu->site, page);

	return folder.len ? uri_encode_path(menu->doc->arena, folder) : page->url;
}

static void put_way(struct menu *menu, const struct post *page)
{
	struct slice folder = scope_top_folder(menu->site, page);

	if (!folder.len) {
		post_line(menu, page, slice_none);
		return;
	}
	const struct post *index = post_at(menu, way_to(menu, page));
	if (index && (!index->in_navigation && !index->is_section))
		return;
	if (index)
		post_line(menu, index, slice_none);
	else if (take(menu, way_to(menu, page)))
		parts_page_line(menu->doc, folder,
			parts_folder_name(menu->site, menu->doc->arena, folder));
}

/* The first pages; *rest: there are more. */
static void put_pages(struct menu *menu, size_t most, bool *rest)
{
	const struct site *site = menu->site;
	const struct post *const *pages = site->pages;
	size_t count = site->page_count, before = menu->count;

	/* Without weights, folders are in the order of their names. */
	if (count && !pages[0]->weight)
		count = scope_pages(site, menu->ref->lang, menu->doc->arena, &pages);
	for (size_t i = 0; i < count && !*rest; i++) {
		const struct post *page = pages[i];
		if (!is_for_reader(menu, page) || is_linked(menu, page->url) ||
			is_linked(menu, way_to(menu, page)) || is_of_posts(site, page))
			continue;
		if (!has_words(menu, page))
			continue;
		if (menu->count - before >= most)
			*rest = true;
		else
			put_way(menu, page);
	}
}

void page_menu(const struct site *site, const struct page_ref *ref,
	const struct parts_urls *own, struct doc *doc)
{
	const struct settings *settings = site->settings;
	struct menu menu = {.site = site,
		.ref = ref,
		.own = own,
		.doc = doc,
		.lang = ref->lang.len ? ref->lang : settings->lang};
	bool rest = false;

	put_items(&menu);
	if (!settings->pages)
		return;
	put_pages(&menu, menu.count && !settings->menu_and_pages ? 0 : PAGES_MAX, &rest);
	struct slice pages = arena_printf(doc->arena, "%.*spages/", SARG(ref->path));
	if (rest && !is_linked(&menu, pages))
		parts_page_line(doc, pages,
			locale_word(parts_locale(site, ref->lang), WORD_PAGES));
}
