/* SPDX-License-Identifier: MIT */
/* The address of a post: from front matter, else by the generator's rule. */
#include <assert.h>

#include "base/text.h"
#include "base/uri.h"
#include "source/post_reading.h"
#include "source/rules.h"

#define ADDRESS_MAX_BYTES 4096

/* Calendar fields in the site's zone, for placeholders. */
static const struct civil *placeholder_date(struct post_reading *reading)
{
	struct date date = reading->post.date;

	if (!date.set)
		return NULL;
	if (reading->settings->generator == GENERATOR_JEKYLL)
		date.offset_minutes =
			(int16_t)zone_offset_minutes(reading->settings->zone, date.at);
	struct civil *civil = arena_new(&reading->arena, struct civil);
	*civil = date_civil(&date);
	return civil;
}

/* The folders of a document below its collection's folder. */
static struct slice document_path(struct post_reading *reading)
{
	const struct settings_collection *collection = reading->origin->collection;
	struct slice path = reading->place, folder = collection->folder;

	/* Collections are named by their full paths. */
	if (slice_starts(reading->origin->source, folder))
		path = reading->origin->source;
	path.len -= reading->name.extension.len ? reading->name.extension.len + 1 : 0;
	if (slice_eq(collection->name, S("posts"))) {
		ptrdiff_t at = slice_find(path, S("_posts/"));
		if (at < 0)
			at = slice_find(path, S("_drafts/"));
		path = slice_from(path, (size_t)(at + 1));
		slice_cut(path, '/', NULL, &path);
	} else if (slice_starts(path, folder)) {
		path = slice_from(path, folder.len);
	}
	return path;
}

static void fill_facts(struct post_reading *reading, struct permalink_facts *facts)
{
	const struct settings_collection *collection = reading->origin->collection;

	*facts = (struct permalink_facts){
		.slug = fields_text(&reading->fields, S("slug")),
		.title = reading->post.has_title ? reading->post.title : slice_none,
		.basename = reading->name.slug,
		.name = reading->name.stem,
		.path = reading->place,
		.section = reading->name.folder,
		.categories = reading->categories.names,
		.category_count = reading->categories.count,
		.when = placeholder_date(reading),
		.at = reading->post.date.at,
		.fields = &reading->fields,
	};
	if (!fields_get(&reading->fields, S("slug")))
		facts->slug = reading->date_slug;
	/* Jekyll has no languages in names: "x.fr" stays one name. */
	if (reading->settings->generator == GENERATOR_JEKYLL &&
		reading->name.lang_in_name) {
		ptrdiff_t from = facts->basename.ptr - reading->name.stem.ptr;
		facts->basename = slice_from(reading->name.stem, (size_t)from);
	}
	if (collection) {
		facts->collection = collection->name;
		facts->path = document_path(reading);
	} else if (reading->settings->generator == GENERATOR_JEKYLL) {
		facts->path = reading->name.folder;
	} else if (reading->name.extension.len) {
		facts->path.len -= reading->name.extension.len + 1;
	}
}

/* A fallback address for impossible names: invalid UTF-8, control characters. */
static void last_resort(struct post_reading *reading)
{
	struct slice slug = text_slug(&reading->arena, reading->name.base);
	struct slice raw = slug.len ? slug
				    : arena_printf(&reading->arena, "post-%08llx",
					      slice_hash(reading->place) & 0xffffffff);

	diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
		"another address is made",
		"cannot make an address from this file's name");
	if (!permalink_address(&reading->arena,
		    arena_printf(&reading->arena, "/%.*s/", SARG(raw)),
		    &reading->address))
		assert(!"a slug makes an address");
}

/* False: front matter gives the page no address. */
static bool put_own(struct post_reading *reading, const struct permalink_facts *facts,
	struct buf *out)
{
	const struct generator_rules *rules = reading->settings->rules;
	struct slice own = rules->own_alone
				   ? fields_own_text(&reading->fields, rules->own_keys)
				   : fields_text(&reading->fields, rules->own_keys);

	if (own.len && rules->own_address)
		return rules->own_address(reading, facts, own, out);
	permalink_escape(out, own);
	return own.len != 0;
}

void post_address(struct post_reading *reading)
{
	struct permalink_facts facts;
	const struct generator_rules *rules = reading->settings->rules;
	auto_buf struct buf raw = BUF(ADDRESS_MAX_BYTES);

	fill_facts(reading, &facts);
	if (put_own(reading, &facts, &raw)) {
		if (!raw.overflow && permalink_address(&reading->arena, buf_slice(&raw),
					     &reading->address))
			return;
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
			"the address follows the generator's rule",
			"invalid permalink: %.*s",
			SARG(slice_head(buf_slice(&raw), 200)));
		buf_clear(&raw);
	}
	if (reading->root)
		buf_put(&raw, reading->root->prefix);
	rules->address(reading, &facts, &raw);
	if (raw.overflow ||
		!permalink_address(&reading->arena, buf_slice(&raw), &reading->address))
		last_resort(reading);
}
