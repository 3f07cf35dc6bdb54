/* SPDX-License-Identifier: MIT */
#include "page/page_internal.h"
#include "source/mime.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/text.h"
#include "base/uri.h"
#include "site/body.h"
#include "site/generated.h"
#include "site/links.h"
#include "site/listing.h"
#include "site/scope.h"
#include "source/name.h"

#define SUMMARY_COLUMNS 160

const struct locale *parts_locale(const struct site *site, struct slice lang)
{
	return locale_for(lang.len ? lang : site->settings->lang);
}

struct slice parts_taxonomy(const struct site *site, struct arena *arena,
	const struct locale *locale, unsigned taxonomy)
{
	static const struct {
		struct slice segment;
		enum locale_word word;
	} known[] = {{S("tags"), WORD_TAGS}, {S("categories"), WORD_CATEGORIES},
		{S("series"), WORD_SERIES}};
	struct slice segment = taxonomy_segment(site, taxonomy);

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (slice_eq(segment, known[i].segment))
			return locale_word(locale, known[i].word);
	}
	return name_pretty(arena, segment);
}

struct slice page_site_title(const struct site *site)
{
	return site->title;
}

struct slice parts_count(struct arena *arena, const struct locale *locale, size_t posts)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	locale_put_count(&text, locale, posts);
	return buf_take(&text, arena);
}

void parts_page_count(struct doc *doc, const struct locale *locale, size_t pages)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	locale_put_label(&text, locale, locale_word(locale, WORD_PAGES),
		arena_printf(doc->arena, "%zu", pages));
	doc_add_paragraph(doc, buf_take(&text, doc->arena));
}

struct slice parts_list_title(struct arena *arena, const struct post *post)
{
	size_t len = LISTING_LABEL_MAX_BYTES - S("…").len;
	if (post->list_title.len <= LISTING_LABEL_MAX_BYTES)
		return post->list_title;
	while (len && (post->list_title.ptr[len] & 0xC0) == 0x80)
		len--;
	return arena_printf(arena, "%.*s…", SARG(slice_head(post->list_title, len)));
}

void parts_post_line(struct doc *doc, const struct post *post)
{
	struct slice label = parts_list_title(doc->arena, post);
	if (post->date.set) {
		struct buf text;
		buf_init(&text, BUF_MAX_BYTES);
		date_put_iso_day(&text, &post->date);
		/* In a diary, titles are dates. */
		if (!slice_eq(label, buf_slice(&text))) {
			buf_putc(&text, ' ');
			buf_put(&text, label);
		}
		label = buf_take(&text, doc->arena);
	}
	parts_post_link(doc, post, label);
}

void parts_post_link(struct doc *doc, const struct post *post, struct slice label)
{
	if (post_is_article(post))
		doc_add_article_line(doc, post->url, label);
	else
		doc_add_link_line(doc, DOC_TO_PAGE, post->url, label);
}

void parts_file_line(struct doc *doc, const struct site_entry *entry, struct slice label)
{
	struct doc_node *line = doc_add_link_line(
		doc, DOC_TO_FILE, uri_encode_path(doc->arena, entry->path), label);
	struct doc_target *target = arena_new(doc->arena, struct doc_target);
	*target = *line->target;
	target->mime = entry->file->mime;
	target->size_bytes = (int64_t)entry->file->size_bytes;
	line->target = target;
}

struct slice parts_recording_mime(const struct doc_target *target)
{
	struct slice path;

	slice_cut(target->url, '?', &path, NULL);
	return target->mime.len ? target->mime : mime_of(path);
}

struct slice parts_summary_of(const struct post *post, const struct doc *body,
	struct arena *arena, unsigned columns)
{
	struct slice text = post->description;

	if (!text.len && body)
		text = body->summary.len ? body->summary : body->first_text;
	return text_ellipsis(arena, text_one_line(arena, text), columns);
}

int parts_summary(const struct site *site, const struct post *post, struct arena *arena,
	unsigned columns, struct slice *out, bool *reads_files)
{
	struct doc *body = NULL;

	if (!post->description.len) {
		int error = links_convert(site, post, arena, NULL, &body);
		if (error)
			return file_is_trouble(error) ? error : 0;
		*reads_files |= body->reads_files;
	}
	*out = parts_summary_of(post, body, arena, columns);
	return 0;
}

/* A line of text under the post's link. */
static void summary_line(
	const struct site *site, struct doc *doc, const struct post *post)
{
	struct slice text = slice_none;

	/* A list with a summary less is not kept. */
	int error = parts_summary(
		site, post, doc->arena, SUMMARY_COLUMNS, &text, &doc->reads_files);
	doc->reads_files |= error != 0;
	doc->is_behind |= error == BODY_CHANGED;
	if (text.len)
		doc_add_paragraph(doc, text);
}

void parts_post_lines(const struct site *site, struct doc *doc,
	const struct post *const *posts, size_t count)
{
	if (count)
		doc_add_links(doc);
	for (size_t i = 0; i < count; i++) {
		parts_post_line(doc, posts[i]);
		if (site->settings->summaries)
			summary_line(site, doc, posts[i]);
	}
}

void parts_page_line(struct doc *doc, struct slice key, struct slice label)
{
	enum doc_target_kind kind =
		slice_ends(key, S(".xml")) ? DOC_TO_TEXT : DOC_TO_PAGE;
	doc_add_link_line(doc, kind, uri_encode_path(doc->arena, key), label);
}

void parts_home_line(struct doc *doc, const struct site *site)
{
	parts_page_line(doc, site->base, page_site_title(site));
}

struct slice parts_home_path(
	const struct site *site, struct slice lang, struct arena *arena)
{
	for (size_t i = 0; lang.len && i < site->lang_count; i++) {
		if (slice_eq(site->langs[i].name, lang))
			return arena_printf(arena, "%.*s%.*s/", SARG(site->base),
				SARG(site->langs[i].slug));
	}
	return site->base;
}

void parts_search_line(const struct site *site, struct doc *doc, struct slice lang)
{
	if (site_is_searched(site))
		doc_add_link_line(doc, DOC_TO_SEARCH,
			arena_printf(doc->arena, "%.*ssearch",
				SARG(parts_home_path(site, lang, doc->arena))),
			locale_word(parts_locale(site, lang), WORD_SEARCH));
}

void parts_random_line(const struct site *site, struct doc *doc, struct slice lang)
{
	struct slice path = arena_printf(
		doc->arena, "%.*srandom", SARG(parts_home_path(site, lang, doc->arena)));
	struct site_run among;

	if (generated_random(site, path, &among) && among.count > 1)
		parts_page_line(
			doc, path, locale_word(parts_locale(site, lang), WORD_RANDOM));
}

struct slice parts_langs(struct arena *arena, const struct site *site,
	const struct post *const *posts, size_t count)
{
	struct buf langs;
	buf_init(&langs, BUF_MAX_BYTES);
	for (size_t i = 0; i < site->lang_count; i++) {
		struct slice lang = site->langs[i].name;
		for (size_t j = 0; j < count; j++) {
			if (!slice_eq(posts[j]->lang, lang))
				continue;
			if (langs.len)
				buf_putc(&langs, ',');
			buf_put(&langs, lang);
			break;
		}
	}
	struct slice out = langs.len ? buf_dup(&langs, arena) : site->settings->lang;
	buf_fini(&langs);
	return out;
}

/* The level of the shallowest heading of @doc; 0: it has none. */
static unsigned shallowest_heading(const struct doc *doc)
{
	unsigned level = 0;

	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		if (node->kind == DOC_HEADING && (!level || node->level < level))
			level = node->level;
	}
	return level;
}

void parts_name(struct doc *doc, struct slice title, struct doc *own)
{
	struct doc_node *first = own->root->first;

	if (first && first->kind == DOC_HEADING &&
		text_same_words(doc->arena, title, doc_plain_text(doc->arena, first))) {
		doc_unlink(first);
		unsigned level = shallowest_heading(own);
		for (struct doc_node *node = own->root; node && level > 2;
			node = doc_next(node, own->root)) {
			if (node->kind == DOC_HEADING)
				node->level -= level - 2;
		}
	}
	doc_add_heading(doc, 1, title);
}

void parts_move(struct doc *doc, struct doc *from)
{
	for (struct doc_node *node = from->root->first, *next; node; node = next) {
		next = node->next;
		doc_unlink(node);
		doc_append(doc->root, node);
	}
	doc->reads_files |= from->reads_files;
	doc->is_behind |= from->is_behind;
	doc->reads_site |= from->reads_site;
}

struct slice parts_web_url(
	struct arena *arena, const struct site *site, const struct post *post)
{
	const struct settings *settings = site->settings;
	/* What is in a zone is not meant for the web. */
	if (site->zone || !settings->url.len || !post->web_path.len)
		return slice_none;
	return arena_printf(arena, "%.*s%.*s%.*s", SARG(settings->url),
		SARG(settings->baseurl), SARG(post->web_path));
}

static int by_bytes(const void *a, const void *b)
{
	return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

struct slice parts_folder_name(
	const struct site *site, struct arena *arena, struct slice folder)
{
	const struct site_entry *entry = site_find(site, folder);
	if (entry && entry->kind == SITE_POST)
		return entry->post->list_title;
	return name_pretty(arena, slice_path_name(slice_head(folder, folder.len - 1)));
}

static void add_urls(const struct doc *doc, struct arena *arena, struct parts_urls *out,
	size_t *capacity)
{
	for (const struct doc_node *node = doc->root; node;
		node = doc_next(node, doc->root)) {
		if (node->kind != DOC_LINK || node->target->kind != DOC_TO_PAGE)
			continue;
		if (out->count == *capacity)
			out->urls = arena_grown(arena, out->urls, out->count, capacity,
				sizeof(*out->urls));
		out->urls[out->count++] = node->target->url;
	}
}

void parts_urls(const struct doc *doc, const struct doc *more, struct parts_urls *out)
{
	size_t capacity = 0;

	*out = (struct parts_urls){0};
	add_urls(doc, doc->arena, out, &capacity);
	if (more)
		add_urls(more, doc->arena, out, &capacity);
	if (out->count)
		qsort(out->urls, out->count, sizeof(*out->urls), by_bytes);
}

bool parts_urls_have(const struct parts_urls *urls, struct slice url)
{
	return urls->count &&
	       bsearch(&url, urls->urls, urls->count, sizeof(url), by_bytes) != NULL;
}

bool parts_lists(const struct doc *doc, const struct post *const *posts, size_t count)
{
	struct parts_urls urls;
	size_t found = 0;

	parts_urls(doc, NULL, &urls);
	if (!count || urls.count < count / 2)
		return false;
	for (size_t i = 0; i < count; i++)
		found += parts_urls_have(&urls, posts[i]->url);
	return found * 2 >= count;
}

static int author_text(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc, bool hides_posts)
{
	struct doc *body;
	int error = links_convert_page(site, post, hides_posts, doc->arena, diags, &body);
	if (error)
		return error;
	parts_move(doc, body);
	doc->first_text = body->first_text;
	return 0;
}

int parts_author_text(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc)
{
	return author_text(site, post, diags, doc, false);
}

int parts_author_text_without_posts(const struct site *site, const struct post *post,
	struct diag_list *diags, struct doc *doc)
{
	return author_text(site, post, diags, doc, true);
}
