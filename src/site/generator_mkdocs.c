/* SPDX-License-Identifier: MIT */
/* mkdocs.yml (mkdocs.org/user-guide/configuration) and the blog plugin of Material for MkDocs
 * (squidfunk.github.io/mkdocs-material/plugins/blog). */
#include "base/text.h"
#include "site/generator.h"

/* The options of the plugin @name; *there: it is switched on. */
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
static void add_blog(struct settings *settings, struct slice docs)
{
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
	posts->folder = arena_printf(&settings->arena, "%.*s/%.*s", SARG(docs),
		SARG(settings_trim_path(settings, dir)));
	posts->permalink = option(settings, S("post_url_format"), S("{date}/{slug}"));
	posts->output = true;
	settings->collections = posts;
	settings->collection_count = 1;
	settings_add_root(
		settings, (struct settings_root){.folder = posts->folder,
				  .collection = posts,
				  .prefix = blog.len ? arena_printf(&settings->arena,
							       "/%.*s", SARG(blog))
						     : slice_none});
}

static void read_settings(struct settings_reader *reader)
{
	static const struct slice nested[] = {S("date")};
	struct settings *settings = reader->settings;
	const struct value *raw = settings->raw;
	bool pretty = true, there;

	settings_line(settings, value_get(raw, S("site_name")), &settings->title);
	settings_line(
		settings, value_get(raw, S("site_description")), &settings->description);
	settings_line(settings, value_get(raw, S("site_author")), &settings->author);
	settings_set_url(settings, value_text(value_get(raw, S("site_url"))));
	struct slice lang = value_text(value_path(raw, S("theme.language")));
	settings_set_lang(reader, &lang, 1);
	settings_switch(value_get(raw, S("use_directory_urls")), &pretty);
	settings->page_suffix = pretty ? S("/") : S(".html");
	settings->kramdown = true; /* attributes, footnotes, definition lists */
	settings->nested = nested;
	settings->nested_count = 1;
	settings->future = true;
	settings->emoji = true;

	struct slice docs =
		settings_trim_path(settings, value_text(value_get(raw, S("docs_dir"))));
	if (docs.len == 0)
		docs = S("docs");
	settings_add_root(settings, (struct settings_root){.folder = docs});
	plugin(settings, S("blog"), &there);
	if (!there)
		plugin(settings, S("material/blog"), &there);
	settings->dates_make_no_posts = there;
	if (there)
		add_blog(settings, docs);
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

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	(void)reading;
	(void)facts;
	(void)out;
	return false;
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
	for (struct slice pattern = collection->permalink, before, field; pattern.len;) {
		bool open = slice_cut(pattern, '{', &before, &pattern);
		buf_put(out, before);
		if (!open)
			break;
		slice_cut(pattern, '}', &field, &pattern);
		put_field(reading, facts, field, out);
	}
	buf_put(out, reading->settings->page_suffix);
}

const struct generator_rules generator_mkdocs = {
	.settings = read_settings,
	.own_address = put_own,
	.address = put_address,
};
