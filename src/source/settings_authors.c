/* SPDX-License-Identifier: MIT */
/* Authors that posts name by a key: from files of the generators and of common themes. */
#include "base/uri.h"
#include "source/settings_reader.h"
#include "source/title.h"

#define AUTHORS_MAX 1000

/* Paths of files: "%" is the data folder; a path with '/' at the end is a folder with a file per author. */
static const struct {
	enum generator generator;
	struct slice paths;
} rows[] = {
	{GENERATOR_JEKYLL, S("%/authors|%/author|%/people|%/authors/|_authors/")},
	{GENERATOR_HUGO, S("data/authors|data/author|data/authors/|content/authors/")},
	{GENERATOR_ELEVENTY, S("%/authors|%/authors/")},
	{GENERATOR_ASTRO, S("src/data/authors|src/content/authors|src/data/authors/|"
			    "src/content/authors/")},
	{GENERATOR_HEXO, S("source/_data/authors")},
	{GENERATOR_GATSBY, S("content/authors|content/authors/|src/data/authors")},
	{GENERATOR_ZOLA, S("data/authors|content/authors/")},
	{GENERATOR_PLAIN, S("authors")},
};

static void add(struct settings_reader *reader, struct slice key, struct slice name)
{
	struct settings *settings = reader->settings;
	struct value *all = (struct value *)settings->authors;

	key = slice_trim(key);
	if (!key.len || !name.len || (all && all->count == AUTHORS_MAX))
		return;
	if (!all) {
		settings->authors = all = arena_new(&settings->arena, struct value);
		all->kind = VALUE_MAP;
	}
	struct value_pair *pair = value_add_pair(&settings->arena, all);
	pair->key = key;
	pair->value = (struct value){.kind = VALUE_SCALAR,
		.quoted = true,
		.text = title_clean(&settings->arena, name)};
}

static struct slice first_text(const struct value *map, struct slice keys)
{
	struct slice text = slice_none, key;

	while (!text.len && slice_split(&keys, '|', &key))
		text = value_text(value_get(map, key));
	return text;
}

static struct slice name_of(const struct value *author)
{
	return first_text(
		author, S("name|display_name|displayName|full_name|fullName|title"));
}

/* "key: {name: N}", "key: N", or a list of "{id: key, name: N}". */
static void take(struct settings_reader *reader, const struct value *tree)
{
	const struct value *inner = value_get(tree, S("authors"));

	/* Material has them under one key. */
	if (inner && inner->kind != VALUE_SCALAR && !name_of(inner).len)
		tree = inner;
	for (size_t i = 0; tree && tree->kind == VALUE_MAP && i < tree->count; i++) {
		const struct value *author = &tree->pairs[i].value;
		add(reader, tree->pairs[i].key,
			author->kind == VALUE_MAP ? name_of(author) : value_text(author));
	}
	for (size_t i = 0; tree && tree->kind == VALUE_LIST && i < tree->count; i++) {
		const struct value *author = &tree->items[i];
		add(reader,
			first_text(author,
				S("id|key|slug|username|short_name|shortname|nickname")),
			name_of(author));
	}
}

void settings_read_authors_file(struct settings_reader *reader, struct slice file)
{
	if (settings_read_file(reader, file).len)
		take(reader, settings_read_data(reader, file));
}

/* A file; its name is the key unless it gives another. */
static void read_author(
	struct settings_reader *reader, struct slice path, struct slice name)
{
	struct arena *arena = &reader->settings->arena;
	struct value *root = arena_new(arena, struct value);
	const struct value *tree = root;
	struct slice ending = uri_extension(name), stem = name;
	struct folder_reading ignored = {0};

	stem.len -= ending.len ? ending.len + 1 : 0;
	if (!ending.len) { /* "jane/_index.md" of Hugo */
		path = arena_printf(arena, "%.*s/_index.md", SARG(path));
		ending = S("md");
	}
	if (slice_any(ending, S("md|markdown|mdx"), slice_eq)) {
		if (!settings_read_file(reader, path).len ||
			!settings_read_section(reader->settings, reader->folder,
				slice_none, path, arena, root, &ignored))
			tree = NULL;
	} else {
		tree = settings_read_tree(reader, path);
	}
	if (!tree)
		return;
	struct slice shown = name_of(tree);
	add(reader, stem, shown);
	add(reader, first_text(tree, S("short_name|id|key|slug")), shown);
}

static void read_path(struct settings_reader *reader, struct slice path)
{
	static const struct slice endings[] = {S("yml"), S("yaml"), S("json"), S("toml")};
	struct settings *settings = reader->settings;
	struct slice *names;

	if (!slice_ends(path, S("/"))) {
		for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
			settings_read_authors_file(
				reader, arena_printf(&settings->arena, "%.*s.%.*s",
						SARG(path), SARG(endings[i])));
		return;
	}
	path.len--;
	if (!settings_has_folder(reader, path))
		return;
	size_t count = settings_list(reader, path, &names);
	for (size_t i = 0; i < count && i < AUTHORS_MAX; i++)
		read_author(reader, settings_join(settings, path, names[i]), names[i]);
}

void settings_read_authors(struct settings_reader *reader)
{
	struct settings *settings = reader->settings;
	const struct value *own = value_get(settings->raw, S("authors"));

	if (own && own->kind != VALUE_SCALAR)
		take(reader, own);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct slice rest = rows[i].paths, path;
		if (rows[i].generator != settings->generator)
			continue;
		while (slice_split(&rest, '|', &path)) {
			if (slice_starts(path, S("%")) && !settings->data_dir.len)
				continue;
			if (slice_skip(&path, S("%")))
				path = arena_printf(&settings->arena, "%.*s%.*s",
					SARG(settings->data_dir), SARG(path));
			read_path(reader, path);
		}
	}
	settings->author = settings_author(settings, settings->author);
}

struct slice settings_author(const struct settings *settings, struct slice key)
{
	struct slice name = value_text(value_get(settings->authors, key));

	return name.len ? name : key;
}
