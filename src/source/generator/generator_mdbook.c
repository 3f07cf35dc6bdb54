/* SPDX-License-Identifier: MIT */
/* mdBook: book.toml, and of its source folder the chapters that SUMMARY.md names, with all files that are no Markdown
 * (rust-lang.github.io/mdBook/format/summary.html). */
#include "base/uri.h"
#include "source/generator.h"

static const struct settings_row rows[] = {
	SETTING("book.title", LINE, title),
	SETTING("book.description", LINE, description),
	SETTING("book.language", LANG, lang),
	SETTING("output.html.site-url", PREFIX, baseurl),
};

/* Shows the chapter at @path, which is written as in a link. */
static void add_chapter(
	struct settings_reader *reader, struct pattern_list *list, struct slice path)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES), decoded = BUF(BUF_MAX_BYTES);

	slice_cut(path, '#', &path, NULL);
	if (!uri_decode(&decoded, path))
		return;
	path = settings_trim_path(reader->settings, buf_slice(&decoded));
	if (!path.len)
		return;
	buf_putc(&out, '!');
	for (size_t i = 0; i < path.len; i++) {
		if (strchr("*?[]{}\\", path.ptr[i]))
			buf_putc(&out, '\\');
		buf_putc(&out, path.ptr[i]);
	}
	settings_add_pattern(
		reader, list, arena_dup(&reader->settings->arena, buf_slice(&out)));
}

/* "- [Title](chapter.md)": the places of all links. */
static void read_summary(struct settings_reader *reader, struct slice source)
{
	struct settings *settings = reader->settings;
	struct slice file = settings_join(settings, source, S("SUMMARY.md")), path,
		     rest = settings_read_file(reader, file);
	struct pattern_list *list = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_PAGES, S("SUMMARY.md"), source);

	list->file = file;
	settings_add_pattern(reader, list, S("**/*.md"));
	for (ptrdiff_t at; (at = slice_find(rest, S("]("))) >= 0;) {
		rest = slice_trim_start(slice_from(rest, (size_t)at + 2));
		bool is_quoted = slice_skip(&rest, S("<"));
		path = slice_head(rest, is_quoted
						? (size_t)(slice_find_char(rest, '>') + 1)
						: slice_until(rest, ")"));
		slice_drop(&path, S(">"));
		add_chapter(reader, list, path);
	}
}

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice source = settings_path(reader, S("book.src"), S("src")),
		     built = settings_path(reader, S("build.build-dir"), S("book"));

	if (slice_eq(source, S(".")))
		source = slice_none;
	SETTINGS_READ(reader, rows);
	settings->markdown_extensions = S("md");
	settings->future = true;
	settings->page_suffix = S(".html");
	settings->as_is =
		(struct pattern_list){.kind = PATTERN_REGEX, .scope = PATTERN_PAGES};
	settings_add_pattern(reader, &settings->as_is, S("\\.[hH][tT][mM][lL]?$"));
	SETTINGS_ROOT(settings, .folder = source, .underscores = true);
	read_summary(reader, source);
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GITIGNORE, PATTERN_ALL, S("build-dir"), slice_none);
	settings_add_folder(reader, list, built);
}

static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	struct slice path = reading->place, name;

	(void)facts;
	slice_drop(&path, S(".md"));
	name = slice_path_name(path);
	buf_putc(out, '/');
	if (slice_any(name, S("index|readme"), slice_eq_nocase)) {
		permalink_escape(out, slice_head(path, path.len - name.len));
		return;
	}
	permalink_escape(out, path);
	buf_put(out, reading->settings->page_suffix);
}

const struct generator_rules generator_mdbook = {
	.settings = read_settings,
	.address = put_address,
};
