/* SPDX-License-Identifier: MIT */
/* The lists of patterns filled by the readers of settings. */
#include "source/settings_reader.h"

static struct pattern_list *new_list(struct settings_reader *reader,
	const struct pattern_list **head, enum pattern_kind kind, unsigned scope,
	struct slice setting, struct slice folder)
{
	struct settings *settings = reader->settings;
	struct pattern_list *list = arena_new(&settings->arena, struct pattern_list);

	*list = (struct pattern_list){.kind = kind,
		.scope = scope,
		.setting = setting,
		.folder = folder,
		.file = settings->generator_file,
		.next = *head};
	*head = list;
	return list;
}

struct pattern_list *settings_hide(struct settings_reader *reader, enum pattern_kind kind,
	unsigned scope, struct slice setting, struct slice folder)
{
	return new_list(reader, &reader->settings->hides, kind, scope, setting, folder);
}

struct pattern_list *settings_off_home(struct settings_reader *reader,
	enum pattern_kind kind, struct slice setting, struct slice folder)
{
	return new_list(reader, &reader->settings->off_home, kind, PATTERN_PAGES, setting,
		folder);
}

void settings_add_pattern(
	struct settings_reader *reader, struct pattern_list *list, struct slice pattern)
{
	pattern_add(&reader->settings->arena, list, pattern, reader->diags);
}

void settings_add_lines(
	struct settings_reader *reader, struct pattern_list *list, struct slice text)
{
	struct slice line;

	while (slice_next_line(&text, &line))
		settings_add_pattern(reader, list, line);
}

void settings_add_folder(
	struct settings_reader *reader, struct pattern_list *list, struct slice path)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	buf_putc(&out, '/');
	for (size_t i = 0; i < path.len; i++) {
		if (strchr("*?[\\", path.ptr[i]))
			buf_putc(&out, '\\');
		buf_putc(&out, path.ptr[i]);
	}
	settings_add_pattern(reader, list, buf_slice(&out));
}

void settings_add_patterns(struct settings_reader *reader, struct pattern_list *list,
	const struct value *value)
{
	const struct slice *texts = NULL;
	size_t count = settings_strings(reader->settings, value, &texts);

	for (size_t i = 0; i < count; i++)
		settings_add_pattern(reader, list, texts[i]);
}
