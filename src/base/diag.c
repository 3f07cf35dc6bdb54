/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

/* Messages quote the author's text, but not a line of a megabyte. */
#define TEXT_MAX_BYTES 1000
#define LOCATE_TRIES   64

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
static struct diag *append(struct diag_list *list, enum diag_level level)
{
	if (list->count >= (list->most ? list->most : DIAG_MAX)) {
		list->dropped[level]++;
		return NULL;
	}
	return memory_next(list->items, list->count, list->capacity);
}

void diag_add(struct diag_list *list, enum diag_level level, struct slice file,
	unsigned line, unsigned column, const char *instead, const char *format, ...)
{
	struct diag *diag = list ? append(list, level) : NULL;
	auto_buf struct buf text = BUF(TEXT_MAX_BYTES + 4);
	va_list args;

	if (!diag)
		return;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	*diag = (struct diag){
		.level = level,
		.line = line,
		.column = column,
		.file = arena_dup(&list->arena, file),
		.message = arena_dup(
			&list->arena, slice_head_whole(buf_slice(&text), TEXT_MAX_BYTES)),
		.instead = arena_dup(&list->arena,
			slice_head_whole(slice_str(instead), TEXT_MAX_BYTES)),
	};
}

void diag_copy(struct diag_list *list, const struct diag *diag)
{
	struct diag *copy = list ? append(list, diag->level) : NULL;

	if (!copy)
		return;
	*copy = *diag;
	copy->file = arena_dup(&list->arena, diag->file);
	copy->message = arena_dup(&list->arena, diag->message);
	copy->instead = arena_dup(&list->arena, diag->instead);
}

void diag_copy_all(struct diag_list *list, const struct diag_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		diag_copy(list, &from->items[i]);
	for (unsigned level = 0; level < DIAG_LEVELS; level++)
		list->dropped[level] += from->dropped[level];
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
	return (a > b) - (a < b); /* keep their order */
}

void diag_sort(struct diag_list *list)
{
	if (list->count < 2)
		return;
	const struct diag **order = memory_new(list->count, sizeof(struct diag *));
	struct diag *sorted = memory_new(list->count, sizeof(*sorted));
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
	for (unsigned level = at_least; level < DIAG_LEVELS; level++)
		count += list->dropped[level];
	return count;
}

#define LOGGED_MAX_BYTES 4096

static void put_place(struct buf *out, const struct diag *diag)
{
	if (diag->file.len) {
		log_escape(out, diag->file);
		if (diag->line)
			buf_printf(out, ":%u", diag->line);
		if (diag->line && diag->column)
			buf_printf(out, ":%u", diag->column);
		buf_puts(out, ": ");
	}
}

static void put_message(struct buf *out, const struct diag *diag)
{
	log_escape(out, diag->message);
	if (diag->instead.len) {
		buf_puts(out, "; ");
		log_escape(out, diag->instead);
	}
}

struct slice diag_kind(const struct diag *diag)
{
	struct slice message = diag->message;
	bool quoted = false; /* a colon in `draft: true` does not count */

	for (size_t i = 0; i + 1 < message.len; i++) {
		quoted ^= message.ptr[i] == '`';
		if (!quoted && message.ptr[i] == ':' && message.ptr[i + 1] == ' ')
			return slice_head(message, i);
	}
	return message;
}

static bool is_of_word(char c)
{
	return ascii_is_alnum(c) || (c & 0x80) || c == '_' || c == '-';
}

static bool goes_on(char c)
{
	return is_of_word(c) || slice_find_char(S("/.%+~"), c) >= 0;
}

void diag_locate(struct slice text, struct slice needle, unsigned *line, unsigned *column)
{
	size_t from = 0, at = 0, start = 0;
	unsigned lines = 0;

	if (!needle.len)
		return;
	for (unsigned tries = 0; tries < LOCATE_TRIES; tries++) {
		ptrdiff_t hit = slice_find(slice_from(text, from), needle);
		if (hit < 0)
			return;
		at = from + (size_t)hit;
		from = at + 1;
		size_t end = at + needle.len;
		/* A sentence may end after it. */
		bool dot = end < text.len && text.ptr[end] == '.' &&
			   (end + 1 == text.len || ascii_is_space(text.ptr[end + 1]));
		if (end < text.len && goes_on(text.ptr[end]) && !dot)
			continue;
		if (at && is_of_word(text.ptr[at - 1]) && is_of_word(*needle.ptr))
			continue;
		for (size_t i = 0; i < at; i++) {
			if (text.ptr[i] != '\n')
				continue;
			lines++;
			start = i + 1;
		}
		*line += lines;
		*column = (unsigned)(at - start) + 1;
		return;
	}
}

void diag_print_marked(
	struct buf *out, const struct diag *diag, const char *before, const char *after)
{
	put_place(out, diag);
	buf_printf(out, "%s%s%s: ", before, diag_level_name(diag->level), after);
	put_message(out, diag);
}

void diag_print(struct buf *out, const struct diag *diag)
{
	diag_print_marked(out, diag, "", "");
}

static const enum log_level log_levels[DIAG_LEVELS] = {
	[DIAG_NOTE] = LOG_INFO, [DIAG_WARNING] = LOG_WARNING, [DIAG_ERROR] = LOG_ERROR};

void diag_log(const struct diag *diag, struct slice folder)
{
	const uint64_t line = diag->line, column = diag->column;
	const struct log_field fields[] = {
		{"FOLDER", folder, NULL},
		{"FILE", diag->file, NULL},
		{"LINE", slice_none, line ? &line : NULL},
		{"COLUMN", slice_none, line && column ? &column : NULL},
		{"KIND", diag_kind(diag), NULL},
	};
	auto_buf struct buf text = BUF(LOGGED_MAX_BYTES);

	put_place(&text, diag);
	put_message(&text, diag);
	log_fields(log_levels[diag->level], fields, sizeof(fields) / sizeof(fields[0]),
		"%.*s", SARG(buf_slice(&text)));
}

const char *diag_level_name(enum diag_level level)
{
	static const char *const names[DIAG_LEVELS] = {
		[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};

	return names[level];
}
