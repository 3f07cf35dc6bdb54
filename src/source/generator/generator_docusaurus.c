/* SPDX-License-Identifier: MIT */
/* Docusaurus: docusaurus.config.*, the blog and docs plugins of its preset, translations below i18n/
 * (docusaurus.io/docs/blog, /docs/create-doc, /docs/i18n/introduction). */
#include "source/generator.h"
#include "source/generator/generator_docusaurus_internal.h"

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	SETTING("tagline", LINE, description),
	SETTING("url", URL, url),
	SETTING("baseUrl", PREFIX, baseurl),
	SETTING("defaultLocale", LANG, lang),
	SETTING("locales", LANGS, langs),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	SETTINGS_READ(reader, rows);
	settings_add_redirects(reader, settings_value(reader, S("redirects")));
	settings->markdown_extensions = S("md|mdx");
	settings->mdx = true;
	settings->future = true;
	docusaurus_sources(reader, reader->source.script);
	settings_read_menu(reader,
		value_get(settings_value(reader, S("navbar")), S("items")), slice_none);
}

static size_t digits(struct slice s, size_t min, size_t max)
{
	size_t len = 0;

	while (len < s.len && len <= max && ascii_is_digit(s.ptr[len]))
		len++;
	return len >= min && len <= max ? len : 0;
}

/* The length of a date "2021-08-26" or "2021/8/26" at the start of @s, or 0. */
static size_t date_length(struct slice s)
{
	size_t at = digits(s, 4, 4);

	for (int i = 0; at && i < 2; i++) {
		size_t len = 0;
		if (at < s.len && (s.ptr[at] == '-' || s.ptr[at] == '/'))
			len = digits(slice_from(s, at + 1), 1, 2);
		at = len ? at + 1 + len : 0;
	}
	return at;
}

/* "a/2021-08-26-x" is "/2021/08/26/a/x". */
static void put_post(struct slice path, struct buf *out)
{
	size_t at = 0, len = 0;

	for (; at < path.len; at++) {
		if ((at == 0 || !ascii_is_digit(path.ptr[at - 1])) &&
			(len = date_length(slice_from(path, at))))
			break;
	}
	buf_putc(out, '/');
	if (len) {
		for (size_t i = 0; i < len; i++) {
			char c = path.ptr[at + i];
			buf_putc(out, c == '-' ? '/' : c);
		}
		buf_putc(out, '/');
		permalink_escape(out, slice_head(path, at));
		path = slice_from(path, at + len);
		if (path.len && (*path.ptr == '-' || *path.ptr == '/'))
			path = slice_from(path, 1);
	}
	permalink_escape(out, path);
}

/* "01-intro" becomes "intro" in addresses of docs. */
static struct slice without_number(struct slice segment)
{
	size_t at = 0;

	while (at < segment.len && ascii_is_digit(segment.ptr[at]))
		at++;
	size_t mark = at;
	while (mark < segment.len && strchr(" -_.", segment.ptr[mark]))
		mark++;
	if (!at || mark == at || mark == segment.len || date_length(segment) ||
		ascii_is_digit(segment.ptr[mark]))
		return segment;
	return slice_from(segment, mark);
}

static void put_doc(struct post_reading *reading, struct buf *out)
{
	const struct name *name = &reading->name;
	struct slice rest = name->folder, segment,
		     own = fields_text(&reading->fields, S("id"));

	buf_putc(out, '/');
	while (slice_split(&rest, '/', &segment)) {
		permalink_escape(out, without_number(segment));
		buf_putc(out, '/');
	}
	if (name->is_index || slice_eq_nocase(name->stem, S("readme")))
		return;
	permalink_escape(out, own.len ? own : without_number(name->stem));
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct settings_collection *collection = reading->origin->collection;
	const struct name *name = &reading->name;
	struct slice path = reading->place;

	if (facts->slug.len && collection) {
		if (*facts->slug.ptr != '/')
			buf_putc(out, '/');
		permalink_escape(out, facts->slug);
	} else if (collection && slice_eq(collection->name, S("posts"))) {
		path.len -= name->extension.len ? name->extension.len + 1 : 0;
		slice_drop(&path, S("/index"));
		put_post(path, out);
	} else if (collection) {
		put_doc(reading, out);
	} else {
		generator_put_path(reading, name->is_index ? slice_none : name->stem,
			&generator_docusaurus, out);
	}
}

const struct generator_rules generator_docusaurus = {
	.settings = read_settings,
	.address = put_address,
};
