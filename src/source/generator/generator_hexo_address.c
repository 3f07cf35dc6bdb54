/* SPDX-License-Identifier: MIT */
/* Where Hexo puts its posts (hexo.io/docs/permalinks): computed placeholders, then any field of the front matter,
 * then permalink_defaults. */
#include "base/sha1.h"
#include "base/text.h"
#include "source/generator/generator_hexo_internal.h"

/* Latin letters without their marks. */
static struct slice plain_letters(struct arena *arena, struct slice s)
{
	struct buf out;
	unsigned c;

	if (text_ascii_length(s) == s.len)
		return s;
	buf_init(&out, BUF_MAX_BYTES);
	for (struct slice rest = s, at = s; text_next(&rest, &c); at = rest) {
		struct slice letter = slice_head(at, at.len - rest.len);
		if ((c >= 0xc0 && c < 0x250) || (c >= 0x1e00 && c < 0x1f00))
			text_ascii(&out, letter);
		else
			buf_put(&out, letter);
	}
	return buf_take(&out, arena);
}

/* White space and characters special in Hexo become '-', merged, none at the ends. */
static struct slice slugize(struct arena *arena, struct slice s)
{
	s = plain_letters(arena, s);
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

static void put_category(struct buf *out, const struct permalink_facts *facts,
	struct slice name, struct arena *arena)
{
	const struct value *raw = facts->fields->settings->raw;
	struct slice mapped =
		value_text(value_get(value_get(raw, S("category_map")), name));
	int64_t letters = 0;

	value_int(value_get(raw, S("filename_case")), &letters);
	name = slugize(arena, mapped.len ? mapped : name);
	permalink_escape(out, letters == 1 ? text_lower(arena, name) : name);
}

/* The last category with its parents: a list is a path of categories, unless it contains lists, which are
 * paths. */
static void put_categories(
	struct buf *out, const struct permalink_facts *facts, struct arena *arena)
{
	const struct fields *fields = facts->fields;
	const struct value *all = fields_get(fields, S("categories")), *last;
	struct slice otherwise =
		value_text(value_get(fields->settings->raw, S("default_category")));

	if (!all || (all->kind == VALUE_LIST && !all->count))
		all = fields_get(fields, S("category"));
	bool has_ways = false;
	for (size_t i = 0; all && all->kind == VALUE_LIST && i < all->count; i++)
		has_ways |= all->items[i].kind == VALUE_LIST;
	last = has_ways ? &all->items[all->count - 1] : all;
	size_t before = out->len;
	for (size_t i = 0; last && last->kind == VALUE_LIST && i < last->count; i++) {
		buf_puts(out, i ? "/" : "");
		put_category(out, facts, value_text(&last->items[i]), arena);
	}
	if (last && value_text(last).len)
		put_category(out, facts, value_text(last), arena);
	if (out->len == before)
		permalink_escape(out, otherwise.len ? otherwise : S("uncategorized"));
}

/* The first twelve digits of a digest of its name and time. */
static void put_hash(
	struct buf *out, const struct permalink_facts *facts, struct arena *arena)
{
	uint8_t digest[SHA1_BYTES];

	sha1(arena_printf(arena, "%.*s%lld", SARG(facts->path), (long long)facts->at),
		digest);
	for (size_t i = 0; i < 6; i++)
		buf_printf(out, "%02x", digest[i]);
}

/* False: the front matter has no such field, nor have the site's defaults. */
static bool put_field(
	struct buf *out, const struct permalink_facts *facts, struct slice name)
{
	const struct settings *settings = facts->fields->settings;
	struct slice text = fields_text(facts->fields, name);

	if (!text.len)
		text = value_text(value_get(
			value_get(settings->raw, S("permalink_defaults")), name));
	permalink_escape(out, text);
	return text.len != 0;
}

static bool put_token(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch)
{
	static const struct slice dates =
		S("year|month|day|hour|minute|second|i_month|i_day");

	if (slice_any(name, dates, slice_eq))
		return permalink_put_date(out, name, facts->when);
	if (slice_any(name, S("title|slug"), slice_eq))
		permalink_escape(out, facts->path);
	else if (slice_eq(name, S("name")))
		permalink_escape(out, facts->basename);
	else if (slice_eq(name, S("post_title")))
		permalink_escape(
			out, text_lower(scratch, slugize(scratch, facts->title)));
	else if (slice_eq(name, S("category")))
		put_categories(out, facts, scratch);
	else if (slice_eq(name, S("hash")))
		put_hash(out, facts, scratch);
	else if (slice_eq(name, S("timestamp")))
		buf_printf(out, "%lld", (long long)facts->at);
	else if (put_field(out, facts, name))
		return true;
	else if (slice_find_char(name, '_') >= 0 || ascii_is_digit(*name.ptr))
		return false; /* perhaps a shorter name followed by text */
	else
		permalink_escape(out, facts->path); /* a plugin's value */
	return true;
}

/* The files of a post lie below its address. */
static void end_with_slash(const struct settings *settings, struct buf *out)
{
	bool assets = false;

	value_bool(value_get(settings->raw, S("post_asset_folder")), &assets);
	if (assets && !slice_ends(buf_slice(out), S("/")) &&
		!slice_ends(buf_slice(out), S(".html")))
		buf_putc(out, '/');
}

bool hexo_own_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice own, struct buf *out)
{
	permalink_expand_with(out, own, facts, &reading->arena, put_token);
	end_with_slash(reading->settings, out);
	return true;
}

void hexo_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	struct permalink_facts own = *facts;
	const struct name *name = &reading->name;

	if (!reading->origin->collection) {
		generator_put_path(reading, name->is_index ? slice_none : name->stem,
			&generator_hexo, out);
		return;
	}
	/* ":title" includes the folders below _posts, perhaps without the date of the name. A slug in front
	 * matter is ignored. */
	struct slice last = reading->settings->drops_dates ? name->slug : name->stem;
	own.basename = last;
	own.path = name->folder.len ? arena_printf(&reading->arena, "%.*s/%.*s",
					      SARG(name->folder), SARG(last))
				    : last;
	buf_putc(out, '/');
	permalink_expand_with(
		out, reading->settings->permalink, &own, &reading->arena, put_token);
	end_with_slash(reading->settings, out);
}
