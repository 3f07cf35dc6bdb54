/* SPDX-License-Identifier: MIT */
#include "data/yaml_internal.h"

/* Reading a single key sets up libyaml anew; after so many, keys are read as plain text. */
#define MAX_SUB_READS 256
#define MAX_LEVELS    4
#define MAX_KEY_BYTES 100

/* One key and all its lines. */
struct chunk {
	struct slice text;  /* from the key's line to before the next key's */
	struct slice key;   /* without its quotes */
	struct slice first; /* what follows the colon in the key's line */
	struct slice more;  /* the lines after it */
	unsigned line, column;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t indentation(struct slice line)
{
	size_t n = 0;

	while (n < line.len && is_blank(line.ptr[n]))
		n++;
	return n;
}

/* Of the first line that is not empty. */
static size_t first_indentation(struct slice lines)
{
	struct slice row = slice_none;

	while (slice_next_line(&lines, &row) && slice_trim(row).len == 0)
		;
	return indentation(row);
}

/* The length of the key at the start of @s, including quotes, if a colon ends it; else
 * 0. */
static size_t key_length(struct slice s)
{
	size_t n = 0;

	if (s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'')) {
		ptrdiff_t close = slice_find_char(slice_from(s, 1), s.ptr[0]);
		n = close > 0 ? (size_t)close + 2 : 0;
		return n && n < s.len && s.ptr[n] == ':' ? n : 0;
	}
	if (s.len == 0 || !(ascii_is_alnum(s.ptr[0]) || s.ptr[0] == '_' ||
				  (unsigned char)s.ptr[0] >= 0x80))
		return 0;
	/* "title:Foo" counts as a key, too; "https://..." does not. */
	n = slice_span(s, "_-");
	if (n < s.len && s.ptr[n] == ':' && !ascii_is_digit(s.ptr[0]) &&
		!slice_starts(slice_from(s, n), S("://")))
		return n;
	for (n = 0; n < s.len && n <= MAX_KEY_BYTES; n++)
		if (s.ptr[n] == ':' && (n + 1 == s.len || is_blank(s.ptr[n + 1])))
			return n;
	return 0;
}

/* Is @line that of a key, indented by @indent? */
static bool key_line(struct slice line, size_t indent, struct chunk *chunk)
{
	if (indentation(line) != indent)
		return false;
	line = slice_from(line, indent);
	size_t len = key_length(line);
	if (len == 0)
		return false;
	chunk->key = slice_head(line, len);
	if (chunk->key.ptr[0] == '"' || chunk->key.ptr[0] == '\'')
		chunk->key = slice(line.ptr + 1, len - 2);
	chunk->key = slice_trim(chunk->key);
	chunk->first = slice_trim(slice_from(line, len + 1));
	chunk->column = (unsigned)indent + 1;
	return chunk->key.len > 0;
}

/* Takes the next chunk from @in. @line is that of the first byte of @in, before and
 * after. */
static bool next_chunk(
	struct slice *in, unsigned *line, size_t indent, struct chunk *chunk)
{
	struct slice row, rest = *in;
	unsigned at = *line;
	bool found = false;

	while (!found) {
		chunk->text = rest;
		chunk->line = at++;
		if (!slice_next_line(&rest, &row))
			return false;
		found = key_line(row, indent, chunk);
	}
	chunk->more = rest;
	struct slice after = rest;
	struct chunk unused;
	while (slice_next_line(&after, &row) && !key_line(row, indent, &unused)) {
		rest = after;
		at++;
	}
	chunk->text.len -= rest.len;
	chunk->more.len -= rest.len;
	*in = rest;
	*line = at;
	return true;
}

/* --- one chunk as plain text --------------------------------------------------- */

/* @s without a trailing comment and without its quotes, or a single unclosed quote. */
static struct slice plain(struct slice s)
{
	char quote = s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'') ? s.ptr[0] : '\0';

	if (!quote) {
		ptrdiff_t comment = slice_find(s, S(" #"));
		return comment < 0 ? s : slice_trim_end(slice_head(s, (size_t)comment));
	}
	if (s.len > 1 && s.ptr[s.len - 1] == quote)
		return slice_trim(slice(s.ptr + 1, s.len - 2));
	if (slice_find_char(slice_from(s, 1), quote) < 0)
		return slice_trim(slice_from(s, 1));
	return s;
}

/* Plain text counts towards the same limits as what libyaml reads. */
static bool has_room(struct yaml_reader *reader)
{
	return reader->events < reader->limits->events;
}

static struct value scalar(struct yaml_reader *reader, struct slice text, unsigned line)
{
	reader->events++;
	return (struct value){
		.kind = VALUE_SCALAR,
		.line = line,
		.column = 1,
		.text = arena_dup(reader->arena, text),
	};
}

/* The first line and the more deeply indented ones after it, joined as YAML joins them. */
static struct slice joined(
	struct yaml_reader *reader, const struct chunk *chunk, char glue)
{
	struct slice more = chunk->more, row;
	struct buf text = BUF(reader->limits->bytes + 1);

	buf_put(&text, chunk->first);
	while (slice_next_line(&more, &row)) {
		if (indentation(row) < chunk->column)
			continue;
		if (text.len)
			buf_putc(&text, glue);
		buf_put(&text, slice_trim(row));
	}
	return buf_take(&text, reader->arena);
}

/* "[a, b" and anything else that starts like a flow list. */
static struct value flow_list(struct yaml_reader *reader, const struct chunk *chunk)
{
	struct value list = {.kind = VALUE_LIST, .line = chunk->line, .column = 1};
	struct slice in = slice_from(joined(reader, chunk, ' '), 1), piece;

	while (has_room(reader) && slice_split(&in, ',', &piece)) {
		piece = slice_trim(piece);
		if (slice_ends(piece, S("]")))
			piece = slice_trim(slice_head(piece, piece.len - 1));
		piece = plain(piece);
		if (piece.len)
			*value_add_item(reader->arena, &list) =
				scalar(reader, piece, chunk->line);
	}
	return list;
}

/* Lines of "- item". False when there are other lines or the items are maps. */
static bool block_list(
	struct yaml_reader *reader, const struct chunk *chunk, struct value *list)
{
	struct slice more = chunk->more, row;
	unsigned line = chunk->line;

	*list = (struct value){
		.kind = VALUE_LIST, .line = chunk->line + 1, .column = chunk->column};
	while (has_room(reader) && slice_next_line(&more, &row)) {
		line++;
		row = slice_trim(row);
		if (row.len < 2 || row.ptr[0] != '-' || !is_blank(row.ptr[1]))
			continue;
		row = plain(slice_trim(slice_from(row, 1)));
		if (key_length(row) && list->count == 0)
			return false;
		*value_add_item(reader->arena, list) = scalar(reader, row, line);
	}
	return list->count > 0;
}

static bool mend_map(struct yaml_reader *reader, struct slice in, unsigned line,
	size_t indent, unsigned level, struct value *map);

static bool mended_value(struct yaml_reader *reader, const struct chunk *chunk,
	unsigned level, struct value *value)
{
	struct slice first = chunk->first;

	if (first.len && first.ptr[0] == '[') {
		*value = flow_list(reader, chunk);
		return true;
	}
	if (first.len && strchr("|>", first.ptr[0]) && first.len <= 3) {
		struct slice text =
			joined(reader, chunk, first.ptr[0] == '|' ? '\n' : ' ');
		*value = scalar(
			reader, slice_trim(slice_from(text, first.len)), chunk->line);
		value->quoted = true;
		return true;
	}
	if (first.len) {
		*value = scalar(reader, plain(joined(reader, chunk, ' ')), chunk->line);
		return true;
	}
	if (block_list(reader, chunk, value))
		return true;
	size_t indent = first_indentation(chunk->more);
	*value = (struct value){
		.kind = VALUE_MAP, .line = chunk->line + 1, .column = chunk->column};
	return level < MAX_LEVELS && indent >= chunk->column &&
	       mend_map(reader, chunk->more, chunk->line + 1, indent, level + 1, value) &&
	       value->count > 0;
}

/* --- key by key ------------------------------------------------------------------- */

static void say_fault(struct yaml_reader *reader, const struct yaml_fault *fault,
	enum diag_level level, const char *instead)
{
	yaml_say(reader, level, fault->line, fault->column, instead, "%.*s%s%s%s",
		SARG(fault->problem), fault->hint ? " (" : "",
		fault->hint ? fault->hint : "", fault->hint ? ")" : "");
}

static void put_pair(struct yaml_reader *reader, const struct chunk *chunk,
	struct value value, struct value *map)
{
	reader->events++;
	*value_add_pair(reader->arena, map) = (struct value_pair){
		.key = arena_dup(reader->arena, chunk->key),
		.line = chunk->line,
		.column = chunk->column,
		.value = value,
	};
}

/* False: nothing more may be read. */
static bool mend_chunk(struct yaml_reader *reader, const struct chunk *chunk,
	unsigned level, struct value *map)
{
	struct yaml_fault fault = {0};
	struct value alone = {0}, value;
	unsigned unused;

	if (!has_room(reader)) {
		yaml_say(reader, DIAG_ERROR, chunk->line, chunk->column,
			"nothing after it is read", "more than %zu values and lists",
			reader->limits->events);
		return false;
	}
	if (reader->sub_read_count++ < MAX_SUB_READS &&
		yaml_is_cheap(reader, chunk->text, chunk->line, &fault) &&
		yaml_read(reader, chunk->text, chunk->line, &alone, &unused, &fault) &&
		alone.kind == VALUE_MAP) {
		for (size_t i = 0; i < alone.count; i++)
			*value_add_pair(reader->arena, map) = alone.pairs[i];
		return true;
	}
	if (fault.kind == YAML_FAULT_NONE)
		fault = (struct yaml_fault){
			.problem = S("not a \"key: value\" line"),
			.line = chunk->line,
			.column = chunk->column,
		};
	if (fault.kind == YAML_FAULT_LIMIT) {
		say_fault(reader, &fault, DIAG_ERROR, "nothing after it is read");
		return false;
	}
	bool deep = fault.kind == YAML_FAULT_DEPTH;
	bool as_text = !deep && mended_value(reader, chunk, level, &value);
	bool in_part = !deep && !as_text && alone.kind == VALUE_MAP && alone.count;
	struct slice instead = arena_printf(reader->arena, "\"%.*s\" is %s",
		SARG(slice_head(chunk->key, 80)),
		as_text   ? "read as plain text"
		: in_part ? "read up to here"
			  : "left out");
	say_fault(reader, &fault, as_text ? DIAG_WARNING : DIAG_ERROR, instead.ptr);
	if (as_text)
		put_pair(reader, chunk, value, map);
	else if (in_part)
		*value_add_pair(reader->arena, map) = alone.pairs[0];
	return true;
}

static bool mend_map(struct yaml_reader *reader, struct slice in, unsigned line,
	size_t indent, unsigned level, struct value *map)
{
	struct chunk chunk;

	while (next_chunk(&in, &line, indent, &chunk))
		if (!mend_chunk(reader, &chunk, level, map))
			return false;
	return true;
}

void yaml_recover(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	unsigned resume_line, const struct yaml_fault *fault, struct value *root)
{
	unsigned diag_count = reader->diag_count, line = first_line;
	struct slice row;
	struct chunk chunk;

	if (fault->kind == YAML_FAULT_LIMIT) {
		say_fault(reader, fault, DIAG_ERROR, "nothing after it is read");
		if (root->kind == VALUE_MAP)
			yaml_warn_duplicates(reader, root);
		return;
	}
	while (line < resume_line && slice_next_line(&bytes, &row))
		line++;
	/* Everything may be indented. */
	size_t indents[] = {0, first_indentation(bytes)}, indent = 0;
	bool has_keys = false;
	for (size_t i = 0; i < 2 && !has_keys; i++) {
		struct slice ahead = bytes;
		unsigned ahead_line = line;
		indent = indents[i];
		has_keys = next_chunk(&ahead, &ahead_line, indent, &chunk);
	}
	if (has_keys && root->kind != VALUE_MAP)
		*root = (struct value){.kind = VALUE_MAP, .line = line, .column = 1};
	/* The last pair may be incomplete; it is read again. */
	while (has_keys && root->count && root->pairs[root->count - 1].line >= chunk.line)
		root->count--;
	if (has_keys)
		mend_map(reader, bytes, line, indent, 0, root);
	if (reader->diag_count == diag_count)
		say_fault(reader, fault, DIAG_ERROR, "the rest is kept");
	if (root->kind == VALUE_MAP)
		yaml_warn_duplicates(reader, root);
}
