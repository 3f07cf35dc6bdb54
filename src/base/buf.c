/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

#define FIRST_BYTES 256

void buf_init(struct buf *buf, size_t max_bytes)
{
	*buf = (struct buf){.max_bytes = max_bytes};
}

void buf_fini(struct buf *buf)
{
	if (!buf)
		return;
	free(buf->ptr);
	buf_init(buf, buf->max_bytes);
}

void buf_wipe(struct buf *buf)
{
	if (buf->ptr)
		explicit_bzero(buf->ptr, buf->capacity);
	buf_fini(buf);
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	buf->overflow = false;
}

/* Capacity for @total bytes and the NUL that vsnprintf() adds. */
static void grow(struct buf *buf, size_t total)
{
	if (total < buf->capacity)
		return;
	if (total >= SIZE_MAX / 4)
		abort();
	size_t capacity = buf->capacity ? buf->capacity * 2 : FIRST_BYTES;
	if (buf->max_bytes != BUF_UNLIMITED && capacity > buf->max_bytes)
		capacity = buf->max_bytes + 1;
	if (capacity <= total)
		capacity = total + 1;
	buf->ptr = memory_checked(realloc(buf->ptr, capacity));
	buf->capacity = capacity;
}

/* How many of @want bytes may still be added. */
static size_t room(const struct buf *buf, size_t want)
{
	if (buf->overflow)
		return 0;
	if (buf->max_bytes == BUF_UNLIMITED)
		return want;
	size_t left = buf->max_bytes > buf->len ? buf->max_bytes - buf->len : 0;
	return want < left ? want : left;
}

size_t buf_reserve(struct buf *buf, size_t want)
{
	size_t bytes = room(buf, want);

	if (bytes > SIZE_MAX / 4)
		abort();
	if (bytes)
		grow(buf, buf->len + bytes);
	return bytes;
}

void buf_put_slowly(struct buf *buf, struct slice s)
{
	size_t bytes = buf_reserve(buf, s.len);

	if (bytes)
		memcpy(buf->ptr + buf->len, s.ptr, bytes);
	buf->len += bytes;
	if (bytes < s.len)
		buf->overflow = true;
}

void buf_puts(struct buf *buf, const char *str)
{
	buf_put(buf, slice_str(str));
}

void buf_put_number(struct buf *buf, uint64_t number)
{
	char digits[20]; /* of 2^64 - 1 */
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	buf_put(buf, slice(digits + at, sizeof(digits) - at));
}

void buf_put_hex(struct buf *buf, struct slice before, char byte)
{
	static const char digits[] = "0123456789ABCDEF";
	const char two[] = {digits[(byte >> 4) & 15], digits[byte & 15]};

	buf_put(buf, before);
	buf_put(buf, slice(two, sizeof(two)));
}

void buf_repeat(struct buf *buf, char c, size_t count)
{
	size_t bytes = buf_reserve(buf, count);

	if (bytes)
		memset(buf->ptr + buf->len, c, bytes);
	buf->len += bytes;
	if (bytes < count)
		buf->overflow = true;
}

void buf_put_utf8(struct buf *buf, unsigned codepoint)
{
	char bytes[4];
	size_t len;

	if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
		codepoint = 0xFFFD;
	if (codepoint < 0x80) {
		buf_putc(buf, (char)codepoint);
		return;
	}
	if (codepoint < 0x800) {
		bytes[0] = (char)(0xC0 | codepoint >> 6);
		len = 2;
	} else if (codepoint < 0x10000) {
		bytes[0] = (char)(0xE0 | codepoint >> 12);
		len = 3;
	} else {
		bytes[0] = (char)(0xF0 | codepoint >> 18);
		len = 4;
	}
	for (size_t i = 1; i < len; i++)
		bytes[i] = (char)(0x80 | ((codepoint >> 6 * (len - 1 - i)) & 0x3F));
	if (room(buf, len) < len)
		buf->overflow = true; /* no half character */
	else
		buf_put(buf, slice(bytes, len));
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
	va_list again;

	if (buf->overflow)
		return;
	va_copy(again, args);
	size_t free_bytes = buf->capacity - buf->len;
	int needed = vsnprintf(
		free_bytes ? buf->ptr + buf->len : NULL, free_bytes, format, again);
	va_end(again);
	assert(needed >= 0); /* our own format */
	size_t len = (size_t)needed;
	size_t bytes = room(buf, len);
	if (len >= free_bytes && bytes) {
		buf_reserve(buf, bytes);
		vsnprintf(buf->ptr + buf->len, bytes + 1, format, args);
	}
	buf->len += bytes;
	if (bytes < len)
		buf->overflow = true;
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(buf, format, args);
	va_end(args);
}

struct slice buf_dup(const struct buf *buf, struct arena *arena)
{
	return arena_dup(arena, buf_slice(buf));
}

struct slice buf_take(struct buf *buf, struct arena *arena)
{
	struct slice copy = buf_dup(buf, arena);
	buf_fini(buf);
	return copy;
}
