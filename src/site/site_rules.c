/* SPDX-License-Identifier: MIT */
/* Rules of _redirects with placeholders. */
#include "base/uri.h"
#include "site/site.h"
#include "source/permalink.h"

/* The values of a rule's placeholders: "/news/:year/:slug" to "/:year/:slug". */
struct match {
	struct slice names[16], values[16];
	size_t count;
	struct slice splat;
};

static bool match_rule(struct slice from, struct slice path, struct match *match)
{
	struct slice want, have;

	*match = (struct match){0};
	for (;;) {
		bool more_from = slice_split(&from, '/', &want);
		if (more_from && slice_eq(want, S("*"))) {
			match->splat = path;
			return true;
		}
		bool more_path = slice_split(&path, '/', &have);
		if (!more_from || !more_path)
			return !more_from && !more_path;
		if (want.len > 1 && *want.ptr == ':' && match->count < 16) {
			match->names[match->count] = slice_from(want, 1);
			match->values[match->count++] = have;
		} else if (slice_ends(want, S("*"))) {
			/* A star after a word also matches the rest of the segment. */
			want.len--;
			if (!slice_starts(have, want))
				return false;
			match->splat = slice(have.ptr + want.len,
				(size_t)(path.ptr + path.len - have.ptr) - want.len);
			return true;
		} else if (!slice_eq(want, have)) {
			return false;
		}
	}
}

/* The author says which host a rule leads to: where @begun ends in the middle of its name, a client's @value
 * is one label before others, or ends the name. */
static bool fits_host(struct slice begun, struct slice value, struct slice rest)
{
	size_t scheme = uri_scheme(begun).len, len = 0;

	begun = slice_from(begun, scheme ? scheme + 1 : 0);
	if (!slice_skip(&begun, S("//")) || slice_find_char(begun, '/') >= 0 ||
		slice_find_char(begun, '?') >= 0)
		return true;
	while (len < value.len &&
		(ascii_is_alnum(value.ptr[len]) || value.ptr[len] == '-'))
		len++;
	if (slice_starts(rest, S(".")))
		return len && len == value.len;
	return !value.len || *value.ptr == '/';
}

/* False: the values do not fit. */
static bool fill_rule(struct arena *arena, struct slice template,
	const struct match *match, struct slice *filled)
{
	struct slice to = template;
	struct buf out;
	bool fits = true;

	buf_init(&out, 4096);
	while (to.len) {
		ptrdiff_t colon = slice_find_char(to, ':');
		size_t len = 0;
		if (colon < 0)
			break;
		buf_put(&out, slice_head(to, (size_t)colon));
		to = slice_from(to, (size_t)colon + 1);
		struct slice begun = slice_head(template, template.len - to.len - 1);
		while (len < to.len &&
			(ascii_is_alnum(to.ptr[len]) || to.ptr[len] == '_'))
			len++;
		struct slice name = slice_head(to, len), value = slice_none;
		bool known = slice_eq(name, S("splat"));
		if (known)
			value = match->splat;
		for (size_t i = 0; i < match->count && !known; i++) {
			known = slice_eq(match->names[i], name);
			value = match->values[i];
		}
		if (known) {
			buf_put(&out, uri_encode_path(arena, value));
			to = slice_from(to, len);
			fits &= fits_host(begun, value, to);
		} else {
			buf_putc(&out, ':');
		}
	}
	buf_put(&out, to);
	*filled = buf_take(&out, arena);
	return fits;
}

bool site_rule_target(const struct site *site, struct arena *arena, struct slice path,
	struct slice *target)
{
	struct match match;

	for (size_t i = 0; i < site->rule_count; i++) {
		if (!match_rule(site->rules[i].from, path, &match))
			continue;
		struct slice said = site->rules[i].to, to, key;
		if (!fill_rule(arena, said, &match, &to) ||
			!uri_normalize(arena, to, &to))
			continue;
		/* "/:splat" leads to a path, whatever a client asks for: "//" would begin a host. */
		while (!slice_starts(said, S("//")) && slice_starts(to, S("//")))
			to = slice_from(to, 1);
		/* Never redirects to the same address, nor into a zone or from one to another. */
		if (*to.ptr == '/' && permalink_key(arena, to, &key) &&
			(slice_eq(key, path) || !site_reaches(site, key)))
			continue;
		*target = to;
		return true;
	}
	return false;
}
