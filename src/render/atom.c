/* SPDX-License-Identifier: MIT */
#include "render/atom.h"

#include "base/text.h"
#include "render/html.h"

/* XML 1.0, 2.2: Char, without the discouraged control characters. */
static bool is_xml(unsigned codepoint)
{
	return codepoint == '\t' || codepoint == '\n' ||
	       (codepoint >= 0x20 && codepoint < 0x7F) ||
	       (codepoint >= 0xA0 && codepoint != 0xFFFE && codepoint != 0xFFFF);
}

/* Escapes for text and for attributes in double quotes. @lines: keeps line ends and tabs. */
static void put_text(struct buf *out, struct slice s, bool lines)
{
	unsigned codepoint;

	while (text_next(&s, &codepoint)) {
		struct slice reference = text_reference(codepoint);
		if (reference.len && codepoint != '\'')
			buf_put(out, reference);
		else if (!lines && (codepoint == '\t' || codepoint == '\n'))
			buf_putc(out, ' ');
		else if (is_xml(codepoint))
			buf_put_utf8(out, codepoint);
	}
}

static void put_escaped(struct buf *out, struct slice s)
{
	put_text(out, s, false);
}

static void put_element(
	struct buf *out, const char *indent, const char *name, struct slice text)
{
	buf_printf(out, "%s<%s>", indent, name);
	put_escaped(out, text);
	buf_printf(out, "</%s>\n", name);
}

/* A text element, unless @text is empty. */
static void put_optional(
	struct buf *out, const char *indent, const char *name, struct slice text)
{
	if (text.len)
		put_element(out, indent, name, text);
}

static void put_author(struct buf *out, const char *indent, struct slice name)
{
	buf_printf(out, "%s<author><name>", indent);
	put_escaped(out, name);
	buf_puts(out, "</name></author>\n");
}

static void put_date(
	struct buf *out, const char *indent, const char *name, const struct date *date)
{
	buf_printf(out, "%s<%s>", indent, name);
	date_put_rfc3339(out, date);
	buf_printf(out, "</%s>\n", name);
}

static void put_id(
	struct buf *out, const char *indent, struct slice origin, struct slice path)
{
	buf_printf(out, "%s<id>", indent);
	put_escaped(out, origin);
	put_escaped(out, path);
	buf_puts(out, "</id>\n");
}

/* @rel and @type may be NULL: no rel means "alternate" (RFC 4287, 4.2.7.2). @address, if not empty,
 * replaces origin and path. */
static void put_link(struct buf *out, const char *indent, const char *rel,
	const char *type, struct slice origin, struct slice path, struct slice address)
{
	if (address.len) {
		origin = slice_none;
		path = address;
	}
	buf_printf(out, "%s<link", indent);
	if (rel)
		buf_printf(out, " rel=\"%s\"", rel);
	if (type)
		buf_printf(out, " type=\"%s\"", type);
	buf_puts(out, " href=\"");
	put_escaped(out, origin);
	put_escaped(out, path);
	buf_puts(out, "\"/>\n");
}

static void put_lang(struct buf *out, struct slice lang)
{
	if (!lang.len)
		return;
	buf_puts(out, " xml:lang=\"");
	put_escaped(out, lang);
	buf_putc(out, '"');
}

/* When the entry last changed; not set without any date. */
static const struct date *last_change(const struct feed_entry *entry)
{
	return entry->updated.set ? &entry->updated : &entry->published;
}

/* Two alternates must differ in type (RFC 4287, 4.1.1), hence the types of both. */
static const char *page_type(struct slice origin)
{
	return slice_starts(origin, S("gemini:")) ? "text/gemini" : NULL;
}

/* RFC 4287, 4.2.7.2: a large resource, with its size if known. */
static void put_enclosure(
	struct buf *out, const struct feed_entry *entry, struct slice origin)
{
	if (!entry->enclosure.len)
		return;
	buf_puts(out, "    <link rel=\"enclosure\" type=\"");
	put_escaped(out, entry->enclosure_mime);
	if (entry->enclosure_bytes >= 0)
		buf_printf(out, "\" length=\"%lld", (long long)entry->enclosure_bytes);
	buf_puts(out, "\" href=\"");
	if (slice_starts(entry->enclosure, S("/")))
		put_escaped(out, origin);
	put_escaped(out, entry->enclosure);
	buf_puts(out, "\"/>\n");
}

/* The whole post as HTML (RFC 4287, 4.1.3.1). */
static void put_content(struct buf *out, const struct doc *doc, struct slice origin)
{
	const struct html_options options = {
		.pages = origin, .files = origin, .fragment = true};
	auto_buf struct buf html = BUF(BUF_MAX_BYTES);

	if (!doc)
		return;
	html_render(&html, doc, &options);
	/* Rather none than one that ends in the middle of a tag. */
	if (!html.overflow) {
		buf_puts(out, "    <content type=\"html\">");
		put_text(out, buf_slice(&html), true);
		buf_puts(out, "</content>\n");
	}
}

static void put_entry(struct buf *out, const struct feed *feed,
	const struct feed_entry *entry, struct slice origin, struct slice id_origin)
{
	buf_puts(out, "  <entry");
	if (!slice_eq(entry->lang, feed->lang))
		put_lang(out, entry->lang);
	buf_puts(out, ">\n");
	put_element(out, "    ", "title", entry->title);
	put_link(out, "    ", NULL, page_type(origin), origin, entry->path,
		entry->address);
	if (entry->web_url.len)
		put_link(out, "    ", "alternate", "text/html", slice_none,
			entry->web_url, slice_none);
	put_enclosure(out, entry, origin);
	put_id(out, "    ", id_origin, entry->path);
	if (entry->published.set)
		put_date(out, "    ", "published", &entry->published);
	put_date(out, "    ", "updated", last_change(entry));
	if (entry->author.len && !slice_eq(entry->author, feed->author))
		put_author(out, "    ", entry->author);
	for (size_t i = 0; i < entry->tag_count; i++) {
		if (!entry->tags[i].len)
			continue;
		buf_puts(out, "    <category term=\"");
		put_escaped(out, entry->tags[i]);
		buf_puts(out, "\"/>\n");
	}
	put_optional(out, "    ", "summary", entry->summary);
	put_content(out, entry->content, id_origin);
	buf_puts(out, "  </entry>\n");
}

void atom_render(struct buf *out, const struct feed *feed, struct slice origin,
	struct slice id_origin)
{
	struct date epoch = {.set = true, .has_time = true, .has_zone = true};
	const struct date *newest = NULL;
	struct slice author = feed->author;

	for (size_t i = 0; i < feed->entry_count; i++) {
		const struct date *date = last_change(&feed->entries[i]);
		if (date->set && (!newest || date->at > newest->at))
			newest = date;
	}
	if (!author.len)
		author = feed->title.len ? feed->title : origin;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\"");
	put_lang(out, feed->lang);
	buf_puts(out, ">\n");
	put_element(out, "  ", "title", feed->title);
	put_optional(out, "  ", "subtitle", feed->subtitle);
	put_link(out, "  ", NULL, page_type(origin), origin, feed->alternate,
		feed->alternate_address);
	put_link(out, "  ", "self", "application/atom+xml", origin, feed->path,
		feed->address);
	put_id(out, "  ", id_origin, feed->path);
	put_date(out, "  ", "updated", newest ? newest : &epoch);
	put_author(out, "  ", author);
	for (size_t i = 0; i < feed->entry_count; i++)
		if (last_change(&feed->entries[i])->set)
			put_entry(out, feed, &feed->entries[i], origin, id_origin);
	buf_puts(out, "</feed>\n");
}
