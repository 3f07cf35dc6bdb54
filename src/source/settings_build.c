/* SPDX-License-Identifier: MIT */
/* What the build of the web site does to pages after its generator, as far as it concerns who may see
 * them. */
#include <errno.h>

#include "base/log.h"
#include "source/settings_reader.h"

#define ENCRYPTS_PAGES "the build encrypts pages that Splashdown cannot name"

#define LOCKED_FILE "_protected_pages.txt"

/* "/a/index.html", "a.html", "/a/" and "_site/a" are one page. */
static struct slice page_of(struct slice path)
{
	static const struct slice begins[] = {S("./"), S("/"), S("_site/")};
	static const struct slice ends[] = {
		S(".html"), S(".htm"), S(".markdown"), S(".md")};

	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++) {
		if (slice_starts(path, begins[i]))
			path = slice_from(path, begins[i].len);
	}
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		if (slice_ends(path, ends[i]))
			path.len -= ends[i].len;
	}
	if (slice_eq(path, S("index")) || slice_ends(path, S("/index")))
		path.len -= sizeof("index") - 1;
	while (slice_ends(path, S("/")))
		path.len--;
	return path;
}

/* Nobody knows which pages are named there. */
static void lock_all(struct settings_reader *reader, int error)
{
	struct settings *settings = reader->settings;
	struct pattern_list *list = settings_hide(
		reader, PATTERN_GLOB, PATTERN_PAGES, S(LOCKED_FILE), slice_none);

	settings->version = slice_hash_more(settings->version, S(LOCKED_FILE));
	list->file = S(LOCKED_FILE);
	settings_add_pattern(reader, list, S("*"));
	diag_add(reader->diags, DIAG_ERROR, S(LOCKED_FILE), 0, 0,
		"no page is shown: each may be named there", "cannot be read: %s",
		log_strerror(error));
}

void settings_read_locked(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice text, line, *list = NULL;
	size_t capacity = 0;
	int error = settings_read_bytes(reader, S(LOCKED_FILE), &text);

	if (error && error != -ENOENT && error != -ENOTDIR)
		lock_all(reader, error);
	while (slice_next_line(&text, &line)) {
		line = slice_trim(line);
		if (line.len == 0 || *line.ptr == '#')
			continue;
		size_t len = 0;
		while (len < line.len && !ascii_is_space(line.ptr[len]))
			len++;
		if (settings->locked_count == capacity)
			list = arena_grown(&settings->arena, list, settings->locked_count,
				&capacity, sizeof(*list));
		list[settings->locked_count++] = page_of(slice_head(line, len));
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

static bool says_so(
	struct settings_reader *reader, struct slice file, struct slice *program)
{
	static const struct slice programs[] = {S("staticrypt"), S("pagecrypt")};
	struct slice text = settings_read_file(reader, file);

	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		*program = programs[i];
		if (slice_find(text, programs[i]) >= 0)
			return true;
	}
	return false;
}

void settings_tell_of_encryption(struct settings_reader *reader)
{
	static const struct slice files[] = {S("package.json"), S("Makefile"),
		S("netlify.toml"), S("vercel.json"), S("build.sh"), S("deploy.sh"),
		S("Rakefile"), S(".gitlab-ci.yml")};
	struct slice folder = S(".github/workflows"), *names, file, program;
	size_t count = settings_list(reader, folder, &names);
	size_t fixed = sizeof(files) / sizeof(*files);

	/* Its pages are known. */
	if (reader->settings->locked_count)
		return;

	for (size_t i = 0; i < fixed + count; i++) {
		file = i < fixed ? files[i]
				 : arena_printf(&reader->settings->arena, "%.*s/%.*s",
					   SARG(folder), SARG(names[i - fixed]));
		if (!says_so(reader, file, &program))
			continue;
		diag_add(reader->diags, DIAG_WARNING, file, 0, 0,
			"they are shown here unless their front matter has a password",
			ENCRYPTS_PAGES ": %.*s", SARG(program));
		return;
	}
}
