/* SPDX-License-Identifier: MIT */
/* The menu of the web site, in the forms of generators and themes: lists of maps, lists of addresses, maps
 * from titles to addresses. Themes use many different keys with the same meaning. */
#include <stdlib.h>

#include "base/memory.h"
#include "source/settings_reader.h"
#include "source/title.h"

#define MENU_MAX  100
#define DEPTH_MAX 3

struct menu_reading {
	struct settings_reader *reader;
	struct slice lang;
	bool first_of_section; /* a section is its first page (MkDocs); else its pages */
};

static struct slice first_text(const struct value *map, struct slice keys)
{
	struct slice key, text = slice_none;

	while (!text.len && slice_split(&keys, '|', &key))
		text = value_text(value_get(map, key));
	return text;
}

static const struct value *first_list(const struct value *map, struct slice keys)
{
	const struct value *list = NULL;
	struct slice key;

	while ((!list || list->kind != VALUE_LIST) && slice_split(&keys, '|', &key))
		list = value_get(map, key);
	return list && list->kind == VALUE_LIST ? list : NULL;
}

/* "$BASE_URL/about" of Zola, "/about || fa fa-user" of Hexo's NexT, "{{ site.baseurl }}/about". */
static struct slice clean_address(struct slice address)
{
	struct slice
		bases = S("$BASE_URL|{{ site.baseurl }}|{{site.baseurl}}|{{ site.url }}"),
		base;
	ptrdiff_t icon = slice_find(address, S("||"));

	address = slice_trim(slice_head(address, icon < 0 ? address.len : (size_t)icon));
	while (slice_split(&bases, '|', &base))
		slice_skip(&address, base);
	return address;
}

static void add(const struct menu_reading *menu, struct slice title, struct slice address,
	int64_t weight)
{
	struct settings *settings = menu->reader->settings;
	struct settings_menu_item *items = (struct settings_menu_item *)settings->menu;

	address = clean_address(address);
	if (!address.len || settings->menu_count == MENU_MAX)
		return;
	if (!items)
		settings->menu = items = arena_array(
			&settings->arena, MENU_MAX, struct settings_menu_item);
	items[settings->menu_count++] =
		(struct settings_menu_item){.title = title_clean(&settings->arena, title),
			.address = arena_dup(&settings->arena, address),
			.lang = menu->lang,
			.weight = weight > 0 && weight < INT32_MAX ? (int32_t)weight : 0};
}

static void add_item(
	const struct menu_reading *menu, const struct value *item, unsigned depth);

static void add_items(
	const struct menu_reading *menu, const struct value *list, unsigned depth)
{
	for (size_t i = 0; depth < DEPTH_MAX && i < list->count; i++)
		add_item(menu, &list->items[i], depth);
}

/* The first address in @value. */
static struct slice first_address(const struct value *value, unsigned depth)
{
	struct slice found = value_text(value);

	if (depth == DEPTH_MAX * 2 || !value)
		return found;
	for (size_t i = 0; !found.len && i < value->count; i++) {
		if (value->kind == VALUE_LIST)
			found = first_address(&value->items[i], depth + 1);
		else if (value->kind == VALUE_MAP)
			found = first_address(&value->pairs[i].value, depth + 1);
	}
	return found;
}

/* "About: /about/", or a name with a list. */
static void add_pair(
	const struct menu_reading *menu, const struct value_pair *pair, unsigned depth)
{
	const struct value *value = &pair->value;
	struct slice address = value_text(value), title = pair->key;

	if (!address.len && value->kind == VALUE_MAP) {
		struct slice own = first_text(value, S("title|name|label|text"));
		title = own.len ? own : title;
		address = first_text(value, S(SETTINGS_MENU_ADDRESS));
	}
	if (!address.len && menu->first_of_section)
		address = first_address(value, 0);
	if (address.len)
		add(menu, title, address, 0);
	else if (value->kind == VALUE_LIST)
		add_items(menu, value, depth + 1);
}

static void add_map(
	const struct menu_reading *menu, const struct value *map, unsigned depth)
{
	struct slice address = first_text(map, S(SETTINGS_MENU_ADDRESS));
	struct slice title = first_text(map, S("title|name|label|text|identifier"));
	const struct value *below = first_list(
		map, S("items|children|submenu|sub_menu|sublinks|links|dropdown"));
	int64_t weight = 0;

	/* Docusaurus: an id of a document. */
	struct slice document = first_text(map, S("docId"));
	if (!address.len && document.len)
		address = arena_printf(
			&menu->reader->settings->arena, "/docs/%.*s", SARG(document));
	if (!address.len &&
		slice_eq(value_text(value_get(map, S("type"))), S("docSidebar")))
		address = S("/docs/");
	if (!value_int(value_get(map, S("weight")), &weight))
		value_int(value_get(map, S("order")), &weight);
	if (address.len)
		add(menu, title, address, weight);
	else if (below)
		add_items(menu, below, depth + 1);
	else if (map->count == 1)
		add_pair(menu, &map->pairs[0], depth);
}

static void add_item(
	const struct menu_reading *menu, const struct value *item, unsigned depth)
{
	switch (item->kind) {
	case VALUE_NULL:
		break;
	case VALUE_SCALAR:
		add(menu, slice_none, value_text(item), 0);
		break;
	case VALUE_LIST: /* Pelican: ("About", "/about.html") */
		if (item->count >= 2)
			add(menu, value_text(&item->items[0]),
				value_text(&item->items[1]), 0);
		break;
	case VALUE_MAP:
		add_map(menu, item, depth);
		break;
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct settings_menu_item *x = a, *y = b;

	/* Without a weight: last. */
	if (x->weight != y->weight && (!x->weight || !y->weight))
		return x->weight ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* "{main: [...], docs: [...]}": the one of the site, not of a part of it. */
static const struct value *main_of(const struct value *value)
{
	struct slice names = S(SETTINGS_MENU_NAMES), name;
	const struct value *found = NULL;

	if (!value || value->kind != VALUE_MAP)
		return value;
	while (!found && slice_split(&names, '|', &name)) {
		found = value_get(value, name);
		if (found && found->kind == VALUE_SCALAR)
			found = NULL;
	}
	if (found)
		return found;
	return value->count == 1 && value->pairs[0].value.kind == VALUE_LIST
		       ? &value->pairs[0].value
		       : value;
}

static bool is_by_language(const struct settings *settings, const struct value *value)
{
	if (!value || value->kind != VALUE_MAP || settings->lang_count < 2)
		return false;
	for (size_t i = 0; i < value->count; i++) {
		if (!settings_knows_lang(settings, value->pairs[i].key))
			return false;
	}
	return value->count > 0;
}

void settings_read_menu(
	struct settings_reader *reader, const struct value *value, struct slice lang)
{
	struct settings *settings = reader->settings;
	const struct menu_reading menu = {.reader = reader,
		.lang = lang,
		.first_of_section = settings->generator == GENERATOR_MKDOCS};
	size_t before = settings->menu_count;

	if (is_by_language(settings, value)) {
		for (size_t i = 0; i < value->count; i++)
			settings_read_menu(reader, &value->pairs[i].value,
				settings_lang_tag(&settings->arena, value->pairs[i].key));
		return;
	}
	value = main_of(value);
	if (!value)
		return;
	if (value->kind == VALUE_LIST)
		add_items(&menu, value, 0);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
		add_pair(&menu, &value->pairs[i], 0);
	struct settings_menu_item *items = (struct settings_menu_item *)settings->menu;
	for (size_t i = before; i < settings->menu_count; i++)
		items[i].place = (uint32_t)i;
	if (settings->menu_count > before)
		qsort(items + before, settings->menu_count - before, sizeof(*items),
			by_weight);
}
