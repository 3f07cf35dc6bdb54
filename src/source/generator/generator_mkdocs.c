/* SPDX-License-Identifier: MIT */
/* mkdocs.yml (mkdocs.org/user-guide/configuration), the same for its fork ProperDocs and its
 * successor Zensical (zensical.org/docs/setup/basics), and the blog plugin of Material for MkDocs
 * (squidfunk.github.io/mkdocs-material/plugins/blog). */
#include <errno.h>

#include "base/text.h"
#include "base/uri.h"
#include "data/yaml.h"
#include "source/generator.h"
#include "source/overlay.h"
#include "source/visibility.h"

#define NAV_DEPTH 16

/* The options of the plugin @name; *there: it is enabled. */
static const struct value *plugin(
	const struct settings *settings, struct slice name, bool *there)
{
	const struct value *plugins = value_get(settings->raw, S("plugins")), *found;

	*there = false;
	if (plugins && plugins->kind == VALUE_MAP) {
		for (size_t i = 0; i < plugins->count && !*there; i++)
			*there = slice_eq(plugins->pairs[i].key, name);
		return value_get(plugins, name);
	}
	for (size_t i = 0; plugins && plugins->kind == VALUE_LIST && i < plugins->count;
		i++) {
		const struct value *item = &plugins->items[i];
		*there = slice_eq(value_text(item), name);
		if (item->kind == VALUE_MAP)
			*there = item->count && slice_eq(item->pairs[0].key, name);
		found = item->kind == VALUE_MAP ? value_get(item, name) : NULL;
		if (*there)
			return found;
	}
	return NULL;
}

static struct slice option(
	const struct settings *settings, struct slice key, struct slice otherwise)
{
	bool there;
	const struct value *blog = plugin(settings, S("material/blog"), &there);

	if (!there)
		blog = plugin(settings, S("blog"), &there);
	struct slice text = value_text(value_get(blog, key));
	return text.len ? text : otherwise;
}

/* "{blog}/posts" with the blog's folder, below docs/. */
static void add_blog(struct settings_reader *reader, struct slice docs)
{
	struct settings *settings = reader->settings;
	struct settings_collection *posts =
		arena_new(&settings->arena, struct settings_collection);
	struct slice blog =
		settings_trim_path(settings, option(settings, S("blog_dir"), S("blog")));
	struct slice dir = option(settings, S("post_dir"), S("{blog}/posts"));

	if (slice_eq(blog, S(".")))
		blog = slice_none;
	if (slice_starts(dir, S("{blog}")))
		dir = arena_printf(&settings->arena, "%.*s%.*s", SARG(blog),
			SARG(slice_from(dir, sizeof("{blog}") - 1)));
	posts->name = S("posts");
	posts->folder = settings_join(settings, docs, settings_trim_path(settings, dir));
	posts->permalink = option(settings, S("post_url_format"), S("{date}/{slug}"));
	posts->output = true;
	settings->collections = posts;
	settings->collection_count = 1;
	SETTINGS_ROOT(settings, .folder = posts->folder, .collection = posts,
		.prefix = settings_prefix(settings, blog));
	struct slice authors =
		option(settings, S("authors_file"), S("{blog}/.authors.yml"));
	if (slice_skip(&authors, S("{blog}")))
		authors = arena_printf(
			&settings->arena, "%.*s%.*s", SARG(blog), SARG(authors));
	reader->hides_nothing = true;
	settings_read_authors_file(reader,
		settings_join(settings, docs, settings_trim_path(settings, authors)));
	reader->hides_nothing = false;
}

/* What is not built: .gitignore patterns, and the globs and anchored regular expressions of the
 * exclude plugin. */
static void read_hidden(struct settings_reader *reader, struct slice docs)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	bool there;

	struct pattern_list *list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S("exclude_docs"), docs);
	settings_add_lines(reader, list, S(".*\n/templates/"));
	settings_add_lines(reader, list, value_text(value_get(raw, S("exclude_docs"))));
	if (!reader->config->drafts) {
		list = settings_hide(
			reader, PATTERN_GITIGNORE, PATTERN_ALL, S("draft_docs"), docs);
		settings_add_lines(
			reader, list, value_text(value_get(raw, S("draft_docs"))));
	}
	const struct value *exclude = plugin(settings, S("exclude"), &there);
	if (!there)
		return;
	list = settings_hide(reader, PATTERN_GLOB, PATTERN_PAGES | PATTERN_FILES,
		S("mkdocs-exclude's glob"), docs);
	settings_add_patterns(reader, list, value_get(exclude, S("glob")));
	list = settings_hide(reader, PATTERN_REGEX, PATTERN_PAGES | PATTERN_FILES,
		S("mkdocs-exclude's regex"), docs);
	list->anchored = true;
	settings_add_patterns(reader, list, value_get(exclude, S("regex")));
}

/* Pages in the menu: a list of files, titles with a file, sections with a list. A folder means its content;
 * a star or three dots (of plugins) what they match. */
static void read_nav(struct settings_reader *reader, struct pattern_list *others,
	const struct value *nav, unsigned depth)
{
	struct slice path = settings_trim_path(reader->settings, value_text(nav));
	struct buf escaped;

	for (size_t i = 0; nav && depth < NAV_DEPTH && i < nav->count; i++) {
		if (nav->kind == VALUE_LIST)
			read_nav(reader, others, &nav->items[i], depth + 1);
		else if (nav->kind == VALUE_MAP)
			read_nav(reader, others, &nav->pairs[i].value, depth + 1);
	}
	if (!path.len)
		return;
	buf_init(&escaped, BUF_MAX_BYTES);
	for (size_t i = 0; i < path.len; i++) {
		if (strchr("?[\\", path.ptr[i]))
			buf_putc(&escaped, '\\');
		buf_putc(&escaped, path.ptr[i]);
	}
	if (slice_eq(path, S("...")))
		buf_clear(&escaped);
	if (slice_eq(path, S("...")) || slice_ends(value_text(nav), S("/")))
		buf_puts(&escaped, slice_eq(path, S("...")) ? "*" : "/*");
	settings_add_pattern(reader, others, buf_slice(&escaped));
	buf_fini(&escaped);
	others->items[others->count - 1].negated = true;
}

/* Pages that are not in the menu are public, but not on the home page. */
static void read_menu(struct settings_reader *reader, struct slice docs)
{
	const struct value *raw = reader->settings->raw, *nav = value_get(raw, S("nav"));
	struct pattern_list *list =
		settings_off_home(reader, PATTERN_GITIGNORE, S("not_in_nav"), docs);

	settings_add_lines(reader, list, value_text(value_get(raw, S("not_in_nav"))));
	if (!nav || !nav->count)
		return;
	list = settings_off_home(reader, PATTERN_GLOB, S("nav"), docs);
	settings_add_pattern(reader, list, S("*"));
	read_nav(reader, list, nav, 0);
}

/* ".meta.yml" sets fields for everything below its folder. */
static const struct settings_default *read_folder(const struct settings *settings,
	struct arena *arena, int fd, struct slice path, size_t *count,
	struct folder_reading *reading)
{
	struct value *values = arena_new(arena, struct value);
	struct settings_default *made = arena_new(arena, struct settings_default);
	bool there;

	const struct value *meta = plugin(settings, S("meta"), &there);
	if (!there)
		meta = plugin(settings, S("material/meta"), &there);
	struct slice file = value_text(value_get(meta, S("meta_file")));
	file = file.len ? file : S(".meta.yml");
	if (!settings_read_values(settings, fd, path, file, arena, values, reading))
		return NULL;
	*made = (struct settings_default){
		.path = path.len ? arena_printf(arena, "%.*s/", SARG(path)) : path,
		.values = values};
	*count = 1;
	return made;
}

/* The plugin encryptcontent: pages with a password, or with a level that has one, and words that keep
 * pages out of indexes. All pages inherit a password for the whole site; an empty one in a page overrides
 * it. */
static void read_encryption(struct settings *settings)
{
	static const struct visibility_row words = {.generators = ~0u,
		.keys = S("level|obfuscate"),
		.test = VALUE_IS_SAID,
		.state = POST_LOCKED};
	bool there;
	const struct value *options = plugin(settings, S("encryptcontent"), &there);
	const struct value *everywhere = value_get(options, S("global_password"));
	const struct value *levels = value_get(options, S("password_inventory"));
	struct value *values = arena_new(&settings->arena, struct value);
	struct settings_default *list =
		arena_new(&settings->arena, struct settings_default);

	if (!there)
		return;
	settings->words = &words;
	settings->word_count = 1;
	*values = (struct value){.kind = VALUE_MAP};
	if (everywhere)
		*value_add_pair(&settings->arena, values) =
			(struct value_pair){.key = S("password"), .value = *everywhere};
	if (value_get(levels, S("_global")))
		*value_add_pair(&settings->arena, values) =
			(struct value_pair){.key = S("level"),
				.value = {.kind = VALUE_SCALAR, .text = S("_global")}};
	list->values = values;
	settings->defaults = list;
	settings->default_count = values->count != 0;
}

/* "INHERIT: base.yml": the settings of that file, overridden by those of this one. */
static void read_inherited(struct settings_reader *reader)
{
	enum { FILES_MAX = 8 };
	struct settings *settings = reader->settings;
	struct slice key = S("INHERIT"), file = settings->generator_file;
	const struct value *raw = settings->raw;

	for (int i = 0; i < FILES_MAX && value_text(value_get(raw, key)).len; i++) {
		ptrdiff_t slash = slice_rfind_char(file, '/');
		struct slice name = value_text(value_get(raw, key));
		while (slice_skip(&name, S("./")))
			;
		file = arena_printf(&settings->arena, "%.*s%.*s",
			SARG(slice_head(file, (size_t)(slash + 1))), SARG(name));
		raw = settings_read_tree(reader, file);
		if (!raw)
			return;
		struct value *all = arena_new(&settings->arena, struct value);
		all->kind = VALUE_MAP;
		settings_merge(settings, all, raw);
		settings_merge(settings, all, settings->raw);
		settings->raw = all;
	}
}

/* The address of a page by its file in the folder of docs; that of another site as it is. */
static struct slice address_of(
	const struct settings *settings, struct arena *arena, struct slice file)
{
	struct slice path;

	if (uri_scheme(file).len)
		return file;
	slice_cut(file, '#', &path, NULL);
	if (!slice_drop(&path, S(".md")))
		return path;
	if (slice_any(slice_path_name(path), S("index|README"), slice_eq))
		return arena_printf(arena, "/%.*s%s", SARG(slice_path_folder(path)),
			slice_path_folder(path).len ? "/" : "");
	return arena_printf(arena, "/%.*s%.*s", SARG(path), SARG(settings->page_suffix));
}

/* The plugin redirects: {redirect_maps: {old.md: new.md}}. */
static void read_redirects(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	bool there;
	const struct value *maps =
		value_get(plugin(settings, S("redirects"), &there), S("redirect_maps"));

	for (size_t i = 0; maps && maps->kind == VALUE_MAP && i < maps->count; i++)
		settings_add_redirect(reader,
			address_of(settings, &settings->arena, maps->pairs[i].key),
			address_of(settings, &settings->arena,
				value_text(&maps->pairs[i].value)));
}

static const struct settings_row rows[] = {
	SETTING("site_name", LINE, title),
	SETTING("site_description", LINE, description),
	SETTING("site_author", LINE, author),
	SETTING("site_url", URL, url),
	SETTING("theme.language", LANG, lang),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	bool there, held_back = false;

	if (slice_ends(settings->generator_file, S(".toml")))
		settings->raw = value_get(settings->raw, S("project"));
	read_inherited(reader);
	reader->source.trees[0] = settings->raw;
	SETTINGS_READ(reader, rows);
	settings->page_suffix = settings_bool(reader, S("use_directory_urls"), true)
					? S("/")
					: S(".html");
	read_redirects(reader);
	settings->kramdown = true; /* attributes, footnotes, definition lists */
	settings->nested = S("date");
	settings->emoji = true;

	struct slice docs = settings_path(reader, S("docs_dir"), S("docs"));
	SETTINGS_ROOT(settings, .folder = docs);
	read_hidden(reader, docs);
	settings_read_menu(reader, settings_value(reader, S("nav")), slice_none);
	read_menu(reader, docs);
	plugin(settings, S("blog"), &there);
	if (!there)
		plugin(settings, S("material/blog"), &there);
	settings->dates_make_no_posts = there;
	if (there)
		add_blog(reader, docs);
	read_encryption(settings);
	value_bool(&(struct value){.kind = VALUE_SCALAR,
			   .text = option(settings, S("draft_if_future_date"), S("no"))},
		&held_back);
	settings->future = !held_back;
}

static void put_field(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice field, struct buf *out)
{
	const struct settings *settings = reading->settings;
	struct arena *arena = &reading->arena;
	struct slice last = facts->slug.len ? facts->slug : reading->post.title;

	if (slice_eq(field, S("date")) && facts->when) {
		permalink_put_pattern(out,
			option(settings, S("post_url_date_format"), S("yyyy/MM/dd")),
			facts->when);
	} else if (slice_eq(field, S("slug"))) {
		permalink_escape(out,
			facts->slug.len ? last
					: permalink_slugify(arena, last, SLUG_WORDS));
	} else if (slice_eq(field, S("file"))) {
		permalink_escape(out, reading->name.stem);
	} else if (slice_eq(field, S("categories"))) {
		for (size_t i = 0; i < facts->category_count; i++) {
			buf_puts(out, i ? "/" : "");
			permalink_escape(out, permalink_slugify(arena,
						      facts->categories[i], SLUG_WORDS));
		}
	}
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings_collection *collection = reading->origin->collection;
	const struct name *name = &reading->name;

	if (!collection) {
		bool index = name->is_index || slice_eq(name->stem, S("README"));
		generator_put_path(
			reading, index ? slice_none : name->stem, &generator_mkdocs, out);
		return;
	}
	buf_putc(out, '/');
	generator_put_braces(reading, facts, collection->permalink, out, put_field);
	buf_put(out, reading->settings->page_suffix);
}

const struct generator_rules generator_mkdocs = {
	.settings = read_settings,
	.address = put_address,
	.folder = read_folder,
};
