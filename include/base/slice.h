/* SPDX-License-Identifier: MIT */
/* A borrowed run of bytes: pointer and length, passed by value.
 *
 * A slice is never NUL-terminated and may hold any byte. An absent slice is { NULL, 0 }
 * (slice_none); an empty one may have any pointer. Case-blind functions fold ASCII only;
 * base/text folds Unicode. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *ptr;
	size_t len;
};

/* Said to gcc -fanalyzer alone (make analyze), which cannot know it: bytes are somewhere. */
#ifdef SPLASHDOWN_ANALYZED
#define slice_holds(s) ((s).len && !(s).ptr ? __builtin_unreachable() : (void)0)
#else
#define slice_holds(s) ((void)0)
#endif

struct slices {
	const struct slice *items;
	size_t count;
};

#define slice_none ((struct slice){NULL, 0})
/* A string literal as a slice; also usable in static initialisers. */
#define S(literal)                                                                       \
	(struct slice)                                                                   \
	{                                                                                \
		"" literal "", sizeof(literal) - 1                                       \
	}
/* For printf: "%.*s" with SARG(s). A longer slice is cut at INT_MAX bytes. */
#define SARG(s) slice_precision(s), slice_printable(s)

static inline int slice_precision(struct slice s)
{
	return s.len < INT_MAX ? (int)s.len : INT_MAX;
}

static inline const char *slice_printable(struct slice s)
{
	return s.ptr ? s.ptr : "";
}

static inline struct slice slice(const char *ptr, size_t len)
{
	return (struct slice){ptr, len};
}

static inline struct slice slice_str(const char *str)
{
	return str ? slice(str, strlen(str)) : slice_none;
}

/* The bytes from @from on; empty when @from is past the end. */
static inline struct slice slice_from(struct slice s, size_t from)
{
	if (!s.ptr) /* no arithmetic on NULL */
		return slice_none;
	return from >= s.len ? slice(s.ptr + s.len, 0)
			     : slice(s.ptr + from, s.len - from);
}

/* At most the first @n bytes. */
static inline struct slice slice_head(struct slice s, size_t n)
{
	return slice(s.ptr, s.len < n ? s.len : n);
}

/* The same, and no character of UTF-8 is cut. */
struct slice slice_head_whole(struct slice s, size_t n);

static inline bool slice_eq(struct slice a, struct slice b)
{
	slice_holds(a);
	slice_holds(b);
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_eq_nocase(struct slice a, struct slice b);
/* Byte order, shorter first on a tie: < 0, 0, > 0. */
int slice_cmp(struct slice a, struct slice b);
/* The same for qsort(3) and bsearch(3), of slices and of structures that begin with one. */
int slice_order(const void *a, const void *b);
int slice_order_nocase(const void *left, const void *right);

/* For lists made at run time; for fixed words, see slice_any. */
bool slice_is_among(struct slice s, const struct slice *list, size_t count);

static inline bool slice_starts(struct slice s, struct slice prefix)
{
	if (s.len < prefix.len)
		return false;
	slice_holds(slice(s.ptr, prefix.len));
	slice_holds(prefix);
	return prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0;
}

static inline bool slice_ends(struct slice s, struct slice suffix)
{
	return s.len >= suffix.len && slice_eq(slice_from(s, s.len - suffix.len), suffix);
}

bool slice_starts_nocase(struct slice s, struct slice prefix);
bool slice_ends_nocase(struct slice s, struct slice suffix);

/* Offset of the first (last, for rfind) hit, or -1. */
ptrdiff_t slice_find(struct slice s, struct slice needle);
static inline ptrdiff_t slice_find_char(struct slice s, char c)
{
	slice_holds(s);
	const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;

	return hit ? hit - s.ptr : -1;
}

static inline bool slice_contains(struct slice s, struct slice needle)
{
	return slice_find(s, needle) >= 0;
}

ptrdiff_t slice_rfind_char(struct slice s, char c);

/* The parts of a path after its last slash, and before it (empty when it has none). */
struct slice slice_path_name(struct slice path);
struct slice slice_path_folder(struct slice path);
/* Takes @folder and the slash behind it off @path; false: it is not below it. The empty folder holds all. */
bool slice_skip_folder(struct slice *path, struct slice folder);
/* Is @path @folder, or below it? */
bool slice_in_folder(struct slice path, struct slice folder);

/* Without ASCII white space (space, tab, CR, LF, VT, FF) at both ends, or at one. */
struct slice slice_trim(struct slice s);
struct slice slice_trim_start(struct slice s);
struct slice slice_trim_end(struct slice s);

/* Splits @s at the first @sep. True: @before and @after (each optional) are set. False:
 * no @sep in @s; @before is all of it and @after is empty. */
bool slice_cut(struct slice s, char sep, struct slice *before, struct slice *after);

/* Takes the next piece of @in up to @sep (which is consumed) into @piece. False when @in is
 * exhausted; "a,,b" gives "a", "", "b", "a," gives "a" and "" gives nothing. */
bool slice_split(struct slice *in, char sep, struct slice *piece);

/* Is @word, case-blind, among @words, which are separated by single spaces? */
bool slice_has_word(struct slice words, struct slice word);

/* The length of the run at the start of @s: of @c; of letters, digits and bytes in @more; of bytes that are
 * neither white space nor in @stops. */
size_t slice_run(struct slice s, char c);
size_t slice_span(struct slice s, const char *more);
size_t slice_until(struct slice s, const char *stops);

/* Removes the first @len bytes (at most all) from @s and returns them. */
static inline struct slice slice_take(struct slice *s, size_t len)
{
	struct slice head = slice_head(*s, len);

	*s = slice_from(*s, len);
	return head;
}

/* Removes @prefix from the start of @s. False, and @s unchanged: it does not begin with
 * it. */
static inline bool slice_skip(struct slice *s, struct slice prefix)
{
	bool starts = slice_starts(*s, prefix);

	if (starts)
		*s = slice_from(*s, prefix.len);
	return starts;
}

/* The same at its end. */
static inline bool slice_drop(struct slice *s, struct slice suffix)
{
	bool ends = slice_ends(*s, suffix);

	s->len -= ends ? suffix.len : 0;
	return ends;
}

/* Is @fits(s, word) true for one of @words, which are separated by '|'? @fits is slice_eq, slice_ends or the
 * like:
 *
 *     slice_any(path, S(".jpg|.jpeg"), slice_ends_nocase)
 * */
bool slice_any(struct slice s, struct slice words,
	bool (*fits)(struct slice s, struct slice word));
/* The first such word; slice_none when there is none. */
struct slice slice_which(struct slice s, struct slice words,
	bool (*fits)(struct slice s, struct slice word));

/* Takes the next line of @in into @line, without its LF or CRLF. The last line needs none.
 * False when @in is exhausted. */
bool slice_next_line(struct slice *in, struct slice *line);

/* FNV-1a, 64 bits: for versions and hash tables in memory, never for secrets. */
unsigned long long slice_hash(struct slice s);
unsigned long long slice_hash_more(unsigned long long seed, struct slice s);

/* A decimal number: only digits, and in range. False (and *out unchanged) otherwise. */
bool slice_to_uint(struct slice s, unsigned long long *out);

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_alnum(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c);
}

static inline bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* 0..15, or -1 when @c is not a hexadecimal digit. */
static inline int ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
