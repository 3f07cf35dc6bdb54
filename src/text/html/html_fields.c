/* SPDX-License-Identifier: MIT */
/* <meta name="status" content="draft">: the fields of a page of HTML, as Pelican reads them. */
#include "base/buf.h"
#include "text/html.h"
#include "text/html/html_internal.h"

#define FIELD_MAX_BYTES (64 * 1024)

static struct slice decoded(struct arena *arena, struct slice text)
{
	struct buf out = BUF(FIELD_MAX_BYTES);

	html_decode(&out, slice_trim(text));
	return buf_take(&out, arena);
}

static void add(
	struct arena *arena, struct value *map, struct slice key, struct slice text)
{
	if (map->kind != VALUE_MAP)
		*map = (struct value){.kind = VALUE_MAP, .line = 1};
	struct value_pair *pair = value_add_pair(arena, map);

	pair->key = decoded(arena, key);
	pair->value = (struct value){.kind = VALUE_SCALAR,
		.quoted = true,
		.text = decoded(arena, text),
		.line = 1};
}

static void add_meta(struct arena *arena, struct value *map, struct slice attrs)
{
	const struct html_tag tag = {.attrs = attrs};
	struct slice name, content;

	if (!html_attr(&tag, S("name"), &name) ||
		!html_attr(&tag, S("content"), &content))
		return;
	add(arena, map,
		slice_eq_nocase(slice_trim(name), S("keywords")) ? S("tags") : name,
		content);
}

bool html_fields(struct arena *arena, struct slice source, struct value *map)
{
	*map = (struct value){0};
	for (ptrdiff_t at; (at = slice_find_char(source, '<')) >= 0;) {
		struct slice tag = slice_from(source, (size_t)at + 1), name = tag, text;
		bool comment = slice_starts(tag, S("!--"));
		ptrdiff_t end = slice_find(tag, comment ? S("-->") : S(">"));
		if (end < 0)
			return false;
		source = slice_from(tag, (size_t)end + 1);
		name.len = slice_until(name, "/>");
		if (slice_starts_nocase(tag, S("/head")) ||
			slice_eq_nocase(name, S("body")))
			return true;
		if (slice_eq_nocase(name, S("meta"))) {
			add_meta(arena, map,
				slice_from(slice_head(tag, (size_t)end), name.len));
		} else if (slice_eq_nocase(name, S("title"))) {
			slice_cut(source, '<', &text, NULL);
			add(arena, map, S("title"), text);
		}
	}
	return false;
}
