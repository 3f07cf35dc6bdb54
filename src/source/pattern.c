/* SPDX-License-Identifier: MIT */
#include "source/pattern.h"

/* One class "[a-z!]" at the start of @pattern against @c. Returns its length, or 0 when it is
 * unclosed. */
static size_t match_class(struct slice pattern, unsigned char c, bool *hit)
{
	size_t i = 1;
	bool negated = false, found = false;

	if (i < pattern.len && (pattern.ptr[i] == '!' || pattern.ptr[i] == '^')) {
		negated = true;
		i++;
	}
	for (size_t first = i; i < pattern.len; i++) {
		unsigned char low = (unsigned char)pattern.ptr[i], high = low;
		if (low == ']' && i > first) {
			*hit = found != negated;
			return i + 1;
		}
		if (i + 2 < pattern.len && pattern.ptr[i + 1] == '-' &&
			pattern.ptr[i + 2] != ']') {
			high = (unsigned char)pattern.ptr[i + 2];
			i += 2;
		}
		found |= c >= low && c <= high;
	}
	return 0;
}

/* Matches one byte of the text against the pattern's next piece. Returns the piece's
 * length; 0: no match. */
static size_t match_one(struct slice pattern, char c, bool segments)
{
	bool hit = false;
	size_t len;

	if (pattern.len == 0)
		return 0;
	switch (*pattern.ptr) {
	case '?':
		return segments && c == '/' ? 0 : 1;
	case '[':
		len = match_class(pattern, (unsigned char)c, &hit);
		if (len)
			return hit && !(segments && c == '/') ? len : 0;
		break;
	case '\\':
		if (pattern.len > 1)
			return pattern.ptr[1] == c ? 2 : 0;
		break;
	}
	return *pattern.ptr == c ? 1 : 0;
}

/* A star's position, for backtracking. */
struct star {
	size_t pattern, text;
	bool set, folders; /* folders: whole ones, "**" between slashes */
};

/* Lets @star match more of the text. False: it cannot. */
static bool take_more(struct star *star, struct slice text)
{
	if (!star->set || star->text >= text.len)
		return false;
	if (star->folders) {
		ptrdiff_t slash = slice_find_char(slice_from(text, star->text), '/');
		if (slash < 0)
			return false;
		star->text += (size_t)slash;
	}
	star->text++;
	return true;
}

bool pattern_glob(struct slice pattern, struct slice text, bool segments)
{
	struct star near = {0}, far = {0}; /* far: of "**", which crosses slashes */
	size_t p = 0, t = 0;

	while (t < text.len || p < pattern.len) {
		struct slice rest = slice_from(pattern, p);
		if (rest.len && *rest.ptr == '*') {
			bool deep = !segments || (rest.len > 1 && rest.ptr[1] == '*');
			bool begins = p == 0 || pattern.ptr[p - 1] == '/';
			p += slice_run(rest, '*');
			/* Between slashes, it may also match no folder. */
			bool between = begins && segments && deep && p < pattern.len &&
				       pattern.ptr[p] == '/';
			if (deep) {
				p += between;
				far = (struct star){p, t, true, between};
				near.set = false;
			} else {
				near = (struct star){p, t, true, false};
			}
			continue;
		}
		size_t len = t < text.len ? match_one(rest, text.ptr[t], segments) : 0;
		if (len) {
			p += len;
			t++;
		} else if (near.set && near.text < text.len &&
			   text.ptr[near.text] != '/') {
			p = near.pattern;
			t = ++near.text;
		} else if (take_more(&far, text)) {
			near.set = false;
			p = far.pattern;
			t = far.text;
		} else {
			return false;
		}
	}
	return true;
}

/* The offset after the brace that closes the one at @text[0]; 0: unclosed. */
static size_t braces_end(struct slice text)
{
	unsigned depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		depth += text.ptr[i] == '{';
		depth -= text.ptr[i] == '}';
		if (depth == 0)
			return i + 1;
	}
	return 0;
}

/* @tries: how many more alternatives may be tried. */
static bool glob_braces(struct slice pattern, struct slice text, bool segments,
	unsigned depth, unsigned *tries)
{
	enum { BRACES_MAX = 8, PATTERN_MAX = 1024 };
	ptrdiff_t open = slice_find_char(pattern, '{');
	size_t end = open < 0 ? 0 : braces_end(slice_from(pattern, (size_t)open));
	char one[PATTERN_MAX];

	/* The meaning of such a pattern is unknown. */
	if (*tries == 0 || (end && (depth == BRACES_MAX || pattern.len > sizeof(one))))
		return true;
	--*tries;
	if (!end)
		return pattern_glob(pattern, text, segments);
	struct slice inner = slice(pattern.ptr + open + 1, end - 2);
	struct slice after = slice_from(pattern, (size_t)open + end);
	for (size_t from = 0; from <= inner.len;) {
		size_t to = from;
		while (to < inner.len && inner.ptr[to] != ',') {
			size_t nested = inner.ptr[to] == '{'
						? braces_end(slice_from(inner, to))
						: 0;
			to += nested ? nested : 1;
		}
		size_t len = (size_t)open, piece = to - from;
		memcpy(one, pattern.ptr, len);
		memcpy(one + len, inner.ptr + from, piece);
		memcpy(one + len + piece, after.ptr, after.len);
		if (glob_braces(slice(one, len + piece + after.len), text, segments,
			    depth + 1, tries))
			return true;
		from = to + 1;
	}
	return false;
}

bool pattern_glob_braces(struct slice pattern, struct slice text, bool segments)
{
	unsigned tries = 1000; /* enough for two braces of thirty words */

	return glob_braces(pattern, text, segments, 0, &tries);
}

/* As in Jekyll: a shell pattern, or a prefix of the path. */
static bool fits_prefix(struct slice pattern, struct slice path, bool is_folder)
{
	while (slice_skip(&pattern, S("./")))
		;
	slice_skip(&pattern, S("/"));
	if (pattern.len == 0)
		return false;
	if (slice_starts(path, pattern))
		return true;
	if (is_folder && pattern.len == path.len + 1 && slice_ends(pattern, S("/")))
		return slice_starts(pattern, path);
	return pattern_glob(pattern, path, false);
}

/* gitignore(5): a pattern with a slash matches the whole path, one without any name. */
static bool fits_gitignore(
	const struct pattern *pattern, struct slice path, bool is_folder)
{
	struct slice text = pattern->text;

	if (pattern->folders_only && !is_folder)
		return false;
	if (slice_find_char(text, '/') < 0)
		return pattern_glob(text, slice_path_name(path), true);
	slice_skip(&text, S("/"));
	return pattern_glob(text, path, true);
}

bool pattern_fits(const struct pattern_list *list, const struct pattern *pattern,
	struct slice path, bool is_folder)
{
	if (pattern->broken && !pattern->code)
		return !pattern->negated;
	if (pattern->code) {
		/* Unknown: keep it hidden. */
		int fits = pattern_run(pattern->code, path);
		return fits < 0 ? !pattern->negated : fits > 0;
	}
	switch (list->kind) {
	case PATTERN_PREFIX:
		return fits_prefix(pattern->text, path, is_folder) ||
		       (pattern->negated && fits_prefix(pattern->text,
						    slice_path_name(path), is_folder));
	case PATTERN_GLOB:
		return pattern_glob(pattern->text, path, false);
	case PATTERN_NAME:
		return pattern_glob(pattern->text, slice_path_name(path), false);
	case PATTERN_PATH_GLOB:
		return pattern_glob(pattern->text, path, true);
	case PATTERN_GITIGNORE:
		return fits_gitignore(pattern, path, is_folder);
	case PATTERN_REGEX:
		break; /* always compiled */
	}
	return !pattern->negated;
}

static const struct pattern *last_that_fits(
	const struct pattern_list *list, struct slice path, bool is_folder)
{
	for (size_t i = list->count; i > 0; i--) {
		if (pattern_fits(list, &list->items[i - 1], path, is_folder))
			return &list->items[i - 1];
	}
	return NULL;
}

static bool with_prefix(const struct pattern_list *list, struct slice path,
	bool is_folder, const struct pattern **which)
{
	if (list->prefix.len) {
		auto_arena struct arena arena = {0};
		path = arena_printf(&arena, "%.*s%.*s", SARG(list->prefix), SARG(path));
		*which = last_that_fits(list, path, is_folder);
	} else {
		*which = last_that_fits(list, path, is_folder);
	}
	return *which && !(*which)->negated;
}

bool pattern_hides(const struct pattern_list *list, struct slice path,
	enum pattern_scope scope, const struct pattern **which)
{
	const struct pattern *decided = NULL;
	bool hidden = false;

	if (!which)
		which = &decided;
	*which = NULL;
	if (!slice_skip_folder(&path, list->folder))
		return false;
	for (size_t i = 0; list->kind == PATTERN_GITIGNORE && i < path.len; i++) {
		if (path.ptr[i] == '/' &&
			with_prefix(list, slice_head(path, i), true, which))
			return true;
	}
	if (list->scope & scope)
		hidden = with_prefix(list, path, scope == PATTERN_FOLDERS, which);
	return hidden;
}

const struct pattern_list *pattern_hidden_by(const struct pattern_list *list,
	struct slice path, enum pattern_scope scope, const struct pattern **which)
{
	for (; list; list = list->next) {
		if (pattern_hides(list, path, scope, which))
			return list;
	}
	return NULL;
}

/* A line of .gitignore without its markers. False: not a pattern. */
static bool read_gitignore(struct pattern *pattern)
{
	struct slice text = pattern->text;

	while (text.len && strchr(" \t\r\n", text.ptr[text.len - 1]) &&
		!(text.len > 1 && text.ptr[text.len - 2] == '\\'))
		text.len--;
	if (slice_starts(text, S("#")))
		return false;
	if (slice_starts(text, S("!"))) {
		pattern->negated = true;
		text = slice_from(text, 1);
	}
	while (slice_ends(text, S("/"))) {
		pattern->folders_only = true;
		text.len--;
	}
	pattern->text = text;
	return text.len != 0;
}

/* Picomatch and the like: "!x" negates, "!(x)" does not; "./x" is "x". */
static bool read_path_glob(struct pattern *pattern)
{
	struct slice text = slice_trim(pattern->text);

	if (slice_starts(text, S("!")) && !slice_starts(text, S("!("))) {
		pattern->negated = true;
		text = slice_trim_start(slice_from(text, 1));
	}
	while (slice_skip(&text, S("./")))
		;
	pattern->text = text;
	return text.len != 0;
}

/* Does the glob need more than pattern_glob? */
static bool is_rich(struct slice glob)
{
	for (size_t i = 0; i < glob.len; i++) {
		if (glob.ptr[i] == '{' ||
			(i && glob.ptr[i] == '(' && strchr("@?*+!", glob.ptr[i - 1])))
			return true;
	}
	return false;
}

static void compile(struct arena *arena, struct pattern_list *list,
	struct pattern *pattern, struct diag_list *diags)
{
	const char *why = NULL, *why_instead;
	bool segments = list->kind == PATTERN_PATH_GLOB;

	if ((segments || list->kind == PATTERN_GLOB) &&
		(list->nocase || is_rich(pattern->text)))
		pattern->code = pattern_compile(arena,
			pattern_translate(arena, pattern->text, segments),
			list->nocase ? PATTERN_NOCASE : 0, &why);
	else if (list->kind == PATTERN_REGEX)
		pattern->code = pattern_compile(arena, pattern->text,
			list->anchored ? PATTERN_ANCHORED : 0, &why);
	if (!why)
		return;
	pattern->broken = true;
	struct slice instead = pattern_stand_in(arena, pattern->text);
	/* A broken negated pattern shows nothing again. */
	if (!pattern->negated)
		pattern->code =
			pattern_compile(arena, instead, PATTERN_NOCASE, &why_instead);
	diag_add(diags, DIAG_WARNING, list->file, 0, 0,
		instead.len ? "paths that contain its plain words stay hidden"
			    : "everything that it could hide stays hidden",
		"invalid pattern in %.*s (%s): %.*s", SARG(list->setting), why,
		SARG(pattern->text));
}

void pattern_add(struct arena *arena, struct pattern_list *list, struct slice text,
	struct diag_list *diags)
{
	struct pattern pattern = {.text = arena_dup(arena, text)};

	if (list->kind == PATTERN_GITIGNORE && !read_gitignore(&pattern))
		return;
	if (list->kind == PATTERN_PATH_GLOB && !read_path_glob(&pattern))
		return;
	compile(arena, list, &pattern, diags);
	*arena_next(arena, list->items, list->count, list->capacity) = pattern;
}
