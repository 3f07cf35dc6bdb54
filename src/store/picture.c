/* SPDX-License-Identifier: MIT */
#include "store/picture.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/uri.h"

#define PIECE_BYTES   16384
#define SEGMENT_BYTES 65536

/* A file that is read piece by piece, and another that gets most of it. */
struct copy {
	int from, to;
	int error;
	bool is_cleaned;
	uint64_t written;
	size_t in_len, in_at, out_len;
	unsigned char in[PIECE_BYTES], out[PIECE_BYTES];
};

static void flush(struct copy *copy)
{
	size_t at = 0;

	while (at < copy->out_len && !copy->error) {
		ssize_t put = write(copy->to, copy->out + at, copy->out_len - at);
		if (put < 0 && errno != EINTR)
			copy->error = -errno;
		at += put > 0 ? (size_t)put : 0;
	}
	copy->written += copy->out_len;
	copy->out_len = 0;
}

static void put_byte(struct copy *copy, unsigned char byte)
{
	copy->out[copy->out_len++] = byte;
	if (copy->out_len == sizeof(copy->out))
		flush(copy);
}

static void put_bytes(struct copy *copy, const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		put_byte(copy, bytes[i]);
}

/* The next byte, or -1 at the end. */
static int next_byte(struct copy *copy)
{
	if (copy->in_at == copy->in_len) {
		ssize_t got;
		do {
			got = read(copy->from, copy->in, sizeof(copy->in));
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			copy->error = -errno;
		copy->in_at = 0;
		copy->in_len = got > 0 ? (size_t)got : 0;
		if (!copy->in_len)
			return -1;
	}
	return copy->in[copy->in_at++];
}

/* Reads @len bytes into @bytes. How many there were. */
static size_t next_bytes(struct copy *copy, unsigned char *bytes, size_t len)
{
	size_t count = 0;

	for (int byte; count < len && (byte = next_byte(copy)) >= 0;)
		bytes[count++] = (unsigned char)byte;
	return count;
}

/* The next @len bytes, and whether they stay. */
static void pass(struct copy *copy, uint64_t len, bool stays)
{
	for (int byte; len && (byte = next_byte(copy)) >= 0; len--) {
		if (stays)
			put_byte(copy, (unsigned char)byte);
	}
	copy->is_cleaned |= !stays;
}

/* What follows the end of a picture: other pictures, films, with data of their own. */
static void drop_rest(struct copy *copy)
{
	copy->is_cleaned |= next_byte(copy) >= 0;
}

static uint32_t number_at(struct slice bytes, size_t at, size_t len, bool is_big)
{
	uint32_t number = 0;

	if (at + len > bytes.len)
		return 0;
	for (size_t i = 0; i < len; i++)
		number = number << 8 |
			 (unsigned char)bytes.ptr[at + (is_big ? i : len - 1 - i)];
	return number;
}

/* --- JPEG ------------------------------------------------------------------------------------------ */

#define TAG_ORIENTATION 0x112

/* Of an Exif block: 1 to 8; 1 is upright. */
static unsigned orientation_of(struct slice exif)
{
	struct slice tiff = slice_from(exif, 6);
	bool is_big = slice_starts(tiff, S("MM"));
	size_t at = number_at(tiff, 4, 4, is_big);
	uint32_t count = number_at(tiff, at, 2, is_big);

	for (uint32_t i = 0; i < count && at + 2 + (i + 1) * 12 <= tiff.len; i++) {
		size_t entry = at + 2 + i * 12;
		if (number_at(tiff, entry, 2, is_big) != TAG_ORIENTATION)
			continue;
		uint32_t value = number_at(tiff, entry + 8, 2, is_big);
		return value >= 1 && value <= 8 ? value : 1;
	}
	return 1;
}

/* An Exif block that says nothing but the orientation. */
static void put_orientation(struct copy *copy, unsigned orientation)
{
	const unsigned char block[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M',
		'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
		(unsigned char)orientation, 0, 0, 0, 0, 0, 0};

	put_bytes(copy, block, sizeof(block));
}

/* Of the segments of applications only those that say how the colours are meant; a comment goes. */
static bool segment_stays(int marker, struct slice data)
{
	if (marker == 0xe0)
		return slice_starts(data, S("JFIF\0"));
	if (marker == 0xe2)
		return slice_starts(data, S("ICC_PROFILE\0"));
	if (marker == 0xee)
		return slice_starts(data, S("Adobe"));
	return (marker < 0xe0 || marker > 0xef) && marker != 0xfe;
}

/* Markers of a scan, and of a beginning: no length follows them. */
static bool is_alone(int marker)
{
	return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/* What follows @marker. What has no place or length there goes: decoders look for the next marker, too. */
static void put_segment(struct copy *copy, int marker, unsigned char *segment)
{
	unsigned char size[2];

	if (is_alone(marker) || next_bytes(copy, size, 2) < 2 ||
		(!size[0] && size[1] < 2)) {
		copy->is_cleaned = true;
		return;
	}
	size_t len = next_bytes(copy, segment, (size_t)(size[0] << 8 | size[1]) - 2);
	struct slice data = slice((const char *)segment, len);
	if (!segment_stays(marker, data)) {
		bool is_exif = marker == 0xe1 && slice_starts(data, S("Exif\0"));
		copy->is_cleaned = true;
		unsigned orientation = is_exif ? orientation_of(data) : 1;
		if (orientation > 1)
			put_orientation(copy, orientation);
		return;
	}
	put_byte(copy, 0xff);
	put_byte(copy, (unsigned char)marker);
	put_bytes(copy, size, 2);
	put_bytes(copy, segment, len);
}

/* The bytes of the picture itself, up to the next marker, which is returned; -1 at the end. */
static int put_scan(struct copy *copy)
{
	int byte;

	while ((byte = next_byte(copy)) >= 0) {
		if (byte != 0xff) {
			put_byte(copy, (unsigned char)byte);
			continue;
		}
		while ((byte = next_byte(copy)) == 0xff)
			;
		if (byte > 0 && (byte < 0xd0 || byte > 0xd7))
			return byte;
		put_byte(copy, 0xff);
		if (byte >= 0)
			put_byte(copy, (unsigned char)byte);
	}
	return -1;
}

/* -1 at the end. Whatever is before it goes. */
static int next_marker(struct copy *copy)
{
	int byte;

	while ((byte = next_byte(copy)) >= 0) {
		if (byte == 0xff) {
			while ((byte = next_byte(copy)) == 0xff)
				;
			if (byte)
				return byte;
		}
		copy->is_cleaned = true;
	}
	return -1;
}

static void clean_jpeg(struct copy *copy)
{
	auto_free unsigned char *segment = memory_new(1, SEGMENT_BYTES);
	int marker;

	pass(copy, 2, true);
	marker = next_marker(copy);
	while (marker > 0 && marker != 0xd9) {
		put_segment(copy, marker, segment);
		marker = marker == 0xda ? put_scan(copy) : next_marker(copy);
	}
	if (marker == 0xd9) {
		put_byte(copy, 0xff);
		put_byte(copy, 0xd9);
		drop_rest(copy);
	}
}

/* --- PNG and WebP ---------------------------------------------------------------------------------- */

/* Those that change what is seen. One with a capital is critical: without it nothing is. */
static bool is_seen(struct slice chunk)
{
	static const struct slice names =
		S("tRNS|gAMA|cHRM|sRGB|iCCP|cICP|mDCV|cLLI|sBIT|bKGD|pHYs|hIST|sPLT|"
		  "acTL|fcTL|fdAT");

	return !(chunk.ptr[0] & 0x20) || slice_any(chunk, names, slice_eq);
}

static void clean_png(struct copy *copy)
{
	unsigned char head[8];

	pass(copy, 8, true);
	while (next_bytes(copy, head, 8) == 8) {
		struct slice bytes = slice((const char *)head, 8);
		struct slice name = slice_from(bytes, 4);
		bool stays = is_seen(name);
		if (stays)
			put_bytes(copy, head, 8);
		pass(copy, (uint64_t)number_at(bytes, 0, 4, true) + 4, stays);
		if (slice_eq(name, S("IEND"))) {
			drop_rest(copy);
			return;
		}
	}
}

static void put_size(struct copy *copy)
{
	uint64_t size = copy->written - 8;
	const unsigned char bytes[] = {(unsigned char)size, (unsigned char)(size >> 8),
		(unsigned char)(size >> 16), (unsigned char)(size >> 24)};

	if (!copy->error && pwrite(copy->to, bytes, sizeof(bytes), 4) != sizeof(bytes))
		copy->error = -EIO;
}

static void clean_webp(struct copy *copy)
{
	static const struct slice names = S("VP8X|VP8 |VP8L|ALPH|ANIM|ANMF|ICCP");
	enum { FLAG_XMP = 4, FLAG_EXIF = 8 };
	unsigned char head[8];

	pass(copy, 12, true);
	while (next_bytes(copy, head, 8) == 8) {
		struct slice bytes = slice((const char *)head, 8);
		struct slice name = slice_head(bytes, 4);
		uint64_t len = number_at(bytes, 4, 4, false);
		bool stays = slice_any(name, names, slice_eq);
		if (stays)
			put_bytes(copy, head, 8);
		len += len & 1;
		int flags = slice_eq(name, S("VP8X")) ? next_byte(copy) : -1;
		if (flags >= 0) {
			put_byte(copy, (unsigned char)(flags & ~(FLAG_XMP | FLAG_EXIF)));
			len--;
		}
		pass(copy, len, stays);
	}
	flush(copy);
	if (copy->is_cleaned)
		put_size(copy);
}

/* --- faces ----------------------------------------------------------------------------------------- */

int picture_clean(struct slice source, int from, int to)
{
	static const struct {
		struct slice endings;
		void (*clean)(struct copy *copy);
	} rows[] = {{S("jpg|jpeg"), clean_jpeg}, {S("png"), clean_png},
		{S("webp"), clean_webp}};
	struct copy copy = {.from = from, .to = to};
	struct slice ending = uri_extension(source);

	for (size_t i = 0; ending.len && i < sizeof(rows) / sizeof(*rows); i++) {
		if (!slice_any(ending, rows[i].endings, slice_eq_nocase))
			continue;
		if (lseek(from, 0, SEEK_SET) < 0)
			return -errno;
		rows[i].clean(&copy);
		flush(&copy);
		return copy.error ? copy.error : copy.is_cleaned;
	}
	return 0;
}

bool picture_may_tell(struct slice source, int fd)
{
	static const struct slice signs[] = {S("\xa9xyz"), S("loci"), S("Exif\0\0"),
		S("com.apple.quicktime.location")};
	struct copy copy = {.from = fd};
	char window[64] = {0};
	size_t len = 0;

	if (!slice_any(uri_extension(source), S("avif|mp4|m4a"), slice_eq_nocase) ||
		lseek(fd, 0, SEEK_SET) < 0)
		return false;
	for (int byte; (byte = next_byte(&copy)) >= 0;) {
		if (len == sizeof(window)) {
			memmove(window, window + 32, 32);
			len = 32;
		}
		window[len++] = (char)byte;
		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
			if (slice_ends(slice(window, len), signs[i]))
				return true;
		}
	}
	return false;
}
