/* SPDX-License-Identifier: MIT */
/* Aliases of a post, and pages that only redirect. */
#include "base/uri.h"
#include "source/post_reading.h"
#include "source/rules.h"
#include "text/html.h"

#define ADDRESS_MAX_BYTES 4096

static struct slice without_slashes(struct slice s)
{
	while (s.len && *s.ptr == '/')
		s = slice_from(s, 1);
	while (s.len && s.ptr[s.len - 1] == '/')
		s.len--;
	return s;
}

/* The path of an absolute URL of this site; other URLs are unchanged. */
static struct slice own_path(const struct settings *settings, struct slice url)
{
	struct slice path = url, base = settings->baseurl;

	if (settings->url.len && slice_starts_nocase(url, settings->url)) {
		path = slice_from(url, settings->url.len);
		path = path.len ? path : S("/");
		/* A site below a path does not own the whole host. */
		if (*path.ptr != '/' || !slice_in_folder(path, base))
			return url;
	}
	if (base.len && slice_in_folder(path, base))
		path = path.len > base.len ? slice_from(path, base.len) : S("/");
	return path;
}

/* An alias in the page's language, which may already have its prefix. */
static struct slice with_prefix(struct post_reading *reading, struct slice path)
{
	struct buf out = BUF(ADDRESS_MAX_BYTES);

	reading->settings->rules->alias_prefix(reading, &out);
	struct slice prefix = buf_take(&out, &reading->arena);
	if (path.len > prefix.len && slice_in_folder(path, prefix))
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
		/* Relative to the page's parent. */
		struct slice parent =
			slice_path_folder(without_slashes(reading->address.key));
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
	/* On the web, "//host/" keeps the page's scheme. */
	if (slice_starts(to, S("//")))
		to = arena_printf(&reading->arena, "https:%.*s", SARG(to));
	if (!uri_scheme(to).len) {
		/* Fragments are useless in other protocols. */
		slice_cut(to, '#', &to, NULL);
		/* A redirect to itself would be a loop. */
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

/* An address in a template: "{{ site.baseurl }}/x", "{{ '/x' | relative_url }}", "{{ page.to }}". Empty:
 * unknown. */
static struct slice filled_in(struct post_reading *reading, struct slice url)
{
	struct slice inside, rest, word;

	while (slice_starts(url, S("{{")) &&
		slice_cut(slice_from(url, 2), '}', &inside, &rest)) {
		slice_cut(slice_trim(inside), '|', &inside, NULL);
		inside = slice_trim(inside);
		slice_skip(&rest, S("}"));
		if (inside.len > 1 && strchr("\"'", *inside.ptr))
			inside = slice_head(slice_from(inside, 1), inside.len - 2);
		else if (slice_cut(inside, '.', &word, &inside) &&
			 slice_eq(word, S("page")))
			inside = fields_text(&reading->fields, inside);
		else
			inside = slice_none; /* site.url and the like */
		url = arena_printf(&reading->arena, "%.*s%.*s", SARG(inside), SARG(rest));
	}
	return slice_find(url, S("{{")) >= 0 ? slice_none : url;
}

/* The target of a page that consists of a redirect. */
static struct slice sent_to(struct post_reading *reading)
{
	const struct fields *fields = &reading->fields;
	static const struct slice layouts =
		S("redirect|redirected|redirection|redirects");
	bool markdown = reading->post.format == CONVERT_MARKDOWN;
	struct slice to;

	if (reading->post.format != CONVERT_GEMTEXT &&
		html_refresh(&reading->arena, reading->body, markdown, &to))
		return filled_in(reading, to);
	if (!slice_any(fields_text(fields, S("layout")), layouts, slice_eq_nocase) &&
		!slice_any(fields_text(fields, S("type")), layouts, slice_eq_nocase))
		return slice_none;
	return fields_text(fields,
		S("redirect|redirectTo|redirect_url|redirectUrl|redirect_link|"
		  "redirect_target|target|to|destination|link|externalUrl|href|url"));
}

/* Relative to the page's address, as in a browser. */
static struct slice seen_from(struct post_reading *reading, struct slice to)
{
	struct slice base = reading->address.web_path;

	if (!to.len || uri_scheme(to).len || *to.ptr == '/' || !base.len)
		return to;
	return uri_resolve(&reading->arena, base, to, &to) ? to : slice_none;
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
	/* Links between gemtext files lead to "/gemlog/index.gmi". */
	if (reading->post.format == CONVERT_GEMTEXT && reading->name.is_index)
		add_alias(reading,
			arena_printf(&reading->arena, "/%.*s", SARG(reading->place)));
	struct slice to = fields_text(&reading->fields, S("redirect_to"));
	if (!to.len)
		to = seen_from(reading, sent_to(reading));
	redirect_to(reading, own_path(reading->settings, to));
}
