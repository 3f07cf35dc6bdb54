/* SPDX-License-Identifier: MIT */
/* Which files of a Pelican site are published: ARTICLE_PATHS and the like (docs.getpelican.com: settings,
 * basic settings). */
#include "data/script.h"
#include "source/generator/generator_pelican_internal.h"

/* @name in the content folder, as a path of the site. */
static struct slice below(struct settings *settings, struct slice name)
{
	return settings_join(
		settings, settings->content_dir, settings_trim_path(settings, name));
}

static bool is_dot(struct slice path)
{
	return path.len == 0 || slice_eq(path, S("."));
}

/* A setting that is a list of paths. */
struct paths {
	struct slice setting;
	const struct slice *items;
	size_t count;
	bool all;     /* one of them is the content's folder */
	bool unclear; /* its value is unknown without running it */
};

/* The rest of @text after the literal at its start: a list, a tuple or a string. */
static struct slice behind_literal(struct slice text)
{
	char open = text.len ? *text.ptr : '\0', quote = '\0';
	size_t depth = 0;

	if (open != '[' && open != '(' && open != '{' && open != '"' && open != '\'')
		return text;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (quote) {
			quote = c == quote ? '\0' : quote;
			i += c == '\\';
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (strchr("[({", c)) {
			depth++;
		} else if (strchr("])}", c)) {
			depth--;
		}
		if (!quote && depth == 0)
			return slice_from(text, i + 1);
	}
	return slice_none;
}

/* Is @name set to a sum, by a call, or added to? */
static bool is_computed(struct slice python, struct slice name)
{
	struct slice line, rest = python;

	while (slice_next_line(&rest, &line)) {
		if (!slice_starts(slice_trim_start(line), name))
			continue;
		bool inner = line.len && ascii_is_space(*line.ptr);
		struct slice behind = slice_from(slice_trim_start(line), name.len);
		if (behind.len && (ascii_is_alnum(*behind.ptr) || *behind.ptr == '_'))
			continue;
		behind = slice_trim_start(behind);
		if (inner || !slice_starts(behind, S("=")))
			return true;
		/* From here on, over several lines. */
		struct slice value = slice_trim_start(slice(behind.ptr + 1,
			(size_t)(python.ptr + python.len - behind.ptr - 1)));
		struct slice after = behind_literal(value), end;
		/* Not a literal, or an unclosed one. */
		if (after.ptr == value.ptr || !after.ptr)
			return true;
		slice_cut(after, '\n', &end, NULL);
		end = slice_trim(end);
		if (end.len && *end.ptr != '#')
			return true;
	}
	return false;
}

/* @python: the two files of settings. */
static struct paths read_paths(
	struct settings_reader *reader, const struct slice *python, struct slice setting)
{
	struct settings *settings = reader->settings;
	struct paths paths = {.setting = setting};

	paths.count =
		settings_strings(settings, settings_value(reader, setting), &paths.items);
	struct slice *items =
		arena_array(&settings->arena, paths.count + 1, struct slice);
	for (size_t i = 0; i < paths.count; i++) {
		items[i] = settings_trim_path(settings, paths.items[i]);
		paths.all |= is_dot(items[i]);
	}
	paths.items = items;
	for (size_t i = 0; i < 2; i++)
		paths.unclear |= is_computed(python[i], setting);
	return paths;
}

/* Adds the files and folders of @paths to @list; @negated shows them again. */
static void add_paths(struct settings_reader *reader, struct pattern_list *list,
	const struct paths *paths, bool negated)
{
	for (size_t i = 0; i < paths->count; i++) {
		size_t first = list->count;
		if (!is_dot(paths->items[i]))
			settings_add_pattern(reader, list, paths->items[i]);
		settings_add_pattern(reader, list,
			is_dot(paths->items[i]) ? S("**")
						: settings_join(reader->settings,
							  paths->items[i], S("**")));
		for (size_t k = first; negated && k < list->count; k++)
			list->items[k].negated = true;
	}
}

static struct pattern_list *hide(struct settings_reader *reader, enum pattern_kind kind,
	unsigned scope, struct slice setting)
{
	return settings_hide(reader, kind, scope, setting, reader->settings->content_dir);
}

/* An unknown setting hides everything that it could exclude. */
static void say_unclear(struct settings_reader *reader, const struct paths *paths,
	struct pattern_list *list)
{
	pattern_add(&reader->settings->arena, list, S("**"), NULL);
	diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0, 0,
		"everything that it could exclude stays hidden",
		"%.*s is not a plain list, so what it excludes is unknown",
		SARG(paths->setting));
}

/* What @setting excludes from the folders @own, but not from @others, which may be inside
 * them. */
static void read_excludes(struct settings_reader *reader, const struct slice *python,
	struct slice setting, const struct paths *own, const struct paths *others)
{
	struct settings *settings = reader->settings;
	struct paths excludes = read_paths(reader, python, setting);

	if (excludes.count == 0 && !excludes.unclear)
		return;
	for (size_t i = 0; i < own->count || (i == 0 && own->all); i++) {
		struct pattern_list *list =
			hide(reader, PATTERN_PATH_GLOB, PATTERN_PAGES, setting);
		if (own->count && !is_dot(own->items[i])) {
			list->folder = below(settings, own->items[i]);
			list->prefix = arena_printf(
				&settings->arena, "%.*s/", SARG(own->items[i]));
		}
		add_paths(reader, list, &excludes, false);
		if (excludes.unclear)
			say_unclear(reader, &excludes, list);
		if (!others->all)
			add_paths(reader, list, others, true);
	}
}

/* Names of files and folders that are ignored. */
static void read_ignored(struct settings_reader *reader, const struct slice *python)
{
	struct paths ignored = read_paths(reader, python, S("IGNORE_FILES"));
	struct pattern_list *list =
		hide(reader, PATTERN_NAME, PATTERN_ALL, S("IGNORE_FILES"));
	for (size_t i = 0; i < ignored.count; i++)
		settings_add_pattern(reader, list, ignored.items[i]);
	if (ignored.unclear)
		say_unclear(reader, &ignored, list);
}

/* Files of STATIC_PATHS without STATIC_EXCLUDES are served; others only when a page links
 * them. */
static void read_static(struct settings_reader *reader, const struct slice *python)
{
	static const struct slice images[] = {S("images")};
	struct settings *settings = reader->settings;
	struct paths paths = read_paths(reader, python, S("STATIC_PATHS"));
	struct paths excludes = read_paths(reader, python, S("STATIC_EXCLUDES"));
	struct pattern_list *served = &settings->without_link;

	if (!settings_value(reader, S("STATIC_PATHS"))) {
		paths.items = images;
		paths.count = 1;
	}
	*served = (struct pattern_list){.kind = PATTERN_PATH_GLOB,
		.scope = PATTERN_FILES,
		.folder = settings->content_dir};
	add_paths(reader, served, &paths, false);
	add_paths(reader, served, &excludes, true);
	if (!excludes.unclear)
		return;
	diag_add(reader->diags, DIAG_WARNING, settings->generator_file, 0, 0,
		"only files that pages link are served",
		"STATIC_EXCLUDES is not a plain list, so what it excludes is unknown");
	served->count = 0;
}

/* {'extra/robots.txt': {'path': 'robots.txt'}}: a file with another address on the web. */
static void read_moved(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *map = settings_value(reader, S("EXTRA_PATH_METADATA"));

	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		struct slice path = settings_trim_path(
			settings, value_text(value_get(&map->pairs[i].value, S("path"))));
		struct slice file = below(settings, map->pairs[i].key);
		if (path.len == 0)
			continue;
		SETTINGS_ROOT(settings, .folder = file,
			.prefix = settings_prefix(settings, path), .is_static = true,
			.only_linked = !pattern_hides(
				&settings->without_link, file, PATTERN_FILES, NULL));
	}
}

static void add_roots(struct settings *settings, const struct paths *paths,
	const struct settings_collection *collection)
{
	for (size_t i = 0; i < paths->count; i++) {
		if (!is_dot(paths->items[i]))
			SETTINGS_ROOT(settings,
				.folder = below(settings, paths->items[i]),
				.collection = collection, .only_linked = true);
	}
}

/* Articles are in ARTICLE_PATHS (all of the content by default), pages in PAGE_PATHS. */
void pelican_read_roots(struct settings_reader *reader)
{
	static const struct slice own_pages[] = {S("pages")};
	struct settings *settings = reader->settings;
	struct settings_collection *posts =
		arena_array(&settings->arena, 2, struct settings_collection);
	const struct slice python[] = {
		settings_read_file(reader, settings->generator_file),
		settings_read_file(reader, S("publishconf.py"))};
	struct slice content = settings_trim_path(
		settings, value_text(settings_value(reader, S("PATH"))));

	if (slice_eq(content, S(".")))
		content = slice_none;
	else if (content.len == 0 && settings_has_folder(reader, S("content")))
		content = S("content");
	posts[0] = (struct settings_collection){
		.name = S("posts"), .folder = content, .output = true};
	posts[1] = (struct settings_collection){.name = S("pages"), .output = true};
	settings->collections = posts;
	settings->collection_count = 2;
	struct paths articles = read_paths(reader, python, S("ARTICLE_PATHS"));
	struct paths pages = read_paths(reader, python, S("PAGE_PATHS"));
	if (pages.count == 0)
		pages = read_paths(reader, python, S("PAGE_DIR"));
	if (pages.count == 0) {
		pages.items = own_pages;
		pages.count = 1;
	}
	/* Of a computed value, only its literals are known. */
	articles.all |= articles.count == 0 && !articles.unclear;
	SETTINGS_ROOT(settings, .folder = content,
		.collection = articles.all ? posts : NULL, .only_linked = true);
	add_roots(settings, &articles, posts);
	add_roots(settings, &pages, &posts[1]);
	if (!articles.all) {
		struct pattern_list *list = hide(
			reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("ARTICLE_PATHS"));
		if (articles.unclear)
			say_unclear(reader, &articles, list);
		else
			pattern_add(&settings->arena, list, S("**"), NULL);
		add_paths(reader, list, &articles, true);
		add_paths(reader, list, &pages, true);
	}
	read_excludes(reader, python, S("ARTICLE_EXCLUDES"), &articles, &pages);
	read_excludes(reader, python, S("PAGE_EXCLUDES"), &pages, &articles);
	read_ignored(reader, python);
	read_static(reader, python);
	read_moved(reader);
}
