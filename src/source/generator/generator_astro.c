/* SPDX-License-Identifier: MIT */
/* Astro: astro.config.*, collections of src/content and the routes that show them, src/pages
 * (docs.astro.build: content collections, routing). */
#include "base/uri.h"
#include "data/script.h"
#include "source/generator.h"

#define ROUTES_DEPTH 8
#define ROUTES_MAX   400

struct route {
	struct slice folder;  /* in src/pages, up to the first "[" */
	struct slice source;  /* of its file */
	struct slice pattern; /* of the rest if it is a date and a name, else empty */
};

struct routes {
	struct settings_reader *reader;
	struct route items[ROUTES_MAX];
	size_t count;
};

/* "[year]/[month]/[slug].astro" becomes "/:year/:month/:slug/"; empty: no date in it. */
static struct slice dated_pattern(struct arena *arena, struct slice rest)
{
	static const struct {
		struct slice segment, token;
	} known[] = {{S("[year]"), S(":year")}, {S("[month]"), S(":month")},
		{S("[day]"), S(":day")}, {S("[slug]"), S(":slug")},
		{S("[...slug]"), S(":slug")}, {S("[id]"), S(":slug")},
		{S("[title]"), S(":slug")}};
	bool year = false, name = false, other = false;
	struct slice segment;
	struct buf out;

	if (!slice_drop(&rest, S("/index.astro")))
		slice_drop(&rest, S(".astro"));
	buf_init(&out, BUF_MAX_BYTES);
	while (slice_split(&rest, '/', &segment)) {
		struct slice token = segment;
		name = false;
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
			if (!slice_eq(segment, known[i].segment))
				continue;
			token = known[i].token;
			year |= i == 0;
			name = i > 2;
		}
		other |= slice_starts(token, S("["));
		buf_putc(&out, '/');
		buf_put(&out, token);
	}
	buf_putc(&out, '/');
	struct slice pattern = year && name && !other ? buf_dup(&out, arena) : slice_none;
	buf_fini(&out);
	return pattern;
}

/* Is it a route of single posts, not of lists by page or tag? */
static bool shows_posts(struct slice path)
{
	return slice_find_char(path, '[') >= 0 &&
	       !slice_any(path, S("[page]|[...page]|[tag|[...tag|[categ|[year"),
		       slice_contains);
}

/* Depth is bounded. @folder: relative to the site's. */
static void find_routes(struct routes *routes, struct slice folder, unsigned depth)
{
	struct settings *settings = routes->reader->settings;
	struct slice *names;
	size_t count = settings_list(routes->reader, folder, &names);

	for (size_t i = 0; i < count && routes->count < ROUTES_MAX; i++) {
		struct slice path = settings_join(settings, folder, names[i]);
		if (uri_extension(names[i]).len == 0 || slice_starts(names[i], S("["))) {
			if (depth < ROUTES_DEPTH &&
				settings_has_folder(routes->reader, path))
				find_routes(routes, path, depth + 1);
		}
		ptrdiff_t open = slice_find_char(path, '[');
		if (!slice_ends(path, S(".astro")) || open < 0)
			continue;
		struct slice prefix = slice_head(path, (size_t)open);
		prefix.len = (size_t)slice_rfind_char(prefix, '/');
		struct slice pattern =
			dated_pattern(&settings->arena, slice_from(path, prefix.len + 1));
		prefix = slice_from(prefix, sizeof("src/pages") - 1);
		if (pattern.len || shows_posts(path))
			routes->items[routes->count++] = (struct route){prefix,
				settings_read_file(routes->reader, path), pattern};
	}
}

/* The route that shows the entries of the collection @name; NULL: none. */
static const struct route *route_of(
	struct settings *settings, const struct routes *routes, struct slice name)
{
	struct arena *arena = &settings->arena;
	const struct slice asks[] = {
		arena_printf(arena, "getCollection(\"%.*s\"", SARG(name)),
		arena_printf(arena, "getCollection('%.*s'", SARG(name)),
		arena_printf(arena, "src/content/%.*s/", SARG(name)),
		arena_printf(arena, "content/%.*s/", SARG(name))};

	for (size_t k = 0; k < sizeof(asks) / sizeof(*asks); k++) {
		for (size_t i = 0; i < routes->count; i++) {
			if (slice_find(routes->items[i].source, asks[k]) >= 0)
				return &routes->items[i];
		}
	}
	/* A helper function reads them: use the folder of that name, or the only route. */
	for (size_t i = 0; i < routes->count; i++) {
		struct slice folder = routes->items[i].folder;
		if (slice_ends(folder, name) && folder.len > name.len)
			return &routes->items[i];
	}
	if (routes->count == 1 &&
		slice_find(routes->items[0].source, S("getCollection(\"")) < 0 &&
		slice_find(routes->items[0].source, S("getCollection('")) < 0)
		return &routes->items[0];
	return NULL;
}

/* @loaded: by a loader, whose pattern decides about names. */
static void add_collection(struct settings *settings, const struct routes *routes,
	struct settings_collection *made, struct slice name, struct slice folder,
	bool loaded)
{
	const struct route *route = route_of(settings, routes, name);
	*made = (struct settings_collection){.name = name,
		.folder = folder,
		.permalink = route ? route->pattern : slice_none,
		.output = true};
	SETTINGS_ROOT(settings, .folder = folder, .collection = made, .only_linked = true,
		.underscores = loaded,
		.prefix = route ? route->folder : settings_prefix(settings, name));
}

static bool is_of_name(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '$';
}

/* The key of @variable in "export const collections = { blog: @variable }"; else its own
 * name. */
static struct slice exported_name(struct slice config, struct slice variable)
{
	ptrdiff_t at = slice_find(config, S("const collections"));
	struct slice rest = slice_from(config, at < 0 ? config.len : (size_t)at);

	while ((at = slice_find(rest, variable)) >= 0) {
		struct slice before = slice_trim_end(slice_head(rest, (size_t)at));
		rest = slice_from(rest, (size_t)at + variable.len);
		if ((rest.len && is_of_name(*rest.ptr)) || !slice_ends(before, S(":")))
			continue;
		before = slice_trim_end(slice_head(before, before.len - 1));
		if (before.len && strchr("\"'", before.ptr[before.len - 1]))
			before.len--;
		size_t from = before.len;
		while (from && is_of_name(before.ptr[from - 1]))
			from--;
		if (from < before.len)
			return slice_from(before, from);
	}
	return variable;
}

/* The patterns of a loader: which files of the folder it reads. */
static void read_pattern(struct settings_reader *reader, struct slice config,
	struct slice loader, struct slice folder)
{
	struct arena *arena = &reader->settings->arena;
	struct slice expression, *texts;
	bool whole;

	if (!script_expression(loader, S("pattern"), &expression))
		return;
	size_t count = script_strings(arena, config, expression, &texts, &whole);
	struct pattern_list *list = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES, S("the loader's pattern"), folder);
	settings_add_pattern(reader, list, S("**"));
	for (int out = 0; out < 2; out++) {
		for (size_t i = 0; i < count; i++) {
			struct slice glob = slice_trim(texts[i]);
			bool negated = slice_starts(glob, S("!")) &&
				       !slice_starts(glob, S("!("));
			if (negated != (out == 1))
				continue;
			settings_add_pattern(reader, list,
				negated ? slice_from(glob, 1)
					: arena_printf(arena, "!%.*s", SARG(glob)));
		}
	}
	/* Gemtext pages, which Astro does not know. */
	settings_add_pattern(reader, list, S("!**/*.{gmi,gemini}"));
	if (!whole)
		diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0,
			0, "files that match none of its strings are not shown",
			"computed setting: pattern of %.*s", SARG(folder));
}

/* Folders of src/content, and collections that content.config puts elsewhere. */
static void read_collections(struct settings_reader *reader)
{
	struct slice configs =
		S("src/content.config.ts|src/content/config.ts|src/content.config.mjs|"
		  "src/content.config.js|src/content/config.mjs|src/content/config.js");
	struct settings *settings = reader->settings;
	struct arena *arena = &settings->arena;
	struct routes *routes = arena_new(arena, struct routes);
	struct slice *names, text = slice_none, rest, file;
	struct value base;

	routes->reader = reader;
	find_routes(routes, S("src/pages"), 0);
	while (text.len == 0 && slice_split(&configs, '|', &file))
		text = script_javascript(arena, settings_read_file(reader, file));
	size_t count = settings_list(reader, S("src/content"), &names);
	struct settings_collection *list =
		arena_array(arena, count + 64, struct settings_collection);
	size_t n = 0;
	/* "const blog = defineCollection({ loader: glob({ base: './src/data/blog' }) })" */
	for (rest = text; n < 64;) {
		ptrdiff_t at = slice_find(rest, S("defineCollection("));
		if (at < 0)
			break;
		struct slice head = slice_trim(slice_head(rest, (size_t)at));
		rest = slice_from(rest, (size_t)at + 1);
		ptrdiff_t next = slice_find(rest, S("defineCollection("));
		struct slice body = slice_head(rest, next < 0 ? rest.len : (size_t)next);
		if (head.len && strchr("=:", head.ptr[head.len - 1]))
			head = slice_trim_end(slice_head(head, head.len - 1));
		size_t from = head.len;
		while (from &&
			(ascii_is_alnum(head.ptr[from - 1]) || head.ptr[from - 1] == '_'))
			from--;
		if (from == head.len || !script_find(arena, body, S("base"), &base))
			continue;
		struct slice folder = settings_trim_path(settings, value_text(&base));
		if (!folder.len)
			continue;
		add_collection(settings, routes, &list[n++],
			exported_name(text, slice_from(head, from)), folder, true);
		read_pattern(reader, text, body, folder);
	}
	for (size_t i = 0; i < count; i++) {
		struct slice folder = settings_join(settings, S("src/content"), names[i]);
		if (uri_extension(names[i]).len == 0 && !slice_starts(names[i], S("_")) &&
			settings_has_folder(reader, folder))
			add_collection(
				settings, routes, &list[n++], names[i], folder, false);
	}
	settings->collections = list;
	settings->collection_count = n;
}

static const struct settings_row rows[] = {
	SETTING("site", URL, url),
	SETTING("base", PREFIX, baseurl),
	SETTING("defaultLocale", LANG, lang),
	SETTING("locales", LANGS, langs),
};

/* From the usual files of constants. */
static const struct settings_row const_rows[] = {
	WEAK_SETTING("SITE_TITLE|siteTitle|title|name", LINE, title),
	WEAK_SETTING(
		"SITE_DESCRIPTION|siteDescription|description|desc", LINE, description),
};

static void read_consts(struct settings_reader *reader)
{
	struct slice
		files = S("src/consts.ts|src/config.ts|src/consts.js|src/site.config.ts|"
			  "src/config.js|src/constants.ts"),
		file, config = reader->source.script;
	struct slice menus = S("NAV_LINKS|NAV_ITEMS|NAVIGATION|navLinks|navItems|"
			       "navigation|menuItems"),
		     rest, key;

	while (slice_split(&files, '|', &file)) {
		reader->source.script = script_javascript(
			&reader->settings->arena, settings_read_file(reader, file));
		SETTINGS_READ(reader, const_rows);
		/* AstroPaper lists no post to come. */
		if (slice_contains(reader->source.script, S("scheduledPostMargin")))
			reader->settings->future = false;
		for (rest = menus;
			!reader->settings->menu_count && slice_split(&rest, '|', &key);)
			settings_read_menu(
				reader, settings_value(reader, key), slice_none);
	}
	reader->source.script = config;
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	/* Only pictures named by pages are for readers there. */
	struct slice beside = S("assets|images|img|media"), name;

	SETTINGS_READ(reader, rows);
	settings_add_redirects(reader, settings_value(reader, S("redirects")));
	settings->future = true;
	reader->hides_nothing = true;
	read_consts(reader);
	reader->hides_nothing = false;
	settings->main_sections = S(GENERATOR_POSTS);
	settings->markdown_extensions = S("md|markdown|mdx|mdoc");
	settings->smart = true;
	settings->page_suffix = S("/");
	SETTINGS_ROOT(settings, .folder = S("src/pages"), .only_linked = true);
	SETTINGS_ROOT(settings, .is_static = true,
		.folder = settings_path(reader, S("publicDir"), S("public")));
	read_collections(reader);
	while (slice_split(&beside, '|', &name))
		SETTINGS_ROOT(settings, .is_static = true, .only_linked = true,
			.folder = settings_join(settings, S("src"), name),
			.prefix = settings_prefix(settings, name));
}

static struct slice segment(
	const struct settings *settings, struct arena *arena, struct slice s)
{
	(void)settings;
	return permalink_slugify(arena, s, SLUG_WORDS);
}

/* A collection's entry is its path without extension, or its slug; a page is its file. */
static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;
	bool page = !reading->origin->collection;
	struct slice last = page ? name->stem : name->base;

	if (!page && reading->origin->collection->permalink.len && facts->when) {
		permalink_expand(out, reading->origin->collection->permalink, facts,
			&reading->arena);
		return;
	}
	if (facts->slug.len && !page) {
		buf_putc(out, '/');
		permalink_escape(out, facts->slug);
		buf_putc(out, '/');
		return;
	}
	if (!page)
		generator_put_lang(reading, out);
	generator_put_path(reading, name->is_index ? slice_none : last,
		page ? &generator_plain : &generator_astro, out);
}

const struct generator_rules generator_astro = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_alone = true,
	.address = put_address,
	.segment = segment,
};
