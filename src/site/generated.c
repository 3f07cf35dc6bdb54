/* SPDX-License-Identifier: MIT */
#include "site/generated.h"

#include "base/buf.h"
#include "base/text.h"
#include "site/scope.h"

#define SEGMENTS_MAX 6 /* in a generated address: /tags/x/2024/05/3/ */

struct segments {
	struct slice at[SEGMENTS_MAX];
	size_t count;
	bool slash; /* behind the last */
};

/* @path: without its first slash. False: more segments than any generated address has, or an empty one. */
static bool cut_segments(struct slice path, struct segments *out)
{
	struct slice rest = path;
	struct slice piece;
	out->count = 0;
	out->slash = slice_ends(path, S("/"));
	while (slice_split(&rest, '/', &piece)) {
		if (!piece.len && !rest.len)
			break;
		if (!piece.len || out->count == SEGMENTS_MAX)
			return false;
		out->at[out->count++] = piece;
	}
	return true;
}

/* A number of exactly @digits digits (0: 1 to 4 without a leading zero), not 0. */
static bool number(struct slice s, size_t digits, unsigned *out)
{
	unsigned long long value;
	if (digits ? s.len != digits : (s.len > 4 || slice_starts(s, S("0"))))
		return false;
	if (!slice_to_uint(s, &value) || !value)
		return false;
	*out = (unsigned)value;
	return true;
}

/* The rest of a listing's address: [YYYY/[MM/[N/]]] or undated/[N/]. False: it is
 * something else. */
static bool list_rest(const struct segments *s, size_t from, struct page_ref *ref)
{
	unsigned year = 0;
	if (from == s->count)
		return true;
	if (slice_eq(s->at[from], S("undated"))) {
		ref->undated = true;
	} else {
		if (!number(s->at[from], 4, &year))
			return false;
		ref->year = (int)year;
		if (++from < s->count &&
			(!number(s->at[from], 2, &ref->month) || ref->month > 12))
			return false;
	}
	if (from < s->count)
		from++;
	if (from < s->count && !number(s->at[from++], 0, &ref->part))
		return false;
	return from >= s->count;
}

/* Is there a post for the year, month and part in the address? */
static bool list_is_there(const struct site *site, const struct page_ref *ref)
{
	if (!ref->year && !ref->undated)
		return true;
	if (!ref->part)
		return scope_count(site, ref, 1) > 0;
	/* Parts exist when the posts do not fit one page. */
	size_t most = site->list_max, before = (ref->part - 1) * most;
	size_t least = before < most ? most + 1 : before + 1;
	return scope_count(site, ref, least) >= least;
}

static bool list_at(const struct site *site, const struct segments *s, size_t from,
	struct page_ref *ref)
{
	return list_rest(s, from, ref) && list_is_there(site, ref);
}

/* "/x/", below the home page. */
static struct slice address_of(
	const struct site *site, struct arena *arena, struct slice segment)
{
	return arena_printf(arena, "%.*s%.*s/", SARG(site->base), SARG(segment));
}

static bool is_language(const struct site *site, struct slice segment, struct slice *lang)
{
	for (size_t i = 0; site->lang_count > 1 && i < site->lang_count; i++) {
		if (slice_eq(site->langs[i].slug, segment)) {
			*lang = site->langs[i].name;
			return true;
		}
	}
	return false;
}

/* A group by its slug, or by its name as typed ("Ruby"). */
static const struct site_group *find_group(const struct site *site, struct arena *arena,
	unsigned taxonomy, struct slice segment)
{
	size_t count;
	const struct site_group *groups = scope_groups(site, taxonomy, &count);
	const struct site_group *group = site_group_find(groups, count, segment);
	return group ? group : site_group_find(groups, count, text_slug(arena, segment));
}

/* The feed, or a usual feed address of generators, which becomes the canonical one. */
static bool is_feed(struct segments *s, size_t from)
{
	static const struct slice files =
		S("feed.xml|index.xml|atom.xml|rss.xml|feed|rss|"
		  "atom|feed.atom|feed.rss|index.rss|index.atom");

	if (from + 1 != s->count &&
		!(from + 2 == s->count && slice_eq(s->at[from], S("feed"))))
		return false;
	if (!slice_any(s->at[s->count - 1], files, slice_eq))
		return false;
	s->at[from] = S("feed.xml");
	s->count = from + 1;
	return true;
}

/* The site's feed, also under a folder of posts (Hugo's /posts/index.xml, Docusaurus' /blog/rss.xml). */
static bool is_old_feed(const struct site *site, struct arena *arena, struct segments *s)
{
	const struct page_ref folder = {
		.scope = SCOPE_FOLDER, .base = address_of(site, arena, s->at[0])};

	if (!scope_count(site, &folder, 1))
		return is_feed(s, 0);
	if (s->count != 2 || !is_feed(s, 1))
		return false;
	s->at[0] = s->at[1];
	s->count = 1;
	return true;
}

static bool taxonomy_page(const struct site *site, struct arena *arena,
	struct segments *s, unsigned taxonomy, struct page_ref *ref)
{
	size_t count;
	scope_groups(site, taxonomy, &count);
	if (!count)
		return false;
	ref->taxonomy = taxonomy;
	ref->kind = PAGE_GROUPS;
	if (s->count == 1)
		return true;
	ref->group = find_group(site, arena, taxonomy, s->at[1]);
	if (!ref->group)
		return s->count == 3 && slice_eq(s->at[1], S("by-name")) &&
		       number(s->at[2], 0, &ref->part) && count > site->names_max &&
		       ref->part <= scope_parts(count, site->names_max);
	ref->scope = SCOPE_GROUP;
	ref->base = arena_printf(arena, "%.*s%.*s/%.*s/", SARG(site->base),
		SARG(s->at[0]), SARG(ref->group->slug));
	ref->kind = PAGE_FEED;
	if (is_feed(s, 2))
		return true;
	ref->kind = PAGE_LIST;
	return list_at(site, s, 2, ref);
}

/* [/fr]/pages/[N/]. If posts are there, it is their folder. */
static bool pages_at(const struct site *site, struct arena *arena,
	const struct segments *s, size_t from, struct page_ref *ref)
{
	const struct page_ref folder = {
		.scope = SCOPE_FOLDER, .base = address_of(site, arena, S("pages"))};
	size_t count;

	ref->kind = PAGE_PAGES;
	if (!site->settings->pages || (!ref->lang.len && scope_count(site, &folder, 1)))
		return false;
	count = scope_pages(site, ref->lang, NULL, NULL);
	if (from == s->count)
		return count > 0;
	return from + 1 == s->count && number(s->at[from], 0, &ref->part) &&
	       count > site->list_max && ref->part <= scope_parts(count, site->list_max);
}

/* [/fr]/search[/N]: the first results, and those after them. */
static bool search_at(const struct site *site, const struct segments *s, size_t from,
	struct page_ref *ref)
{
	const struct page_ref folder = {
		.kind = PAGE_LIST, .scope = SCOPE_FOLDER, .base = S("/search/")};

	if (!site_is_searched(site))
		return false;
	/* A folder of posts stays what it is. */
	if (s->slash && s->count == 1 && scope_count(site, &folder, 1)) {
		*ref = folder;
		return true;
	}
	ref->kind = PAGE_SEARCH;
	if (from == s->count)
		return true;
	return from + 1 == s->count && number(s->at[from], 0, &ref->part) &&
	       ref->part > 1;
}

/* Pages with one address and nothing below it. */
static const struct {
	struct slice segment;
	enum page_kind kind;
} single[] = {{S("robots.txt"), PAGE_ROBOTS}, {S("feed.xml"), PAGE_FEED}};

/* Makes the segments canonical on the way. */
static bool find(const struct site *site, struct arena *arena, struct segments *s,
	struct page_ref *ref)
{
	bool only = s->count == 1;
	ref->kind = PAGE_HOME;
	if (!s->count)
		return true;
	if (is_language(site, s->at[0], &ref->lang)) {
		if (only)
			return true;
		if (slice_eq(s->at[1], S("pages")))
			return pages_at(site, arena, s, 2, ref);
		if (slice_eq(s->at[1], S("search")))
			return search_at(site, s, 2, ref);
		if (slice_eq(s->at[1], S("archive"))) {
			ref->kind = PAGE_LIST;
			ref->base = arena_printf(arena, "%.*s%.*s/archive/",
				SARG(site->base), SARG(s->at[0]));
			return list_at(site, s, 2, ref);
		}
		ref->kind = PAGE_FEED;
		return is_feed(s, 1);
	}
	for (size_t i = 0; i < sizeof(single) / sizeof(*single); i++) {
		ref->kind = single[i].kind;
		if (only && slice_eq(s->at[0], single[i].segment))
			return ref->kind != PAGE_ROBOTS || !site->zone;
	}
	ref->kind = PAGE_FEED;
	if (is_old_feed(site, arena, s))
		return true;
	if (slice_eq(s->at[0], S("pages")))
		return pages_at(site, arena, s, 1, ref);
	if (slice_eq(s->at[0], S("search")))
		return search_at(site, s, 1, ref);
	if (slice_eq(s->at[0], S("archive"))) {
		ref->kind = PAGE_LIST;
		ref->base = address_of(site, arena, s->at[0]);
		return list_at(site, s, 1, ref);
	}
	for (unsigned t = 0; t < taxonomy_count(site); t++) {
		if (slice_eq(s->at[0], taxonomy_segment(site, t)))
			return taxonomy_page(site, arena, s, t, ref);
	}
	/* Many blogs use the singular for their lists: accepted as a variant, as is "tags" where they are
	 * named otherwise. */
	static const struct slice spellings[TAXONOMY_OWN] = {
		S("tag|tags"), S("category|categories"), S("serie")};
	for (unsigned t = 0; t < TAXONOMY_OWN; t++) {
		if (!slice_any(s->at[0], spellings[t], slice_eq))
			continue;
		s->at[0] = taxonomy_segment(site, t);
		return taxonomy_page(site, arena, s, t, ref);
	}
	return false;
}

static struct slice right_spelling(const struct site *site, struct arena *arena,
	const struct segments *s, const struct page_ref *ref)
{
	struct buf path;
	buf_init(&path, BUF_MAX_BYTES);
	buf_put(&path, site->base);
	for (size_t i = 0; i < s->count; i++) {
		buf_put(&path, i == 1 && ref->group ? ref->group->slug : s->at[i]);
		if (i + 1 < s->count || page_has_slash(ref->kind))
			buf_putc(&path, '/');
	}
	return buf_take(&path, arena);
}

bool generated_page(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref)
{
	struct segments s;
	*ref = (struct page_ref){0};
	if (!slice_starts_nocase(path, site->base) ||
		!cut_segments(slice_from(path, site->base.len), &s) ||
		!find(site, arena, &s, ref))
		return false;
	ref->path = right_spelling(site, arena, &s, ref);
	return true;
}

bool generated_random(const struct site *site, struct slice path, struct site_run *among)
{
	struct segments s;

	*among = (struct site_run){site->posts, site->post_count};
	if (site->settings->is_static || site->zone ||
		!cut_segments(slice_from(path, 1), &s) || !s.count || s.count > 2 ||
		!slice_eq(s.at[s.count - 1], S("random")))
		return false;
	for (size_t i = 0; s.count == 2; i++) {
		if (site->lang_count < 2 || i == site->lang_count)
			return false;
		if (!slice_eq(site->langs[i].slug, s.at[0]))
			continue;
		*among = (struct site_run){site->langs[i].posts, site->langs[i].count};
		break;
	}
	return among->count > 0;
}

/* --- all of them ------------------------------------------------------------- */

struct hearing {
	struct arena *arena;
	void (*hear)(void *ctx, struct slice key);
	void *ctx;
};

static void hear_of_dates(const struct hearing *to, struct slice archive,
	const struct post *const *posts, size_t count)
{
	struct civil last = {0};

	to->hear(to->ctx, archive);
	for (size_t i = 0; i < count && posts[i]->date.set; i++) {
		struct civil day = date_civil(&posts[i]->date);
		struct slice year =
			arena_printf(to->arena, "%.*s%04d/", SARG(archive), day.year);
		if (day.year != last.year)
			to->hear(to->ctx, year);
		if (day.year != last.year || day.month != last.month)
			to->hear(to->ctx, arena_printf(to->arena, "%.*s%02u/", SARG(year),
						  day.month));
		last = day;
	}
}

static void hear_of_pages(
	const struct site *site, struct slice lang, const struct hearing *to)
{
	struct page_ref ref;
	struct slice key = arena_printf(to->arena, "%.*s%.*s%spages/", SARG(site->base),
		SARG(lang), lang.len ? "/" : "");

	if (generated_page(site, to->arena, key, &ref))
		to->hear(to->ctx, ref.path);
}

static void hear_of_groups(
	const struct site *site, unsigned taxonomy, const struct hearing *to)
{
	size_t count;
	const struct site_group *groups = scope_groups(site, taxonomy, &count);
	struct slice segment = taxonomy_segment(site, taxonomy);
	if (count)
		to->hear(to->ctx, address_of(site, to->arena, segment));
	for (size_t i = 0; i < count; i++) {
		struct slice key = arena_printf(to->arena, "%.*s%.*s/%.*s/",
			SARG(site->base), SARG(segment), SARG(groups[i].slug));
		to->hear(to->ctx, key);
		to->hear(to->ctx, arena_printf(to->arena, "%.*sfeed.xml", SARG(key)));
	}
}

void generated_all(const struct site *site, struct arena *arena,
	void (*hear)(void *ctx, struct slice key), void *ctx)
{
	const struct hearing to = {arena, hear, ctx};
	hear(ctx, site->base);
	hear_of_dates(&to, address_of(site, arena, S("archive")), site->posts,
		site->post_count);
	hear_of_pages(site, slice_none, &to);
	if (site_is_searched(site))
		hear(ctx, S("/search"));
	for (size_t i = 0; i < sizeof(single) / sizeof(*single); i++) {
		if (single[i].kind != PAGE_ROBOTS || !site->zone)
			hear(ctx, arena_printf(arena, "%.*s%.*s%s", SARG(site->base),
					  SARG(single[i].segment),
					  page_is_file(single[i].kind) ? "" : "/"));
	}
	for (size_t i = 0; site->lang_count > 1 && i < site->lang_count; i++) {
		struct slice home = address_of(site, arena, site->langs[i].slug);
		hear(ctx, home);
		hear(ctx, arena_printf(arena, "%.*sfeed.xml", SARG(home)));
		hear_of_pages(site, site->langs[i].name, &to);
		if (site_is_searched(site))
			hear(ctx, arena_printf(arena, "%.*ssearch", SARG(home)));
		hear_of_dates(&to, arena_printf(arena, "%.*sarchive/", SARG(home)),
			site->langs[i].posts, site->langs[i].count);
	}
	for (unsigned t = 0; t < taxonomy_count(site); t++)
		hear_of_groups(site, t, &to);
}

/* --- folders ------------------------------------------------------------------ */

/* Is there a post or a file under @path? */
static bool holds_something(const struct site *site, struct slice path)
{
	size_t under;
	if (site_holds_posts(site, path))
		return true;
	const struct site_entry *entries = site_under(site, path, &under);
	for (size_t i = 0; i < under; i++) {
		if (entries[i].kind == SITE_FILE && site_lists(&entries[i]))
			return true;
	}
	return false;
}

bool generated_folder(const struct site *site, struct arena *arena, struct slice path,
	struct page_ref *ref)
{
	struct segments s;
	*ref = (struct page_ref){.kind = PAGE_LIST, .scope = SCOPE_FOLDER};
	ref->path = arena_dup(arena, path);
	ref->base = ref->path;
	if (!slice_ends(path, S("/")))
		return false;
	if (holds_something(site, path))
		return true;
	/* A part of a split listing: the last segments, at most three, are generated. */
	struct slice base = path;
	for (size_t own = 1; own <= 3 && base.len > 1; own++) {
		base.len--;
		while (base.len > 1 && base.ptr[base.len - 1] != '/')
			base.len--;
		if (base.len <= 1 || !holds_something(site, base))
			continue;
		ref->base = slice_head(ref->path, base.len);
		struct page_ref whole = *ref;
		return cut_segments(slice_from(path, base.len), &s) &&
		       list_rest(&s, 0, ref) &&
		       scope_count(site, &whole, site->list_max + 1u) > site->list_max &&
		       list_is_there(site, ref);
	}
	return false;
}
