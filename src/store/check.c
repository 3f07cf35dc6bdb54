/* SPDX-License-Identifier: MIT */
#include "store/check.h"

#include "base/text.h"
#include "base/uri.h"
#include "data/frontmatter.h"
#include "data/yaml.h"
#include "site/generated.h"
#include "source/inherited.h"
#include "source/publish.h"
#include "source/rules.h"
#include "source/visibility.h"
#include "store/code.h"

/* Of empty lines above front matter: a scan looks for its first line in the beginning of a file. */
#define OPENING_MAX_BYTES 1024
/* What a client may ask for has 1024 bytes, with its scheme and a host of up to 253. */
#define ADDRESS_MAX_BYTES 750

/* One text with its front matter. */
struct reading {
	const struct site *site;
	const struct store_target *target;
	struct arena *arena;
	struct diag_list *diags; /* NULL: said already */
	struct slice text;
	struct frontmatter fm;
	struct value root; /* a map, or VALUE_NULL */
	bool is_good;
};

static void read_text(struct reading *reading)
{
	frontmatter_split(reading->text, true,
		post_opening(reading->site->settings, reading->text), &reading->fm);
	reading->is_good = reading->fm.format == FRONTMATTER_NONE ||
			   frontmatter_parse(reading->arena, &reading->fm,
				   reading->target->source, NULL, &reading->root);
}

static void complain(const struct reading *reading, unsigned line, unsigned column,
	const char *instead, struct slice what)
{
	diag_add(reading->diags, DIAG_ERROR, reading->target->source, line, column,
		instead, "%.*s", SARG(what));
}

/* --- front matter ---------------------------------------------------------------------------------- */

/* What decides addresses, what other pages inherit, or what a generator runs: only the blog itself says that. */
static bool is_closed_key(const struct settings *settings, struct slice key)
{
	static const struct slice keys = S(
		"permalink|url|aliases|alias|redirect_from|redirect_to|redirect|layout|"
		"template|templateEngineOverride|markup|mdx|outputs|cascade|build|_build|"
		"pagination|eleventyComputed|readers");

	if (slice_any(key, keys, value_key_eq) ||
		(settings->generator == GENERATOR_ZOLA &&
			value_key_eq(key, S("sort_by"))))
		return true;
	/* A slug is no more than a part of an address. */
	return slice_any(key, settings->rules->own_keys, value_key_eq) &&
	       !value_key_eq(key, S("slug"));
}

static void check_map(const struct reading *reading, const struct value *map,
	const struct value *before)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++) {
		const struct value_pair *pair = &map->pairs[i];
		if (!is_closed_key(reading->site->settings, pair->key))
			continue;
		const struct value *old = value_get(before, pair->key);
		if (old && value_eq(old, &pair->value))
			continue;
		complain(reading, pair->line, pair->column,
			old ? "leave it as it was" : "leave it out",
			arena_printf(reading->arena,
				"an upload cannot set this key: %.*s", SARG(pair->key)));
	}
}

/* Without these, pages below might be shown that were hidden. */
static void check_kept(const struct reading *reading, const struct value *before)
{
	struct slice keys = S("cascade|sort_by"), key;

	while (slice_split(&keys, '|', &key)) {
		if (is_closed_key(reading->site->settings, key) &&
			value_get(before, key) && !value_get(&reading->root, key))
			complain(reading, 1, 1, "put it back",
				arena_printf(reading->arena,
					"an upload cannot take this key out: %.*s",
					SARG(key)));
	}
}

/* Of a section, too, which has its own address from its folder: pages below may have it in theirs. */
static void check_slug(const struct reading *reading, const struct value *before)
{
	for (size_t i = 0; i < reading->root.count; i++) {
		const struct value_pair *pair = &reading->root.pairs[i];
		const struct value *old = value_get(before, pair->key);
		if (value_key_eq(pair->key, S("slug")) &&
			value_text(&pair->value).len > ADDRESS_MAX_BYTES &&
			!(old && value_eq(old, &pair->value)))
			complain(reading, pair->line, pair->column, "make it shorter",
				arena_printf(reading->arena,
					"the slug is too long: %zu bytes",
					value_text(&pair->value).len));
	}
}

/* Zola's "draft", however it is spelled: what is below would be shown, or hidden. */
static void check_section(const struct reading *now, const struct reading *then)
{
	const struct settings *settings = now->site->settings;
	struct slice source = now->target->source;

	if (store_check_hands_down(settings, source, now->arena, &now->text) !=
		store_check_hands_down(settings, source, now->arena, &then->text))
		complain(now, 1, 1,
			then->text.len ? "leave it as it was" : "leave it out",
			settings->generator == GENERATOR_ZOLA
				? S("an upload cannot change this key: draft of a "
				    "section")
				: S("an upload cannot change what a section says for the "
				    "pages below it"));
}

/* A scan reads no further than this. */
static void check_length(const struct reading *now)
{
	const struct frontmatter *fm = &now->fm;

	if (fm->format != FRONTMATTER_NONE &&
		(fm->body_offset > YAML_FRONT_MATTER_MAX_BYTES ||
			fm->raw.ptr - now->text.ptr > OPENING_MAX_BYTES))
		complain(now, 1, 1, "make it shorter", S("the front matter is too long"));
}

static void check_keys(const struct reading *reading, const struct value *before)
{
	struct slice nested = reading->site->settings->nested, name;

	check_map(reading, &reading->root, before);
	while (slice_split(&nested, '|', &name))
		check_map(reading, value_get(&reading->root, name),
			value_get(before, name));
	check_kept(reading, before);
	if (reading->root.kind == VALUE_MAP)
		check_slug(reading, before);
}

/* --- the post that it would be --------------------------------------------------------------------- */

/* The folder of @source as a scan enters it. False: it does not. */
static bool find_place(
	const struct settings *settings, struct slice source, struct publish_place *out)
{
	struct publish_place next;

	*out = publish_root(settings);
	for (size_t i = 0; i < source.len; i++) {
		if (source.ptr[i] != '/')
			continue;
		if (!publish_folder(settings, out, slice_head(source, i), &next))
			return false;
		*out = next;
	}
	return true;
}

/* Reads @text as a scan would. NULL: it is no page. */
static struct post *read_post(const struct reading *reading)
{
	const struct settings *settings = reading->site->settings;
	const struct settings_default *inherited;
	struct publish_place place;
	struct post *post = NULL;
	size_t count;

	if (!find_place(settings, reading->target->source, &place))
		return NULL;
	enum publish_as as = publish_file(settings, &place, reading->target->source);
	if (as != PUBLISH_PAGE && as != PUBLISH_IF)
		return NULL;
	if (inherited_read(settings, reading->site->folder, reading->target->source,
		    reading->arena, &inherited, &count))
		complain(reading, 0, 0, "try again in a moment",
			S("what this page inherits from others cannot be read"));
	const struct post_origin origin = {
		.source = reading->target->source,
		.stamp = {.size_bytes = reading->text.len},
		.settings = settings,
		.collection = place.collection,
		.is_draft_folder = place.drafts,
		.text = reading->text,
		.inherited = inherited,
		.inherited_count = count,
	};
	if (post_read(&origin, reading->text, true, reading->diags, &post) != POST_READ)
		return NULL;
	return post;
}

/* Whose address is @path? Empty: nobody's, or its own. */
static struct slice owner_of(const struct reading *reading, const struct post *post,
	const struct store_check *check)
{
	const struct site *site = reading->site;
	const struct site_entry *entry = site_find(site, post->path);
	struct page_ref ref;

	if (check->desk.len && slice_starts_nocase(post->path, check->desk))
		return S("the desk");
	if (entry && entry->kind == SITE_POST)
		return slice_eq(entry->post->source, post->source) ? slice_none
								   : entry->post->source;
	if (entry && entry->kind == SITE_FILE)
		return entry->file->source;
	if (entry && entry->kind == SITE_GONE)
		return S("a page that is gone");
	if (entry)
		return entry->redirect.post && slice_eq(entry->redirect.post->source,
						       post->source)
			       ? slice_none
			       : S("a redirect");
	return generated_page(site, reading->arena, post->path, &ref)
		       ? S("a page of the capsule")
		       : slice_none;
}

static void check_address(const struct reading *reading, const struct post *post,
	const struct post *old, const struct store_check *check)
{
	const struct zones *zones = &reading->site->settings->zones;
	struct slice owner = owner_of(reading, post, check);

	/* A post of the home page or a section is where its listing would be. */
	if (owner.len && !(old && slice_eq(old->path, post->path)))
		complain(reading, 0, 0, "give it another title or date",
			arena_printf(reading->arena, "its address belongs to %.*s: %.*s",
				SARG(owner), SARG(post->path)));
	struct slice slug = value_text(value_get(&reading->root, S("slug")));
	/* Of a slug that is too long it was said already. */
	if (post->url.len > ADDRESS_MAX_BYTES && slug.len <= ADDRESS_MAX_BYTES &&
		!(old && slice_eq(old->path, post->path)))
		complain(reading, 0, 0, "give it a shorter title or slug",
			arena_printf(reading->arena,
				"its address is too long for clients: %zu bytes",
				post->url.len));
	const struct reader_zone *zone = zones_at(zones, post->path);
	if (zone != (old ? zones_at(zones, old->path) : reading->site->zone))
		complain(reading, 0, 0, "upload it to an address there",
			zone ? S("its address would be in a zone of chosen readers")
			     : S("its address would be outside its zone"));
}

/* However it says so: a line of HTML does it, too. */
static void check_redirect(
	const struct reading *reading, const struct post *post, const struct post *old)
{
	if (post->redirect_to.len &&
		!(old && slice_eq(old->redirect_to, post->redirect_to)))
		complain(reading, 0, 0, "write a link instead",
			arena_printf(reading->arena,
				"an upload cannot lead its readers elsewhere: %.*s",
				SARG(slice_head_whole(post->redirect_to, 200))));
}

/* What post_read said of front matter that cannot be read are mistakes to mend. */
static void raise_faults(const struct reading *reading, size_t from)
{
	const struct frontmatter *fm = &reading->fm;
	struct diag_list *diags = reading->diags;
	bool any = false;

	for (size_t i = from; i < diags->count && !reading->is_good; i++) {
		struct diag *it = &diags->items[i];
		if (it->level < DIAG_WARNING || it->line < fm->raw_line ||
			it->line >= fm->body_line)
			continue;
		it->level = DIAG_ERROR;
		any = true;
	}
	if (!reading->is_good && !any)
		complain(reading, fm->raw_line, 1, "mend it and upload it again",
			S("the front matter cannot be read"));
}

/* As each page ends: "=> / Home". */
static bool ends_with_link(struct slice text)
{
	struct slice line, last = slice_none;

	while (slice_next_line(&text, &line)) {
		if (slice_trim(line).len)
			last = line;
	}
	return slice_starts(last, S("=> "));
}

/* A client's "edit this page" takes the page as readers see it: gemtext, without front matter, with the links below it.
 * What it was made from would be lost, with title, date and tags. */
static bool is_as_shown(const struct reading *now, const struct reading *then)
{
	if (now->fm.format != FRONTMATTER_NONE || now->fm.endless || !then->text.len)
		return false;
	if (then->fm.format != FRONTMATTER_NONE && then->root.kind == VALUE_MAP)
		return true;
	return !slice_eq_nocase(uri_extension(now->target->source), S("gmi")) &&
	       ends_with_link(now->text) && !ends_with_link(then->text);
}

/* Where pages must opt in, the word that is missing hides one. */
static void check_open(const struct settings *settings, const struct post *old,
	const struct post *post, struct store_check *out)
{
	const bool by_publish =
		settings->is_vault || slice_eq(settings->opt_in, S("publish"));
	const bool may_garden = settings->opt_in.len || settings_is_plain(settings) ||
				settings->generator == GENERATOR_ELEVENTY;
	const bool was = by_publish ? old->opts_in : old->gardens;
	const bool is = by_publish ? post->opts_in : post->gardens;

	if (was == is || (!by_publish && !may_garden))
		return;
	if (was && !out->is_hidden)
		out->hidden_by =
			by_publish ? S("no publish: true") : S("no dg-publish: true");
	out->is_hidden |= was;
	out->was_hidden |= is;
}

/* @old: what was there; NULL: nothing. */
static void fill_in(struct store_check *out, const struct settings *settings,
	struct arena *arena, const struct post *post, const struct post *old)
{
	out->is_hidden = !post_has_address(post);
	out->was_hidden = old ? !post_has_address(old) : out->is_hidden;
	out->is_listed = post_is_listed(post);
	out->was_listed = old ? post_is_listed(old) : out->is_listed;
	out->hidden_by = arena_dup(arena, post->hidden_by);
	out->hidden_line = post->hidden_line;
	if (old)
		check_open(settings, old, post, out);
	out->appears_at = post->appears_at;
	out->has_date = post->date.set;
	out->expires_at = post->expires_at;
	out->appeared_at = old ? old->appears_at : post->appears_at;
	out->expired_at = old ? old->expires_at : post->expires_at;
	out->title = arena_dup(arena, post->title);
	out->address = arena_dup(arena, post->url);
}

bool store_check_text(const struct site *site, const struct store_target *target,
	struct arena *arena, struct slice before, struct slice text,
	struct diag_list *diags, struct store_check *out)
{
	struct reading now = {.site = site,
		.target = target,
		.arena = arena,
		.diags = diags,
		.text = text};
	struct reading then = {
		.site = site, .target = target, .arena = arena, .text = before};
	size_t errors = diag_count(diags, DIAG_ERROR), said = diags->count;
	struct slice word;

	*out = (struct store_check){.desk = out->desk};
	if (!text_is_utf8(text))
		complain(&now, 1, 1, "save it as UTF-8", S("this is no text in UTF-8"));
	if (code_opens(text, &word))
		complain(&now, 1, 4, "write it as data, between lines of ---",
			arena_printf(arena, "front matter that is code: %.*s",
				SARG(slice_head(word, 32))));
	if (diag_count(diags, DIAG_ERROR) > errors)
		return false;
	read_text(&now);
	read_text(&then);
	if (now.fm.endless)
		complain(&now, 1, 1, "close it with a line of ---",
			S("the front matter has no end"));
	out->is_as_shown = is_as_shown(&now, &then);
	if (out->is_as_shown)
		complain(&now, 1, 1, "edit its source, which is on the desk",
			then.fm.format != FRONTMATTER_NONE
				? S("the front matter is gone: is this the page as "
				    "shown?")
				: S("gemtext in Markdown: is this the page as shown?"));
	check_length(&now);
	check_keys(&now, then.root.kind == VALUE_MAP ? &then.root : NULL);
	if (diag_count(diags, DIAG_ERROR) == errors)
		check_section(&now, &then);
	struct post *post = read_post(&now), *old = before.len ? read_post(&then) : NULL;
	raise_faults(&now, said);
	if (!post) {
		complain(&now, 0, 0, "nothing would be shown",
			S("the blog does not publish such a file"));
	} else {
		check_address(&now, post, old, out);
		check_redirect(&now, post, old);
		fill_in(out, site->settings, arena, post, old);
	}
	post_unref(post);
	post_unref(old);
	return diag_count(diags, DIAG_ERROR) == errors;
}
