/* SPDX-License-Identifier: MIT */
/* Whatever path comes: what is left of it is its beginning, and the same upload written plainly is read the same. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "proto/titan.h"

#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition))                                                        \
			abort();                                                         \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice path = slice((const char *)data, size), bare, again;
	struct titan_parameters upload, same;
	auto_buf struct buf plain = BUF(BUF_UNLIMITED);
	const char *why = NULL;

	if (!titan_cut(path, &bare, &upload, &why)) {
		MUST(why && *why);
		return 0;
	}
	MUST(!why);
	MUST(slice_starts(path, bare) && bare.len < path.len);
	MUST(path.ptr[bare.len] == ';');
	MUST(upload.size_bytes <= TITAN_SIZE_MAX);
	buf_put(&plain, bare);
	if (upload.is_edit)
		buf_puts(&plain, ";edit");
	else
		buf_printf(&plain, ";size=%u", upload.size_bytes);
	MUST(titan_cut(buf_slice(&plain), &again, &same, &why));
	MUST(slice_eq(again, bare));
	MUST(same.is_edit == upload.is_edit && same.size_bytes == upload.size_bytes);
	return 0;
}
