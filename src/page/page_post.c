/* SPDX-License-Identifier: MIT */
/* A post as a page: head (title, description, dateline), body, foot (navigation). */
#include <errno.h>

#include "base/text.h"
#include "base/uri.h"
#include "page/page_internal.h"
#include "site/body.h"
#include "site/links.h"
#include "site/scope.h"
#include "site/threads.h"

#define WORDS_PER_MINUTE 240
#define DAY_SECONDS      86400
#define TAGS_COMPARED    64
#define DOT              " · "

/* "15 décembre 2025 · 9 min · Author · tag, tag", without missing parts. */
static struct slice dateline(const struct site *site, const struct post *post,
	const struct locale *locale, struct arena *arena, size_t words)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	if (post->date.set)
		locale_put_date(&text, locale, &post->date);
	if (post->updated.set && post->date.set &&
		post->updated.at > post->date.at + DAY_SECONDS) {
		buf_printf(&text, DOT "%.*s ", SARG(locale_word(locale, WORD_UPDATED)));
		locale_put_date(&text, locale, &post->updated);
	}
	if (!post->is_page && words) {
		size_t minutes = (words + WORDS_PER_MINUTE - 1) / WORDS_PER_MINUTE;
		buf_printf(&text, "%s%zu %.*s", text.len ? DOT : "", minutes,
			SARG(locale_word(locale, WORD_MINUTES)));
	}
	if (post->author.len && !slice_eq(post->author, site->settings->author))
		buf_printf(&text, "%s%.*s", text.len ? DOT : "", SARG(post->author));
	for (size_t i = 0; i < post->tag_count && !post->is_page; i++)
		buf_printf(&text, "%s%.*s", i ? ", " : (text.len ? DOT : ""),
			SARG(post->tags[i]));
	return buf_take(&text, arena);
}

/* The description gets a paragraph, unless it is the title or the start of the body. */
static bool is_lede(const struct post *post, const struct doc *body)
{
	struct arena *arena = body->arena;

	return text_is_word(post->description) &&
	       !text_same_words(arena, post->description, post->title) &&
	       !text_begins_with_words(arena, body->first_text, post->description);
}

static bool body_shows(const struct doc *body, struct slice url)
{
	for (const struct doc_node *n = body->root; n; n = doc_next(n, body->root)) {
		if ((n->kind == DOC_IMAGE || n->kind == DOC_LINK) &&
			slice_eq(n->target->url, url))
			return true;
	}
	return false;
}

/* Themes look beside the page and at the site's root. */
static bool find_cover(const struct links *links, struct arena *arena, struct slice image,
	struct doc_target *target)
{
	if (!image.len || links_resolve(links, arena, image, true, target) != ENV_LINK)
		return false;
	struct doc_target rooted;
	if (target->kind == DOC_TO_OUTSIDE && *image.ptr != '/' &&
		!uri_scheme(image).len &&
		links_resolve(links, arena, arena_printf(arena, "/%.*s", SARG(image)),
			true, &rooted) == ENV_LINK &&
		rooted.kind == DOC_TO_IMAGE)
		*target = rooted;
	return true;
}

/* Adds the cover picture, if the body does not show it. */
static void cover(const struct links *links, struct doc *doc, const struct doc *body)
{
	struct doc_target target;
	const struct post *post = links->post;
	if (!find_cover(links, doc->arena, post->image, &target) ||
		(target.kind != DOC_TO_IMAGE && target.kind != DOC_TO_OUTSIDE) ||
		body_shows(body, target.url))
		return;
	struct doc_target *kept = arena_new(doc->arena, struct doc_target);
	*kept = target;
	struct doc_node *line = doc_add(doc, doc->root, DOC_PARAGRAPH);
	/* Labelled by its name: the title is right above. */
	doc_add(doc, line, DOC_IMAGE)->target = kept;
}

/* Adds a link to the audio or video under the title, if the body has none. */
static void recording(
	struct doc *doc, const struct doc *body, const struct locale *locale)
{
	const struct doc_target *target = body->enclosure;
	if (!target || body_shows(body, target->url))
		return;
	bool audio = slice_starts(parts_recording_mime(target), S("audio/"));
	doc_add_links(doc);
	doc_add_link_line(doc, target->kind, target->url,
		locale_word(locale, audio ? WORD_AUDIO : WORD_VIDEO))
		->target = target;
}

static void tag_lines(struct doc *doc, const struct site *site, const struct post *post)
{
	struct arena *arena = doc->arena;
	const struct site_group **seen =
		arena_array(arena, post->tag_count + 1u, const struct site_group *);
	size_t count = 0;
	for (size_t i = 0; i < post->tag_count; i++) {
		const struct site_group *tag = site_group_find(
			site->tags, site->tag_count, text_slug(arena, post->tags[i]));
		/* "Ruby" and "ruby" are the same page. */
		bool again = !tag;
		for (size_t j = 0; j < count && j < TAGS_COMPARED && !again; j++)
			again = seen[j] == tag;
		if (again)
			continue;
		seen[count++] = tag;
		parts_page_line(doc,
			arena_printf(arena, "%.*s%.*s/%.*s/", SARG(site->base),
				SARG(taxonomy_segment(site, TAXONOMY_TAGS)),
				SARG(tag->slug)),
			arena_printf(arena, "# %.*s", SARG(tag->name)));
	}
}

static struct slice labelled(struct arena *arena, const struct locale *locale,
	struct slice label, struct slice rest)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	locale_put_label(&text, locale, label, rest);
	return buf_take(&text, arena);
}

/* "Authors: Ann Lee", for each name in the site's own taxonomies. */
static void term_lines(struct doc *doc, const struct site *site, const struct post *post,
	const struct locale *locale)
{
	struct arena *arena = doc->arena;

	for (size_t i = 0, t = TAXONOMY_OWN; i < post->term_count; i++) {
		if (!post->terms[i].len) {
			t++;
			continue;
		}
		size_t count;
		const struct site_group *groups = scope_groups(site, (unsigned)t, &count);
		const struct site_group *group =
			site_group_find(groups, count, text_slug(arena, post->terms[i]));
		if (group)
			parts_page_line(doc,
				arena_printf(arena, "%.*s%.*s/%.*s/", SARG(site->base),
					SARG(taxonomy_segment(site, (unsigned)t)),
					SARG(group->slug)),
				labelled(arena, locale,
					parts_taxonomy(site, arena, locale, (unsigned)t),
					group->name));
	}
}

static void series_line(struct doc *doc, const struct site *site, const struct post *post,
	const struct locale *locale)
{
	struct arena *arena = doc->arena;
	if (!post->series.len)
		return;
	const struct site_group *series = site_group_find(
		site->series, site->series_count, text_slug(arena, post->series));
	if (series)
		parts_page_line(doc,
			arena_printf(arena, "%.*sseries/%.*s/", SARG(site->base),
				SARG(series->slug)),
			labelled(arena, locale, locale_word(locale, WORD_SERIES),
				series->name));
}

static void neighbour_lines(
	struct doc *doc, const struct site *site, const struct post *post)
{
	const struct post *newer, *older;
	site_neighbours(site, post, &newer, &older);
	if (older)
		parts_post_link(doc, older,
			arena_printf(doc->arena, "← %.*s", SARG(older->list_title)));
	if (newer)
		parts_post_link(doc, newer,
			arena_printf(doc->arena, "→ %.*s", SARG(newer->list_title)));
}

static void translation_lines(struct doc *doc, const struct site *site,
	const struct post *post, const struct locale *locale)
{
	const struct post *const *others;
	size_t count = site_translations(site, post, doc->arena, &others);
	for (size_t i = 0; i < count; i++)
		parts_post_link(doc, others[i],
			labelled(doc->arena, locale,
				locale_also_in(locale, others[i]->lang),
				others[i]->list_title));
}

/* A line that says what follows, and a link to each. */
static void thread_lines(struct doc *doc, const struct locale *locale,
	enum locale_word word, const struct post *const *posts, size_t count)
{
	struct slice label =
		labelled(doc->arena, locale, locale_word(locale, word), slice_none);

	if (!count)
		return;
	doc_add_paragraph(doc, slice_trim(label));
	doc_add_links(doc);
	for (size_t i = 0; i < count; i++)
		parts_post_link(doc, posts[i], parts_list_title(doc->arena, posts[i]));
}

static void threads(struct doc *doc, const struct site *site, const struct post *post,
	const struct locale *locale)
{
	const struct post *const *posts;
	size_t count;

	if (site->settings->related) {
		count = threads_related(site, post, doc->arena, &posts);
		thread_lines(doc, locale, WORD_RELATED, posts, count);
	}
	if (site->settings->backlinks) {
		count = threads_backlinks(site, post, doc->arena, &posts);
		thread_lines(doc, locale, WORD_LINKED_FROM, posts, count);
	}
}

static struct slice date_text(
	const struct post *post, const struct locale *locale, struct arena *arena)
{
	struct buf text;
	buf_init(&text, BUF_MAX_BYTES);
	if (post->date.set)
		locale_put_date(&text, locale, &post->date);
	return buf_take(&text, arena);
}

/* A letter about the post. */
static void reply_line(struct doc *doc, const struct site *site, const struct post *post,
	const struct locale *locale)
{
	struct slice to = site->settings->reply, url;

	if (!to.len)
		return;
	if (slice_starts_nocase(to, S("mailto:"))) {
		const char *mark = slice_find_char(to, '?') < 0 ? "?" : "&";
		struct buf subject = BUF(BUF_MAX_BYTES);
		for (size_t i = 0; i < post->title.len; i++) {
			char c = post->title.ptr[i];
			if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_')
				buf_putc(&subject, c);
			else
				buf_printf(&subject, "%%%02X", (unsigned char)c);
		}
		to = arena_printf(doc->arena, "%.*s%ssubject=%.*s", SARG(to), mark,
			SARG(buf_slice(&subject)));
		buf_fini(&subject);
	}
	if (uri_normalize(doc->arena, to, &url))
		doc_add_link_line(
			doc, DOC_TO_OUTSIDE, url, locale_word(locale, WORD_REPLY));
}

static void foot(struct doc *doc, const struct site *site, const struct post *post,
	const struct locale *locale)
{
	doc_add_links(doc);
	if (!post->is_page) {
		tag_lines(doc, site, post);
		term_lines(doc, site, post, locale);
		series_line(doc, site, post, locale);
		neighbour_lines(doc, site, post);
	}
	translation_lines(doc, site, post, locale);
	reply_line(doc, site, post, locale);
	struct slice web = parts_web_url(doc->arena, site, post);
	if (web.len)
		doc_add_link_line(
			doc, DOC_TO_OUTSIDE, web, locale_word(locale, WORD_WEB_VERSION));
	parts_home_line(doc, site);
}

/* A .gmi post is served unchanged: the bytes after the front matter. */
static int gemtext_bytes(const struct site *site, const struct post *post,
	struct arena *arena, struct page *out)
{
	struct body body;
	int error = body_read(site, post, arena, &body);
	if (error)
		return error;
	*out = (struct page){
		.content = PAGE_IS_BYTES,
		.bytes = body.text,
		.mime = S("text/gemini"),
		.langs = post->lang,
	};
	return 0;
}

int page_post(const struct site *site, const struct page_ref *ref, struct arena *arena,
	struct diag_list *diags, struct page *out)
{
	const struct post *post = ref->post;
	const struct locale *locale = locale_for(post->lang);
	struct links links = {.site = site, .post = post, .arena = arena};
	struct doc *body, *doc = doc_new(arena, post->lang);

	if (post->format == CONVERT_GEMTEXT && ref->form != FORM_TEXT)
		return gemtext_bytes(site, post, arena, out);
	int error = links_convert(site, post, arena, diags, &body);
	if (error)
		return error;
	struct page_ref list;
	if (!body->root->first && post->is_page && !post->image.len &&
		route_list_of(site, arena, post, &list))
		return page_list(site, &list, arena, diags, out);
	struct slice when = dateline(site, post, locale, arena, body->words);

	parts_name(doc, post->title, body);
	if (is_lede(post, body))
		doc_add_paragraph(doc, post->description);
	if (when.len)
		doc_add_paragraph(doc, when)->info = S("dateline");
	cover(&links, doc, body);
	recording(doc, body, locale);
	parts_move(doc, body);
	threads(doc, site, post, locale);
	foot(doc, site, post, locale);
	*out = (struct page){.doc = doc,
		.langs = post->lang,
		.author = post->author.len ? post->author : site->settings->author,
		.date = date_text(post, locale, arena),
		.web_url = parts_web_url(arena, site, post)};
	return 0;
}
