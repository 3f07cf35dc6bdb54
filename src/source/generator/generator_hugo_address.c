/* SPDX-License-Identifier: MIT */
/* Addresses of Hugo's pages (gohugo.io/content-management/urls,
 * gohugo.io/configuration/permalinks). */
#include "base/text.h"
#include "source/generator/generator_hugo_internal.h"
#include "source/pattern.h"

struct slice hugo_segment(
	const struct settings *settings, struct arena *arena, struct slice s)
{
	s = permalink_slugify(arena, s, SLUG_HUGO);
	if (settings->drops_marks)
		s = text_without_marks(arena, s);
	return settings->keeps_case ? s : text_lower(arena, s);
}

static void put_slug(struct buf *out, const struct permalink_facts *facts, struct slice s,
	struct arena *scratch)
{
	s = permalink_slugify(scratch, s, SLUG_HUGO);
	if (facts->drops_marks)
		s = text_without_marks(scratch, s);
	permalink_escape(out, facts->keeps_case ? s : text_lower(scratch, s));
}

/* ":sections[1:]" and the like: a range of folders; "last" counts, too. */
static void put_sections(struct buf *out, const struct permalink_facts *facts,
	struct slice range, struct arena *scratch)
{
	struct slice from, to, rest = facts->section, segment;
	unsigned long long count = 0, low = 0, high, at = 0;

	while (slice_split(&rest, '/', &segment))
		count++;
	high = count;
	bool has_colon = slice_cut(range, ':', &from, &to);
	if (slice_eq(from, S("last")))
		low = count ? count - 1 : 0;
	else
		slice_to_uint(from, &low);
	if (has_colon && !slice_eq(to, S("last")))
		slice_to_uint(to, &high);
	else if (has_colon)
		high = count ? count - 1 : 0;
	else if (range.len)
		high = low + 1;
	rest = facts->section;
	for (bool first = true; slice_split(&rest, '/', &segment); at++) {
		if (at < low || at >= high)
			continue;
		if (!first)
			buf_putc(out, '/');
		first = false;
		put_slug(out, facts, segment, scratch);
	}
}

static bool put_token(struct buf *out, struct slice name,
	const struct permalink_facts *facts, struct arena *scratch)
{
	/* Go's date layouts, too: ":2006/:01". */
	static const struct {
		struct slice token, name;
		bool word;
	} dates[] = {{S("year"), S("year"), false}, {S("month"), S("month"), false},
		{S("day"), S("day"), false}, {S("yearday"), S("yearday"), false},
		{S("monthname"), S("long_month"), true},
		{S("weekdayname"), S("long_day"), true}, {S("2006"), S("year"), false},
		{S("06"), S("short_year"), false}, {S("01"), S("month"), false},
		{S("1"), S("i_month"), false}, {S("02"), S("day"), false},
		{S("2"), S("i_day"), false}, {S("15"), S("hour"), false},
		{S("Jan"), S("short_month"), true},
		{S("January"), S("long_month"), true}};
	struct slice value, base, range;

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		if (!slice_eq(name, dates[i].token))
			continue;
		struct buf word;
		buf_init(&word, 64);
		permalink_put_date(&word, dates[i].name, facts->when);
		if (slice_eq(name, S("yearday")) && facts->when)
			buf_printf(&word, "%u", facts->when->yearday);
		put_slug(out, facts, buf_slice(&word), scratch);
		buf_fini(&word);
		return true;
	}
	if (slice_eq(name, S("weekday"))) {
		if (facts->when)
			buf_printf(out, "%u", facts->when->weekday);
		return true;
	}
	slice_cut(name, '[', &base, &range);
	if (range.len && slice_ends(range, S("]")))
		range.len--;
	if (slice_eq(base, S("sections")) || slice_eq(base, S("sectionslugs"))) {
		put_sections(out, facts, range, scratch);
		return true;
	}
	if (slice_eq(name, S("section")) || slice_eq(name, S("sectionslug"))) {
		slice_cut(facts->section, '/', &value, NULL);
	} else if (slice_eq(name, S("title"))) {
		value = facts->title.len ? facts->title : facts->basename;
	} else if (slice_eq(name, S("slug"))) {
		value = facts->slug.len    ? facts->slug
			: facts->title.len ? facts->title
					   : facts->basename;
	} else if (slice_eq(name, S("slugorfilename")) ||
		   slice_eq(name, S("slugorcontentbasename"))) {
		value = facts->slug.len ? facts->slug : facts->basename;
	} else if (slice_eq(name, S("filename")) ||
		   slice_eq(name, S("contentbasename"))) {
		value = facts->basename;
	} else {
		return false;
	}
	put_slug(out, facts, value, scratch);
	return true;
}

/* The name of the file without its language; a bundle's is its folder's. The date stays. */
static struct slice content_name(const struct name *name)
{
	if (!name->is_index)
		return name->base;
	return slice_from(
		name->folder, (size_t)(slice_rfind_char(name->folder, '/') + 1));
}

static struct permalink_facts own_facts(
	struct post_reading *reading, const struct permalink_facts *facts)
{
	struct permalink_facts own = *facts;
	const struct name *name = &reading->name;

	own.basename = content_name(name);
	own.keeps_case = reading->settings->keeps_case;
	own.drops_marks = reading->settings->drops_marks;
	/* A leaf bundle is not a section. */
	if (name->is_index && !name->is_section)
		own.section.len -= own.section.len > own.basename.len
					   ? own.basename.len + 1
					   : own.section.len;
	return own;
}

static void put_segment(struct post_reading *reading, struct slice lang, struct buf *out)
{
	const struct settings *settings = reading->settings;

	if (settings->lang_in_path || !slice_eq(lang, settings->lang)) {
		buf_putc(out, '/');
		buf_put(out, text_lower(&reading->arena, lang));
	}
}

/* "/fr" when a suffix gives another language than the site's. */
static void put_lang(struct post_reading *reading, struct buf *out)
{
	bool in_name = reading->name.lang_in_name;

	if (!reading->root || !reading->root->lang.len) /* else its prefix has it */
		put_segment(reading,
			in_name ? reading->post.lang : reading->settings->lang, out);
}

/* Each language has its own rules. */
void hugo_alias_prefix(struct post_reading *reading, struct buf *out)
{
	if (reading->root && reading->root->lang.len)
		put_segment(reading, reading->root->lang, out);
	else
		put_lang(reading, out);
}

bool hugo_own_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct slice path, struct buf *out)
{
	struct permalink_facts own = own_facts(reading, facts);

	if (*path.ptr != '/') {
		if (reading->root)
			buf_put(out, reading->root->prefix);
		put_lang(reading, out);
		buf_putc(out, '/');
	}
	permalink_expand_with(out, path, &own, &reading->arena, put_token);
	return true;
}

/* "/posts/x", as globs of rules have it. */
static struct slice logical_path(struct post_reading *reading)
{
	const struct name *name = &reading->name;
	bool has_name = !name->is_index;
	struct slice path = arena_printf(&reading->arena, "/%.*s%s%.*s",
		SARG(name->folder), name->folder.len && has_name ? "/" : "",
		SARG(has_name ? name->base : slice_none));

	return text_lower(&reading->arena, path);
}

/* The rule of [permalinks] for the page's first folder, or for the section that it is the page of. */
static const struct settings_collection *rule_of(struct post_reading *reading)
{
	const struct settings *settings = reading->settings;
	struct slice folder = reading->name.folder, section, path = slice_none;

	slice_cut(folder, '/', &section, NULL);
	for (size_t i = 0; i < settings->collection_count; i++) {
		const struct settings_collection *rule = &settings->collections[i];
		bool of_section = slice_ends(rule->folder, S("/"));
		if (reading->name.is_section != of_section)
			continue;
		if (slice_starts(rule->name, S("/"))) {
			path = path.len ? path : logical_path(reading);
			if (pattern_glob_braces(rule->name, path, true))
				return rule;
		} else if (slice_eq_nocase(rule->name, of_section ? folder : section)) {
			return rule;
		}
	}
	return NULL;
}

/* Paths in lower case with '-' for spaces; a bundle is its folder. */
void hugo_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;
	const struct settings_collection *rule = rule_of(reading);
	struct permalink_facts own = own_facts(reading, facts);
	struct slice rest = name->folder, segment, last = name->base;

	put_lang(reading, out);
	/* "content/fr/x.fr.md" in the default folder has it twice. */
	if (name->lang_in_name && name->lang_folder.len)
		slice_split(&rest, '/', &segment);
	if (rule) {
		buf_putc(out, '/');
		permalink_expand_with(
			out, rule->permalink, &own, &reading->arena, put_token);
		if (!slice_ends(rule->permalink, S("/")) &&
			slice_find_char(rule->permalink, '.') < 0)
			buf_putc(out, '/');
		return;
	}
	if (name->is_index && !name->is_section) {
		ptrdiff_t slash = slice_rfind_char(rest, '/');
		last = slice_from(rest, (size_t)(slash + 1));
		rest = slice_head(rest, slash < 0 ? 0 : (size_t)slash);
	}
	if (own.slug.len)
		last = own.slug;
	while (slice_split(&rest, '/', &segment)) {
		buf_putc(out, '/');
		permalink_escape(
			out, hugo_segment(reading->settings, &reading->arena, segment));
	}
	buf_putc(out, '/');
	if (name->is_section || last.len == 0)
		return;
	permalink_escape(out, hugo_segment(reading->settings, &reading->arena, last));
	buf_put(out, reading->settings->page_suffix);
}
