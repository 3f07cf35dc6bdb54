/* SPDX-License-Identifier: MIT */
/* Patterns by which the settings of a site say what of its folder is hidden, and what not.
 *
 * A list is what one setting says. In it the last pattern that fits decides, as in .gitignore; one that
 * is negated brings back what an earlier one took. A path is hidden when any list hides it.
 *
 * Nothing fails open: of a pattern that cannot be compiled the longest piece of plain text counts (all
 * paths that hold it), and where there is none, it fits everything. One that takes too long fits. */
#ifndef SOURCE_PATTERN_H
#define SOURCE_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/slice.h"

enum pattern_kind {
	/* The beginning of the path, or all of it as in PATTERN_GLOB (Jekyll); a negated one brings
	 * back by the last part of the path too. */
	PATTERN_PREFIX,
	/* All of the path; '*' crosses slashes, {a,b} is either (fnmatch, Zola). */
	PATTERN_GLOB,
	/* The last part of the path, as fnmatch. */
	PATTERN_NAME,
	/* All of the path; '*' stops at a slash, "**" does not; also {a,b}, and before "(a|b)" one of
	 * @ ? * + ! as in bash. In a list a leading '!' negates (picomatch, gobwas, minimatch). */
	PATTERN_PATH_GLOB,
	/* Anywhere in the path, as in Perl (RE2 and Python's are much the same). */
	PATTERN_REGEX,
	/* A line of .gitignore. Blank lines and comments are none. What is below a hidden folder stays
	 * hidden. */
	PATTERN_GITIGNORE,
};

/* What a list is asked about, as bits. */
enum pattern_scope {
	PATTERN_PAGES = 1,
	PATTERN_FILES = 2,
	PATTERN_FOLDERS = 4,
	PATTERN_ALL = 7,
};

struct pattern_code; /* a compiled one */

struct pattern {
	struct slice text; /* as the author wrote it, without what negates it */
	bool negated;
	bool folders_only; /* .gitignore's "x/" */
	bool broken;       /* cannot be compiled: @code is of what stands for it */
	const struct pattern_code *code; /* NULL: the text itself is matched */
};

struct pattern_list {
	enum pattern_kind kind;
	unsigned scope;       /* enum pattern_scope */
	bool nocase;          /* of globs: ASCII letters are the same in both cases */
	bool anchored;        /* of PATTERN_REGEX: from the beginning of the path on */
	struct slice setting; /* "exclude", for messages */
	struct slice file;    /* where it stands: "_config.yml" */
	/* It speaks of what is in this folder (relative to the site's, no slash at the ends; empty: of
	 * all), and patterns match the path below it, with @prefix in front. */
	struct slice folder, prefix;
	struct pattern *items;
	size_t count, capacity;
	const struct pattern_list *next; /* of another setting; or NULL */
};

/* Appends a pattern; the list and @text live as long as @arena. A diag says when it is broken. */
void pattern_add(struct arena *arena, struct pattern_list *list, struct slice text,
	struct diag_list *diags);
/* Does it fit @path (what the list's folder is taken off of already)? */
bool pattern_fits(const struct pattern_list *list, const struct pattern *pattern,
	struct slice path, bool is_folder);
/* Does one list hide @path (relative to the site's folder), which is one of @scope (one bit)? *which,
 * when given, is the pattern that decided so, or NULL. */
bool pattern_hides(const struct pattern_list *list, struct slice path,
	enum pattern_scope scope, const struct pattern **which);

/* The same for @list and those behind it; *which may be left out. Returns the list that hides it, or
 * NULL. */
const struct pattern_list *pattern_hidden_by(const struct pattern_list *list,
	struct slice path, enum pattern_scope scope, const struct pattern **which);

/* Shell pattern: '*' any run, '?' any byte, '[a-z]' a class, '\' takes the next as it is; with
 * @segments '*' and '?' stop at a slash and a "**" + "/" is any number of folders. Linear in the path
 * for each star. */
bool pattern_glob(struct slice pattern, struct slice text, bool segments);
/* The same with "{a,b}": one of them. One that means more than anybody can ask fits. */
bool pattern_glob_braces(struct slice pattern, struct slice text, bool segments);

enum pattern_flags {
	PATTERN_NOCASE = 1,
	PATTERN_ANCHORED = 2,
};

/* For pattern*.c: compiles a regular expression; NULL: it is none, and *why says so. @flags: enum
 * pattern_flags. */
const struct pattern_code *pattern_compile(
	struct arena *arena, struct slice regex, unsigned flags, const char **why);
/* 1: it fits, 0: it does not, -1: that would take too long to say. */
int pattern_run(const struct pattern_code *code, struct slice text);
/* The regular expression of a glob; @segments as in pattern_glob. */
struct slice pattern_translate(struct arena *arena, struct slice glob, bool segments);
/* One that fits whatever the broken regular expression @regex may have meant. */
struct slice pattern_stand_in(struct arena *arena, struct slice regex);

#endif
