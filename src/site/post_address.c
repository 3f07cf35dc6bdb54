/* SPDX-License-Identifier: MIT */
/* Where a post stands: its front matter's word, else the generator's rule. */
#include <assert.h>

#include "base/text.h"
#include "base/uri.h"
#include "site/post_parts.h"

#define ADDRESS_MAX_BYTES 4096

static struct slice without_slashes(struct slice s)
{
	while (s.len && *s.ptr == '/')
		s = slice_from(s, 1);
	while (s.len && s.ptr[s.len - 1] == '/')
		s.len--;
	return s;
}

/* Calendar fields in the site's zone, for placeholders. */
static const struct civil *placeholder_date(struct post_reading *reading)
{
	struct date date = reading->post.date;

	if (!date.set)
		return NULL;
	if (reading->settings->generator == GENERATOR_JEKYLL)
		date.offset_minutes =
			(int16_t)zone_offset_minutes(reading->settings->zone, date.at);
	struct civil *civil = arena_new(&reading->arena, struct civil);
	*civil = date_civil(&date);
	return civil;
}

/* The folders of a collection's document below the collection's own. */
static struct slice document_path(struct post_reading *reading)
{
	const struct settings_collection *collection = reading->origin->collection;
	struct slice path = reading->place, folder = collection->folder;

	path.len -= reading->name.extension.len ? reading->name.extension.len + 1 : 0;
	if (slice_eq(collection->name, S("posts"))) {
		ptrdiff_t at = slice_find(path, S("_posts/"));
		if (at < 0)
			at = slice_find(path, S("_drafts/"));
		path = slice_from(path, (size_t)(at + 1));
		slice_cut(path, '/', NULL, &path);
	} else if (slice_starts(path, folder)) {
		path = slice_from(path, folder.len);
	}
	return path;
}

static void fill_facts(struct post_reading *reading, struct permalink_facts *facts)
{
	static const char *const slug[] = {"slug", NULL};
	const struct settings_collection *collection = reading->origin->collection;

	*facts = (struct permalink_facts){
		.slug = fields_text(&reading->fields, slug),
		.title = reading->post.has_title ? reading->post.title : slice_none,
		.basename = reading->name.slug,
		.name = reading->name.stem,
		.path = reading->place,
		.section = reading->name.folder,
		.categories = reading->categories.names,
		.category_count = reading->categories.count,
		.when = placeholder_date(reading),
	};
	/* Jekyll knows no languages in names: "x.fr" stays one name. */
	if (reading->settings->generator == GENERATOR_JEKYLL &&
		reading->name.lang_in_name) {
		ptrdiff_t from = facts->basename.ptr - reading->name.stem.ptr;
		facts->basename = slice_from(reading->name.stem, (size_t)from);
	}
	if (collection) {
		facts->collection = collection->name;
		facts->path = document_path(reading);
	} else if (reading->settings->generator == GENERATOR_JEKYLL) {
		facts->path = reading->name.folder;
	} else if (reading->name.extension.len) {
		facts->path.len -= reading->name.extension.len + 1;
	}
}

static void jekyll_rule(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings *settings = reading->settings;
	const struct settings_collection *collection = reading->origin->collection;

	if (collection && collection->permalink.len) {
		permalink_expand(out, collection->permalink, facts, &reading->arena);
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

/* Paths in lower case with '-' for spaces; the default language at the root, others below /LANG/;
 * a bundle is its folder. */
static void hugo_rule(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings *settings = reading->settings;
	const struct name *name = &reading->name;
	const struct settings_collection *rule = NULL;
	struct slice rest = name->folder, segment;
	bool is_default = slice_eq(reading->post.lang, settings->lang);

	if (name->lang_folder.len || name->lang_in_name) {
		if (name->lang_folder.len)
			slice_split(&rest, '/', &segment);
		if (!is_default) {
			buf_putc(out, '/');
			buf_put(out, text_lower(&reading->arena, reading->post.lang));
		}
	}
	if (!name->is_section)
		rule = reading->origin->collection;
	if (rule && rule->permalink.len) {
		buf_putc(out, '/');
		permalink_expand_hugo(out, rule->permalink, facts, &reading->arena);
		return;
	}
	if (facts->slug.len && name->is_index && !name->is_section) {
		ptrdiff_t slash = slice_rfind_char(rest, '/');
		rest = slice_head(rest, slash < 0 ? 0 : (size_t)slash);
	}
	while (slice_split(&rest, '/', &segment)) {
		buf_putc(out, '/');
		permalink_escape(
			out, permalink_slugify(&reading->arena, segment, SLUG_HUGO));
	}
	buf_putc(out, '/');
	struct slice last = facts->slug.len ? facts->slug : name->base;
	if (!name->is_index || (facts->slug.len && !name->is_section)) {
		permalink_escape(
			out, permalink_slugify(&reading->arena, last, SLUG_HUGO));
		buf_putc(out, '/');
	}
}

/* A plain folder: the file's own path. Gemtext keeps its address, so that a gemlog which moved here
 * keeps its readers; Markdown gets a folder of its own. */
static void plain_rule(struct post_reading *reading, struct buf *out)
{
	const struct name *name = &reading->name;
	const struct settings *settings = reading->settings;

	if (name->lang_in_name && !slice_eq(reading->post.lang, settings->lang)) {
		buf_putc(out, '/');
		buf_put(out, text_lower(&reading->arena, reading->post.lang));
	}
	buf_putc(out, '/');
	permalink_escape(out, name->folder);
	buf_putc(out, '/');
	if (name->is_index)
		return;
	permalink_escape(out, name->base);
	switch (reading->post.format) {
	case CONVERT_GEMTEXT:
		buf_putc(out, '.');
		permalink_escape(out, name->extension);
		break;
	case CONVERT_HTML:
		buf_puts(out, ".html");
		break;
	case CONVERT_MARKDOWN:
		buf_putc(out, '/');
		break;
	}
}

static void apply_rule(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	switch (reading->settings->generator) {
	case GENERATOR_JEKYLL:
		jekyll_rule(reading, facts, out);
		break;
	case GENERATOR_HUGO:
	case GENERATOR_ZOLA:
		hugo_rule(reading, facts, out);
		break;
	case GENERATOR_PLAIN:
	case GENERATOR_ELEVENTY:
	case GENERATOR_HEXO:
	case GENERATOR_ASTRO:
	case GENERATOR_MKDOCS:
	case GENERATOR_PELICAN:
		plain_rule(reading, out);
		break;
	}
}

/* permalink: of the front matter (url: with Hugo), or slice_none. */
static struct slice own_address(struct post_reading *reading)
{
	static const char *const permalink[] = {"permalink", NULL};
	static const char *const url[] = {"url", NULL};
	static const char *const zola[] = {"path", NULL};

	if (reading->settings->generator == GENERATOR_ZOLA)
		return fields_text(&reading->fields, zola);
	if (reading->settings->generator != GENERATOR_HUGO)
		return fields_text(&reading->fields, permalink);
	struct slice path = fields_text(&reading->fields, url);
	if (path.len && *path.ptr != '/' &&
		!slice_eq(reading->post.lang, reading->settings->lang))
		path = arena_printf(&reading->arena, "/%.*s/%.*s",
			SARG(reading->post.lang), SARG(path));
	return path;
}

/* An address for a name of which none can be made: not UTF-8, control characters. */
static void last_resort(struct post_reading *reading)
{
	struct slice slug = text_slug(&reading->arena, reading->name.base);
	struct slice raw = slug.len ? slug
				    : arena_printf(&reading->arena, "post-%08llx",
					      slice_hash(reading->place) & 0xffffffff);

	diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
		"another address is made up",
		"no address can be made of this file's name");
	if (!permalink_address(&reading->arena,
		    arena_printf(&reading->arena, "/%.*s/", SARG(raw)),
		    &reading->address))
		assert(!"a slug makes an address");
}

void post_address(struct post_reading *reading)
{
	struct permalink_facts facts;
	struct slice own = own_address(reading);
	struct buf raw;

	fill_facts(reading, &facts);
	buf_init(&raw, ADDRESS_MAX_BYTES);
	if (own.len) {
		permalink_expand(&raw, own, &facts, &reading->arena);
		if (!raw.overflow && permalink_address(&reading->arena, buf_slice(&raw),
					     &reading->address))
			goto out;
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
			"the generator's own rule gives the address",
			"permalink is no address: %.*s", SARG(slice_head(own, 200)));
		buf_clear(&raw);
	}
	apply_rule(reading, &facts, &raw);
	if (raw.overflow ||
		!permalink_address(&reading->arena, buf_slice(&raw), &reading->address))
		last_resort(reading);
out:
	buf_fini(&raw);
}

/* The part of an absolute URL of this site that is a path here; others stay as they are. */
static struct slice own_path(const struct settings *settings, struct slice url)
{
	if (settings->url.len && slice_starts_nocase(url, settings->url)) {
		struct slice path = slice_from(url, settings->url.len);
		if (path.len == 0 || *path.ptr == '/')
			url = path.len ? path : S("/");
	}
	if (settings->baseurl.len && slice_starts(url, settings->baseurl) &&
		url.len > settings->baseurl.len && url.ptr[settings->baseurl.len] == '/')
		url = slice_from(url, settings->baseurl.len);
	return url;
}

static void add_alias(struct post_reading *reading, struct slice raw)
{
	struct slice key;

	raw = own_path(reading->settings, slice_trim(raw));
	if (raw.len == 0 || uri_scheme(raw).len)
		return;
	if (*raw.ptr != '/' && reading->settings->generator == GENERATOR_HUGO) {
		/* Beside the page, as a browser would see it from its parent. */
		struct slice parent = without_slashes(reading->address.key);
		ptrdiff_t slash = slice_rfind_char(parent, '/');
		parent = slice_head(parent, slash < 0 ? 0 : (size_t)slash);
		raw = arena_printf(
			&reading->arena, "/%.*s/%.*s", SARG(parent), SARG(raw));
	}
	if (!permalink_key(&reading->arena, raw, &key)) {
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
			"it is left out", "this old address is none: %.*s",
			SARG(slice_head(raw, 200)));
		return;
	}
	if (!slice_eq(key, reading->address.key))
		fields_push(&reading->arena, key, &reading->aliases);
}

void post_redirects(struct post_reading *reading)
{
	static const struct slice keys[] = {S("redirect_from"), S("aliases"), S("alias")};
	static const char *const redirect_to[] = {"redirect_to", NULL};
	struct slice *from;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct value *value = fields_get(&reading->fields, keys[i]);
		size_t count = value ? value_strings(&reading->arena, value, &from) : 0;
		for (size_t k = 0; k < count; k++)
			add_alias(reading, from[k]);
	}
	/* "/gemlog/index.gmi" is where links between gemtext files lead. */
	if (reading->post.format == CONVERT_GEMTEXT && reading->name.is_index)
		add_alias(reading,
			arena_printf(&reading->arena, "/%.*s", SARG(reading->place)));
	struct slice to =
		own_path(reading->settings, fields_text(&reading->fields, redirect_to));
	if (to.len && uri_mend(&reading->arena, to, &to))
		reading->post.redirect_to = to;
}
