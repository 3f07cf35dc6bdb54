/* SPDX-License-Identifier: MIT */
/* Pages that are not for reading by themselves. */
#include "source/post_reading.h"
#include "source/visibility.h"

/* Is it the page for addresses that do not exist? */
static bool is_error_page(const struct post_reading *reading)
{
	static const struct slice keys[] = {S("layout"), S("type")};
	const struct slice kinds = S("404|error|not-found|notfound");
	struct slice name = reading->address.key;

	slice_drop(&name, S("/"));
	name = slice_path_name(name);
	slice_drop(&name, S(".html"));
	if (slice_eq(reading->name.base, S("404")) || slice_eq(name, S("404")))
		return true;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct slice kind = value_text(value_get(reading->fields.own, keys[i]));
		if (kind.len && slice_any(kind, kinds, slice_eq_nocase))
			return true;
	}
	return false;
}

/* Is it the page where the web site's search is? */
static bool is_search_page(const struct post_reading *reading)
{
	static const struct slice keys[] = {S("layout"), S("type"), S("template")};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct slice name = slice_path_name(
			value_text(value_get(reading->fields.own, keys[i])));
		slice_cut(name, '.', &name, NULL);
		if (slice_eq_nocase(name, S("search")))
			return true;
	}
	return false;
}

/* A half of a page, which a script puts before or behind the text of others. */
static bool is_template_part(const struct post_reading *reading, bool has_front_matter)
{
	const struct slice names = S("header|footer|head|foot|nav|navbar|"
				     "sidebar|template|layout");

	return reading->post.format == CONVERT_HTML && !has_front_matter &&
	       slice_any(reading->name.base, names, slice_eq_nocase) &&
	       (slice_find(reading->body, S("<html")) < 0 ||
		       slice_find(reading->body, S("</html>")) < 0);
}

void post_unlist(struct post_reading *reading, bool has_front_matter)
{
	struct post *post = &reading->post;

	post->is_search = post->is_page && is_search_page(reading);
	if (!post->is_page || post->is_home || post->state != POST_PUBLIC)
		return;
	if (is_error_page(reading))
		post->hidden_by = S("a page for errors");
	else if (is_template_part(reading, has_front_matter))
		post->hidden_by = S("a part of other pages");
	else
		return;
	post->state = POST_UNLISTED;
}
