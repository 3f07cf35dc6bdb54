/* SPDX-License-Identifier: MIT */
/* What the web site's build does to pages after the generator, as far as it affects visibility. */
#include <errno.h>

#include "base/text.h"
#include "base/uri.h"
#include "source/settings_reader.h"

struct slice settings_taxonomy_segment(struct settings *settings, struct slice key)
{
	struct slice segment = text_slug(&settings->arena, key);

	/* These are other lists. */
	if (slice_find_char(key, '/') >= 0 ||
		slice_any(segment, S("archive|pages"), slice_eq))
		return slice_none;
	return segment;
}

void settings_add_taxonomy(struct settings *settings, struct slice key)
{
	struct settings_taxonomy *list = (struct settings_taxonomy *)settings->taxonomies;
	struct slice segment = settings_taxonomy_segment(settings, key);

	if (!segment.len || settings->taxonomy_count == SETTINGS_TAXONOMIES_MAX)
		return;
	if (!list)
		settings->taxonomies = list = arena_array(&settings->arena,
			SETTINGS_TAXONOMIES_MAX, struct settings_taxonomy);
	list[settings->taxonomy_count++] = (struct settings_taxonomy){key, segment};
}

void settings_add_redirect(
	struct settings_reader *reader, struct slice from, struct slice to)
{
	struct arena *arena = &reader->settings->arena;
	struct slice url;

	from = slice_trim(from);
	/* "[...slug]" is a pattern of routes. */
	if (!from.len || slice_find_char(from, '[') >= 0 ||
		!uri_normalize(arena, slice_trim(to), &url) || !url.len)
		return;
	buf_printf(&reader->redirects, "%s%.*s %s%.*s\n",
		slice_starts(from, S("/")) ? "" : "/", SARG(uri_encode_path(arena, from)),
		uri_scheme(url).len || *url.ptr == '/' ? "" : "/", SARG(url));
}

void settings_add_redirects(struct settings_reader *reader, const struct value *value)
{
	for (size_t i = 0; value && value->kind == VALUE_MAP && i < value->count; i++) {
		const struct value *to = &value->pairs[i].value;
		settings_add_redirect(reader, value->pairs[i].key,
			value_text(to->kind == VALUE_MAP ? value_get(to, S("destination"))
							 : to));
	}
	for (size_t i = 0; value && value->kind == VALUE_LIST && i < value->count; i++) {
		const struct slice *from;
		size_t count = settings_strings(
			reader->settings, value_get(&value->items[i], S("from")), &from);
		for (size_t k = 0; k < count; k++)
			settings_add_redirect(reader, from[k],
				value_text(value_get(&value->items[i], S("to"))));
	}
}

#define ENCRYPTS_PAGES "the build encrypts pages that Splashdown cannot name"

#define LOCKED_FILE "_protected_pages.txt"

/* "/a/index.html", "a.html", "/a/" and "_site/a" are the same page. */
static struct slice page_of(struct slice path)
{
	struct slice begins = S("./|/|_site/"), ends = S(".html|.htm|.markdown|.md"),
		     word;

	while (slice_split(&begins, '|', &word))
		slice_skip(&path, word);
	while (slice_split(&ends, '|', &word))
		slice_drop(&path, word);
	if (slice_eq(path, S("index")) || slice_ends(path, S("/index")))
		path.len -= sizeof("index") - 1;
	while (slice_ends(path, S("/")))
		path.len--;
	return path;
}

/* The pages named there are unknown. */
static void lock_all(struct settings_reader *reader, int error)
{
	struct settings *settings = reader->settings;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GLOB, PATTERN_PAGES, S(LOCKED_FILE), slice_none);

	settings->version = slice_hash_more(settings->version, S(LOCKED_FILE));
	list->file = S(LOCKED_FILE);
	settings_add_pattern(reader, list, S("*"));
	diag_add(reader->diags, DIAG_ERROR, S(LOCKED_FILE), 0, 0,
		"no page is shown, because the file may name any of them",
		"cannot be read: %s", settings_what_failed(error));
}

void settings_read_locked(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice text, line, *list = NULL;
	size_t capacity = 0;
	int error = settings_read_closing(reader, S(LOCKED_FILE), &text);

	if (error && error != -ENOENT && error != -ENOTDIR)
		lock_all(reader, error);
	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		if (line.len == 0 || *line.ptr == '#')
			continue;
		*arena_next(&settings->arena, list, settings->locked_count, capacity) =
			page_of(slice_head(line, slice_until(line, "")));
	}
	settings->locked = list;
}

bool settings_locks(
	const struct settings *settings, struct slice source, struct slice path)
{
	struct slice place = page_of(settings_place(settings, source)),
		     page = page_of(path);

	for (size_t i = 0; i < settings->locked_count; i++) {
		if (slice_eq(settings->locked[i], page) ||
			slice_eq(settings->locked[i], place))
			return true;
	}
	return false;
}

void settings_tell_of_encryption(struct settings_reader *reader)
{
	struct slice rest = S("package.json|Makefile|netlify.toml|vercel.json|build.sh|"
			      "deploy.sh|Rakefile|.gitlab-ci.yml"),
		     folder = S(".github/workflows"), *names, file;
	size_t count = settings_list(reader, folder, &names), next = 0;

	/* The encrypted pages are known. */
	if (reader->settings->locked_count)
		return;

	while (file = slice_none, slice_split(&rest, '|', &file) || next < count) {
		if (!file.len)
			file = settings_join(reader->settings, folder, names[next++]);
		struct slice text = settings_read_file(reader, file);
		bool staticrypt = slice_contains(text, S("staticrypt"));
		if (!staticrypt && !slice_contains(text, S("pagecrypt")))
			continue;
		diag_add(reader->diags, DIAG_WARNING, file, 0, 0,
			"these pages are shown unless their front matter has a password",
			ENCRYPTS_PAGES ": %s", staticrypt ? "staticrypt" : "pagecrypt");
		return;
	}
}
