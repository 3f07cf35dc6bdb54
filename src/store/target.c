/* SPDX-License-Identifier: MIT */
#include "store/target.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "base/uri.h"
#include "site/generated.h"
#include "source/overlay.h"
#include "source/publish.h"

#define POSTS_LOOKED_AT 50 /* the newest: where they lie is where the next one goes */
#define NUMBERS_MAX     100
#define SLUG_MAX_BYTES  80

static bool is_among(struct slice ending, const char *words)
{
	return ending.len && slice_has_word(slice_str(words), ending);
}

static struct slice address_of(struct arena *arena, struct slice path)
{
	return uri_encode_path(arena, path);
}

bool store_target_post(
	struct arena *arena, const struct post *post, struct store_target *out)
{
	*out = (struct store_target){.source = arena_dup(arena, post->source),
		.kind = STORE_TEXT,
		.post = post,
		.address = post->url};
	if (!is_among(uri_extension(post->source), STORE_TARGET_TEXTS))
		out->why =
			"this page is not written in Markdown or gemtext, and cannot be "
			"edited here";
	return !out->why;
}

/* --- names ----------------------------------------------------------------------------------------- */

/* Of [a-z0-9-] only, never empty: names like these are the same on every system. */
static struct slice name_of(struct arena *arena, struct slice words)
{
	auto_buf struct buf out = BUF(SLUG_MAX_BYTES + 2);
	struct slice slug = text_slug(arena, slice_head(words, 4 * SLUG_MAX_BYTES));

	for (size_t i = 0; i < slug.len && out.len < SLUG_MAX_BYTES; i++) {
		char c = ascii_lower(slug.ptr[i]);
		if (ascii_is_alnum(c))
			buf_putc(&out, c);
		else if (out.len && out.ptr[out.len - 1] != '-')
			buf_putc(&out, '-');
	}
	while (out.len && out.ptr[out.len - 1] == '-')
		buf_truncate(&out, out.len - 1);
	return out.len ? buf_dup(&out, arena) : S("post");
}

static bool is_number(struct slice segment, size_t digits)
{
	return segment.len == digits && slice_span(segment, "") == digits &&
	       ascii_is_digit(segment.ptr[0]) && ascii_is_digit(segment.ptr[digits - 1]);
}

/* The folder without its last segments that are a year, a month and a day: "_posts/2025/11" -> "_posts", and @by how
 * many. */
static struct slice without_dates(struct slice folder, unsigned *by)
{
	struct slice above = folder;

	for (*by = 0; *by < 2 && is_number(slice_path_name(above), 2); ++*by)
		above = slice_path_folder(above);
	if (is_number(slice_path_name(above), 4)) {
		++*by;
		return slice_path_folder(above);
	}
	*by = 0;
	return folder;
}

/* How the blog names its posts. */
struct habit {
	struct slice folder; /* without dates */
	unsigned dates;      /* folders of a year, of a month in it, of a day */
	bool is_dated;       /* the day is in the name */
	struct slice ending; /* with its dot */
};

static void habit_of(const struct post *post, struct habit *out)
{
	struct slice folder = slice_path_folder(post->source), rest;
	struct slice name = slice_path_name(post->source);
	struct date date;

	/* A page with a folder of its own: the next one needs none. */
	if (slice_starts(name, S("index.")) || slice_starts(name, S("_index."))) {
		name = slice_path_name(folder);
		folder = slice_path_folder(folder);
	}
	out->folder = without_dates(folder, &out->dates);
	out->is_dated = date_from_name(name, NULL, &date, &rest);
	struct slice ending = uri_extension(post->source);
	out->ending = is_among(ending, STORE_TARGET_TEXTS)
			      ? slice(ending.ptr - 1, ending.len + 1)
			      : S(".md");
}

static bool same_habit(const struct habit *a, const struct habit *b)
{
	return slice_eq(a->folder, b->folder) && a->dates == b->dates &&
	       a->is_dated == b->is_dated && slice_eq(a->ending, b->ending);
}

/* What most of the newest posts have in common. */
static void habit_of_posts(const struct site *site, struct habit *out)
{
	struct habit all[POSTS_LOOKED_AT];
	size_t count = 0, most = 0;

	for (size_t i = 0; i < site->post_count && count < POSTS_LOOKED_AT; i++) {
		if (slice_eq(site->posts[i]->lang, site->settings->lang))
			habit_of(site->posts[i], &all[count++]);
	}
	for (size_t i = 0; i < count; i++) {
		size_t same = 0;
		for (size_t k = 0; k < count; k++)
			same += same_habit(&all[i], &all[k]);
		if (same > most) {
			most = same;
			*out = all[i];
		}
	}
}

/* Where the generators that have one keep their posts. */
static void habit_of_generator(
	struct arena *arena, const struct settings *settings, struct habit *out)
{
	static const struct {
		enum generator generator;
		const char *folder; /* below the root of content */
		bool is_dated;
	} rows[] = {
		{GENERATOR_JEKYLL, "_posts", true},
		{GENERATOR_HUGO, "posts", false},
		{GENERATOR_ZOLA, "", false},
		{GENERATOR_ELEVENTY, "posts", false},
		{GENERATOR_HEXO, "_posts", false},
		{GENERATOR_ASTRO, "blog", false},
		{GENERATOR_MKDOCS, "blog/posts", false},
		{GENERATOR_DOCUSAURUS, "blog", true},
	};
	struct slice root = settings->content_dir;

	*out = (struct habit){.folder = root, .ending = S(".md")};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].generator != settings->generator)
			continue;
		struct slice folder = slice_str(rows[i].folder);
		out->is_dated = rows[i].is_dated;
		if (!slice_eq(slice_path_name(root), slice_path_name(folder)))
			out->folder = arena_printf(arena, "%.*s%s%.*s", SARG(root),
				root.len && folder.len ? "/" : "", SARG(folder));
	}
}

static struct civil civil_of(const struct site *site, int64_t now, struct date *date)
{
	*date = (struct date){.at = now,
		.offset_minutes =
			(int16_t)zone_offset_minutes(site->settings->zone, now)};
	return date_civil(date);
}

/* Is there something of that name: in the blog, or uploaded? *own: it can be written over, since it was uploaded
 * or readers know it. */
static bool is_taken(
	const struct site *site, struct arena *arena, struct slice source, bool *own)
{
	*own = site_by_source(site, source) || overlay_find(site->overlay, source);
	return *own || faccessat(site->folder, arena_cstr(arena, source), F_OK, 0) == 0;
}

/* @folder/@name@ending, with a number where a file has that name that readers do not know. */
static void place(const struct site *site, struct arena *arena, struct slice folder,
	struct slice name, struct slice ending, struct store_target *out)
{
	bool own = false;

	out->is_placed = true;
	for (unsigned i = 1; i < NUMBERS_MAX; i++) {
		out->source = arena_printf(arena, "%.*s%s%.*s", SARG(folder),
			folder.len ? "/" : "", SARG(name));
		if (i > 1)
			out->source =
				arena_printf(arena, "%.*s-%u", SARG(out->source), i);
		out->source =
			arena_printf(arena, "%.*s%.*s", SARG(out->source), SARG(ending));
		out->is_new = !is_taken(site, arena, out->source, &own);
		if (out->is_new || own)
			break;
	}
	if (!out->is_new && !own)
		out->why = "there are too many files of that name; choose another";
	out->post = site_by_source(site, out->source);
	if (out->post)
		out->address = out->post->url;
}

/* The page of a folder is no post beside others: to some generators it makes them a part of itself. */
static struct slice name_of_text(struct arena *arena, struct slice slug)
{
	struct slice name = name_of(arena, slug);

	return slice_any(name, S("index|readme"), slice_eq)
		       ? arena_printf(arena, "%.*s-post", SARG(name))
		       : name;
}

static void place_text(const struct site *site, struct arena *arena,
	const struct habit *habit, struct slice slug, int64_t now,
	struct store_target *out)
{
	struct slice folder = habit->folder, name = name_of_text(arena, slug);
	struct date date;
	struct civil day = civil_of(site, now, &date);

	if (habit->dates)
		folder = arena_printf(arena, "%.*s%s%04d", SARG(folder),
			folder.len ? "/" : "", day.year);
	if (habit->dates > 1)
		folder = arena_printf(arena, "%.*s/%02u", SARG(folder), day.month);
	if (habit->dates > 2)
		folder = arena_printf(arena, "%.*s/%02u", SARG(folder), day.day);
	if (habit->is_dated)
		name = arena_printf(arena, "%04d-%02u-%02u-%.*s", day.year, day.month,
			day.day, SARG(name));
	out->kind = STORE_TEXT;
	place(site, arena, folder, name, habit->ending, out);
}

/* --- pictures and the like ------------------------------------------------------------------------- */

/* Has a file of the blog an address below @folder? */
static bool holds_files(const struct site *site, struct arena *arena, const char *folder)
{
	size_t count;
	const struct site_entry *entries =
		site_under(site, arena_printf(arena, "/%s/", folder), &count);

	for (size_t i = 0; i < count; i++) {
		if (entries[i].kind == SITE_FILE)
			return true;
	}
	return false;
}

/* Where the blog has files like this already. Those of a zone are for its readers: below its path. */
static struct slice folder_of_files(const struct site *site, struct arena *arena)
{
	static const char *const usual[] = {"images", "img", "assets/images",
		"assets/img", "pictures", "media", "assets"};
	const char *folder = usual[0];

	if (site->zone) {
		struct slice path = site->zone->path;
		slice_skip(&path, S("/"));
		slice_drop(&path, S("/"));
		return path;
	}
	for (size_t i = sizeof(usual) / sizeof(*usual); i > 0; i--) {
		if (holds_files(site, arena, usual[i - 1]))
			folder = usual[i - 1];
	}
	return slice_str(folder);
}

static void place_file(const struct site *site, struct arena *arena, struct slice slug,
	struct slice ending, struct store_target *out)
{
	const struct settings *settings = site->settings;
	struct slice root = slice_none, folder = folder_of_files(site, arena);

	for (size_t i = settings->root_count; i > 0; i--) {
		const struct settings_root *it = &settings->roots[i - 1];
		if (it->is_static && !it->prefix.len && !it->lang.len)
			root = it->folder;
	}
	if (!root.len && !settings_root_of(settings, folder))
		root = settings->content_dir;
	struct slice stem = slice_head(slug, slug.len - ending.len - 1);
	out->kind = STORE_FILE;
	place(site, arena,
		arena_printf(arena, "%.*s%s%.*s", SARG(root), root.len ? "/" : "",
			SARG(folder)),
		name_of(arena, stem), arena_printf(arena, ".%.*s", SARG(ending)), out);
	out->address = address_of(arena, arena_printf(arena, "/%.*s/%.*s", SARG(folder),
						 SARG(slice_path_name(out->source))));
}

/* --- addresses ------------------------------------------------------------------------------------- */

/* "svg", "tar", but not the 2 of "version-1.2". */
static bool is_ending(struct slice ending)
{
	for (size_t i = 0; i < ending.len; i++) {
		if (!ascii_is_alpha(ending.ptr[i]))
			return false;
	}
	return ending.len > 0 && ending.len <= 5;
}

static bool place_new(const struct site *site, struct arena *arena,
	const struct habit *habit, struct slice slug, int64_t now,
	struct store_target *out)
{
	struct slice ending = text_lower(arena, uri_extension(slug));

	if (is_among(ending, STORE_TARGET_FILES)) {
		place_file(site, arena, slug, ending, out);
		return !out->why;
	}
	if (is_among(ending, STORE_TARGET_TEXTS))
		slug = slice_head(slug, slug.len - ending.len - 1);
	else if (is_ending(ending))
		out->why = "this kind of file is not taken; taken are " STORE_TARGET_TEXTS
			   " " STORE_TARGET_FILES;
	if (!out->why)
		place_text(site, arena, habit, slug, now, out);
	return !out->why;
}

bool store_target_new(const struct site *site, struct arena *arena, struct slice slug,
	int64_t now, struct store_target *out)
{
	struct habit habit;

	*out = (struct store_target){0};
	habit_of_generator(arena, site->settings, &habit);
	habit_of_posts(site, &habit);
	return place_new(site, arena, &habit, slug, now, out);
}

/* The page or file at @key, however its last part is written. */
static const struct site_entry *find(
	const struct site *site, struct arena *arena, struct slice key)
{
	static const char *const more[] = {"", "/", ".md", ".markdown", ".gmi"};
	const struct site_entry *entry = NULL;
	struct slice bare = key;

	for (size_t i = 0; i < sizeof(more) / sizeof(*more) && !entry; i++)
		entry = site_find(
			site, arena_printf(arena, "%.*s%s", SARG(key), more[i]));
	if (!entry && (slice_drop(&bare, S("/")) || slice_drop(&bare, S(".gmi")) ||
			      slice_drop(&bare, S(".md"))))
		entry = site_find(site, bare);
	if (!entry && bare.len != key.len)
		entry = site_find(site, arena_printf(arena, "%.*s/", SARG(bare)));
	return entry;
}

static bool target_file(struct arena *arena, const struct site_file *file,
	struct slice path, struct store_target *out)
{
	*out = (struct store_target){.source = arena_dup(arena, file->source),
		.kind = STORE_FILE,
		.address = address_of(arena, path)};
	if (!is_among(text_lower(arena, uri_extension(file->source)), STORE_TARGET_FILES))
		out->why = "this kind of file cannot be replaced here";
	return !out->why;
}

/* A post whose address is directly below @prefix: the next one lies beside its source. */
static const struct post *post_below(const struct site *site, struct slice prefix)
{
	size_t count;
	const struct site_entry *entries = site_under(site, prefix, &count);

	for (size_t i = 0; i < count; i++) {
		struct slice rest = slice_from(entries[i].path, prefix.len);
		slice_drop(&rest, S("/"));
		if (entries[i].kind == SITE_POST && rest.len &&
			slice_find_char(rest, '/') < 0)
			return entries[i].post;
	}
	return NULL;
}

/* The first page of a zone lies in the folder of that name. */
static bool first_of_zone(const struct site *site, struct arena *arena,
	struct slice prefix, struct habit *out)
{
	struct slice root = site->settings->content_dir, folder;

	if (!site->zone || !slice_eq_nocase(prefix, site->zone->path))
		return false;
	folder = site->zone->path;
	slice_skip(&folder, S("/"));
	slice_drop(&folder, S("/"));
	*out = (struct habit){
		.folder = arena_printf(arena, "%.*s%s%.*s", SARG(root),
			root.len ? "/" : "", SARG(folder)),
		.ending = S(".md"),
	};
	return true;
}

bool store_target_at(const struct site *site, struct arena *arena, struct slice key,
	int64_t now, struct store_target *out)
{
	const struct site_entry *entry = find(site, arena, key);
	struct page_ref ref;
	struct habit habit;

	*out = (struct store_target){0};
	if (entry && entry->kind == SITE_POST)
		return store_target_post(arena, entry->post, out);
	if (entry && entry->kind == SITE_FILE)
		return target_file(arena, entry->file, entry->path, out);
	if (entry && entry->kind == SITE_REDIRECT && entry->redirect.post)
		return store_target_post(arena, entry->redirect.post, out);
	if (entry || generated_page(site, arena, key, &ref)) {
		out->why = "this page is not one file of the blog, and cannot be edited";
		return false;
	}
	/* A page that could not be read may be at this address. */
	if (site->has_errors) {
		out->why = "some pages of the blog cannot be read at the moment; try "
			   "again later";
		return false;
	}
	slice_drop(&key, S("/"));
	struct slice slug = slice_path_name(key);
	struct slice prefix = slice_head(key, key.len - slug.len);
	if (prefix.len <= 1 ||
		is_among(text_lower(arena, uri_extension(slug)), STORE_TARGET_FILES))
		return store_target_new(site, arena, slug, now, out);
	const struct post *post = post_below(site, prefix);
	if (!post && first_of_zone(site, arena, prefix, &habit))
		return place_new(site, arena, &habit, slug, now, out);
	if (!post) {
		out->why =
			"there is no page like this, and nothing beside it; begin a new "
			"one at the desk";
		return false;
	}
	habit_of(post, &habit);
	return place_new(site, arena, &habit, slug, now, out);
}

/* --- first bytes ----------------------------------------------------------------------------------- */

bool store_target_agrees(struct slice source, struct slice head)
{
	static const struct {
		struct slice endings;
		size_t at;
		struct slice bytes;
	} rows[] = {
		{S("png"), 0, S("\x89PNG\r\n\x1a\n")},
		{S("jpg jpeg"), 0, S("\xff\xd8\xff")},
		{S("gif"), 0, S("GIF8")},
		{S("webp"), 8, S("WEBP")},
		{S("avif"), 4, S("ftypavi")},
		{S("mp3"), 0, S("ID3")},
		{S("mp3"), 0, S("\xff\xfb")},
		{S("mp3"), 0, S("\xff\xf3")},
		{S("mp3"), 0, S("\xff\xf2")},
		{S("mp3"), 0, S("\xff\xfa")},
		{S("ogg opus"), 0, S("OggS")},
		{S("m4a mp4"), 4, S("ftyp")},
		{S("flac"), 0, S("fLaC")},
		{S("webm"), 0, S("\x1a\x45\xdf\xa3")},
		{S("pdf"), 0, S("%PDF-")},
	};
	struct slice ending = uri_extension(source);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (slice_has_word(rows[i].endings, ending) &&
			slice_starts(slice_from(head, rows[i].at), rows[i].bytes))
			return true;
	}
	return false;
}
