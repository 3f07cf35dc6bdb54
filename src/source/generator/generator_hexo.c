/* SPDX-License-Identifier: MIT */
/* Hexo's _config.yml and addresses (hexo.io/docs/configuration, hexo.io/docs/permalinks). */
#include "source/generator/generator_hexo_internal.h"
#include "source/visibility.h"

/* encrypt: {tags: [{name: x, password: y}]} of hexo-blog-encrypt: posts of these tags are locked. */
static void read_locked_tags(struct settings *settings)
{
	const struct value *tags = value_path(settings->raw, S("encrypt.tags"));
	size_t count = tags && tags->kind == VALUE_LIST ? tags->count : 0;
	struct slice *names = arena_array(&settings->arena, count, struct slice);

	settings->locked_tags = names;
	for (size_t i = 0; i < count; i++) {
		struct slice name = value_text(value_get(&tags->items[i], S("name")));
		if (name.len)
			names[settings->locked_tag_count++] = name;
	}
}

/* hide_posts: {filter: secret} of hexo-hide-posts: the word that unlists a post. */
static void read_words(struct settings *settings)
{
	struct slice word = value_text(value_path(settings->raw, S("hide_posts.filter")));
	struct visibility_row *row = arena_new(&settings->arena, struct visibility_row);

	*row = (struct visibility_row){.generators = ~0u,
		.keys = word,
		.test = VALUE_IS_TRUE,
		.state = POST_UNLISTED};
	settings->words = row;
	settings->word_count = word.len != 0;
}

/* Globs of paths in the source folder; "ignore" has those of the whole path. */
static void read_patterns(struct settings_reader *reader, struct slice source)
{
	struct settings *settings = reader->settings;
	struct pattern_list *hide = settings_hide(reader, PATTERN_PATH_GLOB,
		PATTERN_PAGES | PATTERN_FILES, S("exclude"), source);

	settings_add_patterns(reader, hide, settings_value(reader, S("exclude")));
	/* It is not about posts. */
	settings_add_pattern(reader, hide, S("!_posts/**"));
	settings_add_pattern(reader, hide, S("!_drafts/**"));
	hide = settings_hide(reader, PATTERN_PATH_GLOB, PATTERN_ALL, S("ignore"), source);
	hide->prefix = arena_printf(&settings->arena, "%.*s%.*s/",
		SARG(settings_absolute(reader)), SARG(source));
	settings_add_patterns(reader, hide, settings_value(reader, S("ignore")));
	hide = settings_hide(reader, PATTERN_NAME, PATTERN_PAGES | PATTERN_FILES,
		S("a name that ends in %"), source);
	settings_add_pattern(reader, hide, S("*%"));
	settings->include.kind = settings->as_is.kind = PATTERN_PATH_GLOB;
	settings_add_patterns(
		reader, &settings->include, settings_value(reader, S("include")));
	settings->as_is.scope = PATTERN_PAGES;
	settings->as_is.folder = source;
	settings_add_patterns(
		reader, &settings->as_is, settings_value(reader, S("skip_render")));
}

/* In _posts and _drafts: no names with a leading '_' or '.', nothing that is not rendered, and
 * only files of posts. */
static void read_post_patterns(struct settings_reader *reader, struct slice source,
	struct slice name, bool assets)
{
	struct slice folder = settings_join(reader->settings, source, name);
	struct pattern_list *hide = settings_hide(reader, PATTERN_REGEX, PATTERN_ALL,
		S("a name that begins with _ or ."), folder);

	settings_add_pattern(reader, hide, S("(^|/)[_.]"));
	hide = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("skip_render"), folder);
	hide->prefix = arena_printf(&reader->settings->arena, "%.*s/", SARG(name));
	settings_add_patterns(reader, hide, settings_value(reader, S("skip_render")));
	if (assets)
		return;
	hide = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_FILES, S("post_asset_folder"), folder);
	settings_add_pattern(reader, hide, S("**"));
}

/* The theme's: _config.next.yml, "theme_config", themes/next/_config.yml. */
static void read_menu(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice theme = value_text(settings_value(reader, S("theme")));

	const struct slice files[] = {
		arena_printf(&settings->arena, "_config.%.*s.yml", SARG(theme)),
		arena_printf(&settings->arena, "themes/%.*s/_config.yml", SARG(theme))};
	settings_read_menu(
		reader, settings_value(reader, S("theme_config.menu")), slice_none);
	settings_read_menu(reader, settings_value(reader, S("menu")), slice_none);
	for (size_t i = 0; i < 2 && !settings->menu_count && theme.len; i++) {
		if (settings_read_file(reader, files[i]).len)
			settings_read_menu(reader,
				value_get(
					settings_read_tree(reader, files[i]), S("menu")),
				slice_none);
	}
}

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	SETTING("description|subtitle", LINE, description),
	SETTING("author", LINE, author),
	SETTING("url", URL, url),
	SETTING("root", PREFIX, baseurl),
	SETTING("language", LANG, lang),
	SETTING("language", LANGS, langs),
	SETTING("timezone", ZONE, zone),
	SETTING("future", SWITCH, future),
	SETTING("permalink", TEXT, permalink),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice source = settings_path(reader, S("source_dir"), S("source"));
	bool assets = settings_bool(reader, S("post_asset_folder"), false);

	settings->future = settings->smart = settings->liquid = true;
	settings->permalink = S(":year/:month/:day/:title/");
	SETTINGS_READ(reader, rows);
	reader->hides_nothing = true;
	read_menu(reader);
	reader->hides_nothing = false;
	read_locked_tags(settings);
	read_words(settings);
	settings_add_redirects(reader, settings_value(reader, S("alias")));
	settings->page_suffix = S(".html");
	settings->bundles = BUNDLES_SIBLING;
	settings->dates_make_no_posts = true;
	/* When the author's pattern for names begins with the date. */
	settings->drops_dates = slice_contains(
		value_text(settings_value(reader, S("new_post_name"))), S(":year"));

	struct settings_collection *posts =
		arena_new(&settings->arena, struct settings_collection);
	*posts = (struct settings_collection){.name = S("posts"),
		.folder = settings_join(settings, source, S("_posts")),
		.permalink = settings->permalink,
		.output = true};
	settings->collections = posts;
	settings->collection_count = 1;
	read_patterns(reader, source);
	read_post_patterns(reader, source, S("_posts"), assets);
	read_post_patterns(reader, source, S("_drafts"), assets);
	SETTINGS_ROOT(settings, .folder = source);
	SETTINGS_ROOT(settings, .folder = posts->folder, .collection = posts,
		.only_bundled = assets);
	SETTINGS_ROOT(settings, .folder = settings_join(settings, source, S("_drafts")),
		.collection = posts, .only_bundled = assets,
		.is_draft = !settings_bool(reader, S("render_drafts"), false));
}

const struct generator_rules generator_hexo = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = hexo_own_address,
	.address = hexo_address,
};
