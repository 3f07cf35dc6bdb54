/* SPDX-License-Identifier: MIT */
#include "site/links_internal.h"

#include "base/uri.h"

#define SHOWN_BYTES 300

/* "github.com/x", "www.example.org/": a host where a relative path would be. */
static bool lacks_scheme(struct slice href)
{
	struct slice first, label = slice_none, rest;

	if (!slice_cut(href, '/', &first, NULL) || slice_starts(first, S(".")))
		return false;
	rest = first;
	while (slice_split(&rest, '.', &label)) {
		if (!label.len)
			return false;
		for (size_t i = 0; i < label.len; i++) {
			if (!ascii_is_alnum(label.ptr[i]) && label.ptr[i] != '-')
				return false;
		}
	}
	/* Folder names with a dot have a digit after it: "v1.2". */
	return label.len >= 2 && label.len < first.len && ascii_is_alpha(*label.ptr);
}

static const char *kind(struct slice href, bool image)
{
	if (lacks_scheme(href))
		return "link to nowhere (is https:// missing?)";
	return image ? "no such picture" : "link to nowhere";
}

/* Where the link leads now. */
static const char *outcome(struct arena *arena, struct slice href, struct slice web)
{
	if (!web.len)
		return "it is kept as it is";
	if (uri_scheme(href).len || slice_starts(href, S("/")))
		return "it leads to the web site";
	return arena_printf(arena, "it leads to %.*s", SARG(slice_head(web, SHOWN_BYTES)))
		.ptr;
}

void links_dead_say(struct links_dead *dead, struct arena *arena, struct slice href,
	bool image, struct slice web)
{
	unsigned line = dead->first_line, column = 0;
	unsigned long long hash = slice_hash(href);

	for (size_t i = 0; i < dead->count; i++) {
		if (dead->seen[i] == hash)
			return;
	}
	if (dead->count == LINKS_DEAD_MAX)
		return;
	dead->seen[dead->count++] = hash;
	diag_locate(dead->body, href, &line, &column);
	diag_add(dead->diags, DIAG_WARNING, dead->file, column ? line : 0, column,
		outcome(arena, href, web), "%s: %.*s", kind(href, image),
		SARG(slice_head(href, SHOWN_BYTES)));
}
