/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "base/uri.h"
#include "render/label.h"

#define HASH_MIN  12 /* so many hexadecimal digits may be a hash */
#define TOKEN_MIN 10 /* so many letters and digits may be a token */

/* Letters of both cases and digits that alternate: "71IbZx3psVL". */
static bool looks_like_token(struct slice s)
{
	size_t upper = 0, lower = 0, changes = 0, i;

	for (i = 0; i < s.len && ascii_is_alnum(s.ptr[i]); i++) {
		lower += s.ptr[i] >= 'a';
		upper += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
		changes += i && ascii_is_digit(s.ptr[i]) != ascii_is_digit(s.ptr[i - 1]);
	}
	return i >= TOKEN_MIN && changes >= 3 && upper && lower;
}

/* Is @s a machine-made name: digits, hexadecimal, a UUID, a token? */
static bool looks_like_hash(struct slice s)
{
	size_t digits = 0, letters = 0, hex = 0, i;

	for (i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '-' || c == '_' || c == '.')
			continue;
		if (!ascii_is_alnum(c))
			return false;
		digits += ascii_is_digit(c);
		letters += ascii_is_alpha(c);
		hex += ascii_hex(c) >= 0;
	}
	if (!letters)
		return digits > 0;
	if (digits + letters < TOKEN_MIN || !digits)
		return false;
	return (hex == digits + letters && hex >= HASH_MIN) || looks_like_token(s);
}

bool label_is_token(struct slice s)
{
	size_t digits = 0, upper = 0, lower = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!ascii_is_alnum(c) && c != '-' && c != '_')
			return false;
		digits += ascii_is_digit(c);
		upper += c >= 'A' && c <= 'Z';
		lower += c >= 'a' && c <= 'z';
	}
	return looks_like_hash(s) ||
	       (s.len >= 8 && digits && upper && lower && slice_find_char(s, '-') < 0);
}

/* The URL's path; the whole URL if it does not parse. */
static struct slice path_of(struct slice url)
{
	struct uri uri;

	return uri_parse(url, &uri) ? uri.path : url;
}

static struct slice type_name(const struct doc_target *target)
{
	static const struct {
		struct slice extension, mime, name;
	} types[] = {
		{S("png"), S("image/png"), S("PNG")},
		{S("jpg"), S("image/jpeg"), S("JPEG")},
		{S("jpeg"), S("image/jpg"), S("JPEG")},
		{S("gif"), S("image/gif"), S("GIF")},
		{S("svg"), S("image/svg+xml"), S("SVG")},
		{S("webp"), S("image/webp"), S("WebP")},
		{S("avif"), S("image/avif"), S("AVIF")},
		{S("bmp"), S("image/bmp"), S("BMP")},
		{S("tif"), S("image/tiff"), S("TIFF")},
		{S("tiff"), S("image/tiff"), S("TIFF")},
		{S("ico"), S("image/x-icon"), S("ICO")},
		{S("heic"), S("image/heic"), S("HEIC")},
		{S("jxl"), S("image/jxl"), S("JPEG XL")},
		{S("mp4"), S("video/mp4"), S("MP4")},
		{S("webm"), S("video/webm"), S("WebM")},
		{S("pdf"), S("application/pdf"), S("PDF")},
	};
	struct slice extension = uri_extension(path_of(target->url));
	size_t i;

	for (i = 0; target->mime.len && i < sizeof(types) / sizeof(*types); i++)
		if (slice_eq_nocase(target->mime, types[i].mime))
			return types[i].name;
	for (i = 0; extension.len && i < sizeof(types) / sizeof(*types); i++)
		if (slice_eq_nocase(extension, types[i].extension))
			return types[i].name;
	return slice_none;
}

/* "my-cat_2.jpg" as "My cat 2"; empty for a machine-made name. */
static struct slice pretty_name(struct arena *arena, struct slice name)
{
	struct slice extension = uri_extension(name);
	struct slice pretty;
	char *at;
	size_t i;

	if (extension.len)
		name = slice_head(name, name.len - extension.len - 1);
	if (slice_ends(name, S("@2x")) || slice_ends(name, S("@3x")))
		name = slice_head(name, name.len - 3);
	if (looks_like_hash(name))
		return slice_none;
	pretty = arena_dup(arena, name);
	at = (char *)pretty.ptr;
	for (i = 0; i < pretty.len; i++)
		if (at[i] == '-' || at[i] == '_' || at[i] == '+')
			at[i] = ' ';
	pretty = text_one_line(arena, pretty);
	if (!text_is_word(pretty))
		return slice_none;
	if (pretty.ptr[0] >= 'a' && pretty.ptr[0] <= 'z') {
		pretty = arena_dup(arena, pretty);
		at = (char *)pretty.ptr;
		at[0] = (char)(at[0] - 'a' + 'A');
	}
	return pretty;
}

static struct slice file_name(struct arena *arena, struct slice url)
{
	struct slice name = slice_path_name(path_of(url));
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (uri_decode(&out, name) && text_is_utf8(buf_slice(&out)))
		name = text_one_line(arena, buf_slice(&out));
	return pretty_name(arena, name);
}

/* The words of an alt text or a title; empty when meaningless. */
static struct slice own_words(struct arena *arena, struct slice s)
{
	struct slice words = text_one_line(arena, s);

	if (!text_is_word(words) || (words.len >= TOKEN_MIN && looks_like_hash(words)))
		return slice_none;
	/* Some editors fill in the file's name. */
	if (slice_find_char(words, ' ') < 0 &&
		type_name(&(struct doc_target){.url = words}).len)
		return pretty_name(arena, words);
	return words;
}

struct slice label_image_words(struct arena *arena, const struct doc_node *image)
{
	struct slice words = own_words(arena, image->text);

	if (!words.len)
		words = own_words(arena, image->info);
	return words.len ? words : file_name(arena, image->target->url);
}

static struct slice size_words(struct arena *arena, int64_t bytes)
{
	long long size = (long long)bytes;

	if (size < 1000)
		return arena_printf(arena, "%lld B", size);
	if (size < 999500)
		return arena_printf(arena, "%lld kB", (size + 500) / 1000);
	return arena_printf(arena, "%lld.%lld MB", (size + 50000) / 1000000,
		(size + 50000) / 100000 % 10);
}

struct slice label_image_note(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, struct slice words, bool plain)
{
	const struct doc_target *target = image->target;
	struct slice type = type_name(target);
	bool sized = target->kind != DOC_TO_OUTSIDE && target->size_bytes >= 0;
	struct slice what = type.len ? type : locale_word(locale, WORD_IMAGE);
	struct slice size;

	if (!type.len && plain && !sized)
		return words;
	if (!sized)
		return arena_printf(arena, "%.*s (%.*s)", SARG(words), SARG(what));
	size = size_words(arena, target->size_bytes);
	if (!type.len && plain)
		return arena_printf(arena, "%.*s (%.*s)", SARG(words), SARG(size));
	return arena_printf(
		arena, "%.*s (%.*s, %.*s)", SARG(words), SARG(what), SARG(size));
}

struct slice label_image(struct arena *arena, const struct locale *locale,
	const struct doc_node *image, unsigned number)
{
	struct slice words = label_image_words(arena, image);
	bool named = words.len > 0;

	if (!named)
		words = arena_printf(
			arena, "%.*s %u", SARG(locale_word(locale, WORD_IMAGE)), number);
	return label_image_note(arena, locale, image, words, !named);
}
