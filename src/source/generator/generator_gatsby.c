/* SPDX-License-Identifier: MIT */
/* Gatsby: gatsby-config.*, the folders that its file system plugin reads, src/pages
 * (gatsbyjs.com/docs/reference/config-files/gatsby-config, /plugins/gatsby-source-filesystem). */
#include "data/script.h"
#include "source/generator.h"

#define SOURCES_MAX 32

/* The string after "path:"; only the project's folder may be computed:
 * `${__dirname}/content/blog`, path.join(__dirname, "content"), "./content". */
static struct slice source_path(struct settings *settings, struct slice rest)
{
	ptrdiff_t at = slice_find(rest, S("path:"));
	size_t from = 0;

	if (at < 0)
		return slice_none;
	rest = slice_head(slice_from(rest, (size_t)at + 5), 200);
	while (from < rest.len && !strchr("\"'`", rest.ptr[from]))
		from++;
	if (from >= rest.len || rest.ptr[from] == 0)
		return slice_none;
	struct slice text = slice_from(rest, from + 1);
	ptrdiff_t end = slice_find_char(text, rest.ptr[from]);
	if (end < 0)
		return slice_none;
	text = slice_head(text, (size_t)end);
	struct slice here = S("${__dirname}|${process.cwd()}|.|/"), word;
	while (slice_split(&here, '|', &word))
		slice_skip(&text, word);
	text = settings_trim_path(settings, text);
	return slice_find(text, S("${")) < 0 ? text : slice_none;
}

/* Takes the regular expression "/x/" at the start of @text into @regex; returns its length with flags; 0:
 * none. */
static size_t regex_length(struct slice text, struct slice *regex)
{
	bool class = false;
	size_t i = 1;

	if (text.len < 2 || *text.ptr != '/')
		return 0;
	for (; i < text.len && text.ptr[i] != '\n'; i++) {
		char c = text.ptr[i];
		if (c == '\\')
			i++;
		else if (c == '[' || c == ']')
			class = c == '[';
		else if (c == '/' && !class)
			break;
	}
	if (i >= text.len || text.ptr[i] != '/')
		return 0;
	*regex = slice(text.ptr + 1, i - 1);
	while (++i < text.len && ascii_is_alpha(text.ptr[i]))
		;
	return i;
}

/* Moves the regular expressions in @expression to @list; returns the rest. */
static struct slice take_regexes(struct settings_reader *reader, struct slice expression,
	struct pattern_list *list)
{
	struct arena *arena = &reader->settings->arena;
	struct slice copy = arena_dup(arena, expression), regex;
	bool at_start = true;
	char quote = 0;

	for (size_t i = 0; i < copy.len; i++) {
		char c = copy.ptr[i];
		size_t len = at_start && !quote
				     ? regex_length(slice_from(copy, i), &regex)
				     : 0;
		if (len) {
			struct slice flags =
				slice(copy.ptr + i + regex.len + 2, len - regex.len - 2);
			if (slice_find_char(flags, 'i') >= 0)
				regex = arena_printf(arena, "(?i)%.*s", SARG(regex));
			pattern_add(arena, list, regex, reader->diags);
			memset((char *)copy.ptr + i, ' ', len);
			i += len - 1;
			at_start = false;
			continue;
		}
		if (c == '\\')
			i++;
		else if (quote)
			quote = c == quote ? 0 : quote;
		else if (c && strchr("\"'`", c))
			quote = c;
		if (!ascii_is_space(c))
			at_start = c && strchr("[,(", c);
	}
	return copy;
}

/* "ignore: [...]": globs and regular expressions for the absolute path. Relative ones start at the folder.
 * Ignored files are not nodes, so never pages. */
static void read_ignore(
	struct settings_reader *reader, struct slice options, struct slice folder)
{
	struct arena *arena = &reader->settings->arena;
	struct slice expression, *texts;
	bool whole;

	if (!script_expression(options, S("ignore"), &expression))
		return;
	struct slice prefix = arena_printf(arena, "/%.*s/", SARG(folder));
	struct pattern_list *regexes =
		settings_hide(reader, PATTERN_REGEX, PATTERN_ALL, S("ignore"), folder);
	struct pattern_list *globs = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_ALL, S("ignore"), folder);
	struct pattern_list *below = settings_hide(
		reader, PATTERN_PATH_GLOB, PATTERN_ALL, S("ignore"), folder);
	regexes->prefix = globs->prefix = prefix;
	expression = take_regexes(reader, expression, regexes);
	size_t count = script_strings(arena, options, expression, &texts, &whole);
	for (size_t i = 0; i < count; i++) {
		struct slice glob = texts[i];
		if (slice_eq(glob, S("patterns")))
			continue;
		whole |= slice_skip(&glob, S("${__dirname}"));
		settings_add_pattern(reader,
			slice_any(glob, S("/|**"), slice_starts) ? globs : below, glob);
	}
	if (!whole && !slice_starts(expression, S("{")))
		diag_add(reader->diags, DIAG_WARNING, reader->settings->generator_file, 0,
			0, "every string in it is used",
			"computed setting: ignore of %.*s", SARG(folder));
}

/* src/pages, with the files that its plugin ignores. */
static void read_pages(struct settings_reader *reader, struct slice config)
{
	static const struct slice marker = S("gatsby-plugin-page-creator");

	for (int i = 0; i < SOURCES_MAX; i++) {
		ptrdiff_t at = slice_find(config, marker);
		if (at < 0)
			break;
		config = slice_from(config, (size_t)at + marker.len);
		ptrdiff_t next = slice_find(config, S("resolve"));
		read_ignore(reader,
			slice_head(config, next < 0 ? config.len : (size_t)next),
			S("src/pages"));
	}
	SETTINGS_ROOT(reader->settings, .folder = S("src/pages"), .only_linked = true);
}

static void read_sources(struct settings_reader *reader, struct slice config)
{
	static const struct slice marker = S("gatsby-source-filesystem");
	struct slice usual = S("content|src/content|src/posts|posts|blog"), name;
	struct settings *settings = reader->settings;
	struct slice all = config;
	bool any = false;

	for (int i = 0; i < SOURCES_MAX; i++) {
		ptrdiff_t at = slice_find(config, marker);
		if (at < 0)
			break;
		config = slice_from(config, (size_t)at + marker.len);
		ptrdiff_t next = slice_find(config, marker);
		struct slice options =
			slice_head(config, next < 0 ? config.len : (size_t)next);
		struct slice folder = source_path(settings, options);
		if (!folder.len || !settings_has_folder(reader, folder))
			continue;
		any = true;
		SETTINGS_ROOT(settings, .folder = folder, .only_linked = true);
		read_ignore(reader, options, folder);
	}
	/* A theme adds sources. */
	while (!any && slice_split(&usual, '|', &name)) {
		any = settings_has_folder(reader, name);
		if (any)
			SETTINGS_ROOT(settings, .folder = name, .only_linked = true);
	}
	read_pages(reader, all);
	SETTINGS_ROOT(settings, .folder = S("static"), .is_static = true);
}

static const struct settings_row rows[] = {
	SETTING("title", LINE, title),
	SETTING("description", LINE, description),
	SETTING("author", NAME, author),
	SETTING("siteUrl|url", URL, url),
	SETTING("pathPrefix", PREFIX, baseurl),
};

static void read_settings(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice config = reader->source.script;
	ptrdiff_t at = slice_find(config, S("siteMetadata"));

	reader->source.script = slice_from(config, at < 0 ? 0 : (size_t)at);
	SETTINGS_READ(reader, rows);
	settings_read_menu(reader, settings_value(reader, S("menuLinks")), slice_none);
	reader->source.script = config;
	settings->main_sections = S(GENERATOR_POSTS);
	settings->markdown_extensions = S("md|markdown|mdx");
	settings->future = true;
	settings->emoji = true;
	read_sources(reader, config);
}

/* As createFilePath() makes it: the file's path below its source. */
static void put_address(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct name *name = &reading->name;

	(void)facts;
	generator_put_lang(reading, out);
	generator_put_path(reading, name->is_index ? slice_none : name->base,
		&generator_gatsby, out);
}

const struct generator_rules generator_gatsby = {
	.settings = read_settings,
	.own_keys = S("path|slug|permalink"),
	.own_alone = true,
	.own_address = generator_own_folder,
	.address = put_address,
};
