/* SPDX-License-Identifier: MIT */
/* hugo.toml, hugo.yaml, hugo.json, the older config.* and config/_default/ (gohugo.io/configuration);
 * addresses as gohugo.io/content-management/urls and gohugo.io/configuration/permalinks have them. */
#include "base/file.h"
#include "base/text.h"
#include "base/uri.h"
#include "site/generator.h"
#include "text/frontmatter.h"

#define RULES_MAX 256
#define SECTION_MAX                                                                      \
	(64 * 1024) /* of a section's file: what is not front matter is not read */
#define CASCADES_MAX 16

static void add_pairs(
	struct settings *settings, struct value *to, const struct value *from)
{
	for (size_t i = 0; from && from->kind == VALUE_MAP && i < from->count; i++)
		*value_add_pair(&settings->arena, to) = from->pairs[i];
}

/* config/_default/: hugo.toml is the root, params.toml its key "params", and so on; "params.fr.toml" is
 * that of a language. */
static void read_config_folder(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice folder = S("config/_default"), *names;
	size_t count = settings_list(reader, folder, &names);
	struct value *root = arena_new(&settings->arena, struct value);

	root->kind = VALUE_MAP;
	add_pairs(settings, root, settings->raw);
	for (size_t i = 0; i < count; i++) {
		struct slice stem, file = arena_printf(&settings->arena, "%.*s/%.*s",
					   SARG(folder), SARG(names[i]));
		const struct value *tree = settings_read_tree(reader, file);
		slice_cut(names[i], '.', &stem, NULL);
		if (!tree)
			continue;
		if (settings->generator_file.len == 0)
			settings->generator_file = file;
		if (slice_eq(stem, S("hugo")) || slice_eq(stem, S("config"))) {
			add_pairs(settings, root, tree);
		} else if (names[i].len == stem.len + 1 + uri_extension(names[i]).len) {
			struct value_pair *pair = value_add_pair(&settings->arena, root);
			pair->key = stem;
			pair->value = *tree;
		}
	}
	if (root->count)
		settings->raw = root;
}

static const struct value *languages_of(const struct settings *settings)
{
	const struct value *languages = value_get(settings->raw, S("languages"));

	return languages && languages->kind == VALUE_MAP && languages->count ? languages
									     : NULL;
}

static bool is_disabled(
	const struct settings *settings, const struct value_pair *language)
{
	const struct value *off = value_get(settings->raw, S("disableLanguages"));
	bool said = false;

	for (size_t i = 0; off && off->kind == VALUE_LIST && i < off->count; i++)
		said |= slice_eq_nocase(value_text(&off->items[i]), language->key);
	settings_switch(value_get(&language->value, S("disabled")), &said);
	return said;
}

/* What a site says, or what it says of its default language. */
static const struct value *of_site(const struct settings *settings, struct slice key)
{
	const struct value *languages = languages_of(settings);
	const struct value *value =
		value_path(languages ? value_get(languages, settings->lang) : NULL, key);

	return value ? value : value_path(settings->raw, key);
}

static void read_langs(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw, *languages = languages_of(settings);
	const struct slice said[] = {
		value_text(value_get(raw, S("defaultContentLanguage"))),
		languages ? languages->pairs[0].key : slice_none,
		value_text(value_get(raw, S("locale"))),
		value_text(value_get(raw, S("languageCode")))};
	struct slice *tags = NULL;
	size_t count = 0;

	settings_set_lang(reader, said, sizeof(said) / sizeof(*said));
	if (languages) {
		tags = arena_array(&settings->arena, languages->count, struct slice);
		for (size_t i = 0; i < languages->count; i++) {
			if (!is_disabled(settings, &languages->pairs[i]))
				tags[count++] = languages->pairs[i].key;
		}
	}
	settings_set_langs(settings, tags, count);
	settings_switch(value_get(raw, S("defaultContentLanguageInSubdir")),
		&settings->lang_in_path);
}

static void read_roots(struct settings *settings)
{
	const struct value *raw = settings->raw, *languages = languages_of(settings);
	struct slice content =
		settings_trim_path(settings, value_text(value_get(raw, S("contentDir"))));
	const struct slice *dirs = NULL;

	if (content.len == 0)
		content = S("content");
	for (size_t i = 0; languages && i < languages->count; i++) {
		const struct value_pair *pair = &languages->pairs[i];
		struct settings_root root = {
			.folder = settings_trim_path(settings,
				value_text(value_get(&pair->value, S("contentDir"))))};
		if (root.folder.len == 0 || is_disabled(settings, pair))
			continue;
		root.lang = settings_lang_tag(&settings->arena, pair->key);
		if (settings->lang_in_path || !slice_eq(root.lang, settings->lang))
			root.prefix = arena_printf(&settings->arena, "/%.*s",
				SARG(text_lower(&settings->arena, root.lang)));
		settings_add_root(settings, root);
	}
	if (settings->root_count == 0)
		settings_add_root(settings, (struct settings_root){.folder = content});
	size_t count = settings_strings(settings, value_get(raw, S("staticDir")), &dirs);
	for (size_t i = 0; i < count; i++)
		settings_add_root(
			settings, (struct settings_root){
					  .folder = settings_trim_path(settings, dirs[i]),
					  .is_static = true});
	if (count == 0)
		settings_add_root(settings,
			(struct settings_root){.folder = S("static"), .is_static = true});
}

static void add_rules(struct settings *settings, const struct value *map,
	struct slice kind, struct settings_collection *list, size_t *count)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		struct slice pattern = value_text(&map->pairs[i].value);
		struct slice section = settings_trim_path(settings, map->pairs[i].key);
		if (pattern.len == 0 || *count == RULES_MAX)
			continue;
		list[*count] = (struct settings_collection){.name = section,
			.folder = section,
			.permalink = pattern,
			.output = true};
		/* Rules of section pages are no rules of the pages in them. */
		if (slice_eq(kind, S("section")))
			list[*count].folder =
				arena_printf(&settings->arena, "%.*s/", SARG(section));
		(*count)++;
	}
}

/* [permalinks] posts = "/:year/:slug/", or the same below "page" and "section". */
static void read_permalinks(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("permalinks"));
	struct settings_collection *list =
		arena_array(&settings->arena, RULES_MAX, struct settings_collection);
	size_t count = 0;

	add_rules(settings, raw, slice_none, list, &count);
	add_rules(settings, value_get(raw, S("page")), S("page"), list, &count);
	add_rules(settings, value_get(raw, S("section")), S("section"), list, &count);
	settings->collections = list;
	settings->collection_count = count;
}

/* [taxonomies] tag = "topics": the field is called "topics" then. The first of none that is known takes
 * the place of tags. */
static void read_taxonomies(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("taxonomies"));

	if (!raw || raw->kind != VALUE_MAP)
		return;
	settings->tags_key = value_text(value_get(raw, S("tag")));
	settings->categories_key = value_text(value_get(raw, S("category")));
	if (settings->tags_key.len == 0 && settings->categories_key.len == 0 &&
		raw->count)
		settings->tags_key = value_text(&raw->pairs[0].value);
}

/* A cascade is a map, or a list of maps that each may name its target. */
static size_t cascades(struct arena *arena, const struct value *value,
	struct slice folder, struct slice content, struct settings_default *list,
	size_t max)
{
	size_t count = 0, items = value && value->kind == VALUE_LIST ? value->count : 1;

	for (size_t i = 0; value && i < items && count < max; i++) {
		const struct value *item =
			value->kind == VALUE_LIST ? &value->items[i] : value;
		const struct value *target = value_get(item, S("target"));
		if (!target)
			target = value_get(item, S("_target"));
		struct slice path = value_text(value_get(target, S("path")));
		struct slice kind = value_text(value_get(target, S("kind")));
		if (item->kind != VALUE_MAP || (kind.len && !slice_eq(kind, S("page"))))
			continue;
		const struct value *params = value_get(item, S("params"));
		list[count] = (struct settings_default){.path = folder, .values = item};
		if (path.len) {
			while (path.len && *path.ptr == '/')
				path = slice_from(path, 1);
			list[count].path = arena_printf(
				arena, "%.*s/%.*s", SARG(content), SARG(path));
		}
		count++;
		if (params && params->kind == VALUE_MAP && count < max) {
			list[count] = list[count - 1];
			list[count++].values = params;
		}
	}
	return count;
}

static void read_settings(struct settings_reader *reader)
{
	static const struct slice nested[] = {S("params")};
	struct settings *settings = reader->settings;

	if (settings_has_folder(reader, S("config/_default")))
		read_config_folder(reader);
	const struct value *raw = settings->raw;
	settings->shortcodes = settings->smart = true;
	settings->nested = nested;
	settings->nested_count = 1;
	read_langs(reader);
	settings_line(settings, of_site(settings, S("title")), &settings->title);
	settings_line(settings, of_site(settings, S("params.description")),
		&settings->description);
	if (settings->description.len == 0)
		settings_line(settings, of_site(settings, S("description")),
			&settings->description);
	const struct value *author = of_site(settings, S("params.author"));
	if (!author)
		author = of_site(settings, S("author"));
	if (author && author->kind == VALUE_MAP)
		author = value_get(author, S("name"));
	settings_line(settings, author, &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("baseURL"))));
	settings_set_zone(reader, value_text(value_get(raw, S("timeZone"))));
	settings_switch(value_get(raw, S("buildFuture")), &settings->future);
	settings_switch(value_get(raw, S("buildDrafts")), &settings->drafts);
	settings_switch(value_get(raw, S("enableEmoji")), &settings->emoji);
	settings_switch(value_get(raw, S("disablePathToLower")), &settings->keeps_case);
	bool ugly = false;
	settings_switch(value_get(raw, S("uglyURLs")), &ugly);
	settings->page_suffix = ugly ? S(".html") : S("/");
	settings->bundles = BUNDLES_LEAF;
	read_roots(settings);
	read_permalinks(settings);
	read_taxonomies(settings);
	struct settings_default *list =
		arena_array(&settings->arena, CASCADES_MAX, struct settings_default);
	settings->default_count = cascades(&settings->arena, value_get(raw, S("cascade")),
		slice_none, settings->content_dir, list, CASCADES_MAX);
	settings->defaults = list;
}

/* The front matter of the folder's _index.md. */
static bool read_section(
	int fd, const char *name, struct arena *arena, struct value *root)
{
	struct frontmatter fm;
	struct diag_list diags;
	struct buf bytes;

	buf_init(&bytes, SECTION_MAX);
	int error = file_read_beneath(fd, slice_str(name), SECTION_MAX, &bytes);
	struct slice head = error < 0 ? slice_none : buf_dup(&bytes, arena);
	buf_fini(&bytes);
	if (slice_find(head, S("cascade")) < 0)
		return false;
	frontmatter_split(head, error == 0, false, &fm);
	if (fm.format == FRONTMATTER_NONE || !fm.whole)
		return false;
	/* What is wrong with it is said when it is read as a page. */
	diag_init(&diags);
	frontmatter_parse(arena, &fm, slice_none, &diags, root);
	diag_fini(&diags);
	return root->kind == VALUE_MAP;
}

static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count)
{
	struct value *root = arena_new(arena, struct value);
	struct settings_default *list =
		arena_array(arena, CASCADES_MAX, struct settings_default);

	if (read_section(fd, "_index.md", arena, root))
		*count = cascades(arena, value_get(root, S("cascade")), path,
			settings->content_dir, list, CASCADES_MAX);
	return list;
}

static struct slice path_slug(
	const struct settings *settings, struct arena *arena, struct slice s)
{
	s = permalink_slugify(arena, s, SLUG_HUGO);
	return settings->keeps_case ? s : text_lower(arena, s);
}

static void put_slug(struct buf *out, const struct permalink_facts *facts, struct slice s,
	struct arena *scratch)
{
	s = permalink_slugify(scratch, s, SLUG_HUGO);
	permalink_escape(out, facts->keeps_case ? s : text_lower(scratch, s));
}

/* ":sections[1:]" and its like: the folders from the first to before the last, "last" too. */
static void put_sections(struct buf *out, const struct permalink_facts *facts,
	struct slice range, struct arena *scratch)
{
	struct slice from, to, rest = facts->section, segment;
	unsigned long long count = 0, low = 0, high, at = 0;

	while (slice_split(&rest, '/', &segment))
		count++;
	high = count;
	bool has_colon = slice_cut(range, ':', &from, &to);
	if (slice_eq(from, S("last")))
		low = count ? count - 1 : 0;
	else
		slice_to_uint(from, &low);
	if (has_colon && !slice_eq(to, S("last")))
		slice_to_uint(to, &high);
	else if (has_colon)
		high = count ? count - 1 : 0;
	else if (range.len)
		high = low + 1;
	rest = facts->section;
	for (bool first = true; slice_split(&rest, '/', &segment); at++) {
		if (at < low || at >= high)
			continue;
		if (!first)
			buf_putc(out, '/');
		first = false;
		put_slug(out, facts, segment, scratch);
	}
}

static bool put_token(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch)
{
	/* Go's own layouts of dates too: ":2006/:01". */
	static const struct {
		struct slice token, name;
		bool word;
	} dates[] = {{S("year"), S("year"), false}, {S("month"), S("month"), false},
		{S("day"), S("day"), false}, {S("yearday"), S("yearday"), false},
		{S("monthname"), S("long_month"), true},
		{S("weekdayname"), S("long_day"), true}, {S("2006"), S("year"), false},
		{S("06"), S("short_year"), false}, {S("01"), S("month"), false},
		{S("1"), S("i_month"), false}, {S("02"), S("day"), false},
		{S("2"), S("i_day"), false}, {S("15"), S("hour"), false},
		{S("Jan"), S("short_month"), true},
		{S("January"), S("long_month"), true}};
	struct slice value, base, range;

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		if (!slice_eq(name, dates[i].token))
			continue;
		struct buf word;
		buf_init(&word, 64);
		permalink_put_date(&word, dates[i].name, facts->when);
		if (slice_eq(name, S("yearday")) && facts->when)
			buf_printf(&word, "%u", facts->when->yearday);
		put_slug(out, facts, buf_slice(&word), scratch);
		buf_fini(&word);
		return true;
	}
	if (slice_eq(name, S("weekday"))) {
		if (facts->when)
			buf_printf(out, "%u", facts->when->weekday);
		return true;
	}
	slice_cut(name, '[', &base, &range);
	if (range.len && slice_ends(range, S("]")))
		range.len--;
	if (slice_eq(base, S("sections")) || slice_eq(base, S("sectionslugs"))) {
		put_sections(out, facts, range, scratch);
		return true;
	}
	if (slice_eq(name, S("section")) || slice_eq(name, S("sectionslug"))) {
		slice_cut(facts->section, '/', &value, NULL);
	} else if (slice_eq(name, S("title"))) {
		value = facts->title.len ? facts->title : facts->basename;
	} else if (slice_eq(name, S("slug"))) {
		value = facts->slug.len    ? facts->slug
			: facts->title.len ? facts->title
					   : facts->basename;
	} else if (slice_eq(name, S("slugorfilename")) ||
		   slice_eq(name, S("slugorcontentbasename"))) {
		value = facts->slug.len ? facts->slug : facts->basename;
	} else if (slice_eq(name, S("filename")) ||
		   slice_eq(name, S("contentbasename"))) {
		value = facts->basename;
	} else {
		return false;
	}
	put_slug(out, facts, value, scratch);
	return true;
}

/* The name of the file without its language; a bundle's is its folder's. The date stays. */
static struct slice content_name(const struct name *name)
{
	if (!name->is_index)
		return name->base;
	return slice_from(
		name->folder, (size_t)(slice_rfind_char(name->folder, '/') + 1));
}

static struct permalink_facts own_facts(
	struct post_reading *reading, const struct permalink_facts *facts)
{
	struct permalink_facts own = *facts;
	const struct name *name = &reading->name;

	own.basename = content_name(name);
	own.keeps_case = reading->settings->keeps_case;
	/* A leaf bundle is no section of its own. */
	if (name->is_index && !name->is_section)
		own.section.len -= own.section.len > own.basename.len
					   ? own.basename.len + 1
					   : own.section.len;
	return own;
}

/* "/fr" in front of what a suffix says is not in the site's own language. */
static void put_lang(struct post_reading *reading, struct buf *out)
{
	const struct settings *settings = reading->settings;
	const struct name *name = &reading->name;
	struct slice lang = name->lang_in_name ? reading->post.lang : settings->lang;

	if (reading->root && reading->root->lang.len)
		return; /* the root's prefix says it */
	if (settings->lang_in_path || !slice_eq(lang, settings->lang)) {
		buf_putc(out, '/');
		buf_put(out, text_lower(&reading->arena, lang));
	}
}

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	static const char *const url[] = {"url", NULL};
	struct slice path = fields_text(&reading->fields, url);
	struct permalink_facts own = own_facts(reading, facts);

	if (path.len == 0)
		return false;
	if (*path.ptr != '/') {
		if (reading->root)
			buf_put(out, reading->root->prefix);
		put_lang(reading, out);
		buf_putc(out, '/');
	}
	permalink_expand_with(out, path, &own, &reading->arena, put_token);
	return true;
}

/* The rule of [permalinks] for the page's first folder, or for the section that it is the page of. */
static const struct settings_collection *rule_of(const struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct slice folder = reading->name.folder, section;

	slice_cut(folder, '/', &section, NULL);
	for (size_t i = 0; i < settings->collection_count; i++) {
		const struct settings_collection *rule = &settings->collections[i];
		bool of_section = slice_ends(rule->folder, S("/"));
		if (reading->name.is_section == of_section &&
			slice_eq_nocase(rule->name, of_section ? folder : section))
			return rule;
	}
	return NULL;
}

/* Paths in lower case with '-' for spaces; a bundle is its folder. */
static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;
	const struct settings_collection *rule = rule_of(reading);
	struct permalink_facts own = own_facts(reading, facts);
	struct slice rest = name->folder, segment, last = name->base;

	put_lang(reading, out);
	/* "content/fr/x.fr.md" of the default folder says it twice. */
	if (name->lang_in_name && name->lang_folder.len)
		slice_split(&rest, '/', &segment);
	if (rule) {
		buf_putc(out, '/');
		permalink_expand_with(
			out, rule->permalink, &own, &reading->arena, put_token);
		if (!slice_ends(rule->permalink, S("/")) &&
			slice_find_char(rule->permalink, '.') < 0)
			buf_putc(out, '/');
		return;
	}
	if (name->is_index && !name->is_section) {
		ptrdiff_t slash = slice_rfind_char(rest, '/');
		last = slice_from(rest, (size_t)(slash + 1));
		rest = slice_head(rest, slash < 0 ? 0 : (size_t)slash);
	}
	if (facts->slug.len)
		last = facts->slug;
	while (slice_split(&rest, '/', &segment)) {
		buf_putc(out, '/');
		permalink_escape(
			out, path_slug(reading->settings, &reading->arena, segment));
	}
	buf_putc(out, '/');
	if (name->is_section || last.len == 0)
		return;
	permalink_escape(out, path_slug(reading->settings, &reading->arena, last));
	buf_put(out, reading->settings->page_suffix);
}

const struct generator_rules generator_hugo = {
	.settings = read_settings,
	.own_address = put_own,
	.address = put_address,
	.segment = path_slug,
	.folder = read_folder,
};
