/* SPDX-License-Identifier: MIT */
#include "data/yaml.h"

#include <assert.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/clean.h"
#include "base/memory.h"
#include "data/yaml_internal.h"

#define MAX_ANCHORS 256

const struct yaml_limits yaml_front_matter_limits = {
	.bytes = YAML_FRONT_MATTER_MAX_BYTES,
	.events = YAML_FRONT_MATTER_MAX_EVENTS,
	.depth = YAML_MAX_DEPTH,
};

const struct yaml_limits yaml_config_limits = {
	.bytes = YAML_CONFIG_MAX_BYTES,
	.events = YAML_CONFIG_MAX_EVENTS,
	.depth = YAML_MAX_DEPTH,
};

/* A list or map that is not closed yet. */
struct frame {
	struct value value;
	struct slice key; /* of the pair whose value comes next */
	unsigned key_line, key_column;
	bool has_key;
	bool key_is_lost;    /* a list or map as key: the pair is left out */
	bool is_key;         /* this frame is itself in the place of a key */
	bool merges;         /* a map with merged pairs: "<<" */
	bool is_environment; /* "!ENV [...]" */
	size_t anchor;       /* of this frame, from 1; 0: none */
};

struct builder {
	struct yaml_reader *reader;
	struct slice bytes;
	unsigned first_line;
	struct frame frames[YAML_MAX_DEPTH];
	unsigned depth;
	struct value root;
	unsigned resume_line, last_key_line;
};

void yaml_say(struct yaml_reader *reader, enum diag_level level, unsigned line,
	unsigned column, const char *instead, const char *format, ...)
{
	struct slice text;
	va_list args;

	if (reader->diag_count++ >= YAML_MAX_DIAGS)
		return;
	va_start(args, format);
	text = arena_vprintf(reader->arena, format, args);
	va_end(args);
	diag_add(reader->diags, level, reader->file, line, column, instead, "%.*s",
		SARG(text));
}

/* --- duplicate keys ------------------------------------------------------------ */

struct hashed {
	unsigned long long hash;
	size_t index;
};

static int by_hash(const void *left, const void *right)
{
	const struct hashed *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

void yaml_warn_duplicates(struct yaml_reader *reader, const struct value *map)
{
	if (map->count < 2)
		return;
	auto_free struct hashed *order = memory_new(map->count, sizeof(*order));
	for (size_t i = 0; i < map->count; i++)
		order[i] = (struct hashed){value_key_hash(map->pairs[i].key), i};
	qsort(order, map->count, sizeof(*order), by_hash);
	for (size_t i = 1; i < map->count; i++) {
		const struct value_pair *pair = &map->pairs[order[i].index];
		const struct value_pair *before = &map->pairs[order[i - 1].index];
		if (order[i].hash == order[i - 1].hash &&
			value_key_eq(pair->key, before->key))
			yaml_say(reader, DIAG_WARNING, pair->line, pair->column,
				"the last one counts",
				"duplicate key: \"%.*s\", first on line %u",
				SARG(slice_head(pair->key, 80)), before->line);
	}
}

/* --- from events to a tree ------------------------------------------------------- */

static void put_value(struct builder *b, struct value value)
{
	struct frame *frame = b->depth ? &b->frames[b->depth - 1] : NULL;

	if (!frame) {
		b->root = value;
	} else if (frame->value.kind == VALUE_LIST) {
		*value_add_item(b->reader->arena, &frame->value) = value;
	} else if (!frame->has_key) {
		frame->has_key = true;
		frame->merges |= !value.quoted && slice_eq(value.text, S("<<"));
		frame->key_is_lost = value.kind != VALUE_SCALAR;
		frame->key = value.text;
		frame->key_line = value.line;
		frame->key_column = value.column;
	} else {
		frame->has_key = false;
		if (frame->key_is_lost) {
			yaml_say(b->reader, DIAG_WARNING, frame->key_line,
				frame->key_column, "it is left out",
				"invalid key: expected a word, not a list, a map or "
				"nothing");
			return;
		}
		*value_add_pair(b->reader->arena, &frame->value) = (struct value_pair){
			.key = frame->key,
			.line = frame->key_line,
			.column = frame->key_column,
			.value = value,
		};
	}
}

static bool is_null(struct slice text)
{
	return text.len == 0 || slice_eq(text, S("~")) ||
	       slice_eq_nocase(text, S("null"));
}

static struct value place(const struct builder *b, const yaml_mark_t *mark)
{
	return (struct value){
		.line = b->first_line + (unsigned)mark->line,
		.column = (unsigned)mark->column + 1,
	};
}

static struct slice bytes_of(struct builder *b, const yaml_char_t *text, size_t len)
{
	return arena_dup(b->reader->arena, slice((const char *)text, len));
}

/* Returns its number from 1, or 0. */
static size_t add_anchor(
	struct builder *b, const yaml_char_t *name, struct value value, bool is_open)
{
	struct yaml_reader *reader = b->reader;

	if (!name)
		return 0;
	if (!reader->anchors)
		reader->anchors =
			arena_array(reader->arena, MAX_ANCHORS, struct yaml_anchor);
	if (reader->anchor_count == MAX_ANCHORS) {
		yaml_say(reader, DIAG_WARNING, value.line, value.column,
			"its aliases are empty", "more than %d anchors", MAX_ANCHORS);
		return 0;
	}
	reader->anchors[reader->anchor_count++] = (struct yaml_anchor){
		.name = bytes_of(b, name, strlen((const char *)name)),
		.value = value,
		.is_open = is_open,
	};
	return reader->anchor_count;
}

/* The number of values in @value, including itself, and their depth. */
static size_t measure(const struct value *value, unsigned *height)
{
	bool is_list = value->kind == VALUE_LIST;
	size_t size = 1;
	unsigned most = 0, one;

	for (size_t i = 0; i < value->count && (is_list || value->kind == VALUE_MAP);
		i++) {
		size += measure(
			is_list ? &value->items[i] : &value->pairs[i].value, &one);
		most = one > most ? one : most;
	}
	*height = most + 1;
	return size;
}

/* Values from aliases count towards the same limit. */
static bool has_room_for(struct builder *b, const struct value *value)
{
	const struct yaml_limits *limits = b->reader->limits;
	unsigned height;
	size_t size = measure(value, &height);

	if (size > limits->events || b->reader->brought > limits->events - size ||
		b->depth + height > limits->depth)
		return false;
	b->reader->brought += size;
	return true;
}

/* A deep copy, so that adding to one does not change the other. */
static struct value copy(struct arena *arena, const struct value *value)
{
	struct value out = *value;

	if (value->kind == VALUE_LIST && value->count) {
		out.items = NULL;
		out.count = 0;
		for (size_t i = 0; i < value->count; i++) {
			struct value item = copy(arena, &value->items[i]);
			*value_add_item(arena, &out) = item;
		}
	} else if (value->kind == VALUE_MAP && value->count) {
		out.pairs = NULL;
		out.count = 0;
		for (size_t i = 0; i < value->count; i++) {
			struct value_pair pair = value->pairs[i];
			pair.value = copy(arena, &value->pairs[i].value);
			*value_add_pair(arena, &out) = pair;
		}
	}
	return out;
}

static void put_alias(struct builder *b, const yaml_event_t *event)
{
	struct slice name = slice_str((const char *)event->data.alias.anchor);
	struct value value = place(b, &event->start_mark);
	const struct yaml_anchor *anchor = NULL;

	for (size_t i = b->reader->anchor_count; i-- > 0 && !anchor;)
		if (slice_eq(b->reader->anchors[i].name, name))
			anchor = &b->reader->anchors[i];
	if (!anchor) {
		yaml_say(b->reader, DIAG_WARNING, value.line, value.column,
			"the value is empty", "no anchor &%.*s above this alias",
			SARG(slice_head(name, 80)));
	} else if (anchor->is_open || !has_room_for(b, &anchor->value)) {
		yaml_say(b->reader, DIAG_WARNING, value.line, value.column,
			"the value is empty",
			anchor->is_open
				? "the alias *%.*s refers to a value that contains it"
				: "the alias *%.*s refers to too much, or is nested too "
				  "deeply",
			SARG(slice_head(name, 80)));
	} else {
		struct value place_of_alias = value;
		value = copy(b->reader->arena, &anchor->value);
		value.line = place_of_alias.line;
		value.column = place_of_alias.column;
	}
	put_value(b, value);
}

/* "!ENV NAME" is an environment variable of the web site's build; "!ENV [NAME, OTHER, value]" has a default
 * (MkDocs). */
static bool is_environment(const yaml_char_t *tag)
{
	return tag && strcmp((const char *)tag, "!ENV") == 0;
}

/* The last of more than one. */
static struct value else_of(const struct value *list)
{
	struct value nothing = {.line = list->line, .column = list->column};

	return list->count > 1 ? list->items[list->count - 1] : nothing;
}

static void put_scalar(struct builder *b, const yaml_event_t *event)
{
	struct value value = place(b, &event->start_mark);
	const char *tag = (const char *)event->data.scalar.tag;

	value.quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
		       (tag && strcmp(tag, YAML_STR_TAG) == 0);
	struct slice text =
		slice((const char *)event->data.scalar.value, event->data.scalar.length);
	if ((value.quoted || !is_null(text)) && !is_environment(event->data.scalar.tag)) {
		value.kind = VALUE_SCALAR;
		value.text = arena_dup(b->reader->arena, text);
	}
	add_anchor(b, event->data.scalar.anchor, value, false);
	put_value(b, value);
}

static bool open_frame(struct builder *b, const yaml_event_t *event, enum value_kind kind)
{
	struct value value = place(b, &event->start_mark);

	if (b->depth == b->reader->limits->depth)
		return false;
	value.kind = kind;
	size_t anchor = add_anchor(b,
		kind == VALUE_MAP ? event->data.mapping_start.anchor
				  : event->data.sequence_start.anchor,
		value, true);
	const struct frame *parent = b->depth ? &b->frames[b->depth - 1] : NULL;
	bool is_key = parent && parent->value.kind == VALUE_MAP && !parent->has_key;
	b->frames[b->depth++] =
		(struct frame){.value = value, .is_key = is_key, .anchor = anchor};
	b->frames[b->depth - 1].is_environment =
		kind == VALUE_LIST && is_environment(event->data.sequence_start.tag);
	return true;
}

static void take_pairs(struct arena *arena, struct value *to, const struct value *from)
{
	for (size_t i = 0; from->kind == VALUE_MAP && i < from->count; i++)
		*value_add_pair(arena, to) = from->pairs[i];
}

/* "<<: *other", "<<: [*one, *two]": merges the pairs of other maps. The map's own pairs take precedence,
 * then those of the first map. The last of equal keys counts. */
static void merge_pairs(struct arena *arena, struct value *map)
{
	struct value out = *map;

	out.count = 0;
	out.pairs = NULL;
	for (size_t i = 0; i < map->count; i++) {
		const struct value *from = &map->pairs[i].value;
		if (!slice_eq(map->pairs[i].key, S("<<")))
			continue;
		take_pairs(arena, &out, from);
		for (size_t k = from->kind == VALUE_LIST ? from->count : 0; k-- > 0;)
			take_pairs(arena, &out, &from->items[k]);
	}
	for (size_t i = 0; i < map->count; i++) {
		if (!slice_eq(map->pairs[i].key, S("<<")))
			*value_add_pair(arena, &out) = map->pairs[i];
	}
	*map = out;
}

/* @whole: closed by the document, not by a fault. */
static void close_frame(struct builder *b, bool whole)
{
	struct frame *frame = &b->frames[--b->depth];

	/* After a fault, the outermost map may still grow. */
	if (frame->value.kind == VALUE_MAP && (whole || b->depth))
		yaml_warn_duplicates(b->reader, &frame->value);
	if (frame->merges && frame->value.kind == VALUE_MAP)
		merge_pairs(b->reader->arena, &frame->value);
	if (frame->is_environment)
		frame->value = else_of(&frame->value);
	if (frame->anchor && whole) {
		b->reader->anchors[frame->anchor - 1].value = frame->value;
		b->reader->anchors[frame->anchor - 1].is_open = false;
	}
	/* A value that a fault cut short is not a key. */
	if (whole || !frame->is_key)
		put_value(b, frame->value);
}

/* After each event: notes how far the outermost map is complete. */
static void note_progress(struct builder *b, const yaml_event_t *event)
{
	if (b->depth != 1 || b->frames[0].value.kind != VALUE_MAP)
		return;
	b->last_key_line = b->frames[0].key_line;
	if (b->frames[0].has_key)
		b->resume_line = b->frames[0].key_line;
	else
		b->resume_line = b->first_line + (unsigned)event->end_mark.line +
				 (event->end_mark.column > 0);
}

/* --- running libyaml ---------------------------------------------------------------- */

static const char *hint_for(const char *problem)
{
	static const struct {
		const char *problem, *hint;
	} hints[] = {
		{"mapping values are not allowed in this context",
			"a value that holds \": \" needs quotes"},
		{"found character that cannot start any token",
			"a value that starts with @, ` or % needs quotes, and tabs "
			"cannot indent"},
		{"did not find expected key",
			"a quote inside a quoted value, or a line that is not indented "
			"like those above it"},
	};

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strcmp(problem, hints[i].problem) == 0)
			return hints[i].hint;
	return NULL;
}

static size_t characters(struct slice s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += (s.ptr[i] & 0xC0) != 0x80;
	return count;
}

static struct yaml_fault libyaml_fault(
	const struct builder *b, const yaml_parser_t *parser)
{
	const char *problem = parser->problem ? parser->problem : "unreadable";
	const char *context = parser->context ? parser->context : "";
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_MEMORY_ERROR)
		abort();
	/* An unclosed quote or list is detected at the end of the document, and a missing
	 * colon on the next line. The author needs the line where it was opened, or where
	 * the colon is missing. */
	if (*context && (mark.index >= characters(b->bytes) ||
				strcmp(context, "while scanning a simple key") == 0))
		mark = parser->context_mark;
	return (struct yaml_fault){
		.kind = YAML_FAULT_SYNTAX,
		.problem = arena_printf(b->reader->arena, "%s%s%s", problem,
			*context ? " " : "", context),
		.hint = hint_for(problem),
		.line = b->first_line + (unsigned)mark.line,
		.column = (unsigned)mark.column + 1,
	};
}

static struct yaml_fault limit_fault(const struct builder *b, const yaml_event_t *event,
	enum yaml_fault_kind kind, const char *what, size_t limit)
{
	return (struct yaml_fault){
		.kind = kind,
		.problem =
			arena_printf(b->reader->arena, "more than %zu %s", limit, what),
		.line = b->first_line + (unsigned)event->start_mark.line,
		.column = (unsigned)event->start_mark.column + 1,
	};
}

/* True: go on. */
static bool take_event(
	struct builder *b, const yaml_event_t *event, struct yaml_fault *fault)
{
	const struct yaml_limits *limits = b->reader->limits;
	bool fits = true;

	if (++b->reader->events > limits->events) {
		*fault = limit_fault(
			b, event, YAML_FAULT_LIMIT, "values and lists", limits->events);
		return false;
	}
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		put_scalar(b, event);
		break;
	case YAML_ALIAS_EVENT:
		put_alias(b, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		fits = open_frame(b, event, VALUE_LIST);
		break;
	case YAML_MAPPING_START_EVENT:
		fits = open_frame(b, event, VALUE_MAP);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_frame(b, true);
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	note_progress(b, event);
	if (!fits)
		*fault = limit_fault(b, event, YAML_FAULT_DEPTH, "nested lists or maps",
			limits->depth);
	return fits;
}

bool yaml_read(struct yaml_reader *reader, struct slice bytes, unsigned first_line,
	struct value *root, unsigned *resume_line, struct yaml_fault *fault)
{
	struct builder b = {
		.reader = reader,
		.bytes = bytes,
		.first_line = first_line,
		.resume_line = first_line,
	};
	yaml_parser_t parser;
	bool ended = false;

	assert(reader->limits->depth <= YAML_MAX_DEPTH);
	*fault = (struct yaml_fault){0};
	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&parser, (const unsigned char *)(bytes.ptr ? bytes.ptr : ""), bytes.len);
	while (!ended && fault->kind == YAML_FAULT_NONE) {
		yaml_event_t event;
		if (!yaml_parser_parse(&parser, &event)) {
			*fault = libyaml_fault(&b, &parser);
			break;
		}
		/* After the first document, only faults matter. */
		ended = event.type == YAML_STREAM_END_EVENT ||
			(event.type == YAML_DOCUMENT_START_EVENT && b.root.line);
		if (!ended)
			take_event(&b, &event, fault);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	while (b.depth)
		close_frame(&b, false);
	*root = b.root;
	/* In "title: Foo: bar" the title was complete before the fault, and an indented
	 * line belongs to the line above it. */
	bool in_last_pair =
		b.last_key_line && (fault->line < b.resume_line || fault->column > 1);
	*resume_line = in_last_pair ? b.last_key_line : b.resume_line;
	return fault->kind == YAML_FAULT_NONE;
}

/* --- entry point
 * ------------------------------------------------------------------------- */

/* "title:Foo" without a space is plain text in YAML; a front matter of such lines is one
 * long scalar. */
static bool looks_mistyped(const struct value *root)
{
	return root->kind == VALUE_SCALAR && !root->quoted &&
	       slice_find_char(root->text, ':') > 0;
}

bool yaml_parse(struct arena *arena, struct slice bytes, const struct yaml_limits *limits,
	struct slice file, unsigned line_offset, struct diag_list *diags,
	struct value *root)
{
	struct yaml_reader reader = {
		.arena = arena, .limits = limits, .file = file, .diags = diags};
	unsigned first_line = line_offset + 1, resume_line = first_line;
	struct yaml_fault fault = {0};
	bool fits = bytes.len <= limits->bytes;

	*root = (struct value){0};
	if (!fits) {
		yaml_say(&reader, DIAG_ERROR, first_line, 1, "only the beginning is read",
			"more than %zu bytes", limits->bytes);
		bytes = slice_head(bytes, limits->bytes);
		ptrdiff_t end = slice_rfind_char(bytes, '\n');
		bytes = slice_head(bytes, end < 0 ? 0 : (size_t)end + 1);
	}
	unsigned bad_line, bad_column;
	bytes = clean_source(arena, bytes, first_line, &bad_line, &bad_column);
	if (bad_line)
		yaml_say(&reader, DIAG_WARNING, bad_line, bad_column,
			"invalid bytes are shown as U+FFFD", "invalid UTF-8");
	bytes = yaml_json_escapes(arena, bytes);
	if (yaml_is_cheap(&reader, bytes, first_line, &fault) &&
		yaml_read(&reader, bytes, first_line, root, &resume_line, &fault)) {
		if (!looks_mistyped(root))
			return fits;
		fault = (struct yaml_fault){
			.kind = YAML_FAULT_SYNTAX,
			.problem =
				S("expected a key: a key ends with a colon and a space"),
			.line = root->line,
			.column = root->column,
		};
	}
	yaml_recover(&reader, bytes, first_line, resume_line, &fault, root);
	return false;
}
