/* SPDX-License-Identifier: MIT */
/* The pieces that settings are read from: one reader per generator. */
#ifndef SOURCE_SETTINGS_READER_H
#define SOURCE_SETTINGS_READER_H

#include "source/settings.h"

/* Where the keys of rows are looked for: in the trees (the first that has it counts); where there is none, in
 * the program. */
struct settings_source {
	const struct value *trees[2];
	struct slice script; /* JavaScript without its comments */
};

/* What the readers share: the settings being filled and where messages go. */
struct settings_reader {
	struct settings *settings;
	const struct site_config *config;
	struct diag_list *diags;
	int folder;
	int trouble; /* the first that kept a file from being read: then these settings are void */
	struct settings_source source; /* the file that the generator was recognised by */
};

/* What becomes of a value. Of no field: those that settings_set_url() and its like set. */
enum settings_kind {
	SETTING_LINE,   /* text, cleaned to one line */
	SETTING_NAME,   /* the same; of a map its "name" */
	SETTING_TEXT,   /* text as it stands */
	SETTING_SWITCH, /* true or false */
	SETTING_PREFIX, /* a path in front of addresses: "/blog" */
	SETTING_URL,    /* of the web site: sets url and baseurl */
	SETTING_HOST,   /* the same, perhaps without "https://" */
	SETTING_LANG,   /* the site's language, of a list the first */
	SETTING_LANGS,  /* all of them; none where nothing is said. Behind SETTING_LANG */
	SETTING_ZONE,
	SETTING_DRAFTS, /* the web site shows drafts: says what shows them here */
};

/* A look-up: what stands under which key of a generator's settings. */
struct settings_row {
	struct slice
		keys; /* "params.author|author": the first that says something counts */
	enum settings_kind kind;
	size_t field;
	bool weak; /* only where the field, a slice, is empty */
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
/* What reader->source has under @key (dotted in trees). NULL: nothing. */
const struct value *settings_value(struct settings_reader *reader, struct slice key);
/* The same where it is a switch, a path (no slashes at its ends); else @otherwise. */
bool settings_bool(struct settings_reader *reader, struct slice key, bool otherwise);
struct slice settings_path(
	struct settings_reader *reader, struct slice key, struct slice otherwise);

/* Notes that @file could not be read, if @error is a trouble (file_is_trouble): without what it says
 * more would be shown than its author wants. */
void settings_failed(struct settings_reader *reader, struct slice file, int error);

/* Adds a root; the first one that is not static is content_dir. */
void settings_add_root(struct settings *settings, struct settings_root root);
#define SETTINGS_ROOT(settings, ...)                                                     \
	settings_add_root(settings, (struct settings_root){__VA_ARGS__})
/* The pairs of @from over those of @to, maps into maps. */
void settings_merge(
	struct settings *settings, struct value *to, const struct value *from);
/* The tree of a file of the site's folder by its ending (YAML, JSON, TOML), or NULL, after a diag when
 * it is there but cannot be read. Counts for the settings' version. */
const struct value *settings_read_tree(struct settings_reader *reader, struct slice file);
/* The same where it may as well be a list. */
const struct value *settings_read_data(struct settings_reader *reader, struct slice file);
/* The bytes of a file, in the settings' arena; slice_none: not there. Counts likewise. */
struct slice settings_read_file(struct settings_reader *reader, struct slice file);
/* The same; 0 or -errno, which tells what is not there from what cannot be read. */
int settings_read_bytes(
	struct settings_reader *reader, struct slice file, struct slice *bytes);
/* Makes the version change with any file below @folder (fragments that stand in posts). */
void settings_hash_includes(struct settings_reader *reader, struct slice folder);
/* A folder that leaves the site's is none. */
bool settings_has_folder(struct settings_reader *reader, struct slice path);
/* True or false as @value says; else *field stays. */
void settings_switch(const struct value *value, bool *field);
/* The front matter of the file @name in @folder, a section's ("_index.md"), into @root. False: it has
 * none, or the word @needle (empty: any) does not stand in it. Where it could not be read (file_is_trouble)
 * *trouble says why. */
bool settings_read_section(int folder, struct slice name, struct slice needle,
	struct arena *arena, struct value *root, int *trouble);
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
/* Sets the site's language to the first of the tags that is one, unless the administrator said it. */
void settings_set_lang(
	struct settings_reader *reader, const struct slice *tags, size_t count);
/* The same by what the site's own layouts write: "<html lang="fr">". For a site that says it nowhere else. */
void settings_lang_of_layouts(struct settings_reader *reader);
/* _protected_pages.txt, which names pages to encrypt and their passwords. */
void settings_read_locked(struct settings_reader *reader);
/* What the settings say of line breaks and curly quotes, whatever the generator. */
void settings_read_markdown(struct settings_reader *reader);
/* Says so when the build encrypts pages (StatiCrypt, PageCrypt) whose names it alone knows. */
void settings_tell_of_encryption(struct settings_reader *reader);
void settings_set_zone(struct settings_reader *reader, struct slice name);

/* A new list of settings->hides: what @setting hides of the files in @folder (empty: in the site's). */
struct pattern_list *settings_hide(struct settings_reader *reader, enum pattern_kind kind,
	unsigned scope, struct slice setting, struct slice folder);
/* The same of settings->off_home. */
struct pattern_list *settings_off_home(struct settings_reader *reader,
	enum pattern_kind kind, struct slice setting, struct slice folder);
/* Adds to a list each line of @text. */
void settings_add_lines(
	struct settings_reader *reader, struct pattern_list *list, struct slice text);
/* Adds @path, in which no byte means another, and what is below it. For PATTERN_GITIGNORE. */
void settings_add_folder(
	struct settings_reader *reader, struct pattern_list *list, struct slice path);
/* The beginning of absolute paths in the site's folder, for a list whose patterns are of them. */
struct slice settings_absolute(struct settings_reader *reader);
/* Adds one pattern. */
void settings_add_pattern(
	struct settings_reader *reader, struct pattern_list *list, struct slice pattern);
/* Adds to a list the strings of @value (or one string). */
void settings_add_patterns(struct settings_reader *reader, struct pattern_list *list,
	const struct value *value);

/* "folder/name"; where one is empty, the other. */
struct slice settings_join(
	struct settings *settings, struct slice folder, struct slice name);
/* "/path"; of an empty one nothing. */
struct slice settings_prefix(struct settings *settings, struct slice path);
/* @s without slashes at its ends, in the settings' arena. */
struct slice settings_trim_path(struct settings *settings, struct slice s);
/* The strings of a list (or one string), in the settings' arena. */
size_t settings_strings(
	struct settings *settings, const struct value *value, const struct slice **out);
/* Sets langs to @tags with the site's own language first and no language twice. */
void settings_set_langs(
	struct settings *settings, const struct slice *tags, size_t count);
/* The address of the web site and the path it lies under, from one URL. */
void settings_set_url(struct settings *settings, struct slice url);

#endif
