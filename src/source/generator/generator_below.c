/* SPDX-License-Identifier: MIT */
/* Blogs in subfolders: whoever serves a repository may mean the blog in it. */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/uri.h"
#include "source/generator.h"
#include "source/publish.h"

/* The number of folders that are searched for a site. */
#define BELOW_MAX 100
/* The number of names that are checked for Markdown; with more, the folder itself is served. */
#define NAMES_MAX  20000
#define DEPTH_MAX  16
#define NESTED_MAX 2 /* folders down to the blog */

/* A vault in a folder of notes is part of it. */
static bool is_blog(int folder)
{
	bool by_file;
	enum generator generator = generator_of(folder, &by_file);

	return generator != GENERATOR_PLAIN && generator != GENERATOR_GARDEN &&
	       generator != GENERATOR_OBSIDIAN;
}

struct slice generator_below(int folder, struct arena *arena)
{
	struct settings settings = {0};
	struct settings_reader reader = {.settings = &settings, .folder = folder};
	struct slice *names, found = slice_none;

	arena_init(&settings.arena);
	size_t count = settings_list(&reader, slice_none, &names);
	for (size_t i = 0; i < count && i < BELOW_MAX && found.len == 0; i++) {
		if (slice_starts(names[i], S("_")) ||
			slice_eq(names[i], S("node_modules")))
			continue;
		auto_close int below = file_beneath(folder,
			arena_cstr(&settings.arena, names[i]), O_RDONLY | O_DIRECTORY);
		if (below >= 0 && is_blog(below))
			found = arena_dup(arena, names[i]);
	}
	arena_fini(&settings.arena);
	return found;
}

/* The state of a search in a folder. */
struct search {
	struct settings_reader *reader;
	struct slice found; /* the blog in it */
	size_t count, names;
	bool has_words; /* Markdown or gemtext that is not about the repository */
};

static bool has_own_settings(int folder)
{
	return faccessat(folder, "splashdown.yaml", F_OK, 0) == 0 ||
	       faccessat(folder, "splashdown.yml", F_OK, 0) == 0;
}

static bool is_words(struct slice name)
{
	static const struct slice endings =
		S("md|markdown|mdown|mkdn|mkd|mdx|gmi|gemini");
	struct slice stem = name;
	bool capitals = true;

	if (!slice_any(uri_extension(name), endings, slice_eq_nocase) ||
		publish_is_about_repository(name))
		return false;
	/* "UPGRADING.md", "CODE_OWNERS.md": the same by habit. */
	slice_cut(name, '.', &stem, NULL);
	for (size_t i = 0; i < stem.len; i++)
		capitals &= ascii_is_alpha(stem.ptr[i])
				    ? !(stem.ptr[i] & 0x20)
				    : strchr("-_", stem.ptr[i]) != NULL;
	return !capitals;
}

static void look(struct search *search, struct slice path, unsigned depth)
{
	struct settings *settings = search->reader->settings;
	auto_close int folder = file_beneath(search->reader->folder,
		path.len ? arena_cstr(&settings->arena, path) : ".",
		O_RDONLY | O_DIRECTORY);
	struct slice *names;
	bool by_file = false;

	if (folder < 0 || depth > DEPTH_MAX)
		return;
	if (depth && depth <= NESTED_MAX &&
		(has_own_settings(folder) ||
			(generator_of(folder, &by_file) != GENERATOR_PLAIN && by_file))) {
		search->found = path;
		search->count++;
		return;
	}
	size_t count = settings_list(search->reader, path, &names);
	search->names += count;
	for (size_t i = 0; i < count && search->names < NAMES_MAX; i++) {
		search->has_words |= is_words(names[i]);
		if (search->has_words || search->count > 1)
			return;
		if (!slice_starts(names[i], S("_")) &&
			!slice_eq(names[i], S("node_modules")))
			look(search, settings_join(settings, path, names[i]), depth + 1);
	}
}

struct slice generator_meant(struct arena *arena, const char *path)
{
	auto_close int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct slice meant = slice_str(path);
	bool by_file;

	if (folder < 0 || has_own_settings(folder) ||
		generator_of(folder, &by_file) != GENERATOR_PLAIN)
		return meant;
	struct settings settings = {0};
	struct settings_reader reader = {.settings = &settings, .folder = folder};
	struct search search = {.reader = &reader};
	arena_init(&settings.arena);
	look(&search, slice_none, 0);
	if (search.count == 1 && !search.has_words && search.names < NAMES_MAX &&
		!reader.trouble)
		meant = arena_printf(arena, "%s/%.*s", path, SARG(search.found));
	arena_fini(&settings.arena);
	return meant;
}
