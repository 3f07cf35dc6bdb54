/* SPDX-License-Identifier: MIT */
#include "source/post.h"

#include "base/text.h"
#include "data/frontmatter.h"
#include "doc/smart.h"
#include "source/linked.h"
#include "source/post_reading.h"
#include "source/rules.h"
#include "source/title.h"
#include "source/visibility.h"
#include "text/mdx.h"

#define HEAD_HASHED_BYTES 1024 /* after the front matter */

enum frontmatter_opening post_opening(
	const struct settings *settings, struct slice source)
{
	static const struct slice keys =
		S("title:|date:|status:|draft:|published:|password:|private:");

	/* Python-Markdown's meta-data. */
	if (settings->generator == GENERATOR_PELICAN ||
		settings->generator == GENERATOR_MKDOCS)
		return FRONTMATTER_OR_LINES;
	if (settings->generator == GENERATOR_HEXO)
		return FRONTMATTER_OR_CLOSED;
	/* Elsewhere such lines are probably a paragraph. */
	slice_skip(&source, S("\xEF\xBB\xBF"));
	return settings_is_plain(settings) && slice_any(source, keys, slice_starts_nocase)
		       ? FRONTMATTER_OR_PARAGRAPH
		       : FRONTMATTER_MARKED;
}

static enum convert_format format_of(struct slice extension)
{
	if (slice_any(extension, S("gmi|gemini"), slice_eq_nocase))
		return CONVERT_GEMTEXT;
	return slice_any(extension, S("html|htm"), slice_eq_nocase) ? CONVERT_HTML
								    : CONVERT_MARKDOWN;
}

static void report_endless(struct post_reading *reading)
{
	bool hides = reading->is_unknown;

	diag_add(reading->diags, DIAG_ERROR, reading->origin->source, 1, 1,
		hides ? "the page is hidden"
		      : "the file is shown as it is, unless a word in it hides the page",
		hides ? "front matter that is too long to read, or without an end"
		      : "front matter without an end");
}

/* Splits and parses; sets the body's offset. Returns the front matter's map, or NULL. */
static const struct value *read_front_matter(
	struct post_reading *reading, struct slice head, bool at_end)
{
	struct frontmatter fm;
	struct value *root = arena_new(&reading->arena, struct value);
	bool ends = true;

	frontmatter_split(head, at_end, post_opening(reading->settings, head), &fm);
	bool endless = fm.endless || (fm.format != FRONTMATTER_NONE && !fm.whole);
	if (endless)
		fm = (struct frontmatter){.body_line = 1};
	reading->post.body_offset = (uint32_t)fm.body_offset;
	reading->post.body_line = fm.body_line ? fm.body_line : 1;
	reading->body = slice_from(head, fm.body_offset);
	if (settings_is_mdx(reading->settings, reading->origin->source))
		reading->body = mdx_plain(&reading->arena, reading->body);
	if (fm.format == FRONTMATTER_NONE) {
		reading->unread = post_endless(&reading->arena, head, &ends);
		/* The rest of the file is unknown. */
		reading->is_unknown = !at_end && !ends;
		if (endless)
			report_endless(reading);
		return NULL;
	}
	bool good = frontmatter_parse(
		&reading->arena, &fm, reading->origin->source, reading->diags, root);
	/* From a script, only constants are read. */
	if (!good || fm.format == FRONTMATTER_SCRIPT)
		reading->unread = post_unread(&reading->arena, fm.raw, fm.raw_line, NULL);
	return root->kind == VALUE_MAP ? root : NULL;
}

static struct slice type_of(const struct post_origin *origin)
{
	if (origin->is_draft_folder)
		return S("drafts");
	return origin->collection ? origin->collection->name : S("pages");
}

static struct slice kind_of(const struct post_reading *reading)
{
	if (!reading->name.is_section)
		return S("page");
	return reading->name.folder.len ? S("section") : S("home");
}

/* Eleventy: the collection of its tag, which templates list. */
static bool is_tagged_post(const struct post_reading *reading)
{
	static const struct slice keys[] = {S("tags"), S(POST_TAGS_OF_FOLDER)};
	struct arena arena = {0};
	bool found = false;

	for (size_t k = 0; reading->settings->generator == GENERATOR_ELEVENTY && k < 2;
		k++) {
		const struct value *value = fields_get(&reading->fields, keys[k]);
		struct slice *tags = NULL;
		size_t count = value ? value_strings(&arena, value, &tags) : 0;
		for (size_t i = 0; i < count; i++)
			found |= slice_any(tags[i], S("posts|post"), slice_eq_nocase);
	}
	arena_fini(&arena);
	return found;
}

static void read_texts(struct post_reading *reading)
{
	struct post *post = &reading->post;
	int64_t weight;

	post->description = title_words(
		&reading->arena, fields_own_text(&reading->fields,
					 S("description|excerpt|summary|subtitle")));
	if (reading->settings->smart)
		post->description = smart_line(&reading->arena, post->description);
	post->author = post_author(reading);
	post->series =
		title_clean(&reading->arena, fields_text(&reading->fields, S("series")));
	/* A picture in the site's defaults would be that of every post. */
	post->image = fields_own_text(
		&reading->fields, S("image|cover|images|featured|featured_image|feature_"
				    "image|heroImage|ogImage|thumbnail|header"));
	/* "<image path/url>": an unfilled template of a theme. */
	if (slice_starts(post->image, S("<")))
		post->image = slice_none;
	struct slice keys = S("weight|nav_order|order|menu_order|sidebar_position"), key;
	while (!post->weight && slice_split(&keys, '|', &key)) {
		if (value_int(fields_get(&reading->fields, key), &weight) &&
			weight > INT32_MIN && weight < INT32_MAX)
			post->weight = (int32_t)weight;
	}
	if (reading->origin->collection)
		post->section = reading->origin->collection->name;
	else if (is_tagged_post(reading))
		post->section = S("posts");
	else if (reading->settings->content_dir.len)
		slice_cut(reading->name.folder, '/', &post->section, NULL);
}

/* What the templates of a page do, without running them. */
struct loops {
	bool lists; /* some loop over the site's posts */
	bool words; /* there is text outside of loops and tags */
	bool any;
};

static bool names_a_list(struct slice tag)
{
	static const struct slice lists =
		S("site.posts|paginator|site.tags|"
		  "site.categories|site.pages|site.related_posts");

	return slice_any(tag, S("for |assign |include"), slice_starts) &&
	       slice_any(tag, lists, slice_contains);
}

/* Is there a letter or digit outside of markup? */
static bool has_words(struct slice text)
{
	bool in_tag = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '<' || c == '>')
			in_tag = c == '<';
		else if (!in_tag && (ascii_is_alnum(c) || (c & 0x80)))
			return true;
	}
	return false;
}

/* The content of {% raw %} is shown, not run. */
static struct loops look_at_loops(const struct post_reading *reading)
{
	struct slice rest = reading->body;
	struct loops loops = {0};
	unsigned depth = 0;
	bool raw = false;

	if (!reading->settings->liquid || reading->post.no_templates)
		return loops;
	for (ptrdiff_t at; (at = slice_find(rest, S("{%"))) >= 0;) {
		loops.words |= !depth && has_words(slice_head(rest, (size_t)at));
		rest = slice_from(rest, (size_t)at + 2);
		ptrdiff_t end = slice_find(rest, S("%}"));
		struct slice tag = slice_head(rest, end < 0 ? rest.len : (size_t)end);
		rest = slice_from(rest, tag.len + (end < 0 ? 0 : 2));
		tag = slice_trim(slice_from(tag, slice_starts(tag, S("-"))));
		if (slice_starts(tag, S("raw")) || slice_starts(tag, S("endraw")))
			raw = *tag.ptr == 'r';
		if (raw)
			continue;
		loops.lists |= names_a_list(tag);
		loops.any |= slice_starts(tag, S("for "));
		depth += slice_starts(tag, S("for "));
		depth -= depth && slice_starts(tag, S("endfor"));
		loops.words |= slice_starts(tag, S("include"));
	}
	loops.words |= has_words(rest);
	return loops;
}

/* Jekyll's, Hexo's and Eleventy's words for a page without templates. */
static bool has_no_templates(const struct post_reading *reading)
{
	const struct fields *fields = &reading->fields;
	struct slice engines =
		value_text(fields_get(fields, S("templateEngineOverride")));
	bool renders = true, disabled = false;

	fields_bool(fields, S("render_with_liquid"), &renders);
	fields_bool(fields, S("disableNunjucks"), &disabled);
	return !renders || disabled || slice_any(engines, S("md|html|false"), slice_eq);
}

/* Is it in the site's menu by its front matter: "menu: main", "menu: [main]", "menu: {main: {weight: 5}}"
 * of Hugo, "eleventyNavigation: {key: About, order: 2}"? *entry: its menu entry, or NULL. */
static bool is_in_menu(const struct post_reading *reading, const struct value **entry)
{
	static const struct slice keys[] = {S("menus"), S("menu")};
	const struct settings *settings = reading->settings;
	const struct value *value;
	bool in = false;

	*entry = NULL;
	if (settings->generator == GENERATOR_ELEVENTY) {
		*entry = fields_own(&reading->fields, S("eleventyNavigation"));
		return value_text(value_get(*entry, S("key"))).len &&
		       !value_text(value_get(*entry, S("parent"))).len;
	}
	for (size_t i = 0; i < 2 && settings->menu_name.len && !in; i++) {
		value = fields_own(&reading->fields, keys[i]);
		*entry = value_get(value, settings->menu_name);
		in = slice_eq_nocase(value_text(value), settings->menu_name) ||
		     (*entry && !value_text(value_get(*entry, S("parent"))).len);
		for (size_t k = 0; value && value->kind == VALUE_LIST && k < value->count;
			k++)
			in |= slice_eq_nocase(
				value_text(&value->items[k]), settings->menu_name);
	}
	return in;
}

/* A page's label and position in the menu apply to other lists of pages, too. */
static void read_menu(struct post_reading *reading)
{
	struct post *post = &reading->post;
	const struct value *entry;
	int64_t weight;

	post->in_menu = is_in_menu(reading, &entry);
	struct slice name = value_text(value_get(entry, S("name")));
	if (!name.len)
		name = value_text(value_get(entry, S("title")));
	if (!name.len)
		name = value_text(value_get(entry, S("key")));
	if (!post->in_menu)
		return;
	name = title_words(&reading->arena, name);
	if (name.len && slice_eq(post->list_title, post->title) && post->is_page)
		post->list_title = name;
	if ((value_int(value_get(entry, S("weight")), &weight) ||
		    value_int(value_get(entry, S("order")), &weight)) &&
		!post->weight && weight > 0 && weight < INT32_MAX)
		post->weight = (int32_t)weight;
}

/* Sets whether it is a page or a post, and where it is listed. False: a template, not for
 * readers. */
static bool classify(struct post_reading *reading, bool has_front_matter)
{
	const struct post_origin *origin = reading->origin;
	struct post *post = &reading->post;
	bool in_posts =
		origin->collection && slice_eq(origin->collection->name, S("posts"));
	struct slice named = fields_text(&reading->fields, S("layout"));

	/* Below a zone a page with a date is a letter. */
	const struct reader_zone *zone =
		zones_at(&reading->settings->zones, reading->address.key);
	bool is_letter = zone && reading->address.key.len > zone->path.len;
	post->is_page = !in_posts &&
			(!post->date.set ||
				(reading->settings->dates_make_no_posts && !is_letter));
	if (post_is_jekyll_page(reading) && post->date.set && !is_letter &&
		!reading->name.is_dated_name && !slice_starts(named, S("post")))
		post->is_page = true;
	post->is_section = reading->name.is_section;
	if (post->is_section || reading->name.is_index)
		post->is_page |= post->is_section || post_is_home_of_language(reading);
	post->is_home = post->is_page && post_is_home_of_language(reading);
	/* Elsewhere an index has a folder of its own, with its files and nothing else. */
	post->is_section |= post->is_page && !post->is_home && reading->name.is_index &&
			    reading->name.folder.len &&
			    (reading->settings->bundles == BUNDLES_NONE ||
				    reading->settings->bundles == BUNDLES_SIBLING);
	post->is_bare = post->is_page && !post->is_home && !post->is_section &&
			!post->image.len && slice_trim(reading->body).len == 0;
	const struct loops loops = look_at_loops(reading);
	post->listing_under = post->is_page && (post->is_bare || loops.lists);
	post->all_in_loops = post->is_page && loops.any && !loops.words && !loops.lists;
	read_menu(reading);
	bool is_typed_page =
		slice_eq(fields_text(&reading->fields, S("type")), S("page"));
	post->in_feeds =
		!post->is_page && !is_typed_page && !(post->kept_from & KEPT_FROM_FEEDS);
	/* A menu that names others. */
	if (pattern_hidden_by(
		    reading->settings->off_home, origin->source, PATTERN_PAGES, NULL))
		post->kept_from |= KEPT_FROM_NAVIGATION;
	/* HTML without front matter is a page of a tool or a demo: served, but not in the
	 * menu. */
	post->in_navigation = !post->is_bare && !post->is_home && !post->is_section &&
			      (has_front_matter || post->format != CONVERT_HTML) &&
			      !(post->redirect_to.len) &&
			      !(post->kept_from & KEPT_FROM_NAVIGATION);
	post_unlist(reading, has_front_matter);
	const struct value *said = value_get(reading->fields.own, S("layout"));
	bool no_layout = said && (slice_eq(named, S("none")) ||
					 slice_eq(named, S("null")) || named.len == 0);
	return !(post->is_page && no_layout && post_is_jekyll_page(reading) &&
		 !post->is_home);
}

static unsigned long long version_of(const struct post_origin *origin)
{
	return slice_hash_more(origin->settings->version,
		slice((const char *)&origin->stamp, sizeof(origin->stamp)));
}

/* By these bytes a file that was only touched, or copied anew, is known; more of them would cost a scan its time. */
static void hash_head(struct post *post, struct slice head)
{
	post->head_bytes = (uint32_t)head.len;
	post->head_hash = slice_hash(head);
}

/* Hashes for look-ups by name. */
static void hash_names(struct post_reading *reading)
{
	struct post *post = &reading->post;

	post->slug_hash =
		(uint32_t)slice_hash(text_nfc(&reading->arena, reading->name.slug));
	post->key_hash = (uint32_t)slice_hash(post->key);
	post->stem_hash = name_hash(&reading->arena, name_without_ending(post->source));
	post->title_hash = name_hash(&reading->arena, post->title);
}

static enum post_read_result read_all(
	struct post_reading *reading, struct slice head, bool at_end)
{
	const struct post_origin *origin = reading->origin;
	struct post *post = &reading->post;

	name_read(reading->settings, reading->place, &reading->name);
	post->source = origin->source;
	post->stamp = origin->stamp;
	post->version = version_of(origin);
	post->format = format_of(reading->name.extension);
	const struct value *own = read_front_matter(reading, head, at_end);
	const struct generator_rules *rules = reading->settings->rules;
	if (!own && rules->own_fields)
		own = rules->own_fields(reading, head, at_end);
	size_t hashed = post->body_offset + HEAD_HASHED_BYTES;
	/* Such fields may be farther down. */
	hash_head(post, rules->own_fields ? head : slice_head(head, hashed));
	struct fields_scope scope = {
		.source = origin->source,
		.type = type_of(origin),
		.lang = post_lang_of_place(reading),
		.kind = kind_of(reading),
	};
	fields_init(&reading->fields, reading->settings, own, &scope);
	fields_inherit(
		&reading->fields, origin->inherited, origin->inherited_count, &scope);
	const struct settings_default by_path = {.path = origin->source,
		.values = rules->path_fields ? rules->path_fields(reading) : NULL};
	fields_inherit(&reading->fields, &by_path, by_path.values ? 1 : 0, &scope);

	post->no_templates = has_no_templates(reading);
	post_close_parts(reading);
	post_dates(reading);
	post_lang(reading);
	post_title(reading);
	post_names(reading);
	post_visibility(reading);
	read_texts(reading);
	post_address(reading);
	post_locked_address(reading);
	post_lang_of_address(reading);
	post_key(reading);
	post_redirects(reading);
	hash_names(reading);
	if (origin->text.len && linked_is_wanted(reading->settings))
		post->linked = linked_find(&reading->arena, reading->settings,
			origin->source, own, slice_from(origin->text, post->body_offset));
	return classify(reading, own != NULL) ? POST_READ : POST_NOT_A_PAGE;
}

enum post_read_result post_read(const struct post_origin *origin, struct slice head,
	bool at_end, struct diag_list *diags, struct post **out)
{
	struct post_reading reading = {
		.origin = origin, .settings = origin->settings, .diags = diags};

	reading.root = settings_root_of(origin->settings, origin->source);
	reading.place = settings_place(origin->settings, origin->source);
	arena_init(&reading.arena);
	enum post_read_result result = read_all(&reading, head, at_end);
	*out = result == POST_READ ? post_pack(&reading) : NULL;
	arena_fini(&reading.arena);
	return result;
}

bool post_is_article(const struct post *post)
{
	return !post->redirect_to.len && !post->is_home && !post->is_section &&
	       !post->listing_under;
}
