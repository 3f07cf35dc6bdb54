/* SPDX-License-Identifier: MIT */
/* Hexo's _config.yml and addresses (hexo.io/docs/configuration, hexo.io/docs/permalinks). */
#include "base/text.h"
#include "source/generator.h"
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
	/* It is not of posts. */
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

/* In _posts or _drafts: no name in '_' or '.', none that is not rendered, and files only of posts. */
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
	read_menu(reader);
	read_locked_tags(settings);
	read_words(settings);
	settings->page_suffix = S(".html");
	settings->bundles = BUNDLES_SIBLING;
	settings->dates_make_no_posts = true;
	/* Where names of posts begin with their dates by the author's wish. */
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

/* White space and what Hexo takes for special to '-', runs of it one, none at the ends. */
static struct slice slugize(struct arena *arena, struct slice s)
{
	char *slug = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool special = ascii_is_space(s.ptr[i]) ||
			       (s.ptr[i] && strchr("~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/",
						    s.ptr[i]));
		if (!special)
			slug[len++] = s.ptr[i];
		else if (len && slug[len - 1] != '-')
			slug[len++] = '-';
	}
	while (len && slug[len - 1] == '-')
		len--;
	return slice(slug, len);
}

static bool put_token(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch)
{
	if (permalink_put_date(out, name, facts->when))
		return true;
	if (slice_eq(name, S("title"))) {
		permalink_escape(out, facts->path);
	} else if (slice_eq(name, S("name"))) {
		permalink_escape(out, facts->basename);
	} else if (slice_eq(name, S("post_title"))) {
		permalink_escape(out, slugize(scratch, facts->title));
	} else if (slice_eq(name, S("category"))) {
		for (size_t i = 0; i < facts->category_count; i++) {
			buf_puts(out, i ? "/" : "");
			permalink_escape(out, slugize(scratch, facts->categories[i]));
		}
		if (facts->category_count == 0)
			buf_puts(out, "uncategorized");
	} else {
		return false;
	}
	return true;
}

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice own, struct buf *out)
{
	permalink_expand_with(out, own, facts, &reading->arena, put_token);
	return true;
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	struct permalink_facts own = *facts;
	const struct name *name = &reading->name;

	if (!reading->origin->collection) {
		generator_put_path(reading, name->is_index ? slice_none : name->stem,
			&generator_hexo, out);
		return;
	}
	/* ":title" has the folders below _posts; the date in a name may be no part of it. */
	struct slice last = reading->settings->drops_dates ? name->slug : name->stem;
	own.basename = last;
	own.path = facts->slug.len    ? facts->slug
		   : name->folder.len ? arena_printf(&reading->arena, "%.*s/%.*s",
						SARG(name->folder), SARG(last))
				      : last;
	buf_putc(out, '/');
	permalink_expand_with(
		out, reading->settings->permalink, &own, &reading->arena, put_token);
}

const struct generator_rules generator_hexo = {
	.settings = read_settings,
	.own_keys = S("permalink"),
	.own_address = put_own,
	.address = put_address,
};
