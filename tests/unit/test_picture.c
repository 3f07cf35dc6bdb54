/* SPDX-License-Identifier: MIT */
#include "store/picture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/tree.h"
#include "base/file.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Pieces of pictures; lengths are counted by hand. */
#define SOI   "\xff\xd8"
#define JFIF  "\xff\xe0\0\x07JFIF\0"
#define XMP   "\xff\xe1\0\x0ahttp://x"
#define TABLE "\xff\xdb\0\x04\x01\x02"
#define SCAN                                                                             \
	"\xff\xda\0\x04\x01\x02"                                                         \
	"data\xff\0more\xff\xd0"                                                         \
	"last"
#define EOI "\xff\xd9"
/* Exif: big and little endian, with an orientation of 6 and a tag that points to a position. */
#define EXIF_BIG                                                                         \
	"\xff\xe1\0\x2e"                                                                 \
	"Exif\0\0"                                                                       \
	"MM\0\x2a\0\0\0\x08"                                                             \
	"\0\x02"                                                                         \
	"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"                                             \
	"\x88\x25\0\x04\0\0\0\x01\0\0\0\0"                                               \
	"\0\0\0\0"
#define EXIF_LITTLE                                                                      \
	"\xff\xe1\0\x22"                                                                 \
	"Exif\0\0"                                                                       \
	"II\x2a\0\x08\0\0\0"                                                             \
	"\x01\0"                                                                         \
	"\x12\x01\x03\0\x01\0\0\0\x08\0\0\0"                                             \
	"\0\0\0\0"
#define EXIF_UPRIGHT                                                                     \
	"\xff\xe1\0\x22"                                                                 \
	"Exif\0\0"                                                                       \
	"MM\0\x2a\0\0\0\x08"                                                             \
	"\0\x01"                                                                         \
	"\x01\x12\0\x03\0\0\0\x01\0\x01\0\0"                                             \
	"\0\0\0\0"
#define TURNED(number)                                                                   \
	"\xff\xe1\0\x22"                                                                 \
	"Exif\0\0"                                                                       \
	"MM\0\x2a\0\0\0\x08"                                                             \
	"\0\x01"                                                                         \
	"\x01\x12\0\x03\0\0\0\x01\0" number "\0\0"                                       \
	"\0\0\0\0"

#define PNG  "\x89PNG\r\n\x1a\n"
#define IHDR "\0\0\0\x02IHDRab1234"
#define IDAT "\0\0\0\x04IDATdata1234"
#define IEND "\0\0\0\0IENDabcd"
#define PNG_EXIF                                                                         \
	"\0\0\0\x05"                                                                     \
	"eXIf"                                                                           \
	"Paris"                                                                          \
	"1234"
#define PNG_TEXT                                                                         \
	"\0\0\0\x03"                                                                     \
	"tEXt"                                                                           \
	"me."                                                                            \
	"1234"

struct row {
	const char *source;
	struct slice picture, cleaned; /* cleaned: empty: nothing had to go */
	const char *why;
};

static struct slice clean(
	struct tree *tree, const struct row *row, struct buf *out, int *result)
{
	tree_write_bytes(tree, "from", row->picture.ptr, row->picture.len);
	tree_write(tree, "to", "");
	char *from_path = tree_at(tree, "from"), *to_path = tree_at(tree, "to");
	auto_close int from = open(from_path, O_RDONLY | O_CLOEXEC);
	auto_close int to = open(to_path, O_RDWR | O_TRUNC | O_CLOEXEC);
	free(from_path);
	free(to_path);
	*result = picture_clean(slice_str(row->source), from, to);
	assert_int_equal(lseek(to, 0, SEEK_SET), 0);
	assert_int_equal(file_read(to, 0, out), 0);
	return buf_slice(out);
}

static void pictures_lose_what_cameras_write(void **state)
{
	static const struct row rows[] = {
		{"a.jpg", S(SOI JFIF EXIF_BIG TABLE SCAN EOI),
			S(SOI JFIF TURNED("\x06") TABLE SCAN EOI), "big endian"},
		{"a.jpeg", S(SOI EXIF_LITTLE TABLE SCAN EOI),
			S(SOI TURNED("\x08") TABLE SCAN EOI), "little endian"},
		{"a.jpg", S(SOI EXIF_UPRIGHT TABLE SCAN EOI), S(SOI TABLE SCAN EOI),
			"upright needs no word"},
		{"a.jpg", S(SOI XMP TABLE SCAN TABLE SCAN EOI),
			S(SOI TABLE SCAN TABLE SCAN EOI), "XMP, in several scans"},
		{"a.jpg", S(SOI TABLE SCAN EOI SOI EXIF_BIG EOI), S(SOI TABLE SCAN EOI),
			"another picture behind it"},
		{"a.jpg", S(SOI JFIF TABLE SCAN EOI), S(""), "nothing"},
		{"a.jpg", S(SOI EXIF_BIG TABLE SCAN), S(SOI TURNED("\x06") TABLE SCAN),
			"one that is cut off"},
		{"a.jpg",
			S(SOI "\xff\xe1\0\x08"
			      "Exif\0\0" TABLE SCAN EOI),
			S(SOI TABLE SCAN EOI), "an empty block"},
		{"a.jpg",
			S(SOI "\xff\xe1\0\x0e"
			      "Exif\0\0"
			      "MM\0\x2a\xff\xff" TABLE SCAN EOI),
			S(SOI TABLE SCAN EOI), "a block that lies"},
		{"a.jpg",
			S(SOI JFIF "\xff\xeb\0\x08"
				   "JUMBFx"
				   "\xff\xec\0\x08"
				   "DuckyP"
				   "\xff\xe0\0\x0aHEAPJPGM"
				   "\xff\xe2\0\x06"
				   "MPF\0"
				   "\xff\xe3\0\x06MeTa"
				   "\xff\xfe\0\x07"
				   "Paris" TABLE SCAN EOI),
			S(SOI JFIF TABLE SCAN EOI), "C2PA, makers, a comment"},
		{"a.jpg",
			S(SOI JFIF XMP "\xff\xe2\0\x0fICC_PROFILE\0x"
				       "\xff\xee\0\x08"
				       "Adobex" TABLE SCAN EOI),
			S(SOI JFIF "\xff\xe2\0\x0fICC_PROFILE\0x"
				   "\xff\xee\0\x08"
				   "Adobex" TABLE SCAN EOI),
			"what says how the colours are meant stays"},
		{"a.jpg", S(SOI JFIF "x\xff\0y" XMP TABLE SCAN EOI),
			S(SOI JFIF TABLE SCAN EOI), "bytes between two segments"},
		{"a.jpg", S(SOI "\xff\xd0\xff\xd8\xff\x01" XMP TABLE SCAN EOI),
			S(SOI TABLE SCAN EOI), "markers without a segment"},
		{"a.jpg", S(SOI "\xff\xdb\0\x01" XMP TABLE SCAN EOI),
			S(SOI TABLE SCAN EOI), "a segment that has no length"},
		{"a.png",
			S(PNG IHDR "\0\0\0\x02"
				   "caBXjb1234"
				   "\0\0\0\x02vpAgab1234"
				   "\0\0\0\x02tRNSab1234"
				   "\0\0\0\x02"
				   "CgBIab1234" IDAT IEND),
			S(PNG IHDR "\0\0\0\x02tRNSab1234"
				   "\0\0\0\x02"
				   "CgBIab1234" IDAT IEND),
			"C2PA and chunks that we do not know; those without which it is "
			"not "
			"shown stay"},
		{"a.webp",
			S("RIFF\x2a\0\0\0WEBP"
			  "VP8 \x03\0\0\0abc\0"
			  "C2PA\x02\0\0\0me"
			  "ICCP\x02\0\0\0ab"),
			S("RIFF\x1a\0\0\0WEBP"
			  "VP8 \x03\0\0\0abc\0"
			  "ICCP\x02\0\0\0ab"),
			"C2PA in a WebP"},
		{"a.png", S(PNG IHDR PNG_EXIF PNG_TEXT IDAT IEND), S(PNG IHDR IDAT IEND),
			"chunks of a PNG"},
		{"a.png", S(PNG IHDR IDAT IEND "Paris"), S(PNG IHDR IDAT IEND),
			"what is behind it"},
		{"a.png", S(PNG IHDR IDAT IEND), S(""), "nothing"},
		{"a.webp",
			S("RIFF\x34\0\0\0WEBP"
			  "VP8X\x04\0\0\0\x1c"
			  "bcd"
			  "VP8 \x03\0\0\0abc\0"
			  "EXIF\x05\0\0\0Paris\0"
			  "XMP \x02\0\0\0me"),
			S("RIFF\x1c\0\0\0WEBP"
			  "VP8X\x04\0\0\0\x10"
			  "bcd"
			  "VP8 \x03\0\0\0abc\0"),
			"chunks of a WebP, and the bits that announce them"},
		{"a.gif", S("GIF89a"), S(""), "a kind that says nothing"},
		{"a", S("x"), S(""), "no ending"},
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_buf struct buf out = BUF(0);
		int result;
		struct slice got = clean(&tree, &rows[i], &out, &result);
		if (result != (rows[i].cleaned.len > 0) ||
			(result && !slice_eq(got, rows[i].cleaned)))
			fail_msg("%s: %d, %zu bytes", rows[i].why, result, got.len);
	}
	tree_fini(&tree);
}

/* Whatever is damaged: it ends, and a block of Exif never comes through before the picture's data. */
static void damaged_pictures_end(void **state)
{
	static const struct slice whole = S(SOI JFIF EXIF_BIG TABLE SCAN EOI);
	struct tree tree;
	(void)state;

	tree_init(&tree);
	for (size_t len = 0; len < whole.len; len++) {
		const struct row row = {"a.jpg", slice_head(whole, len), S(""), ""};
		auto_buf struct buf out = BUF(0);
		int result;
		struct slice got = clean(&tree, &row, &out, &result);
		assert_true(result >= 0);
		assert_true(got.len <= whole.len);
		if (slice_contains(got, S("\x88\x25")))
			fail_msg("cut at %zu", len);
	}
	tree_fini(&tree);
}

static void films_that_may_tell_are_known(void **state)
{
	static const struct {
		const char *source;
		struct slice bytes;
		bool tells;
	} rows[] = {
		{"a.mp4", S("....ftypisom....\xa9xyz+48.85+002.35/"), true},
		{"a.mp4", S("....ftypisom...."), false},
		{"a.avif", S("....ftypavif....Exif\0\0MM"), true},
		{"a.m4a", S("....ftypM4A ....loci"), true},
		{"a.jpg", S("Exif\0\0"), false}, /* which is taken out */
	};
	struct tree tree;
	(void)state;

	tree_init(&tree);
	for (size_t i = 0; i < COUNT(rows); i++) {
		tree_write_bytes(&tree, "film", rows[i].bytes.ptr, rows[i].bytes.len);
		char *path = tree_at(&tree, "film");
		auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
		free(path);
		if (picture_may_tell(slice_str(rows[i].source), fd) != rows[i].tells)
			fail_msg("row %zu", i);
	}
	tree_fini(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pictures_lose_what_cameras_write),
		cmocka_unit_test(damaged_pictures_end),
		cmocka_unit_test(films_that_may_tell_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
