/* SPDX-License-Identifier: MIT */
/* Helpers for reading settings: each generator has a reader. */
#ifndef SOURCE_SETTINGS_READER_H
#define SOURCE_SETTINGS_READER_H

#include "base/buf.h"
#include "source/settings.h"

/* Where the keys of rows are looked up: in the trees (the first with the key counts), or, when there are
 * none, in the program. */
struct settings_source {
	const struct value *trees[2];
	struct slice script; /* JavaScript without its comments */
};

/* Shared by the readers: the settings being filled, and the list of messages. */
struct settings_reader {
	struct settings *settings;
	const struct site_config *config;
	struct diag_list *diags;
	int folder;
	int trouble; /* the first error that kept a file from being read: these settings are
		      * void then */
	bool is_changing; /* a file was written a moment ago */
	size_t file_capacity;
	bool hides_nothing; /* what is read now, or who reads it does so when it cannot be read: if it may
			     * not be, it counts as not there */
	bool opens_when_away; /* and yet more would be shown if it were not there */
	struct settings_source source; /* the file that the generator was detected by */
	struct slice computed;         /* the last setting whose value nobody knows */
	struct buf redirects;          /* lines of settings->redirects */
};

/* How a value is stored. Kinds without a field call settings_set_url() and the like. */
enum settings_kind {
	SETTING_LINE,   /* text, cleaned to one line */
	SETTING_NAME,   /* the same; of a map its "name" */
	SETTING_TEXT,   /* text as written */
	SETTING_SWITCH, /* true or false */
	SETTING_PREFIX, /* a path in front of addresses: "/blog" */
	SETTING_URL,    /* of the web site: sets url and baseurl */
	SETTING_HOST,   /* the same, perhaps without "https://" */
	SETTING_LANG,   /* the site's language, of a list the first */
	SETTING_LANGS,  /* all languages; none when unset. After SETTING_LANG */
	SETTING_ZONE,
	/* the web site shows drafts: adds a note on how to show them here */
	SETTING_DRAFTS,
};

/* A row: a key of a generator's settings, and the field that it sets. */
struct settings_row {
	struct slice keys; /* "params.author|author": the first with a value counts */
	enum settings_kind kind;
	size_t field;
	bool weak; /* only if the field, a slice, is empty */
};

#define SETTING(keys, kind, field)                                                       \
	{                                                                                \
		S(keys), SETTING_##kind, offsetof(struct settings, field), false         \
	}
#define WEAK_SETTING(keys, kind, field)                                                  \
	{                                                                                \
		S(keys), SETTING_##kind, offsetof(struct settings, field), true          \
	}
#define SETTINGS_READ(reader, rows)                                                      \
	settings_read_rows(reader, rows, sizeof(rows) / sizeof(*(rows)))
/* Reads each row from reader->source, in their order. */
void settings_read_rows(
	struct settings_reader *reader, const struct settings_row *rows, size_t count);
/* The value of @key (dotted in trees) in reader->source. NULL: none. */
const struct value *settings_value(struct settings_reader *reader, struct slice key);
/* The same as a switch or a path (no slashes at its ends); @otherwise when it is none. */
bool settings_bool(struct settings_reader *reader, struct slice key, bool otherwise);
struct slice settings_path(
	struct settings_reader *reader, struct slice key, struct slice otherwise);

/* Records that @file could not be read, unless @error says that there is none: without its settings, more might
 * be shown than the author wants. */
void settings_failed(struct settings_reader *reader, struct slice file, int error);

/* Adds a root; the first that is not static sets content_dir. */
void settings_add_root(struct settings *settings, struct settings_root root);
#define SETTINGS_ROOT(settings, ...)                                                     \
	settings_add_root(settings, (struct settings_root){__VA_ARGS__})
/* Merges @from into @to; its pairs take precedence, and maps are merged recursively. */
void settings_merge(
	struct settings *settings, struct value *to, const struct value *from);
/* The tree of a file in the site's folder, parsed by its extension (YAML, JSON, TOML), or NULL, after
 * a diag when it exists but cannot be read. The file becomes part of the settings' version. */
const struct value *settings_read_tree(struct settings_reader *reader, struct slice file);
/* The same where it may as well be a list. */
const struct value *settings_read_data(struct settings_reader *reader, struct slice file);
/* The bytes of a file, in the settings' arena; slice_none: no such file. Part of the
 * version, too. */
struct slice settings_read_file(struct settings_reader *reader, struct slice file);
/* The same; returns 0 or -errno, which distinguishes a missing file from an unreadable
 * one. */
int settings_read_bytes(
	struct settings_reader *reader, struct slice file, struct slice *bytes);
/* The same, with hides_nothing, of a file that hides: who reads it does so when it cannot be read, but it may be away
 * for a moment. */
int settings_read_closing(
	struct settings_reader *reader, struct slice file, struct slice *bytes);
/* Makes the version depend on all files below @folder (fragments that posts include). */
void settings_hash_includes(struct settings_reader *reader, struct slice folder);
/* Is there such a folder, inside the site's? */
bool settings_has_folder(struct settings_reader *reader, struct slice path);
/* Sets *field if @value is a boolean; else leaves it. */
void settings_switch(const struct value *value, bool *field);
/* Reads the front matter of the section file @name ("_index.md") in the folder @path, @folder, into @root. False: there is none.
 * One that is too long to be read says that everything below is a draft. */
bool settings_read_section(const struct settings *settings, int folder, struct slice path,
	struct slice name, struct arena *arena, struct value *root,
	struct folder_reading *reading);
/* Reads the file @name of that folder, a map in YAML or JSON, into @root. False: there is none. */
bool settings_read_values(const struct settings *settings, int folder, struct slice path,
	struct slice name, struct arena *arena, struct value *root,
	struct folder_reading *reading);
/* The front matter of all such files of the folder, with one of @extensions ("md|html"): first those of a language
 * of the site ("_index.pt-br.md", in any case), then those of none. Returns their number. */
struct settings_section {
	struct slice lang; /* one of settings->langs; empty: none is named */
	struct value fields;
};
size_t settings_sections(const struct settings *settings, struct arena *arena, int fd,
	struct slice path, struct slice extensions, struct settings_section **out,
	struct folder_reading *reading);
/* Reads such a file of any kind as overlay_read_in does, and notes in @reading when it is there but could not be
 * read. */
int settings_read_beside(const struct settings *settings, int folder, struct slice path,
	struct slice name, size_t max_bytes, struct buf *out,
	struct folder_reading *reading);
/* Is one of the files being written, or was one of reader->config->before emptied or taken away, perhaps to be
 * written anew? */
bool settings_are_unsettled(const struct settings_reader *reader);
/* Why such a file could not be read. */
const char *settings_what_failed(int error);
/* Notes that @file could not be read, if nothing was noted yet. */
void settings_note(struct folder_reading *reading, struct slice file, int error);
/* The same of its @text, or (not @at_end) the beginning of that. */
bool settings_parse_section(
	struct arena *arena, struct slice text, bool at_end, struct value *root);
/* Names of the entries of a folder, sorted, at most 1,000; in the settings' arena. */
size_t settings_list(
	struct settings_reader *reader, struct slice folder, struct slice **names);
/* Adds what @value, a tree of any of the shapes that menus have, says to settings->menu. Once for a language,
 * or with an empty @lang for all. */
void settings_read_menu(
	struct settings_reader *reader, const struct value *value, struct slice lang);
/* Keys of a menu's item that hold its address; names of the menu that the whole site has. */
#define SETTINGS_MENU_ADDRESS                                                            \
	"url|link|href|address|permalink|to|pageRef|page|path|slug|route"
#define SETTINGS_MENU_NAMES                                                              \
	"main|header|navbar|nav|navigation|primary|top|menu|items|links"
/* Sets the site's language to the first valid tag, unless the administrator set it. */
void settings_set_lang(
	struct settings_reader *reader, const struct slice *tags, size_t count);
/* The same from the site's layouts: "<html lang="fr">". For sites that set it nowhere else. */
void settings_lang_of_layouts(struct settings_reader *reader);
/* Reads _protected_pages.txt, which lists pages to encrypt, with passwords. */
void settings_read_locked(struct settings_reader *reader);
/* Adds a taxonomy with the names in the field @key. */
void settings_add_taxonomy(struct settings *settings, struct slice key);
/* The segment of a taxonomy's pages; empty: its name makes none. */
struct slice settings_taxonomy_segment(struct settings *settings, struct slice key);
/* An old address of the site and where it leads, as settings have it: "/old/", "/new/" or a URL. */
void settings_add_redirect(
	struct settings_reader *reader, struct slice from, struct slice to);
/* Each pair of a map ({'/old': '/new'}, or a map with "destination"), each item of a list ({from, to}). */
void settings_add_redirects(struct settings_reader *reader, const struct value *value);
/* Names of authors, by the keys that posts use: from the generator's files, and from one such file. */
void settings_read_authors(struct settings_reader *reader);
void settings_read_authors_file(struct settings_reader *reader, struct slice file);
/* Reads the settings for line breaks and curly quotes, for all generators. */
void settings_read_markdown(struct settings_reader *reader);
/* Adds a diag when the build encrypts pages (StatiCrypt, PageCrypt) that Splashdown cannot
 * name. */
void settings_tell_of_encryption(struct settings_reader *reader);
void settings_set_zone(struct settings_reader *reader, struct slice name);

/* Adds a list to settings->hides: what @setting hides in @folder (empty: the site's). */
struct pattern_list *settings_hide(struct settings_reader *reader, enum pattern_kind kind,
	unsigned scope, struct slice setting, struct slice folder);
/* The same for settings->off_home. */
struct pattern_list *settings_off_home(struct settings_reader *reader,
	enum pattern_kind kind, struct slice setting, struct slice folder);
/* Adds each line of @text to a list. */
void settings_add_lines(
	struct settings_reader *reader, struct pattern_list *list, struct slice text);
/* Adds @path literally, with everything below it. For PATTERN_GITIGNORE. */
void settings_add_folder(
	struct settings_reader *reader, struct pattern_list *list, struct slice path);
/* The prefix of absolute paths in the site's folder, for lists of absolute patterns. */
struct slice settings_absolute(struct settings_reader *reader);
/* Adds one pattern. */
void settings_add_pattern(
	struct settings_reader *reader, struct pattern_list *list, struct slice pattern);
/* Adds the strings of @value (a list or one string) to a list. */
void settings_add_patterns(struct settings_reader *reader, struct pattern_list *list,
	const struct value *value);

/* "folder/name"; if one is empty, the other. */
struct slice settings_join(
	struct settings *settings, struct slice folder, struct slice name);
/* "/path"; empty for an empty path. */
struct slice settings_prefix(struct settings *settings, struct slice path);
/* @s without slashes at its ends, in the settings' arena. */
struct slice settings_trim_path(struct settings *settings, struct slice s);
/* The strings of a list (or one string), in the settings' arena. */
size_t settings_strings(
	struct settings *settings, const struct value *value, const struct slice **out);
/* Sets langs to @tags, with the site's language first and without duplicates. */
void settings_set_langs(
	struct settings *settings, const struct slice *tags, size_t count);
/* Sets the web site's address and base path from one URL. */
void settings_set_url(struct settings *settings, struct slice url);

#endif
