/* SPDX-License-Identifier: MIT */
/* What the build of the web site does to pages after its generator, as far as it concerns who may see
 * them. */
#include "source/settings_parts.h"

#define ENCRYPTS_PAGES "the build encrypts pages that Splashdown cannot name"

#define LOCKED_FILE "_protected_pages.txt"
#define LOCKED_MAX  1000

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

void settings_read_locked(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	struct slice text = settings_read_file(reader, S(LOCKED_FILE)), line;
	struct slice *list;

	if (text.len == 0)
		return;
	list = arena_array(&settings->arena, LOCKED_MAX, struct slice);
	while (settings->locked_count < LOCKED_MAX && slice_next_line(&text, &line)) {
		line = slice_trim(line);
		if (line.len == 0 || *line.ptr == '#')
			continue;
		size_t len = 0;
		while (len < line.len && !ascii_is_space(line.ptr[len]))
			len++;
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
