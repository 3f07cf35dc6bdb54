/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "base/uri.h"
#include "render/html/html_internal.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* By scheme: the only ones that a page may link to (others run code or read local files). */
static const struct {
	struct html_way way;
	bool has_host;
} schemes[] = {
	{{"https", "web", "⇗", false}, true},
	{{"http", "web", "⇗", false}, true},
	{{"gemini", "away", "⇒", true}, true},
	{{"gopher", "away", "⇒", true}, true},
	{{"spartan", "away", "⇒", true}, true},
	{{"nex", "away", "⇒", true}, true},
	{{"finger", "away", "⇒", true}, true},
	{{"mailto", "mail", "✉", false}, false},
	{{"tel", "mail", "✆", false}, false},
	{{"xmpp", "mail", "✉", false}, false},
};

/* Inside the site: by the address's extension, or by the kind of the target. */
static const struct {
	struct html_way way;
	struct slice mime, extensions;
} files[] = {
	{{"picture", "picture", "🖼", false}, S("image/"),
		S("png|jpg|jpeg|gif|webp|avif|svg")},
	{{"sound", "sound", "♪", false}, S("audio/"), S("mp3|ogg|oga|opus|m4a|flac|wav")},
	{{"video", "video", "▶", false}, S("video/"), S("mp4|webm|ogv|mov|m4v")},
};

static const struct html_way page_way = {"page", NULL, "→", false};
static const struct html_way search_way = {"search", "search", "⌕", false};
static const struct html_way file_way = {"file", "file", "↓", false};

static const struct html_way *scheme_way(struct slice url)
{
	struct slice scheme = uri_scheme(url);
	struct uri uri;

	for (size_t i = 0; i < LENGTH(schemes); i++) {
		if (!slice_eq_nocase(scheme, slice_str(schemes[i].way.name)))
			continue;
		bool fine = uri_parse(url, &uri) &&
			    (schemes[i].has_host ? uri.host.len : uri.path.len);
		return fine ? &schemes[i].way : NULL;
	}
	return NULL;
}

bool html_may_link(struct slice url)
{
	return scheme_way(url) != NULL;
}

static bool has_control(struct slice url)
{
	size_t i = 0;

	while (i < url.len && !text_is_control(url, i))
		i++;
	return i < url.len;
}

const struct html_way *html_way_of(const struct doc_target *target)
{
	struct slice extension = uri_extension(target->url);

	if (target->kind == DOC_TO_OUTSIDE)
		return scheme_way(target->url);
	/* To browsers "//host" is another host, and so are "/\host" and "/" and "/host" with a control character
	 * between them. */
	if (has_control(target->url) || target->url.len < 1 ||
		target->url.ptr[0] != '/' ||
		slice_any(slice_head(target->url, 2), S("//|/\\"), slice_eq))
		return NULL;
	if (target->kind == DOC_TO_PAGE || target->kind == DOC_TO_SEARCH)
		return target->kind == DOC_TO_PAGE ? &page_way : &search_way;
	for (size_t i = 0; i < LENGTH(files); i++)
		if (target->mime.len ? slice_starts(target->mime, files[i].mime)
				     : slice_any(extension, files[i].extensions,
					       slice_eq_nocase))
			return &files[i].way;
	return &file_way;
}

bool html_put_address(struct html_writer *w, const struct doc_target *target)
{
	bool page = target->kind == DOC_TO_PAGE || target->kind == DOC_TO_SEARCH;

	if (!html_way_of(target))
		return false;
	if (target->kind != DOC_TO_OUTSIDE)
		html_escape(w->out, page ? w->options->pages : w->options->files);
	html_escape(w->out, target->url);
	return true;
}

const struct html_way *html_link_open(
	struct html_writer *w, const struct doc_target *target)
{
	const struct html_way *way = w->in_link ? NULL : html_way_of(target);
	bool away = target->kind == DOC_TO_OUTSIDE;
	struct slice window =
		away ? w->options->outside_target : w->options->inside_target;

	if (!way)
		return NULL;
	w->in_link = true;
	buf_puts(w->out, "<a");
	if (way->class_name)
		html_attribute(w->out, "class", slice_str(way->class_name));
	buf_puts(w->out, " href=\"");
	html_put_address(w, target);
	buf_putc(w->out, '"');
	if (away)
		html_attribute(w->out, "rel", S("noopener noreferrer"));
	if (window.len)
		html_attribute(w->out, "target", window);
	buf_putc(w->out, '>');
	return way;
}

void html_link_close(struct html_writer *w)
{
	buf_puts(w->out, "</a>");
	w->in_link = false;
}

bool html_target_of(
	struct html_writer *w, struct slice reference, struct doc_target *target)
{
	struct slice base = w->options->path.len ? w->options->path : S("/");

	*target = (struct doc_target){.kind = DOC_TO_OUTSIDE, .size_bytes = -1};
	if (slice_any(reference, S("//|\\|/\\"), slice_starts) ||
		!uri_normalize(&w->arena, reference, &target->url))
		return false;
	if (uri_scheme(target->url).ptr)
		return html_may_link(target->url);
	if (!uri_resolve(&w->arena, base, target->url, &target->url))
		return false;
	/* Only its extension is known. */
	target->kind = DOC_TO_FILE;
	if (html_way_of(target) == &file_way)
		target->kind = DOC_TO_PAGE;
	return html_way_of(target) != NULL;
}
