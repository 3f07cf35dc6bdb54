/* SPDX-License-Identifier: MIT */
#include "site/links.h"

#include "base/text.h"
#include "base/uri.h"
#include "site/body.h"
#include "site/links_internal.h"
#include "text/convert.h"
#include "text/mdx.h"

#define URL_MAX_BYTES 1024 /* maximum of a Gemini request */

/* Strips scheme and host from @url when they are the site's own. @beside: the address is not below the site's
 * path, and may belong to another site on the host. */
static bool own_path(const struct settings *settings, struct arena *arena,
	struct slice url, struct slice *path, bool *beside)
{
	struct uri own, it;
	if (!settings->url.len || !uri_parse(settings->url, &own) ||
		!uri_parse(url, &it) || !it.has_authority)
		return false;
	if (!slice_eq_nocase(it.scheme, S("http")) &&
		!slice_eq_nocase(it.scheme, S("https")))
		return false;
	struct slice a = uri_host_key(arena, own.host), b = uri_host_key(arena, it.host);
	if (slice_starts(a, S("www.")))
		a = slice_from(a, 4);
	if (slice_starts(b, S("www.")))
		b = slice_from(b, 4);
	if (!slice_eq(a, b))
		return false;
	*path = it.path.len ? it.path : S("/");
	struct slice base = settings->baseurl;
	*beside = !slice_starts(*path, base) ||
		  (base.len && path->len > base.len && path->ptr[base.len] != '/');
	return true;
}

static enum env_link outside(struct slice url, struct doc_target *target)
{
	if (url.len > URL_MAX_BYTES)
		return ENV_NO_LINK;
	*target =
		(struct doc_target){.kind = DOC_TO_OUTSIDE, .url = url, .size_bytes = -1};
	return ENV_LINK;
}

/* An address of the web site that the capsule does not have. Addresses beside the blog on its host
 * are not its concern. */
static void say_dead(const struct links *links, struct arena *arena, struct slice href,
	bool image, struct slice path, struct slice web)
{
	struct slice baseurl = links->site->settings->baseurl;
	if (links->dead &&
		(!uri_scheme(href).len || !baseurl.len || slice_starts(path, baseurl)))
		links_dead_say(links->dead, arena, href, image, web);
}

/* Into a zone that this page is not in: whether or not something is there, the address is kept, for the zone's
 * readers. */
static bool leads_into_zone(
	const struct links *links, struct arena *arena, struct slice path)
{
	struct slice key;

	slice_cut(path, '#', &path, NULL);
	slice_cut(path, '?', &path, NULL);
	return slice_starts(path, S("/")) && uri_path_key(arena, path, &key) &&
	       !site_reaches(links->site, key);
}

/* A path of the web site that the capsule does not have: becomes absolute on the web when its
 * address is known, else is kept. */
static enum env_link unknown_path(const struct links *links, struct arena *arena,
	struct slice href, struct slice url, bool image, struct doc_target *target)
{
	const struct settings *settings = links->site->settings;
	struct slice base = links->post ? links->post->web_path : S("/"), resolved;
	if (!uri_resolve(arena, base.len ? base : S("/"), url, &resolved))
		return ENV_NO_LINK;
	if (leads_into_zone(links, arena, resolved)) {
		slice_cut(resolved, '#', &resolved, NULL);
		links_to_page(target, resolved);
		return resolved.len > URL_MAX_BYTES ? ENV_NO_LINK : ENV_LINK;
	}
	if (settings->url.len) {
		struct slice baseurl = settings->baseurl;
		if (baseurl.len && slice_starts(resolved, baseurl))
			baseurl = slice_none;
		struct slice web = arena_printf(arena, "%.*s%.*s%.*s",
			SARG(settings->url), SARG(baseurl), SARG(resolved));
		say_dead(links, arena, href, image, resolved, web);
		return outside(web, target);
	}
	say_dead(links, arena, href, image, resolved, slice_none);
	/* Fragments have no meaning in the capsule. */
	slice_cut(resolved, '#', &resolved, NULL);
	links_to_page(target, resolved);
	return resolved.len > URL_MAX_BYTES ? ENV_NO_LINK : ENV_LINK;
}

/* Pelican: "{filename}x.md" and "{static}/a.png" are files, "{tag}x" and others pages. */
static struct slice pelican_path(struct arena *arena, struct slice href)
{
	static const struct {
		struct slice mark, folder;
	} marks[] = {{S("{filename}"), S("")}, {S("{static}"), S("")},
		{S("{attach}"), S("")}, {S("|filename|"), S("")}, {S("|static|"), S("")},
		{S("{tag}"), S("/tags/")}, {S("{category}"), S("/categories/")},
		{S("{index}"), S("/")}};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (!slice_starts(href, marks[i].mark))
			continue;
		href = slice_from(href, marks[i].mark.len);
		if (marks[i].folder.len)
			href = arena_printf(arena, "%.*s%.*s", SARG(marks[i].folder),
				SARG(slice_eq(marks[i].folder, S("/")) ? slice_none
								       : href));
		break;
	}
	return href;
}

/* When pages are below language folders, "/docs/x" is that page in the language of the linking page,
 * else in the site's: web servers redirect so. */
static bool find_in_language(const struct links *links, struct arena *arena,
	struct slice path, struct doc_target *target)
{
	const struct site *site = links->site;
	const struct slice langs[] = {
		links->post ? links->post->lang : slice_none, site->settings->lang};

	if (site->settings->lang_count < 2 && site->lang_count < 2)
		return false;
	for (size_t i = 0; i < 4; i++) {
		struct slice lang =
			i & 1 ? text_lower(arena, langs[i / 2]) : langs[i / 2];
		if (lang.len &&
			links_find_path(site, arena,
				arena_printf(arena, "/%.*s%.*s", SARG(lang), SARG(path)),
				target))
			return true;
	}
	return false;
}

/* The same look-ups in the public snapshot, behind that of a zone. */
static struct links behind(const struct links *links)
{
	struct links outer = *links;

	outer.site = links->site->outer;
	return outer;
}

static bool find_path(const struct links *links, struct arena *arena, struct slice path,
	struct doc_target *target)
{
	const struct links outer = behind(links);

	return links_find_path(links->site, arena, path, target) ||
	       find_in_language(links, arena, path, target) ||
	       (outer.site && find_path(&outer, arena, path, target));
}

/* A blog that moved from the root of its host is still linked by the old addresses: those of posts are
 * its own, while "/" and "/about/" now belong to another site. */
static bool find_beside(const struct links *links, struct arena *arena, struct slice path,
	struct doc_target *target)
{
	struct slice key;

	if (!find_path(links, arena, path, target) ||
		!uri_path_key(arena, target->url, &key))
		return false;
	const struct site_entry *entry = site_find(links->site, key);
	return entry && entry->kind == SITE_POST && !entry->post->is_page;
}

static bool find_decoded(const struct links *links, struct arena *arena,
	struct slice path, struct doc_target *target)
{
	struct buf name;

	buf_init(&name, URL_MAX_BYTES);
	bool good = uri_decode(&name, path) && !name.overflow;
	struct slice decoded = buf_take(&name, arena);
	return good && links_find_named(links, arena, decoded, target);
}

/* A path without a host. */
static bool find_here(const struct links *links, struct arena *arena, struct slice path,
	struct doc_target *target)
{
	const struct links outer = behind(links);
	bool found = path.ptr[0] == '/' ? find_path(links, arena, path, target)
					: links_find_relative(links, arena, path, target);

	/* Notes link to each other by name in Markdown links, too. */
	if (!found && links->site->settings->is_garden)
		found = find_decoded(links, arena, path, target);
	return found || (outer.site && find_here(&outer, arena, path, target));
}

static enum env_link resolve(const struct links *links, struct arena *arena,
	struct slice href, bool image, struct doc_target *target)
{
	struct slice url, bare, path, written = slice_trim(href);
	href = written;
	if (!href.len || href.ptr[0] == '#')
		return ENV_NO_LINK;
	if (slice_starts(href, S("//")))
		href = arena_printf(arena, "https:%.*s", SARG(href));
	if (uri_is_harmful(href))
		return ENV_NO_LINK;
	href = pelican_path(arena, href);
	if (slice_starts(href, S("@/"))) { /* Zola: a file under content/ */
		href = slice_from(href, 1);
	}
	if (!uri_normalize(arena, href, &url) || !url.len)
		return ENV_NO_LINK;
	slice_cut(url, '#', &bare, NULL);
	if (uri_scheme(bare).len) {
		bool beside;
		if (!own_path(links->site->settings, arena, bare, &path, &beside))
			return outside(url, target);
		if (beside ? find_beside(links, arena, path, target)
			   : find_path(links, arena, path, target))
			return ENV_LINK;
		say_dead(links, arena, written, image, path, url);
		return outside(url, target);
	}
	if (!bare.len)
		return ENV_NO_LINK;
	return find_here(links, arena, bare, target)
		       ? ENV_LINK
		       : unknown_path(links, arena, written, url, image, target);
}

/* A link prefers the target's translation into the page's language, unless the target is a translation
 * of the page itself. */
static void take_own_language(
	const struct links *links, struct arena *arena, struct doc_target *target)
{
	const struct post *post = links->post;
	struct slice key;

	if (!post || links->site->lang_count < 2 || target->kind != DOC_TO_PAGE ||
		!uri_path_key(arena, target->url, &key))
		return;
	const struct site_entry *entry = site_find(links->site, key);
	if (!entry || entry->kind != SITE_POST || slice_eq(entry->post->key, post->key))
		return;
	const struct post *own = site_in_language(links->site, entry->post, post->lang);
	if (own && own != entry->post)
		links_to_post(target, own);
}

enum env_link links_resolve(const struct links *links, struct arena *arena,
	struct slice href, bool image, struct doc_target *target)
{
	enum env_link found = resolve(links, arena, href, image, target);

	if (found == ENV_LINK)
		take_own_language(links, arena, target);
	return found;
}

static enum env_link env_link_callback(void *ctx, struct arena *arena, struct slice href,
	bool image, struct doc_target *target)
{
	struct links *links = ctx;
	bool beside;
	struct slice path, trimmed = slice_trim(href);

	if (!links->reads_names && !slice_starts(trimmed, S("#")))
		links->reads_names =
			!uri_scheme(trimmed).len ||
			own_path(links->site->settings, arena, trimmed, &path, &beside);
	return links_resolve(links, arena, href, image, target);
}

/* Jekyll's post_url: "[folder/]YYYY-MM-DD-slug". */
static const struct post *by_post_url(
	const struct site *site, struct arena *arena, struct slice name)
{
	static const struct slice extensions[] = {
		S(".md"), S(".markdown"), S(".html"), S(".mkd"), S(".gmi"), S("")};
	struct slice dir = links_folder_of(name), rest;
	struct date date;
	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++) {
		const struct post *post =
			site_by_source(site, arena_printf(arena, "_posts/%.*s%.*s",
						     SARG(name), SARG(extensions[i])));
		if (!post && dir.len)
			post = site_by_source(
				site, arena_printf(arena, "%.*s_posts/%.*s%.*s",
					      SARG(dir), SARG(slice_from(name, dir.len)),
					      SARG(extensions[i])));
		if (post)
			return post;
	}
	if (!date_from_name(slice_from(name, dir.len), NULL, &date, &rest))
		rest = slice_from(name, dir.len);
	return site_by_name(site, rest);
}

static bool find_reference(const struct links *links, struct arena *arena,
	enum env_reference kind, struct slice name, struct slice *url)
{
	const struct post *post = NULL;
	struct doc_target target;
	struct slice key, bare, fragment;

	slice_cut(slice_trim(name), '#', &bare, &fragment);
	switch (kind) {
	case ENV_POST_URL:
		post = by_post_url(links->site, arena, bare);
		break;
	case ENV_FILE:
	case ENV_REF:
		if (slice_starts(bare, S("@/")))
			bare = slice_from(bare, 1);
		while (slice_ends(bare, S("/")))
			bare.len--;
		if (!bare.len)
			return false;
		key = uri_encode_path(arena,
			bare.ptr[0] == '/' ? bare
					   : arena_printf(arena, "/%.*s", SARG(bare)));
		if (bare.ptr[0] != '/' && kind == ENV_REF &&
			links_find_relative(
				links, arena, uri_encode_path(arena, bare), &target)) {
			*url = target.url;
			return true;
		}
		if (uri_path_key(arena, key, &key) &&
			(links_find_source(links->site, key, &target) ||
				links_find_key(links->site, arena, key, &target))) {
			*url = target.url;
			return true;
		}
		/* From a bundle, files beside its folder, too. */
		if (*bare.ptr != '/' && kind == ENV_REF &&
			links_find_relative(links, arena,
				uri_encode_path(arena,
					arena_printf(arena, "../%.*s", SARG(bare))),
				&target)) {
			*url = target.url;
			return true;
		}
		bare = slice_from(bare, links_folder_of(bare).len);
		if (slice_ends(bare, S(".md")))
			bare.len -= 3;
		post = kind == ENV_REF ? site_by_name(links->site, bare) : NULL;
		break;
	}
	if (post)
		*url = post->url;
	return post != NULL;
}

static bool env_reference_callback(void *ctx, struct arena *arena,
	enum env_reference kind, struct slice name, struct slice *url)
{
	struct links *links = ctx;
	const struct links outer = behind(links);

	links->reads_names = true;
	return find_reference(links, arena, kind, name, url) ||
	       (outer.site && find_reference(&outer, arena, kind, name, url));
}

static bool env_page_callback(
	void *ctx, struct arena *arena, struct slice name, struct doc_target *target)
{
	struct links *links = ctx;
	const struct links outer = behind(links);

	links->reads_names = true;
	if (!links_find_named(links, arena, name, target) &&
		(!outer.site || !links_find_named(&outer, arena, name, target)))
		return false;
	take_own_language(ctx, arena, target);
	return true;
}

static enum env_answer env_include_callback(void *ctx, struct arena *arena,
	enum env_include kind, struct slice name, struct slice *text)
{
	return links_include(ctx, arena, kind, name, text);
}

static enum env_answer env_variable_callback(
	void *ctx, struct arena *arena, struct slice name, struct slice *text)
{
	return links_variable(ctx, arena, name, text);
}

static enum env_answer env_value_callback(void *ctx, struct arena *arena,
	const struct env_value *of, struct slice name, struct env_value *out)
{
	return links_value(ctx, arena, of, name, out);
}

static void env_item_callback(void *ctx, struct arena *arena,
	const struct env_value *list, size_t index, struct env_value *out)
{
	links_item(ctx, arena, list, index, out);
}

void links_env(struct links *links, struct diag_list *diags, struct text_env *env)
{
	*env = (struct text_env){
		.ctx = links,
		.file = links->post ? links->post->source : slice_none,
		.first_line = 1,
		.diags = diags,
		.reads_titles = &links->reads_titles,
		.link = env_link_callback,
		.page = env_page_callback,
		.reference = env_reference_callback,
		.include = env_include_callback,
		.value = env_value_callback,
		.item = env_item_callback,
		.variable = env_variable_callback,
	};
}

int links_convert(const struct site *site, const struct post *post, struct arena *arena,
	struct diag_list *diags, struct doc **out)
{
	return links_convert_page(site, post, false, arena, diags, out);
}

int links_convert_page(const struct site *site, const struct post *post, bool hides_posts,
	struct arena *arena, struct diag_list *diags, struct doc **out)
{
	const struct settings *settings = site->settings;
	struct links links = {
		.site = site, .post = post, .arena = arena, .hides_posts = hides_posts};
	struct text_env env;
	struct body body;

	int error = body_read(site, post, arena, &body);
	if (error)
		return error;
	if (settings_is_mdx(settings, post->source))
		body.text = mdx_plain(arena, body.text);
	links.front_matter = body.front_matter;
	links_env(&links, diags, &env);
	env.first_line = body.line;
	struct links_dead dead = {.diags = diags,
		.file = post->source,
		.body = body.text,
		.first_line = body.line};
	links.dead = diags ? &dead : NULL;
	struct convert_options options = {
		.format = post->format,
		.liquid = settings->liquid && !post->no_templates,
		/* Hexo and Pelican remove code before templates run. */
		.liquid_in_code = settings->generator == GENERATOR_JEKYLL ||
				  settings->generator == GENERATOR_ELEVENTY,
		.shortcodes = settings->shortcodes,
		.kramdown = settings->kramdown,
		.hexo = settings->generator == GENERATOR_HEXO,
		.definitions = settings->definitions,
		.smart = settings->smart,
		.mdx = settings_is_mdx(settings, post->source),
		.breaks = settings->breaks,
		.math = settings->math,
		.pymdownx = settings->pymdownx,
		.emoji = settings->emoji,
		.wikilinks = settings->wikilinks,
		.garden = settings->is_garden,
		.lang = post->lang,
		/* The home page's heading is the site's title, not its own. */
		.title = post->has_title || !post->is_home ? post->title : slice_none,
		.excerpt_separator = settings->excerpt_separator,
	};
	convert(arena, body.text, &options, &env, out);
	(*out)->enclosure = links_enclosure_of(&links, body.front_matter);
	(*out)->reads_files = links.reads_files;
	(*out)->reads_site = links.reads_site;
	(*out)->reads_names = links.reads_names;
	(*out)->reads_titles = links.reads_titles;
	return links.trouble;
}
