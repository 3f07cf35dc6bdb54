/* SPDX-License-Identifier: MIT */
/* Pelican's pelicanconf.py and publishconf.py, and its addresses (docs.getpelican.com: settings). */
#include "base/text.h"
#include "data/script.h"
#include "source/generator/generator_pelican_internal.h"
#include "text/html.h"

static const struct value *pelican_value(
	const struct settings *settings, struct slice key)
{
	const struct value *value =
		value_get(value_get(settings->raw, S("publish")), key);

	return value && value->kind != VALUE_NULL ? value : value_get(settings->raw, key);
}

static struct slice text(const struct settings *settings, struct slice key)
{
	return value_text(pelican_value(settings, key));
}

static void read_script(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct value *root = arena_new(&settings->arena, struct value);
	struct value *publish = arena_new(&settings->arena, struct value);

	script_python(&settings->arena,
		settings_read_file(reader, settings->generator_file), root);
	script_python(&settings->arena, settings_read_file(reader, S("publishconf.py")),
		publish);
	reader->source.trees[0] = publish;
	reader->source.trees[1] = root;
	struct value_pair *pair = value_add_pair(&settings->arena, root);
	pair->key = S("publish");
	pair->value = *publish;
	settings->raw = root;
}

/* FILENAME_METADATA and PATH_METADATA: expressions whose groups are fields. */
static const struct pattern_code *read_expression(
	struct settings_reader *reader, struct slice key)
{
	struct settings *settings = reader->settings;
	struct slice regex = value_text(settings_value(reader, key));
	const char *why = "";

	if (!regex.len)
		return NULL;
	const struct pattern_code *code =
		pattern_compile(&settings->arena, regex, PATTERN_ANCHORED, &why);
	if (!code)
		diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
			"it gives pages no fields", "%.*s is no regular expression: %s",
			SARG(key), why);
	return code;
}

/* What gives pages fields: DEFAULT_METADATA all of them, EXTRA_PATH_METADATA a file, or all below a folder. */
static void read_defaults(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *values = settings_value(reader, S("DEFAULT_METADATA"));
	const struct value *paths = settings_value(reader, S("EXTRA_PATH_METADATA"));
	size_t count = paths && paths->kind == VALUE_MAP ? paths->count : 0, n = 0;
	struct settings_default *list =
		arena_array(&settings->arena, count + 1, struct settings_default);

	if (values && values->kind == VALUE_MAP)
		list[n++].values = values;
	for (size_t i = 0; i < count; i++) {
		struct slice path = settings_join(settings, settings->content_dir,
			settings_trim_path(settings, paths->pairs[i].key));
		if (paths->pairs[i].value.kind != VALUE_MAP)
			continue;
		if (settings_has_folder(reader, path))
			path = arena_printf(&settings->arena, "%.*s/", SARG(path));
		list[n].path = path;
		list[n++].values = &paths->pairs[i].value;
	}
	settings->defaults = list;
	settings->default_count = n;
	settings->name_fields = read_expression(reader, S("FILENAME_METADATA"));
	settings->path_fields = read_expression(reader, S("PATH_METADATA"));
}

/* The <meta> of a page in HTML. */
static const struct value *own_fields(
	struct post_reading *reading, struct slice head, bool at_end)
{
	struct value *map = arena_new(&reading->arena, struct value);

	if (reading->post.format != CONVERT_HTML)
		return NULL;
	reading->is_unknown |= !html_fields(&reading->arena, head, map) && !at_end;
	return map->kind == VALUE_MAP ? map : NULL;
}

static const struct value *path_fields(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct slice name = slice_path_name(reading->origin->source),
		     path = reading->origin->source;
	struct value *map = NULL;

	slice_skip_folder(&path, settings->content_dir);
	name.len -= reading->name.extension.len ? reading->name.extension.len + 1 : 0;
	/* The name's go first. */
	const struct {
		const struct pattern_code *code;
		struct slice text;
	} checks[] = {{settings->name_fields, name}, {settings->path_fields, path}};
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		struct pattern_group groups[PATTERN_GROUPS_MAX];
		size_t count = checks[i].code ? pattern_groups(checks[i].code,
							checks[i].text, groups)
					      : 0;
		for (size_t k = 0; k < count; k++) {
			if (value_get(map, groups[k].name))
				continue;
			if (!map) {
				map = arena_new(&reading->arena, struct value);
				*map = (struct value){.kind = VALUE_MAP};
			}
			struct value_pair *pair = value_add_pair(&reading->arena, map);
			pair->key = groups[k].name;
			pair->value = (struct value){.kind = VALUE_SCALAR,
				.quoted = true,
				.text = groups[k].value};
		}
	}
	return map;
}

static const struct settings_row rows[] = {
	SETTING("SITENAME", LINE, title),
	SETTING("SITESUBTITLE|SITE_DESCRIPTION", LINE, description),
	SETTING("AUTHOR", LINE, author),
	SETTING("SITEURL", URL, url),
	SETTING("DEFAULT_LANG", LANG, lang),
	SETTING("TIMEZONE", ZONE, zone),
	SETTING("WITH_FUTURE_DATES", SWITCH, future), /* drafts when it is off */
	SETTING("USE_FOLDER_AS_CATEGORY", SWITCH, folder_is_category),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	read_script(reader);
	settings->future = true;
	settings->folder_is_category = settings->dates_make_no_posts = true;
	SETTINGS_READ(reader, rows);
	settings->page_suffix = S(".html");
	settings->definitions = true; /* Python-Markdown's "extra", on by default */
	/* The plugin "liquid_tags" and those derived from it. */
	settings->liquid = slice_contains(
		settings_read_file(reader, settings->generator_file), S("liquid"));
	settings_read_menu(reader, settings_value(reader, S("MENUITEMS")), slice_none);
	settings->menu_and_pages =
		settings_bool(reader, S("DISPLAY_PAGES_ON_MENU"), true);
	pelican_read_roots(reader);
	read_defaults(reader);
}

/* A page's slug: from "Slug:", its title or its file's name. */
static struct slice slug_of(
	struct post_reading *reading, const struct permalink_facts *facts)
{
	struct arena *arena = &reading->arena;
	bool by_name =
		slice_eq(text(reading->settings, S("SLUGIFY_SOURCE")), S("basename"));
	struct slice s = facts->slug;

	if (s.len)
		return s;
	s = !by_name && facts->title.len ? facts->title : reading->name.stem;
	/* Punctuation is dropped; runs of spaces and hyphens become one hyphen. */
	s = permalink_slugify(arena, permalink_ascii(arena, s), SLUG_WORDS);
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] != '-' || (len && slug[len - 1] != '-'))
			slug[len++] = s.ptr[i];
	}
	while (len && slug[len - 1] == '-')
		len--;
	return slice(slug, len);
}

static struct slice category_of(
	struct post_reading *reading, const struct permalink_facts *facts)
{
	struct slice name = facts->category_count ? facts->categories[0] : slice_none;

	if (name.len == 0)
		name = text(reading->settings, S("DEFAULT_CATEGORY"));
	return permalink_slugify(
		&reading->arena, name.len ? name : S("misc"), SLUG_DEFAULT);
}

/* A "{name}" or "{date:%Y}" in a pattern. */
static void put_field(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice field, struct buf *out)
{
	struct slice name, format;

	slice_cut(field, ':', &name, &format);
	if (slice_eq(name, S("slug")))
		permalink_escape(out, slug_of(reading, facts));
	else if (slice_eq(name, S("date")) && facts->when)
		permalink_put_strftime(
			out, format.len ? format : S("%Y-%m-%d"), facts->when);
	else if (slice_eq(name, S("category")))
		permalink_escape(out, category_of(reading, facts));
	else if (slice_eq(name, S("lang")))
		buf_put(out, text_lower(&reading->arena, reading->post.lang));
	else if (slice_eq(name, S("author")))
		permalink_escape(out, permalink_slugify(&reading->arena,
					      reading->post.author, SLUG_DEFAULT));
	else if (slice_any(name, S("path_no_ext|path|relative_path_no_ext"), slice_eq))
		permalink_escape(out,
			slice_head(reading->place,
				reading->place.len - 1 - reading->name.extension.len));
}

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice own, struct buf *out)
{
	generator_put_braces(reading, facts, own, out, put_field);
	return true;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings *settings = reading->settings;
	const struct settings_collection *collection = reading->origin->collection;
	bool page = collection && slice_eq(collection->name, S("pages"));
	bool translated =
		reading->post.lang.len && !slice_eq(reading->post.lang, settings->lang);
	/* [page][translation] */
	static const struct {
		struct slice url, save_as, pattern;
	} rules[2][2] = {{{S("ARTICLE_URL"), S("ARTICLE_SAVE_AS"), S("{slug}.html")},
				 {S("ARTICLE_LANG_URL"), S("ARTICLE_LANG_SAVE_AS"),
					 S("{slug}-{lang}.html")}},
		{{S("PAGE_URL"), S("PAGE_SAVE_AS"), S("pages/{slug}.html")},
			{S("PAGE_LANG_URL"), S("PAGE_LANG_SAVE_AS"),
				S("pages/{slug}-{lang}.html")}}};
	struct slice pattern = text(settings, rules[page][translated].url);

	if (pattern.len == 0)
		pattern = text(settings, rules[page][translated].save_as);
	if (pattern.len == 0)
		pattern = rules[page][translated].pattern;
	buf_putc(out, '/');
	generator_put_braces(reading, facts, pattern, out, put_field);
}

const struct generator_rules generator_pelican = {
	.settings = read_settings,
	.own_keys = S("url|save_as"),
	.own_alone = true,
	.own_address = put_own,
	.address = put_address,
	.own_fields = own_fields,
	.path_fields = path_fields,
};
