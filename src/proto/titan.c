/* SPDX-License-Identifier: MIT */
#include "proto/titan.h"

#define SIZE_DIGITS_MAX 9
#define UNKNOWN         "An upload has the parameters mime, size and token, or edit alone"

enum name { NAME_EDIT, NAME_MIME, NAME_SIZE, NAME_TOKEN, NAME_COUNT };

static const struct slice names[NAME_COUNT] = {
	[NAME_EDIT] = S("edit"),
	[NAME_MIME] = S("mime"),
	[NAME_SIZE] = S("size"),
	[NAME_TOKEN] = S("token"),
};

static enum name name_of(struct slice name)
{
	unsigned i = 0;

	while (i < NAME_COUNT && !slice_eq(name, names[i]))
		i++;
	return i;
}

static bool read_size(struct slice value, uint32_t *out)
{
	unsigned long long size;

	if (value.len > SIZE_DIGITS_MAX || !slice_to_uint(value, &size))
		return false;
	*out = (uint32_t)size;
	return true;
}

/* What is wrong with the parameter, or NULL. */
static const char *take(
	struct slice parameter, bool seen[NAME_COUNT], struct titan_parameters *out)
{
	struct slice name, value;
	bool has_value = slice_cut(parameter, '=', &name, &value);
	enum name which = name_of(name);

	if (which == NAME_COUNT)
		return UNKNOWN;
	if (seen[which])
		return "A parameter of the upload stands twice";
	seen[which] = true;
	if (which == NAME_EDIT && has_value)
		return "The parameter edit has no value";
	if (which == NAME_SIZE && !read_size(value, &out->size_bytes))
		return "The size of an upload is a number of at most nine digits";
	return NULL;
}

/* Where the parameters begin, the first ';' before one that we know: the value of mime has slashes, so they are no
 * part of the last segment alone. The length of @path: nowhere. */
static size_t find_parameters(struct slice path)
{
	struct slice piece, name, rest = path;
	size_t at = slice_cut(rest, ';', &piece, &rest) ? piece.len : path.len;

	while (at < path.len) {
		slice_cut(rest, ';', &piece, &rest);
		bool has_value = slice_cut(piece, '=', &name, NULL);
		if (name_of(name) != NAME_COUNT &&
			(has_value || name_of(name) == NAME_EDIT))
			break;
		at += 1 + piece.len;
	}
	return at;
}

bool titan_cut(struct slice path, struct slice *bare, struct titan_parameters *out,
	const char **why)
{
	bool seen[NAME_COUNT] = {false};
	size_t at = find_parameters(path);
	struct slice parameter, rest = slice_from(path, at + (at < path.len));

	*out = (struct titan_parameters){0};
	*bare = slice_head(path, at);
	*why = NULL;
	if (slice_rfind_char(*bare, ';') > slice_rfind_char(*bare, '/'))
		*why = UNKNOWN;
	for (bool more = at < path.len; more && !*why;) {
		more = slice_cut(rest, ';', &parameter, &rest);
		*why = take(parameter, seen, out);
	}
	out->is_edit = seen[NAME_EDIT];
	if (!*why && out->is_edit && seen[NAME_SIZE])
		*why = "A request to edit brings nothing: it has no size";
	if (!*why && !out->is_edit && !seen[NAME_SIZE])
		*why = "An upload says its size, as in ;size=11";
	return !*why;
}
