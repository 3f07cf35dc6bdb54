/* SPDX-License-Identifier: MIT */
#include "source/robots.h"

#include <errno.h>

/* A program that generates the file: its lines are in strings. */
static struct slice lines_of_code(struct arena *arena, struct slice code)
{
	struct buf out = BUF(BUF_MAX_BYTES);

	for (size_t i = 0; i < code.len; i++) {
		char c = code.ptr[i];
		bool escape = c == '\\' && i + 1 < code.len;
		if (strchr("\"'`", c) && c)
			buf_putc(&out, '\n');
		else if (escape && (code.ptr[i + 1] == 'n' || code.ptr[i + 1] == 'r'))
			buf_putc(&out, '\n');
		else
			buf_putc(&out, c);
		i += escape;
	}
	struct slice text = buf_dup(&out, arena), line;
	buf_clear(&out);
	static const struct slice fields =
		S("User-agent:|Disallow:|Allow:|Sitemap:|Crawl-delay:");
	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		if (slice_any(line, fields, slice_starts_nocase)) {
			buf_put(&out, line);
			buf_putc(&out, '\n');
		}
	}
	return buf_take(&out, arena);
}

/* "User-agent" followed by a rule. */
static bool has_group(struct slice text)
{
	bool agent = false;
	struct slice line;

	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		agent |= slice_starts_nocase(line, S("User-agent:"));
		if (agent && slice_any(line, S("Disallow:|Allow:"), slice_starts_nocase))
			return true;
	}
	return false;
}

static void close_all(struct settings_reader *reader, struct slice file, const char *why)
{
	diag_add(reader->diags, DIAG_WARNING, file, 0, 0,
		"robots are disallowed everywhere", "%s", why);
	reader->settings->robots = S("User-agent: *\nDisallow: /\n");
	reader->settings->robots_file = file;
}

static bool is_code(struct slice file)
{
	return slice_ends(file, S(".js")) || slice_ends(file, S(".ts"));
}

/* False: there is no such file, or it needs no generator. */
static bool read_one(struct settings_reader *reader, struct slice file, bool is_static)
{
	struct settings *settings = reader->settings;
	struct slice text;
	bool whole = true;
	int error = settings_read_closing(reader, file, &text);

	if (error == -ENOENT || error == -ENOTDIR)
		return false;
	if (error) {
		close_all(reader, file, "robots.txt cannot be read");
		return true;
	}
	bool named =
		slice_ends(file, S("/robots.txt")) || slice_eq(file, S("robots.txt"));
	bool template = !named || slice_starts(text, S("---")) ||
			slice_find(text, S("{{")) >= 0 || slice_find(text, S("{%")) >= 0;
	if (is_static || !template)
		return false;
	if (is_code(file)) {
		text = robots_expand(
			reader, lines_of_code(&settings->arena, text), &whole);
		whole &= has_group(text);
	} else {
		text = robots_expand(reader, text, &whole);
	}
	if (!whole && !has_group(text)) {
		close_all(reader, file,
			"a robots.txt template with no group of rules that can be read");
		return true;
	}
	if (!whole)
		diag_add(reader->diags, DIAG_NOTE, file, 0, 0,
			"the strictest possible reading is served",
			"a robots.txt template that is understood in part");
	settings->robots = text.len ? text : S("\n");
	settings->robots_file = file;
	return true;
}

/* The sources of a generated robots.txt, besides a file of that name among the pages. */
static const struct {
	enum generator generator;
	bool in_content; /* below the folder of the pages, else the site's */
	struct slice files;
} sources[] = {
	{GENERATOR_HUGO, false, S("layouts/robots.txt")},
	{GENERATOR_ZOLA, false, S("templates/robots.txt")},
	{GENERATOR_ASTRO, false, S("src/pages/robots.txt.ts|src/pages/robots.txt.js")},
	{GENERATOR_ELEVENTY, true,
		S("robots.njk|robots.txt.njk|robots.liquid|robots.txt.liquid|robots.11ty."
		  "js|"
		  "robots.txt.11ty.js")},
	{GENERATOR_JEKYLL, true,
		S("robots.liquid|robots.txt.liquid|robots.erb|robots.txt.erb")},
};

static void read_source(struct settings_reader *reader)
{
	struct slice rest = slice_none, folder = slice_none, file;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		if (sources[i].generator != reader->settings->generator)
			continue;
		rest = sources[i].files;
		if (sources[i].in_content)
			folder = reader->settings->content_dir;
	}
	while (slice_split(&rest, '|', &file)) {
		if (read_one(
			    reader, settings_join(reader->settings, folder, file), false))
			return;
	}
}

void robots_read(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;

	for (size_t i = 0; i < settings->root_count; i++) {
		const struct settings_root *root = &settings->roots[i];
		if (root->collection || root->is_draft || root->prefix.len)
			continue;
		if (read_one(reader,
			    settings_join(settings, root->folder, S("robots.txt")),
			    root->is_static))
			return;
	}
	if (settings->generator != GENERATOR_HUGO ||
		settings_bool(reader, S("enableRobotsTXT"), false))
		read_source(reader);
}
