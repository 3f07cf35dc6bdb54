/* SPDX-License-Identifier: MIT */
#include "render/label.h"

#include "base/text.h"
#include "base/uri.h"

#define ICON_MAX_BYTES 12000
#define DASH           " \xe2\x80\x94 " /* em dash */

void label_init(struct labels *labels, struct arena *arena, const struct locale *locale)
{
	*labels = (struct labels){.arena = arena, .locale = locale};
	labels->seen.arena = arena;
}

void label_begin(struct labels *labels, bool keep_words)
{
	labels->keep_words = keep_words;
	/* The last block's links may still be in use: they stay in the arena. */
	labels->links = NULL;
	labels->count = labels->capacity = 0;
	slice_map_clear(&labels->seen);
}

static void put_words(struct buf *out, const struct doc_node *node)
{
	const struct doc_node *at;

	for (at = node; at; at = doc_next(at, node)) {
		if (at->kind == DOC_TEXT) {
			buf_put(out, at->text);
		} else if (at->kind == DOC_CODE_SPAN) {
			buf_putc(out, '`');
			buf_put(out, at->text);
			buf_putc(out, '`');
		} else if (at->kind == DOC_BREAK ||
			   (at != node && doc_is_block(at->kind))) {
			buf_putc(out, ' ');
		}
	}
}

struct slice label_words_between(
	struct arena *arena, const struct doc_node *first, const struct doc_node *end)
{
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (first && first->kind == DOC_TEXT && first->next == end)
		return text_is_one_line(first->text) ? first->text
						     : text_one_line(arena, first->text);
	for (; first && first != end; first = first->next)
		put_words(&out, first);
	return text_one_line(arena, buf_slice(&out));
}

struct slice label_words(struct arena *arena, const struct doc_node *node)
{
	return label_words_between(arena, node->first, NULL);
}

struct slice label_host(struct arena *arena, const struct doc_target *target)
{
	struct slice path, segment;
	struct uri uri;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (!uri_parse(target->url, &uri))
		return target->url;
	if (target->kind == DOC_TO_OUTSIDE && uri.host.len)
		return slice_starts_nocase(uri.host, S("www.")) ? slice_from(uri.host, 4)
								: uri.host;
	path = uri.path;
	while (path.len > 1 && path.ptr[path.len - 1] == '/')
		path.len--;
	segment = slice_path_name(path);
	if (!segment.len)
		return path.len ? path : target->url;
	if (uri_decode(&out, segment) && text_is_utf8(buf_slice(&out)))
		segment = text_one_line(arena, buf_slice(&out));
	return segment;
}

/* "example.org/a" for "https://example.org/a/". */
static struct slice bare_url(struct slice url)
{
	struct slice scheme = uri_scheme(url);

	if (scheme.ptr)
		url = slice_from(url, scheme.len + 1);
	while (url.len && url.ptr[0] == '/')
		url = slice_from(url, 1);
	while (url.len && url.ptr[url.len - 1] == '/')
		url.len--;
	return url;
}

/* Are the words of a link only its address? */
static bool spells_url(struct slice words, struct slice url)
{
	struct slice bare;
	auto_buf struct buf out = BUF(BUF_MAX_BYTES);

	if (slice_eq(words, url))
		return true;
	/* Inside the site "about" is a word, "/about" an address. */
	if (!uri_scheme(url).ptr)
		return false;
	/* Addresses hold no spaces, except encoded ones. */
	if (slice_find_char(words, ' ') >= 0 && slice_find_char(url, '%') < 0)
		return false;
	bare = bare_url(url);
	words = bare_url(words);
	if (slice_eq(words, bare))
		return true;
	if (words.len >= bare.len || slice_find_char(bare, '%') < 0)
		return false;
	return uri_decode(&out, bare) && slice_eq(buf_slice(&out), words);
}

static void name_by_host(
	struct labels *labels, struct label_link *link, struct slice extra)
{
	if (!link->stem.len || slice_eq_nocase(link->stem, extra))
		link->label = extra;
	else
		link->label = arena_printf(
			labels->arena, "%.*s" DASH "%.*s", SARG(link->stem), SARG(extra));
}

/* Are the words a web address that is in fact a page of the site? */
static bool spells_own_page(struct slice words, const struct doc_target *target)
{
	return target->kind != DOC_TO_OUTSIDE && uri_scheme(words).len &&
	       slice_find(words, S("://")) > 0 && slice_find_char(words, ' ') < 0;
}

/* Sets the label of a link whose author wrote @words. */
static void name_link(struct labels *labels, struct label_link *link, struct slice words)
{
	struct slice title = text_one_line(labels->arena, link->node->info);
	bool spells = words.len && (spells_url(words, link->url) ||
					   spells_own_page(words, link->node->target));

	link->stem = words;
	link->fallback = !words.len || spells ||
			 locale_is_stop_label(labels->locale, words) ||
			 !text_is_word(words);
	if (link->fallback && (!title.len || spells_url(title, link->url)))
		title = text_one_line(labels->arena, link->node->target->title);
	if (!link->fallback) {
		link->label = words;
	} else if (title.len && !spells_url(title, link->url)) {
		link->label = link->stem = title;
		link->fallback = false;
	} else if (spells) {
		/* Decoded, it reads better than the URL. */
		link->label = slice_find_char(link->url, '%') >= 0 &&
					      slice_find_char(words, '%') < 0
				      ? words
				      : slice_none;
	} else {
		name_by_host(labels, link, label_host(labels->arena, link->node->target));
	}
}

static void name_image(struct labels *labels, struct label_link *link, struct slice words)
{
	labels->images++;
	link->stem = words;
	link->fallback = !words.len;
	link->label = words.len ? words
				: arena_printf(labels->arena, "%.*s %u",
					  SARG(locale_word(labels->locale, WORD_IMAGE)),
					  labels->images);
}

void label_add_as(struct labels *labels, const struct doc_node *node, struct slice words)
{
	struct label_link link = {.node = node, .url = node->target->url};
	struct label_link *known;
	unsigned *index;
	bool added;

	if (!link.url.len)
		return;
	if (node->kind == DOC_IMAGE)
		name_image(labels, &link, words);
	else
		name_link(labels, &link, words);
	index = slice_map_get(
		&labels->seen, link.url, slice_none, (unsigned)labels->count, &added);
	if (!added) {
		known = &labels->links[*index];
		if (known->fallback && !link.fallback &&
			node->kind == known->node->kind) {
			*known = link;
			return;
		}
		if (!labels->keep_words || link.fallback)
			return;
		slice_map_get(&labels->seen, link.url, link.label,
			(unsigned)labels->count, &added);
		if (!added || slice_eq(known->label, link.label))
			return;
	}
	*arena_next(labels->arena, labels->links, labels->count, labels->capacity) = link;
}

bool label_leads_to_picture(const struct doc_target *target)
{
	struct uri uri;

	if (target->kind == DOC_TO_IMAGE)
		return true;
	return uri_parse(target->url, &uri) &&
	       slice_any(uri_extension(uri.path), S("png|jpg|jpeg|gif|webp|svg|avif"),
		       slice_eq_nocase);
}

static void add_image(struct labels *labels, const struct doc_node *image)
{
	label_add_as(labels, image, label_image_words(labels->arena, image));
}

/* An icon labels its link; it is not a picture to look at. */
static bool is_icon(const struct doc_node *image, struct slice words)
{
	const struct doc_target *target = image->target;
	struct slice end = slice_which(words, S("icon|badge|logo"), slice_ends_nocase);
	size_t before = words.len - end.len;

	if (end.len && (!before || !ascii_is_alnum(words.ptr[before - 1])))
		return true;
	return target->kind == DOC_TO_IMAGE && target->size_bytes >= 0 &&
	       target->size_bytes < ICON_MAX_BYTES;
}

/* The pictures in it, then the link itself. */
static void add_link(struct labels *labels, const struct doc_node *link)
{
	struct slice words = label_words(labels->arena, link);
	const struct doc_node *at, *picture = NULL;

	bool to_picture = label_leads_to_picture(link->target);
	for (at = link; at; at = doc_next(at, link)) {
		if (at->kind != DOC_IMAGE)
			continue;
		picture = at;
		if (to_picture || !is_icon(at, label_image_words(labels->arena, at)))
			add_image(labels, at);
	}
	if (words.len || !picture) {
		label_add_as(labels, link, words);
		return;
	}
	if (to_picture)
		return;
	words = label_image_words(labels->arena, picture);
	if (words.len && !link->info.len)
		words = arena_printf(labels->arena, "%.*s" DASH "%.*s", SARG(words),
			SARG(label_host(labels->arena, link->target)));
	label_add_as(labels, link, words);
}

void label_add(struct labels *labels, const struct doc_node *node)
{
	const struct doc_node *at = node;

	while (at) {
		if (at->kind == DOC_LINK) {
			const struct doc_node *last = at;

			add_link(labels, at);
			while (last->last)
				last = last->last;
			at = at == node ? NULL : doc_next(last, node);
			continue;
		}
		if (at->kind == DOC_IMAGE)
			add_image(labels, at);
		at = doc_next(at, node);
	}
}

/* Makes equal labels distinct, from the last link backwards along its chain. */
static void part_twins(struct labels *labels, size_t last)
{
	enum { BY_HOST, BY_SEGMENT, BY_URL } by;
	struct slice_map *map = &labels->seen;
	size_t i;

	for (by = BY_HOST; by <= BY_URL; by++) {
		bool distinct = true;

		slice_map_clear(map);
		for (i = last; i; i = labels->links[i - 1].twin) {
			const struct label_link *link = &labels->links[i - 1];
			struct doc_target target = *link->node->target;
			bool added;

			if (by == BY_SEGMENT)
				target.kind = DOC_TO_PAGE;
			slice_map_get(map,
				by == BY_URL ? bare_url(link->url)
					     : label_host(labels->arena, &target),
				slice_none, 0, &added);
			distinct =
				distinct && added &&
				!(by == BY_SEGMENT && label_is_token(label_host(
							      labels->arena, &target)));
		}
		if (distinct)
			break;
	}
	for (i = last; i; i = labels->links[i - 1].twin) {
		struct label_link *link = &labels->links[i - 1];
		struct doc_target target = *link->node->target;

		if (by == BY_SEGMENT)
			target.kind = DOC_TO_PAGE;
		if (link->node->kind == DOC_IMAGE && link->fallback)
			continue; /* numbered already */
		name_by_host(labels, link,
			by >= BY_URL ? bare_url(link->url)
				     : label_host(labels->arena, &target));
	}
}

/* Chains the links with equal labels and makes them distinct. A picture does not count, since
 * its label tells that it is one. */
static void find_twins(struct labels *labels)
{
	size_t *heads = arena_array(labels->arena, labels->count, size_t);
	size_t head_count = 0;
	size_t i;

	slice_map_clear(&labels->seen);
	for (i = 0; i < labels->count; i++) {
		struct label_link *link = &labels->links[i];
		unsigned *place;
		bool added;

		if (!link->label.len)
			continue;
		place = slice_map_get(&labels->seen, link->label,
			link->node->kind == DOC_IMAGE ? S("image") : S("link"),
			(unsigned)head_count, &added);
		if (added)
			head_count++;
		else
			link->twin = heads[*place];
		heads[*place] = i + 1;
	}
	for (i = 0; i < head_count; i++)
		if (labels->links[heads[i] - 1].twin)
			part_twins(labels, heads[i]);
}

/* The length of a leading date (2025-12-15), which feed readers would take for that of an entry;
 * or 0. */
static size_t leading_date(struct slice label)
{
	static const char shape[] = "dddd-dd-dd";
	size_t i;

	if (label.len < sizeof(shape) - 1)
		return 0;
	for (i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !ascii_is_digit(label.ptr[i]) : label.ptr[i] != '-')
			return 0;
	return label.len > i && ascii_is_digit(label.ptr[i]) ? 0 : i;
}

/* "2025-12-15: Title" becomes "Title (2025-12-15)". */
static void move_date(struct labels *labels, struct label_link *link)
{
	size_t len = leading_date(link->label);
	struct slice rest = slice_from(link->label, len);
	struct slice next = rest;
	unsigned codepoint;

	if (!len)
		return;
	while (text_next(&next, &codepoint) &&
		(text_is_space(codepoint) || text_is_punctuation(codepoint)) &&
		!strchr("([\"'`", codepoint < 128 ? (int)codepoint : ' '))
		rest = next;
	if (!rest.len || leading_date(rest))
		rest = label_host(labels->arena, link->node->target);
	/* If the address is a date itself, this would not help. */
	link->label = leading_date(rest)
			      ? arena_printf(labels->arena, "(%.*s)", SARG(link->label))
			      : arena_printf(labels->arena, "%.*s (%.*s)", SARG(rest),
					SARG(slice_head(link->label, len)));
}

struct label_link *label_take(struct labels *labels, size_t *count)
{
	size_t i;

	if (labels->count > 1)
		find_twins(labels);
	for (i = 0; i < labels->count; i++) {
		struct label_link *link = &labels->links[i];

		move_date(labels, link);
		if (link->node->kind == DOC_IMAGE)
			link->label = label_image_note(labels->arena, labels->locale,
				link->node, link->label, link->fallback);
	}
	*count = labels->count;
	return labels->links;
}
