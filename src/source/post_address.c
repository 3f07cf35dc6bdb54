/* SPDX-License-Identifier: MIT */
/* Where a post stands: its front matter's word, else the generator's rule. */
#include <assert.h>

#include "base/text.h"
#include "base/uri.h"
#include "source/post_reading.h"
#include "source/rules.h"

#define ADDRESS_MAX_BYTES 4096

static struct slice without_slashes(struct slice s)
{
	while (s.len && *s.ptr == '/')
		s = slice_from(s, 1);
	while (s.len && s.ptr[s.len - 1] == '/')
		s.len--;
	return s;
}

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

/* The folders of a collection's document below the collection's own. */
static struct slice document_path(struct post_reading *reading)
{
	const struct settings_collection *collection = reading->origin->collection;
	struct slice path = reading->place, folder = collection->folder;

	/* Collections are named by their whole paths. */
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
	};
	if (!fields_get(&reading->fields, S("slug")))
		facts->slug = reading->date_slug;
	/* Jekyll knows no languages in names: "x.fr" stays one name. */
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

/* An address for a name of which none can be made: not UTF-8, control characters. */
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
	struct buf raw = BUF(ADDRESS_MAX_BYTES);

	fill_facts(reading, &facts);
	if (put_own(reading, &facts, &raw)) {
		if (!raw.overflow && permalink_address(&reading->arena, buf_slice(&raw),
					     &reading->address))
			goto out;
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
out:
	buf_fini(&raw);
}

/* The part of an absolute URL of this site that is a path here; others stay as they are. */
static struct slice own_path(const struct settings *settings, struct slice url)
{
	if (settings->url.len && slice_starts_nocase(url, settings->url)) {
		struct slice path = slice_from(url, settings->url.len);
		if (path.len == 0 || *path.ptr == '/')
			url = path.len ? path : S("/");
	}
	if (settings->baseurl.len && slice_starts(url, settings->baseurl) &&
		url.len > settings->baseurl.len && url.ptr[settings->baseurl.len] == '/')
		url = slice_from(url, settings->baseurl.len);
	return url;
}

/* An old address of the page's language, which may name it already. */
static struct slice with_prefix(struct post_reading *reading, struct slice path)
{
	struct buf out = BUF(ADDRESS_MAX_BYTES);

	reading->settings->rules->alias_prefix(reading, &out);
	struct slice prefix = buf_take(&out, &reading->arena);
	if (slice_starts(path, prefix) && path.len > prefix.len &&
		path.ptr[prefix.len] == '/')
		return path;
	return arena_printf(&reading->arena, "%.*s%.*s", SARG(prefix), SARG(path));
}

static void add_alias(struct post_reading *reading, struct slice raw)
{
	struct slice key;

	raw = own_path(reading->settings, slice_trim(raw));
	if (raw.len == 0 || uri_scheme(raw).len)
		return;
	const struct generator_rules *rules = reading->settings->rules;
	if (*raw.ptr == '/' && rules->alias_prefix) {
		raw = with_prefix(reading, raw);
	} else if (reading->settings->generator == GENERATOR_HUGO) {
		/* Beside the page, as a browser would see it from its parent. */
		struct slice parent = without_slashes(reading->address.key);
		ptrdiff_t slash = slice_rfind_char(parent, '/');
		parent = slice_head(parent, slash < 0 ? 0 : (size_t)slash);
		raw = arena_printf(
			&reading->arena, "/%.*s/%.*s", SARG(parent), SARG(raw));
	}
	if (!permalink_key(&reading->arena, raw, &key)) {
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
			"it is left out", "invalid alias: %.*s",
			SARG(slice_head(raw, 200)));
		return;
	}
	if (!slice_eq(key, reading->address.key))
		fields_push(&reading->arena, key, &reading->aliases);
}

/* Is @to, a path, the post's own address in some spelling? */
static bool is_own_address(struct post_reading *reading, struct slice to)
{
	struct permalink address;

	return permalink_address(&reading->arena, to, &address) &&
	       slice_eq(without_slashes(address.key),
		       without_slashes(reading->address.key));
}

static void redirect_to(struct post_reading *reading, struct slice to)
{
	/* On the web, where it was written, "//host/" is of its scheme. */
	if (slice_starts(to, S("//")))
		to = arena_printf(&reading->arena, "https:%.*s", SARG(to));
	if (!uri_scheme(to).len) {
		/* A reader of another protocol has no use for the place in the page. */
		slice_cut(to, '#', &to, NULL);
		/* One to itself would send readers round in circles. */
		if (is_own_address(reading, to))
			return;
	}
	if (!to.len || !uri_normalize(&reading->arena, to, &to))
		return;
	if (uri_is_harmful(to))
		diag_add(reading->diags, DIAG_WARNING, reading->origin->source, 0, 0,
			"the page itself is shown",
			"redirect_to cannot be followed: %.*s",
			SARG(slice_head(to, 200)));
	else
		reading->post.redirect_to = to;
}

void post_redirects(struct post_reading *reading)
{
	struct slice keys = S("redirect_from|aliases|alias"), key;
	struct slice *from;

	while (slice_split(&keys, '|', &key)) {
		const struct value *value = fields_get(&reading->fields, key);
		size_t count = value ? value_strings(&reading->arena, value, &from) : 0;
		for (size_t k = 0; k < count; k++)
			add_alias(reading, from[k]);
	}
	/* "/gemlog/index.gmi" is where links between gemtext files lead. */
	if (reading->post.format == CONVERT_GEMTEXT && reading->name.is_index)
		add_alias(reading,
			arena_printf(&reading->arena, "/%.*s", SARG(reading->place)));
	redirect_to(reading, own_path(reading->settings,
				     fields_text(&reading->fields, S("redirect_to"))));
}
