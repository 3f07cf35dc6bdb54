/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <stdlib.h>

#include "base/log.h"

/* What an author wrote is quoted in messages; a line of a megabyte is not. */
#define TEXT_MAX_BYTES 1000

void diag_init(struct diag_list *list)
{
	*list = (struct diag_list){0};
}

void diag_fini(struct diag_list *list)
{
	if (!list)
		return;
	arena_fini(&list->arena);
	free(list->items);
	diag_init(list);
}

/* A place for one more, or NULL. */
static struct diag *append(struct diag_list *list)
{
	if (list->count >= DIAG_MAX) {
		list->dropped++;
		return NULL;
	}
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 16;
		struct diag *items = reallocarray(list->items, capacity, sizeof(*items));
		if (!items)
			abort();
		list->items = items;
		list->capacity = capacity;
	}
	return &list->items[list->count++];
}

/* Cut at the limit, and not inside a UTF-8 sequence. */
static struct slice bounded(struct slice s)
{
	if (s.len <= TEXT_MAX_BYTES)
		return s;
	size_t len = TEXT_MAX_BYTES;
	while (len > TEXT_MAX_BYTES - 4 && (s.ptr[len] & 0xC0) == 0x80)
		len--;
	return slice_head(s, len);
}

void diag_add(struct diag_list *list, enum diag_level level, struct slice file,
	unsigned line, unsigned column, const char *instead, const char *format, ...)
{
	struct diag *diag = list ? append(list) : NULL;
	struct buf text;
	va_list args;

	if (!diag)
		return;
	buf_init(&text, TEXT_MAX_BYTES + 4);
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	*diag = (struct diag){
		.level = level,
		.line = line,
		.column = column,
		.file = arena_dup(&list->arena, file),
		.message = arena_dup(&list->arena, bounded(buf_slice(&text))),
		.instead = arena_dup(&list->arena, bounded(slice_str(instead))),
	};
	buf_fini(&text);
}

void diag_copy(struct diag_list *list, const struct diag *diag)
{
	struct diag *copy = list ? append(list) : NULL;

	if (!copy)
		return;
	*copy = *diag;
	copy->file = arena_dup(&list->arena, diag->file);
	copy->message = arena_dup(&list->arena, diag->message);
	copy->instead = arena_dup(&list->arena, diag->instead);
}

static int by_place(const void *left, const void *right)
{
	const struct diag *a = *(const struct diag *const *)left;
	const struct diag *b = *(const struct diag *const *)right;
	int order = slice_cmp(a->file, b->file);

	if (order)
		return order;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return (a > b) - (a < b); /* as they came */
}

void diag_sort(struct diag_list *list)
{
	if (list->count < 2)
		return;
	const struct diag **order = calloc(list->count, sizeof(struct diag *));
	struct diag *sorted = calloc(list->count, sizeof(*sorted));
	if (!order || !sorted)
		abort();
	for (size_t i = 0; i < list->count; i++)
		order[i] = &list->items[i];
	qsort(order, list->count, sizeof(struct diag *), by_place);
	for (size_t i = 0; i < list->count; i++)
		sorted[i] = *order[i];
	free(order);
	free(list->items);
	list->items = sorted;
	list->capacity = list->count;
}

size_t diag_count(const struct diag_list *list, enum diag_level at_least)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += list->items[i].level >= at_least;
	return count;
}

void diag_print(struct buf *out, const struct diag *diag)
{
	if (diag->file.len) {
		log_escape(out, diag->file);
		if (diag->line)
			buf_printf(out, ":%u", diag->line);
		if (diag->line && diag->column)
			buf_printf(out, ":%u", diag->column);
		buf_puts(out, ": ");
	}
	buf_printf(out, "%s: ", diag_level_name(diag->level));
	log_escape(out, diag->message);
	if (diag->instead.len) {
		buf_puts(out, "; ");
		log_escape(out, diag->instead);
	}
}

const char *diag_level_name(enum diag_level level)
{
	switch (level) {
	case DIAG_NOTE:
		return "note";
	case DIAG_WARNING:
		return "warning";
	case DIAG_ERROR:
		return "error";
	}
	return "error";
}
