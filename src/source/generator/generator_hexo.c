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
		.key = word,
		.test = VALUE_IS_TRUE,
		.state = POST_UNLISTED};
	settings->words = row;
	settings->word_count = word.len != 0;
}

/* Globs of paths in the source folder; "ignore" has those of the whole path. */
static void read_patterns(struct settings_reader *reader, struct slice source)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	struct pattern_list *hide = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES | PATTERN_FILES, S("exclude"));

	hide->folder = source;
	settings_add_patterns(reader, hide, value_get(raw, S("exclude")));
	/* It is not of posts. */
	pattern_add(&settings->arena, hide, S("!_posts/**"), reader->diags);
	pattern_add(&settings->arena, hide, S("!_drafts/**"), reader->diags);
	hide = settings_hide(reader, PATTERN_PATH_GLOB, PATTERN_ALL, S("ignore"));
	hide->folder = source;
	hide->prefix = arena_printf(&settings->arena, "%.*s%.*s/",
		SARG(settings_absolute(reader)), SARG(source));
	settings_add_patterns(reader, hide, value_get(raw, S("ignore")));
	hide = settings_hide(reader, PATTERN_NAME, PATTERN_PAGES | PATTERN_FILES,
		S("a name that ends in %"));
	hide->folder = source;
	pattern_add(&settings->arena, hide, S("*%"), reader->diags);
	settings->include.kind = settings->as_is.kind = PATTERN_PATH_GLOB;
	settings_add_patterns(reader, &settings->include, value_get(raw, S("include")));
	settings->as_is.scope = PATTERN_PAGES;
	settings->as_is.folder = source;
	settings_add_patterns(reader, &settings->as_is, value_get(raw, S("skip_render")));
}

/* In _posts or _drafts: no name in '_' or '.', none that is not rendered, and files only of posts. */
static void read_post_patterns(struct settings_reader *reader, struct slice source,
	struct slice name, bool assets)
{
	struct settings *settings = reader->settings;
	struct slice folder =
		arena_printf(&settings->arena, "%.*s/%.*s", SARG(source), SARG(name));
	struct pattern_list *hide = settings_hide(
		reader, PATTERN_REGEX, PATTERN_ALL, S("a name that begins with _ or ."));

	hide->folder = folder;
	pattern_add(&settings->arena, hide, S("(^|/)[_.]"), reader->diags);
	hide = settings_hide(reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("skip_render"));
	hide->folder = folder;
	hide->prefix = arena_printf(&settings->arena, "%.*s/", SARG(name));
	settings_add_patterns(reader, hide, value_get(settings->raw, S("skip_render")));
	if (assets)
		return;
	hide = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_FILES, S("post_asset_folder"));
	hide->folder = folder;
	pattern_add(&settings->arena, hide, S("**"), reader->diags);
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	const struct slice *langs = NULL;
	bool future = true, drafts = false;

	settings_line(settings, value_get(raw, S("title")), &settings->title);
	settings_line(settings, value_get(raw, S("description")), &settings->description);
	if (settings->description.len == 0)
		settings_line(
			settings, value_get(raw, S("subtitle")), &settings->description);
	settings_line(settings, value_get(raw, S("author")), &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("url"))));
	struct slice base =
		settings_trim_path(settings, value_text(value_get(raw, S("root"))));
	if (base.len)
		settings->baseurl = arena_printf(&settings->arena, "/%.*s", SARG(base));
	size_t count = settings_strings(settings, value_get(raw, S("language")), &langs);
	settings_set_lang(reader, langs, count ? 1 : 0);
	settings_set_langs(settings, langs, count);
	settings_set_zone(reader, value_text(value_get(raw, S("timezone"))));
	settings_switch(value_get(raw, S("render_drafts")), &drafts);
	read_locked_tags(settings);
	read_words(settings);
	settings_switch(value_get(raw, S("future")), &future);
	settings->future = future;
	settings->smart = settings->liquid = true;
	settings->permalink = value_text(value_get(raw, S("permalink")));
	if (settings->permalink.len == 0)
		settings->permalink = S(":year/:month/:day/:title/");
	settings->page_suffix = S(".html");
	settings->bundles = BUNDLES_SIBLING;
	settings->dates_make_no_posts = true;
	/* Where names of posts begin with their dates by the author's wish. */
	settings->drops_dates = slice_find(value_text(value_get(raw, S("new_post_name"))),
					S(":year")) >= 0;

	struct slice source =
		settings_trim_path(settings, value_text(value_get(raw, S("source_dir"))));
	if (source.len == 0)
		source = S("source");
	struct settings_collection *posts =
		arena_new(&settings->arena, struct settings_collection);
	posts->name = S("posts");
	posts->folder = arena_printf(&settings->arena, "%.*s/_posts", SARG(source));
	posts->output = true;
	posts->permalink = settings->permalink;
	settings->collections = posts;
	settings->collection_count = 1;
	bool assets = false;
	settings_switch(value_get(raw, S("post_asset_folder")), &assets);
	read_patterns(reader, source);
	read_post_patterns(reader, source, S("_posts"), assets);
	read_post_patterns(reader, source, S("_drafts"), assets);
	settings_add_root(settings, (struct settings_root){.folder = source});
	settings_add_root(settings, (struct settings_root){.folder = posts->folder,
					    .collection = posts,
					    .only_bundled = assets});
	settings_add_root(
		settings, (struct settings_root){.folder = arena_printf(&settings->arena,
							 "%.*s/_drafts", SARG(source)),
				  .collection = posts,
				  .only_bundled = assets,
				  .is_draft = !drafts});
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
	struct buf *out)
{
	static const char *const keys[] = {"permalink", NULL};
	struct slice own = fields_text(&reading->fields, keys);

	if (own.len)
		permalink_expand_with(out, own, facts, &reading->arena, put_token);
	return own.len != 0;
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
	.own_address = put_own,
	.address = put_address,
};
