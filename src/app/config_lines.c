/* SPDX-License-Identifier: MIT */
/* Keys whose values may be written as maps: each map becomes a line, which may be written itself. */
#include "app/config_keys.h"

/* A path ends at the first space, so that its own ones are encoded. */
static void put_path(struct buf *out, struct slice path)
{
	for (size_t i = 0; i < path.len; i++) {
		if (path.ptr[i] == ' ')
			buf_puts(out, "%20");
		else
			buf_putc(out, path.ptr[i]);
	}
}

static void put_title(struct buf *out, const struct value *item)
{
	struct slice title = value_text(value_get(item, S("title")));

	if (out->len && title.len) {
		buf_putc(out, ' ');
		buf_put(out, title);
	}
}

/* {title, address} as "ADDRESS TITLE". */
static void menu_line(struct buf *out, const struct value *item)
{
	struct slice address = value_text(value_get(item, S("address")));

	if (!address.len)
		address = value_text(value_get(item, S("url")));
	put_path(out, slice_trim(address));
	put_title(out, item);
}

/* {path, title, readers} as zones_read takes it, which says what is wrong with one without a path. */
static void zone_line(struct buf *out, const struct value *item)
{
	auto_arena struct arena arena = {0};
	const struct value *list = value_get(item, S("readers"));
	struct slice path = slice_trim(value_text(value_get(item, S("path")))), *names;
	size_t count = list ? value_strings(&arena, list, &names) : 0;

	put_path(out, path);
	buf_putc(out, ' ');
	for (size_t i = 0; i < count; i++) {
		buf_puts(out, i ? "," : "");
		put_path(out, names[i]);
	}
	if (!count)
		buf_putc(out, ',');
	put_title(out, item);
}

static const struct {
	const char *key;
	void (*put)(struct buf *out, const struct value *item);
} lines[] = {{"menu", menu_line}, {"zones", zone_line}};

struct slice config_line(
	struct arena *arena, const struct config_key *key, const struct value *item)
{
	struct buf out = BUF(BUF_MAX_BYTES);

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		if (slice_eq(slice_str(key->name), slice_str(lines[i].key)))
			lines[i].put(&out, item);
	}
	return buf_take(&out, arena);
}

bool config_key_is_map(const struct config_key *key)
{
	return slice_eq(slice_str(key->name), S("people"));
}

/* {NAME: FINGERPRINTS} as "NAME FINGERPRINT FINGERPRINT". */
bool config_lines(struct arena *arena, const struct config_key *key,
	const struct value *value, struct value *out)
{
	if (!config_key_is_map(key) || value->kind != VALUE_MAP)
		return false;
	*out = (struct value){
		.kind = VALUE_LIST, .line = value->line, .column = value->column};
	for (size_t i = 0; i < value->count; i++) {
		const struct value_pair *pair = &value->pairs[i];
		struct value *item = value_add_item(arena, out);
		struct buf line = BUF(BUF_MAX_BYTES);
		struct slice *texts;
		size_t count = value_strings(arena, &pair->value, &texts);
		put_path(&line, pair->key);
		for (size_t k = 0; k < count; k++) {
			buf_putc(&line, ' ');
			put_path(&line, texts[k]);
		}
		*item = (struct value){.kind = VALUE_SCALAR,
			.quoted = true,
			.line = pair->line,
			.column = pair->column,
			.text = buf_take(&line, arena)};
	}
	return true;
}
