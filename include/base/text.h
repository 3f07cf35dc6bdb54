/* SPDX-License-Identifier: MIT */
/* Unicode text: UTF-8 (RFC 3629), display width, case, normal forms, slugs.
 *
 * The one user of libunistring. "Columns" are terminal cells: 2 for wide East Asian
 * characters and emoji, 0 for combining marks (UAX 11). */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

/* Takes the next scalar value off @in; U+FFFD for each byte that starts no valid sequence.
 * False when @in is empty. */
bool text_next(struct slice *in, unsigned *codepoint);
bool text_is_utf8(struct slice s);
/* "&lt;" for '<', and so for '&', '>' and the two quotes; empty for all others. */
struct slice text_reference(unsigned codepoint);
/* The length of the ASCII run at the start of @s. */
size_t text_ascii_length(struct slice s);
/* Appends @s with BOM dropped at its start, CRLF and CR as LF, invalid UTF-8 and NUL as U+FFFD,
 * U+2028 and U+2029 as LF, and no other C0 or C1 control but tab and LF. */
void text_clean(struct buf *out, struct slice s);
/* Would text_clean() change nothing? */
bool text_is_clean(struct slice s);
/* One line of text for people: cleaned, every run of white space (LF too) one space, trimmed;
 * NBSP and NNBSP are kept, controls of direction that reach beyond a character (U+202E) are not. */
struct slice text_one_line(struct arena *arena, struct slice s);
/* Quick check: printable ASCII that is one line already. False: unknown. */
bool text_is_one_line(struct slice s);

/* Appends @s as a string of JSON (RFC 8259), with its quotes, which is one of YAML and TOML, too: control characters and
 * what those lose are escaped. */
void text_put_json(struct buf *out, struct slice s);

/* Does a control character (C0, DEL, or U+0080 to U+009F as UTF-8) begin at byte @i of @s? */
bool text_is_control(struct slice s, size_t i);

/* Without White_Space (NBSP included) at both ends, or at the end. */
struct slice text_trim(struct slice s);
struct slice text_trim_end(struct slice s);

size_t text_columns(struct slice s);
/* The longest start of @s that fits @columns and does not cut a grapheme. */
struct slice text_head_columns(struct slice s, size_t columns);
/* The same, but at least one character, even of a wider grapheme. */
struct slice text_head_some(struct slice s, size_t columns);
/* At most @columns columns of @s, cut where a line may break, with U+2026 when it was
 * cut. */
struct slice text_ellipsis(struct arena *arena, struct slice s, size_t columns);
/* Line breaking by UAX 14: takes from @in the longest prefix of at most @columns that ends at
 * a break opportunity (without the white space at the break), but at least one unbreakable
 * piece. @in holds no LF. False when @in is empty. */
bool text_wrap(struct slice *in, size_t columns, struct slice *line);
/* The same, but a piece too long for a line is cut at the line's end; takes at least one character.
 * Looks no further than one line, however long the piece is. */
bool text_wrap_cut(struct slice *in, size_t columns, struct slice *line);

/* Canonical composition (NFC) of UTF-8; @s itself when it is already so. */
struct slice text_nfc(struct arena *arena, struct slice s);
/* @s without the marks of its letters, NFC: "é" is "e", "й" is "и"; "ø" has none. */
struct slice text_without_marks(struct arena *arena, struct slice s);
/* For comparing and sorting without case: NFC, case folded. */
struct slice text_fold(struct arena *arena, struct slice s);
struct slice text_lower(struct arena *arena, struct slice s);
/* A slug for addresses: NFKD, lower case, Latin and Greek letters without their marks (in other
 * scripts a mark makes another letter), letters and digits of every script kept, a single '-' for
 * anything between them. "C++" -> "c-plus-plus", "C#" -> "c-sharp", "CI/CD" -> "ci-cd", so that
 * tags which differ only in these stay apart. NFC. Empty when nothing is left. */
struct slice text_slug(struct arena *arena, struct slice s);
/* What @codepoint adds to a word that searches compare, when @before is the letter before it (0: none): its
 * lower case without the marks of Latin and Greek, and what readers type instead: "É" is "e", "œ" is "oe", "ß"
 * "ss", "ø" "o", "ё" "е", "Ａ" "a". Writes letters, digits and marks that make another letter to @out, and returns
 * their number. 0: nothing, and the word goes on (a mark, a soft hyphen); -1: no part of a word. */
#define TEXT_SEARCH_LETTERS_MAX 20
int text_search_letters(
	unsigned before, unsigned codepoint, unsigned out[TEXT_SEARCH_LETTERS_MAX]);
/* ASCII for old terminals: quotes, dashes and ellipses as ASCII, letters without marks,
 * ligatures as "oe" and "ss", anything else as '?'. */
void text_ascii(struct buf *out, struct slice s);
/* If *@s begins with typography that ASCII can express, appends the ASCII form and removes it from *@s:
 * quotes, dashes, ellipses, arrows, bullets and boxes, spaces of any width (between word joiners, U+2060,
 * where no break is allowed), and raised and lowered digits as "^4" and "_2". Letters, "·", "«" and "»"
 * stay. */
bool text_ascii_mark(struct buf *out, struct slice *s);

/* Han, kana, CJK punctuation, enclosed and fullwidth characters. */
bool text_is_cjk(unsigned codepoint);
/* Han, kana and their punctuation: written without spaces. */
bool text_is_chinese_or_japanese(unsigned codepoint);
bool text_is_letter_or_digit(unsigned codepoint);
/* White_Space, NBSP included. */
bool text_is_space(unsigned codepoint);
/* Punctuation and symbols, as CommonMark 0.31 defines them. */
bool text_is_punctuation(unsigned codepoint);
/* Does @s hold at least one letter or digit? */
bool text_is_word(struct slice s);
/* Do @a and @b have the same letters and digits, ignoring case, marks, quotes, dashes and spaces?
 * @arena is for scratch memory. */
bool text_same_words(struct arena *arena, struct slice a, struct slice b);
/* Does @s begin with the words of @start in that sense? False when @start has no words. */
bool text_begins_with_words(struct arena *arena, struct slice s, struct slice start);
/* Words for reading time: runs of letters and digits; each Chinese or Japanese character
 * counts as half a word. */
size_t text_word_count(struct slice s);

/* Edits (insert, delete, replace, swap) that turn @a into @b, ASCII case-blind; at most 64
 * bytes of each count. For "did you mean". */
unsigned text_distance(struct slice a, struct slice b);
/* Could @typed be a misspelling of @known: about one edit in three letters, or a prefix of at least
 * three? True only when it is nearer than *least (UINT_MAX at first), which is then set to the distance. */
bool text_is_near(struct slice typed, struct slice known, unsigned *least);

#endif
