/* SPDX-License-Identifier: MIT */
/* A page for templates (jekyllrb.com/docs/variables, 11ty.dev/docs/data-eleventy-supplied): computed
 * values, else its front matter, else the site's defaults. */
#include "site/links_internal.h"

#include "site/body.h"
#include "source/fields.h"
#include "source/include.h"
#include "source/secret.h"

static struct env_value date_value(struct arena *arena, const struct date *date)
{
	struct civil civil = date_civil(date);
	int offset = date->offset_minutes;
	unsigned size = (unsigned)(offset < 0 ? -offset : offset);

	if (!date->set)
		return env_nil();
	if (!date->has_time)
		return env_string(arena_printf(
			arena, "%04d-%02u-%02u", civil.year, civil.month, civil.day));
	return env_string(arena_printf(arena, "%04d-%02u-%02u %02u:%02u:%02u %c%02u%02u",
		civil.year, civil.month, civil.day, civil.hour, civil.minute,
		civil.second, offset < 0 ? '-' : '+', size / 60, size % 60));
}

/* The file's name without date and extension. */
static struct slice slug_of(const struct post *post)
{
	struct slice name = slice_path_name(post->source), rest;
	ptrdiff_t dot = slice_rfind_char(name, '.');
	struct date date;

	name = slice_head(name, dot > 0 ? (size_t)dot : name.len);
	return date_from_name(name, NULL, &date, &rest) && rest.len ? rest : name;
}

/* Another page's is read from its file: few templates need more than struct post has. */
static const struct value *front_matter(
	struct links *links, struct arena *arena, const struct post *post)
{
	struct links_asked *asked = links_asked(links, arena);

	if (post == links->post)
		return links->front_matter;
	if (asked->post != post) {
		asked->post = post;
		include_note(body_front_matter(links->site, post, arena, &asked->matter),
			&links->trouble);
	}
	return asked->matter;
}

/* From the front matter, else from the defaults. */
static const struct value *field(struct links *links, struct arena *arena,
	const struct post *post, struct slice name)
{
	const struct value *own = front_matter(links, arena, post);
	const struct value *found = value_get(own, name);
	const struct settings *settings = links->site->settings;

	if (found || (!settings->default_count && !settings->nested.len))
		return found;
	struct fields fields;
	const struct fields_scope scope = {
		.source = post->source,
		.type = post->section.len ? post->section : S("pages"),
		.lang = post->lang,
		.kind = post->is_home ? S("home") : S("page"),
	};
	fields_init(&fields, settings, own, &scope);
	return fields_get(&fields, name);
}

static struct env_value neighbour(
	struct links *links, const struct post *post, bool wants_newer)
{
	const struct post *newer, *older, *found;

	site_neighbours(links->site, post, &newer, &older);
	found = wants_newer ? newer : older;
	return found ? links_object(LINKS_PAGE, found) : env_nil();
}

/* Values that the generator computes. */
static bool computed(struct links *links, struct arena *arena, const struct post *post,
	struct slice name, struct env_value *out)
{
	const struct {
		struct slice name, text;
	} texts[] = {
		{S("title"), post->title},
		{S("url"), post->url},
		{S("path"), post->source},
		{S("relative_path"), post->source},
		{S("inputPath"), post->source},
		{S("name"), slice_path_name(post->source)},
		{S("lang"), post->lang},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (slice_eq(name, texts[i].name)) {
			*out = env_string(texts[i].text);
			return true;
		}
	}
	if (slice_eq(name, S("date")) && post->date.set) {
		*out = date_value(arena, &post->date);
	} else if (slice_eq(name, S("tags"))) {
		*out = links_list(LINKS_STRINGS, post->tags, post->tag_count);
	} else if (slice_eq(name, S("categories"))) {
		*out = links_list(LINKS_STRINGS, post->categories, post->category_count);
	} else if (slice_eq(name, S("collection")) && post->section.len) {
		*out = env_string(post->section);
	} else if (slice_eq(name, S("fileSlug"))) {
		*out = env_string(slug_of(post));
	} else if (slice_eq(name, S("data"))) {
		*out = links_object(LINKS_PAGE, post);
	} else if (slice_eq(name, S("next")) || slice_eq(name, S("previous"))) {
		*out = neighbour(links, post, slice_eq(name, S("next")));
	} else {
		return false;
	}
	return true;
}

enum env_answer links_of_page(struct links *links, struct arena *arena,
	const struct post *post, struct slice name, struct env_value *out)
{
	if (computed(links, arena, post, name, out))
		return ENV_TEXT;
	const struct value *found = field(links, arena, post, name);
	if (!found && slice_eq(name, S("params"))) {
		*out = links_object(LINKS_PAGE, post);
		return ENV_TEXT;
	}
	/* A page may show its own values. */
	bool is_own = post == links->post;
	if (found && !is_own && secret_is_name(name)) {
		out->text = S("has the name of a secret (rename it to show it)");
		return ENV_KEPT;
	}
	*out = env_of_tree(found);
	if (out->kind == ENV_TREE && !is_own) {
		out->guarded = true;
		out->text = name;
	}
	if (out->kind != ENV_NIL)
		return ENV_TEXT;
	if (slice_eq(name, S("slug")))
		*out = env_string(slug_of(post));
	else if (slice_eq(name, S("id")))
		*out = env_string(post->url);
	else if (slice_eq(name, S("category")) && post->category_count)
		*out = env_string(post->categories[0]);
	else if ((slice_eq(name, S("description")) || slice_eq(name, S("excerpt"))) &&
		 post->description.len)
		*out = env_string(post->description);
	else if (slice_eq(name, S("content")) || slice_eq(name, S("output")) ||
		 slice_eq(name, S("excerpt")) || slice_eq(name, S("templateContent")))
		return ENV_NONE;
	return ENV_TEXT;
}
