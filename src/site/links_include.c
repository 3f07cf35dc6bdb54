/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/uri.h"
#include "data/frontmatter.h"
#include "site/body.h"
#include "source/include.h"
#include "source/publish.h"
#include "source/zone_folder.h"

#define OPEN_FOLDER (O_PATH | O_DIRECTORY)

/* The file that readers can request directly, or NULL. */
static const struct site_file *published_file(
	const struct site *site, struct arena *arena, struct slice path)
{
	const struct site_entry *entry;
	struct slice key;

	if (!uri_path_key(arena,
		    uri_encode_path(arena, arena_printf(arena, "/%.*s", SARG(path))),
		    &key))
		return NULL;
	entry = site_find(site, key);
	return entry && entry->kind == SITE_FILE && slice_eq(entry->file->source, path)
		       ? entry->file
		       : NULL;
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

/* @text becomes what readers of the page have of it. */
static enum env_answer page_text(struct links *links, const struct site *site,
	const struct post *post, struct arena *arena, struct slice *text)
{
	struct body body;
	int error = body_read(site, post, arena, &body);

	include_note(error, &links->trouble);
	if (error)
		return ENV_NONE;
	*text = slice_head(body.text, INCLUDE_MAX_BYTES);
	return ENV_TEXT;
}

static enum env_answer kept(struct slice why, struct slice *text)
{
	*text = why;
	return ENV_KEPT;
}

/* May readers see the file at @path, a link to @real or the same? ENV_TEXT: @text, all of it, becomes the visible
 * part; ENV_KEPT: why not. @code: it need not be text for readers. What was found in the snapshot is asked of the
 * file that was scanned, not of what it says by now. */
static enum env_answer show(struct links *links, struct arena *arena, struct slice path,
	struct slice real, bool code, struct slice *text)
{
	const struct site *site = links->site;
	struct frontmatter fm;

	const struct reader_zone *zone = zone_of_source(site->settings, real);
	if (!zone)
		zone = zone_of_source(site->settings, path);
	if (zone && zone != site->zone)
		return kept(S("is not published"), text);
	/* Pages of a zone see the public ones, too. */
	if (site->outer && (site_by_source(site->outer, path) ||
				   published_file(site->outer, arena, path)))
		site = site->outer;
	const struct post *post = site_by_source(site, path);
	if (!post)
		post = site_by_source(site, real);
	if (post)
		return page_text(links, site, post, arena, text);
	const struct site_file *file = published_file(site, arena, path);
	if (!file)
		file = published_file(site, arena, real);
	frontmatter_split(*text, true, FRONTMATTER_MARKED, &fm);
	const bool is_plain = fm.format == FRONTMATTER_NONE && !fm.endless;
	/* Front matter may have come into it that hides it. Text is a part of the page as it is now. */
	if (file && (is_plain || !site->compares || body_file_is_as_scanned(site, file)))
		return ENV_TEXT;
	if (file) {
		include_note(BODY_CHANGED, &links->trouble);
		return ENV_NONE;
	}
	if (site_keeps_back(site, path) || site_keeps_back(site, real) ||
		is_left_out(site->settings, real) || !is_plain)
		return kept(S("is not published"), text);
	if (!code && !is_text_for_readers(site->settings, real))
		return kept(S("is neither published nor text for readers"), text);
	return ENV_TEXT;
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
	return show(links, arena,
		arena_printf(arena, "%.*s%.*s", SARG(above), SARG(name)),
		arena_printf(arena, "%.*s%.*s", SARG(above), SARG(real)), code, text);
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
