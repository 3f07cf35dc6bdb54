/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

#include <limits.h>

static bool same_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	}
	return true;
}

struct slice slice_head_whole(struct slice s, size_t n)
{
	while (n && n < s.len && (s.ptr[n] & 0xC0) == 0x80)
		n--;
	return slice_head(s, n);
}

bool slice_eq_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && same_nocase(a.ptr, b.ptr, a.len);
}

int slice_cmp(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.ptr, b.ptr, len) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

int slice_order(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

int slice_order_nocase(const void *left, const void *right)
{
	const struct slice *a = left, *b = right;

	for (size_t i = 0; i < a->len && i < b->len; i++) {
		int order = ascii_lower(a->ptr[i]) - ascii_lower(b->ptr[i]);
		if (order)
			return order;
	}
	return (a->len > b->len) - (a->len < b->len);
}

bool slice_is_among(struct slice s, const struct slice *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_eq(s, list[i]))
			return true;
	}
	return false;
}

bool slice_starts_nocase(struct slice s, struct slice prefix)
{
	return slice_eq_nocase(slice_head(s, prefix.len), prefix);
}

bool slice_ends_nocase(struct slice s, struct slice suffix)
{
	return s.len >= suffix.len &&
	       slice_eq_nocase(slice_from(s, s.len - suffix.len), suffix);
}

/* Short enough that a trial at every offset stays linear. */
#define SHORT_NEEDLE_BYTES 8

ptrdiff_t slice_find(struct slice s, struct slice needle)
{
	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return -1;
	if (needle.len > SHORT_NEEDLE_BYTES) {
		const char *hit = memmem(s.ptr, s.len, needle.ptr, needle.len);
		return hit ? hit - s.ptr : -1;
	}
	/* memmem(3) goes byte by byte; memchr(3) is vectorized. */
	const char *at = s.ptr, *last = s.ptr + s.len - needle.len;
	while (at <= last &&
		(at = memchr(at, *needle.ptr, (size_t)(last - at) + 1)) != NULL) {
		if (memcmp(at, needle.ptr, needle.len) == 0)
			return at - s.ptr;
		at++;
	}
	return -1;
}

ptrdiff_t slice_rfind_char(struct slice s, char c)
{
	const char *hit = s.len ? memrchr(s.ptr, c, s.len) : NULL;

	return hit ? hit - s.ptr : -1;
}

struct slice slice_path_name(struct slice path)
{
	return slice_from(path, (size_t)(slice_rfind_char(path, '/') + 1));
}

struct slice slice_path_folder(struct slice path)
{
	ptrdiff_t slash = slice_rfind_char(path, '/');

	return slice_head(path, slash < 0 ? 0 : (size_t)slash);
}

bool slice_skip_folder(struct slice *path, struct slice folder)
{
	if (!folder.len)
		return true;
	if (!slice_starts(*path, folder) || path->len == folder.len ||
		path->ptr[folder.len] != '/')
		return false;
	*path = slice_from(*path, folder.len + 1);
	return true;
}

bool slice_in_folder(struct slice path, struct slice folder)
{
	return slice_eq(path, folder) || slice_skip_folder(&path, folder);
}

struct slice slice_trim_start(struct slice s)
{
	while (s.len && ascii_is_space(*s.ptr)) {
		s.ptr++;
		s.len--;
	}
	return s;
}

struct slice slice_trim_end(struct slice s)
{
	while (s.len && ascii_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct slice slice_trim(struct slice s)
{
	return slice_trim_end(slice_trim_start(s));
}

bool slice_cut(struct slice s, char sep, struct slice *before, struct slice *after)
{
	ptrdiff_t at = slice_find_char(s, sep);
	size_t len = at < 0 ? s.len : (size_t)at;

	if (before)
		*before = slice_head(s, len);
	if (after)
		*after = slice_from(s, at < 0 ? len : len + 1);
	return at >= 0;
}

bool slice_split(struct slice *in, char sep, struct slice *piece)
{
	if (in->len == 0)
		return false;
	slice_cut(*in, sep, piece, in);
	return true;
}

bool slice_has_word(struct slice words, struct slice word)
{
	struct slice piece;
	while (word.len && slice_split(&words, ' ', &piece))
		if (piece.len == word.len && same_nocase(piece.ptr, word.ptr, word.len))
			return true;
	return false;
}

struct slice slice_which(struct slice s, struct slice words,
	bool (*fits)(struct slice s, struct slice word))
{
	struct slice word;

	while (slice_split(&words, '|', &word)) {
		if (fits(s, word))
			return word;
	}
	return slice_none;
}

bool slice_any(struct slice s, struct slice words,
	bool (*fits)(struct slice s, struct slice word))
{
	return slice_which(s, words, fits).ptr != NULL;
}

size_t slice_run(struct slice s, char c)
{
	size_t len = 0;

	while (len < s.len && s.ptr[len] == c)
		len++;
	return len;
}

/* Is @c in @set? A NUL never is. */
static bool is_in(const char *set, char c)
{
	return c && strchr(set, c);
}

size_t slice_span(struct slice s, const char *more)
{
	size_t len = 0;

	while (len < s.len && (ascii_is_alnum(s.ptr[len]) || is_in(more, s.ptr[len])))
		len++;
	return len;
}

size_t slice_until(struct slice s, const char *stops)
{
	size_t len = 0;

	while (len < s.len && !ascii_is_space(s.ptr[len]) && !is_in(stops, s.ptr[len]))
		len++;
	return len;
}

bool slice_next_line(struct slice *in, struct slice *line)
{
	if (in->len == 0)
		return false;
	const char *end = memchr(in->ptr, '\n', in->len);
	*line = end ? slice(in->ptr, (size_t)(end - in->ptr)) : *in;
	*in = slice_from(*in, line->len + (end != NULL));
	if (end && line->len && end[-1] == '\r')
		line->len--;
	return true;
}

unsigned long long slice_hash_more(unsigned long long seed, struct slice s)
{
	const unsigned long long prime = 0x100000001b3;

	for (size_t i = 0; i < s.len; i++)
		seed = (seed ^ (unsigned char)s.ptr[i]) * prime;
	return seed;
}

unsigned long long slice_hash(struct slice s)
{
	return slice_hash_more(0xcbf29ce484222325, s);
}

bool slice_to_uint(struct slice s, unsigned long long *out)
{
	unsigned long long value = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_is_digit(s.ptr[i]))
			return false;
		unsigned digit = (unsigned)(s.ptr[i] - '0');
		if (value > (ULLONG_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}
