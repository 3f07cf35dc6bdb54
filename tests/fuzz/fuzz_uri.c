/* SPDX-License-Identifier: MIT */
/* What any bytes must hold to as a URI, as a path, as a link and against one another. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool inside(struct slice part, struct slice whole)
{
	return !part.ptr ||
	       (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

static void check_parse(struct slice s)
{
	struct uri uri;

	if (!uri_parse(s, &uri))
		return;
	must(text_is_utf8(s));
	must(uri.path.ptr != NULL);
	must(!s.ptr || (inside(uri.scheme, s) && inside(uri.userinfo, s) &&
			       inside(uri.host, s) && inside(uri.port, s) &&
			       inside(uri.path, s) && inside(uri.query, s) &&
			       inside(uri.fragment, s)));
	must(uri.has_authority == (uri.host.ptr != NULL));
	must(slice_eq(uri.scheme, uri_scheme(s)));
}

/* A key stays below the root, and its link leads back to it. */
static void check_key(struct arena *arena, struct slice s)
{
	struct slice key, again, segment;
	struct uri uri;

	if (!uri_path_key(arena, s, &key))
		return;
	must(slice_starts(key, S("/")) && text_is_utf8(key));
	must(slice_find_char(key, '\0') < 0);
	for (struct slice rest = key; slice_split(&rest, '/', &segment);)
		must(!slice_eq(segment, S("..")) && !slice_eq(segment, S(".")));
	struct slice link = uri_encode_path(arena, key);
	must(uri_parse(link, &uri) && !uri.has_authority && !uri.scheme.ptr);
	must(slice_eq(uri.path, link));
	must(uri_path_key(arena, link, &again) && slice_eq(again, key));
}

/* What was mended is a URI, and needs no mending. */
static void check_mend(struct arena *arena, struct slice s)
{
	struct slice mended, again;
	struct uri uri;

	if (!uri_normalize(arena, s, &mended))
		return;
	must(uri_parse(mended, &uri));
	must(uri_normalize(arena, mended, &again) && slice_eq(again, mended));
}

static void check_resolve(struct arena *arena, struct slice base, struct slice reference)
{
	struct slice target;
	struct uri uri, from;

	if (!uri_resolve(arena, base, reference, &target))
		return;
	must(uri_parse(target, &uri) && uri_parse(base, &from));
	must(!from.scheme.ptr || uri.scheme.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = slice((const char *)data, size), base, reference;
	struct arena arena = {0};
	struct buf out;

	check_parse(s);
	check_key(&arena, s);
	check_mend(&arena, s);
	slice_cut(s, '\n', &base, &reference);
	check_resolve(&arena, base, reference);
	check_resolve(&arena, S("gemini://example.org/a/b"), s);
	struct slice key = uri_host_key(&arena, s);
	if (text_is_utf8(s) && size < 64)
		must(key.len == 0 || text_is_utf8(key));
	uri_extension(s);
	buf_init(&out, BUF_UNLIMITED);
	uri_decode(&out, s);
	must(out.len <= size);
	buf_fini(&out);
	arena_fini(&arena);
	return 0;
}
