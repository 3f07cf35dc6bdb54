/* SPDX-License-Identifier: MIT */
/* What the files of a folder inherit from it and from those above. */
#include "scan/scan_internal.h"
#include "source/rules.h"

/* Fields that files in the folder set for everything below it. */
bool scan_read_inherited(struct scan_walk *walk, struct scan_step *step, int fd,
	struct folder_reading *reading)
{
	const struct generator_rules *rules = walk->settings->rules;
	struct scan_context *context = &step->context;
	size_t count = 0;

	*reading = (struct folder_reading){0};
	if (!rules->folder || (fd < 0 && !scan_overlay_holds(walk, step->path)) ||
		step->place.role == ROLE_STATIC)
		return false;
	const struct settings_default *own = rules->folder(
		walk->settings, &walk->arena, fd, step->path, &count, reading);
	if (reading->trouble || count == 0)
		return false;
	struct settings_default *all = arena_array(
		&walk->arena, context->value_count + count, struct settings_default);
	if (context->value_count)
		memcpy(all, context->values, context->value_count * sizeof(*all));
	for (size_t i = 0; i < count; i++) {
		all[context->value_count++] = own[i];
		context->version = value_hash(
			slice_hash_more(context->version, own[i].path), own[i].values);
	}
	context->values = all;
	return true;
}

bool scan_is_unsettled(const struct scan_walk *walk, const struct scan_folder *old,
	const struct folder_reading *reading)
{
	if (!walk->previous || !walk->hint->may_wait || walk->hint->has_waited)
		return false;
	return reading->is_changing || (old && reading->files < old->inherited_files);
}

bool scan_is_index(struct slice name)
{
	return slice_starts(name, S("index.")) &&
	       (slice_ends(name, S(".md")) || slice_ends(name, S(".markdown")) ||
		       slice_ends(name, S(".html")));
}

/* Files of a section are those beside its index. */
static void find_section(struct scan_walk *walk, struct scan_step *step,
	const struct scan_entry *entries, size_t count)
{
	struct arena arena = {0};

	for (size_t i = 0; step->place.only_bundled && i < count; i++) {
		if (!slice_starts(entries[i].name, S("_index.")))
			continue;
		struct slice path = scan_join(&arena, step->path, entries[i].name);
		step->place.is_section |=
			publish_file(walk->settings, &step->place, path) == PUBLISH_PAGE;
	}
	if (step->place.is_section)
		step->context.version =
			slice_hash_more(step->context.version, S("section"));
	arena_fini(&arena);
}

/* Of several translations, a visible one, then the one in the site's language. */
static bool is_better(
	const struct settings *settings, const struct post *post, const struct post *best)
{
	if (post_has_address(post) != post_has_address(best))
		return post_has_address(post);
	return slice_eq(post->lang, settings->lang);
}

/* The page that owns the folder's files: its index, the one in the site's language if there are
 * several. @entries: those read so far. */
void scan_find_bundle(struct scan_walk *walk, struct scan_step *step,
	const struct scan_entry *entries, size_t count)
{
	const struct settings *settings = walk->settings;
	struct scan_context *context = &step->context;
	const struct post *best = NULL;

	find_section(walk, step, entries, count);
	if (settings->bundles != BUNDLES_INDEX && settings->bundles != BUNDLES_LEAF)
		return;
	if (context->bundle.len || settings_place(settings, step->path).len == 0 ||
		slice_eq(settings_place(settings, step->path), step->path))
		return;
	for (size_t i = 0; i < count; i++) {
		if (!scan_is_index(entries[i].name))
			continue;
		const struct post *post = entries[i].post;
		if (post && (!best || is_better(settings, post, best)))
			best = post;
	}
	if (!best)
		return;
	step->place.is_bundle = settings->bundles == BUNDLES_LEAF;
	context->bundle = best->path;
	context->bundle_folder = arena_dup(&walk->arena, step->path);
	context->version = slice_hash_more(context->version, context->bundle);
}
