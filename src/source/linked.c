/* SPDX-License-Identifier: MIT */
#include "source/linked.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"

#define TARGET_MAX 1024 /* bytes of one link's target */
#define NAMED_MAX  4096 /* targets of one post */
#define DEPTH_MAX  16   /* of lists and maps in front matter */
/* How far the search for the end of a tag, a code span or a quoted string goes. */
#define REACH_MAX 4096
#define TAG_MAX   512

struct finder {
	struct arena arena; /* for the look-up of one target */
	const struct settings *settings;
	struct slice source;
	struct buf hashes;
};

bool linked_is_wanted(const struct settings *settings)
{
	for (size_t i = 0; i < settings->root_count; i++) {
		if (settings->roots[i].only_linked)
			return true;
	}
	return false;
}

/* The hash of a path (a look-up key), or of a bare name, which wikilinks look up in every
 * folder. */
static void put_hash(struct finder *finder, struct slice key)
{
	uint64_t hash = slice_hash(key);

	if (finder->hashes.len < NAMED_MAX * sizeof(hash))
		buf_put(&finder->hashes, slice((const char *)&hash, sizeof(hash)));
}

/* Does @target, relative to @folder, mean a file of an only_linked root? */
static void try_below(struct finder *finder, struct slice folder, struct slice target)
{
	struct slice key,
		path = arena_printf(&finder->arena, "/%.*s/%.*s",
			SARG(uri_encode_path(&finder->arena, folder)), SARG(target));

	if (folder.len == 0)
		path = slice_from(path, 1);
	if (!uri_path_key(&finder->arena, path, &key) || key.len < 2)
		return;
	const struct settings_root *root =
		settings_root_of(finder->settings, slice_from(key, 1));
	if (root && root->only_linked)
		put_hash(finder, key);
}

/* A target relative to the site's root or to that of its sources: tries all possibilities. */
static void try_rooted(struct finder *finder, struct slice target)
{
	const struct settings *settings = finder->settings;

	try_below(finder, slice_none, target);
	try_below(finder, settings->content_dir, target);
	try_below(finder, S("src"), target);
	for (size_t i = 0; i < settings->root_count; i++) {
		const struct settings_root *root = &settings->roots[i];
		struct slice prefix = slice_from(root->prefix, 1), rest = target;
		slice_skip_folder(&rest, prefix);
		if (root->only_linked)
			try_below(finder, root->folder, rest);
	}
}

/* Pelican's prefixes, and aliases of JavaScript bundlers: relative to the root. */
static bool take_alias(struct slice *target)
{
	return slice_skip(target, S("@site/")) || slice_skip(target, S("@/")) ||
	       slice_skip(target, S("~/")) || slice_skip(target, S("~@/")) ||
	       slice_skip(target, S("$lib/"));
}

static void add_target(struct finder *finder, struct slice target)
{
	const struct settings *settings = finder->settings;

	arena_reset(&finder->arena);
	target = slice_trim(target);
	bool marked = slice_starts(target, S("{")) || slice_starts(target, S("|"));
	/* Pelican takes only targets after "{static}" or "{attach}". */
	if (!marked && settings->generator == GENERATOR_PELICAN)
		return;
	if (marked)
		slice_cut(slice_from(target, 1), *target.ptr == '{' ? '}' : '|', NULL,
			&target);
	slice_cut(target, '#', &target, NULL);
	slice_cut(target, '?', &target, NULL);
	if (target.len == 0 || target.len > TARGET_MAX || uri_scheme(target).len ||
		slice_starts(target, S("//")) || uri_extension(target).len == 0)
		return;
	if (slice_starts(target, S("/"))) {
		try_rooted(finder, slice_from(target, 1));
		return;
	}
	if (take_alias(&target)) {
		try_rooted(finder, target);
		return;
	}
	try_below(finder, slice_path_folder(finder->source), target);
	/* Its shortcodes name files relative to the project. */
	if (settings->generator == GENERATOR_ELEVENTY)
		try_below(finder, slice_none, target);
	for (size_t i = 0; i < settings->root_count; i++) {
		if (settings->roots[i].only_linked && settings->roots[i].is_static)
			try_below(finder, settings->roots[i].folder, target);
	}
}

/* "[[x.png|300]]": a file of that name, wherever it is. */
static void add_wikilink(struct finder *finder, struct slice target)
{
	struct slice key;

	arena_reset(&finder->arena);
	slice_cut(target, '|', &target, NULL);
	slice_cut(target, '#', &target, NULL);
	target = slice_trim(target);
	if (slice_find_char(target, '/') >= 0) {
		add_target(finder, target);
		try_rooted(finder, target);
	} else if (uri_extension(target).len &&
		   uri_path_key(&finder->arena, uri_encode_path(&finder->arena, target),
			   &key)) {
		put_hash(finder, slice_from(key, 1));
	}
}

/* --- targets in a text -------------------------------------------------------- */

/* A target at the start of @s: quoted, in <>, or up to the end of a word. Of several in one
 * attribute (srcset), each is tried. */
static size_t add_at(struct finder *finder, struct slice s)
{
	char open = s.len ? *s.ptr : '\0';
	struct slice inner, piece;

	if (open == '"' || open == '\'' || open == '`' || open == '<') {
		if (!slice_cut(slice_head(slice_from(s, 1), REACH_MAX),
			    open == '<' ? '>' : open, &inner, NULL))
			return 1;
		add_target(finder, inner);
		for (struct slice rest = inner; slice_split(&rest, ',', &piece);) {
			slice_cut(slice_trim(piece), ' ', &piece, NULL);
			if (piece.len != inner.len)
				add_target(finder, piece);
		}
		return inner.len + 2;
	}
	size_t len = 0;
	if (open == '{') {
		ptrdiff_t close = slice_find_char(slice_head(s, 32), '}');
		len = close < 0 ? 0 : (size_t)close + 1;
	}
	len += slice_until(slice_from(slice_head(s, TARGET_MAX), len), ")\"'>]}`");
	add_target(finder, slice_head(s, len));
	return len;
}

/* The words of a shortcode or a template tag, each of which may name a file. */
static size_t add_tag(struct finder *finder, struct slice s)
{
	struct slice end = s.ptr[1] == '%' ? S("%}") : S("}}"), word;
	ptrdiff_t len = slice_find(slice_head(s, REACH_MAX), end);
	struct slice inner = slice(s.ptr + 2, len < 2 ? 0 : (size_t)len - 2);

	if (len < 2)
		return 2;
	for (size_t i = 0; i < inner.len; i++) {
		struct slice rest = slice_from(inner, i);
		if (strchr("\"'`", *rest.ptr) && *rest.ptr) {
			i += add_at(finder, rest);
		} else if (!ascii_is_space(*rest.ptr) &&
			   (i == 0 || ascii_is_space(inner.ptr[i - 1]) ||
				   inner.ptr[i - 1] == '=')) {
			slice_cut(rest, ' ', &word, NULL);
			if (slice_find_char(word, '=') < 0)
				add_target(finder, word);
		}
	}
	return (size_t)len + 2;
}

/* The length of the code that starts with the backticks or tildes at the start of @s; at least their
 * own length. */
static size_t skip_code(struct slice s, bool at_line_start)
{
	size_t run = slice_run(s, *s.ptr), at = run;
	struct slice info = slice_from(s, run);

	slice_cut(info, '\n', &info, NULL);
	bool tilde = *s.ptr == '~';
	bool fence = run >= 3 && (tilde ? at_line_start : slice_find_char(info, '`') < 0);
	if (tilde && !fence)
		return run;
	if (!fence)
		s = slice_head(s, REACH_MAX);
	while (at < s.len) {
		ptrdiff_t next = slice_find_char(slice_from(s, at), *s.ptr);
		/* A blank line ends the paragraph, so it was not code. */
		if (!fence && slice_find(slice_head(slice_from(s, at),
						 next < 0 ? s.len : (size_t)next),
				      S("\n\n")) >= 0)
			return run;
		if (next < 0)
			break;
		at += (size_t)next;
		size_t close = slice_run(slice_from(s, at), *s.ptr);
		size_t before = at;
		while (before > run && s.ptr[before - 1] == ' ')
			before--;
		bool starts_line = s.ptr[before - 1] == '\n';
		at += close;
		if (fence ? close >= run && starts_line : close == run)
			return at;
	}
	return fence ? s.len : run;
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static bool is_in_tag(struct slice before)
{
	for (size_t i = 0; i < before.len && i < TAG_MAX; i++) {
		char c = before.ptr[before.len - 1 - i];
		if (c == '<' || c == '>')
			return c == '<';
	}
	return false;
}

/* Is it the first of its line, after quote marks and indentation? */
static bool is_at_start(struct slice before)
{
	while (before.len && strchr(" \t>", before.ptr[before.len - 1]))
		before.len--;
	return before.len == 0 || before.ptr[before.len - 1] == '\n';
}

/* "import x from './x.png'", also over several lines: the last quoted string of a line that begins
 * so. */
static void look_at_import(struct finder *finder, struct slice line)
{
	struct slice inner;

	if (line.len == 0 || (*line.ptr != 'i' && *line.ptr != 'e' && *line.ptr != '}'))
		return;
	slice_cut(slice_head(line, REACH_MAX), '\n', &line, NULL);
	size_t begin = slice_which(line, S("import|export|}"), slice_starts).len;
	for (size_t k = begin; begin && k < line.len; k++) {
		if (is_quote(line.ptr[k]) &&
			slice_cut(slice_from(line, k + 1), line.ptr[k], &inner, NULL))
			add_target(finder, inner);
	}
}

/* An attribute's value after '=', or an argument after '('. */
static size_t look_at_value(struct finder *finder, struct slice text, size_t at)
{
	struct slice rest = slice_from(text, at + 1);
	bool call = text.ptr[at] == '(';

	if (rest.len == 0 || (call && (at == 0 || !ascii_is_alnum(text.ptr[at - 1]))))
		return 1;
	if (is_quote(*rest.ptr))
		return 1 + add_at(finder, rest);
	if (!call && *rest.ptr != '{' && is_in_tag(slice_head(text, at)))
		return 1 + add_at(finder, rest);
	return 1;
}

/* Handles the construct that may begin at this byte; returns its length. */
static size_t look(struct finder *finder, struct slice text, size_t at)
{
	struct slice rest = slice_from(text, at), inner;
	ptrdiff_t end;

	switch (*rest.ptr) {
	case '\n':
		look_at_import(finder, slice_from(rest, 1));
		return 1;
	case '`':
	case '~':
		return skip_code(rest, is_at_start(slice_head(text, at)));
	case '<':
		if (!slice_starts(rest, S("<!--")))
			return 1;
		end = slice_find(rest, S("-->"));
		return end < 0 ? rest.len : (size_t)end + 3;
	case '{':
		return rest.len > 2 && (rest.ptr[1] == '{' || rest.ptr[1] == '%')
			       ? add_tag(finder, rest)
			       : 1;
	case '[':
		if (!slice_starts(rest, S("[[")) ||
			!slice_cut(slice_head(slice_from(rest, 2), REACH_MAX), ']',
				&inner, NULL))
			return 1;
		add_wikilink(finder, inner);
		return inner.len + 2;
	case ']':
		if (slice_starts(rest, S("](")) || slice_starts(rest, S("]:")))
			return 2 + add_at(finder, slice_trim_start(slice_from(rest, 2)));
		return 1;
	case '=':
	case '(':
		return look_at_value(finder, text, at);
	}
	return 1;
}

/* The next byte of @text from @at on that may begin a construct. */
static size_t next_mark(struct slice text, size_t at)
{
	static const bool marks[256] = {['\n'] = true,
		['`'] = true,
		['~'] = true,
		['<'] = true,
		['='] = true,
		['{'] = true,
		['['] = true,
		[']'] = true,
		['('] = true};

	while (at < text.len && !marks[(unsigned char)text.ptr[at]])
		at++;
	return at;
}

static void look_through(struct finder *finder, struct slice text)
{
	look_at_import(finder, text);
	for (size_t at = next_mark(text, 0); at < text.len; at = next_mark(text, at))
		at += look(finder, text, at);
}

static void look_at_values(
	struct finder *finder, const struct value *value, unsigned depth)
{
	if (!value || depth > DEPTH_MAX)
		return;
	if (value->kind == VALUE_SCALAR && value->text.len <= TARGET_MAX) {
		if (slice_starts(value->text, S("[[")))
			add_wikilink(finder, slice_head(slice_from(value->text, 2),
						     value->text.len - 4));
		else
			add_target(finder, value->text);
	}
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		look_at_values(finder, &value->items[i], depth + 1);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
		look_at_values(finder, &value->pairs[i].value, depth + 1);
}

struct slice linked_find(struct arena *arena, const struct settings *settings,
	struct slice source, const struct value *own, struct slice body)
{
	struct finder finder = {.settings = settings, .source = source};

	buf_init(&finder.hashes, BUF_UNLIMITED);
	look_at_values(&finder, own, 0);
	look_through(&finder, body);
	struct slice found = buf_dup(&finder.hashes, arena);
	buf_fini(&finder.hashes);
	arena_fini(&finder.arena);
	return found;
}

/* --- of all posts ---------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void linked_set_init(struct linked_set *set, const struct slice *lists, size_t count)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += lists[i].len;
	*set = (struct linked_set){.hashes = memory_new(1, bytes + sizeof(uint64_t))};
	for (size_t i = 0; i < count; i++) {
		if (lists[i].len)
			memcpy(set->hashes + set->count, lists[i].ptr, lists[i].len);
		set->count += lists[i].len / sizeof(uint64_t);
	}
	qsort(set->hashes, set->count, sizeof(uint64_t), by_hash);
}

void linked_set_fini(struct linked_set *set)
{
	free(set->hashes);
}

bool linked_set_has(const struct linked_set *set, struct slice source)
{
	auto_arena struct arena arena = {0};
	struct slice key;
	bool has = false;

	if (uri_path_key(&arena, uri_encode_path(&arena, source), &key)) {
		uint64_t path = slice_hash(key);
		uint64_t name = slice_hash(slice_path_name(key));
		has = bsearch(&path, set->hashes, set->count, sizeof(path), by_hash) ||
		      bsearch(&name, set->hashes, set->count, sizeof(name), by_hash);
	}
	return has;
}
