/* SPDX-License-Identifier: MIT */
#include "app/tar.h"

#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 512

/* POSIX.1-2001, pax, "ustar Interchange Format": all numbers are octal digits. */
struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type,
		link[100], magic[6], version[2], user[32], group[32], major[8], minor[8],
		prefix[155], rest[12];
};

static void put_octal(char *field, size_t len, uint64_t number)
{
	for (size_t i = len - 1; i > 0; i--, number >>= 3)
		field[i - 1] = (char)('0' + (number & 7));
}

static void put_block(
	struct buf *out, struct slice name, char type, uint64_t size_bytes, int64_t at)
{
	struct header header = {.type = type, .magic = "ustar", .version = {'0', '0'}};
	const unsigned char *bytes = (const unsigned char *)&header;
	unsigned sum = 0;

	_Static_assert(sizeof(header) == BLOCK_BYTES, "a header is one block");
	memcpy(header.name, name.ptr,
		name.len < sizeof(header.name) ? name.len : sizeof(header.name));
	put_octal(header.mode, sizeof(header.mode), 0644);
	put_octal(header.uid, sizeof(header.uid), 0);
	put_octal(header.gid, sizeof(header.gid), 0);
	put_octal(header.size, sizeof(header.size), size_bytes);
	put_octal(header.mtime, sizeof(header.mtime), at > 0 ? (uint64_t)at : 0);
	memset(header.sum, ' ', sizeof(header.sum));
	for (size_t i = 0; i < sizeof(header); i++)
		sum += bytes[i];
	put_octal(header.sum, sizeof(header.sum) - 1, sum);
	header.sum[sizeof(header.sum) - 2] = '\0';
	buf_put(out, slice((const char *)&header, sizeof(header)));
}

void tar_put_padding(struct buf *out, uint64_t size_bytes)
{
	buf_repeat(out, '\0', (BLOCK_BYTES - size_bytes % BLOCK_BYTES) % BLOCK_BYTES);
}

static bool is_plain(struct slice path)
{
	bool plain = path.len <= sizeof(((struct header *)0)->name);

	for (size_t i = 0; i < path.len; i++)
		plain &= (unsigned char)path.ptr[i] < 0x80;
	return plain;
}

/* "27 path=_posts/été.md\n": its length counts its own digits, too. */
static void put_record(struct buf *out, struct slice path)
{
	const size_t bare = path.len + sizeof(" path=\n") - 1;
	size_t len = bare, before;

	do {
		before = len;
		len = bare + (size_t)snprintf(NULL, 0, "%zu", before);
	} while (len != before);
	buf_printf(out, "%zu path=", len);
	buf_put(out, path);
	buf_putc(out, '\n');
}

void tar_put_header(struct buf *out, struct slice path, uint64_t size_bytes, int64_t at)
{
	if (!is_plain(path)) {
		auto_buf struct buf record = BUF(BUF_UNLIMITED);
		put_record(&record, path);
		put_block(out, S("pax"), 'x', record.len, at);
		buf_put(out, buf_slice(&record));
		tar_put_padding(out, record.len);
	}
	put_block(out, path, '0', size_bytes, at);
}

void tar_put_end(struct buf *out)
{
	buf_repeat(out, '\0', (size_t)2 * BLOCK_BYTES);
}
