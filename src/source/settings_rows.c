/* SPDX-License-Identifier: MIT */
/* Settings as tables: rows of keys and fields. */
#include "base/uri.h"
#include "data/script.h"
#include "source/settings_reader.h"
#include "source/title.h"

const struct value *settings_value(struct settings_reader *reader, struct slice key)
{
	const struct settings_source *source = &reader->source;
	struct arena *arena = &reader->settings->arena;
	const struct value *value = NULL;

	for (size_t i = 0; i < 2 && (!value || value->kind == VALUE_NULL); i++) {
		const struct value *found = value_path(source->trees[i], key);
		value = found ? found : value;
	}
	if (source->trees[0] || source->trees[1] || !source->script.len)
		return value;
	struct value *literal = arena_new(arena, struct value);
	bool there;
	if (script_property(arena, source->script, key, literal, &there))
		return literal;
	if (there)
		reader->computed = key;
	/* A file of constants. */
	return !there && script_find(arena, source->script, key, literal) ? literal
									  : NULL;
}

bool settings_bool(struct settings_reader *reader, struct slice key, bool otherwise)
{
	settings_switch(settings_value(reader, key), &otherwise);
	return otherwise;
}

struct slice settings_path(
	struct settings_reader *reader, struct slice key, struct slice otherwise)
{
	struct slice path = settings_trim_path(
		reader->settings, value_text(settings_value(reader, key)));

	return path.len ? path : otherwise;
}

static void note_drafts(
	struct settings_reader *reader, const struct value *value, struct slice key)
{
	bool on = false;

	settings_switch(value, &on);
	if (on && !reader->config->drafts)
		diag_add(reader->diags, DIAG_NOTE, reader->settings->generator_file,
			value->line, value->column,
			"drafts are not shown; `drafts: yes` in splashdown.yaml, or "
			"--drafts, shows them",
			"the web site shows drafts: %.*s", SARG(key));
}

/* False: no value. */
static bool take_text(struct settings_reader *reader, const struct settings_row *row,
	struct slice text, struct slice *field)
{
	struct settings *settings = reader->settings;

	if (row->kind == SETTING_LINE || row->kind == SETTING_NAME)
		text = text.len ? title_clean(&settings->arena, text) : text;
	else if (row->kind == SETTING_PREFIX)
		text = settings_prefix(settings, settings_trim_path(settings, text));
	if (text.len)
		*field = text;
	return text.len != 0;
}

static bool take_langs(struct settings_reader *reader, const struct settings_row *row,
	const struct value *value)
{
	struct settings *settings = reader->settings;
	const struct slice *langs = NULL;
	size_t count = settings_strings(settings, value, &langs);

	if (row->kind == SETTING_LANG)
		settings_set_lang(reader, langs, count ? 1 : 0);
	else
		settings_set_langs(settings, langs, count);
	return count && settings_lang_tag(&settings->arena, langs[0]).len;
}

/* False: @value (may be NULL) has no value. */
static bool take(struct settings_reader *reader, const struct settings_row *row,
	struct slice key, const struct value *value)
{
	struct settings *settings = reader->settings;
	void *field = (char *)settings + row->field;

	if (row->kind == SETTING_NAME && value && value->kind == VALUE_MAP)
		value = value_get(value, S("name"));
	struct slice text = value_text(value);
	switch (row->kind) {
	case SETTING_LINE:
	case SETTING_NAME:
	case SETTING_TEXT:
	case SETTING_PREFIX:
		return take_text(reader, row, text, field);
	case SETTING_LANG:
	case SETTING_LANGS:
		return take_langs(reader, row, value);
	case SETTING_SWITCH:
		settings_switch(value, field);
		break;
	case SETTING_HOST:
		if (text.len && !uri_scheme(text).len)
			text = arena_printf(&settings->arena, "https://%.*s", SARG(text));
		/* fall through */
	case SETTING_URL:
		settings_set_url(settings, text);
		break;
	case SETTING_ZONE:
		settings_set_zone(reader, text);
		break;
	case SETTING_DRAFTS:
		note_drafts(reader, value, key);
		break;
	}
	return value != NULL;
}

void settings_read_rows(
	struct settings_reader *reader, const struct settings_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct slice *field =
			(void *)((char *)reader->settings + rows[i].field);
		struct slice rest = rows[i].keys, key;
		bool done = rows[i].weak && field->len;
		reader->computed = slice_none;
		while (!done && slice_split(&rest, '|', &key))
			done = take(reader, &rows[i], key, settings_value(reader, key));
		if (!done && reader->computed.len)
			diag_add(reader->diags, DIAG_WARNING,
				reader->settings->generator_file, 0, 0,
				"it is ignored; splashdown.yaml can set title, "
				"description, author, url and language",
				"computed setting: %.*s", SARG(reader->computed));
	}
}
