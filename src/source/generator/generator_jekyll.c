/* SPDX-License-Identifier: MIT */
/* _config.yml (jekyllrb.com/docs/configuration). */
#include "base/text.h"
#include "source/generator.h"

#define COLLECTIONS_MAX 256

static void add_collection(struct settings *settings, struct settings_collection *list,
	size_t *count, struct slice name, const struct value *facts)
{
	struct settings_collection *made = NULL;
	bool posts = slice_eq(name, S("posts"));

	for (size_t i = 0; i < *count; i++) {
		if (slice_eq(list[i].name, name))
			made = &list[i];
	}
	if (!made) {
		if (*count == COLLECTIONS_MAX)
			return;
		made = &list[(*count)++];
		made->name = name;
		made->output = posts;
	}
	struct slice permalink = value_text(value_get(facts, S("permalink")));
	if (permalink.len)
		made->permalink = permalink_style(permalink);
	settings_switch(value_get(facts, S("output")), &made->output);
	settings_switch(value_get(facts, S("future")), &made->future);
	if (posts)
		made->folder = S("_posts");
	else
		made->folder = settings_join(settings,
			settings->collections_dir.len ? settings->collections_dir
						      : settings->content_dir,
			arena_printf(&settings->arena, "_%.*s", SARG(name)));
}

static void read_collections(struct settings *settings)
{
	const struct value *raw = value_get(settings->raw, S("collections"));
	struct settings_collection *list = arena_array(
		&settings->arena, COLLECTIONS_MAX, struct settings_collection);
	size_t count = 0;

	add_collection(settings, list, &count, S("posts"), NULL);
	for (size_t i = 0; raw && i < raw->count; i++) {
		if (raw->kind == VALUE_MAP)
			add_collection(settings, list, &count, raw->pairs[i].key,
				&raw->pairs[i].value);
		else if (raw->kind == VALUE_LIST && value_text(&raw->items[i]).len)
			add_collection(
				settings, list, &count, value_text(&raw->items[i]), NULL);
	}
	if (list[0].permalink.len == 0)
		list[0].permalink = settings->permalink;
	settings->collections = list;
	settings->collection_count = count;
}

/* Types have old names. Bridgetown has "collection" for "type". */
static struct slice scope_type(const struct settings *settings, const struct value *scope)
{
	struct slice type = slice_none;

	if (settings->is_bridgetown)
		type = value_text(value_get(scope, S("collection")));
	if (!type.len)
		type = value_text(value_get(scope, S("type")));
	return slice_eq(type, S("post"))    ? S("posts")
	       : slice_eq(type, S("page"))  ? S("pages")
	       : slice_eq(type, S("draft")) ? S("drafts")
					    : type;
}

/* Adds @entry below @folder, which its path is relative to. A path without a glob is a prefix, to its last byte. */
static void add_default(struct settings *settings, struct settings_default *list,
	size_t *count, const struct settings_default *entry, struct slice folder)
{
	struct settings_default *made = &list[(*count)++];
	struct slice written = slice_trim(entry->path);

	*made = *entry;
	made->path = settings_trim_path(settings, written);
	if (!made->path.len)
		return;
	bool is_prefix = slice_find_char(written, '*') < 0 && slice_ends(written, S("/"));
	made->path = settings_join(settings, folder, made->path);
	if (is_prefix)
		made->path = arena_printf(&settings->arena, "%.*s/", SARG(made->path));
}

/* Paths of scopes are those in the source folder; those of documents go without the folder of the
 * collections. */
static void read_defaults(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = value_get(settings->raw, S("defaults"));
	struct slice collections = settings->collections_dir;

	if (!raw || raw->kind != VALUE_LIST)
		return;
	size_t n = 0;
	struct settings_default *list =
		arena_array(&settings->arena, 2 * raw->count, struct settings_default);
	for (size_t i = 0; i < raw->count; i++) {
		const struct value *item = &raw->items[i];
		const struct value *scope = value_get(item, S("scope"));
		const struct value *values = value_get(item, S("values"));
		if (!values || values->kind != VALUE_MAP) {
			diag_add(reader->diags, DIAG_WARNING, settings->generator_file,
				item->line, item->column, "it is left out",
				"an entry of \"defaults\" without a map of values");
			continue;
		}
		const struct settings_default entry = {
			.path = value_text(value_get(scope, S("path"))),
			.type = scope_type(settings, scope),
			.values = values};
		add_default(settings, list, &n, &entry, settings->content_dir);
		if (collections.len && list[n - 1].path.len &&
			slice_find_char(entry.path, '*') < 0)
			add_default(settings, list, &n, &entry, collections);
	}
	settings->defaults = list;
	settings->default_count = n;
}

/* Bridgetown: _defaults.yml sets fields for everything below its folder
 * (bridgetownrb.com/docs/content/front-matter-defaults). */
static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	static const struct slice names[] = {
		S("_defaults.json"), S("_defaults.yaml"), S("_defaults.yml")};
	enum { NAMES = sizeof(names) / sizeof(*names) };

	if (!settings->is_bridgetown)
		return NULL;
	struct settings_default *list =
		arena_array(arena, NAMES, struct settings_default);
	for (size_t i = 0; i < NAMES; i++) {
		struct value *values = arena_new(arena, struct value);
		if (!settings_read_values(
			    settings, fd, path, names[i], arena, values, reading))
			continue;
		list[(*count)++] = (struct settings_default){
			.path = path.len ? arena_printf(arena, "%.*s/", SARG(path))
					 : path,
			.values = values};
	}
	return list;
}

/* The quoted strings after the word "exclude" in a Ruby configuration: 'exclude ["a", "b"]',
 * 'config.exclude << "a"'. */
static void ruby_excludes(
	struct settings_reader *reader, struct slice ruby, struct pattern_list *hide)
{
	struct slice line, string;

	while (slice_next_line(&ruby, &line)) {
		line = slice_trim(line);
		slice_skip(&line, S("config."));
		if (!slice_starts(line, S("exclude")))
			continue;
		/* A list may span several lines. */
		struct slice rest = line;
		if (slice_find_char(line, '[') >= 0 && slice_find_char(line, ']') < 0)
			rest.len = (size_t)(ruby.ptr + ruby.len - line.ptr);
		slice_cut(rest, ']', &rest, NULL);
		while (rest.len) {
			char quote = *rest.ptr;
			rest = slice_from(rest, 1);
			if ((quote == '"' || quote == '\'') &&
				slice_cut(rest, quote, &string, &rest))
				settings_add_pattern(reader, hide, string);
		}
	}
}

/* Paths of the source folder, in addition to Jekyll's default excludes; "include" overrides both. */
static void read_patterns(struct settings_reader *reader)
{
	struct slice always = S(".sass-cache|.jekyll-cache|gemfiles|Gemfile|Gemfile.lock|"
				"node_modules|"
				"vendor/bundle/|vendor/cache/|vendor/gems/|vendor/ruby/"),
		     path;
	struct settings *settings = reader->settings;
	struct pattern_list *hide = settings_hide(
		reader, PATTERN_PREFIX, PATTERN_ALL, S("exclude"), settings->content_dir);

	settings_add_patterns(
		reader, &settings->include, value_get(settings->raw, S("include")));
	settings_add_patterns(reader, hide, value_get(settings->raw, S("exclude")));
	if (settings->is_bridgetown)
		ruby_excludes(reader,
			settings_read_file(reader, S("config/initializers.rb")), hide);
	while (slice_split(&always, '|', &path))
		settings_add_pattern(reader, hide, path);
	size_t first = hide->count;
	settings_add_patterns(reader, hide, value_get(settings->raw, S("include")));
	for (size_t i = first; i < hide->count; i++)
		hide->items[i].negated = true;
	/* What it built itself. */
	struct slice built = settings_path(reader, S("destination"), slice_none);
	if (!built.len || slice_in_folder(settings->content_dir, built))
		return;
	hide = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S("destination"), slice_none);
	settings_add_folder(reader, hide, built);
}

/* "md, .markdown" */
static void read_markdown_extensions(struct settings *settings)
{
	struct slice rest = value_text(value_get(settings->raw, S("markdown_ext"))),
		     piece;
	struct buf list;

	buf_init(&list, BUF_MAX_BYTES);
	while (slice_split(&rest, ',', &piece)) {
		piece = slice_trim(piece);
		slice_skip(&piece, S("."));
		buf_puts(&list, list.len && piece.len ? "|" : "");
		buf_put(&list, text_lower(&settings->arena, piece));
	}
	if (list.len)
		settings->markdown_extensions = buf_dup(&list, &settings->arena);
	buf_fini(&list);
}

/* Jekyll appends the end of the site's pattern to the paths of pages and collections. */
static void read_permalink(struct settings *settings)
{
	struct slice style = value_text(value_get(settings->raw, S("permalink")));

	if (style.len == 0)
		style = settings->permalink.len ? settings->permalink : S("date");
	settings->permalink = permalink_style(style);
	if (slice_eq(style, S("pretty")) || slice_ends(style, S("/")))
		settings->page_suffix = S("/");
	else if (slice_any(style, S("date|ordinal|none"), slice_eq) ||
		 slice_ends(style, S(":output_ext")))
		settings->page_suffix = S(".html");
	else
		settings->page_suffix = S("");
}

/* A string after a word at a line's start, as in 'url "https://a.example"' or 'url = "..."'. */
static struct slice ruby_string(struct slice text, struct slice word)
{
	struct slice line, value;

	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		slice_skip(&line, S("config."));
		if (!slice_starts(line, word))
			continue;
		value = slice_trim(slice_from(line, word.len));
		if (slice_starts(value, S("=")))
			value = slice_trim(slice_from(value, 1));
		if (value.len > 1 && (*value.ptr == '"' || *value.ptr == '\'')) {
			ptrdiff_t end = slice_find_char(slice_from(value, 1), *value.ptr);
			if (end >= 0)
				return slice(value.ptr + 1, (size_t)end);
		}
	}
	return slice_none;
}

/* Bridgetown (bridgetownrb.com/docs/configuration), a descendant of Jekyll: sources in src/, its title in
 * a data file, perhaps its configuration in Ruby. */
static void read_bridgetown(struct settings_reader *reader)
{
	static const struct settings_row facts[] = {
		SETTING("title", LINE, title),
		SETTING("description|tagline", LINE, description),
	};
	struct settings *settings = reader->settings;
	struct slice ruby = settings_read_file(reader, S("config/initializers.rb"));

	reader->source.trees[0] =
		settings_read_tree(reader, S("src/_data/site_metadata.yml"));
	SETTINGS_READ(reader, facts);
	reader->source.trees[0] = settings->raw;
	settings_set_url(settings, ruby_string(ruby, S("url")));
	settings_set_zone(reader, ruby_string(ruby, S("timezone")));
	settings->permalink = ruby_string(ruby, S("permalink"));
	if (settings->permalink.len == 0)
		settings->permalink = S("pretty");
	SETTINGS_ROOT(settings, .folder = S("src"));
	SETTINGS_ROOT(settings, .folder = S("src/_pages"));
}

/* Themes have it in the settings (beautiful-jekyll, minima) or in a data file (minimal-mistakes). */
static void read_menu(struct settings_reader *reader)
{
	struct slice
		keys = S("navbar-links|header_pages|minima.nav_pages|navigation|nav|menu|"
			 "navbar|header_links|nav_links|main_menu"),
		names = S("navigation|nav|menu|menus|navbar|main_menu"), key, name;
	struct slice *files;
	struct settings *settings = reader->settings;

	while (!settings->menu_count && slice_split(&keys, '|', &key)) {
		const struct value *value = settings_value(reader, key);
		if (value && value->kind != VALUE_SCALAR)
			settings_read_menu(reader, value, slice_none);
	}
	size_t count = settings_list(reader, settings->data_dir, &files);
	while (!settings->menu_count && slice_split(&names, '|', &name)) {
		for (size_t i = 0; !settings->menu_count && i < count; i++) {
			struct slice stem, ending;
			if (slice_cut(files[i], '.', &stem, &ending) &&
				slice_eq(stem, name) &&
				slice_any(ending, S("yml|yaml|json|toml"), slice_eq))
				settings_read_menu(reader,
					settings_read_data(reader,
						settings_join(settings,
							settings->data_dir, files[i])),
					slice_none);
		}
	}
}

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	WEAK_SETTING("name", LINE, title),
	SETTING("description", LINE, description),
	SETTING("author", NAME, author),
	SETTING("url", URL, url),
	SETTING("baseurl", PREFIX, baseurl),
	SETTING("default_lang|default_language|lang|language|locale|languages", LANG,
		lang),
	SETTING("languages", LANGS, langs),
	SETTING("timezone", ZONE, zone),
	SETTING("future", SWITCH, future),
	SETTING("unpublished", SWITCH, unpublished),
	SETTING("show_drafts", DRAFTS, drafts),
	SETTING("excerpt_separator", TEXT, excerpt_separator),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice source = settings_path(reader, S("source"), slice_none);
	const struct slice *plugins = NULL;
	int64_t limit;

	settings->liquid = settings->kramdown = settings->smart = true;
	settings->main_sections = S(GENERATOR_POSTS);
	settings->is_bridgetown = slice_any(settings->generator_file,
		S("bridgetown.config.yml|config/initializers.rb"), slice_eq);
	if (settings->is_bridgetown)
		read_bridgetown(reader);
	SETTINGS_READ(reader, rows);
	if (source.len || !settings->is_bridgetown)
		SETTINGS_ROOT(settings, .folder = source);
	settings->includes_dir =
		settings_join(settings, settings->content_dir, S("_includes"));
	settings->data_dir = settings_join(settings, settings->content_dir,
		settings_path(reader, S("data_dir"), S("_data")));
	settings->collections_dir =
		settings_path(reader, S("collections_dir"), slice_none);
	if (settings->collections_dir.len)
		settings->collections_dir = settings_join(
			settings, settings->content_dir, settings->collections_dir);
	reader->hides_nothing = true;
	read_menu(reader);
	reader->hides_nothing = false;
	read_permalink(settings);
	read_collections(settings);
	read_defaults(reader);
	read_patterns(reader);
	read_markdown_extensions(settings);
	if (value_int(settings_value(reader, S("limit_posts")), &limit) && limit > 0)
		settings->limit_posts = (size_t)limit;
	size_t count = settings_strings(
		settings, settings_value(reader, S("plugins")), &plugins);
	for (size_t i = 0; i < count; i++)
		settings->emoji |= slice_eq(plugins[i], S("jemoji"));
}

/* Appends @pattern; Bridgetown's ".*" at its end is the extension; ":locale" is empty for the site's
 * language. */
static bool put_pattern(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice pattern, struct buf *out)
{
	if (reading->settings->is_bridgetown) {
		slice_drop(&pattern, S(".*"));
		slice_skip(&pattern, S("/:locale"));
		slice_skip(&pattern, S("/:lang"));
	}
	permalink_expand(out, pattern, facts, &reading->arena);
	return true;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings *settings = reading->settings;
	const struct settings_collection *collection = reading->origin->collection;

	if (collection && collection->permalink.len) {
		put_pattern(reading, facts, collection->permalink, out);
		return;
	}
	if (collection) {
		permalink_expand(out, S("/:collection/:path"), facts, &reading->arena);
	} else {
		permalink_escape(out, reading->name.folder);
		if (slice_eq(reading->name.stem, S("index"))) {
			buf_putc(out, '/');
			return;
		}
		buf_putc(out, '/');
		permalink_escape(out, reading->name.stem);
	}
	buf_put(out, settings->page_suffix);
}

const struct generator_rules generator_jekyll = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = put_pattern,
	.address = put_address,
	.folder = read_folder,
};
