/* SPDX-License-Identifier: MIT */
/* "[words][label]" without a definition: CommonMark shows the brackets; readers want only the words. */
#include <stdlib.h>

#include "base/text.h"
#include "text/dialect/dialect_internal.h"

#define LABEL_MAX_BYTES   999 /* CommonMark 6.3 */
#define LABEL_SHOWN_BYTES 200

static unsigned long long label_hash(struct walk *walk, struct slice label)
{
	return slice_hash(text_fold(walk->arena, text_one_line(walk->arena, label)));
}

static int compare(const void *a, const void *b)
{
	unsigned long long x = *(const unsigned long long *)a;
	unsigned long long y = *(const unsigned long long *)b;
	return x < y ? -1 : x > y;
}

/* Is the byte behind @before escaped? */
static bool is_escaped(struct slice before)
{
	size_t len = before.len;

	while (len && before.ptr[len - 1] == '\\')
		len--;
	return (before.len - len) % 2;
}

/* Everything that may be a definition, "[label]:" anywhere; a false one only means that brackets
 * stay. A label ends at its first bracket. */
static void collect(struct walk *walk)
{
	struct slice text = walk->text;
	size_t capacity = 0, ended = 0;
	walk->labels_known = true;
	for (size_t at = 0;; at++) {
		ptrdiff_t hit = slice_find(slice_from(text, at), S("]:"));
		if (hit < 0)
			break;
		at += (size_t)hit;
		size_t from = at > LABEL_MAX_BYTES ? at - LABEL_MAX_BYTES : 0;
		from = from < ended ? ended : from;
		struct slice before = slice(text.ptr + from, at - from);
		if (is_escaped(before))
			continue;
		ended = at;
		ptrdiff_t open = slice_rfind_char(before, '[');
		if (open < 0)
			continue;
		*arena_next(walk->arena, walk->labels, walk->label_count, capacity) =
			label_hash(walk, slice_from(before, (size_t)open + 1));
	}
	if (walk->label_count)
		qsort(walk->labels, walk->label_count, sizeof(*walk->labels), compare);
}

static bool is_defined(struct walk *walk, struct slice label)
{
	unsigned long long hash;
	if (!walk->labels_known)
		collect(walk);
	hash = label_hash(walk, label);
	return walk->label_count &&
	       bsearch(&hash, walk->labels, walk->label_count, sizeof(hash), compare);
}

/* The offset of the ']' that closes the '[' at the start of @s, ignoring pairs inside and code; 0:
 * none. */
static size_t bracket_end(struct slice s)
{
	bool in_code = false;
	s = slice_head(s, LABEL_MAX_BYTES);
	for (size_t i = 1; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '`')
			in_code = !in_code;
		else if (in_code)
			continue;
		else if (c == '[')
			return 0;
		else if (c == ']')
			return i;
		else if (c == '\\')
			i++;
	}
	return 0;
}

static bool has_letter(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_alpha(s.ptr[i]) || (s.ptr[i] & 0x80))
			return true;
	return false;
}

bool walk_undefined_reference(
	struct walk *walk, struct slice line, size_t at, size_t *end, size_t *skip)
{
	struct slice rest = slice_from(line, at), words, label;
	/* "m[i][j]" is not a link; "![x][y]" is a picture. */
	if (at && (ascii_is_alnum(line.ptr[at - 1]) || strchr("]!_)", line.ptr[at - 1])))
		return false;
	size_t len = bracket_end(rest);
	if (len < 2 || slice_starts(rest, S("[^")) ||
		!slice_starts(slice_from(rest, len), S("][")))
		return false;
	size_t last = bracket_end(slice_from(rest, len + 1));
	if (!last)
		return false;
	/* "[a][b][c]" is the text "[a]" and a link. */
	if (slice_starts(slice_from(rest, len + 1 + last), S("][")))
		return false;
	words = slice(rest.ptr + 1, len - 1);
	label = slice_trim(slice(rest.ptr + len + 2, last - 1));
	if (slice_starts(label, S("^")) || (label.len && !has_letter(label)) ||
		is_defined(walk, label.len ? label : words))
		return false;
	*end = at + len;
	*skip = last + 2;
	return true;
}

struct slice walk_join_reference(struct walk *walk, struct slice line, size_t from)
{
	ptrdiff_t open = slice_rfind_char(line, '[');
	if (open < (ptrdiff_t)from ||
		slice_find_char(slice_from(line, (size_t)open), ']') >= 0)
		return line;
	struct slice next = walk_peek(walk), joined;
	struct blocks after = *walk->blocks;
	struct block_line info;
	size_t end, skip;
	if (open && line.ptr[open - 1] == ']') /* the label's */
		open = slice_rfind_char(slice_head(line, (size_t)open), '[');
	if (open < (ptrdiff_t)from || !next.len)
		return line;
	blocks_line(&after, next, &info);
	if (info.kind != LINE_TEXT || !info.continues || info.opens ||
		slice_find(next, S("<!--")) >= 0)
		return line;
	joined = arena_printf(walk->arena, "%.*s %.*s", SARG(slice_trim_end(line)),
		SARG(slice_from(next, info.content)));
	if (!walk_undefined_reference(walk, joined, (size_t)open, &end, &skip))
		return line;
	*walk->blocks = after;
	(void)walk_next(walk, &next);
	return joined;
}

void walk_say_undefined(
	struct walk *walk, struct slice line, size_t at, size_t end, size_t skip)
{
	const struct text_env *env = walk->env;
	struct slice label = slice(line.ptr + end + 2, skip - 3);
	if (!env)
		return;
	if (!slice_trim(label).len)
		label = slice(line.ptr + at + 1, end - at - 1);
	diag_add(env->diags, DIAG_WARNING, env->file,
		env->first_line + walk_line(walk) - 1, (unsigned)at + 1,
		"only its text is shown", "link label without a definition: %.*s",
		SARG(slice_head(label, LABEL_SHOWN_BYTES)));
}
