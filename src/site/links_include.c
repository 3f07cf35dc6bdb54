/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/uri.h"
#include "data/frontmatter.h"
#include "source/include.h"
#include "source/publish.h"
#include "source/zone_folder.h"

#define OPEN_FOLDER (O_PATH | O_DIRECTORY)

/* Is it a file that readers can request directly? */
static bool is_published_file(
	const struct site *site, struct arena *arena, struct slice path)
{
	const struct site_entry *entry;
	struct slice key;

	if (!uri_path_key(arena,
		    uri_encode_path(arena, arena_printf(arena, "/%.*s", SARG(path))),
		    &key))
		return false;
	entry = site_find(site, key);
	return entry && entry->kind == SITE_FILE && slice_eq(entry->file->source, path);
}

/* Is it text for readers, by its name? Settings, data and programs are not. */
static bool is_text_for_readers(const struct settings *settings, struct slice path)
{
	struct slice extension = uri_extension(path);
	struct slice name = slice_from(path, links_folder_of(path).len);

	if (publish_is_markdown(settings, extension))
		return true;
	if (slice_any(extension,
		    S("md|markdown|html|htm|xhtml|txt|text|gmi|gemini|liquid|njk|"
		      "svg|textile|rst|adoc|org|tex"),
		    slice_eq_nocase))
		return true;
	return slice_any(name,
		S("LICENSE|LICENCE|COPYING|README|CHANGELOG|CHANGES|HISTORY|"
		  "AUTHORS|CONTRIBUTORS|NEWS"),
		slice_eq_nocase);
}

/* Is it below a folder of posts or drafts? What is visible there is in the snapshot. The same for
 * what the settings exclude, when pages need no front matter. */
static bool is_left_out(const struct settings *settings, struct slice path)
{
	const struct settings_root *root = settings_root_of(settings, path);
	struct slice part;

	if (root && root->is_draft)
		return true;
	if (settings->generator != GENERATOR_JEKYLL &&
		pattern_hidden_by(settings->hides, path, PATTERN_PAGES, NULL))
		return true;
	path = links_folder_of(path);
	while (slice_split(&path, '/', &part)) {
		if (slice_eq(part, S("_posts")) || slice_eq(part, S("_drafts")) ||
			slice_eq_nocase(part, S("drafts")))
			return true;
	}
	return false;
}

/* Why readers must not see the file at @path, a link to @real or the same; slice_none: they may, and
 * @text is the visible part. @code: it need not be text for readers. */
static struct slice hidden_as(const struct site *site, struct arena *arena,
	struct slice path, struct slice real, bool code, struct slice *text)
{
	struct frontmatter fm;

	frontmatter_split(*text, true, FRONTMATTER_MARKED, &fm);
	const struct reader_zone *zone = zone_of_source(site->settings, real);
	if (!zone)
		zone = zone_of_source(site->settings, path);
	if (zone && zone != site->zone)
		return S("is not published");
	/* Pages of a zone see the public ones, too. */
	if (site->outer && (site_by_source(site->outer, path) ||
				   is_published_file(site->outer, arena, path)))
		site = site->outer;
	if (site_by_source(site, path) || site_by_source(site, real)) {
		if (fm.format != FRONTMATTER_NONE)
			*text = slice_from(*text, fm.body_offset);
		return slice_none;
	}
	if (is_published_file(site, arena, path) || is_published_file(site, arena, real))
		return slice_none;
	if (site_keeps_back(site, path) || site_keeps_back(site, real) ||
		is_left_out(site->settings, real) || fm.format != FRONTMATTER_NONE ||
		fm.endless)
		return S("is not published");
	if (!code && !is_text_for_readers(site->settings, real))
		return S("is neither published nor text for readers");
	return slice_none;
}

/* The file @name in the folder @above ("", or with its slash): the visible part of pages and other text;
 * with @code, everything that is not on the never list. */
static enum env_answer from_folder(struct links *links, struct arena *arena,
	struct slice above, struct slice name, bool code, struct slice *text)
{
	auto_close int folder = -1;
	struct slice real;

	if (!links->post)
		return ENV_NONE;
	links->reads_files = true;
	folder = file_beneath(links->site->folder,
		above.len ? arena_cstr(arena, above) : ".", OPEN_FOLDER);
	include_note(folder, &links->trouble);
	if (folder < 0)
		return ENV_NONE;
	enum env_answer answer =
		include_read(folder, arena, name, text, &real, &links->trouble);
	if (answer != ENV_TEXT)
		return answer;
	struct slice why = hidden_as(links->site, arena,
		arena_printf(arena, "%.*s%.*s", SARG(above), SARG(name)),
		arena_printf(arena, "%.*s%.*s", SARG(above), SARG(real)), code, text);
	if (!why.len)
		return ENV_TEXT;
	*text = why;
	return ENV_KEPT;
}

/* From the first snippet folder that has it. */
static enum env_answer snippet(
	struct links *links, struct arena *arena, struct slice name, struct slice *text)
{
	const struct settings *settings = links->site->settings;
	enum env_answer answer = ENV_NONE;

	for (size_t i = 0; i < settings->snippet_folder_count && answer == ENV_NONE;
		i++) {
		struct slice above = settings->snippet_folders[i];

		if (above.len)
			above = arena_printf(arena, "%.*s/", SARG(above));
		answer = from_folder(links, arena, above, name, true, text);
	}
	return answer;
}

enum env_answer links_include(struct links *links, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text)
{
	const struct settings *settings = links->site->settings;
	enum env_answer answer = include_judge(name, text);

	if (answer != ENV_TEXT)
		return answer;
	if (settings->generator == GENERATOR_ELEVENTY && slice_starts(name, S("./")))
		kind = ENV_INCLUDE_RELATIVE;
	while (slice_starts(name, S("./")))
		name = slice_from(name, 2);
	if (kind == ENV_SNIPPET)
		return snippet(links, arena, name, text);
	if (kind == ENV_INCLUDE)
		return include_from(links->site->folder, settings->includes_dir, arena,
			name, text, &links->trouble);
	return from_folder(
		links, arena, links_folder_of(links->post->source), name, false, text);
}
