/* SPDX-License-Identifier: MIT */
/* Patterns by which a site's settings hide or show parts of its folder.
 *
 * A list holds the patterns of one setting. The last matching pattern decides, as in .gitignore; a
 * negated one shows what an earlier one hid. A path is hidden when any list hides it.
 *
 * Nothing fails open: a pattern that cannot be compiled matches all paths that contain its longest piece
 * of plain text, or everything when it has none. A match that takes too long counts as a match. */
#ifndef SOURCE_PATTERN_H
#define SOURCE_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/slice.h"

enum pattern_kind {
	/* A prefix of the path, or all of it as in PATTERN_GLOB (Jekyll). A negated one also
	 * matches the last part of the path. */
	PATTERN_PREFIX,
	/* The whole path; '*' matches slashes, {a,b} is an alternative (fnmatch, Zola). */
	PATTERN_GLOB,
	/* The last part of the path, as in fnmatch. */
	PATTERN_NAME,
	/* The whole path; '*' does not match slashes, "**" does; also {a,b}, and "(a|b)" after one of
	 * @ ? * + ! as in bash. In a list a leading '!' negates (picomatch, gobwas, minimatch). */
	PATTERN_PATH_GLOB,
	/* Anywhere in the path; Perl syntax (close to RE2 and Python's). */
	PATTERN_REGEX,
	/* A line of .gitignore. Blank lines and comments are ignored. Everything below a hidden folder
	 * stays hidden. */
	PATTERN_GITIGNORE,
};

/* What a list applies to, as bits. */
enum pattern_scope {
	PATTERN_PAGES = 1,
	PATTERN_FILES = 2,
	PATTERN_FOLDERS = 4,
	PATTERN_ALL = 7,
};

struct pattern_code; /* a compiled one */

struct pattern {
	struct slice text; /* as written, without the negation */
	bool negated;
	bool folders_only; /* .gitignore's "x/" */
	bool broken;       /* cannot be compiled: @code is its replacement */
	const struct pattern_code *code; /* NULL: the text itself is matched */
};

struct pattern_list {
	enum pattern_kind kind;
	unsigned scope;       /* enum pattern_scope */
	bool nocase;          /* globs: ASCII letters match case-blind */
	bool anchored;        /* PATTERN_REGEX: matches only at the start of the path */
	struct slice setting; /* "exclude", for messages */
	struct slice file;    /* the setting's file: "_config.yml" */
	/* The list applies below this folder (relative to the site's, no slash at the ends; empty:
	 * everywhere). Patterns match the path below it, with @prefix in front. */
	struct slice folder, prefix;
	struct pattern *items;
	size_t count, capacity;
	const struct pattern_list *next; /* of another setting; or NULL */
};

/* Appends a pattern; the list and @text live as long as @arena. A broken pattern adds a diag. */
void pattern_add(struct arena *arena, struct pattern_list *list, struct slice text,
	struct diag_list *diags);
/* Does it match @path (relative to the list's folder)? */
bool pattern_fits(const struct pattern_list *list, const struct pattern *pattern,
	struct slice path, bool is_folder);
/* Does one list hide @path (relative to the site's folder), in @scope (one bit)? *which (optional) is
 * the deciding pattern, or NULL. */
bool pattern_hides(const struct pattern_list *list, struct slice path,
	enum pattern_scope scope, const struct pattern **which);

/* The same for @list and the lists after it. Returns the list that hides @path, or NULL. */
const struct pattern_list *pattern_hidden_by(const struct pattern_list *list,
	struct slice path, enum pattern_scope scope, const struct pattern **which);

/* Shell pattern: '*' any run, '?' any byte, '[a-z]' a class, '\' quotes the next byte. With @segments,
 * '*' and '?' do not match slashes, and "**" + "/" is any number of folders. Linear in the path for
 * each star. */
bool pattern_glob(struct slice pattern, struct slice text, bool segments);
/* The same with alternatives "{a,b}". A pattern with too many alternatives matches. */
bool pattern_glob_braces(struct slice pattern, struct slice text, bool segments);

enum pattern_flags {
	PATTERN_NOCASE = 1,
	PATTERN_ANCHORED = 2,
};

/* For pattern*.c: compiles a regular expression; NULL: invalid, and *why says why. @flags: enum
 * pattern_flags. */
const struct pattern_code *pattern_compile(
	struct arena *arena, struct slice regex, unsigned flags, const char **why);
/* A group with a name, "(?P<slug>.*)", and what it matched. */
struct pattern_group {
	struct slice name, value;
};
#define PATTERN_GROUPS_MAX 32
/* Sets @out, of PATTERN_GROUPS_MAX, to those of a match with @text, borrowed from @code and @text. Returns their number; 0
 * without a match. */
size_t pattern_groups(
	const struct pattern_code *code, struct slice text, struct pattern_group *out);
/* Returns 1: match, 0: no match, -1: too expensive. */
int pattern_run(const struct pattern_code *code, struct slice text);
/* Translates a glob into a regular expression; @segments as in pattern_glob. */
struct slice pattern_translate(struct arena *arena, struct slice glob, bool segments);
/* A pattern that matches everything that the broken regular expression @regex may have
 * meant. */
struct slice pattern_stand_in(struct arena *arena, struct slice regex);

#endif
