/* SPDX-License-Identifier: MIT */
/* A byte buffer that grows up to a maximum. The functions that append return void: once
 * the maximum is reached, the overflow flag is set and later bytes are dropped. The caller
 * checks the flag once, at the end. Out of memory aborts. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

struct buf {
	char *ptr;
	size_t len, capacity, max_bytes;
	bool overflow;
};

/* The maximum for buffers that a client or an author can make grow, where no smaller one
 * is known. */
#define BUF_MAX_BYTES ((size_t)64 * 1024 * 1024)
/* Only for buffers that neither can make grow, or where a part would be worse than
 * nothing. */
#define BUF_UNLIMITED 0

/* An empty one where it is declared: struct buf out = BUF(BUF_MAX_BYTES). A zeroed struct is a valid buf,
 * too: empty and BUF_UNLIMITED. */
#define BUF(max) ((struct buf){.max_bytes = (max)})
void buf_init(struct buf *buf, size_t max_bytes);
void buf_fini(struct buf *buf);
/* What is declared so is given back at the end of its block: auto_buf struct buf out = BUF(0). */
#define auto_buf __attribute__((cleanup(buf_fini)))
/* The same for secrets: overwrites the bytes first. (A buf that grew left copies in freed
 * memory.) */
void buf_wipe(struct buf *buf);
/* Empty again, overflow forgotten, memory kept. */
void buf_clear(struct buf *buf);

/* The slow path of buf_put(): there is no room, or it has to be allocated first. */
void buf_put_slowly(struct buf *buf, struct slice s);

static inline void buf_put(struct buf *buf, struct slice s)
{
	/* One byte after the last stays free, see buf_printf. */
	if (!buf->overflow && s.len && s.len < buf->capacity - buf->len) {
		slice_holds(s);
		slice_holds(slice(buf->ptr, s.len));
		memcpy(buf->ptr + buf->len, s.ptr, s.len);
		buf->len += s.len;
	} else if (s.len) {
		buf_put_slowly(buf, s);
	}
}

static inline void buf_putc(struct buf *buf, char c)
{
	if (!buf->overflow && buf->len + 1 < buf->capacity)
		buf->ptr[buf->len++] = c;
	else
		buf_put_slowly(buf, slice(&c, 1));
}

void buf_puts(struct buf *buf, const char *str);
void buf_repeat(struct buf *buf, char c, size_t count);
/* In decimal digits. */
void buf_put_number(struct buf *buf, uint64_t number);
/* @before, which may be empty, and two hexadecimal digits, as in "%0A". */
void buf_put_hex(struct buf *buf, struct slice before, char byte);
/* One Unicode scalar value as UTF-8; any other number becomes U+FFFD. */
void buf_put_utf8(struct buf *buf, unsigned codepoint);
void buf_printf(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list args);

/* Makes room for @want bytes at ptr + len. Returns how many of them the maximum allows. The
 * caller writes there and adds what it wrote to len. Does not set overflow. */
size_t buf_reserve(struct buf *buf, size_t want);

/* The current content; valid until the next append. */
static inline struct slice buf_slice(const struct buf *buf)
{
	return slice(buf->ptr, buf->len);
}

/* Drops bytes from the end. */
static inline void buf_truncate(struct buf *buf, size_t len)
{
	if (len < buf->len)
		buf->len = len;
}

/* A copy in @arena; the buf is left as it is. */
struct slice buf_dup(const struct buf *buf, struct arena *arena);
/* The same, and calls buf_fini(). */
struct slice buf_take(struct buf *buf, struct arena *arena);

#endif
