/* SPDX-License-Identifier: MIT */
/* Pelican's pelicanconf.py and publishconf.py, and its addresses (docs.getpelican.com: settings). */
#include "base/text.h"
#include "data/script.h"
#include "source/generator/generator_pelican_internal.h"

const struct value *pelican_said(const struct settings *settings, struct slice key)
{
	const struct value *value =
		value_get(value_get(settings->raw, S("publish")), key);

	return value && value->kind != VALUE_NULL ? value : value_get(settings->raw, key);
}

static struct slice text(const struct settings *settings, struct slice key)
{
	return value_text(pelican_said(settings, key));
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
	struct value_pair *pair = value_add_pair(&settings->arena, root);
	pair->key = S("publish");
	pair->value = *publish;
	settings->raw = root;
}

/* DEFAULT_METADATA = {'status': 'draft'}: what every page has that says nothing else. */
static void read_defaults(struct settings *settings)
{
	const struct value *values = pelican_said(settings, S("DEFAULT_METADATA"));
	struct settings_default *list =
		arena_new(&settings->arena, struct settings_default);

	list->values = values;
	settings->defaults = list;
	settings->default_count = values && values->kind == VALUE_MAP;
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	read_script(reader);
	read_defaults(settings);
	settings_line(settings, pelican_said(settings, S("SITENAME")), &settings->title);
	settings_line(settings, pelican_said(settings, S("SITESUBTITLE")),
		&settings->description);
	if (settings->description.len == 0)
		settings_line(settings, pelican_said(settings, S("SITE_DESCRIPTION")),
			&settings->description);
	settings_line(settings, pelican_said(settings, S("AUTHOR")), &settings->author);
	settings_set_url(settings, text(settings, S("SITEURL")));
	struct slice lang = text(settings, S("DEFAULT_LANG"));
	settings_set_lang(reader, &lang, 1);
	settings_set_zone(reader, text(settings, S("TIMEZONE")));
	/* "WITH_FUTURE_DATES": they are drafts where it is off. */
	settings->future = true;
	settings_switch(
		pelican_said(settings, S("WITH_FUTURE_DATES")), &settings->future);
	settings->folder_is_category = settings->dates_make_no_posts = true;
	settings_switch(pelican_said(settings, S("USE_FOLDER_AS_CATEGORY")),
		&settings->folder_is_category);
	settings->page_suffix = S(".html");
	settings->definitions = true; /* Python-Markdown's "extra", on by itself */
	/* The plugins "liquid_tags" and those made from it. */
	settings->liquid =
		slice_find(settings_read_file(reader, settings->generator_file),
			S("liquid")) >= 0;
	pelican_read_roots(reader);
}

/* What a page's name is: of its "Slug:", its title or its file's name. */
static struct slice slug_of(
	struct post_reading *reading, const struct permalink_facts *facts)
{
	struct arena *arena = &reading->arena;
	bool by_name =
		slice_eq(text(reading->settings, S("SLUGIFY_SOURCE")), S("basename"));
	struct slice s = facts->slug;
	struct buf ascii;

	if (s.len)
		return s;
	s = !by_name && facts->title.len ? facts->title : reading->name.stem;
	buf_init(&ascii, BUF_MAX_BYTES);
	text_ascii(&ascii, s);
	/* Letters of other alphabets than Pelican can spell in ASCII stay as they are. */
	if (slice_find_char(buf_slice(&ascii), '?') < 0 || slice_find_char(s, '?') >= 0)
		s = buf_dup(&ascii, arena);
	buf_fini(&ascii);
	/* Signs vanish, runs of spaces and hyphens are one hyphen. */
	s = permalink_slugify(arena, s, SLUG_WORDS);
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

/* One "{name}" or "{date:%Y}" of a pattern. */
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
	else if (slice_eq(name, S("path_no_ext")) || slice_eq(name, S("path")) ||
		 slice_eq(name, S("relative_path_no_ext")))
		permalink_escape(out,
			slice_head(reading->place,
				reading->place.len - 1 - reading->name.extension.len));
}

static void put_pattern(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice pattern, struct buf *out)
{
	while (pattern.len) {
		struct slice before, field;
		bool open = slice_cut(pattern, '{', &before, &pattern);
		buf_put(out, before);
		if (!open)
			return;
		slice_cut(pattern, '}', &field, &pattern);
		put_field(reading, facts, field, out);
	}
}

static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	static const char *const keys[] = {"url", "save_as", NULL};
	struct slice own = fields_own_text(&reading->fields, keys);

	put_pattern(reading, facts, own, out);
	return own.len != 0;
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
	put_pattern(reading, facts, pattern, out);
}

const struct generator_rules generator_pelican = {
	.settings = read_settings,
	.own_address = put_own,
	.address = put_address,
};
