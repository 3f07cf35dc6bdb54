/* SPDX-License-Identifier: MIT */
#include "source/publish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/mime.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void media_types_go_by_extension(void **state)
{
	static const struct {
		const char *path, *mime;
	} rows[] = {{"a.png", "image/png"}, {"a.JPG", "image/jpeg"},
		{"x/feed.atom", "application/atom+xml"}, {"a.gmi", "text/gemini"},
		{"a.7z", "application/x-7z-compressed"}, {"a.zst", "application/zstd"},
		{"a.woff", "font/woff"}, {"a.woff2", "font/woff2"}, {"a.h", "text/plain"},
		{"LICENSE", "text/plain"}, {"a.unknown", "application/octet-stream"},
		{"noextension", "application/octet-stream"}, {"a.txt", "text/plain"},
		{"a.xml", "application/xml"}};
	(void)state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice mime = mime_of(slice_str(rows[i].path));
		if (!slice_eq(mime, slice_str(rows[i].mime)))
			fail_msg("%s is %.*s", rows[i].path, SARG(mime));
	}
	assert_true(mime_is_text(S("image/svg+xml")));
	assert_false(mime_is_text(S("image/png")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_types_go_by_extension),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
