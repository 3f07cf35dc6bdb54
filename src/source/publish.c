/* SPDX-License-Identifier: MIT */
#include "source/publish.h"

#include "base/uri.h"
#include "source/mime.h"

/* Usual names of draft folders without a generator. */
#define DRAFT_FOLDERS "drafts|_drafts"

bool publish_scope(struct slice scope, struct slice path)
{
	if (slice_find_char(scope, '*') < 0)
		return slice_starts(path, scope);
	/* A matching folder includes everything below it. */
	for (size_t end = path.len;;) {
		if (pattern_glob(scope, slice_head(path, end), true))
			return true;
		ptrdiff_t slash = slice_rfind_char(slice_head(path, end), '/');
		if (slash < 0)
			return false;
		end = (size_t)slash;
	}
}

/* include: overrides a rule that excludes; the folders above must be entered, too. Jekyll (PATTERN_PREFIX) asks
 * only for a folder's own name: it does not enter one for the sake of what is in it. */
static bool is_included(
	const struct settings *settings, struct slice path, bool is_folder)
{
	const struct pattern_list *list = &settings->include;

	for (size_t i = 0; i < list->count; i++) {
		const struct pattern *pattern = &list->items[i];
		if (pattern_fits(list, pattern, path, is_folder) ||
			(list->kind == PATTERN_PREFIX &&
				pattern_fits(
					list, pattern, slice_path_name(path), is_folder)))
			return true;
		if (is_folder && list->kind != PATTERN_PREFIX &&
			pattern->text.len > path.len &&
			slice_in_folder(pattern->text, path))
			return true;
	}
	return false;
}

/* Files of a repository, beside the content. */
static bool is_of_repository(struct slice path)
{
	static const struct slice names =
		S("gemfiles|Rakefile|Makefile|GNUmakefile|CMakeLists.txt|Cargo.toml|"
		  "go.mod|requirements.txt|pyproject.toml|Earthfile|mise.toml|flake.nix|"
		  "default.nix|shell.nix");

	return slice_find_char(path, '/') < 0 &&
	       (slice_any(path, names, slice_eq) || slice_starts(path, S("Gemfile")) ||
		       slice_ends(path, S(".gemspec")));
}

bool publish_is_about_repository(struct slice path)
{
	static const struct slice stems =
		S("README|LICENSE|LICENCE|COPYING|CHANGELOG|CHANGES|HISTORY|CONTRIBUTING|"
		  "CODE_OF_CONDUCT|SECURITY|SUPPORT|GOVERNANCE|AUTHORS|CONTRIBUTORS|"
		  "MAINTAINERS|AGENTS|CLAUDE|ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE|TODO");
	struct slice stem;

	slice_cut(path, '.', &stem, NULL);
	return slice_find_char(path, '/') < 0 &&
	       (slice_any(stem, stems, slice_eq_nocase) ||
		       slice_any(stem, S("LICENSE-|LICENCE-"), slice_starts_nocase));
}

static bool has_special_name(const struct publish_place *in, struct slice name)
{
	if (in->underscores && slice_starts(name, S("_")) && !slice_ends(name, S("~")))
		return false;
	return name.len == 0 || strchr("._#~", *name.ptr) ||
	       name.ptr[name.len - 1] == '~';
}

static struct publish_place place_of(const struct settings_root *root)
{
	return (struct publish_place){
		.role = root->is_static    ? ROLE_STATIC
			: root->collection ? ROLE_COLLECTION
					   : ROLE_PAGES,
		.collection = root->collection,
		.drafts = root->is_draft,
		.underscores = root->underscores,
		.only_linked = root->only_linked,
		.only_bundled = root->only_bundled,
	};
}

struct publish_place publish_root(const struct settings *settings)
{
	const struct settings_root *root = settings_root_of(settings, slice_none);

	return root ? place_of(root) : (struct publish_place){.role = ROLE_ANCESTOR};
}

static bool is_ancestor_of_root(const struct settings *settings, struct slice path)
{
	for (size_t i = 0; i < settings->root_count; i++) {
		struct slice folder = settings->roots[i].folder;
		if (folder.len > path.len && slice_in_folder(folder, path))
			return true;
	}
	return false;
}

/* _posts and _drafts at any depth, and the folders of collections. False: none of these. */
static bool enter_jekyll(const struct settings *settings, struct slice path,
	struct publish_place *out, bool *enter)
{
	struct slice name = slice_path_name(path), dir = settings->collections_dir;
	bool drafts = slice_eq(name, S("_drafts"));

	if (drafts || slice_eq(name, S("_posts"))) {
		*out = (struct publish_place){.role = ROLE_COLLECTION,
			.collection = &settings->collections[0],
			.drafts = drafts};
		*enter = settings->collections[0].output &&
			 (dir.len == 0 || slice_starts(path, dir));
		return true;
	}
	if (dir.len && slice_eq(path, dir)) {
		*out = (struct publish_place){.role = ROLE_ANCESTOR};
		*enter = true;
		return true;
	}
	for (size_t i = 1; i < settings->collection_count; i++) {
		if (!slice_eq(settings->collections[i].folder, path))
			continue;
		*out = (struct publish_place){
			.role = ROLE_COLLECTION, .collection = &settings->collections[i]};
		*enter = settings->collections[i].output;
		return true;
	}
	return false;
}

bool publish_folder(const struct settings *settings, const struct publish_place *in,
	struct slice path, struct publish_place *out)
{
	const struct settings_root *root = settings_root_of(settings, path);
	struct slice name = slice_path_name(path), place = settings_place(settings, path);
	bool enter;

	if (pattern_hidden_by(settings->hides, path, PATTERN_FOLDERS, NULL))
		return false;
	if (root && root->folder.len && slice_eq(root->folder, path)) {
		*out = place_of(root);
		return true;
	}
	if (slice_eq(name, S(".well-known"))) {
		*out = (struct publish_place){.role = ROLE_STATIC};
		return in->role != ROLE_ANCESTOR || root;
	}
	if (slice_starts(name, S(".")) || slice_eq(name, S("node_modules")))
		return false;
	*out = *in;
	out->is_section = false;
	if (in->role == ROLE_ANCESTOR && !root)
		return is_ancestor_of_root(settings, path);
	if (in->role == ROLE_STATIC)
		return true;
	if (settings->generator == GENERATOR_JEKYLL && in->role != ROLE_COLLECTION) {
		if (enter_jekyll(settings, path, out, &enter))
			return enter;
		if (in->role == ROLE_ANCESTOR)
			return false;
	}
	if (is_included(settings, place, true)) {
		out->only_included |= settings->include.kind != PATTERN_PREFIX &&
				      has_special_name(in, name);
		return true;
	}
	if (in->only_included)
		return true;
	if (settings_is_plain(settings) &&
		slice_any(name, S(DRAFT_FOLDERS), slice_eq_nocase)) {
		out->drafts = true;
		return true;
	}
	if (has_special_name(in, name)) {
		out->role = ROLE_ANCESTOR;
		return is_ancestor_of_root(settings, path);
	}
	return !slice_eq(path, S("vendor")) && !slice_eq(path, S("_site"));
}

bool publish_is_markdown(const struct settings *settings, struct slice extension)
{
	return slice_any(extension, settings->markdown_extensions, slice_eq_nocase);
}

static bool is_template(struct slice path)
{
	static const struct slice endings =
		S(".njk|.liquid|.hbs|.mustache|.ejs|.pug|.haml|.slim|.erb|.webc|.11ty.js|"
		  ".11ty.cjs|.11ty.mjs|.11tydata.js|.11tydata.cjs|.11tydata.mjs|"
		  ".11tydata.json|.astro|.vue|.svelte|.tsx|.jsx|.j2|.jinja");

	return slice_any(path, endings, slice_ends);
}

bool publish_is_other_markup(struct slice path)
{
	static const struct slice extensions =
		S("org|rst|adoc|asciidoc|ad|pandoc|pdc|mmark");

	return slice_any(uri_extension(path), extensions, slice_eq_nocase);
}

/* Decides by the kind of the file, once it may be shown. */
static enum publish_as by_kind(const struct settings *settings,
	const struct publish_place *in, struct slice path)
{
	struct slice extension = uri_extension(path);

	if (in->role == ROLE_STATIC)
		return PUBLISH_FILE;
	if (publish_is_markdown(settings, extension) ||
		slice_any(extension, S("gmi|gemini"), slice_eq_nocase))
		return in->is_bundle ? PUBLISH_NOT : PUBLISH_PAGE;
	if (slice_any(extension, S("html|htm"), slice_eq_nocase))
		/* Zola has no HTML pages; such a file belongs to its page. */
		return settings->generator == GENERATOR_ZOLA ? PUBLISH_FILE
		       : in->is_bundle                       ? PUBLISH_NOT
							     : PUBLISH_HTML;
	/* Front matter means that a generator makes a page from it. */
	if (publish_is_other_markup(path))
		return in->is_bundle ? PUBLISH_NOT : PUBLISH_UNLESS;
	/* A plain folder has no generator to run them. */
	if (!settings_is_plain(settings) && is_template(path))
		return PUBLISH_NOT;
	/* Programs that generate files, "feed.xml.ts". */
	if (settings->generator == GENERATOR_ASTRO &&
		(slice_eq(extension, S("ts")) || slice_eq(extension, S("js"))))
		return PUBLISH_NOT;
	/* Only text can begin with front matter. */
	return mime_is_text(mime_of(path)) || extension.len == 0 ? PUBLISH_UNLESS
								 : PUBLISH_FILE;
}

/* Is the file read as a page? */
static bool is_page(const struct settings *settings, const struct publish_place *in,
	struct slice path)
{
	struct slice extension = uri_extension(path);

	return in->role != ROLE_STATIC &&
	       (publish_is_markdown(settings, extension) ||
		       slice_any(extension, S("gmi|gemini|html|htm"), slice_eq_nocase));
}

enum never publish_never(const struct settings *settings, const struct publish_place *in,
	struct slice path)
{
	if (in->role == ROLE_ANCESTOR || is_page(settings, in, path))
		return NEVER_NOT;
	return never_by_name(path, in->role == ROLE_STATIC);
}

/* Only by the rules for names and kinds. */
static enum publish_as by_name(const struct settings *settings,
	const struct publish_place *in, struct slice path)
{
	struct slice name = slice_path_name(path), place = settings_place(settings, path);

	if (slice_eq(name, S("_redirects")) && slice_find_char(place, '/') < 0)
		return PUBLISH_REDIRECTS;
	if (in->role == ROLE_ANCESTOR)
		return PUBLISH_NOT;
	if (publish_never(settings, in, path))
		return PUBLISH_NOT;
	if (in->role == ROLE_STATIC)
		return has_special_name(in, name) && *name.ptr == '.' ? PUBLISH_NOT
								      : PUBLISH_FILE;
	if (slice_starts(name, S(".")) || (name.len && name.ptr[name.len - 1] == '~'))
		return PUBLISH_NOT;
	/* Also in the drafts of a folder without a generator. */
	if (in->drafts && settings_is_plain(settings) && !settings->drafts &&
		!is_page(settings, in, path))
		return PUBLISH_NOT;
	bool section = settings->content_dir.len && slice_starts(name, S("_index."));
	if (in->only_included && !is_included(settings, place, false))
		return PUBLISH_NOT;
	if (!section && !is_included(settings, place, false) &&
		(has_special_name(in, name) || is_of_repository(path)))
		return PUBLISH_NOT;
	enum publish_as as = by_kind(settings, in, path);
	if (publish_is_about_repository(path) && !is_included(settings, place, false)) {
		/* With front matter it is a page of the site. */
		return as == PUBLISH_PAGE ? PUBLISH_IF : PUBLISH_NOT;
	}
	return as;
}

bool publish_is_hidden_target(const struct settings *settings, struct slice path)
{
	static const struct slice annex = S(".git/annex/objects/");
	struct slice rest = path, part;

	if (never_by_name(path, true) != NEVER_NOT)
		return true;
	if (slice_starts(path, annex))
		return false;
	while (slice_split(&rest, '/', &part)) {
		if (slice_eq(part, S("_drafts")) ||
			(settings && settings_is_plain(settings) &&
				slice_any(part, S(DRAFT_FOLDERS), slice_eq_nocase)))
			return true;
		if (slice_starts(part, S(".")) && !slice_starts(part, S("..")) &&
			!slice_eq(part, S(".well-known")))
			return true;
	}
	return false;
}

enum publish_as publish_file(const struct settings *settings,
	const struct publish_place *in, struct slice path)
{
	/* A root can be a single file. */
	const struct settings_root *root = settings_root_of(settings, path);
	struct publish_place own;
	if (root && root->folder.len && slice_eq(root->folder, path)) {
		own = place_of(root);
		in = &own;
	}
	enum publish_as as = by_name(settings, in, path);
	bool page = as == PUBLISH_PAGE || as == PUBLISH_IF || as == PUBLISH_HTML;

	if (page && !in->collection &&
		pattern_hides(&settings->as_is, path, PATTERN_PAGES, NULL)) {
		as = PUBLISH_FILE;
		page = false;
	}
	if (as != PUBLISH_NOT && pattern_hidden_by(settings->hides, path,
					 page ? PATTERN_PAGES : PATTERN_FILES, NULL))
		return PUBLISH_NOT;
	return as;
}
