/* SPDX-License-Identifier: MIT */
/* Sections of Hugo reach what is mounted below them, whichever folder it comes from. */
#include "base/uri.h"
#include "source/generator/generator_hugo_internal.h"

/* The cascades of the section in the folder @folder, for the pages in @root. */
static size_t read_section(struct settings_reader *reader, struct slice folder,
	const struct settings_root *root, struct settings_default *list, size_t max)
{
	static const struct slice begins = S("_index.");
	struct settings *settings = reader->settings;
	struct slice *names, bytes, scope = root->folder;
	size_t count = settings_list(reader, folder, &names), total = 0;

	if (scope.len)
		scope = arena_printf(&settings->arena, "%.*s/", SARG(scope));
	for (size_t i = 0; i < count; i++) {
		struct slice extension = uri_extension(names[i]), tag;
		struct settings_default below = {.path = scope};
		struct value fields = {0};
		if (!slice_starts_nocase(names[i], begins) ||
			!slice_any(extension, S(HUGO_FORMATS), slice_eq_nocase))
			continue;
		tag = slice_from(names[i], begins.len);
		if (tag.len > extension.len)
			below.lang = settings_lang_tag(&settings->arena,
				slice_head(tag, tag.len - extension.len - 1));
		if (settings_read_bytes(reader, settings_join(settings, folder, names[i]),
			    &bytes) == 0 &&
			settings_parse_section(&settings->arena, bytes, true, &fields))
			total += hugo_cascades(&settings->arena,
				value_get(&fields, S("cascade")), &below, list + total,
				max - total);
	}
	return total;
}

static bool is_of_language(const struct settings *settings,
	const struct settings_root *root, const struct settings_root *other)
{
	struct slice mine = root->lang.len ? root->lang : settings->lang;
	struct slice its = other->lang.len ? other->lang : settings->lang;

	return slice_eq_nocase(mine, its);
}

size_t hugo_mounted_cascades(
	struct settings_reader *reader, struct settings_default *list, size_t max)
{
	struct settings *settings = reader->settings;
	size_t total = 0;

	for (size_t i = 0; i < settings->root_count * settings->root_count; i++) {
		const struct settings_root
			*root = &settings->roots[i / settings->root_count],
			*other = &settings->roots[i % settings->root_count];
		if (root == other || root->is_static || other->is_static ||
			!is_of_language(settings, root, other))
			continue;
		/* The nearest first. */
		struct slice above = root->mount;
		while (slice_in_folder(above, other->mount)) {
			struct slice rest = slice_from(above, other->mount.len);
			slice_skip(&rest, S("/"));
			total += read_section(reader,
				settings_join(settings, other->folder, rest), root,
				list + total, max - total);
			if (above.len == other->mount.len)
				break;
			ptrdiff_t slash = slice_rfind_char(above, '/');
			above = slice_head(above, slash < 0 ? 0 : (size_t)slash);
		}
	}
	return total;
}
