/* SPDX-License-Identifier: MIT */
/* What the page of a section says for the pages below it. */
#include "source/settings_reader.h"
#include "store/check.h"

/* As the generators' own @folder reads it (source/rules.h). */
static struct slice keys_of(const struct settings *settings)
{
	switch (settings->generator) {
	case GENERATOR_HUGO:
		return S("cascade");
	case GENERATOR_ZOLA:
		return S("draft|sort_by");
	default:
		return slice_none;
	}
}

/* "false" and "none" are as good as nothing. */
static bool says(const struct value *value)
{
	bool on = true;

	settings_switch(value, &on);
	return value && value->kind != VALUE_NULL && on &&
	       !slice_eq(value_text(value), S("none"));
}

unsigned long long store_check_hands_down(const struct settings *settings,
	struct slice source, struct arena *arena, const struct slice *text)
{
	struct slice keys = keys_of(settings), key;
	struct value root = {0};
	unsigned long long hash = 0;

	if (!keys.len || !slice_starts(slice_path_name(source), S("_index.")))
		return 0;
	if (!text)
		return 1;
	if (!settings_parse_section(arena, *text, true, &root))
		return 0;
	while (slice_split(&keys, '|', &key)) {
		const struct value *value = value_get(&root, key);
		if (says(value))
			hash = value_hash(slice_hash_more(hash, key), value) | 1;
	}
	return hash;
}
